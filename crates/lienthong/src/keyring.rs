//! Private keys in files: one a holder, readable by nobody else.

use crate::failure::{Failure, Outcome};
use lienthong_protocol::keys::{KeyFile, SigningKey};
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
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
                let mut seed = [0_u8; 32];
                getrandom::fill(&mut seed).map_err(|e| {
                    Failure::unavailable("LT0910", format!("the system gives no randomness: {e}"))
                })?;
                let key = SigningKey::from_seed(&seed);
                write(&self.path(holder), holder, &key)?;
                Ok(key)
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
        Failure::usage(error.code(), format!("{}:{}: {}", path.display(), error.line, error.problem))
    })
}

fn write(path: &Path, holder: &str, key: &SigningKey) -> Outcome {
    let file = KeyFile::new(holder, key.clone()).map_err(|e| Failure::usage("LT0912", e.to_string()))?;
    let mut out =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|e| io(path, &e))?;
    out.write_all(file.to_text().as_bytes()).and_then(|()| out.sync_all()).map_err(|e| io(path, &e))?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(|e| io(path, &e))
}

/// A file that cannot be read or written, with its name.
pub fn io(path: &Path, error: &std::io::Error) -> Failure {
    let text = format!("{}: {error}", path.display());
    match error.kind() {
        std::io::ErrorKind::NotFound => Failure::usage("LT0901", text),
        std::io::ErrorKind::StorageFull => Failure::unavailable("LT0502", text),
        _ => Failure::unavailable("LT0902", text),
    }
}
