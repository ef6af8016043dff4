//! Which ledger a command goes into, where its sender names none: the one in which its dossier, finding or task began, to its end; for a new
//! one that which takes registrations.

use crate::failure::{Failure, Outcome};
use crate::names::CatalogueNames;
use crate::remote::{Overview, dossier_at};
use crate::site::Site;
use jiff::Timestamp;
use lienthong_catalogue::Catalogue;
use lienthong_dossier::{BooksCommand, Command as About};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::{Body, Command};
use std::time::Duration;

/// How often a gateway is asked for a dossier that must be there.
const LOOKS: u32 = 10;

/// How long to wait between two looks.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(300);

/// Knows the ledgers of a unit, and what the catalogue says of them.
pub struct Registrar {
    site: Site,
    origins: Vec<Origin>,
    catalogue: Catalogue,
}

impl Registrar {
    /// Of a site whose ledgers can be read, as it is now.
    pub async fn of(site: &Site) -> Outcome<Self> {
        let catalogue = CatalogueNames::read(site).await?.into_catalogue();
        Ok(Self { site: site.clone(), origins: site.ledgers.origins().await?, catalogue })
    }

    /// The same, once there are more ledgers or the catalogue has said more.
    pub async fn catch_up(&mut self) -> Outcome {
        self.origins = self.site.ledgers.origins().await?;
        if self.site.sealed_size(&self.site.catalogue).await? > self.catalogue.position() {
            self.catalogue = CatalogueNames::read(&self.site).await?.into_catalogue();
        }
        Ok(())
    }

    /// Where a command goes at an instant.
    pub async fn ledger_of(&self, command: &Command, at: Timestamp) -> Outcome<Origin> {
        if matches!(command.body, Body::Catalogue { .. }) {
            return Ok(self.site.catalogue.clone());
        }
        let others: Vec<&Origin> = self.origins.iter().filter(|origin| !origin.is_catalogue()).collect();
        if let ([_, _, ..], Some(stream)) = (others.as_slice(), lives_with(command)) {
            for origin in &others {
                if !self.site.ledger(origin).await?.read(&stream).await?.is_empty() {
                    return Ok((*origin).clone());
                }
            }
        }
        taking(&others, self.catalogue.now().ledger_for(at))
    }
}

/// A gateway, which knows the same.
pub struct Asking {
    /// Its address.
    pub url: String,
    /// What it says of its unit.
    pub told: Overview,
}

impl Asking {
    /// Where a command goes now.
    pub async fn ledger_of(&self, command: &Command) -> Outcome<Origin> {
        let is_catalogues = matches!(command.body, Body::Catalogue { .. });
        let fitting = self.told.origins.iter().filter(|origin| origin.is_catalogue() == is_catalogues);
        let fitting: Vec<&Origin> = fitting.collect();
        let is_one_of_several = fitting.len() > 1 || self.told.register_in.is_some();
        let dossier = lives_with(command).and_then(|stream| stream.dossier_code());
        if let Some(code) = dossier.filter(|_| is_one_of_several) {
            // What was registered a moment ago the read side may not have yet.
            for look in 0..LOOKS {
                if let Some(origin) = dossier_at(&self.url, &code).await? {
                    return Ok(origin);
                }
                if begins(command) || look + 1 == LOOKS {
                    break;
                }
                tokio::time::sleep(LOOK_AGAIN_AFTER).await;
            }
        }
        // It knows what was said of the ledgers, and lists only those in which something is recorded.
        match &self.told.register_in {
            Some(said) if !is_catalogues => Ok(said.clone()),
            _ => taking(&fitting, None),
        }
    }
}

/// Whether a dossier may begin with it.
const fn begins(command: &Command) -> bool {
    let Body::Dossier { command, .. } = &command.body else { return false };
    matches!(
        command,
        About::RegisterDossier { .. } | About::RegulariseDossier { .. } | About::AdoptDossier { .. }
    )
}

/// The stream in whose ledger a command belongs, wherever that has begun: the dossier's (that its data were read stands where it lives),
/// the finding's, the task's.
fn lives_with(command: &Command) -> Option<StreamName> {
    match &command.body {
        Body::Dossier { code, .. } => Some(StreamName::dossier(code)),
        Body::Books(BooksCommand::ReadPersonalData { dossiers, .. }) => {
            dossiers.first().map(StreamName::dossier)
        }
        Body::Supervision(_) => Some(command.stream()),
        Body::Catalogue { .. }
        | Body::Books(BooksCommand::DeclareDay { .. } | BooksCommand::AnswerSample { .. }) => None,
    }
}

/// Of the ledgers besides the catalogue that which takes registrations, or else the only one.
pub fn taking(others: &[&Origin], said: Option<&Origin>) -> Outcome<Origin> {
    match (said, others) {
        (Some(said), _) if others.contains(&said) => Ok(said.clone()),
        (None, [one]) => Ok((*one).clone()),
        (Some(said), _) => {
            let text = format!(
                "{said} takes registrations now, and is not here: make it (`lienthong ledger create`), or say which with --origin"
            );
            Err(Failure::usage("LT0909", text))
        }
        (None, several) => {
            let names: Vec<&str> = several.iter().map(|origin| origin.as_str()).collect();
            Err(Failure::usage(
                "LT0909",
                format!("say which ledger with --origin; there are: {}", names.join(", ")),
            ))
        }
    }
}
