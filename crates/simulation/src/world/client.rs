//! Agencies that want something recorded: each dossier is a script of acts by several of them, sent again until each has a
//! receipt, sometimes out of order, sometimes what nobody may.

use super::books::{self, Keeper};
use super::founding::{ASKED, DEPARTMENT, Founded, PROCEDURE};
use super::log::SimLog;
use crate::province::{AROUND, CENTRE, OFFICE};
use jiff::{SignedDuration, Timestamp, ToSpan};
use lienthong_calendar::Term;
use lienthong_dossier::{
    Ask, Channel, Command, Commitment, DigestItem, Outcome, Participant, PersonalField, Purpose, Stance,
    Treatment,
};
use lienthong_names::{
    Act, AgencyId, CommandId, ConsultationId, DossierCode, LegId, NameError, OfficerId, Origin,
    ProcedureCode, Service, StepName, StreamName, UnitId,
};
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{
    Body, Command as Asked, Disclosure, OpinionWords, Submission, Verdict, VerdictAnswer,
};
use lienthong_supervision::{Command as Said, Ground, SubjectId};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// Dossiers of a world.
const DOSSIERS: u32 = 3;
/// Acts of one dossier that are on their way at once, at most.
const AHEAD: usize = 2;
/// Registration and reception.
const BEGINNING: usize = 2;
/// What every applicant is called, and every complaint and every closed opinion says: it must stand nowhere in a ledger.
pub const SECRET: &str = "Nguyễn Thị Không-Ai-Được-Đọc";

/// One act, when there is occasion for it, and whether its receipt is in the sender's hands.
struct Errand {
    submission: Submission,
    from: Timestamp,
    done: bool,
}

/// The acts of one dossier.
#[derive(Default)]
pub struct Client {
    errands: Vec<Errand>,
    by_id: BTreeMap<CommandId, usize>,
    /// Who says more once a declaration is recorded.
    keeper: Option<Keeper>,
}

impl Client {
    /// Who sends commands about one dossier, and what is published meanwhile, each signed with a key and not before it is said to
    /// have occurred.
    #[must_use]
    pub fn telling(founded: &Founded, commands: Vec<(SigningKey, Asked)>) -> Self {
        let mut client = Self::default();
        for (key, command) in commands {
            client.add(ledger_of(founded, &command), &key, command);
        }
        client
    }

    /// Who keeps an agency's books.
    pub(super) fn keeping(keeper: Keeper) -> Self {
        Self { keeper: Some(keeper), ..Self::default() }
    }

    /// One more act.
    pub(super) fn add(&mut self, ledger: &Origin, key: &SigningKey, command: Asked) {
        let (id, from) = (command.act.id, command.act.occurred_at);
        self.by_id.insert(id, self.errands.len());
        self.errands.push(Errand { submission: signed(ledger, key, command), from, done: false });
    }

    /// When there is occasion for its next act, if that is only after an instant.
    #[must_use]
    pub fn waits_for(&self, now: Timestamp) -> Option<Timestamp> {
        let next = self.errands.iter().find(|errand| !errand.done)?;
        (next.from > now).then_some(next.from)
    }

    /// Whether every act has its receipt.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.errands.iter().all(|errand| errand.done)
    }

    /// One of the first acts that have none.
    pub fn next(&self, now: Timestamp, rng: &mut ChaCha8Rng) -> Option<Submission> {
        // Who has no receipt for the registration and the reception sends nothing else: there would be nothing to act on.
        let begun = self.errands.iter().take(BEGINNING).all(|errand| errand.done);
        let ahead = if begun { AHEAD } else { 1 };
        let open = self.errands.iter().filter(|errand| !errand.done).take(ahead);
        let open: Vec<&Errand> = open.filter(|errand| errand.from <= now).collect();
        if open.is_empty() {
            return None;
        }
        Some(open[rng.random_range(0..open.len())].submission.clone())
    }

    /// A verdict came; what is recorded with it stands in the logs.
    pub fn answered(&mut self, verdict: Verdict, logs: &BTreeMap<Origin, SimLog>) {
        let receipt = match verdict.answer {
            VerdictAnswer::Receipt(receipt) => receipt,
            VerdictAnswer::Fault(_) | VerdictAnswer::Unavailable(_) => return,
        };
        let errand = self.by_id.get(&receipt.command_id).and_then(|at| self.errands.get_mut(*at));
        let is_news = errand.is_some_and(|errand| !std::mem::replace(&mut errand.done, true));
        let Some(keeper) = self.keeper.as_ref().filter(|_| is_news) else { return };
        let (key, more) = (keeper.key.clone(), keeper.shows(&receipt, logs));
        more.into_iter().for_each(|command| self.add(&receipt.origin, &key, command));
    }
}

/// The agencies of a world: one client a dossier, one for what a department declares of its books, and one for what is found of it.
#[must_use]
pub fn clients(founded: &Founded, rng: &mut ChaCha8Rng) -> Vec<Client> {
    let mut clients: Vec<Client> =
        (1..=DOSSIERS).filter_map(|number| client(founded, rng, number).ok()).collect();
    clients.extend(books::declarer(founded, rng).ok());
    clients.extend(inspector(founded, rng).ok());
    clients
}

/// A finding of the department from its opening to its end, and what is to be refused on the way: it is opened twice, its agency judges it,
/// and what is out of turn because acts overtake each other.
fn inspector(founded: &Founded, rng: &mut ChaCha8Rng) -> Result<Client, NameError> {
    let (office, department) = (AgencyId::new(OFFICE)?, AgencyId::new(DEPARTMENT)?);
    let mut client = Client::default();
    let (Some(judges), Some(judged)) = (founded.keys.get(&office), founded.keys.get(&department)) else {
        return Ok(client);
    };
    let ground = Ground {
        rule: "R16.leg_late".into(),
        broken: "R16".into(),
        origin: founded.ledger.clone(),
        stream: StreamName::dossier(&DossierCode::new(&format!("{CENTRE}-201005-0001"))?),
        revision: 3,
        agency: department.clone(),
    };
    let (finding, about) = (ground.id(), SubjectId::Finding(ground.id()));
    let day = jiff::tz::offset(7).to_datetime(founded.now).date().saturating_add(7.days());
    let open = || Said::OpenFinding {
        ground: ground.clone(),
        dossier: None,
        at: founded.now,
        text: "".into(),
        explain_until: day,
    };
    let confirm = || Said::ConfirmFinding { finding: finding.clone(), reason: "đúng".into() };
    let said = [
        (&office, judges, open()),
        (
            &department,
            judged,
            Said::ExplainFinding {
                finding: finding.clone(), text: "nghỉ ốm".into(), documents: Vec::new()
            },
        ),
        (&office, judges, open()),
        (&department, judged, confirm()),
        (&office, judges, confirm()),
        (
            &office,
            judges,
            Said::OrderRemedy {
                finding: finding.clone(),
                agency: department.clone(),
                what: "phân công".into(),
                due: day,
            },
        ),
        (
            &department,
            judged,
            Said::ReportTask { about: about.clone(), number: 1, text: "xong".into(), documents: Vec::new() },
        ),
        (&office, judges, Said::AcceptTask { about, number: 1 }),
        (&office, judges, Said::CloseFinding { finding: finding.clone(), reason: "xong".into() }),
    ];
    for (agency, key, said) in said {
        let id = CommandId::version_8(rng.random());
        let act = act(id, agency, "lanh-dao", founded.now)?;
        client.add(&founded.ledger, key, Asked { act, body: Body::Supervision(said) });
    }
    Ok(client)
}

/// Acts, and whose they are.
type Script = Vec<(&'static str, Command)>;

fn client(founded: &Founded, rng: &mut ChaCha8Rng, number: u32) -> Result<Client, NameError> {
    let code = DossierCode::new(&format!("{CENTRE}-201005-{number:04}"))?;
    let mut script = script(rng, founded.now)?;
    // Systems are not in step with each other: some acts overtake others.
    for at in BEGINNING + 1..script.len() {
        if rng.random_range(0..6) == 0 {
            script.swap(at - 1, at);
        }
    }
    let mut client = Client::default();
    for (agency, command) in script {
        let agency = AgencyId::new(agency)?;
        let Some(key) = founded.keys.get(&agency) else { continue };
        let id = CommandId::version_8(rng.random());
        let act = act(id, &agency, officer(&command), founded.now)?;
        let body = Body::Dossier { code: code.clone(), command };
        client.add(&founded.ledger, key, Asked { act, body });
    }
    Ok(client)
}

fn script(rng: &mut ChaCha8Rng, begin: Timestamp) -> Result<Script, NameError> {
    let consultation = ConsultationId::new("y-kien")?;
    let whom = |agency: &str| Ok(Participant { agency: AgencyId::new(agency)?, unit: None });
    let opinion = |agency: &str, text: &str| {
        Ok(Command::GiveOpinion {
            consultation: consultation.clone(),
            from: whom(agency)?,
            stance: Stance::Agree,
            text: text.into(),
            documents: Vec::new(),
            secret: None,
            closed: None,
        })
    };
    let mut asks = Vec::new();
    let mut digest = Vec::new();
    for agency in ASKED {
        asks.push(Ask { participant: whom(agency)?, mandatory: true, term: Some(Term::working_days(3)) });
        digest.push(DigestItem {
            from: whom(agency)?,
            round: 1,
            version: 1,
            text_sha256: Sha256::digest("thống nhất").into(),
            treatment: Treatment::Accepted,
            explanation: "".into(),
            quotes: Vec::new(),
            paper: None,
        });
    }
    let resolve = || Command::ResolveDossier {
        outcome: Outcome::Granted,
        number: "1/QĐ".into(),
        date: "2020-10-05".into(),
        signer: "Lãnh đạo (hư cấu)".into(),
        results: Vec::new(),
    };
    let mut script: Script = vec![
        (
            CENTRE,
            Command::RegisterDossier {
                procedure: ProcedureCode::new(PROCEDURE)?,
                case: None,
                channel: Channel::Desk,
                documents: Vec::new(),
                personal: BTreeMap::new(),
            },
        ),
        (
            CENTRE,
            Command::ReceiveDossier {
                competent: None,
                channel: Channel::Desk,
                handed_in: vec!["don".into()],
                appointment: None,
                custodian: None,
            },
        ),
        (
            DEPARTMENT,
            Command::HandOver {
                to_unit: Some(UnitId::new("chuyen-mon")?),
                to_officer: Some(OfficerId::new("thu-ly")?),
                step: Some(StepName::new("Thẩm định")?),
            },
        ),
        (
            DEPARTMENT,
            Command::OpenConsultation {
                consultation: consultation.clone(),
                question: "Đề nghị cho ý kiến".into(),
                documents: Vec::new(),
                participants: asks,
                addressee_inferred: false,
                closed: false,
                confidential: false,
            },
        ),
        (ASKED[0], opinion(ASKED[0], "thống nhất")?),
        (ASKED[1], opinion(ASKED[1], "thống nhất")?),
        (DEPARTMENT, Command::ConcludeConsultation { consultation: consultation.clone(), digest }),
        (
            DEPARTMENT,
            Command::CompleteStep {
                step: StepName::new("Thẩm định")?, note: "".into(), at_centre: false
            },
        ),
    ];
    if rng.random_range(0..2) == 0 {
        let leg = LegId::new("tham-dinh")?;
        let to = AgencyId::new(ASKED[0])?;
        let purpose = if rng.random_range(0..2) == 0 { Purpose::Appraisal } else { Purpose::Resolution };
        let term = Some(Term::working_days(2));
        let answer = Command::AnswerLeg { leg: leg.clone(), text: "đã xem".into(), documents: Vec::new() };
        script.push((
            DEPARTMENT,
            Command::TransferDossier {
                leg: leg.clone(),
                to,
                purpose,
                documents: Vec::new(),
                term,
                note: "".into(),
                parent: None,
                after: None,
            },
        ));
        script.push((ASKED[0], Command::AcknowledgeLeg { leg }));
        script.push((ASKED[0], answer));
    }
    if rng.random_range(0..4) == 0 {
        let papers = vec!["giay-to".into()];
        let hours = rng.random_range(1..200);
        let asked = Command::RequestSupplement {
            items: papers.clone(),
            reasons: vec!["thiếu".into()],
            until: begin.checked_add(SignedDuration::from_hours(hours)).ok(),
            again: "".into(),
        };
        let brought = Command::ProvideSupplement { items: papers, documents: Vec::new() };
        script.extend([(CENTRE, asked), (CENTRE, brought)]);
    }
    script.push((DEPARTMENT, resolve()));
    script.push((
        CENTRE,
        Command::ReturnResult { channel: Channel::Desk, results: Vec::new(), authority: "".into() },
    ));
    if rng.random_range(0..2) == 0 {
        let erase = Command::ErasePersonalData {
            authority: "15/QĐ-VP".into(),
            law: "Luật Lưu trữ".into(),
            reason: "hết thời hạn lưu trữ".into(),
        };
        script.push((OFFICE, erase));
    }
    // Some are left lying: their clocks run out with nobody to send anything.
    if rng.random_range(0..4) == 0 {
        script.truncate(rng.random_range(3..script.len()));
    }
    // What must be refused: a stranger's opinion, and a decision before the opinions are in.
    let at = rng.random_range(BEGINNING..script.len());
    script.insert(at, (AROUND, opinion(AROUND, "không ai hỏi")?));
    if rng.random_range(0..2) == 0 {
        script.insert(5.min(script.len()), (DEPARTMENT, resolve()));
    }
    Ok(script)
}

/// Who does what.
const fn officer(command: &Command) -> &'static str {
    match command {
        Command::RegisterDossier { .. } | Command::ReceiveDossier { .. } | Command::ReturnResult { .. } => {
            "tiep-nhan"
        }
        Command::ResolveDossier { .. }
        | Command::TransferDossier { .. }
        | Command::ErasePersonalData { .. } => "lanh-dao",
        _ => "thu-ly",
    }
}

/// What travels beside a command that commits to something: every applicant has a name, every complaint a text, and an opinion that
/// is given closed says something. The command is made to commit to that.
pub fn committed(command: &mut Asked) -> Option<Disclosure> {
    let id = command.act.id;
    let beside = |field, value: Vec<u8>| {
        let salt = Salt::derived(&[5; 32], &id, field);
        let commitment = commit(field, &salt, &value);
        (commitment, Disclosure { command: 0, field, salt, value: Zeroizing::new(value) })
    };
    let Body::Dossier { command, .. } = &mut command.body else { return None };
    let (place, (commitment, disclosure)) = match command {
        Command::RegisterDossier { personal, .. } => {
            let place = personal.entry(PersonalField::Applicant).or_insert(Commitment([0; 32]));
            (place, beside(PersonalField::Applicant, SECRET.into()))
        }
        Command::FileComplaint { text, .. } => (text, beside(PersonalField::Complaint, SECRET.into())),
        Command::GiveOpinion { closed: Some(closed), .. }
        | Command::AmendOpinion { closed: Some(closed), .. } => {
            let words = OpinionWords { stance: Stance::Agree, text: SECRET.into(), documents: Vec::new() };
            (closed, beside(PersonalField::Opinion, words.encode()))
        }
        _ => return None,
    };
    *place = commitment;
    Some(disclosure)
}

/// The ledger that a command is for.
fn ledger_of<'a>(founded: &'a Founded, command: &Asked) -> &'a Origin {
    if command.service() == Service::Publishing { &founded.catalogue } else { &founded.ledger }
}

/// As it is sent.
fn signed(ledger: &Origin, key: &SigningKey, mut command: Asked) -> Submission {
    let disclosures = committed(&mut command).into_iter().collect();
    let (service, agency) = (command.service(), command.act.agency.clone());
    Submission::sign(key, ledger.clone(), service, agency, vec![command.encode()], disclosures)
}

pub(super) fn act(id: CommandId, agency: &AgencyId, officer: &str, at: Timestamp) -> Result<Act, NameError> {
    Ok(Act::new(id, agency.clone(), OfficerId::new(officer)?, at))
}
