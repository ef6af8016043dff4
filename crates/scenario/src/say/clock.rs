//! The verbs of what makes a clock stand still, and of what ends a dossier without a decision.
//!
//! `proposes papers ITEMS because` · `requests papers ITEMS because until repeating` · `brings papers ITEMS` ·
//! `requests correction ITEM points law until` · `pauses because law until` · `resumes` · `stops because law` · `wants it back` ·
//! `decides withdrawal granted|refused because` · `apologises because number dated responsible` · `reappoints until because` ·
//! `attaches NAME` · `annuls because successor`

use super::{Speaker, field, when};
use crate::phrase::{Phrases, items};
use crate::read::Trouble;
use lienthong_dossier::{Command, Document};
use lienthong_names::DossierCode;

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let because = || Box::<str>::from(act.get("because").unwrap_or_default());
    let reasons = || act.get("because").into_iter().map(Into::into).collect::<Vec<Box<str>>>();
    let law = || Box::<str>::from(act.get("law").unwrap_or_default());
    let until = || when(act, "until");
    let command = match *act.head().as_slice() {
        ["proposes", "papers", ref named @ ..] => {
            Command::ProposeSupplement { items: papers(named), reasons: reasons() }
        }
        ["requests", "papers", ref named @ ..] => Command::RequestSupplement {
            items: papers(named),
            reasons: reasons(),
            until: until()?,
            again: act.get("repeating").unwrap_or_default().into(),
        },
        ["brings", "papers", ref named @ ..] => {
            Command::ProvideSupplement { items: papers(named), documents: Vec::new() }
        }
        ["requests", "correction", item] => Command::RequestRevision {
            item: item.into(),
            points: act.list("points").into_iter().map(Into::into).collect(),
            law: law(),
            until: until()?,
        },
        ["pauses"] => Command::PauseDossier { reason: because(), law: law(), until: until()? },
        ["resumes"] => Command::ResumeDossier { reason: because() },
        ["stops"] => Command::StopDossier { reason: because(), law: law() },
        ["wants", "it", "back"] => Command::AskWithdrawal { reason: because() },
        ["decides", "withdrawal", how @ ("granted" | "refused")] => {
            Command::DecideWithdrawal { granted: how == "granted", reason: because() }
        }
        ["apologises"] => apology(speaker, act, because())?,
        ["reappoints"] => {
            let Some(until) = until()? else { return act.trouble("reappoints until when?") };
            Command::Reappoint { until, reason: because() }
        }
        ["attaches", ref named @ ..] => Command::AttachDocument {
            documents: papers(named).iter().map(|name| document(name)).collect(),
            note: "".into(),
        },
        ["annuls"] => {
            Command::AnnulReception { reason: because(), successor: act.read("successor", DossierCode::new)? }
        }
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn apology(speaker: &Speaker<'_>, act: &Phrases, reason: Box<str>) -> Result<Command, Trouble> {
    Ok(Command::IssueApology {
        reason,
        responsible: act.read("responsible", |text| speaker.names.agency(act.line(), text))?,
        number: field(act, "number", "45/XL"),
        date: field(act, "dated", &speaker.today()),
    })
}

/// Checklist items between commas.
pub(super) fn papers(named: &[&str]) -> Vec<Box<str>> {
    items(&named.join(" ")).into_iter().map(Into::into).collect()
}

fn document(name: &str) -> Document {
    Document { id: name.into(), name: name.into(), sha256: None, size: 0 }
}
