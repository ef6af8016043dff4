//! What a case file says of itself, and its tables: made from what is in it, by who writes it and by who checks it alike.

use super::page::page;
use crate::archive::Entries;
use crate::commands::inspect::tell;
use crate::failure::{Exit, Failure, Outcome};
use crate::output::csv_text;
use jiff::Timestamp;
use jiff::tz::Offset;
use lienthong_inspection::matters::state_of;
use lienthong_inspection::sample::{self, Candidate};
use lienthong_names::{DossierCode, Origin};
use lienthong_protocol::subjects::ledger_token;
use lienthong_supervision::Matter;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What the file says that it is.
pub(super) const FORMAT: &str = "lienthong case v1";
/// Which release writes it: another one may show the page otherwise.
pub(super) const WRITTEN_BY: &str = concat!("lienthong ", env!("CARGO_PKG_VERSION"));

pub(super) const ABOUT: &str = "case.json";
pub(super) const FRAME: &str = "frame.csv";
pub(super) const SAMPLE: &str = "sample.csv";
pub(super) const FINDINGS: &str = "findings.json";
pub(super) const FINDINGS_TABLE: &str = "findings.csv";
pub(super) const PAGE: &str = "index.html";
pub(super) const LOG_KEY: &str = "log-key.txt";
pub(super) const MANIFEST: &str = "MANIFEST";

/// `case.json`: what was inspected, as of when, by what. Nothing in it may be believed before it is checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct About {
    pub(super) format: String,
    pub(super) written_by: String,
    pub(super) title: String,
    /// By how much clocks on the wall are ahead: deadlines are days.
    pub(super) offset_seconds: i32,
    /// Who inspects, as they said.
    pub(super) by: Option<String>,
    /// What counted as now: what was asked for, or when the newest record was recorded.
    pub(super) as_of: Timestamp,
    /// Leaf hash of the catalogue's record 1.
    pub(super) fingerprint: String,
    /// Verifier key of the log.
    pub(super) log_key: String,
    /// What was looked at: ledgers up to their checkpoints, the catalogue first.
    pub(super) ledgers: Vec<Ledger>,
    pub(super) scope: Scope,
    /// What the agencies are called that scope or findings name.
    pub(super) agencies: Vec<Agency>,
    pub(super) rules: Rules,
    pub(super) draw: Draw,
    /// How many findings there are.
    pub(super) findings: usize,
    pub(super) papers: Vec<Paper>,
    /// What it proves, and what not.
    pub(super) limits: Vec<Sentence>,
}

/// A ledger as its checkpoint says it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ledger {
    pub(super) origin: String,
    pub(super) size: u64,
    pub(super) root: String,
}

/// Which dossiers and findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scope {
    /// Empty: all.
    pub(super) agencies: Vec<String>,
    pub(super) from: Option<Timestamp>,
    pub(super) to: Option<Timestamp>,
}

/// An agency with its names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agency {
    pub(super) id: String,
    pub(super) vi: String,
    pub(super) en: String,
}

/// By which rules.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    /// As they were asked for; empty: all.
    pub(super) asked_for: Vec<String>,
    /// Which version of the rules of each service had been adopted.
    pub(super) versions: BTreeMap<String, u32>,
    /// Every one that was applied.
    pub(super) applied: Vec<Applied>,
}

/// A rule that was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Applied {
    pub(super) rule: String,
    pub(super) severity: String,
    pub(super) law: String,
    pub(super) vi: String,
    pub(super) en: String,
}

/// How the sample was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draw {
    pub(super) seed: String,
    /// Of which ledger's checkpoint the seed is the root; `null`: it was given.
    pub(super) seed_of: Option<String>,
    pub(super) rule_vi: String,
    pub(super) rule_en: String,
    /// How many dossiers there are in scope.
    pub(super) frame: usize,
    /// How many were asked for.
    pub(super) asked_for: usize,
    /// How many were drawn.
    pub(super) drawn: usize,
}

/// A working paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Paper {
    /// Of the file, as it lies under `papers/`.
    pub(super) name: String,
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

impl Paper {
    /// Under which name it lies.
    pub(super) fn entry(&self) -> String {
        format!("papers/{}", self.name)
    }
}

/// A sentence in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sentence {
    pub(super) vi: String,
    pub(super) en: String,
}

/// Under which name the checkpoint of a ledger lies.
pub(super) fn checkpoint(of: &Origin) -> String {
    format!("checkpoints/{}.txt", ledger_token(of))
}

/// Under which name the proof of a finding lies.
pub(super) fn proof_of_finding(id: &str) -> String {
    format!("proofs/{id}.json")
}

/// Under which name the proof of what is on record of a finding lies.
pub(super) fn proof_on_record(id: &str) -> String {
    format!("proofs/{id}.on-record.json")
}

/// How a finding in a case stands of which this is on record: as it is told elsewhere, and in Vietnamese too.
pub(super) fn stands(matter: Option<&Matter>, offset: Offset) -> [(&'static str, Value); 3] {
    let [state, on_record] = tell::stands(matter, offset);
    let state_vi = matter.map_or("chưa lập", |matter| state_of(matter).1);
    [state, ("state_vi", state_vi.into()), on_record]
}

/// Whether something is on record of a finding.
pub(super) fn is_on_record(found: &Value) -> bool {
    !found["on_record"].is_null()
}

/// Under which name the proof of a drawn dossier lies.
pub(super) fn proof_of_dossier(of: &Candidate) -> String {
    format!("proofs/{}/{}.json", ledger_token(&of.origin), of.code)
}

/// What stands above dossiers with their lots.
pub(super) fn head() -> Vec<String> {
    ["place", "lot", "ledger", "dossier"].map(str::to_owned).to_vec()
}

/// All dossiers in scope in the order of their lots, as a table: the first of them are the sample.
pub(super) fn frame_table(seed: &str, frame: &BTreeSet<Candidate>) -> String {
    let rows = sample::draw(seed, frame, frame.len()).into_iter().zip(1_u64..).map(row_of);
    csv_text(&std::iter::once(head()).chain(rows).collect::<Vec<_>>())
}

/// A dossier with its lot: a row of a table.
pub(super) fn row_of(((lot, of), place): (([u8; 32], Candidate), u64)) -> Vec<String> {
    vec![place.to_string(), hex::encode(lot), of.origin.to_string(), of.code.to_string()]
}

/// The dossiers of such a table, whatever order they stand in; `None` where it is no such table.
pub(super) fn frame_of(table: &str) -> Option<BTreeSet<Candidate>> {
    let candidate = |row: &str| {
        let [_, _, origin, code] = row.split(',').collect::<Vec<_>>().try_into().ok()?;
        Some(Candidate { origin: Origin::new(origin).ok()?, code: DossierCode::new(code).ok()? })
    };
    table.lines().skip(1).map(candidate).collect()
}

/// A dossier that was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Drawn {
    pub(super) place: u64,
    pub(super) lot: String,
    pub(super) of: Candidate,
    /// How many findings of the case are about it.
    pub(super) findings: usize,
}

/// Those that a seed draws, with what was found about them.
pub(super) fn drawn(draw: &Draw, frame: &BTreeSet<Candidate>, findings: &[Value]) -> Vec<Drawn> {
    let about = |code: &DossierCode| {
        findings.iter().filter(|finding| finding["dossier"].as_str() == Some(code.as_str())).count()
    };
    let with_place = sample::draw(&draw.seed, frame, draw.asked_for).into_iter().zip(1_u64..);
    with_place
        .map(|((lot, of), place)| Drawn { place, lot: hex::encode(lot), findings: about(&of.code), of })
        .collect()
}

/// The sample as a table.
pub(super) fn sample_table(drawn: &[Drawn]) -> String {
    let mut head = head();
    head.extend(["findings", "proof"].map(str::to_owned));
    let row = |one: &Drawn| {
        vec![
            one.place.to_string(),
            one.lot.clone(),
            one.of.origin.to_string(),
            one.of.code.to_string(),
            one.findings.to_string(),
            proof_of_dossier(&one.of),
        ]
    };
    csv_text(&std::iter::once(head).chain(drawn.iter().map(row)).collect::<Vec<_>>())
}

/// The findings as a table, with what the heads said to them.
pub(super) fn findings_table(findings: &[Value]) -> String {
    const COLUMNS: [&str; 12] = [
        "id", "rule", "broken", "severity", "law", "at", "agency", "officer", "dossier", "record", "state",
        "vi",
    ];
    let mut head = COLUMNS.map(str::to_owned).to_vec();
    head.extend(["en", "explanation"].map(str::to_owned));
    let row = |finding: &Value| {
        let text = |name: &str| finding[name].as_str().unwrap_or_default();
        let mut row: Vec<String> = COLUMNS.iter().map(|name| no_formula(text(name))).collect();
        row.push(no_formula(text("en")));
        let explained = finding["on_record"]["explanations"].as_array().into_iter().flatten();
        let words: Vec<&str> = explained.filter_map(|one| one["text"].as_str()).collect();
        row.push(no_formula(&words.join("\n")));
        row
    };
    csv_text(&std::iter::once(head).chain(findings.iter().map(row)).collect::<Vec<_>>())
}

/// A text that a spreadsheet takes as a text: what a head wrote is no formula on the inspector's machine.
fn no_formula(text: &str) -> String {
    let is_formula = text.len() > 1 && text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// What a case has of itself, its scope, its findings and its sample: all that follows from these three.
pub(super) fn derived(
    about: &About,
    frame: &BTreeSet<Candidate>,
    findings: &[Value],
) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let unwritable = |e: serde_json::Error| Failure::coded(Exit::Unavailable, "LT0510", e);
    let pretty =
        |value: &Value| serde_json::to_string_pretty(value).map(|text| text + "\n").map_err(unwritable);
    let drawn = drawn(&about.draw, frame, findings);
    let texts = [
        (ABOUT, pretty(&serde_json::to_value(about).map_err(unwritable)?)?),
        (FINDINGS, pretty(&Value::from(findings.to_vec()))?),
        (FINDINGS_TABLE, findings_table(findings)),
        (FRAME, frame_table(&about.draw.seed, frame)),
        (SAMPLE, sample_table(&drawn)),
        (LOG_KEY, format!("{}\n", about.log_key)),
        (PAGE, page(about, &drawn, findings)?),
    ];
    Ok(texts.map(|(name, text)| (name.to_owned(), text.into_bytes())).into())
}

/// The SHA-256 of each entry, as `sha256sum -c` takes it; it names all but itself.
pub(super) fn manifest(entries: &Entries<'_>) -> String {
    let named = entries.iter().filter(|(name, _)| **name != MANIFEST);
    named.map(|(name, bytes)| format!("{}  {name}\n", hex::encode(Sha256::digest(bytes)))).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    fn candidate(code: &str) -> Candidate {
        Candidate { origin: Origin::new("H22/2020").unwrap(), code: DossierCode::new(code).unwrap() }
    }

    #[test]
    fn a_frame_comes_back_from_its_table_and_its_first_rows_are_the_sample() {
        let frame: BTreeSet<Candidate> =
            (1..40).map(|n| candidate(&format!("H22.02-200907-{n:04}"))).collect();
        let table = frame_table("seed", &frame);
        assert_eq!(frame_of(&table), Some(frame.clone()));
        let draw = Draw {
            seed: "seed".to_owned(),
            seed_of: None,
            rule_vi: String::new(),
            rule_en: String::new(),
            frame: frame.len(),
            asked_for: 5,
            drawn: 5,
        };
        let rows: Vec<&str> = table.lines().skip(1).take(5).collect();
        let found = json!({ "dossier": rows[2].split(',').nth(3).unwrap() });
        let sample = sample_table(&drawn(&draw, &frame, &[found]));
        let of_sample: Vec<&str> = sample.lines().skip(1).collect();
        assert!(
            rows.iter().zip(&of_sample).all(|(row, sample)| sample.starts_with(row)),
            "{rows:?} {sample}"
        );
        assert_eq!(of_sample[2].split(',').nth(4), Some("1"));
        assert_eq!(frame_of("place,lot,ledger,dossier\r\n1,2,no ledger,x\r\n"), None);
    }

    #[test]
    fn what_a_head_wrote_is_no_formula() {
        let said = json!([{ "text": "=HYPERLINK(\"http://x\")" }, { "text": "b" }]);
        let table =
            findings_table(&[json!({ "id": "F1", "state": "-", "on_record": { "explanations": said } })]);
        assert!(table.ends_with(",-,,,\"'=HYPERLINK(\"\"http://x\"\")\nb\"\r\n"), "{table}");
    }
}
