//! The sets of rules deciding in memory, one record after the other, as the services do in production: clocks that ran out first, a
//! stranger's rejection apart, each stream's revisions and each ledger's numbers in order. Nothing is stored and nothing is signed.

use super::Trouble;
use super::founding::{self, Keys};
use super::plan::Sending;
use super::truth::Seen;
use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::{Catalogue, Key, View};
use lienthong_consultation::Consultation;
use lienthong_dossier::{Dossier, Timer};
use lienthong_inspection::Inspection;
use lienthong_names::{AgencyId, DossierCode, KeyId, Origin, Service, StreamName};
use lienthong_protocol::{Body, Command, Decision, Event};
use lienthong_publishing::{Published, Publishing};
use lienthong_routing::{Routing, Subject};
use lienthong_service::{Facts, Moment, Rules, Signer, effective_at, run_out, timer_command};
use lienthong_supervision::Matter;
use std::collections::{BTreeMap, BTreeSet};

/// How long after a clock ran out its service says so.
const LOOKS_AFTER: SignedDuration = SignedDuration::from_secs(2);

/// One record, as it was decided.
#[derive(Debug, Clone, Copy)]
pub struct Deed<'a> {
    /// In which ledger.
    pub origin: &'a Origin,
    /// Its number there.
    pub sequence: u64,
    /// In which stream.
    pub stream: &'a StreamName,
    /// Its number there.
    pub revision: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The instant that counted as now.
    pub effective_at: Timestamp,
    /// How much of the catalogue it was decided on.
    pub catalogue_position: u64,
    /// With which key it was signed.
    pub key: &'a KeyId,
    /// What was asked.
    pub command: &'a Command,
    /// What was decided.
    pub decision: &'a Decision,
}

impl<'a> Deed<'a> {
    /// What a bystander sees of it.
    #[must_use]
    pub const fn seen(&self) -> Seen<'a> {
        Seen {
            origin: self.origin,
            stream: self.stream,
            revision: self.revision,
            recorded_at: self.recorded_at,
            effective_at: self.effective_at,
            key: self.key,
            act: &self.command.act,
            body: &self.command.body,
            decision: self.decision,
        }
    }
}

/// To whom each record is told.
pub(super) type Watch<'w> = &'w mut dyn FnMut(&Deed<'_>, View<'_>);

/// One stream and how far it has come.
#[derive(Debug, Clone, Default)]
struct Stream<S> {
    state: S,
    revision: u64,
    recorded_at: Option<Timestamp>,
    effective_at: Option<Timestamp>,
    /// When its next clock runs out.
    next: Option<Timestamp>,
    /// Its last act was entered as history: nobody looks at its clocks.
    past: bool,
}

/// What came of one command on a stream.
struct Decided {
    /// It stands on the stream itself, at this revision; not, where a stranger was refused.
    own: Option<u64>,
    recorded_at: Timestamp,
    effective_at: Timestamp,
    decision: Decision,
}

/// Everything that was decided so far.
pub(super) struct World {
    catalogue: Catalogue,
    keys: Keys,
    ledger: Origin,
    publications: Origin,
    sequences: BTreeMap<Origin, u64>,
    dossiers: BTreeMap<DossierCode, Stream<Subject>>,
    books: BTreeMap<AgencyId, Stream<Subject>>,
    published: BTreeMap<StreamName, Stream<Published>>,
    supervised: BTreeMap<StreamName, Stream<Matter>>,
    /// How many strangers' rejections stand in each stream of them.
    rejected: BTreeMap<(Origin, StreamName), u64>,
    clocks: BTreeSet<(Timestamp, DossierCode)>,
}

impl World {
    /// The province, published.
    ///
    /// # Errors
    /// [`Trouble`].
    pub(super) fn founded(watch: Watch<'_>) -> Result<Self, Trouble> {
        let keys = Keys::made()?;
        let mut world = Self {
            catalogue: Catalogue::default(),
            ledger: Origin::new("H22/2020")?,
            publications: Origin::new("H22/catalogue")?,
            keys: keys.clone(),
            sequences: BTreeMap::new(),
            dossiers: BTreeMap::new(),
            books: BTreeMap::new(),
            published: BTreeMap::new(),
            supervised: BTreeMap::new(),
            rejected: BTreeMap::new(),
            clocks: BTreeSet::new(),
        };
        for (at, command) in founding::publications(&keys)? {
            let sending = Sending { command, key: None, counts: true };
            if !world.send(at, &sending, watch) {
                return Err(Trouble::Refused(format!("{:?}", sending.command.body)));
            }
        }
        Ok(world)
    }

    /// The catalogue as it stands.
    pub(super) fn catalogue(&self) -> View<'_> {
        self.catalogue.now()
    }

    /// How many dossiers were registered.
    pub(super) fn dossiers(&self) -> usize {
        self.dossiers.values().filter(|stream| stream.state.dossier.exists()).count()
    }

    /// Decides what was sent; whether it was admitted.
    pub(super) fn send(&mut self, at: Timestamp, sending: &Sending, watch: Watch<'_>) -> bool {
        let command = &sending.command;
        let Some(id) = sending.key.clone().or_else(|| self.keys.of(&command.act.agency)) else {
            return false;
        };
        let known = self.catalogue.now().key_ever(&id).cloned();
        let Some(key) = known.or_else(|| Publishing::key_brought(command, &id)) else { return false };
        self.submit(at, &key, command, watch)
    }

    fn submit(&mut self, at: Timestamp, key: &Key, command: &Command, watch: Watch<'_>) -> bool {
        let position = self.catalogue.now().position();
        let (origin, decided) = match &command.body {
            Body::Dossier { code, .. } => {
                let stream = self.dossiers.entry(code.clone()).or_default();
                let facts = (&self.ledger, self.catalogue.now(), at, key);
                let decided = match command.service() {
                    Service::Consultation => {
                        decide::<Consultation, Routing>(stream, |subject| &subject.dossier, facts, command)
                    }
                    _ => decide::<Routing, Routing>(stream, |subject| subject, facts, command),
                };
                (self.ledger.clone(), decided)
            }
            Body::Books(_) => {
                let stream = self.books.entry(command.act.agency.clone()).or_default();
                let facts = (&self.ledger, self.catalogue.now(), at, key);
                let decided = decide::<Routing, Routing>(stream, |subject| subject, facts, command);
                (self.ledger.clone(), decided)
            }
            Body::Supervision(_) => {
                let stream = self.supervised.entry(command.stream()).or_default();
                let facts = (&self.ledger, self.catalogue.now(), at, key);
                let decided = decide::<Inspection, Inspection>(stream, |matter| matter, facts, command);
                (self.ledger.clone(), decided)
            }
            Body::Catalogue { .. } => {
                let stream = self.published.entry(command.stream()).or_default();
                let facts = (&self.publications, self.catalogue.now(), at, key);
                let decided = decide::<Publishing, Publishing>(stream, |state| state, facts, command);
                (self.publications.clone(), decided)
            }
        };
        let sequence = self.sequences.entry(origin.clone()).or_default();
        *sequence += 1;
        if origin == self.publications {
            self.publish(&decided.decision);
        }
        let (stream, revision) = match decided.own {
            Some(revision) => (command.stream(), revision),
            None => {
                let apart = StreamName::rejected(&command.act.agency);
                let count = self.rejected.entry((origin.clone(), apart.clone())).or_default();
                *count += 1;
                (apart, *count)
            }
        };
        let deed = Deed {
            origin: &origin,
            sequence: self.sequences.get(&origin).copied().unwrap_or_default(),
            stream: &stream,
            revision,
            recorded_at: decided.recorded_at,
            effective_at: decided.effective_at,
            catalogue_position: position,
            key: &key.id,
            command,
            decision: &decided.decision,
        };
        watch(&deed, self.catalogue.now());
        if let Body::Dossier { code, .. } = &command.body {
            self.wind(code);
        }
        matches!(decided.decision, Decision::Admitted(_))
    }

    fn publish(&mut self, decision: &Decision) {
        let sequence = self.catalogue.now().position() + 1;
        if let Decision::Admitted(events) = decision {
            for event in events {
                if let Event::Catalogue(entry) = event {
                    self.catalogue.evolve(sequence, entry);
                }
            }
        }
        self.catalogue.pass(sequence);
    }

    /// Nobody does anything: the clocks that ran out before an instant are recorded, in the order in which they did.
    pub(super) fn pass(&mut self, before: Timestamp, watch: Watch<'_>) {
        while let Some((due, code)) = self.clocks.first().filter(|(due, _)| *due < before).cloned() {
            if !self.raise(&code, due, before, watch) {
                // What the rules do not admit is not true, and is asked again when something else is said of the dossier.
                self.clocks.remove(&(due, code));
            }
        }
    }

    fn raise(&mut self, code: &DossierCode, due: Timestamp, before: Timestamp, watch: Watch<'_>) -> bool {
        let Some(stream) = self.dossiers.get(code) else { return false };
        let mut timers = clocks(&stream.state, self.catalogue.now(), before);
        timers.sort();
        let view = self.catalogue.now();
        let Some(key) = view.keys().find(|key| view.service_key(&key.id).is_some()).cloned() else {
            return false;
        };
        let at = (due + LOOKS_AFTER).min(before);
        for (timer, service) in timers {
            let Ok(command) = timer_command(code, &timer, service, &key.agency) else { continue };
            if self.is_true(code, at, &key, &command, service) {
                return self.submit(at, &key, &command, watch);
            }
        }
        false
    }

    /// Whether the rules would admit it.
    fn is_true(&self, code: &DossierCode, at: Timestamp, key: &Key, command: &Command, of: Service) -> bool {
        let Some(stream) = self.dossiers.get(code) else { return false };
        let catalogue = self.catalogue.now();
        let effective_at = effective_at(command, key, catalogue, at, stream.effective_at);
        let (signer, origin) = (Signer { key }, &self.ledger);
        let rules_version = catalogue.rules_version(of);
        let facts = Facts { origin, catalogue, recorded_at: at, effective_at, signer, rules_version };
        match of {
            Service::Consultation => Consultation::decide(&stream.state.dossier, command, &facts).is_ok(),
            _ => Routing::decide(&stream.state, command, &facts).is_ok(),
        }
    }

    /// The index of the next clock is set anew.
    fn wind(&mut self, code: &DossierCode) {
        let Some(stream) = self.dossiers.get_mut(code) else { return };
        if let Some(next) = stream.next.take() {
            self.clocks.remove(&(next, code.clone()));
        }
        if stream.past {
            return;
        }
        let running = clocks(&stream.state, self.catalogue.now(), Timestamp::MAX);
        stream.next = running.into_iter().map(|(timer, _)| timer.due).min();
        self.clocks.extend(stream.next.map(|next| (next, code.clone())));
    }
}

/// The clocks of a dossier that run out before an instant, each with the service whose it is.
fn clocks(subject: &Subject, catalogue: View<'_>, before: Timestamp) -> Vec<(Timer, Service)> {
    let dossier: &Dossier = &subject.dossier;
    let of_routing = run_out::<Routing>(subject, catalogue, before).into_iter();
    let of_opinions = run_out::<Consultation>(dossier, catalogue, before).into_iter();
    of_routing
        .map(|timer| (timer, Service::Routing))
        .chain(of_opinions.map(|timer| (timer, Service::Consultation)))
        .collect()
}

/// What `D` decides on what it sees of a stream's state is folded as `F` folds it.
fn decide<D: Rules, F: Rules>(
    stream: &mut Stream<F::State>,
    seen: impl Fn(&F::State) -> &D::State,
    (origin, catalogue, at, key): (&Origin, View<'_>, Timestamp, &Key),
    command: &Command,
) -> Decided {
    let recorded_at = stream.recorded_at.map_or(at, |last| at.max(last));
    let effective_at = effective_at(command, key, catalogue, recorded_at, stream.effective_at);
    let (signer, rules_version) = (Signer { key }, catalogue.rules_version(D::SERVICE));
    let facts = Facts { origin, catalogue, recorded_at, effective_at, signer, rules_version };
    let outcome = D::decide(seen(&stream.state), command, &facts);
    let own = outcome.is_ok() || D::has_part(seen(&stream.state), &command.act.agency);
    if own {
        stream.revision += 1;
        stream.recorded_at = Some(recorded_at);
        stream.effective_at = Some(effective_at);
        stream.past = if command.is_timer() { stream.past } else { facts.is_history() };
    }
    let moment = Moment { revision: stream.revision, effective_at, act: &command.act };
    for event in outcome.iter().flatten() {
        F::evolve(&mut stream.state, moment, event);
    }
    let decision = match outcome {
        Ok(events) => Decision::Admitted(events),
        Err(rejection) => Decision::Rejected(rejection),
    };
    Decided { own: own.then_some(stream.revision), recorded_at, effective_at, decision }
}
