//! Who holds a dossier, and how it travels.
//!
//! Belongs here: the rules of intake, custody, legs and deadlines, what their commands lead to, who is told of what happened
//! (`deliveries`); and what agencies write in their books.
//! Does not: what an opinion may say (`consultation`), what is in force (`catalogue`), bytes (`protocol`), how a decision
//! reaches the ledger (`service`), NATS (`nats`).
//! Start with [`Routing`]: it sends each command to one file under `decide/`, which asks the rules it is subject to (one
//! file a rule under `rules/`, named as in DOMAIN section 5) and then says what happened.

mod case;
mod clock;
mod decide;
mod deliveries;
mod draw;
mod follow;
mod grounds;
mod lateness;
mod rules;
mod since;
mod subject;
mod timers;
mod version;

pub use grounds::CODES;
pub use subject::Subject;

use case::Case;
use decide::{answer_sample, declare, read_personal};
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::{
    BooksCommand, Command as AboutDossier, Event as AboutIt, Fact, Timer, Way, sabotage,
};
use lienthong_names::{Act, AgencyId, Rejection, Service, StreamKind, StreamName};
use lienthong_protocol::{Body, Command, Event};
use lienthong_service::delivering::{Addressed, Tells};
use lienthong_service::{Facts, KeyOf, Moment, Rules, rules_versions, standing, standing_before};
use std::borrow::Cow;

/// The rules of routing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Routing;

impl Rules for Routing {
    type State = Subject;

    const SERVICE: Service = Service::Routing;
    const VERSIONS: u32 = rules_versions(Self::SERVICE);
    const HAS_TIMERS: bool = true;

    fn stream(command: &Command) -> StreamName {
        command.stream()
    }

    fn evolve(state: &mut Subject, moment: Moment<'_>, event: &Event) {
        match event {
            Event::Dossier(event) => {
                let fact = Fact {
                    at: moment.effective_at,
                    agency: &moment.act.agency,
                    officer: &moment.act.officer,
                    revision: moment.revision,
                    event,
                };
                state.way.take(fact);
                state.dossier.take(fact);
            }
            Event::Books(event) => state.books = std::mem::take(&mut state.books).evolve(event),
            Event::Catalogue(_) | Event::Supervision(_) => {}
        }
    }

    /// The streams of an agency's books are its own: nobody else's command is about them.
    fn has_part(state: &Subject, agency: &AgencyId) -> bool {
        state.dossier.has_part(agency) || !state.books.is_empty()
    }

    fn timers(state: &Subject, catalogue: View<'_>) -> Vec<Timer> {
        timers::timers(&state.dossier, catalogue)
    }

    /// What was decided may be reopened.
    fn is_settled(state: &Subject) -> bool {
        state.dossier.refused_at.is_some() || state.dossier.ended.is_some()
    }

    const ERASES: bool = true;

    fn erases(event: &Event) -> Option<KeyOf> {
        matches!(event, Event::Dossier(AboutIt::PersonalDataErased { .. })).then_some(KeyOf::Personal)
    }

    fn decide(state: &Subject, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        match &command.body {
            Body::Dossier { code, command: asked } => {
                // That an agency ceased is a clock itself: each is decided on the dossier as it stood when it ran out.
                let (standing, mut events) = match asked {
                    AboutDossier::RaiseTimer { due, .. } => standing_before(&state.dossier, facts, *due),
                    _ => standing(&state.dossier, facts),
                };
                let way = way_until(&state.way, &events, &command.act, facts.effective_at);
                let case = Case { dossier: &standing, way: &way, code, asked, act: &command.act, facts };
                let decided = decide::decide(&case).and_then(|events| follow::complete(&case, events));
                events.extend(sabotage::spared(decided)?);
                Ok(events.into_iter().map(Event::Dossier).collect())
            }
            Body::Books(BooksCommand::DeclareDay { day, books, reason }) => {
                let declaration = declare::Declaration { day: *day, books, reason };
                let events = declare::decide(&state.books, &declaration, &command.act, facts)?;
                Ok(events.into_iter().map(Event::Books).collect())
            }
            Body::Books(BooksCommand::AnswerSample { day, answers }) => {
                let event = answer_sample::decide(&state.books, (*day, answers), &command.act, facts)?;
                Ok(vec![Event::Books(event)])
            }
            Body::Books(BooksCommand::ReadPersonalData { dossiers, reason }) => {
                let event = read_personal::decide(dossiers, reason, &command.act, facts)?;
                Ok(vec![Event::Books(event)])
            }
            Body::Catalogue { .. } | Body::Supervision(_) => grounds::misaddressed(command.kind_name()),
        }
    }
}

impl Tells for Routing {
    fn tells(kind: StreamKind) -> bool {
        kind == StreamKind::Dossier
    }

    fn addressed(by: &AgencyId, before: &Subject, after: &Subject, events: &[Event]) -> Addressed {
        deliveries::deliveries(by, before, after, events)
    }
}

/// The way so far, with what became of the dossier by itself before a decision.
fn way_until<'a>(way: &'a Way, events: &[AboutIt], act: &Act, at: Timestamp) -> Cow<'a, Way> {
    let mut way = Cow::Borrowed(way);
    for event in events {
        // The revision only says which record an entry stands in, which no minute turns on.
        way.to_mut().take(Fact { at, agency: &act.agency, officer: &act.officer, revision: 0, event });
    }
    way
}
