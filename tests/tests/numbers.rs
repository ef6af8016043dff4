//! Sixty-four desks at seven in the morning get sixty-four codes; who proposes one that is taken is told of one that is free.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::demo::{get, start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Background, lienthong, temp_dir};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const CENTRE: &str = "H22.02";
const DESKS: usize = 64;

/// A number that the door gives out.
fn next(url: &str, desk: &str, day: &str) -> String {
    let address = format!("{url}/api/v1/numbers?desk={desk}&series={CENTRE}&day={day}");
    let mut answer = ureq::post(&address).send_empty().expect("an answer");
    answer.body_mut().read_json::<Value>().expect("JSON")["code"].as_str().expect("a code").to_owned()
}

fn register(desk: &str, code: &str) -> Value {
    json!({
        "agency": desk,
        "officer": "tiep-nhan",
        "dossier": code,
        "registerDossier": { "procedure": "2.000591", "channel": "DESK" },
    })
}

#[test]
fn sixty_four_desks_at_seven_get_sixty_four_codes_and_a_taken_one_is_answered_with_a_free_one() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "3", "--pace", "1"]);
    let key = house.join("keys").join(format!("{CENTRE}.key"));
    // Not the day on which the demonstration gives out numbers itself.
    let day = "2020-10-06";

    let given: Vec<String> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..DESKS).map(|_| scope.spawn(|| next(&url, CENTRE, day))).collect();
        asking.into_iter().map(|one| one.join().expect("asked")).collect()
    });
    let distinct: BTreeSet<&String> = given.iter().collect();
    assert_eq!(distinct.len(), DESKS, "{given:?}");
    let lines: Vec<Value> = given.iter().map(|code| register(CENTRE, code)).collect();
    let receipts = submit(&url, &key, CENTRE, &lines, 0);
    assert!(receipts.len() == DESKS && receipts.iter().all(|one| one["admitted"] == true));

    // One of them again, by another command: no, and here is one that is free.
    let told = submit(&url, &key, CENTRE, &lines[..1], 1);
    assert_eq!(told[0]["rejection"]["refusals"][0]["code"], "LT0250");
    let free = told[0]["hint"].as_str().expect("a free code").to_owned();
    assert!(!distinct.contains(&free), "{free}");
    assert_eq!(submit(&url, &key, CENTRE, &[register(CENTRE, &free)], 0)[0]["admitted"], true);

    // A desk that works without a line has a block of its own: nobody else is given its numbers.
    let (ward, block) = ("H22.41.01", 70..=79);
    let lease = json!({
        "agency": "H22.01",
        "officer": "lanh-dao",
        "draftedBy": "thu-ly",
        "leaseNumbers": {
            "desk": ward, "series": CENTRE, "firstDay": day, "lastDay": day, "first": 70, "last": 79,
        },
    });
    let office = house.join("keys").join("office.key");
    submit(&url, &office, "H22.01", &[lease], 0);
    let numbers = format!("{url}/api/v1/numbers?series={CENTRE}&day={day}");
    let is_seen =
        |_: &Background| get(&numbers)["leases"].as_array().is_some_and(|leases| !leases.is_empty());
    demo.wait_until("the lease is seen", PATIENCE, is_seen);
    let of =
        |code: &str| code.rsplit('-').next().and_then(|number| number.parse::<u32>().ok()).expect("a number");
    let others: Vec<u32> = (0..20).map(|_| of(&next(&url, CENTRE, day))).collect();
    assert!(others.iter().all(|number| !block.contains(number)), "{others:?}");
    let own = next(&url, ward, day);
    assert!(block.contains(&of(&own)), "{own}");
    assert_eq!(
        submit(&url, &key, CENTRE, &[register(CENTRE, &own)], 1)[0]["rejection"]["refusals"][0]["code"],
        "LT0230"
    );
    let key = house.join("keys").join(format!("{ward}.key"));
    let unserved = submit(&url, &key, ward, &[register(ward, &own)], 1);
    assert_eq!(
        unserved[0]["rejection"]["refusals"][0]["rule"], "R01",
        "the procedure is the Centre's: {unserved:?}"
    );
    let seen = get(&numbers);
    assert_eq!(seen["leases"][0]["given"], 0);
    assert_eq!(seen["leases"][0]["unused"], json!([[70, 79]]));

    // What a desk without a line says within its tolerance counts as of when it happened; deciding it again gives the same.
    let accredited = json!({
        "agency": "H22.01",
        "officer": "lanh-dao",
        "draftedBy": "thu-ly",
        "accreditOfflineDesk": {
            "desk": CENTRE,
            "toleranceMinutes": 240,
            "validity": { "from": "2020-10-01T00:00:00+07:00" },
            "decision": { "number": "7/QĐ", "date": "2020-10-01", "signer": "Chánh Văn phòng" },
        },
    });
    submit(&url, &office, "H22.01", &[accredited], 0);
    let key = house.join("keys").join(format!("{CENTRE}.key"));
    let code = next(&url, CENTRE, day);
    let mut late = register(CENTRE, &code);
    late["occurredAt"] = json!("2020-10-05T05:30:00+07:00");
    assert_eq!(submit(&url, &key, CENTRE, &[late], 0)[0]["admitted"], true);
    let is_seen = |_: &Background| ureq::get(format!("{url}/api/v1/dossiers/{code}")).call().is_ok();
    demo.wait_until("the late dossier is seen", PATIENCE, is_seen);
    let shown = get(&format!("{url}/api/v1/dossiers/{code}"));
    assert_eq!(shown["dossier"]["registered_at"], "2020-10-04T22:30:00Z");
    demo.end("INT", PATIENCE);
    lienthong(["audit", "verify", "--ledger"]).arg(&house).finish(0);
}
