//! Plays the province: its officers' acts are signed with their agencies' keys and handed in like anybody's.

use super::clock::DemoClock;
use crate::failure::Outcome;
use crate::keyring::Keyring;
use crate::registrar::Registrar;
use crate::sender::{Letter, Sender};
use crate::site::Site;
use futures::StreamExt;
use futures::stream;
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::Command as DossierCommand;
use lienthong_ledger::ports::Clock;
use lienthong_names::{AgencyId, Origin, StreamName};
use lienthong_protocol::commitment::{SaltKey, commit};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command, Disclosure};
use lienthong_service::runner::Handle;
use lienthong_simulation::life::{Life, Planned};
use std::collections::BTreeMap;
use std::sync::Arc;
use tokio::sync::watch;
use zeroize::Zeroizing;

/// How far the clock goes at once: acts within it are recorded at its end at the latest.
const STRIDE: SignedDuration = SignedDuration::from_mins(20);

/// Streams handed in to at once.
const AT_ONCE: usize = 64;

/// The officers, their keys, and their day.
pub struct Player {
    site: Site,
    clocked: [Handle; 2],
    registrar: Registrar,
    keys: BTreeMap<AgencyId, SigningKey>,
    life: Life,
    clock: Arc<DemoClock>,
    catalogue: u64,
}

impl Player {
    /// With a key for every agency of the province.
    pub fn new(
        site: Site,
        clocked: [Handle; 2],
        registrar: Registrar,
        keys: BTreeMap<AgencyId, SigningKey>,
        life: Life,
        clock: Arc<DemoClock>,
        catalogue: u64,
    ) -> Self {
        Self { site, clocked, registrar, keys, life, clock, catalogue }
    }

    /// Plays up to an instant, stride by stride.
    pub async fn play_to(&mut self, to: Timestamp, stop: &watch::Receiver<bool>) -> Outcome {
        while self.clock.now() < to && !*stop.borrow() {
            let end = self.clock.now().checked_add(STRIDE).map_or(to, |end| end.min(to));
            let acts =
                self.life.until(end).map_err(|e| crate::failure::Failure::usage("LT0904", e.to_string()))?;
            self.clock.show(end);
            self.clocked.iter().for_each(Handle::clock_moved);
            self.registrar.catch_up().await?;
            self.hand_in(acts).await?;
        }
        Ok(())
    }

    /// Each dossier's acts in order, and each agency's declarations; these beside each other.
    async fn hand_in(&self, acts: Vec<Planned>) -> Outcome {
        let mut streams: BTreeMap<StreamName, Vec<Planned>> = BTreeMap::new();
        for act in acts {
            let stream = Command { act: act.act.clone(), body: act.body.clone() }.stream();
            streams.entry(stream).or_default().push(act);
        }
        let mut work =
            stream::iter(streams.into_values().map(|acts| self.one_stream(acts))).buffer_unordered(AT_ONCE);
        while let Some(done) = work.next().await {
            done?;
        }
        Ok(())
    }

    async fn one_stream(&self, acts: Vec<Planned>) -> Outcome {
        let mut ledger = None;
        for planned in acts {
            let Some(key) = self.keys.get(&planned.act.agency) else { continue };
            let agency = planned.act.agency.clone();
            let (command, letter) = letter(planned, key);
            let origin = match &ledger {
                Some(origin) => Origin::clone(origin),
                None => self.registrar.ledger_of(&command, self.clock.now()).await?,
            };
            ledger = Some(origin.clone());
            let sender = Sender::new(Arc::clone(&self.site.intake), origin, agency, key.clone())
                .after_catalogue(self.catalogue);
            sender.send(command.service(), &[letter]).await?;
        }
        Ok(())
    }
}

/// A planned act as it is sent: its personal values committed to, and beside it.
fn letter(planned: Planned, key: &SigningKey) -> (Command, Letter) {
    let Planned { act, mut body, personal } = planned;
    let salts = SaltKey::of(key);
    let mut disclosures = Vec::new();
    if let Body::Dossier { command: DossierCommand::RegisterDossier { personal: committed, .. }, .. } =
        &mut body
    {
        for (field, value) in personal {
            let salt = salts.salt(&act.id, field);
            committed.insert(field, commit(field, &salt, value.as_bytes()));
            let value = Zeroizing::new(value.into_bytes());
            disclosures.push(Disclosure { command: 0, field, salt, value });
        }
    }
    let command = Command { act, body };
    let letter = Letter { bytes: command.encode(), disclosures };
    (command, letter)
}

/// A key for each agency, in `keys/<agency>.key`.
pub fn agency_keys(
    keys: &Keyring,
    agencies: impl Iterator<Item = AgencyId>,
) -> Outcome<BTreeMap<AgencyId, SigningKey>> {
    agencies.map(|agency| keys.get_or_make(agency.as_str()).map(|key| (agency, key))).collect()
}
