//! The frame every deciding service stands in: take a submission, decide, append, follow, release receipts.
//!
//! Belongs here: the step machine ([`Machine`]: no I/O, no clock, no randomness), the traits that rules implement
//! ([`Rules`], [`Redecide`]), the fold of one stream with its chain and its ids ([`History`]), the runner that carries
//! inputs in and effects out on tokio ([`runner`]), and the follower that tells agencies what was sealed ([`delivering`]).
//! Does not: any rule of the field (`routing`, `consultation`, `publishing`), how a ledger is kept (`ledger`, `nats`).
//! Start with [`Machine::step`].

mod deciding;
pub mod delivering;
mod facts;
mod history;
mod identity;
mod machine;
mod redecide;
mod redeciding;
pub mod runner;
mod standing;
mod step;
mod timers;

pub use deciding::{decide_command, dedupe_key, effective_at};
pub use facts::{Facts, Signer, process_of};
pub use history::{ChainError, Decided, History, KnownId, Moment};
pub use identity::{check_agency, check_not_timer, check_service, check_submission};
pub use lienthong_ledger::ports::KeyOf;
pub use machine::{Machine, Sabotage};
pub use redecide::{ByBoth, ByRules, Redecide, Redecided, redecide};
pub use redeciding::{MakeRules, Redeciding};
pub use standing::{standing, standing_before, successions};
pub use step::{Effect, Input, NOT_NOW, Ticket, Token};
pub use timers::{Timers, check_run_out, no_such_clock, run_out, timer_command, timer_id};

use lienthong_catalogue::View;
use lienthong_dossier::Timer;
use lienthong_names::{AgencyId, KeyId, Rejection, Service, StreamKind, StreamName};
use lienthong_protocol::{Command, Event};

/// How many versions of a service's rules this release has, from 1 on. They stand here, so that none is adopted which is not there.
#[must_use]
pub const fn rules_versions(service: Service) -> u32 {
    match service {
        Service::Routing => 2,
        Service::Consultation | Service::Publishing | Service::Inspection => 1,
    }
}

/// What a service decides by. Pure: the same arguments, the same answer, for ever.
pub trait Rules: Send + Sync + 'static {
    /// What the records of one stream add up to.
    type State: Clone + Default + Send + Sync + std::fmt::Debug + PartialEq;

    /// Which service it is.
    const SERVICE: Service;

    /// The versions of its rules that this release has, from 1 on: a change of behaviour is a new one, which holds once a record of the
    /// catalogue says so ([`Facts::rules_version`]), and the old ones stay.
    const VERSIONS: u32;

    /// Whether one command must be sealed before the next is decided, because its decision reads what the last one said
    /// (the catalogue). Dossiers need not: their own stream says everything.
    const ONE_AT_A_TIME: bool = false;

    /// The stream a command is about.
    fn stream(command: &Command) -> StreamName;

    /// Whether anything that the service decides is about streams of this kind: of others it folds none when it decides again.
    fn concerns(kind: StreamKind) -> bool {
        let _ = kind;
        true
    }

    /// Folds one record's event into the state, in its place: states are large, and this is done for every event there is.
    fn evolve(state: &mut Self::State, moment: Moment<'_>, event: &Event);

    /// Whether the agency has a part in what the stream is about: its rejections stand there, a stranger's apart.
    fn has_part(state: &Self::State, agency: &AgencyId) -> bool;

    /// Decides.
    ///
    /// # Errors
    /// [`Rejection`]: recorded, final for the command's id.
    fn decide(state: &Self::State, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection>;

    /// Whether any clock is this service's. One that has none follows no ledger but the catalogue of itself.
    const HAS_TIMERS: bool = false;

    /// The clocks of a state that run, in no order, each until it is recorded that it ran out. The catalogue says which agencies
    /// cease, and when.
    fn timers(state: &Self::State, catalogue: View<'_>) -> Vec<Timer> {
        let _ = (state, catalogue);
        Vec::new()
    }

    /// Whether no clock of the stream can run any more, whatever else is said about it.
    fn is_settled(state: &Self::State) -> bool {
        let _ = state;
        true
    }

    /// Whether anything that the service decides has data keys destroyed: see [`Self::erases`].
    const ERASES: bool = false;

    /// What an event has destroyed the key of, once it is sealed.
    fn erases(event: &Event) -> Option<KeyOf> {
        let _ = event;
        None
    }

    /// A key that a command brings along itself: only the command that opens a ledger does.
    fn key_brought(command: &Command, key: &KeyId) -> Option<lienthong_catalogue::Key> {
        let _ = (command, key);
        None
    }
}
