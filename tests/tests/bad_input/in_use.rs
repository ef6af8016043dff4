//! A directory has one writer. Whoever wants to write beside it is refused and changes nothing; whoever reads is not.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use lienthong_tests::history::{self, IMPORT_LIMIT, import_command, import_command_by};
use lienthong_tests::{Background, Finished, free_port, lienthong, run_within};

use crate::place::{Place, files, small, undamaged, up};

const LIMIT: Duration = Duration::from_secs(60);

fn finish(command: &mut Command) -> Finished {
    run_within(command, LIMIT)
}

#[track_caller]
fn in_use(finished: Finished, house: &Path) {
    let refused = finished.refused(3, "LT0501").at_once();
    refused
        .says(&house.display().to_string())
        .says("in use by another writer")
        .says("Stop that program and try again");
}

/// Files that another writer may not touch: all but what the running one writes itself.
fn kept(house: &Path) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    files(house).into_iter().filter(|(path, _)| !path.starts_with(house.join("rows"))).collect()
}

#[test]
fn beside_a_writer_nobody_writes_and_everybody_reads() {
    let place = Place::new();
    let (log, house) = (place.log("log.xes.gz", &small()), place.house());
    place.import(&log).expect_code(0);
    let mut writer = Background::spawn(&mut up(&house));
    writer.wait_for("is open at", LIMIT);
    let before = kept(&house);

    in_use(place.import(&log), &house);
    in_use(finish(&mut up(&house)), &house);
    // Not even the name of another ledger is written down.
    let text = std::fs::read_to_string(history::mapping()).expect("the shipped mapping");
    let other = place.file("other.toml", text.replace("coselog/receipt", "coselog/another"));
    in_use(finish(&mut import_command_by(&other, &log, &house)), &house);
    let receipts = place.file("receipts.ndjson", "of an earlier run\n");
    in_use(place.import_with_receipts(&log, &receipts), &house);
    assert_eq!(std::fs::read_to_string(&receipts).unwrap(), "of an earlier run\n");
    let new = place.path("new.ndjson");
    in_use(place.import_with_receipts(&log, &new), &house);
    assert!(!new.exists(), "a file was left behind");
    let commands = place.file("none.ndjson", "");
    let mut submit = lienthong(["submit"]);
    submit.arg(commands).arg("--ledger").arg(&house).arg("--key").arg(house.join("keys/office.key"));
    in_use(finish(&mut submit), &house);
    assert!(kept(&house) == before, "something was changed");

    for (arguments, then) in [
        (&["dossier", "timeline", "case-8061", "--format", "json", "--ledger"][..], None),
        (&["dossier", "show", "case-8061", "--ledger"], None),
        (&["audit", "verify", "--ledger"], None),
        (&["audit", "checkpoint", "--ledger"], None),
        (&["doctor", "--ledger"], None),
        (&["export", "xes", "--ledger"], Some(place.path("export.xes"))),
    ] {
        let mut command = lienthong(arguments);
        command.arg(&house);
        if let Some(output) = then {
            command.arg("--output").arg(output);
        }
        finish(&mut command).expect_code(0);
    }
    writer.end("TERM", LIMIT);
    place.import(&log).expect_code(0);
    place.history().expect_same_as(undamaged());
}

#[test]
fn beside_a_long_import_another_is_refused_and_the_first_goes_on() {
    let place = Place::new();
    let house = place.house();
    let mut first = Background::spawn(&mut import_command(&history::log(), &house));
    first.wait_until("it has begun", LIMIT, |_| house.join("receipt").exists());
    in_use(place.import(&history::log()), &house);
    assert!(first.wait(IMPORT_LIMIT).is_some_and(|status| status.success()), "{}", first.stderr());
    place.verifies();
    let summary = place.import(&history::log()).expect_code(0).json();
    assert_eq!((&summary["dossiers"], &summary["admitted"]), (&1434.into(), &0.into()));
}

/// Nobody has the house yet: one of several makes it, the others are told, and all that is left is its history.
#[test]
fn several_that_make_one_house_at_once() {
    for _ in 0..5 {
        let place = Place::new();
        let log = place.log("log.xes.gz", &small());
        let mut imports: Vec<_> =
            (0..3).map(|_| Background::spawn(&mut import_command(&log, &place.house()))).collect();
        let mut done = 0;
        for import in &mut imports {
            let status = import.wait(IMPORT_LIMIT).expect("it ends");
            let said = import.stderr();
            let last = said.lines().last().unwrap_or_default();
            match status.code() {
                Some(0) => done += 1,
                Some(3) => assert!(last.starts_with("LT0501 "), "{said}"),
                _ => panic!("{status}: {said}"),
            }
        }
        assert!(done > 0, "one of them had it");
        place.import(&log).expect_code(0);
        place.history().expect_same_as(undamaged());
        place.verifies();
    }
}

#[test]
fn a_demonstration_has_its_house_for_itself() {
    let place = Place::new();
    let house = place.house();
    let demo = || {
        let mut command = lienthong(["demo", "--days", "0", "--port", &free_port().to_string(), "--dir"]);
        command.arg(&house);
        command
    };
    let mut running = Background::spawn(&mut demo());
    running.wait_for("page: http://", LIMIT);
    let second = finish(&mut demo()).refused(3, "LT0501");
    second.says(&house.display().to_string());
    in_use(finish(&mut up(&house)), &house);
    finish(lienthong(["doctor", "--ledger"]).arg(&house)).expect_code(0);
    finish(lienthong(["audit", "verify", "--ledger"]).arg(&house)).expect_code(0);
    // Another unit's history is not for this house, whoever has it open.
    let foreign = place.import(&place.log("log.xes.gz", &small())).refused(2, "LT0904").at_once();
    foreign.says("a house holds the ledgers of one unit");
    running.end("INT", LIMIT);
    assert!(!house.join("receipt").exists(), "a ledger was left behind");
}
