//! The real log: what an independent reading of the file, with no code of ours, finds is what comes out here.

use crate::support::{mapping, plans, receipt, receipt_xml};
use lienthong_interop::xes::{ActKind, Plan, Trace, XesReader, survey};
use lienthong_interop::xes::{Limits, XesWriter};
use lienthong_names::CommandId;
use std::collections::{BTreeMap, BTreeSet};

fn traces() -> Vec<Trace> {
    receipt().collect::<Result<_, _>>().unwrap()
}

fn word(kind: &ActKind) -> &'static str {
    match kind {
        ActKind::Register { .. } => "register",
        ActKind::Receive { .. } => "receive",
        ActKind::HandOver { .. } => "hand-over",
        ActKind::Step { .. } => "step",
        ActKind::Ask { .. } => "ask",
        ActKind::AskAgain { .. } => "ask-again",
        ActKind::Opinion { .. } => "opinion",
        ActKind::InsideAsk { .. } => "inside-ask",
        ActKind::InsideOpinion { .. } => "inside-opinion",
        ActKind::InsideAmend { .. } => "inside-amend",
        ActKind::History { .. } => "history",
    }
}

fn counts(plans: &[Plan]) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for act in plans.iter().flat_map(|plan| &plan.acts) {
        *counts.entry(word(&act.kind)).or_insert(0) += 1;
    }
    counts
}

#[test]
fn the_survey_finds_the_file_as_it_is() {
    let survey = survey("receipt.xes.gz", receipt(), &mapping());
    assert_eq!((survey.cases, survey.events), (1434, 8577));
    assert_eq!(survey.first.unwrap().to_string(), "2010-10-02T07:20:39.266Z");
    assert_eq!(survey.last.unwrap().to_string(), "2012-01-23T14:42:54.644Z");
    let units: Vec<_> = survey.units.values().map(|seen| &*seen.name).collect();
    let groups = [
        "Group 1", "Group 12", "Group 13", "Group 14", "Group 15", "Group 2", "Group 3", "Group 4", "Group 7",
    ];
    assert_eq!(units, groups);
    assert_eq!(survey.officers.len(), 48);
    assert_eq!((survey.absent_activities.len(), survey.unnamed_attributes.len()), (0, 0));
    assert_eq!(survey.damage, None);
}

#[test]
fn the_acts_are_those_of_the_file() {
    let plans = plans(&traces());
    let expected = [
        ("ask", 15),
        ("ask-again", 3),
        ("hand-over", 3853),
        ("history", 1434),
        ("inside-amend", 47),
        ("inside-ask", 71),
        ("inside-opinion", 71),
        ("opinion", 21),
        ("receive", 1434),
        ("register", 1434),
        ("step", 8577 - 1434 - 18 - 21 - 118),
    ];
    assert_eq!(counts(&plans), BTreeMap::from(expected));
    let handed_over = plans.iter().filter(|plan| plan.acts.iter().any(|act| word(&act.kind) == "hand-over"));
    assert_eq!(handed_over.count(), 1254);
    let mut by_party: BTreeMap<&str, usize> = BTreeMap::new();
    for act in plans.iter().flat_map(|plan| &plan.acts) {
        if let ActKind::Opinion { party, .. } = &act.kind {
            *by_party.entry(party.as_str()).or_default() += 1;
        }
    }
    assert_eq!(by_party.into_values().collect::<Vec<_>>(), [7, 1, 8, 5]);
}

#[test]
fn every_event_is_one_sourced_act_in_its_order() {
    for (trace, plan) in traces().iter().zip(plans(&traces())) {
        let sources: Vec<_> = plan.acts.iter().filter_map(|act| act.source.as_ref()).collect();
        assert_eq!(sources.len(), trace.events.len());
        assert!(sources.iter().enumerate().all(|(i, source)| source.index as usize == i), "{}", plan.code);
        assert!(plan.acts.iter().all(|act| !(act.derived && act.source.is_some())));
        assert!(matches!(plan.acts[0].kind, ActKind::Register { .. }));
        assert!(matches!(plan.acts.last().unwrap().kind, ActKind::History { .. }));
    }
}

#[test]
fn case_8061_asks_four_parties_at_once() {
    let all = plans(&traces());
    let plan = all.iter().find(|plan| plan.code.as_str() == "case-8061").unwrap();
    let asks: Vec<_> = plan.acts.iter().filter(|act| word(&act.kind).starts_with("ask")).collect();
    assert_eq!(asks.len(), 1);
    let ActKind::Ask { parties, consultation } = &asks[0].kind else { panic!("{:?}", asks[0].kind) };
    let names: Vec<_> = parties.iter().map(|party| party.as_str()).collect();
    assert_eq!(names, ["coselog.party-3", "coselog.party-1", "coselog.party-2", "coselog.party-4"]);
    assert_eq!(consultation.as_str(), "outside-1");
}

#[test]
fn ids_differ_and_do_not_depend_on_what_stands_around() {
    let traces = traces();
    let all: Vec<CommandId> =
        plans(&traces).iter().flat_map(|plan| plan.acts.iter().map(|act| act.id)).collect();
    let set: BTreeSet<_> = all.iter().collect();
    assert_eq!(set.len(), all.len());
    // A case alone, and one that goes on, have the ids they had.
    let case = traces.iter().find(|trace| trace.events.len() > 5).unwrap();
    let mut shorter = case.clone();
    shorter.events.truncate(3);
    let long = plans(std::slice::from_ref(case));
    let short = plans(&[shorter]);
    for act in &short[0].acts {
        assert!(long[0].acts.contains(act), "{act:?}");
    }
}

#[test]
fn without_a_request_exactly_its_answers_have_none() {
    let mut traces = traces();
    let trace = traces.iter_mut().find(|trace| trace.line > 0 && name(trace) == "case-3877").unwrap();
    trace.events.retain(|event| !activity(event).starts_with("T08"));
    let plan = &plans(std::slice::from_ref(trace))[0];
    let words: Vec<_> = plan.acts.iter().map(|act| word(&act.kind)).filter(|word| *word != "step").collect();
    assert!(words.contains(&"opinion") && !words.contains(&"ask"), "{words:?}");
}

#[test]
fn writing_the_log_again_loses_nothing() {
    let header = receipt().header().clone();
    assert_eq!((header.extensions.len(), header.globals.len(), header.classifiers.len()), (11, 2, 3));
    let mut out = XesWriter::new(Vec::new(), true, &header).unwrap();
    for trace in receipt() {
        out.trace(&trace.unwrap()).unwrap();
    }
    let bytes = out.finish().unwrap();
    let again = XesReader::new("again.xes.gz", bytes.as_slice(), Limits::default()).unwrap();
    assert!(again.compressed());
    assert_eq!(again.header(), &header);
    for (one, other) in receipt().zip(again) {
        let (one, other) = (one.unwrap(), other.unwrap());
        assert_eq!(one.attributes, other.attributes);
        assert!(one.events.iter().zip(&other.events).all(|(a, b)| a.attributes == b.attributes));
        assert_eq!(one.events.len(), other.events.len());
    }
}

#[test]
fn lines_are_those_of_the_file() {
    let xml = receipt_xml();
    let lines: Vec<&str> = xml.lines().collect();
    for trace in traces().iter().step_by(100) {
        assert_eq!(lines[trace.line as usize - 1].trim(), "<trace>");
        for event in &trace.events {
            assert_eq!(lines[event.line as usize - 1].trim(), "<event>");
        }
    }
}

fn name(trace: &Trace) -> &str {
    lienthong_interop::xes::text(&trace.attributes, "concept:name").unwrap()
}

fn activity(event: &lienthong_interop::xes::Event) -> &str {
    lienthong_interop::xes::text(&event.attributes, "concept:name").unwrap()
}
