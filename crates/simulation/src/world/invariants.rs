//! What must never be true (DESIGN section 6), looked for at every step.

use super::client::SECRET;
use super::founding::Founded;
use super::log::SimLog;
use super::node::Node;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_catalogue::{Catalogue, View};
use lienthong_consultation::Consultation;
use lienthong_dossier::capacity::{self, Capacity};
use lienthong_dossier::{
    BooksEvent, Command as About, CommandKind, Dossier, Event as Of, Fact, Status, Timer, TimerCause, evolve,
};
use lienthong_inspection::Inspection;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{DataKey, KeyOf, KeyScope, QueryError};
use lienthong_merkle::{Frontier, Hash};
use lienthong_names::{AgencyId, CommandId, Origin, Service, StreamKind, StreamName};
use lienthong_projections::queries::Queries;
use lienthong_projections::{MemoryRows, ReadModel};
use lienthong_protocol::keys::VerifyingKey;
use lienthong_protocol::note::NoteVerifier;
use lienthong_protocol::{Body, Command, Decision, Event, RawRecord, Verdict, VerdictAnswer};
use lienthong_publishing::Publishing;
use lienthong_routing::{Routing, Subject};
use lienthong_service::{ByRules, Decided, Redecide, Redecided, Redeciding, Rules as _};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Something that must never be true is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("invariant {number} ({name}): {what}")]
pub struct Violation {
    /// Its name in tests.
    pub name: &'static str,
    /// Its number in DESIGN section 6; 0 for the world's own.
    pub number: u8,
    /// What was seen.
    pub what: String,
}

impl Violation {
    /// One of them.
    #[must_use]
    pub const fn new(name: &'static str, number: u8, what: String) -> Self {
        Self { name, number, what }
    }
}

/// What else must hold: of a dossier before and after a record, who acted, what was asked and what happened. It panics if it does
/// not.
pub type Look = fn(&Dossier, &Dossier, &AgencyId, &About, &[Of]);

/// Asking for figures is dear: after one batch in so many, and when everything has come to rest.
const FIGURES_EACH: u64 = 8;

/// (agency, command id, what it is about).
type Id = (AgencyId, CommandId, String);

/// Everything that was seen so far.
pub struct Invariants {
    catalogue: Catalogue,
    logs_keys: BTreeMap<Origin, NoteVerifier>,
    redeciding: BTreeMap<Origin, Redeciding<'static, String>>,
    frontiers: BTreeMap<Origin, Frontier>,
    streams: BTreeMap<(Origin, StreamName), Vec<RawRecord>>,
    dossiers: BTreeMap<(Origin, StreamName), Subject>,
    verdicts: BTreeMap<Id, Hash>,
    receipts: BTreeMap<(AgencyId, CommandId, String), (u64, Hash, bool)>,
    batches: u64,
    records: u64,
    rejected: u64,
    /// Papers that agencies showed.
    shown: u64,
    /// Clocks that were recorded to have run out.
    timers: BTreeSet<(StreamName, Timer)>,
    /// The read side as it follows, batch by batch.
    followed: Arc<ReadModel>,
    look: Option<Look>,
}

impl Invariants {
    /// At the world's beginning.
    ///
    /// # Errors
    /// A read side that cannot take in what the world was founded with.
    pub fn new(founded: &Founded) -> Result<Self, Violation> {
        let frontier = |origin: &Origin| {
            let logs = founded.logs(super::Bug::None);
            let mut frontier = Frontier::new();
            for batch in logs.get(origin).map(|log| log.batches.clone()).unwrap_or_default() {
                frontier.extend(batch.leaves());
            }
            (origin.clone(), frontier)
        };
        let streams = published(founded)?;
        Ok(Self {
            followed: Arc::new(read_model(&founded.logs(super::Bug::None), usize::MAX)?),
            catalogue: founded.known.clone(),
            frontiers: [frontier(&founded.catalogue), frontier(&founded.ledger)].into_iter().collect(),
            redeciding: stood_on(&streams, &founded.known),
            streams,
            ..Self::beginning(founded.logs_keys.clone())?
        })
    }

    /// Before anything is sealed, of ledgers whose checkpoints these keys check. What is published is to be seen before what is
    /// decided on it.
    ///
    /// # Errors
    /// A read side that cannot be made.
    pub fn beginning(logs_keys: BTreeMap<Origin, NoteVerifier>) -> Result<Self, Violation> {
        Ok(Self {
            followed: Arc::new(read_model(&BTreeMap::new(), usize::MAX)?),
            catalogue: Catalogue::default(),
            redeciding: BTreeMap::new(),
            frontiers: logs_keys.keys().map(|origin| (origin.clone(), Frontier::new())).collect(),
            logs_keys,
            streams: BTreeMap::new(),
            dossiers: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            receipts: BTreeMap::new(),
            batches: 0,
            records: 0,
            rejected: 0,
            shown: 0,
            timers: BTreeSet::new(),
            look: None,
        })
    }

    /// Looks at every admitted act on a dossier in one more way.
    pub fn look_also(&mut self, look: Look) {
        self.look = Some(look);
    }

    /// Sealed records, and rejections among them.
    #[must_use]
    pub const fn counted(&self) -> (u64, u64) {
        (self.records, self.rejected)
    }

    /// How many papers were shown whose numbers were drawn.
    #[must_use]
    pub const fn shown(&self) -> u64 {
        self.shown
    }

    /// How many clocks were recorded to have run out.
    #[must_use]
    pub fn timers(&self) -> u64 {
        self.timers.len() as u64
    }

    /// Of them, how often an agency took another's place.
    #[must_use]
    pub fn successions(&self) -> u64 {
        let succeeded = |(_, timer): &&(StreamName, Timer)| timer.cause == TimerCause::AgencySucceeded;
        self.timers.iter().filter(succeeded).count() as u64
    }

    /// No clock of a sealed dossier ran out before an instant without being recorded.
    ///
    /// # Errors
    /// The first that did.
    pub fn nothing_is_due(&self, before: Timestamp) -> Result<(), Violation> {
        let known = self.catalogue.now();
        self.dossiers.iter().try_for_each(|((_, stream), dossier)| {
            [Service::Routing, Service::Consultation]
                .into_iter()
                .try_for_each(|service| none_due(stream, next_clock(service, dossier, known), before))
        })
    }

    /// Whether no key is there any more of what was erased by record.
    ///
    /// # Errors
    /// 9.
    pub fn erased_is_gone(&self, keys: &BTreeMap<KeyScope, Option<DataKey>>) -> Result<(), Violation> {
        let erased = self.dossiers.iter().filter(|(_, subject)| subject.dossier.erased_at.is_some());
        let there = |(origin, stream): &(Origin, StreamName)| {
            keys.get(&KeyScope::new(origin, stream, KeyOf::Personal)).is_none_or(Option::is_some)
        };
        match erased.map(|(place, _)| place).find(|place| there(place)) {
            Some((_, stream)) => {
                Err(Violation::new("erased", 9, format!("{stream} was erased, and can be read")))
            }
            None => Ok(()),
        }
    }

    /// A batch was sealed.
    ///
    /// # Errors
    /// 2 to 11.
    pub fn sealed(&mut self, origin: &Origin, batch: &Arc<SealedBatch>) -> Result<(), Violation> {
        let (Some(log), Some(before)) = (self.logs_keys.get(origin), self.frontiers.get(origin)) else {
            return Ok(());
        };
        let after = batch
            .verify(before, log)
            .map_err(|error| Violation::new("checkpoint extends", 6, error.to_string()))?;
        self.frontiers.insert(origin.clone(), after);
        for (sequence, bytes) in (batch.first..).zip(&batch.records) {
            self.record(origin, sequence, bytes)?;
        }
        self.followed.apply(origin, std::slice::from_ref(batch)).map_err(broken)?;
        self.batches += 1;
        if self.batches.is_multiple_of(FIGURES_EACH) { self.figures() } else { Ok(()) }
    }

    /// What the read side shows is what its records add up to.
    fn figures(&self) -> Result<(), Violation> {
        let counts = |dossier: &Dossier| dossier.exists() && dossier.status() != Status::Annulled;
        let counted = self.dossiers.values().filter(|subject| counts(&subject.dossier)).count() as u64;
        let (dossiers, rejected) = shown(&self.followed)?;
        let wrong = |what| Err(Violation::new("figures", 8, what));
        if dossiers != Some(counted) {
            wrong(format!("{counted} dossiers, {dossiers:?} are shown"))
        } else if rejected != Some(self.rejected) {
            wrong(format!("{} rejections, {rejected:?} are shown", self.rejected))
        } else {
            Ok(())
        }
    }

    fn record(&mut self, origin: &Origin, sequence: u64, bytes: &[u8]) -> Result<(), Violation> {
        let raw = RawRecord::decode(bytes).map_err(|e| Violation::new("readable", 5, e.to_string()))?;
        let command = Command::decode(&raw.record.command)
            .map_err(|_| Violation::new("readable", 5, "a command cannot be read".to_owned()))?;
        if bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes()) {
            return Err(Violation::new(
                "personal data",
                9,
                format!("{} holds a name in the clear", raw.record.stream),
            ));
        }
        self.signed(&raw, &command)?;
        let id = (command.act.agency.clone(), command.act.id, command.stream().to_string());
        if self.verdicts.insert(id, raw.leaf).is_some() {
            return Err(Violation::new("one verdict", 2, format!("{} has two verdicts", command.act.id)));
        }
        self.decided_again(origin, &raw, &command)?;
        let place = (origin.clone(), raw.record.stream.clone());
        let stream = self.streams.entry(place.clone()).or_default();
        let (revision, head) =
            stream.last().map_or((0, None), |last| (last.record.revision, Some(last.leaf)));
        if raw.record.revision != revision + 1 || raw.record.previous != head {
            let what = format!("{} has revision {} after {revision}", raw.record.stream, raw.record.revision);
            return Err(Violation::new("replay", 5, what));
        }
        self.records += 1;
        self.rejected += u64::from(raw.record.rejection().is_some());
        self.shown += raw.record.events().iter().map(shown_by).sum::<u64>();
        if raw.record.stream.kind() == StreamKind::Dossier {
            let before = self.dossiers.remove(&place).unwrap_or_default();
            self.in_due_order(&raw, &command, &before)?;
            let after = self.dossier(before.dossier, &raw, &command)?;
            self.dossiers.insert(place.clone(), after.into());
        }
        if matches!(command.body, Body::Books(_)) && raw.record.stream.id() != command.act.agency.as_str() {
            let what = format!("{} spoke of the books of {}", command.act.agency, raw.record.stream);
            return Err(Violation::new("part", 4, what));
        }
        if command.service() == Service::Publishing {
            self.catalogue.pass(sequence);
            for event in raw.record.events() {
                if let Event::Catalogue(entry) = event {
                    self.catalogue.evolve(sequence, entry);
                }
            }
        }
        self.streams.entry(place).or_default().push(raw);
        Ok(())
    }

    /// The dossier after one record of its stream.
    fn dossier(&self, before: Dossier, raw: &RawRecord, command: &Command) -> Result<Dossier, Violation> {
        let Decision::Admitted(events) = &raw.record.decision else { return Ok(before) };
        let Body::Dossier { command: asked, .. } = &command.body else { return Ok(before) };
        let agency = &command.act.agency;
        let at = raw.record.decided_on.effective_at;
        let of_dossier = |event: &Event| match event {
            Event::Dossier(event) => Some(event.clone()),
            _ => None,
        };
        let events: Vec<Of> = events.iter().filter_map(of_dossier).collect();
        let known = self.catalogue.as_known(raw.record.decided_on.catalogue_position);
        let postal = known.agency(agency, at).is_some_and(|agency| agency.postal) && before.by_post();
        let takes_over =
            |event: &Of| matches!(event, Of::CustodySucceeded { successor, .. } if successor == agency);
        let has_part = before.has_part(agency) || events.iter().any(takes_over) || postal;
        if !from_outside(asked.kind()) && !command.is_timer() && !has_part {
            let what = format!("{agency} acted on {} without a part in it", raw.record.stream);
            return Err(Violation::new("part", 4, what));
        }
        if matches!(asked, About::ResolveDossier { .. }) && before.waits_for_mandatory() {
            let what = format!("{} was resolved too early", raw.record.stream);
            return Err(Violation::new("mandatory opinion", 7, what));
        }
        let evolved = |state, event| {
            let officer = &command.act.officer;
            evolve(state, Fact { at, agency, officer, revision: raw.record.revision, event })
        };
        let after = match self.look.filter(|_| !command.is_timer()) {
            Some(look) => {
                let after = events.iter().fold(before.clone(), evolved);
                look(&before, &after, agency, asked, &events);
                after
            }
            None => events.iter().fold(before, evolved),
        };
        if after.is_open() && after.custodian().is_none() {
            return Err(Violation::new("custodian", 3, format!("nobody holds {}", raw.record.stream)));
        }
        Ok(after)
    }

    /// What ran out is recorded once, in due order, before the next command of the service whose clock it is.
    fn in_due_order(
        &mut self,
        raw: &RawRecord,
        command: &Command,
        before: &Subject,
    ) -> Result<(), Violation> {
        let stream = &raw.record.stream;
        let known = self.catalogue.as_known(raw.record.decided_on.catalogue_position);
        let Body::Dossier { command: About::RaiseTimer { clock, cause, due }, .. } = &command.body else {
            let next = next_clock(raw.record.recorder, before, known);
            return none_due(stream, next, raw.record.decided_on.effective_at);
        };
        let timer = Timer { due: *due, cause: *cause, clock: clock.clone() };
        let wrong = |what: &str| {
            Err(Violation::new("timers", 0, format!("{stream}: {cause} of {clock}, due {due}, {what}")))
        };
        if raw.record.rejection().is_some() || *due >= raw.record.recorded_at {
            return wrong("is recorded and has not run out");
        }
        if next_clock(raw.record.recorder, before, known) != Some(timer.clone()) {
            return wrong("is not the next clock to run out");
        }
        if !self.timers.insert((stream.clone(), timer)) {
            return wrong("is recorded twice");
        }
        Ok(())
    }

    fn signed(&self, raw: &RawRecord, command: &Command) -> Result<(), Violation> {
        let record = &raw.record;
        let known = self.catalogue.as_known(record.decided_on.catalogue_position);
        // The record that opens a catalogue brings the keys it is signed with.
        let key = known.key_ever(&record.signed.key_id).cloned();
        let signed = key
            .or_else(|| Publishing::key_brought(command, &record.signed.key_id))
            .filter(|key| key.agency == record.signed.agency)
            .and_then(|key| VerifyingKey::from_bytes(&key.public).ok())
            .and_then(|public| record.signed.verify(&record.origin, &record.command, &public).ok());
        signed.ok_or_else(|| {
            Violation::new("signature", 11, format!("{} was not signed by its agency", record.stream))
        })
    }

    fn decided_again(
        &mut self,
        origin: &Origin,
        raw: &RawRecord,
        command: &Command,
    ) -> Result<(), Violation> {
        let Self { redeciding, streams, catalogue, .. } = self;
        let again = &mut |stream: &StreamName, revision: u64| {
            let all = streams.get(&(origin.clone(), stream.clone())).map_or(&[][..], Vec::as_slice);
            let seen = usize::try_from(revision).ok().and_then(|revision| all.get(..revision));
            Ok(seen.unwrap_or(all).iter().map(decided).collect())
        };
        let mut violation = None;
        let said = &mut |(place, redecided): (String, Redecided)| {
            let what = match redecided {
                Redecided::Same => return,
                Redecided::Different { how } => format!("{place}: {how}"),
                Redecided::NotDecidable { why } => format!("{place}: {why}"),
            };
            violation.get_or_insert(Violation::new("decided again", 10, what));
        };
        let place = format!("{} r{}", raw.record.stream, raw.record.revision);
        let redeciding = redeciding.entry(origin.clone()).or_insert_with(|| Redeciding::new(&rules));
        let read = Decided { record: raw.record.clone(), leaf: raw.leaf, command: Ok(command.clone()) };
        if let Err((place, why)) = redeciding.next(place, Box::new(read), catalogue, again, said) {
            return Err(Violation::new("decided again", 10, format!("{place}: {why}")));
        }
        violation.map_or(Ok(()), Err)
    }

    /// A verdict reached an agency.
    ///
    /// # Errors
    /// 1, 2.
    pub fn answered(&mut self, verdict: &Verdict, logs: &BTreeMap<Origin, SimLog>) -> Result<(), Violation> {
        let VerdictAnswer::Receipt(receipt) = &verdict.answer else { return Ok(()) };
        let sealed = logs.get(&receipt.origin).and_then(|log| log.sequence(&receipt.leaf));
        if sealed != Some(receipt.sequence) {
            let what = format!(
                "the receipt of {} says #{}, the ledger says {sealed:?}",
                receipt.command_id, receipt.sequence
            );
            return Err(Violation::new("receipt honoured", 1, what));
        }
        if let Some(log) = self.logs_keys.get(&receipt.origin) {
            receipt.verify(log).map_err(|error| Violation::new("receipt honoured", 1, error.to_string()))?;
        }
        let id = (receipt.agency.clone(), receipt.command_id, receipt.origin.to_string());
        let says = (receipt.sequence, receipt.leaf, receipt.is_admitted());
        match self.receipts.insert(id, says) {
            Some(before) if before != says => {
                Err(Violation::new("one verdict", 2, format!("{} was told two things", receipt.command_id)))
            }
            _ => Ok(()),
        }
    }

    /// What an instance holds of dossiers is what their records add up to.
    ///
    /// # Errors
    /// 5.
    pub fn agrees(&self, node: &Node, logs: &BTreeMap<Origin, SimLog>) -> Result<(), Violation> {
        for (origin, stream) in self.streams.keys() {
            let Some(log) = logs.get(origin) else { continue };
            let records = || {
                let stored = log.read(stream);
                stored.iter().filter_map(|stored| RawRecord::decode(&stored.bytes).ok()).collect()
            };
            if node.agrees(origin, stream, &records) == Some(false) {
                let what = format!("{} holds another state of {stream} than its records give", node.service);
                return Err(Violation::new("replay", 5, what));
            }
        }
        Ok(())
    }

    /// When everything has its receipt: the read side as it followed, and built again in two ways.
    ///
    /// # Errors
    /// 5, 8.
    pub fn at_rest(&self, logs: &BTreeMap<Origin, SimLog>) -> Result<(), Violation> {
        self.figures()?;
        let roots = |model: &ReadModel| model.state_roots().map_err(broken);
        let followed = roots(&self.followed)?;
        for at_once in [1, usize::MAX] {
            if roots(&read_model(logs, at_once)?)? != followed {
                return Err(Violation::new("state root", 5, "followed and rebuilt rows differ".to_owned()));
            }
        }
        Ok(())
    }
}

/// The streams that a world was founded with.
fn published(founded: &Founded) -> Result<BTreeMap<(Origin, StreamName), Vec<RawRecord>>, Violation> {
    let mut streams: BTreeMap<_, Vec<RawRecord>> = BTreeMap::new();
    for (origin, log) in founded.logs(super::Bug::None) {
        for bytes in log.batches.iter().flat_map(|batch| &batch.records) {
            let raw = RawRecord::decode(bytes).map_err(broken)?;
            streams.entry((origin.clone(), raw.record.stream.clone())).or_default().push(raw);
        }
    }
    Ok(streams)
}

/// What comes after stands on what is published.
fn stood_on(
    streams: &BTreeMap<(Origin, StreamName), Vec<RawRecord>>,
    catalogue: &Catalogue,
) -> BTreeMap<Origin, Redeciding<'static, String>> {
    let mut all = BTreeMap::new();
    for ((origin, _), records) in streams {
        let redeciding = all.entry(origin.clone()).or_insert_with(|| Redeciding::new(&rules));
        records.iter().for_each(|raw| redeciding.pass(&decided(raw), catalogue, &mut |_| ()));
    }
    all
}

fn decided(raw: &RawRecord) -> Decided {
    Decided::new(raw.record.clone(), raw.leaf)
}

/// The rules of every service.
fn rules() -> Vec<Box<dyn Redecide>> {
    vec![
        Box::new(ByRules::<Routing>::new()),
        Box::new(ByRules::<Consultation>::new()),
        Box::new(ByRules::<Publishing>::new()),
        Box::new(ByRules::<Inspection>::new()),
    ]
}

fn none_due(stream: &StreamName, next: Option<Timer>, before: Timestamp) -> Result<(), Violation> {
    match next.filter(|timer| timer.due < before) {
        None => Ok(()),
        Some(Timer { due, cause, clock }) => {
            let what = format!("{stream}: {cause} of {clock}, due {due}, is not recorded at {before}");
            Err(Violation::new("timers", 0, what))
        }
    }
}

/// The clock of a service's that runs out next.
fn next_clock(service: Service, dossier: &Subject, known: View<'_>) -> Option<Timer> {
    let timers = match service {
        Service::Routing => Routing::timers(dossier, known),
        Service::Consultation => Consultation::timers(&dossier.dossier, known),
        Service::Publishing | Service::Inspection => Vec::new(),
    };
    timers.into_iter().min()
}

/// Dossiers and rejections, as the overview says.
fn shown(model: &Arc<ReadModel>) -> Result<(Option<u64>, Option<u64>), Violation> {
    let overview = Queries::new(Arc::clone(model))
        .answer("overview", &serde_json::json!({ "now": "2020-10-05T10:00:00Z" }))
        .map_err(|error: QueryError| broken(error))?;
    Ok((overview["dossiers"]["value"].as_u64(), overview["records"]["rejected"]["value"].as_u64()))
}

/// How many papers an event shows.
fn shown_by(event: &Event) -> u64 {
    match event {
        Event::Books(BooksEvent::SampleAnswered { answers, .. }) => answers.len() as u64,
        _ => 0,
    }
}

/// Whether a kind of command is for agencies that need no part in the dossier: a desk that gives itself one, who stands above, who
/// supervises.
fn from_outside(kind: CommandKind) -> bool {
    let outside = [Capacity::Desk, Capacity::Superior, Capacity::Supervisor];
    capacity::asked_for(kind).iter().all(|capacity| outside.contains(capacity))
}

/// Rows in memory over everything sealed, so many batches at a time.
fn read_model(logs: &BTreeMap<Origin, SimLog>, at_once: usize) -> Result<ReadModel, Violation> {
    let zone = TimeZone::fixed(jiff::tz::offset(7));
    let model = ReadModel::open(Arc::new(MemoryRows::new()), zone).map_err(broken)?;
    for (origin, log) in logs {
        for batches in log.batches.chunks(at_once.min(log.batches.len()).max(1)) {
            model.apply(origin, batches).map_err(broken)?;
        }
    }
    Ok(model)
}

fn broken(error: impl std::fmt::Display) -> Violation {
    Violation::new("read side", 5, error.to_string())
}
