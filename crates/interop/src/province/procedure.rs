//! A procedure and the process by which it is worked.

use super::fault::{Mistake, Reading};
use super::raw::{self, at};
use super::words::{Known, if_said, said};
use super::{Worked, process};
use lienthong_calendar::Calendar;
use lienthong_catalogue::{
    AppraisalPolicy, ChecklistItem, Fee, OpinionPolicy, PausePolicy, Procedure, ResultItem, Resume,
};
use lienthong_dossier::{Channel, Silence};

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
    let in_force_from = match &raw.in_force_from {
        Some(from) => reading.day(&known.zone, "in-force-from", from),
        None => Some(known.since),
    };
    if raw.term.is_none() {
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
    let process = if_said(raw.process.as_ref(), |process| {
        let of = process::Of {
            raw: process,
            written_term: raw.term.as_ref(),
            code: code.as_ref(),
            decision: decision.as_ref(),
            in_force_from,
            term: term.as_ref(),
            calendar,
        };
        process::read(reading, known, &of)
    })?;
    let steps = process.iter().flat_map(|process| &process.steps).map(|step| step.id.clone()).collect();
    let procedure = Procedure {
        code: code?,
        name: said(&raw.name),
        field: said(&raw.field),
        decision: decision?,
        in_force_from: in_force_from?,
        desks,
        competent: competent?,
        term: Some(term?),
        checklist: raw.checklist.iter().map(item).collect(),
        steps,
        channels,
        pauses: pauses?,
        fees: raw.fees.iter().map(fee).collect(),
        results: raw.results.iter().map(result).collect(),
        online_term,
        escalation: Box::default(),
        opinions: Box::new(opinions?),
        legal_bases: Vec::new(),
        appraisal: Box::new(appraisal),
        fictitious: raw.fictitious,
    };
    let process_line = raw.process.as_ref().map(|process| reading.line(process.span().start));
    let file = reading.file.to_owned();
    Some(Worked { procedure, process, file, line: reading.line(raw.code.span().start), process_line })
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
    let Some(silence) = &raw.silence else { return Some(OpinionPolicy::default()) };
    let means = reading.one_of("silence.means", &silence.means, Silence::ALL, Silence::as_str)?;
    Some(OpinionPolicy {
        silence: means.as_str().into(),
        article: silence.article.as_ref().map(said).unwrap_or_default(),
        escalates: silence.escalates,
    })
}

fn item(raw: &raw::Item) -> ChecklistItem {
    let (id, name) = (said(&raw.id), said(&raw.name));
    ChecklistItem { id, name, required: raw.required, original_first: raw.original_first }
}

fn fee(raw: &raw::Fee) -> Fee {
    let (id, name) = (said(&raw.id), said(&raw.name));
    Fee { id, name, amount: raw.amount, online_amount: raw.online_amount }
}

fn result(raw: &raw::Issued) -> ResultItem {
    ResultItem { id: said(&raw.id), name: said(&raw.name), required: raw.required }
}
