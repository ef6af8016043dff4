//! RecordResult, WithdrawResult, ReissueResult, ReopenDossier: what a dossier ends with, and what a complaint or a court undoes.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{dates, personal, r07_reason, r19_known, results, stage};
use crate::{clock, version};
use lienthong_calendar::Term;
use lienthong_dossier::{Document, Event, Refusals, ResultOutcome, SignatureCheck, SigningCapacity};

/// The document of a result.
pub(crate) struct Paper<'a> {
    pub(crate) result: &'a str,
    pub(crate) number: &'a str,
    pub(crate) date: &'a str,
    pub(crate) signer: &'a str,
    pub(crate) capacity: Option<SigningCapacity>,
    pub(crate) signature: Option<SignatureCheck>,
    pub(crate) documents: &'a [Document],
}

/// One result is there; the applicant learns of it when the dossier is resolved.
pub(crate) fn record(case: &Case<'_>, paper: &Paper<'_>, outcome: ResultOutcome) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(results::to_be_recorded(case, paper.result));
    no.ask(results::foreseen(procedure, paper.result));
    // What is not needed has no document.
    if outcome != ResultOutcome::NotNeeded {
        let texts = [("number", paper.number), ("signer", paper.signer)];
        no.extend(dates::document(case, texts, ("date", paper.date)));
    }
    no.settle()?;
    Ok(vec![Event::ResultRecorded {
        result: paper.result.into(),
        outcome,
        number: paper.number.into(),
        date: paper.date.into(),
        signer: paper.signer.into(),
        capacity: paper.capacity,
        signature: paper.signature,
        documents: paper.documents.to_vec(),
    }])
}

/// It no longer stands, for a reason, under a law, a decision or a judgment.
pub(crate) fn withdraw(case: &Case<'_>, result: &str, reason: &str, law: &str) -> Decided {
    r19_known::check(case)?;
    let issued = results::known(case, result)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(results::standing(issued, result, true));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(r07_reason::check("law", [law]));
    no.settle()?;
    Ok(vec![Event::ResultWithdrawn { result: result.into(), reason: reason.into(), law: law.into() }])
}

/// Another document stands in its place, and is handed out like the first.
pub(crate) fn reissue(case: &Case<'_>, paper: &Paper<'_>, reason: &str) -> Decided {
    r19_known::check(case)?;
    let issued = results::known(case, paper.result)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(results::standing(issued, paper.result, false));
    no.ask(r07_reason::check("reason", [reason]));
    let texts = [("number", paper.number), ("signer", paper.signer)];
    no.extend(dates::document(case, texts, ("date", paper.date)));
    no.settle()?;
    Ok(vec![Event::ResultReissued {
        result: paper.result.into(),
        number: paper.number.into(),
        date: paper.date.into(),
        signer: paper.signer.into(),
        capacity: paper.capacity,
        signature: paper.signature,
        documents: paper.documents.to_vec(),
        reason: reason.into(),
    }])
}

/// It is open again, with whoever held it last, within a term of its own or late from the start.
pub(crate) fn reopen(case: &Case<'_>, reason: &str, law: &str, term: Option<&Term>) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    let decided = no.ask(stage::resolved(case));
    // It would have to be resolved for nobody.
    no.ask(personal::kept(case));
    no.ask(r07_reason::check("reason", [reason]));
    no.ask(r07_reason::check("law", [law]));
    // It protects the citizen, and cannot start before there was something to open again.
    let from = decided.map_or(case.now(), |(_, resolution)| case.citizens_clock().max(resolution.at));
    let due = decided.and_then(|(reception, _)| no.ask(clock::due(case, &reception.desk, from, term)));
    no.settle()?;
    Ok(vec![Event::DossierReopened {
        reason: reason.into(),
        law: law.into(),
        from,
        term: term.cloned(),
        due: due.flatten(),
    }])
}
