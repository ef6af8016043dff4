//! `cargo xtask inspect-seeds [--seed N] [--count K] [--format json]`: whether inspection finds what was done against the law, and nothing
//! else. Of each seed a month of the province is lived through, of which its own code writes down every breach as it is committed; what
//! inspection says of the same records is held against that, rule by rule, record by record.
//!
//! Ends with 1 where a breach was not found, or more than one finding in fifty is of none. The seeds are `--count` numbers from `--seed`
//! on; with no `--seed`, twenty that follow from what stands in the two crates, and those that failed once. Hints are no breaches, and are
//! left out.
#![allow(clippy::print_stdout)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Mutex;
use std::time::Instant;

use jiff::Timestamp;
use lienthong_inspection::{Inspector, Numbers, Place, Rule, Severity, Told};
use lienthong_names::{KeyId, Origin, StreamName};
use lienthong_protocol::{Command as Asked, Decision};
use lienthong_simulation::breaches::{self, Deed};
use lienthong_tests::workspace;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

const USAGE: &str =
    "usage: inspect-seeds [--seed N] [--count K] [--format json] [--without RULE] [--show STREAM]";
/// Seeds that failed once, each for ever after.
const KEPT: &str = "tests/data/inspect-seeds.txt";
/// The crates from which the seeds of a run follow: what is inspected, and who inspects.
const FROM: [&str; 2] = ["crates/inspection", "crates/simulation"];
/// Of so many findings one may be of no breach.
const FALSE_ALARMS: u64 = 50;
/// Mismatches that are told one by one, of each seed.
const TOLD: usize = 40;

/// What was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Arguments {
    seed: Option<u64>,
    count: Option<u64>,
    /// A rule whose findings are left out.
    without: Option<String>,
    /// A stream whose records are told, to see what a mismatch is about.
    show: Option<String>,
}

fn read(words: &[String]) -> Result<Arguments, String> {
    let mut arguments = Arguments::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        let value = rest.next().ok_or_else(|| format!("{word} says nothing"))?;
        let number = || value.parse().map(Some).map_err(|_| format!("{value} is no number"));
        match word.as_str() {
            "--seed" => arguments.seed = number()?,
            "--count" => arguments.count = number()?,
            "--without" if Rule::named(value).is_empty() => return Err(format!("there is no rule {value}")),
            "--without" => arguments.without = Some(value.clone()),
            "--show" => arguments.show = Some(value.clone()),
            "--format" if value == "json" => {}
            "--format" => return Err(format!("there is no format {value}: only json")),
            other => return Err(format!("there is no option {other}")),
        }
    }
    Ok(arguments)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let arguments = match read(&words) {
        Ok(arguments) => arguments,
        Err(wrong) => {
            eprintln!("inspect-seeds: {wrong}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("inspect-seeds: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A rule broken at a record.
type Entry = (String, Origin, StreamName, u64);

/// How well one rule, or all of them, were found.
#[derive(Debug, Clone, Copy, Default)]
struct Score {
    committed: u64,
    missed: u64,
    found: u64,
    alarms: u64,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.committed += other.committed;
        self.missed += other.missed;
        self.found += other.found;
        self.alarms += other.alarms;
    }

    fn holds(self) -> bool {
        self.missed == 0 && self.alarms * FALSE_ALARMS <= self.found
    }

    /// Of what was committed, the part that was found.
    fn recall(self) -> Value {
        ratio(self.committed - self.missed, self.committed)
    }

    /// Of what was found, the part that nobody did.
    fn false_alarm_rate(self) -> Value {
        if self.found == 0 { json!(0.0) } else { ratio(self.alarms, self.found) }
    }
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> Value {
    if whole == 0 { json!(1.0) } else { json!(part as f64 / whole as f64) }
}

/// What came of one seed, or of all.
#[derive(Debug, Default)]
struct Sum {
    dossiers: usize,
    rules: BTreeMap<String, Score>,
}

impl Sum {
    fn all(&self) -> Score {
        let mut all = Score::default();
        self.rules.values().for_each(|score| all.add(*score));
        all
    }
}

fn run(arguments: &Arguments) -> io::Result<bool> {
    let seeds = seeds(arguments)?;
    let waiting = Mutex::new(seeds.iter().copied().collect::<Vec<u64>>());
    let sum = Mutex::new(Sum::default());
    let hands = std::thread::available_parallelism()?.get();
    let work = || -> io::Result<()> {
        loop {
            let Some(seed) = waiting.lock().map_err(gone)?.pop() else { return Ok(()) };
            let one = compare(seed, arguments)?;
            let mut sum = sum.lock().map_err(gone)?;
            sum.dossiers += one.dossiers;
            for (rule, score) in one.rules {
                sum.rules.entry(rule).or_default().add(score);
            }
        }
    };
    std::thread::scope(|scope| {
        let hands: Vec<_> = (0..hands).map(|_| scope.spawn(work)).collect();
        let joined = |hand: std::thread::ScopedJoinHandle<'_, io::Result<()>>| {
            hand.join().unwrap_or_else(|_| Err(io::Error::other("a thread is gone")))
        };
        hands.into_iter().map(joined).collect::<io::Result<Vec<()>>>()
    })?;
    let sum = sum.into_inner().map_err(gone)?;
    let all = sum.all();
    let by_rule: Map<String, Value> =
        sum.rules.iter().map(|(rule, score)| (rule.clone(), told(*score))).collect();
    let figures = json!({
        "seeds": seeds.len(),
        "dossiers": sum.dossiers,
        "violations": all.committed,
        "recall": all.recall(),
        "false_alarm_rate": all.false_alarm_rate(),
        "by_rule": by_rule,
    });
    println!("{figures}");
    Ok(all.holds())
}

fn told(score: Score) -> Value {
    json!({
        "violations": score.committed,
        "recall": score.recall(),
        "findings": score.found,
        "false_alarms": score.alarms,
    })
}

fn gone<E>(_: E) -> io::Error {
    io::Error::other("a thread is gone")
}

/// One seed's month, inspected.
fn compare(seed: u64, arguments: &Arguments) -> io::Result<Sum> {
    let started = Instant::now();
    let (mut publications, mut acts) = (Vec::new(), Vec::new());
    let month = breaches::live(seed, |deed, _| {
        let ledger = if deed.origin.is_catalogue() { &mut publications } else { &mut acts };
        ledger.push(Kept::of(deed));
    });
    let month = month.map_err(io::Error::other)?;
    let records = publications.len() + acts.len();
    let lived = started.elapsed();
    // A ledger after the other, the catalogue's first, as inspection asks for them.
    let mut inspector = Inspector::new(Numbers::default());
    publications.iter().chain(&acts).for_each(|kept| inspector.take(&kept.told()));
    let shown =
        |kept: &&Kept| arguments.show.as_ref().is_some_and(|show| kept.place.stream.to_string() == *show);
    publications.iter().chain(&acts).filter(shown).for_each(|kept| eprintln!("  {kept}"));
    let off = arguments.without.as_deref().map(Rule::named).unwrap_or_default();
    let findings = inspector.findings(month.now).into_iter();
    let findings =
        findings.filter(|found| found.rule.said().severity != Severity::Hint && !off.contains(&found.rule));
    let found: BTreeSet<Entry> = findings
        .map(|found| (found.rule.name(), found.place.origin, found.place.stream, found.place.revision))
        .collect();
    let truth: BTreeSet<Entry> = month
        .truth
        .into_iter()
        .map(|entry| (entry.rule.to_owned(), entry.place.origin, entry.place.stream, entry.place.revision))
        .collect();
    let mut sum = Sum { dossiers: month.dossiers, rules: BTreeMap::new() };
    for (rule, ..) in &truth {
        sum.rules.entry(rule.clone()).or_default().committed += 1;
    }
    for (rule, ..) in &found {
        sum.rules.entry(rule.clone()).or_default().found += 1;
    }
    let missed: Vec<&Entry> = truth.difference(&found).collect();
    let alarms: Vec<&Entry> = found.difference(&truth).collect();
    missed.iter().for_each(|(rule, ..)| sum.rules.entry(rule.clone()).or_default().missed += 1);
    alarms.iter().for_each(|(rule, ..)| sum.rules.entry(rule.clone()).or_default().alarms += 1);
    let all = sum.all();
    eprintln!(
        "seed {seed}: {} dossiers, {records} records, {} breaches, {} missed, {} findings, {} false alarms; {:.1} s, {:.1} s of it lived",
        sum.dossiers,
        all.committed,
        all.missed,
        all.found,
        all.alarms,
        started.elapsed().as_secs_f64(),
        lived.as_secs_f64(),
    );
    for (what, entries) in [("missed", missed), ("false alarm", alarms)] {
        for (rule, origin, stream, revision) in entries.into_iter().take(TOLD) {
            eprintln!("  {what}: {rule} {origin} {stream} r{revision} (seed {seed})");
        }
    }
    Ok(sum)
}

/// A record that is kept until its turn comes.
struct Kept {
    place: Place,
    recorded_at: Timestamp,
    effective_at: Timestamp,
    catalogue_position: u64,
    key: KeyId,
    command: Asked,
    decision: Decision,
}

impl Kept {
    fn of(deed: &Deed<'_>) -> Self {
        let place = Place {
            origin: deed.origin.clone(),
            sequence: deed.sequence,
            stream: deed.stream.clone(),
            revision: deed.revision,
        };
        Self {
            place,
            recorded_at: deed.recorded_at,
            effective_at: deed.effective_at,
            catalogue_position: deed.catalogue_position,
            key: deed.key.clone(),
            command: deed.command.clone(),
            decision: deed.decision.clone(),
        }
    }

    const fn told(&self) -> Told<'_> {
        Told {
            place: &self.place,
            recorded_at: self.recorded_at,
            effective_at: self.effective_at,
            catalogue_position: self.catalogue_position,
            key: &self.key,
            command: &self.command,
            decision: &self.decision,
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Asked { act, body } = &self.command;
        let (revision, recorded) = (self.place.revision, self.recorded_at);
        write!(f, "r{revision} {recorded}, effective {}, occurred {}", self.effective_at, act.occurred_at)?;
        write!(f, "; {} {}: {body:?} -> {:?}", act.agency, act.officer, self.decision)
    }
}

/// The seeds of a run, each once.
fn seeds(arguments: &Arguments) -> io::Result<BTreeSet<u64>> {
    match arguments.seed {
        Some(first) => {
            let count = arguments.count.unwrap_or(1);
            Ok((first..first.saturating_add(count)).collect())
        }
        None => {
            let root = workspace::root();
            let from = of_the_tree(&root)?;
            let drawn = (0..arguments.count.unwrap_or(20)).map(|nth| seed_of(&from, nth));
            Ok(drawn.chain(kept(&std::fs::read_to_string(root.join(KEPT))?)?).collect())
        }
    }
}

/// The rows of seeds that failed once: a number, and behind it in words why.
fn kept(text: &str) -> io::Result<Vec<u64>> {
    let rows = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    let rows = rows.filter(|row| !row.is_empty());
    rows.map(|row| row.parse().map_err(|_| io::Error::other(format!("{KEPT}: {row} is no seed")))).collect()
}

fn seed_of(tree: &str, nth: u64) -> u64 {
    let digest = Sha256::digest(format!("{tree}\n{nth}"));
    // Short enough to be typed.
    digest.iter().take(4).fold(0, |seed, byte| seed << 8 | u64::from(*byte))
}

/// What stands in the two crates: the hash of their trees as git has it, or, where there is no git, one of their files.
fn of_the_tree(root: &Path) -> io::Result<String> {
    let asked = FROM.map(|folder| format!("HEAD:{folder}"));
    let git = Command::new("git").arg("-C").arg(root).arg("rev-parse").args(&asked).output();
    if let Some(output) = git.ok().filter(|output| output.status.success()) {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let mut text = Sha256::new();
    for folder in FROM {
        add_files(&root.join(folder), &mut text)?;
    }
    Ok(text.finalize().iter().map(|byte| format!("{byte:02x}")).collect())
}

fn add_files(folder: &Path, text: &mut Sha256) -> io::Result<()> {
    let entries = std::fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    for path in entries.collect::<io::Result<BTreeSet<_>>>()? {
        if path.is_dir() {
            add_files(&path, text)?;
        } else {
            text.update(std::fs::read(&path)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(ToOwned::to_owned).collect()
    }

    #[test]
    fn what_is_asked_for_is_read_and_what_is_not_understood_is_named() {
        let asked = read(&words("--seed 7 --count 3 --format json --without R16.leg_late")).unwrap();
        let without = Some("R16.leg_late".to_owned());
        assert_eq!(asked, Arguments { seed: Some(7), count: Some(3), without, show: None });
        assert_eq!(read(&words("--seed")).unwrap_err(), "--seed says nothing");
        assert_eq!(read(&words("--seed many")).unwrap_err(), "many is no number");
        assert_eq!(read(&words("--format table")).unwrap_err(), "there is no format table: only json");
        assert_eq!(read(&words("--without R99")).unwrap_err(), "there is no rule R99");
        assert_eq!(read(&words("--fast 1")).unwrap_err(), "there is no option --fast");
    }

    #[test]
    fn seeds_follow_from_the_tree_and_those_that_failed_are_kept() {
        assert_ne!(seed_of("a", 0), seed_of("b", 0));
        assert_ne!(seed_of("a", 0), seed_of("a", 1));
        assert_eq!(kept("# of what\n\n12 # a pause at its end\n7\n").unwrap(), [12, 7]);
        assert!(kept("x\n").is_err());
        let asked = Arguments { seed: Some(5), count: Some(2), ..Arguments::default() };
        assert_eq!(seeds(&asked).unwrap().into_iter().collect::<Vec<_>>(), [5, 6]);
        assert!(seeds(&Arguments::default()).unwrap().len() >= 20);
    }

    #[test]
    fn every_rule_but_hints_has_its_breaches_written_down() {
        let looked_for = Rule::ALL.iter().filter(|rule| rule.said().severity != Severity::Hint);
        let names: BTreeSet<String> = looked_for.map(|rule| rule.name()).collect();
        let written: BTreeSet<String> = breaches::RULES.iter().map(|rule| (*rule).to_owned()).collect();
        assert_eq!(names, written);
    }
}
