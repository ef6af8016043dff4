//! A ledger that is made while services run is followed before anybody sends them a command for it: the clocks that run in it run out there
//! too, whichever instance took the commands.

use crate::acts::{prelude, publications};
use crate::houses::embedded_and_later;
use crate::{receipt, receipt_in};
use lienthong_names::Origin;
use lienthong_protocol::RawRecord;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_that_comes_later_is_followed_before_its_first_command() {
    let (mut house, make) = embedded_and_later().await;
    for (at, key, command) in publications() {
        house.clock.set(at);
        assert!(receipt(&house, 0, &key, &command).await.is_admitted());
    }
    house.follow_the_catalogue().await;
    house.clock.set("2020-10-12T08:00:00+07:00".parse().unwrap());

    let next: Origin = "H22/2021".parse().unwrap();
    make(next.clone());
    // Received, and three are asked who have until the next day: all by one instance, which then ends.
    for (key, command) in prelude().into_iter().take(3) {
        let receipt = receipt_in(&house, next.clone(), 0, &key, &command).await;
        assert!(receipt.is_admitted(), "{receipt:?}: {command:?}");
    }
    house.end(0);
    let told = sealed_events(&house, &next).await;
    assert!(!told.contains(&"OpinionLapsed".to_owned()), "{told:?}");

    // The other one was sent nothing.
    house.clock.set("2020-10-20T08:00:00+07:00".parse().unwrap());
    let begun = Instant::now();
    loop {
        let told = sealed_events(&house, &next).await;
        if told.iter().filter(|event| *event == "OpinionLapsed").count() == 3 {
            return;
        }
        assert!(begun.elapsed() < PATIENCE, "nobody looks at the clocks of {next}: {told:?}");
        house.clock_moved();
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn sealed_events(house: &crate::houses::House, origin: &Origin) -> Vec<String> {
    let sealed = house.sealed(origin).await;
    let records = sealed.iter().flat_map(|batch| &batch.records);
    let events = records.flat_map(|bytes| RawRecord::decode(bytes).unwrap().record.events().to_vec());
    events.map(|event| event.kind_name().to_owned()).collect()
}
