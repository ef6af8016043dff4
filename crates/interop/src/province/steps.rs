//! The steps of a process from one file alone, for who asks what a history is to be compared with, and publishes nothing.
//!
//! The file has a `[process]` as the files of `procedures/` have it, and may be one of them: what it says beside the steps is not looked at.

use super::fault::{Fault, Mistake, Reading};
use super::process;
use super::raw::{self, Text, at};
use lienthong_catalogue::Step;
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
struct ProcessFile {
    process: Option<Spanned<raw::Process>>,
    #[serde(default)]
    cases: Vec<CaseOfFile>,
}

#[derive(Deserialize)]
struct CaseOfFile {
    name: Text,
    process: Option<Spanned<raw::Process>>,
}

/// Reads the steps of the process in the text of a file, or of the process of one of its cases. `file` is its name in messages.
///
/// # Errors
/// Everything that is wrong with them, each in its place.
pub fn steps_of(file: &str, text: &str, case: Option<&str>) -> Result<Vec<Step>, Vec<Fault>> {
    let mut reading = Reading::of(file, text);
    match read(&mut reading, case) {
        Some(steps) if reading.faults.is_empty() => Ok(steps),
        _ => Err(reading.faults),
    }
}

fn read(reading: &mut Reading<'_>, case: Option<&str>) -> Option<Vec<Step>> {
    let whole: ProcessFile = reading.parse()?;
    let (field, process) = match case {
        None => ("process".to_owned(), whole.process.as_ref()),
        Some(name) => {
            let Some(n) = whole.cases.iter().position(|case| case.name.get_ref() == name) else {
                reading.fault(Mistake::NoCase, None, "cases", format!("there is no case `{name}`"));
                return None;
            };
            (format!("cases[{n}].process"), whole.cases.get(n).and_then(|case| case.process.as_ref()))
        }
    };
    let Some(process) = process else {
        reading.fault(Mistake::Form, None, field, "nothing says how it is worked: add its steps");
        return None;
    };
    let written = &process.get_ref().steps;
    reading.once(&format!("{field}.steps"), written.iter().map(|step| &step.id));
    for (n, step) in written.iter().enumerate() {
        for next in &step.next {
            if !written.iter().any(|known| known.id.get_ref() == next.get_ref()) {
                let what = format!("there is no step `{}`", next.get_ref());
                reading.fault(Mistake::NoStep, at(next), format!("{field}.steps[{n}].next"), what);
            }
        }
    }
    let steps = written.iter().enumerate().map(|(n, step)| process::step(reading, &field, step, n));
    steps.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const FILE: &str = r#"
        name = "what a file of procedures/ says beside it"

        [[process.steps]]
        id = "Tiếp nhận"
        kind = "receive"
        starts = true
        next = ["Trả kết quả"]

        [[process.steps]]
        id = "Trả kết quả"
        kind = "return"

        [[cases]]
        name = "urgent"
        [[cases.process.steps]]
        id = "Trả ngay"
        kind = "return"
        starts = true
    "#;

    #[test]
    fn steps_are_read_alone_and_those_of_a_case_by_its_name() {
        let ids = |case| {
            steps_of("p.toml", FILE, case).unwrap().iter().map(|s| s.id.to_string()).collect::<Vec<_>>()
        };
        assert_eq!(ids(None), ["Tiếp nhận", "Trả kết quả"]);
        assert_eq!(ids(Some("urgent")), ["Trả ngay"]);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_line() {
        let told = |text: &str, case| {
            steps_of("p.toml", text, case)
                .unwrap_err()
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
        };
        assert!(told(FILE, Some("slow")).starts_with("LT0141 p.toml: cases: there is no case `slow`"));
        assert!(told("name = 1", None).starts_with("LT0130 p.toml: process: nothing says how"));
        let wrong = FILE.replace("next = [\"Trả kết quả\"]", "next = [\"Trả\"]");
        assert!(
            told(&wrong, None).starts_with("LT0133 p.toml:8: process.steps[0].next: there is no step `Trả`")
        );
        let wrong = FILE.replace("kind = \"receive\"", "kind = \"take\"");
        assert!(told(&wrong, None).starts_with("LT0131 p.toml:6: process.steps[0].kind: `take` is none of"));
    }
}
