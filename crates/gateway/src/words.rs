//! What the pages say, in Vietnamese and in English: two plain files of `key = text`, the same keys in both.
//!
//! Belongs here: the languages, looking a text up, putting a value into it, numbers and plurals.
//! Does not: sentences in Rust or in a template; they stand in `locales/`.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::LazyLock;

/// A language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// Vietnamese, the default.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The code in `lang` attributes, cookies and addresses.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The language with this code.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }

    /// The other one.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }

    fn file(self) -> &'static BTreeMap<&'static str, &'static str> {
        static VI: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| read(include_str!("../locales/vi.txt")));
        static EN: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| read(include_str!("../locales/en.txt")));
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}

/// Lines of `key = text`; empty lines and `#` comments are passed over.
fn read(file: &'static str) -> BTreeMap<&'static str, &'static str> {
    let line = |line: &'static str| line.split_once('=').map(|(key, text)| (key.trim(), text.trim()));
    file.lines().filter(|line| !line.starts_with('#')).filter_map(line).collect()
}

/// The texts of one language, as templates use them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    /// Which language.
    pub lang: Lang,
}

impl Words {
    /// The texts of a language.
    #[must_use]
    pub const fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The text of a key. An unknown key shows as itself: a test sees to it that templates use none.
    #[must_use]
    pub fn t(&self, key: &'static str) -> &'static str {
        self.lang.file().get(key).copied().unwrap_or(key)
    }

    /// The name of a word of the protocol: `status` and `received` give the text of `status.received`. A word without a
    /// name shows as itself, as a newer read side may know more words than this gateway.
    #[must_use]
    pub fn word(&self, group: &str, word: &str) -> String {
        let key = format!("{group}.{word}");
        self.lang.file().get(key.as_str()).map_or_else(|| word.to_owned(), |text| (*text).to_owned())
    }

    /// The text of a key with `{}` replaced by a value.
    #[must_use]
    pub fn one(&self, key: &'static str, value: impl Display) -> String {
        self.t(key).replacen("{}", &value.to_string(), 1)
    }

    /// The text of a key with the first and the second `{}` replaced, in this order.
    #[must_use]
    pub fn two(&self, key: &'static str, first: impl Display, second: impl Display) -> String {
        // Split first: a value may hold `{}` itself.
        let mut parts = self.t(key).splitn(3, "{}");
        let mut part = || parts.next().unwrap_or_default();
        format!("{}{first}{}{second}{}", part(), part(), part())
    }

    /// A number as the language writes it: `1.434` or `1,434`.
    #[must_use]
    pub fn number(&self, number: &u64) -> String {
        let mark = match self.lang {
            Lang::Vi => '.',
            Lang::En => ',',
        };
        lienthong_dossier::grouped(*number, mark)
    }

    /// One of two texts, by the language.
    #[must_use]
    pub fn choose<'a>(&self, vi: &'a str, en: &'a str) -> &'a str {
        match self.lang {
            Lang::En if !en.is_empty() => en,
            _ if vi.is_empty() => en,
            _ => vi,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_files_have_the_same_keys_and_no_key_twice() {
        let keys = |lang: Lang| lang.file().keys().copied().collect::<Vec<_>>();
        assert_eq!(keys(Lang::Vi), keys(Lang::En));
        for (file, lang) in
            [(include_str!("../locales/vi.txt"), Lang::Vi), (include_str!("../locales/en.txt"), Lang::En)]
        {
            let lines = file.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
            assert_eq!(lines.count(), keys(lang).len(), "each line of {lang:?} is a key of its own");
        }
    }

    #[test]
    fn both_texts_of_a_key_take_the_same_values_and_say_something() {
        for (key, vi) in Lang::Vi.file() {
            let en = Lang::En.file()[key];
            assert!(!vi.is_empty() && !en.is_empty(), "{key} is empty");
            assert_eq!(vi.matches("{}").count(), en.matches("{}").count(), "{key}");
        }
    }

    #[test]
    fn numbers_are_grouped_as_the_language_does() {
        let rows = [
            (0, "0", "0"),
            (999, "999", "999"),
            (1434, "1.434", "1,434"),
            (1_000_000, "1.000.000", "1,000,000"),
        ];
        for (number, vi, en) in rows {
            assert_eq!(Words::new(Lang::Vi).number(&number), vi);
            assert_eq!(Words::new(Lang::En).number(&number), en);
        }
    }

    #[test]
    fn a_value_that_looks_like_a_place_is_left_alone() {
        let words = Words::new(Lang::En);
        assert_eq!(words.two("consultation.answered", "{}", 5), "{} of 5");
    }

    #[test]
    fn every_word_of_the_protocol_has_a_name() {
        use lienthong_catalogue::EntryKind;
        use lienthong_dossier::{
            Channel, EventKind, Outcome, PauseCause, PostDirection, Purpose, ResultOutcome, Secrecy, Silence,
            Stance, Status, Treatment,
        };
        let mut missing = Vec::new();
        let mut look = |group: &str, word: &str| {
            let key = format!("{group}.{word}");
            if !Lang::Vi.file().contains_key(key.as_str()) {
                missing.push(key);
            }
        };
        Status::ALL.iter().for_each(|word| look("status", word.as_str()));
        Channel::ALL.iter().for_each(|word| look("channel", word.as_str()));
        Purpose::ALL.iter().for_each(|word| look("purpose", word.as_str()));
        lienthong_dossier::BookSide::ALL.iter().for_each(|word| look("book", word.as_str()));
        lienthong_catalogue::Seat::ALL.iter().for_each(|word| look("seat", word.as_str()));
        ["as_decided", "otherwise", "undecided", "unknown"].iter().for_each(|word| look("draft", word));
        lienthong_catalogue::Field::ALL.iter().for_each(|word| look("difference", word.as_str()));
        lienthong_catalogue::StepKind::ALL.iter().for_each(|word| look("step_kind", word.as_str()));
        lienthong_catalogue::Place::ALL.iter().for_each(|word| look("place", word.as_str()));
        lienthong_catalogue::Resume::ALL.iter().for_each(|word| look("resume", word.as_str()));
        ["required", "optional", "original_first"].iter().for_each(|word| look("paper", word));
        ["yes", "no"].iter().for_each(|word| look("flag", word));
        lienthong_catalogue::CutKind::ALL.iter().for_each(|word| look("cut", word.as_str()));
        lienthong_catalogue::CutOutcome::ALL.iter().for_each(|word| look("cut_outcome", word.as_str()));
        Stance::ALL.iter().for_each(|word| look("stance", word.as_str()));
        Outcome::ALL.iter().for_each(|word| look("outcome", word.as_str()));
        Treatment::ALL.iter().for_each(|word| look("treatment", word.as_str()));
        EventKind::ALL.iter().for_each(|word| look("event", word.as_str()));
        EntryKind::ALL.iter().for_each(|word| look("event", word.as_str()));
        lienthong_dossier::CommandKind::ALL.iter().for_each(|word| look("command", word.as_str()));
        lienthong_catalogue::CommandKind::ALL.iter().for_each(|word| look("command", word.as_str()));
        lienthong_dossier::BooksCommandKind::ALL.iter().for_each(|word| look("command", word.as_str()));
        lienthong_dossier::BooksEventKind::ALL.iter().for_each(|word| look("event", word.as_str()));
        Silence::ALL.iter().for_each(|word| look("silence", word.as_str()));
        Secrecy::ALL.iter().for_each(|word| look("secrecy", word.as_str()));
        PauseCause::ALL.iter().for_each(|word| look("pause", word.as_str()));
        ResultOutcome::ALL.iter().for_each(|word| look("result", word.as_str()));
        PostDirection::ALL.iter().for_each(|word| look("direction", word.as_str()));
        ["open", "paid", "exempted", "refunded"].iter().for_each(|word| look("charge", word));
        [
            "sent",
            "accepted",
            "refused",
            "answered",
            "recalled",
            "sent_back",
            "open",
            "given",
            "declined",
            "revoked",
        ]
        .iter()
        .for_each(|word| look("leg", word));
        assert!(missing.is_empty(), "{missing:?}");
    }

    /// Groups whose keys are put together from a word of the protocol: see [`Words::word`].
    const GROUPS: [&str; 34] = [
        "book",
        "draft",
        "status",
        "channel",
        "purpose",
        "seat",
        "cut",
        "cut_outcome",
        "stance",
        "conclusion",
        "outcome",
        "treatment",
        "leg",
        "event",
        "command",
        "filter",
        "realm",
        "resolved",
        "claim",
        "inside_opinion",
        "opinion_closed",
        "consultation_state",
        "silence",
        "secrecy",
        "pause",
        "charge",
        "result",
        "direction",
        "difference",
        "step_kind",
        "place",
        "resume",
        "paper",
        "flag",
    ];

    fn sources(under: &str, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(under).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(path.to_str().unwrap(), found);
            } else {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    /// Quoted texts of the form of a key.
    fn quoted(text: &str) -> Vec<&str> {
        let is_key = |part: &&str| {
            part.split_once('.').is_some_and(|(group, name)| {
                let word = |text: &str| {
                    !text.is_empty()
                        && text.chars().all(|c| c.is_ascii_lowercase() || c == '_' || c.is_ascii_digit())
                };
                word(group) && word(name)
            })
        };
        text.split('"').filter(|part| is_key(part) || *part == "asof").collect()
    }

    #[test]
    fn pages_use_no_unknown_key_and_no_key_is_left_over() {
        let mut templates = Vec::new();
        sources(concat!(env!("CARGO_MANIFEST_DIR"), "/templates"), &mut templates);
        let mut pages = Vec::new();
        sources(concat!(env!("CARGO_MANIFEST_DIR"), "/src/pages"), &mut pages);
        let mut used = std::collections::BTreeSet::new();
        for text in templates.iter().chain(&pages) {
            used.extend(quoted(text).into_iter().filter(|key| !key.ends_with(".html")));
        }
        assert!(used.len() > 100, "the pages were read");
        let known = Lang::Vi.file();
        let unknown: Vec<_> = used.iter().filter(|key| !known.contains_key(**key)).collect();
        assert!(unknown.is_empty(), "without a text: {unknown:?}");
        let of_a_word = |key: &str| key.split_once('.').is_some_and(|(group, _)| GROUPS.contains(&group));
        let left: Vec<_> = known.keys().filter(|key| !used.contains(**key) && !of_a_word(key)).collect();
        assert!(left.is_empty(), "on no page: {left:?}");
    }
}
