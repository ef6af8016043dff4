//! `counts`: the numbers, kept so that nobody has to count.
//!
//! Rows, each a number: `facet·realm·name·value` (dossiers, or what they have of it), `cell·day·agency·channel·status`
//! (dossiers), `ledger·origin·what[·kind]` (records and events of a ledger, whatever they are about).

use crate::facets::{UNCOUNTED, facets, local_date};
use crate::key::key;
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::view::DossierView;
use crate::writer::Writer;
use jiff::tz::TimeZone;
use lienthong_protocol::Decision;
use std::collections::BTreeMap;

/// See the module.
pub struct Counts;

pub(crate) const FACET: &str = "facet";
pub(crate) const CELL: &str = "cell";
pub(crate) const LEDGER: &str = "ledger";

/// What a dossier adds to which row.
type Figures = BTreeMap<Vec<u8>, i64>;

impl Projection for Counts {
    const NAME: &'static str = "counts";
    const VERSION: u32 = 5;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        count_record(writer, record)?;
        let Some(change) = record.change else { return Ok(()) };
        let mut difference = figures(&change.after, record.time_zone);
        for (row, number) in figures(&change.before, record.time_zone) {
            *difference.entry(row).or_default() -= number;
        }
        difference.into_iter().try_for_each(|(row, by)| writer.add(row, by))
    }
}

fn count_record(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
    let origin = record.origin.as_str();
    match &record.raw.record.decision {
        Decision::Rejected(_) => writer.add(key(&[LEDGER, origin, "rejected"]), 1),
        Decision::Admitted(events) => {
            writer.add(key(&[LEDGER, origin, "admitted"]), 1)?;
            writer.add(key(&[LEDGER, origin, "derived"]), i64::from(record.command.act.derived))?;
            events
                .iter()
                .try_for_each(|event| writer.add(key(&[LEDGER, origin, "event", event.kind_name()]), 1))
        }
    }
}

/// All that one dossier adds to the numbers.
fn figures(view: &DossierView, zone: &TimeZone) -> Figures {
    let mut figures = Figures::new();
    let realm = view.realm().as_str();
    for ((name, value), times) in facets(view, zone) {
        if !UNCOUNTED.contains(&name) {
            figures.insert(key(&[FACET, realm, name, &value]), i64::try_from(times).unwrap_or(i64::MAX));
        }
    }
    if let Some(at) = view.came_at().filter(|_| !view.is_annulled()) {
        let agency = view.custody.as_ref().map_or("", |custody| custody.agency.as_str());
        let channel = view.channel().unwrap_or_default();
        figures.insert(key(&[CELL, &local_date(at, zone), agency, channel, &view.status]), 1);
    }
    figures
}
