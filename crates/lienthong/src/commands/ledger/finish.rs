//! `lienthong ledger finish`: whether everything in a closed ledger is over, and the command that says what its last checkpoint is.
//!
//! It writes a line for `lienthong submit` and records nothing itself: what was on its way meanwhile makes the line a wrong one, which
//! `audit verify` shows, and the same command writes the right one then.

use crate::cli::FinishLedger;
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::{Reading, among};
use crate::site;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_catalogue::{Command, Decision, LedgerFinish};
use lienthong_inspection::Inspection;
use lienthong_interop::publish::Publisher;
use lienthong_ledger::ports::{KeyOf, SealedHead};
use lienthong_names::{OfficerId, Origin, StreamKind, StreamName};
use lienthong_protocol::{Body, Command as Asked, RawRecord, json as protobuf_json};
use lienthong_routing::{Routing, Subject};
use lienthong_service::{ChainError, History};
use std::collections::{BTreeMap, BTreeSet};

/// How many of what stands in the way are named.
const NAMED: usize = 5;

pub(super) async fn run(what: &FinishLedger) -> Outcome {
    let reading = Reading::open(&what.from).await?;
    let origin = among(&reading.origins().await?, &what.origin)?;
    let names = CatalogueNames::read(&reading.site).await?;
    let catalogue = names.catalogue().now();
    let now = Timestamp::now();
    let closed =
        catalogue.registering(&origin).and_then(|known| known.until).is_some_and(|until| until <= now);
    if !closed {
        let text = format!("{origin} takes registrations still: the Office closes it first (CloseLedger)");
        return Err(Failure::no("LT0960", text));
    }
    let (head, all) = read(&reading, &origin).await?;
    if let Some(said) = catalogue
        .finish(&origin)
        .filter(|said| (said.size, said.root) == (head.checkpoint.size, head.checkpoint.root.0))
    {
        let text = format!("{origin}: it was finished with these {} records already", said.size);
        return Err(Failure::no("LT0960", text));
    }
    is_over(&origin, &all)?;
    output::say(&format!(
        "{origin}: {} dossiers, all over; {} records, root {}",
        all.dossiers.len(),
        head.checkpoint.size,
        head.checkpoint.root
    ));
    write(what, &reading, &origin, &head).await
}

/// What stands in a ledger.
#[derive(Default)]
struct All {
    dossiers: BTreeMap<StreamName, History<Routing>>,
    /// Of these a citizen said something of themselves.
    personal: BTreeSet<StreamName>,
    /// Findings and tasks.
    matters: BTreeMap<StreamName, History<Inspection>>,
}

impl All {
    fn take(&mut self, raw: &RawRecord) -> Result<(), ChainError> {
        let (record, of_citizens) = (&raw.record, |field| KeyOf::of(field) == KeyOf::Personal);
        match record.stream.kind() {
            StreamKind::Dossier => {}
            StreamKind::Finding | StreamKind::Task => {
                return self.matters.entry(record.stream.clone()).or_default().apply(raw);
            }
            _ => return Ok(()),
        }
        if record.fields.iter().any(|encrypted| of_citizens(encrypted.field)) {
            self.personal.insert(record.stream.clone());
        }
        self.dossiers.entry(record.stream.clone()).or_default().apply(raw)
    }

    /// The findings and tasks of which something is still to be done.
    fn open_matters(&self) -> Vec<String> {
        let is_open = |(_, history): &(&StreamName, &History<Inspection>)| !history.state.is_over();
        self.matters.iter().filter(is_open).map(|(stream, _)| stream.to_string()).collect()
    }

    /// The codes of dossiers of which something is so.
    fn codes(&self, which: impl Fn(&StreamName, &Subject) -> bool) -> Vec<&str> {
        let is = |(stream, history): &(&StreamName, &History<Routing>)| which(stream, &history.state);
        self.dossiers.iter().filter(is).map(|(stream, _)| stream.id()).collect()
    }
}

/// The head, and all that is under it.
async fn read(reading: &Reading, origin: &Origin) -> Outcome<(SealedHead, All)> {
    let head = reading.site.ledger(origin).await?.sealed_head().await?;
    let head =
        head.ok_or_else(|| Failure::no("LT0960", format!("{origin}: nothing was ever recorded in it")))?;
    let (mut all, mut damage) = (All::default(), None);
    let take = |sequence: u64, raw: RawRecord| {
        if sequence <= head.checkpoint.size && damage.is_none() {
            damage = all.take(&raw).err().map(|error| format!("{origin}: record {sequence}: {error}"));
        }
    };
    reading.site.each_record(origin, 1, take).await?;
    match damage {
        Some(what) => Err(Failure::coded(Exit::Unavailable, "LT0510", what)),
        None => Ok((head, all)),
    }
}

/// No dossier is open, no finding and no task, and of no dossier a citizen's words can still be read: in a finished ledger they can neither be shown by record nor erased.
fn is_over(origin: &Origin, all: &All) -> Outcome {
    let open = all.codes(|_, subject| !subject.is_over() || subject.dossier.opens_by_itself());
    let kept =
        all.codes(|stream, subject| all.personal.contains(stream) && subject.dossier.erased_at.is_none());
    let (dossiers, matters) = ((all.dossiers.len(), "dossiers"), (all.matters.len(), "findings and tasks"));
    let open_matters = all.open_matters();
    let told = [
        (open, dossiers, "are not over"),
        (kept, dossiers, "hold what citizens said of themselves, and nobody erased it"),
        (open_matters.iter().map(String::as_str).collect(), matters, "are not over"),
    ];
    let told: Vec<String> = told
        .iter()
        .filter(|(names, ..)| !names.is_empty())
        .map(|(names, (count, of), what)| {
            let named: Vec<&str> = names.iter().copied().take(NAMED).collect();
            let more = if names.len() > NAMED { ", …" } else { "" };
            format!("{} of {count} {of} {what} ({}{more})", names.len(), named.join(", "))
        })
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    Err(Failure::no("LT0960", format!("{origin} is not over: {}", told.join("; "))))
}

/// The line for `submit`.
async fn write(what: &FinishLedger, reading: &Reading, origin: &Origin, head: &SealedHead) -> Outcome {
    let usual = site::publisher(&reading.site.opened().await?)?;
    let named = |option: &str, given: Option<&String>, usual: OfficerId| match given {
        Some(text) => OfficerId::new(text).map_err(|e| Failure::usage("LT0908", format!("{option}: {e}"))),
        None => Ok(usual),
    };
    let date: Date = what
        .decided_on
        .parse()
        .map_err(|e| Failure::usage("LT0908", format!("--decided-on {}: {e}", what.decided_on)))?;
    let finish = LedgerFinish {
        ledger: origin.clone(),
        size: head.checkpoint.size,
        root: head.checkpoint.root.0,
        decision: Decision {
            number: what.decision.as_str().into(),
            date,
            signer: what.signer.as_str().into(),
        },
    };
    let publisher = Publisher {
        officer: named("--approved-by", what.approved_by.as_ref(), usual.officer.clone())?,
        drafter: named("--drafted-by", what.drafted_by.as_ref(), usual.drafter.clone())?,
        at: Timestamp::now(),
        ..usual
    };
    let command = Command::FinishLedger(finish);
    let act = site::act_of(&publisher, &command);
    let body = Body::Catalogue { drafted_by: Some(publisher.drafter), command };
    let line = protobuf_json::to_json("Command", &Asked { act, body }.encode())
        .map_err(|error| Failure::coded(Exit::Unavailable, "LT0902", error))?;
    output::json_line(&line)
}
