//! In which capacity an agency says something about a finding or a task: the lines of DOMAIN section 4 on inspection, as data.

use crate::command::{Command, CommandKind};
use crate::matter::Matter;
use lienthong_names::AgencyId;

/// In what right an agency acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capacity {
    /// It is an inspectorate (thanh tra).
    Inspector,
    /// It stands above the agency concerned.
    Supervisor,
    /// It signs with the Office's key.
    Office,
    /// Its officer answers for the agency concerned, or for who was reminded.
    Head,
    /// It was asked to do it.
    Responsible,
    /// It asked for it.
    Asker,
}

impl Capacity {
    /// Every one.
    pub const ALL: [Self; 6] =
        [Self::Inspector, Self::Supervisor, Self::Office, Self::Head, Self::Responsible, Self::Asker];

    /// The word of DOMAIN section 4.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inspector => "inspector",
            Self::Supervisor => "supervisor",
            Self::Office => "office",
            Self::Head => "head",
            Self::Responsible => "responsible",
            Self::Asker => "asker",
        }
    }

    /// What it is called in Vietnamese.
    #[must_use]
    pub const fn vi(self) -> &'static str {
        match self {
            Self::Inspector => "cơ quan thanh tra",
            Self::Supervisor => "cơ quan cấp trên",
            Self::Office => "Văn phòng Ủy ban nhân dân tỉnh",
            Self::Head => "người đứng đầu cơ quan",
            Self::Responsible => "cơ quan được giao thực hiện",
            Self::Asker => "cơ quan đã giao việc",
        }
    }
}

const SUPERVISING: &[Capacity] = &[Capacity::Inspector, Capacity::Supervisor, Capacity::Office];

/// Which capacity each command asks for: any one of those named.
pub const TABLE: &[(CommandKind, &[Capacity])] = &[
    (CommandKind::OpenFinding, SUPERVISING),
    (CommandKind::ExplainFinding, &[Capacity::Head]),
    (CommandKind::ConfirmFinding, SUPERVISING),
    (CommandKind::DismissFinding, SUPERVISING),
    (CommandKind::OrderRemedy, SUPERVISING),
    (CommandKind::RecordMeasure, SUPERVISING),
    (CommandKind::CloseFinding, SUPERVISING),
    (CommandKind::AssignTask, &[Capacity::Supervisor, Capacity::Office]),
    (CommandKind::UrgeAgency, SUPERVISING),
    (CommandKind::AcknowledgeEscalation, &[Capacity::Head]),
    (CommandKind::ReportTask, &[Capacity::Responsible]),
    (CommandKind::AcceptTask, &[Capacity::Asker, Capacity::Office]),
    (CommandKind::ReturnTask, &[Capacity::Asker, Capacity::Office]),
];

/// The capacities of which a command asks for one.
#[must_use]
pub fn asked_for(kind: CommandKind) -> &'static [Capacity] {
    TABLE.iter().find(|(command, _)| *command == kind).map_or(&[], |(_, capacities)| capacities)
}

/// What the records of a finding or task cannot say of an agency; the rules look it up in the catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// It is an inspectorate.
    pub inspectorate: bool,
    /// It stands above the agency concerned.
    pub superior: bool,
    /// It signs with the Office's key.
    pub office: bool,
    /// The acting officer answers for the agency concerned.
    pub head: bool,
}

/// The agency that a command concerns: who is accused, asked or reminded; `None` where nothing names one.
#[must_use]
pub fn concerned<'a>(matter: &'a Matter, command: &'a Command) -> Option<&'a AgencyId> {
    let charge = |number: u32| matter.charge(number).map(|charge| &charge.agency);
    match command {
        Command::OpenFinding { ground, .. } => Some(&ground.agency),
        Command::AssignTask { agency, .. } | Command::AcknowledgeEscalation { agency, .. } => Some(agency),
        Command::UrgeAgency { number, .. }
        | Command::ReportTask { number, .. }
        | Command::AcceptTask { number, .. }
        | Command::ReturnTask { number, .. } => charge(*number),
        Command::ExplainFinding { .. }
        | Command::ConfirmFinding { .. }
        | Command::DismissFinding { .. }
        | Command::OrderRemedy { .. }
        | Command::RecordMeasure { .. }
        | Command::CloseFinding { .. } => matter.opened.as_ref().map(|opened| &opened.ground.agency),
    }
}

/// Whether an agency holds one of the capacities that a command asks for.
#[must_use]
pub fn holds_one(matter: &Matter, agency: &AgencyId, command: &Command, standing: Standing) -> bool {
    let concerned = concerned(matter, command);
    asked_for(command.kind()).iter().any(|capacity| match capacity {
        Capacity::Inspector => standing.inspectorate,
        Capacity::Supervisor => standing.superior,
        Capacity::Office => standing.office,
        Capacity::Head => standing.head,
        Capacity::Responsible => concerned == Some(agency),
        Capacity::Asker => match command {
            Command::AcceptTask { number, .. } | Command::ReturnTask { number, .. } => {
                matter.charge(*number).is_some_and(|charge| charge.asked_by == *agency)
            }
            _ => false,
        },
    })
}
