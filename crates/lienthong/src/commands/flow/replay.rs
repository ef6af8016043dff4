//! `lienthong flow replay`: each dossier on the process that counts for it, or all on one in a file.

use super::history::{Recorded, Told};
use super::net::{no_process, of_file, refused};
use crate::cli::{Format, ProcessFile};
use crate::failure::{Failure, Outcome};
use crate::output;
use lienthong_inspection::flow::replay::{Overall, Replayed, Replayer};
use lienthong_inspection::flow::{Log, Net};
use lienthong_names::ProcedureCode;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// A version of how a procedure is worked.
type Version = (ProcedureCode, u32);

/// What came of it.
#[derive(Default)]
struct Came {
    all: Vec<Replayed>,
    dossiers: Vec<Value>,
    /// What was done and is no step of the dossier's process, and how often.
    unknown: BTreeMap<String, u64>,
    /// Dossiers for which no process counts.
    without_process: u64,
    /// Dossiers whose process has no net.
    without_net: u64,
}

/// Runs it.
pub fn run(told: &Told, on: &ProcessFile, format: Format) -> Outcome {
    let came = match (&on.process, &told.ledger) {
        (Some(path), _) => on_one(&told.log, &of_file(path, on.case.as_deref())?),
        (None, Some(ledger)) => on_published(&told.log, ledger)?,
        (None, None) => {
            return Err(no_process("a log says nothing of a process: say which with --process FILE"));
        }
    };
    show(&came, format)
}

fn on_one(log: &Log, net: &Net) -> Came {
    let mut came = Came::default();
    let mut replayer = Replayer::new(net, log);
    for n in 0..log.traces().len() {
        came.take(log, n, &mut replayer, None);
    }
    came
}

fn on_published(log: &Log, ledger: &Recorded) -> Outcome<Came> {
    let mut came = Came::default();
    let (mut by_version, mut refusals): (BTreeMap<Version, Vec<usize>>, Vec<Failure>) = Default::default();
    for (n, dossier) in
        ledger.of_log.iter().enumerate().filter_map(|(n, at)| Some((n, ledger.dossiers.get(*at)?)))
    {
        match (&dossier.procedure, dossier.process_version) {
            (Some(procedure), Some(version)) => {
                by_version.entry((procedure.clone(), version)).or_default().push(n)
            }
            _ => came.without_process += 1,
        }
    }
    for (version, dossiers) in &by_version {
        let Some(process) = ledger.catalogue.now().process_version(&version.0, version.1) else {
            came.without_process += dossiers.len() as u64;
            continue;
        };
        match Net::of(&process.steps) {
            Ok(net) => {
                let mut replayer = Replayer::new(&net, log);
                dossiers.iter().for_each(|n| came.take(log, *n, &mut replayer, Some(version)));
            }
            Err(error) => {
                came.without_net += dossiers.len() as u64;
                refusals.push(refused(&format!("process of {}, version {}", version.0, version.1), &error));
            }
        }
    }
    if came.all.is_empty() {
        let none = || {
            no_process("for none of these dossiers a published process counts: say one with --process FILE")
        };
        return Err(refusals.into_iter().next().unwrap_or_else(none));
    }
    refusals.iter().for_each(|refusal| output::say(&refusal.to_string()));
    Ok(came)
}

impl Came {
    fn take(&mut self, log: &Log, n: usize, replayer: &mut Replayer<'_>, version: Option<&Version>) {
        let Some(trace) = log.traces().get(n) else { return };
        let one = replayer.replay(trace);
        for act in trace.acts.iter().filter(|act| !replayer.knows(act.activity)) {
            *self.unknown.entry(log.text(act.activity).to_owned()).or_default() += 1;
        }
        self.dossiers.push(json!({
            "dossier": trace.name,
            "fitness": one.fitness(),
            "fits": one.fits(),
            "produced": one.produced,
            "consumed": one.consumed,
            "missing": one.missing,
            "remaining": one.remaining,
            "unknown": one.unknown,
            "procedure": version.map(|version| version.0.as_str()),
            "process_version": version.map(|version| version.1),
        }));
        self.all.push(one);
    }
}

fn show(came: &Came, format: Format) -> Outcome {
    let overall = Overall::of(&came.all);
    if format == Format::Json {
        return output::json(&json!({
            "replayed": overall.histories,
            "fitting": overall.fitting,
            "mean_fitness": overall.mean_fitness,
            "log_fitness": overall.log_fitness,
            "without_process": came.without_process,
            "without_net": came.without_net,
            "unknown": came.unknown,
            "dossiers": came.dossiers,
        }));
    }
    output::say(&format!(
        "{} dossiers replayed, {} as published to the end; mean fitness {:.6}, of all tokens {:.6}; {} without a process, {} whose process \
         has no net",
        overall.histories,
        overall.fitting,
        overall.mean_fitness,
        overall.log_fitness,
        came.without_process,
        came.without_net
    ));
    for (activity, count) in &came.unknown {
        output::say(&format!("no step of the process, passed over: {activity} ({count})"));
    }
    let columns = [
        "dossier",
        "fitness",
        "fits",
        "produced",
        "consumed",
        "missing",
        "remaining",
        "unknown",
        "procedure",
        "process_version",
    ];
    output::columns(&columns, &came.dossiers, format)
}
