//! Bytes of a log: unpacked, counted in lines, and no more of them at once than allowed.

use flate2::read::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Cursor, Read};

const GZIP: [u8; 2] = [0x1f, 0x8b];

/// The plain bytes of a log, compressed or not, and whether it was. Told by the first two bytes, not by a name.
pub(super) fn unpacked<'a>(mut read: impl Read + Send + 'a) -> io::Result<(Box<dyn Read + Send + 'a>, bool)> {
    let mut head = Vec::with_capacity(GZIP.len());
    read.by_ref().take(GZIP.len() as u64).read_to_end(&mut head)?;
    let compressed = head == GZIP;
    let whole = Cursor::new(head).chain(read);
    Ok(if compressed { (Box::new(MultiGzDecoder::new(whole)), true) } else { (Box::new(whole), false) })
}

/// Why [`Lines`] stopped: one piece of XML is longer than allowed. An XML reader collects a piece before it gives it
/// away, so the bound has to stand below it.
#[derive(Debug, thiserror::Error)]
#[error("longer than allowed")]
pub(super) struct TooLong;

/// A reader that knows the line it is in.
pub(super) struct Lines<R> {
    inner: BufReader<R>,
    line: u64,
    position: u64,
    allowed_to: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(read: R) -> Self {
        Self { inner: BufReader::with_capacity(64 * 1024, read), line: 1, position: 0, allowed_to: u64::MAX }
    }

    /// The line of the next byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes were consumed.
    pub(super) fn position(&self) -> u64 {
        self.position
    }

    /// Allows about this many bytes (a buffer more) until it is called again.
    pub(super) fn allow(&mut self, bytes: u64) {
        self.allowed_to = self.position.saturating_add(bytes);
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(out)?;
        self.consume(n);
        Ok(n)
    }
}

impl<R: Read> BufRead for Lines<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.position > self.allowed_to {
            return Err(io::Error::other(TooLong));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        let newlines = self.inner.buffer().iter().take(n).filter(|byte| **byte == b'\n').count();
        self.line += newlines as u64;
        self.position += n as u64;
        self.inner.consume(n);
    }
}
