//! What can be asked about the log itself: publishing it, and putting it back on a broker.

use super::{Format, Nats, Source};
use clap::Args;
use std::path::PathBuf;

/// `lienthong audit publish`.
#[derive(Debug, Args)]
pub struct PublishLog {
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Where to; each ledger gets a directory of its own there.
    #[arg(short, long, value_name = "DIR")]
    pub output: PathBuf,
    /// Only this ledger.
    #[arg(long)]
    pub origin: Option<String>,
    /// Writes the records too: all that agencies wrote, confidential opinions in the clear.
    #[arg(long)]
    pub entries: bool,
    /// Only as far as witnesses have cosigned, with their lines: as `up --policy` or `serve audit --policy` keeps it beside the ledgers.
    #[arg(long, requires = "ledger")]
    pub cosigned: bool,
    /// Goes on, each second, until it is told to stop.
    #[arg(long)]
    pub follow: bool,
    /// How what was published comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong audit restore`.
#[derive(Debug, Args)]
pub struct RestoreLog {
    /// The sealer's copy.
    #[arg(long, value_name = "DIR")]
    pub ledger: PathBuf,
    /// The broker, as a user that appends: routing's.
    #[command(flatten)]
    pub nats: Nats,
    /// Only this ledger.
    #[arg(long)]
    pub origin: Option<String>,
    /// How the answer comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
