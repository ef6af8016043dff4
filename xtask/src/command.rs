//! Running other programs: say what runs, fail with its name.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::{Failure, Outcome};

/// How variables begin that cargo sets for the package it runs.
const OF_OUR_PACKAGE: [&str; 4] = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"];

/// A command in the root of the repository.
pub fn in_root(root: &Path, program: impl AsRef<OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root).stdin(Stdio::null());
    command
}

/// The cargo that runs us, in the root of the repository.
///
/// What cargo told us about our own package is taken away: build scripts that look at it (ring's does) would run again,
/// and with them half of the build, each time one goes from `cargo test` to `cargo xtask test` and back.
pub fn cargo(root: &Path, arguments: &[&str]) -> Command {
    let mut command = in_root(root, std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments);
    for (name, _) in std::env::vars_os() {
        if OF_OUR_PACKAGE.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// Prints the command line, runs it with our own output, and fails if it fails.
pub fn run(command: &mut Command) -> Outcome<()> {
    let status = status(command)?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::new(format!("`{}` failed: {status}", spelled(command))))
    }
}

/// Prints the command line, runs it with our own output, and says how it ended.
pub fn status(command: &mut Command) -> Outcome<ExitStatus> {
    let line = spelled(command);
    eprintln!("$ {line}");
    command.status().map_err(|e| Failure::new(format!("cannot run `{line}`: {e}")))
}

/// Like [`run`], but ends the program and fails when it takes longer than `limit`: a hang is a failure with a name.
pub fn run_within(command: &mut Command, limit: Duration) -> Outcome<()> {
    let line = spelled(command);
    eprintln!("$ {line}");
    let cannot = |e: std::io::Error| Failure::new(format!("cannot run `{line}`: {e}"));
    let started = Instant::now();
    let mut child = command.spawn().map_err(cannot)?;
    loop {
        match child.try_wait().map_err(cannot)? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(Failure::new(format!("`{line}` failed: {status}"))),
            None if started.elapsed() > limit => {
                child.kill().and_then(|()| child.wait()).map_err(cannot)?;
                return Err(Failure::new(format!("`{line}` was ended after {} s", limit.as_secs())));
            }
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// What a program prints on stdout, if it can be run and succeeds.
pub fn output_of(program: impl AsRef<OsStr>, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn spelled(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
