//! `lienthong inspect since`: what became otherwise between two sizes of the ledgers, counts first.

use super::ahead_words::Spoken;
use super::checkpoints::Cut;
use crate::cli::{Format, Since};
use crate::commands::catalogue::difference;
use crate::decided::each_decided_of;
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::{Reading, named_agency};
use jiff::Timestamp;
use lienthong_gateway::answers::FieldTold;
use lienthong_gateway::words::{Lang, Words as Dictionary};
use lienthong_inspection::Numbers;
use lienthong_inspection::ahead::{Became, Change, Changes, Looked, Words, changes};
use lienthong_names::{AgencyId, Origin};
use lienthong_projections::published::told;
use serde_json::{Value, json};

/// Runs it.
pub(super) async fn run(what: &Since) -> Outcome {
    let of = &what.of;
    let agency = named_agency(of.agency.as_deref())?;
    let spoken = Spoken::named(&of.lang)?;
    let reading = Reading::open(&of.from).await?;
    let since = Cut::of(&reading, &what.since, what.origin.as_deref()).await?;
    let until = match &what.until {
        Some(until) => Some(Cut::of(&reading, until, what.origin.as_deref()).await?),
        None => None,
    };
    let (before, sizes_then) = look(&reading, Some(&since)).await?;
    let (after, sizes_now) = look(&reading, until.as_ref()).await?;
    let shrunk = sizes_then
        .iter()
        .any(|(origin, then)| sizes_now.iter().any(|(now_of, now)| now_of == origin && now < then));
    if shrunk {
        let text = format!("--until {}: it is before {}", what.until.as_deref().unwrap_or(""), what.since);
        return Err(Failure::usage("LT0988", text));
    }
    let now = of.now.or(until.map(|cut| cut.at)).or_else(|| after.last()).unwrap_or(since.at);
    let mut all = changes((&before, since.at), (&after, now));
    all.lines.retain(|line| agency.is_none() || line.agency == agency);
    all.counts.retain(|of, _| agency.as_ref().is_none_or(|asked| asked == of));
    let shown = Shown {
        words: Words::of(after.book().catalogue().now()),
        names: CatalogueNames::of(after.book().catalogue().clone()),
    };
    let lines = all.lines.iter().map(|line| shown.line(line)).collect::<Outcome<Vec<Value>>>()?;
    let counts = shown.counts(&all);
    let catalogue = json!({
        "published": all.catalogue.published,
        "rules_switched": all.catalogue.switched,
        "keys_revoked": all.catalogue.revoked,
        "other": all.catalogue.other,
    });
    match of.format {
        Format::Json => output::json(&json!({
            "since": { "at": all.between.0, "ledgers": ledgers(&sizes_then) },
            "until": { "at": all.between.1, "ledgers": ledgers(&sizes_now) },
            "counts": counts,
            "catalogue": catalogue,
            "changes": lines,
        })),
        // One table a file, for spreadsheets.
        Format::Csv => output::columns(
            &["what", "agency", "dossier", "at", "record", spoken.column()],
            &lines,
            Format::Csv,
        ),
        Format::Table => {
            let heads =
                ["agency", "received", "resolved", "ended", "became_late", "findings_new", "findings_gone"];
            output::say(&format!("from {} to {}: {} changes", all.between.0, all.between.1, lines.len()));
            output::columns(&heads, &counts, Format::Table)?;
            output::out(&format!(
                "\n{} published, {} rules switched, {} keys revoked, {} other entries of the catalogue\n\n",
                all.catalogue.published, all.catalogue.switched, all.catalogue.revoked, all.catalogue.other
            ))?;
            output::columns(&["what", "agency", "dossier", "at", spoken.column()], &lines, Format::Table)
        }
    }
}

/// Everything that was there, or everything that is sealed.
async fn look(reading: &Reading, cut: Option<&Cut>) -> Outcome<(Looked, Vec<(Origin, u64)>)> {
    let mut looked = Looked::new(Numbers::default());
    let is_there =
        |origin: &Origin, sequence: u64, at: Timestamp| cut.is_none_or(|cut| cut.has(origin, sequence, at));
    let sizes = each_decided_of(reading, is_there, |told| looked.take(told)).await?;
    Ok((looked, sizes))
}

fn ledgers(sizes: &[(Origin, u64)]) -> Vec<Value> {
    sizes.iter().map(|(origin, size)| json!({ "origin": origin.as_str(), "size": size })).collect()
}

struct Shown<'a> {
    words: Words<'a>,
    names: CatalogueNames,
}

impl Shown<'_> {
    fn counts(&self, all: &Changes) -> Vec<Value> {
        let row = |(agency, of): (&AgencyId, &lienthong_inspection::ahead::Counts)| {
            json!({
                "agency": agency.as_str(),
                "received": of.received,
                "resolved": of.resolved,
                "ended": of.ended,
                "became_late": of.became_late,
                "findings_new": of.found,
                "findings_gone": of.gone,
            })
        };
        all.counts.iter().map(row).collect()
    }

    fn line(&self, change: &Change) -> Outcome<Value> {
        let mut said = self.words.change(change);
        let mut fields = Vec::new();
        if let Became::Published { differences: Some(differences), .. } = &change.became {
            fields = self.differences(differences)?;
            for (lang, text) in [(Lang::Vi, &mut said.vi), (Lang::En, &mut said.en)] {
                let words = Dictionary::new(lang);
                let told = fields.iter().map(|one| {
                    let (field, what) = difference(one, &words);
                    format!("; {field}: {what}")
                });
                text.push_str(&told.collect::<String>());
            }
        }
        let finding = match &change.became {
            Became::Found(finding) | Became::Gone(finding) => Some(finding.id()),
            _ => None,
        };
        Ok(json!({
            "what": change.became.as_str(),
            "agency": change.agency.as_ref().map(ToString::to_string),
            "dossier": change.dossier.as_ref().map(ToString::to_string),
            "at": change.at,
            "record": change.place.as_ref().map(ToString::to_string),
            "finding": finding.map(|id| id.to_string()),
            "differences": fields.iter().map(|one| one.field.clone()).collect::<Vec<_>>(),
            "vi": said.vi,
            "en": said.en,
        }))
    }

    fn differences(&self, differences: &[lienthong_catalogue::Difference]) -> Outcome<Vec<FieldTold>> {
        serde_json::to_value(told(differences, &self.names))
            .and_then(serde_json::from_value)
            .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
    }
}
