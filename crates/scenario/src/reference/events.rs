//! `docs/events.md`.

use super::{Reference, commands, shape, subject};
use std::fmt::Write as _;

const OPENING: &str = "\
# Events

What is recorded as having happened. This page is made from the code and the scenarios by `cargo xtask codegen`; whoever wants it
otherwise changes those.

One record holds one decided command and the events it led to, in order. An event is a fact, in the past tense, never changed; what
follows from a rule (a clock that pauses, custody that moves) is an event too, so that reading needs no rules. Examples are by
the protobuf JSON mapping. *Must* says what no reader takes an event without.
";

/// The page.
pub(super) fn page(reference: &Reference) -> String {
    let all = subject::events();
    let mut text = OPENING.to_owned();
    for event in &all {
        let _ = writeln!(text, "\n## {}\n\n{}\n", event.kind, event.about);
        let led = &reference.coverage.led_to;
        let by = led.iter().filter(|(_, ways)| ways.iter().flatten().any(|e| e == event.kind));
        let by: Vec<String> = by.map(|(command, _)| commands::link(command)).collect();
        let _ = writeln!(
            text,
            "- **Follows:** {}\n",
            if by.is_empty() { "nothing told yet".to_owned() } else { by.join(", ") }
        );
        text.push_str(&event.table(&reference.protos));
        let _ = writeln!(text, "\n```json\n{}\n```", event.line(&reference.protos));
    }
    let kinds = all.iter().map(|event| event.kind);
    text.push_str("\n## Shapes and words\n\n");
    text.push_str(&shape::shared(&reference.protos, kinds));
    text
}
