//! The verbs of late entries, corrections, competence, paper originals and the citizen's word.
//!
//! `regularises CODE PROCEDURE [case CASE] taken DATE TIME taker AGENCY [citing STREAM:REVISION] because` ·
//! `adopts CODE PROCEDURE [case CASE] taken DATE TIME within TERM [printed DATE TIME]` ·
//! `corrects REVISION EVENT FIELD VALUE because [confirmed OFFICER]` · `rules LEG competent AGENCY as LEG within TERM because` ·
//! `posts papers ITEMS to AGENCY number N` · `gets papers ITEMS number N` · `rates SCORE` · `complains of AGENCY` ·
//! `answers complaint N saying` · `erases personal [law LAW] [number N] because`

use super::clock::papers;
use super::routing::leg_id;
use super::{Speaker, channel, field, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_dossier::{Channel, Command, Commitment, Irregularity};
use lienthong_names::{CaseName, OfficerId, StreamName};

pub(super) fn command(speaker: &mut Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let command = match *act.head().as_slice() {
        ["regularises", code, procedure] => regularise(speaker, act, code, procedure)?,
        ["adopts", code, procedure] => adopt(speaker, act, code, procedure)?,
        ["corrects", revision, event, field, value] => Command::CorrectEntry {
            revision: number(act, revision)?,
            event: event.into(),
            field: field.into(),
            value: value.into(),
            reason: act.get("because").unwrap_or_default().into(),
            confirmed_by: act.read("confirmed", OfficerId::new)?,
        },
        ["rules", leg] => ruling(speaker, act, leg)?,
        ["posts", "papers", ref named @ ..] => {
            let Some(to) = act.read("to", |text| speaker.names.agency(act.line(), text))? else {
                return act.trouble("to whom?");
            };
            let manifest = act.get("number").unwrap_or_default().into();
            Command::SendPaper { to, manifest, items: papers(named), note: "".into() }
        }
        ["gets", "papers", ref named @ ..] => {
            let manifest = act.get("number").unwrap_or_default().into();
            Command::ReceivePaper { manifest, items: papers(named), note: "".into() }
        }
        ["rates", score] => Command::RateService { score: number(act, score)? },
        ["complains"] => {
            let Some(against) = act.read("of", |text| speaker.names.agency(act.line(), text))? else {
                return act.trouble("of whom?");
            };
            Command::FileComplaint { against, text: Commitment([0x44; 32]) }
        }
        ["answers", "complaint", n] => Command::AnswerComplaint {
            number: number(act, n)?,
            text: act.get("saying").unwrap_or_default().into(),
        },
        ["erases", "personal"] => Command::ErasePersonalData {
            authority: field(act, "number", "15/QĐ-VP"),
            law: field(act, "law", "Luật Lưu trữ, Điều 28"),
            reason: act.get("because").unwrap_or_default().into(),
        },
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn ruling(speaker: &Speaker<'_>, act: &Phrases, leg: &str) -> Result<Command, Trouble> {
    let Some(competent) = act.read("competent", |text| speaker.names.agency(act.line(), text))? else {
        return act.trouble("whose is it?");
    };
    Ok(Command::DecideCompetence {
        leg: leg_id(act, leg)?,
        competent,
        new_leg: leg_id(act, act.get("as").as_deref().unwrap_or("l9"))?,
        term: act.term()?,
        reason: act.get("because").unwrap_or_default().into(),
        number: field(act, "number", "77/UBND"),
        date: speaker.today().into(),
    })
}

fn regularise(
    speaker: &mut Speaker<'_>,
    act: &Phrases,
    code: &str,
    procedure: &str,
) -> Result<Command, Trouble> {
    speaker.speaks_of(act, code)?;
    let agency = |text: &str| speaker.names.agency(act.line(), text);
    let (Some(taken_at), Some(taken_by)) = (when(act, "taken")?, act.read("taker", agency)?) else {
        return act.trouble("taken when, by whom?");
    };
    let citing = act.get("citing");
    let cited = citing.as_deref().map(|text| text.split_once(':').unwrap_or((text, "0")));
    Ok(Command::RegulariseDossier {
        procedure: speaker.names.procedure(act.line(), procedure)?,
        case: act.read("case", CaseName::new)?,
        channel: channel(act)?.unwrap_or(Channel::Desk),
        documents: Vec::new(),
        handed_in: act.list("with").into_iter().map(Into::into).collect(),
        competent: act.read("competent", agency)?,
        custodian: act.read("custodian", agency)?,
        appointment: when(act, "printed")?,
        irregularity: if cited.is_some() { Irregularity::RejectedAct } else { Irregularity::OffDesk },
        citing: cited
            .map(|(stream, _)| stream.parse::<StreamName>())
            .transpose()
            .map_err(|error| Trouble::at(act.line(), error.to_string()))?,
        citing_revision: cited.map(|(_, revision)| number(act, revision)).transpose()?.unwrap_or(0),
        taken_at,
        taken_by,
        taker: "Lê Văn C".into(),
        reason: act.get("because").unwrap_or_default().into(),
    })
}

fn adopt(speaker: &mut Speaker<'_>, act: &Phrases, code: &str, procedure: &str) -> Result<Command, Trouble> {
    speaker.speaks_of(act, code)?;
    let agency = |text: &str| speaker.names.agency(act.line(), text);
    let Some(received_at) = when(act, "taken")? else { return act.trouble("taken when?") };
    Ok(Command::AdoptDossier {
        procedure: speaker.names.procedure(act.line(), procedure)?,
        case: act.read("case", CaseName::new)?,
        channel: channel(act)?.unwrap_or(Channel::Desk),
        documents: Vec::new(),
        competent: act.read("competent", agency)?,
        custodian: act.read("custodian", agency)?,
        received_at,
        old_number: "118/2020".into(),
        remaining: act.term()?,
        appointment: when(act, "printed")?,
    })
}

fn number(act: &Phrases, text: &str) -> Result<u32, Trouble> {
    text.parse().map_err(|_| Trouble::at(act.line(), format!("`{text}` is no number")))
}
