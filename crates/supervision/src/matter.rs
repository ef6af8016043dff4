//! What the records of one finding or task add up to.

use crate::event::Event;
use crate::ground::Ground;
use crate::subject::MeasureForm;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::Document;
use lienthong_names::{Act, AgencyId, DossierCode, OfficerId};

/// A finding or a task as it stands. One of which nothing is recorded is the default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matter {
    /// Of a finding: what was opened.
    pub opened: Option<Opened>,
    /// What the head of the agency said to it, in the order in which it was said.
    pub explanations: Vec<Explanation>,
    /// Whether it holds, as decided last.
    pub judged: Option<Judged>,
    /// What was asked because of it; of a task the task itself.
    pub charges: Vec<Charge>,
    /// How who answers for it was dealt with.
    pub measures: Vec<Measure>,
    /// When it was closed, and what it came to.
    pub closed: Option<(Timestamp, Box<str>)>,
    /// Agencies that have said anything about it: their rejections stand there too, a stranger's apart.
    pub by: Vec<AgencyId>,
}

/// A finding as it was put on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// What it stands on.
    pub ground: Ground,
    /// About which dossier.
    pub dossier: Option<DossierCode>,
    /// When it came about.
    pub at: Timestamp,
    /// What was found, in words.
    pub text: Box<str>,
    /// Until when the head may explain before it is decided.
    pub explain_until: Date,
    /// When it was put on record.
    pub opened_at: Timestamp,
    /// By which agency.
    pub by: AgencyId,
    /// By which officer of it.
    pub officer: OfficerId,
}

/// What the head of an agency said to a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub officer: OfficerId,
    /// What.
    pub text: Box<str>,
    /// What shows it.
    pub documents: Vec<Document>,
}

/// Whether a finding holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It does.
    Confirmed,
    /// It does not.
    Dismissed,
}

/// What was decided of a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Whether it holds.
    pub judgement: Judgement,
    /// When.
    pub at: Timestamp,
    /// By which agency.
    pub by: AgencyId,
    /// Why.
    pub reason: Box<str>,
}

/// How who answers for a finding was dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measure {
    /// When it was put on record.
    pub at: Timestamp,
    /// In which form.
    pub form: MeasureForm,
    /// The number of the decision.
    pub decision: Box<str>,
    /// Its date.
    pub decided_on: Date,
    /// The agency of who is dealt with.
    pub agency: AgencyId,
    /// Who; nobody named: its head.
    pub person: Option<OfficerId>,
}

lienthong_names::words!(
    /// How something that was asked stands.
    ChargeState {
        /// It is to be done.
        Open = "to do",
        /// It is said to be done.
        Reported = "reported",
        /// It is done.
        Accepted = "done",
        /// The finding that it was ordered for does not hold.
        Dropped = "dropped",
    }
);

/// Something that an agency was asked to do: a remedy, or a task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Charge {
    /// Of the finding, from 1; of a task 1.
    pub number: u32,
    /// The clause of the directive, of a task.
    pub clause: Option<Box<str>>,
    /// Who is to do it.
    pub agency: AgencyId,
    /// What.
    pub what: Box<str>,
    /// The last day for it now.
    pub due: Date,
    /// The last day for it as it was asked at first: against this it is late.
    pub first_due: Date,
    /// Who asked.
    pub asked_by: AgencyId,
    /// When.
    pub asked_at: Timestamp,
    /// How it stands.
    pub state: ChargeState,
    /// What was said to be done, in the order in which it was said.
    pub reports: Vec<Report>,
    /// When it was taken as done.
    pub accepted_at: Option<Timestamp>,
    /// The reminders, in the order in which they were sent.
    pub urged: Vec<Urge>,
}

/// What was said to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// When.
    pub at: Timestamp,
    /// What.
    pub text: Box<str>,
    /// What shows it.
    pub documents: Vec<Document>,
    /// Why it was not taken as done, where it was not.
    pub returned: Option<Box<str>>,
}

/// A reminder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Urge {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: AgencyId,
    /// Who is reminded.
    pub agency: AgencyId,
    /// What was said.
    pub text: Box<str>,
    /// The last day for an answer.
    pub answer_by: Date,
    /// When it was answered, what, and by when it is promised.
    pub answered: Option<(Timestamp, Box<str>, Option<Date>)>,
}

impl Matter {
    /// Whether nothing was ever recorded of it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.opened.is_none() && self.charges.is_empty()
    }

    /// Whether nothing is left to be done about it: a finding was closed or does not hold, and all that was asked is done or fell away.
    #[must_use]
    pub fn is_over(&self) -> bool {
        let is_dismissed =
            self.judged.as_ref().is_some_and(|judged| judged.judgement == Judgement::Dismissed);
        let is_settled = self.opened.is_none() || self.closed.is_some() || is_dismissed;
        is_settled && !self.charges.iter().any(Charge::is_open)
    }

    /// Something that was asked, by its number.
    #[must_use]
    pub fn charge(&self, number: u32) -> Option<&Charge> {
        self.charges.iter().find(|charge| charge.number == number)
    }

    /// Whether an agency has a part in it: what it says of it stands there, a stranger's apart.
    #[must_use]
    pub fn has_part(&self, agency: &AgencyId) -> bool {
        self.by.contains(agency)
            || self.opened.as_ref().is_some_and(|opened| opened.ground.agency == *agency)
            || self.charges.iter().any(|charge| {
                charge.agency == *agency || charge.urged.iter().any(|urge| urge.agency == *agency)
            })
    }

    /// After one event, said in an act that counts at an instant.
    pub fn take(&mut self, act: &Act, at: Timestamp, event: &Event) {
        if !self.by.contains(&act.agency) {
            self.by.push(act.agency.clone());
        }
        match event {
            Event::FindingOpened { ground, dossier, at: came_about, text, explain_until } => {
                self.opened = Some(Opened {
                    ground: ground.clone(),
                    dossier: dossier.clone(),
                    at: *came_about,
                    text: text.clone(),
                    explain_until: *explain_until,
                    opened_at: at,
                    by: act.agency.clone(),
                    officer: act.officer.clone(),
                });
            }
            Event::FindingExplained { text, documents } => self.explanations.push(Explanation {
                at,
                officer: act.officer.clone(),
                text: text.clone(),
                documents: documents.clone(),
            }),
            Event::FindingConfirmed { reason } => self.judge(act, at, Judgement::Confirmed, reason),
            Event::FindingDismissed { reason } => {
                self.judge(act, at, Judgement::Dismissed, reason);
                let open = self.charges.iter_mut().filter(|charge| charge.is_open());
                open.for_each(|charge| charge.state = ChargeState::Dropped);
            }
            Event::RemedyOrdered { number, agency, what, due } => {
                self.charges.push(Charge::asked(*number, None, agency, what, *due, act, at));
            }
            Event::TaskAssigned { clause, agency, what, due } => {
                self.charges.push(Charge::asked(1, Some(clause.clone()), agency, what, *due, act, at));
            }
            Event::MeasureRecorded { form, decision, decided_on, agency, person } => {
                self.measures.push(Measure {
                    at,
                    form: *form,
                    decision: decision.clone(),
                    decided_on: *decided_on,
                    agency: agency.clone(),
                    person: person.clone(),
                });
            }
            Event::FindingClosed { reason } => self.closed = Some((at, reason.clone())),
            Event::AgencyUrged { number, .. }
            | Event::EscalationAcknowledged { number, .. }
            | Event::TaskReported { number, .. }
            | Event::TaskAccepted { number }
            | Event::TaskReturned { number, .. } => {
                if let Some(charge) = self.charges.iter_mut().find(|charge| charge.number == *number) {
                    charge.take(act, at, event);
                }
            }
        }
    }

    fn judge(&mut self, act: &Act, at: Timestamp, judgement: Judgement, reason: &str) {
        self.judged = Some(Judged { judgement, at, by: act.agency.clone(), reason: reason.into() });
    }

    /// Whether it was decided last that it holds.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        self.judged.as_ref().is_some_and(|judged| judged.judgement == Judgement::Confirmed)
    }
}

impl Charge {
    fn asked(
        number: u32,
        clause: Option<Box<str>>,
        agency: &AgencyId,
        what: &str,
        due: Date,
        act: &Act,
        at: Timestamp,
    ) -> Self {
        Self {
            number,
            clause,
            agency: agency.clone(),
            what: what.into(),
            due,
            first_due: due,
            asked_by: act.agency.clone(),
            asked_at: at,
            state: ChargeState::Open,
            reports: Vec::new(),
            accepted_at: None,
            urged: Vec::new(),
        }
    }

    /// Whether something is still to be done about it, by who was asked or by who asked.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        matches!(self.state, ChargeState::Open | ChargeState::Reported)
    }

    /// The last reminder to an agency that it has not answered.
    #[must_use]
    pub fn unanswered(&self, agency: &AgencyId) -> Option<&Urge> {
        self.urged.iter().rev().find(|urge| urge.agency == *agency && urge.answered.is_none())
    }

    fn take(&mut self, act: &Act, at: Timestamp, event: &Event) {
        match event {
            Event::AgencyUrged { agency, text, answer_by, .. } => self.urged.push(Urge {
                at,
                by: act.agency.clone(),
                agency: agency.clone(),
                text: text.clone(),
                answer_by: *answer_by,
                answered: None,
            }),
            Event::EscalationAcknowledged { agency, text, promised, .. } => {
                let unanswered = |urge: &&mut Urge| urge.agency == *agency && urge.answered.is_none();
                // One answer is to all that was said before it.
                for urge in self.urged.iter_mut().filter(unanswered) {
                    urge.answered = Some((at, text.clone(), *promised));
                }
            }
            Event::TaskReported { text, documents, .. } => {
                self.state = ChargeState::Reported;
                let (text, documents) = (text.clone(), documents.clone());
                self.reports.push(Report { at, text, documents, returned: None });
            }
            Event::TaskAccepted { .. } => {
                self.state = ChargeState::Accepted;
                self.accepted_at = Some(at);
            }
            Event::TaskReturned { reason, due, .. } => {
                self.state = ChargeState::Open;
                self.due = *due;
                if let Some(report) = self.reports.last_mut() {
                    report.returned = Some(reason.clone());
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::date;
    use lienthong_names::CommandId;

    /// Whether nothing is left to be done after all of this.
    fn is_over(said: &[Event]) -> bool {
        let (agency, officer) = (AgencyId::new("H22.01").unwrap(), OfficerId::new("an").unwrap());
        let act = Act::new(CommandId::version_8([0; 16]), agency, officer, Timestamp::UNIX_EPOCH);
        let mut matter = Matter::default();
        said.iter().for_each(|event| matter.take(&act, Timestamp::UNIX_EPOCH, event));
        matter.is_over()
    }

    #[test]
    fn a_finding_is_over_when_it_is_closed_or_does_not_hold_and_a_task_when_it_is_done() {
        let (agency, day) = (AgencyId::new("H22.14").unwrap(), date(2020, 10, 12));
        let opened = Event::FindingOpened {
            ground: Ground {
                rule: "observed".into(),
                broken: "R16".into(),
                origin: "H22/2020".parse().unwrap(),
                stream: "dossier.H22.14-201012-0001".parse().unwrap(),
                revision: 4,
                agency: agency.clone(),
            },
            dossier: None,
            at: Timestamp::UNIX_EPOCH,
            text: "".into(),
            explain_until: day,
        };
        let confirmed = Event::FindingConfirmed { reason: "đúng".into() };
        let dismissed = Event::FindingDismissed { reason: "không đúng".into() };
        let closed = Event::FindingClosed { reason: "xong".into() };
        let ordered =
            Event::RemedyOrdered { number: 1, agency: agency.clone(), what: "phân công".into(), due: day };
        let task = Event::TaskAssigned { clause: "1đ".into(), agency, what: "rà soát".into(), due: day };
        let reported = Event::TaskReported { number: 1, text: "xong".into(), documents: Vec::new() };
        let done = Event::TaskAccepted { number: 1 };
        let (o, c) = (|| opened.clone(), || confirmed.clone());
        for (said, over) in [
            (vec![o()], false),
            (vec![o(), c()], false),
            (vec![o(), dismissed.clone()], true),
            (vec![o(), dismissed.clone(), c()], false),
            (vec![o(), c(), ordered.clone(), dismissed], true),
            (vec![o(), c(), closed], true),
            (vec![task.clone()], false),
            (vec![task.clone(), reported.clone()], false),
            (vec![task, reported, done], true),
        ] {
            assert_eq!(is_over(&said), over, "{said:?}");
        }
    }
}
