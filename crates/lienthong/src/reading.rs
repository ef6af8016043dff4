//! Where a command that reads finds its records: a house on this machine, or NATS.

use crate::cli::Source;
use crate::failure::{Failure, Outcome};
use crate::house::House;
use crate::site::Site;
use crate::{province, shelf};
use lienthong_ledger::ports::{DataKey, Intake, KeyOf, KeyScope};
use lienthong_names::{AgencyId, DossierCode, Origin, StreamName};
use lienthong_protocol::{Answer, RawRecord, Submission};
use std::sync::Arc;

/// An open source of records.
pub struct Reading {
    /// Its ledgers.
    pub site: Site,
    /// Whether they are files here, of which a stream is read by itself; else what is sealed is replayed.
    is_house: bool,
}

impl Reading {
    /// Opens it.
    pub async fn open(source: &Source) -> Outcome<Self> {
        match (&source.ledger, &source.nats.url) {
            (Some(dir), _) => {
                let house = House::open(dir)?;
                let catalogue = house.catalogue()?;
                let ledgers = Arc::new(shelf::open_for_reading(&house)?);
                let site = Site { intake: Arc::new(NoIntake), ledgers, catalogue };
                Ok(Self { site, is_house: true })
            }
            (None, Some(_)) => {
                Ok(Self { site: province::connect_reader(&source.nats).await?, is_house: false })
            }
            (None, None) => Err(Failure::usage("LT0914", "say where from: --ledger DIR or --nats URL")),
        }
    }

    /// The ledgers there are, the catalogue first.
    pub async fn origins(&self) -> Outcome<Vec<Origin>> {
        Ok(self.site.ledgers.origins().await?)
    }

    /// The ledger that is named, or all in which dossiers live.
    pub async fn ledgers(&self, named: Option<&str>) -> Outcome<Vec<Origin>> {
        let origins = self.origins().await?;
        match named {
            Some(named) => Ok(vec![among(&origins, named)?]),
            None => Ok(origins.into_iter().filter(|origin| !origin.is_catalogue()).collect()),
        }
    }

    /// A dossier's sealed records, oldest first, and the ledger they stand in. Without `--origin` all ledgers are asked.
    pub async fn dossier(
        &self,
        code: &DossierCode,
        origin: Option<&str>,
    ) -> Outcome<(Origin, Vec<(u64, RawRecord)>)> {
        let stream = StreamName::dossier(code);
        for origin in self.ledgers(origin).await? {
            let records = self.sealed(&origin, &stream).await?;
            if !records.is_empty() {
                return Ok((origin, records));
            }
        }
        Err(Failure::no("LT0804", format!("there is no dossier {code} here")))
    }
}

impl Reading {
    /// The sealed records of a stream. What is not sealed was never promised, so it is not shown; and on a broker, which knows only its own
    /// order, who reads may not look at it.
    pub async fn sealed(&self, origin: &Origin, stream: &StreamName) -> Outcome<Vec<(u64, RawRecord)>> {
        let mut records = Vec::new();
        if !self.is_house {
            let take = |sequence, raw: RawRecord| {
                if raw.record.stream == *stream {
                    records.push((sequence, raw));
                }
            };
            self.site.each_record(origin, 1, take).await?;
            return Ok(records);
        }
        for stored in self.site.ledger(origin).await?.read(stream).await? {
            let Some(sequence) = stored.sequence else { continue };
            let raw = RawRecord::decode(&stored.bytes)
                .map_err(|e| Failure::coded(crate::failure::Exit::Unavailable, "LT0510", e))?;
            records.push((sequence, raw));
        }
        Ok(records)
    }
}

/// The ledger that is meant: the one that is named, or the only one besides the catalogue.
pub async fn the_origin(reading: &Reading, named: Option<&str>) -> Outcome<Origin> {
    let origins = reading.origins().await?;
    if let Some(named) = named {
        return among(&origins, named);
    }
    let others: Vec<&Origin> = origins.iter().filter(|o| !o.is_catalogue()).collect();
    match others.as_slice() {
        [one] => Ok((*one).clone()),
        several => {
            let names: Vec<&str> = several.iter().map(|o| o.as_str()).collect();
            Err(Failure::usage(
                "LT0909",
                format!("say which ledger with --origin; there are: {}", names.join(", ")),
            ))
        }
    }
}

/// The ledger that `--origin` names, of those that are here.
pub fn among(origins: &[Origin], named: &str) -> Outcome<Origin> {
    let origin = named_origin(named)?;
    if origins.contains(&origin) {
        return Ok(origin);
    }
    let names: Vec<&str> = origins.iter().map(Origin::as_str).collect();
    let text = format!("there is no ledger {origin} here; there are: {}", names.join(", "));
    Err(Failure::usage("LT0909", text))
}

/// What `--agency` says.
pub fn an_agency(named: &str) -> Outcome<AgencyId> {
    AgencyId::new(named).map_err(|e| Failure::usage("LT0908", format!("--agency: {e}")))
}

/// The same where it may be left out.
pub fn named_agency(named: Option<&str>) -> Outcome<Option<AgencyId>> {
    named.map(an_agency).transpose()
}

/// What `--origin` says, wherever that ledger is.
pub fn named_origin(named: &str) -> Outcome<Origin> {
    Origin::new(named).map_err(|e| Failure::usage("LT0908", format!("--origin: {e}")))
}

/// Who only reads hands nothing in.
struct NoIntake;

#[async_trait::async_trait]
impl Intake for NoIntake {
    async fn submit(
        &self,
        _: Arc<Submission>,
    ) -> Result<
        futures::stream::BoxStream<'static, Result<Answer, lienthong_ledger::ports::Unavailable>>,
        lienthong_ledger::ports::Unavailable,
    > {
        Err(lienthong_ledger::ports::Unavailable {
            code: "LT0507",
            what: "opened for reading only".to_owned(),
        })
    }
}

/// The key of what citizens say in a dossier, from the vault of whoever reads; `None` where it has none.
pub async fn personal_key(from: &Source, origin: &Origin, code: &DossierCode) -> Outcome<Option<DataKey>> {
    let vault = match &from.ledger {
        Some(dir) => shelf::vault_to_read(&House::open(dir)?)?,
        None => Some(province::vault(&from.nats, "vault-reader").await?),
    };
    let scope = KeyScope::new(origin, &StreamName::dossier(code), KeyOf::Personal);
    match vault {
        Some(vault) => Ok(vault.get(&scope).await?),
        None => Ok(None),
    }
}
