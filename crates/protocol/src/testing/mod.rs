//! Examples and proptest strategies of every message, behind the feature `testing`.
//!
//! Belongs here: plain examples ([`examples`]), the same on every run, and strategies for arbitrary well-formed values.
//! Does not: anything that ships. Each choice is an exhaustive `match`, or made by the table that converts, so that a new kind cannot be left out
//! of the tests.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod examples;
pub mod fields;

mod books;
mod catalogue;
mod commands;
mod events;
mod kinds;
mod ledgers;
mod process;
mod records;
mod review;
mod standing;
mod supervision;
mod tenure;
mod words;

pub use books::{any_books_command, any_books_event, books_command_of, books_event_of};
pub use catalogue::{any_catalogue_command, any_entry, catalogue_command_of, entry_of};
pub use commands::{any_act, any_command, any_dossier_command, dossier_command_of};
pub use events::{any_dossier_event, any_event, dossier_event_of};
pub use records::{any_decision, any_receipt, any_record, any_rejection, any_submission};
pub use supervision::{
    any_supervision_command, any_supervision_event, supervision_command_of, supervision_event_of,
};
pub use words::{
    any_agency, any_command_id, any_dossier_code, any_line, any_origin, any_stream, any_text, any_timestamp,
};
