//! Where a record belongs: ledger, stream, and the service that decides.

use crate::ids::{check, code_character};
use crate::{AgencyId, DossierCode, NameError};
use smol_str::SmolStr;
use std::fmt;
use std::str::FromStr;

/// Name of one ledger, one tree, one log: `<unit>/<name>`, e.g. `H22/2020` or `H22/catalogue`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Origin(SmolStr);

impl Origin {
    /// Checks the form: two codes with one `/` between.
    ///
    /// # Errors
    /// [`NameError`] when it is of another form.
    pub fn new(text: &str) -> Result<Self, NameError> {
        check("origin", text, 64, |c| code_character(c) || c == '/')?;
        match text.split_once('/') {
            Some((unit, name)) if !unit.is_empty() && !name.is_empty() && !name.contains('/') => {
                Ok(Self(text.into()))
            }
            _ => Err(NameError::Form { what: "origin", text: text.to_owned(), form: "<unit>/<name>" }),
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The unit before the `/`.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.0.split_once('/').map_or("", |(unit, _)| unit)
    }

    /// The name after the `/`.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }

    /// Whether this is a catalogue ledger, `<unit>/catalogue`.
    #[must_use]
    pub fn is_catalogue(&self) -> bool {
        self.name() == "catalogue"
    }
}

impl FromStr for Origin {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::new(text)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a stream is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StreamKind {
    /// One dossier.
    Dossier,
    /// Commands of an agency with no part in the dossier, or about none.
    Rejected,
    /// The ledger itself (`LedgerOpened`).
    Ledger,
    /// An agency: in the catalogue its entry, units, desk and officers' roles; in another ledger what it declares of its books.
    Agency,
    /// A key.
    Key,
    /// A procedure.
    Procedure,
    /// A calendar.
    Calendar,
    /// A rule that was switched.
    Rule,
    /// A document that procedures stand on.
    LegalBasis,
    /// A proposal to cut something from a procedure.
    Cut,
    /// Who of an agency was shown what citizens say of themselves.
    Access,
    /// A finding of inspection, and what became of it.
    Finding,
    /// Something that an agency was asked to do.
    Task,
}

impl StreamKind {
    const ALL: [(Self, &'static str); 13] = [
        (Self::Dossier, "dossier"),
        (Self::Rejected, "rejected"),
        (Self::Ledger, "ledger"),
        (Self::Agency, "agency"),
        (Self::Key, "key"),
        (Self::Procedure, "procedure"),
        (Self::Calendar, "calendar"),
        (Self::Rule, "rule"),
        (Self::LegalBasis, "basis"),
        (Self::Cut, "cut"),
        (Self::Access, "access"),
        (Self::Finding, "finding"),
        (Self::Task, "task"),
    ];

    /// The word in a stream's name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, word)| word)
    }
}

/// A stream within a ledger: `<kind>.<id>`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamName {
    kind: StreamKind,
    id: SmolStr,
}

impl StreamName {
    /// A stream of a kind.
    ///
    /// # Errors
    /// [`NameError`] when the id is not a code.
    pub fn new(kind: StreamKind, id: &str) -> Result<Self, NameError> {
        check("stream", id, 64, code_character)?;
        Ok(Self { kind, id: id.into() })
    }

    /// The stream of a dossier.
    #[must_use]
    pub fn dossier(code: &DossierCode) -> Self {
        Self { kind: StreamKind::Dossier, id: code.as_str().into() }
    }

    /// The stream of an agency's rejected commands.
    #[must_use]
    pub fn rejected(agency: &AgencyId) -> Self {
        Self { kind: StreamKind::Rejected, id: agency.as_str().into() }
    }

    /// What it is about.
    #[must_use]
    pub const fn kind(&self) -> StreamKind {
        self.kind
    }

    /// The id within the kind.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The dossier's code, if it is a dossier's stream.
    #[must_use]
    pub fn dossier_code(&self) -> Option<DossierCode> {
        if self.kind == StreamKind::Dossier { DossierCode::new(&self.id).ok() } else { None }
    }
}

impl fmt::Display for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind.as_str(), self.id)
    }
}

impl fmt::Debug for StreamName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for StreamName {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        let wrong = || NameError::Form { what: "stream", text: text.to_owned(), form: "<kind>.<id>" };
        let (word, id) = text.split_once('.').ok_or_else(wrong)?;
        let (kind, _) = StreamKind::ALL.iter().find(|(_, w)| *w == word).ok_or_else(wrong)?;
        Self::new(*kind, id)
    }
}

/// The services that decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Service {
    /// Custody, legs, one-stop.
    Routing,
    /// Opinions and appraisal.
    Consultation,
    /// The catalogue.
    Publishing,
    /// Findings, what was ordered because of them, and tasks.
    Inspection,
}

impl Service {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Routing, Self::Consultation, Self::Publishing, Self::Inspection];

    /// The word in subjects and signatures.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Routing => "routing",
            Self::Consultation => "consultation",
            Self::Publishing => "publishing",
            Self::Inspection => "inspection",
        }
    }
}

impl fmt::Display for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Service {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::ALL.into_iter().find(|s| s.as_str() == text).ok_or_else(|| NameError::Form {
            what: "service",
            text: text.to_owned(),
            form: "routing, consultation, publishing or inspection",
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_read_back_as_written() {
        for text in ["dossier.H22.14-201012-0001", "rejected.000.00.12.H22", "procedure.2.000635"] {
            assert_eq!(text.parse::<StreamName>().unwrap().to_string(), text);
        }
        for text in ["dossier", "dossier.", "nothing.x", "dossier.a b"] {
            assert!(text.parse::<StreamName>().is_err(), "{text}");
        }
        assert!(Origin::new("H22/2020").is_ok());
        for text in ["H22", "/2020", "H22/", "a/b/c"] {
            assert!(Origin::new(text).is_err(), "{text}");
        }
        assert!(Origin::new("H22/catalogue").unwrap().is_catalogue());
    }
}
