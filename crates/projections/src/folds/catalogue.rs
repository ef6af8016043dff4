//! `catalogue`: what agencies, their units, officers and desks, and procedures are called, to be shown.
//!
//! Rows: `agency·id` → [`AgencyRow`], `desk·agency` → [`DeskRow`], `officer·agency·id` → [`OfficerRow`],
//! `procedure·code·version` → [`ProcedureRow`], `lease·series·first day·first number·desk` → [`LeaseRow`], `succession·predecessor` →
//! [`SuccessionRow`], `tenures·agency` → a list of [`TenureRow`], as they were appointed, `basis·id` →
//! [`BasisRow`], `repeal·code` → [`RepealRow`], gone when it is published again, `cut·id` → [`CutRow`], `said·code` → everything that was
//! published of a procedure and its process, as events in hexadecimal, in order: what its versions say is compared when it is asked.
//! What is in force, keys and switches are `catalogue`'s and nobody's rows: they differ from one recording to the next, and rules
//! never ask here.

use super::ledgers;
use crate::key::{key, number, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::writer::Writer;
use jiff::Timestamp;
use lienthong_catalogue::{
    Agency, CutDecision, CutProposal, Desk, Entry, Evidence, Grant, Lease, LegalBasis, Procedure, Repeal,
    Seat, Succession, Tenure, TenureEnd,
};
use lienthong_protocol::Event;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Catalogue;

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyRow {
    /// Its code.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// In English; may be empty.
    pub name_en: String,
    /// The agency above it.
    pub parent: Option<String>,
    /// Its units.
    pub units: Vec<UnitRow>,
    /// Made up for a demonstration.
    pub fictitious: bool,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRow {
    /// Its id within the agency.
    pub id: String,
    /// What it is called.
    pub name: String,
}

/// A one-stop desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskRow {
    /// Whose.
    pub agency: String,
    /// What it is called.
    pub name: String,
    /// For whom it receives; empty: for all.
    pub serves: Vec<String>,
}

/// An officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerRow {
    /// Of which agency.
    pub agency: String,
    /// The id within the agency.
    pub officer: String,
    /// The name: officers act in public.
    pub name: String,
    /// The unit.
    pub unit: Option<String>,
    /// The title.
    pub title: String,
}

/// One version of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcedureRow {
    /// Its code.
    pub code: String,
    /// From 1.
    pub version: u32,
    /// What it is called.
    pub name: String,
    /// Lĩnh vực.
    pub field: String,
    /// Number of the decision that published it.
    pub decision: String,
    /// From when it counts.
    pub in_force_from: Timestamp,
    /// Who resolves it.
    pub competent: Option<String>,
    /// Its steps.
    pub steps: Vec<String>,
    /// Made up for a demonstration.
    pub fictitious: bool,
    /// Ids of the documents that it stands on.
    pub legal_bases: Vec<String>,
    /// Its cases.
    pub cases: Vec<CaseRow>,
    /// Whether each dossier is of one of them.
    pub case_required: bool,
}

/// A case of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseRow {
    /// What dossiers name it by.
    pub name: String,
    /// What it is called.
    pub title: String,
}

/// A document that procedures stand on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BasisRow {
    /// The Office's code for it.
    pub id: String,
    /// Its own number.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// The first day on which it has effect, yyyy-mm-dd.
    pub effective_on: String,
    /// Who is to see to the publication.
    pub responsible: String,
    /// The last day on which that is in time, yyyy-mm-dd.
    pub publication_due: Option<String>,
}

/// That a procedure is in force no longer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepealRow {
    /// The first instant no longer.
    pub from: Timestamp,
    /// Why.
    pub reason: String,
    /// Number of the decision.
    pub decision: String,
}

/// A proposal to cut something from a procedure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CutRow {
    /// Its code.
    pub id: String,
    /// Whose it is.
    pub by: String,
    /// From which procedure.
    pub procedure: String,
    /// `paper`, `step`, `term`, `fee` or `procedure`.
    pub kind: String,
    /// Which.
    pub item: String,
    /// Dossiers' codes, and `origin:sequence` of records.
    pub evidence: Vec<String>,
    /// Why.
    pub reason: String,
    /// `accepted`, `partly_accepted` or `refused`; `None`: nobody has decided yet.
    pub outcome: Option<String>,
    /// Number of the decision.
    pub decision: Option<String>,
    /// Why it was decided so.
    pub decided_because: Option<String>,
}

/// Numbers that only one desk gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseRow {
    /// Which desk's agency.
    pub desk: String,
    /// The codes' first part.
    pub series: String,
    /// The first day whose numbers they are, yyyy-mm-dd.
    pub first_day: String,
    /// The last one.
    pub last_day: String,
    /// The first number.
    pub first: u32,
    /// The last one.
    pub last: u32,
}

/// An agency takes another's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SuccessionRow {
    /// Who ceases.
    pub predecessor: String,
    /// Who takes its place.
    pub successor: String,
    /// From when.
    pub from: Timestamp,
}

/// An officer's time in a seat of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenureRow {
    /// `head`, `deputy` or `acting`.
    pub seat: String,
    /// Who.
    pub officer: String,
    /// As the decision writes it.
    pub name: String,
    /// What a deputy answers for.
    pub fields: Vec<String>,
    /// From when.
    pub from: Timestamp,
    /// The first instant no longer, as it comes out with the ends that were decided.
    pub until: Option<Timestamp>,
    /// Number of the decision.
    pub decision: String,
}

/// Every agency, or one.
pub(crate) const AGENCY: &str = "agency";
/// Every desk, or one.
pub(crate) const DESK: &str = "desk";
const OFFICER: &str = "officer";
const PROCEDURE: &str = "procedure";
const LEASE: &str = "lease";
const SUCCESSION: &str = "succession";
const TENURES: &str = "tenures";
const BASIS: &str = "basis";
const REPEAL: &str = "repeal";
const CUT: &str = "cut";
const SAID: &str = "said";

pub(crate) fn agency_key(id: &str) -> Vec<u8> {
    key(&[AGENCY, id])
}

pub(crate) fn desk_key(agency: &str) -> Vec<u8> {
    key(&[DESK, agency])
}

pub(crate) fn officer_key(agency: &str, officer: &str) -> Vec<u8> {
    key(&[OFFICER, agency, officer])
}

/// Every lease of a series.
pub(crate) fn leases_of(series: &str) -> Vec<u8> {
    under(&[LEASE, series])
}

pub(crate) fn succession_key(predecessor: &str) -> Vec<u8> {
    key(&[SUCCESSION, predecessor])
}

pub(crate) fn tenures_key(agency: &str) -> Vec<u8> {
    key(&[TENURES, agency])
}

pub(crate) fn basis_key(id: &str) -> Vec<u8> {
    key(&[BASIS, id])
}

/// Every document that procedures stand on.
pub(crate) fn bases() -> Vec<u8> {
    under(&[BASIS])
}

pub(crate) fn repeal_key(code: &str) -> Vec<u8> {
    key(&[REPEAL, code])
}

/// Everything that was published of a procedure.
pub(crate) fn said_key(code: &str) -> Vec<u8> {
    key(&[SAID, code])
}

/// Every proposal to cut something.
pub(crate) fn cuts() -> Vec<u8> {
    under(&[CUT])
}

/// Versions of one procedure, in order.
pub(crate) fn versions_of(code: &str) -> Vec<u8> {
    under(&[PROCEDURE, code])
}

/// Every version of every procedure.
pub(crate) fn procedures() -> Vec<u8> {
    under(&[PROCEDURE])
}

impl Projection for Catalogue {
    const NAME: &'static str = "catalogue";
    const VERSION: u32 = 5;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        record.raw.record.events().iter().try_for_each(|event| match event {
            Event::Catalogue(entry) => fold_entry(writer, entry),
            Event::Dossier(_) | Event::Books(_) | Event::Supervision(_) => Ok(()),
        })
    }
}

fn fold_entry(writer: &mut Writer<'_, '_>, entry: &Entry) -> Result<(), FoldError> {
    match entry {
        Entry::LedgerOpened(opening) => {
            agency(writer, &opening.office)?;
            opening.grants.iter().try_for_each(|grant| officer(writer, grant))
        }
        Entry::AgencyRegistered(registered) => agency(writer, registered),
        Entry::DeskRegistered(registered) => desk(writer, registered),
        Entry::RoleGranted(grant) => officer(writer, grant),
        Entry::ProcedurePublished { version, procedure } => {
            said(writer, procedure.code.as_str(), entry)?;
            self::procedure(writer, *version, procedure)
        }
        Entry::ProcessPublished { process, .. } => said(writer, process.procedure.as_str(), entry),
        Entry::NumbersLeased(leased) => lease(writer, leased),
        Entry::LedgerBegun(said) => ledgers::begun(writer, said),
        Entry::LedgerClosed(said) => ledgers::closed(writer, said),
        Entry::AgencySucceeded(said) => succession(writer, said),
        Entry::HeadAppointed(said) => tenure(writer, Seat::Head, said, &[]),
        Entry::DeputyAppointed(said) => tenure(writer, Seat::Deputy, &said.tenure, &said.fields),
        Entry::ActingAppointed(said) => tenure(writer, Seat::Acting, said, &[]),
        Entry::TenureEnded(end) => tenure_ended(writer, end),
        Entry::LegalBasisRegistered(registered) => basis(writer, registered),
        Entry::ProcedureRepealed(repealed) => {
            said(writer, repealed.procedure.as_str(), entry)?;
            repeal(writer, repealed)
        }
        Entry::CutProposed { by, proposal } => cut(writer, by.as_str(), proposal),
        Entry::CutDecided(decided) => cut_decided(writer, decided),
        Entry::KeyRegistered(_)
        | Entry::KeyRevoked(_)
        | Entry::CalendarSet(_)
        | Entry::RuleSwitched(_)
        | Entry::RulesAdopted(_)
        | Entry::LedgerFinished(_)
        | Entry::GoLiveSet(_)
        | Entry::AuthorityDelegated(_)
        | Entry::AbsenceRegistered(_)
        | Entry::OfflineDeskAccredited(_) => Ok(()),
    }
}

fn said(writer: &mut Writer<'_, '_>, code: &str, entry: &Entry) -> Result<(), FoldError> {
    let key = said_key(code);
    let mut events: Vec<String> = writer.get(&key)?.unwrap_or_default();
    events.push(hex::encode(Event::Catalogue(entry.clone()).encode()));
    writer.put(key, &events)
}

fn agency(writer: &mut Writer<'_, '_>, agency: &Agency) -> Result<(), FoldError> {
    let units =
        agency.units.iter().map(|unit| UnitRow { id: unit.id.to_string(), name: unit.name.to_string() });
    let row = AgencyRow {
        id: agency.id.to_string(),
        name: agency.name.to_string(),
        name_en: agency.name_en.to_string(),
        parent: agency.parent.as_ref().map(ToString::to_string),
        units: units.collect(),
        fictitious: agency.fictitious,
    };
    writer.put(agency_key(&row.id), &row)
}

fn desk(writer: &mut Writer<'_, '_>, desk: &Desk) -> Result<(), FoldError> {
    let row = DeskRow {
        agency: desk.agency.to_string(),
        name: desk.name.to_string(),
        serves: desk.serves.iter().map(ToString::to_string).collect(),
    };
    writer.put(desk_key(&row.agency), &row)
}

fn lease(writer: &mut Writer<'_, '_>, lease: &Lease) -> Result<(), FoldError> {
    let row = LeaseRow {
        desk: lease.desk.to_string(),
        series: lease.series.to_string(),
        first_day: lease.first_day.to_string(),
        last_day: lease.last_day.to_string(),
        first: lease.first,
        last: lease.last,
    };
    let first = number(u64::from(row.first));
    writer.put(key(&[LEASE, &row.series, &row.first_day, &first, &row.desk]), &row)
}

fn succession(writer: &mut Writer<'_, '_>, said: &Succession) -> Result<(), FoldError> {
    let row = SuccessionRow {
        predecessor: said.predecessor.to_string(),
        successor: said.successor.to_string(),
        from: said.from,
    };
    writer.put(succession_key(&row.predecessor), &row)
}

fn tenure(
    writer: &mut Writer<'_, '_>,
    seat: Seat,
    tenure: &Tenure,
    fields: &[Box<str>],
) -> Result<(), FoldError> {
    let key = tenures_key(tenure.agency.as_str());
    let mut rows: Vec<TenureRow> = writer.get(&key)?.unwrap_or_default();
    rows.push(TenureRow {
        seat: seat.as_str().to_owned(),
        officer: tenure.officer.to_string(),
        name: tenure.name.to_string(),
        fields: fields.iter().map(ToString::to_string).collect(),
        from: tenure.validity.from,
        until: tenure.validity.until,
        decision: tenure.decision.number.to_string(),
    });
    writer.put(key, &rows)
}

/// Of what was said before it, as the catalogue reads it too.
fn tenure_ended(writer: &mut Writer<'_, '_>, end: &TenureEnd) -> Result<(), FoldError> {
    let key = tenures_key(end.agency.as_str());
    let mut rows: Vec<TenureRow> = writer.get(&key)?.unwrap_or_default();
    for row in &mut rows {
        let is_it = row.seat == end.seat.as_str() && row.officer == end.officer.as_str();
        if is_it && row.from <= end.from {
            row.until = Some(row.until.map_or(end.from, |until| until.min(end.from)));
        }
    }
    writer.put(key, &rows)
}

fn basis(writer: &mut Writer<'_, '_>, basis: &LegalBasis) -> Result<(), FoldError> {
    let row = BasisRow {
        id: basis.id.to_string(),
        number: basis.number.to_string(),
        title: basis.title.to_string(),
        effective_on: basis.effective_on.to_string(),
        responsible: basis.responsible.to_string(),
        publication_due: basis.publication_due.map(|day| day.to_string()),
    };
    writer.put(basis_key(&row.id), &row)
}

/// The earliest that was said since it was published last.
fn repeal(writer: &mut Writer<'_, '_>, repeal: &Repeal) -> Result<(), FoldError> {
    let key = repeal_key(repeal.procedure.as_str());
    let known: Option<RepealRow> = writer.get(&key)?;
    if known.is_some_and(|known| known.from <= repeal.from) {
        return Ok(());
    }
    let row = RepealRow {
        from: repeal.from,
        reason: repeal.reason.to_string(),
        decision: repeal.decision.number.to_string(),
    };
    writer.put(key, &row)
}

fn cut(writer: &mut Writer<'_, '_>, by: &str, proposal: &CutProposal) -> Result<(), FoldError> {
    let evidence = |evidence: &Evidence| match evidence {
        Evidence::Dossier(code) => code.to_string(),
        Evidence::Record { origin, sequence } => format!("{origin}:{sequence}"),
    };
    let row = CutRow {
        id: proposal.id.to_string(),
        by: by.to_owned(),
        procedure: proposal.procedure.to_string(),
        kind: proposal.kind.as_str().to_owned(),
        item: proposal.item.to_string(),
        evidence: proposal.evidence.iter().map(evidence).collect(),
        reason: proposal.reason.to_string(),
        outcome: None,
        decision: None,
        decided_because: None,
    };
    writer.put(key(&[CUT, &row.id]), &row)
}

fn cut_decided(writer: &mut Writer<'_, '_>, decided: &CutDecision) -> Result<(), FoldError> {
    let key = key(&[CUT, decided.id.as_str()]);
    let Some(proposed) = writer.get::<CutRow>(&key)? else { return Ok(()) };
    let row = CutRow {
        outcome: Some(decided.outcome.as_str().to_owned()),
        decision: Some(decided.decision.number.to_string()),
        decided_because: Some(decided.reason.to_string()),
        ..proposed
    };
    writer.put(key, &row)
}

fn officer(writer: &mut Writer<'_, '_>, grant: &Grant) -> Result<(), FoldError> {
    let row = OfficerRow {
        agency: grant.agency.to_string(),
        officer: grant.officer.to_string(),
        name: grant.name.to_string(),
        unit: grant.unit.as_ref().map(ToString::to_string),
        title: grant.title.to_string(),
    };
    writer.put(officer_key(&row.agency, &row.officer), &row)
}

fn procedure(writer: &mut Writer<'_, '_>, version: u32, procedure: &Procedure) -> Result<(), FoldError> {
    let row = ProcedureRow {
        code: procedure.code.to_string(),
        version,
        name: procedure.name.to_string(),
        field: procedure.field.to_string(),
        decision: procedure.decision.number.to_string(),
        in_force_from: procedure.in_force_from,
        competent: procedure.competent.as_ref().map(ToString::to_string),
        steps: procedure.steps.iter().map(ToString::to_string).collect(),
        fictitious: procedure.fictitious,
        legal_bases: procedure.legal_bases.iter().map(ToString::to_string).collect(),
        cases: procedure
            .cases
            .iter()
            .map(|case| CaseRow { name: case.name.to_string(), title: case.title.to_string() })
            .collect(),
        case_required: procedure.case_required,
    };
    // What is published from a day after its repeal is in force again.
    let repeal = repeal_key(&row.code);
    let repealed: Option<RepealRow> = writer.get(&repeal)?;
    if repealed.is_some_and(|repealed| repealed.from <= row.in_force_from) {
        writer.delete(repeal);
    }
    writer.put(key(&[PROCEDURE, &row.code, &number(u64::from(version))]), &row)
}
