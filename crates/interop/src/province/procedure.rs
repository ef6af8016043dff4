//! A procedure and the processes by which it is worked.

use super::fault::{Mistake, Reading};
use super::raw::{self, at};
use super::words::{Known, if_said, said};
use super::{Worked, cases, process};
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Term};
use lienthong_catalogue::{
    AppraisalPolicy, ChecklistItem, Decision, Fee, OpinionPolicy, PausePolicy, Procedure, ResultItem, Resume,
};
use lienthong_dossier::{Channel, Silence};
use lienthong_names::ProcedureCode;
use std::ops::Range;

/// What was read of a procedure that its processes share: what is wrong with that is told here, once.
pub(super) struct Common<'a> {
    pub(super) written_term: Option<&'a raw::Text>,
    pub(super) code: Option<&'a ProcedureCode>,
    pub(super) decision: Option<&'a Decision>,
    pub(super) in_force_from: Option<Timestamp>,
    pub(super) term: Option<&'a Term>,
    pub(super) calendar: &'a Calendar,
}

/// Reads one; `None` where something of it is wrong.
pub(super) fn read(
    reading: &mut Reading<'_>,
    known: &Known,
    calendar: &Calendar,
    raw: &raw::Procedure,
) -> Option<Worked> {
    reading.once("checklist", raw.checklist.iter().map(|item| &item.id));
    reading.once("fees", raw.fees.iter().map(|fee| &fee.id));
    reading.once("results", raw.results.iter().map(|result| &result.id));
    let code = reading.word("code", &raw.code);
    let decision = match &raw.decision {
        Some(decision) => reading.decision("decision", decision),
        None => Some(known.decision.clone()),
    };
    let drafted_in = if_said(raw.drafted_in.as_ref(), |code| reading.word("drafted-in", code));
    let in_force_from = match &raw.in_force_from {
        Some(from) => reading.day(&known.zone, "in-force-from", from),
        None => Some(known.since),
    };
    let every_case_says_its_own = raw.case_required.as_ref().is_some_and(|said| *said.get_ref())
        && raw.cases.iter().all(|case| case.term.is_some());
    if raw.term.is_none() && !every_case_says_its_own {
        reading.fault(Mistake::NoDeadline, at(&raw.code), "term", "nothing says within what term it is done");
    }
    let term = reading.term("term", raw.term.as_ref());
    let online_term = reading.term("online-term", raw.online_term.as_ref());
    let competent = if_said(raw.competent.as_ref(), |agency| reading.agency(known, "competent", agency));
    let desks: Vec<_> = raw.desks.iter().filter_map(|desk| reading.agency(known, "desks", desk)).collect();
    let channels: Vec<_> = raw
        .channels
        .iter()
        .filter_map(|channel| reading.one_of("channels", channel, Channel::ALL, Channel::as_str))
        .map(|channel| channel.as_str().into())
        .collect();
    let pauses = pauses(reading, raw);
    let opinions = opinions(reading, raw);
    let appraisal =
        raw.appraisal.as_ref().map_or_else(AppraisalPolicy::default, |appraisal| AppraisalPolicy {
            minimum_members: appraisal.minimum_members,
            term: reading.term("appraisal.term", appraisal.term.as_ref()),
        });
    let of = Common {
        written_term: raw.term.as_ref(),
        code: code.as_ref(),
        decision: decision.as_ref(),
        in_force_from,
        term: term.as_ref(),
        calendar,
    };
    let process = if_said(raw.process.as_ref(), |process| {
        let whole = process::Whole {
            field: "process".to_owned(),
            case: None,
            term_field: "term",
            written_term: of.written_term,
            term: of.term,
        };
        process::read(reading, known, &of, &whole, process)
    });
    let (cases, of_cases) = cases::read(reading, known, &of, raw);
    let checklist =
        raw.checklist.iter().enumerate().map(|(n, item)| self::item(reading, raw, item, n)).collect();
    let fees = raw.fees.iter().enumerate().map(|(n, fee)| self::fee(reading, raw, fee, n)).collect();
    let process = process?;
    let steps = process.iter().flat_map(|process| &process.steps).map(|step| step.id.clone()).collect();
    let procedure = Procedure {
        code: code?,
        name: said(&raw.name),
        field: said(&raw.field),
        decision: decision?,
        drafted_in: drafted_in?,
        in_force_from: in_force_from?,
        desks,
        competent: competent?,
        term,
        checklist,
        steps,
        channels,
        pauses: pauses?,
        fees,
        results: raw.results.iter().map(result).collect(),
        online_term,
        escalation: Box::default(),
        opinions: Box::new(opinions?),
        legal_bases: Vec::new(),
        appraisal: Box::new(appraisal),
        fictitious: raw.fictitious,
        cases,
        case_required: raw.case_required.as_ref().is_some_and(|said| *said.get_ref()),
    };
    let line = |span: Range<usize>| reading.line(span.start);
    let process = process.zip(raw.process.as_ref().map(|written| line(written.span())));
    Some(Worked {
        procedure,
        processes: process.into_iter().chain(of_cases).collect(),
        file: reading.file.to_owned(),
        line: line(raw.code.span()),
    })
}

fn pauses(reading: &mut Reading<'_>, raw: &raw::Procedure) -> Option<PausePolicy> {
    let usual = PausePolicy::default();
    let mut resume = |field: &str, text: Option<&raw::Text>, usual: Resume| match text {
        Some(text) => reading.one_of(field, text, Resume::ALL, Resume::as_str),
        None => Some(usual),
    };
    let after_supplement = resume("after-supplement", raw.after_supplement.as_ref(), usual.after_supplement);
    let after_other = resume("after-other", raw.after_other.as_ref(), usual.after_other);
    Some(PausePolicy {
        after_supplement: after_supplement?,
        after_other: after_other?,
        repeat_reasons: raw.repeat_reasons.iter().map(said).collect(),
    })
}

fn opinions(reading: &mut Reading<'_>, raw: &raw::Procedure) -> Option<OpinionPolicy> {
    let closed = raw.closed_opinions;
    let Some(silence) = &raw.silence else {
        return Some(OpinionPolicy { closed, ..OpinionPolicy::default() });
    };
    let means = reading.one_of("silence.means", &silence.means, Silence::ALL, Silence::as_str)?;
    Some(OpinionPolicy {
        silence: means.as_str().into(),
        article: silence.article.as_ref().map(said).unwrap_or_default(),
        escalates: silence.escalates,
        closed,
    })
}

fn item(reading: &mut Reading<'_>, of: &raw::Procedure, raw: &raw::Item, n: usize) -> ChecklistItem {
    let (id, name) = (said(&raw.id), said(&raw.name));
    let cases = cases::of_item(reading, &format!("checklist[{n}].cases"), &of.cases, &raw.cases);
    ChecklistItem { id, name, required: raw.required, original_first: raw.original_first, cases }
}

fn fee(reading: &mut Reading<'_>, of: &raw::Procedure, raw: &raw::Fee, n: usize) -> Fee {
    let (id, name) = (said(&raw.id), said(&raw.name));
    let cases = cases::of_item(reading, &format!("fees[{n}].cases"), &of.cases, &raw.cases);
    Fee { id, name, amount: raw.amount, online_amount: raw.online_amount, cases }
}

fn result(raw: &raw::Issued) -> ResultItem {
    ResultItem { id: said(&raw.id), name: said(&raw.name), required: raw.required }
}
