//! The verbs of routing.
//!
//! `imports claims` · `registers dossier CODE PROCEDURE` · `receives [CODE PROCEDURE]` (registers it first) ·
//! `turns away because` · `sends to AGENCY for PURPOSE as LEG within TERM [part LEG] [after LEG]` · `acknowledges LEG` · `refuses LEG because` ·
//! `reads LEG` · `assigns LEG unit officer` · `recalls LEG because` · `gives back LEG because` · `replies LEG saying` ·
//! `hands over unit officer step` · `reassigns unit officer because` · `completes STEP [at centre]` · `resolves OUTCOME number dated signed` ·
//! `returns result [results A, B] [channel C] [authority OF]`

use super::{Speaker, channel, field, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_dossier::{Channel, Command, LegGround, Outcome, Purpose};
use lienthong_names::{CaseName, LegId, OfficerId, StepName, UnitId};
use std::collections::BTreeMap;

pub(super) fn commands(speaker: &mut Speaker<'_>, act: &Phrases) -> Result<Option<Vec<Command>>, Trouble> {
    let commands = match *act.head().as_slice() {
        ["imports", "claims"] => vec![Command::ImportHistory {
            deadline: when(act, "deadline")?,
            ended: when(act, "ended")?,
            channel: channel(act)?,
            channel_text: "".into(),
        }],
        ["registers", "dossier", code, procedure] => vec![register(speaker, act, code, procedure)?],
        ["receives", code, procedure] => {
            vec![register(speaker, act, code, procedure)?, receive(speaker, act)?]
        }
        ["receives"] => vec![receive(speaker, act)?],
        ["turns", "away"] => {
            vec![Command::RefuseDossier { reasons: act.get("because").into_iter().map(Into::into).collect() }]
        }
        ["sends"] => vec![transfer(speaker, act)?],
        ["acknowledges", leg] => vec![Command::AcknowledgeLeg { leg: leg_id(act, leg)? }],
        ["refuses", leg] => {
            let reason = act.get("because").unwrap_or_default().into();
            vec![Command::RefuseLeg { leg: leg_id(act, leg)?, reason, ground: ground(act)? }]
        }
        ["notes", "arrival", leg] => vec![Command::RecordArrival { leg: leg_id(act, leg)? }],
        ["reads", leg] => vec![Command::ReadLeg { leg: leg_id(act, leg)? }],
        ["assigns", leg] => vec![Command::AssignLeg {
            leg: leg_id(act, leg)?,
            unit: act.read("unit", UnitId::new)?,
            officer: act.read("officer", OfficerId::new)?,
        }],
        ["recalls", leg] => {
            let reason = act.get("because").unwrap_or_default().into();
            vec![Command::RecallLeg { leg: leg_id(act, leg)?, reason }]
        }
        ["gives", "back", leg] => {
            let reason = act.get("because").unwrap_or_default().into();
            vec![Command::SendBackLeg { leg: leg_id(act, leg)?, reason, ground: ground(act)? }]
        }
        ["reassigns"] => vec![Command::ReassignOfficer {
            unit: act.read("unit", UnitId::new)?,
            officer: act.read("officer", OfficerId::new)?,
            reason: act.get("because").unwrap_or_default().into(),
        }],
        ["replies", leg] => {
            let text = act.get("saying").unwrap_or_default().into();
            vec![Command::AnswerLeg { leg: leg_id(act, leg)?, text, documents: Vec::new() }]
        }
        ["hands", "over"] => vec![Command::HandOver {
            to_unit: act.read("unit", UnitId::new)?,
            to_officer: act.read("officer", OfficerId::new)?,
            step: act.read("step", StepName::new)?,
        }],
        ["completes", step] => {
            let at_centre = act.names("at", "centre");
            vec![Command::CompleteStep { step: step_name(act, step)?, note: "".into(), at_centre }]
        }
        ["resolves", outcome] => vec![resolve(speaker, act, outcome)?],
        ["returns", "result"] => {
            let results = act.list("results").into_iter().map(Into::into).collect();
            let authority = act.get("authority").unwrap_or_default().into();
            vec![Command::ReturnResult {
                channel: channel(act)?.unwrap_or(Channel::Desk),
                results,
                authority,
            }]
        }
        _ => return Ok(None),
    };
    Ok(Some(commands))
}

fn register(
    speaker: &mut Speaker<'_>,
    act: &Phrases,
    code: &str,
    procedure: &str,
) -> Result<Command, Trouble> {
    speaker.speaks_of(act, code)?;
    Ok(Command::RegisterDossier {
        procedure: speaker.names.procedure(act.line(), procedure)?,
        case: act.read("case", CaseName::new)?,
        channel: channel(act)?.unwrap_or(Channel::Desk),
        documents: Vec::new(),
        personal: BTreeMap::new(),
    })
}

fn receive(speaker: &Speaker<'_>, act: &Phrases) -> Result<Command, Trouble> {
    let agency = |text: &str| speaker.names.agency(act.line(), text);
    Ok(Command::ReceiveDossier {
        competent: act.read("competent", agency)?,
        channel: channel(act)?.unwrap_or(Channel::Desk),
        handed_in: act.list("with").into_iter().map(Into::into).collect(),
        appointment: when(act, "printed")?,
        custodian: act.read("custodian", agency)?,
    })
}

fn transfer(speaker: &Speaker<'_>, act: &Phrases) -> Result<Command, Trouble> {
    let to = act.read("to", |text| speaker.names.agency(act.line(), text))?;
    let purpose = act.read("for", |text| Purpose::named(text).ok_or("no purpose"))?;
    let (Some(to), Some(purpose)) = (to, purpose) else { return act.trouble("sends to whom, for what?") };
    Ok(Command::TransferDossier {
        leg: leg_id(act, act.get("as").as_deref().unwrap_or("l1"))?,
        to,
        purpose,
        documents: Vec::new(),
        term: act.term()?,
        note: "".into(),
        parent: act.read("part", |text| LegId::new(text).map_err(|_| "no leg"))?,
        after: act.read("after", |text| LegId::new(text).map_err(|_| "no leg"))?,
    })
}

fn resolve(speaker: &Speaker<'_>, act: &Phrases, outcome: &str) -> Result<Command, Trouble> {
    let Some(outcome) = Outcome::named(outcome) else {
        return act.trouble(format!("`{outcome}` is no outcome"));
    };
    Ok(Command::ResolveDossier {
        outcome,
        number: field(act, "number", "12/QĐ"),
        date: field(act, "dated", &speaker.today()),
        signer: field(act, "signed", "Giám đốc"),
        results: Vec::new(),
    })
}

/// `for competence`, `for lacks_original`.
fn ground(act: &Phrases) -> Result<Option<LegGround>, Trouble> {
    act.read("for", |text| LegGround::named(text).ok_or("no ground"))
}

pub(super) fn leg_id(act: &Phrases, text: &str) -> Result<LegId, Trouble> {
    LegId::new(text).map_err(|error| Trouble::at(act.line(), error.to_string()))
}

fn step_name(act: &Phrases, text: &str) -> Result<StepName, Trouble> {
    StepName::new(text).map_err(|error| Trouble::at(act.line(), error.to_string()))
}
