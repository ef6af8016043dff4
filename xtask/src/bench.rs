//! `cargo xtask bench`: the benches know the product, so they live with the system tests; here they are only started.

use std::path::Path;
use std::process::ExitCode;

use crate::command::{cargo, run, status};
use crate::{Failure, Outcome};

/// Builds the product and the benches in the release profile and runs the cases whose names begin with one of `arguments`;
/// further arguments, such as `--format table`, go through. Figures are the only thing on stdout. The exit code is the
/// benches' own: 2 for a case that they do not have.
pub fn run_cases(root: &Path, arguments: &[&str]) -> Outcome<ExitCode> {
    // Each by itself: built together they would share the features that only tests ask for.
    run(&mut cargo(root, &["build", "--quiet", "--release", "-p", "lienthong"]))?;
    let mut command =
        cargo(root, &["run", "--quiet", "--release", "-p", "lienthong-tests", "--bin", "bench", "--"]);
    let status = status(command.args(arguments))?;
    match status.code().and_then(|code| u8::try_from(code).ok()) {
        Some(code) => Ok(ExitCode::from(code)),
        None => Err(Failure::new(format!("the benches did not end by themselves: {status}"))),
    }
}
