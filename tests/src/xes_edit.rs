//! The log as text, in pieces that tests leave out, move and damage.
//!
//! It knows how this one file is laid out, line by line, and is no XES reader: the reader under test must not be its own
//! judge.

use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::sync::OnceLock;

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use crate::history;

/// A log that can be edited.
#[derive(Debug, Clone)]
pub struct Log {
    head: String,
    /// Its cases, in the order of the file.
    pub cases: Vec<Case>,
    tail: String,
}

/// A case: one trace.
#[derive(Debug, Clone)]
pub struct Case {
    /// `case-8061`.
    pub name: String,
    head: String,
    /// Its events, in the order of the file.
    pub events: Vec<Event>,
    tail: String,
}

/// An event, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its lines.
    pub text: String,
}

impl Log {
    /// The log as it was published.
    pub fn published() -> Self {
        static PUBLISHED: OnceLock<Log> = OnceLock::new();
        let read = || {
            let path = history::log();
            let file = File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let mut text = String::new();
            let read = GzDecoder::new(file).read_to_string(&mut text);
            read.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            Self::parse(&text)
        };
        PUBLISHED.get_or_init(read).clone()
    }

    fn parse(text: &str) -> Self {
        let mut log = Self { head: String::new(), cases: Vec::new(), tail: String::new() };
        let mut lines = text.split_inclusive('\n').peekable();
        while let Some(line) = lines.next() {
            match (line.trim(), log.cases.is_empty()) {
                ("<trace>", _) => {
                    let inside = lines.by_ref().take_while(|line| line.trim() != "</trace>");
                    log.cases.push(Case::parse(line, inside));
                }
                (_, true) => log.head.push_str(line),
                (_, false) => log.tail.push_str(line),
            }
        }
        log
    }

    /// The case of this name.
    pub fn case(&mut self, name: &str) -> &mut Case {
        let found = self.cases.iter_mut().find(|case| case.name == name);
        found.unwrap_or_else(|| panic!("the log has no case {name}"))
    }

    /// The log with only the cases that are `wanted`.
    pub fn with_cases(mut self, wanted: impl Fn(&Case) -> bool) -> Self {
        self.cases.retain(wanted);
        self
    }

    /// The log with one case edited.
    pub fn with(mut self, name: &str, edit: impl FnOnce(&mut Case)) -> Self {
        edit(self.case(name));
        self
    }

    /// How many events it has.
    pub fn events(&self) -> usize {
        self.cases.iter().map(|case| case.events.len()).sum()
    }

    /// The whole text.
    pub fn text(&self) -> String {
        let mut text = self.head.clone();
        for case in &self.cases {
            text.push_str(&case.head);
            text.extend(case.events.iter().map(|event| event.text.as_str()));
            text.push_str(&case.tail);
        }
        text.push_str(&self.tail);
        text
    }

    /// The number, from 1, of the line that holds the only place of `text`.
    pub fn line_of(&self, text: &str) -> usize {
        let whole = self.text();
        let at = whole.find(text).unwrap_or_else(|| panic!("the log does not say {text:?}"));
        assert_eq!(whole.matches(text).count(), 1, "{text:?} stands once in the log");
        whole[..at].matches('\n').count() + 1
    }

    /// Writes it; compressed if the name ends in `.gz`.
    pub fn write(&self, path: &Path) {
        write(path, &self.text());
    }
}

/// Writes the text of a log; compressed if the name ends in `.gz`.
pub fn write(path: &Path, text: &str) {
    let written = if path.extension().is_some_and(|extension| extension == "gz") {
        fs::write(path, gzipped(text))
    } else {
        fs::write(path, text)
    };
    written.unwrap_or_else(|e| panic!("{}: {e}", path.display()));
}

/// A text, compressed.
pub fn gzipped(text: &str) -> Vec<u8> {
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(text.as_bytes()).and_then(|()| gzip.finish()).expect("memory can be written to")
}

impl Case {
    fn parse<'a>(first: &str, lines: impl Iterator<Item = &'a str>) -> Self {
        let mut case = Self {
            name: String::new(),
            head: first.to_owned(),
            events: Vec::new(),
            tail: "\t</trace>\n".to_owned(),
        };
        for line in lines {
            match (line.trim(), case.events.last_mut()) {
                ("<event>", _) => case.events.push(Event { text: line.to_owned() }),
                (_, Some(event)) => event.text.push_str(line),
                (_, None) => case.head.push_str(line),
            }
        }
        case.name = value(&case.head, "concept:name").to_owned();
        case
    }

    /// Whether some event's activity begins so.
    pub fn has(&self, activity: &str) -> bool {
        self.events.iter().any(|event| event.is(activity))
    }

    /// How many events' activities begin so.
    pub fn count(&self, activity: &str) -> usize {
        self.events.iter().filter(|event| event.is(activity)).count()
    }

    /// Places, from 0, of the events whose activities begin so.
    pub fn places(&self, activity: &str) -> Vec<usize> {
        (0..).zip(&self.events).filter(|(_, event)| event.is(activity)).map(|(place, _)| place).collect()
    }

    /// Takes out the events whose activities begin so.
    pub fn remove(&mut self, activity: &str) {
        self.events.retain(|event| !event.is(activity));
    }

    /// Takes the event at one place out and puts it in at another.
    pub fn move_event(&mut self, from: usize, to: usize) {
        let event = self.events.remove(from);
        self.events.insert(to, event);
    }

    /// How often the dossier goes from one stated group to another.
    pub fn hand_overs(&self) -> usize {
        let mut groups: Vec<&str> =
            self.events.iter().map(Event::group).filter(|group| *group != "EMPTY").collect();
        groups.dedup();
        groups.len().saturating_sub(1)
    }
}

impl Event {
    /// Whether its activity begins so, e.g. `T09-3`.
    pub fn is(&self, activity: &str) -> bool {
        self.activity().starts_with(activity)
    }

    /// Its activity.
    pub fn activity(&self) -> &str {
        value(&self.text, "concept:name")
    }

    /// Its group; `EMPTY` where none is stated.
    pub fn group(&self) -> &str {
        value(&self.text, "org:group")
    }

    /// The source's own name of the event.
    pub fn id(&self) -> &str {
        value(&self.text, "concept:instance")
    }
}

/// The value of an attribute, as this log writes them.
fn value<'a>(text: &'a str, key: &str) -> &'a str {
    let attribute = format!("key=\"{key}\" value=\"");
    let (_, after) = text.split_once(&attribute).unwrap_or_else(|| panic!("no {key} in {text}"));
    after.split_once('"').map_or(after, |(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pieces_are_the_whole_log_and_its_known_facts() {
        let mut log = Log::published();
        let mut text = String::new();
        GzDecoder::new(File::open(history::log()).unwrap()).read_to_string(&mut text).unwrap();
        assert!(log.text() == text, "the pieces put together are the file");
        assert_eq!((log.cases.len(), log.events()), (1434, 8577));
        let asked = log.cases.iter().filter(|case| case.has("T08"));
        let answers: Vec<usize> = asked.map(|case| case.count("T09")).collect();
        assert_eq!((answers.len(), answers.iter().sum::<usize>()), (15, 21));
        assert_eq!(log.case("case-8061").places("T09"), [6, 7, 10, 11]);
    }

    #[test]
    fn hand_overs_pass_over_what_states_no_group() {
        let log = Log::published();
        let changes = log.cases.iter().filter(|case| case.hand_overs() > 0);
        assert_eq!(changes.count(), 1254, "as the data's README counts them");
    }

    #[test]
    fn a_line_is_found_by_what_it_says() {
        let log = Log::published();
        let line = log.line_of("value=\"case-10011\"");
        assert!(log.text().lines().nth(line - 1).unwrap().contains("case-10011"));
    }
}
