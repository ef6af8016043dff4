//! `lienthong inspect`: what a supervisor can ask of what was recorded.

use super::{Ahead, Case, Format, SampleOf, Since, Source, WhatIf};
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;

/// `lienthong inspect`.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Inspect {
    /// What else to ask.
    #[command(subcommand)]
    pub what: Option<InspectWhat>,
    /// What to look for, and where.
    #[command(flatten)]
    pub look: LookFor,
}

/// What can be asked besides what was found.
#[derive(Debug, Subcommand)]
pub enum InspectWhat {
    /// Who would have been late under other terms, steps and days off: history decided again, a counterfactual.
    WhatIf(WhatIf),
    /// Open dossiers whose remaining published limits exceed the remaining time, by who has them; those already late apart, and those of which
    /// nothing can be said.
    WillBeLate(Ahead),
    /// The dossiers that have been longest in the same hands, in working time.
    Longest {
        /// How many.
        #[arg(long, value_name = "N", default_value_t = 20)]
        top: usize,
        /// Of whom, from where.
        #[command(flatten)]
        of: Ahead,
    },
    /// Dossiers whose process demands an opinion that nobody asked for: open ones, while there is time; then decided ones.
    Unasked(Ahead),
    /// The map of refusals between agencies: who sends back whose dossiers, how often, why, and who decided; what nobody decided.
    Refusals(Ahead),
    /// What became otherwise since a checkpoint, in words: dossiers taken in, decided, become late; findings that are new, and those whose ground is
    /// gone; what was published, switched, revoked.
    Since(Since),
    /// The rules: each with its law, its number, and when it fires.
    Rules {
        /// How they come out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// How much of what agencies sent each other went through the system, as far as that leaves a trace; by agency, with each gap (JSON).
    Coverage(CoverageOf),
    /// Commands that put findings on record, one a line for `submit`: those that are not there yet.
    Draft(DraftFindings),
    /// Puts an inspection into a case file: scope, sample, findings of the same agencies and period with what proves them, papers, and a page that
    /// is read offline.
    Case(Case),
    /// Draws dossiers by lot, the same ones whoever draws: by a seed, or by the checkpoint of the catalogue, which nobody chose.
    Sample(SampleOf),
    /// Findings on record: explained, judged, closed.
    OnRecord(OnRecord),
    /// What agencies were asked to do, by remedies and tasks, and have not done: what is late first.
    Tasks(Tasks),
    /// One finding, with the records that prove it and what was said of it.
    Finding {
        /// Its id, as it stands in the list.
        id: String,
        /// From where, as of when.
        #[command(flatten)]
        of: AsOf,
    },
}

/// From where, as of when, and how it comes out.
#[derive(Debug, Args)]
pub struct AsOf {
    /// What counts as now, for what time alone brings about; by default the instant at which the last record was recorded.
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<Timestamp>,
    /// From where.
    #[command(flatten)]
    pub source: Source,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// Which findings.
#[derive(Debug, Args)]
pub struct LookFor {
    /// Only of a rule: R16, a number (I06), a kind (leg_late), or R16.leg_late; may be given several times.
    #[arg(long, value_name = "RULE")]
    pub rule: Vec<String>,
    /// Only of an agency.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Only about a dossier.
    #[arg(long, value_name = "CODE")]
    pub dossier: Option<String>,
    /// Only what is at least so grave.
    #[arg(long, value_enum, default_value_t = AtLeast::Attempt)]
    pub at_least: AtLeast,
    /// Only what came about at this instant or later.
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<Timestamp>,
    /// Only what came about before this instant.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<Timestamp>,
    /// Ends with exit status 1 if anything is found.
    #[arg(long)]
    pub fail_on_findings: bool,
    /// From where, as of when.
    #[command(flatten)]
    pub of: AsOf,
}

/// `lienthong inspect draft`.
#[derive(Debug, Args)]
pub struct DraftFindings {
    /// Which findings, and where.
    #[command(flatten)]
    pub look: LookFor,
    /// Who puts them on record.
    #[arg(long, value_name = "AGENCY/OFFICER")]
    pub by: String,
    /// The last day on which heads may explain before it is judged.
    #[arg(long, value_name = "DATE")]
    pub explain_until: Date,
}

/// `lienthong inspect on-record`.
#[derive(Debug, Args)]
pub struct OnRecord {
    /// Only of an agency.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Only what stands so; may be given several times.
    #[arg(long, value_name = "STATE", value_parser = ["opened", "explained", "confirmed", "dismissed", "closed"])]
    pub state: Vec<String>,
    /// From where, as of when.
    #[command(flatten)]
    pub of: AsOf,
}

/// `lienthong inspect tasks`.
#[derive(Debug, Args)]
pub struct Tasks {
    /// Only what an agency was asked.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Also what is done or fell away.
    #[arg(long)]
    pub all: bool,
    /// Ends with exit status 1 if anything is late.
    #[arg(long)]
    pub fail_on_late: bool,
    /// From where, as of when.
    #[command(flatten)]
    pub of: AsOf,
}

/// `lienthong inspect coverage`.
#[derive(Debug, Args)]
pub struct CoverageOf {
    /// Instead of the agencies' figures what is behind them, one by one, with its record. JSON has both anyway.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub list: Option<Listed>,
    /// Of what, and where.
    #[command(flatten)]
    pub look: Look,
}

/// What is behind the figures of coverage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Listed {
    /// What went around the system, by its trace.
    Gaps,
    /// Numbers of books that were drawn and whose papers were not shown in time.
    NotShown,
}

/// Of what, and where.
#[derive(Debug, Args)]
pub struct Look {
    /// Only of an agency.
    #[arg(long, value_name = "AGENCY")]
    pub agency: Option<String>,
    /// Only what came about at this instant or later.
    #[arg(long, value_name = "INSTANT")]
    pub from: Option<Timestamp>,
    /// Only what came about before this instant.
    #[arg(long, value_name = "INSTANT")]
    pub to: Option<Timestamp>,
    /// From where, as of when.
    #[command(flatten)]
    pub of: AsOf,
}

/// How grave something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AtLeast {
    /// Worth a look.
    Hint,
    /// A rule said no to it.
    Attempt,
    /// It was admitted, and the law asks otherwise.
    Breach,
}
