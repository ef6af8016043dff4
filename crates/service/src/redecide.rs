//! Deciding again: what a record says it was decided on must give what the record says was decided.

use crate::deciding::{decide_command, effective_at};
use crate::{History, Rules};
use lienthong_catalogue::Catalogue;
use lienthong_names::Service;
use lienthong_protocol::{Command, Decision, RawRecord};

/// What came of deciding a record again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redecided {
    /// The same.
    Same,
    /// Something else.
    Different {
        /// What differs, in words.
        how: String,
    },
    /// It needs what is no longer there.
    NotDecidable {
        /// What is missing.
        why: String,
    },
}

/// Decides records of one service again; made by the rules crates, handed to audit and inspection by the binary.
pub trait Redecide: Send + Sync {
    /// Whose records.
    fn service(&self) -> Service;

    /// Decides the record again on the stream's records before it (for a stranger's rejection: the dossier's up to the revision
    /// that was seen) and the catalogue, which may know more than was known then.
    fn redecide(&self, record: &RawRecord, before: &[RawRecord], catalogue: &Catalogue) -> Redecided;
}

/// [`Redecide`] for one set of rules.
#[derive(Debug, Clone, Copy, Default)]
pub struct ByRules<R>(std::marker::PhantomData<fn() -> R>);

impl<R> ByRules<R> {
    /// Of the rules named by the type.
    #[must_use]
    pub const fn new() -> Self {
        Self(std::marker::PhantomData)
    }
}

impl<R: Rules> Redecide for ByRules<R> {
    fn service(&self) -> Service {
        R::SERVICE
    }

    fn redecide(&self, record: &RawRecord, before: &[RawRecord], catalogue: &Catalogue) -> Redecided {
        match History::<R>::fold(before) {
            Ok(history) => redecide(record, &history, catalogue),
            Err(error) => Redecided::NotDecidable { why: error.to_string() },
        }
    }
}

/// Decides one record again on a folded history.
#[must_use]
pub fn redecide<R: Rules>(raw: &RawRecord, before: &History<R>, catalogue: &Catalogue) -> Redecided {
    let record = &raw.record;
    let command = match Command::decode(&record.command) {
        Ok(command) => command,
        Err(errors) => {
            let why = errors.first().map(ToString::to_string).unwrap_or_default();
            return Redecided::NotDecidable { why: format!("its command cannot be read: {why}") };
        }
    };
    if record.decided_on.rules_version != R::VERSION {
        let why = format!("rules version {} is not built in", record.decided_on.rules_version);
        return Redecided::NotDecidable { why };
    }
    if record.decided_on.revision != before.revision {
        let how = format!(
            "it saw revision {}, but {} stands before it",
            record.decided_on.revision, before.revision
        );
        return Redecided::Different { how };
    }
    if record.decided_on.catalogue_position < before.catalogue_position {
        return Redecided::Different { how: "its catalogue position went back".to_owned() };
    }
    let view = catalogue.as_known(record.decided_on.catalogue_position);
    let known = view.key_ever(&record.signed.key_id).cloned();
    let Some(key) = known.or_else(|| R::key_brought(&command, &record.signed.key_id)) else {
        return Redecided::Different { how: format!("key {} was not known", record.signed.key_id) };
    };
    let expected = effective_at(&command, &key, record.recorded_at, before.effective_at);
    if expected != record.decided_on.effective_at {
        let how = format!("it counted as {} where {expected} holds", record.decided_on.effective_at);
        return Redecided::Different { how };
    }
    let decision = decide_command(before, &command, view, expected, &key);
    if decision == record.decision {
        Redecided::Same
    } else {
        Redecided::Different { how: differs(&record.decision, &decision) }
    }
}

fn differs(recorded: &Decision, again: &Decision) -> String {
    match (recorded, again) {
        (Decision::Admitted(_), Decision::Rejected(rejection)) => {
            format!("recorded as admitted, decided again as rejected: {rejection}")
        }
        (Decision::Rejected(rejection), Decision::Admitted(_)) => {
            format!("recorded as rejected ({rejection}), decided again as admitted")
        }
        (Decision::Rejected(was), Decision::Rejected(is)) => {
            format!("recorded as rejected ({was}), decided again as rejected ({is})")
        }
        (Decision::Admitted(was), Decision::Admitted(is)) => {
            let names = |events: &[lienthong_protocol::Event]| {
                events.iter().map(lienthong_protocol::Event::kind_name).collect::<Vec<_>>().join(", ")
            };
            format!("recorded events [{}], decided again [{}]", names(was), names(is))
        }
    }
}
