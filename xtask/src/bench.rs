//! `cargo xtask bench`, `cargo xtask crimes` and `cargo xtask inspect-seeds`: they know the product, so they live with the system tests;
//! here they are only started.

use std::path::Path;
use std::process::{ExitCode, ExitStatus};

use crate::command::{cargo, in_root, run, status};
use crate::{Failure, Outcome, target_directory};

/// Builds the product and the benches in the release profile and runs the cases whose names begin with one of `arguments`;
/// further arguments, such as `--format table`, go through. Figures are the only thing on stdout. The exit code is the
/// benches' own: 2 for a case that they do not have.
pub fn run_cases(root: &Path, arguments: &[&str]) -> Outcome<ExitCode> {
    // Each by itself: built together they would share the features that only tests ask for.
    run(&mut cargo(root, &["build", "--quiet", "--release", "-p", "lienthong"]))?;
    let mut command =
        cargo(root, &["run", "--quiet", "--release", "-p", "lienthong-tests", "--bin", "bench", "--"]);
    ended(status(command.args(arguments))?)
}

/// Builds and runs the long form of what tests do to every byte of a small ledger. In the profile of the tests: it measures nothing. The
/// exit code is 1 for a change that was not found, 2 for arguments that it does not know.
pub fn run_crimes(root: &Path, arguments: &[&str]) -> Outcome<ExitCode> {
    run_beside_tests(root, "crimes", arguments)
}

/// Builds and runs what holds inspection to months of which it is known what was done against the law. In the profile of the tests: it
/// measures how well, not how fast. The exit code is 1 for a breach that was not found, or too many findings of none; 2 for arguments that
/// it does not know.
pub fn run_inspect_seeds(root: &Path, arguments: &[&str]) -> Outcome<ExitCode> {
    run_beside_tests(root, "inspect-seeds", arguments)
}

fn run_beside_tests(root: &Path, program: &str, arguments: &[&str]) -> Outcome<ExitCode> {
    // With the whole workspace, as tests are built, so that nothing is built twice.
    run(&mut cargo(root, &["build", "--quiet", "--workspace", "--bins"]))?;
    let program = target_directory(root).join("debug").join(program);
    ended(status(in_root(root, program, arguments).env_remove("LIENTHONG_BIN"))?)
}

fn ended(status: ExitStatus) -> Outcome<ExitCode> {
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => Ok(ExitCode::from(code)),
        None => Err(Failure::new(format!("it did not end by itself: {status}"))),
    }
}
