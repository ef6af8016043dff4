//! When terms end, by the calendar of the agency that is held to them; and how a dossier's own clock stands still and goes on.
//!
//! Belongs here: from a term to an instant, pausing, resuming. Does not: what starts or pauses a clock (the commands), how days
//! are counted (`calendar`).

use crate::case::Case;
use crate::grounds::NO_DUE;
use crate::since::citizens_days_are_nobodys;
use crate::version;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Pause, RunningTerm, Term, Undecided};
use lienthong_catalogue::{EscalationPolicy, NoDue, Procedure, Resume};
use lienthong_dossier::{Channel, Check, Event, OpenStep, PauseCause, Reception, Resumed};
use lienthong_names::AgencyId;

/// When a term that starts at `from` ends for an agency; `None` where there is no term.
pub(crate) fn due(
    case: &Case<'_>,
    agency: &AgencyId,
    from: Timestamp,
    term: Option<&Term>,
) -> Check<Option<Timestamp>> {
    let Some(term) = term else { return Ok(None) };
    no_due(case.facts.catalogue.due(agency, from, term)).map(Some)
}

/// By when a leg that is sent now is to be taken or refused, before its head is told; `None` for history, and where the hours
/// cannot be counted: nobody is bound by that, so nobody is refused for it.
pub(crate) fn acknowledge_by(case: &Case<'_>, to: &AgencyId) -> Option<Timestamp> {
    if case.is_history() {
        return None;
    }
    counted_from_now(case, to, &escalation(case)?.to_head)
}

/// Who is told after an agency's own head, and when: one level up, if something stands above.
pub(crate) fn told_next(case: &Case<'_>, agency: &AgencyId) -> Option<(AgencyId, Timestamp)> {
    let parent = case.facts.catalogue.agency(agency, case.now())?.parent.clone()?;
    let due = counted_from_now(case, agency, &escalation(case)?.to_parent)?;
    Some((parent, due))
}

/// What the version of the procedure says of legs that nobody takes.
fn escalation<'a>(case: &Case<'a>) -> Option<&'a EscalationPolicy> {
    let registration = case.dossier.registration.as_ref()?;
    version::of_dossier(case, registration).ok().map(|procedure| &*procedure.escalation)
}

fn counted_from_now(case: &Case<'_>, agency: &AgencyId, term: &Term) -> Option<Timestamp> {
    case.facts.catalogue.due(agency, case.now(), term).ok()
}

/// The clock stands still from now on.
///
/// It protects the citizen, so it stops at the later of what is claimed and what is recorded, which is when it was recorded (a
/// claim that lies ahead is no act yet); and never before it started.
pub(crate) fn pause(
    case: &Case<'_>,
    reception: &Reception,
    cause: PauseCause,
    until: Option<Timestamp>,
) -> Event {
    Event::ClockPaused { cause, since: case.now().max(reception.clock_from), until }
}

/// A reason for which the clock stood still has ended. It goes on, unless it stands still for another: with what was left, or anew
/// where one of the reasons since it stood still asks for that, as the version of the procedure says (R17: by the calendar of the
/// desk that promised, as it is known now; what was promised before moves only by this event).
///
/// One that was overdue when it stopped has nothing left, and stays due when it was; version 1 wrote the term that had run out, and where
/// that had started.
///
/// # Errors
/// `LT0258` where a day that is needed was never decided.
pub(crate) fn resume(
    case: &Case<'_>,
    reception: &Reception,
    procedure: &Procedure,
    cause: PauseCause,
    since: Timestamp,
) -> Check<Event> {
    let clock = &case.dossier.clock;
    let stands_on =
        if cause == PauseCause::OutsideLeg { clock.pause.is_some() } else { clock.outside.is_some() };
    if stands_on {
        return Ok(Event::PauseEnded { cause });
    }
    let from = case.citizens_clock().max(since);
    let since = clock.stands_since.unwrap_or(since);
    let Some(promised) = promised_term(case, reception, procedure)? else {
        return Ok(Event::ClockResumed { cause, from, term: None, due: None });
    };
    let running = match &case.dossier.clock.resumed {
        Some(resumed) => RunningTerm { from: resumed.from, term: resumed.term.clone() },
        None => RunningTerm { from: reception.clock_from, term: promised.clone() },
    };
    let calendar = calendar(case, &reception.desk)?;
    let has_run_out = |running: &RunningTerm| counted(&reception.desk, running.left(calendar, since));
    if citizens_days_are_nobodys(case.facts) && has_run_out(&running)?.is_none() {
        return Ok(Event::ClockResumed { cause, from, term: None, due: case.dossier.due() });
    }
    let anew = |cause: &PauseCause| resumes(procedure, *cause) == Resume::Anew;
    let policy = if clock.ended.iter().chain([&cause]).any(anew) { Resume::Anew } else { Resume::Remaining };
    // It goes on no earlier than it stood still, so this is a pause.
    let Ok(pause) = Pause::new(since, from) else {
        return Ok(Event::ClockResumed { cause, from, term: None, due: None });
    };
    let went_on = match policy {
        Resume::Remaining => running.resume_remaining(calendar, pause),
        Resume::Anew => running.resume_anew(calendar, pause, &promised),
    };
    let resumed = counted(&reception.desk, went_on)?;
    let due = counted(&reception.desk, resumed.due(calendar))?;
    Ok(Event::ClockResumed { cause, from: resumed.from, term: Some(resumed.term), due: Some(due) })
}

/// How it goes on after a pause for a reason. Time outside the term uses up nothing of it, and gives nothing back.
fn resumes(procedure: &Procedure, cause: PauseCause) -> Resume {
    match cause {
        PauseCause::Supplement | PauseCause::Revision => procedure.pauses.after_supplement,
        PauseCause::FinancialObligation | PauseCause::Suspension => procedure.pauses.after_other,
        PauseCause::OutsideLeg => Resume::Remaining,
    }
}

/// The clock of a step goes on with what was left of its term, from now: only now its agency can work on it again. By that agency's
/// calendar, as it is known now (R17).
///
/// # Errors
/// `LT0258` where a day that is needed was never decided.
pub(crate) fn resume_step(
    case: &Case<'_>,
    open: &OpenStep,
    (since, due): (Timestamp, Timestamp),
    published: Option<&Term>,
) -> Check<Resumed> {
    let calendar = calendar(case, &open.agency)?;
    let running = match &open.resumed {
        Some(resumed) => RunningTerm { from: resumed.from, term: resumed.term.clone() },
        None => RunningTerm {
            from: open.since,
            term: promised(case, &open.agency, (open.since, due), published)?,
        },
    };
    let went_on = match Pause::new(since, case.now().max(since)) {
        Ok(pause) => counted(&open.agency, running.resume_remaining(calendar, pause))?,
        Err(_) => running,
    };
    let due = counted(&open.agency, went_on.due(calendar))?;
    Ok(Resumed { from: went_on.from, term: went_on.term, due })
}

/// The term that reception promised, whole: the procedure's, or what the slip bound the desk to; `None` where the dossier has
/// none.
fn promised_term(case: &Case<'_>, reception: &Reception, procedure: &Procedure) -> Check<Option<Term>> {
    let Some(due) = reception.appointment else { return Ok(None) };
    let published = procedure.term_by(case.dossier.case(), reception.channel == Channel::Online);
    promised(case, &reception.desk, (reception.clock_from, due), published).map(Some)
}

/// The term that was promised from one instant to another: the published one, if that is where it ends.
fn promised(
    case: &Case<'_>,
    agency: &AgencyId,
    (from, due): (Timestamp, Timestamp),
    published: Option<&Term>,
) -> Check<Term> {
    let calendar = calendar(case, agency)?;
    if let Some(term) = published
        && counted(agency, calendar.due(from, term))? == due
    {
        return Ok(term.clone());
    }
    // A slip promised less than is published, or there is no term but the slip's, or the calendar was set anew after it (R17):
    // the days to the promised one are what was promised.
    let day_0 = counted(agency, calendar.due(from, &Term::working_days(0)))?;
    let (first, last) = (calendar.local_date(day_0), calendar.local_date(due));
    let days = counted(agency, calendar.working_days_between(first, last))?;
    Ok(Term::working_days(u32::try_from(days).unwrap_or(0)))
}

/// The calendar an agency works by.
pub(crate) fn calendar<'a>(case: &Case<'a>, agency: &AgencyId) -> Check<&'a Calendar> {
    let set = case.facts.catalogue.calendar(agency);
    no_due(set.map(|calendar| &**calendar).ok_or_else(|| NoDue::NoCalendar { agency: agency.clone() }))
}

fn counted<T>(agency: &AgencyId, answer: Result<T, Undecided>) -> Check<T> {
    no_due(answer.map_err(|undecided| NoDue::Undecided { agency: agency.clone(), undecided }))
}

fn no_due<T>(answer: Result<T, NoDue>) -> Check<T> {
    answer.or_else(|why| NO_DUE.refuse("term", why.vi(), why.to_string()))
}
