//! Plays the province: its officers' acts are signed with their agencies' keys and handed in like anybody's.

use super::clock::DemoClock;
use crate::failure::{Failure, Outcome};
use crate::keyring::Keyring;
use crate::registrar::Registrar;
use crate::sender::{Letter, Reply, Sender};
use crate::site::Site;
use futures::StreamExt;
use futures::stream;
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::{BooksCommand, BooksEvent, Command as DossierCommand};
use lienthong_ledger::ports::Clock;
use lienthong_names::{AgencyId, NameError, Origin, StreamName};
use lienthong_protocol::commitment::{SaltKey, commit};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command, Disclosure, Event, RawRecord};
use lienthong_service::runner::Handle;
use lienthong_simulation::life::{Drawn, Life, Planned};
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
            let acts = self.life.until(end).map_err(unlivable)?;
            self.clock.show(end);
            self.clocked.iter().for_each(Handle::clock_moved);
            self.registrar.catch_up().await?;
            for drawn in self.hand_in(acts).await? {
                self.life.drawn(&drawn).map_err(unlivable)?;
            }
        }
        Ok(())
    }

    /// Each dossier's acts in order, and each agency's declarations; these beside each other. What was drawn with declarations comes back.
    async fn hand_in(&self, acts: Vec<Planned>) -> Outcome<Vec<Drawn>> {
        let mut streams: BTreeMap<StreamName, Vec<Planned>> = BTreeMap::new();
        for act in acts {
            let stream = Command { act: act.act.clone(), body: act.body.clone() }.stream();
            streams.entry(stream).or_default().push(act);
        }
        let mut work =
            stream::iter(streams.into_values().map(|acts| self.one_stream(acts))).buffer_unordered(AT_ONCE);
        let mut drawn = Vec::new();
        while let Some(done) = work.next().await {
            drawn.extend(done?);
        }
        Ok(drawn)
    }

    async fn one_stream(&self, acts: Vec<Planned>) -> Outcome<Vec<Drawn>> {
        let (mut ledger, mut drawn) = (None, Vec::new());
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
            let replies = sender.send(command.service(), &[letter]).await?;
            if let (Body::Books(BooksCommand::DeclareDay { .. }), [reply]) = (&command.body, &*replies) {
                drawn.extend(self.drawn_with(reply).await?);
            }
        }
        Ok(drawn)
    }

    /// What was drawn with a declaration stands in the record that its receipt names.
    async fn drawn_with(&self, reply: &Reply) -> Outcome<Option<Drawn>> {
        let Reply::Receipt { receipt, .. } = reply else { return Ok(None) };
        let records = self.site.ledger(&receipt.origin).await?.read(&receipt.stream).await?;
        let place = receipt.revision.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        let Some(stored) = place.and_then(|at| records.get(at)) else { return Ok(None) };
        let raw =
            RawRecord::decode(&stored.bytes).map_err(|e| Failure::unavailable("LT0510", e.to_string()))?;
        Ok(raw.record.events().iter().find_map(|event| match event {
            Event::Books(BooksEvent::SampleDrawn { day, version, numbers, .. }) => Some(Drawn {
                agency: receipt.agency.clone(),
                day: *day,
                version: *version,
                at: raw.record.recorded_at,
                numbers: numbers.clone(),
            }),
            _ => None,
        }))
    }
}

fn unlivable(error: NameError) -> Failure {
    Failure::usage("LT0904", error.to_string())
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
