//! What a case's events mean here, in order: acts. Pure, and total over a [`Case`].

use super::case::{Case, CaseEvent};
use crate::ids::act_id;
use crate::mapping::{Mapping, Meaning, OUTSIDE};
use jiff::Timestamp;
use lienthong_dossier::Channel;
use lienthong_names::{
    AgencyId, CommandId, ConsultationId, DossierCode, NameError, OfficerId, Source, StepName, UnitId,
};
use std::collections::BTreeMap;

/// The acts of one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The dossier.
    pub code: DossierCode,
    /// Line of its trace.
    pub line: u64,
    /// In the order in which they are to be decided.
    pub acts: Vec<PlannedAct>,
}

/// One act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedAct {
    /// The same in every run.
    pub id: CommandId,
    /// What it is.
    pub kind: ActKind,
    /// Concluded by the mapping; counted apart, never exported.
    pub derived: bool,
    /// The source's words; `None` for what is no event of the source.
    pub source: Option<Source>,
    /// When, as the source says; the log's order counts where this goes back.
    pub occurred_at: Timestamp,
    /// Who, at the municipality's keyboard.
    pub officer: OfficerId,
    /// Their unit, if the source states one.
    pub unit: Option<UnitId>,
}

/// What an act is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActKind {
    /// The dossier gets its code (derived).
    Register {
        /// By which channel it came.
        channel: Channel,
    },
    /// The desk takes it in.
    Receive {
        /// By which channel it came.
        channel: Channel,
    },
    /// From one unit to another (derived).
    HandOver {
        /// Who had it.
        from: UnitId,
        /// Who has it now.
        to: UnitId,
    },
    /// A step is done.
    Step {
        /// Which.
        name: StepName,
    },
    /// Parties are asked for the first time; whom is inferred.
    Ask {
        /// A new consultation.
        consultation: ConsultationId,
        /// In the order of their answers; never empty.
        parties: Vec<AgencyId>,
    },
    /// Parties that have answered are asked again; whom is inferred.
    AskAgain {
        /// The consultation in which they were asked first.
        consultation: ConsultationId,
        /// In the order of their answers; never empty.
        parties: Vec<AgencyId>,
    },
    /// A party's opinion came; the officer is the clerk who entered it.
    Opinion {
        /// Where the party was asked, or the first if it was not.
        consultation: ConsultationId,
        /// Whose.
        party: AgencyId,
    },
    /// A unit is asked on an aspect (derived).
    InsideAsk {
        /// The aspect.
        consultation: ConsultationId,
        /// Who is asked; `None` if the source states no unit.
        unit: Option<UnitId>,
    },
    /// Its opinion.
    InsideOpinion {
        /// The aspect.
        consultation: ConsultationId,
        /// Who was asked.
        unit: Option<UnitId>,
    },
    /// Its opinion, once more.
    InsideAmend {
        /// The aspect.
        consultation: ConsultationId,
        /// Who was asked, whoever writes now.
        unit: Option<UnitId>,
    },
    /// What the source says of the case as a whole; always the last act.
    History {
        /// Its deadline.
        deadline: Option<Timestamp>,
        /// When it says it ended.
        ended: Option<Timestamp>,
        /// By which channel it came.
        channel: Channel,
        /// The channel in its word.
        channel_text: Box<str>,
    },
}

/// The acts of a case.
///
/// # Errors
/// [`NameError`] when a case asks outside parties so often that a consultation can no longer be named.
pub fn plan(case: &Case, mapping: &Mapping) -> Result<Plan, NameError> {
    let mut planner = Planner {
        case,
        mapping,
        acts: Vec::with_capacity(2 * case.events.len() + 2),
        unit: None,
        received: false,
        outside: 0,
        asked: BTreeMap::new(),
        aspects: BTreeMap::new(),
    };
    if let Some(first) = case.events.first() {
        planner.derive(first, ActKind::Register { channel: case.channel });
        for event in &case.events {
            planner.hand_over(event);
            planner.event(event)?;
        }
        planner.history(first);
    }
    Ok(Plan { code: case.code.clone(), line: case.line, acts: planner.acts })
}

struct Planner<'a> {
    case: &'a Case,
    mapping: &'a Mapping,
    acts: Vec<PlannedAct>,
    /// The unit that has the dossier: the last one named.
    unit: Option<UnitId>,
    received: bool,
    /// Consultations of outside parties so far.
    outside: u32,
    /// In which consultation each party was first asked.
    asked: BTreeMap<AgencyId, ConsultationId>,
    /// Who was asked on each aspect.
    aspects: BTreeMap<ConsultationId, Option<UnitId>>,
}

impl Planner<'_> {
    /// A dossier changes hands when a group is named that is not the last one named. The first one takes it from nobody.
    fn hand_over(&mut self, event: &CaseEvent) {
        let Some(to) = &event.unit else { return };
        if let Some(from) = self.unit.replace(to.clone())
            && from != *to
            && self.mapping.hands_over
        {
            self.derive(event, ActKind::HandOver { from, to: to.clone() });
        }
    }

    fn event(&mut self, event: &CaseEvent) -> Result<(), NameError> {
        match self.mapping.activities.get(event.activity.as_str()) {
            Some(Meaning::Reception) if !self.received => {
                self.received = true;
                self.source(event, ActKind::Receive { channel: self.case.channel });
            }
            Some(Meaning::Ask) => self.ask(event)?,
            Some(Meaning::Opinion(party)) => {
                let consultation = match self.asked.get(party) {
                    Some(consultation) => consultation.clone(),
                    None => outside(1)?,
                };
                self.source(event, ActKind::Opinion { consultation, party: party.clone() });
            }
            Some(Meaning::InsideOpinion(aspect)) => self.inside(event, aspect),
            Some(Meaning::Reception) | None => self.step(event),
        }
        Ok(())
    }

    fn step(&mut self, event: &CaseEvent) {
        self.source(event, ActKind::Step { name: event.activity.clone() });
    }

    /// Those who answer before the next request were asked: the new ones in a consultation of their own, the others again
    /// in theirs. A request that nobody answers is a step.
    fn ask(&mut self, event: &CaseEvent) -> Result<(), NameError> {
        let addressees = self.addressees(event);
        if addressees.is_empty() {
            self.step(event);
            return Ok(());
        }
        let (again, first): (Vec<_>, Vec<_>) =
            addressees.into_iter().partition(|party| self.asked.contains_key(party));
        if !first.is_empty() {
            self.outside += 1;
            let consultation = outside(self.outside)?;
            self.asked.extend(first.iter().map(|party| (party.clone(), consultation.clone())));
            self.source(event, ActKind::Ask { consultation, parties: first });
        }
        let mut by_consultation: BTreeMap<ConsultationId, Vec<AgencyId>> = BTreeMap::new();
        for party in again {
            if let Some(consultation) = self.asked.get(&party) {
                by_consultation.entry(consultation.clone()).or_default().push(party);
            }
        }
        for (consultation, parties) in by_consultation {
            self.source(event, ActKind::AskAgain { consultation, parties });
        }
        Ok(())
    }

    /// The parties whose opinions come after a request and before the next, each once.
    fn addressees(&self, request: &CaseEvent) -> Vec<AgencyId> {
        let mut parties = Vec::new();
        let after = self.case.events.iter().skip_while(|event| event.index <= request.index);
        for event in after {
            match self.mapping.activities.get(event.activity.as_str()) {
                Some(Meaning::Ask) => break,
                Some(Meaning::Opinion(party)) if !parties.contains(party) => parties.push(party.clone()),
                _ => {}
            }
        }
        parties
    }

    fn inside(&mut self, event: &CaseEvent, aspect: &ConsultationId) {
        let consultation = aspect.clone();
        if let Some(unit) = self.aspects.get(aspect).cloned() {
            self.source(event, ActKind::InsideAmend { consultation, unit });
        } else {
            let unit = event.unit.clone();
            self.aspects.insert(aspect.clone(), unit.clone());
            self.derive(event, ActKind::InsideAsk { consultation: consultation.clone(), unit: unit.clone() });
            self.source(event, ActKind::InsideOpinion { consultation, unit });
        }
    }

    /// The claims of a case are no event of it: they are known by what they say, so that the same claims are the same act
    /// in a longer file, and others a new one. For the same reason they are dated by the first event, not by the last.
    fn history(&mut self, first: &CaseEvent) {
        let case = self.case;
        let claims = format!("claims:{:?};{:?};{}", case.deadline, case.ended, case.channel_text);
        let kind = ActKind::History {
            deadline: case.deadline,
            ended: case.ended,
            channel: case.channel,
            channel_text: case.channel_text.clone(),
        };
        self.push(first, &claims, kind, false, None);
    }

    /// An act that an event of the source is.
    fn source(&mut self, event: &CaseEvent, kind: ActKind) {
        let source = Source {
            index: event.index,
            event_id: event.id.clone(),
            activity: event.activity.as_str().into(),
            resource: event.resource.clone(),
            group: event.group.clone(),
            timestamp: event.at.text.as_str().into(),
        };
        self.push(event, &event.key, kind, false, Some(source));
    }

    /// An act concluded from an event.
    fn derive(&mut self, event: &CaseEvent, kind: ActKind) {
        self.push(event, &event.key, kind, true, None);
    }

    fn push(&mut self, event: &CaseEvent, key: &str, kind: ActKind, derived: bool, source: Option<Source>) {
        self.acts.push(PlannedAct {
            id: act_id(&self.mapping.source, self.case.code.as_str(), key, &kind.word()),
            kind,
            derived,
            source,
            occurred_at: event.at.at,
            officer: event.officer.clone(),
            unit: event.unit.clone(),
        });
    }
}

impl ActKind {
    /// What stands in the act's id. Never change one: imported acts would be imported again.
    fn word(&self) -> String {
        match self {
            Self::Register { .. } => "register".to_owned(),
            Self::Receive { .. } => "receive".to_owned(),
            Self::HandOver { .. } => "hand-over".to_owned(),
            Self::Step { .. } => "step".to_owned(),
            Self::Ask { consultation, .. } => format!("ask {consultation}"),
            Self::AskAgain { consultation, .. } => format!("ask-again {consultation}"),
            Self::Opinion { .. } => "opinion".to_owned(),
            Self::InsideAsk { .. } => "inside-ask".to_owned(),
            Self::InsideOpinion { .. } => "inside-opinion".to_owned(),
            Self::InsideAmend { .. } => "inside-amend".to_owned(),
            Self::History { .. } => "history".to_owned(),
        }
    }
}

/// The n-th consultation of outside parties, from 1.
fn outside(n: u32) -> Result<ConsultationId, NameError> {
    ConsultationId::new(&format!("{OUTSIDE}{n}"))
}
