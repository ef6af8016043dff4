//! The acts of random histories: who may do what, and the command it is.

use super::AGENCIES;
use super::appraisals::{self, OfAppraisal, of_appraisal};
use crate::one_stop_acts::{self, OfOneStop, of_one_stop};
use crate::opinion_acts::{self, OfAsk, of_ask};
use lienthong_calendar::Term;
use lienthong_dossier::{
    Ask, Channel, ChargeState, Command, Commitment, DigestItem, Document, Dossier, LegGround, NoticeMeans,
    Outcome, Participant, PaymentMeans, PostDirection, Purpose, ResultOutcome, Stance,
};
use lienthong_names::{AgencyId, ConsultationId, LegId, OfficerId, Service, StepName};
use proptest::prelude::*;

/// The acts are drawn so that most come from someone who might: chance alone would hear "no" all day.
#[derive(Debug, Clone, Copy)]
pub(super) enum Who {
    Custodian,
    Desk,
    /// The first that holds a capacity which the act asks for.
    Able,
    Other(usize),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Receive,
    Refuse,
    Transfer { leg: u8, to: usize, purpose: Purpose },
    SendLater { leg: u8, after: u8, to: usize, purpose: Purpose },
    SendOn { leg: u8, of: u8, to: usize, purpose: Purpose },
    Acknowledge(u8),
    RefuseLeg(u8),
    Answer(u8),
    HandOver,
    Step,
    Resolve,
    Return,
    Ask { consultation: u8, whom: usize, mandatory: bool },
    AskAgain { consultation: u8, whom: usize, mandatory: bool },
    Give(u8),
    Amend(u8),
    Decline(u8),
    Conclude { consultation: u8, complete: bool },
    Arrive(u8),
    Read(u8),
    Assign(u8),
    Recall(u8),
    SendBack(u8),
    Clock(OfClock),
    End(OfEnd),
    OneStop(OfOneStop),
    Asked(OfAsk),
    Appraise(OfAppraisal),
}

/// Money, results, and what a court undoes.
#[derive(Debug, Clone, Copy)]
pub(super) enum OfEnd {
    Demand,
    Exempt,
    Pay,
    Refund,
    Oblige(u8),
    Record(u8),
    Withdraw(u8),
    Reissue(u8),
    Reopen,
    ReturnOne(u8),
    Tell,
    Post(u8),
    Deliver(u8),
    Lose(u8),
}

fn of_end() -> impl Strategy<Value = OfEnd> {
    let one = || 0..2_u8;
    prop_oneof![
        2 => Just(OfEnd::Demand),
        1 => Just(OfEnd::Exempt),
        6 => Just(OfEnd::Pay),
        5 => Just(OfEnd::Refund),
        2 => one().prop_map(OfEnd::Oblige),
        3 => one().prop_map(OfEnd::Record),
        4 => one().prop_map(OfEnd::Withdraw),
        5 => one().prop_map(OfEnd::Reissue),
        2 => Just(OfEnd::Reopen),
        2 => one().prop_map(OfEnd::ReturnOne),
        1 => Just(OfEnd::Tell),
        1 => one().prop_map(OfEnd::Post),
        2 => one().prop_map(OfEnd::Deliver),
        2 => one().prop_map(OfEnd::Lose),
    ]
}

/// What makes the clock stand still, or ends a dossier without a decision.
#[derive(Debug, Clone, Copy)]
pub(super) enum OfClock {
    Reassign,
    Propose,
    /// Until some day, or for good.
    Request(bool),
    Bring,
    Correct,
    Pause,
    Resume,
    Stop,
    WantBack,
    Withdraw(bool),
    Apologise,
    Reappoint,
    Attach,
    Annul,
}

fn of_clock() -> impl Strategy<Value = OfClock> {
    prop_oneof![
        1 => Just(OfClock::Reassign),
        2 => Just(OfClock::Propose),
        3 => any::<bool>().prop_map(OfClock::Request),
        8 => Just(OfClock::Bring),
        2 => Just(OfClock::Correct),
        2 => Just(OfClock::Pause),
        6 => Just(OfClock::Resume),
        1 => Just(OfClock::Stop),
        2 => Just(OfClock::WantBack),
        2 => any::<bool>().prop_map(OfClock::Withdraw),
        1 => Just(OfClock::Apologise),
        1 => Just(OfClock::Reappoint),
        1 => Just(OfClock::Attach),
        4 => Just(OfClock::Annul),
    ]
}

pub(super) fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        3 => Just(Who::Custodian),
        1 => Just(Who::Desk),
        6 => Just(Who::Able),
        4 => (0..AGENCIES.len()).prop_map(Who::Other),
    ]
}

pub(super) fn what() -> impl Strategy<Value = What> {
    let leg = || 0..4_u8;
    let agency = || 0..AGENCIES.len();
    let consultation = || 0..2_u8;
    let purpose = || prop::sample::select(Purpose::ALL.to_vec());
    prop_oneof![
        2 => Just(What::Receive),
        1 => Just(What::Refuse),
        6 => (leg(), agency(), purpose()).prop_map(|(leg, to, purpose)| What::Transfer { leg, to, purpose }),
        3 => (leg(), leg(), agency(), purpose())
            .prop_map(|(leg, of, to, purpose)| What::SendOn { leg, of, to, purpose }),
        1 => (leg(), leg(), agency(), purpose())
            .prop_map(|(leg, after, to, purpose)| What::SendLater { leg, after, to, purpose }),
        2 => leg().prop_map(What::Acknowledge),
        16 => leg().prop_map(What::RefuseLeg),
        6 => leg().prop_map(What::Answer),
        1 => Just(What::HandOver),
        1 => Just(What::Step),
        2 => Just(What::Resolve),
        1 => Just(What::Return),
        3 => (consultation(), agency(), any::<bool>())
            .prop_map(|(consultation, whom, mandatory)| What::Ask { consultation, whom, mandatory }),
        3 => (consultation(), agency(), any::<bool>())
            .prop_map(|(consultation, whom, mandatory)| What::AskAgain { consultation, whom, mandatory }),
        4 => consultation().prop_map(What::Give),
        2 => consultation().prop_map(What::Amend),
        2 => consultation().prop_map(What::Decline),
        3 => (consultation(), any::<bool>())
            .prop_map(|(consultation, complete)| What::Conclude { consultation, complete }),
        1 => leg().prop_map(What::Arrive),
        1 => leg().prop_map(What::Read),
        1 => leg().prop_map(What::Assign),
        2 => leg().prop_map(What::Recall),
        2 => leg().prop_map(What::SendBack),
        12 => of_clock().prop_map(What::Clock),
        10 => of_end().prop_map(What::End),
        12 => of_one_stop().prop_map(What::OneStop),
        6 => of_ask().prop_map(What::Asked),
        14 => of_appraisal(AGENCIES.len()).prop_map(What::Appraise),
    ]
}

fn leg(n: u8) -> LegId {
    LegId::new(&format!("l{n}")).unwrap()
}

fn consultation(n: u8) -> ConsultationId {
    ConsultationId::new(&format!("c{n}")).unwrap()
}

/// What an answer commits to where answers are closed, and will still be once the clocks that ran out are recorded; no rule asks what
/// stands behind it.
fn hidden(dossier: &Dossier, id: u8) -> Option<Commitment> {
    let asked = dossier.consultations.get(&consultation(id))?;
    (asked.is_closed() && asked.opens_at().is_none()).then_some(Commitment([0x66; 32]))
}

pub(super) fn faithful(dossier: &Dossier, id: &ConsultationId) -> Vec<DigestItem> {
    dossier.consultations.get(id).map(lienthong_scenario::faithful).unwrap_or_default()
}

pub(super) fn command(
    dossier: &Dossier,
    agencies: &[AgencyId],
    acting: &AgencyId,
    what: What,
) -> (Service, Command) {
    let term = Some(Term::working_days(5));
    let asks = |whom: usize, mandatory: bool| {
        let participant = Participant { agency: agencies[whom].clone(), unit: None };
        vec![Ask { participant, mandatory, term: term.clone() }]
    };
    let from = Participant { agency: acting.clone(), unit: None };
    let routing = |command| (Service::Routing, command);
    let consulting = |command| (Service::Consultation, command);
    // One that is open, where there is any: what is said of others is refused, as the scenarios show.
    let sent = |n: u8| {
        let open: Vec<&LegId> = dossier.open_legs().map(|(id, _)| id).collect();
        open.get(usize::from(n) % open.len().max(1)).map_or(leg(n), |open| (*open).clone())
    };
    let transfer = |(id, to, purpose): (u8, usize, Purpose), parent, after| Command::TransferDossier {
        leg: leg(id),
        to: agencies[to].clone(),
        purpose,
        documents: Vec::new(),
        term: term.clone(),
        note: "".into(),
        parent,
        after,
    };
    match what {
        What::Receive => routing(Command::ReceiveDossier {
            competent: None,
            channel: Channel::Desk,
            handed_in: Vec::new(),
            appointment: None,
            custodian: None,
        }),
        What::Refuse => routing(Command::RefuseDossier { reasons: vec!["thiếu giấy tờ".into()] }),
        What::Transfer { leg, to, purpose } => routing(transfer((leg, to, purpose), None, None)),
        What::SendLater { leg, after, to, purpose } => {
            routing(transfer((leg, to, purpose), None, Some(sent(after))))
        }
        What::SendOn { leg, of, to, purpose } => routing(transfer((leg, to, purpose), Some(sent(of)), None)),
        What::Acknowledge(id) => routing(Command::AcknowledgeLeg { leg: sent(id) }),
        What::RefuseLeg(id) => {
            let ground = Some(LegGround::Competence).filter(|_| id > 0);
            routing(Command::RefuseLeg { leg: sent(id), reason: "nhầm nơi".into(), ground })
        }
        What::Answer(id) => {
            routing(Command::AnswerLeg { leg: sent(id), text: "".into(), documents: Vec::new() })
        }
        What::HandOver => routing(Command::HandOver {
            to_unit: None,
            to_officer: Some(OfficerId::new("an").unwrap()),
            step: Some(StepName::new("tham-dinh").unwrap()),
        }),
        What::Step => routing(Command::CompleteStep {
            step: StepName::new("tham-dinh").unwrap(),
            note: "".into(),
            at_centre: false,
        }),
        What::Resolve => routing(Command::ResolveDossier {
            outcome: Outcome::Granted,
            number: "1/QĐ".into(),
            date: "2020-11-02".into(),
            signer: "Giám đốc".into(),
            results: Vec::new(),
        }),
        What::Arrive(id) => routing(Command::RecordArrival { leg: sent(id) }),
        What::Read(id) => routing(Command::ReadLeg { leg: sent(id) }),
        What::Assign(id) => {
            let officer = Some(OfficerId::new("an").unwrap());
            routing(Command::AssignLeg { leg: sent(id), unit: None, officer })
        }
        What::Recall(id) => {
            let planned = dossier.planned.keys().next().filter(|_| id == 0).cloned();
            let leg = planned.unwrap_or_else(|| sent(id));
            routing(Command::RecallLeg { leg, reason: "nhầm nơi".into() })
        }
        What::SendBack(id) => {
            routing(Command::SendBackLeg { leg: sent(id), reason: "thiếu bản vẽ".into(), ground: None })
        }
        What::Clock(what) => routing(clock_command(what)),
        What::Asked(what) => consulting(opinion_acts::command(dossier, acting, what)),
        What::OneStop(what) => routing(one_stop_acts::command(dossier, &agencies[2], what)),
        What::Appraise(what) => appraisals::command(dossier, agencies, what),
        What::End(what) => routing(end_command(dossier, agencies, what)),
        What::Return => routing(Command::ReturnResult {
            channel: Channel::Desk,
            results: Vec::new(),
            authority: "".into(),
        }),
        What::Ask { consultation: id, whom, mandatory } => consulting(Command::OpenConsultation {
            consultation: consultation(id),
            question: "Đề nghị cho ý kiến".into(),
            documents: Vec::new(),
            participants: asks(whom, mandatory),
            addressee_inferred: false,
            closed: id == 1,
            confidential: false,
        }),
        What::AskAgain { consultation: id, whom, mandatory } => consulting(Command::AskAgain {
            consultation: consultation(id),
            participants: asks(whom, mandatory),
            question: "".into(),
            addressee_inferred: false,
        }),
        What::Give(id) => consulting(Command::GiveOpinion {
            consultation: consultation(id),
            from,
            stance: hidden(dossier, id).map_or(Stance::Agree, |_| Stance::NotStated),
            text: hidden(dossier, id).map_or("đồng ý", |_| "").into(),
            documents: Vec::new(),
            secret: None,
            closed: hidden(dossier, id),
        }),
        What::Amend(id) => consulting(Command::AmendOpinion {
            consultation: consultation(id),
            from,
            stance: hidden(dossier, id).map_or(Stance::Disagree, |_| Stance::NotStated),
            text: hidden(dossier, id).map_or("không đồng ý", |_| "").into(),
            documents: Vec::new(),
            secret: None,
            closed: hidden(dossier, id),
        }),
        What::Decline(id) => consulting(Command::DeclineOpinion {
            consultation: consultation(id),
            from,
            reason: "không thuộc lĩnh vực".into(),
        }),
        What::Conclude { consultation: id, complete } => {
            let mut digest = faithful(dossier, &consultation(id));
            if !complete {
                digest.pop();
            }
            consulting(Command::ConcludeConsultation { consultation: consultation(id), digest })
        }
    }
}

fn clock_command(what: OfClock) -> Command {
    let (items, reasons) = (vec!["don".into()], vec!["đơn chưa ký".into()]);
    let reason = || "chờ giám định".into();
    let law = || "Luật Xây dựng".into();
    match what {
        OfClock::Reassign => {
            let officer = Some(OfficerId::new("an").unwrap());
            Command::ReassignOfficer { unit: None, officer, reason: reason() }
        }
        OfClock::Propose => Command::ProposeSupplement { items, reasons },
        OfClock::Request(until) => {
            let until = until.then(|| "2020-10-16T17:00:00+07:00".parse().unwrap());
            Command::RequestSupplement { items, reasons, until, again: "đất sạt lở".into() }
        }
        OfClock::Bring => Command::ProvideSupplement { items, documents: Vec::new() },
        OfClock::Correct => {
            Command::RequestRevision { item: "don".into(), points: reasons, law: law(), until: None }
        }
        OfClock::Pause => Command::PauseDossier { reason: reason(), law: law(), until: None },
        OfClock::Resume => Command::ResumeDossier { reason: reason() },
        OfClock::Stop => Command::StopDossier { reason: reason(), law: law() },
        OfClock::WantBack => Command::AskWithdrawal { reason: "".into() },
        OfClock::Withdraw(granted) => Command::DecideWithdrawal { granted, reason: reason() },
        OfClock::Apologise => Command::IssueApology {
            reason: reason(),
            responsible: None,
            number: "45/XL".into(),
            date: "2020-10-20".into(),
        },
        OfClock::Reappoint => {
            let until = "2020-12-07T17:00:00+07:00".parse().unwrap();
            Command::Reappoint { until, reason: reason() }
        }
        OfClock::Attach => {
            let document = Document { id: "bb".into(), name: "biên bản".into(), sha256: None, size: 0 };
            Command::AttachDocument { documents: vec![document], note: "".into() }
        }
        OfClock::Annul => Command::AnnulReception { reason: reason(), successor: None },
    }
}

fn end_command(dossier: &Dossier, agencies: &[AgencyId], what: OfEnd) -> Command {
    let reason = || "khiếu nại đúng".into();
    let law = || "Luật Khiếu nại".into();
    let result = |n: u8| -> Box<str> { format!("kq{n}").into() };
    let obligation = |n: u8| -> Box<str> { format!("thue{n}").into() };
    // A charge that is paid, or one to be paid, where there is any.
    let charge = |paid: bool| {
        let fits =
            |state| if paid { matches!(state, ChargeState::Paid { .. }) } else { state == ChargeState::Open };
        let mut charges = dossier.charges.iter().filter(|(_, charge)| fits(charge.state));
        charges.next().map_or_else(|| obligation(0), |(id, _)| id.clone())
    };
    let parcel = |n: u8| -> Box<str> { format!("EE{n}").into() };
    let (number, date, signer) = ("1/KQ".into(), "2020-11-02".into(), "Giám đốc".into());
    match what {
        OfEnd::Demand => Command::DemandFee { fee: "le-phi".into(), amount: 150_000 },
        OfEnd::Exempt => Command::ExemptFee { fee: charge(false), reason: reason(), law: law() },
        OfEnd::Pay => {
            let means = PaymentMeans::Cash;
            Command::RecordPayment { fee: charge(false), amount: 150_000, means, receipt: "BL1".into() }
        }
        OfEnd::Refund => {
            Command::RefundPayment { fee: charge(true), reason: reason(), receipt: "PC1".into() }
        }
        OfEnd::Oblige(n) => Command::SetFinancialObligation {
            obligation: obligation(n),
            name: "Thuế".into(),
            amount: 150_000,
            number,
            date,
            until: None,
        },
        OfEnd::Record(n) => Command::RecordResult {
            result: result(n),
            outcome: ResultOutcome::Issued,
            number,
            date,
            signer,
            capacity: None,
            signature: None,
            documents: Vec::new(),
        },
        OfEnd::Withdraw(n) => Command::WithdrawResult { result: result(n), reason: reason(), law: law() },
        OfEnd::Reissue(n) => Command::ReissueResult {
            result: result(n),
            number,
            date,
            signer,
            capacity: None,
            signature: None,
            documents: Vec::new(),
            reason: reason(),
        },
        OfEnd::Reopen => {
            Command::ReopenDossier { reason: reason(), law: law(), term: Some(Term::working_days(5)) }
        }
        OfEnd::ReturnOne(n) => {
            Command::ReturnResult { channel: Channel::Desk, results: vec![result(n)], authority: "".into() }
        }
        OfEnd::Tell => {
            Command::NotifyApplicant { means: NoticeMeans::NoticeBySms, text: "đã có kết quả".into() }
        }
        OfEnd::Post(n) => Command::PostSent {
            consignment: parcel(n),
            direction: PostDirection::ToCitizen,
            carrier: agencies[5].clone(),
            office: "".into(),
            items: Vec::new(),
            due: None,
        },
        OfEnd::Deliver(n) => Command::PostArrived { consignment: parcel(n) },
        OfEnd::Lose(n) => Command::PostFailed { consignment: parcel(n), reason: "vắng nhà".into() },
    }
}
