//! Everything that can be said about the tree without running it: format, lints, dependencies.

use std::path::Path;

use crate::Outcome;
use crate::command::{cargo, output_of, run};

/// Formatting, lints as errors in the profile that tests use, and `deny.toml` where `cargo-deny` is installed.
pub fn run_all(root: &Path) -> Outcome<()> {
    run(&mut cargo(root, &["fmt", "--all", "--check"]))?;
    run(&mut cargo(root, &["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))?;
    dependencies(root)
}

/// Advisories are left out: their database is not in a package registry, so this check would need another network.
fn dependencies(root: &Path) -> Outcome<()> {
    if output_of("cargo-deny", &["--version"]).is_none() {
        eprintln!(
            "skipped: `cargo deny check` (cargo-deny is not installed: `cargo install cargo-deny --locked`)"
        );
        return Ok(());
    }
    run(&mut cargo(root, &["deny", "check", "licenses", "bans", "sources"]))
}
