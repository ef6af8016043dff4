//! Bundles of small ledgers: the clean one is never accused, and each crime is named for what it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod catalogue;
mod citizen;
mod crimes;
mod file;
mod witnesses;
mod written;
