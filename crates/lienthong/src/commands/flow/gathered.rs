//! What the records of one dossier say of its way: what was done, who held it, on which process.

use jiff::Timestamp;
use lienthong_dossier::{Event as DossierEvent, Fact, Way};
use lienthong_inspection::flow::Done;
use lienthong_names::{AgencyId, DossierCode, LegId, ProcedureCode, Source};
use lienthong_protocol::form::first_of;
use lienthong_protocol::{Command, Event, Record};
use std::collections::BTreeMap;

/// One dossier, as its records so far have it.
pub struct Gathered {
    /// Its code.
    pub code: DossierCode,
    /// Its procedure; `None`: it was never registered.
    pub procedure: Option<ProcedureCode>,
    /// The version of the process that counts for it; `None`: none is published, or its first steps stand in another book.
    pub process_version: Option<u32>,
    /// The desk that received it.
    pub desk: Option<AgencyId>,
    /// Whether it has ended.
    pub has_ended: bool,
    /// Who held it when.
    pub way: Way,
    /// What its legs are for.
    pub purposes: BTreeMap<LegId, &'static str>,
    steps: Vec<OneDone>,
    /// By place in the source; of two acts made of one event the first.
    imported: BTreeMap<u32, OneDone>,
}

struct OneDone {
    activity: Box<str>,
    resource: Box<str>,
    group: Box<str>,
    at: Timestamp,
}

impl OneDone {
    fn done(&self) -> Done<'_> {
        Done { activity: &self.activity, resource: &self.resource, group: &self.group, at: self.at }
    }
}

impl Gathered {
    /// Before its first record.
    pub fn new(code: DossierCode) -> Self {
        Self {
            code,
            procedure: None,
            process_version: None,
            desk: None,
            has_ended: false,
            way: Way::default(),
            purposes: BTreeMap::new(),
            steps: Vec::new(),
            imported: BTreeMap::new(),
        }
    }

    /// Takes its next record.
    pub fn take(&mut self, record: &Record) -> Result<(), String> {
        if record.events().is_empty() {
            return Ok(());
        }
        let command = Command::decode(&record.command).map_err(|errors| first_of(&errors))?;
        let act = &command.act;
        if let Some(source) = &act.source {
            self.imported.entry(source.index).or_insert_with(|| of_source(source, act.occurred_at));
        }
        for event in record.events() {
            let Event::Dossier(event) = event else { continue };
            let at = record.decided_on.effective_at;
            self.evolve(Fact {
                at,
                agency: &act.agency,
                officer: &act.officer,
                revision: record.revision,
                event,
            });
        }
        Ok(())
    }

    fn evolve(&mut self, fact: Fact<'_>) {
        self.way.take(fact);
        match fact.event {
            DossierEvent::DossierRegistered { procedure, .. } => self.procedure = Some(procedure.clone()),
            DossierEvent::DossierReceived { desk, process_version, .. } => {
                self.desk = Some(desk.clone());
                self.process_version = *process_version;
            }
            DossierEvent::DossierAdopted { desk, .. } => self.desk = Some(desk.clone()),
            DossierEvent::StepCompleted { step, .. } => self.steps.push(OneDone {
                activity: step.as_str().into(),
                // An officer's id is one within the agency only.
                resource: format!("{}/{}", fact.agency, fact.officer).into(),
                group: fact.agency.as_str().into(),
                at: fact.at,
            }),
            DossierEvent::LegSent { leg, purpose, .. } => {
                self.purposes.insert(leg.clone(), purpose.as_str());
            }
            DossierEvent::OpinionRequested { leg, .. } => {
                self.purposes.insert(leg.clone(), "opinion");
            }
            DossierEvent::HistoryImported { ended, .. } => self.has_ended = ended.is_some(),
            DossierEvent::DossierResolved { .. }
            | DossierEvent::DossierStopped { .. }
            | DossierEvent::DossierWithdrawn {}
            | DossierEvent::ReceptionAnnulled { .. } => self.has_ended = true,
            DossierEvent::DossierReopened { .. } => self.has_ended = false,
            _ => {}
        }
    }

    /// Until when its records say who held it, if it has not ended: of an imported one until its last act, since what came after that its
    /// source does not say.
    pub fn known_until(&self, now: Timestamp) -> Timestamp {
        self.imported.values().map(|one| one.at).max().map_or(now, |last| last.min(now))
    }

    /// What was done: of an imported one the source's events, in the source's order and words; else the steps that were completed.
    pub fn done(&self) -> Vec<Done<'_>> {
        if self.imported.is_empty() {
            self.steps.iter().map(OneDone::done).collect()
        } else {
            self.imported.values().map(OneDone::done).collect()
        }
    }
}

fn of_source(source: &Source, at: Timestamp) -> OneDone {
    OneDone {
        activity: source.activity.clone(),
        resource: source.resource.clone(),
        group: source.group.clone(),
        at,
    }
}
