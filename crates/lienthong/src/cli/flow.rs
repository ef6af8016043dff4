//! `lienthong flow`: how dossiers really went.

use super::{Format, Source};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::path::PathBuf;

/// `lienthong flow`.
#[derive(Debug, Subcommand)]
pub enum Flow {
    /// The ways that dossiers went, what was done again, what went to and fro.
    Variants {
        /// Of what.
        #[command(flatten)]
        of: History,
        /// What a table shows; JSON has all of it.
        #[arg(long, value_enum, default_value_t)]
        show: VariantsShown,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Who hands over to whom: how often what one did was followed by what another did.
    Handovers {
        /// Of what.
        #[command(flatten)]
        of: History,
        /// Between whom.
        #[arg(long, value_enum, default_value_t)]
        between: Parties,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Replays each dossier on the process that counts for it, or on one in a file: how far it went as published.
    Replay {
        /// Of what.
        #[command(flatten)]
        of: History,
        /// On which process, instead of the published ones.
        #[command(flatten)]
        on: ProcessFile,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Where the time went: sums and medians, by the clock and in working minutes.
    Time {
        /// Of what.
        #[command(flatten)]
        of: History,
        /// Under what it is counted; by default `holder` of a ledger, `activity` of a log.
        #[arg(long, value_enum)]
        by: Option<TimeBy>,
        /// Until when dossiers that run are counted; by default now, imported ones until their last act.
        #[arg(long, value_name = "INSTANT")]
        until: Option<Timestamp>,
        /// Counts working minutes by the usual hours (07:00 to 11:30, 13:30 to 17:00, Monday to Friday, no days off) at this offset, e.g.
        /// +07:00; by default by the calendar of the desk that received the dossier.
        #[arg(long, value_name = "OFFSET", allow_hyphen_values = true)]
        usual_hours: Option<String>,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The dots of a dotted chart: every act, with the time since the dossier's first.
    Dots {
        /// Of what.
        #[command(flatten)]
        of: History,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The lines of a performance spectrum: from each act to the next, with the quarter it is in by how long it took.
    Spectrum {
        /// Of what.
        #[command(flatten)]
        of: History,
        /// Only these activities; the others are passed over.
        #[arg(long, value_name = "NAME")]
        activity: Vec<String>,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// A process as a Petri net for other tools: PNML on stdout.
    Net {
        /// From where a published one is taken.
        #[command(flatten)]
        from: Source,
        /// The procedure whose published process it is.
        #[arg(long, value_name = "CODE", conflicts_with = "process")]
        procedure: Option<String>,
        /// As in force then; by default now.
        #[arg(long, value_name = "INSTANT")]
        at: Option<Timestamp>,
        /// A file instead.
        #[command(flatten)]
        file: ProcessFile,
    },
}

/// Which history.
#[derive(Debug, Clone, Args)]
pub struct History {
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// An XES log (IEEE 1849) instead, also gzipped.
    #[arg(long, value_name = "FILE", conflicts_with = "ledger")]
    pub xes: Option<PathBuf>,
    /// Of a ledger: which, e.g. H22/2020; by default all but the catalogue.
    #[arg(long, conflicts_with = "xes")]
    pub origin: Option<String>,
    /// Of a ledger: only dossiers of this procedure.
    #[arg(long, value_name = "CODE", conflicts_with = "xes")]
    pub procedure: Option<String>,
    /// Of a ledger: only dossiers that have ended.
    #[arg(long, conflicts_with = "xes")]
    pub ended: bool,
    /// A group or a person of this name means that nobody says which, e.g. EMPTY.
    #[arg(long, value_name = "NAME")]
    pub unstated: Vec<String>,
}

/// A process in a file.
#[derive(Debug, Clone, Args)]
pub struct ProcessFile {
    /// A file with a [process], as the files of a province's procedures have it; it may be one of them.
    #[arg(long, value_name = "FILE")]
    pub process: Option<PathBuf>,
    /// The process of this case of it.
    #[arg(long, value_name = "NAME")]
    pub case: Option<String>,
}

/// What a table of variants shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum VariantsShown {
    /// Dossiers with the same activities in the same order.
    #[default]
    Ways,
    /// Activities that were done more than once in a dossier.
    Rework,
    /// Pairs of groups, or agencies, between which dossiers went there and straight back.
    PingPong,
}

/// Between whom dossiers are handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Parties {
    /// Those who acted.
    #[default]
    Resources,
    /// Their groups, or agencies.
    Groups,
}

/// What time is counted under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TimeBy {
    /// Who held it in which state: the custodian, the agency of a leg and what for, the citizen, the post (of a ledger only).
    Holder,
    /// The activity that the time led to, since the act before it.
    Activity,
    /// Both activities.
    Succession,
    /// The group, or the agency, that had acted last.
    Group,
}
