//! What agencies are asked to say about a dossier, what they say, and what the chair makes of it; who appraises it, and to what end.
//!
//! Belongs here: the rules of consultations: who may ask, who may answer, terms of asks and what comes of their running out, the
//! digest; of appraisals: councils, votes, rounds.
//! Does not: custody and legs of other purposes (`routing`), what is in force (`catalogue`), bytes (`protocol`), how a
//! decision reaches the ledger (`service`).
//! Start with [`Consultation`]: it sends each command to one file under `decide/`, which asks the rules it is subject to
//! (one file a rule under `rules/`, named as in DOMAIN section 5) and then says what happened.
//!
//! Routing and consultation both decide on the dossier's one stream, so that "not resolved while an opinion is open" holds
//! strictly, with nothing to reconcile afterwards.

mod asks;
mod case;
mod decide;
mod grounds;
mod rules;
mod timers;
mod version;

pub use grounds::CODES;
pub use rules::opinion::MAX_TEXT_BYTES;

use case::Case;
use lienthong_catalogue::View;
use lienthong_dossier::{Command as AboutDossier, Dossier, Fact, Timer, capacity, sabotage};
use lienthong_names::{AgencyId, Rejection, Service, StreamKind, StreamName};
use lienthong_protocol::{Body, Command, Event};
use lienthong_service::{Facts, Moment, Rules, rules_versions, standing, standing_before};

/// The rules of consultations.
#[derive(Debug, Clone, Copy, Default)]
pub struct Consultation;

impl Rules for Consultation {
    type State = Dossier;

    const SERVICE: Service = Service::Consultation;
    const VERSIONS: u32 = rules_versions(Self::SERVICE);
    const HAS_TIMERS: bool = true;

    fn stream(command: &Command) -> StreamName {
        command.stream()
    }

    fn concerns(kind: StreamKind) -> bool {
        kind == StreamKind::Dossier
    }

    fn evolve(state: &mut Dossier, moment: Moment<'_>, event: &Event) {
        match event {
            Event::Dossier(event) => {
                let fact = Fact {
                    at: moment.effective_at,
                    agency: &moment.act.agency,
                    officer: &moment.act.officer,
                    revision: moment.revision,
                    event,
                };
                state.take(fact);
            }
            Event::Catalogue(_) | Event::Books(_) | Event::Supervision(_) => {}
        }
    }

    fn has_part(state: &Dossier, agency: &AgencyId) -> bool {
        state.has_part(agency)
    }

    fn timers(state: &Dossier, _: View<'_>) -> Vec<Timer> {
        timers::timers(state)
    }

    /// What was decided may be reopened, and what is closed and waits for nobody is still opened.
    fn is_settled(state: &Dossier) -> bool {
        let ended = state.refused_at.is_some() || state.ended.is_some();
        ended && !state.opens_by_itself()
    }

    fn decide(state: &Dossier, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        let Body::Dossier { code, command: asked } = &command.body else {
            return grounds::misaddressed(command.kind_name());
        };
        // A clock that ran out is decided on the dossier as it stood when it did.
        let (standing, mut events) = match asked {
            AboutDossier::RaiseTimer { due, .. } => standing_before(state, facts, *due),
            _ => standing(state, facts),
        };
        let case = Case { dossier: &standing, code, asked, act: &command.act, facts };
        let decided = sabotage::spared(decide::decide(&case))?;
        // Who asks others about what a leg brought has opened it.
        events.extend(capacity::opened_by(&standing, &command.act.agency, asked));
        events.extend(decided);
        Ok(events.into_iter().map(Event::Dossier).collect())
    }
}
