//! Small cases, told as a clerk would: what their events mean.

use crate::support::{log, plans, read};
use lienthong_interop::xes::ActKind;

const RECEIVE: &str = "Confirmation of receipt";
const ASK: &str = "T08 Draft and send request for advice";
const PARTY_1: &str = "T09-1 Process or receive external advice from party 1";
const PARTY_3: &str = "T09-3 Process or receive external advice from party 3";
const ASPECT_1: &str = "T07-1 Draft intern advice aspect 1";
const STEP: &str = "T02 Check confirmation of receipt";

/// What the events of a case mean, an act a word; `*` marks a derived one.
fn told(events: &[(&str, &str)]) -> Vec<String> {
    let traces = read(log("case-1", events).as_bytes()).unwrap();
    let plan = plans(&traces).remove(0);
    plan.acts.iter().map(|act| format!("{}{}", if act.derived { "*" } else { "" }, word(&act.kind))).collect()
}

fn word(kind: &ActKind) -> String {
    let short = |parties: &[lienthong_names::AgencyId]| {
        parties
            .iter()
            .map(|party| party.as_str().trim_start_matches("coselog.party-"))
            .collect::<Vec<_>>()
            .join("+")
    };
    let unit =
        |unit: &Option<lienthong_names::UnitId>| unit.as_ref().map_or("nobody".into(), ToString::to_string);
    match kind {
        ActKind::Register { channel } => format!("register {channel}"),
        ActKind::Receive { .. } => "receive".into(),
        ActKind::HandOver { from, to } => format!("{from}>{to}"),
        ActKind::Step { .. } => "step".into(),
        ActKind::Ask { consultation, parties } => format!("{consultation} asks {}", short(parties)),
        ActKind::AskAgain { consultation, parties } => {
            format!("{consultation} asks again {}", short(parties))
        }
        ActKind::Opinion { consultation, party } => {
            format!("{consultation} answered by {}", short(std::slice::from_ref(party)))
        }
        ActKind::InsideAsk { consultation, unit: who } => format!("{consultation} asks {}", unit(who)),
        ActKind::InsideOpinion { consultation, unit: who } => {
            format!("{consultation} given by {}", unit(who))
        }
        ActKind::InsideAmend { consultation, unit: who } => {
            format!("{consultation} amended by {}", unit(who))
        }
        ActKind::History { .. } => "history".into(),
    }
}

/// The acts between reception and the claims.
fn between(events: &[(&str, &str)]) -> Vec<String> {
    let mut all = vec![(RECEIVE, "EMPTY")];
    all.extend_from_slice(events);
    let told = told(&all);
    assert_eq!(told[..2], ["*register desk", "receive"]);
    assert_eq!(told.last().unwrap(), "history");
    told[2..told.len() - 1].to_vec()
}

#[test]
fn nothing_is_handed_to_or_from_a_group_not_stated() {
    let steps =
        between(&[(STEP, "A"), (STEP, "EMPTY"), (STEP, "A"), (STEP, "EMPTY"), (STEP, "B"), (STEP, "B")]);
    assert_eq!(steps, ["step", "step", "step", "step", "*A>B", "step", "step"]);
}

#[test]
fn whom_a_request_asks_is_seen_from_the_answers_before_the_next() {
    assert_eq!(between(&[(ASK, ""), (STEP, ""), (PARTY_3, ""), (PARTY_1, "")])[0], "outside-1 asks 3+1");
    // A second request of the same party after its answer asks again.
    let again = between(&[(ASK, ""), (PARTY_3, ""), (ASK, ""), (PARTY_3, "")]);
    assert_eq!(
        again,
        ["outside-1 asks 3", "outside-1 answered by 3", "outside-1 asks again 3", "outside-1 answered by 3"]
    );
    // A second request of another party opens a consultation of its own; one of both does both.
    let both = between(&[(ASK, ""), (PARTY_3, ""), (ASK, ""), (PARTY_1, ""), (PARTY_3, "")]);
    assert_eq!(both[2..4], ["outside-2 asks 1", "outside-1 asks again 3"]);
    assert_eq!(both[4..], ["outside-2 answered by 1", "outside-1 answered by 3"]);
    // Two answers of one party are not two addressees.
    assert_eq!(between(&[(ASK, ""), (PARTY_3, ""), (PARTY_3, "")])[0], "outside-1 asks 3");
}

#[test]
fn a_request_that_nobody_answers_is_a_step() {
    assert_eq!(between(&[(ASK, ""), (STEP, "")]), ["step", "step"]);
    assert_eq!(between(&[(ASK, ""), (ASK, ""), (PARTY_1, "")])[..2], ["step", "outside-1 asks 1"]);
}

#[test]
fn an_answer_before_its_request_stays_one_for_the_rules_to_reject() {
    assert_eq!(between(&[(PARTY_1, ""), (ASK, "")]), ["outside-1 answered by 1", "step"]);
    let one = between(&[(PARTY_3, ""), (ASK, ""), (PARTY_1, "")]);
    assert_eq!(one, ["outside-1 answered by 3", "outside-1 asks 1", "outside-1 answered by 1"]);
}

#[test]
fn inside_advice_is_asked_once_and_then_amended() {
    let advice = between(&[(ASPECT_1, "Group 13"), (ASPECT_1, "EMPTY"), (ASPECT_1, "Group 7")]);
    assert_eq!(
        advice,
        [
            "*aspect-1 asks Group-13",
            "aspect-1 given by Group-13",
            "aspect-1 amended by Group-13",
            "*Group-13>Group-7",
            "aspect-1 amended by Group-13",
        ]
    );
    assert_eq!(between(&[(ASPECT_1, "EMPTY")])[0], "*aspect-1 asks nobody");
}

#[test]
fn a_second_reception_is_a_step_and_a_late_one_stays_late() {
    assert_eq!(between(&[(RECEIVE, "")]), ["step"]);
    assert_eq!(told(&[(STEP, ""), (RECEIVE, "")]), ["*register desk", "step", "receive", "history"]);
}

#[test]
fn the_same_event_id_twice_gives_two_acts() {
    let xml = log("case-1", &[(RECEIVE, ""), (STEP, ""), (STEP, "")]).replace("task-2", "task-1");
    let plan = plans(&read(xml.as_bytes()).unwrap()).remove(0);
    let steps: Vec<_> = plan.acts.iter().filter(|act| matches!(act.kind, ActKind::Step { .. })).collect();
    assert_eq!(steps.len(), 2);
    assert_ne!(steps[0].id, steps[1].id);
}

#[test]
fn claims_are_known_by_what_they_claim() {
    let id = |xml: &str| plans(&read(xml.as_bytes()).unwrap())[0].acts.last().unwrap().id;
    let short = log("case-1", &[(RECEIVE, "")]);
    let longer = log("case-1", &[(RECEIVE, ""), (STEP, "")]);
    assert_eq!(id(&short), id(&longer));
    let ended =
        "case-1\"/>\n<date key=\"enddate\" value=\"2011-02-01T00:00:00+01:00\"/>\n<string key=\"x\" value=\"";
    assert_ne!(id(&short), id(&short.replace("case-1", ended)));
}
