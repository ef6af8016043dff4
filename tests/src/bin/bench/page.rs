//! Figures as a page of the documentation: what was measured, on what, and by which command.

use std::fmt::Write as _;

use serde_json::Value;

/// The page for cases measured at a site, by the command with these words.
pub fn page(site: &Value, cases: &[Value], words: &[String]) -> String {
    let mut text = String::from("# Performance\n\n");
    let command = format!("cargo xtask bench {}", words.join(" "));
    let _ = writeln!(
        text,
        "Written by `{}`; run it again to measure another machine or commit. A ratio is the speed of ours as a part of its \
         baseline's, in the same run. What each case measures stands at the head of its file under `tests/src/bin/bench/`.\n",
        command.trim_end()
    );
    let said = |value: &Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    text.push_str("| measured on | |\n| --- | --- |\n");
    let mut row = |name: &str, value: &Value| {
        let _ = writeln!(text, "| {} | {} |", name.replace('_', " "), said(value));
    };
    for (name, value) in site.as_object().into_iter().flatten() {
        match value {
            Value::Object(parts) => parts.iter().for_each(|(name, value)| row(name, value)),
            one => row(name, one),
        }
    }
    for case in cases {
        let _ = writeln!(text, "\n## {}\n\n| figure | |\n| --- | --- |", said(&case["case"]));
        let figures = case.as_object().into_iter().flatten().filter(|(name, _)| *name != "case");
        for (name, value) in figures {
            let _ = writeln!(text, "| {} | {} |", name.replace('_', " "), said(value));
        }
    }
    text
}
