//! A province's files with mistakes: each is told with its place, and the answer is no.

use std::fs;
use std::path::Path;

use lienthong_tests::program::run;
use lienthong_tests::workspace;

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the shipped province") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copied(&path, &target);
        } else {
            fs::copy(&path, &target).expect("copied");
        }
    }
}

#[test]
fn the_shipped_province_is_whole_and_a_broken_one_is_told_line_by_line() {
    let shipped = workspace::root().join("deploy/provinces/ha-giang-2020");
    let whole = run(["catalogue", "check", &shipped.display().to_string(), "--format", "json"]);
    assert_eq!(whole.code(), 0, "{whole:#?}");
    assert_eq!(whole.json()["counts"]["changes"], 2, "{whole:#?}");

    let dir = tempfile::tempdir().expect("a folder");
    copied(&shipped, dir.path());
    let file = dir.path().join("procedures/food-safety.toml");
    let text = fs::read_to_string(&file).expect("a procedure");
    let line = 1 + text.lines().position(|line| line.starts_with("competent =")).expect("the line");
    fs::write(&file, text.replace("competent = \"H22.25\"", "competent = \"H22.99\"")).expect("written");
    let broken = run(["catalogue", "check", &dir.path().display().to_string()]);
    assert_eq!(broken.code(), 1, "{broken:#?}");
    let told = format!("LT0132 procedures/food-safety.toml:{line}: competent: there is no agency `H22.99`.");
    assert!(broken.stdout.contains(&told), "{broken:#?}");
    assert!(broken.stderr.contains("1 to correct, nothing was published"), "{broken:#?}");
}
