//! The command line: what can be asked of the binary, in the words of the documentation.

mod ahead;
mod attachments;
mod audit;
mod case;
mod catalogue;
mod flow;
mod inspect;
mod ledger;
mod log;
mod reconcile;
mod replay;
mod what_if;
mod witness;

pub use ahead::{Ahead, Since};
pub use attachments::{AttachFiles, CheckAttachments, ListAttachments, ReadAttachment};
pub use audit::{Audit, CheckBundle, ProveBundle, VerifyLedgers};
pub use case::{Case, CaseWhat, CheckCase, Lot, SampleOf};
pub use catalogue::{Catalogue, Drawn, PublishFolder, ShowProcedure};
pub use flow::{Flow, History, Parties, ProcessFile, TimeBy, VariantsShown};
pub use inspect::{AsOf, AtLeast, CoverageOf, Inspect, InspectWhat, Listed, Look, LookFor, OnRecord, Tasks};
pub use ledger::{CopyLedgers, FinishLedger, LedgerCommand};
pub use log::{PublishLog, RestoreLog};
pub use reconcile::Reconcile;
pub use replay::ReplayDossiers;
pub use what_if::WhatIf;
pub use witness::RunWitness;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Dossiers between agencies: an event-sourced router whose log a stranger can check.
#[derive(Debug, Parser)]
#[command(name = "lienthong", version, about, propagate_version = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// How data come out on stdout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Default)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For programs.
    Json,
    /// For spreadsheets.
    Csv,
}

/// Where to read from.
#[derive(Debug, Clone, Args)]
pub struct Source {
    /// A house on this machine.
    #[arg(long, value_name = "DIR", conflicts_with = "nats")]
    pub ledger: Option<PathBuf>,
    #[command(flatten)]
    /// A NATS server.
    pub nats: Nats,
}

/// How to reach NATS.
#[derive(Debug, Clone, Args)]
pub struct Nats {
    /// Address of the NATS server, e.g. nats://127.0.0.1:4222.
    #[arg(id = "nats", long = "nats", value_name = "URL", env = "LIENTHONG_NATS")]
    pub url: Option<String>,
    /// File with the seed of this process' NKey.
    #[arg(long, value_name = "FILE", env = "LIENTHONG_NKEY")]
    pub nkey: Option<PathBuf>,
    /// The NATS user whose seed that is, if it is another than the command's own role: an agency's token.
    #[arg(long, value_name = "NAME", env = "LIENTHONG_NATS_ROLE")]
    pub role: Option<String>,
    /// File with the seed of the vault's NKey: a service's, or the vault operator's for `ledger create`.
    #[arg(long, value_name = "FILE", env = "LIENTHONG_VAULT_NKEY")]
    pub vault_nkey: Option<PathBuf>,
    /// Address of the server's monitoring port; by default the same host, port 8222.
    #[arg(long, value_name = "URL", env = "LIENTHONG_NATS_MONITOR")]
    pub nats_monitor: Option<String>,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// A small fictitious province on this machine, alive, with its dashboard.
    Demo(Demo),
    /// Every service in one process, on a house.
    Up(Up),
    /// One service, on NATS.
    Serve(Serve),
    /// Takes real history in, by the same rules.
    Import {
        /// From what.
        #[command(subcommand)]
        what: Import,
    },
    /// Gives records to other people's tools.
    Export {
        /// As what.
        #[command(subcommand)]
        what: Export,
    },
    /// Signs and sends commands (NDJSON); receipts (NDJSON) on stdout.
    Submit(Submit),
    /// What agencies are told, and what they have not acknowledged.
    Inbox {
        /// What of it.
        #[command(subcommand)]
        what: Inbox,
    },
    /// One dossier.
    Dossier {
        /// What of it.
        #[command(subcommand)]
        what: Dossier,
    },
    /// How dossiers really went: ways, handovers, conformance, time.
    Flow {
        /// What of it.
        #[command(subcommand)]
        what: Flow,
    },
    /// The log itself: is it what it says it is?
    Audit {
        /// What to ask.
        #[command(subcommand)]
        what: Audit,
    },
    /// What was admitted and the law asks otherwise, what rules refused, what time alone brought about.
    Inspect(Box<Inspect>),
    /// An agency's own register against the ledger: what went around it, what the register lacks, what the two say differently.
    Reconcile(Box<Reconcile>),
    /// Days off of a year to come.
    Calendar {
        /// What to ask.
        #[command(subcommand)]
        what: Calendar,
    },
    /// What is published: a province as files.
    Catalogue {
        /// What to ask.
        #[command(subcommand)]
        what: Catalogue,
    },
    /// Private keys.
    Keys {
        /// What to do with them.
        #[command(subcommand)]
        what: Keys,
    },
    /// Ledgers: makes the streams of a unit on NATS and opens its catalogue.
    Ledger {
        /// What to do.
        #[command(subcommand)]
        what: LedgerCommand,
    },
    /// Says what is misconfigured or unsafe.
    Doctor(Source),
    /// Explains an error code, in Vietnamese and English.
    Explain {
        /// E.g. LT0303.
        code: String,
        /// Only one language: vi or en.
        #[arg(long)]
        lang: Option<String>,
    },
}

/// `lienthong calendar`.
#[derive(Debug, Subcommand)]
pub enum Calendar {
    /// Lists the days off that the law leads one to expect; decisions and published calendars rule.
    Propose {
        /// The year, e.g. 2027.
        year: i16,
        /// Form of the answer.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// `lienthong demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Moves the clock of a running demo instead.
    #[command(subcommand)]
    pub what: Option<DemoCommand>,
    /// Port of the page.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// Where the province lives; by default a fresh temporary directory.
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The same seed, the same province.
    #[arg(long, default_value_t = 2020)]
    pub seed: u64,
    /// Days of history before day 0, Monday 5 October 2020.
    #[arg(long, default_value_t = 5)]
    pub days: u32,
    /// Nobody breaks a rule.
    #[arg(long)]
    pub clean: bool,
    /// Simulated seconds in a second.
    #[arg(long, default_value_t = 60)]
    pub pace: u32,
}

/// `lienthong demo clock`.
#[derive(Debug, Subcommand)]
pub enum DemoCommand {
    /// Shows or moves the clock of a running demo: forward only.
    Clock {
        /// To this instant, e.g. 2020-10-06T08:00:00+07:00.
        #[arg(long, value_name = "INSTANT", conflicts_with_all = ["pause", "resume"])]
        to: Option<Timestamp>,
        /// Stops it.
        #[arg(long, conflicts_with = "resume")]
        pause: bool,
        /// Lets it run again.
        #[arg(long)]
        resume: bool,
        /// Address of the demo.
        #[arg(long, default_value = "http://127.0.0.1:8080")]
        url: String,
    },
}

/// `lienthong up`.
#[derive(Debug, Args)]
pub struct Up {
    /// The house; made if it is not there.
    #[arg(long, value_name = "DIR")]
    pub ledger: PathBuf,
    /// Unit of a house that is to be made, e.g. H22.
    #[arg(long)]
    pub unit: Option<String>,
    /// Name of a ledger besides the catalogue, e.g. 2026: its first, or one more.
    #[arg(long)]
    pub name: Option<String>,
    /// Where the page and the API listen.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Gives the log's entry bundles to whoever asks, under /log/: all that agencies wrote, confidential opinions in the clear.
    #[arg(long)]
    pub log_entries: bool,
    /// A C2SP policy: its witnesses are asked to cosign, and what its quorum has cosigned is shown under /log/.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Where measures are shown, under /metrics, for who watches over this process; nowhere, if it is not given.
    #[arg(long, value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
}

/// `lienthong serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Which service.
    #[arg(value_enum)]
    pub service: Served,
    /// Unit whose services these are, e.g. H22.
    #[arg(long)]
    pub unit: String,
    /// NATS.
    #[command(flatten)]
    pub nats: Nats,
    /// The service's own directory (audit: the sealed copy and the log's key; projections: rows).
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// The services' own key, with which routing and consultation say that clocks ran out: `routing.key`, as `ledger create` made it.
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// Leaf hash of the catalogue's record 1: no other ledger is believed then.
    #[arg(long, value_name = "HEX", env = "LIENTHONG_FINGERPRINT")]
    pub fingerprint: Option<String>,
    /// Where the gateway listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// The gateway: gives the log's entry bundles to whoever asks, under /log/: all that agencies wrote, confidential opinions in the clear.
    #[arg(long)]
    pub log_entries: bool,
    /// The audit service: a C2SP policy whose witnesses are asked to cosign; what its quorum has cosigned is shown under /log/.
    #[arg(long, value_name = "FILE")]
    pub policy: Option<PathBuf>,
    /// Where measures are shown, under /metrics, for who watches over this process; nowhere, if it is not given.
    #[arg(long, value_name = "ADDRESS")]
    pub metrics: Option<SocketAddr>,
}

/// The services that run alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Served {
    /// Custody, legs, one-stop.
    Routing,
    /// Opinions and appraisal.
    Consultation,
    /// The catalogue.
    Publishing,
    /// Findings and tasks.
    Inspection,
    /// The sealer.
    Audit,
    /// Read models and queries.
    Projections,
    /// HTTP.
    Gateway,
}

/// `lienthong import`.
#[derive(Debug, Subcommand)]
pub enum Import {
    /// An XES log (IEEE 1849), also gzipped.
    Xes {
        /// The log.
        file: PathBuf,
        /// What its words mean.
        #[arg(long, value_name = "FILE")]
        mapping: PathBuf,
        /// Where to.
        #[command(flatten)]
        to: Source,
        /// Directory with the keys `office.key` and `historian.key` (with --nats).
        #[arg(long, value_name = "DIR")]
        keys: Option<PathBuf>,
        /// Writes every receipt to this file, one JSON object a line.
        #[arg(long, value_name = "FILE")]
        receipts: Option<PathBuf>,
        /// How the summary comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}

/// `lienthong export`.
#[derive(Debug, Subcommand)]
pub enum Export {
    /// XES (IEEE 1849); gzipped if the file's name ends in .gz.
    Xes {
        /// From where.
        #[command(flatten)]
        from: Source,
        /// Which ledger, e.g. coselog/receipt; by default the only one there is.
        #[arg(long)]
        origin: Option<String>,
        /// The file to write; refused if it is there.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
}

/// `lienthong submit`.
#[derive(Debug, Args)]
pub struct Submit {
    /// Commands, one JSON object a line; `-` or nothing is stdin.
    pub file: Option<PathBuf>,
    /// Where to.
    #[command(flatten)]
    pub to: Source,
    /// A gateway.
    #[arg(long, conflicts_with_all = ["ledger", "nats"])]
    pub url: Option<String>,
    /// The sender's private key.
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// The ledger to write to, e.g. H22/2020; by default a dossier's own, and for a new one that which takes registrations.
    #[arg(long)]
    pub origin: Option<String>,
    /// In whose name; by default the key's holder.
    #[arg(long)]
    pub agency: Option<String>,
    /// Waits until inspection has looked at what was sent, and prints what it found by these records.
    #[arg(long)]
    pub wait_findings: bool,
}

/// `lienthong inbox`.
#[derive(Debug, Subcommand)]
pub enum Inbox {
    /// What is not acknowledged, by agency: how much, since when, how often the oldest was taken.
    List {
        /// From where.
        #[command(flatten)]
        from: Source,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// The agency's next delivery, as one JSON object; the one after it comes once this one is acknowledged.
    Take {
        /// Whose.
        #[command(flatten)]
        own: OwnInbox,
        /// Seconds to wait for one.
        #[arg(long, value_name = "SECONDS", default_value_t = 1)]
        wait: u64,
        /// Takes all there are, and acknowledges each once it is written out.
        #[arg(long)]
        acknowledge: bool,
    },
    /// The agency has it, for good.
    Ack {
        /// What came with the delivery.
        token: String,
        /// Whose.
        #[command(flatten)]
        own: OwnInbox,
    },
}

/// An agency's own inbox.
#[derive(Debug, Args)]
pub struct OwnInbox {
    /// The agency, e.g. H22.12; on NATS the seed is its own user's.
    #[arg(long)]
    pub agency: String,
    /// Where.
    #[command(flatten)]
    pub of: Source,
}

/// `lienthong dossier`.
#[derive(Debug, Subcommand)]
pub enum Dossier {
    /// Its state.
    Show(OneDossier),
    /// What happened, in order.
    Timeline(OneDossier),
    /// What happened, act by act, as it happened: in words, with who held it and how its clock stood; of one dossier, or of all of an agency or a
    /// period; at once, or as fast as is asked for.
    Replay(ReplayDossiers),
    /// Why it is as late as it is, in words: its clock, its pauses, who held it when, whose its lateness is. One that is open is looked at as
    /// of --at, else of --known-at, else of this machine's clock.
    Explain {
        /// Which.
        #[command(flatten)]
        one: OneDossier,
        /// In which language a table is: vi or en; CSV and JSON have both.
        #[arg(long, default_value = "vi")]
        lang: Option<String>,
    },
    /// What confidential opinions say that a digest takes up: for who asked, and for inspectors.
    Annex {
        /// Which.
        #[command(flatten)]
        one: OneDossier,
        /// In the name of the agency that asked, e.g. H22.14; on NATS the seed is its own user's. Without: whoever may read the ledger.
        #[arg(long)]
        agency: Option<String>,
    },
    /// What citizens say of themselves, for an officer of whom a sealed record says that they are shown it: hand in `readPersonalData` first.
    Personal {
        /// Which.
        #[command(flatten)]
        one: OneDossier,
        /// The officer's agency, e.g. H22.14; on NATS the seed is its own user's.
        #[arg(long)]
        agency: String,
        /// Id of the command by which it was asked for, as its receipt says it.
        #[arg(long, value_name = "ID")]
        by: String,
    },
    /// Which documents its records name, and whether what they say is here.
    Attachments(ListAttachments),
    /// Hands in what documents say that its records name.
    Attach(AttachFiles),
    /// What one document says, checked, for an officer of whom a sealed record says that they are shown it: hand in `readPersonalData` first.
    Attachment(ReadAttachment),
}

/// Which dossier, and as of when.
#[derive(Debug, Args)]
pub struct OneDossier {
    /// Its code.
    pub code: String,
    /// From where.
    #[command(flatten)]
    pub from: Source,
    /// Only what had happened by then.
    #[arg(long, value_name = "INSTANT")]
    pub at: Option<Timestamp>,
    /// Only what had been recorded by then.
    #[arg(long, value_name = "INSTANT")]
    pub known_at: Option<Timestamp>,
    /// Which ledger; by default it is looked for in all.
    #[arg(long)]
    pub origin: Option<String>,
    /// How it comes out.
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,
}

/// `lienthong keys`.
#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Makes a private key in a file that only you can read.
    New {
        /// Whose key: an agency's code, or a service.
        holder: String,
        /// The file to write; refused if it is there.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Makes NATS users and the `users.conf` that lets them in; those let in before keep their keys.
    Nats {
        /// A copy of deploy/nats: the list `users.toml` and `seeds/` are kept there too.
        #[arg(value_name = "DIR")]
        config: PathBuf,
        /// Lets an agency in: its code, or code=public key if it made its own key.
        #[arg(long, value_name = "CODE[=PUBLICKEY]")]
        agency: Vec<String>,
        /// Lets an agency in no more.
        #[arg(long, value_name = "CODE")]
        without: Vec<String>,
        /// An agency in whose name the historian may bring in a past.
        #[arg(long, value_name = "CODE")]
        history_of: Vec<String>,
        /// How the list comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Shows the public part of a key file.
    Show {
        /// The file.
        file: PathBuf,
        /// How it comes out.
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
}
