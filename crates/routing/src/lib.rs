//! Who holds a dossier, and how it travels.
//!
//! Belongs here: the rules of intake, custody, legs and deadlines, what their commands lead to, and who is told
//! of what happened ([`deliveries`]).
//! Does not: what an opinion may say (`consultation`), what is in force (`catalogue`), bytes (`protocol`), how a decision
//! reaches the ledger (`service`), NATS (`nats`).
//! Start with [`Routing`]: it sends each command to one file under `decide/`, which asks the rules it is subject to (one
//! file a rule under `rules/`, named as in DOMAIN section 5) and then says what happened.

mod case;
mod clock;
mod decide;
mod deliveries;
mod follow;
mod grounds;
mod rules;
mod timers;
mod version;

pub use deliveries::deliveries;
pub use grounds::CODES;

use case::Case;
use lienthong_catalogue::View;
use lienthong_dossier::{Dossier, Fact, Timer, sabotage};
use lienthong_names::{AgencyId, Rejection, Service, StreamName};
use lienthong_protocol::{Body, Command, Event};
use lienthong_service::{Facts, Moment, Rules, succeeded};

/// The rules of routing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Routing;

impl Rules for Routing {
    type State = Dossier;

    const SERVICE: Service = Service::Routing;
    const VERSION: u32 = 1;
    const HAS_TIMERS: bool = true;

    fn stream(command: &Command) -> StreamName {
        command.stream()
    }

    fn evolve(state: Dossier, moment: Moment<'_>, event: &Event) -> Dossier {
        match event {
            Event::Dossier(event) => {
                let fact = Fact {
                    at: moment.effective_at,
                    agency: &moment.act.agency,
                    officer: &moment.act.officer,
                    revision: moment.revision,
                    event,
                };
                lienthong_dossier::evolve(state, fact)
            }
            Event::Catalogue(_) => state,
        }
    }

    fn has_part(state: &Dossier, agency: &AgencyId) -> bool {
        state.has_part(agency)
    }

    fn timers(state: &Dossier, catalogue: View<'_>) -> Vec<Timer> {
        timers::timers(state, catalogue)
    }

    /// What was decided may be reopened.
    fn is_settled(state: &Dossier) -> bool {
        state.refused_at.is_some() || state.ended.is_some()
    }

    fn decide(state: &Dossier, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        let Body::Dossier { code, command: asked } = &command.body else {
            return grounds::misaddressed(command.kind_name());
        };
        let standing = if command.is_timer() { None } else { succeeded(state, facts) };
        let (state, before) = standing.as_ref().map_or((state, &[][..]), |(state, events)| (state, events));
        let case = Case { dossier: state, code, asked, act: &command.act, facts };
        let decided = decide::decide(&case).and_then(|events| follow::complete(&case, events));
        let events = sabotage::spared(decided)?;
        Ok(before.iter().cloned().chain(events).map(Event::Dossier).collect())
    }
}
