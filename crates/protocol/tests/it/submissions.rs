//! Submissions: signatures, limits, and the personal values beside their commands.

use lienthong_dossier::{Command as About, PersonalField};
use lienthong_names::Service;
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::form::code;
use lienthong_protocol::testing::{any_submission, examples};
use lienthong_protocol::{Body, Command, Disclosure, Submission, limits, proto};
use proptest::prelude::*;
use prost::Message;
use std::collections::BTreeMap;

fn of(commands: Vec<Vec<u8>>, disclosures: Vec<Disclosure>) -> Submission {
    let agency = examples::agency("H22.14");
    let key = examples::signing_key(&agency);
    Submission::sign(&key, examples::origin(), Service::Routing, agency, commands, disclosures)
}

fn faults(bytes: &[u8]) -> Vec<(&'static str, String)> {
    let errors = Submission::decode(bytes).unwrap_err();
    errors.into_iter().map(|error| (error.code, error.field)).collect()
}

#[test]
fn between_one_and_a_thousand_commands() {
    let max = limits::SUBMISSION_COMMANDS;
    assert_eq!(faults(&of(Vec::new(), Vec::new()).encode()), [(code::SUBMISSION, "commands".to_owned())]);
    assert!(Submission::decode(&of(vec![vec![1]; max], Vec::new()).encode()).is_ok());
    let over = of(vec![vec![1]; max + 1], Vec::new());
    assert_eq!(faults(&over.encode()), [(code::SUBMISSION, "commands".to_owned())]);
    assert!(over.check().is_err() && of(vec![vec![1]], Vec::new()).check().is_ok());
}

#[test]
fn at_most_768_kib() {
    let max = limits::SUBMISSION_BYTES;
    let overhead = of(vec![vec![0; 100_000]], Vec::new()).encode().len() - 100_000;
    let fits = of(vec![vec![0; max - overhead]], Vec::new());
    assert_eq!(fits.encode().len(), max);
    assert!(Submission::decode(&fits.encode()).is_ok() && fits.check().is_ok());
    let over = of(vec![vec![0; max - overhead + 1]], Vec::new());
    assert_eq!(faults(&over.encode()), [(code::SUBMISSION, String::new())]);
    assert!(over.check().is_err());
}

#[test]
fn every_fault_of_a_submission_at_once() {
    let mut message = proto::Submission::decode(of(vec![vec![1]], Vec::new()).encode().as_slice()).unwrap();
    message.origin = "H22".to_owned();
    message.service = "mail".to_owned();
    message.key_id = "x".to_owned();
    message.signature = vec![1];
    let value = vec![0; limits::PERSONAL_VALUE + 1];
    message.disclosures = vec![proto::Disclosure { command: 1, field: "x".to_owned(), salt: vec![1], value }];
    let mut bytes = message.encode_to_vec();
    prost::encoding::uint32::encode(99, &1, &mut bytes);
    let expected = [
        (code::UNKNOWN_FIELD, "99"),
        (code::FORM, "origin"),
        (code::FORM, "service"),
        (code::FORM, "key_id"),
        (code::FORM, "signature"),
        (code::DISCLOSURE, "disclosures[0].command"),
        (code::LIMIT, "disclosures[0].value"),
        (code::WORD, "disclosures[0].field"),
        (code::FORM, "disclosures[0].salt"),
    ];
    assert_eq!(faults(&bytes), expected.map(|(code, field)| (code, field.to_owned())));
}

#[test]
fn a_submission_is_signed_whole_and_each_command_alone() {
    let commands: Vec<Vec<u8>> = examples::commands().iter().map(Command::encode).collect();
    let submission = of(commands.clone(), Vec::new());
    let key = examples::signing_key(&submission.agency).verifying_key();
    submission.verify(&key).unwrap();
    let all = submission.signed_commands();
    assert_eq!(all.len(), commands.len());
    for (index, (signed, command)) in (0..).zip(all.iter().zip(&commands)) {
        assert_eq!(submission.signed(index).as_ref(), Some(signed));
        signed.verify(&submission.origin, command, &key).unwrap();
    }
    assert_eq!(submission.signed(u32::try_from(commands.len()).unwrap()), None);
    let mut changed = submission;
    changed.commands[3].push(0);
    assert!(changed.verify(&key).is_err());
}

/// A registration that commits to applicant and contact, and what is beside it.
fn personal() -> (Vec<u8>, Vec<Disclosure>) {
    let disclosure = |field, byte, value: &str| Disclosure {
        command: 1,
        field,
        salt: Salt::new([byte; 32]),
        value: value.as_bytes().to_vec().into(),
    };
    let beside = vec![
        disclosure(PersonalField::Contact, 2, "0900 000 000"),
        disclosure(PersonalField::Applicant, 1, "Nguyễn Văn A"),
    ];
    let mut command = examples::commands().swap_remove(1);
    let Body::Dossier { command: About::RegisterDossier { personal, .. }, .. } = &mut command.body else {
        panic!("another body")
    };
    *personal = beside
        .iter()
        .map(|disclosure| (disclosure.field, commit(disclosure.field, &disclosure.salt, &disclosure.value)))
        .collect::<BTreeMap<_, _>>();
    (command.encode(), beside)
}

#[test]
fn personal_values_belong_to_their_commitments() {
    let (bytes, beside) = personal();
    let plain = examples::commands().swap_remove(5).encode();
    let with = |disclosures: Vec<Disclosure>| of(vec![plain.clone(), bytes.clone()], disclosures);
    let refused = |disclosures: Vec<Disclosure>, index| {
        let error = with(disclosures).disclosures_of(index).unwrap_err();
        assert_eq!(error.code, code::DISCLOSURE);
        error.field
    };

    let given = with(beside.clone()).disclosures_of(1).unwrap();
    let fields: Vec<_> = given.iter().map(|disclosure| disclosure.field).collect();
    assert_eq!(fields, [PersonalField::Applicant, PersonalField::Contact]);
    assert_eq!(with(beside.clone()).disclosures_of(0).unwrap(), []);

    assert_eq!(refused(beside[..1].to_vec(), 1), "disclosures[1].applicant");
    let mut other = beside.clone();
    other[0].value = b"0911".to_vec().into();
    assert_eq!(refused(other, 1), "disclosures[1].contact");
    let mut other = beside.clone();
    other[1].salt = Salt::new([0; 32]);
    assert_eq!(refused(other, 1), "disclosures[1].applicant");
    let more = [beside.clone(), vec![beside[0].clone()]].concat();
    assert_eq!(refused(more, 1), "disclosures[1].contact");
    let mut stray = beside.clone();
    stray[0].command = 0;
    assert_eq!(refused(stray, 0), "disclosures[0].contact");
    assert_eq!(refused(beside, 2), "disclosures[2].command");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn what_was_decoded_verifies_as_what_was_signed(submission in any_submission(), seed: [u8; 32]) {
        let again = Submission::decode(&submission.encode()).unwrap();
        let stranger = lienthong_protocol::keys::SigningKey::from_seed(&seed).verifying_key();
        prop_assert!(again.verify(&stranger).is_err());
        prop_assert_eq!(again, submission);
    }
}
