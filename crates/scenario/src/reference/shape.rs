//! What a message is made of, as a person reads it: tables of fields, examples as lines of JSON.

use super::protos::{Field, Kind, Message, Protos};
use serde_json::Value;
use std::fmt::Write as _;

/// What the protocol's tables say of the fields of one command or event: name, kind.
pub(super) type Kinds = &'static [(&'static str, &'static str)];

/// A table of fields. `needed` says whether a field must be there, `docs` what the code says of it.
pub(super) fn fields(
    message: &Message,
    kinds: Kinds,
    docs: Kinds,
    needed: impl Fn(&Field) -> bool,
) -> String {
    if message.fields.is_empty() {
        return "It has no fields.\n".to_owned();
    }
    let mut table = "| field | kind | must | |\n|---|---|---|---|\n".to_owned();
    for field in &message.fields {
        let found = |list: Kinds| list.iter().find(|(name, _)| *name == field.name).map(|(_, what)| *what);
        let about =
            if field.about.is_empty() { found(docs).unwrap_or_default().trim() } else { &field.about };
        let kind = kind(field, found(kinds));
        let must = if needed(field) { "yes" } else { "" };
        let _ = writeln!(table, "| `{}` | {kind} | {must} | {} |", field.json, cell(about));
    }
    table
}

/// A text that may stand in a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('[', "\\[")
}

/// The kind of a field in words: as the protocol's tables narrow it, else as the proto file says.
fn kind(field: &Field, narrower: Option<&str>) -> String {
    let one = match (&field.kind, narrower) {
        (Kind::Plain(_), Some("id" | "optional_id")) => "id".to_owned(),
        (Kind::Plain(_), Some("line" | "optional_line")) => "one line".to_owned(),
        (Kind::Plain(_), Some("text")) => "text, 4 KiB".to_owned(),
        (Kind::Plain(_), Some("opinion")) => "text, 16 KiB".to_owned(),
        (Kind::Plain(_), Some("date_text")) => "date `yyyy-mm-dd`".to_owned(),
        (Kind::Plain(_), Some("ordinal")) => "number, from 1".to_owned(),
        (Kind::Plain(plain), _) => (*plain).to_owned(),
        (Kind::Message(name) | Kind::Word(name), _) => format!("[{name}](#{})", name.to_lowercase()),
    };
    if field.repeated { format!("list of {one}") } else { one }
}

/// A value as one line of JSON, its fields in the order of the proto file.
pub(super) fn line(protos: &Protos, message: &str, value: &Value) -> String {
    match value {
        Value::Object(found) => {
            let message = protos.message(message);
            let in_order = message.fields.iter().filter_map(|field| Some((field, found.get(&field.json)?)));
            let parts: Vec<String> = in_order
                .map(|(field, value)| {
                    let inner = match &field.kind {
                        Kind::Message(name) => line(protos, name, value),
                        _ => value.to_string(),
                    };
                    format!("\"{}\":{inner}", field.json)
                })
                .collect();
            format!("{{{}}}", parts.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| line(protos, message, item)).collect();
            format!("[{}]", items.join(","))
        }
        plain => plain.to_string(),
    }
}

/// The shapes and words that these messages use, each once, by name: tables of them.
pub(super) fn shared<'a>(protos: &Protos, used_by: impl IntoIterator<Item = &'a str>) -> String {
    let mut messages: Vec<String> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    let mut open: Vec<String> = used_by.into_iter().map(ToOwned::to_owned).collect();
    let own = open.clone();
    while let Some(name) = open.pop() {
        for field in protos.message(&name).fields {
            match field.kind {
                Kind::Message(name) if !own.contains(&name) && !messages.contains(&name) => {
                    messages.push(name.clone());
                    open.push(name);
                }
                Kind::Word(name) if !words.contains(&name) => words.push(name),
                _ => {}
            }
        }
    }
    messages.sort();
    words.sort();
    let mut text = String::new();
    for name in messages {
        let message = protos.message(&name);
        let _ = writeln!(text, "### {name}\n");
        if !message.about.is_empty() {
            let _ = writeln!(text, "{}\n", message.about);
        }
        let plain = "| field | kind | |\n|---|---|---|\n";
        text.push_str(plain);
        for field in &message.fields {
            let _ = writeln!(text, "| `{}` | {} | {} |", field.json, kind(field, None), cell(&field.about));
        }
        text.push('\n');
    }
    for name in words {
        let _ = writeln!(text, "### {name}\n");
        for (word, about) in protos.words.get(&name).into_iter().flatten() {
            let about = if about.is_empty() { String::new() } else { format!(": {about}") };
            let _ = writeln!(text, "- `{word}`{about}");
        }
        text.push('\n');
    }
    text
}
