//! What inspection found, with the records that prove it, in one file: made of a ledger, and checked without it.
//!
//! It proves that the records which the finding cites are sealed, unchanged, each under its author's key; where something is missing, all
//! records of the stream in which it is. What the rule makes of them stays what inspection says: who has the ledger inspects again.

use super::check::{failed, tell_words};
use super::prove::{CONFIDENTIAL, NOT_SIGNED, has_confidential, log_key, make, write};
use super::words::{self, Given, Said, said};
use crate::cli::{Format, ProveBundle};
use crate::commands::inspect::found;
use crate::failure::{Exit, Failure, Outcome};
use crate::output;
use crate::reading::Reading;
use lienthong_audit::bundle::{self, Bundle, Checked, Expected, Question};
use lienthong_inspection::as_json;
use lienthong_inspection::{Finding, Place};
use lienthong_names::{DossierCode, Origin, StreamName};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What the file says that it is.
pub const FORMAT: &str = "lienthong finding v1";

/// The file. Nothing in it may be believed before [`check`].
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: String,
    /// As `lienthong inspect finding --format json` tells it.
    finding: Value,
    /// What proves its records: each a bundle of its own.
    parts: Vec<Value>,
}

/// Makes one of a house or a province.
pub async fn prove(what: &ProveBundle, id: &str) -> Outcome {
    let reading = Reading::open(&what.from).await?;
    let finding = found(&reading, id, what.now).await?;
    let log = log_key(&what.from, &reading.site.catalogue)?;
    let questions = questions(&finding);
    let whole_dossier = questions.iter().any(|(_, question)| matches!(question, Question::Whole(_)));
    if log.is_none() && whole_dossier {
        output::say(NOT_SIGNED);
    }
    let (mut parts, mut records, mut confidential) = (Vec::new(), 0, false);
    for (origin, question) in &questions {
        let (bundle, checked) =
            make(&reading, &what.from, question, std::slice::from_ref(origin), log.as_ref()).await?;
        records += checked.records.len();
        confidential |= has_confidential(&checked);
        parts.push(bundle);
    }
    write(&what.output, &text(&finding, &parts)?)?;
    if confidential {
        output::say(CONFIDENTIAL);
    }
    output::say(&format!("{}: finding {id} with {records} record(s)", what.output.display()));
    Ok(())
}

/// The file of a finding, with the bundles that prove its records.
pub(in crate::commands) fn text(finding: &Finding, parts: &[Bundle]) -> Outcome<String> {
    let parts = parts.iter().map(|part| parsed(part.to_string().as_bytes())).collect::<Outcome<_>>()?;
    let file = File { format: FORMAT.to_owned(), finding: as_json::finding(finding), parts };
    serde_json::to_string(&file).map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
}

/// What is to be proved: the dossier in which something is missing, whole; of every other stream each record that is cited.
pub(in crate::commands) fn questions(finding: &Finding) -> Vec<(Origin, Question)> {
    let missing_in = finding.absence.as_ref().and_then(|absence| absence.stream.dossier_code());
    let is_in = |place: &Place, code: &DossierCode| place.stream.dossier_code().as_ref() == Some(code);
    let whole = missing_in.as_ref().and_then(|code| {
        let place = finding.evidence.iter().find(|place| is_in(place, code))?;
        Some((place.origin.clone(), Question::Whole(StreamName::dossier(code))))
    });
    let rest =
        finding.evidence.iter().filter(|place| !missing_in.as_ref().is_some_and(|code| is_in(place, code)));
    let alone = rest.map(|place| (place.origin.clone(), Question::Record(place.sequence)));
    whole.into_iter().chain(alone).collect()
}

fn parsed(bytes: &[u8]) -> Outcome<Value> {
    serde_json::from_slice(bytes).map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
}

/// A file of a finding in which everything holds.
pub(in crate::commands) struct Proven {
    /// The finding, as the file has it.
    pub(in crate::commands) finding: Value,
    /// What proves its records.
    pub(in crate::commands) parts: Vec<Checked>,
    /// Each record that is proved, a row with a head.
    rows: Vec<Vec<String>>,
}

/// What does not hold: a proof, or that these are the proofs of the finding.
pub(in crate::commands) enum Unproven {
    /// A bundle.
    Bundle(bundle::Failure),
    /// What the file says of them.
    File(String),
}

impl From<&Unproven> for Failure {
    fn from(unproven: &Unproven) -> Self {
        match unproven {
            Unproven::Bundle(failure) => super::no(failure),
            Unproven::File(what) => Self::no("LT0967", what.replace(char::is_control, "\u{fffd}")),
        }
    }
}

/// Reads one without believing it, and believes what it proves.
pub(in crate::commands) fn examined(bytes: &[u8], expected: &Expected) -> Result<Proven, Unproven> {
    let file: File = serde_json::from_slice(bytes)
        .map_err(|e| Unproven::File(format!("it is no file of a finding: {e}")))?;
    if file.format != FORMAT {
        let what = format!("it says that it is `{}`, and this release reads `{FORMAT}`", file.format);
        return Err(Unproven::File(what));
    }
    let mut parts = Vec::new();
    for part in &file.parts {
        let whole =
            Bundle::parse(part.to_string().as_bytes()).and_then(|part| bundle::check(&part, expected));
        parts.push(whole.map_err(Unproven::Bundle)?);
    }
    let rows = covered(&file.finding, &parts).map_err(Unproven::File)?;
    Ok(Proven { finding: file.finding, parts, rows })
}

/// Looks one through on a machine that has nothing else.
pub fn check(bytes: &[u8], expected: &Expected, given: Given, format: Format) -> Outcome {
    let unproven = match examined(bytes, expected) {
        Ok(proven) => return tell(&proven, given, format),
        Err(unproven) => unproven,
    };
    let refused = Failure::from(&unproven);
    if format == Format::Json {
        let failure = match &unproven {
            Unproven::Bundle(failure) => failed(failure),
            Unproven::File(_) => {
                json!({ "code": refused.code, "kind": "finding", "what": refused.text })
            }
        };
        output::json(&json!({ "holds": false, "failure": failure }))?;
    }
    Err(refused)
}

/// The records that the finding cites, each as it is proved; or what is not.
fn covered(finding: &Value, parts: &[Checked]) -> Result<Vec<Vec<String>>, String> {
    if parts.iter().any(|part| Some(part.fingerprint) != parts.first().map(|first| first.fingerprint)) {
        return Err("its parts are of different ledgers".to_owned());
    }
    let mut proved: BTreeSet<(String, String, u64)> = BTreeSet::new();
    let mut rows =
        vec![["record", "stream", "revision", "recorded at", "signed by"].map(str::to_owned).to_vec()];
    for part in parts {
        for (sequence, raw) in &part.records {
            let record = &raw.record;
            let place = format!("{}:{sequence}", part.origin);
            if proved.insert((place.clone(), record.stream.to_string(), record.revision)) {
                rows.push(vec![
                    place,
                    record.stream.to_string(),
                    record.revision.to_string(),
                    record.recorded_at.to_string(),
                    record.signed.agency.to_string(),
                ]);
            }
        }
    }
    let cited = finding["evidence"].as_array().filter(|cited| !cited.is_empty());
    for place in cited.ok_or("the finding cites no record")? {
        let text = |name: &str| place[name].as_str().unwrap_or_default().to_owned();
        let key = (text("record"), text("stream"), place["revision"].as_u64().unwrap_or_default());
        if !proved.contains(&key) {
            return Err(format!("record {} ({} revision {}) is cited, and not proved", key.0, key.1, key.2));
        }
    }
    if let Some(revision) = finding["absence"]["revision"].as_u64() {
        let stream = finding["absence"]["stream"].as_str().unwrap_or_default();
        let there: BTreeSet<u64> =
            proved.iter().filter(|(_, of, _)| of == stream).map(|(_, _, revision)| *revision).collect();
        if let Some(missing) = (1..=revision).find(|revision| !there.contains(revision)) {
            return Err(format!(
                "something is said to be missing in {stream}, of which revision {missing} is not shown"
            ));
        }
    }
    Ok(rows)
}

fn tell(proven: &Proven, given: Given, format: Format) -> Outcome {
    let Proven { finding, parts, rows } = proven;
    let mut all = says(finding);
    if let Some(first) = parts.first() {
        all.extend(words::trust(first.fingerprint, &first.log_key, given));
    }
    if format == Format::Json {
        return output::json(&json!({
            "holds": true,
            "finding": finding,
            "records": rows.iter().skip(1).filter_map(|row| row.first()).collect::<Vec<_>>(),
            "fingerprint": parts.first().map(|part| part.fingerprint.to_string()),
            "fingerprint_given": given.fingerprint,
            "log_key_given": given.log_key,
            "says": all.iter().map(|Said { vi, en }| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
        }));
    }
    output::rows(rows, format)?;
    tell_words(&all, format)
}

/// What the file proves, and what it does not. What a stranger's file says commands no terminal.
fn says(finding: &Value) -> Vec<Said> {
    let text = |name: &str| finding[name].as_str().unwrap_or_default().replace(char::is_control, "\u{fffd}");
    let mut all = vec![
        said(
            "Các bản ghi trên đã được niêm phong, nguyên vẹn, do đúng khóa của từng cơ quan ký.",
            "The records above are sealed, unchanged, and signed with each agency's own key.",
        ),
        said(
            format!(
                "Kết luận “{}” ({}, {}) là của kiểm tra, không được kiểm lại ở đây: ai có sổ cái thì dùng `lienthong inspect`.",
                text("vi"),
                text("rule"),
                text("agency")
            ),
            format!(
                "That “{}” ({}, {}) is what inspection says, and is not looked at again here: who has the ledger runs `lienthong inspect`.",
                text("en"),
                text("rule"),
                text("agency")
            ),
        ),
    ];
    if let Some(revision) = finding["absence"]["revision"].as_u64() {
        let stream =
            finding["absence"]["stream"].as_str().unwrap_or_default().replace(char::is_control, "\u{fffd}");
        all.push(said(
            format!(
                "Điều còn thiếu: không bản ghi nào của {stream} đến lần thứ {revision} nói đến. Rằng đó là tất cả các bản ghi khi ấy là lời của nhật ký, không phải bằng chứng."
            ),
            format!(
                "What is missing: no record of {stream} up to revision {revision} says it. That these are all its records by then is the log's statement, and no proof."
            ),
        ));
    }
    all
}
