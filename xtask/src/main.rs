//! `cargo xtask <chore>`: reads the command line, runs the chore, exits 1 when it fails and 2 when wrongly used.

use std::process::ExitCode;

use xtask::{bench, check, codegen, figures, repository_root, setup, suite};

const USAGE: &str = "\
usage: cargo xtask <chore>
  setup            fetch what tests need: NATS server, Python readers, browser
  check            format, lints as errors, licences and sources of dependencies
  test [--long]    setup, check, then every test, with a time budget
  bench [CASE…]    measure, in the release profile; figures as JSON, or --format table, or --format figures into
                   docs/figures; --dir DIR
  crimes           change random bytes of a large ledger: --flips N --records N --seed S; --figures; --dir DIR
  inspect-seeds    whether inspection finds every breach of twenty months, and no others: --seed N --count K --format json
  figures          docs/figures/*.json into the tables of docs/*.md
  codegen          compile proto/ into crates/protocol/src/generated, write crates/gateway/openapi/lienthong.json and
                   docs/commands.md, docs/events.md, docs/rules.md";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = repository_root();
    let outcome = match words.as_slice() {
        ["setup"] => setup::run_all(&root).map(drop),
        ["check"] => check::run_all(&root),
        ["test"] => suite::run_all(&root, false),
        ["test", "--long"] => suite::run_all(&root, true),
        ["bench", arguments @ ..] => match bench::run_cases(&root, arguments) {
            Ok(code) => return code,
            Err(failure) => Err(failure),
        },
        ["crimes", arguments @ ..] => match bench::run_crimes(&root, arguments) {
            Ok(code) => return code,
            Err(failure) => Err(failure),
        },
        ["inspect-seeds", arguments @ ..] => match bench::run_inspect_seeds(&root, arguments) {
            Ok(code) => return code,
            Err(failure) => Err(failure),
        },
        ["figures"] => figures::run(&root),
        ["codegen"] => codegen::run(&root),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}
