//! The same history over NATS and in one process: the same streams, revisions and events, whatever is killed on the way.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use jiff::tz::TimeZone;
use lienthong_ledger::ports::Query as _;
use lienthong_nats::Connection;
use lienthong_nats::query::NatsQuery;
use lienthong_projections::{MemoryRows, ReadModel};
use lienthong_tests::history::{import, log, mapping};
use lienthong_tests::nats::{Finish, Province};
use lienthong_tests::records::{History, RECEIPT, batches, records};
use lienthong_tests::{Background, lienthong, long, temp_dir, workspace};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// The state roots of the read side over everything that a house has sealed, built here and now; the catalogue's apart, whose
/// keys are another house's.
fn rebuilt(house: &Path) -> BTreeMap<String, String> {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").expect("a time zone");
    let model = ReadModel::open(Arc::new(MemoryRows::new()), zone).expect("rows in memory");
    for origin in ["coselog/catalogue", RECEIPT] {
        let batches: Vec<_> = batches(house, origin).into_iter().map(|found| Arc::new(found.batch)).collect();
        model.apply(&origin.parse().expect("an origin"), &batches).expect("it folds");
    }
    model.state_roots().expect("rows in memory").projections
}

/// The state roots as the running service says them, once it has followed to the end.
async fn told_by_the_service(province: &Province, size: u64) -> BTreeMap<String, String> {
    let target = province.server.target("gateway");
    let query = NatsQuery::new(Connection::open(&target).await.expect("a connection"));
    for _ in 0..600 {
        let answer = query.query("state_roots", json!({})).await.expect("an answer");
        if answer["as_of"][RECEIPT] == json!(size) {
            return serde_json::from_value(answer["state_roots"]["projections"].clone()).expect("roots");
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the read side does not come to record {size}");
}

#[test]
fn services_that_share_nothing_but_nats_say_the_same_as_one_process() {
    let alone = temp_dir();
    import(&log(), &alone.path().join("house")).expect_code(0);
    let province = Province::start(RECEIPT);
    let first = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!(first["dossiers"], json!(1434), "{first}");
    assert_eq!(first["source_events"], json!(8577));
    assert_eq!(first["rejected"], json!(0));
    assert_eq!(first["already_known"], json!(0));
    let again = province.import(&log(), &mapping()).finish(0).json();
    assert_eq!(again["admitted"], json!(0), "{again}");
    assert_eq!(again["already_known"], first["admitted"]);
    History::of(&province.sealed_copy(), RECEIPT)
        .expect_same_as(&History::of(&alone.path().join("house"), RECEIPT));
    lienthong(["audit", "verify", "--ledger"]).arg(province.sealed_copy()).finish(0);
    let size = records(&province.sealed_copy(), RECEIPT).len() as u64;
    let live =
        tokio::runtime::Runtime::new().expect("a runtime").block_on(told_by_the_service(&province, size));
    let (mut there, mut here) = (rebuilt(&province.sealed_copy()), rebuilt(&alone.path().join("house")));
    assert!(live.len() > 5, "{live:?}");
    assert_eq!(live, there, "followed over NATS, and rebuilt from the sealed copy");
    // A receipt's row holds the leaves of its records, which name the ledger: no two houses have the same.
    assert_ne!(there.remove("receipts"), here.remove("receipts"));
    assert_eq!(there, here, "over NATS, and embedded");
}

#[test]
fn a_provinces_files_are_published_over_nats_and_once() {
    let province = Province::start("H22/2020");
    let files = workspace::root().join("deploy/provinces/ha-giang-2020");
    let publish = || {
        let mut command = province.command("historian", &["catalogue", "publish", "--format", "json"]);
        command.arg("--keys").arg(province.keys()).arg(&files).finish(0).json()
    };
    let count = |told: &Value| told["publications"].as_array().map_or(0, Vec::len);
    let first = publish();
    assert!(count(&first) > 100, "{first}");
    let again = publish();
    assert_eq!(count(&again), 0, "{again}");
    lienthong(["audit", "verify", "--ledger"]).arg(province.sealed_copy()).finish(0);
}

#[test]
fn whoever_is_killed_in_the_middle_the_ledger_says_the_same() {
    let alone = temp_dir();
    import(&log(), &alone.path().join("house")).expect_code(0);
    let seed =
        std::env::var("LIENTHONG_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_201_007_u64);
    let kills = if long() { 100 } else { 20 };
    eprintln!("LIENTHONG_SEED={seed}, {kills} kills");
    let mut province = Province::start(RECEIPT);
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
    History::of(&province.sealed_copy(), RECEIPT)
        .expect_same_as(&History::of(&alone.path().join("house"), RECEIPT));
    lienthong(["audit", "verify", "--ledger"]).arg(province.sealed_copy()).finish(0);
}
