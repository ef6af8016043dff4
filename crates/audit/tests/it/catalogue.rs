//! Whose keys: registered by the Office before they signed, revoked or not, and nobody leaves a revocation out unseen.

use crate::written::{
    DOSSIER, Told, Written, bundle_of, bundle_of_record, catalogue, completes, ledger, log_key, look, office,
    opened_catalogue, publish, register_agency, register_key, registers, revoke_key,
};
use lienthong_audit::bundle::Kind;
use lienthong_catalogue::{Command as Asked, Entry, KeyUse, Validity};
use lienthong_protocol::Event;
use lienthong_protocol::testing::examples;

#[test]
fn a_key_revoked_before_it_signed() {
    let mut catalogue = catalogue();
    revoke_key(&mut catalogue, "H22.19", "2020-10-14T00:00:00+07:00");
    let bundle = bundle_of(&ledger(&catalogue), &catalogue, Some(&log_key()));
    let failure = look(&bundle).unwrap_err();
    assert_eq!((failure.kind, failure.record.unwrap().1), (Kind::Key, 4));
    // Leaving the revocation out helps only where the log has signed nothing of where the key's stream ends.
    let mut without = bundle.clone();
    assert_eq!(without.catalogue.records.pop().unwrap().sequence, 8);
    assert_eq!(look(&without).unwrap_err().kind, Kind::LeftOut);
}

#[test]
fn a_key_revoked_later_from_before_it_signed_is_told_and_not_accused() {
    let mut catalogue = catalogue();
    let ledger = ledger(&catalogue);
    revoke_key(&mut catalogue, "H22.19", "2020-10-14T00:00:00+07:00");
    let checked = look(&bundle_of(&ledger, &catalogue, Some(&log_key()))).unwrap();
    assert_eq!(checked.revoked_since, [4, 6]);
}

#[test]
fn a_key_outside_its_validity() {
    let mut catalogue = opened_catalogue();
    register_agency(&mut catalogue, "H22.14");
    let mut key = examples::key_entry("H22.14", KeyUse::Agency);
    key.validity = Validity { from: examples::at("2021-01-01T00:00:00+07:00"), until: None };
    publish(&mut catalogue, Asked::RegisterKey(key.clone()), Entry::KeyRegistered(key));
    let mut ledger = Written::new("2020");
    ledger.write(vec![registers(DOSSIER, 1, catalogue.size())]);
    let failure = look(&bundle_of(&ledger, &catalogue, None)).unwrap_err();
    assert_eq!(failure.kind, Kind::Key);
    assert!(failure.what.contains("not valid at"), "{failure}");
}

#[test]
fn a_key_that_was_registered_only_afterwards() {
    let catalogue = catalogue();
    let mut ledger = Written::new("2020");
    ledger.write(vec![registers(DOSSIER, 1, 2)]);
    let failure = look(&bundle_of(&ledger, &catalogue, None)).unwrap_err();
    assert_eq!((failure.kind, failure.record.unwrap().1), (Kind::Key, 1));
}

#[test]
fn a_historian_speaks_for_whom_the_key_was_granted_and_of_the_past() {
    let history = |of: &[&str], before: &str| {
        let mut catalogue = opened_catalogue();
        register_agency(&mut catalogue, "H22.14");
        let of = of.iter().map(|code| examples::agency(code)).collect();
        let mut key = examples::key_entry("H22.02", KeyUse::Historian { of, before: examples::at(before) });
        key.agency = examples::agency("H22");
        publish(&mut catalogue, Asked::RegisterKey(key.clone()), Entry::KeyRegistered(key));
        let mut ledger = Written::new("2020");
        let told = registers(DOSSIER, 1, catalogue.size());
        let key = examples::signing_key(&examples::agency("H22.02"));
        ledger.write(vec![Told { key, handed_in_by: examples::agency("H22"), ..told }]);
        look(&bundle_of(&ledger, &catalogue, None)).map(|_| ()).map_err(|failure| failure.kind)
    };
    assert_eq!(history(&["H22.14"], "2021-01-01T00:00:00+07:00"), Ok(()));
    assert_eq!(history(&["H22.19"], "2021-01-01T00:00:00+07:00"), Err(Kind::Key));
    assert_eq!(history(&["H22.14"], "2020-01-01T00:00:00+07:00"), Err(Kind::Key));
}

#[test]
fn only_the_office_registers_keys() {
    let mut catalogue = opened_catalogue();
    register_agency(&mut catalogue, "H22.14");
    register_key(&mut catalogue, "H22.14", KeyUse::Agency);
    // By an agency's key, in the Office's name and in its own.
    let key = examples::key_entry("H22.19", KeyUse::Agency);
    let mut command = office(9, Asked::RegisterKey(key.clone()));
    command.act.agency = examples::agency("H22.14");
    let position = catalogue.size();
    catalogue.write(vec![Told::new(command, vec![Event::Catalogue(Entry::KeyRegistered(key))], position)]);
    let mut ledger = Written::new("2020");
    ledger.write(vec![registers(DOSSIER, 1, catalogue.size())]);
    ledger.write(vec![completes(DOSSIER, 2, "H22.19", catalogue.size())]);
    let failure = look(&bundle_of(&ledger, &catalogue, None)).unwrap_err();
    assert_eq!((failure.kind, failure.record.unwrap().1), (Kind::Key, 4), "of the catalogue");
}

#[test]
fn no_later_record_brings_its_own_key() {
    let mut catalogue = opened_catalogue();
    let Entry::LedgerOpened(mut opening) = examples::entry(lienthong_catalogue::EntryKind::LedgerOpened)
    else {
        panic!("another entry")
    };
    opening.keys = vec![examples::key_entry("H22.66", KeyUse::Office)];
    let mut command = office(9, Asked::OpenLedger(opening.clone()));
    command.act.agency = examples::agency("H22.66");
    let position = catalogue.size();
    catalogue.write(vec![Told::new(command, vec![Event::Catalogue(Entry::LedgerOpened(opening))], position)]);
    let mut ledger = Written::new("2020");
    ledger.write(vec![completes(DOSSIER, 1, "H22.66", catalogue.size())]);
    let failure = look(&bundle_of(&ledger, &catalogue, None)).unwrap_err();
    assert_eq!((failure.kind, failure.record.unwrap().1), (Kind::Key, 2));
}

#[test]
fn a_key_registered_by_itself() {
    let mut catalogue = opened_catalogue();
    let key = examples::key_entry("H22.66", KeyUse::Office);
    let mut command = office(9, Asked::RegisterKey(key.clone()));
    command.act.agency = examples::agency("H22.66");
    // It says that it knew what it says itself.
    catalogue.write(vec![Told::new(command, vec![Event::Catalogue(Entry::KeyRegistered(key))], 2)]);
    let mut ledger = Written::new("2020");
    ledger.write(vec![completes(DOSSIER, 1, "H22.66", catalogue.size())]);
    let failure = look(&bundle_of(&ledger, &catalogue, None)).unwrap_err();
    assert_eq!((failure.kind, failure.record.unwrap().1), (Kind::Chain, 2));
}

#[test]
fn a_record_of_the_catalogue_that_is_backdated_or_knows_what_comes_after_it() {
    let honest = catalogue();
    let look_at = |how: fn(&mut lienthong_protocol::Record)| {
        let mut cheats = catalogue();
        cheats.change(3, how);
        cheats.mend();
        let of_dossier = look(&bundle_of(&ledger(&honest), &cheats, None)).unwrap_err();
        let alone = look(&bundle_of_record(3, &cheats, &honest));
        (of_dossier.kind, of_dossier.record.unwrap().1, alone.map(|_| ()).map_err(|failure| failure.kind))
    };
    let earlier = |record: &mut lienthong_protocol::Record| {
        record.decided_on.effective_at = examples::at("2020-01-02T00:00:00+07:00");
    };
    let (kind, sequence, _) = look_at(earlier);
    assert_eq!((kind, sequence), (Kind::Backdated, 3));
    assert_eq!(
        look_at(|record| record.decided_on.catalogue_position = 5),
        (Kind::Chain, 3, Err(Kind::Chain))
    );
}

#[test]
fn another_catalogue_is_another_ledger() {
    let (catalogue, mut other) = (catalogue(), opened_catalogue());
    register_agency(&mut other, "H22.77");
    let ledger = ledger(&catalogue);
    let mut bundle = bundle_of(&ledger, &catalogue, None);
    bundle.fingerprint = "0".repeat(64);
    assert_eq!(look(&bundle).unwrap_err().kind, Kind::Fingerprint);
    let mut without = bundle_of(&ledger, &catalogue, None);
    without.catalogue.records.remove(0);
    assert_eq!(look(&without).unwrap_err().kind, Kind::LeftOut);
}
