//! Appends to the golden files a line for each kind that has none yet. Lines that are there are never touched: they are the bytes
//! that older releases wrote (`tests/it/golden.rs`).

use lienthong_protocol::testing::examples;
use std::fs::OpenOptions;
use std::io::{Result, Write as _};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");

fn main() -> Result<()> {
    let commands = examples::commands();
    let asked = commands.iter().map(|command| (command.kind_name(), command.encode()));
    append("commands-v1.hex", asked)?;
    let records = examples::events().into_iter().map(|event| {
        let record = examples::record(&commands[0], vec![event]);
        (record.events()[0].kind_name(), record.encode())
    });
    append("records-v1.hex", records)
}

fn append<'a>(file: &str, kinds: impl Iterator<Item = (&'a str, Vec<u8>)>) -> Result<()> {
    let path = format!("{FOLDER}{file}");
    let known = std::fs::read_to_string(&path)?;
    let mut out = OpenOptions::new().append(true).open(&path)?;
    for (kind, bytes) in kinds {
        if !known.lines().any(|line| line.split(' ').next() == Some(kind)) {
            writeln!(out, "{kind} {}", hex::encode(bytes))?;
        }
    }
    Ok(())
}
