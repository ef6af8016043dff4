//! A stranger breaks every rule by hand on a province in which nobody does, and does each act rightly beside it: exactly what was done
//! against a rule is refused and found, and each finding can be proved.
//!
//! Of the rules of inspection all are broken but one: `I09.out_of_profile` is a hint that needs a hundred pairs of steps before it.
//! Of the rules whose rejections are attempts every one says no here.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod story;
mod table_close;
mod table_late;
mod table_published;
mod table_refused;
mod table_told;
mod words;

use lienthong_inspection::{ATTEMPTS, Rule};
use lienthong_protocol::keys::KeyFile;
use lienthong_tests::demo::{start, until};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Background, lienthong, temp_dir};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;
use story::{Act, Found};

const PATIENCE: Duration = Duration::from_secs(120);
const TABLES: &[&str] = &[
    table_published::STORIES,
    table_refused::STORIES,
    table_late::STORIES,
    table_told::STORIES,
    table_close::STORIES,
];
/// When all is over: thirty days after the first decisions, and two.
const END: &str = "2020-11-06T09:00:00+07:00";
/// Days of history before the stories begin, unless `LIENTHONG_STRANGER_DAYS` says how many.
const DAYS: &str = "20";
/// How many prove at once.
const PROVERS: usize = 4;

struct Province {
    demo: Background,
    url: String,
    house: PathBuf,
}

impl Province {
    fn key(&self, holder: &str) -> PathBuf {
        self.house.join("keys").join(format!("{holder}.key"))
    }

    fn key_id(&self, holder: &str) -> String {
        let text = std::fs::read_to_string(self.key(holder)).unwrap();
        KeyFile::parse(&text).unwrap().key().key_id().to_string()
    }

    /// The clock goes on to an instant.
    fn until(&mut self, instant: &str) {
        until(&mut self.demo, &self.url, instant);
    }

    /// Hands in acts of one agency, each about another dossier or after the one before it; each goes as it is told.
    fn hand_in(&self, acts: &[&Act], file: &Path) {
        let text: String = acts.iter().map(|act| format!("{}\n", act.line)).collect();
        std::fs::write(file, text).unwrap();
        let first = acts[0];
        let key = self.key(if first.by_office { "office" } else { &first.agency });
        let exit = i32::from(acts.iter().any(|act| act.refused.is_some()));
        let mut submit = lienthong(["submit", "--agency", &first.agency, "--url", &self.url, "--key"]);
        let done = submit.arg(key).arg(file).finish(exit);
        let told: Vec<Value> = done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(told.len(), acts.len(), "{}", done.stderr);
        for (act, told) in acts.iter().zip(&told) {
            let refusals = told["rejection"]["refusals"].as_array().into_iter().flatten();
            let codes: Vec<&str> = refusals.map(|refusal| refusal["code"].as_str().unwrap()).collect();
            assert_eq!(codes, act.refused.as_deref().into_iter().collect::<Vec<_>>(), "{}: {told}", act.told);
            assert_eq!(told["admitted"] == json!(true), act.refused.is_none(), "{}: {told}", act.told);
        }
    }
}

/// Acts of one instant in runs of one agency, so that each dossier's acts stay in their order.
fn runs<'a>(acts: &[&'a Act]) -> Vec<Vec<&'a Act>> {
    let (mut left, mut runs) = (acts.to_vec(), Vec::new());
    while let Some(first) = left.first().copied() {
        let mut waits = BTreeSet::new();
        let (run, rest) = left.into_iter().partition(|act: &&Act| {
            let dossier = act.line["dossier"].as_str().unwrap_or_default();
            let same = (&act.agency, act.by_office) == (&first.agency, first.by_office);
            let goes = same && !waits.contains(dossier);
            if !goes {
                waits.insert(dossier);
            }
            goes
        });
        runs.push(run);
        left = rest;
    }
    runs
}

/// How often each is there.
fn counted(all: impl IntoIterator<Item = Found>) -> BTreeMap<Found, usize> {
    let mut counted = BTreeMap::new();
    all.into_iter().for_each(|one| *counted.entry(one).or_default() += 1);
    counted
}

fn found(finding: &Value) -> Found {
    ["rule", "broken", "dossier", "agency"].map(|name| finding[name].as_str().unwrap_or_default().to_owned())
}

#[test]
fn every_rule_that_a_hand_can_break_is_broken_in_the_tables() {
    let (_, expected) = story::read(TABLES, &|_| String::new());
    let broken: BTreeSet<&str> = expected.iter().map(|[rule, ..]| rule.as_str()).collect();
    let all: BTreeSet<String> =
        Rule::ALL.iter().filter(|rule| **rule != Rule::OutOfProfile).map(|rule| rule.name()).collect();
    assert_eq!(broken, all.iter().map(String::as_str).collect());
    let attempts = expected.iter().filter(|[rule, ..]| rule == "attempt");
    let refused: BTreeSet<&str> = attempts.map(|[_, broken, ..]| broken.as_str()).collect();
    assert_eq!(refused, ATTEMPTS.iter().copied().collect());
}

#[test]
fn exactly_what_was_done_against_a_rule_is_refused_and_found_and_each_can_be_proved() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let days = std::env::var("LIENTHONG_STRANGER_DAYS").unwrap_or_else(|_| DAYS.to_owned());
    let (demo, url) = start(&house, &["--clean", "--days", &days, "--pace", "1"]);
    let mut province = Province { demo, url, house };
    let (acts, expected) = story::read(TABLES, &|holder| province.key_id(holder));
    let file = dir.path().join("commands.ndjson");
    for same in acts.chunk_by(|one, other| one.at == other.at) {
        province.until(&same[0].instant());
        for run in runs(&same.iter().collect::<Vec<_>>()) {
            province.hand_in(&run, &file);
        }
    }
    province.until(END);

    let mut inspect = lienthong(["inspect", "--format", "json", "--ledger"]);
    let inspected = inspect.arg(&province.house).finish(0).json();
    let findings = inspected["findings"].as_array().unwrap();
    let (is, to_be) = (counted(findings.iter().map(found)), counted(expected));
    let beside = |some: &BTreeMap<Found, usize>, others: &BTreeMap<Found, usize>| {
        let some = some.iter().filter(|(one, times)| others.get(*one) != Some(times));
        some.map(|(one, times)| (one.clone(), *times)).collect::<Vec<_>>()
    };
    assert!(is == to_be, "found: {:#?}\nto be found: {:#?}", beside(&is, &to_be), beside(&to_be, &is));

    // One finding of each rule is proved to who has nothing else.
    let one_each: BTreeMap<&str, &str> =
        findings.iter().map(|one| ["rule", "id"].map(|name| one[name].as_str().unwrap()).into()).collect();
    let ids: Vec<&str> = one_each.into_values().collect();
    std::thread::scope(|scope| {
        for some in ids.chunks(ids.len().div_ceil(PROVERS)) {
            let (house, dir) = (&province.house, dir.path());
            scope.spawn(move || some.iter().for_each(|id| prove(house, id, &dir.join(format!("{id}.json")))));
        }
    });
    province.demo.end("INT", PATIENCE);
}

fn prove(house: &Path, id: &str, file: &Path) {
    lienthong(["audit", "prove", "--finding", id, "--ledger"]).arg(house).arg("-o").arg(file).finish(0);
    let checked = lienthong(["audit", "check", "--format", "json"]).arg(file).finish(0).json();
    assert_eq!((&checked["holds"], &checked["finding"]["id"]), (&json!(true), &json!(id)));
}
