//! The verbs of appraisals.
//!
//! `opens appraisal|optional appraisal [council A/OFFICER, B/OFFICER …] [president A/OFFICER] [secretary B/OFFICER] [quorum N]
//! [session S] [within TERM] [on ID]` · `visits PLACE [with NAME, …] [saying] [dated] [on ID]` · `votes CONCLUSION [saying] [on ID]` ·
//! `concludes appraisal CONCLUSION [saying] [number] [dated] [on ID]` · `reopens appraisal [within TERM] [on ID]`; each of the last
//! four also `without` something it should say
//!
//! Of a council the first presides, the second keeps the minutes, and more than half are the quorum, where a row says no other.

use super::{Speaker, field};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_dossier::{Command, Conclusion, Council, Document, Member};
use lienthong_names::{AppraisalId, OfficerId};

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let usual = AppraisalId::new("a1").map_err(|e| Trouble::at(act.line(), e.to_string()))?;
    let appraisal = act.read("on", AppraisalId::new)?.unwrap_or(usual);
    let text = || Box::<str>::from(act.get("saying").unwrap_or_default());
    let command = match *act.head().as_slice() {
        ["opens", "appraisal"] => opening(speaker, act, appraisal, true)?,
        ["opens", "optional", "appraisal"] => opening(speaker, act, appraisal, false)?,
        ["visits", ref place @ ..] => Command::RecordVisit {
            appraisal,
            date: field(act, "dated", &speaker.today()),
            place: place.join(" ").into(),
            present: act.list("with").into_iter().map(Into::into).collect(),
            findings: field(act, "saying", "đúng như hồ sơ"),
        },
        ["votes", word] => Command::CastVote { appraisal, vote: conclusion(act, word)?, text: text() },
        ["concludes", "appraisal", word] => Command::ConcludeAppraisal {
            appraisal,
            conclusion: conclusion(act, word)?,
            text: text(),
            number: field(act, "number", "12/BB-HĐTĐ"),
            date: field(act, "dated", &speaker.today()),
            documents: if act.names("without", "minutes") { Vec::new() } else { vec![paper("bien-ban")] },
        },
        ["reopens", "appraisal"] => {
            Command::ReopenAppraisal { appraisal, term: act.term()?, documents: vec![paper("ban-chinh-sua")] }
        }
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn paper(id: &str) -> Document {
    Document { id: id.into(), name: id.into(), sha256: None, size: 0 }
}

fn conclusion(act: &Phrases, word: &str) -> Result<Conclusion, Trouble> {
    Conclusion::named(word).map_or_else(|| act.trouble(format!("`{word}` is no conclusion")), Ok)
}

fn opening(
    speaker: &Speaker<'_>,
    act: &Phrases,
    appraisal: AppraisalId,
    mandatory: bool,
) -> Result<Command, Trouble> {
    Ok(Command::OpenAppraisal {
        appraisal,
        council: council(speaker, act)?,
        session: act.get("session").map(Into::into),
        mandatory,
        term: act.term()?,
        documents: Vec::new(),
    })
}

fn council(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Council>, Trouble> {
    let seats: Result<Vec<Member>, Trouble> =
        act.list("council").iter().map(|seat| member(speaker, act, seat)).collect();
    let members = seats?;
    let named = |keyword: &str| act.get(keyword).map(|seat| member(speaker, act, &seat)).transpose();
    let (first, second) = (members.first().cloned(), members.get(1).cloned());
    let president = named("president")?.or(first);
    let secretary = named("secretary")?.or(second);
    let more_than_half = u32::try_from(members.len() / 2 + 1).unwrap_or(u32::MAX);
    let quorum = act.read("quorum", str::parse)?.unwrap_or(more_than_half);
    match president.zip(secretary) {
        Some((president, secretary)) => Ok(Some(Council { members, president, secretary, quorum })),
        None if members.is_empty() => Ok(None),
        None => act.trouble("a council has a president and a secretary"),
    }
}

fn member(speaker: &Speaker<'_>, act: &Phrases, seat: &str) -> Result<Member, Trouble> {
    let (agency, officer) = seat.split_once('/').unwrap_or((seat, super::ANYONE));
    let agency = speaker.names.agency(act.line(), agency)?;
    let officer = OfficerId::new(officer).map_err(|error| Trouble::at(act.line(), error.to_string()))?;
    Ok(Member { agency, officer })
}
