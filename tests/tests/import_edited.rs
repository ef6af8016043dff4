//! The log with something left out, moved, cut or mended: what follows from it, and nothing else, is different.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;

use lienthong_protocol::Decision;
use lienthong_tests::history::import;
use lienthong_tests::records::{History, RECEIPT, Sealed, records};
use lienthong_tests::temp_dir;
use lienthong_tests::xes_edit::{Case, Log};
use serde_json::{Value, json};

/// The rules' answer to an opinion that nobody asked for (R03).
const NOT_ASKED: &str = "LT0303";

/// The 15 cases with requests to outside parties, and some before, between and after them.
fn small() -> Log {
    let some = ["case-10011", "case-4000", "case-5000", "case-6000", "case-9997"];
    let mut log = Log::published();
    let mut place = 0;
    log.cases.retain(|case| {
        place += 1;
        case.has("T08") || some.contains(&case.name.as_str()) || place % 100 == 0
    });
    log
}

/// The log imported into a house of its own: the summary, and what was sealed.
fn taken_in(log: &Log) -> (Value, Vec<Sealed>) {
    let dir = temp_dir();
    let (file, house) = (dir.path().join("log.xes.gz"), dir.path().join("house"));
    log.write(&file);
    let summary = import(&file, &house).expect_code(0).json();
    (summary, records(&house, RECEIPT))
}

fn stream(case: &str) -> String {
    format!("dossier.{case}")
}

/// Of one case: what each event of the source has come to, by the source's id of the event.
fn outcomes<'a>(sealed: &'a [Sealed], case: &str) -> BTreeMap<&'a str, &'a Decision> {
    let of_case = sealed.iter().filter(|record| record.raw.record.stream.to_string() == stream(case));
    of_case.filter_map(|record| Some((&*record.source()?.event_id, &record.raw.record.decision))).collect()
}

fn hand_overs(sealed: &[Sealed], case: &str) -> usize {
    let of_case = sealed.iter().filter(|record| record.raw.record.stream.to_string() == stream(case));
    of_case.filter(|record| record.kinds() == ["OfficerAssigned"]).count()
}

fn rejected(sealed: &[Sealed]) -> Vec<&str> {
    let rejected = sealed.iter().filter(|record| record.kinds().is_empty());
    rejected
        .map(|record| {
            assert!(record.is_rejected_for(NOT_ASKED), "{:?}", record.raw.record.decision);
            &*record.source().expect("an act of the source").event_id
        })
        .collect()
}

/// Every other case is what it was: the same commands, revisions and events. What the rules refused stands apart where the
/// one who gave it has no part in the dossier.
#[track_caller]
fn others_are_equal(before: &[Sealed], after: &[Sealed], edited: &str) {
    let edited = stream(edited);
    let is_other = |stream: &str| stream != edited && !stream.starts_with("rejected.");
    let others = |sealed: &[Sealed]| sealed.iter().cloned().collect::<History>().of_streams(is_other);
    others(after).expect_same_as(&others(before));
}

#[test]
fn without_a_cases_requests_exactly_its_answers_are_rejected() {
    let log = small();
    let (_, before) = taken_in(&log);
    for name in log.cases.iter().filter(|case| case.has("T08")).map(|case| case.name.clone()) {
        let edited = log.clone().with(&name, |case| case.remove("T08"));
        let (summary, after) = taken_in(&edited);
        let case = edited.cases.iter().find(|case| case.name == name).expect("it is still there");
        let answers: Vec<&str> = case.events.iter().filter(|e| e.is("T09")).map(|e| e.id()).collect();
        assert_eq!(summary["rejected"], answers.len(), "{name}");
        assert_eq!(rejected(&after), answers, "{name}");
        others_are_equal(&before, &after, &name);
        let mut expected = outcomes(&before, &name);
        expected.retain(|id, _| case.events.iter().any(|event| event.id() == *id) && !answers.contains(id));
        let mut found = outcomes(&after, &name);
        found.retain(|id, _| !answers.contains(id));
        assert_eq!(found, expected, "{name}");
        assert_eq!(hand_overs(&after, &name), case.hand_overs(), "{name}");
    }
}

#[test]
fn with_one_answer_before_its_request_exactly_that_one_is_rejected() {
    let log = small();
    let (_, before) = taken_in(&log);
    for case in log.cases.iter().filter(|case| case.has("T08")) {
        let (requests, answers) = (case.places("T08"), case.places("T09"));
        let request_of =
            |answer: usize| *requests.iter().rfind(|request| **request < answer).expect("T08 is first");
        // The last answer of a case: in case-9289, the fourth of the same party, to the fourth request.
        let answer = *answers.last().expect("an answer");
        answer_moved(&log, &before, case, answer, request_of(answer));
    }
}

#[test]
fn each_answer_of_two_cases_can_be_the_one_before_its_request() {
    let log = small();
    let (_, before) = taken_in(&log);
    for name in ["case-8061", "case-9289"] {
        let case = log.cases.iter().find(|case| case.name == name).expect("it is in the log");
        let requests = case.places("T08");
        for answer in case.places("T09") {
            let request = *requests.iter().rfind(|request| **request < answer).expect("T08 is first");
            answer_moved(&log, &before, case, answer, request);
        }
    }
}

/// One answer stands before the request it answered: it is rejected, and every other act of the source comes to the same,
/// but for that request, which asks nobody for this answer.
#[track_caller]
fn answer_moved(log: &Log, before: &[Sealed], case: &Case, answer: usize, request: usize) {
    let name = &case.name;
    let (answer_id, request_id) = (case.events[answer].id(), case.events[request].id());
    let (summary, after) = taken_in(&log.clone().with(name, |case| case.move_event(answer, request)));
    assert_eq!(summary["rejected"], 1, "{name}");
    assert_eq!(rejected(&after), [answer_id], "{name}");
    others_are_equal(before, &after, name);
    let but = |mut all: BTreeMap<&str, &Decision>| -> BTreeMap<String, Decision> {
        all.retain(|id, _| *id != answer_id && *id != request_id);
        all.into_iter().map(|(id, decision)| (id.to_owned(), decision.clone())).collect()
    };
    let (was, is) = (but(outcomes(before, name)), but(outcomes(&after, name)));
    assert_eq!(is.keys().collect::<Vec<_>>(), was.keys().collect::<Vec<_>>(), "{name}");
    for (id, decision) in &is {
        assert_eq!(asked_and_done(decision), asked_and_done(&was[id]), "{name} {id}");
    }
}

/// The names of its events, whichever request of a party was the first: where that asks nobody now, the next one is.
fn asked_and_done(decision: &Decision) -> Vec<&'static str> {
    match decision {
        Decision::Admitted(events) => events
            .iter()
            .map(|event| event.kind_name())
            .filter(|kind| *kind != "ConsultationOpened")
            .collect(),
        Decision::Rejected(_) => Vec::new(),
    }
}

#[test]
fn in_the_whole_log_one_case_without_its_request_changes_nothing_else() {
    let log = Log::published().with("case-8061", |case| case.remove("T08"));
    let (summary, _) = taken_in(&log);
    let facts = ["dossiers", "source_events", "rejected"].map(|fact| summary[fact].clone());
    // One request is not there, four answers are not admitted.
    assert_eq!(facts, [json!(1434), json!(8577 - 1 - 4), json!(4)]);
    assert_eq!(summary["opinions_outside"]["given"], 21 - 4);
    assert_eq!(summary["opinions_inside"]["given"], 71);
}

#[test]
fn a_longer_export_admits_only_what_is_new() {
    let whole = small();
    let dir = temp_dir();
    let (file, house) = (dir.path().join("log.xes"), dir.path().join("house"));
    // The first export: two cases are not there yet, and one has not gone on to its end.
    let mut early = whole.clone();
    let [left_out, other_left_out] = [3, 12].map(|place: usize| whole.cases[place].name.clone());
    early.cases.retain(|case| case.name != left_out && case.name != other_left_out);
    let unfinished = early.cases[5].name.clone();
    early.case(&unfinished).events.truncate(2);
    early.write(&file);
    let first = import(&file, &house).expect_code(0).json();
    let seen: History = records(&house, RECEIPT).into_iter().collect();

    whole.write(&file);
    let second = import(&file, &house).expect_code(0).json();
    let now = records(&house, RECEIPT);
    assert_eq!(second["already_known"], first["admitted"], "everything that was there is met again");
    assert_eq!(now.len() as u64, total(&first) + total(&second));
    assert_eq!((&second["rejected"], &second["source_events"]), (&json!(0), &json!(whole.events())));
    let now: History = now.into_iter().collect();
    assert!(seen.is_part_of(&now), "what was recorded stays as it is");
    let (_, at_once) = taken_in(&whole);
    let at_once: History = at_once.into_iter().collect();
    // The unfinished case went on after its claims: the same acts in another order.
    let stream = stream(&unfinished);
    now.without(&stream).expect_same_as(&at_once.without(&stream));
}

fn total(summary: &Value) -> u64 {
    summary["admitted"].as_u64().unwrap() + summary["rejected"].as_u64().unwrap()
}

#[test]
fn a_repaired_file_completes_what_a_damaged_one_began() {
    let whole = small();
    let dir = temp_dir();
    let (file, house) = (dir.path().join("log.xes.gz"), dir.path().join("house"));
    let damaged = damage_one_event(&whole, "case-6374");
    damaged.write(&file);
    let before = whole.cases.iter().position(|case| case.name == "case-6374").expect("it is in the log");
    let finished = import(&file, &house).expect_code(2);
    assert_eq!(finished.json()["dossiers"], before);
    let began: History = records(&house, RECEIPT).into_iter().collect();
    assert_eq!(began.streams().len(), before, "whole cases before the damage, and nothing of it");

    whole.write(&file);
    let finished = import(&file, &house).expect_code(0).json();
    assert_eq!(finished["already_known"], began.len());
    let now: History = records(&house, RECEIPT).into_iter().collect();
    let (_, at_once) = taken_in(&whole);
    now.expect_same_as(&at_once.into_iter().collect());
}

/// One of the case's events says no instant any more.
fn damage_one_event(log: &Log, name: &str) -> Log {
    log.clone().with(name, |case| {
        let lines = case.events[2].text.split_inclusive('\n');
        case.events[2].text = lines.filter(|line| !line.contains("time:timestamp")).collect();
    })
}

/// What [`outcomes`] rests on.
#[test]
fn the_houses_of_this_file_hold_what_the_small_log_has() {
    let log = small();
    let (summary, sealed) = taken_in(&log);
    assert_eq!(
        (&summary["dossiers"], &summary["source_events"]),
        (&json!(log.cases.len()), &json!(log.events()))
    );
    let case = log.cases.iter().find(|case| case.name == "case-9289").expect("it is in the log");
    assert_eq!(outcomes(&sealed, &case.name).len(), case.events.len());
    assert_eq!(hand_overs(&sealed, &case.name), case.hand_overs());
    assert!(Path::new(&lienthong_tests::lienthong_bin()).exists());
}
