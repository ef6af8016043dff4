//! What happened to a finding or a task.

use crate::ground::Ground;
use crate::subject::MeasureForm;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::Document;
use lienthong_names::{AgencyId, DossierCode, OfficerId};

lienthong_names::named! {
    /// An event of a finding or a task; which one, its stream says.
    Event, EventKind:
    /// A finding is on record.
    FindingOpened {
        /// The rule, the record at which it is found, and whose it is.
        ground: Ground,
        /// About which dossier.
        dossier: Option<DossierCode>,
        /// When it came about.
        at: Timestamp,
        /// What was found, in words; may be empty where a rule of the engine found it.
        text: Box<str>,
        /// The last day on which the head of the agency may explain before it is decided whether it holds.
        explain_until: Date,
    },
    /// The head of the agency has answered.
    FindingExplained {
        /// What the head says.
        text: Box<str>,
        /// What shows it.
        documents: Vec<Document>,
    },
    /// The finding holds.
    FindingConfirmed {
        /// Why.
        reason: Box<str>,
    },
    /// The finding does not hold; what was ordered because of it falls away.
    FindingDismissed {
        /// Why.
        reason: Box<str>,
    },
    /// Something is to be done about a finding.
    RemedyOrdered {
        /// Which remedy of the finding, from 1.
        number: u32,
        /// Who is to do it.
        agency: AgencyId,
        /// What is to be done.
        what: Box<str>,
        /// The last day for it.
        due: Date,
    },
    /// Who answers for a finding was dealt with.
    MeasureRecorded {
        /// In which form.
        form: MeasureForm,
        /// The number of the decision.
        decision: Box<str>,
        /// Its date.
        decided_on: Date,
        /// The agency of who is dealt with.
        agency: AgencyId,
        /// Who is dealt with; nobody named: the head of the agency.
        person: Option<OfficerId>,
    },
    /// Nothing is left to be done about a finding.
    FindingClosed {
        /// What it came to.
        reason: Box<str>,
    },
    /// An agency is to do something.
    TaskAssigned {
        /// The clause of the directive.
        clause: Box<str>,
        /// Who is to do it.
        agency: AgencyId,
        /// What is to be done.
        what: Box<str>,
        /// The last day for it.
        due: Date,
    },
    /// An agency was reminded.
    AgencyUrged {
        /// Of which remedy, from 1; of a task 1.
        number: u32,
        /// Who is reminded.
        agency: AgencyId,
        /// What was said.
        text: Box<str>,
        /// The last day for an answer.
        answer_by: Date,
    },
    /// Who was reminded has answered.
    EscalationAcknowledged {
        /// Of which remedy, from 1; of a task 1.
        number: u32,
        /// Who was reminded.
        agency: AgencyId,
        /// What was answered.
        text: Box<str>,
        /// By when it is promised.
        promised: Option<Date>,
    },
    /// It is said to be done.
    TaskReported {
        /// Which remedy, from 1; of a task 1.
        number: u32,
        /// What was done.
        text: Box<str>,
        /// What shows it.
        documents: Vec<Document>,
    },
    /// It is taken as done.
    TaskAccepted {
        /// Which remedy, from 1; of a task 1.
        number: u32,
    },
    /// It is not taken as done.
    TaskReturned {
        /// Which remedy, from 1; of a task 1.
        number: u32,
        /// What is missing.
        reason: Box<str>,
        /// The last day for it now.
        due: Date,
    },
}
