//! A history as it is looked at: who did what when, dossier by dossier, every word of it kept once.

use jiff::Timestamp;
use std::collections::HashMap;

/// A word of a log: an activity, a person, a group. Two are one word where their texts are equal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(u32);

impl Word {
    /// Its place among the words of its log, from 0.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Something that was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// What.
    pub activity: Word,
    /// By whom; an empty word where nobody says.
    pub resource: Word,
    /// Of which group; an empty word where nobody says.
    pub group: Word,
    /// When.
    pub at: Timestamp,
}

/// The same in words, as it is put into a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done<'a> {
    /// What.
    pub activity: &'a str,
    /// By whom; empty where nobody says.
    pub resource: &'a str,
    /// Of which group, or which agency; empty where nobody says.
    pub group: &'a str,
    /// When.
    pub at: Timestamp,
}

/// What was done about one dossier, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The dossier.
    pub name: Box<str>,
    /// In the order in which its source has it.
    pub acts: Vec<Act>,
}

/// Dossiers with what was done about them.
#[derive(Debug, Clone, Default)]
pub struct Log {
    traces: Vec<Trace>,
    words: Vec<Box<str>>,
    known: HashMap<Box<str>, Word>,
}

impl Log {
    /// One more dossier.
    pub fn push<'a>(&mut self, name: &str, done: impl IntoIterator<Item = Done<'a>>) {
        let acts = done.into_iter();
        let acts = acts.map(|done| Act {
            activity: self.word(done.activity),
            resource: self.word(done.resource),
            group: self.word(done.group),
            at: done.at,
        });
        let acts = acts.collect();
        self.traces.push(Trace { name: name.into(), acts });
    }

    fn word(&mut self, text: &str) -> Word {
        if let Some(known) = self.known.get(text) {
            return *known;
        }
        // Four thousand million different words are more than any memory holds.
        let word = Word(u32::try_from(self.words.len()).unwrap_or(u32::MAX));
        self.words.push(text.into());
        self.known.insert(text.into(), word);
        word
    }

    /// Its dossiers, in the order in which they came.
    #[must_use]
    pub fn traces(&self) -> &[Trace] {
        &self.traces
    }

    /// How many acts there are in all.
    #[must_use]
    pub fn acts(&self) -> usize {
        self.traces.iter().map(|trace| trace.acts.len()).sum()
    }

    /// How many different words there are.
    #[must_use]
    pub const fn words(&self) -> usize {
        self.words.len()
    }

    /// What a word is.
    #[must_use]
    pub fn text(&self, word: Word) -> &str {
        self.words.get(word.index()).map_or("", AsRef::as_ref)
    }

    /// The word with a text, if anything in the log is called so.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<Word> {
        self.known.get(text).copied()
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// A log whose dossiers are written as `activity/resource/group` with a space between, an hour apart from 2020-10-05T07:00+07.
    pub(in crate::flow) fn log(dossiers: &[&str]) -> Log {
        let start: Timestamp = "2020-10-05T07:00:00+07:00".parse().unwrap();
        let mut log = Log::default();
        for (n, dossier) in dossiers.iter().enumerate() {
            let acts = dossier.split_whitespace().enumerate().map(|(hour, act)| {
                let mut parts = act.split('/');
                let mut part = || parts.next().unwrap_or_default();
                let (activity, resource, group) = (part(), part(), part());
                let at = start + jiff::SignedDuration::from_hours(i64::try_from(hour).unwrap());
                Done { activity, resource, group, at }
            });
            log.push(&format!("d{n}"), acts);
        }
        log
    }

    #[test]
    fn a_word_is_kept_once_whatever_it_says() {
        let log = log(&["a/b/a", "b"]);
        let [first, second] = log.traces() else { unreachable!() };
        assert_eq!(first.acts[0].activity, first.acts[0].group);
        assert_eq!(first.acts[0].resource, second.acts[0].activity);
        assert_eq!((log.words(), log.acts(), log.text(second.acts[0].group)), (3, 2, ""));
        assert_eq!((log.find("b"), log.find("c")), (Some(first.acts[0].resource), None));
    }
}
