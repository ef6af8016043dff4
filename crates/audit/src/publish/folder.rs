//! The directory that is published: what stands in it is compared, what does not is put there whole.

use super::error::PublishError;
use lienthong_ledger::files;
use lienthong_merkle::tiles::{Rows, Tile};
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::Note;
use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Bytes of a hash.
const HASH: usize = 32;

/// A directory of one log, held while it is published.
#[derive(Debug)]
pub(super) struct Folder {
    directory: PathBuf,
    _lock: File,
}

impl Folder {
    /// Takes it, and makes it if it is not there.
    pub(super) fn open(directory: &Path) -> Result<Self, PublishError> {
        make(directory).map_err(PublishError::io(directory))?;
        let path = directory.join("lock");
        let file = File::options().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(PublishError::io(&path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { directory: directory.to_owned(), _lock: file }),
            Err(TryLockError::WouldBlock) => Err(PublishError::InUse { directory: directory.to_owned() }),
            Err(TryLockError::Error(cause)) => Err(PublishError::io(&path)(cause)),
        }
    }

    pub(super) fn checkpoint_file(&self) -> PathBuf {
        self.directory.join("checkpoint")
    }

    /// What the checkpoint says that stands there, whoever signed it: it is only compared with the log.
    pub(super) fn checkpoint(&self, origin: &Origin) -> Result<Option<Checkpoint>, PublishError> {
        let file = self.checkpoint_file();
        let Some(bytes) = read(&file)? else { return Ok(None) };
        let said = match Note::parse(&bytes) {
            Ok(note) => Checkpoint::from_text(note.unverified_text()),
            Err(error) => Err(error.into()),
        };
        match said {
            Ok(checkpoint) if checkpoint.origin == *origin => Ok(Some(checkpoint)),
            Ok(other) => Err(damaged(file, format!("it is of the log {}, not of {origin}", other.origin))),
            Err(error) => Err(damaged(file, error.to_string())),
        }
    }

    pub(super) fn put_checkpoint(&self, note: &[u8]) -> Result<(), PublishError> {
        let file = self.checkpoint_file();
        files::replace(&file, note).map_err(PublishError::io(&file))
    }

    /// Takes those away that led up to a tile that is full.
    pub(super) fn remove_partial(&self, tile: Tile) -> Result<(), PublishError> {
        let partial = self.partial_directory(tile);
        match fs::remove_dir_all(&partial) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(PublishError::io(&partial)(error)),
            _ => Ok(()),
        }
    }

    /// Puts a tile there that is not full. Those that lead up to it stay until it is, as somebody may be reading by an older
    /// checkpoint; `compare` looks whether they do lead up to it.
    pub(super) fn put_partial(&self, tile: Tile, bytes: &[u8], compare: bool) -> Result<(), PublishError> {
        if compare {
            self.compare_partial(tile, bytes)?;
        }
        self.put(tile, bytes)
    }

    /// Puts a tile there, or finds it there as it is.
    pub(super) fn put(&self, tile: Tile, bytes: &[u8]) -> Result<(), PublishError> {
        let file = self.directory.join(tile.to_string());
        match read(&file)? {
            Some(standing) if standing == bytes => return Ok(()),
            Some(_) => return Err(differs(file)),
            None => {}
        }
        let put = match file.parent() {
            Some(directory) => make(directory).and_then(|()| files::replace(&file, bytes)),
            None => files::replace(&file, bytes),
        };
        put.map_err(PublishError::io(&file))
    }

    fn compare_partial(&self, tile: Tile, bytes: &[u8]) -> Result<(), PublishError> {
        let directory = self.partial_directory(tile);
        let entries = match fs::read_dir(&directory) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(PublishError::io(&directory))?,
        };
        for entry in entries {
            let file = entry.map_err(PublishError::io(&directory))?.path();
            if file.extension().is_some_and(|extension| extension == "new") {
                // A draft of a publisher that was killed.
                fs::remove_file(&file).map_err(PublishError::io(&file))?;
                continue;
            }
            let width = file.file_name().and_then(|name| name.to_str()?.parse().ok());
            let Some(older) = width.and_then(|width| tile.with_width(width)) else {
                return Err(damaged(file, "this is no tile".to_owned()));
            };
            if older.width() > tile.width() {
                return Err(damaged(file, "the log has not so many records".to_owned()));
            }
            let standing = read(&file)?.unwrap_or_default();
            if beginning(older, bytes) != Some(standing.as_slice()) {
                return Err(differs(file));
            }
        }
        Ok(())
    }

    /// Where tiles stand that are not full.
    fn partial_directory(&self, tile: Tile) -> PathBuf {
        let name = tile.to_string();
        let full = name.split_once(".p/").map_or(name.as_str(), |(full, _)| full);
        self.directory.join(format!("{full}.p"))
    }
}

/// What an older tile has of the bytes of a wider one.
fn beginning(older: Tile, bytes: &[u8]) -> Option<&[u8]> {
    let width = usize::from(older.width());
    match older.rows() {
        Rows::Level(_) => bytes.get(..width * HASH),
        Rows::Entries => {
            let end = (0..width).try_fold(0, |at, _| {
                let length = bytes.get(at..at + 2)?;
                Some(at + 2 + usize::from(u16::from_be_bytes([length[0], length[1]])))
            });
            bytes.get(..end?)
        }
    }
}

/// Makes a directory and those above it, each durable before anything stands in it.
fn make(directory: &Path) -> io::Result<()> {
    if directory.is_dir() {
        return Ok(());
    }
    let parent = directory.parent().filter(|parent| !parent.as_os_str().is_empty());
    if let Some(parent) = parent {
        make(parent)?;
    }
    match fs::create_dir(directory) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    files::sync_directory(parent.unwrap_or(Path::new(".")))
}

fn read(file: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    match fs::read(file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(PublishError::io(file)(error)),
    }
}

fn differs(file: PathBuf) -> PublishError {
    damaged(file, "it is not what the log has there".to_owned())
}

fn damaged(file: PathBuf, what: String) -> PublishError {
    PublishError::Damaged { file, what }
}
