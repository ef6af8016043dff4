//! Writing a case file: one pass over the ledgers, the proofs, the tables, the page.

use super::content::{self, About, Agency, Applied, Draw, FORMAT, Rules, Scope, WRITTEN_BY};
use super::papers::Papers;
use super::scope::{self, Cut, Seed};
use super::{proofs, words};
use crate::archive::{self, BYTES_MAX, CannotPack};
use crate::cli::Case;
use crate::commands::bundle::prove::{CONFIDENTIAL, NOT_SIGNED};
use crate::commands::inspect::{Inspected, inspect_of, rules_named};
use crate::failure::{Failure, Outcome};
use crate::keyring::io;
use crate::output;
use crate::reading::Reading;
use lienthong_inspection::as_json;
use lienthong_inspection::sample::{Candidate, RULE_EN, RULE_VI, Seen};
use lienthong_inspection::{Finding, Rule, RulesNamed, Severity};
use lienthong_ledger::files;
use lienthong_names::{AgencyId, FindingId, Origin, Service};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::path::Path;

/// Longer than this is no title.
const TITLE_MAX: usize = 300;

/// Runs it.
pub(super) async fn run(what: &Case) -> Outcome {
    let title = a_line("--title", what.title.as_deref().unwrap_or_default())?;
    let by = what.by.as_deref().map(|by| a_line("--by", by)).transpose()?;
    let output = what.output.as_deref().unwrap_or(Path::new(""));
    // Nothing is looked at for a file that is not going to be written.
    if output.exists() {
        return Err(there_already(output));
    }
    let (rules, papers) = (rules_named(&what.rule)?, Papers::read(&what.paper)?);
    let agencies = scope::agencies(&what.lot)?;

    let reading = Reading::open(&what.source).await?;
    let cut = Cut::of(&reading).await?;
    let seed = Seed::of(what.lot.seed.as_deref(), &cut, &reading.site.catalogue)?;
    let mut seen = Seen::default();
    let is_asked_for = |origin: &_, sequence, _| cut.has(origin, sequence);
    let mut inspected = inspect_of(&reading, what.now, is_asked_for, &mut |told| seen.take(told)).await?;
    inspected.findings.retain(|finding| is_in_case(finding, what, &rules, &agencies));
    let frame = seen.in_scope(&agencies, what.lot.from, what.lot.to);
    let findings: Vec<Value> = inspected.findings.iter().map(|finding| told(&inspected, finding)).collect();
    let mut draw = Draw {
        seed: seed.text,
        seed_of: seed.of.as_ref().map(ToString::to_string),
        rule_vi: RULE_VI.to_owned(),
        rule_en: RULE_EN.to_owned(),
        frame: frame.len(),
        asked_for: what.sample,
        drawn: 0,
    };
    let drawn = content::drawn(&draw, &frame, &findings);
    draw.drawn = drawn.len();
    let dossiers: Vec<Candidate> = drawn.iter().map(|one| one.of.clone()).collect();
    let on_record: BTreeMap<FindingId, Origin> =
        inspected.findings.iter().filter_map(|finding| on_record(&inspected, finding)).collect();
    let proofs =
        proofs::prove(&reading, &what.source, &cut, &inspected.findings, &on_record, &dossiers).await?;
    let about = About {
        format: FORMAT.to_owned(),
        written_by: WRITTEN_BY.to_owned(),
        title,
        offset_seconds: inspected.offset().seconds(),
        by,
        as_of: inspected.as_of,
        fingerprint: proofs.fingerprint.to_string(),
        log_key: reading.site.opened().await?.opening.log_key.to_string(),
        ledgers: cut.ledgers.clone(),
        scope: Scope {
            agencies: agencies.iter().map(ToString::to_string).collect(),
            from: what.lot.from,
            to: what.lot.to,
        },
        agencies: named(&inspected, &agencies),
        rules: applied(&inspected, &rules),
        limits: words::limits(draw.seed_of.is_none()),
        draw,
        findings: findings.len(),
        papers: papers.told(),
    };

    let mut entries = content::derived(&about, &frame, &findings)?;
    entries.extend(cut.heads.iter().map(|(origin, head)| (content::checkpoint(origin), head.note.to_vec())));
    entries.extend(proofs.files.into_iter().map(|(name, text)| (name, text.into_bytes())));
    entries.extend(papers.into_entries());
    entries.insert(content::MANIFEST.to_owned(), content::manifest(&borrowed(&entries)).into_bytes());
    let archive = archive::pack(&borrowed(&entries)).map_err(|error| too_much(&error))?;
    files::place_new(output, &archive).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => there_already(output),
        _ => io(output, &error),
    })?;
    if proofs.not_signed {
        output::say(NOT_SIGNED);
    }
    if proofs.confidential {
        output::say(CONFIDENTIAL);
    }
    let (n, of, found) = (about.draw.drawn, about.draw.frame, about.findings);
    output::say(&format!("{n} / {of} hồ sơ được rút, {found} phát hiện, tính đến {}", about.as_of));
    output::say(&format!("{n} of {of} dossiers drawn, {found} finding(s), as of {}", about.as_of));
    // As `sha256sum` says it, for the minutes.
    output::out(&format!("{}  {}\n", hex::encode(Sha256::digest(&archive)), output.display()))
}

/// A text that fits on a line of the page.
fn a_line(option: &str, text: &str) -> Outcome<String> {
    let text = text.trim();
    if text.is_empty() || text.len() > TITLE_MAX || text.contains(char::is_control) {
        let expected = format!("{option}: a line of text is expected, of {TITLE_MAX} bytes at most");
        return Err(Failure::usage("LT0908", expected));
    }
    Ok(text.to_owned())
}

fn there_already(output: &Path) -> Failure {
    let path = output.display();
    Failure::usage("LT0913", format!("{path}: is there already; a case file never writes over a file"))
}

fn too_much(error: &CannotPack) -> Failure {
    let text = format!(
        "{error}. Narrow it: --agency, --from, --to, --rule, a smaller --sample; a paper of at most {BYTES_MAX} bytes"
    );
    Failure::usage("LT0926", text)
}

fn borrowed(entries: &BTreeMap<String, Vec<u8>>) -> archive::Entries<'_> {
    entries.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect()
}

/// What was admitted against the law, and attempts: hints say of nothing that it is wrong.
fn is_in_case(finding: &Finding, what: &Case, rules: &RulesNamed, agencies: &[AgencyId]) -> bool {
    finding.rule.said().severity >= Severity::Attempt
        && rules.have(finding)
        && (agencies.is_empty() || agencies.contains(&finding.agency))
        && what.lot.from.is_none_or(|from| from <= finding.at)
        && what.lot.to.is_none_or(|to| finding.at < to)
}

/// A finding with how it stands on record.
fn told(inspected: &Inspected, finding: &Finding) -> Value {
    let mut whole = as_json::finding(finding);
    for (name, value) in content::stands(inspected.matter(finding), inspected.offset()) {
        whole[name] = value;
    }
    whole
}

/// A finding that is on record, and in which ledger.
fn on_record(inspected: &Inspected, finding: &Finding) -> Option<(FindingId, Origin)> {
    let id = finding.id();
    let (origin, _) = inspected.matters().of_finding(&id)?;
    Some((id, origin.clone()))
}

/// The agencies that scope and findings name, with what they are called.
fn named(inspected: &Inspected, agencies: &[AgencyId]) -> Vec<Agency> {
    let of_findings = inspected.findings.iter().map(|finding| &finding.agency);
    let all: BTreeSet<&AgencyId> = agencies.iter().chain(of_findings).collect();
    let one = |id: &AgencyId| {
        let known = inspected.catalogue().agency_ever(id);
        let (vi, en) =
            known.map_or_else(Default::default, |known| (known.name.to_string(), known.name_en.to_string()));
        Agency { id: id.to_string(), vi, en }
    };
    all.into_iter().map(one).collect()
}

/// Every rule that finds what goes in, and the versions of the rules by which was decided.
fn applied(inspected: &Inspected, named: &RulesNamed) -> Rules {
    let view = inspected.catalogue();
    let is_applied = |rule: &&Rule| rule.said().severity >= Severity::Attempt && named.ask_for(**rule);
    let told = |rule: &Rule| {
        let said = rule.said();
        Applied {
            rule: rule.name(),
            severity: said.severity.as_str().to_owned(),
            law: said.law.to_owned(),
            vi: said.vi.to_owned(),
            en: said.en.to_owned(),
        }
    };
    let version = |service: Service| (service.as_str().to_owned(), view.rules_version(service));
    Rules {
        asked_for: named.words().to_vec(),
        versions: Service::ALL.into_iter().map(version).collect(),
        applied: Rule::ALL.iter().filter(is_applied).map(told).collect(),
    }
}
