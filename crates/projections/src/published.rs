//! A published procedure as it is shown: what it says, how it is worked, and what each version says otherwise than the one before.
//!
//! Belongs here: one form of it for whoever shows it, the query and the command line alike. Does not: words of a language other
//! than names and terms; each value says of what kind it is.

use crate::timeline::Names;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_catalogue::{
    Decision, Difference, ForeseenLeg, Process, Said, Step, View, between_procedures, between_processes,
    said_by,
};
use lienthong_names::{AgencyId, CaseName, ProcedureCode};
use lienthong_protocol::procedure_sha256;
use serde::Serialize;
use std::collections::BTreeSet;

/// A procedure as in force at an instant, or in its last version where none is in force then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Published {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub name: String,
    /// When it is looked at.
    pub at: Timestamp,
    /// The version that is shown.
    pub version: u32,
    /// Whether that one is in force then.
    pub in_force: bool,
    /// From when it is in force no longer, of those repeals that hold then.
    pub repealed_from: Option<Timestamp>,
    /// Made up for a demonstration.
    pub fictitious: bool,
    /// What it says.
    pub says: Vec<Told>,
    /// How it is worked: dossiers of no case that has a process of its own, and then those cases; none: no process is published.
    pub processes: Vec<Worked>,
    /// Every version of it, the newest first.
    pub versions: Vec<Version>,
    /// Every version of how it is worked, the newest first.
    pub process_versions: Vec<Version>,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// From 1.
    pub version: u32,
    /// For dossiers of which case it is, by its title; `None`: for all.
    pub case: Option<String>,
    /// Number of the decision that published it.
    pub decision: String,
    /// The day of it, yyyy-mm-dd.
    pub decided_on: String,
    /// Who signed it.
    pub signer: String,
    /// From when it counts.
    pub in_force_from: Timestamp,
    /// Whether it is the one in force.
    pub in_force: bool,
    /// The version before it, of the same case; `None`: it is the first.
    pub after: Option<u32>,
    /// What it says otherwise than that one.
    pub differences: Vec<Told>,
    /// SHA-256 of what a version of a procedure says, in hexadecimal: what a draft of it goes by; `None`: it is a process.
    pub says_sha256: Option<String>,
    /// How many days too late it was published, by the documents that it stands on.
    pub late_days: u32,
    /// The dossier in which it was drafted.
    pub draft: Option<Draft>,
}

/// The dossier in which a version was drafted, asked about, appraised and decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Draft {
    /// Its code.
    pub dossier: String,
    /// Whether the version says what was decided in it; `None`: nobody has looked.
    pub said: Option<AgainstDraft>,
}

/// What was published, beside what was decided in the dossier of its draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AgainstDraft {
    /// It is one of the documents put to that dossier, by its digest, and the dossier was granted.
    AsDecided,
    /// It is none of them.
    Otherwise,
    /// The dossier was not granted.
    Undecided,
    /// There is no such dossier.
    Unknown,
}

/// What stands in a field: of one version, or of two of which they differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told {
    /// Word of the field.
    pub field: &'static str,
    /// Of which one of a list, by its id.
    pub item: Option<String>,
    /// What stood there; none: nothing.
    pub before: Vec<Part>,
    /// What stands there; none: nothing.
    pub after: Vec<Part>,
}

/// A value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// `text`, `flag`, `count`, `money` (đồng), `term`, `instant`, `agency`; else the group whose word `text` is.
    pub kind: &'static str,
    /// What it is; names and terms in Vietnamese.
    pub text: String,
    /// Names and terms in English; empty: as `text`.
    pub en: String,
}

/// How a procedure is worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Worked {
    /// From 1.
    pub version: u32,
    /// For dossiers of which case it is, by its title; `None`: for all that have none of their own.
    pub case: Option<String>,
    /// Whether it is kept to.
    pub strict: bool,
    /// Within what term the agency that received is done with its part.
    pub receiving_term: Option<Part>,
    /// Its steps, in order.
    pub steps: Vec<ShownStep>,
    /// The legs it foresees.
    pub legs: Vec<ShownLeg>,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownStep {
    /// Its id.
    pub id: String,
    /// Word of what is done.
    pub kind: &'static str,
    /// Word of where.
    pub place: &'static str,
    /// Within what term.
    pub term: Option<Part>,
    /// Whether a dossier may begin with it.
    pub starts: bool,
    /// Whether it may end with it.
    pub ends: bool,
    /// What may follow.
    pub next: Vec<String>,
}

/// A leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ShownLeg {
    /// Word of what it is for.
    pub purpose: String,
    /// To whom; `None`: to any agency.
    pub to: Option<Part>,
    /// Within what term.
    pub term: Option<Part>,
    /// Whether that lies outside the dossier's.
    pub outside_term: bool,
    /// Whether custody goes along.
    pub moves_custody: bool,
}

/// A procedure as it is shown; `None`: nothing of it was ever published.
#[must_use]
pub fn published(
    catalogue: View<'_>,
    names: &dyn Names,
    code: &ProcedureCode,
    at: Timestamp,
) -> Option<Published> {
    let of_version = |version: u32| Some((version, catalogue.procedure_version(code, version)?));
    let in_force = catalogue.procedure(code, at);
    let (version, procedure) = in_force.or_else(|| of_version(catalogue.procedure_versions(code)))?;
    let last_process = catalogue.process_versions(code);
    let title = |case: &CaseName| {
        let of = procedure.case(case).map(|case| case.title.to_string());
        of.unwrap_or_else(|| case.to_string())
    };
    let cases: BTreeSet<Option<&CaseName>> = (1..=last_process)
        .filter_map(|version| catalogue.process_version(code, version))
        .map(|process| process.case.as_ref())
        .collect();
    let now = |case: Option<&CaseName>| {
        catalogue.process(code, case, at).filter(|(_, process)| process.case.as_ref() == case)
    };
    let processes = cases.iter().filter_map(|case| {
        let (version, process) =
            now(*case).or_else(|| catalogue.process_before(code, *case, last_process + 1))?;
        Some(worked(version, case.map(title), process, names))
    });
    let repealed = if in_force.is_none() { catalogue.repeal(code, at) } else { None };
    let versions = (1..=catalogue.procedure_versions(code)).rev().filter_map(|version| {
        let (_, this) = of_version(version)?;
        let before = of_version(version - 1);
        let differences = before.map(|(_, before)| between_procedures(before, this));
        let now = in_force.map(|(version, _)| version);
        Some(Version {
            in_force: now == Some(version),
            after: before.map(|(version, _)| version),
            differences: said_otherwise(differences, names),
            says_sha256: Some(hex::encode(procedure_sha256(this))),
            late_days: catalogue.published_late(code, version),
            draft: this.drafted_in.as_ref().map(|dossier| Draft { dossier: dossier.to_string(), said: None }),
            ..self::version(version, &this.decision, this.in_force_from)
        })
    });
    let process_versions = (1..=last_process).rev().filter_map(|version| {
        let this = catalogue.process_version(code, version)?;
        let case = this.case.as_ref();
        let before = catalogue.process_before(code, case, version);
        let differences = before.map(|(_, before)| between_processes(before, this));
        Some(Version {
            case: case.map(title),
            in_force: now(case).map(|(version, _)| version) == Some(version),
            after: before.map(|(version, _)| version),
            differences: said_otherwise(differences, names),
            ..self::version(version, &this.decision, this.in_force_from)
        })
    });
    Some(Published {
        code: code.to_string(),
        name: procedure.name.to_string(),
        at,
        version,
        in_force: in_force.is_some(),
        repealed_from: repealed.map(|repeal| repeal.from),
        fictitious: procedure.fictitious,
        says: told(&said_by(procedure), names),
        processes: processes.collect(),
        versions: versions.collect(),
        process_versions: process_versions.collect(),
    })
}

/// A version of which nothing else is known yet.
fn version(version: u32, decision: &Decision, in_force_from: Timestamp) -> Version {
    Version {
        version,
        case: None,
        decision: decision.number.to_string(),
        decided_on: decision.date.to_string(),
        signer: decision.signer.to_string(),
        in_force_from,
        in_force: false,
        after: None,
        differences: Vec::new(),
        says_sha256: None,
        late_days: 0,
        draft: None,
    }
}

/// Without what stands beside them: under which decision, and from when.
fn said_otherwise(differences: Option<Vec<Difference>>, names: &dyn Names) -> Vec<Told> {
    let mut differences = differences.unwrap_or_default();
    differences.retain(|difference| !difference.field.is_of_publication());
    told(&differences, names)
}

/// Differences as they are shown.
#[must_use]
pub fn told(differences: &[Difference], names: &dyn Names) -> Vec<Told> {
    let parts = |said: Option<&Said>| {
        let mut parts = Vec::new();
        if let Some(said) = said {
            take(said, names, &mut parts);
        }
        parts
    };
    let one = |difference: &Difference| Told {
        field: difference.field.as_str(),
        item: difference.item.as_ref().map(ToString::to_string),
        before: parts(difference.before.as_ref()),
        after: parts(difference.after.as_ref()),
    };
    differences.iter().map(one).collect()
}

fn take(said: &Said, names: &dyn Names, parts: &mut Vec<Part>) {
    parts.push(match said {
        Said::Text(text) => plain("text", text),
        Said::Flag(flag) => plain("flag", if *flag { "yes" } else { "no" }),
        Said::Count(count) => plain("count", &count.to_string()),
        Said::Money(amount) => plain("money", &amount.to_string()),
        Said::Term(term) => self::term(term),
        Said::At(at) => plain("instant", &at.to_string()),
        Said::Agency(id) => agency(id, names),
        Said::Decision(decision) => plain("text", &decision.number),
        Said::Word(group, word) => plain(group, word),
        Said::All(all) => return all.iter().for_each(|said| take(said, names, parts)),
    });
}

fn plain(kind: &'static str, text: &str) -> Part {
    Part { kind, text: text.to_owned(), en: String::new() }
}

fn term(term: &Term) -> Part {
    Part { kind: "term", text: term.vi(), en: term.to_string() }
}

fn agency(id: &AgencyId, names: &dyn Names) -> Part {
    match names.agency(id.as_str()) {
        Some(name) => {
            Part { kind: "agency", text: format!("{} ({id})", name.vi), en: format!("{} ({id})", name.en) }
        }
        None => plain("agency", id.as_str()),
    }
}

fn worked(version: u32, case: Option<String>, process: &Process, names: &dyn Names) -> Worked {
    let ends = process.ends();
    let step = |step: &Step| ShownStep {
        id: step.id.to_string(),
        kind: step.kind.as_str(),
        place: step.place.as_str(),
        term: step.term.as_ref().map(term),
        starts: step.starts,
        ends: ends.contains(&step.id),
        next: step.next.iter().map(ToString::to_string).collect(),
    };
    let leg = |leg: &ForeseenLeg| ShownLeg {
        purpose: leg.purpose.to_string(),
        to: leg.to.as_ref().map(|to| agency(to, names)),
        term: leg.term.as_ref().map(term),
        outside_term: leg.outside_term,
        moves_custody: leg.moves_custody,
    };
    Worked {
        version,
        case,
        strict: process.strict,
        receiving_term: process.receiving_term.as_ref().map(term),
        steps: process.steps.iter().map(step).collect(),
        legs: process.legs.iter().map(leg).collect(),
    }
}
