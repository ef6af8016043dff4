//! What a history says of its flow, against pm4py's calls alone on the log that it has read, side by side: the replay of every dossier on a
//! process, handovers of work, the ways that were gone. Both hold the same log in memory; reading it is not measured.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Instant;

use lienthong_inspection::flow::handover::{Between, Handovers};
use lienthong_inspection::flow::replay::replay;
use lienthong_inspection::flow::variants::variants;
use lienthong_inspection::flow::{Done, Log, Net};
use lienthong_interop::province::steps_of;
use lienthong_interop::xes::{Limits, XesReader, date, text};
use lienthong_tests::{history, workspace};
use serde_json::json;

use crate::Measurement;
use crate::duel::{Duel, Round};

const ROUNDS: u32 = 15;

/// Ours are so quick that a clock would say nothing of one.
const TIMES: u32 = 50;

type Call = fn(&Log, &Net);

/// Ours, by the names that `tests/python/time_flow.py` calls them.
const CALLS: [(&str, Call); 3] = [
    ("replay", |log, net| {
        black_box(replay(net, log));
    }),
    ("handovers", |log, _| {
        black_box(Handovers::of(log, Between::Resources));
    }),
    ("variants", |log, _| {
        black_box(variants(log));
    }),
];

/// Measures it.
pub fn measure(directory: &Path) -> io::Result<Measurement> {
    let process = workspace::root().join("tests/data/receipt-process.toml");
    let steps = steps_of("receipt-process.toml", &std::fs::read_to_string(process)?, None);
    let steps = steps.map_err(|faults| io::Error::other(format!("{faults:?}")))?;
    let net = Net::of(&steps).map_err(io::Error::other)?;
    let pnml = directory.join("process.pnml");
    std::fs::write(&pnml, net.to_pnml("process"))?;
    let log = read()?;
    let mut theirs = Theirs::start(&pnml)?;
    let mut duels: BTreeMap<&str, Duel> = BTreeMap::new();
    let mut all = Duel::default();
    let records = log.acts() as u64;
    for _ in 0..ROUNDS {
        let (mut seconds, mut baseline_seconds) = (0.0, 0.0);
        for (name, call) in CALLS {
            let started = Instant::now();
            for _ in 0..TIMES {
                call(black_box(&log), &net);
            }
            let ours = started.elapsed().as_secs_f64() / f64::from(TIMES);
            let baseline = theirs.call(name)?;
            duels.entry(name).or_default().add(round(records, ours, baseline));
            (seconds, baseline_seconds) = (seconds + ours, baseline_seconds + baseline);
        }
        all.add(round(records, seconds, baseline_seconds));
    }
    let mut figures = all.figures();
    for (name, duel) in duels {
        figures.insert(format!("ratio_of_{name}"), json!(duel.ratio()));
        figures.insert(format!("ns_per_act_of_{name}"), json!(duel.nanoseconds()));
    }
    Ok(Measurement { ratio: all.ratio(), figures })
}

fn round(records: u64, seconds: f64, baseline_seconds: f64) -> Round {
    Round { records, seconds, baseline_seconds, ..Round::default() }
}

fn read() -> io::Result<Log> {
    let mut log = Log::default();
    for trace in XesReader::open(&history::log(), Limits::default()).map_err(io::Error::other)? {
        let trace = trace.map_err(io::Error::other)?;
        let done = trace.events.iter().filter_map(|event| {
            let word = |key| text(&event.attributes, key).unwrap_or_default();
            let at = date(&event.attributes, "time:timestamp")?.at;
            Some(Done {
                activity: word("concept:name"),
                resource: word("org:resource"),
                group: word("org:group"),
                at,
            })
        });
        log.push(text(&trace.attributes, "concept:name").unwrap_or_default(), done);
    }
    Ok(log)
}

/// pm4py in a process of its own, which has read the log.
struct Theirs {
    process: Child,
    ask: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Theirs {
    fn start(net: &Path) -> io::Result<Self> {
        let mut command = Command::new(workspace::python());
        command.arg(workspace::root().join("tests/python/time_flow.py")).arg(history::log()).arg(net);
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let gone = || io::Error::other("the Python reader has no standard streams");
        let (ask, answers) =
            (process.stdin.take().ok_or_else(gone)?, process.stdout.take().ok_or_else(gone)?);
        let mut theirs = Self { process, ask, answers: BufReader::new(answers) };
        while theirs.line()? != "ready" {}
        Ok(theirs)
    }

    /// How many seconds a call took.
    fn call(&mut self, name: &str) -> io::Result<f64> {
        writeln!(self.ask, "{name}")?;
        self.line()?.parse().map_err(io::Error::other)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.answers.read_line(&mut line)? == 0 {
            return Err(io::Error::other("the Python reader has ended: run `cargo xtask setup`"));
        }
        Ok(line.trim().to_owned())
    }
}

impl Drop for Theirs {
    fn drop(&mut self) {
        // Already ended is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
