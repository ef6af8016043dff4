//! Data on stdout; everything else goes to stderr.

use crate::cli::Format;
use crate::failure::{Exit, Failure, Outcome};
use serde_json::Value;
use std::io::{self, Write};

/// Writes text to stdout. A reader who has gone (`| head`) is no failure.
pub fn out(text: &str) -> Outcome {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(crate::keyring::io(std::path::Path::new("stdout"), &error)),
    }
}

/// One JSON object on one line.
pub fn json_line(value: &Value) -> Outcome {
    out(&format!("{value}\n"))
}

/// JSON for people who look at it.
pub fn json(value: &Value) -> Outcome {
    let text = serde_json::to_string_pretty(value).map_err(|e| Failure::coded(Exit::Usage, "LT0902", e))?;
    out(&format!("{text}\n"))
}

/// A line on stderr.
pub fn say(text: &str) {
    // Nobody can be told that stderr is gone.
    let _ = writeln!(io::stderr(), "{text}");
}

/// A table with aligned columns; the first row is its head.
pub fn table(rows: &[Vec<String>]) -> Outcome {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            let pad = width.saturating_sub(cell.chars().count());
            line.push_str(cell);
            line.push_str(&" ".repeat(pad + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    out(&text)
}

/// Rows for people, or for spreadsheets; the first row is their head. For programs there is JSON, which says more.
pub fn rows(rows: &[Vec<String>], format: Format) -> Outcome {
    if format == Format::Csv { csv(rows) } else { table(rows) }
}

/// What stands in objects, a column a name; of what is not there the cell is empty.
pub fn columns(names: &[&str], objects: &[Value], format: Format) -> Outcome {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let head = names.iter().map(ToString::to_string).collect();
    let of = |object: &Value| names.iter().map(|name| cell(&object[*name])).collect();
    let all: Vec<Vec<String>> = std::iter::once(head).chain(objects.iter().map(of)).collect();
    rows(&all, format)
}

/// Rows as CSV (RFC 4180); the first row is its head.
pub fn csv(rows: &[Vec<String>]) -> Outcome {
    out(&csv_text(rows))
}

/// The same, as a text.
pub fn csv_text(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
