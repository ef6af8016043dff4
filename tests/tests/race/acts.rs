//! What is published, what every dossier begins with, and what each of the sixty-four does.

use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_dossier::{Ask, Channel, Command as About, Participant, Purpose, Stance};
use lienthong_names::{
    Act, AgencyId, CommandId, ConsultationId, DossierCode, LegId, OfficerId, ProcedureCode,
};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command};
use lienthong_scenario::reference::playbook;
use lienthong_scenario::signing_key;
use std::collections::BTreeMap;

pub const WRITERS: usize = 64;
pub const DOSSIERS: usize = 8;

/// What goes before the race: a province that a scenario tells.
const PROVINCE: &str = "departments under their committee, and clocks that run out";

/// The name of an agency's key, and its code.
type Who = (&'static str, &'static str);
const DESK: Who = ("trung-tâm", "H22.TT");
const PLANNING: Who = ("kế-hoạch", "H22.14");
const BUILDING: Who = ("xây-dựng", "H22.15");
const FINANCE: Who = ("tài-chính", "H22.16");
/// Is asked, and never answers.
const COMMITTEE: Who = ("uỷ-ban", "H22.01");

/// What is published: when, signed with which key, the command.
pub fn publications() -> Vec<(Timestamp, SigningKey, Command)> {
    let told = playbook().unwrap().publications(PROVINCE).unwrap();
    told.into_iter().map(|told| (told.at, signing_key(&told.key), told.command)).collect()
}

fn agency(who: Who) -> AgencyId {
    AgencyId::new(who.1).unwrap()
}

fn participant(who: Who) -> Participant {
    Participant { agency: agency(who), unit: None }
}

fn consultation() -> ConsultationId {
    ConsultationId::new("y-kien").unwrap()
}

fn signed(serial: usize, who: Who, dossier: usize, command: About) -> (SigningKey, Command) {
    let mut id = [0; 16];
    id[8..].copy_from_slice(&(serial as u64).to_be_bytes());
    let act = Act::new(
        CommandId::version_8(id),
        agency(who),
        OfficerId::new("an").unwrap(),
        "2020-10-12T08:00:00+07:00".parse().unwrap(),
    );
    let code = DossierCode::new(&format!("H22.TT-201012-{:04}", dossier + 1)).unwrap();
    (signing_key(who.0), Command { act, body: Body::Dossier { code, command } })
}

/// Every dossier is received, and three are asked about it, who have until the next day.
pub fn prelude() -> Vec<(SigningKey, Command)> {
    let register = About::RegisterDossier {
        procedure: ProcedureCode::new("2.000635").unwrap(),
        case: None,
        channel: Channel::Desk,
        documents: Vec::new(),
        personal: BTreeMap::new(),
    };
    let receive = About::ReceiveDossier {
        competent: None,
        channel: Channel::Desk,
        handed_in: Vec::new(),
        appointment: None,
        custodian: None,
    };
    let term = Some(Term::working_days(1));
    let ask = |who| Ask { participant: participant(who), mandatory: true, term: term.clone() };
    let open = About::OpenConsultation {
        consultation: consultation(),
        question: "Đề nghị cho ý kiến".into(),
        documents: Vec::new(),
        participants: vec![ask(BUILDING), ask(FINANCE), ask(COMMITTEE)],
        addressee_inferred: false,
        closed: false,
        confidential: false,
    };
    let acts = [(DESK, register), (DESK, receive), (PLANNING, open)];
    (0..DOSSIERS)
        .flat_map(|dossier| {
            let acts = acts.clone().into_iter().enumerate();
            acts.map(move |(at, (who, act))| signed(10_000 + 10 * dossier + at, who, dossier, act))
        })
        .collect()
}

/// What a writer does to a dossier.
pub fn written(writer: usize, dossier: usize) -> (SigningKey, Command) {
    let leg = |of: usize| LegId::new(&format!("l{}", of - of % 8)).unwrap();
    let opinion = |who| About::GiveOpinion {
        consultation: consultation(),
        from: participant(who),
        stance: Stance::Agree,
        text: format!("ý kiến {writer}").into(),
        documents: Vec::new(),
        secret: None,
        closed: None,
    };
    let amended = |who| About::AmendOpinion {
        consultation: consultation(),
        from: participant(who),
        stance: Stance::AgreeWithConditions,
        text: format!("sửa {writer}").into(),
        documents: Vec::new(),
        secret: None,
        closed: None,
    };
    let first = |who| if writer < 16 { opinion(who) } else { amended(who) };
    let (who, act) = match writer % 8 {
        0 => (
            PLANNING,
            About::TransferDossier {
                leg: leg(writer),
                to: agency(BUILDING),
                purpose: Purpose::Resolution,
                documents: Vec::new(),
                term: Some(Term::working_days(1)),
                note: "".into(),
                parent: None,
                after: None,
            },
        ),
        1 => (BUILDING, first(BUILDING)),
        2 => (FINANCE, first(FINANCE)),
        3 => (BUILDING, About::AcknowledgeLeg { leg: leg(writer) }),
        4 => (BUILDING, About::AnswerLeg { leg: leg(writer), text: "xong".into(), documents: Vec::new() }),
        5 => (FINANCE, amended(FINANCE)),
        6 => (BUILDING, amended(BUILDING)),
        _ => (PLANNING, About::ConcludeConsultation { consultation: consultation(), digest: Vec::new() }),
    };
    signed(100 * (writer + 1) + dossier, who, dossier, act)
}
