//! The verbs of consultation.
//!
//! `asks AGENCY, AGENCY/UNIT, AGENCY optional within TERM [closed] [in-confidence] [on ID]` · `asks nobody` · `asks again …` ·
//! `answers STANCE [saying] [with FILE, …] [by-reference LEVEL NUMBER] [closed] [for AGENCY/UNIT] [on ID]` · `amends STANCE …` · `declines because` ·
//! `reminds AGENCY [saying]` · `revokes AGENCY because` · `waives AGENCY because law` · `objects saying` ·
//! `concludes [on ID]`, with the digest as it should be, or `omitting`, `altering`, `outdating`, `doubling`,
//! `inventing`, `unexplained`, `unreferenced` a participant, and with passages: `quoting AGENCY START-END, …`,
//! `paging AGENCY FILE PAGE, …`
//!
//! `closed`: what an answer says stands in a commitment alone; `committed`: in a commitment, and in the clear as well.

use super::Speaker;
use crate::phrase::{Phrases, items};
use crate::read::Trouble;
use lienthong_dossier::{
    Ask, Command, Commitment, Consultation, DigestItem, Document, PaperReference, Participant, PersonalField,
    Quote, Secrecy, Stance, Treatment,
};
use lienthong_names::ConsultationId;
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::{OpinionWords, opinion_sha256};
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
            closed: act.get("closed").is_some(),
            confidential: act.get("in-confidence").is_some(),
        },
        ["answers", word] => {
            let said = said(act, word)?;
            Command::GiveOpinion {
                consultation,
                from: from(speaker, act)?,
                stance: said.words.stance,
                text: said.words.text,
                documents: said.words.documents,
                secret: secret(act)?,
                closed: said.closed,
            }
        }
        ["amends", word] => {
            let said = said(act, word)?;
            Command::AmendOpinion {
                consultation,
                from: from(speaker, act)?,
                stance: said.words.stance,
                text: said.words.text,
                documents: said.words.documents,
                secret: secret(act)?,
                closed: said.closed,
            }
        }
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

/// What an opinion says in the clear, and what it commits to.
struct Said {
    words: OpinionWords,
    closed: Option<Commitment>,
}

fn said(act: &Phrases, word: &str) -> Result<Said, Trouble> {
    let words = OpinionWords { stance: stance(act, word)?, text: text(act), documents: documents(act) };
    let (hidden, committed) = (act.get("closed").is_some(), act.get("committed").is_some());
    // Which salt it is nobody asks: no rule opens it.
    let commitment = commit(PersonalField::Opinion, &Salt::new([5; 32]), &words.encode());
    let nothing = OpinionWords { stance: Stance::NotStated, text: "".into(), documents: Vec::new() };
    Ok(Said {
        words: if hidden { nothing } else { words },
        closed: (hidden || committed).then_some(commitment),
    })
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
        if named("unreferenced", &item.from) {
            item.paper = None;
        }
        item.quotes = quotes(act, &speaker.names.of_participant(&item.from))?;
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
            quotes: Vec::new(),
            paper: None,
        });
    }
    Ok(digest)
}

/// Passages of one who was asked: `xây-dựng 0-9`, `xây-dựng thu 2`.
fn quotes(act: &Phrases, of: &str) -> Result<Vec<Quote>, Trouble> {
    let about = |keyword: &str| -> Vec<String> {
        let all = act.list(keyword).into_iter();
        all.filter_map(|item| item.strip_prefix(&format!("{of} ")).map(str::to_owned)).collect()
    };
    let range = |text: String| {
        let (start, end) = text.split_once('-')?;
        Some(Quote::Text { start: start.parse().ok()?, end: end.parse().ok()? })
    };
    let page = |text: String| {
        let (document, page) = text.split_once(' ')?;
        Some(Quote::Page { document: document.into(), page: page.parse().ok()?, text: "đồng ý".into() })
    };
    let quoted = about("quoting").into_iter().map(range);
    let all: Option<Vec<Quote>> = quoted.chain(about("paging").into_iter().map(page)).collect();
    all.map_or_else(|| act.trouble("a passage is `AGENCY START-END` or `AGENCY FILE PAGE`"), Ok)
}

fn documents(act: &Phrases) -> Vec<Document> {
    let document = |id: String| Document { name: id.as_str().into(), id: id.into(), sha256: None, size: 0 };
    act.list("with").into_iter().map(document).collect()
}

/// `by-reference confidential 12/UBND-M`: a paper of the fourteenth of October.
fn secret(act: &Phrases) -> Result<Option<PaperReference>, Trouble> {
    let Some(said) = act.get("by-reference") else { return Ok(None) };
    let paper = said.split_once(' ').and_then(|(level, number)| {
        let level = Secrecy::named(level)?;
        Some(PaperReference { level, number: number.into(), date: "2020-10-14".into() })
    });
    paper.map_or_else(|| act.trouble("a paper is `LEVEL NUMBER`"), |paper| Ok(Some(paper)))
}

/// The digest that leaves nothing out and takes everything up.
#[must_use]
pub fn faithful(consultation: &Consultation) -> Vec<DigestItem> {
    let opinions = consultation.opinions();
    opinions
        .map(|(from, request, opinion)| DigestItem {
            from: from.clone(),
            round: request.round,
            version: opinion.version,
            text_sha256: opinion_sha256(opinion),
            treatment: Treatment::Accepted,
            explanation: "".into(),
            quotes: Vec::new(),
            paper: opinion.secret.clone(),
        })
        .collect()
}
