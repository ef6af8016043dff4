//! What the pages say of long runs is what the runs wrote.
#![allow(clippy::expect_used, clippy::unwrap_used)]

use std::fs;

use xtask::{figures, repository_root};

#[test]
fn every_table_is_what_its_figures_say() {
    let root = repository_root();
    for page in figures::pages(&root).unwrap() {
        let text = fs::read_to_string(&page).unwrap();
        let again = figures::filled(&text, |name| figures::read(&root, name)).unwrap();
        assert!(text == again, "{} is behind: run `cargo xtask figures`", page.display());
    }
}

#[test]
fn every_run_stands_in_a_page() {
    let root = repository_root();
    let pages: String =
        figures::pages(&root).unwrap().iter().map(|page| fs::read_to_string(page).unwrap()).collect();
    let sources = figures::sources(&root).unwrap();
    assert!(!sources.is_empty());
    for source in sources {
        let name = source.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(pages.contains(&format!("<!-- figures: {name} -->")), "nobody reads {name}.json");
    }
}
