//! R29 before it is broken: dossiers whose process demands an opinion of an agency that nobody has asked, while there is time, and those that
//! were decided so.

use super::book::{Book, Holding, Kept, worked};
use crate::rules::opinions::missing;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::{AgencyId, DossierCode, ProcedureCode};
use lienthong_service::process_of;

/// An opinion that nobody asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// Whose: who stands in the place of the agency that the process names, where another does.
    pub of: AgencyId,
    /// Within what term it answers.
    pub term: Option<Term>,
    /// When its term ends, asked now; `None`: it has none, or a day that is needed was never decided.
    pub until: Option<Timestamp>,
}

/// A dossier for which nobody asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unasked {
    /// Which.
    pub code: DossierCode,
    /// Of which procedure.
    pub procedure: Option<ProcedureCode>,
    /// Who is to ask: who answers for it, or decided it.
    pub asks: AgencyId,
    /// Who has it now; `None`: it is decided, or its minutes cannot be counted.
    pub holding: Option<Holding>,
    /// Which opinions.
    pub opinions: Vec<Opinion>,
    /// When it is due by its clock.
    pub due: Option<Timestamp>,
    /// Working minutes until then; none where that has passed, or it is decided.
    pub left: u64,
    /// When it was decided without them; `None`: there is time still.
    pub decided_at: Option<Timestamp>,
}

/// Every dossier for which nobody asked: open ones, those due first before the others; then the decided, as they were decided.
#[must_use]
pub fn unasked(book: &Book, now: Timestamp) -> Vec<Unasked> {
    let is_live = |kept: &Kept| kept.state.history.is_none() && !kept.is_history;
    let live = book.dossiers.iter().filter(|(_, kept)| is_live(kept));
    let mut all: Vec<Unasked> = live.filter_map(|(code, kept)| of(book, code, kept, now)).collect();
    let order = |one: &Unasked| {
        let at = one.decided_at.or(one.due);
        (one.decided_at.is_some(), at.is_none(), at, one.code.clone())
    };
    all.sort_by_cached_key(order);
    all
}

fn of(book: &Book, code: &DossierCode, kept: &Kept, now: Timestamp) -> Option<Unasked> {
    let (dossier, view) = (&kept.state, book.catalogue().now());
    let decided = dossier.resolution.as_ref();
    if decided.is_none() && !dossier.is_open() {
        return None;
    }
    let asks = decided.map_or_else(|| dossier.custodian(), |decided| Some(&decided.by))?;
    let at = decided.map_or(now, |decided| decided.at);
    let missing = missing(dossier, process_of(view, dossier)?, view, asks, at);
    if missing.is_empty() {
        return None;
    }
    let opinions = missing.iter().filter_map(|leg| {
        let of = view.acting(leg.to.as_ref()?, at).clone();
        let until = leg.term.as_ref().and_then(|term| view.due(&of, now, term).ok());
        Some(Opinion { of, term: leg.term.clone(), until: until.filter(|_| decided.is_none()) })
    });
    let opinions = opinions.collect();
    let (calendar, due) = (book.calendar_of(kept), dossier.due());
    let open = calendar.filter(|_| decided.is_none());
    let holding = open.and_then(|calendar| kept.holding(calendar, now).ok().flatten());
    let left = open.zip(due).and_then(|(calendar, due)| worked(calendar, now, due).ok()).unwrap_or(0);
    Some(Unasked {
        code: code.clone(),
        procedure: kept.procedure(),
        asks: asks.clone(),
        holding,
        opinions,
        due,
        left,
        decided_at: decided.map(|decided| decided.at),
    })
}
