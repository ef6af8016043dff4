//! How long each part of `cargo xtask test` took, against what it may take on two cores.

use std::fmt;
use std::time::{Duration, Instant};

use crate::Outcome;

/// One line of the table.
#[derive(Debug)]
pub struct Line {
    name: &'static str,
    took: Duration,
    budget: Option<Duration>,
    failure: Option<String>,
}

/// What ran so far. A group over its budget is shown as such; only a failed one fails the run.
#[derive(Debug, Default)]
pub struct Table {
    lines: Vec<Line>,
}

impl Table {
    /// Runs `work`, keeps its time and its failure, and says whether it succeeded.
    pub fn measure(
        &mut self,
        name: &'static str,
        budget: Option<Duration>,
        work: impl FnOnce() -> Outcome<()>,
    ) -> bool {
        eprintln!("\n== {name}");
        let started = Instant::now();
        let failure = work().err().map(|failure| failure.to_string());
        if let Some(reason) = &failure {
            eprintln!("{reason}");
        }
        let succeeded = failure.is_none();
        self.lines.push(Line { name, took: started.elapsed(), budget, failure });
        succeeded
    }

    /// Whether anything failed.
    pub fn failed(&self) -> bool {
        self.lines.iter().any(|line| line.failure.is_some())
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<18} {:>8} {:>8}  verdict", "group", "seconds", "budget")?;
        for line in &self.lines {
            let budget = line.budget.map_or_else(|| "-".to_owned(), |budget| budget.as_secs().to_string());
            writeln!(
                f,
                "{:<18} {:>8.1} {budget:>8}  {}",
                line.name,
                line.took.as_secs_f64(),
                line.verdict()
            )?;
        }
        for line in &self.lines {
            if let Some(failure) = &line.failure {
                writeln!(f, "{}: {failure}", line.name)?;
            }
        }
        Ok(())
    }
}

impl Line {
    fn verdict(&self) -> &'static str {
        match (&self.failure, self.budget) {
            (Some(_), _) => "FAILED",
            (None, Some(budget)) if self.took > budget => "over",
            (None, _) => "ok",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Failure;

    #[test]
    fn over_budget_is_shown_but_only_a_failure_fails() {
        let mut table = Table::default();
        assert!(table.measure("slow", Some(Duration::ZERO), || Ok(())));
        assert!(table.to_string().contains("over"));
        assert!(!table.failed());

        assert!(!table.measure("broken", None, || Err(Failure::new("because"))));
        assert!(table.failed());
        assert!(table.to_string().contains("broken: because"));
    }
}
