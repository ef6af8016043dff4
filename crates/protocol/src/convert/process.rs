//! How a procedure is worked, and which rules are switched off, as published. Whether it can be worked so is a rule's question;
//! here only its form.

use super::catalogue::{read_decision, read_validity, write_decision, write_validity};
use super::words::{Word, write_term};
use super::{name, names, time};
use crate::form::{Form, code};
use crate::{limits, proto};
use lienthong_catalogue::{Command, Entry, ForeseenLeg, Process, RulesVersion, Step, Switch};
use lienthong_dossier::Purpose;
use lienthong_names::{StreamKind, StreamName};

pub(crate) fn publish_process(form: &mut Form, m: proto::PublishProcess) -> Option<Command> {
    read_process(form, m).map(Command::PublishProcess)
}

pub(crate) fn switch_rule(form: &mut Form, m: proto::SwitchRule) -> Option<Command> {
    read_switch(form, m).map(Command::SwitchRule)
}

pub(super) fn process_published(form: &mut Form, m: proto::ProcessPublished) -> Option<Entry> {
    let version = form.number("version", m.version, 1..=u32::MAX);
    let process = form.message("process", m.process, read_process);
    Some(Entry::ProcessPublished { version: version?, process: process? })
}

pub(super) fn rule_switched(form: &mut Form, m: proto::RuleSwitched) -> Option<Entry> {
    form.message("switch", m.switch, read_switch).map(Entry::RuleSwitched)
}

pub(crate) fn adopt_rules(form: &mut Form, m: proto::AdoptRules) -> Option<Command> {
    read_rules(form, m).map(Command::AdoptRules)
}

pub(super) fn rules_adopted(form: &mut Form, m: proto::RulesAdopted) -> Option<Entry> {
    form.message("rules", m.rules, read_rules).map(Entry::RulesAdopted)
}

fn read_rules(form: &mut Form, m: proto::AdoptRules) -> Option<RulesVersion> {
    let service = form.id("service", &m.service);
    let version = form.number("version", m.version, 1..=u32::MAX);
    let decision = form.message("decision", m.decision, read_decision);
    Some(RulesVersion { service: service?, version: version?, decision: decision? })
}

pub(super) fn write_rules(adopted: &RulesVersion) -> proto::AdoptRules {
    proto::AdoptRules {
        service: adopted.service.to_string(),
        version: adopted.version,
        decision: Some(write_decision(&adopted.decision)),
    }
}

fn read_process(form: &mut Form, m: proto::PublishProcess) -> Option<Process> {
    let procedure = form.id("procedure", &m.procedure);
    let decision = form.message("decision", m.decision, read_decision);
    let in_force_from = time::read(form, "in_force_from", m.in_force_from);
    let steps = form.list("steps", m.steps, limits::STEPS, read_step);
    let legs = form.list("legs", m.legs, limits::FORESEEN_LEGS, read_leg);
    let case = form.optional_id("case", &m.case);
    let receiving_term = form.term("receiving_term", m.receiving_term);
    Some(Process {
        procedure: procedure?,
        case: case?,
        decision: decision?,
        in_force_from: in_force_from?,
        strict: m.strict,
        receiving_term: receiving_term?,
        steps: steps?,
        legs: legs?,
    })
}

fn read_step(form: &mut Form, m: proto::ProcessStep) -> Option<Step> {
    let id = form.id("id", &m.id);
    let kind = form.word("kind", m.kind);
    let place = form.word("place", m.place);
    let term = form.term("term", m.term);
    let next = form.list("next", m.next, limits::STEPS, |form, step| form.id("", &step));
    Some(Step { id: id?, kind: kind?, place: place?, term: term?, starts: m.starts, next: next? })
}

fn read_leg(form: &mut Form, m: proto::ForeseenLeg) -> Option<ForeseenLeg> {
    let to = form.optional_id("to", &m.to);
    let purpose = form.word::<Purpose>("purpose", m.purpose);
    let term = form.term("term", m.term);
    Some(ForeseenLeg {
        to: to?,
        purpose: purpose?.as_str().into(),
        term: term?,
        outside_term: m.outside_term,
        moves_custody: m.moves_custody,
    })
}

pub(super) fn write_process(process: &Process) -> proto::PublishProcess {
    let step = |step: &Step| proto::ProcessStep {
        id: step.id.to_string(),
        kind: step.kind.number(),
        place: step.place.number(),
        term: write_term(step.term.as_ref()),
        starts: step.starts,
        next: names(&step.next),
    };
    // The catalogue holds words; one that is no purpose becomes "unspecified", which no reader lets through.
    let purpose = |word: &str| Purpose::named(word).map_or(0, Purpose::number);
    let leg = |leg: &ForeseenLeg| proto::ForeseenLeg {
        to: name(leg.to.as_ref()),
        purpose: purpose(&leg.purpose),
        term: write_term(leg.term.as_ref()),
        outside_term: leg.outside_term,
        moves_custody: leg.moves_custody,
    };
    proto::PublishProcess {
        procedure: process.procedure.to_string(),
        decision: Some(write_decision(&process.decision)),
        in_force_from: Some(time::write(process.in_force_from)),
        strict: process.strict,
        steps: process.steps.iter().map(step).collect(),
        legs: process.legs.iter().map(leg).collect(),
        receiving_term: write_term(process.receiving_term.as_ref()),
        case: name(process.case.as_ref()),
    }
}

fn read_switch(form: &mut Form, m: proto::SwitchRule) -> Option<Switch> {
    let rule = read_rule(form, m.rule);
    let procedure = form.optional_id("procedure", &m.procedure);
    let agency = form.optional_id("agency", &m.agency);
    let validity = read_validity(form, m.validity);
    let decision = form.message("decision", m.decision, read_decision);
    Some(Switch {
        rule: rule?,
        off: m.off,
        procedure: procedure?,
        agency: agency?,
        validity: validity?,
        decision: decision?,
    })
}

/// The id of a rule is the id of its stream.
fn read_rule(form: &mut Form, rule: String) -> Option<Box<str>> {
    if rule.is_empty() {
        return form.missing("rule");
    }
    if let Err(error) = StreamName::new(StreamKind::Rule, &rule) {
        form.refuse("rule", code::FORM, format!("`{rule}` không phải là mã quy tắc"), error.to_string());
        return None;
    }
    Some(rule.into())
}

pub(super) fn write_switch(switch: &Switch) -> proto::SwitchRule {
    proto::SwitchRule {
        rule: switch.rule.to_string(),
        off: switch.off,
        procedure: name(switch.procedure.as_ref()),
        agency: name(switch.agency.as_ref()),
        validity: write_validity(&switch.validity),
        decision: Some(write_decision(&switch.decision)),
    }
}
