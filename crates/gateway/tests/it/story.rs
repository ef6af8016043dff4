//! What happens in the province of the tests, and how its agencies say it.

use crate::province::Province;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_dossier::{Ask, Channel, Command, Conclusion, Council, Member, Outcome, Participant, Stance};
use lienthong_ledger::ports::Clock;
use lienthong_names::{
    Act, AgencyId, AppraisalId, CommandId, ConsultationId, DossierCode, OfficerId, ProcedureCode, StepName,
    UnitId,
};
use lienthong_protocol::{Body, Command as Asked, Disclosure, Receipt, Submission, VerdictAnswer};
use lienthong_simulation::province::{AROUND, CENTRE};
use lienthong_simulation::world::founding::{ASKED, DEPARTMENT, PROCEDURE};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A dossier that waits for an opinion, and is late with it.
pub const WAITING: &str = "H22.02-201005-0001";
/// A dossier that has come to its end.
pub const ENDED: &str = "H22.02-201005-0002";
/// A dossier that is late itself.
pub const LATE: &str = "H22.02-201005-0003";
/// A code that nobody registered.
pub const UNKNOWN: &str = "H22.02-201005-9999";

/// The id of command `number`.
pub fn id(number: u64) -> CommandId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    CommandId::version_8(bytes)
}

/// A command about a dossier, by the officer whose it is to say.
pub fn asked(agency: &str, number: u64, code: &str, command: Command, at: Timestamp) -> Asked {
    let officer = match command {
        Command::RegisterDossier { .. } | Command::ReceiveDossier { .. } | Command::ReturnResult { .. } => {
            "tiep-nhan"
        }
        Command::ResolveDossier { .. } | Command::HandOver { .. } => "lanh-dao",
        _ => "thu-ly",
    };
    let body = Body::Dossier { code: DossierCode::new(code).unwrap(), command };
    Asked { act: act(agency, officer, number, at), body }
}

/// The envelope of command `number`.
pub fn act(agency: &str, officer: &str, number: u64, at: Timestamp) -> Act {
    Act::new(id(number), AgencyId::new(agency).unwrap(), OfficerId::new(officer).unwrap(), at)
}

/// Commands of one agency for one service, signed.
pub fn signed(province: &Province, commands: &[Asked]) -> Submission {
    signed_with(province, commands, Vec::new())
}

/// The same with what they commit to.
pub fn signed_with(province: &Province, commands: &[Asked], beside: Vec<Disclosure>) -> Submission {
    let first = &commands[0];
    let origin = match first.body {
        Body::Dossier { .. } | Body::Books(_) | Body::Supervision(_) => province.founded.ledger.clone(),
        Body::Catalogue { .. } => province.founded.catalogue.clone(),
    };
    let bytes = commands.iter().map(Asked::encode).collect();
    let agency = first.act.agency.clone();
    let mut submission =
        Submission::sign(&province.key(agency.as_str()), origin, first.service(), agency, bytes, Vec::new());
    // Not signed: what travels beside the commands.
    submission.disclosures = beside;
    submission
}

impl Province {
    /// Says one thing about a dossier, now, and has the receipt.
    pub fn say(&self, agency: &str, number: u64, code: &str, command: Command) -> Receipt {
        self.hand_in(asked(agency, number, code, command, self.now()))
    }

    /// Hands one command in and has the receipt.
    pub fn hand_in(&self, command: Asked) -> Receipt {
        self.hand_in_with(command, Vec::new())
    }

    /// The same with what it commits to.
    pub fn hand_in_with(&self, command: Asked, beside: Vec<Disclosure>) -> Receipt {
        let answers = self.decide(Arc::new(signed_with(self, &[command], beside)));
        let mut verdicts = answers.into_iter().flat_map(|answer| answer.verdicts);
        match verdicts.next().map(|verdict| verdict.answer) {
            Some(VerdictAnswer::Receipt(receipt)) => receipt,
            other => panic!("no receipt but {other:?}"),
        }
    }

    pub fn said(&self, agency: &str, number: u64, code: &str, command: Command) {
        let receipt = self.say(agency, number, code, command);
        assert!(receipt.is_admitted(), "{number} of {code}: {:?}", receipt.rejection);
    }

    /// Takes a dossier in at the Centre.
    pub fn take_in(&self, number: u64, code: &str) {
        self.said(CENTRE, number, code, register(Channel::Online));
        self.said(CENTRE, number + 1, code, receive());
    }
}

/// Registers a dossier.
pub fn register(channel: Channel) -> Command {
    Command::RegisterDossier {
        procedure: ProcedureCode::new(PROCEDURE).unwrap(),
        case: None,
        channel,
        documents: Vec::new(),
        personal: BTreeMap::new(),
    }
}

/// Takes it in.
pub fn receive() -> Command {
    Command::ReceiveDossier {
        competent: None,
        channel: Channel::Desk,
        handed_in: vec!["don".into()],
        appointment: None,
        custodian: None,
    }
}

/// Gives it to whoever works on it.
pub fn hand_over() -> Command {
    Command::HandOver {
        to_unit: Some(UnitId::new("chuyen-mon").unwrap()),
        to_officer: Some(OfficerId::new("thu-ly").unwrap()),
        step: Some(StepName::new("Thẩm định").unwrap()),
    }
}

/// Asks two agencies.
pub fn open_consultation() -> Command {
    ask_two(false, false)
}

/// Asks them, and keeps what they say closed until both have answered.
pub fn open_closed_consultation() -> Command {
    ask_two(true, false)
}

/// Asks them, and keeps what they say between them and who asks.
pub fn open_confidential_consultation() -> Command {
    ask_two(false, true)
}

fn ask_two(closed: bool, confidential: bool) -> Command {
    let ask =
        |agency: &str| Ask { participant: whom(agency), mandatory: true, term: Some(Term::working_days(3)) };
    Command::OpenConsultation {
        consultation: consultation(),
        question: "Đề nghị cho ý kiến".into(),
        documents: Vec::new(),
        participants: ASKED.iter().map(|agency| ask(agency)).collect(),
        addressee_inferred: false,
        closed,
        confidential,
    }
}

/// A council of three, of whom one is of an agency that was asked elsewhere.
pub fn open_appraisal() -> Command {
    let member = |agency: &str, officer: &str| Member {
        agency: AgencyId::new(agency).unwrap(),
        officer: OfficerId::new(officer).unwrap(),
    };
    let (head, clerk) = (member(DEPARTMENT, "lanh-dao"), member(DEPARTMENT, "thu-ly"));
    let council = Council {
        members: vec![head.clone(), clerk.clone(), member(ASKED[1], "thu-ly")],
        president: head,
        secretary: clerk,
        quorum: 2,
    };
    Command::OpenAppraisal {
        appraisal: AppraisalId::new("tham-dinh").unwrap(),
        council: Some(council),
        session: Some("10/2020".into()),
        mandatory: true,
        term: Some(Term::working_days(3)),
        documents: Vec::new(),
    }
}

/// Votes in it.
pub fn vote() -> Command {
    let appraisal = AppraisalId::new("tham-dinh").unwrap();
    Command::CastVote { appraisal, vote: Conclusion::WithChanges, text: "bổ sung thoát nước".into() }
}

/// Says that an agency agrees.
pub fn opinion(agency: &str, text: &str) -> Command {
    Command::GiveOpinion {
        consultation: consultation(),
        from: whom(agency),
        stance: Stance::Agree,
        text: text.into(),
        documents: Vec::new(),
        secret: None,
        closed: None,
    }
}

/// Decides.
pub fn resolve() -> Command {
    Command::ResolveDossier {
        outcome: Outcome::Granted,
        number: "1/QĐ".into(),
        date: "2020-10-06".into(),
        signer: "Lãnh đạo (hư cấu)".into(),
        results: Vec::new(),
    }
}

/// Finishes the one step.
pub fn complete_step() -> Command {
    Command::CompleteStep {
        step: StepName::new("Thẩm định").unwrap(), note: "".into(), at_centre: false
    }
}

pub fn consultation() -> ConsultationId {
    ConsultationId::new("y-kien").unwrap()
}

pub fn whom(agency: &str) -> Participant {
    Participant { agency: AgencyId::new(agency).unwrap(), unit: None }
}

/// The province after some days: one dossier waits for an opinion, one has ended, one is late and its appraisal is too; three commands were rejected.
pub fn told() -> Arc<Province> {
    let province = Province::founded();
    province.at("2020-10-05T01:00:00Z");
    province.take_in(1, WAITING);
    province.said(DEPARTMENT, 3, WAITING, hand_over());
    province.said(DEPARTMENT, 4, WAITING, open_consultation());
    province.said(ASKED[0], 5, WAITING, opinion(ASKED[0], "thống nhất"));
    // Before the opinions are in (R08), unasked (R03), and about nothing at all (R19).
    assert!(!province.say(DEPARTMENT, 6, WAITING, resolve()).is_admitted());
    assert!(!province.say(AROUND, 7, WAITING, opinion(AROUND, "không ai hỏi")).is_admitted());
    assert!(!province.say(AROUND, 8, UNKNOWN, opinion(AROUND, "không ai hỏi")).is_admitted());
    province.at("2020-10-06T02:00:00Z");
    province.take_in(21, ENDED);
    province.said(DEPARTMENT, 23, ENDED, hand_over());
    province.said(DEPARTMENT, 24, ENDED, complete_step());
    province.said(DEPARTMENT, 25, ENDED, resolve());
    province.said(
        CENTRE,
        26,
        ENDED,
        Command::ReturnResult { channel: Channel::Desk, results: Vec::new(), authority: "".into() },
    );
    province.take_in(31, LATE);
    province.said(DEPARTMENT, 33, LATE, open_appraisal());
    province.said(DEPARTMENT, 34, LATE, vote());
    province.at("2020-11-20T02:00:00Z");
    province
}
