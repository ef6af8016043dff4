//! The verbs of publishing.
//!
//! `opens ledger UNIT as CODE [zone Z] [without drafter]` · `registers agency NAME as CODE [under AGENCY] [units A, B] [use post] [from DATE] [until DATE]` ·
//! `registers desk of AGENCY [serving A, B]` · `grants OFFICER of AGENCY [unit U] [until DATE]` ·
//! `registers key NAME of AGENCY [use office] [history A, B before DATE]`, `… with wrong id`, `… with no point` ·
//! `revokes key NAME [from DATE]` · `publishes NAME as CODE [competent A] [desks A, B] [within TERM] [channels c, d]
//! [if-online TERM] [checklist a, b] [steps a, b] [council LEAST] [rounds TERM] [fees a SUM, b SUM/ONLINE] [results a, b?]
//! [citing BASIS, …] [draft-of DOSSIER] [cases …] [dated DATE] [without decision]` · `sets calendar ID`, `… with no hours`

use super::{Speaker, cases, public_key, when};
use crate::names::signing_key;
use crate::phrase::Phrases;
use crate::read::Trouble;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::CalendarData;
use lienthong_catalogue::{
    Agency, AppraisalPolicy, CalendarEntry, ChecklistItem, Command, Decision, Desk, EscalationPolicy, Fee,
    Grant, Key, KeyUse, Opening, OpinionPolicy, PausePolicy, Procedure, ResultItem, Resume, Revocation, Unit,
    Validity,
};
use lienthong_dossier::Silence;
use lienthong_names::{
    AgencyId, DossierCode, KeyId, LegalBasisId, OfficerId, ProcedureCode, StepName, UnitId,
};

/// From when on everything holds that a row gives no date for.
pub(super) const BEGINNING: Timestamp = Timestamp::UNIX_EPOCH;

pub(super) fn command(speaker: &mut Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let command = match *act.head().as_slice() {
        ["opens", "ledger", unit] => Command::OpenLedger(opening(speaker, act, unit)?),
        ["registers", "agency", name] => Command::RegisterAgency(named_agency(speaker, act, name)?),
        ["registers", "desk"] => Command::RegisterDesk(Desk {
            agency: of(speaker, act)?,
            name: "Bộ phận Một cửa".into(),
            serves: speaker.names.agencies(act.line(), &act.list("serving"))?,
            validity: validity(act)?,
            decision: (!act.names("without", "decision"))
                .then(|| decision(if act.names("without", "signer") { "" } else { "Chủ tịch" })),
        }),
        ["grants", officer] => Command::GrantRole(grant(act, of(speaker, act)?, officer)?),
        ["registers", "key", name] => Command::RegisterKey(key(speaker, act, name)?),
        ["revokes", "key", name] => Command::RevokeKey(Revocation {
            key: signing_key(name).key_id(),
            from: when(act, "from")?.unwrap_or(speaker.row.at),
            reason: "lộ khóa".into(),
        }),
        ["publishes", name] => Command::PublishProcedure(Box::new(procedure(speaker, act, name)?)),
        ["sets", "calendar", id] => Command::SetCalendar(calendar(act, id)),
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn trouble(act: &Phrases, error: &impl ToString) -> Trouble {
    Trouble::at(act.line(), error.to_string())
}

pub(super) fn of(speaker: &Speaker<'_>, act: &Phrases) -> Result<AgencyId, Trouble> {
    match act.read("of", |text| speaker.names.agency(act.line(), text))? {
        Some(agency) => Ok(agency),
        None => act.trouble("of which agency?"),
    }
}

pub(super) fn validity(act: &Phrases) -> Result<Validity, Trouble> {
    Ok(Validity { from: when(act, "from")?.unwrap_or(BEGINNING), until: when(act, "until")? })
}

pub(super) fn decision(signer: &str) -> Decision {
    Decision { number: "1/QĐ-UBND".into(), date: Date::constant(2020, 1, 2), signer: signer.into() }
}

/// A decision, of the date that the text names.
fn dated(act: &Phrases) -> Result<Decision, Trouble> {
    let usual = decision(if act.names("without", "decision") { "" } else { "Chủ tịch" });
    let date = act.read("dated", str::parse::<Date>)?.unwrap_or(usual.date);
    Ok(Decision { date, ..usual })
}

fn named_agency(speaker: &mut Speaker<'_>, act: &Phrases, name: &str) -> Result<Agency, Trouble> {
    let id = act.read("as", AgencyId::new)?;
    let Some(id) = id.or_else(|| speaker.names.agency(act.line(), name).ok()) else {
        return act.trouble("an agency needs a code");
    };
    speaker.names.name_agency(name, id.clone());
    let unit = |text: &String| UnitId::new(text).map(|id| Unit { id, name: text.as_str().into() });
    let units: Result<Vec<Unit>, _> = act.list("units").iter().map(unit).collect();
    Ok(Agency {
        id,
        name: if act.names("without", "name") { "".into() } else { name.into() },
        name_en: "".into(),
        parent: act.read("under", |text| speaker.names.agency(act.line(), text))?,
        units: units.map_err(|error| trouble(act, &error))?,
        validity: validity(act)?,
        fictitious: true,
        postal: act.names("use", "post"),
        inspectorate: act.names("use", "inspection"),
    })
}

fn grant(act: &Phrases, agency: AgencyId, officer: &str) -> Result<Grant, Trouble> {
    Ok(Grant {
        agency,
        officer: OfficerId::new(officer).map_err(|error| trouble(act, &error))?,
        name: officer.into(),
        unit: act.read("unit", UnitId::new)?,
        title: "chuyên viên".into(),
        validity: validity(act)?,
    })
}

fn opening(speaker: &mut Speaker<'_>, act: &Phrases, unit: &str) -> Result<Opening, Trouble> {
    let name = speaker.row.who.split(['/', '@']).next().unwrap_or_default().to_owned();
    let office = named_agency(speaker, act, &name)?;
    let public = public_key(&name);
    let drafter = if act.names("without", "drafter") { super::ANYONE } else { super::DRAFTER };
    let officers = [super::ANYONE, drafter];
    Ok(Opening {
        unit: unit.into(),
        time_zone: act.get("zone").unwrap_or_else(|| "Asia/Ho_Chi_Minh".to_owned()).into(),
        log_key: "H22/catalogue+00000000+AA==".into(),
        keys: vec![Key {
            id: signing_key(&name).key_id(),
            agency: office.id.clone(),
            public,
            usage: KeyUse::Office,
            validity: validity(act)?,
        }],
        grants: officers.into_iter().map(|id| grant(act, office.id.clone(), id)).collect::<Result<_, _>>()?,
        office,
    })
}

fn key(speaker: &Speaker<'_>, act: &Phrases, name: &str) -> Result<Key, Trouble> {
    let usage = match (act.get("use").as_deref(), act.get("history")) {
        (Some("office"), _) => KeyUse::Office,
        (Some("service"), _) => KeyUse::Service,
        (_, Some(_)) => KeyUse::Historian {
            of: speaker.names.agencies(act.line(), &act.list("history"))?,
            before: when(act, "before")?.unwrap_or(speaker.row.at),
        },
        _ => KeyUse::Agency,
    };
    let genuine = signing_key(name).key_id();
    let wrong = || KeyId::from_bytes([0; 8]);
    // Two of the 32 bytes' values are no points of the curve for sure: y = 2 is one of them.
    let mut no_point = [0_u8; 32];
    no_point[0] = 2;
    Ok(Key {
        id: if act.names("with", "wrong id") { wrong() } else { genuine },
        agency: of(speaker, act)?,
        public: if act.names("with", "no point") { no_point } else { public_key(name) },
        usage,
        validity: validity(act)?,
    })
}

fn procedure(speaker: &mut Speaker<'_>, act: &Phrases, name: &str) -> Result<Procedure, Trouble> {
    let code = match act.read("as", ProcedureCode::new)? {
        Some(code) => code,
        None => speaker.names.procedure(act.line(), name)?,
    };
    speaker.names.name_procedure(name, code.clone());
    let steps: Result<Vec<StepName>, _> = act.list("steps").iter().map(|step| StepName::new(step)).collect();
    Ok(Procedure {
        code,
        name: if act.names("without", "name") { "".into() } else { name.into() },
        field: "đầu tư".into(),
        decision: dated(act)?,
        drafted_in: act.read("draft-of", DossierCode::new)?,
        in_force_from: when(act, "from")?.unwrap_or(BEGINNING),
        desks: speaker.names.agencies(act.line(), &act.list("desks"))?,
        competent: act.read("competent", |text| speaker.names.agency(act.line(), text))?,
        term: act.term()?,
        checklist: checklist(act)?,
        steps: steps.map_err(|error| trouble(act, &error))?,
        channels: act.list("channels").into_iter().map(Into::into).collect(),
        pauses: pauses(act)?,
        fees: fees(act)?,
        results: results(act),
        online_term: act.term_of("if-online")?,
        escalation: Box::new(escalation(act)?),
        opinions: Box::new(opinions(act)?),
        fictitious: true,
        legal_bases: citing(act)?,
        appraisal: Box::new(AppraisalPolicy {
            minimum_members: act.read("council", str::parse)?.unwrap_or_default(),
            term: act.term_of("rounds")?,
        }),
        cases: cases::cases(act)?,
        case_required: act.names("without", "common"),
    })
}

/// `checklist don, ban-ve?`: one with a question mark need not be there; `originals ban-ve`: nothing begins without its original.
pub(super) fn checklist(act: &Phrases) -> Result<Vec<ChecklistItem>, Trouble> {
    let originals = act.list("originals");
    let item = |text: String| {
        let (id, required) = text.strip_suffix('?').map_or((text.as_str(), true), |id| (id, false));
        Ok(ChecklistItem {
            name: id.into(),
            original_first: originals.iter().any(|original| original == id),
            cases: cases::for_item(act, id)?,
            id: id.into(),
            required,
        })
    };
    act.list("checklist").into_iter().map(item).collect()
}

/// `citing ND-61, TT-01`: the documents that it stands on.
fn citing(act: &Phrases) -> Result<Vec<LegalBasisId>, Trouble> {
    let ids: Result<_, _> = act.list("citing").iter().map(|id| LegalBasisId::new(id)).collect();
    ids.map_err(|error| trouble(act, &error))
}

/// `fees le-phi 150000, phi 20000/10000`: what is handed in online costs what stands after the stroke.
pub(super) fn fees(act: &Phrases) -> Result<Vec<Fee>, Trouble> {
    let fee = |text: &String| {
        let (id, amounts) = text.split_once(' ')?;
        let (amount, online) = amounts.split_once('/').map_or((amounts, None), |(a, o)| (a, Some(o)));
        let online_amount = online.map(|sum| sum.parse().ok());
        let online_amount = if let Some(sum) = online_amount { Some(sum?) } else { None };
        Some(Fee {
            id: id.into(),
            name: id.into(),
            amount: amount.parse().ok()?,
            online_amount,
            cases: Vec::new(),
        })
    };
    let fees: Option<Vec<Fee>> = act.list("fees").iter().map(fee).collect();
    let Some(mut fees) = fees else { return act.trouble("a fee is `ID AMOUNT` or `ID AMOUNT/ONLINE`") };
    for fee in &mut fees {
        fee.cases = cases::for_item(act, &fee.id)?;
    }
    Ok(fees)
}

/// `results giấy-khai-sinh, thẻ?`: one with a question mark need not be there.
fn results(act: &Phrases) -> Vec<ResultItem> {
    let item = |text: String| {
        let (id, required) = text.strip_suffix('?').map_or((text.as_str(), true), |id| (id, false));
        ResultItem { id: id.into(), name: id.into(), required }
    };
    act.list("results").into_iter().map(item).collect()
}

/// `resuming remaining` after papers, `repeating REASON, …`.
fn pauses(act: &Phrases) -> Result<PausePolicy, Trouble> {
    let after_supplement = act.read("resuming", |text| {
        Resume::ALL.iter().copied().find(|resume| resume.as_str() == text).ok_or("remaining or anew")
    })?;
    let usual = PausePolicy::default();
    Ok(PausePolicy {
        after_supplement: after_supplement.unwrap_or(usual.after_supplement),
        repeat_reasons: act.list("repeating").into_iter().map(Into::into).collect(),
        ..usual
    })
}

/// `silence proceeds`, `silence deemed_agreed under "Luật Xây dựng, Điều 102"`, each with `alarming` where the head of who is silent
/// is told; `closed-opinions` where nobody reads an answer until all have answered.
fn opinions(act: &Phrases) -> Result<OpinionPolicy, Trouble> {
    let said = act.get("silence").unwrap_or_default();
    let (word, escalates) =
        said.strip_suffix(" alarming").map_or((said.as_str(), false), |word| (word, true));
    if !word.is_empty() && Silence::named(word).is_none() {
        return act.trouble(format!("silence does not mean `{word}`"));
    }
    let closed = act.get("closed-opinions").is_some();
    let article = act.get("law").unwrap_or_default();
    Ok(OpinionPolicy { silence: word.into(), article: article.into(), escalates, closed })
}

/// `telling 4 working hours`: for the head, and again for the one above.
fn escalation(act: &Phrases) -> Result<EscalationPolicy, Trouble> {
    let term = act.term_of("telling")?;
    Ok(term.map_or_else(EscalationPolicy::default, |term| EscalationPolicy {
        to_head: term.clone(),
        to_parent: term,
    }))
}

fn calendar(act: &Phrases, id: &str) -> CalendarEntry {
    let mut data = CalendarData::vietnam_default();
    if act.names("with", "no hours") {
        data.week = Default::default();
    }
    let decision = (!act.names("without", "decision")).then(|| decision("Chủ tịch"));
    CalendarEntry { id: id.into(), data, decision }
}
