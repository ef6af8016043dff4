//! The pages: rendered on the server, Vietnamese first, each number a link to what is behind it.
//!
//! Belongs here: which question a page asks, and its template. Does not: words (`locales/`), figures (the read side).

mod frame;
mod routes;

pub(crate) use routes::{nothing_here, routes, wrong_method};

use crate::answers::{TimelineEntry, WordFigure};
use crate::shown::{instant, percent};

/// The page of a dossier.
pub(crate) fn dossier_path(code: &str) -> String {
    format!("/dossiers/{}", percent(code))
}

/// The page of what waits for an agency.
pub(crate) fn inbox_path(agency: &str) -> String {
    format!("/inbox/{}", percent(agency))
}

/// The proof of a line's record.
pub(crate) fn proof_path(entry: &TimelineEntry) -> String {
    format!("/api/v1/proofs/{}/{}/{}", entry.origin, percent(&entry.stream), entry.revision)
}

/// An instant as it is shown; a dash where there is none.
pub(crate) fn when(at: &Option<String>) -> String {
    at.as_deref().map_or_else(|| "–".to_owned(), instant)
}

/// The largest of some figures: what the others' bars are measured by.
pub(crate) fn most(figures: &[WordFigure]) -> &u64 {
    figures.iter().map(|figure| &figure.value).max().unwrap_or(&0)
}
