//! `lienthong import xes`: real history in, by the same rules.
//!
//! The file is read twice: first for its agencies, units and officers, and for everything that can be known to be wrong
//! before the first record; then for its acts, a trace whole or not at all.

use super::taking::Taking;
use crate::cli::{Format, Import, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::keyring::Keyring;
use crate::receipts::Receipts;
use crate::site::Site;
use crate::{home, output, province};
use lienthong_interop::mapping::Mapping;
use lienthong_interop::publish::{self, CatalogueCommand, Publisher};
use lienthong_interop::xes::{self, Limits, Survey, XesError, XesReader};
use lienthong_protocol::{Body, Command, limits};
use serde_json::Value;
use std::path::Path;

/// Bytes of a record besides its command and its event.
const RECORD_MARGIN: usize = 2048;

/// Runs it.
pub async fn run(what: Import) -> Outcome {
    let Import::Xes { file, mapping: mapping_file, to, keys, receipts, format } = what;
    let mapping = Mapping::load(&mapping_file).map_err(|e| Failure::coded(Exit::Usage, "LT0120", e))?;
    let survey = first_reading(&file, &mapping)?;
    let receipts = receipts.map(|path| Receipts::prepare(&path, &[&file, &mapping_file])).transpose()?;
    let target = Target::open(&to, keys.as_deref(), &mapping).await?;
    let summary =
        Taking { target: &target, file: &file, mapping: &mapping, survey: &survey }.all(receipts).await;
    // Whatever came of it, what is sealed is left in good order.
    target.close().await;
    let summary = summary?;
    match format {
        Format::Json => output::json_line(&summary)?,
        Format::Table | Format::Csv => people(&summary)?,
    }
    match &survey.damage {
        None => Ok(()),
        Some(damage) => Err(damaged(damage, survey.cases)),
    }
}

fn first_reading(file: &Path, mapping: &Mapping) -> Outcome<Survey> {
    // A pipe would be empty at the second reading, or never open.
    if std::fs::metadata(file).is_ok_and(|what| !what.is_file() && !what.is_dir()) {
        let text = format!(
            "{}: a log is read twice, and this is no file on a disk. Nothing was taken in. Save it to a file and import that",
            file.display()
        );
        return Err(Failure::usage("LT0116", text));
    }
    let reader = XesReader::open(file, Limits::default()).map_err(|error| damaged(&error, 0))?;
    let name = reader.file().to_owned();
    let survey = xes::survey(&name, reader, mapping);
    // With nothing to take in, no house is made for it either.
    if let Some(error) = survey.refusal().or(survey.damage.as_ref().filter(|_| survey.cases == 0)) {
        return Err(damaged(error, 0));
    }
    fits(&name, mapping, &survey)?;
    if survey.cases == 0 {
        output::say(&format!("note: {name} has no cases"));
    }
    for activity in &survey.absent_activities {
        output::say(&format!(
            "note: the mapping names the activity `{activity}`, which no event of {name} has"
        ));
    }
    for attribute in &survey.unnamed_attributes {
        let attribute: String = attribute.escape_debug().take(60).collect();
        output::say(&format!(
            "note: cases of {name} have the attribute `{attribute}`, which the mapping does not name"
        ));
    }
    Ok(survey)
}

/// What the catalogue must know of this history can be recorded: found when half of it was published, it would be too late.
fn fits(file: &str, mapping: &Mapping, survey: &Survey) -> Outcome {
    let unit = mapping.ledger.unit();
    let founding = home::Founding::for_import(unit)?;
    let mut officers = founding.grants.into_iter().map(|grant| grant.officer);
    let mut officer = || officers.next().unwrap_or_else(|| mapping.officer_unstated.clone());
    let publisher = Publisher {
        agency: founding.office.id,
        officer: officer(),
        drafter: officer(),
        at: mapping.procedure.in_force_from,
    };
    for CatalogueCommand { act, command } in publish::catalogue(mapping, survey, &publisher) {
        let kind = command.kind().as_str();
        let body = Body::Catalogue { drafted_by: Some(publisher.drafter.clone()), command };
        let bytes = Command { act, body }.encode();
        if let Some(error) = Command::decode(&bytes).err().and_then(|errors| errors.into_iter().next()) {
            let text = format!(
                "{file}: {kind} cannot be published, {}: {}. Nothing was taken in. Correct the mapping or the log and import \
                 again",
                error.field, error.en
            );
            return Err(Failure::usage(error.code, text));
        }
        // It stands in a record twice: as a command and as the event that comes of it.
        if 2 * bytes.len() + RECORD_MARGIN > limits::RECORD_BYTES {
            let text = format!(
                "{file}: {kind} would have {} bytes, which is more than a record holds. Nothing was taken in. Import fewer \
                 groups at once, or give them shorter names",
                bytes.len()
            );
            return Err(Failure::usage("LT0006", text));
        }
    }
    Ok(())
}

fn people(summary: &Value) -> Outcome {
    let mut rows = vec![vec!["counted from the sealed records".to_owned(), String::new()]];
    for name in ["ledger", "dossiers", "source_events", "admitted", "derived", "rejected", "already_known"] {
        let value = summary[name].as_str().map_or_else(|| summary[name].to_string(), ToOwned::to_owned);
        rows.push(vec![name.replace('_', " "), value]);
    }
    if let Some(events) = summary["events"].as_object() {
        rows.extend(events.iter().map(|(kind, n)| vec![format!("  {kind}"), n.to_string()]));
    }
    output::table(&rows)
}

/// What is wrong with the log, for an import that took in so many cases before it.
fn damaged(error: &XesError, before: u64) -> Failure {
    Failure::coded(Exit::Usage, error.code(), error.told(before))
}

/// Where the history goes.
pub(super) struct Target {
    pub(super) site: Site,
    pub(super) keys: Keyring,
    home: Option<home::Home>,
}

impl Target {
    async fn open(to: &Source, keys: Option<&Path>, mapping: &Mapping) -> Outcome<Self> {
        match (&to.ledger, &to.nats.url) {
            (Some(dir), _) => {
                let house = if House::is_at(dir) {
                    House::open(dir)?
                } else {
                    let founding = home::Founding::for_import(mapping.ledger.unit())?;
                    home::found(dir, founding, home::system_clock()).await?
                };
                let house = house.with_ledger(&mapping.ledger)?;
                let home = home::Home::open(house, home::system_clock(), home::Clocks::OfCommands).await?;
                // Only now that no other program writes here.
                if let Err(failure) = House::add_ledger(dir, &mapping.ledger) {
                    home.close().await;
                    return Err(failure);
                }
                Ok(Self { site: home.site(), keys: home.house.keys()?, home: Some(home) })
            }
            (None, Some(_)) => {
                let dir = keys.ok_or_else(|| {
                    Failure::usage(
                        "LT0914",
                        "with --nats, name the directory of office.key and historian.key: --keys DIR",
                    )
                })?;
                if !dir.is_dir() {
                    let text = format!(
                        "{}: there is no such directory; name the one that holds office.key, as `lienthong ledger open` made it",
                        dir.display()
                    );
                    return Err(Failure::usage("LT0901", text));
                }
                let site = province::connect_historian(&to.nats, &mapping.ledger).await?;
                Ok(Self { site, keys: Keyring::open(dir)?, home: None })
            }
            (None, None) => Err(Failure::usage("LT0914", "say where to: --ledger DIR or --nats URL")),
        }
    }

    async fn close(self) {
        let Self { site, home, .. } = self;
        drop(site);
        if let Some(home) = home {
            home.close().await;
        }
    }
}
