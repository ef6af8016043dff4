//! `lienthong catalogue show CODE`: a procedure as in force on a day, its versions and what each says otherwise than the one before;
//! its process, drawn. Of what is published, of a province's files, or of these as if they were published next.

use super::draw;
use super::files::Files;
use crate::cli::{Drawn, Format, ShowProcedure};
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::Reading;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_catalogue::Catalogue;
use lienthong_gateway::answers::{FieldTold, ProcessShown, PublishedProcedure, VersionRow};
use lienthong_gateway::pages::{diagram, told};
use lienthong_gateway::shown;
use lienthong_gateway::words::{Lang, Words};
use lienthong_names::ProcedureCode;
use lienthong_projections::published::published;
use serde_json::{Value, json};

/// Runs it.
pub async fn run(what: ShowProcedure) -> Outcome {
    let code = ProcedureCode::new(&what.code)
        .map_err(|error| Failure::usage("LT0908", format!("procedure code: {error}")))?;
    let lang = match what.lang.as_deref() {
        None => Lang::En,
        Some(code) => Lang::of_code(code).ok_or_else(|| {
            Failure::usage("LT0908", format!("--lang: there is no `{code}` here, but vi and en"))
        })?,
    };
    let from_ledger = what.from.ledger.is_some() || what.from.nats.url.is_some();
    let mut names = match &what.files {
        Some(_) if !from_ledger => CatalogueNames::of(Catalogue::default()),
        _ => CatalogueNames::read(&Reading::open(&what.from).await?.site).await?,
    };
    let known = names.catalogue().now();
    let before =
        Known { versions: known.procedure_versions(&code), processes: known.process_versions(&code) };
    let mut zone = known.opening().map(|opening| opening.time_zone.to_string());
    if let Some(folder) = &what.files {
        let files = Files::read(folder)?;
        zone.get_or_insert_with(|| files.province.time_zone.clone());
        names = CatalogueNames::of(files.as_if_published(names.catalogue()));
    }
    let at = match what.on {
        Some(day) => beginning(day, zone.as_deref())?,
        None => Timestamp::now(),
    };
    let shown = published(names.catalogue().now(), &names, &code, at)
        .ok_or_else(|| Failure::no("LT0927", format!("procedure {code} was never published here")))?;
    let value = serde_json::to_value(&shown).map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
    let shown: PublishedProcedure =
        serde_json::from_value(value.clone()).map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
    let told = Told { shown: &shown, before, is_beside: from_ledger, w: Words::new(lang) };
    match (what.diagram, what.format) {
        (Some(drawn), _) => told.drawn(drawn, what.case.as_deref()),
        (None, Format::Json) => output::json(&told.marked(value)),
        (None, Format::Table) => output::out(&told.whole()),
        (None, Format::Csv) => output::csv(&told.rows()),
    }
}

/// The first instant of a day.
fn beginning(day: Date, zone: Option<&str>) -> Outcome<Timestamp> {
    let wrong = |error: jiff::Error| Failure::usage("LT0908", format!("--on: {error}"));
    let zone = TimeZone::get(zone.unwrap_or("UTC")).map_err(wrong)?;
    Ok(day.at(0, 0, 0, 0).to_zoned_datetime(zone).map_err(wrong)?.timestamp())
}

/// How many versions are published: what comes after these stands in files only.
struct Known {
    versions: u32,
    processes: u32,
}

struct Told<'a> {
    shown: &'a PublishedProcedure,
    before: Known,
    /// Whether files are shown beside what is published: alone, none of them need say that it is not.
    is_beside: bool,
    w: Words,
}

impl Told<'_> {
    /// Draws the process that is for all, or that of the case with a title.
    fn drawn(&self, drawn: Drawn, case: Option<&str>) -> Outcome {
        let is_it = |process: &&ProcessShown| process.case.as_deref() == case;
        let Some(process) = self.shown.processes.iter().find(is_it) else {
            let of_case = case.map(|case| format!(" for the case {case}")).unwrap_or_default();
            let text = format!(
                "of procedure {} no process is published{of_case}: there is nothing to draw",
                self.shown.code
            );
            return Err(Failure::no("LT0928", text));
        };
        match drawn {
            Drawn::Text => output::out(&draw::text(process, &self.w)),
            Drawn::Svg => output::out(&(diagram::process(process, &self.shown.name, &self.w) + "\n")),
        }
    }

    /// The versions of both, each with what it is a version of, and how many are published.
    fn histories(&self) -> [(&'static str, &[VersionRow], u32); 2] {
        [
            ("procedure", &self.shown.versions, self.before.versions),
            ("process", &self.shown.process_versions, self.before.processes),
        ]
    }

    fn marked(&self, mut value: Value) -> Value {
        let marks = [("versions", self.before.versions), ("process_versions", self.before.processes)];
        for (name, published) in marks {
            for version in value[name].as_array_mut().into_iter().flatten() {
                version["published"] = json!(version["version"].as_u64() <= Some(u64::from(published)));
            }
        }
        value
    }

    fn whole(&self) -> String {
        let (shown, w) = (self.shown, &self.w);
        let at = shown::instant(&shown.at);
        let state = if shown.in_force {
            w.two("procedure.in_force", shown.version, at)
        } else {
            w.two("procedure.not_in_force", at, shown.version)
        };
        let repealed =
            shown.repealed_from.as_deref().map(|from| w.one("procedure.repealed", shown::instant(from)));
        let fictitious =
            if shown.fictitious { format!(" ({})", w.t("procedures.fictitious")) } else { String::new() };
        let mut lines = vec![format!("{}  {}{fictitious}", shown.code, shown.name), state];
        lines.extend(repealed);
        lines.extend(section(w.t("procedure.says")));
        lines.extend(aligned(
            shown.says.iter().map(|one| (w.word("difference", &one.field), told::parts(&one.after, w))),
        ));
        lines.extend(section(w.t("procedure.process")));
        if shown.processes.is_empty() {
            lines.push(w.t("procedure.no_process").to_owned());
        }
        for process in &shown.processes {
            let strict = if process.strict { "procedure.strict" } else { "procedure.not_strict" };
            lines.extend(process.case.as_ref().map(|case| format!("\n{}: {case}", w.t("dossier.case"))));
            lines.push(format!("{}\n\n{}", w.t(strict), draw::text(process, w).trim_end()));
        }
        for ((_, versions, published), key) in
            self.histories().into_iter().zip(["procedure.versions", "procedure.process_versions"])
        {
            lines.extend(section(w.t(key)));
            versions.iter().for_each(|version| self.version(&mut lines, version, published));
        }
        lines.join("\n") + "\n"
    }

    fn version(&self, lines: &mut Vec<String>, version: &VersionRow, published: u32) {
        let w = &self.w;
        let now = version.in_force.then(|| w.t("procedure.now").to_owned());
        let is_pending = self.is_beside && version.version > u64::from(published);
        let pending = is_pending.then(|| told::pending(w).to_owned());
        let said = [
            Some(w.one("procedure.version", version.version)),
            now,
            pending,
            Some(w.one("procedure.from", shown::instant(&version.in_force_from))),
            Some(format!("{}, {}, {}", version.decision, shown::date(&version.decided_on), version.signer)),
        ];
        lines.push(said.into_iter().flatten().collect::<Vec<_>>().join(" · "));
        if version.late_days > 0 {
            lines.push(format!("  {}", w.one("procedure.late", version.late_days)));
        }
        lines
            .extend(version.draft.iter().map(|d| format!("  {} {}", w.t("procedure.drafted_in"), d.dossier)));
        lines.extend(version.says_sha256.iter().map(|digest| format!("  sha256 {digest}")));
        if version.after.is_none() {
            lines.push(format!("  {}", w.t("procedure.first")));
        } else if version.differences.is_empty() {
            lines.push(format!("  {}", w.t("procedure.same")));
        }
        lines.extend(aligned(version.differences.iter().map(|one| difference(one, w))));
    }

    fn rows(&self) -> Vec<Vec<String>> {
        let head =
            ["of", "version", "published", "decision", "in_force_from", "field", "item", "before", "after"];
        let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
        for (of, versions, published) in self.histories() {
            for version in versions {
                let is_published = version.version <= u64::from(published);
                let row = |field: &str, item: &str, before: String, after: String| {
                    vec![
                        of.to_owned(),
                        version.version.to_string(),
                        is_published.to_string(),
                        version.decision.clone(),
                        version.in_force_from.clone(),
                        field.to_owned(),
                        item.to_owned(),
                        before,
                        after,
                    ]
                };
                if version.differences.is_empty() {
                    rows.push(row("", "", String::new(), String::new()));
                }
                rows.extend(version.differences.iter().map(|one| {
                    let (before, after) =
                        (told::parts(&one.before, &self.w), told::parts(&one.after, &self.w));
                    row(&one.field, one.item.as_deref().unwrap_or_default(), before, after)
                }));
            }
        }
        rows
    }
}

/// Which field, and what became of it.
pub(in crate::commands) fn difference(one: &FieldTold, w: &Words) -> (String, String) {
    let of = one.item.as_ref().map(|item| format!(" {item}")).unwrap_or_default();
    let (before, after) = (told::parts(&one.before, w), told::parts(&one.after, w));
    let said = match (one.before.is_empty(), one.after.is_empty()) {
        (true, false) => format!("{}: {after}", told::change(one, w)),
        (false, true) => format!("{}: {before}", told::change(one, w)),
        _ => format!("{before} → {after}"),
    };
    (w.word("difference", &one.field) + &of, said)
}

fn section(title: &str) -> [String; 3] {
    [String::new(), title.to_owned(), "─".repeat(title.chars().count())]
}

/// Two columns, set in.
pub(super) fn aligned(rows: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let rows: Vec<_> = rows.collect();
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let line = |(name, said): &(String, String)| {
        format!("  {name}{}  {said}", " ".repeat(width.saturating_sub(name.chars().count())))
    };
    rows.iter().map(line).collect()
}
