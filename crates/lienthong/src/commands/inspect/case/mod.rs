//! `lienthong inspect case`: an inspection as one file that is read, checked and drawn again without the ledger.

mod check;
mod content;
mod page;
mod papers;
mod proofs;
mod sample;
mod scope;
mod words;
mod write;

pub(super) use sample::sample;

use crate::cli::{Case, CaseWhat};
use crate::failure::Outcome;

/// Runs it.
pub(super) async fn run(what: &Case) -> Outcome {
    match &what.what {
        Some(CaseWhat::Check(what)) => check::run(what),
        None => write::run(what).await,
    }
}
