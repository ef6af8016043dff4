//! Files that are whole or not there: what a full disk or a lost power cut off would stand in the way of every later start.
//!
//! Belongs here: putting a file in its place, durably. Does not: files that grow (`embedded`), what is in any of them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Puts a file, readable by nobody else, in place whole and durable, or not at all.
///
/// # Errors
/// `AlreadyExists`: a file stands there and was not touched, and its name is durable. Any other: nothing was put there.
pub fn place_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut suffix = [0; 8];
    getrandom::fill(&mut suffix).map_err(|error| io::Error::other(format!("no randomness: {error}")))?;
    // Of two who put it there at once, each has its own draft.
    let draft = path.with_extension(format!("{}.new", hex::encode(suffix)));
    let placed = write(OpenOptions::new().create_new(true).mode(0o600), &draft, bytes)
        .and_then(|()| fs::hard_link(&draft, path));
    // It has its name, or is of no use to anybody.
    let _ = fs::remove_file(&draft);
    match placed {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        // Who placed the one that stands there may not have come to making its name durable.
        placed => sync_directory(directory_of(path)).and(placed),
    }
}

/// Puts a file in place of another, or of none: who reads it meanwhile reads the old bytes or the new ones, and after a lost
/// power too. Nobody else may be writing it.
///
/// # Errors
/// The system's. The old file stands then, but for the last step: its name may not be durable.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    write(OpenOptions::new().create(true).truncate(true), &draft, bytes)?;
    fs::rename(&draft, path)?;
    sync_directory(directory_of(path))
}

/// Makes names in a directory durable: a new file is not there before its directory is.
///
/// # Errors
/// The system's.
pub fn sync_directory(directory: &Path) -> io::Result<()> {
    File::open(directory)?.sync_all()
}

/// Whether the system found no room.
#[must_use]
pub const fn is_full(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge)
}

fn write(how: &mut OpenOptions, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = how.write(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The directory that a path's last name stands in.
pub(crate) fn directory_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn names(directory: &Path) -> Vec<String> {
        let names = fs::read_dir(directory).unwrap();
        names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    #[test]
    fn what_is_there_stays_and_no_draft_is_left() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a.key");
        place_new(&path, b"first").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(place_new(&path, b"second").unwrap_err().kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).unwrap(), b"first");
        assert_eq!(names(directory.path()), ["a.key"]);
    }

    #[test]
    fn what_is_replaced_is_all_new_and_no_draft_is_left() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("list.toml");
        replace(&path, b"long and old").unwrap();
        // Of a run that a lost power ended.
        fs::write(directory.path().join("list.toml.new"), b"longer than anything else").unwrap();
        replace(&path, b"new").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(names(directory.path()), ["list.toml"]);
    }

    #[test]
    fn nothing_is_put_where_there_is_no_directory() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("none/a.key");
        assert_eq!(place_new(&path, b"x").unwrap_err().kind(), ErrorKind::NotFound);
        assert_eq!(replace(&path, b"x").unwrap_err().kind(), ErrorKind::NotFound);
    }
}
