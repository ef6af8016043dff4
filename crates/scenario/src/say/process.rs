//! The verbs of how procedures are worked, and of rules that are switched.
//!
//! `publishes [strict] process of PROCEDURE [case CASE] ways "STEP KIND PLACE [N days|hours] [> STEP | STEP], …" [legs "AGENCY|any PURPOSE [N days]
//! [outside] [custody], …"] [receiving N days] [from DATE] [without start] [without decision]` (the first step starts) ·
//! `switches off|back RULE [for PROCEDURE] [of AGENCY] [from DATE] [until DATE] [without decision]` ·
//! `brings version N of SERVICE [without decision]`

use super::publishing::{BEGINNING, decision};
use super::{Speaker, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_calendar::Term;
use lienthong_catalogue::{
    Command, ForeseenLeg, Place, Process, RulesVersion, Step, StepKind, Switch, Validity,
};
use lienthong_names::{CaseName, ProcedureCode, Service, StepName};

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let command = match *act.head().as_slice() {
        ["publishes", "process"] => Command::PublishProcess(process(speaker, act, false)?),
        ["publishes", "strict", "process"] => Command::PublishProcess(process(speaker, act, true)?),
        ["switches", way @ ("off" | "back"), rule] => Command::SwitchRule(Switch {
            rule: rule.into(),
            off: way == "off",
            procedure: procedure(speaker, act, "for")?,
            agency: act.read("of", |text| speaker.names.agency(act.line(), text))?,
            validity: Validity { from: when(act, "from")?.unwrap_or(BEGINNING), until: when(act, "until")? },
            decision: under(act),
        }),
        ["brings", "version", version] => Command::AdoptRules(RulesVersion {
            service: act
                .get("of")
                .unwrap_or_default()
                .parse::<Service>()
                .map_err(|e| Trouble::at(act.line(), e.to_string()))?,
            version: version
                .parse()
                .map_err(|_| Trouble::at(act.line(), format!("`{version}` is no number")))?,
            decision: under(act),
        }),
        _ => return Ok(None),
    };
    Ok(Some(command))
}

pub(super) fn under(act: &Phrases) -> lienthong_catalogue::Decision {
    decision(if act.names("without", "decision") { "" } else { "Chủ tịch" })
}

fn procedure(speaker: &Speaker<'_>, act: &Phrases, keyword: &str) -> Result<Option<ProcedureCode>, Trouble> {
    act.read(keyword, |text| speaker.names.procedure(act.line(), text))
}

fn process(speaker: &Speaker<'_>, act: &Phrases, strict: bool) -> Result<Process, Trouble> {
    let Some(procedure) = procedure(speaker, act, "of")? else { return act.trouble("of which procedure?") };
    let steps = act.list("ways").into_iter().enumerate().map(|(place, text)| step(act, place, &text));
    let legs = act.list("legs").iter().map(|text| leg(speaker, act, text)).collect::<Result<_, _>>()?;
    Ok(Process {
        procedure,
        case: act.read("case", CaseName::new)?,
        decision: under(act),
        in_force_from: when(act, "from")?.unwrap_or(BEGINNING),
        strict,
        receiving_term: act.get("receiving").and_then(|text| days(&text.split(' ').collect::<Vec<_>>())),
        steps: steps.collect::<Result<_, _>>()?,
        legs,
    })
}

fn step(act: &Phrases, place: usize, text: &str) -> Result<Step, Trouble> {
    let (step, next) = text.split_once('>').unwrap_or((text, ""));
    let named = |text: &str| StepName::new(text).map_err(|error| Trouble::at(act.line(), error.to_string()));
    let words: Vec<&str> = step.split_whitespace().collect();
    let [id, kind, at, ref term @ ..] = *words.as_slice() else {
        return act.trouble(format!("`{text}` is no step"));
    };
    let kind = StepKind::ALL.iter().copied().find(|known| known.as_str() == kind);
    let at = Place::ALL.iter().copied().find(|known| known.as_str() == at);
    let (Some(kind), Some(at)) = (kind, at) else { return act.trouble(format!("`{text}` is no step")) };
    let next = next.split('|').map(str::trim).filter(|next| !next.is_empty());
    Ok(Step {
        id: named(id)?,
        kind,
        place: at,
        term: days(term),
        starts: place == 0 && !act.names("without", "start"),
        next: next.map(named).collect::<Result<_, _>>()?,
    })
}

fn leg(speaker: &Speaker<'_>, act: &Phrases, text: &str) -> Result<ForeseenLeg, Trouble> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let [to, purpose, ref rest @ ..] = *words.as_slice() else {
        return act.trouble(format!("`{text}` is no leg"));
    };
    Ok(ForeseenLeg {
        to: (to != "any").then(|| speaker.names.agency(act.line(), to)).transpose()?,
        purpose: purpose.into(),
        term: days(rest),
        outside_term: rest.contains(&"outside"),
        moves_custody: rest.contains(&"custody"),
    })
}

/// The term of `3 days` among these words, working days that they are; `0.5 days` is half of one, `4 hours` are working hours.
fn days(words: &[&str]) -> Option<Term> {
    let term = words.windows(2).find(|pair| ["days", "hours"].contains(&pair[1]))?;
    format!("{} working {}", term[0], term[1]).parse().ok()
}
