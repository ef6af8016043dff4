//! Appending through the port, with its receipts' condition: each writer waits until its record is sealed.
//!
//! Against the very same sealed bytes, in the same batches, into a bare file. How many wait at once decides how many records
//! share a batch, and so a signature and an fdatasync: one, 64 and 1,000 are measured; the case's own ratio is that of 1,000.

use std::io;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use lienthong_ledger::embedded::EmbeddedLedger;
use lienthong_ledger::ports::{Append, Ledger, SystemClock};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_tests::site::CpuClock;
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;

use crate::Measurement;
use crate::bare::Sealed;
use crate::duel::{Duel, Round};
use crate::records::{A_DOSSIER, origin, prepare};

/// How many wait at once, and how many dossiers they append together in a round. The last is the case's own.
const CROWDS: [(usize, u32); 3] = [(1, 30), (64, 600), (1_000, 6_000)];
/// Many short ones: what else the disk does comes and goes in seconds.
const ROUNDS: u32 = 15;

/// Measures it.
pub fn measure(directory: &Path) -> io::Result<Measurement> {
    let runtime = Runtime::new()?;
    let mut crowds = Vec::new();
    for (at_once, dossiers) in CROWDS {
        let appends = prepare(dossiers)?;
        let (ratio, mut figures) = crowd(&runtime, directory, at_once, &appends)?;
        figures.insert("ratio".to_owned(), json!(ratio));
        figures.insert("at_once".to_owned(), json!(at_once));
        crowds.push((ratio, figures));
    }
    let (ratio, mut figures) = crowds.last().cloned().unwrap_or_default();
    figures.insert(
        "by_writers".to_owned(),
        crowds.into_iter().map(|(_, figures)| Value::Object(figures)).collect(),
    );
    Ok(Measurement { ratio, figures })
}

fn crowd(
    runtime: &Runtime,
    directory: &Path,
    at_once: usize,
    dossiers: &[Vec<Append>],
) -> io::Result<(f64, Map<String, Value>)> {
    let mut duel = Duel::default();
    for _ in 0..ROUNDS {
        let at = tempfile::tempdir_in(directory)?;
        let folder = at.path().join("ledger");
        let clock = CpuClock::start();
        let seconds = runtime.block_on(append_all(&folder, at_once, dossiers))?;
        let cpu = clock.seconds();
        let sealed = Sealed::of_ledger(&folder)?;
        if sealed.records != dossiers.len() as u64 * u64::from(A_DOSSIER) {
            return Err(io::Error::other(format!("only {} records were sealed", sealed.records)));
        }
        duel.add(Round::against_bare_file(&sealed, seconds, cpu, &at.path().join("bare"))?);
    }
    Ok((duel.ratio(), duel.figures()))
}

/// Appends everything to a new ledger, and says how many seconds that took, from the first append to the last answer.
async fn append_all(folder: &Path, at_once: usize, dossiers: &[Vec<Append>]) -> io::Result<f64> {
    let signer = NoteSigner::for_log(&origin(), SigningKey::from_seed(&[1; 32]));
    let ledger = EmbeddedLedger::create(folder, origin(), signer, Arc::new(SystemClock));
    let ledger: Arc<dyn Ledger> = Arc::new(ledger.map_err(io::Error::other)?);
    // Each writer has dossiers of its own, and appends a dossier's next record when the last one is sealed.
    let mut hands: Vec<Vec<Append>> = vec![Vec::new(); at_once];
    for (hand, dossier) in (0..at_once).cycle().zip(dossiers) {
        hands[hand].extend(dossier.iter().cloned());
    }
    let started = Instant::now();
    let writers: Vec<_> = hands
        .into_iter()
        .map(|hand| {
            let ledger = Arc::clone(&ledger);
            tokio::spawn(async move {
                for append in hand {
                    ledger.append(append).await?;
                }
                Ok::<(), lienthong_ledger::ports::AppendError>(())
            })
        })
        .collect();
    for writer in writers {
        writer.await?.map_err(io::Error::other)?;
    }
    Ok(started.elapsed().as_secs_f64())
}
