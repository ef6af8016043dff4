//! What a process that runs says of itself in numbers, for who watches over it: how far each ledger is sealed, and how far it is behind.
//!
//! Belongs here: every measure with its name, unit and meaning, and the one place where each is set. Does not: how they are shown (the
//! binary), figures about dossiers (`projections`): these here are of the machine, come from no record, and are gone when it ends.
//!
//! Where nobody has asked for them, setting one does nothing.

use jiff::Timestamp;
use lienthong_names::{Origin, Service};
use metrics::{Label, Unit, counter, gauge};

/// A measure's name, its unit, what it counts, and whether it only grows.
#[derive(Debug, Clone, Copy)]
pub struct Measure {
    /// As it is shown.
    pub name: &'static str,
    /// Of its number.
    pub unit: Unit,
    /// What it says.
    pub what: &'static str,
    /// A count of what happened since the process began; otherwise how something stands now.
    pub counts: bool,
}

const fn now(name: &'static str, unit: Unit, what: &'static str) -> Measure {
    Measure { name, unit, what, counts: false }
}

const SEALED: Measure =
    now("lienthong_sealed_records", Unit::Count, "records of the ledger that are sealed here");
const WAITING: Measure = now(
    "lienthong_seal_waiting_records",
    Unit::Count,
    "records that the sealer has read and nobody has sealed",
);
const WAITING_SINCE: Measure = now(
    "lienthong_seal_waiting_since_seconds",
    Unit::Seconds,
    "when the sealer read the first record that is not sealed, as seconds since 1970; 0: none waits",
);
const LEADS: Measure = now("lienthong_sealer_leads", Unit::Count, "1: this sealer seals; 0: it stands by");
const UNSEALED: Measure = now(
    "lienthong_unsealed_records",
    Unit::Count,
    "records that this service has appended and whose seal it waits for",
);
const UNSEALED_FOR: Measure =
    now("lienthong_unsealed_seconds", Unit::Seconds, "for how long the first of them has waited");
const ANSWERED: Measure = Measure {
    counts: true,
    ..now(
        "lienthong_answers_total",
        Unit::Count,
        "commands that this service has answered: admitted, rejected, fault or unavailable",
    )
};
const FOLLOWED: Measure =
    now("lienthong_followed_records", Unit::Count, "records of the ledger that the read side has taken in");
const COSIGNED: Measure = now(
    "lienthong_cosigned_records",
    Unit::Count,
    "records of the ledger under the newest checkpoint that enough witnesses have cosigned",
);

/// All there are.
pub const MEASURES: [Measure; 9] =
    [SEALED, WAITING, WAITING_SINCE, LEADS, UNSEALED, UNSEALED_FOR, ANSWERED, FOLLOWED, COSIGNED];

/// Tells whoever shows measures what they mean.
pub fn describe() {
    for measure in MEASURES {
        if measure.counts {
            metrics::describe_counter!(measure.name, measure.unit, measure.what);
        } else {
            metrics::describe_gauge!(measure.name, measure.unit, measure.what);
        }
    }
}

/// What a command was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answered {
    /// It is recorded.
    Admitted,
    /// It is recorded that the rules say no.
    Rejected,
    /// It was not what it must be, and left nothing.
    Fault,
    /// Nothing happened: it is sent again.
    Unavailable,
}

impl Answered {
    const fn word(self) -> &'static str {
        match self {
            Self::Admitted => "admitted",
            Self::Rejected => "rejected",
            Self::Fault => "fault",
            Self::Unavailable => "unavailable",
        }
    }
}

/// A ledger is sealed up to here.
pub fn sealed(origin: &Origin, size: u64) {
    set(SEALED, vec![ledger(origin)], size);
}

/// What a sealer has read and nobody has sealed, and when it read the first of it.
pub fn waiting(origin: &Origin, records: usize, since: Option<Timestamp>) {
    set(WAITING, vec![ledger(origin)], records as u64);
    let since = since.and_then(|since| u64::try_from(since.as_second()).ok());
    set(WAITING_SINCE, vec![ledger(origin)], since.unwrap_or_default());
}

/// Whether a sealer leads.
pub fn leads(origin: &Origin, leads: bool) {
    set(LEADS, vec![ledger(origin)], u64::from(leads));
}

/// What a service has appended and not seen sealed, and for how many seconds the first of it waits.
pub fn unsealed(by: Service, origin: &Origin, records: usize, seconds: u64) {
    let labels = || vec![service(by), ledger(origin)];
    set(UNSEALED, labels(), records as u64);
    set(UNSEALED_FOR, labels(), seconds);
}

/// A service has answered a command.
pub fn answered(by: Service, answer: Answered) {
    let labels = vec![service(by), Label::from_static_parts("answer", answer.word())];
    counter!(ANSWERED.name, labels).increment(1);
}

/// The read side has taken a ledger in up to here.
pub fn followed(origin: &Origin, position: u64) {
    set(FOLLOWED, vec![ledger(origin)], position);
}

/// Enough witnesses have cosigned a ledger up to here.
pub fn cosigned(origin: &Origin, size: u64) {
    set(COSIGNED, vec![ledger(origin)], size);
}

fn ledger(origin: &Origin) -> Label {
    Label::new("ledger", origin.to_string())
}

fn service(service: Service) -> Label {
    Label::from_static_parts("service", service.as_str())
}

#[allow(clippy::cast_precision_loss)]
fn set(measure: Measure, labels: Vec<Label>, value: u64) {
    gauge!(measure.name, labels).set(value as f64);
}
