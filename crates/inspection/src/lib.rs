//! What a supervisor finds in what was recorded: acts that the law asks otherwise, attempts that rules refused, what time alone brings about.
//!
//! Belongs here: the rules of inspection ([`Rule`]), one pass over records that applies them ([`Inspector`]), what they found ([`Finding`]); how
//! dossiers went beside what is published ([`flow`]); an agency's register held against the ledger ([`reconcile`]), dossiers drawn by lot
//! ([`sample`]), and what a count says of all ([`bound`]).
//! Does not: what is refused at the door (`routing`, `consultation`, `publishing`), whether a record is genuine (`audit`), rows and pages
//! (`projections`, `gateway`). Nothing here reads a clock: now is what the caller says it is.
//!
//! Start with [`Inspector::take`]; each group of rules is one file under `rules/`. Why one dossier is late: [`attribution::explain`];
//! what other terms would have made of it: [`what_if::what_if`]; what is going to be late, and what is not asked while there is time: [`ahead`].
//! All of it while records come: [`live`].

pub mod ahead;
pub mod as_json;
pub mod attribution;
pub mod bound;
pub mod coverage;
mod deciding;
mod finding;
pub mod flow;
pub mod followed;
mod inspector;
pub mod live;
mod local;
pub mod matters;
mod named;
mod numbers;
pub mod reconcile;
mod rule;
mod rules;
pub mod sample;
mod seen;
mod told;
mod watched;
pub mod what_if;

pub use deciding::{CODES, Inspection};
pub use finding::{Absence, Finding};
pub use inspector::Inspector;
pub use local::offset as offset_of;
pub use named::RulesNamed;
pub use numbers::Numbers;
pub use rule::{ATTEMPTS, Rule, Said, Severity};
pub use told::{Place, Told};
