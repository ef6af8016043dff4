//! The pages of `docs/` that are made from the code say what the code says; every rule has a row that turns on it.

use lienthong_scenario::reference::{PAGES, Reference};
use std::fs;

fn reference() -> Reference {
    Reference::gather().unwrap_or_else(|fault| panic!("{fault}"))
}

#[test]
fn committed_pages_are_what_the_code_says() {
    let reference = reference();
    for name in PAGES {
        let path = reference.path(name);
        let committed = fs::read_to_string(&path).unwrap_or_default();
        let made = reference.page(name).unwrap();
        let same = committed.lines().zip(made.lines()).take_while(|(old, new)| old == new).count();
        assert!(
            committed == made,
            "docs/{name}.md is not what the code and the scenarios say (first difference at line {}): run \
             `cargo xtask codegen` and commit",
            same + 1
        );
    }
    assert_eq!(reference.page("nothing"), None);
}

/// Prints the table rule -> rows (`--nocapture`).
#[test]
fn a_rule_switched_off_turns_a_row() {
    let turned = reference().turned();
    for rule in &turned {
        println!("{}: {} rows", rule.rule, rule.rows.len());
        for (file, title, row) in &rule.rows {
            println!("  {file}:{} ({title}) {} {} -> {}", row.line, row.who, row.says, row.expected);
        }
    }
    let idle: Vec<_> = turned.iter().filter(|rule| rule.rows.is_empty()).map(|rule| rule.rule).collect();
    assert!(idle.is_empty(), "no row turns when these are switched off: {idle:?}");
    assert!(turned.len() >= 12, "{} rules stand in code", turned.len());
}
