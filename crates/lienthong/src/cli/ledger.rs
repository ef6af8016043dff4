//! `lienthong ledger`: whole ledgers, made, opened, listed, copied and finished.

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
    /// Copies sealed ledgers, the catalogue too, to NATS or into a house: the same records under the same checkpoints.
    Copy(CopyLedgers),
    /// Looks whether everything in a closed ledger is over, and writes the line by which the Office finishes it, for `submit`.
    Finish(FinishLedger),
}

/// `lienthong ledger copy`.
#[derive(Debug, Args)]
pub struct CopyLedgers {
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Into the house of this directory, which is empty, begun by an earlier copy, or a beginning of the source.
    #[arg(long, value_name = "DIR", conflicts_with = "to_nats")]
    pub to_ledger: Option<PathBuf>,
    /// To the NATS server at this address, where `ledger create` has made the streams and no service runs.
    #[arg(long, value_name = "URL")]
    pub to_nats: Option<String>,
    /// File with the seed of the NKey that appends there: routing's.
    #[arg(long, value_name = "FILE")]
    pub to_nkey: Option<PathBuf>,
    /// File with the seed of the NKey that publishes seals there: audit's.
    #[arg(long, value_name = "FILE")]
    pub to_audit_nkey: Option<PathBuf>,
    /// Address of that server's monitoring port; by default the same host, port 8222.
    #[arg(long, value_name = "URL")]
    pub to_nats_monitor: Option<String>,
    /// Only this ledger, and the catalogue that it rests on.
    #[arg(long)]
    pub origin: Option<String>,
    /// How the answer comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
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
