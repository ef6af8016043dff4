//! `cargo xtask bench`: the benches know the product, so they live with the system tests; here they are only started.

use std::path::Path;

use crate::Outcome;
use crate::command::{cargo, run};

/// Builds the benches in the release profile and runs the cases whose names begin with one of `arguments`; further
/// arguments, such as `--format json`, go through. Figures are the only thing on stdout.
pub fn run_cases(root: &Path, arguments: &[&str]) -> Outcome<()> {
    let mut command =
        cargo(root, &["run", "--quiet", "--release", "-p", "lienthong-tests", "--bin", "bench", "--"]);
    run(command.args(arguments))
}
