//! What would have been, asked of a demonstration's house through the command line, beside the process that runs it.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::start;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Finished, lienthong, temp_dir};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// Where the demonstration's clock begins to run.
const DAY_ZERO: &str = "2020-10-05T07:00:00+07:00";

fn what_if(house: &Path, settings: &[&str], more: &[&str], exit: i32) -> Finished {
    let mut command = lienthong(["inspect", "what-if", "--at", DAY_ZERO, "--ledger"]);
    command.arg(house);
    for setting in settings {
        command.args(["--set", setting]);
    }
    command.args(more).finish(exit)
}

fn totals(house: &Path, settings: &[&str]) -> Value {
    let told = what_if(house, settings, &["--format", "json"], 0).json();
    assert_eq!(told["counterfactual"], json!(true));
    assert!(told["assumptions"].as_array().is_some_and(|all| !all.is_empty()));
    told["totals"].clone()
}

#[test]
fn history_is_decided_again_as_it_was_and_as_it_would_have_been() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, _) = start(&house, &["--days", "30", "--seed", "5", "--pace", "1"]);
    let number = |totals: &Value, name: &str| totals[name].as_u64().expect(name);

    // A building permit has twenty days: with every act, and no clock's record, it comes out as it was recorded.
    let own = totals(&house, &["procedure=1.009974 term=20d"]);
    assert!(number(&own, "received") > 50, "{own:#}");
    assert_eq!((number(&own, "not_as_recorded"), number(&own, "differing")), (0, 0), "{own:#}");
    assert_eq!(number(&own, "late_was"), number(&own, "late_would"), "{own:#}");

    let short = totals(&house, &["procedure=1.009974 term=2d"]);
    assert_eq!(number(&short, "late_was"), number(&own, "late_was"), "what was, was");
    assert!(number(&short, "late_would") > number(&short, "late_was"), "{short:#}");
    let eased = totals(&house, &["procedure=1.009974 term=2d", "calendar=default off=2020-09-30"]);
    assert!(number(&eased, "late_would") <= number(&short, "late_would"), "{eased:#}");

    // Who asks for an opinion names six days, where the process has two: they stay, unless they are not to.
    let asked = totals(&house, &["procedure=1.009974 leg=opinion term=1d"]);
    assert_eq!(number(&asked, "differing"), 0, "{asked:#}");
    let asked = totals(&house, &["procedure=1.009974 leg=opinion term=1d named=yes"]);
    assert!(
        number(&asked, "breaking") > 0 && number(&asked, "late_would") == number(&asked, "late_was"),
        "{asked:#}"
    );

    let table = what_if(&house, &["procedure=1.009974 term=2d"], &[], 0);
    assert!(table.stdout.starts_with("dossier") && table.stdout.contains("1.009974"), "{table:#?}");
    assert!(
        table.stderr.contains("COUNTERFACTUAL, none of this happened: procedure=1.009974 term=2d"),
        "{table:#?}"
    );
    let rows = what_if(&house, &["procedure=1.009974 term=2d"], &["--format", "csv", "--all"], 0);
    assert!(
        rows.stdout
            .starts_with("dossier,procedure,due,would be due,late,would be late,would break first\r\n")
    );
    assert!(what_if(&house, &["procedure=1.009974 term=soon"], &[], 2).stderr.contains("LT0982"));
    assert!(what_if(&house, &["procedure=9.999999 term=2d"], &[], 2).stderr.contains("LT0983"));
    assert!(what_if(&house, &["calendar=default worked=2020-09-30"], &[], 2).stderr.contains("LT0984"));
    demo.end("TERM", Duration::from_secs(60));
}
