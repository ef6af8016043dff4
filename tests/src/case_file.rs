//! A case file, taken apart and put together by other code than wrote it: what somebody could make who wants it to be believed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};

use flate2::Crc;
use sha2::{Digest as _, Sha256};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Its entries by name, in order.
pub type Entries = BTreeMap<String, Vec<u8>>;

/// As a library for zip archives reads it.
pub fn taken_apart(archive: &[u8]) -> Entries {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("a zip archive");
    let mut entries = Entries::new();
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).expect("an entry");
        let (name, mut bytes) = (entry.name().expect("a name").into_owned(), Vec::new());
        entry.read_to_end(&mut bytes).expect("its bytes");
        entries.insert(name, bytes);
    }
    entries
}

/// As a case file is written, with a manifest of what is in it.
pub fn put_together(mut entries: Entries) -> Vec<u8> {
    entries.remove("MANIFEST");
    let line = |(name, bytes): (&String, &Vec<u8>)| format!("{}  {name}\n", sha256(bytes));
    let manifest: String = entries.iter().map(line).collect();
    entries.insert("MANIFEST".to_owned(), manifest.into_bytes());
    packed(&entries)
}

/// The same, whatever its manifest says.
pub fn packed(entries: &Entries) -> Vec<u8> {
    let (mut archive, mut directory) = (Vec::new(), Vec::new());
    for (name, bytes) in entries {
        let mut sum = Crc::new();
        sum.update(bytes);
        let at = archive.len() as u32;
        let described = described(name, sum.sum(), bytes.len() as u32);
        archive.extend([b"PK\x03\x04", &*described, name.as_bytes(), bytes].concat());
        directory.extend([b"PK\x01\x02\x14\x03", &*described, &[0; 6], &[0, 0, 0xa4, 0x81]].concat());
        directory.extend([&at.to_le_bytes(), name.as_bytes()].concat());
    }
    let count = (entries.len() as u16).to_le_bytes();
    let (length, at) = ((directory.len() as u32).to_le_bytes(), (archive.len() as u32).to_le_bytes());
    [&*archive, &directory, b"PK\x05\x06\0\0\0\0", &count, &count, &length, &at, &[0, 0]].concat()
}

fn described(name: &str, sum: u32, length: u32) -> Vec<u8> {
    let mut described = b"\x0a\0\0\x08\0\0\0\0\x21\0".to_vec();
    [sum, length, length].iter().for_each(|value| described.extend(value.to_le_bytes()));
    described.extend((name.len() as u16).to_le_bytes());
    described.extend([0, 0]);
    described
}

/// Where the bytes of an entry begin in an archive.
pub fn place_of(archive: &[u8], name: &str, bytes: &[u8]) -> usize {
    let whole = [name.as_bytes(), bytes].concat();
    let at = archive.windows(whole.len()).position(|window| window == whole);
    at.expect("the entry is in the archive") + name.len()
}

/// The dossiers that a seed draws of a list, by their ledger and code: the lowest digests of three lines.
pub fn drawn_again(seed: &str, frame: &str, count: usize) -> Vec<(String, String)> {
    let mut all: Vec<(String, String, String)> = frame
        .lines()
        .skip(1)
        .map(|row| {
            let cells: Vec<&str> = row.split(',').collect();
            let digest = Sha256::digest(format!("{seed}\n{}\n{}", cells[2], cells[3]));
            (hex::encode(digest), cells[2].to_owned(), cells[3].to_owned())
        })
        .collect();
    all.sort();
    all.into_iter().take(count).map(|(_, ledger, code)| (ledger, code)).collect()
}

/// The same entries, as another program packs them.
pub fn packed_by_another(entries: &Entries) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        archive.start_file(name, SimpleFileOptions::default()).expect("an entry");
        archive.write_all(bytes).expect("its bytes");
    }
    archive.finish().expect("an archive").into_inner()
}

/// As `sha256sum` says it.
pub fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}
