//! Data keys of personal values, in files apart from every ledger: the only thing that erasure destroys.
//!
//! Belongs here: one file a scope (of which ledger, of which dossier, of what), the key in it wrapped by the vault's master key; a tombstone in
//! its place once it is erased. Does not: encrypting values (`protocol::encryption`), who may see them, that they are to be erased (`routing`).
//!
//! ```text
//! vault/                0700
//!   <digest>.dk         "LTDK" · version 1 · id of the master key (8) · nonce (24) · wrapped key (32 + 16)
//!   <digest>.erased     "LTDX" · version 1: there was a key, or is to be none
//! vault.master          0600, kept where the vault's backups are not: "LTMK" · version 1 · key (32)
//! ```
//!
//! A key that is erased is overwritten before its file goes: what the disk below keeps of it is for who runs the disk to know. Since the key is
//! wrapped, bytes that are left there open nothing without the master key.
//!
//! A file's name is the digest of its scope, which is also the additional data of the wrapping: a file moved to another name
//! does not open.

use crate::files;
use crate::ports::{DataKey, KeyOf, KeyScope, KeyStore, Unavailable};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zeroize::Zeroizing;

const MASTER_MARK: &[u8; 5] = b"LTMK\x01";
const DATA_MARK: &[u8; 5] = b"LTDK\x01";
const ERASED_MARK: &[u8; 5] = b"LTDX\x01";
const MASTER_BYTES: usize = 5 + 32;
const DATA_BYTES: usize = 5 + 8 + 24 + 32 + 16;

/// Why a key cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// The system refused a file.
    #[error("LT0520 {}: {cause}; make room, or check the permissions, and try again", path.display())]
    Io {
        /// Which one.
        path: PathBuf,
        /// In the system's words.
        cause: String,
    },
    /// The key was wrapped by another master key.
    #[error(
        "LT0521 {}: this key was wrapped by another master key than {}; put back the master key that belongs to this vault",
        path.display(), master.display()
    )]
    OtherMaster {
        /// The data key's file.
        path: PathBuf,
        /// The master key's file.
        master: PathBuf,
    },
    /// A file of the vault was changed.
    #[error("LT0522 {}: {what}; put it back from the vault's backup", path.display())]
    Damaged {
        /// Which one.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// The key was erased by record, and is not made again.
    #[error(
        "LT0523 the key of {what} was erased, and none is made in its place; what was erased stays erased: register a new dossier for what is to be kept"
    )]
    Erased {
        /// Of what.
        what: String,
    },
}

impl KeyStoreError {
    fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Io { path: path.to_owned(), cause: cause.to_string() }
    }

    /// The code that `lienthong explain` knows.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "LT0520",
            Self::OtherMaster { .. } => "LT0521",
            Self::Damaged { .. } => "LT0522",
            Self::Erased { .. } => "LT0523",
        }
    }
}

impl From<KeyStoreError> for Unavailable {
    fn from(error: KeyStoreError) -> Self {
        let (code, text) = (error.code(), error.to_string());
        Self { code, what: text.strip_prefix(code).unwrap_or(&text).trim_start().to_owned() }
    }
}

/// The vault of one house; clones share it.
#[derive(Clone)]
pub struct DirectoryKeyStore {
    vault: Arc<Vault>,
}

struct Vault {
    directory: PathBuf,
    master_path: PathBuf,
    master: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for DirectoryKeyStore {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DirectoryKeyStore({})", self.vault.directory.display())
    }
}

impl DirectoryKeyStore {
    /// Opens the vault in a directory with the master key in a file; both are made if they are not there.
    ///
    /// # Errors
    /// [`KeyStoreError`].
    pub fn open(directory: &Path, master: &Path) -> Result<Self, KeyStoreError> {
        make_private_directory(directory)?;
        if let Some(parent) = master.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            make_private_directory(parent)?;
        }
        let bytes = match read(master)? {
            Some(bytes) => bytes,
            None => {
                let new = Zeroizing::new([MASTER_MARK, random::<32>(master)?.as_slice()].concat());
                write_first(master, &new)?
            }
        };
        let damaged =
            || KeyStoreError::Damaged { path: master.to_owned(), what: "this is not a vault's master key" };
        let key =
            bytes.strip_prefix(MASTER_MARK).filter(|_| bytes.len() == MASTER_BYTES).ok_or_else(damaged)?;
        let mut kept = Zeroizing::new([0; 32]);
        kept.copy_from_slice(key);
        let vault = Vault { directory: directory.to_owned(), master_path: master.to_owned(), master: kept };
        Ok(Self { vault: Arc::new(vault) })
    }
}

#[async_trait::async_trait]
impl KeyStore for DirectoryKeyStore {
    async fn ensure(&self, scope: &KeyScope) -> Result<DataKey, Unavailable> {
        let (vault, scope) = (Arc::clone(&self.vault), Scope::new(scope));
        blocking(move || vault.ensure(&scope)).await
    }

    async fn get(&self, scope: &KeyScope) -> Result<Option<DataKey>, Unavailable> {
        let (vault, scope) = (Arc::clone(&self.vault), Scope::new(scope));
        blocking(move || vault.get(&scope)).await
    }

    async fn erase(&self, scope: &KeyScope) -> Result<(), Unavailable> {
        let (vault, scope) = (Arc::clone(&self.vault), Scope::new(scope));
        blocking(move || vault.erase(&scope)).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, KeyStoreError> + Send + 'static,
) -> Result<T, Unavailable> {
    let gone = |_| Unavailable { code: "LT0520", what: "the program is shutting down".to_owned() };
    Ok(tokio::task::spawn_blocking(work).await.map_err(gone)??)
}

/// What a data key is for.
struct Scope {
    digest: [u8; 32],
    /// In words.
    what: String,
}

impl Scope {
    fn new(scope: &KeyScope) -> Self {
        let KeyScope { origin, stream, of } = scope;
        let of = match of {
            KeyOf::Personal => "",
            KeyOf::Opinions => "opinions\n",
        };
        // None has a line feed in it.
        let text = format!("lienthong data key\n{origin}\n{stream}\n{of}");
        Self { digest: Sha256::digest(text).into(), what: scope.to_string() }
    }
}

impl Vault {
    fn path(&self, scope: &Scope) -> PathBuf {
        self.directory.join(format!("{}.dk", hex::encode(scope.digest)))
    }

    fn tombstone(&self, scope: &Scope) -> PathBuf {
        self.path(scope).with_extension("erased")
    }

    fn is_erased(&self, scope: &Scope) -> Result<bool, KeyStoreError> {
        let path = self.tombstone(scope);
        fs::exists(&path).map_err(KeyStoreError::io(&path))
    }

    fn get(&self, scope: &Scope) -> Result<Option<DataKey>, KeyStoreError> {
        // A key beside its tombstone came back with a backup.
        if self.is_erased(scope)? {
            return Ok(None);
        }
        let path = self.path(scope);
        let found =
            read(&path).and_then(|bytes| bytes.map(|bytes| self.unwrap(scope, &path, &bytes)).transpose());
        // Who erases it at the same time leaves it overwritten for a moment.
        if found.is_err() && self.is_erased(scope)? { Ok(None) } else { found }
    }

    fn ensure(&self, scope: &Scope) -> Result<DataKey, KeyStoreError> {
        if let Some(key) = self.get(scope)? {
            return Ok(key);
        }
        let path = self.path(scope);
        let new: DataKey = random(&path)?;
        let wrapped = self.wrap(scope, &path, &new)?;
        // Of two who make it at once both get the first: what stands in the file counts.
        let standing = write_first(&path, &wrapped);
        // Looked at last: whoever erased it meanwhile did not find it, or is at it.
        if self.is_erased(scope)? {
            shred(&path)?;
            return Err(KeyStoreError::Erased { what: scope.what.clone() });
        }
        self.unwrap(scope, &path, &standing?)
    }

    fn erase(&self, scope: &Scope) -> Result<(), KeyStoreError> {
        // The tombstone first: whoever makes a key after it, or at the same time, sees it. Whoever follows a ledger anew asks again for all.
        if !self.is_erased(scope)? {
            write_first(&self.tombstone(scope), ERASED_MARK)?;
        }
        shred(&self.path(scope))
    }

    fn wrap(&self, scope: &Scope, path: &Path, key: &[u8; 32]) -> Result<Vec<u8>, KeyStoreError> {
        let nonce = random::<24>(path)?;
        let payload = Payload { msg: key, aad: &scope.digest };
        let too_long =
            |_| KeyStoreError::Damaged { path: path.to_owned(), what: "the key could not be wrapped" };
        let wrapped =
            self.cipher().encrypt(XNonce::from_slice(nonce.as_slice()), payload).map_err(too_long)?;
        Ok([DATA_MARK, &self.master_id()[..], nonce.as_slice(), &wrapped].concat())
    }

    fn unwrap(&self, scope: &Scope, path: &Path, bytes: &[u8]) -> Result<DataKey, KeyStoreError> {
        let damaged = |what| KeyStoreError::Damaged { path: path.to_owned(), what };
        let rest = bytes.strip_prefix(DATA_MARK).filter(|_| bytes.len() == DATA_BYTES);
        let rest = rest.ok_or_else(|| damaged("this is not a wrapped key"))?;
        let (master, rest) = rest.split_at(8);
        let (nonce, wrapped) = rest.split_at(24);
        if master != self.master_id() {
            return Err(KeyStoreError::OtherMaster {
                path: path.to_owned(),
                master: self.master_path.clone(),
            });
        }
        let payload = Payload { msg: wrapped, aad: &scope.digest };
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), payload);
        let opened = Zeroizing::new(opened.map_err(|_| damaged("the wrapped key was changed or moved"))?);
        let mut key = DataKey::new([0; 32]);
        key.copy_from_slice(&opened);
        Ok(key)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.master.as_slice().into())
    }

    /// Tells master keys apart and says nothing about them.
    fn master_id(&self) -> [u8; 8] {
        let digest =
            Sha256::new_with_prefix("lienthong master key id\n").chain_update(self.master.as_slice());
        let [a, b, c, d, e, f, g, h, ..]: [u8; 32] = digest.finalize().into();
        [a, b, c, d, e, f, g, h]
    }
}

fn make_private_directory(path: &Path) -> Result<(), KeyStoreError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(KeyStoreError::io(path))
}

fn random<const N: usize>(path: &Path) -> Result<Zeroizing<[u8; N]>, KeyStoreError> {
    let mut bytes = Zeroizing::new([0; N]);
    let no_randomness =
        |error| KeyStoreError::Io { path: path.to_owned(), cause: format!("no randomness: {error}") };
    getrandom::fill(bytes.as_mut_slice()).map_err(no_randomness)?;
    Ok(bytes)
}

fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(KeyStoreError::io(path)(error)),
    }
}

/// Puts a file in place whole and durable, unless there is one. Returns what stands there then.
fn write_first(path: &Path, bytes: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyStoreError> {
    match files::place_new(path, bytes) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(KeyStoreError::io(path)(error)),
        // A key that encrypted a record must not be lost: its name is durable before it is handed out.
        _ => {}
    }
    let gone =
        || KeyStoreError::Damaged { path: path.to_owned(), what: "it was there a moment ago and is gone" };
    read(path)?.ok_or_else(gone)
}

/// Overwrites a file and takes it away, durably; none is none.
fn shred(path: &Path) -> Result<(), KeyStoreError> {
    let mut file = match OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        opened => opened.map_err(KeyStoreError::io(path))?,
    };
    file.write_all(&[0; DATA_BYTES]).and_then(|()| file.sync_all()).map_err(KeyStoreError::io(path))?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(KeyStoreError::io(path)(error)),
        _ => {}
    }
    let directory = path.parent().unwrap_or(path);
    files::sync_directory(directory).map_err(KeyStoreError::io(directory))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::conformance::{KeyCase, KeyHarness, run_key_case};
    use crate::testing::origin;
    use std::os::unix::fs::PermissionsExt;

    struct Place {
        _directory: tempfile::TempDir,
        vault: PathBuf,
        master: PathBuf,
    }

    impl Place {
        fn new() -> Self {
            let directory = tempfile::tempdir().unwrap();
            let (vault, master) =
                (directory.path().join("vault"), directory.path().join("keys/vault.master"));
            Self { _directory: directory, vault, master }
        }

        fn open(&self) -> DirectoryKeyStore {
            DirectoryKeyStore::open(&self.vault, &self.master).unwrap()
        }

        fn data_files(&self) -> Vec<PathBuf> {
            fs::read_dir(&self.vault).unwrap().map(|entry| entry.unwrap().path()).collect()
        }
    }

    fn scope(id: &str) -> KeyScope {
        KeyScope::new(&origin(), &format!("dossier.{id}").parse().unwrap(), KeyOf::Personal)
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[async_trait::async_trait]
    impl KeyHarness for Place {
        async fn store(&self) -> Arc<dyn KeyStore> {
            Arc::new(self.open())
        }

        async fn bytes(&self) -> Vec<Vec<u8>> {
            self.data_files().iter().map(|file| fs::read(file).unwrap()).collect()
        }
    }

    #[tokio::test]
    async fn the_vault_of_a_house_passes_the_suite() {
        for case in KeyCase::ALL {
            run_key_case(*case, &Place::new()).await;
        }
    }

    #[tokio::test]
    async fn of_many_who_ask_at_once_nobody_leaves_anything_else_behind() {
        let place = Place::new();
        run_key_case(KeyCase::FirstWins, &place).await;
        assert_eq!(place.data_files().len(), 1, "nothing else is left behind");
    }

    #[tokio::test]
    async fn a_key_that_came_back_with_a_backup_is_not_handed_out_and_goes_again() {
        let place = Place::new();
        let store = place.open();
        store.ensure(&scope("A")).await.unwrap();
        let file = place.data_files().remove(0);
        let backup = fs::read(&file).unwrap();
        store.erase(&scope("A")).await.unwrap();
        fs::write(&file, &backup).unwrap();
        assert_eq!(store.get(&scope("A")).await.unwrap(), None);
        assert_eq!(store.ensure(&scope("A")).await.unwrap_err().code, "LT0523");
        assert!(!file.exists(), "who asks for it sees that it goes");
        fs::write(&file, &backup).unwrap();
        store.erase(&scope("A")).await.unwrap();
        assert!(!file.exists());
    }

    #[tokio::test]
    async fn nobody_else_may_read_and_no_key_stands_in_the_clear() {
        let place = Place::new();
        let key = place.open().ensure(&scope("A")).await.unwrap();
        let file = place.data_files().remove(0);
        assert_eq!((mode(&place.vault), mode(&place.master), mode(&file)), (0o700, 0o600, 0o600));
        let bytes = fs::read(&file).unwrap();
        assert!(!bytes.windows(32).any(|window| window == key.as_slice()));
        assert!(!file.to_string_lossy().contains("dossier"));
    }

    #[tokio::test]
    async fn another_master_key_is_named_as_such() {
        let place = Place::new();
        place.open().ensure(&scope("A")).await.unwrap();
        fs::remove_file(&place.master).unwrap();
        let error = place.open().get(&scope("A")).await.unwrap_err();
        assert_eq!(error.code, "LT0521");
        assert!(error.what.contains("vault.master"), "{error}");
    }

    #[tokio::test]
    async fn a_changed_or_moved_key_does_not_open() {
        let place = Place::new();
        let store = place.open();
        store.ensure(&scope("A")).await.unwrap();
        let file = place.data_files().remove(0);
        let good = fs::read(&file).unwrap();
        for at in 0..good.len() {
            let mut bad = good.clone();
            bad[at] ^= 0x10;
            fs::write(&file, bad).unwrap();
            let error = store.get(&scope("A")).await.unwrap_err();
            assert!(matches!(error.code, "LT0521" | "LT0522"), "byte {at}: {error}");
        }
        let elsewhere = store.vault.path(&Scope::new(&scope("B")));
        fs::write(elsewhere, good).unwrap();
        assert_eq!(store.get(&scope("B")).await.unwrap_err().code, "LT0522");
    }

    #[test]
    fn a_file_that_is_no_master_key_is_refused() {
        let place = Place::new();
        place.open();
        fs::write(&place.master, b"LTMK\x01short").unwrap();
        let error = DirectoryKeyStore::open(&place.vault, &place.master).unwrap_err();
        assert_eq!(error.code(), "LT0522");
    }
}
