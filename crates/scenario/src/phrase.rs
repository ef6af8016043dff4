//! From words to phrases: `sends to xây-dựng for opinion within 5 working days` is a verb and three phrases.
//!
//! A phrase begins at its keyword and ends at the next; what stands in double quotes is one word and never a keyword.

use crate::read::Trouble;
use lienthong_calendar::{NoTerm, Term};

/// Words that begin a phrase.
const KEYWORDS: &str = "about after altering as at authority because before by by-reference case cases channel channels checklist citing closed closed-opinions committed competent \
    confirmed council custodian dated deadline desks doubling draft-of drafted effective ended fees for for-case from history if-online in-confidence inventing law legs number \
    occurred of officer omitting on originals outdating paging part points prescribing president printed promised quorum quoting receipt \
    receiving repeating responsible results resuming rounds saying secretary serving session signed silence step steps successor \
    taken taker telling to typist under unexplained unit units unreferenced until use via ways with within without zone";

/// One act in words.
#[derive(Debug, Clone)]
pub(crate) struct Phrases {
    line: usize,
    head: Vec<String>,
    phrases: Vec<(String, Vec<String>)>,
}

impl Phrases {
    /// Splits an act.
    pub(crate) fn of(line: usize, says: &str) -> Self {
        let mut head = Vec::new();
        let mut phrases: Vec<(String, Vec<String>)> = Vec::new();
        for (word, quoted) in words(says) {
            if !quoted && KEYWORDS.split(' ').any(|keyword| keyword == word) {
                phrases.push((word, Vec::new()));
            } else {
                phrases.last_mut().map_or(&mut head, |(_, words)| words).push(word);
            }
        }
        Self { line, head, phrases }
    }

    /// The line, for complaints.
    pub(crate) const fn line(&self) -> usize {
        self.line
    }

    /// A complaint about this act.
    pub(crate) fn trouble<T>(&self, why: impl Into<String>) -> Result<T, Trouble> {
        Err(Trouble::at(self.line, why))
    }

    /// The words before the first phrase: the verb and what it is about.
    pub(crate) fn head(&self) -> Vec<&str> {
        self.head.iter().map(String::as_str).collect()
    }

    /// The words of a phrase, with single spaces.
    pub(crate) fn get(&self, keyword: &str) -> Option<String> {
        self.phrases.iter().find(|(word, _)| word == keyword).map(|(_, words)| words.join(" "))
    }

    /// Whether a phrase names this word: `without number, signer`.
    pub(crate) fn names(&self, keyword: &str, word: &str) -> bool {
        self.list(keyword).iter().any(|item| item == word)
    }

    /// A phrase's items, between commas.
    pub(crate) fn list(&self, keyword: &str) -> Vec<String> {
        self.get(keyword).map(|text| items(&text)).unwrap_or_default()
    }

    /// A value of a phrase, read by a function.
    pub(crate) fn read<T, E: std::fmt::Display>(
        &self,
        keyword: &str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Result<Option<T>, Trouble> {
        match self.get(keyword) {
            Some(text) => {
                read(&text).map(Some).map_err(|e| Trouble::at(self.line, format!("{keyword} {text}: {e}")))
            }
            None => Ok(None),
        }
    }

    /// The term of `within 5 working days`; `within nothing` is none.
    pub(crate) fn term(&self) -> Result<Option<Term>, Trouble> {
        self.term_of("within")
    }

    /// The term of another phrase.
    pub(crate) fn term_of(&self, keyword: &str) -> Result<Option<Term>, Trouble> {
        match self.get(keyword).as_deref() {
            None | Some("nothing") => Ok(None),
            Some(text) => {
                text.parse().map(Some).map_err(|error: NoTerm| Trouble::at(self.line, error.to_string()))
            }
        }
    }
}

/// Items between commas.
pub(crate) fn items(text: &str) -> Vec<String> {
    text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
}

fn words(text: &str) -> Vec<(String, bool)> {
    let parts = text.split('"').enumerate();
    parts
        .flat_map(|(at, part)| {
            if at % 2 == 1 {
                vec![(part.to_owned(), true)]
            } else {
                part.split_whitespace().map(|word| (word.to_owned(), false)).collect()
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn phrases_begin_at_their_keywords() {
        let act =
            Phrases::of(1, "asks a, b optional within 15 calendar days saying \"what to do, on Monday?\"");
        assert_eq!(act.head(), ["asks", "a,", "b", "optional"]);
        assert_eq!(act.term().unwrap(), Some(Term::calendar_days(15)));
        assert_eq!(act.get("saying").unwrap(), "what to do, on Monday?");
        assert_eq!(act.get("on"), None, "a quoted word begins nothing");
        assert!(Phrases::of(1, "x within some days").term().is_err());
    }
}
