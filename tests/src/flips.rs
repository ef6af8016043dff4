//! One changed byte of a ledger's files, and what a verification says of it.

use std::fs::{self, File};
use std::num::NonZeroUsize;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use lienthong_audit::verify::{Failure, LedgerFiles, Options, Report, verify};

/// The files of a ledger's directory, but for its lock, which says nothing.
pub fn files(ledger: &LedgerFiles) -> Vec<PathBuf> {
    let entries = fs::read_dir(&ledger.directory).expect("a ledger");
    let paths = entries.map(|entry| entry.expect("a readable directory").path());
    let mut files: Vec<PathBuf> = paths.filter(|path| !path.ends_with("lock")).collect();
    files.sort();
    files
}

/// What verifying ledgers finds, all but the decisions.
pub fn look_through(ledgers: &[LedgerFiles]) -> Report {
    let options = Options { threads: NonZeroUsize::MIN, ..Options::default() };
    verify(ledgers, &Vec::new, &options, &mut |_| {})
}

/// The file, to be changed.
pub fn open(path: &Path) -> File {
    fs::OpenOptions::new().read(true).write(true).open(path).expect("a writable file")
}

/// Changes bits of one byte of a file, looks through that ledger alone, since its own bytes are in question and not what rests on them, and puts
/// the byte back.
///
/// # Errors
/// In words, what is wrong with the answer: the change was not found, or placed elsewhere.
pub fn flip(
    ledger: &LedgerFiles,
    (path, file): (&Path, &File),
    at: u64,
    bits: u8,
) -> Result<Failure, String> {
    let mut byte = [0];
    file.read_exact_at(&mut byte, at).expect("a byte of the file");
    file.write_all_at(&[byte[0] ^ bits], at).expect("a writable file");
    let found = look_through(std::slice::from_ref(ledger)).first_failure;
    file.write_all_at(&byte, at).expect("a writable file");
    let place = format!("byte {at} of {}", path.display());
    let failure = found.ok_or_else(|| format!("{place} passed"))?;
    let is_named = failure.file == path && failure.offset <= at;
    if is_named && (failure.place.contains("record") || failure.place == "the stored checkpoint") {
        Ok(failure)
    } else {
        Err(format!("{place}: {failure}"))
    }
}
