//! One dossier's acts decided again: each keeps its time, and what follows from terms, calendars and clocks is computed anew.
//!
//! Only what somebody did is looked at: what a clock's record says is never read, so that the same comes out where those are missing. Clocks
//! run out here as they do for a service: before each act those that ran out before it, and at the end those that ran out by then.

use super::changed::Changes;
use super::outcome::{Missed, MissedWhat};
use crate::attribution::Cite;
use crate::told::Told;
use jiff::Timestamp;
use lienthong_catalogue::{Catalogue, Key, KeyUse, View};
use lienthong_dossier::{Command as Asked, Dossier, Event, Fact, Timer, Way};
use lienthong_names::{CommandId, DossierCode, Origin, Rejection, Service};
use lienthong_protocol::{Body, Command, Decision, Event as Recorded};
use lienthong_service::{Facts, Moment, Rules, Signer, effective_at, run_out, timer_command, timer_id};
use std::collections::BTreeSet;
use std::marker::PhantomData;

/// What acts come to.
#[derive(Debug, Clone, Default)]
pub(super) struct Replayed {
    pub(super) dossier: Dossier,
    pub(super) way: Way,
    /// When it ended; `None`: it is open.
    pub(super) ended: Option<Timestamp>,
    /// Clocks of steps, legs and asks that ran out, and acts that were refused; in order.
    pub(super) missed: Vec<Missed>,
}

impl Replayed {
    /// Takes a fact in.
    pub(super) fn take(&mut self, fact: Fact<'_>) {
        self.way.take(fact);
        self.dossier.take(fact);
        match fact.event {
            Event::DossierResolved { .. }
            | Event::DossierStopped { .. }
            | Event::DossierWithdrawn {}
            | Event::DossierRefused { .. }
            | Event::ReceptionAnnulled { .. } => self.ended = Some(fact.at),
            Event::DossierReopened { .. } => self.ended = None,
            _ => {}
        }
    }

    /// What records of a dossier say, clocks and all.
    pub(super) fn recorded(records: &[Told<'_>]) -> Self {
        let mut recorded = Self::default();
        for told in records {
            let Decision::Admitted(events) = told.decision else { continue };
            for event in events {
                let Recorded::Dossier(event) = event else { continue };
                recorded.take(told.fact(event));
            }
        }
        recorded
    }
}

/// The catalogue that acts are decided on.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    /// As it was.
    pub(super) was: &'a Catalogue,
    /// As it would be; `None`: as it was.
    pub(super) would: Option<(&'a Catalogue, &'a Changes)>,
}

/// Decides acts by the rules `R` of routing, with whose state a dossier is folded, and `C` of consultation.
pub(super) struct Replay<'a, R: Rules, C> {
    world: World<'a>,
    origin: &'a Origin,
    code: DossierCode,
    state: R::State,
    last: Option<Timestamp>,
    revision: u64,
    /// Clocks that ran out: each once.
    raised: BTreeSet<CommandId>,
    /// Whether clocks go on after the last act: those of history stop there.
    lives: bool,
    replayed: Replayed,
    asks: PhantomData<C>,
}

impl<'a, R, C> Replay<'a, R, C>
where
    R: Rules,
    R::State: AsRef<Dossier>,
    C: Rules<State = Dossier>,
{
    /// Decides the acts of a dossier, in order, and lets its clocks run until `now`.
    pub(super) fn of(
        world: World<'a>,
        origin: &'a Origin,
        code: &DossierCode,
        records: &[Told<'_>],
        now: Timestamp,
    ) -> Replayed {
        let mut replay = Self {
            world,
            origin,
            code: code.clone(),
            state: R::State::default(),
            last: None,
            revision: 0,
            raised: BTreeSet::new(),
            lives: false,
            replayed: Replayed::default(),
            asks: PhantomData,
        };
        // What was refused did not happen, and what a clock's record says is computed anew.
        let is_act =
            |told: &&Told<'_>| matches!(told.decision, Decision::Admitted(_)) && !told.command.is_timer();
        for told in records.iter().filter(is_act) {
            replay.act(told);
        }
        if replay.lives {
            replay.run_out(world.catalogue().now(), now);
        }
        replay.replayed
    }

    fn act(&mut self, told: &Told<'_>) {
        let view = self.world.catalogue().as_known(told.catalogue_position);
        let Some(key) = view.key_ever(told.key) else { return };
        let at = effective_at(told.command, key, view, told.recorded_at, self.last);
        self.run_out(view, at);
        let command = self.asked(told, key, at);
        let decided = self.decide(&command, command.service(), (view, key), (told.recorded_at, at));
        self.lives = !matches!(key.usage, KeyUse::Historian { .. });
        match decided {
            Ok(events) => self.fold(&command, at, &events),
            Err(rejection) => {
                let record = Cite { origin: told.place.origin.clone(), sequence: told.place.sequence };
                self.replayed.missed.push(refused(&command, at, record, &rejection));
            }
        }
    }

    /// What is asked, as it would have been.
    fn asked(&self, told: &Told<'_>, key: &Key, at: Timestamp) -> Command {
        let Some((_, changes)) = self.world.would else { return told.command.clone() };
        let dossier: &Dossier = self.state.as_ref();
        let was = self.world.was.as_known(told.catalogue_position);
        let Some(registration) = &dossier.registration else { return told.command.clone() };
        let version = dossier.reception.as_ref().and_then(|reception| reception.process_version);
        let process = version.and_then(|version| {
            was.process_version(&registration.procedure, version).map(|process| (version, process))
        });
        let mut command = changes.command(told.command, &registration.procedure, process);
        // A slip that printed what the term came to promised nothing of its own.
        if let Body::Dossier { command: Asked::ReceiveDossier { appointment, .. }, .. } = &mut command.body
            && let Some(printed) = appointment.take()
        {
            let computed = self.decide(&command, command.service(), (was, key), (told.recorded_at, at));
            let promised = computed.ok().and_then(|events| events.iter().find_map(appointed));
            if promised.is_none_or(|promised| printed < promised)
                && let Body::Dossier { command: Asked::ReceiveDossier { appointment, .. }, .. } =
                    &mut command.body
            {
                *appointment = Some(printed);
            }
        }
        command
    }

    /// A command that says that a clock ran out does not say whose clock it is: the service is told beside it.
    fn decide(
        &self,
        command: &Command,
        service: Service,
        (catalogue, key): (View<'_>, &Key),
        (recorded_at, effective_at): (Timestamp, Timestamp),
    ) -> Result<Vec<Recorded>, Rejection> {
        let rules_version = catalogue.rules_version(service);
        let facts = Facts {
            origin: self.origin,
            catalogue,
            recorded_at,
            effective_at,
            signer: Signer { key },
            rules_version,
        };
        if service == C::SERVICE {
            C::decide(self.state.as_ref(), command, &facts)
        } else {
            R::decide(&self.state, command, &facts)
        }
    }

    fn fold(&mut self, command: &Command, at: Timestamp, events: &[Recorded]) {
        self.revision += 1;
        self.last = Some(at);
        let act = &command.act;
        let moment = Moment { revision: self.revision, effective_at: at, act };
        for event in events {
            R::evolve(&mut self.state, moment, event);
            let Recorded::Dossier(event) = event else { continue };
            let (agency, officer, revision) = (&act.agency, &act.officer, self.revision);
            self.replayed.take(Fact { at, agency, officer, revision, event });
            self.replayed.missed.extend(ran_out(event));
        }
    }

    /// Records the clocks that ran out before an instant, the first one first.
    fn run_out(&mut self, view: View<'_>, before: Timestamp) {
        // Where no service has a key no clock is looked at, here as there.
        let Some(key) = view.keys().find(|key| view.service_key(&key.id).is_some()) else { return };
        loop {
            let of_routing = run_out::<R>(&self.state, view, before).into_iter();
            let of_asks = run_out::<C>(self.state.as_ref(), view, before).into_iter();
            let mut all: Vec<(Timer, Service)> = of_routing.map(|timer| (timer, R::SERVICE)).collect();
            all.extend(of_asks.map(|timer| (timer, C::SERVICE)));
            all.sort();
            let raised = all.into_iter().find_map(|(timer, service)| self.raise(&timer, service, view, key));
            let Some((command, at, events)) = raised else { return };
            self.fold(&command, at, &events);
        }
    }

    fn raise(
        &mut self,
        timer: &Timer,
        service: Service,
        view: View<'_>,
        key: &Key,
    ) -> Option<(Command, Timestamp, Vec<Recorded>)> {
        if self.raised.contains(&timer_id(&self.code, timer)) {
            return None;
        }
        let command = timer_command(&self.code, timer, service, &key.agency).ok()?;
        let recorded_at = self.last.map_or(timer.due, |last| timer.due.max(last));
        let at = effective_at(&command, key, view, recorded_at, self.last);
        let events = self.decide(&command, service, (view, key), (recorded_at, at)).ok()?;
        self.raised.insert(command.act.id);
        Some((command, at, events))
    }
}

impl<'a> World<'a> {
    fn catalogue(&self) -> &'a Catalogue {
        self.would.map_or(self.was, |(would, _)| would)
    }
}

fn appointed(event: &Recorded) -> Option<Timestamp> {
    match event {
        Recorded::Dossier(Event::DossierReceived { appointment, .. }) => *appointment,
        _ => None,
    }
}

/// A clock that ran out, of those that somebody worked by.
fn ran_out(event: &Event) -> Option<Missed> {
    let missed = |what, agency: &lienthong_names::AgencyId, at: &Timestamp| {
        Some(Missed { what, agency: agency.clone(), at: *at, record: None })
    };
    match event {
        Event::StepOverdue { step, agency, due, .. } => missed(MissedWhat::Step(step.clone()), agency, due),
        Event::LegOverdue { leg, by, due } => missed(MissedWhat::Leg(leg.clone()), by, due),
        Event::OpinionLapsed { leg, answerable, due, .. } => {
            missed(MissedWhat::Opinion(leg.clone()), answerable, due)
        }
        _ => None,
    }
}

fn refused(command: &Command, at: Timestamp, record: Cite, rejection: &Rejection) -> Missed {
    let step = match &command.body {
        Body::Dossier {
            command: Asked::CompleteStep { step, .. } | Asked::HandOver { step: Some(step), .. },
            ..
        } => Some(step.clone()),
        _ => None,
    };
    let reason = rejection.refusals().first();
    let what = MissedWhat::Refused {
        command: command.kind_name(),
        step,
        code: reason.map(|reason| reason.code.to_string()).unwrap_or_default(),
        vi: reason.map(|reason| reason.vi.clone()).unwrap_or_default(),
        en: reason.map(|reason| reason.en.clone()).unwrap_or_default(),
    };
    Missed { what, agency: command.act.agency.clone(), at, record: Some(record) }
}
