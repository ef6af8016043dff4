//! What goes beside a dossier's way and moves neither custody nor clock by itself: quarrels about competence, paper originals, the
//! citizen's word, what is to be known of the citizen no more.

use crate::event::Event;
use crate::evolve::Fact;
use crate::state::Dossier;
use jiff::Timestamp;
use lienthong_names::{AgencyId, LegId};

/// Whose competence it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Competence {
    /// Legs that were refused for competence since it was last decided.
    pub refused: Vec<LegId>,
    /// For whom it was decided.
    pub decided_for: Option<AgencyId>,
}

/// Paper originals on one list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Papers {
    /// Number of the list.
    pub manifest: Box<str>,
    /// From whom.
    pub from: AgencyId,
    /// To whom.
    pub to: AgencyId,
    /// What went.
    pub items: Vec<Box<str>>,
    /// When.
    pub sent_at: Timestamp,
    /// When they arrived.
    pub received_at: Option<Timestamp>,
    /// What of the list did not.
    pub missing: Vec<Box<str>>,
}

/// The citizen complained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Of whom.
    pub against: AgencyId,
    /// When.
    pub filed_at: Timestamp,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

impl Dossier {
    /// Who has the paper original of an item: where its last list left it, or else the desk that took it in. Nobody while it is on
    /// its way, and once it was missing.
    #[must_use]
    pub fn paper_holder(&self, item: &str) -> Option<&AgencyId> {
        let is_on = |items: &[Box<str>]| items.iter().any(|listed| **listed == *item);
        match self.papers.iter().rev().find(|papers| is_on(&papers.items)) {
            None => self.reception.as_ref().map(|reception| &reception.desk),
            Some(papers) if papers.received_at.is_none() || is_on(&papers.missing) => None,
            Some(papers) => Some(&papers.to),
        }
    }

    /// A complaint by its number, from 1.
    #[must_use]
    pub fn complaint(&self, number: u32) -> Option<&Complaint> {
        self.complaints.get(place_of(number)?)
    }
}

/// Where a complaint stands in the list.
fn place_of(number: u32) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}

/// Folds an event of these.
pub(crate) fn evolve(dossier: &mut Dossier, fact: Fact<'_>) {
    match fact.event {
        Event::CompetenceDecided { leg, competent, .. } => {
            dossier.parts.extend([fact.agency.clone(), competent.clone()]);
            dossier.competence.refused.clear();
            dossier.competence.decided_for = Some(competent.clone());
            let resolves = dossier.legs.get(leg).is_some_and(|leg| leg.purpose.moves_custody());
            if let Some(reception) = dossier.reception.as_mut().filter(|_| resolves) {
                reception.competent = competent.clone();
            }
        }
        Event::PaperSent { from, to, manifest, items, .. } => dossier.papers.push(Papers {
            manifest: manifest.clone(),
            from: from.clone(),
            to: to.clone(),
            items: items.clone(),
            sent_at: fact.at,
            received_at: None,
            missing: Vec::new(),
        }),
        Event::PaperReceived { manifest, missing, .. } => {
            if let Some(papers) = dossier.papers.iter_mut().find(|papers| papers.manifest == *manifest) {
                papers.received_at = Some(fact.at);
                papers.missing.clone_from(missing);
            }
        }
        Event::PersonalDataErased { .. } => dossier.erased_at = Some(fact.at),
        Event::ServiceRated { score } => dossier.rating = Some(*score),
        Event::ComplaintFiled { against, .. } => dossier.complaints.push(Complaint {
            against: against.clone(),
            filed_at: fact.at,
            answered_at: None,
        }),
        Event::ComplaintAnswered { number, .. } => {
            let complaints = &mut dossier.complaints;
            if let Some(complaint) = place_of(*number).and_then(|place| complaints.get_mut(place)) {
                complaint.answered_at = Some(fact.at);
            }
        }
        _ => {}
    }
}
