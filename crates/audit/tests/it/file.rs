//! The file: what is in it, and that no byte of it can be another.

use crate::written::{
    APPLICANT, DOSSIER, bundle_of, bundle_of_record, catalogue, clean_bundle, ledger, log_key, look, signer,
};
use lienthong_audit::bundle::{About, Bundle, Expected, Kind, Last, check};
use lienthong_merkle::leaf_hash;
use lienthong_protocol::keys::SigningKey;

/// Whether the bytes are a bundle in which everything holds.
fn holds(bytes: &[u8]) -> Result<(), lienthong_audit::bundle::Failure> {
    check(&Bundle::parse(bytes)?, &Expected::default()).map(|_| ())
}

#[test]
fn a_clean_bundle_says_what_it_proves() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let checked = look(&bundle_of(&ledger, &catalogue, Some(&log_key()))).unwrap();
    assert_eq!(checked.dossier().unwrap().as_str(), DOSSIER);
    assert_eq!(checked.records.iter().map(|(sequence, _)| *sequence).collect::<Vec<_>>(), [1, 3, 4, 6]);
    assert_eq!((checked.size, checked.catalogue_size), (7, 7));
    assert_eq!((checked.last, checked.keys), (Some(Last::Signed), Last::Signed));
    assert!(checked.openings.is_none() && checked.revoked_since.is_empty());
    let without = look(&bundle_of(&ledger, &catalogue, None)).unwrap();
    assert_eq!((without.last, without.keys), (Some(Last::NotSigned), Last::NotSigned));
}

#[test]
fn only_what_is_needed_of_the_catalogue_comes_along() {
    let bundle = clean_bundle();
    // The opening, and agency and key of the two that act: the third agency's two records stay away.
    let sequences: Vec<u64> = bundle.catalogue.records.iter().map(|record| record.sequence).collect();
    assert_eq!(sequences, [1, 2, 3, 4, 5]);
}

#[test]
fn one_record_is_proved_alone() {
    let catalogue = catalogue();
    let bundle = bundle_of_record(4, &ledger(&catalogue), &catalogue);
    let checked = look(&bundle).unwrap();
    assert_eq!((checked.records.len(), checked.records[0].0), (1, 4));
    assert!(checked.stream.is_none() && checked.last.is_none());
    // A record of the catalogue itself, too.
    let of_catalogue = bundle_of_record(5, &catalogue, &catalogue);
    assert_eq!(look(&of_catalogue).unwrap().records[0].0, 5);
}

#[test]
fn what_is_on_record_is_of_a_finding_or_a_task() {
    let about = |stream: &str| {
        let bundle = Bundle { about: About::OnRecord(stream.to_owned()), ..clean_bundle() };
        look(&bundle).unwrap_err().kind
    };
    assert_eq!(about(&format!("dossier.{DOSSIER}")), Kind::Malformed, "a dossier is named as one");
    assert_eq!(about("nobody"), Kind::Malformed);
    assert_eq!(about("finding.F0123456789abcdef"), Kind::OtherStream);
    assert_eq!(about("task.CT-12"), Kind::OtherStream);
}

#[test]
fn every_changed_byte_of_the_file_is_found() {
    let text = clean_bundle().to_string();
    holds(text.as_bytes()).unwrap();
    let mut bytes = text.into_bytes();
    // White space around what is said says nothing; all else does.
    for at in 0..bytes.len() {
        let was = bytes[at];
        bytes[at] ^= 1 << (at % 8);
        assert!(
            holds(&bytes).is_err(),
            "byte {at}: {}",
            String::from_utf8_lossy(&bytes[at.saturating_sub(40)..=at])
        );
        bytes[at] = was;
    }
    for at in (0..bytes.len()).step_by(7) {
        let mut shorter = bytes.clone();
        shorter.remove(at);
        // A blank that is missing is no lie.
        assert!(bytes[at].is_ascii_whitespace() || holds(&shorter).is_err(), "without byte {at}");
    }
}

#[test]
fn nothing_that_nobody_checks_stands_in_it() {
    let text = clean_bundle().to_string();
    for member in ["{", "\"ledger\": {", "\"catalogue\": {", "\"records\": [\n      {"] {
        let more = text.replacen(member, &format!("{member} \"note\": \"by the way\","), 1);
        let failure = holds(more.as_bytes()).unwrap_err();
        assert_eq!(failure.kind, Kind::Malformed, "{member}: {failure}");
        assert!(failure.what.contains("note"), "{failure}");
    }
    let later = text.replacen("lienthong bundle v1", "lienthong bundle v2", 1);
    assert_eq!(holds(later.as_bytes()).unwrap_err().kind, Kind::Malformed);
    assert_eq!(holds(b"").unwrap_err().kind, Kind::Malformed);
}

#[test]
fn what_is_known_from_elsewhere_is_held_against_it() {
    let catalogue = catalogue();
    let bundle = bundle_of(&ledger(&catalogue), &catalogue, None);
    let fingerprint = look(&bundle).unwrap().fingerprint;
    let log = *signer(catalogue.origin(), &log_key()).verifier().key();
    let expected = Expected { fingerprint: Some(fingerprint), log: Some(log), policy: None };
    assert!(check(&bundle, &expected).is_ok());
    let other = Expected { fingerprint: Some(leaf_hash(b"another")), ..expected.clone() };
    assert_eq!(check(&bundle, &other).unwrap_err().kind, Kind::Fingerprint);
    let other = Expected { log: Some(SigningKey::from_seed(&[2; 32]).verifying_key()), ..expected };
    assert_eq!(check(&bundle, &other).unwrap_err().kind, Kind::LogKey);
}

#[test]
fn nothing_personal_stands_in_it_in_the_clear() {
    let bundle = clean_bundle();
    let inside = |bytes: &[u8]| bytes.windows(APPLICANT.len()).any(|part| part == APPLICANT.as_bytes());
    assert!(!inside(bundle.to_string().as_bytes()));
    assert!(bundle.ledger.records.iter().all(|record| !inside(&record.bytes.0)));
}
