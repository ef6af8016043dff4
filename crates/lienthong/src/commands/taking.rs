//! A history on its way into a ledger: what it rests on is published, its cases are sent, what is sealed is counted.

use super::import::Target;
use crate::failure::{Exit, Failure, Outcome};
use crate::house::{HISTORIAN, OFFICE};
use crate::output;
use crate::receipts::Receipts;
use crate::sender::{Letter, Reply, Sender};
use crate::site::{self, Opened, Site};
use crate::tally::Tally;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use lienthong_interop::convert::{self, DossierCommand};
use lienthong_interop::mapping::Mapping;
use lienthong_interop::publish;
use lienthong_interop::xes::{self, Case, Limits, Survey, XesReader};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// Dossiers on their way at once: bounds memory, and fills the batches of the seal.
const DOSSIERS_AT_ONCE: usize = 120;

/// What was answered, by the answers themselves.
#[derive(Debug, Default)]
struct Counts {
    already_known: u64,
    first_rejections: Vec<String>,
}

/// Rejections told on stderr; all of them stand in the ledger.
const REJECTIONS_TOLD: usize = 10;

/// One history on its way into one ledger.
pub(super) struct Taking<'a> {
    /// Where to.
    pub(super) target: &'a Target,
    /// The log.
    pub(super) file: &'a Path,
    /// What its words mean.
    pub(super) mapping: &'a Mapping,
    /// What its first reading found.
    pub(super) survey: &'a Survey,
}

impl Taking<'_> {
    /// Publishes what it rests on, takes its cases in, and counts what is sealed.
    pub(super) async fn all(&self, mut receipts: Option<Receipts>) -> Outcome<Value> {
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
            Reply::Receipt { receipt, .. } => {
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

fn progress(cases: u64) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(cases), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:32} {pos}/{len} dossiers {per_sec} {eta}") {
        bar.set_style(style);
    }
    bar
}
