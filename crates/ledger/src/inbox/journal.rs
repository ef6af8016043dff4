//! What agencies did with their deliveries, as a house remembers it: a file that only grows, a line an act.
//!
//! ```text
//! taken H22/2020:871:H22.12
//! acknowledged H22/2020:871:H22.12
//! ```
//!
//! Any process may write and read it: a line is written in one piece at the end. One that a crash cut short is ended by
//! whoever writes next, and says nothing.

use super::DeliveryId;
use crate::files::sync_directory;
use crate::ports::Unavailable;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// What an agency did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Taken,
    Acknowledged,
}

impl Act {
    const fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Acknowledged => "acknowledged",
        }
    }
}

/// The file, and how far it was read.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    read: u64,
}

impl Journal {
    pub(super) const fn new(path: PathBuf) -> Self {
        Self { path, read: 0 }
    }

    /// Acts written since the last time, by whomever.
    pub(super) fn news(&mut self) -> Result<Vec<(Act, DeliveryId)>, Unavailable> {
        let mut text = Vec::new();
        let mut file = match File::open(&self.path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(self.failed("read", &error)),
        };
        file.seek(SeekFrom::Start(self.read))
            .and_then(|_| file.read_to_end(&mut text))
            .map_err(|error| self.failed("read", &error))?;
        // The last line may still be on its way.
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        self.read += whole as u64;
        Ok(String::from_utf8_lossy(&text[..whole]).lines().filter_map(parse).collect())
    }

    /// Writes an act down; an acknowledgement is on the disk before this returns.
    pub(super) fn write(&self, act: Act, id: &DeliveryId) -> Result<(), Unavailable> {
        self.append(act, id).map_err(|error| self.failed("written", &error))
    }

    fn append(&self, act: Act, id: &DeliveryId) -> io::Result<()> {
        let directory = self.path.parent().unwrap_or_else(|| Path::new("."));
        let is_new = !self.path.exists();
        if is_new {
            fs::create_dir_all(directory)?;
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        let torn = if ends_whole(&mut file)? { "" } else { "\n" };
        file.write_all(format!("{torn}{} {id}\n", act.word()).as_bytes())?;
        if act == Act::Acknowledged {
            file.sync_data()?;
        }
        if is_new {
            sync_directory(directory)?;
        }
        Ok(())
    }

    fn failed(&self, what: &str, error: &io::Error) -> Unavailable {
        let what = format!(
            "{}: what agencies have acknowledged cannot be {what}: {error}; make room there or mend it, and try again",
            self.path.display()
        );
        Unavailable { code: "LT0029", what }
    }
}

fn ends_whole(file: &mut File) -> io::Result<bool> {
    if file.metadata()?.len() == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::End(-1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

fn parse(line: &str) -> Option<(Act, DeliveryId)> {
    let (word, id) = line.split_once(' ')?;
    let act = [Act::Taken, Act::Acknowledged].into_iter().find(|act| act.word() == word)?;
    Some((act, id.parse().ok()?))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_another_wrote_is_read_and_a_line_cut_short_takes_no_other_with_it() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("inbox/journal");
        let id = |sequence: u64| format!("H22/2020:{sequence}:H22.12").parse::<DeliveryId>().unwrap();
        let mut reader = Journal::new(path.clone());
        assert_eq!(reader.news().unwrap(), []);
        let writer = Journal::new(path.clone());
        writer.write(Act::Taken, &id(1)).unwrap();
        assert_eq!(reader.news().unwrap(), [(Act::Taken, id(1))]);
        // A crash in the middle of a line.
        OpenOptions::new().append(true).open(&path).unwrap().write_all(b"acknowledged H22/2020:1").unwrap();
        assert_eq!(reader.news().unwrap(), []);
        writer.write(Act::Acknowledged, &id(2)).unwrap();
        assert_eq!(reader.news().unwrap(), [(Act::Acknowledged, id(2))]);
        assert_eq!(reader.news().unwrap(), []);
        assert_eq!(Journal::new(path).news().unwrap().len(), 2);
    }
}
