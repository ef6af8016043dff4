//! `lienthong ledger`: whole ledgers, made, opened, listed and finished.

use super::{Format, Nats, Source};
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `lienthong ledger`.
#[derive(Debug, Subcommand)]
pub enum LedgerCommand {
    /// Makes a ledger: its streams on NATS, or its name in a house; what runs there follows it by itself.
    Create {
        /// E.g. H22/2020.
        origin: String,
        /// In a house, or on NATS as the operator.
        #[command(flatten)]
        to: Source,
        /// On NATS: directory of the sealer's key; `log.key` is made there if it is not.
        #[arg(long, value_name = "DIR")]
        keys: Option<PathBuf>,
    },
    /// Writes record 1 of the unit's catalogue, once its services run.
    Open {
        /// E.g. H22.
        unit: String,
        /// NATS.
        #[command(flatten)]
        nats: Nats,
        /// Directory of `log.key` and `office.key`; keys of the Office and the services are made there if they are not.
        #[arg(long, value_name = "DIR")]
        keys: PathBuf,
    },
    /// Every ledger: its records and its root, and from when until when it takes registrations.
    List {
        /// From where.
        #[command(flatten)]
        from: Source,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Looks whether everything in a closed ledger is over, and writes the line by which the Office finishes it, for `submit`.
    Finish(FinishLedger),
}

/// `lienthong ledger finish`.
#[derive(Debug, Args)]
pub struct FinishLedger {
    /// E.g. H22/2020.
    pub origin: String,
    /// From where it is read.
    #[command(flatten)]
    pub from: Source,
    /// The officer of the Office who approves it.
    #[arg(long, value_name = "OFFICER")]
    pub approved_by: Option<String>,
    /// The officer of the Office who drafted it.
    #[arg(long, value_name = "OFFICER")]
    pub drafted_by: Option<String>,
    /// Number of the decision.
    #[arg(long, value_name = "NUMBER")]
    pub decision: String,
    /// Its date, yyyy-mm-dd.
    #[arg(long, value_name = "DATE")]
    pub decided_on: String,
    /// Who signed it.
    #[arg(long, value_name = "NAME")]
    pub signer: String,
}
