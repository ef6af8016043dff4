//! The same history over NATS and in one process: the same streams, revisions and events, whatever is killed on the way.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::{Finish, Province};
use lienthong_tests::sealed::said;
use lienthong_tests::{Background, lienthong, long, temp_dir};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Duration;

const ORIGIN: &str = "coselog/receipt";

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn log() -> PathBuf {
    file("data/receipt.xes.gz")
}

fn mapping() -> PathBuf {
    file("../deploy/mappings/coselog-receipt.toml")
}

/// The import in one process.
fn embedded(house: &Path) {
    lienthong(["import", "xes"])
        .arg(log())
        .args(["--mapping".as_ref(), mapping().as_os_str()])
        .args(["--ledger".as_ref(), house.as_os_str()])
        .args(["--format", "json"])
        .finish(0);
}

#[test]
fn services_that_share_nothing_but_nats_say_the_same_as_one_process() {
    let alone = temp_dir();
    embedded(&alone.path().join("house"));
    let province = Province::start(ORIGIN);
    let first = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!(first["dossiers"], json!(1434), "{first}");
    assert_eq!(first["source_events"], json!(8577));
    assert_eq!(first["rejected"], json!(0));
    assert_eq!(first["already_known"], json!(0));
    let again = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!(again["admitted"], json!(0), "{again}");
    assert_eq!(again["already_known"], first["admitted"]);
    assert!(said(&province.sealed_copy().join("receipt")) == said(&alone.path().join("house/receipt")));
    lienthong(["audit", "verify", "--ledger"]).arg(province.sealed_copy()).finish(0);
}

#[test]
fn whoever_is_killed_in_the_middle_the_ledger_says_the_same() {
    let alone = temp_dir();
    embedded(&alone.path().join("house"));
    let seed =
        std::env::var("LIENTHONG_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_201_007_u64);
    let kills = if long() { 20 } else { 6 };
    eprintln!("LIENTHONG_SEED={seed}, {kills} kills");
    let mut province = Province::start(ORIGIN);
    let mut random = seed;
    let mut next = |below: u64| {
        // A linear congruential step: enough to spread instants and victims, and the same everywhere.
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % below
    };
    let victims = ["routing-1", "routing-2", "consultation", "publishing", "audit", "import"];
    let mut import = Background::spawn(&mut province.import(&log(), &mapping()));
    for _ in 0..kills {
        std::thread::sleep(Duration::from_millis(60 + next(700)));
        let victim = victims[usize::try_from(next(victims.len() as u64)).unwrap_or(0)];
        eprintln!("kill {victim}");
        if victim == "import" {
            drop(import);
            import = Background::spawn(&mut province.import(&log(), &mapping()));
        } else {
            province.kill(victim);
            province.start_service(victim);
        }
    }
    let ended = import.wait(Duration::from_secs(200));
    assert!(ended.is_some_and(|status| status.success()), "{ended:?} {}", import.stderr());
    let last = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!(last["admitted"], json!(0), "{last}");
    assert!(said(&province.sealed_copy().join("receipt")) == said(&alone.path().join("house/receipt")));
    lienthong(["audit", "verify", "--ledger"]).arg(province.sealed_copy()).finish(0);
}
