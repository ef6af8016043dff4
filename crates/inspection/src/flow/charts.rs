//! What charts are drawn of: the dots of a dotted chart, the lines of a performance spectrum.

use super::log::{Act, Log, Word};
use std::collections::{BTreeMap, BTreeSet};

/// A dot: an act, on the row of its dossier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dot<'l> {
    /// The dossier, as a place in the log.
    pub dossier: usize,
    /// The act.
    pub act: &'l Act,
    /// Seconds since the dossier's first act: where rows begin together.
    pub since_first: i64,
}

/// The dots of a log, dossier by dossier.
pub fn dots(log: &Log) -> impl Iterator<Item = Dot<'_>> {
    log.traces().iter().enumerate().flat_map(|(dossier, trace)| {
        let first = trace.acts.iter().map(|act| act.at).min();
        trace.acts.iter().map(move |act| {
            let since_first = first.map_or(0, |first| act.at.duration_since(first).as_secs());
            Dot { dossier, act, since_first }
        })
    })
}

/// A line: from one act of a dossier to its next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'l> {
    /// The dossier, as a place in the log.
    pub dossier: usize,
    /// Where it begins.
    pub from: &'l Act,
    /// Where it ends.
    pub to: &'l Act,
    /// In which quarter of the lines between the same two activities it is by how long it took: 1 are the quickest.
    pub quarter: u8,
}

/// The lines of a log, by when they begin. Where some activities are named, the others are left out: a line then leads over them.
#[must_use]
pub fn segments<'l>(log: &'l Log, only: Option<&BTreeSet<Word>>) -> Vec<Segment<'l>> {
    let mut segments = Vec::new();
    for (dossier, trace) in log.traces().iter().enumerate() {
        let is_shown = |act: &&Act| only.is_none_or(|only| only.contains(&act.activity));
        let acts = trace.acts.iter().filter(is_shown);
        for (from, to) in acts.clone().zip(acts.skip(1)) {
            segments.push(Segment { dossier, from, to, quarter: 1 });
        }
    }
    set_quarters(&mut segments);
    segments.sort_by_key(|segment| (segment.from.at, segment.dossier));
    segments
}

/// Those that took equally long are in one quarter: that of the first of them.
fn set_quarters(segments: &mut [Segment<'_>]) {
    let mut by_pair: BTreeMap<(Word, Word), Vec<(i128, usize)>> = BTreeMap::new();
    for (n, segment) in segments.iter().enumerate() {
        let took = segment.to.at.duration_since(segment.from.at).as_nanos();
        by_pair.entry((segment.from.activity, segment.to.activity)).or_default().push((took, n));
    }
    for mut lines in by_pair.into_values() {
        lines.sort_unstable();
        let count = lines.len();
        let (mut quarter, mut last) = (1, None);
        for (rank, (took, n)) in lines.into_iter().enumerate() {
            if last != Some(took) {
                quarter = u8::try_from(rank * 4 / count + 1).unwrap_or(4);
            }
            last = Some(took);
            segments[n].quarter = quarter;
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::flow::Done;
    use crate::flow::log::tests::log;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn a_dot_knows_its_row_and_its_time_on_it() {
        let log = log(&["a b", "c"]);
        let dots: Vec<_> =
            dots(&log).map(|dot| (dot.dossier, log.text(dot.act.activity), dot.since_first)).collect();
        assert_eq!(dots, [(0, "a", 0), (0, "b", 3_600), (1, "c", 0)]);
    }

    #[test]
    fn lines_lead_over_what_is_left_out() {
        let log = log(&["a x b", "a b x", "b"]);
        let told = |only: Option<&[&str]>| {
            let only = only.map(|names| names.iter().filter_map(|name| log.find(name)).collect());
            let all = segments(&log, only.as_ref());
            let texts = all.iter().map(|s| (s.dossier, log.text(s.from.activity), log.text(s.to.activity)));
            texts.map(|(n, a, b)| format!("{n} {a} {b}")).collect::<Vec<_>>()
        };
        assert_eq!(told(None), ["0 a x", "1 a b", "0 x b", "1 b x"]);
        assert_eq!(told(Some(&["a", "b"])), ["0 a b", "1 a b"]);
    }

    #[test]
    fn the_quickest_quarter_of_a_pair_is_the_first() {
        let mut log = Log::default();
        let start: Timestamp = "2020-10-05T07:00:00+07:00".parse().unwrap();
        for hours in [4, 1, 3, 2, 2] {
            let at = |hours| start + SignedDuration::from_hours(hours);
            let done = |activity, at| Done { activity, resource: "", group: "", at };
            log.push("d", [done("a", at(0)), done("b", at(hours))]);
        }
        let quarters: Vec<_> = segments(&log, None).iter().map(|segment| segment.quarter).collect();
        // Ranks of five: 1 h first, the two of 2 h second, 3 h fourth, 4 h fifth.
        assert_eq!(quarters, [4, 1, 3, 1, 1]);
    }
}
