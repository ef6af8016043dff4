//! ProposeSupplement, RequestSupplement, ProvideSupplement, RequestRevision: papers that are missing, or to be corrected.

use super::{Decided, ask_desk, ask_party};
use crate::case::Case;
use crate::rules::{pauses, r04_checklist, r05_once, r07_reason, r19_known, stage};
use crate::{clock, version};
use jiff::Timestamp;
use lienthong_catalogue::Procedure;
use lienthong_dossier::{Check, Document, Event, PauseCause, Refusals};

/// The custodian finds papers missing; only the desk asks the citizen for them.
pub(crate) fn propose(case: &Case<'_>, items: &[Box<str>], reasons: &[Box<str>]) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(pauses::no_papers_awaited(case));
    no.ask(r05_once::something("items", items));
    no.extend(r04_checklist::check(case, procedure, "items", items));
    no.ask(r07_reason::check("reasons", reasons.iter().map(|reason| &**reason)));
    no.settle()?;
    Ok(vec![Event::SupplementProposed { items: items.to_vec(), reasons: reasons.to_vec() }])
}

/// What the desk asks for.
pub(crate) struct Letter<'a> {
    pub(crate) items: &'a [Box<str>],
    pub(crate) reasons: &'a [Box<str>],
    pub(crate) until: Option<Timestamp>,
    pub(crate) again: &'a str,
}

/// Asked for by the desk, before reception or after it. After it, the clock stands still; the day of asking counts as used.
pub(crate) fn request(case: &Case<'_>, letter: &Letter<'_>) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(stage::not_ended(case));
    no.ask(pauses::free(case));
    no.ask(r05_once::something("items", letter.items));
    no.extend(r04_checklist::check(case, procedure, "items", letter.items));
    no.ask(r05_once::check(case, procedure, letter.again));
    no.ask(r07_reason::check("reasons", letter.reasons.iter().map(|reason| &**reason)));
    no.ask(pauses::ahead(case, "until", letter.until));
    no.settle()?;
    let before = case.dossier.supplements.iter().filter(|supplement| !supplement.revision).count();
    let requested = Event::SupplementRequested {
        items: letter.items.to_vec(),
        reasons: letter.reasons.to_vec(),
        until: letter.until,
        number: u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1),
    };
    let paused = case
        .dossier
        .reception
        .as_ref()
        .map(|reception| clock::pause(case, reception, PauseCause::Supplement, letter.until));
    Ok(std::iter::once(requested).chain(paused).collect())
}

/// Brought by the citizen, to the desk or through the portal: the clock goes on.
pub(crate) fn provide(case: &Case<'_>, items: &[Box<str>], documents: &[Document]) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_desk(case, &mut no, procedure);
    no.ask(stage::not_ended(case));
    let awaited = no.ask(pauses::papers_awaited(case));
    no.ask(r05_once::something("items", items));
    let not_listed = r04_checklist::check(case, procedure, "items", items);
    if let Some(supplement) = awaited.filter(|_| not_listed.is_empty()) {
        no.ask(pauses::among_those_asked(supplement, items));
    }
    no.extend(not_listed);
    let resumed = no.ask(resumed(case, procedure)).flatten();
    no.settle()?;
    let provided = Event::SupplementProvided { items: items.to_vec(), documents: documents.to_vec() };
    Ok(std::iter::once(provided).chain(resumed).collect())
}

/// A paper that is there is to be corrected, point by point, under a law: the clock stands still.
pub(crate) fn revise(
    case: &Case<'_>,
    item: &str,
    points: &[Box<str>],
    law: &str,
    until: Option<Timestamp>,
) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    let reception = no.ask(stage::running(case));
    no.ask(pauses::free(case));
    no.extend(r04_checklist::check(case, procedure, "item", &[item.into()]));
    no.ask(r07_reason::check("points", points.iter().map(|point| &**point)));
    no.ask(r07_reason::check("law", [law]));
    no.ask(pauses::ahead(case, "until", until));
    no.settle()?;
    let asked =
        Event::RevisionRequested { item: item.into(), points: points.to_vec(), law: law.into(), until };
    let paused = reception.map(|reception| clock::pause(case, reception, PauseCause::Revision, until));
    Ok(std::iter::once(asked).chain(paused).collect())
}

/// The clock goes on, if it stood still for papers; before reception there is none.
fn resumed(case: &Case<'_>, procedure: &Procedure) -> Check<Option<Event>> {
    let (Some(reception), Some(pause)) = (&case.dossier.reception, case.dossier.clock.pause) else {
        return Ok(None);
    };
    clock::resume(case, reception, procedure, pause.cause, pause.since).map(Some)
}
