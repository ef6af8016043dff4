//! `inbox`: what waits for an agency's hand.
//!
//! Rows: `agency·code·origin·leg` → [`InboxRow`].

use crate::key::key;
use crate::projection::{FoldError, Projection, SealedRecord};
use crate::view::{
    AppraisalView, ConsultationView, DossierView, LegView, MemberView, ParticipantView, RequestView,
    RoundView,
};
use crate::writer::{Derived, Writer, to_bytes};
use jiff::Timestamp;
use lienthong_dossier::Purpose;
use serde::{Deserialize, Serialize};

/// See the module.
pub struct Inbox;

/// A leg or an ask that is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxRow {
    /// `leg`, `ask` or `vote`.
    pub kind: String,
    /// Which dossier.
    pub dossier: String,
    /// The ledger it lives in.
    pub origin: String,
    /// Which leg; of a vote the appraisal and the officer.
    pub leg: String,
    /// Who sent it.
    pub from: String,
    /// Who has it: the agency.
    pub to: String,
    /// Who has it: the unit.
    pub unit: Option<String>,
    /// `opinion`, `appraisal`, `resolution`.
    pub purpose: String,
    /// Within which consultation.
    pub consultation: Option<String>,
    /// What is asked.
    pub question: Option<String>,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// Since when.
    pub sent_at: Timestamp,
    /// By when.
    pub due: Option<Timestamp>,
    /// `sent` until it is acknowledged, then `accepted`; an ask, or a vote, is `open`.
    pub state: String,
    /// Of an imported dossier.
    pub history: bool,
}

/// The rows of an agency.
pub(crate) fn of_agency(agency: &str) -> Vec<u8> {
    crate::key::under(&[agency])
}

impl Projection for Inbox {
    const NAME: &'static str = "inbox";
    const VERSION: u32 = 2;

    fn fold(writer: &mut Writer<'_, '_>, record: &SealedRecord<'_>) -> Result<(), FoldError> {
        let Some(change) = record.change else { return Ok(()) };
        writer.replace(&derive(&change.before)?, derive(&change.after)?);
        Ok(())
    }
}

fn derive(view: &DossierView) -> Result<Derived, FoldError> {
    let rows = rows(view).into_iter();
    rows.map(|row| Ok((key(&[&row.to, &row.dossier, &row.origin, &row.leg]), to_bytes(&row)?))).collect()
}

/// What of a dossier waits for somebody. Once it has ended, nothing that is still open can be answered.
fn rows(view: &DossierView) -> Vec<InboxRow> {
    if view.has_ended() {
        return Vec::new();
    }
    let legs = view.legs.iter().filter(|leg| leg.is_open()).map(|leg| of_leg(view, leg));
    let running = view.consultations.iter().filter(|consultation| consultation.digest.is_none());
    let asks = running.flat_map(|consultation| {
        let open = consultation.requests().filter(|(_, request)| request.is_open());
        open.map(|(who, request)| of_ask(view, consultation, who, request))
    });
    let votes = view.appraisals.iter().flat_map(|appraisal| {
        appraisal.awaited().map(|(member, round)| of_vote(view, appraisal, member, round))
    });
    legs.chain(asks).chain(votes).collect()
}

fn of_leg(view: &DossierView, leg: &LegView) -> InboxRow {
    InboxRow {
        kind: "leg".to_owned(),
        dossier: view.code.clone(),
        origin: view.origin.clone(),
        leg: leg.leg.clone(),
        from: leg.from.clone(),
        to: leg.to.clone(),
        unit: None,
        purpose: leg.purpose.clone(),
        consultation: None,
        question: None,
        mandatory: leg.purpose != "opinion",
        sent_at: leg.sent_at,
        due: leg.due,
        state: leg.state.clone(),
        history: view.history.is_some(),
    }
}

fn of_ask(
    view: &DossierView,
    consultation: &ConsultationView,
    who: &ParticipantView,
    request: &RequestView,
) -> InboxRow {
    InboxRow {
        kind: "ask".to_owned(),
        dossier: view.code.clone(),
        origin: view.origin.clone(),
        leg: request.leg.clone(),
        from: consultation.chair.clone(),
        to: who.agency.clone(),
        unit: who.unit.clone(),
        purpose: "opinion".to_owned(),
        consultation: Some(consultation.consultation.clone()),
        question: Some(consultation.question.clone()),
        mandatory: request.mandatory,
        sent_at: request.asked_at,
        due: request.due,
        state: request.state.clone(),
        history: view.history.is_some(),
    }
}

fn of_vote(
    view: &DossierView,
    appraisal: &AppraisalView,
    member: &MemberView,
    round: &RoundView,
) -> InboxRow {
    InboxRow {
        kind: "vote".to_owned(),
        dossier: view.code.clone(),
        origin: view.origin.clone(),
        leg: format!("{}/{}", appraisal.appraisal, member.officer),
        from: appraisal.chair.clone(),
        to: member.agency.clone(),
        unit: None,
        purpose: Purpose::Appraisal.as_str().to_owned(),
        consultation: None,
        question: None,
        mandatory: appraisal.mandatory,
        sent_at: round.opened_at,
        due: round.due,
        state: "open".to_owned(),
        history: view.history.is_some(),
    }
}
