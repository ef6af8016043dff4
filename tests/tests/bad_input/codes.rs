//! Every code that a program of ours can say is explained in both languages.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use lienthong_tests::refusal::explained;
use lienthong_tests::workspace;

/// `LTnnnn` wherever it stands in the sources of the crates.
fn codes(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).expect("a readable directory") {
        let path = entry.expect("a readable directory").path();
        if path.is_dir() {
            codes(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
            let digits = |rest: &str| rest.len() >= 4 && rest.bytes().take(4).all(|b| b.is_ascii_digit());
            let after = text.split("LT").skip(1).filter(|rest| digits(rest));
            found.extend(after.map(|rest| format!("LT{}", &rest[..4])));
        }
    }
}

#[test]
fn every_code_in_the_sources_is_explained() {
    let mut found = BTreeSet::new();
    let crates = workspace::root().join("crates");
    for entry in fs::read_dir(crates).expect("the crates") {
        codes(&entry.expect("a crate").path().join("src"), &mut found);
    }
    assert!(found.len() > 150, "the codes were found: {}", found.len());
    found.iter().for_each(|code| explained(code));
}
