//! What no ledger shows by itself: it is whole, decided by the rules and signed, and yet not the one that was. Whoever holds something of
//! the ledger that was sees it: how far they verified it, a receipt, a bundle.

use crate::forged::opened_with_a_revoked_key;
use crate::house::{CATALOGUE, GIVEN, House, LEDGER};
use lienthong_audit::verify::{Failure, Head, Kind, LedgerFiles, Options, Report, verify};
use lienthong_dossier::Command as About;
use lienthong_names::{AgencyId, Rejection, Service, StreamName};
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use lienthong_protocol::{Body, Command, Event};
use lienthong_routing::Routing;
use lienthong_service::{ByRules, Facts, Moment, Redecide, Rules};
use lienthong_tests::forged::{Forged, Hand};
use lienthong_tests::verification::{ledgers, rules};
use std::fs;

/// Nothing is wrong with it, for who holds nothing.
#[track_caller]
fn shows_nothing(house: &House) -> Report {
    let report = house.look();
    assert!(report.is_clean(), "{:?}", report.first_failure);
    report
}

/// Who verified it before sees it.
#[track_caller]
fn seen_by_who_verified_before(house: &House, kind: Kind) -> Failure {
    let failure = house.look_with(&rules, GIVEN.heads.clone()).first_failure.expect("it is seen");
    assert_eq!(failure.kind, kind, "{failure}");
    assert!(failure.what.contains("verified before"), "{failure}");
    failure
}

/// What a bundle says of the ledger, as one who verified it up to there: its checkpoint.
fn head_of_bundle() -> Head {
    let note = GIVEN.bundle["ledger"]["checkpoint"].as_str().unwrap();
    let ledger = GIVEN.copy().ledgers().pop().unwrap();
    let Checkpoint { origin, size, root } = Checkpoint::open(note.as_bytes(), &ledger.log).unwrap();
    Head { origin, size, root }
}

#[track_caller]
fn seen_by_who_has_a_bundle(house: &House) {
    let failure = house.look_with(&rules, vec![head_of_bundle()]).first_failure.expect("it is seen");
    assert_eq!(failure.kind, Kind::Checkpoint, "{failure}");
}

fn operator(deed: impl FnOnce(&mut Forged)) -> House {
    let house = GIVEN.copy();
    let mut ledger = Forged::open(&house.path, LEDGER);
    deed(&mut ledger);
    ledger.write(Hand::Operator);
    house
}

#[test]
fn the_honest_ledger_is_never_accused() {
    let house = operator(|_| {});
    let report = shows_nothing(&house);
    assert_eq!((report.redecided, report.not_redecidable), (report.records, 0));
    assert_eq!(report.heads, GIVEN.heads, "taken apart and put together it is the same");
    assert!(house.look_with(&rules, GIVEN.heads.clone()).is_clean());
    assert!(house.look_with(&rules, vec![head_of_bundle()]).is_clean());
    assert!(house.broken(&GIVEN.receipts).is_empty());
    // Who has no key and changes nothing has done nothing.
    let ledger = Forged::open(&house.path, LEDGER);
    ledger.write(Hand::Outsider);
    assert_eq!(house.look().heads, GIVEN.heads);
}

#[test]
fn the_tail_cut_off_by_who_has_no_key() {
    let house = GIVEN.copy();
    let mut ledger = Forged::open(&house.path, LEDGER);
    ledger.cut_after(GIVEN.head().size - 3);
    ledger.write(Hand::Outsider);
    assert_eq!(house.accused().kind, Kind::CutOff);
}

#[test]
fn the_tail_cut_off_by_the_operator() {
    let house = operator(|ledger| ledger.cut_after(GIVEN.head().size - 3));
    shows_nothing(&house);
    seen_by_who_verified_before(&house, Kind::CutOff);
    assert_eq!(house.broken(&GIVEN.receipts), [0, 1, 2]);
}

/// Not the desk, whose key was revoked.
const OTHER: &str = "H22.14";

/// The last three records are gone, and as many others stand in their place: asked for, decided (in this case refused) and sealed as any.
fn regrown() -> House {
    let house = operator(|ledger| ledger.cut_after(GIVEN.head().size - 3));
    for number in 1..=3 {
        house.receipt(OTHER, &format!("H22.14-201007-080{number}"));
    }
    house
}

#[test]
fn the_tail_cut_off_and_regrown() {
    let house = regrown();
    shows_nothing(&house);
    let failure = seen_by_who_verified_before(&house, Kind::Checkpoint);
    assert_eq!(failure.origin.as_str(), LEDGER);
    assert_eq!(house.broken(&GIVEN.receipts), [0, 1, 2]);
    seen_by_who_has_a_bundle(&house);
}

#[test]
fn two_views_for_two_readers() {
    let (one, other) = (GIVEN.copy(), regrown());
    let heads = [&one, &other].map(|house| shows_nothing(house).heads);
    let [first, second] =
        heads.each_ref().map(|heads| heads.iter().find(|head| head.origin.as_str() == LEDGER).unwrap());
    assert_eq!(first.size, second.size);
    assert_ne!(first.root, second.root, "the log signed two trees of one size");
    // Each is shown the other's, by whatever its reader kept.
    for (house, theirs) in [(&one, &heads[1]), (&other, &heads[0])] {
        let failure = house.look_with(&rules, theirs.clone()).first_failure.expect("it is seen");
        assert_eq!(failure.kind, Kind::Checkpoint, "{failure}");
    }
    let receipt = other.receipt(OTHER, "H22.14-201007-0804");
    assert_eq!(one.broken(std::slice::from_ref(&receipt)), [0]);
    assert!(other.broken(std::slice::from_ref(&receipt)).is_empty());
    seen_by_who_has_a_bundle(&other);
}

#[test]
fn a_stale_checkpoint() {
    // Files of yesterday, with yesterday's checkpoint beside them: all of it was true once.
    let (house, today) = (GIVEN.copy(), operator(|ledger| ledger.cut_after(GIVEN.head().size - 3)));
    let stale = fs::read(today.path.join("2020/checkpoint")).unwrap();
    seen_by_who_verified_before(&today, Kind::CutOff);
    // Beside today's files it says less than they do, and nothing that is wrong.
    fs::write(house.path.join("2020/checkpoint"), stale).unwrap();
    assert_eq!(shows_nothing(&house).heads, GIVEN.heads);
}

#[test]
fn a_receipted_record_is_dropped() {
    let promised = GIVEN.receipts[1].sequence;
    let house = operator(|ledger| {
        ledger.remove(promised);
        ledger.mend();
    });
    shows_nothing(&house);
    // The one after it has moved into its place.
    assert_eq!(house.broken(&GIVEN.receipts), [1, 2]);
    seen_by_who_verified_before(&house, Kind::CutOff);
}

#[test]
fn a_record_is_backdated_with_all_that_goes_with_it() {
    let at = GIVEN.receipts[1].sequence;
    let house = operator(|ledger| {
        let record = ledger.record(at);
        record.recorded_at -= jiff::SignedDuration::from_mins(4);
        record.decided_on.effective_at = record.recorded_at;
        ledger.mend();
    });
    let report = shows_nothing(&house);
    // A simulated clock may have been moved on between deciding and sealing.
    let before = shows_nothing(&GIVEN.copy()).sealed_far_from_recorded;
    let counted = report.sealed_far_from_recorded - before;
    assert_eq!(counted, 1, "counted, and no proof: a clock may have been wrong");
    assert_eq!(house.broken(&GIVEN.receipts), [1]);
    seen_by_who_verified_before(&house, Kind::Checkpoint);
}

#[test]
fn a_revoked_key_signs_and_the_operator_says_that_nobody_knew() {
    let house = operator(|ledger| {
        opened_with_a_revoked_key(ledger, GIVEN.catalogue_size() - 1);
    });
    let report = shows_nothing(&house);
    assert_eq!(report.decided_behind_catalogue, 1, "counted, and no proof: a service may have been behind");
    assert_eq!(GIVEN.copy().look().decided_behind_catalogue, 0);
}

#[test]
fn records_of_two_dossiers_change_places() {
    let [_, one, other] = [0, 1, 2].map(|index: usize| GIVEN.receipts[index].sequence);
    let house = operator(|ledger| ledger.swap(one, other));
    shows_nothing(&house);
    assert_eq!(house.broken(&GIVEN.receipts), [1, 2]);
    seen_by_who_verified_before(&house, Kind::Checkpoint);
}

/// Ledgers as of a log with another key.
fn under(key: &SigningKey, house: &House) -> Vec<LedgerFiles> {
    let mut ledgers = ledgers(&house.path, [CATALOGUE, LEDGER]);
    for ledger in &mut ledgers {
        ledger.log = NoteSigner::for_log(&ledger.origin, key.clone()).verifier().clone();
    }
    ledgers
}

#[test]
fn another_log_key() {
    let (house, key) = (GIVEN.copy(), SigningKey::from_seed(&[66; 32]));
    for origin in [CATALOGUE, LEDGER] {
        Forged::open(&house.path, origin).write_under(&key);
    }
    // Who knows the log's key; and who is told the other one, but reads whose the catalogue says that it is.
    for (ledgers, kind, place) in [
        (house.ledgers(), Kind::Damaged, "the stored checkpoint"),
        (under(&key, &house), Kind::Opening, "record 1"),
    ] {
        let report = verify(&ledgers, &rules, &Options::default(), &mut |_| {});
        let failure = report.first_failure.expect("it is found");
        assert_eq!((failure.kind, failure.place.as_str()), (kind, place), "{failure}");
        assert_eq!(failure.origin.as_str(), CATALOGUE);
    }
}

/// The rules of another build: from this version on, what follows from a reception is one thing less.
struct Changed<const FROM: u32>;

impl<const FROM: u32> Rules for Changed<FROM> {
    type State = <Routing as Rules>::State;
    const SERVICE: Service = Routing::SERVICE;
    const VERSIONS: u32 = Routing::VERSIONS;

    fn stream(command: &Command) -> StreamName {
        Routing::stream(command)
    }

    fn evolve(state: &mut Self::State, moment: Moment<'_>, event: &Event) {
        Routing::evolve(state, moment, event);
    }

    fn has_part(state: &Self::State, agency: &AgencyId) -> bool {
        Routing::has_part(state, agency)
    }

    fn decide(state: &Self::State, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        let mut events = Routing::decide(state, command, facts)?;
        if is_reception(command) && facts.rules_version >= FROM {
            events.pop();
        }
        Ok(events)
    }
}

fn is_reception(command: &Command) -> bool {
    matches!(&command.body, Body::Dossier { command: About::ReceiveDossier { .. }, .. })
}

/// The rules of a build, its routing being this.
fn build<R: Rules>() -> Vec<Box<dyn Redecide>> {
    // Asked first: nobody else is asked after it.
    let changed = Box::new(ByRules::<R>::new()) as Box<dyn Redecide>;
    std::iter::once(changed).chain(rules()).collect()
}

#[test]
fn a_rule_changed_without_a_version() {
    let house = GIVEN.copy();
    let ledger = Forged::open(&house.path, LEDGER);
    let received = ledger.sequences(|record| {
        record.rejection().is_none() && is_reception(&Command::decode(&record.command).unwrap())
    });
    let failure = house.look_with(&build::<Changed<1>>, Vec::new()).first_failure.expect("it is found");
    assert_eq!(failure.kind, Kind::Decision, "{failure}");
    assert_eq!(failure.place, format!("record {}", received[0]));
    assert!(failure.what.contains("DossierReceived"), "{failure}");
    // Changed in a version that no record has adopted, it accuses nobody.
    let report = house.look_with(&build::<Changed<{ u32::MAX }>>, Vec::new());
    assert!(report.is_clean() && report.redecided == report.records, "{report:?}");
}
