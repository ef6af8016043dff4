//! `lienthong dossier attachments|attach|attachment`, `lienthong audit attachments`: what documents say.

use super::{Format, Source};
use clap::Args;
use std::path::PathBuf;

/// `lienthong dossier attachments`.
#[derive(Debug, Args)]
pub struct ListAttachments {
    /// The dossier's code.
    pub code: String,
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Which ledger; by default the dossier is looked for in all.
    #[arg(long)]
    pub origin: Option<String>,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong dossier attach`.
#[derive(Debug, Args)]
pub struct AttachFiles {
    /// The dossier's code.
    pub code: String,
    /// The files; which documents they are their digests say.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// Where to.
    #[command(flatten)]
    pub to: Source,
    /// A gateway.
    #[arg(long, conflicts_with_all = ["ledger", "nats"])]
    pub url: Option<String>,
    /// Whose NATS user hands them in, e.g. H22.14; the seed is that user's.
    #[arg(long)]
    pub agency: Option<String>,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong dossier attachment`.
#[derive(Debug, Args)]
pub struct ReadAttachment {
    /// The dossier's code.
    pub code: String,
    /// The document's id, or its digest.
    #[arg(value_name = "ID|DIGEST[.BYTES]")]
    pub document: String,
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// The officer's agency, e.g. H22.14; on NATS the seed is its own user's.
    #[arg(long)]
    pub agency: String,
    /// Id of the command by which it was asked for (`readPersonalData`), as its receipt says it.
    #[arg(long, value_name = "ID")]
    pub by: String,
    /// Which ledger; by default the dossier is looked for in all.
    #[arg(long)]
    pub origin: Option<String>,
    /// The file to write; refused if it is there.
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
}

/// `lienthong audit attachments`.
#[derive(Debug, Args)]
pub struct CheckAttachments {
    /// Which: a house, or a province as the user of the read side (`--role projections`), who reads both attachments and keys.
    #[command(flatten)]
    pub from: Source,
    /// Only this ledger.
    #[arg(long)]
    pub origin: Option<String>,
    /// How the answer comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
