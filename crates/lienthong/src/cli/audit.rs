//! `lienthong audit`: what can be asked of the log, and of a bundle without it.

use super::{CheckAttachments, Format, PublishLog, RestoreLog, RunWitness, Source};
use clap::{Args, Subcommand};
use jiff::Timestamp;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// `lienthong audit`.
#[derive(Debug, Subcommand)]
pub enum Audit {
    /// Derives everything again from the sealed bytes; changes nothing there.
    Verify(VerifyLedgers),
    /// Holds every attachment against the record that names it: held, missing, damaged, erased.
    Attachments(CheckAttachments),
    /// Puts what proves a dossier, or one record, into a file that anyone can check without the ledger.
    Prove(ProveBundle),
    /// Checks such a file, or one with which a witness proves a fork: needs no ledger and no network.
    Check(CheckBundle),
    /// Writes each ledger as files of a C2SP log: hashes and signed checkpoint, for anyone to mirror and check.
    Publish(PublishLog),
    /// Puts the log back on a broker, record by record, from the sealer's copy.
    Restore(RestoreLog),
    /// Keeps what it saw of other bodies' logs, demands that they only grow, and cosigns.
    Witness(RunWitness),
    /// The last signed checkpoint of each ledger.
    Checkpoint {
        /// From where.
        #[command(flatten)]
        from: Source,
        /// Only this ledger.
        #[arg(long)]
        origin: Option<String>,
    },
}

/// `lienthong audit verify`.
#[derive(Debug, Args)]
pub struct VerifyLedgers {
    /// The house.
    #[arg(long, value_name = "DIR")]
    pub ledger: PathBuf,
    /// Only this ledger.
    #[arg(long)]
    pub origin: Option<String>,
    /// Leaf hash of the catalogue's record 1, as it was printed when the ledger was opened.
    #[arg(long)]
    pub fingerprint: Option<String>,
    /// Receipts as `submit` and `import` write them, one a line: names those whose promise is not kept.
    #[arg(long, value_name = "FILE")]
    pub receipts: Option<PathBuf>,
    /// A file of your own that keeps what was verified: nothing up to there is decided again, if the tree shows that it is what it was.
    /// It is written anew when all is well.
    #[arg(long, value_name = "FILE")]
    pub verified: Option<PathBuf>,
    /// A C2SP policy: enough of its witnesses must have cosigned what is kept beside each ledger.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// On how many threads; by default on all processors.
    #[arg(long)]
    pub threads: Option<NonZeroUsize>,
    /// How the answer comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong audit prove`.
#[derive(Debug, Args)]
pub struct ProveBundle {
    /// The dossier's code.
    #[arg(required_unless_present_any = ["record", "finding", "on_record"])]
    pub code: Option<String>,
    /// One record alone: its ledger and its sequence, e.g. H22/2026:17.
    #[arg(long, value_name = "ORIGIN:N", conflicts_with_all = ["code", "origin"])]
    pub record: Option<String>,
    /// What inspection found, by its id: every record that it cites; where something is missing, the whole stream in which it is.
    #[arg(long, value_name = "ID", conflicts_with_all = ["code", "origin", "record", "for_citizen"])]
    pub finding: Option<String>,
    /// A finding or a task that is on record, with all that was said to it: `finding.<id>` or `task.<id>`; of a finding its id alone is enough.
    #[arg(long, value_name = "ID", conflicts_with_all = ["code", "record", "finding", "for_citizen"])]
    pub on_record: Option<String>,
    /// What counted as now when it was found; by default the instant at which the last record was recorded.
    #[arg(long, value_name = "INSTANT", requires = "finding")]
    pub now: Option<Timestamp>,
    /// Opens what the dossier commits to of the applicant: for the applicant, and for nobody else.
    #[arg(long, conflicts_with = "record")]
    pub for_citizen: bool,
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Which ledger; by default the dossier, or what is on record, is looked for in all.
    #[arg(long)]
    pub origin: Option<String>,
    /// The file to write; refused if it is there.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// `lienthong audit check`.
#[derive(Debug, Args)]
pub struct CheckBundle {
    /// The bundle, or a witness's file about a fork.
    pub file: PathBuf,
    /// Leaf hash of the catalogue's record 1, as it was made public when the ledger was opened.
    #[arg(long, value_name = "HEX")]
    pub fingerprint: Option<String>,
    /// Verifier key of the log, as `log-key` in the house's `ledger.toml`.
    #[arg(long, value_name = "KEY")]
    pub log_key: Option<String>,
    /// A C2SP policy: enough of its witnesses must have cosigned the checkpoints.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// How the answer comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
