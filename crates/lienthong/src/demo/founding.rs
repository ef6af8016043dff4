//! The demonstration's house: founded by its Office, its province published.

use super::play::agency_keys;
use crate::failure::{Failure, Outcome};
use crate::home::{self, Founding, Home};
use crate::house::{House, OFFICE};
use crate::site::{Opened, office_act};
use lienthong_catalogue::{Command, Key, KeyUse, Validity};
use lienthong_ledger::ports::Clock;
use lienthong_names::{AgencyId, NameError};
use lienthong_protocol::keys::SigningKey;
use lienthong_simulation::province::{self, Unreadable};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The house in a directory, founded if it is not there.
pub async fn house(dir: &Path, clock: Arc<dyn Clock>) -> Outcome<House> {
    if House::is_at(dir) {
        let house = House::open(dir)?;
        if house.description.unit != province::UNIT {
            let text = format!(
                "{}: this house is {}'s, not a demonstration's",
                dir.display(),
                house.description.unit
            );
            return Err(Failure::usage("LT0904", text));
        }
        return Ok(house);
    }
    let (office, grants) = province::office().map_err(unreadable)?;
    let founding = Founding {
        unit: province::UNIT.to_owned(),
        time_zone: "Asia/Ho_Chi_Minh".to_owned(),
        office,
        grants,
        ledgers: vec![province::LEDGER.to_owned()],
    };
    home::found(dir, founding, clock).await
}

/// Publishes the province and every agency's key. What is published already is found by its id.
pub async fn publish(home: &Home) -> Outcome<BTreeMap<AgencyId, SigningKey>> {
    let site = home.site();
    let opened = site.opened().await?;
    let keyring = home.house.keys()?;
    let office_key = keyring.get_or_make(OFFICE)?;
    // Every agency that is published has a key: also one that nobody of the demonstration acts for.
    let mut commands = province::publication().map_err(unreadable)?;
    let registered = commands.iter().filter_map(|command| match command {
        Command::RegisterAgency(agency) => Some(agency.id.clone()),
        _ => None,
    });
    let office = AgencyId::new(province::OFFICE).map_err(name)?;
    let keys = agency_keys(&keyring, std::iter::once(office).chain(registered))?;
    commands.extend(keys.iter().map(|(agency, key)| register(&opened, agency, key)));
    let mut signed = Vec::with_capacity(commands.len());
    for command in commands {
        signed.push((office_act(&opened, &command)?, command));
    }
    site.publish(&opened, &office_key, &signed).await?;
    Ok(keys)
}

fn register(opened: &Opened, agency: &AgencyId, key: &SigningKey) -> Command {
    Command::RegisterKey(Key {
        id: key.key_id(),
        agency: agency.clone(),
        public: *key.verifying_key().as_bytes(),
        usage: KeyUse::Agency,
        validity: Validity { from: opened.at, until: None },
    })
}

fn name(error: NameError) -> Failure {
    Failure::usage("LT0904", error.to_string())
}

fn unreadable(faults: Unreadable) -> Failure {
    Failure::usage("LT0904", faults.to_string())
}
