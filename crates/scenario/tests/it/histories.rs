//! Random histories of one dossier: whatever agencies send, in whatever order, what is admitted keeps the invariants of
//! DESIGN section 6 that are the rules' own to keep: 3, 4, 7; and the table of capacities.

use crate::playbook;
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::Term;
use lienthong_dossier::capacity::{self, Standing};
use lienthong_dossier::{
    Ask, Channel, Command, DigestItem, Document, Dossier, Event, Outcome, Participant, Purpose, Stance,
    Treatment,
};
use lienthong_names::{
    Act, AgencyId, CommandId, ConsultationId, DossierCode, LegId, OfficerId, Service, StepName,
};
use lienthong_protocol::{Body, Command as Envelope};
use lienthong_scenario::{World, signing_key};
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::sync::OnceLock;

const AGENCIES: [&str; 5] = ["trung-tâm", "kế-hoạch", "xây-dựng", "tài-chính", "uỷ-ban"];

/// The acts are drawn so that most come from someone who might: chance alone would hear "no" all day.
#[derive(Debug, Clone, Copy)]
enum Who {
    Custodian,
    Desk,
    Other(usize),
}

#[derive(Debug, Clone, Copy)]
enum What {
    Receive,
    Refuse,
    Transfer { leg: u8, to: usize, purpose: Purpose },
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
    Read(u8),
    Assign(u8),
    Recall(u8),
    SendBack(u8),
    Clock(OfClock),
}

/// What makes the clock stand still, or ends a dossier without a decision.
#[derive(Debug, Clone, Copy)]
enum OfClock {
    Reassign,
    Propose,
    Request,
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
        3 => Just(OfClock::Request),
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
        1 => Just(OfClock::Annul),
    ]
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        3 => Just(Who::Custodian),
        1 => Just(Who::Desk),
        4 => (0..AGENCIES.len()).prop_map(Who::Other),
    ]
}

fn what() -> impl Strategy<Value = What> {
    let leg = || 0..4_u8;
    let agency = || 0..AGENCIES.len();
    let consultation = || 0..2_u8;
    let purpose = prop::sample::select(Purpose::ALL.to_vec());
    prop_oneof![
        2 => Just(What::Receive),
        1 => Just(What::Refuse),
        6 => (leg(), agency(), purpose).prop_map(|(leg, to, purpose)| What::Transfer { leg, to, purpose }),
        2 => leg().prop_map(What::Acknowledge),
        2 => leg().prop_map(What::RefuseLeg),
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
        2 => (consultation(), any::<bool>())
            .prop_map(|(consultation, complete)| What::Conclude { consultation, complete }),
        1 => leg().prop_map(What::Read),
        1 => leg().prop_map(What::Assign),
        2 => leg().prop_map(What::Recall),
        2 => leg().prop_map(What::SendBack),
        12 => of_clock().prop_map(What::Clock),
    ]
}

/// A province with its names, made once.
fn province() -> &'static (World, Vec<AgencyId>) {
    static PROVINCE: OnceLock<(World, Vec<AgencyId>)> = OnceLock::new();
    PROVINCE.get_or_init(|| {
        let (world, names) =
            playbook().world_after("a procedure with a checklist and ten working days").unwrap();
        let agencies = AGENCIES.iter().map(|name| names.agency(0, name).unwrap()).collect();
        (world, agencies)
    })
}

fn code() -> DossierCode {
    DossierCode::new("H22.TT-201012-0001").unwrap()
}

fn leg(n: u8) -> LegId {
    LegId::new(&format!("l{n}")).unwrap()
}

fn consultation(n: u8) -> ConsultationId {
    ConsultationId::new(&format!("c{n}")).unwrap()
}

fn faithful(dossier: &Dossier, id: &ConsultationId) -> Vec<DigestItem> {
    let opinions = dossier.consultations.get(id).into_iter().flat_map(|c| c.opinions());
    opinions
        .map(|(from, request, opinion)| DigestItem {
            from: from.clone(),
            round: request.round,
            version: opinion.version,
            text_sha256: Sha256::digest(opinion.text.as_bytes()).into(),
            treatment: Treatment::Accepted,
            explanation: "".into(),
        })
        .collect()
}

fn command(dossier: &Dossier, agencies: &[AgencyId], acting: &AgencyId, what: What) -> (Service, Command) {
    let term = Some(Term::working_days(5));
    let asks = |whom: usize, mandatory: bool| {
        let participant = Participant { agency: agencies[whom].clone(), unit: None };
        vec![Ask { participant, mandatory, term: term.clone() }]
    };
    let from = Participant { agency: acting.clone(), unit: None };
    let routing = |command| (Service::Routing, command);
    let consulting = |command| (Service::Consultation, command);
    match what {
        What::Receive => routing(Command::ReceiveDossier {
            competent: None,
            channel: Channel::Desk,
            handed_in: Vec::new(),
            appointment: None,
            custodian: None,
        }),
        What::Refuse => routing(Command::RefuseDossier { reasons: vec!["thiếu giấy tờ".into()] }),
        What::Transfer { leg: id, to, purpose } => routing(Command::TransferDossier {
            leg: leg(id),
            to: agencies[to].clone(),
            purpose,
            documents: Vec::new(),
            term: term.clone(),
            note: "".into(),
        }),
        What::Acknowledge(id) => routing(Command::AcknowledgeLeg { leg: leg(id) }),
        What::RefuseLeg(id) => routing(Command::RefuseLeg { leg: leg(id), reason: "nhầm nơi".into() }),
        What::Answer(id) => {
            routing(Command::AnswerLeg { leg: leg(id), text: "".into(), documents: Vec::new() })
        }
        What::HandOver => routing(Command::HandOver {
            to_unit: None,
            to_officer: Some(OfficerId::new("an").unwrap()),
            step: Some(StepName::new("Thẩm định").unwrap()),
        }),
        What::Step => {
            routing(Command::CompleteStep { step: StepName::new("Thẩm định").unwrap(), note: "".into() })
        }
        What::Resolve => routing(Command::ResolveDossier {
            outcome: Outcome::Granted,
            number: "1/QĐ".into(),
            date: "2020-11-02".into(),
            signer: "Giám đốc".into(),
            results: Vec::new(),
        }),
        What::Read(id) => routing(Command::ReadLeg { leg: leg(id) }),
        What::Assign(id) => {
            let officer = Some(OfficerId::new("an").unwrap());
            routing(Command::AssignLeg { leg: leg(id), unit: None, officer })
        }
        What::Recall(id) => routing(Command::RecallLeg { leg: leg(id), reason: "nhầm nơi".into() }),
        What::SendBack(id) => {
            routing(Command::SendBackLeg { leg: leg(id), reason: "thiếu bản vẽ".into() })
        }
        What::Clock(what) => routing(clock_command(what)),
        What::Return => routing(Command::ReturnResult { channel: Channel::Desk }),
        What::Ask { consultation: id, whom, mandatory } => consulting(Command::OpenConsultation {
            consultation: consultation(id),
            question: "Đề nghị cho ý kiến".into(),
            documents: Vec::new(),
            participants: asks(whom, mandatory),
            addressee_inferred: false,
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
            stance: Stance::Agree,
            text: "đồng ý".into(),
            documents: Vec::new(),
        }),
        What::Amend(id) => consulting(Command::AmendOpinion {
            consultation: consultation(id),
            from,
            stance: Stance::Disagree,
            text: "không đồng ý".into(),
            documents: Vec::new(),
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
        OfClock::Request => {
            Command::RequestSupplement { items, reasons, until: None, again: "đất sạt lở".into() }
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

fn envelope(serial: u32, agency: &AgencyId, at: Timestamp, command: Command) -> Envelope {
    let mut id = [0_u8; 16];
    id[12..].copy_from_slice(&serial.to_be_bytes());
    let act = Act {
        id: CommandId::version_8(id),
        agency: agency.clone(),
        officer: OfficerId::new("an").unwrap(),
        unit: None,
        entered_by: None,
        occurred_at: at,
        derived: false,
        source: None,
        group_id: None,
    };
    Envelope { act, body: Body::Dossier { code: code(), command } }
}

/// What must hold after every admitted act.
fn check(before: &Dossier, after: &Dossier, acting: &AgencyId, asked: &Command, events: &[Event]) {
    // 3: an open dossier has exactly one custodian, and legs that took custody along lead from the first sender to it.
    assert!(!after.is_open() || after.custodian().is_some(), "nobody holds an open dossier");
    let chain: BTreeMap<&AgencyId, &AgencyId> =
        after.open_resolutions().map(|(_, leg)| (&leg.from, &leg.to)).collect();
    assert_eq!(chain.len(), after.open_resolutions().count(), "two legs took custody from one agency");
    if after.is_open() && !chain.is_empty() {
        let ends: Vec<_> = chain.values().filter(|to| !chain.contains_key(**to)).collect();
        assert_eq!(ends, [&after.custodian().unwrap()], "the chain of custody ends elsewhere");
    }
    // 4: who acts had a part; only a desk gives itself one.
    let at_desk = capacity::asked_for(asked.kind()) == [capacity::Capacity::Desk];
    assert!(at_desk || before.has_part(acting), "{acting} acted without a part: {asked:?}");
    // R02: and one of the capacities that the table names.
    let standing = Standing { desk: acting == &province().1[0], historian: false };
    let held = capacity::held(before, acting, asked, standing);
    assert!(
        capacity::asked_for(asked.kind()).iter().any(|c| held.contains(c)),
        "{acting} holds {held:?}: {asked:?}"
    );
    // A clock stands still for one reason, and never once it has ended with a decision.
    if events.iter().any(|event| matches!(event, Event::DossierResolved { .. })) {
        assert!(!before.is_paused(), "decided while the clock stood still");
    }
    // What goes on is due after it went on, unless it was overdue when it stood still.
    for event in events {
        if let Event::ClockResumed { from, due: Some(due), .. } = event {
            let stood_since = before.clock.pause.map(|pause| pause.since);
            let overdue = before.due().zip(stood_since).is_some_and(|(due, since)| due <= since);
            assert!(overdue || due > from, "it went on at {from} and was due at {due}");
        }
    }
    // 7: nothing mandatory was open at the decision, and every digest holds every opinion in its last version.
    if events.iter().any(|event| matches!(event, Event::DossierResolved { .. })) {
        assert!(!before.waits_for_mandatory());
        assert_eq!(after.open_resolutions().count(), 0);
    }
    for consultation in after.consultations.values() {
        let Some(digest) = &consultation.digest else { continue };
        assert_eq!(digest.len(), consultation.opinions().count());
        for (from, request, opinion) in consultation.opinions() {
            let holds =
                |i: &DigestItem| i.from == *from && i.round == request.round && i.version == opinion.version;
            assert!(digest.iter().any(holds), "{from:?} is left out");
        }
    }
    // Every ask has a leg of its own.
    let asked_legs = after.consultations.values().flat_map(|c| c.requests().map(|(_, r)| &r.leg));
    let all: Vec<_> = asked_legs.chain(after.legs.keys()).collect();
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(all.len(), distinct.len());
}

/// Plays acts on one dossier; returns the events that came of them.
fn play(acts: &[(Who, What)]) -> Vec<Event> {
    let (world, agencies) = province();
    let mut world = world.clone();
    let start: Timestamp = "2020-10-12T08:00:00+07:00".parse().unwrap();
    let register = Command::RegisterDossier {
        procedure: lienthong_names::ProcedureCode::new("2.000635").unwrap(),
        case: None,
        channel: Channel::Desk,
        documents: Vec::new(),
        personal: BTreeMap::new(),
    };
    let mut all = Vec::new();
    let mut at = start;
    let first = [(agencies[0].clone(), Service::Routing, register)];
    for step in 0..=acts.len() {
        let before = world.dossier(&code());
        let (acting, service, asked) = match step.checked_sub(1).and_then(|n| acts.get(n)) {
            None => first[0].clone(),
            Some((who, what)) => {
                let acting = match who {
                    Who::Custodian => before.custodian().unwrap_or(&agencies[1]),
                    Who::Desk => &agencies[0],
                    Who::Other(n) => &agencies[*n],
                };
                let (service, asked) = command(&before, agencies, acting, *what);
                (acting.clone(), service, asked)
            }
        };
        at += SignedDuration::from_hours(3);
        let envelope = envelope(step as u32, &acting, at, asked.clone());
        let name = AGENCIES[agencies.iter().position(|a| *a == acting).unwrap()];
        let public = *signing_key(name).verifying_key().as_bytes();
        let key = world.key(&signing_key(name).key_id(), public, &acting, &envelope);
        let after = |world: &World| world.dossier(&code());
        match world.submit(service, at, &key, &envelope) {
            Ok(events) => {
                let events: Vec<Event> = events
                    .into_iter()
                    .map(|event| match event {
                        lienthong_protocol::Event::Dossier(event) => event,
                        lienthong_protocol::Event::Catalogue(entry) => panic!("{entry:?} about a dossier"),
                    })
                    .collect();
                assert!(!events.is_empty(), "admitted, and nothing happened: {asked:?}");
                check(&before, &after(&world), &acting, &asked, &events);
                all.extend(events);
            }
            Err(rejection) => {
                assert!(!rejection.refusals().is_empty(), "rejected without a reason: {asked:?}");
                assert_eq!(before, after(&world), "a rejection changed the dossier");
            }
        }
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn admitted_acts_keep_the_invariants(acts in prop::collection::vec((who(), what()), 0..60)) {
        play(&acts);
    }
}

/// Random histories that never get anywhere would prove nothing: over two thousand of them everything happens.
#[test]
fn random_histories_reach_every_event() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let histories = prop::collection::vec((who(), what()), 80);
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..2_000 {
        let acts = histories.new_tree(&mut runner).unwrap().current();
        met.extend(play(&acts).iter().map(|event| event.kind().as_str()));
    }
    let missing: Vec<&str> = lienthong_dossier::EventKind::ALL
        .iter()
        .map(|kind| kind.as_str())
        .filter(|kind| *kind != "HistoryImported" && !met.contains(kind))
        .collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
}
