//! Rules told as a clerk would tell them to a new colleague, and held to it: the text is the test.
//!
//! Belongs here: the names that DOMAIN asks for ([`domain`]), pages made from code and scenarios (`reference`), reading a table of acts ([`Scenario`]), a world in memory that decides them with the three sets of rules
//! ([`World`]), and the comparison of what happened with what the text says ([`Playbook`]).
//! Does not: any rule (`routing`, `consultation`, `publishing`), ledgers, signatures, time. Used by tests only.
//!
//! ```text
//! scenario  an opinion nobody asked for                                               R03
//! given     a dossier at the planning department
//! at 2020-10-13 09:00   kế-hoạch      asks xây-dựng, tài-chính within 15 calendar days   -> ConsultationOpened, OpinionRequested x2
//! at 2020-10-15 10:00   công-thương   answers agree                                      -> rejected LT0303 R03
//! at 2020-10-29 07:00   (time passes)                                                    -> (nothing)
//! ```
//!
//! A row is an instant (local time), who acts, what they do, and all that comes of it: every event, in order, with as many
//! of its particulars as matter (`late` always does); or every reason of the rejection. `say` lists the verbs; `look` those of a row that
//! asks instead of acting.
//!
//! What has run out by then comes first: clocks are looked at before each command that routing decides, and when time passes; once
//! a service has a key to say so with.

pub mod domain;
mod expect;
mod look;
mod names;
mod phrase;
mod play;
mod read;
#[cfg(feature = "reference")]
pub mod reference;
mod say;
mod tape;
mod world;

pub use names::{Names, signing_key};
pub use play::{Coverage, Failure, Playbook, Publication, Refused};
pub use read::{Row, Scenario, TIME_PASSES, Trouble, read};
pub use say::faithful;
pub use tape::{Tape, Taped};
pub use world::{LEDGER, World};
