//! `consultations`: those with an answer still out, in the order in which the answers are due.
//!
//! Rows: `realm·due·code·origin·consultation` → [`ConsultationRow`]. Whether one is late is the query's to say.

use crate::key::{NO_INSTANT, instant, key, under};
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::view::{ConsultationView, DossierView, Realm};
use crate::writer::{Derived, Writer, to_bytes};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Consultations;

/// An open consultation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsultationRow {
    /// Of which dossier.
    pub dossier: String,
    /// The ledger it lives in.
    pub origin: String,
    /// Its id.
    pub consultation: String,
    /// Who asks.
    pub chair: String,
    /// What.
    pub question: String,
    /// When.
    pub opened_at: Timestamp,
    /// How many were asked.
    pub asked: usize,
    /// How many of them have no answer out.
    pub answered: usize,
    /// Whether its answers are closed now.
    pub closed: bool,
    /// From when each participant who is late, or was, counts so.
    pub late_from: Vec<Timestamp>,
    /// The earliest due among the answers that work waits for.
    pub due: Option<Timestamp>,
    /// Who is still to answer.
    pub waiting: Vec<Waiting>,
}

impl ConsultationRow {
    /// How many participants are late at an instant, or were.
    pub(crate) fn late(&self, now: Timestamp) -> usize {
        self.late_from.iter().filter(|from| **from < now).count()
    }
}

/// One who is still to answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// The agency.
    pub agency: String,
    /// The unit of it.
    pub unit: Option<String>,
    /// Which leg it is.
    pub leg: String,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// By when.
    pub due: Option<Timestamp>,
}

/// The rows of a realm, by due.
pub(crate) fn of_realm(realm: Realm) -> Vec<u8> {
    under(&[realm.as_str()])
}

impl Projection for Consultations {
    const NAME: &'static str = "consultations";
    const VERSION: u32 = 3;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        let Some(change) = record.change else { return Ok(()) };
        writer.replace(&derive(&change.before)?, derive(&change.after)?);
        Ok(())
    }
}

fn derive(view: &DossierView) -> Result<Derived, FoldError> {
    if view.has_ended() {
        return Ok(Derived::new());
    }
    let open = view.consultations.iter().filter(|consultation| consultation.state() == "open");
    let rows = open.map(|consultation| {
        let row = row(view, consultation);
        let due = row.due.map_or_else(|| NO_INSTANT.to_owned(), instant);
        let place = key(&[view.realm().as_str(), &due, &row.dossier, &row.origin, &row.consultation]);
        Ok((place, to_bytes(&row)?))
    });
    rows.collect()
}

fn row(view: &DossierView, consultation: &ConsultationView) -> ConsultationRow {
    let open = consultation.requests().filter(|(_, request)| request.is_awaited());
    ConsultationRow {
        dossier: view.code.clone(),
        origin: view.origin.clone(),
        consultation: consultation.consultation.clone(),
        chair: consultation.chair.clone(),
        question: consultation.question.clone(),
        opened_at: consultation.opened_at,
        asked: consultation.asked(),
        answered: consultation.answered(),
        closed: consultation.is_closed(),
        late_from: consultation.late_from(),
        due: consultation.due(),
        waiting: open
            .map(|(who, request)| Waiting {
                agency: who.agency.clone(),
                unit: who.unit.clone(),
                leg: request.leg.clone(),
                mandatory: request.mandatory,
                due: request.due,
            })
            .collect(),
    }
}
