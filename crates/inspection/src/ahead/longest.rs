//! The dossiers that have been longest in the same hands, in working time.

use super::book::{Book, Holding};
use super::waits::Waits;
use jiff::Timestamp;
use lienthong_names::{DossierCode, ProcedureCode};
use std::cmp::Reverse;

/// A dossier, and who has held it how long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Longest {
    /// Which.
    pub code: DossierCode,
    /// Of which procedure.
    pub procedure: Option<ProcedureCode>,
    /// Who has it, since when, how long.
    pub holding: Holding,
    /// When it is due by its clock.
    pub due: Option<Timestamp>,
    /// Whether that has passed, and its clock runs.
    pub is_late: bool,
    /// What it waits for.
    pub waits: Waits,
}

/// Open dossiers by how long whoever has them now has had them without a break, longest first; among equals those due first. Those whose
/// minutes cannot be counted, for want of a calendar, are not among them.
#[must_use]
pub fn longest(book: &Book, now: Timestamp) -> Vec<Longest> {
    let view = book.catalogue().now();
    let mut all = Vec::new();
    for (code, kept) in book.open() {
        let Some(calendar) = book.calendar_of(kept) else { continue };
        let Ok(Some(holding)) = kept.holding(calendar, now) else { continue };
        let due = kept.state.due();
        all.push(Longest {
            code: code.clone(),
            procedure: kept.procedure(),
            holding,
            due,
            is_late: !kept.state.is_paused() && due.is_some_and(|due| due < now),
            waits: Waits::of(&kept.state, view),
        });
    }
    // What has no due instant comes after what has one.
    let order = |one: &Longest| (Reverse(one.holding.minutes), one.due.is_none(), one.due, one.code.clone());
    all.sort_by_cached_key(order);
    all
}
