//! `dossiers`: the view of every dossier, and the index by its facets.
//!
//! Rows: `view·code·origin` → [`DossierView`]; `facet·name·value·code·origin` → how often.

use crate::facets::{Facets, facets, name};
use crate::key::key;
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::view::DossierView;
use crate::writer::{Derived, Writer, to_bytes};
use jiff::tz::TimeZone;

/// See the module.
pub struct Dossiers;

pub(crate) const VIEW: &str = "view";
pub(crate) const FACET: &str = "facet";

/// The row of a dossier's view. By code first: who asks knows the code, and seldom the ledger.
pub(crate) fn view_key(code: &str, origin: &str) -> Vec<u8> {
    key(&[VIEW, code, origin])
}

/// What the keys of all views begin with whose codes begin so.
pub(crate) fn codes_from(beginning: &str) -> Vec<u8> {
    key(&[VIEW, beginning])
}

impl Projection for Dossiers {
    const NAME: &'static str = "dossiers";
    const VERSION: u32 = 12;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        let Some(change) = record.change else { return Ok(()) };
        let (before, after) = (&change.before, &change.after);
        writer.put(view_key(&after.code, &after.origin), after)?;
        writer.replace(&index(before, record.time_zone)?, index(after, record.time_zone)?);
        Ok(())
    }
}

fn index(view: &DossierView, zone: &TimeZone) -> Result<Derived, FoldError> {
    let facets: Facets = facets(view, zone);
    let rows = facets.into_iter().map(|((name, value), times)| {
        let place = key(&[FACET, name, &value, &view.code, &view.origin]);
        // Who lets a promise pass is asked together with which promises passed.
        let content = match &view.custody {
            Some(custody) if name == name::DUE => to_bytes(&custody.agency),
            _ => to_bytes(&times),
        };
        Ok((place, content?))
    });
    rows.collect()
}
