//! Dossiers that will be late if everybody still takes what is published for them, those that are late already, and those of which nothing can
//! be said (DOMAIN section 9: remaining published limits exceed the remaining time).

use super::book::{Book, Holding, Kept, worked};
use super::goes_on::{Stands, stands};
use super::remaining::{Ahead, Piece, Unsaid};
use super::waits::Waits;
use jiff::Timestamp;
use lienthong_dossier::Lateness;
use lienthong_names::{AgencyId, DossierCode, ProcedureCode};
use lienthong_service::process_of;

/// One that will be late.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LateAhead {
    /// Which.
    pub code: DossierCode,
    /// Of which procedure.
    pub procedure: Option<ProcedureCode>,
    /// Who has it now.
    pub holding: Holding,
    /// When it is due; while its clock stands still, when it would be if it went on now.
    pub due: Timestamp,
    /// Whether its clock stands still.
    pub stands_still: bool,
    /// Working minutes until it is due.
    pub left: u64,
    /// When it is decided at the latest, if everybody keeps within their limits from now on.
    pub until: Timestamp,
    /// Working minutes by which that is after it is due.
    pub over: u64,
    /// What takes longest of what is still to come, in order.
    pub path: Vec<Piece>,
    /// What runs beside it.
    pub beside: Vec<Piece>,
    /// What it waits for now.
    pub waits: Waits,
}

/// One that is late already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AlreadyLate {
    /// Which.
    pub code: DossierCode,
    /// Of which procedure.
    pub procedure: Option<ProcedureCode>,
    /// Who has it now.
    pub holding: Holding,
    /// When it was due.
    pub due: Timestamp,
    /// Working minutes since then, without the citizen's and those outside its term.
    pub late: u64,
    /// What it waits for now.
    pub waits: Waits,
}

/// One of which nothing can be said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotBeSaid {
    /// Which.
    pub code: DossierCode,
    /// Of which procedure.
    pub procedure: Option<ProcedureCode>,
    /// Who answers for it.
    pub custodian: Option<AgencyId>,
    /// When it is due, where something was promised.
    pub due: Option<Timestamp>,
    /// Why.
    pub why: Unsaid,
}

/// Every open dossier, by what is ahead of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WillBeLate {
    /// Late already, by who has them; of each those that were due first before the others.
    pub already: Vec<AlreadyLate>,
    /// Going to be late, in the same order.
    pub ahead: Vec<LateAhead>,
    /// Of which nothing can be said, in order of code.
    pub unsaid: Vec<CannotBeSaid>,
    /// Those who have what is in time, and can be.
    pub in_time: Vec<Holding>,
}

/// What is ahead of every open dossier.
#[must_use]
pub fn will_be_late(book: &Book, now: Timestamp) -> WillBeLate {
    let mut all = WillBeLate::default();
    for (code, kept) in book.open() {
        match of(book, code, kept, now) {
            Ok(Found::InTime(holding)) => all.in_time.push(holding),
            Ok(Found::Already(late)) => all.already.push(*late),
            Ok(Found::Ahead(late)) => all.ahead.push(*late),
            Err(why) => all.unsaid.push(CannotBeSaid {
                code: code.clone(),
                procedure: kept.procedure(),
                custodian: kept.state.custodian().cloned(),
                due: kept.state.due(),
                why,
            }),
        }
    }
    all.already.sort_by_cached_key(|one| (one.holding.by(), one.due, one.code.clone()));
    all.ahead.sort_by_cached_key(|one| (one.holding.by(), one.due, one.code.clone()));
    all
}

enum Found {
    InTime(Holding),
    Already(Box<AlreadyLate>),
    Ahead(Box<LateAhead>),
}

fn of(book: &Book, code: &DossierCode, kept: &Kept, now: Timestamp) -> Result<Found, Unsaid> {
    let (dossier, view) = (&kept.state, book.catalogue().now());
    let (Some(reception), Some(custodian)) = (&dossier.reception, dossier.custodian()) else {
        return Err(Unsaid::Unpromised);
    };
    let no_calendar = || Unsaid::NoCalendar(reception.desk.clone());
    let calendar = book.calendar_of(kept).ok_or_else(no_calendar)?;
    let holding = kept.holding(calendar, now)?.ok_or(Unsaid::Unpromised)?;
    let (code, procedure, waits) = (code.clone(), kept.procedure(), Waits::of(dossier, view));
    let due = match stands(kept, view, calendar, now)? {
        Stands::Unpromised => return Err(Unsaid::Unpromised),
        Stands::Late { due } => {
            let late = Lateness::of(&kept.way, calendar, due, now)?.late;
            let late = AlreadyLate { code, procedure, holding, due, late, waits };
            return Ok(Found::Already(Box::new(late)));
        }
        Stands::InTime { due } => due,
    };
    let process = process_of(view, dossier).ok_or(Unsaid::NoProcess)?;
    let remaining = Ahead { dossier, process, view, custodian, now }.remaining()?;
    if remaining.until <= due {
        return Ok(Found::InTime(holding));
    }
    Ok(Found::Ahead(Box::new(LateAhead {
        code,
        procedure,
        holding,
        due,
        stands_still: dossier.is_paused(),
        left: worked(calendar, now, due)?,
        until: remaining.until,
        over: worked(calendar, due, remaining.until)?,
        path: remaining.path,
        beside: remaining.beside,
        waits,
    })))
}

impl Kept {
    /// Of which procedure it is.
    pub(super) fn procedure(&self) -> Option<ProcedureCode> {
        self.state.registration.as_ref().map(|registration| registration.procedure.clone())
    }
}
