//! The file of receipts: one JSON object a line, in the order in which they came.

use crate::failure::{Exit, Failure, Outcome};
use crate::keyring::io;
use crate::sender::Reply;
use lienthong_protocol::json as protobuf_json;
use std::fs::{self, File, OpenOptions};
use std::io::{BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// A file that receipts go to.
pub struct Receipts {
    path: PathBuf,
    out: BufWriter<File>,
    /// Whether what was there before has made room.
    begun: bool,
    /// Whether the file was not there before.
    made: bool,
}

impl Receipts {
    /// Opens the file, so that one that cannot be written is known before anything is done. What stands in it stays until
    /// [`Self::begin`]. It must be none of the files that are `read`.
    pub fn prepare(path: &Path, read: &[&Path]) -> Outcome<Self> {
        let same =
            |other: &&&Path| matches!((path.canonicalize(), other.canonicalize()), (Ok(a), Ok(b)) if a == b);
        if read.iter().any(|other| same(&other)) {
            let text =
                format!("{}: this file is read here; name another one for the receipts", path.display());
            return Err(Failure::usage("LT0913", text));
        }
        let mut options = OpenOptions::new();
        options.write(true);
        let (made, file) = match options.clone().create_new(true).open(path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => (false, options.open(path)),
            opened => (true, opened),
        };
        let file = file.map_err(|e| io(path, &e))?;
        Ok(Self { path: path.to_owned(), out: BufWriter::new(file), begun: false, made })
    }

    /// From here on the file is this run's.
    pub fn begin(&mut self) -> Outcome {
        self.begun = true;
        let file = self.out.get_ref();
        // A pipe or a terminal has nothing to be cut off.
        let cut = file.metadata().and_then(|what| if what.is_file() { file.set_len(0) } else { Ok(()) });
        cut.map_err(|e| io(&self.path, &e))
    }

    /// Writes the receipts among the replies.
    pub fn write(&mut self, replies: &[Reply]) -> Outcome {
        for reply in replies {
            if let Reply::Receipt { receipt, .. } = reply {
                let value = protobuf_json::to_json("Receipt", &receipt.encode())
                    .map_err(|e| Failure::coded(Exit::Unavailable, "LT0902", e))?;
                writeln!(self.out, "{value}").map_err(|e| io(&self.path, &e))?;
            }
        }
        Ok(())
    }

    /// All of it is on the disk.
    pub fn finish(mut self) -> Outcome {
        let flushed = self.out.flush().and_then(|()| match self.out.get_ref().sync_all() {
            // Not a file on a disk: a pipe, a terminal.
            Err(error) if error.kind() == ErrorKind::InvalidInput => Ok(()),
            synced => synced,
        });
        flushed.map_err(|e| io(&self.path, &e))
    }
}

impl Drop for Receipts {
    fn drop(&mut self) {
        if self.made && !self.begun {
            // An empty file that nobody asked for; if it stays, it says nothing wrong.
            let _ = fs::remove_file(&self.path);
        }
    }
}
