//! From the text of a `.scenario` file to its rows.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The text cannot be understood; a fault of the scenario, not of the rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct Trouble {
    /// Line of the file, from 1.
    pub line: usize,
    /// What is wrong.
    pub why: String,
}

impl Trouble {
    pub(crate) fn at(line: usize, why: impl Into<String>) -> Self {
        Self { line, why: why.into() }
    }
}

/// In place of who acts: nobody does, and what has run out by then is recorded.
pub const TIME_PASSES: &str = "(time passes)";

/// A short story with what must come of each act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// What it is about.
    pub title: String,
    /// The scenario that is played before, if this one goes on from another.
    pub given: Option<String>,
    /// What happens, in order.
    pub rows: Vec<Row>,
}

/// One act and what must come of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file, from 1.
    pub line: usize,
    /// When it is recorded.
    pub at: Timestamp,
    /// Who acts, in words; [`TIME_PASSES`]: nobody does.
    pub who: String,
    /// What they do, in words.
    pub says: String,
    /// What must come of it, in words.
    pub expected: String,
}

/// Reads the scenarios of one file.
///
/// # Errors
/// The first line that cannot be understood.
pub fn read(text: &str) -> Result<Vec<Scenario>, Trouble> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        if word == "scenario" {
            scenarios.push(Scenario { title: title(rest), given: None, rows: Vec::new() });
            continue;
        }
        let scenario =
            scenarios.last_mut().ok_or_else(|| Trouble::at(number, "a row before any scenario"))?;
        match word {
            "given" => scenario.given = Some(rest.trim().to_owned()),
            "at" => scenario.rows.push(row(number, rest)?),
            _ => return Err(Trouble::at(number, format!("`{word}` begins no row"))),
        }
    }
    Ok(scenarios)
}

/// The title ends where the column of rules begins, two spaces on.
fn title(rest: &str) -> String {
    let rest = rest.trim();
    rest.split_once("  ").map_or(rest, |(title, _)| title).trim().to_owned()
}

fn row(line: usize, rest: &str) -> Result<Row, Trouble> {
    let (act, expected) =
        rest.split_once("->").ok_or_else(|| Trouble::at(line, "a row says what comes of it, after `->`"))?;
    let mut words = act.split_whitespace();
    let (date, time) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let at =
        instant(date, time).ok_or_else(|| Trouble::at(line, format!("`{date} {time}` is no instant")))?;
    if act.trim_end().ends_with(TIME_PASSES) {
        let (who, says, expected) = (TIME_PASSES.to_owned(), String::new(), expected.trim().to_owned());
        return Ok(Row { line, at, who, says, expected });
    }
    let who = match words.next() {
        // "desk trung-tâm" reads well; it is the agency that acts.
        Some("desk") => words.next(),
        word => word,
    };
    let who = who.ok_or_else(|| Trouble::at(line, "a row says who acts"))?.to_owned();
    let says = words.collect::<Vec<_>>().join(" ");
    Ok(Row { line, at, who, says, expected: expected.trim().to_owned() })
}

/// A date and a time of day in Vietnam.
pub(crate) fn instant(date: &str, time: &str) -> Option<Timestamp> {
    let local: DateTime = format!("{date}T{time}:00").parse().ok()?;
    Offset::constant(7).to_timestamp(local).ok()
}

/// An instant as clerks read it.
pub(crate) fn local(at: Timestamp) -> String {
    let local = Offset::constant(7).to_datetime(at);
    format!("{} {:02}:{:02}", local.date(), local.hour(), local.minute())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_row_has_four_parts() {
        let text = "scenario  a title   R01, R02\ngiven  another\n\nat 2020-10-12 08:00  desk trung-tâm  receives X y  -> DossierReceived";
        let scenarios = read(text).unwrap();
        assert_eq!(scenarios[0].title, "a title");
        assert_eq!(scenarios[0].given.as_deref(), Some("another"));
        let row = &scenarios[0].rows[0];
        assert_eq!((row.line, row.who.as_str(), row.says.as_str()), (4, "trung-tâm", "receives X y"));
        assert_eq!(local(row.at), "2020-10-12 08:00");
        assert_eq!(row.expected, "DossierReceived");
    }

    #[test]
    fn what_cannot_be_understood_is_named_by_line() {
        for (text, line) in [
            ("at 2020-10-12 08:00 x y -> z", 1),
            ("scenario a\nat 2020-13-12 08:00 x y -> z", 2),
            ("scenario a\nat 2020-10-12 08:00 x y", 2),
            ("scenario a\n\nwhen it rains", 3),
        ] {
            assert_eq!(read(text).unwrap_err().line, line, "{text}");
        }
    }
}
