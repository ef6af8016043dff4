//! The real history that system tests import, and the command that imports it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::{Finished, lienthong, run_within, workspace};

/// How long an import of the whole log may take on a loaded machine.
pub const IMPORT_LIMIT: Duration = Duration::from_secs(120);

/// The log: 1,434 cases of a one-stop desk (`tests/data/README.md`).
pub fn log() -> PathBuf {
    workspace::root().join("tests/data/receipt.xes.gz")
}

/// The mapping that is shipped for it.
pub fn mapping() -> PathBuf {
    workspace::root().join("deploy/mappings/coselog-receipt.toml")
}

/// `lienthong import xes FILE` into a house, by the shipped mapping, with a summary in JSON.
pub fn import_command(file: &Path, house: &Path) -> Command {
    import_command_by(&mapping(), file, house)
}

/// The same by another mapping.
pub fn import_command_by(mapping: &Path, file: &Path, house: &Path) -> Command {
    let mut command = lienthong(["import", "xes"]);
    command.arg(file).arg("--mapping").arg(mapping).arg("--ledger").arg(house).args(["--format", "json"]);
    command
}

/// Imports a file into a house, to the end.
pub fn import(file: &Path, house: &Path) -> Finished {
    run_within(&mut import_command(file, house), IMPORT_LIMIT)
}
