//! What is published of a procedure, told in words of a language: for its page, its drawing, and the command line.

use crate::answers::{FieldTold, LegShown, Part, StepShown};
use crate::words::Words;

/// A value.
#[must_use]
pub fn part(part: &Part, w: &Words) -> String {
    match part.kind.as_str() {
        "text" | "term" | "agency" => w.choose(&part.text, &part.en).to_owned(),
        "money" => part.text.parse().map_or_else(|_| part.text.clone(), lienthong_dossier::dong),
        "count" => part.text.clone(),
        "instant" => crate::shown::instant(&part.text),
        group => w.word(group, &part.text),
    }
}

/// Values in a row; a dash where there is none.
#[must_use]
pub fn parts(parts: &[Part], w: &Words) -> String {
    if parts.is_empty() {
        return "–".to_owned();
    }
    parts.iter().map(|one| part(one, w)).collect::<Vec<_>>().join(", ")
}

/// What happened to a field: it was added, taken out, or changed.
#[must_use]
pub fn change(told: &FieldTold, w: &Words) -> &'static str {
    w.t(match (told.before.is_empty(), told.after.is_empty()) {
        (true, false) => "procedure.added",
        (false, true) => "procedure.removed",
        _ => "procedure.changed",
    })
}

/// Of a version that stands in files only.
#[must_use]
pub fn pending(w: &Words) -> &'static str {
    w.t("procedure.pending")
}

/// Of a step what is done, where, and within what term.
#[must_use]
pub fn step(step: &StepShown, w: &Words) -> String {
    let mut said = vec![w.word("step_kind", &step.kind), w.word("place", &step.place)];
    said.extend(step.term.as_ref().map(|term| part(term, w)));
    said.join(" · ")
}

/// What a leg is for, to whom it goes, and within what term.
#[must_use]
pub fn leg(leg: &LegShown, w: &Words) -> String {
    let to = leg.to.as_ref().map_or_else(|| w.t("procedure.any_agency").to_owned(), |to| part(to, w));
    let mut said = vec![w.word("purpose", &leg.purpose), to];
    said.extend(leg.term.as_ref().map(|term| part(term, w)));
    let marks = [(leg.outside_term, "dossier.outside_term"), (leg.moves_custody, "procedure.with_custody")];
    said.extend(marks.iter().filter(|(is, _)| *is).map(|(_, key)| w.t(key).to_owned()));
    said.join(" · ")
}
