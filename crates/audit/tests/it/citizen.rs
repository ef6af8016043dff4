//! The applicant's own values: opened against what was signed, and no others.

use crate::written::{APPLICANT, VAULT_KEY, clean_bundle, look};
use lienthong_audit::bundle::{Bundle, Kind, applicants_fields, open_applicants_fields};
use lienthong_dossier::PersonalField;
use lienthong_protocol::encryption::DataKey;

fn for_the_citizen() -> Bundle {
    let bundle = clean_bundle();
    let fields = applicants_fields(&look(&bundle).unwrap().records);
    let openings = open_applicants_fields(&fields, &DataKey::new(VAULT_KEY)).unwrap();
    Bundle { openings: Some(openings), ..bundle }
}

#[test]
fn the_applicants_values_are_opened_and_shown() {
    let bundle = for_the_citizen();
    let opened = look(&bundle).unwrap().openings.unwrap();
    let [one] = opened.as_slice() else { panic!("{opened:?}") };
    assert_eq!((one.sequence, one.field), (1, PersonalField::Applicant));
    assert_eq!(one.value, APPLICANT.as_bytes());
    assert!(!format!("{bundle:?} {one:?}").contains(APPLICANT), "not by the way");
    // And through the file.
    assert_eq!(Bundle::parse(bundle.to_string().as_bytes()).unwrap(), bundle);
}

#[test]
fn another_key_opens_nothing() {
    let fields = applicants_fields(&look(&clean_bundle()).unwrap().records);
    assert!(open_applicants_fields(&fields, &DataKey::new([8; 32])).is_err());
}

#[test]
fn a_changed_opening_is_named() {
    type Change = fn(&mut lienthong_audit::bundle::Opening);
    let changes: [Change; 6] = [
        |opening| opening.value.0[0] ^= 1,
        |opening| opening.value.0.push(b'!'),
        |opening| opening.salt.0[31] ^= 1,
        |opening| opening.salt.0.truncate(31),
        |opening| opening.field = "contact".to_owned(),
        |opening| opening.field = "opinion".to_owned(),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut bundle = for_the_citizen();
        change(&mut bundle.openings.as_mut().unwrap()[0]);
        let failure = look(&bundle).unwrap_err();
        assert_eq!((failure.kind, failure.record.unwrap().1), (Kind::Opening, 1), "change {number}");
    }
    let mut elsewhere = for_the_citizen();
    elsewhere.openings.as_mut().unwrap()[0].sequence = 3;
    assert_eq!(look(&elsewhere).unwrap_err().kind, Kind::Opening);
}
