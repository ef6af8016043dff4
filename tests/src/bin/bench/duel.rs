//! Ours against the baseline, turn by turn: medians, so that one disturbed round says nothing.

use std::io;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::bare::Sealed;

/// One round of both over the same records.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Round {
    /// How many.
    pub records: u64,
    /// How long ours took.
    pub seconds: f64,
    /// How long the baseline took.
    pub baseline_seconds: f64,
    /// Processor time of ours, where it is known.
    pub cpu_seconds: Option<f64>,
    /// What ours sealed, in how many batches and bytes, where it did.
    pub sealed: Option<(usize, u64)>,
}

impl Round {
    /// Ours sealed this in so many seconds; the baseline writes it to a file with this name.
    pub fn against_bare_file(
        sealed: &Sealed,
        seconds: f64,
        cpu_seconds: Option<f64>,
        file: &Path,
    ) -> io::Result<Self> {
        Ok(Self {
            records: sealed.records,
            seconds,
            baseline_seconds: sealed.write(file)?,
            cpu_seconds,
            sealed: Some((sealed.batches.len(), sealed.bytes())),
        })
    }
}

/// The rounds so far.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Duel(Vec<Round>);

impl Duel {
    /// One more.
    pub fn add(&mut self, round: Round) {
        self.0.push(round);
    }

    /// Our median speed as a part of the baseline's.
    pub fn ratio(&self) -> f64 {
        rounded(median(&self.ours()) / median(&self.baseline()), 4)
    }

    /// Nanoseconds that one of ours takes, at our median speed.
    pub fn nanoseconds(&self) -> f64 {
        rounded(1e9 / median(&self.ours()), 1)
    }

    /// Medians over the rounds, and the slowest and fastest round; the ratio's are those of the rounds taken singly.
    pub fn figures(&self) -> Map<String, Value> {
        let (ours, baseline) = (self.ours(), self.baseline());
        let ratios: Vec<f64> = ours.iter().zip(&baseline).map(|(ours, baseline)| ours / baseline).collect();
        let mut figures = Map::new();
        let mut put = |name: &str, value: f64, decimals| {
            let value =
                if decimals == 0 { json!(value.round() as u64) } else { json!(rounded(value, decimals)) };
            figures.insert(name.to_owned(), value);
        };
        for (name, speeds) in [("records_per_second", &ours), ("baseline_records_per_second", &baseline)] {
            put(name, median(speeds), 0);
            put(&format!("{name}_min"), least(speeds), 0);
            put(&format!("{name}_max"), greatest(speeds), 0);
        }
        put("ratio_min", least(&ratios), 4);
        put("ratio_max", greatest(&ratios), 4);
        let records = self.median_of(|round| Some(round.records as f64));
        put("rounds", self.0.len() as f64, 0);
        put("records", records, 0);
        if self.0.iter().any(|round| round.cpu_seconds.is_some()) {
            put("cpu_us_per_record", self.median_of(|round| round.cpu_seconds) * 1e6 / records, 1);
        }
        if self.0.iter().any(|round| round.sealed.is_some()) {
            let batches = self.median_of(|round| Some(round.sealed?.0 as f64));
            put("batches", batches, 0);
            put("mean_batch", records / batches, 1);
            put("bytes", self.median_of(|round| Some(round.sealed?.1 as f64)), 0);
        }
        figures
    }

    fn ours(&self) -> Vec<f64> {
        self.0.iter().map(|round| round.records as f64 / round.seconds).collect()
    }

    fn baseline(&self) -> Vec<f64> {
        self.0.iter().map(|round| round.records as f64 / round.baseline_seconds).collect()
    }

    fn median_of(&self, figure: impl Fn(&Round) -> Option<f64>) -> f64 {
        median(&self.0.iter().filter_map(figure).collect::<Vec<_>>())
    }
}

/// The middle value; of an even number the mean of the middle two; of none, not a number.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), middle.checked_sub(1).and_then(|below| sorted.get(below))) {
        (Some(above), Some(below)) if sorted.len().is_multiple_of(2) => f64::midpoint(*below, *above),
        (Some(middle), _) => *middle,
        (None, _) => f64::NAN,
    }
}

fn least(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn greatest(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// To so many decimals: more would be noise.
fn rounded(value: f64, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    (value * scale).round() / scale
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_value_whatever_the_order() {
        assert_eq!(median(&[3.0]), 3.0);
        assert_eq!(median(&[9.0, 1.0, 3.0]), 3.0);
        assert_eq!(median(&[100.0, 2.0, 1.0, 4.0]), 3.0);
        assert_eq!(median(&[5.0, 5.0, 1.0, 1.0, 5.0]), 5.0);
        assert!(median(&[]).is_nan());
    }

    fn round(seconds: f64) -> Round {
        Round { records: 1_000, seconds, baseline_seconds: 1.0, ..Round::default() }
    }

    #[test]
    fn one_disturbed_round_does_not_move_the_ratio() {
        let duel = Duel(vec![round(2.0), round(200.0), round(2.0)]);
        assert_eq!(duel.ratio(), 0.5);
        let expected = json!({
            "rounds": 3, "records": 1_000,
            "records_per_second": 500, "records_per_second_min": 5, "records_per_second_max": 500,
            "baseline_records_per_second": 1_000, "baseline_records_per_second_min": 1_000,
            "baseline_records_per_second_max": 1_000,
            "ratio_min": 0.005, "ratio_max": 0.5,
        });
        assert_eq!(Value::Object(duel.figures()), expected);
        assert_eq!(duel.nanoseconds(), 2_000_000.0);
    }

    #[test]
    fn batches_and_processor_time_are_told_where_they_are_known() {
        let known = Round { cpu_seconds: Some(0.03), sealed: Some((40, 9_000)), ..round(1.0) };
        let figures = Duel(vec![known]).figures();
        assert_eq!(figures["batches"], json!(40));
        assert_eq!(figures["mean_batch"], json!(25.0));
        assert_eq!(figures["bytes"], json!(9_000));
        assert_eq!(figures["cpu_us_per_record"], json!(30.0));
    }

    #[test]
    fn figures_are_rounded_to_what_they_can_say() {
        assert_eq!(rounded(1.23456, 2), 1.23);
        assert_eq!(rounded(-0.05, 1), -0.1);
    }
}
