//! The verbs of findings and tasks. Which one is meant is the one last spoken of, or `on finding.ID`, `on task.ID`.
//!
//! `finds RULE BROKEN at STREAM REVISION of AGENCY until DATE [taken DATE TIME] [saying TEXT]` · `explains finding [saying TEXT]` ·
//! `confirms|dismisses|closes finding [because REASON]` · `orders remedy of AGENCY until DATE [saying TEXT]` ·
//! `records measure FORM of AGENCY [officer OFFICER] [number NUMBER] [dated DATE]` ·
//! `assigns task ID under CLAUSE of AGENCY until DATE [saying TEXT]` · `urges of AGENCY until DATE [saying TEXT]` ·
//! `answers urge of AGENCY [promised DATE] [saying TEXT]` · `reports done [saying TEXT]` · `accepts report` ·
//! `returns report until DATE [because REASON]`; each of the last with `part NUMBER` where it is not the first that was asked.

use super::{Speaker, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use jiff::civil::Date;
use lienthong_names::{FindingId, OfficerId, StreamName, TaskId};
use lienthong_protocol::Body;
use lienthong_supervision::{Command, Ground, MeasureForm, SubjectId};

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let head = act.head();
    if let ["finds", rule, broken] = *head.as_slice() {
        return open(speaker, act, rule, broken).map(Some);
    }
    if let ["assigns", "task", id] = *head.as_slice() {
        return Ok(Some(Command::AssignTask {
            task: TaskId::new(id).map_err(|error| Trouble::at(act.line(), error.to_string()))?,
            clause: act.get("under").unwrap_or_default().into(),
            agency: super::publishing::of(speaker, act)?,
            what: said(act, "Rà soát hồ sơ quá hạn"),
            due: day(act, "until")?,
        }));
    }
    let verb = [head.first().copied().unwrap_or_default(), head.get(1).copied().unwrap_or_default()];
    let about = || about(speaker, act);
    let finding = || match about()? {
        SubjectId::Finding(finding) => Ok::<FindingId, Trouble>(finding),
        SubjectId::Task(_) => act.trouble("of which finding?"),
    };
    // The phrase is a leg's in other verbs.
    let number = || act.read("part", str::parse::<u32>).map(|number| number.unwrap_or(1));
    let of = || super::publishing::of(speaker, act);
    let because = || act.get("because").unwrap_or_default().into();
    Ok(Some(match verb {
        ["explains", "finding"] => Command::ExplainFinding {
            finding: finding()?,
            text: said(act, "Cán bộ thụ lý nghỉ ốm"),
            documents: Vec::new(),
        },
        ["confirms", "finding"] => Command::ConfirmFinding { finding: finding()?, reason: because() },
        ["dismisses", "finding"] => Command::DismissFinding { finding: finding()?, reason: because() },
        ["closes", "finding"] => Command::CloseFinding { finding: finding()?, reason: because() },
        ["orders", "remedy"] => Command::OrderRemedy {
            finding: finding()?,
            agency: of()?,
            what: said(act, "Phân công người thay thế"),
            due: day(act, "until")?,
        },
        ["records", "measure"] => Command::RecordMeasure {
            finding: finding()?,
            form: match head.get(2).and_then(|word| MeasureForm::named(word)) {
                Some(form) => form,
                None => return act.trouble("a measure of which form?"),
            },
            decision: act.get("number").unwrap_or_default().into(),
            decided_on: day(act, "dated")?,
            agency: of()?,
            person: act.read("officer", OfficerId::new)?,
        },
        ["urges", _] => Command::UrgeAgency {
            about: about()?,
            number: number()?,
            agency: of()?,
            text: said(act, "Quá hạn, đề nghị trả lời"),
            answer_by: day(act, "until")?,
        },
        ["answers", "urge"] => Command::AcknowledgeEscalation {
            about: about()?,
            number: number()?,
            agency: of()?,
            text: said(act, "Đang trình ký"),
            promised: act.read("promised", str::parse::<Date>)?,
        },
        ["reports", "done"] => Command::ReportTask {
            about: about()?,
            number: number()?,
            text: said(act, "Đã thực hiện xong"),
            documents: Vec::new(),
        },
        ["accepts", "report"] => Command::AcceptTask { about: about()?, number: number()? },
        ["returns", "report"] => Command::ReturnTask {
            about: about()?,
            number: number()?,
            reason: because(),
            due: day(act, "until")?,
        },
        _ => return Ok(None),
    }))
}

fn open(speaker: &Speaker<'_>, act: &Phrases, rule: &str, broken: &str) -> Result<Command, Trouble> {
    let at = act.get("at").unwrap_or_default();
    let place = at.split_once(' ').and_then(|(stream, revision)| {
        Some((stream.parse::<StreamName>().ok()?, revision.parse::<u64>().ok()?))
    });
    let Some((stream, revision)) = place else { return act.trouble("found at which record?") };
    Ok(Command::OpenFinding {
        ground: Ground {
            rule: rule.into(),
            broken: broken.trim_matches('-').into(),
            origin: crate::world::LEDGER.clone(),
            stream,
            revision,
            agency: super::publishing::of(speaker, act)?,
        },
        dossier: speaker.dossier.clone(),
        at: when(act, "taken")?.unwrap_or(speaker.row.at),
        text: act.get("saying").unwrap_or_default().into(),
        explain_until: day(act, "until")?,
    })
}

/// What it is about: as it is said, or what was last spoken of.
fn about(speaker: &Speaker<'_>, act: &Phrases) -> Result<SubjectId, Trouble> {
    if let Some(about) = act.read("on", str::parse::<SubjectId>)? {
        return Ok(about);
    }
    let last = speaker.world.tape().decided().iter().rev().find_map(|taped| match &taped.command.body {
        Body::Supervision(command) => Some(command.about()),
        _ => None,
    });
    last.map_or_else(|| act.trouble("no finding and no task was named yet"), Ok)
}

fn day(act: &Phrases, keyword: &str) -> Result<Date, Trouble> {
    match act.read(keyword, str::parse::<Date>)? {
        Some(day) => Ok(day),
        None => act.trouble(format!("`{keyword}` which day?")),
    }
}

/// What is said: these words where the row has none, nothing where it says `saying ""`.
fn said(act: &Phrases, otherwise: &str) -> Box<str> {
    act.get("saying").map_or_else(|| otherwise.into(), Into::into)
}
