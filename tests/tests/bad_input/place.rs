//! One test's own files and house, and the small history that most of these tests import.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lienthong_tests::history::{IMPORT_LIMIT, import, import_command, import_command_by};
use lienthong_tests::records::{History, RECEIPT};
use lienthong_tests::xes_edit::Log;
use lienthong_tests::{Finished, files_below, free_port, lienthong, run_within, temp_dir};
use tempfile::TempDir;

/// A directory of its own for one test. The house in it is not there until something makes it.
pub struct Place {
    dir: TempDir,
}

impl Place {
    pub fn new() -> Self {
        Self { dir: temp_dir() }
    }

    pub fn house(&self) -> PathBuf {
        self.dir.path().join("house")
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file with these bytes.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, bytes).expect("a writable directory");
        path
    }

    /// A log as a file; compressed if the name says so.
    pub fn log(&self, name: &str, log: &Log) -> PathBuf {
        let path = self.path(name);
        log.write(&path);
        path
    }

    /// Imports a file into the house.
    pub fn import(&self, file: &Path) -> Finished {
        import(file, &self.house())
    }

    /// Imports a file into the house by another mapping.
    pub fn import_by(&self, mapping: &Path, file: &Path) -> Finished {
        run_within(&mut import_command_by(mapping, file, &self.house()), IMPORT_LIMIT)
    }

    /// Imports a file into the house and writes the receipts.
    pub fn import_with_receipts(&self, file: &Path, receipts: &Path) -> Finished {
        let mut command = import_command(file, &self.house());
        run_within(command.arg("--receipts").arg(receipts), IMPORT_LIMIT)
    }

    /// What the house's ledger says.
    pub fn history(&self) -> History {
        History::of(&self.house(), RECEIPT)
    }

    /// Everything in the house is as it was sealed, signed and decided.
    #[track_caller]
    pub fn verifies(&self) {
        verifies(&self.house());
    }

    /// Nothing was begun: there is no house.
    #[track_caller]
    pub fn has_no_house(&self) {
        assert!(!self.house().exists(), "a house was left behind: {:?}", files(&self.house()));
    }
}

/// `audit verify` of a house is clean.
#[track_caller]
pub fn verifies(house: &Path) {
    run_within(lienthong(["audit", "verify", "--ledger"]).arg(house), IMPORT_LIMIT).expect_code(0);
}

/// `lienthong up` of a house, at a free port.
pub fn up(house: &Path) -> Command {
    let mut command = lienthong(["up", "--listen", &format!("127.0.0.1:{}", free_port()), "--ledger"]);
    command.arg(house);
    command
}

/// Every file under a directory, with its bytes: what must not change.
pub fn files(directory: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let with_bytes = |path: PathBuf| {
        let bytes = fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        (path, bytes)
    };
    files_below(directory).into_iter().map(with_bytes).collect()
}

/// Forty cases, one with requests to outside parties among them.
pub fn small() -> Log {
    let (mut log, mut place) = (Log::published(), 0);
    log.cases.retain(|case| {
        place += 1;
        case.name == "case-8061" || place % 37 == 1
    });
    log
}

/// What a house says that took the small log in undisturbed.
pub fn undamaged() -> &'static History {
    static UNDAMAGED: OnceLock<History> = OnceLock::new();
    UNDAMAGED.get_or_init(|| {
        let place = Place::new();
        let file = place.log("whole.xes.gz", &small());
        place.import(&file).expect_code(0);
        place.verifies();
        place.history()
    })
}
