//! Names in NATS: legal, readable, and no two of ours the same.

use lienthong_names::{AgencyId, Service};
use lienthong_protocol::subjects::{
    agency_of_intake, checkpoint_subject, data_key_name, inbox_subject, inbox_subjects, intake_subject,
    ledger_of_token, ledger_stream_name, ledger_subjects, ledger_token, of_inbox, query_subject,
    seal_subject, stream_of_subject, stream_subject, token, untoken,
};
use lienthong_protocol::testing::{any_agency, any_origin, any_stream, examples};
use proptest::prelude::*;

/// What NATS accepts in a token, a stream's name and a KV key alike.
fn is_legal(token: &str) -> bool {
    !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'='))
}

#[test]
fn the_names_of_the_design() {
    let (origin, agency) = (examples::origin(), examples::agency("000.00.12.H22"));
    let stream = lienthong_names::StreamName::dossier(&examples::dossier());
    assert_eq!(ledger_stream_name(&origin), "LT_H22_2020");
    assert_eq!(ledger_subjects(&origin), "ledger.H22_2020.>");
    assert_eq!(stream_subject(&origin, &stream), "ledger.H22_2020.dossier.H22_14-201012-0001");
    assert_eq!(seal_subject(&origin), "seal.H22_2020");
    assert_eq!(checkpoint_subject(&origin), "checkpoint.H22_2020");
    assert_eq!(intake_subject(Service::Routing, &agency), "intake.routing.000_00_12_H22");
    assert_eq!(inbox_subject(&agency, &stream), "inbox.000_00_12_H22.H22_14-201012-0001");
    let task = "task.1.2".parse().unwrap();
    assert_eq!(inbox_subject(&agency, &task), "inbox.000_00_12_H22.task.1_2");
    assert_eq!(inbox_subjects(&agency), "inbox.000_00_12_H22.>");
    assert_eq!(query_subject("timeline"), "query.timeline");
    assert_eq!(data_key_name(&origin, &stream), "H22_2020.dossier.H22_14-201012-0001");
}

#[test]
fn what_looks_alike_stays_apart() {
    for (a, b) in
        [("a.b", "a_b"), ("a=2Eb", "a.b"), ("", "="), ("a b", "a=20b"), ("é", "e\u{301}"), ("a", "A")]
    {
        assert_ne!(token(a), token(b), "{a:?} {b:?}");
    }
    let ledgers = ["H22.a/b", "H22/a.b", "H22_a/b", "H22/a_b"];
    let tokens: std::collections::BTreeSet<_> =
        ledgers.iter().map(|name| ledger_token(&name.parse().unwrap())).collect();
    assert_eq!(tokens.len(), ledgers.len());
}

#[test]
fn what_nobody_wrote_is_not_read() {
    for token in ["", "a.b", "a=", "a=2", "a=2e", "=41", "a=5F=", "=FF", "a b", "a>", "*"] {
        assert_eq!(untoken(token), None, "{token:?}");
    }
    for subject in
        ["ledger.H22_2020", "ledger.H22.dossier.a", "ledger.H22_2020.dossier.a.b", "seal.H22_2020.dossier.a"]
    {
        assert_eq!(stream_of_subject(subject), None, "{subject}");
    }
    for subject in
        ["inbox.H22", "inbox.H22.dossier.a", "inbox.H22.letter.a", "inbox.H22.task.a.b", "inbox.a=.b"]
    {
        assert_eq!(of_inbox(subject), None, "{subject}");
    }
    assert_eq!(agency_of_intake("intake.mail.H22"), None);
    assert_eq!(agency_of_intake("intake.routing.H22.x"), None);
}

proptest! {
    #[test]
    fn any_text_has_a_legal_token_that_reads_back(text in "\\PC{0,20}|[._=*> a-c]{0,12}") {
        let token = token(&text);
        prop_assert!(is_legal(&token), "{token}");
        prop_assert_eq!(untoken(&token), Some(text));
    }

    #[test]
    fn different_texts_have_different_tokens(a in "[._=a2E -]{0,6}", b in "[._=a2E -]{0,6}") {
        prop_assert_eq!(token(&a) == token(&b), a == b);
    }

    #[test]
    fn a_token_that_reads_is_the_only_one_of_its_text(text in "[A-F0-9._=-]{0,10}") {
        if let Some(read) = untoken(&text) {
            prop_assert_eq!(token(&read), text);
        }
    }

    #[test]
    fn ledgers_and_streams_read_back(origin in any_origin(), stream in any_stream(), agency in any_agency()) {
        let token = ledger_token(&origin);
        prop_assert!(is_legal(&token), "{token}");
        prop_assert_eq!(ledger_of_token(&token), Some(origin.clone()));
        let subject = stream_subject(&origin, &stream);
        prop_assert!(subject.split('.').all(is_legal) && subject.split('.').count() == 4, "{subject}");
        prop_assert_eq!(stream_of_subject(&subject), Some((origin, stream.clone())));
        let inbox = inbox_subject(&agency, &stream);
        prop_assert!(inbox.split('.').all(is_legal), "{inbox}");
        prop_assert_eq!(of_inbox(&inbox), Some((agency.clone(), stream)));
        let intake = intake_subject(Service::Consultation, &agency);
        prop_assert_eq!(agency_of_intake(&intake), Some::<AgencyId>(agency));
    }
}
