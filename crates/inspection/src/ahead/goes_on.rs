//! When a dossier is due: as its clock runs, or, while that stands still, as it would be if it went on now.

use super::book::Kept;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Pause, RunningTerm, Term, Undecided};
use lienthong_catalogue::{Procedure, Resume, View};
use lienthong_dossier::{Channel, Dossier, PauseCause, Reception};

/// How a dossier stands by its clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// Nothing was promised.
    Unpromised,
    /// It is past due.
    Late {
        /// What was due.
        due: Timestamp,
    },
    /// It is in time.
    InTime {
        /// When it is due; while its clock stands still, when it would be if it went on now.
        due: Timestamp,
    },
}

/// How it stands now.
pub(super) fn stands(
    kept: &Kept,
    view: View<'_>,
    calendar: &Calendar,
    now: Timestamp,
) -> Result<Stands, Undecided> {
    let dossier = &kept.state;
    let (Some(due), Some(reception)) = (dossier.due(), dossier.reception.as_ref()) else {
        return Ok(Stands::Unpromised);
    };
    let Some(since) = dossier.clock.stands_since else {
        return Ok(if due < now { Stands::Late { due } } else { Stands::InTime { due } });
    };
    let code = dossier.registration.as_ref().map(|registration| &registration.procedure);
    let procedure = code.and_then(|code| view.procedure_version(code, reception.procedure_version));
    let whole = whole(dossier, reception, procedure, calendar, due)?;
    let running = dossier.clock.resumed.as_ref().map_or_else(
        || RunningTerm { from: reception.clock_from, term: whole.clone() },
        |resumed| RunningTerm { from: resumed.from, term: resumed.term.clone() },
    );
    // A clock that was overdue when it stopped stays overdue.
    if running.left(calendar, since)?.is_none() {
        return Ok(Stands::Late { due });
    }
    let Ok(pause) = Pause::new(since, now.max(since)) else { return Ok(Stands::InTime { due }) };
    let goes_on = if starts_anew(dossier, procedure) {
        running.resume_anew(calendar, pause, &whole)?
    } else {
        running.resume_remaining(calendar, pause)?
    };
    Ok(Stands::InTime { due: goes_on.due(calendar)? })
}

/// The term that reception promised, whole: the published one if that is where it ends, else the days to the promised one.
fn whole(
    dossier: &Dossier,
    reception: &Reception,
    procedure: Option<&Procedure>,
    calendar: &Calendar,
    due: Timestamp,
) -> Result<Term, Undecided> {
    let promised = reception.appointment.unwrap_or(due);
    let online = reception.channel == Channel::Online;
    let published = procedure.and_then(|procedure| procedure.term_by(dossier.case(), online));
    whole_term(calendar, reception.clock_from, promised, published)
}

/// The term from one instant to another: the published one if that is where it ends, else the days to the other.
pub(super) fn whole_term(
    calendar: &Calendar,
    from: Timestamp,
    due: Timestamp,
    published: Option<&Term>,
) -> Result<Term, Undecided> {
    if let Some(term) = published
        && calendar.due(from, term)? == due
    {
        return Ok(term.clone());
    }
    let day_0 = calendar.due(from, &Term::working_days(0))?;
    let days = calendar.working_days_between(calendar.local_date(day_0), calendar.local_date(due))?;
    Ok(Term::working_days(u32::try_from(days).unwrap_or(0)))
}

/// Whether the term starts anew when it goes on, for any of the reasons for which the clock stood still.
fn starts_anew(dossier: &Dossier, procedure: Option<&Procedure>) -> bool {
    let clock = &dossier.clock;
    let open = clock.pause.map(|pause| pause.cause);
    let anew = |cause: PauseCause| match (cause, procedure) {
        (_, None) | (PauseCause::OutsideLeg, _) => false,
        (PauseCause::Supplement | PauseCause::Revision, Some(said)) => {
            said.pauses.after_supplement == Resume::Anew
        }
        (PauseCause::FinancialObligation | PauseCause::Suspension, Some(said)) => {
            said.pauses.after_other == Resume::Anew
        }
    };
    clock.ended.iter().copied().chain(open).any(anew)
}
