//! `lienthong dossier replay`: its options.

use super::{Format, Source};
use clap::Args;
use jiff::Timestamp;

/// `lienthong dossier replay`.
#[derive(Debug, Args)]
pub struct ReplayDossiers {
    /// One dossier, by its code.
    pub code: Option<String>,
    /// From where.
    #[command(flatten)]
    pub from_where: Source,
    /// Only what this agency did, and what happened to dossiers while it had them in hand or answered for them.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Only what happened at this instant or later.
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<Timestamp>,
    /// Only what happened before this instant.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<Timestamp>,
    /// Only what had happened by then.
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<Timestamp>,
    /// Only what had been recorded by then.
    #[arg(long, value_name = "INSTANT")]
    pub known_at: Option<Timestamp>,
    /// How many seconds of then pass in a second; 0: all at once.
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub speed: u32,
    /// Which ledger; by default all in which dossiers live.
    #[arg(long)]
    pub origin: Option<String>,
    /// In which language tables and CSV say it: vi or en; JSON says it in both.
    #[arg(long, default_value = "vi")]
    pub lang: String,
    /// How it comes out: JSON is an object a line, an act each.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
