//! What the province needs so that every rule can be broken in it: that its agencies work with the system, procedures of its own, agencies
//! for which nobody answers, keys that will be lost.

use super::Trouble;
use crate::province::{self, AGENCIES, OFFICE, local};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use lienthong_calendar::Term;
use lienthong_catalogue::{
    Accreditation, Agency, ChecklistItem, Command, Desk, Fee, ForeseenLeg, GoLive, Grant, Key, KeyUse,
    LegalBasis, Opening, Place, Procedure, Process, Step, StepKind, Succession, Tenure, Validity,
};
use lienthong_names::{
    Act, AgencyId, CommandId, KeyId, LegalBasisId, NameError, OfficerId, Origin, ProcedureCode, StepName,
};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::{Body, Command as Asked};
use std::collections::BTreeMap;

/// Five working days, no process.
pub(super) const SIMPLE: &str = "9.000001";
/// Ten working days, worked by [`STEPS`], which nobody is held to.
pub(super) const WORKED: &str = "9.000002";
/// The same, and an opinion of [`ASKED`] is foreseen.
pub(super) const ADVISED: &str = "9.000003";
/// Stamped at the Centre, between reception and handing out.
pub(super) const STAMPED: &str = "9.000004";
/// The step of that.
pub(super) const STAMP: &str = "Đóng dấu";
/// Whose opinion that is.
pub(super) const ASKED: &str = "H22.31";
/// The steps, in order: received, appraised (two working days), approved, handed out.
pub(super) const STEPS: [&str; 4] = ["Tiếp nhận", "Thẩm định", "Phê duyệt", "Trả kết quả"];
/// Agencies that stand below nobody: for three of them not exactly one answers, at times, and for three it only looks like it.
pub(super) const ALONE: [&str; 6] = ["H22.81", "H22.82", "H22.83", "H22.84", "H22.85", "H22.86"];
/// Documents whose demands are to be published by [`DEMANDED`].
pub(super) const BASES: [&str; 6] = ["can-cu-1", "can-cu-2", "can-cu-3", "can-cu-4", "can-cu-5", "can-cu-6"];
/// The last day of that.
pub(super) const DEMANDED: Date = date(2020, 10, 15);
/// Who has a second key, which will be said to have been lost.
pub(super) const LOSERS: [&str; 6] = ["H22.11", "H22.15", "H22.16", "H22.18", "H22.21", "H22.23"];

/// Desks of their own: one that ceases, who takes its place, one that works without a line.
pub(super) const DESKS: [&str; 3] = ["H22.91", "H22.92", "H22.93"];
/// When the first of them ceases.
pub(super) fn ceases() -> Timestamp {
    local(2020, 10, 15, 0, 0)
}
/// How much later the third one's acts may be recorded, in minutes.
pub(super) const TOLERANCE: u32 = 600;
/// What is sent there is outside the term, in the process of [`STAMPED`].
pub(super) const OUTSIDE: &str = "H22.34";

/// The keys of the province.
#[derive(Clone)]
pub(super) struct Keys {
    of: BTreeMap<AgencyId, SigningKey>,
    service: SigningKey,
}

impl Keys {
    pub(super) fn made() -> Result<Self, NameError> {
        let key = |n: usize| SigningKey::from_seed(&[u8::try_from(n).unwrap_or(u8::MAX); 32]);
        let agencies = AGENCIES.iter().map(|(code, _)| *code).chain(DESKS).enumerate();
        let of = agencies.map(|(n, code)| Ok((AgencyId::new(code)?, key(n + 1))));
        Ok(Self { of: of.collect::<Result<_, NameError>>()?, service: key(200) })
    }

    /// The key with which an agency signs.
    pub(super) fn of(&self, agency: &AgencyId) -> Option<KeyId> {
        self.of.get(agency).map(SigningKey::key_id)
    }
}

/// The second key of one of [`LOSERS`].
pub(super) fn second_key(loser: usize) -> SigningKey {
    SigningKey::from_seed(&[u8::try_from(210 + loser).unwrap_or(u8::MAX); 32])
}

/// With which the Centre's past is entered.
pub(super) fn historians_key() -> SigningKey {
    SigningKey::from_seed(&[220; 32])
}

/// What the Office publishes, and when.
pub(super) fn publications(keys: &Keys) -> Result<Vec<(Timestamp, Asked)>, Trouble> {
    let at = local(2020, 10, 5, 6, 30);
    let (office, grants) = province::office()?;
    let origin = Origin::new("H22/catalogue")?;
    let log = NoteSigner::for_log(&origin, SigningKey::from_seed(&[7; 32]));
    let opens = keys.of.get(&office.id).cloned().unwrap_or_else(|| keys.service.clone());
    let mut commands = vec![Command::OpenLedger(Opening {
        unit: "H22".into(),
        time_zone: "Asia/Ho_Chi_Minh".into(),
        log_key: log.verifier().to_string().into(),
        keys: vec![key(&office.id, &opens, KeyUse::Office), key(&office.id, &keys.service, KeyUse::Service)],
        office,
        grants,
    })];
    commands.extend(province::publication()?);
    commands.extend(desks()?);
    for (agency, signing) in keys.of.iter().filter(|(agency, _)| agency.as_str() != OFFICE) {
        commands.push(Command::RegisterKey(key(agency, signing, KeyUse::Agency)));
    }
    for (n, loser) in LOSERS.iter().enumerate() {
        commands.push(Command::RegisterKey(key(&AgencyId::new(loser)?, &second_key(n), KeyUse::Agency)));
    }
    let centre = AgencyId::new(province::CENTRE)?;
    let usage = KeyUse::Historian { of: vec![centre.clone()], before: local(2020, 10, 5, 0, 0) };
    commands.push(Command::RegisterKey(key(&centre, &historians_key(), usage)));
    for (agency, _) in AGENCIES.iter().filter(|(agency, _)| *agency != province::MERGED.0) {
        commands.push(live(agency, local(2020, 10, 5, 0, 0))?);
    }
    commands.extend(procedures()?);
    commands.extend(alone()?);
    for basis in BASES {
        commands.push(Command::RegisterLegalBasis(LegalBasis {
            id: LegalBasisId::new(basis)?,
            number: format!("{basis}/2020/NĐ-CP (hư cấu)").into(),
            title: "Nghị định (hư cấu)".into(),
            effective_on: date(2020, 10, 1),
            responsible: AgencyId::new("H22.11")?,
            publication_due: Some(DEMANDED),
            prescribes: Vec::new(),
        }));
    }
    let numbered = (1_u64..).zip(commands);
    Ok(numbered
        .map(|(n, command)| Ok((at, by_the_office(n, at, command)?)))
        .collect::<Result<_, NameError>>()?)
}

/// What the Office publishes: one drafts it, another approves.
pub(super) fn by_the_office(number: u64, at: Timestamp, command: Command) -> Result<Asked, NameError> {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&number.to_be_bytes());
    let act = Act::new(CommandId::version_8(id), AgencyId::new(OFFICE)?, OfficerId::new("lanh-dao")?, at);
    Ok(Asked { act, body: Body::Catalogue { drafted_by: Some(OfficerId::new("thu-ly")?), command } })
}

pub(super) fn live(agency: &str, from: Timestamp) -> Result<Command, NameError> {
    let decision = province::decision("12/QĐ-UBND (hư cấu)");
    Ok(Command::SetGoLive(GoLive { agency: AgencyId::new(agency)?, from, decision }))
}

/// Someone in a seat of one of [`ALONE`].
pub(super) fn tenure(
    agency: &str,
    officer: &str,
    from: Timestamp,
    until: Option<Timestamp>,
) -> Result<Tenure, NameError> {
    Ok(Tenure {
        agency: AgencyId::new(agency)?,
        officer: OfficerId::new(officer)?,
        name: "Lãnh đạo (hư cấu)".into(),
        validity: Validity { from, until },
        decision: province::decision("77/QĐ-UBND (hư cấu)"),
    })
}

fn desks() -> Result<Vec<Command>, NameError> {
    let always = Validity { from: province::since(), until: None };
    let decision = province::decision("15/QĐ-UBND (hư cấu)");
    let mut commands = Vec::new();
    for desk in DESKS {
        let agency = AgencyId::new(desk)?;
        commands.push(Command::RegisterAgency(Agency {
            id: agency.clone(),
            name: format!("UBND xã {desk} (hư cấu)").into(),
            name_en: "".into(),
            parent: Some(AgencyId::new(OFFICE)?),
            units: Vec::new(),
            validity: always,
            fictitious: true,
            postal: false,
            inspectorate: false,
        }));
        commands.push(Command::GrantRole(Grant {
            agency: agency.clone(),
            officer: OfficerId::new("tiep-nhan")?,
            name: "Cán bộ (hư cấu)".into(),
            unit: None,
            title: "Công chức tiếp nhận".into(),
            validity: always,
        }));
        commands.push(Command::RegisterDesk(Desk {
            agency,
            name: "Bộ phận Một cửa".into(),
            serves: Vec::new(),
            validity: always,
            decision: Some(decision.clone()),
        }));
    }
    let [gone, there, offline] = DESKS;
    commands.push(Command::SucceedAgency(Succession {
        predecessor: AgencyId::new(gone)?,
        successor: AgencyId::new(there)?,
        from: ceases(),
        decision: decision.clone(),
    }));
    commands.push(Command::AccreditOfflineDesk(Accreditation {
        desk: AgencyId::new(offline)?,
        tolerance_minutes: TOLERANCE,
        validity: always,
        decision,
    }));
    Ok(commands)
}

fn alone() -> Result<Vec<Command>, NameError> {
    let always = Validity { from: province::since(), until: None };
    let mut commands = Vec::new();
    for agency in ALONE {
        commands.push(Command::RegisterAgency(Agency {
            id: AgencyId::new(agency)?,
            name: format!("Cơ quan {agency} (hư cấu)").into(),
            name_en: "".into(),
            parent: None,
            units: Vec::new(),
            validity: always,
            fictitious: true,
            postal: false,
            inspectorate: false,
        }));
        for officer in ["mot", "hai"] {
            commands.push(Command::GrantRole(Grant {
                agency: AgencyId::new(agency)?,
                officer: OfficerId::new(officer)?,
                name: "Cán bộ (hư cấu)".into(),
                unit: None,
                title: "Lãnh đạo".into(),
                validity: always,
            }));
        }
    }
    Ok(commands)
}

fn procedures() -> Result<Vec<Command>, NameError> {
    let mut commands = Vec::new();
    for (code, days) in [(SIMPLE, 5), (WORKED, 10), (ADVISED, 10), (STAMPED, 5)] {
        let item = |id: &str| ChecklistItem {
            id: id.into(),
            name: id.into(),
            required: true,
            original_first: false,
            cases: Vec::new(),
        };
        let fee = Fee {
            id: "le-phi".into(),
            name: "Lệ phí".into(),
            amount: 10_000,
            online_amount: None,
            cases: Vec::new(),
        };
        commands.push(Command::PublishProcedure(Box::new(Procedure {
            name: "Thủ tục (hư cấu)".into(),
            field: "Thử nghiệm".into(),
            term: Some(Term::working_days(days)),
            checklist: vec![item("don"), item("giay-to")],
            fees: vec![fee],
            fictitious: true,
            ..Procedure::blank(ProcedureCode::new(code)?, province::decision("9/QĐ-UBND"), province::since())
        })));
    }
    let worked = [StepKind::Receive, StepKind::Appraise, StepKind::Approve, StepKind::Return];
    let worked: Vec<(&str, StepKind)> = STEPS.into_iter().zip(worked).collect();
    commands.push(Command::PublishProcess(process(WORKED, &worked, Vec::new())?));
    let outside = ForeseenLeg {
        to: Some(AgencyId::new(OUTSIDE)?),
        purpose: "appraisal".into(),
        term: Some(Term::working_days(3)),
        outside_term: true,
        moves_custody: false,
    };
    let stamped = [(STEPS[0], StepKind::Receive), (STAMP, StepKind::Stamp), (STEPS[3], StepKind::Return)];
    commands.push(Command::PublishProcess(process(STAMPED, &stamped, vec![outside])?));
    let opinion = ForeseenLeg {
        to: Some(AgencyId::new(ASKED)?),
        purpose: "opinion".into(),
        term: Some(Term::working_days(3)),
        outside_term: false,
        moves_custody: false,
    };
    commands.push(Command::PublishProcess(process(ADVISED, &worked, vec![opinion])?));
    Ok(commands)
}

fn process(procedure: &str, of: &[(&str, StepKind)], legs: Vec<ForeseenLeg>) -> Result<Process, NameError> {
    let mut steps = Vec::new();
    for (n, (id, kind)) in of.iter().enumerate() {
        let next = of.get(n + 1).map(|(next, _)| StepName::new(next)).transpose()?;
        steps.push(Step {
            id: StepName::new(id)?,
            kind: *kind,
            place: if *kind == StepKind::Stamp { Place::Centre } else { Place::Agency },
            term: (*kind == StepKind::Appraise).then(|| Term::working_days(2)),
            starts: n == 0,
            next: next.into_iter().collect(),
        });
    }
    Ok(Process {
        procedure: ProcedureCode::new(procedure)?,
        case: None,
        decision: province::decision("9/QĐ-UBND"),
        in_force_from: province::since(),
        strict: false,
        receiving_term: None,
        steps,
        legs,
    })
}

fn key(agency: &AgencyId, signing: &SigningKey, usage: KeyUse) -> Key {
    Key {
        id: signing.key_id(),
        agency: agency.clone(),
        public: *signing.verifying_key().as_bytes(),
        usage,
        validity: Validity { from: province::since(), until: None },
    }
}
