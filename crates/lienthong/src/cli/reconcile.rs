//! `lienthong reconcile`: an agency's own register against the ledger.

use super::{Format, Source};
use clap::Args;
use jiff::Timestamp;
use std::path::PathBuf;

/// `lienthong reconcile`.
#[derive(Debug, Args)]
pub struct Reconcile {
    /// The register: CSV (UTF-8), or a workbook (xlsx).
    pub file: PathBuf,
    /// What its columns mean; deploy/registers has one to begin with.
    #[arg(long, value_name = "FILE")]
    pub mapping: PathBuf,
    /// Whose register it is, where the mapping does not say.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Only what was received at this instant's day or later; by default from the register's first day.
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<Timestamp>,
    /// Only what was received before this instant; by default to the register's last day.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<Timestamp>,
    /// What the ledger had recorded as done by then: for a register that was written out earlier.
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<Timestamp>,
    /// Of a workbook: which sheet; by default the only one that is shown.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// From where the ledger is read.
    #[command(flatten)]
    pub source: Source,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
