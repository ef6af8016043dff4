//! The verbs of consultation.
//!
//! `asks AGENCY, AGENCY/UNIT, AGENCY optional within TERM [on ID]` · `asks nobody` · `asks again …` ·
//! `answers STANCE [saying] [for AGENCY/UNIT] [on ID]` · `amends STANCE …` · `declines because` ·
//! `reminds AGENCY [saying]` · `revokes AGENCY because` · `waives AGENCY because law` · `objects saying` ·
//! `concludes [on ID]`, with the digest as it should be, or `omitting`, `altering`, `outdating`, `doubling`,
//! `inventing`, `unexplained` a participant

use super::Speaker;
use crate::phrase::{Phrases, items};
use crate::read::Trouble;
use lienthong_dossier::{Ask, Command, Consultation, DigestItem, Participant, Stance, Treatment};
use lienthong_names::ConsultationId;
use sha2::{Digest, Sha256};

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let consultation = act.read("on", ConsultationId::new)?;
    let usual = ConsultationId::new("c1").map_err(|e| Trouble::at(act.line(), e.to_string()))?;
    let consultation = consultation.unwrap_or(usual);
    let command = match *act.head().as_slice() {
        ["asks", "again", ref whom @ ..] => Command::AskAgain {
            consultation,
            participants: asks(speaker, act, whom)?,
            question: question(act),
            addressee_inferred: false,
        },
        ["asks", ref whom @ ..] => Command::OpenConsultation {
            consultation,
            question: question(act),
            documents: Vec::new(),
            participants: asks(speaker, act, whom)?,
            addressee_inferred: act.names("with", "inference"),
        },
        ["answers", word] => Command::GiveOpinion {
            consultation,
            from: from(speaker, act)?,
            stance: stance(act, word)?,
            text: text(act),
            documents: Vec::new(),
        },
        ["amends", word] => Command::AmendOpinion {
            consultation,
            from: from(speaker, act)?,
            stance: stance(act, word)?,
            text: text(act),
            documents: Vec::new(),
        },
        ["declines"] => Command::DeclineOpinion {
            consultation,
            from: from(speaker, act)?,
            reason: act.get("because").unwrap_or_default().into(),
        },
        ["reminds", ref whom @ ..] => {
            Command::RemindOpinion { consultation, to: participant(speaker, act, whom)?, note: text(act) }
        }
        ["revokes", ref whom @ ..] => Command::RevokeOpinionRequest {
            consultation,
            of: participant(speaker, act, whom)?,
            reason: act.get("because").unwrap_or_default().into(),
        },
        ["waives", ref whom @ ..] => Command::DecideWithoutOpinion {
            consultation,
            of: participant(speaker, act, whom)?,
            reason: act.get("because").unwrap_or_default().into(),
            article: act.get("law").unwrap_or_default().into(),
        },
        ["objects"] => Command::ObjectToDigest { consultation, from: from(speaker, act)?, text: text(act) },
        ["concludes"] => {
            let digest = digest(speaker, act, &consultation)?;
            Command::ConcludeConsultation { consultation, digest }
        }
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn question(act: &Phrases) -> Box<str> {
    act.get("saying").unwrap_or_else(|| "Đề nghị cho ý kiến".to_owned()).into()
}

/// `saying "…"`, or `saying 20000 bytes`: a text of that length.
fn text(act: &Phrases) -> Box<str> {
    let said = act.get("saying").unwrap_or_default();
    let bytes = said.strip_suffix(" bytes").and_then(|count| count.parse::<usize>().ok());
    bytes.map_or(said, |count| "x".repeat(count)).into()
}

fn stance(act: &Phrases, word: &str) -> Result<Stance, Trouble> {
    match Stance::named(word) {
        Some(stance) => Ok(stance),
        None => act.trouble(format!("`{word}` is no stance")),
    }
}

/// Whose opinion: the acting agency's, unless another is named.
fn from(speaker: &Speaker<'_>, act: &Phrases) -> Result<Participant, Trouble> {
    let who = speaker.row.who.split(['/', '@']).next().unwrap_or_default();
    speaker.names.participant(act.line(), act.get("for").as_deref().unwrap_or(who))
}

fn participant(speaker: &Speaker<'_>, act: &Phrases, whom: &[&str]) -> Result<Participant, Trouble> {
    speaker.names.participant(act.line(), &whom.join(" "))
}

fn asks(speaker: &Speaker<'_>, act: &Phrases, whom: &[&str]) -> Result<Vec<Ask>, Trouble> {
    let whom = whom.join(" ");
    if whom == "nobody" {
        return Ok(Vec::new());
    }
    let term = act.term()?;
    let ask = |item: String| {
        let (who, mandatory) =
            item.strip_suffix(" optional").map_or((item.as_str(), true), |who| (who, false));
        let participant = speaker.names.participant(act.line(), who)?;
        Ok(Ask { participant, mandatory, term: term.clone() })
    };
    items(&whom).into_iter().map(ask).collect()
}

/// Every opinion as given, taken up; spoilt as the row says.
fn digest(speaker: &Speaker<'_>, act: &Phrases, id: &ConsultationId) -> Result<Vec<DigestItem>, Trouble> {
    let Some(code) = &*speaker.dossier else { return act.trouble("no dossier was named yet") };
    let dossier = speaker.world.dossier(code);
    let named = |keyword: &str, who: &Participant| act.names(keyword, &speaker.names.of_participant(who));
    let mut digest = Vec::new();
    for mut item in dossier.consultations.get(id).map(faithful).unwrap_or_default() {
        if named("omitting", &item.from) {
            continue;
        }
        if named("altering", &item.from) {
            item.text_sha256 = Sha256::digest("another text").into();
        }
        if named("outdating", &item.from) {
            item.version -= 1;
        }
        if named("unexplained", &item.from) {
            item.treatment = Treatment::Explained;
        }
        if named("doubling", &item.from) {
            digest.push(item.clone());
        }
        digest.push(item);
    }
    for name in act.list("inventing") {
        digest.push(DigestItem {
            from: speaker.names.participant(act.line(), &name)?,
            round: 1,
            version: 1,
            text_sha256: [0; 32],
            treatment: Treatment::Accepted,
            explanation: "".into(),
        });
    }
    Ok(digest)
}

fn faithful(consultation: &Consultation) -> Vec<DigestItem> {
    let opinions = consultation.opinions();
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
