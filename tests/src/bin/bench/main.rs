//! `cargo xtask bench [CASE…] [--format json|table|figures] [--dir DIR]`: how fast, against the least that could be done.
//!
//! Every case reports a ratio to a baseline measured in the same run on the same disk, so that figures of different
//! machines can be compared. Its other figures are its own. Beside the cases stands what they were measured on.
#![allow(clippy::print_stdout)]

mod append;
mod arguments;
mod bare;
mod bare_segment;
mod calendar;
mod decide;
mod duel;
mod import_segment;
mod inspect;
mod records;
mod verify;

use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use arguments::{Arguments, Format};
use lienthong_tests::{figures, site};
use serde_json::{Map, Value, json};

/// The program's own.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// One thing that can be measured.
#[derive(Debug)]
struct Case {
    name: &'static str,
    /// Files go into the directory, which is empty.
    measure: fn(&Path) -> io::Result<Measurement>,
}

/// What a case found.
#[derive(Debug)]
struct Measurement {
    /// Speed of the case as a part of its baseline's speed.
    ratio: f64,
    /// Further figures, by name with their unit.
    figures: Map<String, Value>,
}

/// All cases; a name on the command line selects those that begin with it (`import` takes `import-segment`).
const CASES: [Case; 8] = [
    Case { name: "append", measure: append::measure },
    Case { name: "bare-segment", measure: bare_segment::measure },
    Case { name: "calendar", measure: calendar::measure },
    Case { name: "decide", measure: decide::measure },
    Case { name: "import-segment", measure: import_segment::measure },
    Case { name: "inspect", measure: inspect::measure },
    Case { name: "verify-by-hundreds", measure: verify::by_hundreds },
    Case { name: "verify-singly", measure: verify::singly },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let names = CASES.map(|case| case.name);
    let arguments = match arguments::read(&words, &names) {
        Ok(arguments) => arguments,
        Err(wrong) => {
            eprintln!("bench: {wrong}\n{}\ncases: {}", arguments::USAGE, names.join(" "));
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bench: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> io::Result<()> {
    std::fs::create_dir_all(&arguments.dir)?;
    let site = site::describe(&arguments.dir)?;
    if arguments.format == Format::Table {
        println!("{site:#}");
    }
    let mut answers = Vec::new();
    for case in CASES.iter().filter(|case| arguments.wants(case.name)) {
        eprintln!("{} …", case.name);
        let directory = tempfile::Builder::new().prefix("bench-").tempdir_in(&arguments.dir)?;
        let started = Instant::now();
        let Measurement { ratio, mut figures } = (case.measure)(directory.path())?;
        if arguments.format == Format::Figures {
            let told = std::iter::once(("ratio".to_owned(), json!(ratio))).chain(figures).collect();
            let bench = if cfg!(debug_assertions) { "target/debug/bench" } else { "cargo xtask bench" };
            let command = format!("{bench} {}", case.name);
            let path = figures::write(case.name, &command, started.elapsed().as_secs_f64(), &site, &told)?;
            println!("{}", path.display());
            continue;
        }
        if arguments.format == Format::Table {
            println!("{}", table(case.name, ratio, &figures));
        }
        figures.insert("case".to_owned(), json!(case.name));
        figures.insert("ratio".to_owned(), json!(ratio));
        answers.push(Value::Object(figures));
    }
    match arguments.format {
        Format::Table | Format::Figures => {}
        Format::Json => {
            let mut whole = site;
            whole["cases"] = Value::Array(answers);
            println!("{whole}");
        }
    }
    Ok(())
}

/// A case for people: its name and ratio, then a line a figure; further measurements within it a line each.
fn table(name: &str, ratio: f64, figures: &Map<String, Value>) -> String {
    let mut text = format!("{name}\n  {:<32} {ratio}\n", "ratio");
    for (name, value) in figures {
        match value {
            Value::Array(parts) => {
                parts.iter().for_each(|part| text.push_str(&format!("  {name}: {part}\n")))
            }
            one => text.push_str(&format!("  {name:<32} {one}\n")),
        }
    }
    text
}
