//! Between the generated messages and the domain's types.
//!
//! Belongs here: one function a message and direction; for dossiers a row of a table ([`tables`]) makes both. Reading collects every fault in a [`crate::form::Form`]; writing is
//! total. Does not: bytes, hashes, signatures; what may be (the rules).

pub(crate) mod act;
mod appraisal;
mod books;
mod calendar;
pub(crate) mod catalogue;
pub(crate) mod command;
mod consultation;
pub(crate) mod event;
pub(crate) mod fields;
pub(crate) mod kinds;
mod lateness;
pub(crate) mod ledgers;
mod prescription;
pub(crate) mod procedure;
pub(crate) mod process;
pub(crate) mod record;
pub(crate) mod review;
pub(crate) mod standing;
mod supervision;
pub(crate) mod tables;
pub(crate) mod tenure;
pub(crate) mod time;
pub(crate) mod words;

/// An optional identifier as the protocol writes it: empty where absent.
pub(crate) fn name<T: std::fmt::Display>(id: Option<&T>) -> String {
    id.map(ToString::to_string).unwrap_or_default()
}

/// Texts in a row.
pub(crate) fn names<T: std::fmt::Display>(ids: &[T]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
