//! The door for HTTP: the API, its OpenAPI document, events for pages that stay open, and the pages themselves.
//!
//! Belongs here: routes, their forms and limits, JSON in and out ([`api`]), server-rendered pages in Vietnamese and English
//! ([`pages`]), each ledger as the files of a log (`log`), what every response carries ([`http`]), the types of the read side's answers as the API promises them
//! ([`answers`]).
//! Does not: a rule, a figure or a fold. What is shown was asked of the [`Query`] port, what is handed in goes to the
//! [`Intake`] port as signed; this crate knows no service, no store and no broker.
//!
//! Start with [`Gateway`] and [`serve`].

pub mod answers;
pub mod api;
mod asking;
pub mod charts;
mod closing;
mod extract;
pub mod failure;
pub mod http;
mod log;
pub mod pages;
mod positions;
mod serving;
pub mod shown;
pub mod words;

pub use api::numbers::Counter;
pub use closing::Closing;
pub use positions::{Positions, poll_positions};
pub use serving::{router, serve};

use lienthong_ledger::attachments::HandIn;
use lienthong_ledger::ports::{Clock, Intake, Query, Seals, Tiles};
use std::sync::Arc;
use tokio::sync::watch;

/// What the gateway needs of the world.
#[derive(Clone)]
pub struct Gateway {
    /// The read side.
    pub query: Arc<dyn Query>,
    /// Where submissions go.
    pub intake: Arc<dyn Intake>,
    /// Where what documents say is handed in.
    pub attachments: Arc<dyn HandIn>,
    /// Proofs of sealed records.
    pub seals: Arc<dyn Seals>,
    /// The ledgers as files that anyone may mirror.
    pub tiles: Arc<dyn Tiles>,
    /// Whose "now" the figures use; the demo's is simulated.
    pub clock: Arc<dyn Clock>,
    /// How far the read side has come, ledger by ledger: a change tells open pages to ask again. Should follow the read side
    /// and not the seal, or a page asks before there is an answer ([`poll_positions`] does).
    pub sealed: watch::Receiver<Positions>,
    /// Ends what would otherwise stay open for ever.
    pub closing: Closing,
    /// What the pages say of themselves.
    pub options: Options,
    /// Numbers of dossiers that were given out.
    pub counter: Arc<Counter>,
}

/// What the pages say of themselves, and what the composition adds.
#[derive(Clone, Default)]
pub struct Options {
    /// Simulated clock, fictitious codes and persons: every page says so.
    pub demo: bool,
    /// Entry bundles are given to whoever asks. They hold all that agencies wrote, confidential opinions in the clear.
    pub entries: bool,
    /// Routes of the composition, e.g. the demo's clock under `/api/v1/demo/`. They get the same limits and headers; they
    /// must not bring a fallback of their own.
    pub extra: axum::Router,
}
