//! A history replayed on a process: how far what was done is what was to be done.
//!
//! Token-based replay: a step that was done takes a token and leaves one; where there is none to take it is *missing*, and is made; what
//! lies about at the end is *remaining*. What is no step of the process is skipped, and counted beside: it says nothing of the way. The same
//! numbers as pm4py's `conformance_diagnostics_token_based_replay` gives on such nets.

use super::log::{Log, Trace, Word};
use super::net::Net;
use std::collections::BTreeMap;

/// What came of one history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Replayed {
    /// Tokens made: the first, and one a step.
    pub produced: u64,
    /// Tokens taken: one a step, and the last.
    pub consumed: u64,
    /// Tokens that were to be taken and were not there.
    pub missing: u64,
    /// Tokens that nobody took.
    pub remaining: u64,
    /// Acts that are no step of the process.
    pub unknown: u64,
}

impl Replayed {
    /// Half for what was not missing, half for what did not remain: 1 where all went as published.
    #[must_use]
    pub fn fitness(&self) -> f64 {
        if self.consumed == 0 || self.produced == 0 {
            return 1.0;
        }
        0.5 * (1.0 - ratio(self.missing, self.consumed)) + 0.5 * (1.0 - ratio(self.remaining, self.produced))
    }

    /// Whether all went as published, to the end.
    #[must_use]
    pub const fn fits(&self) -> bool {
        self.missing == 0 && self.remaining == 0
    }

    /// Both histories.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            produced: self.produced + other.produced,
            consumed: self.consumed + other.consumed,
            missing: self.missing + other.missing,
            remaining: self.remaining + other.remaining,
            unknown: self.unknown + other.unknown,
        }
    }
}

/// Counts of a log are far from where a float loses a whole number.
#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

/// A net, set to the words of a log.
#[derive(Debug)]
pub struct Replayer<'n> {
    net: &'n Net,
    /// Of each word of the log the step that it names.
    step_of: Vec<Option<u32>>,
    /// Tokens by place; all gone between two histories.
    marking: Vec<u32>,
}

impl<'n> Replayer<'n> {
    /// For histories of this log.
    #[must_use]
    pub fn new(net: &'n Net, log: &Log) -> Self {
        let mut step_of = vec![None; log.words()];
        for (n, step) in (0..).zip(net.transitions()) {
            if let Some(at) = log.find(step.name.as_str()).and_then(|word| step_of.get_mut(word.index())) {
                *at = Some(n);
            }
        }
        Self { net, step_of, marking: vec![0; net.places().len()] }
    }

    /// Whether the process has a step of that name.
    #[must_use]
    pub fn knows(&self, activity: Word) -> bool {
        self.step(activity).is_some()
    }

    fn step(&self, activity: Word) -> Option<usize> {
        self.step_of.get(activity.index()).copied().flatten().map(|step| step as usize)
    }

    /// Replays one history: a look at each of its acts, and no more.
    pub fn replay(&mut self, trace: &Trace) -> Replayed {
        let mut told = Replayed { produced: 1, ..Replayed::default() };
        self.marking[self.net.start()] += 1;
        for act in &trace.acts {
            let Some(step) = self.step(act.activity).and_then(|step| self.net.transitions().get(step)) else {
                told.unknown += 1;
                continue;
            };
            match self.marking.get_mut(step.from) {
                Some(tokens) if *tokens > 0 => *tokens -= 1,
                _ => told.missing += 1,
            }
            told.consumed += 1;
            if let Some(tokens) = self.marking.get_mut(step.to) {
                *tokens += 1;
            }
            told.produced += 1;
        }
        // The last token is taken from the last place.
        told.missing += u64::from(self.marking[self.net.end()] == 0);
        told.consumed += 1;
        told.remaining = told.produced + told.missing - told.consumed;
        self.clear(trace);
        told
    }

    /// Takes up what this history left, and not more: a net may be larger than a history.
    fn clear(&mut self, trace: &Trace) {
        self.marking[self.net.start()] = 0;
        for act in &trace.acts {
            let step = self.step(act.activity).and_then(|step| self.net.transitions().get(step));
            if let Some(tokens) = step.and_then(|step| self.marking.get_mut(step.to)) {
                *tokens = 0;
            }
        }
    }
}

/// Every history of a log, replayed on one net, in the order of the log.
#[must_use]
pub fn replay(net: &Net, log: &Log) -> Vec<Replayed> {
    let mut replayer = Replayer::new(net, log);
    log.traces().iter().map(|trace| replayer.replay(trace)).collect()
}

/// What many histories come to.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Overall {
    /// How many there are.
    pub histories: u64,
    /// How many went as published, to the end.
    pub fitting: u64,
    /// The mean of their fitnesses; 0 where there are none.
    pub mean_fitness: f64,
    /// The fitness of all their tokens together.
    pub log_fitness: f64,
}

impl Overall {
    /// Of these.
    #[must_use]
    pub fn of(all: &[Replayed]) -> Self {
        let sum = all.iter().fold(Replayed::default(), |sum, one| sum.and(*one));
        let histories = all.len() as u64;
        let fitness: f64 = all.iter().map(Replayed::fitness).sum();
        #[allow(clippy::cast_precision_loss)]
        let mean_fitness = if histories == 0 { 0.0 } else { fitness / histories as f64 };
        let fitting = all.iter().filter(|one| one.fits()).count() as u64;
        Self { histories, fitting, mean_fitness, log_fitness: sum.fitness() }
    }
}

/// What was done in a log and is no step of the process, and how often.
#[must_use]
pub fn unknown<'l>(net: &Net, log: &'l Log) -> BTreeMap<&'l str, u64> {
    let replayer = Replayer::new(net, log);
    let mut counts = vec![0_u64; log.words()];
    for act in log.traces().iter().flat_map(|trace| &trace.acts) {
        if !replayer.knows(act.activity) {
            counts[act.activity.index()] += 1;
        }
    }
    let acts = log.traces().iter().flat_map(|trace| &trace.acts).map(|act| act.activity);
    acts.filter(|word| !replayer.knows(*word)).map(|word| (log.text(word), counts[word.index()])).collect()
}

#[cfg(test)]
mod tests;
