//! `lienthong audit attachments`: every attachment held against the record that names it.
//!
//! A document that was never handed in is counted and is no fault: a record may name what nobody has brought.

use crate::cli::{CheckAttachments, Format, Source};
use crate::failure::{Failure, Outcome};
use crate::house::House;
use crate::reading::Reading;
use crate::{output, province, shelf};
use lienthong_ledger::attachments::{AttachmentName, Attachments, Named, Shelf, State, named_by};
use lienthong_ledger::ports::KeyStore;
use lienthong_names::{DossierCode, Origin};
use lienthong_nats::attachments::NatsAttachments;
use lienthong_protocol::RawRecord;
use lienthong_routing::Routing;
use lienthong_service::Rules as _;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What was found, in numbers; and each that is not as it should be.
#[derive(Default)]
struct Report {
    held: u64,
    bytes: u64,
    missing: u64,
    erased: u64,
    wrong: Vec<Wrong>,
}

struct Wrong {
    name: AttachmentName,
    sequence: u64,
    what: String,
}

/// What the sealed records of a ledger say of attachments.
#[derive(Default)]
struct Said {
    named: BTreeMap<AttachmentName, u64>,
    erased: BTreeSet<DossierCode>,
}

pub(super) async fn run(what: &CheckAttachments) -> Outcome {
    let reading = Reading::open(&what.from).await?;
    let origins = reading.ledgers(what.origin.as_deref()).await?;
    let (keys, store) = stores(&what.from).await?;
    let kept = Shelf::new(keys, Arc::clone(&store));
    let mut report = Report::default();
    for origin in origins {
        let mut said = Said::default();
        reading.site.each_record(&origin, 1, |sequence, raw| said.take(&origin, sequence, &raw)).await?;
        for (name, sequence) in &said.named {
            let is_erased = said.erased.contains(&name.dossier);
            report.look(&kept, &*store, name, *sequence, is_erased).await?;
        }
    }
    tell(&report, what.format)?;
    let Some(first) = report.wrong.first() else { return Ok(()) };
    let text = format!(
        "{} of the attachments are not what their records name: {}, which record {} names: {}; hand the same file in again (`lienthong dossier \
         attach`), or put it back from a backup of the attachments",
        report.wrong.len(),
        first.name,
        first.sequence,
        first.what
    );
    Err(Failure::no("LT0955", text))
}

/// Where keys and attachments are, to be read.
async fn stores(from: &Source) -> Outcome<(Arc<dyn KeyStore>, Arc<dyn Attachments>)> {
    let Some(dir) = &from.ledger else {
        let connection = province::connect(&from.nats, "projections").await?;
        let store = NatsAttachments::open(&connection).await.map_err(province::problem)?;
        return Ok((province::vault(&from.nats, "vault-reader").await?, Arc::new(store)));
    };
    let house = House::open(dir)?;
    Ok((shelf::vault_of_attachments(&house)?, Arc::new(shelf::attachments(&house))))
}

impl Said {
    fn take(&mut self, origin: &Origin, sequence: u64, raw: &RawRecord) {
        let Ok(dossier) = DossierCode::new(raw.record.stream.id()) else { return };
        for Named { content, .. } in named_by(&raw.record) {
            let name = AttachmentName { origin: origin.clone(), dossier: dossier.clone(), content };
            self.named.entry(name).or_insert(sequence);
        }
        if raw.record.events().iter().any(|event| Routing::erases(event).is_some()) {
            self.erased.insert(dossier);
        }
    }
}

impl Report {
    async fn look(
        &mut self,
        kept: &Shelf,
        store: &dyn Attachments,
        name: &AttachmentName,
        sequence: u64,
        is_erased: bool,
    ) -> Outcome {
        let lies_there = store.held(name).await?;
        let wrong = match (is_erased, lies_there) {
            (true, None) => {
                self.erased += 1;
                return Ok(());
            }
            (true, Some(_)) => {
                let what = "it was erased by record, and its encrypted bytes lie there again; routing takes them away when it starts";
                what.to_owned()
            }
            (false, None) => {
                self.missing += 1;
                return Ok(());
            }
            (false, Some(_)) => match kept.state(name).await? {
                State::Held => {
                    self.held += 1;
                    self.bytes += name.content.size;
                    return Ok(());
                }
                State::Missing => {
                    self.missing += 1;
                    return Ok(());
                }
                State::Damaged { what } => what,
                State::Erased => {
                    "there is no key to it: this is another vault, or its key is lost".to_owned()
                }
            },
        };
        self.wrong.push(Wrong { name: name.clone(), sequence, what: wrong });
        Ok(())
    }
}

fn tell(report: &Report, format: Format) -> Outcome {
    let Report { held, bytes, missing, erased, wrong } = report;
    if format == Format::Json {
        let wrong = wrong.iter().map(|one| {
            json!({
                "origin": one.name.origin.as_str(), "dossier": one.name.dossier.as_str(), "sha256": one.name.content.to_string(),
                "size": one.name.content.size, "sequence": one.sequence, "what": one.what,
            })
        });
        return output::json(&json!({
            "clean": report.wrong.is_empty(), "held": held, "bytes": bytes, "missing": missing, "erased": erased,
            "damaged": wrong.collect::<Vec<_>>(),
        }));
    }
    let mut rows = vec![vec!["clean".to_owned(), if wrong.is_empty() { "yes" } else { "NO" }.to_owned()]];
    for (name, number) in [("held", *held), ("bytes", *bytes), ("missing", *missing), ("erased", *erased)] {
        rows.push(vec![name.to_owned(), number.to_string()]);
    }
    rows.push(vec!["damaged".to_owned(), wrong.len().to_string()]);
    rows.extend(
        wrong
            .iter()
            .map(|one| vec![one.name.dossier.to_string(), format!("{}: {}", one.name.content, one.what)]),
    );
    output::rows(&rows, format)
}
