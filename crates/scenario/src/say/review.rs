//! The verbs of what procedures stand on, and of their review.
//!
//! `registers basis ID of AGENCY [deadline DATE] [effective DATE] [without number, title] [prescribing PROCEDURE, … [within TERM] [cases CASE
//! TERM, …] [checklist a, b?] [fees a SUM, b SUM/ONLINE]]` (`checklist none`, `fees none`: it says that there is none) · `repeals PROCEDURE [from DATE] [citing BASIS]
//! [without decision, reason]` · `proposes cut ID paper|step|fee ITEM for PROCEDURE citing EVIDENCE, …`, `proposes cut ID
//! term|procedure for PROCEDURE …` (evidence: a dossier's code, or `ORIGIN:SEQUENCE`) · `decides cut ID accepted|partly_accepted|refused`;
//! each `[without reason]`

use super::process::under;
use super::publishing::{self, of};
use super::{Speaker, cases, field, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use jiff::civil::Date;
use lienthong_catalogue::{
    CaseTerm, Command, CutDecision, CutKind, CutOutcome, CutProposal, Evidence, LegalBasis, Prescription,
    Repeal,
};
use lienthong_names::{CutId, DossierCode, LegalBasisId, Origin};

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let trouble = |error: &dyn ToString| Trouble::at(act.line(), error.to_string());
    let cut = |text: &str| CutId::new(text).map_err(|error| trouble(&error));
    let command = match *act.head().as_slice() {
        ["registers", "basis", id] => Command::RegisterLegalBasis(LegalBasis {
            id: LegalBasisId::new(id).map_err(|error| trouble(&error))?,
            number: field(act, "number", "61/2018/NĐ-CP"),
            title: if act.names("without", "title") { "".into() } else { "Cơ chế một cửa".into() },
            effective_on: act.read("effective", str::parse::<Date>)?.unwrap_or(Date::constant(2020, 1, 1)),
            responsible: of(speaker, act)?,
            publication_due: act.read("deadline", str::parse::<Date>)?,
            prescribes: prescribes(speaker, act)?,
        }),
        ["repeals", name] => Command::RepealProcedure(Repeal {
            procedure: speaker.names.procedure(act.line(), name)?,
            from: when(act, "from")?.unwrap_or(speaker.row.at),
            reason: reason(act),
            legal_basis: act.read("citing", LegalBasisId::new)?,
            decision: under(act),
        }),
        ["proposes", "cut", id, kind, ref item @ ..] => {
            let Some(procedure) = act.read("for", |text| speaker.names.procedure(act.line(), text))? else {
                return act.trouble("cut from which procedure?");
            };
            let Some(kind) = CutKind::ALL.iter().copied().find(|known| known.as_str() == kind) else {
                return act.trouble(format!("`{kind}` is nothing to cut"));
            };
            Command::ProposeCut(CutProposal {
                id: cut(id)?,
                procedure,
                kind,
                item: item.join(" ").into(),
                evidence: act
                    .list("citing")
                    .iter()
                    .map(|text| evidence(act, text))
                    .collect::<Result<_, _>>()?,
                reason: reason(act),
            })
        }
        ["decides", "cut", id, word] => {
            let Some(outcome) = CutOutcome::ALL.iter().copied().find(|known| known.as_str() == word) else {
                return act.trouble(format!("`{word}` is no outcome"));
            };
            Command::DecideCut(CutDecision {
                id: cut(id)?,
                outcome,
                reason: reason(act),
                decision: under(act),
            })
        }
        _ => return Ok(None),
    };
    Ok(Some(command))
}

/// Of each procedure that is named the same.
fn prescribes(speaker: &Speaker<'_>, act: &Phrases) -> Result<Vec<Prescription>, Trouble> {
    let says_none = |keyword: &str| act.get(keyword).as_deref() == Some("none");
    let terms = cases::cases(act)?.into_iter();
    let case_terms = terms.filter_map(|case| Some(CaseTerm { case: case.name, term: case.term? }));
    let papers = if says_none("checklist") { Vec::new() } else { publishing::checklist(act)? };
    let fees = if says_none("fees") { Vec::new() } else { publishing::fees(act)? };
    let case_terms: Vec<CaseTerm> = case_terms.collect();
    let (papers, fees) = (act.get("checklist").map(|_| papers), act.get("fees").map(|_| fees));
    let of = |name: &String| {
        Ok(Prescription {
            procedure: speaker.names.procedure(act.line(), name)?,
            term: act.term()?,
            case_terms: case_terms.clone(),
            papers: papers.clone(),
            fees: fees.clone(),
        })
    };
    act.list("prescribing").iter().map(of).collect()
}

fn reason(act: &Phrases) -> Box<str> {
    if act.names("without", "reason") { "".into() } else { "không còn cần thiết".into() }
}

fn evidence(act: &Phrases, text: &str) -> Result<Evidence, Trouble> {
    let read = match text.split_once(':') {
        None => DossierCode::new(text).map(Evidence::Dossier).ok(),
        Some((origin, sequence)) => {
            let parts = Origin::new(origin).ok().zip(sequence.parse().ok());
            parts.map(|(origin, sequence)| Evidence::Record { origin, sequence })
        }
    };
    read.map_or_else(|| act.trouble(format!("`{text}` is no evidence")), Ok)
}
