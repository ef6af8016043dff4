//! The protocol from outside: every message there and back, golden bytes, faults of form, JSON, subjects.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod documents;
mod form;
mod golden;
mod json;
mod receipts;
mod records;
mod round_trips;
mod subjects;
mod submissions;
