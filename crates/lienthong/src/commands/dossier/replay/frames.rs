//! Acts of a dossier as they are replayed: what each says, and how the dossier stood after it. Pure.

use super::super::unreadable;
use crate::decided::Decided;
use crate::failure::Outcome;
use crate::names::CatalogueNames;
use jiff::Timestamp;
use lienthong_dossier::Command;
use lienthong_inspection::ahead::Holding;
use lienthong_inspection::followed::{Followed, Stood};
use lienthong_names::AgencyId;
use lienthong_projections::timeline_of;
use lienthong_protocol::{Body, RawRecord};
use serde_json::Value;

/// One event of an act, or that it was refused, in words.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) event: String,
    pub(super) vi: String,
    pub(super) en: String,
}

/// One act.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// When it counts as having happened.
    pub(super) at: Timestamp,
    pub(super) recorded_at: Timestamp,
    pub(super) code: String,
    /// `H22/2020:82`.
    pub(super) record: String,
    sequence: u64,
    pub(super) revision: u64,
    pub(super) agency: AgencyId,
    pub(super) officer: String,
    /// A clock says so itself: something ran out.
    pub(super) ran_out: bool,
    pub(super) lines: Vec<Line>,
    /// Who had it before.
    before: Vec<AgencyId>,
    /// How it stood after.
    pub(super) stood: Stood,
    /// What it added up to, where that is asked for.
    pub(super) state: Option<Value>,
}

impl Frame {
    /// What comes before what: as it happened; of what happened at one instant, as it was recorded.
    pub(super) fn place(&self) -> (Timestamp, &str, u64, &str) {
        (self.at, self.record.split(':').next().unwrap_or_default(), self.sequence, &self.record)
    }

    /// Whether an agency did it, or had the dossier in hand or answered for it, before or after.
    pub(super) fn concerns(&self, agency: &AgencyId) -> bool {
        self.agency == *agency || self.before.contains(agency) || hands(&self.stood).contains(agency)
    }
}

/// Who has it, and who answers for it, once the act is done.
fn hands(stood: &Stood) -> Vec<AgencyId> {
    let of = |holding: &Holding| vec![holding.agency().clone(), holding.custodian.clone()];
    stood.next.as_ref().or(stood.holding.as_ref()).map(of).unwrap_or_default()
}

/// The acts of a dossier: of its first records, each with its number in the ledger.
pub(super) fn of_dossier(
    sequences: &[u64],
    records: &[RawRecord],
    names: &CatalogueNames,
) -> Outcome<Vec<Frame>> {
    if records.is_empty() {
        return Ok(Vec::new());
    }
    let timeline = timeline_of(records, names).map_err(unreadable)?;
    let mut entries = timeline.entries.into_iter().peekable();
    let (mut followed, mut before, mut frames) = (Followed::default(), Vec::new(), Vec::new());
    for (sequence, raw) in sequences.iter().zip(records) {
        let record = &raw.record;
        let decided = Decided::of(*sequence, raw)?;
        let told = decided.told();
        followed.take(&told);
        let view = names.catalogue().as_known(told.catalogue_position);
        let stood = followed.stood(view, told.effective_at);
        let mut lines = Vec::new();
        while let Some(entry) = entries.next_if(|entry| entry.revision <= record.revision) {
            lines.push(Line { event: entry.kind, vi: entry.vi, en: entry.en });
        }
        let act = &told.command.act;
        let after = hands(&stood);
        let ran_out = matches!(&told.command.body, Body::Dossier { command: Command::RaiseTimer { .. }, .. });
        frames.push(Frame {
            at: told.effective_at,
            recorded_at: told.recorded_at,
            code: timeline.code.clone(),
            record: told.place.to_string(),
            sequence: *sequence,
            revision: record.revision,
            agency: act.agency.clone(),
            officer: act.officer.to_string(),
            ran_out,
            lines,
            before: std::mem::replace(&mut before, after),
            stood,
            state: None,
        });
    }
    Ok(frames)
}
