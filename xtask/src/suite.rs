//! `cargo xtask test`: tools, checks, then every test in named groups, each with its time budget.
//!
//! Everything is built once, for the whole workspace, and the test programs are then run from what cargo says it built:
//! running `cargo test -p …` per group would choose other features of shared dependencies and build them again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::budget::Table;
use crate::command::{cargo, run, run_within};
use crate::setup::Tools;
use crate::{Failure, Outcome, check, setup, target_directory};

/// Compiling every test and the binary, on two cores with nothing built before.
const BUILD_BUDGET: Duration = Duration::from_secs(12 * 60);

/// The package whose tests need the real binary, a real server or a real browser.
const SYSTEM_PACKAGE: &str = "lienthong-tests";

/// A named part of the tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Unit,
    System,
    Browser,
    Python,
}

impl Group {
    const ALL: [Self; 4] = [Self::Unit, Self::System, Self::Browser, Self::Python];

    fn name(self) -> &'static str {
        match self {
            Self::Unit => "unit and property",
            Self::System => "system",
            Self::Browser => "browser",
            Self::Python => "Python readers",
        }
    }

    fn budget(self) -> Duration {
        let minutes = match self {
            // Ten thousand histories in the seeded world are half of it.
            Self::Unit => 7,
            Self::System => 8,
            Self::Browser => 4,
            Self::Python => 3,
        };
        Duration::from_secs(minutes * 60)
    }

    /// The group of a test program, by its package and the name of its file.
    fn of(package: &str, target: &str) -> Self {
        match (package == SYSTEM_PACKAGE, target.split('_').next()) {
            (false, _) => Self::Unit,
            (true, Some("browser")) => Self::Browser,
            (true, Some("python")) => Self::Python,
            (true, _) => Self::System,
        }
    }
}

/// One built test program.
#[derive(Debug)]
struct TestProgram {
    group: Group,
    executable: PathBuf,
    package_directory: PathBuf,
}

/// Runs everything and prints the table; fails if any part failed. `long` asks tests for their long form.
pub fn run_all(root: &Path, long: bool) -> Outcome<()> {
    let mut table = Table::default();
    run_into(root, long, &mut table);
    eprintln!("\n{table}");
    if table.failed() { Err(Failure::new("not everything passed")) } else { Ok(()) }
}

/// Tools, checks and build stop at the first failure; the groups of tests all run, so that one look shows all.
fn run_into(root: &Path, long: bool, table: &mut Table) {
    let (mut tools, mut programs) = (None, Vec::new());
    let ready = table.measure("setup", None, || setup::run_all(root).map(|found| tools = Some(found)))
        && table.measure("check", None, || check::run_all(root))
        && table.measure("build", Some(BUILD_BUDGET), || build(root).map(|built| programs = built));
    let (true, Some(tools)) = (ready, tools) else { return };
    for group in Group::ALL {
        table.measure(group.name(), Some(group.budget()), || {
            run_group(root, group, &programs, |command| environment(root, &tools, long, command))
        });
    }
}

/// Builds the binary and every test program; says where the test programs are.
fn build(root: &Path) -> Outcome<Vec<TestProgram>> {
    run(&mut cargo(root, &["build", "--workspace", "--bins"]))?;
    let mut command =
        cargo(root, &["test", "--workspace", "--no-run", "--message-format", "json-render-diagnostics"]);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| Failure::new(format!("cannot run cargo test --no-run: {e}")))?;
    if !output.status.success() {
        return Err(Failure::new("the tests do not build"));
    }
    let programs: Vec<_> = String::from_utf8_lossy(&output.stdout).lines().filter_map(test_program).collect();
    if programs.is_empty() {
        return Err(Failure::new("cargo built no test program"));
    }
    Ok(programs)
}

/// Reads one line of cargo's JSON; `None` for anything that is not a built test program.
fn test_program(line: &str) -> Option<TestProgram> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let package_directory = Path::new(message["manifest_path"].as_str()?).parent()?.to_path_buf();
    let package = if package_directory.ends_with("tests") { SYSTEM_PACKAGE } else { "" };
    Some(TestProgram {
        group: Group::of(package, message["target"]["name"].as_str()?),
        executable: PathBuf::from(message["executable"].as_str()?),
        package_directory,
    })
}

/// Runs every program of the group, even after one failed; names all that failed.
fn run_group(
    root: &Path,
    group: Group,
    programs: &[TestProgram],
    environment: impl Fn(&mut Command),
) -> Outcome<()> {
    // Twice the budget is a hang, not a slow machine.
    let limit = group.budget() * 2;
    let mut failures = Vec::new();
    for program in programs.iter().filter(|program| program.group == group) {
        let mut command = Command::new(&program.executable);
        command.current_dir(&program.package_directory).stdin(Stdio::null());
        command.env("CARGO_MANIFEST_DIR", &program.package_directory);
        environment(&mut command);
        failures.extend(run_within(&mut command, limit).err().map(|failure| failure.to_string()));
    }
    if group == Group::Unit {
        let examples = run(&mut cargo(root, &["test", "--workspace", "--doc", "--quiet"]));
        failures.extend(examples.err().map(|failure| failure.to_string()));
    }
    if failures.is_empty() { Ok(()) } else { Err(Failure::new(failures.join("\n"))) }
}

/// What the test harness reads, see `tests/src`.
fn environment(root: &Path, tools: &Tools, long: bool, command: &mut Command) {
    command
        .env("LIENTHONG_BIN", target_directory(root).join("debug/lienthong"))
        .env("LIENTHONG_NATS_SERVER", &tools.nats_server)
        .env("LIENTHONG_PYTHON", &tools.python);
    if long {
        command.env("LIENTHONG_LONG", "1");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_program_belongs_to_the_group_its_file_name_says() {
        assert_eq!(Group::of("lienthong-routing", "browser_like_name"), Group::Unit);
        assert_eq!(Group::of(SYSTEM_PACKAGE, "browser_overview"), Group::Browser);
        assert_eq!(Group::of(SYSTEM_PACKAGE, "python_export"), Group::Python);
        assert_eq!(Group::of(SYSTEM_PACKAGE, "nats_permissions"), Group::System);
    }

    #[test]
    fn only_built_test_programs_are_taken_from_what_cargo_says() {
        let artifact = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/r/tests/Cargo.toml","target":{{"name":"arrows"}},
                     "profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let program = test_program(&artifact(true, "\"/r/target/debug/deps/arrows-1\"")).unwrap();
        assert_eq!(program.group, Group::System);
        assert_eq!(program.package_directory, Path::new("/r/tests"));

        assert!(test_program(&artifact(false, "\"/r/target/debug/lienthong\"")).is_none());
        assert!(test_program(&artifact(true, "null")).is_none());
        assert!(test_program(r#"{"reason":"build-finished","success":true}"#).is_none());
        assert!(test_program("not JSON").is_none());
    }
}
