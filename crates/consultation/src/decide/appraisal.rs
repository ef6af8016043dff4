//! OpenAppraisal, RecordVisit, CastVote, ConcludeAppraisal, ReopenAppraisal: who chairs, the secretary and the members.
//!
//! Whoever holds the dossier, or has it for appraisal, opens one and chairs it from then on, also once the dossier or the leg has
//! gone: it answers for the conclusion.

use super::Decided;
use crate::case::Case;
use crate::rules::{ask_party, council, r07_reason, r11_officers, r19_known, rounds, stage, votes};
use lienthong_calendar::Term;
use lienthong_dossier::{Appraisal, Check, Conclusion, Council, Document, Event, Member, Refusals};
use lienthong_names::AppraisalId;

/// What is laid before the appraisers, and who they are.
pub(crate) struct Opening<'a> {
    pub(crate) council: Option<&'a Council>,
    pub(crate) session: Option<&'a str>,
    pub(crate) mandatory: bool,
    pub(crate) term: Option<&'a Term>,
    pub(crate) documents: &'a [Document],
}

/// The first round.
pub(crate) fn open(case: &Case<'_>, id: &AppraisalId, opening: &Opening<'_>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(rounds::unused(case, id));
    council::composed(case, opening.council, &mut no);
    no.extend(r11_officers::members(case, opening.council));
    let due = no.ask(rounds::due(case, opening.term));
    no.settle()?;
    Ok(vec![Event::AppraisalOpened {
        appraisal: id.clone(),
        chair: case.agency().clone(),
        council: opening.council.cloned(),
        session: opening.session.map(Into::into),
        mandatory: opening.mandatory,
        due: due.flatten(),
        documents: opening.documents.to_vec(),
    }])
}

/// What was seen.
pub(crate) struct Seen<'a> {
    pub(crate) date: &'a str,
    pub(crate) place: &'a str,
    pub(crate) present: &'a [Box<str>],
    pub(crate) findings: &'a str,
}

/// Recorded in the round that is open.
pub(crate) fn visit(case: &Case<'_>, id: &AppraisalId, seen: &Seen<'_>) -> Decided {
    let (appraisal, mut no) = begin(case, id)?;
    no.ask(stage::running(case));
    no.ask(rounds::open(appraisal, id));
    no.extend(rounds::written(case, &[("place", seen.place), ("findings", seen.findings)], seen.date));
    no.settle()?;
    Ok(vec![Event::VisitRecorded {
        appraisal: id.clone(),
        round: appraisal.number(),
        date: seen.date.into(),
        place: seen.place.into(),
        present: seen.present.to_vec(),
        findings: seen.findings.into(),
    }])
}

/// Once in a round, by the member in person. A vote after the round's due counts as long as the round is open: what is late is its
/// conclusion.
pub(crate) fn vote(case: &Case<'_>, id: &AppraisalId, vote: Conclusion, text: &str) -> Decided {
    let (appraisal, mut no) = begin(case, id)?;
    no.ask(votes::seated(case, appraisal));
    no.ask(stage::running(case));
    let round = no.ask(rounds::open(appraisal, id));
    let member = Member { agency: case.agency().clone(), officer: case.act.officer.clone() };
    if let Some(round) = round {
        no.ask(votes::once(round, &member));
    }
    no.ask(r07_reason::of_conclusion(case, vote, text));
    no.settle()?;
    Ok(vec![Event::VoteCast {
        appraisal: id.clone(),
        round: appraisal.number(),
        member,
        vote,
        text: text.into(),
    }])
}

/// How a round ended, as its minutes say.
pub(crate) struct Minutes<'a> {
    pub(crate) conclusion: Conclusion,
    pub(crate) text: &'a str,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
    pub(crate) documents: &'a [Document],
}

/// Closed with its minutes; what a council concludes its votes must carry.
pub(crate) fn conclude(case: &Case<'_>, id: &AppraisalId, minutes: &Minutes<'_>) -> Decided {
    let (appraisal, mut no) = begin(case, id)?;
    no.ask(stage::running(case));
    let round = no.ask(rounds::open(appraisal, id));
    if let (Some(round), Some(council)) = (round, &appraisal.council) {
        // What too few voted carries nothing, and need not be said.
        if no.ask(votes::quorum(case, council, round)).is_some() {
            no.ask(votes::carried(case, council, round, minutes.conclusion));
        }
    }
    no.ask(r11_officers::alone(case, appraisal));
    no.ask(r07_reason::of_conclusion(case, minutes.conclusion, minutes.text));
    no.extend(rounds::written(case, &[("number", minutes.number)], minutes.date));
    no.ask(rounds::has_minutes(case, minutes.documents));
    no.settle()?;
    let late = round.and_then(|round| round.due).is_some_and(|due| case.now() > due);
    Ok(vec![Event::AppraisalConcluded {
        appraisal: id.clone(),
        round: appraisal.number(),
        conclusion: minutes.conclusion,
        text: minutes.text.into(),
        number: minutes.number.into(),
        date: minutes.date.into(),
        documents: minutes.documents.to_vec(),
        late,
    }])
}

/// The next round, with a term of its own, on what the applicant revised.
pub(crate) fn reopen(
    case: &Case<'_>,
    id: &AppraisalId,
    term: Option<&Term>,
    documents: &[Document],
) -> Decided {
    let (appraisal, mut no) = begin(case, id)?;
    no.ask(stage::running(case));
    let concluded = no.ask(rounds::with_changes(appraisal, id));
    if let Some(concluded) = concluded {
        no.ask(rounds::revised(case, concluded));
    }
    let due = no.ask(rounds::due(case, term));
    no.settle()?;
    Ok(vec![Event::AppraisalReopened {
        appraisal: id.clone(),
        round: appraisal.number().saturating_add(1),
        due: due.flatten(),
        documents: documents.to_vec(),
    }])
}

/// The appraisal that a command carries on, and what speaks against who acts on it.
fn begin<'a>(case: &Case<'a>, id: &AppraisalId) -> Check<(&'a Appraisal, Refusals)> {
    r19_known::check(case)?;
    let appraisal = rounds::known(case, id)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    Ok((appraisal, no))
}
