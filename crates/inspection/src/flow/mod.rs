//! How dossiers really went: what a history says of the way work is done, beside what is published of it.
//!
//! Belongs here: replay of a history on a process ([`replay`]), who hands over to whom ([`handover`]), the ways that were gone
//! ([`variants`]), where the time went ([`time`]) and what charts are drawn of ([`charts`]); all of them pure, over a [`Log`] of one's own
//! ledgers or of other people's, and in time that grows with the number of its acts. Does not: reading a log (`interop`, the binary),
//! what breaks a rule ([`crate::Rule`]).
//!
//! What pm4py computes too (fitness, handovers, variants, the performance spectrum) is the same here, to the last digit:
//! `tests/tests/python_flow.rs`.

pub mod charts;
pub mod handover;
mod log;
mod net;
mod pnml;
pub mod replay;
pub mod time;
pub mod variants;

pub use log::{Act, Done, Log, Trace, Word};
pub use net::{Net, NetError, Place, Transition};
