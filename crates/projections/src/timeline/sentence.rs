//! A sentence in two languages, in which agencies, units and officers stand by their ids until someone knows their names.

use lienthong_names::{AgencyId, OfficerId, UnitId};
use serde::{Deserialize, Serialize};

/// Begins an id in a sentence. Texts of records hold no control characters, so nobody can write one by hand.
const BEGIN: char = '\u{1}';
/// Ends it.
const END: char = '\u{2}';

/// What something is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// In Vietnamese, or whatever its own language is.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// Who knows what agencies, units and officers are called.
pub trait Names {
    /// An agency.
    fn agency(&self, agency: &str) -> Option<Name>;
    /// A unit of an agency.
    fn unit(&self, agency: &str, unit: &str) -> Option<Name>;
    /// An officer of an agency.
    fn officer(&self, agency: &str, officer: &str) -> Option<Name>;

    /// What an agency is called in Vietnamese; its code, where it has no name here.
    fn agency_or_code(&self, agency: &str) -> String {
        self.agency(agency).map_or_else(|| agency.to_owned(), |name| name.vi)
    }
}

/// Knows no names: ids are shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn agency(&self, _: &str) -> Option<Name> {
        None
    }
    fn unit(&self, _: &str, _: &str) -> Option<Name> {
        None
    }
    fn officer(&self, _: &str, _: &str) -> Option<Name> {
        None
    }
}

/// A sentence as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Vietnamese.
    pub vi: String,
    /// English.
    pub en: String,
}

impl Sentence {
    /// A sentence in both languages.
    #[must_use]
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// As it is read: ids become names, where they are known.
    #[must_use]
    pub fn with_names(&self, names: &dyn Names) -> Self {
        Self { vi: fill(&self.vi, names, |name| name.vi), en: fill(&self.en, names, |name| name.en) }
    }
}

/// An agency in a sentence.
pub(super) fn agency(id: &AgencyId) -> String {
    format!("{BEGIN}{id}{END}")
}

/// A unit in a sentence. `/` is in no id.
pub(super) fn unit(agency: &AgencyId, unit: &UnitId) -> String {
    format!("{BEGIN}{agency}/{unit}{END}")
}

/// An officer in a sentence. `@` is in no id.
pub(super) fn officer(agency: &AgencyId, officer: &OfficerId) -> String {
    format!("{BEGIN}{agency}@{officer}{END}")
}

fn fill(text: &str, names: &dyn Names, language: fn(Name) -> String) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(BEGIN) {
        let (id, after) = after.split_once(END).unwrap_or((after, ""));
        filled.push_str(before);
        filled.push_str(&called(id, names, language));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

fn called(id: &str, names: &dyn Names, language: fn(Name) -> String) -> String {
    let (name, shown) = if let Some((agency, unit)) = id.split_once('/') {
        (names.unit(agency, unit), unit)
    } else if let Some((agency, officer)) = id.split_once('@') {
        (names.officer(agency, officer), officer)
    } else {
        (names.agency(id), id)
    };
    name.map_or_else(|| shown.to_owned(), language)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct One;
    impl Names for One {
        fn agency(&self, agency: &str) -> Option<Name> {
            (agency == "H22.18").then(|| Name { vi: "Sở Xây dựng".into(), en: "Construction".into() })
        }
        fn unit(&self, agency: &str, unit: &str) -> Option<Name> {
            (unit == "p1").then(|| Name { vi: format!("phòng 1 {agency}"), en: "room 1".into() })
        }
        fn officer(&self, _: &str, _: &str) -> Option<Name> {
            None
        }
    }

    #[test]
    fn ids_become_names_where_they_are_known() {
        let text = format!(
            "{BEGIN}H22.18{END} → {BEGIN}H22.18/p1{END}, {BEGIN}H22.18@lan{END}; {BEGIN}H22.99{END}."
        );
        let sentence = Sentence::new(text.clone(), text);
        assert_eq!(sentence.with_names(&One).vi, "Sở Xây dựng → phòng 1 H22.18, lan; H22.99.");
        assert_eq!(sentence.with_names(&One).en, "Construction → room 1, lan; H22.99.");
        assert_eq!(sentence.with_names(&NoNames).vi, "H22.18 → p1, lan; H22.99.");
    }
}
