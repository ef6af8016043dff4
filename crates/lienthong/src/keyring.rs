//! Private keys in files: one a holder, readable by nobody else.

use crate::failure::{Failure, Outcome};
use lienthong_ledger::files;
use lienthong_protocol::keys::{KeyFile, SigningKey};
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt};
use std::path::{Path, PathBuf};

/// A directory of private keys, mode 0700, each file 0600.
#[derive(Debug, Clone)]
pub struct Keyring {
    dir: PathBuf,
}

impl Keyring {
    /// The directory, made if it is not there.
    pub fn open(dir: &Path) -> Outcome<Self> {
        if !dir.exists() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(|e| io(dir, &e))?;
        }
        Ok(Self { dir: dir.to_owned() })
    }

    /// The file of a holder's key.
    pub fn path(&self, holder: &str) -> PathBuf {
        self.dir.join(format!("{}.key", holder.replace('/', "_")))
    }

    /// The holder's key, if there is one.
    pub fn get(&self, holder: &str) -> Outcome<Option<SigningKey>> {
        let path = self.path(holder);
        if path.exists() { read(&path).map(|file| Some(file.key().clone())) } else { Ok(None) }
    }

    /// The holder's key; made with the system's randomness if there is none.
    pub fn get_or_make(&self, holder: &str) -> Outcome<SigningKey> {
        match self.get(holder)? {
            Some(key) => Ok(key),
            None => {
                let (path, key) = (self.path(holder), SigningKey::from_seed(&random()?));
                let file = KeyFile::new(holder, key).map_err(|e| Failure::usage("LT0912", e.to_string()))?;
                match write_new(&path, &file) {
                    Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(io(&path, &error)),
                    // Of two who make it at once both get the first.
                    _ => read(&path).map(|file| file.key().clone()),
                }
            }
        }
    }
}

/// Reads a key file, and refuses one that others can read.
pub fn read(path: &Path) -> Outcome<KeyFile> {
    let mode = fs::metadata(path).map_err(|e| io(path, &e))?.mode();
    if mode & 0o077 != 0 {
        let text = format!(
            "{}: others can read this private key (mode {:o}); run `chmod 600` on it, and think of it as \
                            known to them",
            path.display(),
            mode & 0o777
        );
        return Err(Failure::usage("LT0911", text));
    }
    let text = fs::read_to_string(path).map_err(|e| io(path, &e))?;
    KeyFile::parse(&text).map_err(|error| {
        let text = format!(
            "{}:{}: {}. Put the key back from where it is kept",
            path.display(),
            error.line,
            error.problem
        );
        Failure::usage(error.code(), text)
    })
}

/// Bytes from the system's randomness.
pub fn random<const N: usize>() -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|e| Failure::unavailable("LT0910", format!("the system gives no randomness: {e}")))?;
    Ok(bytes)
}

/// Puts a key file in place whole and durable, or not at all.
///
/// # Errors
/// `AlreadyExists`: a key is never written over another file.
pub fn write_new(path: &Path, file: &KeyFile) -> std::io::Result<()> {
    files::place_new(path, file.to_text().as_bytes())
}

/// A file that cannot be read or written, with its name and what to do.
pub fn io(path: &Path, error: &std::io::Error) -> Failure {
    let text = format!("{}: {error}", path.display());
    match error.kind() {
        ErrorKind::NotFound => Failure::usage("LT0901", format!("{text}; check the path")),
        kind if files::is_full(kind) => {
            Failure::unavailable("LT0502", format!("{text}; make room and run this again"))
        }
        ErrorKind::PermissionDenied
        | ErrorKind::IsADirectory
        | ErrorKind::NotADirectory
        | ErrorKind::ReadOnlyFilesystem => {
            Failure::usage("LT0902", format!("{text}; check the path and its permissions"))
        }
        _ => Failure::unavailable("LT0902", format!("{text}; when that is mended, run this again")),
    }
}
