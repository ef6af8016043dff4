//! One pass over the records of a unit: every rule looks at each of them.

use crate::finding::Finding;
use crate::matters::Matters;
use crate::numbers::Numbers;
use crate::rule::Rule;
use crate::rules::attempts::{self, Known};
use crate::rules::many::{self, Run, Within};
use crate::rules::profile::{Pair, Profiles};
use crate::rules::published::Publications;
use crate::rules::{OF_ONE_ACT, catalogue, close, waits};
use crate::seen::Seen;
use crate::told::{Place, Told};
use crate::watched::{Mark, Watched};
use jiff::Timestamp;
use lienthong_calendar::Calendar;
use lienthong_catalogue::Catalogue;
use lienthong_dossier::{Command, Event, LegGround, PauseCause};
use lienthong_names::{AgencyId, DossierCode, OfficerId, Rejection, StreamKind, StreamName};
use lienthong_protocol::{Body, Decision, Event as Recorded};
use std::collections::BTreeMap;

/// Looks at records as they come, and says what it found.
///
/// It is given the catalogue's records before the dossiers' that were decided on them; each ledger's in order. What was said of the
/// catalogue later than an act, of the key that signed it, counts as far as it is known when the act is taken in.
#[derive(Debug, Default)]
pub struct Inspector {
    numbers: Numbers,
    catalogue: Catalogue,
    publications: Publications,
    /// Records of each agency's own stream of the catalogue.
    said_of: BTreeMap<AgencyId, Vec<(Timestamp, Place)>>,
    dossiers: BTreeMap<DossierCode, Watched>,
    /// Attempts on what is no dossier.
    attempts: BTreeMap<StreamName, Known>,
    closings: BTreeMap<(AgencyId, OfficerId), Run>,
    emptied: BTreeMap<AgencyId, Run>,
    rejections: BTreeMap<AgencyId, Run>,
    profiles: Profiles,
    found: Vec<Finding>,
    matters: Matters,
}

impl Inspector {
    /// With the numbers that rules measure by.
    #[must_use]
    pub fn new(numbers: Numbers) -> Self {
        Self { numbers, ..Self::default() }
    }

    /// What is published, as far as it was taken in.
    #[must_use]
    pub const fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What was put on record of findings and tasks so far.
    #[must_use]
    pub const fn matters(&self) -> &Matters {
        &self.matters
    }

    /// Whether there is such a dossier: about a code that nobody registered there may be attempts.
    #[must_use]
    pub fn is_registered(&self, code: &DossierCode) -> bool {
        self.dossiers.get(code).is_some_and(|watched| watched.state.registration.is_some())
    }

    /// Takes the next record in.
    pub fn take(&mut self, told: &Told<'_>) {
        self.matters.take(told);
        let dossier = match &told.command.body {
            Body::Dossier { code, .. } => Some(code),
            Body::Catalogue { .. } | Body::Books(_) | Body::Supervision(_) => None,
        };
        match told.decision {
            Decision::Rejected(rejection) => self.rejected(told, rejection, dossier),
            Decision::Admitted(events) => {
                self.found.extend(catalogue::revoked_key(told, dossier, &self.catalogue));
                match &told.command.body {
                    Body::Dossier { code, command } => {
                        let events: Vec<&Event> = events.iter().filter_map(of_dossier).collect();
                        self.about_dossier(told, code, command, &events);
                    }
                    Body::Catalogue { .. } => self.about_catalogue(told, events),
                    Body::Books(_) | Body::Supervision(_) => {}
                }
            }
        }
        if told.place.origin.is_catalogue() {
            self.catalogue.pass(told.place.sequence);
        }
    }

    /// What was found so far, and what time alone has brought about by `now`; in order of when it came about.
    #[must_use]
    pub fn findings(&self, now: Timestamp) -> Vec<Finding> {
        let mut all = self.found.clone();
        for (code, watched) in &self.dossiers {
            let Some(last) = &watched.last else { continue };
            let run_out = watched.waits.iter().filter(|wait| wait.until < now);
            all.extend(run_out.map(|wait| waits::finding(wait, code, last, None)));
        }
        all.extend(catalogue::not_one_answers(self.catalogue.now(), &self.said_of, now));
        all.sort_by(|one, other| {
            let order = |of: &Finding| (of.at, of.place.clone(), of.rule, of.broken.clone());
            order(one).cmp(&order(other))
        });
        all
    }

    fn rejected(&mut self, told: &Told<'_>, rejection: &Rejection, dossier: Option<&DossierCode>) {
        let agency = &told.command.act.agency;
        let Some(calendar) = self.calendar(agency) else { return };
        let day = calendar.local_date(told.effective_at);
        let known = match dossier {
            Some(code) => &mut self.dossiers.entry(code.clone()).or_default().attempts,
            None => self.attempts.entry(told.command.stream()).or_default(),
        };
        self.found.extend(attempts::look(told, rejection, dossier, day, known));
        if told.place.stream.kind() == StreamKind::Dossier
            && let Some(watched) = dossier.and_then(|code| self.dossiers.get_mut(code))
        {
            watched.last = Some(told.place.clone());
        }
        let (enough, within) = (self.numbers.rejections, Within::Days(self.numbers.working_days));
        let run = self.rejections.entry(agency.clone()).or_default();
        if let Some(acts) = run.take(told.effective_at, told.place, enough, within, &calendar) {
            self.found.push(many::finding(Rule::RejectionsPile, told, dossier, &acts));
        }
    }

    fn about_catalogue(&mut self, told: &Told<'_>, events: &[Recorded]) {
        let stream = &told.place.stream;
        if stream.kind() == StreamKind::Agency
            && let Ok(agency) = AgencyId::new(stream.id())
        {
            self.said_of.entry(agency).or_default().push((told.recorded_at, told.place.clone()));
        }
        for event in events {
            if let Recorded::Catalogue(entry) = event {
                self.catalogue.evolve(told.place.sequence, entry);
                self.found.extend(self.publications.look(told, entry, &self.catalogue));
            }
        }
    }

    fn about_dossier(&mut self, told: &Told<'_>, code: &DossierCode, asked: &Command, events: &[&Event]) {
        let mut watched = self.dossiers.remove(code).unwrap_or_default();
        let seen = Seen {
            told,
            view: self.catalogue.as_known(told.catalogue_position),
            numbers: &self.numbers,
            code,
            asked,
            events,
            before: &watched,
        };
        let mut found = Vec::new();
        OF_ONE_ACT.iter().for_each(|look| look(&seen, &mut found));
        let (closes, withdraws, pair) = (closes(&seen), withdraws_overdue(&seen), step_pair(&seen));
        let begun = waits::begun(&seen);
        if let Some(calendar) = self.calendar(&told.command.act.agency) {
            if closes {
                found.extend(self.closed(told, code, &calendar));
            }
            if withdraws {
                found.extend(self.withdrew(told, code, &calendar));
            }
            found.extend(pair.and_then(|pair| self.took(told, code, pair, &calendar)));
        }
        watched.unasked_found |= found.iter().any(|finding| finding.rule == Rule::OpinionUnasked);
        note(&mut watched, told, events);
        watched.waits.extend(begun);
        let ended = waits::Ended {
            code,
            asked,
            events,
            place: told.place,
            at: told.effective_at,
            has_ended: watched.state.has_ended(),
        };
        found.extend(waits::ended(&mut watched, &ended));
        self.found.extend(found);
        self.dossiers.insert(code.clone(), watched);
    }

    /// I04: an officer closed one close to its due date.
    fn closed(&mut self, told: &Told<'_>, code: &DossierCode, calendar: &Calendar) -> Option<Finding> {
        let (act, within) = (&told.command.act, Within::Time(self.numbers.bulk_within));
        let run = self.closings.entry((act.agency.clone(), act.officer.clone())).or_default();
        let acts = run.take(told.effective_at, told.place, self.numbers.bulk, within, calendar)?;
        Some(many::finding(Rule::BulkClosing, told, Some(code), &acts))
    }

    /// I10: an agency let one go that was overdue.
    fn withdrew(&mut self, told: &Told<'_>, code: &DossierCode, calendar: &Calendar) -> Option<Finding> {
        let (agency, within) = (&told.command.act.agency, Within::Days(self.numbers.working_days));
        let run = self.emptied.entry(agency.clone()).or_default();
        let acts = run.take(told.effective_at, told.place, self.numbers.emptied, within, calendar)?;
        Some(many::finding(Rule::OverdueEmptied, told, Some(code), &acts))
    }

    /// I09: a step was done after another.
    fn took(
        &mut self,
        told: &Told<'_>,
        code: &DossierCode,
        step: Step,
        calendar: &Calendar,
    ) -> Option<Finding> {
        let minutes = calendar.working_minutes_between(step.before.at, told.effective_at).ok()?;
        let (_, _, first, second) = step.pair.clone();
        let times = i64::from(self.numbers.times);
        let median = self.profiles.take(step.pair, minutes, self.numbers.profile, times)?;
        Some(Finding::of_act(Rule::OutOfProfile, told, Some(code)).cites([&step.before.place]).says(
            format!("từ “{first}” đến “{second}” {minutes} phút làm việc; trung vị {median} phút"),
            format!("from “{first}” to “{second}” in {minutes} working minutes; the median is {median}"),
        ))
    }

    fn calendar(&self, agency: &AgencyId) -> Option<Calendar> {
        self.catalogue.now().calendar(agency).map(|calendar| (**calendar).clone())
    }
}

const fn of_dossier(event: &Recorded) -> Option<&Event> {
    match event {
        Recorded::Dossier(event) => Some(event),
        Recorded::Catalogue(_) | Recorded::Books(_) | Recorded::Supervision(_) => None,
    }
}

/// A step that was done, and the one before it.
struct Step {
    pair: Pair,
    before: Mark,
}

fn step_pair(seen: &Seen<'_>) -> Option<Step> {
    let done = seen.events.iter().find_map(|event| match event {
        Event::StepCompleted { step, .. } => Some(step),
        _ => None,
    })?;
    let (first, before) = seen.before.step.as_ref()?;
    let procedure = &seen.dossier().registration.as_ref()?.procedure;
    let version = seen.dossier().reception.as_ref()?.procedure_version;
    Some(Step { pair: (procedure.clone(), version, first.clone(), done.clone()), before: before.clone() })
}

/// Whether it closes the dossier close to its due date.
fn closes(seen: &Seen<'_>) -> bool {
    let closes = |event: &&Event| {
        matches!(
            event,
            Event::DossierResolved { .. } | Event::DossierStopped { .. } | Event::DossierWithdrawn {}
        )
    };
    seen.is_live() && seen.events.iter().any(closes) && close::minutes_left(seen).is_some()
}

/// Whether it gives back a dossier that was overdue.
fn withdraws_overdue(seen: &Seen<'_>) -> bool {
    let withdraws = seen.events.iter().any(|event| matches!(event, Event::DossierWithdrawn {}));
    withdraws && seen.is_live() && seen.dossier().overdue.is_some()
}

/// Remembers where things were recorded, and folds the dossier on.
fn note(watched: &mut Watched, told: &Told<'_>, events: &[&Event]) {
    let mark = || Mark::of(told);
    for event in events {
        match event {
            Event::DossierRegistered { .. } => watched.registered = Some(mark()),
            Event::DossierReceived { .. } | Event::DossierAdopted { .. } => watched.received = Some(mark()),
            Event::Reappointed { .. } if watched.reappointed.is_none() => watched.reappointed = Some(mark()),
            Event::LegSent { leg, .. } => {
                watched.legs.insert(leg.clone(), mark());
            }
            Event::OpinionRequested { consultation, to, .. } => {
                watched.asks.insert((consultation.clone(), to.clone()), mark());
            }
            Event::ClockPaused { cause, .. } if *cause != PauseCause::OutsideLeg => {
                watched.pauses.push(told.place.clone());
            }
            Event::LegRefused { ground: Some(LegGround::Competence), .. }
            | Event::LegSentBack { ground: Some(LegGround::Competence), .. } => {
                watched.refused.push(told.place.clone());
            }
            Event::CompetenceDecided { .. } => watched.refused.clear(),
            Event::StepCompleted { step, .. } => watched.step = Some((step.clone(), mark())),
            _ => {}
        }
        watched.state.take(told.fact(event));
    }
    watched.last = Some(told.place.clone());
}
