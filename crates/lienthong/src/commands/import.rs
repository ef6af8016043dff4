//! `lienthong import xes`: real history in, by the same rules.
//!
//! The file is read twice: first for its agencies, units and officers, and for everything that can be known to be wrong
//! before the first record; then for its acts, a trace whole or not at all.

use crate::cli::{Format, Import, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::{HISTORIAN, House, OFFICE};
use crate::keyring::Keyring;
use crate::receipts::Receipts;
use crate::sender::{Letter, Reply, Sender};
use crate::site::{self, Opened, Site};
use crate::tally::Tally;
use crate::{home, output, province};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lienthong_interop::convert::{self, DossierCommand};
use lienthong_interop::mapping::Mapping;
use lienthong_interop::publish::{self, CatalogueCommand, Publisher};
use lienthong_interop::xes::{self, Case, Limits, Survey, XesError, XesReader};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command, limits};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// Dossiers on their way at once: bounds memory, and fills the batches of the seal.
const DOSSIERS_AT_ONCE: usize = 120;

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
    let officer = founding.grants.first().map(|grant| grant.officer.clone());
    let officer = officer.unwrap_or_else(|| mapping.officer_unstated.clone());
    let publisher = Publisher { agency: founding.office.id, officer, at: mapping.procedure.in_force_from };
    for CatalogueCommand { act, command } in publish::catalogue(mapping, survey, &publisher) {
        let kind = command.kind().as_str();
        let bytes = Command { act, body: Body::Catalogue(command) }.encode();
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

/// What was answered, by the answers themselves.
#[derive(Debug, Default)]
struct Counts {
    already_known: u64,
    first_rejections: Vec<String>,
}

/// Rejections told on stderr; all of them stand in the ledger.
const REJECTIONS_TOLD: usize = 10;

/// Bytes of a record besides its command and its event.
const RECORD_MARGIN: usize = 2048;

/// One history on its way into one ledger.
struct Taking<'a> {
    target: &'a Target,
    file: &'a Path,
    mapping: &'a Mapping,
    survey: &'a Survey,
}

impl Taking<'_> {
    /// Publishes what it rests on, takes its cases in, and counts what is sealed.
    async fn all(&self, mut receipts: Option<Receipts>) -> Outcome<Value> {
        let Self { target, mapping, .. } = self;
        let opened = target.site.opened().await?;
        let before = target.site.sealed_size(&mapping.ledger).await?;
        let office = self.office()?;
        if let Some(receipts) = &mut receipts {
            receipts.begin()?;
        }
        let mut counts = Counts::default();
        match self.record(&opened, &office, &mut counts, receipts).await {
            Ok(()) => summary(&target.site, mapping, before, &counts).await,
            Err(failure) if failure.exit == Exit::Unavailable => Err(self.with_what_stands(failure).await),
            Err(failure) => Err(failure),
        }
    }

    async fn record(
        &self,
        opened: &Opened,
        office: &SigningKey,
        counts: &mut Counts,
        mut receipts: Option<Receipts>,
    ) -> Outcome {
        let published = self.publish_catalogue(opened, office).await?;
        if let Some(receipts) = &mut receipts {
            receipts.write(&published)?;
        }
        self.second_reading(opened, counts, receipts.as_mut()).await?;
        receipts.map_or(Ok(()), Receipts::finish)
    }

    fn office(&self) -> Outcome<SigningKey> {
        let keys = &self.target.keys;
        keys.get(OFFICE)?.ok_or_else(|| {
            let path = keys.path(OFFICE);
            let text = format!(
                "{}: the Office's key is needed to publish agencies and officers, and is not there; put it back from where \
                 it is kept",
                path.display()
            );
            Failure::usage("LT0901", text)
        })
    }

    async fn publish_catalogue(&self, opened: &Opened, office: &SigningKey) -> Outcome<Vec<Reply>> {
        let Self { target, mapping, survey, .. } = self;
        let publisher = site::publisher(opened)?;
        let mut commands: Vec<_> = publish::catalogue(mapping, survey, &publisher)
            .into_iter()
            .map(|published| (published.act, published.command))
            .collect();
        let historian = target.keys.get_or_make(HISTORIAN)?;
        let grant = site::historian_key(opened, &historian, publish::agencies(mapping));
        commands.push((site::office_act(opened, &grant)?, grant));
        let published = target.site.publish(opened, office, &commands).await;
        published.map_err(|failure| match failure.code.as_str() {
            // The one key that can be unknown here.
            "LT0002" => Failure {
                text: format!(
                    "{}: this is not the Office's key that the ledger knows ({}); put back the key that it was opened with",
                    target.keys.path(OFFICE).display(),
                    failure.text
                ),
                ..failure
            },
            _ => failure,
        })
    }

    async fn second_reading(
        &self,
        opened: &Opened,
        counts: &mut Counts,
        mut receipts: Option<&mut Receipts>,
    ) -> Outcome {
        let Self { target, file, mapping, survey } = self;
        let historian = target.keys.get_or_make(HISTORIAN)?;
        let office = opened.opening.office.id.clone();
        let catalogue = target.site.sealed_size(&target.site.catalogue).await?;
        let sender = Sender::new(Arc::clone(&target.site.intake), mapping.ledger.clone(), office, historian)
            .after_catalogue(catalogue);
        let bar = progress(survey.cases);
        let changed = |name: &str| {
            let text = format!("{name}: the file has changed while it was read; import it again");
            Failure::unavailable("LT0902", text)
        };
        let mut reader = XesReader::open(file, Limits::default()).map_err(|e| changed(&e.file))?;
        let name = reader.file().to_owned();
        let mut left = survey.cases;
        while left > 0 {
            let mut dossiers = Vec::new();
            while dossiers.len() < DOSSIERS_AT_ONCE && left > 0 {
                let Some(trace) = reader.next() else { break };
                let case =
                    trace.and_then(|trace| Case::read(&name, &trace, mapping)).map_err(|_| changed(&name))?;
                let plan = xes::plan(&case, mapping).map_err(|e| Failure::coded(Exit::Usage, "LT0114", e))?;
                dossiers.push(convert::commands(&plan, mapping));
                left -= 1;
            }
            if dossiers.is_empty() {
                return Err(changed(&name));
            }
            let count = dossiers.len() as u64;
            for wave in convert::waves(dossiers) {
                let letters: Vec<Letter> = wave.commands.into_iter().map(letter).collect();
                let replies = sender.send(wave.service, &letters).await?;
                for reply in &replies {
                    counts.take(reply)?;
                }
                if let Some(receipts) = receipts.as_deref_mut() {
                    receipts.write(&replies)?;
                }
            }
            bar.inc(count);
        }
        bar.finish_and_clear();
        for rejection in &counts.first_rejections {
            output::say(&format!("rejected: {rejection}"));
        }
        Ok(())
    }

    /// A failure on the way, with how far it got: counted from the sealed records, like everything else that is said.
    async fn with_what_stands(&self, failure: Failure) -> Failure {
        let ledger = &self.mapping.ledger;
        let mut tally = Tally::default();
        if self.target.site.each_record(ledger, 1, |_, raw| tally.count(&raw)).await.is_err() {
            // Then it cannot be said.
            return failure;
        }
        let whole = tally.events.get("HistoryImported").copied().unwrap_or_default();
        let text = format!(
            "{}. {whole} of its {} cases stand whole in {ledger}: import the file again when this is mended, what was recorded \
             is met again",
            failure.text.trim_end_matches('.'),
            self.survey.cases
        );
        Failure { text, ..failure }
    }
}

fn letter(command: DossierCommand) -> Letter {
    let body = Body::Dossier { code: command.code, command: command.command };
    Letter::from(&Command { act: command.act, body })
}

impl Counts {
    fn take(&mut self, reply: &Reply) -> Outcome {
        match reply {
            Reply::Receipt(receipt) => {
                self.already_known += u64::from(receipt.already_known);
                if let Some(rejection) = &receipt.rejection
                    && self.first_rejections.len() < REJECTIONS_TOLD
                {
                    self.first_rejections.push(format!("{} {rejection}", receipt.stream));
                }
                Ok(())
            }
            Reply::Fault(fault) => {
                let at = if fault.en.starts_with(&fault.field) {
                    String::new()
                } else {
                    format!("{}: ", fault.field)
                };
                Err(Failure::usage(&fault.code, format!("{at}{}", fault.en)))
            }
        }
    }
}

/// Counted from the sealed records, not by the reader of the file.
async fn summary(site: &Site, mapping: &Mapping, before: u64, counts: &Counts) -> Outcome<Value> {
    let (mut all, mut new) = (Tally::default(), Tally::default());
    site.each_record(&mapping.ledger, 1, |sequence, raw| {
        all.count(&raw);
        if sequence > before {
            new.count(&raw);
        }
    })
    .await?;
    let whole = all.to_json();
    let mut summary = json!({
        "ledger": mapping.ledger.as_str(),
        "dossiers": all.dossiers,
        "source_events": all.source_events,
        "admitted": new.admitted,
        "derived": new.derived,
        "rejected": new.rejected,
        "already_known": counts.already_known,
    });
    for name in ["events", "opinions_outside", "opinions_inside"] {
        summary[name] = whole[name].clone();
    }
    summary["sealed"] = json!({
        "records": all.records, "admitted": all.admitted, "derived": all.derived, "rejected": all.rejected,
    });
    Ok(summary)
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

fn progress(cases: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(cases), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} dossiers {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}

/// What is wrong with the log, for an import that took in so many cases before it.
fn damaged(error: &XesError, before: u64) -> Failure {
    Failure::coded(Exit::Usage, error.code(), error.told(before))
}

/// Where the history goes.
struct Target {
    site: Site,
    keys: Keyring,
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
                let home =
                    home::Home::open(house.with_ledger(&mapping.ledger)?, home::system_clock()).await?;
                // Only now that no other program writes here.
                let named = House::open(dir)
                    .and_then(|house| house.with_ledger(&mapping.ledger))
                    .and_then(|house| house.write_if_changed());
                if let Err(failure) = named {
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
