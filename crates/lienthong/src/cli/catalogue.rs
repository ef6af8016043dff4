//! `lienthong catalogue`: what can be asked of what is published, and of a province's files.

use super::{Format, Source};
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

/// `lienthong catalogue`.
#[derive(Debug, Subcommand)]
pub enum Catalogue {
    /// Reads a province's files and says what is wrong with them, by file, line and field. Publishes nothing.
    Check {
        /// The folder: `province.toml`, `agencies.toml`, `procedures/`, `changes/`.
        folder: PathBuf,
        /// Form of the answer.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Shows a procedure as in force on a day, what each of its versions changed, and how it is worked.
    Show(ShowProcedure),
    /// Publishes a province's files: what is new in them or differs from what is published, and nothing else.
    Publish(PublishFolder),
}

/// `lienthong catalogue show`.
#[derive(Debug, Args)]
pub struct ShowProcedure {
    /// Its code, e.g. 1.009974.
    pub code: String,
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// A province's files: shows what they say; beside a ledger, as if they were published next.
    #[arg(long, value_name = "FOLDER")]
    pub files: Option<PathBuf>,
    /// The day, e.g. 2025-07-01; by default now.
    #[arg(long, value_name = "DATE")]
    pub on: Option<Date>,
    /// Draws its process instead: with characters, or as SVG.
    #[arg(long, value_enum, num_args = 0..=1, default_missing_value = "text")]
    pub diagram: Option<Drawn>,
    /// Draws the process of one of its cases, by the title that is shown.
    #[arg(long, value_name = "TITLE", requires = "diagram")]
    pub case: Option<String>,
    /// In which language: vi or en.
    #[arg(long)]
    pub lang: Option<String>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// How a process is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Drawn {
    /// With characters.
    Text,
    /// As a picture, for documents.
    Svg,
}

/// `lienthong catalogue publish`.
#[derive(Debug, Args)]
pub struct PublishFolder {
    /// The folder, as `catalogue check` takes it.
    pub folder: PathBuf,
    /// Where to.
    #[command(flatten)]
    pub to: Source,
    /// A gateway to hand it in at, beside --ledger: for a house in which a process runs.
    #[arg(long, requires = "ledger")]
    pub url: Option<String>,
    /// Directory with `office.key` (with --nats).
    #[arg(long, value_name = "DIR")]
    pub keys: Option<PathBuf>,
    /// Says what would be published, and publishes nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// The officer of the Office who approves; by default the first whom the ledger's opening names.
    #[arg(long, value_name = "OFFICER")]
    pub approved_by: Option<String>,
    /// Another one, who drafted it; by default the second.
    #[arg(long, value_name = "OFFICER")]
    pub drafted_by: Option<String>,
    /// Form of the answer.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}
