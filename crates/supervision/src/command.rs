//! What can be asked about findings and tasks.

use crate::ground::Ground;
use crate::subject::{MeasureForm, SubjectId};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_dossier::Document;
use lienthong_names::{AgencyId, DossierCode, FindingId, OfficerId, TaskId};

lienthong_names::named! {
    /// A command about a finding or a task (DOMAIN section 4, inspection).
    Command, CommandKind:
    /// A finding is put on record: what a rule of inspection found, or what an inspector saw. Its id follows from what it stands on.
    OpenFinding {
        /// The rule, the record at which it is found, and whose it is.
        ground: Ground,
        /// About which dossier.
        dossier: Option<DossierCode>,
        /// When it came about.
        at: Timestamp,
        /// What was found, in words; must be there where a person saw it.
        text: Box<str>,
        /// The last day on which the head of the agency may explain before it is decided whether it holds.
        explain_until: Date,
    },
    /// The head of the agency answers: shown beside the finding wherever it is shown.
    ExplainFinding {
        /// Which finding.
        finding: FindingId,
        /// What the head says.
        text: Box<str>,
        /// What shows it.
        documents: Vec<Document>,
    },
    /// The finding holds.
    ConfirmFinding {
        /// Which finding.
        finding: FindingId,
        /// Why, with regard to what was explained (R07).
        reason: Box<str>,
    },
    /// The finding does not hold; what was ordered because of it falls away.
    DismissFinding {
        /// Which finding.
        finding: FindingId,
        /// Why (R07).
        reason: Box<str>,
    },
    /// Something is to be done about a finding that holds.
    OrderRemedy {
        /// Which finding.
        finding: FindingId,
        /// Who is to do it.
        agency: AgencyId,
        /// What is to be done.
        what: Box<str>,
        /// The last day for it.
        due: Date,
    },
    /// Who answers for a finding that holds was dealt with.
    RecordMeasure {
        /// Which finding.
        finding: FindingId,
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
    CloseFinding {
        /// Which finding.
        finding: FindingId,
        /// What it came to (R07).
        reason: Box<str>,
    },
    /// An agency is to do something, under a clause of the directive.
    AssignTask {
        /// The task's id.
        task: TaskId,
        /// The clause: `1đ`.
        clause: Box<str>,
        /// Who is to do it.
        agency: AgencyId,
        /// What is to be done.
        what: Box<str>,
        /// The last day for it.
        due: Date,
    },
    /// An agency is reminded (đôn đốc) of what it was asked; where that is late, its superior may be reminded in its place.
    UrgeAgency {
        /// Of which finding or task.
        about: SubjectId,
        /// Which of the remedies, from 1; of a task 1.
        number: u32,
        /// Who is reminded.
        agency: AgencyId,
        /// What is said.
        text: Box<str>,
        /// The last day for an answer.
        answer_by: Date,
    },
    /// Who was reminded says what becomes of it, and by when.
    AcknowledgeEscalation {
        /// Of which finding or task.
        about: SubjectId,
        /// Which of the remedies, from 1; of a task 1.
        number: u32,
        /// Who was reminded; who answers for it speaks.
        agency: AgencyId,
        /// What is answered.
        text: Box<str>,
        /// By when it is promised.
        promised: Option<Date>,
    },
    /// Who was asked says that it is done.
    ReportTask {
        /// Of which finding or task.
        about: SubjectId,
        /// Which of the remedies, from 1; of a task 1.
        number: u32,
        /// What was done.
        text: Box<str>,
        /// What shows it.
        documents: Vec<Document>,
    },
    /// Who asked takes it as done.
    AcceptTask {
        /// Of which finding or task.
        about: SubjectId,
        /// Which of the remedies, from 1; of a task 1.
        number: u32,
    },
    /// Who asked does not take it as done.
    ReturnTask {
        /// Of which finding or task.
        about: SubjectId,
        /// Which of the remedies, from 1; of a task 1.
        number: u32,
        /// What is missing (R07).
        reason: Box<str>,
        /// The last day for it now.
        due: Date,
    },
}

impl Command {
    /// The finding or task that it is about.
    #[must_use]
    pub fn about(&self) -> SubjectId {
        match self {
            Self::OpenFinding { ground, .. } => SubjectId::Finding(ground.id()),
            Self::ExplainFinding { finding, .. }
            | Self::ConfirmFinding { finding, .. }
            | Self::DismissFinding { finding, .. }
            | Self::OrderRemedy { finding, .. }
            | Self::RecordMeasure { finding, .. }
            | Self::CloseFinding { finding, .. } => SubjectId::Finding(finding.clone()),
            Self::AssignTask { task, .. } => SubjectId::Task(task.clone()),
            Self::UrgeAgency { about, .. }
            | Self::AcknowledgeEscalation { about, .. }
            | Self::ReportTask { about, .. }
            | Self::AcceptTask { about, .. }
            | Self::ReturnTask { about, .. } => about.clone(),
        }
    }
}
