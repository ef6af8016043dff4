//! What may be put on record of findings and tasks, and what comes of it: the service that DESIGN calls `inspection`.
//!
//! Belongs here: who may open, answer, judge and close a finding, order and report what is to be done, and when; who is told of it
//! (`deliveries`). Does not: what the
//! rules of inspection find (`rules`, one pass over records); what is opened names that by the id that follows from its ground.
//!
//! A finding and a task have a stream each. All that is decided follows from that stream and the catalogue, so that nobody waits for
//! anybody.

mod charges;
mod deliveries;
mod findings;
mod grounds;
mod rules;

pub use grounds::CODES;

use jiff::Timestamp;
use lienthong_dossier::{Check, Refusals, sabotage};
use lienthong_names::{Act, AgencyId, Rejection, Service, StreamKind, StreamName};
use lienthong_protocol::{Body, Command, Event};
use lienthong_service::delivering::{Addressed, Tells};
use lienthong_service::{Facts, Moment, Rules, rules_versions};
use lienthong_supervision::{Command as Asked, Event as Said, Matter};

/// The rules of what is put on record of findings and tasks.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inspection;

/// One command in hand: what every rule looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Case<'a> {
    pub(super) matter: &'a Matter,
    pub(super) asked: &'a Asked,
    pub(super) act: &'a Act,
    pub(super) facts: &'a Facts<'a>,
}

impl Case<'_> {
    /// The instant that counts as now.
    pub(super) const fn now(&self) -> Timestamp {
        self.facts.effective_at
    }
}

impl Rules for Inspection {
    type State = Matter;

    const SERVICE: Service = Service::Inspection;
    const VERSIONS: u32 = rules_versions(Self::SERVICE);

    fn stream(command: &Command) -> StreamName {
        command.stream()
    }

    fn concerns(kind: StreamKind) -> bool {
        matches!(kind, StreamKind::Finding | StreamKind::Task)
    }

    fn evolve(state: &mut Matter, moment: Moment<'_>, event: &Event) {
        if let Event::Supervision(event) = event {
            state.take(moment.act, moment.effective_at, event);
        }
    }

    fn has_part(state: &Matter, agency: &AgencyId) -> bool {
        state.has_part(agency)
    }

    fn decide(state: &Matter, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        let Body::Supervision(asked) = &command.body else {
            return grounds::misaddressed(command.kind_name());
        };
        let case = Case { matter: state, asked, act: &command.act, facts };
        sabotage::spared(decide(&case).map(|said| said.into_iter().map(Event::Supervision).collect()))
    }
}

impl Tells for Inspection {
    fn tells(kind: StreamKind) -> bool {
        Self::concerns(kind)
    }

    fn addressed(by: &AgencyId, before: &Matter, after: &Matter, events: &[Event]) -> Addressed {
        deliveries::deliveries(by, before, after, events)
    }
}

/// Each asks its rules in the order in which a clerk wants to hear a "no": existence, capacity, state, content.
fn decide(case: &Case<'_>) -> Check<Vec<Said>> {
    let mut no = Refusals::new();
    let said = match case.asked {
        Asked::OpenFinding { ground, dossier, at, text, explain_until } => {
            findings::open(case, &mut no, ground, *at, text, *explain_until);
            Said::FindingOpened {
                ground: ground.clone(),
                dossier: dossier.clone(),
                at: *at,
                text: text.clone(),
                explain_until: *explain_until,
            }
        }
        Asked::ExplainFinding { text, documents, .. } => {
            findings::explain(case, &mut no, text);
            Said::FindingExplained { text: text.clone(), documents: documents.clone() }
        }
        Asked::ConfirmFinding { reason, .. } => {
            findings::confirm(case, &mut no, reason);
            Said::FindingConfirmed { reason: reason.clone() }
        }
        Asked::DismissFinding { reason, .. } => {
            findings::dismiss(case, &mut no, reason);
            Said::FindingDismissed { reason: reason.clone() }
        }
        Asked::OrderRemedy { agency, what, due, .. } => {
            findings::order(case, &mut no, agency, what, *due);
            let number = case.matter.charges.iter().map(|charge| charge.number).max().unwrap_or(0);
            Said::RemedyOrdered {
                number: number.saturating_add(1),
                agency: agency.clone(),
                what: what.clone(),
                due: *due,
            }
        }
        Asked::RecordMeasure { form, decision, decided_on, agency, person, .. } => {
            findings::measure(case, &mut no, agency, decision, *decided_on);
            Said::MeasureRecorded {
                form: *form,
                decision: decision.clone(),
                decided_on: *decided_on,
                agency: agency.clone(),
                person: person.clone(),
            }
        }
        Asked::CloseFinding { reason, .. } => {
            findings::close(case, &mut no, reason);
            Said::FindingClosed { reason: reason.clone() }
        }
        Asked::AssignTask { clause, agency, what, due, .. } => {
            charges::assign(case, &mut no, agency, (clause, what), *due);
            Said::TaskAssigned {
                clause: clause.clone(),
                agency: agency.clone(),
                what: what.clone(),
                due: *due,
            }
        }
        Asked::UrgeAgency { number, agency, text, answer_by, .. } => {
            charges::urge(case, &mut no, *number, agency, text, *answer_by);
            Said::AgencyUrged {
                number: *number,
                agency: agency.clone(),
                text: text.clone(),
                answer_by: *answer_by,
            }
        }
        Asked::AcknowledgeEscalation { number, agency, text, promised, .. } => {
            charges::acknowledge(case, &mut no, *number, agency, text);
            Said::EscalationAcknowledged {
                number: *number,
                agency: agency.clone(),
                text: text.clone(),
                promised: *promised,
            }
        }
        Asked::ReportTask { number, text, documents, .. } => {
            charges::report(case, &mut no, *number, text);
            Said::TaskReported { number: *number, text: text.clone(), documents: documents.clone() }
        }
        Asked::AcceptTask { number, .. } => {
            charges::accept(case, &mut no, *number);
            Said::TaskAccepted { number: *number }
        }
        Asked::ReturnTask { number, reason, due, .. } => {
            charges::give_back(case, &mut no, *number, reason, *due);
            Said::TaskReturned { number: *number, reason: reason.clone(), due: *due }
        }
    };
    no.settle()?;
    Ok(vec![said])
}
