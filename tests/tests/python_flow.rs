//! What pm4py makes of a log is what we make of it: its ways, its handovers, the lines of a performance spectrum, and the fitness of every
//! dossier on nets that we wrote.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::Finish;
use lienthong_tests::{history, lienthong, run_within, temp_dir, workspace};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const BETWEEN: [&str; 2] =
    ["T06 Determine necessity of stop advice", "T10 Determine necessity to stop indication"];

fn flow(what: &str, more: &[&str]) -> Value {
    lienthong(["flow", what, "--format", "json", "--xes"]).arg(history::log()).args(more).finish(0).json()
}

fn data(name: &str) -> PathBuf {
    workspace::root().join("tests/data").join(name)
}

/// A file of a process and its net, as the program writes it.
fn net(process: &Path, into: &Path) -> PathBuf {
    let pnml = lienthong(["flow", "net", "--process"]).arg(process).finish(0).stdout;
    fs::write(into, pnml).expect("a net");
    into.to_path_buf()
}

fn pm4py(nets: &[PathBuf]) -> Value {
    let mut command = Command::new(workspace::python());
    command.arg(workspace::root().join("tests/python/compare_flow.py")).arg(history::log());
    command.arg(BETWEEN.join("|")).args(nets);
    run_within(&mut command, Duration::from_secs(170)).expect_code(0).json()
}

/// A process of some of the activities, made up from a seed: groups of one to three of them, each step followed by a whole group.
fn made_up(seed: u64, activities: &[String]) -> String {
    let mut state = seed;
    let mut dice = |sides: usize| {
        // Knuth's: the low bits go round too soon.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).expect("31 bits") % sides
    };
    let mut left: Vec<&String> = activities.iter().collect();
    let mut groups: Vec<Vec<&String>> = Vec::new();
    while left.len() > 5 {
        let size = dice(3) + 1;
        groups.push((0..size).map(|_| left.swap_remove(dice(left.len()))).collect());
    }
    let count = groups.iter().map(Vec::len).sum::<usize>();
    let mut text = String::new();
    let mut written = 0;
    for (n, group) in groups.iter().enumerate() {
        for id in group {
            written += 1;
            let next = if written == count { Vec::new() } else { groups[dice(groups.len())].clone() };
            let starts = n == 0;
            text.push_str(&format!(
                "[[process.steps]]\nid = {id:?}\nkind = \"verify\"\nstarts = {starts}\nnext = {next:?}\n\n"
            ));
        }
    }
    text
}

fn by_dossier(replayed: &Value) -> BTreeMap<String, [Value; 5]> {
    let keys = ["fitness", "produced", "consumed", "missing", "remaining"];
    let one =
        |one: &Value| (one["dossier"].as_str().expect("a name").to_owned(), keys.map(|key| one[key].clone()));
    replayed["dossiers"].as_array().expect("dossiers").iter().map(one).collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn pm4py_makes_the_same_of_the_log_and_of_our_nets() {
    let dir = temp_dir();
    let variants = flow("variants", &[]);
    let activities: Vec<String> = variants["rework"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["activity"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(activities.len(), 27);
    let mut processes = vec![data("receipt-process.toml"), data("receipt-process-on.toml")];
    for seed in 1..=6 {
        let path = dir.path().join(format!("made-up-{seed}.toml"));
        fs::write(&path, made_up(seed, &activities)).expect("a process");
        processes.push(path);
    }
    let nets: Vec<PathBuf> = (0..)
        .zip(&processes)
        .map(|(n, process)| net(process, &dir.path().join(format!("{n}.pnml"))))
        .collect();
    let theirs = pm4py(&nets);

    // Ways, each as often.
    let ours = variants["variants"].as_array().unwrap().iter();
    let ours: BTreeMap<String, Value> =
        ours.map(|one| (one["activities"].to_string(), one["count"].clone())).collect();
    let ways = theirs["variants"].as_array().unwrap().iter();
    assert_eq!(ours, ways.map(|one| (one[0].to_string(), one[1].clone())).collect());
    assert_eq!(ours.len(), 116);

    // Handovers, each as often: theirs are the part of all successions.
    let handovers = flow("handovers", &[]);
    let pair = |one: &Value, from: &Value, to: &Value| ((from.to_string(), to.to_string()), number(one));
    let ours: BTreeMap<_, f64> = handovers["pairs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| pair(&p["count"], &p["from"], &p["to"]))
        .collect();
    let shares: BTreeMap<_, f64> =
        theirs["handovers"].as_array().unwrap().iter().map(|p| pair(&p[2], &p[0], &p[1])).collect();
    assert_eq!((ours.len(), handovers["successions"].as_u64()), (286, Some(7_143)));
    assert!(ours.keys().eq(shares.keys()));
    let all = number(&handovers["successions"]);
    let off = ours
        .values()
        .zip(shares.values())
        .map(|(count, share)| (count / all - share).abs())
        .fold(0.0, f64::max);
    assert!(off <= 1e-9, "{off}");

    // Lines of the performance spectrum, to the millisecond.
    let spectrum = flow("spectrum", &["--activity", BETWEEN[0], "--activity", BETWEEN[1]]);
    let at = |text: &Value| text.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_millisecond();
    let is_it = |line: &&Value| line["from"] == BETWEEN[0] && line["to"] == BETWEEN[1];
    let lines = spectrum.as_array().unwrap().iter().filter(is_it);
    let mut ours: Vec<[i64; 2]> = lines.map(|line| [at(&line["begins"]), at(&line["ends"])]).collect();
    let mut lines: Vec<[i64; 2]> = theirs["spectrum"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| [0, 1].map(|n| line[n].as_i64().unwrap()))
        .collect();
    ours.sort_unstable();
    lines.sort_unstable();
    assert_eq!((ours.len(), &ours), (1_283, &lines));

    // The fitness of every dossier on every net, and what it is made of.
    for (process, theirs) in processes.iter().zip(theirs["replayed"].as_array().unwrap()) {
        let replayed = flow("replay", &["--process", process.to_str().unwrap()]);
        let ours = by_dossier(&replayed);
        assert_eq!(ours.len(), 1_434);
        for (dossier, ours) in &ours {
            assert_eq!(json!(ours), theirs["dossiers"][dossier], "{dossier} on {}", process.display());
        }
        for key in ["mean_fitness", "log_fitness"] {
            assert!(
                (number(&replayed[key]) - number(&theirs[key])).abs() < 1e-12,
                "{key} of {}",
                process.display()
            );
        }
        let fitting = 100.0 * number(&replayed["fitting"]) / 1_434.0;
        assert!((fitting - number(&theirs["fitting"])).abs() < 1e-9);
        assert!(fitting < 100.0 && theirs["visible"] == true);
    }
    let first = &theirs["replayed"][0];
    assert!((number(&first["mean_fitness"]) - 0.896_021_539_774_618_4).abs() < 1e-12);
}

/// A replay passes over what is no step of the process, and says how much that is.
#[test]
fn what_is_no_step_is_counted_beside() {
    let process = data("receipt-process.toml");
    let replayed = flow("replay", &["--process", process.to_str().unwrap()]);
    assert_eq!((&replayed["replayed"], &replayed["fitting"]), (&json!(1_434), &json!(758)));
    let unknown = replayed["unknown"].as_object().expect("activities");
    assert_eq!((unknown.len(), &unknown["T08 Draft and send request for advice"]), (20, &json!(18)));
    let beside: u64 = unknown.values().filter_map(Value::as_u64).sum();
    let by_dossier: u64 =
        replayed["dossiers"].as_array().unwrap().iter().filter_map(|one| one["unknown"].as_u64()).sum();
    assert_eq!((beside, by_dossier), (414, 414));
}

/// What an independent reading of the log found (`tests/data/README.md` says which log it is).
#[test]
fn the_log_is_as_others_found_it() {
    let told = flow("variants", &[]);
    assert_eq!([&told["dossiers"], &told["acts"]], [&json!(1_434), &json!(8_577)]);
    let aspects = told["rework"].as_array().unwrap().iter();
    let aspects: Vec<&Value> =
        aspects.filter(|one| one["activity"].as_str().is_some_and(|name| name.starts_with("T07-"))).collect();
    let sum = |key: &str| aspects.iter().filter_map(|one| one[key].as_u64()).sum::<u64>();
    assert_eq!([sum("dossiers"), sum("reworked"), sum("repeats")], [71, 23, 47]);
    let changed = |more: &[&str]| flow("variants", more)["changed_hands"].clone();
    assert_eq!([changed(&[]), changed(&["--unstated", "EMPTY"])], [json!(1_318), json!(1_254)]);
}

/// The same history by way of a ledger is the same.
#[test]
fn an_imported_history_flows_as_its_log() {
    let dir = temp_dir();
    let house = dir.path().join("house");
    history::import(&history::log(), &house).expect_code(0);
    for what in ["variants", "handovers"] {
        let of_ledger =
            lienthong(["flow", what, "--format", "json", "--ledger"]).arg(&house).finish(0).json();
        assert_eq!(without_first(of_ledger), without_first(flow(what, &[])), "{what}");
    }
}

/// Dossiers stand in a ledger in another order than in the log: the first that went a way may be another.
fn without_first(mut told: Value) -> Value {
    for way in told["variants"].as_array_mut().into_iter().flatten() {
        way.as_object_mut().expect("a way").remove("first");
    }
    told
}
