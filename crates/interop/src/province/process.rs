//! How a procedure is worked: its steps and the legs it foresees, and whether a dossier can go through them to an end in time.

use super::fault::{Mistake, Reading};
use super::procedure::Common;
use super::raw::{self, at};
use super::words::{Known, if_said};
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Term};
use lienthong_catalogue::{ForeseenLeg, Place, Process, Step, StepKind};
use lienthong_dossier::Purpose;
use lienthong_names::{CaseName, StepName};
use std::collections::BTreeMap;
use toml::Spanned;

/// What a process is the process of: a procedure, or a case of it.
pub(super) struct Whole<'a> {
    /// Where the process is written: `process`, `cases[0].process`.
    pub(super) field: String,
    pub(super) case: Option<&'a CaseName>,
    /// The term that it has to be done in, where that is written, and as it is.
    pub(super) term_field: &'a str,
    pub(super) written_term: Option<&'a raw::Text>,
    pub(super) term: Option<&'a Term>,
}

/// A process as it is written.
struct Of<'a> {
    raw: &'a Spanned<raw::Process>,
    whole: &'a Whole<'a>,
    calendar: &'a Calendar,
}

impl Of<'_> {
    /// The name of a field of it.
    fn field(&self, name: &str) -> String {
        format!("{}.{name}", self.whole.field)
    }
}

/// Reads one; `None` where something of it is wrong.
pub(super) fn read(
    reading: &mut Reading<'_>,
    known: &Known,
    common: &Common<'_>,
    whole: &Whole<'_>,
    written: &Spanned<raw::Process>,
) -> Option<Process> {
    let raw = written.get_ref();
    let of = &Of { raw: written, whole, calendar: common.calendar };
    reading.once(&of.field("steps"), raw.steps.iter().map(|step| &step.id));
    let before = reading.faults.len();
    let steps: Vec<Step> = raw
        .steps
        .iter()
        .enumerate()
        .filter_map(|(n, step)| self::step(reading, &whole.field, step, n))
        .collect();
    let legs: Vec<ForeseenLeg> =
        raw.legs.iter().enumerate().filter_map(|(n, leg)| self::leg(reading, known, of, leg, n)).collect();
    let decision = match &raw.decision {
        Some(decision) => reading.decision(&of.field("decision"), decision),
        None => common.decision.cloned(),
    };
    let process = Process {
        procedure: common.code.cloned()?,
        case: whole.case.cloned(),
        decision: decision?,
        in_force_from: common.in_force_from?,
        strict: raw.strict,
        receiving_term: reading.term(&of.field("receiving-term"), raw.receiving_term.as_ref()),
        steps,
        legs,
    };
    // What a step that could not be read leads to nobody knows.
    if reading.faults.len() == before {
        ways(reading, of, &process);
        roles(reading, of, &process);
        in_time(reading, of, &process);
    }
    Some(process)
}

/// The n-th step of the process that is written under a field.
pub(super) fn step(reading: &mut Reading<'_>, whole: &str, raw: &raw::Step, n: usize) -> Option<Step> {
    let field = |name: &str| format!("{whole}.steps[{n}].{name}");
    let id = reading.word(&field("id"), &raw.id);
    let kind = reading.one_of(&field("kind"), &raw.kind, StepKind::ALL, StepKind::as_str);
    let place = match &raw.place {
        Some(place) => reading.one_of(&field("place"), place, Place::ALL, Place::as_str),
        None => Some(Place::Agency),
    };
    let term = reading.term(&field("term"), raw.term.as_ref());
    let mut next = Vec::with_capacity(raw.next.len());
    for name in &raw.next {
        next.push(reading.word(&field("next"), name)?);
    }
    Some(Step { id: id?, kind: kind?, place: place?, term, starts: raw.starts, next })
}

fn leg(
    reading: &mut Reading<'_>,
    known: &Known,
    of: &Of<'_>,
    raw: &raw::Leg,
    n: usize,
) -> Option<ForeseenLeg> {
    let field = |name: &str| of.field(&format!("legs[{n}].{name}"));
    let to = if_said(raw.to.as_ref(), |agency| reading.agency(known, &field("to"), agency));
    let purpose = reading.one_of(&field("purpose"), &raw.purpose, Purpose::ALL, Purpose::as_str);
    if raw.term.is_none() {
        let what = "nothing says within what term it is answered";
        reading.fault(Mistake::NoDeadline, at(&raw.purpose), field("term"), what);
    }
    let term = reading.term(&field("term"), raw.term.as_ref());
    Some(ForeseenLeg {
        to: to?,
        purpose: purpose?.as_str().into(),
        term: Some(term?),
        outside_term: raw.outside_term,
        moves_custody: raw.moves_custody,
    })
}

/// Every step that is named is there, can be come to, and leads to an end.
fn ways(reading: &mut Reading<'_>, of: &Of<'_>, process: &Process) {
    let raw = of.raw.get_ref();
    let place = |id: &StepName| raw.steps.iter().position(|step| *step.id.get_ref() == *id.as_str());
    for (n, step) in raw.steps.iter().enumerate() {
        let unknown =
            |name: &&raw::Text| !process.steps.iter().any(|known| known.id.as_str() == name.get_ref());
        for name in step.next.iter().filter(unknown) {
            let what = format!("there is no step `{}`", name.get_ref());
            reading.fault(Mistake::NoStep, at(name), of.field(&format!("steps[{n}].next")), what);
        }
    }
    if !process.steps.iter().any(|step| step.starts) {
        let what = "no step says `starts = true`: nobody could begin";
        reading.fault(Mistake::Unreachable, Some(of.raw.span()), of.field("steps"), what);
        return;
    }
    let said = [
        (process.unreachable(), Mistake::Unreachable, "no way leads to"),
        (process.without_exit(), Mistake::NoExit, "no way leads to an end from"),
    ];
    for (steps, mistake, what) in said {
        for id in steps {
            let n = place(id).unwrap_or_default();
            let span = raw.steps.get(n).and_then(|step| at(&step.id));
            reading.fault(mistake, span, of.field(&format!("steps[{n}]")), format!("{what} step `{id}`"));
        }
    }
}

/// Somebody receives it, somebody examines it, somebody approves: three roles that R11 keeps apart.
fn roles(reading: &mut Reading<'_>, of: &Of<'_>, process: &Process) {
    let has = |kinds: &[StepKind]| process.steps.iter().any(|step| kinds.contains(&step.kind));
    let asked: [(&[StepKind], &str); 3] = [
        (&[StepKind::Receive], "no step of kind `receive`: nobody receives it"),
        (
            &[StepKind::Verify, StepKind::Appraise],
            "no step of kind `verify` or `appraise`: nobody examines it",
        ),
        (&[StepKind::Approve], "no step of kind `approve`: nobody approves it"),
    ];
    for (_, what) in asked.iter().filter(|(kinds, _)| !has(kinds)) {
        reading.fault(Mistake::NoRole, Some(of.raw.span()), of.field("steps"), *what);
    }
}

/// The quickest way through its steps, and each leg within the term, take no longer than the term of the whole. Compared on the
/// calendar, so that days of every kind can be.
fn in_time(reading: &mut Reading<'_>, of: &Of<'_>, process: &Process) {
    let Some(term) = of.whole.term else { return };
    let from = process.in_force_from;
    let Ok(due) = of.calendar.due(from, term) else { return };
    let raw = of.raw.get_ref();
    for (n, leg) in process.legs.iter().enumerate().filter(|(_, leg)| !leg.outside_term) {
        let (Some(own), Some(written)) = (&leg.term, raw.legs.get(n).and_then(|leg| leg.term.as_ref()))
        else {
            continue;
        };
        if of.calendar.due(from, own).is_ok_and(|end| end > due) {
            let what = format!("{own} are longer than the whole may take: {term}");
            reading.fault(Mistake::TooShort, at(written), of.field(&format!("legs[{n}].term")), what);
        }
    }
    let Some(end) = quickest(of.calendar, process, from) else { return };
    if end > due
        && let Some(written) = of.whole.written_term
    {
        let what = format!("{term} end before the quickest way through the steps does");
        reading.fault(Mistake::TooShort, at(written), of.whole.term_field, what);
    }
}

/// When the quickest way through the steps ends, each taking its whole term; `None`: no step has one, or no way leads to an end. The
/// terms of a way are counted as one: half a day and half a day are a day.
fn quickest(calendar: &Calendar, process: &Process, from: Timestamp) -> Option<Timestamp> {
    process.steps.iter().find(|step| step.term.is_some())?;
    let after = |way: Option<&Term>, step: &Step| match (way.cloned(), &step.term) {
        (Some(way), Some(term)) => Some(way.then(term.clone())),
        (way, term) => way.or_else(|| term.clone()),
    };
    let end = |way: Option<&Term>| way.map_or(from, |term| calendar.due(from, term).unwrap_or(from));
    let starts = process.steps.iter().filter(|step| step.starts);
    let mut ways: BTreeMap<&StepName, Option<Term>> =
        starts.map(|step| (&step.id, after(None, step))).collect();
    // Each round settles at least the quickest way of one more step.
    for _ in 0..process.steps.len() {
        for step in &process.steps {
            let Some(done) = ways.get(&step.id).cloned() else { continue };
            for next in step.next.iter().filter_map(|next| process.step(next)) {
                let way = after(done.as_ref(), next);
                let known = ways.entry(&next.id).or_insert_with(|| way.clone());
                if end(way.as_ref()) < end(known.as_ref()) {
                    *known = way;
                }
            }
        }
    }
    let last = process.steps.iter().filter(|step| step.next.is_empty());
    last.filter_map(|step| ways.get(&step.id)).map(|way| end(way.as_ref())).min()
}
