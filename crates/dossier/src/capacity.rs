//! In which capacity an agency says something about a dossier: the table of DOMAIN section 4 as data.
//!
//! Belongs here: the capacities, which command asks for which ([`TABLE`]), which ones an agency holds in a dossier
//! ([`held`]), and what it hears when it lacks them ([`check`], [`check_part`]). The table is code, documentation and test at once:
//! nobody keeps a second one.
//! Does not: which commands are held to it (`routing`, `consultation`), the right desk (R01), an ask for an opinion (R03 in
//! `consultation`), the Office's own right to publish (R22).

use crate::appraisal::{Appraisal, Council};
use crate::command::{Command, CommandKind};
use crate::consultation::Consultation;
use crate::event::Event;
use crate::ground::{Check, Ground};
use crate::state::{Dossier, Leg, LegState};
use lienthong_names::{AgencyId, DossierCode};

/// In what right an agency acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Capacity {
    /// It has a one-stop desk in force; whether it is the right desk is R01's to say.
    Desk,
    /// It answers for the dossier now.
    Custodian,
    /// A leg, or an ask for an opinion, was sent to it and is still open. A command that names one asks for that one.
    Leg,
    /// It sent the leg that the command names.
    Sender,
    /// It resolves the dossier.
    Competent,
    /// The citizen, who speaks through the desk that received the dossier, or through a portal that is one.
    Citizen,
    /// Something recorded gave it a part in the dossier, whichever.
    Part,
    /// It is a public postal service, and the dossier goes by post.
    Post,
    /// It chairs the consultation, or the appraisal, that the command names.
    Chair,
    /// An officer of it keeps the minutes of the appraisal that the command names.
    Secretary,
    /// An officer of it votes in the appraisal that the command names.
    Member,
    /// It made the entry that the command names.
    Author,
    /// The papers on the list that the command names were sent to it.
    Addressee,
    /// The complaint that the command names is of it; its head speaks.
    Head,
    /// It stands above all who refused the dossier for competence; it needs no part in it.
    Superior,
    /// The provincial Office, which supervises; it needs no part in the dossier.
    Supervisor,
    /// It signs with a historian's key.
    Historian,
    /// It is the clock of a service, which signs with that service's key.
    Timer,
}

impl Capacity {
    /// Every one.
    pub const ALL: [Self; 18] = [
        Self::Desk,
        Self::Custodian,
        Self::Leg,
        Self::Sender,
        Self::Competent,
        Self::Citizen,
        Self::Part,
        Self::Post,
        Self::Chair,
        Self::Secretary,
        Self::Member,
        Self::Author,
        Self::Addressee,
        Self::Head,
        Self::Superior,
        Self::Supervisor,
        Self::Historian,
        Self::Timer,
    ];

    /// The word of DOMAIN section 4.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Custodian => "custodian",
            Self::Leg => "leg",
            Self::Sender => "sender",
            Self::Competent => "competent",
            Self::Citizen => "citizen",
            Self::Part => "part",
            Self::Post => "post",
            Self::Chair => "chair",
            Self::Secretary => "secretary",
            Self::Member => "member",
            Self::Author => "author",
            Self::Addressee => "addressee",
            Self::Head => "head",
            Self::Superior => "superior",
            Self::Supervisor => "supervisor",
            Self::Historian => "historian",
            Self::Timer => "timer",
        }
    }

    /// What it is called in Vietnamese.
    #[must_use]
    pub const fn vi(self) -> &'static str {
        match self {
            Self::Desk => "bộ phận một cửa",
            Self::Custodian => "cơ quan đang giữ hồ sơ",
            Self::Leg => "cơ quan nhận lượt liên thông",
            Self::Sender => "cơ quan đã gửi lượt liên thông",
            Self::Competent => "cơ quan có thẩm quyền",
            Self::Citizen => "công dân (qua Bộ phận Một cửa hoặc cổng dịch vụ)",
            Self::Part => "cơ quan tham gia giải quyết hồ sơ",
            Self::Post => "dịch vụ bưu chính công ích",
            Self::Chair => "cơ quan chủ trì",
            Self::Secretary => "cơ quan có thư ký hội đồng thẩm định",
            Self::Member => "cơ quan có thành viên hội đồng thẩm định",
            Self::Author => "cơ quan đã ghi nội dung này",
            Self::Addressee => "cơ quan được gửi bản giấy",
            Self::Head => "người đứng đầu cơ quan bị phản ánh",
            Self::Superior => "cơ quan cấp trên chung",
            Self::Supervisor => "cơ quan giám sát",
            Self::Historian => "khóa nhập lịch sử",
            Self::Timer => "đồng hồ của dịch vụ",
        }
    }
}

/// Which capacity each command asks for: any one of those named.
pub const TABLE: &[(CommandKind, &[Capacity])] = &[
    (CommandKind::ImportHistory, &[Capacity::Historian]),
    (CommandKind::RegisterDossier, &[Capacity::Desk]),
    (CommandKind::ReceiveDossier, &[Capacity::Desk]),
    (CommandKind::RefuseDossier, &[Capacity::Desk]),
    (CommandKind::RegulariseDossier, &[Capacity::Desk]),
    (CommandKind::AdoptDossier, &[Capacity::Desk]),
    (CommandKind::TransferDossier, &[Capacity::Custodian, Capacity::Leg]),
    (CommandKind::AcknowledgeLeg, &[Capacity::Leg]),
    (CommandKind::RefuseLeg, &[Capacity::Leg]),
    (CommandKind::RecordArrival, &[Capacity::Leg]),
    (CommandKind::ReadLeg, &[Capacity::Leg]),
    (CommandKind::AssignLeg, &[Capacity::Leg]),
    (CommandKind::RecallLeg, &[Capacity::Sender]),
    (CommandKind::SendBackLeg, &[Capacity::Leg]),
    (CommandKind::AnswerLeg, &[Capacity::Leg]),
    (CommandKind::DecideCompetence, &[Capacity::Superior]),
    (CommandKind::SendPaper, &[Capacity::Desk, Capacity::Custodian, Capacity::Leg]),
    (CommandKind::ReceivePaper, &[Capacity::Addressee]),
    (CommandKind::HandOver, &[Capacity::Custodian, Capacity::Leg]),
    (CommandKind::ReassignOfficer, &[Capacity::Custodian, Capacity::Leg]),
    (CommandKind::CompleteStep, &[Capacity::Custodian, Capacity::Leg]),
    (CommandKind::ProposeSupplement, &[Capacity::Custodian]),
    (CommandKind::RequestSupplement, &[Capacity::Desk]),
    (CommandKind::ProvideSupplement, &[Capacity::Citizen, Capacity::Desk]),
    (CommandKind::RequestRevision, &[Capacity::Custodian]),
    (CommandKind::PauseDossier, &[Capacity::Custodian]),
    (CommandKind::ResumeDossier, &[Capacity::Custodian]),
    (CommandKind::StopDossier, &[Capacity::Desk, Capacity::Custodian]),
    (CommandKind::AskWithdrawal, &[Capacity::Citizen]),
    (CommandKind::DecideWithdrawal, &[Capacity::Custodian]),
    (CommandKind::IssueApology, &[Capacity::Desk, Capacity::Custodian]),
    (CommandKind::Reappoint, &[Capacity::Desk]),
    (CommandKind::AttachDocument, &[Capacity::Part]),
    (CommandKind::AnnulReception, &[Capacity::Desk, Capacity::Supervisor]),
    (CommandKind::RateService, &[Capacity::Citizen]),
    (CommandKind::FileComplaint, &[Capacity::Citizen]),
    (CommandKind::AnswerComplaint, &[Capacity::Head]),
    (CommandKind::ErasePersonalData, &[Capacity::Supervisor]),
    (CommandKind::CorrectEntry, &[Capacity::Author]),
    (CommandKind::ResolveDossier, &[Capacity::Competent, Capacity::Custodian]),
    (CommandKind::ReturnResult, &[Capacity::Desk, Capacity::Post]),
    (CommandKind::DemandFee, &[Capacity::Desk]),
    (CommandKind::ExemptFee, &[Capacity::Desk, Capacity::Competent]),
    (CommandKind::RecordPayment, &[Capacity::Desk, Capacity::Citizen, Capacity::Post]),
    (CommandKind::RefundPayment, &[Capacity::Desk]),
    (CommandKind::SetFinancialObligation, &[Capacity::Leg, Capacity::Custodian]),
    (CommandKind::RecordResult, &[Capacity::Competent, Capacity::Custodian]),
    (CommandKind::WithdrawResult, &[Capacity::Competent]),
    (CommandKind::ReissueResult, &[Capacity::Competent]),
    (CommandKind::ReopenDossier, &[Capacity::Competent]),
    (CommandKind::NotifyApplicant, &[Capacity::Desk, Capacity::Custodian]),
    (CommandKind::PostSent, &[Capacity::Desk, Capacity::Post]),
    (CommandKind::PostArrived, &[Capacity::Desk, Capacity::Post]),
    (CommandKind::PostFailed, &[Capacity::Desk, Capacity::Post]),
    (CommandKind::RaiseTimer, &[Capacity::Timer]),
    (CommandKind::OpenConsultation, &[Capacity::Custodian]),
    (CommandKind::GiveOpinion, &[Capacity::Leg]),
    (CommandKind::AmendOpinion, &[Capacity::Leg]),
    (CommandKind::DeclineOpinion, &[Capacity::Leg]),
    (CommandKind::AskAgain, &[Capacity::Chair]),
    (CommandKind::RemindOpinion, &[Capacity::Chair]),
    (CommandKind::RevokeOpinionRequest, &[Capacity::Chair]),
    (CommandKind::DecideWithoutOpinion, &[Capacity::Competent]),
    (CommandKind::ObjectToDigest, &[Capacity::Leg]),
    (CommandKind::ConcludeConsultation, &[Capacity::Chair]),
    (CommandKind::OpenAppraisal, &[Capacity::Custodian, Capacity::Leg]),
    (CommandKind::RecordVisit, &[Capacity::Chair, Capacity::Secretary]),
    (CommandKind::CastVote, &[Capacity::Member]),
    (CommandKind::ConcludeAppraisal, &[Capacity::Chair]),
    (CommandKind::ReopenAppraisal, &[Capacity::Chair]),
];

/// The capacities of which a command asks for one.
#[must_use]
pub fn asked_for(kind: CommandKind) -> &'static [Capacity] {
    TABLE.iter().find(|(command, _)| *command == kind).map_or(&[], |(_, capacities)| capacities)
}

/// What a dossier's own records cannot say of an agency; the rules look it up in the catalogue.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// It has a one-stop desk in force.
    pub desk: bool,
    /// It signs with the Office's key.
    pub office: bool,
    /// It stands above all who refused the dossier for competence.
    pub superior: bool,
    /// It signs with a historian's key.
    pub historian: bool,
    /// It is a public postal service.
    pub postal: bool,
    /// It signs with a service's key.
    pub timer: bool,
}

/// Whether an agency holds one of the capacities that a command asks for.
#[must_use]
pub fn holds_one(dossier: &Dossier, agency: &AgencyId, command: &Command, standing: Standing) -> bool {
    asked_for(command.kind()).iter().any(|capacity| holds(dossier, agency, command, standing, *capacity))
}

/// Whether an agency holds a capacity in a dossier, with regard to what the command names.
fn holds(
    dossier: &Dossier,
    agency: &AgencyId,
    command: &Command,
    standing: Standing,
    capacity: Capacity,
) -> bool {
    match capacity {
        // A result may be handed out at another desk than the one that received (R01 asks which).
        Capacity::Desk if command.kind() == CommandKind::ReturnResult => standing.desk,
        Capacity::Desk => standing.desk && dossier.reception.as_ref().is_none_or(|r| r.desk == *agency),
        Capacity::Citizen => standing.desk && speaks_for_citizen(dossier, agency),
        Capacity::Part => dossier.has_part(agency),
        Capacity::Post => standing.postal && dossier.by_post() && carries(dossier, agency, command),
        Capacity::Sender => {
            let sent = command.leg().and_then(|leg| dossier.legs.get(leg)).map(|leg| &leg.from);
            let planned = command.leg().and_then(|leg| dossier.planned.get(leg)).map(|leg| &leg.from);
            sent.or(planned) == Some(agency)
        }
        Capacity::Author => {
            let entry = command.entry().and_then(|revision| dossier.entries.get(&revision));
            entry.is_some_and(|entry| dossier.heir(&entry.agency) == agency)
        }
        Capacity::Addressee => command
            .manifest_received()
            .and_then(|manifest| dossier.papers.iter().find(|papers| *papers.manifest == *manifest))
            .is_some_and(|papers| papers.to == *agency),
        Capacity::Head => command
            .complaint()
            .and_then(|number| dossier.complaint(number))
            .is_some_and(|complaint| complaint.against == *agency),
        Capacity::Superior => standing.superior,
        Capacity::Supervisor => standing.office,
        Capacity::Historian => standing.historian,
        Capacity::Timer => standing.timer,
        // Who names a leg of which it sends a part on acts as that leg's agency.
        Capacity::Custodian => command.parent().is_none() && dossier.custodian() == Some(agency),
        Capacity::Competent => dossier.reception.as_ref().is_some_and(|r| r.competent == *agency),
        Capacity::Chair => {
            named_consultation(dossier, command).is_some_and(|c| c.chair == *agency)
                || named_appraisal(dossier, command).is_some_and(|a| a.chair == *agency)
        }
        Capacity::Secretary => council(dossier, command).is_some_and(|c| c.secretary.agency == *agency),
        Capacity::Member => {
            council(dossier, command).is_some_and(|c| c.members.iter().any(|member| member.agency == *agency))
        }
        Capacity::Leg => holds_leg(dossier, agency, command),
    }
}

/// That an agency has opened legs by what it does: sent to it, neither taken nor opened before, and what it does is work on them. A
/// command that names a leg says of itself what becomes of it. Who answers for the dossier works on the leg by which it came.
#[must_use]
pub fn opened_by(dossier: &Dossier, agency: &AgencyId, command: &Command) -> Vec<Event> {
    if command.leg().is_some() || command.opinion_of().is_some() {
        return Vec::new();
    }
    let unopened = |leg: &Leg| leg.to == *agency && leg.state == LegState::Sent && leg.read_at.is_none();
    if let Some(parent) = command.parent() {
        let opens = dossier.legs.get(parent).is_some_and(unopened);
        return opens.then(|| Event::LegRead { leg: parent.clone() }).into_iter().collect();
    }
    let of_custodian = dossier.custodian() == Some(agency);
    let capacity = if of_custodian { Capacity::Custodian } else { Capacity::Leg };
    if !asked_for(command.kind()).contains(&capacity) {
        return Vec::new();
    }
    let fits = |leg: &Leg| unopened(leg) && leg.moved_custody == of_custodian;
    let opened = dossier.legs.iter().filter(|(_, leg)| fits(leg));
    opened.map(|(leg, _)| Event::LegRead { leg: leg.clone() }).collect()
}

/// The desk that received it, or whoever entered it for the citizen.
fn speaks_for_citizen(dossier: &Dossier, agency: &AgencyId) -> bool {
    let received = dossier.reception.as_ref().map(|reception| &reception.desk);
    let entered = dossier.registration.as_ref().map(|registration| &registration.by);
    [received, entered].into_iter().flatten().any(|desk| desk == agency)
}

/// R02: the agency holds one of the capacities that the command asks for. Who has no part at all hears R03 instead.
///
/// # Errors
/// The service's ground for R02.
pub fn check(
    ground: &Ground,
    dossier: &Dossier,
    agency: &AgencyId,
    command: &Command,
    standing: Standing,
) -> Check {
    if holds_one(dossier, agency, command, standing) || !has_part(dossier, agency, standing) {
        return Ok(());
    }
    let asked_for = asked_for(command.kind());
    let kind = command.kind().as_str();
    let vi: Vec<&str> = asked_for.iter().map(|capacity| capacity.vi()).collect();
    let en: Vec<&str> = asked_for.iter().map(|capacity| capacity.as_str()).collect();
    ground.refuse(
        "agency",
        format!("{agency} không phải là {}: không được thực hiện {kind}", vi.join(" hoặc ")),
        format!("{agency} is not {} here: {kind} is not its to say", en.join(" or ")),
    )
}

/// R03: something recorded gave the agency a part in the dossier.
///
/// # Errors
/// The service's ground for R03.
pub fn check_part(
    ground: &Ground,
    dossier: &Dossier,
    code: &DossierCode,
    agency: &AgencyId,
    standing: Standing,
) -> Check {
    if has_part(dossier, agency, standing) {
        return Ok(());
    }
    ground.refuse(
        "agency",
        format!("hồ sơ {code} chưa từng được gửi cho {agency} qua hệ thống"),
        format!("dossier {code} was never sent to {agency}"),
    )
}

/// A carrier has a part in whatever goes by post: it fetches papers before anybody has named it.
fn has_part(dossier: &Dossier, agency: &AgencyId, standing: Standing) -> bool {
    dossier.has_part(agency) || standing.postal && dossier.by_post()
}

/// A consignment is spoken of by whoever carries it.
fn carries(dossier: &Dossier, agency: &AgencyId, command: &Command) -> bool {
    let (Command::PostArrived { consignment } | Command::PostFailed { consignment, .. }) = command else {
        return true;
    };
    dossier.consignments.get(consignment).is_none_or(|sent| sent.carrier == *agency)
}

fn named_consultation<'a>(dossier: &'a Dossier, command: &Command) -> Option<&'a Consultation> {
    command.consultation().and_then(|id| dossier.consultations.get(id))
}

fn named_appraisal<'a>(dossier: &'a Dossier, command: &Command) -> Option<&'a Appraisal> {
    command.appraisal().and_then(|id| dossier.appraisals.get(id))
}

fn council<'a>(dossier: &'a Dossier, command: &Command) -> Option<&'a Council> {
    named_appraisal(dossier, command).and_then(|appraisal| appraisal.council.as_ref())
}

fn holds_leg(dossier: &Dossier, agency: &AgencyId, command: &Command) -> bool {
    if let Some(leg) = command.leg().or(command.parent()) {
        return dossier.legs.get(leg).is_some_and(|leg| leg.to == *agency);
    }
    // The dossier as a whole is its custodian's to send.
    if command.kind() == CommandKind::TransferDossier {
        return false;
    }
    // Who was asked for something else does not appraise.
    if command.kind() == CommandKind::OpenAppraisal {
        return dossier.open_appraisals_of(agency).next().is_some();
    }
    if let Some(from) = command.opinion_of() {
        let asked = named_consultation(dossier, command).and_then(|c| c.participant(from));
        return from.agency == *agency && asked.is_some();
    }
    dossier.open_legs().any(|(_, leg)| leg.to == *agency)
        || dossier.open_requests().any(|(participant, _)| participant.agency == *agency)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_one_row_that_asks_for_something() {
        for kind in CommandKind::ALL {
            let rows = TABLE.iter().filter(|(command, _)| command == kind).count();
            assert_eq!(rows, 1, "{}", kind.as_str());
            assert!(!asked_for(*kind).is_empty(), "{}", kind.as_str());
        }
    }
}
