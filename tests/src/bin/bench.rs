//! `cargo xtask bench [CASE…] [--format table|json]`: how fast, against the least that could be done.
//!
//! Every case reports a ratio to a baseline measured in the same run on the same disk, so that figures of different
//! machines can be compared. Its other figures are its own.
#![allow(clippy::print_stdout)]

use std::fs::File;
use std::io::{self, Write as _};
use std::process::ExitCode;
use std::time::Instant;

use serde_json::{Map, Value, json};

/// One thing that can be measured.
struct Case {
    name: &'static str,
    measure: fn() -> io::Result<Measurement>,
}

/// What a case found.
struct Measurement {
    /// Speed of the case as a part of its baseline's speed.
    ratio: f64,
    /// Further figures, by name with their unit.
    figures: Map<String, Value>,
}

/// All cases; a name on the command line selects those that begin with it (`import` takes `import-segment`).
const CASES: [Case; 1] = [Case { name: "bare-segment", measure: bare_segment }];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((wanted, as_json)) = read_arguments(&arguments) else {
        let names: Vec<_> = CASES.iter().map(|case| case.name).collect();
        eprintln!("usage: bench [CASE…] [--format table|json]\ncases: {}", names.join(" "));
        return ExitCode::from(2);
    };
    match run(&wanted, as_json) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The cases asked for (all, if none is named) and whether the answer is JSON; `None` if something is not understood.
fn read_arguments(arguments: &[String]) -> Option<(Vec<&'static Case>, bool)> {
    let (mut names, mut as_json) = (Vec::new(), false);
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--format" => as_json = matches!(rest.next()?, "json"),
            name if CASES.iter().any(|case| case.name.starts_with(name)) => names.push(name),
            _ => return None,
        }
    }
    let wanted = |case: &&Case| names.is_empty() || names.iter().any(|name| case.name.starts_with(name));
    Some((CASES.iter().filter(wanted).collect(), as_json))
}

fn run(cases: &[&Case], as_json: bool) -> io::Result<()> {
    let mut answers = Vec::new();
    for case in cases {
        eprintln!("{} …", case.name);
        let Measurement { ratio, mut figures } = (case.measure)()?;
        figures.insert("case".to_owned(), json!(case.name));
        figures.insert("ratio".to_owned(), json!(ratio));
        if !as_json {
            println!("{:<20} ratio {ratio:.3}  {}", case.name, Value::Object(figures.clone()));
        }
        answers.push(Value::Object(figures));
    }
    if as_json {
        println!("{}", json!({ "cases": answers }));
    }
    Ok(())
}

/// What one fdatasync a batch costs on this disk: the floor under every ledger here, against no sync at all.
fn bare_segment() -> io::Result<Measurement> {
    const RECORD: [u8; 512] = [0x5a; 512];
    const BATCHES: u32 = 200;
    const BATCH: u32 = 100;
    let rate = |sync: bool| -> io::Result<f64> {
        let directory = tempfile::tempdir()?;
        let mut file = File::create(directory.path().join("segment"))?;
        let batch = RECORD.repeat(BATCH as usize);
        let started = Instant::now();
        for _ in 0..BATCHES {
            file.write_all(&batch)?;
            if sync {
                file.sync_data()?;
            }
        }
        Ok(f64::from(BATCHES * BATCH) / started.elapsed().as_secs_f64())
    };
    let (unsynced, synced) = (rate(false)?, rate(true)?);
    let figures = json!({
        "records_per_second": synced.round(),
        "baseline_records_per_second": unsynced.round(),
        "records": BATCHES * BATCH,
        "batch": BATCH,
    });
    let Value::Object(figures) = figures else { return Err(io::Error::other("figures are an object")) };
    Ok(Measurement { ratio: synced / unsynced, figures })
}
