//! `lienthong import xes`: real history in, by the same rules.
//!
//! The file is read twice: first for its agencies, units and officers, and for everything that can be known to be wrong
//! before the first record; then for its acts, a trace whole or not at all.

use crate::cli::{Format, Import, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::{HISTORIAN, House, OFFICE};
use crate::keyring::{Keyring, io};
use crate::sender::{Letter, Reply, Sender};
use crate::site::{self, Opened, Site};
use crate::tally::Tally;
use crate::{home, output, province};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lienthong_interop::convert::{self, DossierCommand};
use lienthong_interop::mapping::Mapping;
use lienthong_interop::publish;
use lienthong_interop::xes::{self, Case, Limits, Survey, XesError, XesReader};
use lienthong_protocol::{Body, Command, json as protobuf_json};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Dossiers on their way at once: bounds memory, and fills the batches of the seal.
const DOSSIERS_AT_ONCE: usize = 120;

/// Runs it.
pub async fn run(what: Import) -> Outcome {
    let Import::Xes { file, mapping, to, keys, receipts, format } = what;
    let mapping = Mapping::load(&mapping).map_err(|e| Failure::coded(Exit::Usage, "LT0120", e))?;
    let survey = first_reading(&file, &mapping)?;
    let target = Target::open(&to, keys.as_deref(), &mapping).await?;
    let opened = target.site.opened().await?;
    let before = target.site.sealed_size(&mapping.ledger).await?;
    let mut counts = Counts::default();
    let mut receipts = receipts.map(|path| Receipts::create(&path)).transpose()?;
    let published = publish_catalogue(&target, &opened, &mapping, &survey).await?;
    write_receipts(receipts.as_mut(), &published)?;
    let historian = target.keys.get_or_make(HISTORIAN)?;
    let office = opened.opening.office.id.clone();
    let catalogue = target.site.sealed_size(&target.site.catalogue).await?;
    let sender = Sender::new(Arc::clone(&target.site.intake), mapping.ledger.clone(), office, historian)
        .after_catalogue(catalogue);
    second_reading(&file, &mapping, &survey, &sender, &mut counts, receipts.as_mut()).await?;
    drop(sender);
    if let Some(receipts) = receipts {
        receipts.finish()?;
    }
    let summary = summary(&target.site, &mapping, before, &counts).await?;
    match format {
        Format::Json => output::json_line(&summary)?,
        Format::Table | Format::Csv => people(&summary)?,
    }
    target.close().await;
    match &survey.damage {
        None => Ok(()),
        Some(damage) => Err(Failure::coded(Exit::Usage, damage.fault.code(), damage.told(survey.cases))),
    }
}

fn first_reading(file: &Path, mapping: &Mapping) -> Outcome<Survey> {
    let reader = XesReader::open(file, Limits::default()).map_err(xes_failure)?;
    let name = reader.file().to_owned();
    let survey = xes::survey(&name, reader, mapping);
    if let Some(error) = survey.refusal() {
        return Err(xes_failure(error.clone()));
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

async fn publish_catalogue(
    target: &Target,
    opened: &Opened,
    mapping: &Mapping,
    survey: &Survey,
) -> Outcome<Vec<Reply>> {
    let office = target.keys.get(OFFICE)?.ok_or_else(|| {
        let path = target.keys.path(OFFICE);
        Failure::usage(
            "LT0901",
            format!("{}: the Office's key is needed to publish agencies and officers", path.display()),
        )
    })?;
    let publisher = site::publisher(opened)?;
    let mut commands: Vec<_> = publish::catalogue(mapping, survey, &publisher)
        .into_iter()
        .map(|published| (published.act, published.command))
        .collect();
    let historian = target.keys.get_or_make(HISTORIAN)?;
    let grant = site::historian_key(opened, &historian, publish::agencies(mapping));
    commands.push((site::office_act(opened, &grant)?, grant));
    target.site.publish(opened, &office, &commands).await
}

/// What was answered, by the answers themselves.
#[derive(Debug, Default)]
struct Counts {
    already_known: u64,
    first_rejections: Vec<String>,
}

/// Rejections told on stderr; all of them stand in the ledger.
const REJECTIONS_TOLD: usize = 10;

async fn second_reading(
    file: &Path,
    mapping: &Mapping,
    survey: &Survey,
    sender: &Sender,
    counts: &mut Counts,
    mut receipts: Option<&mut Receipts>,
) -> Outcome {
    let bar = progress(survey.cases);
    let mut reader = XesReader::open(file, Limits::default()).map_err(xes_failure)?;
    let name = reader.file().to_owned();
    let mut left = survey.cases;
    while left > 0 {
        let mut dossiers = Vec::new();
        while dossiers.len() < DOSSIERS_AT_ONCE && left > 0 {
            let Some(trace) = reader.next() else { break };
            let case = trace.and_then(|trace| Case::read(&name, &trace, mapping)).map_err(xes_failure)?;
            let plan = xes::plan(&case, mapping).map_err(|e| Failure::coded(Exit::Usage, "LT0114", e))?;
            dossiers.push(convert::commands(&plan, mapping));
            left -= 1;
        }
        if dossiers.is_empty() {
            let text = format!("{name}: the file has changed while it was read; import it again");
            return Err(Failure::unavailable("LT0902", text));
        }
        let count = dossiers.len() as u64;
        for wave in convert::waves(dossiers) {
            let letters: Vec<Letter> = wave.commands.into_iter().map(letter).collect();
            let replies = sender.send(wave.service, &letters).await?;
            for reply in &replies {
                counts.take(reply)?;
            }
            write_receipts(receipts.as_deref_mut(), &replies)?;
        }
        bar.inc(count);
    }
    bar.finish_and_clear();
    for rejection in &counts.first_rejections {
        output::say(&format!("rejected: {rejection}"));
    }
    Ok(())
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
                let field = if fault.field.is_empty() { String::new() } else { format!("{}: ", fault.field) };
                Err(Failure::usage(&fault.code, format!("{field}{}", fault.en)))
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

fn xes_failure(error: XesError) -> Failure {
    let text = error.to_string();
    Failure::coded(Exit::Usage, error.fault.code(), text)
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
                let house = house.with_ledger(&mapping.ledger)?;
                let home = home::Home::open(house, home::system_clock()).await?;
                Ok(Self { site: home.site(), keys: home.house.keys()?, home: Some(home) })
            }
            (None, Some(_)) => {
                let dir = keys.ok_or_else(|| {
                    Failure::usage(
                        "LT0914",
                        "with --nats, name the directory of office.key and historian.key: --keys DIR",
                    )
                })?;
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

/// Every receipt, one JSON object a line.
struct Receipts {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Receipts {
    fn create(path: &Path) -> Outcome<Self> {
        let out = File::create(path).map_err(|e| io(path, &e))?;
        Ok(Self { path: path.to_owned(), out: BufWriter::new(out) })
    }

    fn finish(mut self) -> Outcome {
        self.out.flush().and_then(|()| self.out.get_ref().sync_all()).map_err(|e| io(&self.path, &e))
    }
}

fn write_receipts(receipts: Option<&mut Receipts>, replies: &[Reply]) -> Outcome {
    let Some(receipts) = receipts else { return Ok(()) };
    for reply in replies {
        if let Reply::Receipt(receipt) = reply {
            let value = protobuf_json::to_json("Receipt", &receipt.encode())
                .map_err(|e| Failure::coded(Exit::Unavailable, "LT0902", e))?;
            writeln!(receipts.out, "{value}").map_err(|e| io(&receipts.path, &e))?;
        }
    }
    Ok(())
}
