//! A world in memory: one catalogue, the dossiers, and the three sets of rules that decide.
//!
//! What the frame does around the rules (identity, signatures, storage, receipts) is left out; what it does for the rules
//! (effective time, folding, where a rejection stands) is done here as there.

use crate::tape::Tape;
use jiff::Timestamp;
use lienthong_catalogue::{Catalogue, Key, KeyUse, Validity, View};
use lienthong_consultation::Consultation;
use lienthong_dossier::{Dossier, Timer};
use lienthong_inspection::Inspection;
use lienthong_names::{AgencyId, CommandId, DossierCode, KeyId, Origin, Rejection, Service, StreamName};
use lienthong_protocol::{Body, Command, Event};
use lienthong_publishing::{Published, Publishing};
use lienthong_routing::{Routing, Subject};
use lienthong_service::{Facts, Moment, Rules, Signer, effective_at, run_out, timer_command};
use lienthong_supervision::Matter;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// One stream and how far it has come.
#[derive(Debug, Clone, Default)]
struct Stream<S> {
    state: S,
    revision: u64,
    effective_at: Option<Timestamp>,
    /// Its last act was not entered as history.
    lives: bool,
}

/// Everything that was decided so far.
#[derive(Debug, Clone, Default)]
pub struct World {
    catalogue: Catalogue,
    dossiers: BTreeMap<DossierCode, Stream<Subject>>,
    declared: BTreeMap<AgencyId, Stream<Subject>>,
    published: BTreeMap<StreamName, Stream<Published>>,
    supervised: BTreeMap<StreamName, Stream<Matter>>,
    /// Ids of the clocks that were recorded.
    raised: BTreeSet<CommandId>,
    /// Everything that was decided.
    tape: Tape,
}

/// In which ledger all dossiers of a scenario live.
#[allow(clippy::expect_used)]
pub static LEDGER: LazyLock<Origin> =
    LazyLock::new(|| Origin::new("H22/2020").expect("a unit and a name are an origin"));

/// Services that decide on dossiers and have clocks of their own.
const WITH_CLOCKS: [Service; 2] = [Service::Routing, Service::Consultation];

/// What came of one command.
pub type Outcome = Result<Vec<Event>, Rejection>;

/// A clock that ran out: the command that says so, and what came of it.
pub type Raised = (Command, Vec<Event>);

/// What came of one command, and where that stands.
struct Settled {
    outcome: Outcome,
    /// The instant that counted as now, and the number within the command's own stream; no number where a stranger was refused.
    stored: Option<(Timestamp, Option<u64>)>,
}

impl World {
    /// The catalogue as it stands.
    #[must_use]
    pub fn catalogue(&self) -> View<'_> {
        self.catalogue.now()
    }

    /// A dossier as it stands; one that does not exist is empty.
    #[must_use]
    pub fn dossier(&self, code: &DossierCode) -> Dossier {
        self.dossiers.get(code).map(|stream| stream.state.dossier.clone()).unwrap_or_default()
    }

    /// What routing holds of a dossier: as it stands, and who held it so far.
    #[must_use]
    pub fn subject(&self, code: &DossierCode) -> Subject {
        self.dossiers.get(code).map(|stream| stream.state.clone()).unwrap_or_default()
    }

    /// The key with an id: as registered, as the command brings it, or one that nobody registered.
    #[must_use]
    pub fn key(&self, id: &KeyId, public: [u8; 32], agency: &AgencyId, command: &Command) -> Key {
        let known = self.catalogue().key_ever(id).cloned();
        known.or_else(|| Publishing::key_brought(command, id)).unwrap_or_else(|| Key {
            id: id.clone(),
            agency: agency.clone(),
            public,
            usage: KeyUse::Agency,
            validity: Validity { from: Timestamp::MIN, until: None },
        })
    }

    /// Everything that was said of the catalogue.
    #[must_use]
    pub const fn whole_catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Everything that was decided, as records would say it.
    #[must_use]
    pub const fn tape(&self) -> &Tape {
        &self.tape
    }

    /// Has a service decide a command that is recorded at an instant, and folds what came of it.
    ///
    /// # Errors
    /// The rejection.
    pub fn submit(&mut self, service: Service, at: Timestamp, key: &Key, command: &Command) -> Outcome {
        let position = self.catalogue.position();
        let Settled { outcome, stored } = self.settle(service, at, key, command);
        if let Some((effective_at, revision)) = stored {
            self.tape.note(service, (at, &key.id), (effective_at, position, revision), command, &outcome);
        }
        outcome
    }

    fn settle(&mut self, service: Service, at: Timestamp, key: &Key, command: &Command) -> Settled {
        match (&command.body, service) {
            (Body::Dossier { code, .. }, Service::Routing) => self.on_dossier(code, |stream, catalogue| {
                decide_and_fold::<Routing, Routing>(stream, itself, catalogue, at, key, command)
            }),
            (Body::Dossier { code, .. }, Service::Consultation) => {
                self.on_dossier(code, |stream, catalogue| {
                    decide_and_fold::<Consultation, Routing>(stream, dossier_of, catalogue, at, key, command)
                })
            }
            (Body::Books(_), Service::Routing) => {
                let stream = self.declared.entry(command.act.agency.clone()).or_default();
                decide_and_fold::<Routing, Routing>(stream, itself, self.catalogue.now(), at, key, command)
            }
            (Body::Catalogue { .. }, Service::Publishing) => self.publish(at, key, command),
            (Body::Supervision(_), Service::Inspection) => {
                let stream = self.supervised.entry(command.stream()).or_default();
                let catalogue = self.catalogue.now();
                decide_and_fold::<Inspection, Inspection>(stream, itself, catalogue, at, key, command)
            }
            // Handed to a service that does not decide it: nothing is stored, whatever it says.
            (_, Service::Routing) => self.misaddressed::<Routing>(at, key, command),
            (_, Service::Consultation) => self.misaddressed::<Consultation>(at, key, command),
            (_, Service::Publishing) => self.misaddressed::<Publishing>(at, key, command),
            (_, Service::Inspection) => self.misaddressed::<Inspection>(at, key, command),
        }
    }

    /// Records the clocks of the command's dossier that ran out before it, as the frame does before it decides.
    pub fn fall_due(&mut self, service: Service, at: Timestamp, key: &Key, command: &Command) -> Vec<Raised> {
        let Body::Dossier { code, .. } = &command.body else { return Vec::new() };
        let Some(last) = self.dossiers.get(code) else { return Vec::new() };
        let before = effective_at(command, key, self.catalogue(), at, last.effective_at);
        std::iter::from_fn(|| self.raise(service, code, at, before)).collect()
    }

    /// Nobody does anything: the clocks that ran out before an instant are recorded, of all dossiers that live, in order.
    pub fn pass(&mut self, at: Timestamp) -> Vec<Raised> {
        let mut all = Vec::new();
        loop {
            let living = self.dossiers.iter().filter(|(_, stream)| stream.lives);
            let first = |(code, stream): (&DossierCode, &Stream<Subject>)| {
                let of = |service| self.ran_out(service, &stream.state, at).into_iter().next();
                let firsts = WITH_CLOCKS.into_iter().filter_map(|service| Some((of(service)?, service)));
                firsts.map(|(timer, service)| (timer, code.clone(), service)).min()
            };
            let Some((_, code, service)) = living.filter_map(first).min() else { return all };
            let Some(raised) = self.raise(service, &code, at, at) else { return all };
            all.push(raised);
        }
    }

    /// The clocks of a dossier that are a service's and ran out before an instant, in order.
    #[must_use]
    pub fn ran_out(&self, service: Service, state: &Subject, before: Timestamp) -> Vec<Timer> {
        match service {
            Service::Routing => run_out::<Routing>(state, self.catalogue(), before),
            Service::Consultation => run_out::<Consultation>(&state.dossier, self.catalogue(), before),
            Service::Publishing | Service::Inspection => Vec::new(),
        }
    }

    /// The first clock of a service's that ran out before an instant, recorded; `None`: there is none, or no service has a key.
    fn raise(
        &mut self,
        service: Service,
        code: &DossierCode,
        at: Timestamp,
        before: Timestamp,
    ) -> Option<Raised> {
        let key = self.service_key()?;
        let timers = self.ran_out(service, &self.dossiers.get(code)?.state, before);
        timers.iter().find_map(|timer| {
            let command = timer_command(code, timer, service, &key.agency).ok()?;
            let events = self.submit(service, at, &key, &command).ok()?;
            // One that runs on after it was recorded would be recorded for ever.
            assert!(self.raised.insert(command.act.id), "a clock is recorded twice: {timer:?} of {code}");
            Some((command, events))
        })
    }

    fn service_key(&self) -> Option<Key> {
        let view = self.catalogue();
        view.keys().find(|key| view.service_key(&key.id).is_some()).cloned()
    }

    /// What comes of a command about a dossier; `decide` decides and folds it.
    fn on_dossier(
        &mut self,
        code: &DossierCode,
        decide: impl FnOnce(&mut Stream<Subject>, View<'_>) -> Settled,
    ) -> Settled {
        let stream = self.dossiers.entry(code.clone()).or_default();
        decide(stream, self.catalogue.now())
    }

    fn publish(&mut self, at: Timestamp, key: &Key, command: &Command) -> Settled {
        let stream = self.published.entry(Publishing::stream(command)).or_default();
        let settled =
            decide_and_fold::<Publishing, Publishing>(stream, itself, self.catalogue.now(), at, key, command);
        let sequence = self.catalogue.position() + 1;
        for event in settled.outcome.iter().flatten() {
            if let Event::Catalogue(entry) = event {
                self.catalogue.evolve(sequence, entry);
                self.tape.say(sequence, entry);
            }
        }
        self.catalogue.pass(sequence);
        settled
    }

    fn misaddressed<R: Rules>(&self, at: Timestamp, key: &Key, command: &Command) -> Settled {
        let (catalogue, signer) = (self.catalogue(), Signer { key });
        let rules_version = catalogue.rules_version(R::SERVICE);
        let facts =
            Facts { origin: &LEDGER, catalogue, recorded_at: at, effective_at: at, signer, rules_version };
        Settled { outcome: R::decide(&R::State::default(), command, &facts), stored: None }
    }
}

/// What `D` decides on what it sees of a stream's state is folded as `F` folds it.
fn decide_and_fold<D: Rules, F: Rules>(
    stream: &mut Stream<F::State>,
    seen: impl Fn(&F::State) -> &D::State,
    catalogue: View<'_>,
    recorded_at: Timestamp,
    key: &Key,
    command: &Command,
) -> Settled {
    let now = effective_at(command, key, catalogue, recorded_at, stream.effective_at);
    let rules_version = catalogue.rules_version(D::SERVICE);
    let signer = Signer { key };
    let facts = Facts { origin: &LEDGER, catalogue, recorded_at, effective_at: now, signer, rules_version };
    let outcome = D::decide(seen(&stream.state), command, &facts);
    // A stranger's rejection stands elsewhere and touches nothing here.
    let stands_here = outcome.is_ok() || D::has_part(seen(&stream.state), &command.act.agency);
    if stands_here {
        stream.revision += 1;
        stream.effective_at = Some(now);
        if !command.is_timer() {
            stream.lives = !facts.is_history();
        }
    }
    let moment = Moment { revision: stream.revision, effective_at: now, act: &command.act };
    for event in outcome.iter().flatten() {
        F::evolve(&mut stream.state, moment, event);
    }
    Settled { outcome, stored: Some((now, stands_here.then_some(stream.revision))) }
}

const fn itself<S>(state: &S) -> &S {
    state
}

const fn dossier_of(subject: &Subject) -> &Dossier {
    &subject.dossier
}
