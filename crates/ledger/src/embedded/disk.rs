//! The two calls that make a batch durable: a seam, so that a full or failing disk can be tested.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

/// How bytes get into a segment file.
pub(super) trait Disk: Send {
    /// Writes all bytes at an offset.
    fn write_at(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// Returns when they are on the medium.
    fn sync(&mut self, file: &File) -> io::Result<()>;
}

/// The system's.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct SystemDisk;

impl Disk for SystemDisk {
    fn write_at(&mut self, file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
        file.write_all_at(bytes, offset)
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        file.sync_data()
    }
}
