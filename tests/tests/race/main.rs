//! Routing and consultation, two instances each, and sixty-four who act on one dossier at the same time: who holds it moves, opinions
//! come, and the time in which they could runs out. What is sealed is one history, and each of its records is what the rules say of
//! those before it.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, clippy::unwrap_used)]

mod acts;
mod damaging;
mod houses;
mod later;

use acts::{DOSSIERS, WRITERS, prelude, publications, written};
use damaging::Damage;
use futures::TryStreamExt as _;
use houses::{House, log_keys};
use jiff::SignedDuration;
use lienthong_names::{CommandId, Origin, Service};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command, RawRecord, Receipt, Submission, VerdictAnswer};
use lienthong_simulation::world::invariants::Invariants;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::sync::Barrier;

fn catalogue() -> Origin {
    "H22/catalogue".parse().unwrap()
}

fn ledger() -> Origin {
    "H22/2020".parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_race_on_embedded_ledgers() {
    race(houses::embedded().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_race_on_a_real_broker() {
    race(houses::on_a_broker().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_race_on_a_broker_that_damages_what_is_read() {
    let damage = Arc::new(Damage::default());
    race(houses::on_a_broker_that_damages(&damage).await).await;
    // Nobody was promised anything that rests on it, and nothing of it is sealed.
    for done in [&damage.flipped, &damage.dropped, &damage.doubled, &damage.swapped] {
        assert!(done.load(Ordering::SeqCst) > 3, "{damage:?}");
    }
    println!("{damage:?}");
}

/// Hands one command to an instance, as often as it takes to get a receipt.
async fn receipt(house: &House, instance: usize, key: &SigningKey, command: &Command) -> Receipt {
    let catalogues = command.service() == Service::Publishing;
    receipt_in(house, if catalogues { catalogue() } else { ledger() }, instance, key, command).await
}

/// The same, in a ledger.
async fn receipt_in(
    house: &House,
    origin: Origin,
    instance: usize,
    key: &SigningKey,
    command: &Command,
) -> Receipt {
    let service = command.service();
    let agency = command.act.agency.clone();
    let submission = Submission::sign(key, origin, service, agency, vec![command.encode()], Vec::new());
    let submission = Arc::new(submission);
    for attempt in 0..20 {
        let intake = house.intake(service, instance + attempt);
        let Ok(answers) = intake.submit(Arc::clone(&submission)).await else { continue };
        let Ok(answers) = answers.map_ok(|answer| answer.verdicts).try_collect::<Vec<_>>().await else {
            continue;
        };
        match answers.into_iter().flatten().next().map(|verdict| verdict.answer) {
            Some(VerdictAnswer::Receipt(receipt)) => return receipt,
            Some(VerdictAnswer::Unavailable(_)) | None => {}
            Some(VerdictAnswer::Fault(fault)) => panic!("{fault:?}: {command:?}"),
        }
    }
    panic!("no receipt after twenty attempts: {command:?}");
}

async fn race(house: House) {
    for (at, key, command) in publications() {
        house.clock.set(at);
        let receipt = receipt(&house, 0, &key, &command).await;
        assert!(receipt.is_admitted(), "{receipt:?}: {command:?}");
    }
    house.follow_the_catalogue().await;
    house.clock.set("2020-10-12T08:00:00+07:00".parse().unwrap());
    for (key, command) in prelude() {
        let receipt = receipt(&house, 0, &key, &command).await;
        assert!(receipt.is_admitted(), "{receipt:?}: {command:?}");
    }

    let house = Arc::new(house);
    let barrier = Arc::new(Barrier::new(WRITERS));
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let (house, barrier) = (Arc::clone(&house), Arc::clone(&barrier));
            tokio::spawn(async move {
                barrier.wait().await;
                write(&house, writer).await
            })
        })
        .collect();
    let mut receipts = BTreeMap::new();
    for writer in writers {
        receipts.extend(writer.await.unwrap());
    }
    assert_eq!(receipts.len(), WRITERS * DOSSIERS);

    let sealed = house.sealed(&ledger()).await;
    let mut seen = Invariants::beginning(log_keys()).unwrap();
    for (origin, batches) in [(catalogue(), house.sealed(&catalogue()).await), (ledger(), sealed.clone())] {
        for batch in &batches {
            seen.sealed(&origin, batch).unwrap_or_else(|violation| panic!("{origin}: {violation}"));
        }
    }
    let records: Vec<RawRecord> = sealed
        .iter()
        .flat_map(|batch| &batch.records)
        .map(|bytes| RawRecord::decode(bytes).unwrap())
        .collect();
    receipts_hold(&receipts, &records);
    it_was_a_race(&records);
}

/// One writer's acts: an act on each dossier, each writer beginning with another; some hand theirs to both instances at once.
async fn write(house: &House, writer: usize) -> Vec<(CommandId, Receipt)> {
    let mut receipts = Vec::new();
    for round in 0..DOSSIERS {
        let (key, command) = written(writer, (writer + round) % DOSSIERS);
        let receipt = if writer.is_multiple_of(5) {
            let (one, other) =
                tokio::join!(receipt(house, 0, &key, &command), receipt(house, 1, &key, &command));
            assert_eq!((one.sequence, one.leaf), (other.sequence, other.leaf), "one command, two verdicts");
            one
        } else {
            receipt(house, writer, &key, &command).await
        };
        receipts.push((command.act.id, receipt));
        if writer.is_multiple_of(8) {
            house.clock.pass(SignedDuration::from_mins(45));
            house.clock_moved();
        }
    }
    receipts
}

/// What each writer was told stands where it says.
fn receipts_hold(receipts: &BTreeMap<CommandId, Receipt>, records: &[RawRecord]) {
    let log = &log_keys()[&ledger()];
    for (id, receipt) in receipts {
        receipt.verify(log).unwrap();
        let at = usize::try_from(receipt.sequence - 1).unwrap();
        assert_eq!(records[at].leaf, receipt.leaf, "#{}", receipt.sequence);
        let command = Command::decode(&records[at].record.command).unwrap();
        assert_eq!(command.act.id, *id);
        assert_eq!(records[at].record.rejection().is_none(), receipt.is_admitted());
    }
}

/// Transfers, opinions and what ran out met on every dossier, and not one after the other.
fn it_was_a_race(records: &[RawRecord]) {
    let mut met: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let (mut turns, mut last, mut rejected) = (0, BTreeMap::new(), 0);
    for raw in records {
        let Ok(Command { body: Body::Dossier { code, .. }, .. }) = Command::decode(&raw.record.command)
        else {
            continue;
        };
        rejected += usize::from(raw.record.rejection().is_some());
        for event in raw.record.events() {
            met.entry(code.to_string()).or_default().insert(event.kind_name().to_owned());
        }
        let before = last.insert(code, raw.record.recorder);
        turns += usize::from(before.is_some_and(|before| before != raw.record.recorder));
    }
    println!("{} records, {rejected} rejected, {turns} turns between the services", records.len());
    for (code, events) in &met {
        assert!(events.contains("LegSent") && events.contains("OpinionGiven"), "{code}: {events:?}");
        assert!(events.contains("OpinionLapsed"), "{code}: {events:?}");
    }
    assert_eq!(met.len(), DOSSIERS);
    assert!(turns > 4 * DOSSIERS && rejected > 0, "{turns} turns, {rejected} rejected: no race");
}
