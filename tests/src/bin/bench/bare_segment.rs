//! What one fdatasync a batch costs on this disk: the floor under every ledger here, against no sync at all.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Instant;

use serde_json::json;

use crate::Measurement;
use crate::duel::{Duel, Round};

const RECORD: [u8; 512] = [0x5a; 512];
const BATCHES: u32 = 200;
const BATCH: u32 = 100;
const ROUNDS: u32 = 3;

/// Measures it.
pub fn measure(directory: &Path) -> io::Result<Measurement> {
    let mut duel = Duel::default();
    for _ in 0..ROUNDS {
        duel.add(Round {
            records: u64::from(BATCHES * BATCH),
            seconds: seconds(directory, true)?,
            baseline_seconds: seconds(directory, false)?,
            ..Round::default()
        });
    }
    let mut figures = duel.figures();
    figures.insert("batch".to_owned(), json!(BATCH));
    Ok(Measurement { ratio: duel.ratio(), figures })
}

fn seconds(directory: &Path, sync: bool) -> io::Result<f64> {
    let mut file = File::create(directory.join("segment"))?;
    let batch = RECORD.repeat(BATCH as usize);
    let started = Instant::now();
    for _ in 0..BATCHES {
        file.write_all(&batch)?;
        if sync {
            file.sync_data()?;
        }
    }
    Ok(started.elapsed().as_secs_f64())
}
