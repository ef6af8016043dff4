//! What became otherwise between two sizes of the ledgers: dossiers that were taken in, that ended, that became late; findings that are new, and
//! findings whose ground is gone; what was published, switched and revoked. Counts by agency first, then each in a line.

use super::book::{Book, Kept};
use crate::finding::Finding;
use crate::inspector::Inspector;
use crate::numbers::Numbers;
use crate::told::{Place, Told};
use jiff::Timestamp;
use lienthong_catalogue::{Difference, Entry, between_procedures, between_processes};
use lienthong_dossier::{Ending, Outcome};
use lienthong_names::{AgencyId, DossierCode, FindingId};
use lienthong_protocol::{Decision, Event as Recorded};
use std::collections::{BTreeMap, BTreeSet};

/// Ledgers up to some size, as they were looked at.
#[derive(Debug)]
pub struct Looked {
    book: Book,
    inspector: Inspector,
    /// Everything that was said of the catalogue, where and when.
    said: Vec<(Place, Timestamp, Entry)>,
}

impl Looked {
    /// Nothing yet.
    #[must_use]
    pub fn new(numbers: Numbers) -> Self {
        Self { book: Book::new(None), inspector: Inspector::new(numbers), said: Vec::new() }
    }

    /// Takes the next record in: the catalogue's before those of dossiers, each ledger's in order.
    pub fn take(&mut self, told: &Told<'_>) {
        if let Decision::Admitted(events) = told.decision {
            for event in events {
                if let Recorded::Catalogue(entry) = event {
                    self.said.push((told.place.clone(), told.recorded_at, entry.clone()));
                }
            }
        }
        self.book.take(told);
        self.inspector.take(told);
    }

    /// When the last of its records was recorded; `None`: there is none.
    #[must_use]
    pub const fn last(&self) -> Option<Timestamp> {
        self.book.last()
    }

    /// What is kept of its dossiers and its catalogue.
    #[must_use]
    pub const fn book(&self) -> &Book {
        &self.book
    }

    fn kept(&self, code: &DossierCode) -> Option<&Kept> {
        self.book.dossiers.get(code)
    }
}

/// What became otherwise. In this order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// A dossier was taken in.
    Received,
    /// A dossier was decided.
    Resolved(Outcome),
    /// A dossier ended without a decision.
    Ended(Ending),
    /// A dossier is late, or was decided late, that was not late before.
    Late {
        /// When it was due.
        due: Timestamp,
    },
    /// A finding that was not there before.
    Found(Box<Finding>),
    /// A finding that is there no more.
    Gone(Box<Finding>),
    /// A version of a procedure, or of a process, was published.
    Published {
        /// Which.
        entry: Box<Entry>,
        /// What it says otherwise than the version before it; `None`: it is the first.
        differences: Option<Vec<Difference>>,
    },
    /// A rule was switched off, or on again.
    Switched(Box<Entry>),
    /// A key was revoked.
    KeyRevoked(Box<Entry>),
    /// Something else was said of the catalogue.
    Said(Box<Entry>),
}

impl Became {
    /// Its word.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Resolved(_) => "resolved",
            Self::Ended(_) => "ended",
            Self::Late { .. } => "became_late",
            Self::Found(_) => "finding_new",
            Self::Gone(_) => "finding_gone",
            Self::Published { .. } => "published",
            Self::Switched(_) => "rule_switched",
            Self::KeyRevoked(_) => "key_revoked",
            Self::Said(_) => "catalogue",
        }
    }

    const fn order(&self) -> u8 {
        match self {
            Self::Received => 0,
            Self::Resolved(_) => 1,
            Self::Ended(_) => 2,
            Self::Late { .. } => 3,
            Self::Found(_) => 4,
            Self::Gone(_) => 5,
            Self::Published { .. } => 6,
            Self::Switched(_) => 7,
            Self::KeyRevoked(_) => 8,
            Self::Said(_) => 9,
        }
    }
}

/// One thing that became otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub became: Became,
    /// Whose; `None`: the catalogue's.
    pub agency: Option<AgencyId>,
    /// Of which dossier.
    pub dossier: Option<DossierCode>,
    /// When.
    pub at: Timestamp,
    /// The record that says it, where it is one.
    pub place: Option<Place>,
}

/// How much became otherwise for an agency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Dossiers that were taken in for it to resolve.
    pub received: usize,
    /// Dossiers that it decided.
    pub resolved: usize,
    /// Dossiers that ended without a decision while it answered for them.
    pub ended: usize,
    /// Dossiers that became late while it answered for them.
    pub became_late: usize,
    /// Findings that are new.
    pub found: usize,
    /// Findings that are gone.
    pub gone: usize,
}

/// How much became otherwise in the catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfCatalogue {
    /// Versions of procedures and processes.
    pub published: usize,
    /// Rules that were switched off, or on again.
    pub switched: usize,
    /// Keys that were revoked.
    pub revoked: usize,
    /// Everything else.
    pub other: usize,
}

/// Everything that became otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// What counted as now before, and after.
    pub between: (Timestamp, Timestamp),
    /// By agency.
    pub counts: BTreeMap<AgencyId, Counts>,
    /// In the catalogue.
    pub catalogue: OfCatalogue,
    /// Each in a line, in order of what it is, of agency, of dossier, of when.
    pub lines: Vec<Change>,
}

/// What became otherwise from one size to a later one, each with what counts as now there.
#[must_use]
pub fn changes((before, then): (&Looked, Timestamp), (after, now): (&Looked, Timestamp)) -> Changes {
    let mut lines = Vec::new();
    for (code, kept) in after.book.dossiers.iter().filter(|(_, kept)| kept.state.history.is_none()) {
        of_dossier(code, before.kept(code).map(|kept| (kept, then)), (kept, now), &mut lines);
    }
    findings(&before.inspector.findings(then), &after.inspector.findings(now), &mut lines);
    let known = before.book.catalogue().position();
    let later = after.said.iter().filter(|(place, ..)| place.sequence > known);
    lines.extend(later.map(|(place, at, entry)| of_catalogue(place, *at, entry, &after.book)));
    lines.sort_by_cached_key(|line| {
        let id = match &line.became {
            Became::Found(finding) | Became::Gone(finding) => finding.id().to_string(),
            _ => String::new(),
        };
        (line.became.order(), line.agency.clone(), line.dossier.clone(), line.at, line.place.clone(), id)
    });
    let (counts, catalogue) = counted(&lines);
    Changes { between: (then, now), counts, catalogue, lines }
}

fn counted(lines: &[Change]) -> (BTreeMap<AgencyId, Counts>, OfCatalogue) {
    let mut counts: BTreeMap<AgencyId, Counts> = BTreeMap::new();
    let (mut catalogue, mut nobody) = (OfCatalogue::default(), Counts::default());
    for line in lines {
        let of = line.agency.as_ref().map_or(&mut nobody, |agency| counts.entry(agency.clone()).or_default());
        *match &line.became {
            Became::Received => &mut of.received,
            Became::Resolved(_) => &mut of.resolved,
            Became::Ended(_) => &mut of.ended,
            Became::Late { .. } => &mut of.became_late,
            Became::Found(_) => &mut of.found,
            Became::Gone(_) => &mut of.gone,
            Became::Published { .. } => &mut catalogue.published,
            Became::Switched(_) => &mut catalogue.switched,
            Became::KeyRevoked(_) => &mut catalogue.revoked,
            Became::Said(_) => &mut catalogue.other,
        } += 1;
    }
    (counts, catalogue)
}

fn of_dossier(
    code: &DossierCode,
    before: Option<(&Kept, Timestamp)>,
    (kept, now): (&Kept, Timestamp),
    lines: &mut Vec<Change>,
) {
    let (state, was) = (&kept.state, before.map(|(was, _)| &was.state));
    let mut push = |became, agency: Option<&AgencyId>, at| {
        let dossier = Some(code.clone());
        lines.push(Change { became, agency: agency.cloned(), dossier, at, place: None });
    };
    let Some(reception) = &state.reception else { return };
    if was.is_none_or(|was| was.reception.is_none()) {
        push(Became::Received, Some(&reception.competent), reception.clock_from);
    }
    if was.is_none_or(|was| !was.has_ended()) {
        if let Some(decided) = &state.resolution {
            push(Became::Resolved(decided.outcome), Some(&decided.by), decided.at);
        } else if let Some(ended) = state.ended {
            push(Became::Ended(ended.how), state.custodian(), ended.at);
        }
    }
    let was_late = before.and_then(|(was, then)| late(was, then)).is_some();
    if let Some(due) = late(kept, now).filter(|_| !was_late) {
        push(Became::Late { due }, kept.way.custodian_at(due).or_else(|| state.custodian()), due);
    }
}

/// When it was due, if it is late, or ended late.
fn late(kept: &Kept, now: Timestamp) -> Option<Timestamp> {
    let state = &kept.state;
    let ended = state.resolution.as_ref().map(|decided| decided.at);
    let ended = ended.or_else(|| state.ended.map(|ended| ended.at));
    let until = ended.or(state.clock.stands_since).unwrap_or(now);
    state.due().filter(|due| *due < until)
}

/// Findings by their names: those that came, and those that went.
fn findings(before: &[Finding], after: &[Finding], lines: &mut Vec<Change>) {
    let ids = |all: &[Finding]| all.iter().map(Finding::id).collect::<BTreeSet<FindingId>>();
    let (were, are) = (ids(before), ids(after));
    let change = |became, finding: &Finding| Change {
        became,
        agency: Some(finding.agency.clone()),
        dossier: finding.dossier.clone(),
        at: finding.at,
        place: Some(finding.place.clone()),
    };
    let new = after.iter().filter(|finding| !were.contains(&finding.id()));
    lines.extend(new.map(|finding| change(Became::Found(Box::new(finding.clone())), finding)));
    let gone = before.iter().filter(|finding| !are.contains(&finding.id()));
    lines.extend(gone.map(|finding| change(Became::Gone(Box::new(finding.clone())), finding)));
}

fn of_catalogue(place: &Place, at: Timestamp, entry: &Entry, book: &Book) -> Change {
    let view = book.catalogue().as_known(place.sequence);
    let whole = || Box::new(entry.clone());
    let became = match entry {
        Entry::ProcedurePublished { version, procedure } => {
            let before =
                version.checked_sub(1).and_then(|last| view.procedure_version(&procedure.code, last));
            let differences = before.map(|before| between_procedures(before, procedure));
            Became::Published { entry: whole(), differences }
        }
        Entry::ProcessPublished { version, process } => {
            let before = view.process_before(&process.procedure, process.case.as_ref(), *version);
            let differences = before.map(|(_, before)| between_processes(before, process));
            Became::Published { entry: whole(), differences }
        }
        Entry::RuleSwitched(_) => Became::Switched(whole()),
        Entry::KeyRevoked(_) => Became::KeyRevoked(whole()),
        _ => Became::Said(whole()),
    };
    Change { became, agency: None, dossier: None, at, place: Some(place.clone()) }
}
