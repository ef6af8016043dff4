//! A zip archive with one spelling: the same entries are the same bytes, in every release; every other spelling is refused.
//!
//! Any program opens it. It is written and read here and not by a library because it is evidence: entries are stored as they are, sorted, with
//! fixed dates and modes, and nothing stands between them. So a reader who finds the one spelling knows that another program sees the same
//! names and the same bytes, and nothing besides; and nothing in it can unpack to more than the file itself has.

use flate2::Crc;
use std::collections::BTreeMap;

/// More bytes than this are no archive of ours: it is held whole.
pub const BYTES_MAX: u64 = 1 << 30;
/// More entries than this need another form of directory.
const ENTRIES_MAX: usize = 0xffff;
/// The longest name, in bytes.
const NAME_MAX: usize = 200;

const LOCAL: [u8; 4] = *b"PK\x03\x04";
const CENTRAL: [u8; 4] = *b"PK\x01\x02";
const END: [u8; 4] = *b"PK\x05\x06";
/// Version 1.0 of the format is enough for what is stored; names are UTF-8; no method; midnight of 1 January 1980, the first day there is.
const FORM: [u8; 10] = [10, 0, 0x00, 0x08, 0, 0, 0, 0, 0x21, 0];
/// Written as on Unix.
const MADE_BY: [u8; 2] = [20, 3];
/// A plain file that everybody may read: 0644.
const MODE: u32 = 0o100_644 << 16;
/// A local header without its name.
const LOCAL_LENGTH: usize = 30;

/// Entries, by name.
pub type Entries<'a> = BTreeMap<&'a str, &'a [u8]>;

/// Why there is no archive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CannotPack {
    /// It would have too many entries, or bytes.
    #[error(
        "there is too much for one file: {entries} entries with {bytes} bytes; at most {ENTRIES_MAX} entries and {BYTES_MAX} bytes"
    )]
    TooMuch {
        /// How many entries.
        entries: usize,
        /// How many bytes in all of them.
        bytes: u64,
    },
    /// No program could be trusted to put this name where it belongs.
    #[error("`{0}` is no name for a file in an archive")]
    Name(String),
}

/// The archive.
///
/// # Errors
/// [`CannotPack`].
pub fn pack(entries: &Entries<'_>) -> Result<Vec<u8>, CannotPack> {
    let bytes = entries.values().map(|bytes| bytes.len() as u64).sum::<u64>();
    if let Some(name) = entries.keys().find(|name| !is_fit(name)) {
        return Err(CannotPack::Name((*name).to_owned()));
    }
    let too_much = CannotPack::TooMuch { entries: entries.len(), bytes };
    if entries.len() > ENTRIES_MAX || bytes > BYTES_MAX {
        return Err(too_much);
    }
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let at = number(archive.len()).ok_or_else(|| too_much.clone())?;
        let (length, of_name) = (number(bytes.len()).ok_or_else(|| too_much.clone())?, name.len() as u16);
        let mut described = FORM.to_vec();
        for value in [checksum(bytes), length, length] {
            described.extend(value.to_le_bytes());
        }
        described.extend(of_name.to_le_bytes());
        described.extend([0; 2]);
        archive.extend(LOCAL);
        archive.extend(&described);
        archive.extend(name.as_bytes());
        archive.extend(*bytes);
        directory.extend(CENTRAL);
        directory.extend(MADE_BY);
        directory.extend(&described);
        directory.extend([0; 6]);
        directory.extend(MODE.to_le_bytes());
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, length) = (number(archive.len()), number(directory.len()));
    let (at, length) = at.zip(length).ok_or(too_much)?;
    let count = (entries.len() as u16).to_le_bytes();
    archive.extend(directory);
    archive.extend(END);
    archive.extend([0; 4]);
    archive.extend(count);
    archive.extend(count);
    archive.extend(length.to_le_bytes());
    archive.extend(at.to_le_bytes());
    archive.extend([0; 2]);
    Ok(archive)
}

/// Why it is not an archive of ours, and where it begins not to be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Damaged {
    /// It begins as something else.
    #[error("it is no zip archive")]
    NoArchive,
    /// More bytes than any.
    #[error("it has {0} bytes, and at most {BYTES_MAX} are read")]
    TooLong(u64),
    /// It ends too early.
    #[error("it is cut off in `{within}`: {missing} more bytes belong there")]
    CutOff {
        /// In which entry.
        within: String,
        /// How many bytes are not there.
        missing: u64,
    },
    /// It ends before the directory, or within it.
    #[error("it is cut off: its directory of {entries} entries is not whole")]
    NoDirectory {
        /// How many entries were read.
        entries: usize,
    },
    /// A name that no archive of ours has.
    #[error("an entry is called `{0}`: that is no name for a file in a case")]
    Name(String),
    /// The entries are not in order, or one is there twice.
    #[error("`{0}` does not stand where it belongs, or is there twice")]
    Order(String),
    /// Compressed, encrypted, or of a form that is not ours.
    #[error(
        "`{0}` is not stored as it is: another program has packed this anew. Have the file as it was written"
    )]
    Packed(String),
    /// Other bytes than were written.
    #[error("`{0}` is damaged: its checksum is another one")]
    Checksum(String),
    /// What stands behind the entries, or between them, is not what is written there.
    #[error("byte {at} is not what is written there: something was changed or put in besides its entries")]
    Otherwise {
        /// Where.
        at: usize,
    },
}

/// The entries of an archive that has the one spelling.
///
/// # Errors
/// [`Damaged`].
pub fn unpack(archive: &[u8]) -> Result<Entries<'_>, Damaged> {
    if archive.len() as u64 > BYTES_MAX {
        return Err(Damaged::TooLong(archive.len() as u64));
    }
    if !archive.starts_with(&LOCAL) {
        return Err(Damaged::NoArchive);
    }
    let (mut entries, mut rest, mut last) = (Entries::new(), archive, "");
    while rest.starts_with(&LOCAL) {
        let (name, bytes, after) = entry(rest, last)?;
        entries.insert(name, bytes);
        (rest, last) = (after, name);
    }
    let again = pack(&entries).map_err(|_| Damaged::NoDirectory { entries: entries.len() })?;
    if again == archive {
        return Ok(entries);
    }
    if again.starts_with(archive) {
        return Err(Damaged::NoDirectory { entries: entries.len() });
    }
    let alike = again.iter().zip(archive).take_while(|(one, other)| one == other).count();
    Err(Damaged::Otherwise { at: alike })
}

/// The entry with which this begins, which comes after another one: its name, its bytes, and what stands behind it.
fn entry<'a>(from: &'a [u8], last: &str) -> Result<(&'a str, &'a [u8], &'a [u8]), Damaged> {
    let after = || Damaged::CutOff { within: format!("what follows {last}"), missing: 0 };
    let (header, rest) = from.split_at_checked(LOCAL_LENGTH).ok_or_else(after)?;
    let word =
        |at: usize| header.get(at..at + 4).and_then(|four| four.try_into().ok()).map(u32::from_le_bytes);
    let half = |at: usize| header.get(at..at + 2).and_then(|two| two.try_into().ok()).map(u16::from_le_bytes);
    let (sum, length, of_name) = (word(14), word(22), half(26));
    let of_name = usize::from(of_name.unwrap_or_default());
    let (name, rest) = rest.split_at_checked(of_name).ok_or_else(after)?;
    let shown = || String::from_utf8_lossy(name).into_owned();
    let name =
        std::str::from_utf8(name).ok().filter(|name| is_fit(name)).ok_or_else(|| Damaged::Name(shown()))?;
    if header.get(4..14) != Some(&FORM) || word(18) != length || half(28) != Some(0) {
        return Err(Damaged::Packed(shown()));
    }
    let length = length.unwrap_or_default() as usize;
    let (bytes, rest) = rest.split_at_checked(length).ok_or_else(|| Damaged::CutOff {
        within: shown(),
        missing: (length - rest.len().min(length)) as u64,
    })?;
    if sum != Some(checksum(bytes)) {
        return Err(Damaged::Checksum(shown()));
    }
    if name <= last {
        return Err(Damaged::Order(shown()));
    }
    Ok((name, bytes, rest))
}

/// Whether an archive's entry can be called so: a path that leads into the place where it is unpacked, on every machine.
#[must_use]
pub fn is_fit(name: &str) -> bool {
    let is_part = |part: &str| {
        let is_strange =
            |c: char| c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with(['.', ' '])
            && !part.contains(is_strange)
    };
    name.len() <= NAME_MAX && name.split('/').all(is_part)
}

fn number(length: usize) -> Option<u32> {
    u32::try_from(length).ok()
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut sum = Crc::new();
    sum.update(bytes);
    sum.sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn small() -> Entries<'static> {
        Entries::from([
            ("MANIFEST", &b"a"[..]),
            ("papers/bi\u{ea}n b\u{1ea3}n.txt", b"xyz"),
            ("case.json", b""),
        ])
    }

    #[test]
    fn the_same_entries_are_the_same_bytes_and_come_back() {
        let archive = pack(&small()).unwrap();
        assert_eq!(unpack(&archive).unwrap(), small());
        // As any program for zip archives and SHA-256 has it.
        assert_eq!(&archive[..14], b"PK\x03\x04\x0a\0\0\x08\0\0\0\0\x21\0");
        assert_eq!(archive[14..18], 0xe8b7_be43_u32.to_le_bytes(), "the CRC-32 of `a`");
    }

    #[test]
    fn no_bit_of_it_can_be_changed_and_no_byte_cut_off() {
        let archive = pack(&small()).unwrap();
        for at in 0..archive.len() {
            for bit in 0..8 {
                let mut changed = archive.clone();
                changed[at] ^= 1 << bit;
                assert!(unpack(&changed).is_err(), "bit {bit} of byte {at}");
            }
            assert!(unpack(&archive[..at]).is_err(), "{at} bytes of it");
            let mut longer = archive.clone();
            longer.insert(at, 0);
            assert!(unpack(&longer).is_err(), "a byte before {at}");
        }
        let mut longer = archive.clone();
        longer.push(0);
        assert_eq!(unpack(&longer), Err(Damaged::Otherwise { at: archive.len() }));
    }

    /// What another program would write: any name, any order.
    fn foreign(names: &[&str]) -> Vec<u8> {
        let mut archive = Vec::new();
        for name in names {
            let one = pack(&Entries::from([("aaaaaaaaaa", &b"x"[..])])).unwrap();
            let mut one = one[..LOCAL_LENGTH + 10 + 1].to_vec();
            one.splice(LOCAL_LENGTH..LOCAL_LENGTH + 10, name.bytes());
            one[26..28].copy_from_slice(&(name.len() as u16).to_le_bytes());
            archive.extend(one);
        }
        archive
    }

    #[test]
    fn names_lead_into_the_place_where_it_is_unpacked() {
        for name in
            ["../x", "/x", "a/../../x", "a//b", "c:x", "a\\..\\x", "a\nb", "", ".", "a/.b", "a.", "x/"]
        {
            assert_eq!(unpack(&foreign(&[name])), Err(Damaged::Name(name.to_owned())), "{name}");
            assert_eq!(pack(&Entries::from([(name, &b""[..])])), Err(CannotPack::Name(name.to_owned())));
        }
        let long = "a".repeat(NAME_MAX + 1);
        assert!(!is_fit(&long) && is_fit(&long[1..]));
        assert_eq!(unpack(&foreign(&["b", "a"])), Err(Damaged::Order("a".to_owned())));
        assert_eq!(unpack(&foreign(&["a", "a"])), Err(Damaged::Order("a".to_owned())));
        assert_eq!(unpack(&foreign(&["a", "b"])), Err(Damaged::NoDirectory { entries: 2 }));
    }

    #[test]
    fn what_says_that_it_is_larger_than_the_file_is_cut_off_and_what_is_compressed_is_not_unpacked() {
        let mut huge = foreign(&["a"]);
        for at in [18, 22] {
            huge[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
        }
        let missing = u64::from(u32::MAX) - 1;
        assert_eq!(unpack(&huge), Err(Damaged::CutOff { within: "a".to_owned(), missing }));
        let mut compressed = foreign(&["a"]);
        compressed[8] = 8;
        assert_eq!(unpack(&compressed), Err(Damaged::Packed("a".to_owned())));
        let mut other = foreign(&["a"]);
        other[LOCAL_LENGTH + 1] = b'y';
        assert_eq!(unpack(&other), Err(Damaged::Checksum("a".to_owned())));
        assert_eq!(unpack(b"{}"), Err(Damaged::NoArchive));
    }
}
