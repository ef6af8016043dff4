//! Two versions of how a procedure is worked, compared.

use super::{Difference, Field, Found, Said, text, word};
use crate::process::{ForeseenLeg, Process, Step};

/// What `after` says otherwise than `before`, in the order of the fields; nothing only where they are equal.
#[must_use]
pub fn between_processes(before: &Process, after: &Process) -> Vec<Difference> {
    let mut found = Found::default();
    let Process { procedure, case, decision, in_force_from, strict, receiving_term, steps, legs } = before;
    found.one(Field::Code, procedure, &after.procedure, |code| text(code.as_str()));
    found.one(Field::Decision, decision, &after.decision, |one| Some(Said::Decision(one.clone())));
    found.one(Field::InForceFrom, in_force_from, &after.in_force_from, |at| Some(Said::At(*at)));
    found.one(Field::ProcessCase, case, &after.case, |case| {
        case.as_ref().and_then(|case| text(case.as_str()))
    });
    found.flag(Field::Strict, *strict, after.strict);
    found.term(Field::ReceivingTerm, receiving_term.as_ref(), after.receiving_term.as_ref());
    found.each(Field::Steps, steps, &after.steps, |step| step.id.to_string(), whole_step, steps_differ);
    found.each(Field::Legs, legs, &after.legs, leg_id, whole_leg, legs_differ);
    found.differences
}

fn whole_step(step: &Step) -> Said {
    let mut all = vec![
        Said::Word("step_kind", step.kind.as_str().into()),
        Said::Word("place", step.place.as_str().into()),
    ];
    all.extend(step.term.clone().map(Said::Term));
    Said::All(all)
}

fn steps_differ(found: &mut Found, before: &Step, after: &Step) {
    let Step { id: _, kind, place, term, starts, next } = before;
    found.one(Field::StepKind, kind, &after.kind, |kind| word("step_kind", kind.as_str()));
    found.one(Field::StepPlace, place, &after.place, |place| word("place", place.as_str()));
    found.term(Field::StepTerm, term.as_ref(), after.term.as_ref());
    found.flag(Field::StepStarts, *starts, after.starts);
    found.all(Field::StepNext, next, &after.next, |next| Said::Text(next.as_str().into()));
}

/// A leg has no id of its own: what it is for and to whom it goes says which it is.
fn leg_id(leg: &ForeseenLeg) -> String {
    match &leg.to {
        Some(to) => format!("{} {to}", leg.purpose),
        None => leg.purpose.to_string(),
    }
}

fn whole_leg(leg: &ForeseenLeg) -> Said {
    let to = leg.to.clone().map(Said::Agency);
    let purpose = Some(Said::Word("purpose", leg.purpose.clone()));
    Said::All(purpose.into_iter().chain(to).chain(leg.term.clone().map(Said::Term)).collect())
}

fn legs_differ(found: &mut Found, before: &ForeseenLeg, after: &ForeseenLeg) {
    // Whom it goes to and for what are the same: by these it was found.
    let ForeseenLeg { to: _, purpose: _, term, outside_term, moves_custody } = before;
    found.term(Field::LegTerm, term.as_ref(), after.term.as_ref());
    found.flag(Field::LegOutsideTerm, *outside_term, after.outside_term);
    found.flag(Field::LegMovesCustody, *moves_custody, after.moves_custody);
}
