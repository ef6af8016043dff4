//! What is wrong with the form of a command is found all at once, each with its field.

use lienthong_dossier::{Command as About, CommandKind};
use lienthong_protocol::form::code;
use lienthong_protocol::testing::{any_command, examples};
use lienthong_protocol::{Body, Command, Fault, FormError, limits, proto};
use proptest::prelude::*;
use prost::Message;
use prost_types::Timestamp;
use proto::command::Body as Wire;

fn message(kind: CommandKind) -> proto::Command {
    let body = Body::Dossier { code: examples::dossier(), command: examples::dossier_command(kind) };
    let command = Command { act: examples::act(1, &examples::agency("H22.14")), body };
    proto::Command::decode(command.encode().as_slice()).unwrap()
}

fn errors(message: &proto::Command) -> Vec<FormError> {
    Command::decode(&message.encode_to_vec()).unwrap_err()
}

fn faults(errors: &[FormError]) -> Vec<(&str, &str)> {
    errors.iter().map(|error| (error.code, error.field.as_str())).collect()
}

#[test]
fn every_fault_is_found_at_once() {
    let mut command = message(CommandKind::RegisterDossier);
    command.id = vec![1; 16];
    command.agency = String::new();
    command.officer = "nguyễn".to_owned();
    command.occurred_at = None;
    command.dossier = "a b".to_owned();
    let Some(Wire::RegisterDossier(body)) = &mut command.body else { panic!("another body") };
    body.procedure = "x".repeat(65);
    body.channel = 9;
    body.documents[0].sha256 = vec![1, 2, 3];
    body.documents[0].name = "một\u{7}".to_owned();
    body.case = "một\u{7}".to_owned();
    body.applicant = Some(proto::Commitment { hash: Vec::new() });
    let errors = errors(&command);
    assert_eq!(
        faults(&errors),
        [
            (code::FORM, "id"),
            (code::MISSING, "agency"),
            (code::FORM, "officer"),
            (code::MISSING, "occurred_at"),
            (code::FORM, "dossier"),
            (code::FORM, "register_dossier.procedure"),
            (code::FORM, "register_dossier.case"),
            (code::WORD, "register_dossier.channel"),
            (code::CONTROL, "register_dossier.documents[0].name"),
            (code::FORM, "register_dossier.documents[0].sha256"),
            (code::MISSING, "register_dossier.applicant.hash"),
        ]
    );
    assert!(errors.iter().all(|error| !error.vi.is_empty() && !error.en.is_empty()));
    let shown = errors[5].to_string();
    assert_eq!(
        shown,
        "LT0013 register_dossier.procedure: procedure code has 65 characters, at most 64 are allowed"
    );
    let outside = errors[5].clone().within("commands[3]");
    assert_eq!(outside.field, "commands[3].register_dossier.procedure");
    let fault = Fault::from_form(&errors);
    assert_eq!((fault.code.as_str(), fault.field.as_str()), (code::FORM, "id"));
    assert!(fault.en.contains("register_dossier.channel: there is no value 9"), "{}", fault.en);
    assert!(fault.vi.contains("register_dossier.channel: không có giá trị 9"), "{}", fault.vi);
}

#[test]
fn what_must_be_there_must_be_there() {
    let mut command = message(CommandKind::TransferDossier);
    command.body = Some(Wire::TransferDossier(proto::TransferDossier::default()));
    assert_eq!(
        faults(&errors(&command)),
        [
            (code::MISSING, "transfer_dossier.leg"),
            (code::MISSING, "transfer_dossier.to"),
            (code::MISSING, "transfer_dossier.purpose"),
        ]
    );
    command.body = None;
    assert_eq!(faults(&errors(&command)), [(code::MISSING, "body")]);
    let all = Command::decode(&[]).unwrap_err();
    let fields: Vec<_> = all.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["id", "agency", "officer", "occurred_at", "body"]);
}

#[test]
fn a_command_about_the_catalogue_names_no_dossier_and_the_others_do() {
    let mut command = message(CommandKind::AcknowledgeLeg);
    command.dossier = String::new();
    assert_eq!(faults(&errors(&command)), [(code::MISSING, "dossier")]);
    command.dossier = "H22.14-201012-0001".to_owned();
    command.body = Some(Wire::RevokeKey(proto::RevokeKey {
        key_id: "0123456789abcdef".to_owned(),
        from: Some(Timestamp::default()),
        reason: String::new(),
    }));
    assert_eq!(faults(&errors(&command)), [(code::CONTRADICTION, "dossier")]);
}

#[test]
fn what_a_document_prescribes_is_read_part_by_part() {
    let fee = |id: &str| proto::Fee { id: id.to_owned(), amount: 0, ..proto::Fee::default() };
    let prescription = proto::Prescription {
        procedure: String::new(),
        case_terms: vec![proto::CaseTerm { case: "a".to_owned(), term: None }],
        papers: Some(proto::PrescribedPapers { items: vec![proto::ChecklistItem::default()] }),
        fees: Some(proto::PrescribedFees { items: vec![fee("le-phi")] }),
        ..proto::Prescription::default()
    };
    let mut command = message(CommandKind::AcknowledgeLeg);
    command.dossier = String::new();
    command.drafted_by = "tran-thi-b".to_owned();
    command.body = Some(Wire::RegisterLegalBasis(proto::RegisterLegalBasis {
        id: "ND-61".to_owned(),
        effective_on: "2018-06-21".to_owned(),
        responsible: "H22.14".to_owned(),
        prescribes: vec![prescription],
        ..proto::RegisterLegalBasis::default()
    }));
    assert_eq!(
        faults(&errors(&command)),
        [
            (code::MISSING, "register_legal_basis.prescribes[0].procedure"),
            (code::MISSING, "register_legal_basis.prescribes[0].case_terms[0].term"),
            (code::MISSING, "register_legal_basis.prescribes[0].papers.items[0].id"),
            (code::LIMIT, "register_legal_basis.prescribes[0].fees.items[0].amount"),
        ]
    );
}

#[test]
fn instants_outside_the_calendar_are_refused() {
    let ok = |seconds, nanos| {
        let mut command = message(CommandKind::AcknowledgeLeg);
        command.occurred_at = Some(Timestamp { seconds, nanos });
        Command::decode(&command.encode_to_vec()).map(|command| command.act.occurred_at.to_string())
    };
    assert_eq!(ok(-1, 999_999_999).unwrap(), "1969-12-31T23:59:59.999999999Z");
    assert_eq!(ok(-62_135_596_800, 0).unwrap(), "0001-01-01T00:00:00Z");
    for (seconds, nanos) in [
        (-62_135_596_801, 999_999_999),
        (253_402_300_800, 0),
        (i64::MAX, 0),
        (i64::MIN, 0),
        (0, -1),
        (0, 1_000_000_000),
    ] {
        let errors = ok(seconds, nanos).unwrap_err();
        assert_eq!(faults(&errors), [(code::FORM, "occurred_at")], "{seconds} {nanos}");
    }
}

#[test]
fn limits_hold_where_they_say() {
    let give = |text: String| {
        let mut command = message(CommandKind::GiveOpinion);
        let Some(Wire::GiveOpinion(body)) = &mut command.body else { panic!("another body") };
        body.text = text;
        Command::decode(&command.encode_to_vec())
    };
    assert!(give("ý\n\t".repeat(limits::OPINION / 4)).is_ok());
    let over = give("x".repeat(limits::OPINION + 1)).unwrap_err();
    assert_eq!(faults(&over), [(code::LIMIT, "give_opinion.text")]);

    let ask = |count: usize| {
        let mut command = message(CommandKind::OpenConsultation);
        let Some(Wire::OpenConsultation(body)) = &mut command.body else { panic!("another body") };
        body.participants = vec![body.participants[0].clone(); count];
        Command::decode(&command.encode_to_vec())
    };
    assert!(ask(limits::PARTICIPANTS).is_ok());
    let over = ask(limits::PARTICIPANTS + 1).unwrap_err();
    assert_eq!(faults(&over), [(code::LIMIT, "open_consultation.participants")]);
}

#[test]
fn dates_have_one_spelling() {
    let resolve = |date: &str| {
        let mut command = message(CommandKind::ResolveDossier);
        let Some(Wire::ResolveDossier(body)) = &mut command.body else { panic!("another body") };
        body.date = date.to_owned();
        Command::decode(&command.encode_to_vec())
    };
    assert!(resolve("2020-11-27").is_ok());
    assert!(resolve("").is_ok(), "a source may not say");
    for date in ["27/11/2020", "20201127", "2020-11-31", "2020-11-27T10:00:00", "2020-1-1"] {
        let found = resolve(date).unwrap_err();
        assert_eq!(faults(&found), [(code::FORM, "resolve_dossier.date")], "{date}");
    }
}

#[test]
fn a_published_calendar_is_checked_field_by_field() {
    let command =
        examples::commands().into_iter().find(|command| command.kind_name() == "SetCalendar").unwrap();
    let mut message = proto::Command::decode(command.encode().as_slice()).unwrap();
    let Some(Wire::SetCalendar(body)) = &mut message.body else { panic!("another body") };
    body.id = "tòa".to_owned();
    body.week[0].spans[0].to_minute = 1_440;
    body.week[1].day = 8;
    body.week[3].day = 3;
    body.days_off.push(body.days_off[0].clone());
    body.made_up[0].in_place_of = "2020-02-30".to_owned();
    body.utc_offset_seconds = 1_000_000;
    assert_eq!(
        faults(&errors(&message)),
        [
            (code::FORM, "set_calendar.id"),
            (code::LIMIT, "set_calendar.week[0].spans[0].to_minute"),
            (code::LIMIT, "set_calendar.week[1].day"),
            (code::CONTRADICTION, "set_calendar.week[3].day"),
            (code::CONTRADICTION, "set_calendar.days_off[2]"),
            (code::FORM, "set_calendar.made_up[0].in_place_of"),
            (code::LIMIT, "set_calendar.utc_offset_seconds"),
        ]
    );
}

#[test]
fn keys_are_checked_too() {
    let key = |change: fn(&mut proto::RegisterKey)| {
        let command =
            examples::commands().into_iter().find(|command| command.kind_name() == "RegisterKey").unwrap();
        let mut message = proto::Command::decode(command.encode().as_slice()).unwrap();
        let Some(Wire::RegisterKey(body)) = &mut message.body else { panic!("another body") };
        change(body);
        Command::decode(&message.encode_to_vec())
    };
    assert!(key(|_| ()).is_ok());
    let weak = key(|body| body.public_key = vec![0; 32]).unwrap_err();
    assert_eq!(faults(&weak), [(code::FORM, "register_key.public_key")]);
    let past = key(|body| body.r#use = proto::KeyUse::Agency.into()).unwrap_err();
    assert_eq!(faults(&past), [(code::CONTRADICTION, "register_key.history_of")]);
    let endless = key(|body| body.history_before = None).unwrap_err();
    assert_eq!(faults(&endless), [(code::MISSING, "register_key.history_before")]);
}

/// A field of one byte that no message of ours has.
fn unknown_field(number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    prost::encoding::encode_key(number, prost::encoding::WireType::LengthDelimited, &mut bytes);
    bytes.extend([1, b'x']);
    bytes
}

fn length_delimited(number: u32, content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    prost::encoding::bytes::encode(number, &content.to_vec(), &mut bytes);
    bytes
}

#[test]
fn unknown_fields_are_found_at_any_depth() {
    let bytes = examples::commands().swap_remove(0).encode();
    let tail = |tail: Vec<u8>| Command::decode(&[bytes.clone(), tail].concat()).unwrap_err();
    assert_eq!(faults(&tail(unknown_field(999))), [(code::UNKNOWN_FIELD, "999")]);
    // In the clerk, which stands beside what is there.
    let clerk = [length_delimited(1, b"H22"), length_delimited(2, b"a"), unknown_field(7)].concat();
    assert_eq!(faults(&tail(length_delimited(5, &clerk))), [(code::UNKNOWN_FIELD, "entered_by.7")]);
    // In the second document of another body, three messages down.
    let documents = [length_delimited(4, &length_delimited(1, b"a")), length_delimited(4, &unknown_field(5))];
    let found = tail(length_delimited(21, &documents.concat()));
    assert!(faults(&found).contains(&(code::UNKNOWN_FIELD, "register_dossier.documents[1].5")), "{found:?}");
    // In an instant, which is not a message of ours.
    let instant = length_delimited(6, &unknown_field(3));
    assert_eq!(faults(&tail(instant)), [(code::UNKNOWN_FIELD, "occurred_at.3")]);
}

fn acknowledgement() -> Command {
    let is_one = |c: &Command| matches!(c.body, Body::Dossier { command: About::AcknowledgeLeg { .. }, .. });
    examples::commands().into_iter().find(is_one).unwrap()
}

#[test]
fn a_body_that_a_later_one_replaced_is_searched_too() {
    // protobuf keeps the last of a oneof; what the first one hid is still signed.
    let bytes = acknowledgement().encode();
    let hidden = length_delimited(25, &unknown_field(9));
    let found = Command::decode(&[hidden, bytes].concat()).unwrap_err();
    assert_eq!(faults(&found), [(code::UNKNOWN_FIELD, "acknowledge_leg.9")]);
}

#[test]
fn other_spellings_of_known_fields_are_fine() {
    let command = acknowledgement();
    let bytes = command.encode();
    // The id again at the end; "derived" said to be false.
    let again = [bytes.clone(), length_delimited(1, command.act.id.as_bytes()), vec![7 << 3, 0]].concat();
    assert_eq!(Command::decode(&again), Ok(command.clone()));
    // A varint longer than it need be.
    let long = [bytes, vec![7 << 3, 0x80, 0x00]].concat();
    assert_eq!(Command::decode(&long), Ok(command));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // Bodies have numbers in the hundreds.
    #[test]
    fn an_unknown_field_at_the_end_of_any_command_is_found(command in any_command(), number in 1_000..100_000u32) {
        let bytes = [command.encode(), unknown_field(number)].concat();
        let errors = Command::decode(&bytes).unwrap_err();
        let expected = number.to_string();
        prop_assert_eq!(faults(&errors), vec![(code::UNKNOWN_FIELD, expected.as_str())]);
    }
}

/// Silence that counts as agreement does so under a law that is named.
#[test]
fn agreement_by_silence_has_its_article() {
    let published = examples::commands().into_iter().find(|c| c.kind_name() == "PublishProcedure").unwrap();
    let mut command = proto::Command::decode(published.encode().as_slice()).unwrap();
    let policy = |article: &str| proto::OnSilence {
        means: proto::Silence::DeemedAgreed.into(),
        article: article.to_owned(),
        escalates: false,
    };
    let Some(Wire::PublishProcedure(body)) = &mut command.body else { panic!("another body") };
    body.opinions = Some(policy(""));
    assert_eq!(faults(&errors(&command)), [(code::MISSING, "publish_procedure.opinions.article")]);
    let Some(Wire::PublishProcedure(body)) = &mut command.body else { panic!("another body") };
    body.opinions = Some(policy("Luật Xây dựng, Điều 102"));
    assert!(Command::decode(&command.encode_to_vec()).is_ok());
}

/// A paper is known by its level, its number and its date.
#[test]
fn a_secret_paper_has_level_number_and_date() {
    let mut command = message(CommandKind::GiveOpinion);
    let Some(Wire::GiveOpinion(body)) = &mut command.body else { panic!("another body") };
    body.secret = Some(proto::PaperReference::default());
    let missing = ["level", "number", "date"].map(|field| format!("give_opinion.secret.{field}"));
    assert_eq!(faults(&errors(&command)), missing.each_ref().map(|field| (code::MISSING, field.as_str())));
}
