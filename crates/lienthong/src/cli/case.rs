//! `lienthong inspect case` and `lienthong inspect sample`: an inspection as a file, and dossiers drawn by lot.

use super::{Format, Source};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use std::path::PathBuf;

/// Which dossiers are in scope, and by what they are drawn.
#[derive(Debug, Args)]
pub struct Lot {
    /// Only dossiers in which this agency has a part; may be given several times.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Vec<String>,
    /// Only dossiers that were open at this instant or later.
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<Timestamp>,
    /// Only dossiers that began before this instant.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<Timestamp>,
    /// By what it is drawn: what nobody could choose, e.g. numbers of a lottery; by default the root of the catalogue's last checkpoint.
    #[arg(long, value_name = "TEXT")]
    pub seed: Option<String>,
}

/// `lienthong inspect sample`.
#[derive(Debug, Args)]
pub struct SampleOf {
    /// Of which dossiers.
    #[command(flatten)]
    pub lot: Lot,
    /// How many.
    #[arg(long, value_name = "N")]
    pub count: usize,
    /// From where.
    #[command(flatten)]
    pub source: Source,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong inspect case`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Case {
    /// What else to do with a case file.
    #[command(subcommand)]
    pub what: Option<CaseWhat>,
    /// What the inspection is called.
    #[arg(long, value_name = "TEXT", required = true)]
    pub title: Option<String>,
    /// Who inspects, as it is to stand in the case file.
    #[arg(long, value_name = "TEXT")]
    pub by: Option<String>,
    /// Which dossiers, and by what they are drawn; findings are those of the same agencies and period.
    #[command(flatten)]
    pub lot: Lot,
    /// Only findings of a rule: R16, a number (I06), a kind (`leg_late`), or `R16.leg_late`; may be given several times.
    #[arg(long, value_name = "RULE")]
    pub rule: Vec<String>,
    /// How many dossiers to draw, each of which goes in whole.
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub sample: usize,
    /// A working paper that goes in as it is; may be given several times.
    #[arg(long, value_name = "FILE")]
    pub paper: Vec<PathBuf>,
    /// What counts as now, for what time alone brings about; by default the instant at which the last record was recorded.
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<Timestamp>,
    /// From where.
    #[command(flatten)]
    pub source: Source,
    /// The file to write; refused if it is there.
    #[arg(short, long, value_name = "CASE.zip", required = true)]
    pub output: Option<PathBuf>,
}

/// What can be done with a case file besides writing one.
#[derive(Debug, Subcommand)]
pub enum CaseWhat {
    /// Looks a case file through: everything in it, each proof, and the draw again; needs no ledger and no network.
    Check(CheckCase),
}

/// `lienthong inspect case check`.
#[derive(Debug, Args)]
pub struct CheckCase {
    /// The case file.
    #[arg(value_name = "CASE.zip")]
    pub file: PathBuf,
    /// Leaf hash of the catalogue's record 1, as it was made public when the ledger was opened.
    #[arg(long, value_name = "HEX")]
    pub fingerprint: Option<String>,
    /// Verifier key of the log, as `log-key` in the house's `ledger.toml`.
    #[arg(long, value_name = "KEY")]
    pub log_key: Option<String>,
    /// How the answer comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
