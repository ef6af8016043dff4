//! Disks that fill up: whatever was sealed stays, it is said how much that is, and with room the same command goes on.

use std::fs;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use lienthong_tests::history::{self, IMPORT_LIMIT, import_command, import_command_by};
use lienthong_tests::refusal::Refused;
use lienthong_tests::small_disk::{on_small_disk, run_with_small_files, with_small_files};
use lienthong_tests::workspace::root;
use lienthong_tests::{Background, lienthong, run_within};

use crate::place::{Place, files, small, undamaged, up};

/// Cases whose last act is sealed, and what was said of them.
#[track_caller]
fn says_what_stands(refused: Refused, place: &Place, of: usize) -> usize {
    let whole = lienthong_tests::records::records(&place.house(), "coselog/receipt");
    let whole = whole.iter().filter(|record| record.kinds() == ["HistoryImported"]).count();
    refused
        .says(&format!("{whole} of its {of} cases stand whole in coselog/receipt"))
        .says("import the file again when this is mended")
        .says("make room");
    whole
}

/// An import of the published log into the place's house, with less room than it takes; `None` where that cannot be had.
type Way = fn(&Place) -> Option<Command>;

const WAYS: [Way; 2] = [
    |place| on_small_disk(&place.house(), "size=6m", &import_command(&history::log(), &place.house())),
    |place| Some(with_small_files(7_000_000, &import_command(&history::log(), &place.house()))),
];

#[test]
fn a_disk_that_fills_up_in_the_middle_of_an_import() {
    let undisturbed = Place::new();
    undisturbed.import(&history::log()).expect_code(0);
    let expected = undisturbed.history();
    for way in WAYS {
        let place = Place::new();
        fs::create_dir(place.house()).unwrap();
        let Some(mut command) = way(&place) else { continue };
        let refused = run_within(&mut command, IMPORT_LIMIT).refused(3, "LT0502");
        assert_eq!(refused.finished().stdout, "", "nothing that is no answer");
        let refused = refused.says(&place.house().join("receipt").display().to_string());
        let stood = says_what_stands(refused, &place, 1434);
        assert!((100..1400).contains(&stood), "it was the middle: {stood}");
        place.verifies();
        assert!(place.history().is_part_of(&expected));
        place.import(&history::log()).expect_code(0);
        place.history().expect_same_as(&expected);
        place.verifies();
    }
}

/// Each start of a new house gets one page further; none stands in the way of the next.
#[test]
fn a_disk_that_is_full_at_every_step_of_making_a_house() {
    made_in_steps((1..=14).map(|pages| format!("size={}k", 4 * pages)), &[0, 100, 200, 300, 3000]);
}

/// The same where there is room for bytes, and none for one file more.
#[test]
fn a_disk_that_takes_no_more_files_at_every_step_of_making_a_house() {
    made_in_steps((1..=24).map(|inodes| format!("size=4m,nr_inodes={inodes}")), &[0]);
}

#[track_caller]
fn made_in_steps(disks: impl Iterator<Item = String>, files: &[u64]) {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    let command = import_command(&log, &place.house());
    fs::create_dir(place.house()).unwrap();
    for options in disks {
        let Some(mut command) = on_small_disk(&place.house(), &options, &command) else { break };
        full(run_within(&mut command, IMPORT_LIMIT), &options);
    }
    for bytes in files {
        full(run_with_small_files(*bytes, &command), &format!("{bytes} bytes a file"));
    }
    place.import(&log).expect_code(0);
    place.history().expect_same_as(undamaged());
    place.verifies();
}

#[track_caller]
fn full(finished: lienthong_tests::Finished, how: &str) {
    // With room for one file more it may have come to its end.
    if finished.code() == 0 {
        return;
    }
    eprintln!("{how}: {}", finished.stderr.lines().last().unwrap_or_default());
    let code = if finished.stderr.contains("LT0520") { "LT0520" } else { "LT0502" };
    let refused = finished.refused(3, code).says("make room");
    assert_eq!(refused.finished().stdout, "", "{how}");
}

#[test]
fn a_full_disk_under_the_keys() {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    let keys = place.house().join("keys");
    fs::create_dir(place.house()).unwrap();
    fs::DirBuilder::new().mode(0o700).create(&keys).unwrap();
    let command = import_command(&log, &place.house());
    for pages in 1..=5 {
        let options = format!("size={}k", 4 * pages);
        let Some(mut command) = on_small_disk(&keys, &options, &command) else { break };
        let finished = run_within(&mut command, IMPORT_LIMIT);
        assert!(finished.stderr.contains(&keys.display().to_string()), "{finished:#?}");
        assert_eq!(finished.code(), 3, "{finished:#?}");
        full(finished, &options);
    }
    full(run_with_small_files(100, &command), "100 bytes a file");
    place.import(&log).expect_code(0);
    place.history().expect_same_as(undamaged());
    place.verifies();
}

#[test]
fn a_key_that_finds_no_room_leaves_no_half_of_one() {
    let place = Place::new();
    let key = place.path("H22.12.key");
    let mut new = lienthong(["keys", "new", "H22.12", "-o"]);
    new.arg(&key);
    let refused = run_with_small_files(100, &new).refused(3, "LT0502").at_once();
    refused.says(&key.display().to_string()).says("make room and run this again");
    assert_eq!(fs::read_dir(place.path("")).unwrap().count(), 0, "something was left behind");
    run_within(&mut new, IMPORT_LIMIT).expect_code(0);
    run_within(lienthong(["keys", "show"]).arg(&key), IMPORT_LIMIT).expect_code(0);
}

/// As many seeds as there was room for are kept; none is cut off, which the next run would take for a damaged one.
#[test]
fn a_seed_that_finds_no_room_leaves_no_half_of_one() {
    let place = Place::new();
    let deploy = place.path("deploy");
    let roles = deploy.join("roles");
    fs::create_dir_all(&roles).unwrap();
    for file in ["agency.conf.in", "historian.conf.in"] {
        fs::copy(root().join("deploy/nats/roles").join(file), roles.join(file)).unwrap();
    }
    let mut nats = lienthong(["keys", "nats"]);
    nats.arg(&deploy).args(["--agency", "H22.12"]);
    // Some bytes of a seed; then seeds, and not the list of them.
    for bytes in [30, 100] {
        let refused = run_with_small_files(bytes, &nats).refused(3, "LT0502").at_once();
        refused.says(&deploy.display().to_string()).says("make room and run this again");
    }
    run_within(&mut nats, IMPORT_LIMIT).expect_code(0);
    let drafts = files(&deploy).into_iter().filter(|(path, _)| path.extension().is_some_and(|e| e == "new"));
    assert_eq!(drafts.map(|(path, _)| path).collect::<Vec<_>>(), Vec::<std::path::PathBuf>::new());
}

/// The receipts find no room: the acts are recorded nevertheless, and the next run writes the receipts of all of them.
#[test]
fn a_full_disk_under_the_receipts() {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    let directory = place.path("receipts");
    fs::create_dir(&directory).unwrap();
    let receipts = directory.join("all.ndjson");
    let mut command = import_command(&log, &place.house());
    command.arg("--receipts").arg(&receipts);
    let on_disk = on_small_disk(&directory, "size=64k", &command);
    for mut command in on_disk.into_iter().chain([to_dev_full(&log, &place.house())]) {
        let refused = run_within(&mut command, IMPORT_LIMIT).refused(3, "LT0502");
        assert_eq!(refused.finished().stdout, "");
        says_what_stands(refused, &place, small().cases.len());
        place.verifies();
    }
    let summary = run_within(&mut command, IMPORT_LIMIT).expect_code(0).json();
    assert_eq!(summary["dossiers"], small().cases.len());
    place.history().expect_same_as(undamaged());
    let text = fs::read_to_string(&receipts).unwrap();
    let of_acts = text.lines().filter(|line| line.contains("\"origin\":\"coselog/receipt\"")).count();
    assert_eq!(of_acts, undamaged().len(), "a receipt for every act");
}

/// A file that is always full.
fn to_dev_full(log: &Path, house: &Path) -> Command {
    let mut command = import_command(log, house);
    command.args(["--receipts", "/dev/full"]);
    command
}

/// What can be known of the receipts' file is known before anything is begun.
#[test]
fn receipts_that_cannot_be_written() {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    let directory = place.path("");
    let refused = place.import_with_receipts(&log, &directory).refused(2, "LT0902").at_once();
    refused.says(&directory.display().to_string()).says("check the path");
    let nowhere = place.path("nowhere/receipts.ndjson");
    place
        .import_with_receipts(&log, &nowhere)
        .refused(2, "LT0901")
        .at_once()
        .says(&nowhere.display().to_string());
    place.has_no_house();
    // Nor are receipts written over what is read.
    let words = "name another one for the receipts";
    place.import_with_receipts(&log, &log).refused(2, "LT0913").at_once().says(words);
    let mapping = place.file("mapping.toml", fs::read(history::mapping()).unwrap());
    let mut command = import_command_by(&mapping, &log, &place.house());
    run_within(command.arg("--receipts").arg(&mapping), IMPORT_LIMIT)
        .refused(2, "LT0913")
        .at_once()
        .says(words);
    assert!(fs::read(&mapping).unwrap() == fs::read(history::mapping()).unwrap());
    // A file that was there is not emptied for an import that does not begin.
    let earlier = place.file("receipts.ndjson", "of an earlier run\n");
    place.import_with_receipts(&place.file("no.xes", "no log"), &earlier).refused(2, "LT0118");
    assert_eq!(fs::read_to_string(earlier).unwrap(), "of an earlier run\n");
}

/// The summary finds no room: what was recorded is recorded, and the next run says it again.
#[test]
fn a_full_disk_under_the_summary() {
    let place = Place::new();
    let log = place.log("log.xes.gz", &small());
    let command = import_command(&log, &place.house());
    let mut to_full = Command::new("sh");
    to_full.args(["-c", "exec \"$@\" > /dev/full", "sh"]).arg(command.get_program()).args(command.get_args());
    run_within(&mut to_full, IMPORT_LIMIT).refused(3, "LT0502").says("stdout").says("run this again");
    place.history().expect_same_as(undamaged());
    let summary = place.import(&log).expect_code(0).json();
    assert_eq!((&summary["dossiers"], &summary["admitted"]), (&40.into(), &0.into()));
}

/// Rows can be built again at any time: without room for them the house is not opened, and nothing is lost.
#[test]
fn a_disk_that_is_full_under_the_rows() {
    let place = Place::new();
    place.import(&place.log("log.xes.gz", &small())).expect_code(0);
    let rows = place.house().join("rows");
    fs::create_dir(&rows).unwrap();
    let on_disk = on_small_disk(&rows, "size=4k", &up(&place.house()));
    let on_disk = on_disk.map(|mut command| run_within(&mut command, IMPORT_LIMIT));
    for finished in
        on_disk.into_iter().chain([0, 30].map(|bytes| run_with_small_files(bytes, &up(&place.house()))))
    {
        finished
            .refused(3, "LT0801")
            .says(&rows.display().to_string())
            .says("Make room")
            .says("nothing is lost");
    }
    goes_on(&place);
}

/// Room for some rows and not for all: recording goes on, the rows wait.
#[test]
fn a_disk_that_fills_up_under_the_rows() {
    let place = Place::new();
    place.import(&place.log("log.xes.gz", &small())).expect_code(0);
    let mut running = Background::spawn(&mut with_small_files(600_000, &up(&place.house())));
    running.wait_for("LT0801 the rows cannot be written", Duration::from_secs(60));
    eprintln!("{}", running.stderr());
    running.end("TERM", Duration::from_secs(60));
    goes_on(&place);
}

#[track_caller]
fn goes_on(place: &Place) {
    place.verifies();
    let mut running = Background::spawn(&mut up(&place.house()));
    running.wait_for("is open at", Duration::from_secs(60));
    drop(running);
    place.history().expect_same_as(undamaged());
}
