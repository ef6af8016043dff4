//! Single values: ids, dates, terms, decisions.

use super::fault::{Mistake, Reading};
use super::raw::{self, Text, at};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_calendar::Term;
use lienthong_catalogue::Decision;
use lienthong_names::AgencyId;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::str::FromStr;

/// What any file is read with: the agencies that are known, and what it may leave unsaid.
pub(super) struct Known {
    pub(super) zone: TimeZone,
    pub(super) agencies: BTreeSet<AgencyId>,
    pub(super) since: Timestamp,
    pub(super) decision: Decision,
}

impl Reading<'_> {
    /// An id, a code, a word.
    pub(super) fn word<T>(&mut self, field: &str, text: &Text) -> Option<T>
    where
        T: FromStr<Err: Display>,
    {
        match text.get_ref().parse() {
            Ok(word) => Some(word),
            Err(error) => {
                self.fault(Mistake::Value, at(text), field, error.to_string());
                None
            }
        }
    }

    pub(super) fn term(&mut self, field: &str, text: Option<&Text>) -> Option<Term> {
        text.and_then(|text| self.word(field, text))
    }

    /// One of a few words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        field: &str,
        text: &Text,
        all: &[T],
        word: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let found = all.iter().copied().find(|known| word(*known) == text.get_ref());
        if found.is_none() {
            let words: Vec<&str> = all.iter().map(|known| word(*known)).collect();
            let what = format!("`{}` is none of: {}", text.get_ref(), words.join(", "));
            self.fault(Mistake::Value, at(text), field, what);
        }
        found
    }

    /// An agency that is registered.
    pub(super) fn agency(&mut self, known: &Known, field: &str, text: &Text) -> Option<AgencyId> {
        let id: AgencyId = self.word(field, text)?;
        if known.agencies.contains(&id) {
            return Some(id);
        }
        self.fault(Mistake::NoAgency, at(text), field, format!("there is no agency `{id}`"));
        None
    }

    /// The first instant of a day.
    pub(super) fn day(&mut self, zone: &TimeZone, field: &str, text: &Text) -> Option<Timestamp> {
        let day: Date = self.word(field, text)?;
        match day.at(0, 0, 0, 0).to_zoned_datetime(zone.clone()) {
            Ok(zoned) => Some(zoned.timestamp()),
            Err(error) => {
                self.fault(Mistake::Value, at(text), field, error.to_string());
                None
            }
        }
    }

    pub(super) fn decision(&mut self, field: &str, decision: &raw::Decision) -> Option<Decision> {
        let date = self.word(&format!("{field}.date"), &decision.date)?;
        let number = decision.number.get_ref().as_str().into();
        Some(Decision { number, date, signer: decision.signer.get_ref().as_str().into() })
    }

    /// Says of each text that stands there before that it does so twice.
    pub(super) fn once<'t>(&mut self, field: &str, texts: impl Iterator<Item = &'t Text>) {
        let mut seen = BTreeSet::new();
        for text in texts {
            if !seen.insert(text.get_ref()) {
                self.fault(
                    Mistake::Twice,
                    at(text),
                    field,
                    format!("`{}` stands there twice", text.get_ref()),
                );
            }
        }
    }
}

/// A text as the catalogue keeps it.
pub(super) fn said(text: &Text) -> Box<str> {
    text.get_ref().as_str().into()
}

/// What may be left out, read where it stands: `None` only where it stands there and is wrong.
pub(super) fn if_said<R, T>(raw: Option<&R>, read: impl FnOnce(&R) -> Option<T>) -> Option<Option<T>> {
    raw.map_or(Some(None), |raw| read(raw).map(Some))
}
