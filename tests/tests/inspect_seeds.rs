//! Inspection finds what was done against the law, and nothing else: in twenty months of a province that follow from what stands in the crates,
//! and in every one in which it once did not.
#![allow(clippy::unwrap_used, clippy::panic)]

use lienthong_simulation::breaches::RULES;
use serde_json::Value;
use std::process::Command;

/// What the program says last, and whether it is content.
fn inspect(words: &[&str]) -> (Value, bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_inspect-seeds")).args(words).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    let last = told.lines().last().unwrap_or_else(|| panic!("it said nothing: {complaint}"));
    (serde_json::from_str(last).unwrap(), output.status.success(), complaint)
}

#[test]
fn every_breach_of_twenty_months_is_found_and_hardly_anything_else() {
    let (figures, content, complaint) = inspect(&["--format", "json"]);
    assert!(content, "{complaint}\n{figures}");
    assert!(figures["seeds"].as_u64() >= Some(20), "{figures}");
    assert!(
        figures["dossiers"].as_u64() >= figures["seeds"].as_u64().map(|seeds| seeds * 2_000),
        "{figures}"
    );
    assert_eq!(figures["recall"], 1.0);
    let by_rule = figures["by_rule"].as_object().unwrap();
    for rule in RULES {
        assert_eq!(by_rule[*rule]["recall"], 1.0, "{rule}");
        // So that whichever rule is off, not everything is found.
        assert!(
            by_rule[*rule]["violations"].as_u64() >= figures["seeds"].as_u64().map(|seeds| seeds * 3),
            "{rule}"
        );
    }
}

#[test]
fn with_one_rule_off_not_everything_is_found() {
    let (figures, content, complaint) = inspect(&["--seed", "1", "--without", "R16.leg_late"]);
    assert!(!content, "{complaint}");
    assert!(figures["recall"].as_f64() < Some(1.0), "{figures}");
    assert_eq!(figures["by_rule"]["R16.leg_late"]["recall"], 0.0);
    assert_eq!(figures["by_rule"]["R16.step_late"]["recall"], 1.0);
}
