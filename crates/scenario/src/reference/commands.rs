//! `docs/commands.md`.

use super::subject::{self, Subject};
use super::{Reference, shape};
use lienthong_names::Service;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

const OPENING: &str = "\
# Commands

What an agency may ask to be recorded. This page is made from the code and the scenarios by `cargo xtask codegen`; whoever wants it
otherwise changes those.

A command is one line of JSON, as `lienthong submit` reads it: who says it, of which dossier, and one body under the command's own
name. A missing `id` and `occurredAt` are filled in; `\"personal\":{\"applicant\":\"…\"}` beside the body gives values that are committed
to and travel beside the command. Instants are RFC 3339, bytes base64, enumerations their words; names are read in either spelling
(`toUnit`, `to_unit`). *Must* says what has to be there for the line to be read; what a rule asks for beyond that is among the
refusals, each with the field it speaks of. *Who* names capacities of [the table](../crates/dossier/src/capacity.rs): any one will do.
";

/// The page.
pub(super) fn page(reference: &Reference) -> String {
    let all = subject::commands();
    let mut text = OPENING.to_owned();
    text.push_str("\n## Around every command\n\n");
    text.push_str(&envelope(reference));
    text.push_str("\n## At a glance\n\n| command | who | leads to |\n|---|---|---|\n");
    for (command, _, who) in &all {
        let events: BTreeSet<&String> = led_to(reference, command.kind).into_iter().flatten().collect();
        let events: Vec<String> = events.into_iter().map(|event| event_link(event)).collect();
        let here = command.kind.to_lowercase();
        let _ = writeln!(text, "| [{}](#{here}) | {who} | {} |", command.kind, events.join(", "));
    }
    for service in Service::ALL {
        let _ = writeln!(text, "\n## Decided by {service}");
        for (command, _, who) in all.iter().filter(|(_, by, _)| *by == service) {
            text.push_str(&section(reference, command, who));
        }
    }
    let kinds = all.iter().map(|(command, ..)| command.kind);
    text.push_str("\n## Shapes and words\n\n");
    text.push_str(&shape::shared(&reference.protos, kinds));
    text
}

fn envelope(reference: &Reference) -> String {
    let mut message = reference.protos.message("Command");
    message.fields.retain(|field| !field.one_of);
    // What `submit` fills in is not asked of a line.
    let needed = |field: &super::protos::Field| matches!(field.name.as_str(), "agency" | "officer");
    shape::fields(&message, &[], &[], needed)
}

fn section(reference: &Reference, command: &Subject, who: &str) -> String {
    let mut text = format!("\n### {}\n\n{}\n\n", command.kind, command.about);
    let _ = writeln!(text, "- **Who:** {who}");
    let ways: Vec<String> = led_to(reference, command.kind)
        .iter()
        .map(|events| events.iter().map(|event| event_link(event)).collect::<Vec<_>>().join(" + "))
        .collect();
    let _ = writeln!(
        text,
        "- **Leads to:** {}",
        if ways.is_empty() { "nothing told yet".to_owned() } else { ways.join("; or ") }
    );
    text.push_str(&refusals(reference, command.kind));
    text.push('\n');
    text.push_str(&command.table(&reference.protos));
    let _ = writeln!(text, "\n```json\n{}\n```", command.line(&reference.protos));
    text
}

fn led_to<'a>(reference: &'a Reference, kind: &str) -> Vec<&'a Vec<String>> {
    reference.coverage.led_to.get(kind).into_iter().flatten().collect()
}

/// Each code once, with its rule and every field that it was said of.
fn refusals(reference: &Reference, kind: &str) -> String {
    let mut by_code: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for refused in reference.coverage.refused.get(kind).into_iter().flatten() {
        let fields = by_code.entry((&refused.code, &refused.rule)).or_default();
        // A field within a field: the outermost is enough here.
        fields.extend(refused.field.split(['.', '[']).next().filter(|field| !field.is_empty()));
    }
    if by_code.is_empty() {
        return "- **Refused with:** nothing told yet\n".to_owned();
    }
    let mut text = "- **Refused with:**\n".to_owned();
    for ((code, rule), fields) in by_code {
        let rule = match rule {
            "" => String::new(),
            rule => format!(" [{rule}](rules.md#{})", rule.to_lowercase()),
        };
        let fields: String = fields.iter().map(|field| format!(" `{field}`")).collect();
        let _ = writeln!(text, "  - [{code}](errors/{code}.md){rule}{fields}: {}", reference.meaning(code));
    }
    text
}

/// A link to a command from a sister page.
pub(super) fn link(kind: &str) -> String {
    format!("[{kind}](commands.md#{})", kind.to_lowercase())
}

fn event_link(kind: &str) -> String {
    format!("[{kind}](events.md#{})", kind.to_lowercase())
}
