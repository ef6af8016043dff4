//! `lienthong catalogue`: what is published, and what a province's files say.

mod check;
mod draw;
mod files;
mod publish;
mod show;

pub(super) use show::difference;

use crate::cli::Catalogue;
use crate::failure::Outcome;

/// Runs it.
pub async fn run(what: Catalogue) -> Outcome {
    match what {
        Catalogue::Check { folder, format } => check::run(&folder, format),
        Catalogue::Show(what) => show::run(what).await,
        Catalogue::Publish(what) => publish::run(what).await,
    }
}
