//! Opinions that do not come in time: the clock of an ask, and what its running out leads to.
//!
//! Belongs here: which asks have a clock that runs, what is recorded when one runs out, the state after that. Does not: what a
//! procedure says of silence (`catalogue`; each ask says it since it was made), when it is recorded (`service`, `consultation`).

use crate::consultation::Request;
use crate::event::Event;
use crate::state::Dossier;
use crate::words::Participant;
use jiff::Timestamp;
use lienthong_names::{ConsultationId, LegId};

/// An ask whose clock runs.
#[derive(Debug, Clone, Copy)]
pub struct Running<'a> {
    /// In which consultation.
    pub consultation: &'a ConsultationId,
    /// Who is asked.
    pub of: &'a Participant,
    /// The ask.
    pub request: &'a Request,
    /// The last instant that is in time.
    pub due: Timestamp,
}

impl Dossier {
    /// Whether closed opinions are to be opened by a clock, nobody being waited for: also in a dossier that has ended.
    #[must_use]
    pub fn opens_by_itself(&self) -> bool {
        self.consultations.values().any(|consultation| consultation.opens_at().is_some())
    }

    /// Asks that are not answered and of which it is not yet recorded that no answer came in time. Those due after the instant at which
    /// papers that are awaited end the dossier are none: it ends first.
    pub fn running_asks(&self) -> impl Iterator<Item = Running<'_>> {
        let ends = self.open_supplement().and_then(|supplement| supplement.until);
        let consultations = self.consultations.iter().filter(|(_, c)| !c.is_concluded() && !self.has_ended());
        let asks = consultations.flat_map(|(consultation, state)| {
            let open = state.open_requests().filter(|(_, request)| request.lapsed.is_none());
            open.filter_map(move |(of, request)| {
                Some(Running { consultation, of, request, due: request.due? })
            })
        });
        asks.filter(move |running| ends.is_none_or(|ends| running.due <= ends))
    }

    /// Whether papers that are awaited have not come in time: it has ended, whether that is recorded already or not.
    #[must_use]
    pub fn papers_ran_out(&self, before: Timestamp) -> bool {
        self.open_supplement().and_then(|supplement| supplement.until).is_some_and(|until| until < before)
    }

    /// It was recorded that an ask's term ran out. The ask stays open: what still comes is late.
    pub fn lapse(&mut self, leg: &LegId) {
        let asked = self.consultations.values_mut().flat_map(|c| &mut c.participants);
        if let Some(request) = asked.flat_map(|p| &mut p.requests).find(|request| request.leg == *leg) {
            request.lapsed = request.due;
        }
    }
}

impl Running<'_> {
    /// What is recorded when it runs out: that no opinion came, what that means, and, where the procedure says so, that the head of the
    /// silent agency is told.
    #[must_use]
    pub fn ran_out(&self) -> Vec<Event> {
        let Running { consultation, of, request, due } = *self;
        let lapsed = Event::OpinionLapsed {
            consultation: consultation.clone(),
            leg: request.leg.clone(),
            of: of.clone(),
            round: request.round,
            due,
            means: request.on_silence.means,
            article: request.on_silence.article.clone(),
            answerable: of.agency.clone(),
        };
        let told = request.on_silence.escalates.then(|| Event::EscalationRaised {
            leg: request.leg.clone(),
            to: of.agency.clone(),
            level: 1,
            due,
            next_to: None,
            next_due: None,
        });
        std::iter::once(lapsed).chain(told).collect()
    }
}
