//! `lienthong inspect case check`: a case file looked through on a machine that has nothing else. The first thing that is wrong is named.

use super::content::{self, About, Drawn, FORMAT, Ledger, WRITTEN_BY};
use super::words;
use crate::archive::{self, BYTES_MAX, Damaged, Entries};
use crate::cli::{CheckCase, Format};
use crate::commands::bundle::words::{Given, Said, said, trust};
use crate::commands::bundle::{self as bundles, finding, tell_words};
use crate::failure::{Failure, Outcome};
use crate::keyring::io;
use crate::{output, province};
use jiff::tz::Offset;
use lienthong_audit::bundle::{self, Bundle, Checked, Expected};
use lienthong_inspection::matters::matter_of;
use lienthong_inspection::sample::{Candidate, RULE_EN, RULE_VI};
use lienthong_names::{AgencyId, Origin, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::NoteVerifier;
use lienthong_supervision::{Ground, Matter};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;

/// Runs it.
pub(super) fn run(what: &CheckCase) -> Outcome {
    let expected = Expected {
        fingerprint: province::fingerprint(what.fingerprint.as_deref())?,
        log: what.log_key.as_deref().map(bundles::log_key).transpose()?,
        policy: None,
    };
    let given = Given { fingerprint: expected.fingerprint.is_some(), log_key: expected.log.is_some() };
    let length = std::fs::metadata(&what.file).map_err(|e| io(&what.file, &e))?.len();
    // What is larger is not even read.
    let looked = if length > BYTES_MAX {
        Err(damaged(&Damaged::TooLong(length)))
    } else {
        let bytes = std::fs::read(&what.file).map_err(|e| io(&what.file, &e))?;
        look(&bytes, expected)
    };
    match looked {
        Ok(looked) => tell(&looked, given, what.format),
        Err(failure) => {
            // What a stranger's file says commands no terminal.
            let failure = Failure { text: failure.text.replace(char::is_control, "\u{fffd}"), ..failure };
            if what.format == Format::Json {
                output::json(&json!({
                    "holds": false,
                    "failure": { "code": failure.code, "what": failure.text },
                }))?;
            }
            Err(failure)
        }
    }
}

/// A case file in which everything holds.
struct Looked {
    about: About,
    sha256: String,
    entries: usize,
    /// Records that are proved, each as often as it is.
    records: usize,
    /// Whether the page was made again of the data: another release may show it otherwise.
    page: bool,
}

/// It is no whole case file.
fn damaged(why: &dyn std::fmt::Display) -> Failure {
    Failure::no("LT0923", why.to_string())
}

/// It is whole, and not what it says.
fn otherwise(why: impl Into<String>) -> Failure {
    Failure::no("LT0924", why)
}

/// The sample is not what was to be drawn.
fn not_drawn(why: impl Into<String>) -> Failure {
    Failure::no("LT0925", why)
}

fn look(bytes: &[u8], mut expected: Expected) -> Outcome<Looked> {
    let entries = archive::unpack(bytes).map_err(|error| damaged(&error))?;
    let case = Opened::of(&entries)?;
    let about = &case.about;
    let log = anchored(&case, &mut expected)?;
    for ledger in &about.ledgers {
        checkpoint(&case, ledger, &log)?;
    }
    let findings = findings(&case)?;
    let frame = drawn_again(&case, &findings)?;
    let drawn = content::drawn(&about.draw, &frame, &findings);
    let mut records = 0;
    for found in &findings {
        records += proved(&case, found, &expected)?;
    }
    for one in &drawn {
        records += proved_whole(&case, one, &expected)?;
    }
    for paper in &about.papers {
        let bytes = case.entry(&paper.entry())?;
        if hex::encode(Sha256::digest(bytes)) != paper.sha256 || bytes.len() as u64 != paper.bytes {
            return Err(otherwise(format!("{}: it is not what case.json says of it", paper.entry())));
        }
    }
    nothing_besides(&case, &findings, &drawn)?;
    let page = made_again(&case, &frame, &findings)?;
    Ok(Looked {
        sha256: hex::encode(Sha256::digest(bytes)),
        entries: entries.len(),
        records,
        page,
        about: case.about,
    })
}

/// The entries of a case, each as the manifest says it is, and what it says of itself.
struct Opened<'a> {
    entries: &'a Entries<'a>,
    about: About,
}

impl<'a> Opened<'a> {
    fn of(entries: &'a Entries<'a>) -> Outcome<Self> {
        let manifest = entries.get(content::MANIFEST).copied().unwrap_or_default();
        let is_so = content::manifest(entries);
        if manifest != is_so.as_bytes() {
            let manifest = String::from_utf8_lossy(manifest);
            let named: BTreeSet<&str> = manifest.lines().collect();
            let there: BTreeSet<&str> = is_so.lines().collect();
            let one = there.difference(&named).chain(named.difference(&there)).next();
            let name = one.and_then(|line| line.split_once("  ")).map_or(content::MANIFEST, |(_, name)| name);
            return Err(damaged(&format!("{name}: it is not what MANIFEST says")));
        }
        let bytes = entries.get(content::ABOUT).ok_or_else(|| damaged(&"there is no case.json in it"))?;
        let format = serde_json::from_slice::<Value>(bytes).map(|value| value["format"].clone());
        match format.as_ref().ok().and_then(Value::as_str) {
            Some(FORMAT) => {}
            Some(other) => {
                let text =
                    format!("case.json says that this is `{other}`, and this release reads `{FORMAT}`");
                return Err(damaged(&text));
            }
            None => return Err(damaged(&"case.json does not say what this is")),
        }
        let about = serde_json::from_slice(bytes).map_err(|e| damaged(&format!("case.json: {e}")))?;
        Ok(Self { entries, about })
    }

    fn entry(&self, name: &str) -> Outcome<&'a [u8]> {
        self.entries.get(name).copied().ok_or_else(|| otherwise(format!("{name}: it is not there")))
    }

    fn text(&self, name: &str) -> Outcome<&'a str> {
        std::str::from_utf8(self.entry(name)?).map_err(|e| otherwise(format!("{name}: {e}")))
    }
}

/// By which log everything has to be signed, and of which ledger it has to be: the case's own, which have to be those that were given.
fn anchored(case: &Opened<'_>, expected: &mut Expected) -> Outcome<NoteVerifier> {
    let about = &case.about;
    let log: NoteVerifier =
        about.log_key.parse().map_err(|e| otherwise(format!("case.json: log_key: {e}")))?;
    if expected.log.is_some_and(|key| key != *log.key()) {
        return Err(Failure::no("LT0842", format!("it is of the log {log}, another one was expected")));
    }
    let fingerprint = province::fingerprint(Some(&about.fingerprint))
        .map_err(|e| otherwise(format!("case.json: fingerprint: {}", e.text)))?;
    if expected.fingerprint.is_some() && expected.fingerprint != fingerprint {
        let text = format!("it is of the ledger {}, another one was expected", about.fingerprint);
        return Err(Failure::no("LT0841", text));
    }
    (expected.log, expected.fingerprint) = (Some(*log.key()), fingerprint);
    Ok(log)
}

/// The log signed that the ledger is as the case says.
fn checkpoint(case: &Opened<'_>, ledger: &Ledger, log: &NoteVerifier) -> Outcome {
    let origin = Origin::new(&ledger.origin).map_err(|e| otherwise(format!("case.json: ledgers: {e}")))?;
    let name = content::checkpoint(&origin);
    let opened = Checkpoint::open(case.entry(&name)?, &NoteVerifier::for_log(&origin, *log.key()));
    let signed = opened.map_err(|e| otherwise(format!("{name}: {e}")))?;
    if (signed.size, signed.root.to_string()) != (ledger.size, ledger.root.clone()) {
        return Err(otherwise(format!("{name}: it is not what case.json says of {origin}")));
    }
    Ok(())
}

/// The dossiers in scope, when the case draws of them what it says it drew.
fn drawn_again(case: &Opened<'_>, findings: &[Value]) -> Outcome<BTreeSet<Candidate>> {
    let draw = &case.about.draw;
    if let Some(origin) = &draw.seed_of {
        let ledger = case.about.ledgers.iter().find(|ledger| ledger.origin == *origin);
        if ledger.is_none_or(|ledger| ledger.root != draw.seed) {
            let text = format!("the seed is said to be the root of {origin}, and is not");
            return Err(not_drawn(text));
        }
    }
    if (&*draw.rule_vi, &*draw.rule_en) != (RULE_VI, RULE_EN) {
        return Err(not_drawn("it says that it was drawn by another rule than this release draws by"));
    }
    let table = case.text(content::FRAME)?;
    let frame = content::frame_of(table)
        .ok_or_else(|| not_drawn(format!("{}: a row is none of a dossier with its lot", content::FRAME)))?;
    differs(content::FRAME, table, &content::frame_table(&draw.seed, &frame))?;
    let drawn = draw.asked_for.min(frame.len());
    if (draw.frame, draw.drawn) != (frame.len(), drawn) {
        let text = format!(
            "case.json says that {} of {} dossiers were drawn, and it is {drawn} of {}",
            draw.drawn,
            draw.frame,
            frame.len()
        );
        return Err(not_drawn(text));
    }
    let sample = content::sample_table(&content::drawn(draw, &frame, findings));
    differs(content::SAMPLE, case.text(content::SAMPLE)?, &sample)?;
    Ok(frame)
}

/// The first row that is not what comes of the seed.
fn differs(name: &str, table: &str, again: &str) -> Outcome {
    if table == again {
        return Ok(());
    }
    let rows = table.lines().zip(again.lines()).take_while(|(one, other)| one == other).count();
    let (is, to_be) = (table.lines().nth(rows).unwrap_or("-"), again.lines().nth(rows).unwrap_or("-"));
    Err(not_drawn(format!("{name}, line {}: it is `{is}`, and the seed draws `{to_be}`", rows + 1)))
}

fn findings(case: &Opened<'_>) -> Outcome<Vec<Value>> {
    let findings: Vec<Value> = serde_json::from_slice(case.entry(content::FINDINGS)?)
        .map_err(|e| otherwise(format!("{}: {e}", content::FINDINGS)))?;
    if findings.len() != case.about.findings {
        let text =
            format!("case.json says {} findings, and there are {}", case.about.findings, findings.len());
        return Err(otherwise(text));
    }
    let mut ids = BTreeSet::new();
    match findings.iter().find(|found| !ids.insert(found["id"].as_str())) {
        Some(found) => Err(otherwise(format!("finding {} is there twice", found["id"]))),
        None => Ok(findings),
    }
}

/// What was found is in scope, named after what it stands on, and proved by its own file; how many records that shows.
fn proved(case: &Opened<'_>, found: &Value, expected: &Expected) -> Outcome<usize> {
    let text = |name: &str| found[name].as_str().unwrap_or_default();
    let id = text("id");
    let wrong = |why: &str| otherwise(format!("finding {id}: {why}"));
    if ground(found).is_none_or(|ground| ground.id().as_str() != id) {
        return Err(wrong("its id is not the one of what it stands on"));
    }
    let stands_on =
        |cited: &Value| ["record", "stream", "revision"].iter().all(|name| cited[name] == found[name]);
    if !found["evidence"].as_array().is_some_and(|cited| cited.iter().any(stands_on)) {
        return Err(wrong("the record at which it was found is not among those that it cites"));
    }
    let scope = &case.about.scope;
    let at = text("at").parse::<jiff::Timestamp>().map_err(|_| wrong("it does not say when"))?;
    let is_in = scope.agencies.is_empty() || scope.agencies.iter().any(|agency| agency == text("agency"));
    if !is_in || scope.from.is_some_and(|from| at < from) || scope.to.is_some_and(|to| to <= at) {
        return Err(wrong("it is not in scope"));
    }
    if !case.about.rules.applied.iter().any(|applied| applied.rule == text("rule")) {
        return Err(wrong("its rule was not applied"));
    }
    let name = content::proof_of_finding(id);
    let proven =
        finding::examined(case.entry(&name)?, expected).map_err(|unproven| within(&name, &unproven))?;
    let mut alone = found.clone();
    if let Some(fields) = alone.as_object_mut() {
        fields.retain(|name, _| !["state", "state_vi", "on_record"].contains(&name.as_str()));
    }
    if proven.finding != alone {
        return Err(otherwise(format!("{name}: it proves another finding than {}", content::FINDINGS)));
    }
    proven.parts.iter().try_for_each(|checked| under(case, &name, checked))?;
    let cited: usize = proven.parts.iter().map(|checked| checked.records.len()).sum();
    Ok(cited + proved_on_record(case, found, id, expected)?)
}

/// What is said to be on record of a finding is what its own records come to; how many there are.
fn proved_on_record(case: &Opened<'_>, found: &Value, id: &str, expected: &Expected) -> Outcome<usize> {
    let offset = Offset::from_seconds(case.about.offset_seconds)
        .map_err(|e| otherwise(format!("case.json: offset_seconds: {e}")))?;
    if !content::is_on_record(found) {
        return says_the_same(found, None, offset, id).map(|()| 0);
    }
    let name = content::proof_on_record(id);
    let checked = bundle_of(case, &name, expected)?;
    if checked.stream.as_ref().map(ToString::to_string) != Some(format!("finding.{id}")) {
        return Err(otherwise(format!("{name}: it proves something else than what is on record of {id}")));
    }
    under(case, &name, &checked)?;
    let matter = matter_of(checked.records.iter().map(|(_, raw)| raw));
    let matter = matter.map_err(|what| otherwise(format!("{name}: {what}")))?;
    says_the_same(found, Some(&matter), offset, id)?;
    Ok(checked.records.len())
}

/// State and story of a finding are those of what is on record of it.
fn says_the_same(found: &Value, matter: Option<&Matter>, offset: Offset, id: &str) -> Outcome {
    for (name, is_so) in content::stands(matter, offset) {
        if found[name] != is_so {
            let text = format!("finding {id}: its {name} is not what its records on record come to");
            return Err(otherwise(text));
        }
    }
    Ok(())
}

fn bundle_of(case: &Opened<'_>, name: &str, expected: &Expected) -> Outcome<Checked> {
    let checked = Bundle::parse(case.entry(name)?).and_then(|bundle| bundle::check(&bundle, expected));
    checked.map_err(|failure| within(name, bundles::no(&failure)))
}

/// What a finding stands on, as the file says it.
fn ground(found: &Value) -> Option<Ground> {
    let text = |name: &str| found[name].as_str();
    Some(Ground {
        rule: text("rule")?.into(),
        broken: text("broken")?.into(),
        origin: Origin::new(text("record")?.rsplit_once(':')?.0).ok()?,
        stream: text("stream")?.parse::<StreamName>().ok()?,
        revision: found["revision"].as_u64()?,
        agency: AgencyId::new(text("agency")?).ok()?,
    })
}

/// A drawn dossier is proved whole by its own file; how many records that shows.
fn proved_whole(case: &Opened<'_>, one: &Drawn, expected: &Expected) -> Outcome<usize> {
    let name = content::proof_of_dossier(&one.of);
    let checked = bundle_of(case, &name, expected)?;
    if checked.dossier().as_ref() != Some(&one.of.code) || checked.origin != one.of.origin {
        return Err(otherwise(format!(
            "{name}: it proves something else than {} of {}",
            one.of.code, one.of.origin
        )));
    }
    under(case, &name, &checked)?;
    Ok(checked.records.len())
}

/// A proof is of what was looked at: of no more records than the case's checkpoint has, and of the same tree.
fn under(case: &Opened<'_>, name: &str, checked: &Checked) -> Outcome {
    let ledger = case.about.ledgers.iter().find(|ledger| ledger.origin == checked.origin.as_str());
    let fits = |ledger: &Ledger| {
        checked.size < ledger.size || checked.size == ledger.size && checked.root.to_string() == ledger.root
    };
    if ledger.is_some_and(fits) {
        return Ok(());
    }
    let text = format!("{name}: it is under a checkpoint of {} that the case does not have", checked.origin);
    Err(otherwise(text))
}

/// A failure of a proof, with the file in which it is.
fn within(name: &str, failure: impl Into<Failure>) -> Failure {
    let failure = failure.into();
    Failure { text: format!("{name}: {}", failure.text), ..failure }
}

/// Everything in it is of the case.
fn nothing_besides(case: &Opened<'_>, findings: &[Value], drawn: &[Drawn]) -> Outcome {
    let mut known: BTreeSet<String> = [
        content::MANIFEST,
        content::ABOUT,
        content::FINDINGS,
        content::FINDINGS_TABLE,
        content::FRAME,
        content::SAMPLE,
        content::LOG_KEY,
        content::PAGE,
    ]
    .map(str::to_owned)
    .into();
    known.extend(findings.iter().filter_map(|found| found["id"].as_str()).map(content::proof_of_finding));
    let on_record = findings.iter().filter(|found| content::is_on_record(found));
    known.extend(on_record.filter_map(|found| found["id"].as_str()).map(content::proof_on_record));
    known.extend(drawn.iter().map(|one| content::proof_of_dossier(&one.of)));
    let origins = case.about.ledgers.iter().filter_map(|ledger| Origin::new(&ledger.origin).ok());
    known.extend(origins.map(|origin| content::checkpoint(&origin)));
    known.extend(case.about.papers.iter().map(content::Paper::entry));
    match case.entries.keys().find(|name| !known.contains(**name)) {
        Some(name) => Err(otherwise(format!("{name}: it is of nothing that the case says"))),
        None => Ok(()),
    }
}

/// What follows from the rest is what follows from the rest; whether the page could be looked at too.
fn made_again(case: &Opened<'_>, frame: &BTreeSet<Candidate>, findings: &[Value]) -> Outcome<bool> {
    let is_ours = case.about.written_by == WRITTEN_BY;
    if is_ours && case.about.limits != words::limits(case.about.draw.seed_of.is_none()) {
        return Err(otherwise("case.json: it claims to prove something else than a case file proves"));
    }
    for (name, bytes) in content::derived(&case.about, frame, findings)? {
        let may_differ = name == content::PAGE && !is_ours;
        if case.entry(&name)? != bytes && !may_differ {
            return Err(otherwise(format!("{name}: it does not say what the case's data say")));
        }
    }
    Ok(is_ours)
}

fn tell(looked: &Looked, given: Given, format: Format) -> Outcome {
    let about = &looked.about;
    let visible = |text: &str| text.replace(char::is_control, "\u{fffd}");
    // In this release's words: what the file says of itself is its own.
    let limits = words::limits(about.draw.seed_of.is_none());
    let mut says: Vec<Said> = limits.into_iter().map(|one| said(one.vi, one.en)).collect();
    if !looked.page {
        says.push(said(
            format!(
                "index.html do bản phát hành khác lập ({}): không so được với dữ liệu.",
                visible(&about.written_by)
            ),
            format!(
                "index.html was made by another release ({}): it is not held against the data.",
                visible(&about.written_by)
            ),
        ));
    }
    says.extend(trust(visible(&about.fingerprint), visible(&about.log_key), given));
    if format == Format::Json {
        return output::json(&json!({
            "holds": true,
            "sha256": looked.sha256,
            "case": about,
            "entries": looked.entries,
            "records_proved": looked.records,
            "page_compared": looked.page,
            "fingerprint_given": given.fingerprint,
            "log_key_given": given.log_key,
            "says": says.iter().map(|Said { vi, en }| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
        }));
    }
    let mut rows = Vec::new();
    let mut row = |name: &str, value: String| rows.push(vec![name.to_owned(), value]);
    row("title", visible(&about.title));
    if let Some(by) = &about.by {
        row("by", visible(by));
    }
    row("as of", about.as_of.to_string());
    row("findings", format!("{}, each proved", about.findings));
    row("drawn", format!("{} of {} by {}", about.draw.drawn, about.draw.frame, visible(&about.draw.seed)));
    row("records", format!("{} proved", looked.records));
    row("entries", looked.entries.to_string());
    row("sha256", looked.sha256.clone());
    output::rows(&rows, format)?;
    tell_words(&says, format)
}
