//! Records and the parts of them that can be checked alone.

use lienthong_dossier::{CommandKind, PersonalField};
use lienthong_names::{Precedence, Refusal, Rejection, Service, StreamKind};
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::encryption::DataKey;
use lienthong_protocol::testing::{any_record, examples};
use lienthong_protocol::{
    Command, Decision, DecodeError, Disclosure, EncryptedField, MAX_RECORD_BYTES, RawRecord, Record, proto,
};
use proptest::prelude::*;
use prost::Message;

fn command() -> Command {
    examples::commands().swap_remove(1)
}

fn record() -> Record {
    let event = examples::dossier_event(lienthong_dossier::EventKind::DossierRegistered);
    examples::record(&command(), vec![event.into()])
}

fn fault(message: &proto::Record) -> String {
    match Record::decode(&message.encode_to_vec()) {
        Err(DecodeError::Malformed(errors)) => errors[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn exactly_one_of_events_and_rejection() {
    let mut message = proto::Record::decode(record().encode().as_slice()).unwrap();
    message.rejection = Some(proto::Rejection::default());
    assert_eq!(fault(&message), "rejection");
    message.events.clear();
    assert!(Record::decode(&message.encode_to_vec()).is_ok());
    message.rejection = None;
    assert_eq!(fault(&message), "events");
}

#[test]
fn what_is_wrong_with_a_record_is_named() {
    let good = proto::Record::decode(record().encode().as_slice()).unwrap();
    type Change = fn(&mut proto::Record);
    let cases: [(Change, &str); 8] = [
        (|m| m.revision = 0, "revision"),
        (|m| m.origin = "H22".to_owned(), "origin"),
        (|m| m.stream = "nothing.x".to_owned(), "stream"),
        (|m| m.previous = vec![1], "previous"),
        (|m| m.recorded_at = None, "recorded_at"),
        (|m| m.signed = None, "signed"),
        (|m| m.signed.as_mut().unwrap().signature = vec![0; 63], "signed.signature"),
        (|m| m.events[0].body = None, "events[0].body"),
    ];
    for (change, field) in cases {
        let mut message = good.clone();
        change(&mut message);
        assert_eq!(fault(&message), field);
    }
}

#[test]
fn a_rejection_returns_with_the_kind_of_its_reasons() {
    let refusal = Refusal {
        precedence: Precedence::State,
        code: "LT0208".into(),
        rule: "R08".into(),
        article: "Điều 1d".into(),
        field: "resolve_dossier".to_owned(),
        vi: "còn ý kiến bắt buộc".to_owned(),
        en: "a mandatory opinion is open".to_owned(),
    };
    let decision = Decision::Rejected(Rejection::from(refusal));
    let rejected = Record { decision, ..record() };
    assert_eq!(Record::decode(&rejected.encode()), Ok(rejected.clone()));
    assert!(rejected.events().is_empty() && rejected.rejection().is_some());
}

#[test]
fn a_records_command_is_verified_alone() {
    let record = record();
    let key = examples::signing_key(&command().act.agency).verifying_key();
    record.signed.verify(&record.origin, &record.command, &key).unwrap();
    let elsewhere = lienthong_names::Origin::new("H22/2021").unwrap();
    assert!(record.signed.verify(&elsewhere, &record.command, &key).is_err());
    assert!(record.signed.verify(&record.origin, b"other", &key).is_err());
    let otherwise = lienthong_protocol::Signed { service: Service::Publishing, ..record.signed.clone() };
    assert!(otherwise.verify(&record.origin, &record.command, &key).is_err());
}

#[test]
fn a_personal_value_opens_for_whoever_has_key_and_record() {
    let (salt, value) = (Salt::new([3; 32]), "Nguyễn Văn A".as_bytes());
    let field = PersonalField::Applicant;
    let commitment = commit(field, &salt, value);
    let disclosure = Disclosure { command: 0, field, salt, value: value.to_vec().into() };
    let (key, id) = ([9; 32], examples::command_id(1));
    let stream = lienthong_names::StreamName::dossier(&examples::dossier());
    let sealed = EncryptedField::seal(&key, &stream, id, &disclosure).unwrap();
    assert_eq!(
        EncryptedField::seal(&key, &stream, id, &disclosure).unwrap(),
        sealed,
        "deciding again gives the same"
    );
    assert!(!sealed.ciphertext.windows(6).any(|window| window == &value[..6]), "in the clear");
    let opened = sealed.open(&DataKey::new(key), &examples::dossier(), &id, &commitment).unwrap();
    assert_eq!(opened.value.as_slice(), value);
    assert!(sealed.open(&DataKey::new([8; 32]), &examples::dossier(), &id, &commitment).is_err());
    let elsewhere = lienthong_names::StreamName::new(StreamKind::Agency, "H22.14").unwrap();
    assert!(EncryptedField::seal(&key, &elsewhere, id, &disclosure).is_err());
    assert!(!format!("{disclosure:?}").contains("Nguy"));
}

#[test]
fn commands_know_their_service_and_stream() {
    let expected = [
        ("ImportHistory", "routing", "dossier.H22.14-201012-0001"),
        ("ReturnResult", "routing", "dossier.H22.14-201012-0001"),
        ("OpenConsultation", "consultation", "dossier.H22.14-201012-0001"),
        ("ConcludeConsultation", "consultation", "dossier.H22.14-201012-0001"),
        ("OpenLedger", "publishing", "ledger.H22"),
        ("RegisterAgency", "publishing", "agency.H22.19"),
        ("RegisterDesk", "publishing", "agency.H22.14"),
        ("GrantRole", "publishing", "agency.H22.14"),
        ("PublishProcedure", "publishing", "procedure.2.000635"),
        ("SetCalendar", "publishing", "calendar.default"),
    ];
    let commands = examples::commands();
    for (kind, service, stream) in expected {
        let command = commands.iter().find(|command| command.kind_name() == kind).unwrap();
        assert_eq!(
            (command.service().as_str(), command.stream().to_string().as_str()),
            (service, stream),
            "{kind}"
        );
    }
    let key = commands.iter().find(|command| command.kind_name() == "RevokeKey").unwrap();
    assert_eq!(key.stream().kind(), StreamKind::Key);
}

#[test]
fn the_longest_opinion_fits_a_record() {
    let (kind, event) = (CommandKind::GiveOpinion, lienthong_dossier::EventKind::OpinionGiven);
    let long: Box<str> = "x".repeat(lienthong_protocol::limits::OPINION).into();
    let mut about = examples::dossier_command(kind);
    if let lienthong_dossier::Command::GiveOpinion { text, .. } = &mut about {
        *text = long.clone();
    }
    let mut fact = examples::dossier_event(event);
    if let lienthong_dossier::Event::OpinionGiven { text, .. } = &mut fact {
        *text = long;
    }
    let body = lienthong_protocol::Body::Dossier { code: examples::dossier(), command: about };
    let command = Command { body, ..command() };
    let size = examples::record(&command, vec![fact.into()]).encode().len();
    assert!((32 * 1024..MAX_RECORD_BYTES).contains(&size), "{size}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_bytes_as_stored_are_the_truth(record in any_record()) {
        // One field said twice: the bytes are hashed as they are, and not as they would be written today.
        let bytes = [record.encode(), vec![0x08, 0x01]].concat();
        let raw = RawRecord::decode(&bytes).unwrap();
        prop_assert_eq!(&raw.record, &record);
        prop_assert_eq!(raw.leaf, lienthong_merkle::leaf_hash(&bytes));
        prop_assert_eq!(raw.bytes, bytes);
    }
}
