//! JSON by the protobuf mapping: commands read from it, anything written to it.

use lienthong_dossier::{PersonalField, Stance};
use lienthong_names::Service;
use lienthong_protocol::commitment::SaltKey;
use lienthong_protocol::form::code;
use lienthong_protocol::json::{CommandDraft, command_from_json, to_json};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::testing::{any_command, any_record, examples};
use lienthong_protocol::{Command, OpinionWords, Record, Submission, limits};
use proptest::prelude::*;
use serde_json::json;

const LINE: &str = r#"{"agency":"H22.14","officer":"nguyen-van-a","dossier":"H22.14-201012-0001",
    "registerDossier":{"procedure":"2.000635","channel":"ONLINE","documents":[{"id":"don","name":"Đơn","size":"20480"}]}}"#;

fn faults(line: &str) -> Vec<(&'static str, String)> {
    let errors = CommandDraft::parse(line).unwrap_err();
    errors.into_iter().map(|error| (error.code, error.field)).collect()
}

#[test]
fn a_line_becomes_a_command_with_id_and_instant_filled_in() {
    let mut draft = CommandDraft::parse(LINE).unwrap();
    let missing: Vec<_> =
        Command::decode(&draft.encode()).unwrap_err().into_iter().map(|error| error.field).collect();
    assert_eq!(missing, ["id", "occurred_at"]);
    let (id, at) = (examples::command_id(7), examples::at("2020-10-12T08:00:00.5+07:00"));
    draft.fill_id(id);
    draft.fill_occurred_at(at);
    let command = Command::decode(&draft.encode()).unwrap();
    assert_eq!((command.act.id, command.act.occurred_at), (id, at));
    assert_eq!(command.kind_name(), "RegisterDossier");
    // What is there is not filled in again.
    draft.fill_id(examples::command_id(8));
    draft.fill_occurred_at(examples::at("2021-01-01T00:00:00Z"));
    assert_eq!(Command::decode(&draft.encode()).unwrap(), command);
}

#[test]
fn both_spellings_of_a_name_are_read() {
    let snake = LINE.replace("registerDossier", "register_dossier");
    assert_eq!(command_from_json(&snake).unwrap(), command_from_json(LINE).unwrap());
}

#[test]
fn bytes_are_base64_and_instants_rfc_3339() {
    let id = examples::command_id(7);
    let line = json!({"id": "AAAAAAAAgACAAAAAAAAABw==", "occurredAt": "2020-10-12T08:00:00.5+07:00",
        "agency": "H22.14", "officer": "a", "dossier": "D1", "acknowledgeLeg": {"leg": "leg-1"}});
    let command = Command::decode(&command_from_json(&line.to_string()).unwrap()).unwrap();
    assert_eq!(command.act.id, id);
    assert_eq!(command.act.occurred_at, examples::at("2020-10-12T01:00:00.5Z"));
}

#[test]
fn a_field_the_message_does_not_have_is_named() {
    let line = json!({"agency": "H22.14", "officr": "a", "registerDossier": {
        "procedure": "x", "documents": [{"id": "a"}, {"id": "b", "sha1": "x"}]}, "source": {"idx": 1}});
    let unknown = |field: &str| (code::UNKNOWN_FIELD, field.to_owned());
    let mut found = faults(&line.to_string());
    found.sort();
    assert_eq!(
        found,
        [unknown("officr"), unknown("registerDossier.documents[1].sha1"), unknown("source.idx")]
    );
}

/// The line with personal values in the clear beside it.
fn with_personal(personal: serde_json::Value) -> String {
    let mut line: serde_json::Value = serde_json::from_str(LINE).unwrap();
    line["personal"] = personal;
    line.to_string()
}

#[test]
fn personal_values_become_commitments_and_travel_beside_the_command() {
    let key = SigningKey::from_seed(&[7; 32]);
    let line = with_personal(json!({"applicant": "Nguyễn Văn A", "contact": "0900 000 000"}));
    let read = |salts: &SaltKey, id| {
        let mut draft = CommandDraft::parse(&line).unwrap();
        draft.fill_id(id);
        draft.fill_occurred_at(examples::at("2020-10-12T08:00:00+07:00"));
        let disclosures = draft.commit(salts).unwrap();
        (draft.encode(), disclosures)
    };
    let (bytes, disclosures) = read(&SaltKey::of(&key), examples::command_id(7));
    assert!(!bytes.windows(6).any(|window| window == "Nguyễn".as_bytes().split_at(6).0));
    let fields: Vec<_> = disclosures.iter().map(|disclosure| disclosure.field).collect();
    assert_eq!(fields, [PersonalField::Applicant, PersonalField::Contact]);
    // The receiver's own check: every commitment is opened by what travels beside it.
    let (origin, agency) = ("H22/2020".parse().unwrap(), examples::agency("H22.14"));
    let submission =
        Submission::sign(&key, origin, Service::Routing, agency, vec![bytes.clone()], disclosures);
    let opened = submission.disclosures_of(0).unwrap();
    assert_eq!(opened[0].value.as_slice(), "Nguyễn Văn A".as_bytes());
    // The same line sent again is the same command; another key or id has other salts.
    assert_eq!(read(&SaltKey::of(&key), examples::command_id(7)).0, bytes);
    assert_ne!(read(&SaltKey::of(&SigningKey::from_seed(&[8; 32])), examples::command_id(7)).0, bytes);
}

/// A closed opinion with what it says in the clear beside it.
fn closed_opinion(words: &serde_json::Value) -> String {
    json!({"agency": "H22.15", "officer": "thu-ly", "dossier": "H22.14-201012-0001",
        "giveOpinion": {"consultation": "c1", "from": {"agency": "H22.15"}, "stance": "NOT_STATED"},
        "personal": {"opinion": words}})
    .to_string()
}

#[test]
fn a_closed_opinion_is_committed_to_as_a_whole_and_looked_at_where_it_comes_in() {
    let key = SigningKey::from_seed(&[7; 32]);
    let taken_in = |words: &serde_json::Value| {
        let mut draft = CommandDraft::parse(&closed_opinion(words)).unwrap();
        draft.fill_id(examples::command_id(7));
        draft.fill_occurred_at(examples::at("2020-10-12T08:00:00+07:00"));
        let disclosures = draft.commit(&SaltKey::of(&key)).unwrap();
        let (bytes, agency) = (draft.encode(), examples::agency("H22.15"));
        let (origin, commands) = ("H22/2020".parse().unwrap(), vec![bytes.clone()]);
        let sent = Submission::sign(&key, origin, Service::Consultation, agency, commands, disclosures);
        // As it travels: what is beside it may be as long as an opinion with its documents.
        let submission = Submission::decode(&sent.encode()).unwrap();
        (bytes, submission.disclosures_of(0))
    };
    let long = "ý ".repeat(5_000);
    let said =
        json!({"stance": "DISAGREE", "text": long, "documents": [{"id": "thu", "name": "Thư phản đối"}]});
    let (bytes, opened) = taken_in(&said);
    let shows = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
    assert!(!shows("ý ý") && !shows("phản đối"));
    let opened = opened.unwrap();
    let words = OpinionWords::decode(&opened[0].value).unwrap();
    assert_eq!(
        (opened[0].field, words.stance, &*words.text),
        (PersonalField::Opinion, Stance::Disagree, &*long)
    );
    assert_eq!(&*words.documents[0].name, "Thư phản đối");

    for (words, fault, field) in [
        (json!({"stance": "NOT_STATED", "text": "ý kiến"}), code::WORD, "stance"),
        (json!({"text": "ý kiến"}), code::MISSING, "stance"),
        (json!({"stance": "AGREE", "text": "y\u{301} kie\u{302}\u{301}n"}), code::FORM, "text"),
        (json!({"stance": "AGREE", "text": "x".repeat(limits::OPINION + 1)}), code::LIMIT, "text"),
    ] {
        let error = taken_in(&words).1.unwrap_err();
        assert_eq!((error.code, error.field), (fault, format!("disclosures[0].opinion.{field}")));
    }
    let named = |words, field: &str| assert_eq!(faults(&closed_opinion(&words))[0].1, field);
    named(json!("đồng ý"), "personal.opinion");
    named(json!({"stance": "AGREE", "says": "đồng ý"}), "personal.opinion.says");
}

#[test]
fn personal_values_that_have_no_place_are_named() {
    for (personal, field) in [
        (json!("Nguyễn Văn A"), "personal"),
        (json!({"aplicant": "A"}), "personal.aplicant"),
        (json!({"applicant": 5}), "personal.applicant"),
    ] {
        assert_eq!(faults(&with_personal(personal)), [(code::JSON, field.to_owned())]);
    }
    let salts = SaltKey::of(&SigningKey::from_seed(&[7; 32]));
    let without = json!({"agency": "H22.14", "officer": "a", "dossier": "D1", "acknowledgeLeg": {"leg": "l"},
        "personal": {"applicant": "A"}});
    let mut draft = CommandDraft::parse(&without.to_string()).unwrap();
    draft.fill_id(examples::command_id(7));
    assert_eq!(draft.commit(&salts).unwrap_err()[0].code, code::DISCLOSURE);
    let errors = command_from_json(&with_personal(json!({"applicant": "A"}))).unwrap_err();
    assert_eq!(errors[0].code, code::DISCLOSURE, "nobody here keeps a salt");
}

#[test]
fn a_value_of_the_wrong_kind_is_named() {
    for (line, field) in [
        (json!({"agency": 5}), "agency"),
        (json!({"occurredAt": "yesterday"}), "occurredAt"),
        (json!({"id": "###"}), "id"),
        (json!({"registerDossier": {"channel": "FAX"}}), "registerDossier.channel"),
        (
            json!({"registerDossier": {"documents": [{"id": "a"}, {"size": "many"}]}}),
            "registerDossier.documents[1].size",
        ),
        (json!({"registerDossier": {"documents": {"id": "a"}}}), "registerDossier.documents"),
        (json!({"registerDossier": []}), "registerDossier"),
        (json!({"refuseLeg": {}, "acknowledgeLeg": {}}), ""),
        (json!([]), ""),
    ] {
        assert_eq!(faults(&line.to_string()), [(code::JSON, field.to_owned())], "{line}");
    }
    assert_eq!(faults("{\"agency\":"), [(code::JSON, String::new())]);
    assert_eq!(faults(""), [(code::JSON, String::new())]);
}

#[test]
fn anything_of_ours_has_json() {
    let command = examples::commands().swap_remove(1);
    let record = examples::record(&command, vec![examples::events().swap_remove(1)]);
    let json = to_json("Record", &record.encode()).unwrap();
    assert_eq!(json["origin"], "H22/2020");
    assert_eq!(json["revision"], "1");
    assert_eq!(json["recordedAt"], "2020-10-12T03:00:00Z");
    assert_eq!(json["events"][0]["dossierRegistered"]["channel"], "DESK");
    assert!(to_json("Nothing", &[]).is_err());
    assert!(to_json("Record", &[0xff]).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn a_command_returns_through_json(command in any_command()) {
        let json = to_json("Command", &command.encode()).unwrap();
        let bytes = command_from_json(&json.to_string()).unwrap();
        prop_assert_eq!(Command::decode(&bytes), Ok(command));
    }

    #[test]
    fn any_record_has_json(record in any_record()) {
        let json = to_json("Record", &record.encode()).unwrap();
        prop_assert_eq!(json["stream"].as_str().unwrap(), record.stream.to_string());
        prop_assert!(Record::decode(&record.encode()).is_ok());
    }

    #[test]
    fn reading_a_line_is_total(line in "(\\{|\\}|\\[|\\]|\"|:|,|agency|id|source|1|registerDossier|documents| ){0,30}") {
        let _ = CommandDraft::parse(&line);
    }
}
