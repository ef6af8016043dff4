//! What inspection found: which rule, where, whose it is, and the records that prove it.

use crate::rule::Rule;
use crate::told::{Place, Told};
use jiff::Timestamp;
use lienthong_names::{AgencyId, DossierCode, FindingId, OfficerId, StreamName};
use lienthong_supervision::Ground;

/// That something is missing: nothing in a stream says it, from its first record to this one. That these are all records of the stream
/// by then is the log's statement, and no proof.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Absence {
    /// In which stream.
    pub stream: StreamName,
    /// To which of its records.
    pub revision: u64,
}

/// One thing that a rule says happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Which rule.
    pub rule: Rule,
    /// The rule of DOMAIN section 5 that was broken: the rule's own id; of an attempt the one that said no.
    pub broken: Box<str>,
    /// The record at which it is found.
    pub place: Place,
    /// About which dossier.
    pub dossier: Option<DossierCode>,
    /// Whose it is.
    pub agency: AgencyId,
    /// The officer who did it, where somebody did something.
    pub officer: Option<OfficerId>,
    /// When it came about: the instant of the act, or when a limit had passed.
    pub at: Timestamp,
    /// The records that prove it, in order of ledger and sequence; the one at which it is found among them.
    pub evidence: Vec<Place>,
    /// What is missing, where it is found by that.
    pub absence: Option<Absence>,
    /// The particulars, in Vietnamese.
    pub vi: String,
    /// The particulars, in English.
    pub en: String,
}

impl Finding {
    /// At an act, of who did it, with the rule's own words.
    pub(crate) fn of_act(rule: Rule, told: &Told<'_>, dossier: Option<&DossierCode>) -> Self {
        let act = &told.command.act;
        let finding = Self::at(rule, told.place, &act.agency, told.effective_at);
        Self { dossier: dossier.cloned(), officer: Some(act.officer.clone()), ..finding }
    }

    /// At a record, of an agency, with the rule's own words; about no dossier.
    pub(crate) fn at(rule: Rule, place: &Place, agency: &AgencyId, at: Timestamp) -> Self {
        let said = rule.said();
        Self {
            rule,
            broken: said.id.into(),
            place: place.clone(),
            dossier: None,
            agency: agency.clone(),
            officer: None,
            at,
            evidence: vec![place.clone()],
            absence: None,
            vi: said.vi.to_owned(),
            en: said.en.to_owned(),
        }
    }

    /// The same, with its particulars.
    pub(crate) fn says(mut self, vi: impl Into<String>, en: impl Into<String>) -> Self {
        (self.vi, self.en) = (vi.into(), en.into());
        self
    }

    /// The same, proved by other records too.
    pub(crate) fn cites<'p>(mut self, places: impl IntoIterator<Item = &'p Place>) -> Self {
        self.evidence.extend(places.into_iter().cloned());
        self.evidence.sort();
        self.evidence.dedup();
        self
    }

    /// The same, which rests on there being nothing in a stream up to a record.
    pub(crate) fn missing_until(mut self, place: &Place) -> Self {
        self.absence = Some(Absence { stream: place.stream.clone(), revision: place.revision });
        self.cites([place])
    }

    /// What it stands on, by which it is named and put on record.
    #[must_use]
    pub fn ground(&self) -> Ground {
        Ground {
            rule: self.rule.name().into(),
            broken: self.broken.clone(),
            origin: self.place.origin.clone(),
            stream: self.place.stream.clone(),
            revision: self.place.revision,
            agency: self.agency.clone(),
        }
    }

    /// What it is called for ever: [`Ground::id`].
    #[must_use]
    pub fn id(&self) -> FindingId {
        self.ground().id()
    }
}
