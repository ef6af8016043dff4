//! `lienthong inspect will-be-late|longest|unasked|refusals|since`: what is ahead, and in whose hands; what became otherwise.

use super::{Format, Source};
use clap::Args;
use jiff::Timestamp;

/// What is ahead: from where, of whom, as of when.
#[derive(Debug, Args)]
pub struct Ahead {
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Only what this agency has in hand, or answers for.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// What counts as now: nothing that came later is looked at; by default the instant at which the last record was recorded.
    #[arg(long, visible_alias = "at", value_name = "INSTANT")]
    pub now: Option<Timestamp>,
    /// In which language tables and CSV say it: vi or en; JSON says it in both.
    #[arg(long, default_value = "vi")]
    pub lang: String,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong inspect since`.
#[derive(Debug, Args)]
pub struct Since {
    /// Since when: how many records the ledger had, or a file with what `lienthong audit checkpoint` wrote then.
    #[arg(value_name = "SIZE|FILE")]
    pub since: String,
    /// Until when, said in the same way; by default everything that is sealed.
    #[arg(long, value_name = "SIZE|FILE")]
    pub until: Option<String>,
    /// The ledger that a size is of; by default the only one in which dossiers live.
    #[arg(long)]
    pub origin: Option<String>,
    /// Of whom, from where.
    #[command(flatten)]
    pub of: Ahead,
}
