//! `lienthong catalogue publish FOLDER`: a province's files by record. What is published already as they say it is left alone; the rest
//! is published one after the other, each drafted by one officer of the Office and approved by another (R22).

use super::files::{Files, Planned, about, place};
use super::show::{aligned, difference};
use crate::cli::{Format, PublishFolder};
use crate::failure::{Exit, Failure, Outcome};
use crate::home::{self, Clocks, Home};
use crate::house::{House, OFFICE};
use crate::keyring::Keyring;
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::Reading;
use crate::remote::HttpIntake;
use crate::sender::Reply;
use crate::site::{self, Site};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_catalogue::View;
use lienthong_gateway::answers::FieldTold;
use lienthong_gateway::words::{Lang, Words};
use lienthong_interop::publish::Publisher;
use lienthong_names::OfficerId;
use lienthong_projections::published::told;
use lienthong_protocol::keys::SigningKey;
use serde_json::{Value, json};
use std::sync::Arc;

/// Runs it.
pub async fn run(what: PublishFolder) -> Outcome {
    let files = Files::read(&what.folder)?;
    let target = Target::open(&what).await?;
    let done = publish(&what, &files, &target).await;
    // However it ended, what is sealed is left in good order.
    target.close().await;
    done
}

async fn publish(what: &PublishFolder, files: &Files, target: &Target) -> Outcome {
    let site = &target.site;
    if site.catalogue.unit() != files.province.unit {
        let text = format!(
            "{}: these are the files of {}, and the catalogue is {}'s; name the other folder, or the other ledger",
            what.folder.display(),
            files.province.unit,
            site.catalogue.unit()
        );
        return Err(Failure::usage("LT0150", text));
    }
    let names = CatalogueNames::read(site).await?;
    let published = names.catalogue().now();
    let zone =
        TimeZone::get(&files.province.time_zone).map_err(|e| Failure::usage("LT0904", e.to_string()))?;
    let planned = files.plan(published, target.now.to_zoned_datetime(zone).date())?;
    let report = Report { files, planned: &planned, published, names: &names, dry_run: what.dry_run };
    report.out(what.format)?;
    if what.dry_run || planned.is_empty() {
        return Ok(());
    }
    let office = target.office_key()?;
    let publisher = publisher(what, target).await?;
    for (before, one) in planned.iter().enumerate() {
        let command = &one.publication.command;
        let act = site::act_of(&publisher, command);
        let replies = site.hand_in(&publisher, &office, &[(act, command.clone())]).await?;
        replies.iter().try_for_each(|reply| admitted(reply, one, before))?;
    }
    output::say(&format!("{}: published {}", site.catalogue, planned.len()));
    Ok(())
}

/// What was published must have been admitted; what was before it stands.
fn admitted(reply: &Reply, one: &Planned, before: usize) -> Outcome {
    let why = match reply {
        Reply::Receipt { receipt, .. } => match &receipt.rejection {
            None => return Ok(()),
            Some(rejection) => rejection.to_string(),
        },
        Reply::Fault(fault) => format!("{} {}", fault.code, fault.en),
    };
    let command = &one.publication.command;
    let text = format!(
        "{}: {} of {} was rejected: {}. {before} before it are published and stay; correct this one and run it again, which \
         publishes only what is left",
        place(&one.publication),
        command.kind().as_str(),
        about(command),
        why.trim_end_matches('.')
    );
    Err(Failure::no("LT0152", text))
}

/// Who publishes: those that are named, else the first two whom the opening names.
async fn publisher(what: &PublishFolder, target: &Target) -> Outcome<Publisher> {
    let usual = site::publisher(&target.site.opened().await?)?;
    let named = |option: &str, name: Option<&String>, usual: OfficerId| match name {
        None => Ok(usual),
        Some(name) => OfficerId::new(name).map_err(|e| Failure::usage("LT0908", format!("{option}: {e}"))),
    };
    Ok(Publisher {
        agency: usual.agency,
        officer: named("--approved-by", what.approved_by.as_ref(), usual.officer)?,
        drafter: named("--drafted-by", what.drafted_by.as_ref(), usual.drafter)?,
        at: target.now,
    })
}

/// Where it is published.
struct Target {
    site: Site,
    /// `None`: nothing is to be signed.
    keys: Option<Keyring>,
    /// Now, by the clock of who records it.
    now: Timestamp,
    home: Option<Home>,
}

impl Target {
    async fn open(what: &PublishFolder) -> Outcome<Self> {
        let now = Timestamp::now();
        match (&what.to.ledger, &what.url) {
            // To look is enough, and needs neither a lock nor a key.
            _ if what.dry_run => {
                Ok(Self { site: Reading::open(&what.to).await?.site, keys: None, now, home: None })
            }
            (Some(dir), None) => {
                let house = House::open(dir)?;
                let home = Home::open(house, home::system_clock(), Clocks::OfCommands).await?;
                let keys = match home.house.keys() {
                    Ok(keys) => keys,
                    Err(failure) => {
                        home.close().await;
                        return Err(failure);
                    }
                };
                Ok(Self { site: home.site(), keys: Some(keys), now, home: Some(home) })
            }
            (Some(dir), Some(url)) => {
                let intake = HttpIntake::new(url);
                let shown = intake.overview().await?.now;
                let site = Site { intake: Arc::new(intake), ..Reading::open(&what.to).await?.site };
                let keys = Some(House::open(dir)?.keys()?);
                Ok(Self { site, keys, now: shown.unwrap_or(now), home: None })
            }
            (None, _) => {
                let keys = what.keys.as_deref().map(Keyring::open).transpose()?;
                Ok(Self { site: Reading::open(&what.to).await?.site, keys, now, home: None })
            }
        }
    }

    fn office_key(&self) -> Outcome<SigningKey> {
        let keys = self.keys.as_ref().ok_or_else(|| {
            Failure::usage("LT0914", "with --nats, name the directory of office.key: --keys DIR")
        })?;
        keys.get(OFFICE)?.ok_or_else(|| {
            let text = format!(
                "{}: the Office's private key is not there. Put it back from where it is kept: nothing is published without it",
                keys.path(OFFICE).display()
            );
            Failure::usage("LT0901", text)
        })
    }

    async fn close(self) {
        let Self { site, home, .. } = self;
        drop(site);
        if let Some(home) = home {
            home.close().await;
        }
    }
}

/// What is to be published, told before it is.
struct Report<'a> {
    files: &'a Files,
    planned: &'a [Planned],
    published: View<'a>,
    names: &'a CatalogueNames,
    dry_run: bool,
}

impl Report<'_> {
    fn out(&self, format: Format) -> Outcome {
        match format {
            Format::Json => output::json(&self.json()?),
            Format::Table => self.table(),
            Format::Csv => output::csv(&self.rows()?),
        }
    }

    /// Codes that are in force and in no file: nothing happens to them.
    fn elsewhere(&self) -> Vec<String> {
        let in_files = |code: &lienthong_names::ProcedureCode| {
            self.files.province.procedures.iter().any(|worked| worked.procedure.code == *code)
        };
        let known = self.published.procedures(Timestamp::now()).map(|(_, procedure)| &procedure.code);
        known.filter(|code| !in_files(code)).map(ToString::to_string).collect()
    }

    fn told(&self, one: &Planned) -> Outcome<Vec<FieldTold>> {
        let differences = one.differences.as_deref().unwrap_or_default();
        serde_json::to_value(told(differences, self.names))
            .and_then(serde_json::from_value)
            .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))
    }

    fn json(&self) -> Outcome<Value> {
        let mut publications = Vec::with_capacity(self.planned.len());
        for one in self.planned {
            let command = &one.publication.command;
            publications.push(json!({
                "command": command.kind().as_str(),
                "about": about(command),
                "file": one.publication.file,
                "line": one.publication.line,
                "standing": standing(one),
                "differences": self.told(one)?,
            }));
        }
        Ok(json!({
            "unit": self.files.province.unit,
            "dry_run": self.dry_run,
            "publications": publications,
            "in_no_file": self.elsewhere(),
        }))
    }

    fn table(&self) -> Outcome {
        let words = Words::new(Lang::En);
        let head = |one: &Planned| {
            let command = &one.publication.command;
            let said = format!("{} {} {}", standing(one), command.kind().as_str(), about(command));
            (said, place(&one.publication))
        };
        let heads = aligned(self.planned.iter().map(head));
        let mut text = String::new();
        for (one, head) in self.planned.iter().zip(heads) {
            text.push_str(head.trim_end());
            text.push('\n');
            for line in aligned(self.told(one)?.iter().map(|told| difference(told, &words))) {
                text.push_str(&format!("      {line}\n"));
            }
        }
        if self.planned.is_empty() {
            text.push_str("everything is published as the files say: there is nothing to publish\n");
        }
        output::out(&text)?;
        let holds = |service| self.published.rules_version(service);
        self.files.notes_of_rules(holds).iter().for_each(|note| output::say(&format!("note: {note}")));
        let elsewhere = self.elsewhere();
        if !elsewhere.is_empty() {
            output::say(&format!(
                "note: in force and in no file, left as they are: {}",
                elsewhere.join(", ")
            ));
        }
        Ok(())
    }

    fn rows(&self) -> Outcome<Vec<Vec<String>>> {
        let head = ["standing", "command", "about", "file", "line", "field", "item", "before", "after"];
        let mut rows = vec![head.map(ToOwned::to_owned).to_vec()];
        let words = Words::new(Lang::En);
        for one in self.planned {
            let command = &one.publication.command;
            let line = one.publication.line.map(|line| line.to_string()).unwrap_or_default();
            let file = one.publication.file.clone();
            let of = vec![
                standing(one).to_owned(),
                command.kind().as_str().to_owned(),
                about(command),
                file,
                line,
            ];
            let told = self.told(one)?;
            if told.is_empty() {
                rows.push([of.clone(), vec![String::new(); 4]].concat());
            }
            rows.extend(told.iter().map(|told| {
                let parts = |parts| lienthong_gateway::pages::told::parts(parts, &words);
                let said = vec![
                    told.field.clone(),
                    told.item.clone().unwrap_or_default(),
                    parts(&told.before),
                    parts(&told.after),
                ];
                [of.clone(), said].concat()
            }));
        }
        Ok(rows)
    }
}

const fn standing(one: &Planned) -> &'static str {
    if one.differences.is_some() { "changed" } else { "new" }
}
