//! What we export is what pm4py reads: the same as the log that was imported.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::Finish;
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{lienthong, run_within, temp_dir, workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn compare(original: &Path, exported: &Path) -> lienthong_tests::Finished {
    let mut command = Command::new(workspace::python());
    command.arg(file("python/compare_xes.py")).arg(original).arg(exported);
    run_within(&mut command, Duration::from_secs(150))
}

#[test]
fn an_export_gives_pm4py_what_was_imported() {
    let dir = temp_dir();
    let (house, exported) = (dir.path().join("house"), dir.path().join("out.xes.gz"));
    let original = file("data/receipt.xes.gz");
    lienthong(["import", "xes"])
        .arg(&original)
        .args(["--mapping".as_ref(), file("../deploy/mappings/coselog-receipt.toml").as_os_str()])
        .args(["--ledger".as_ref(), house.as_os_str()])
        .finish(0);
    lienthong(["export", "xes", "--ledger"]).arg(&house).arg("-o").arg(&exported).finish(0);
    let compared = compare(&original, &exported).expect_code(0);
    assert!(compared.stdout.contains("cases 1434 events 8577 different 0 more 0"), "{}", compared.stdout);
    // A comparison that cannot fail says nothing: the log against itself with one case's events gone is different.
    let other = dir.path().join("other.xes");
    Log::published().with_cases(|case| !case.has("T08 Draft and send request for advice")).write(&other);
    compare(&original, &other).expect_code(1);
}
