//! The crimes: by whoever passes a bundle on, and by a log that cheats.

use crate::written::{
    DOSSIER, OTHER, Told, about, bundle_of, catalogue, clean_bundle, completes, ledger, log_key, look, signer,
};
use lienthong_audit::bundle::{About, Bundle, Failure, Kind, Last, Question, prove};
use lienthong_dossier::{CommandKind, EventKind};
use lienthong_names::{DossierCode, StreamName};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{Decision, Event};
use std::collections::BTreeSet;

#[track_caller]
fn found(bundle: &Bundle, kind: Kind, record: Option<u64>) -> Failure {
    let failure = look(bundle).expect_err("it is found");
    assert_eq!(failure.kind, kind, "{failure}");
    assert_eq!(failure.record.as_ref().map(|(_, sequence)| *sequence), record, "{failure}");
    assert!(failure.to_string().starts_with(kind.code()));
    failure
}

#[test]
fn a_record_left_out() {
    let mut bundle = clean_bundle();
    bundle.ledger.records.remove(1);
    let failure = found(&bundle, Kind::LeftOut, Some(4));
    assert!(failure.what.contains("revision 2"), "{failure}");
    let mut bundle = clean_bundle();
    bundle.ledger.records.remove(0);
    found(&bundle, Kind::LeftOut, Some(3));
    bundle.ledger.records.clear();
    found(&bundle, Kind::LeftOut, None);
}

#[test]
fn the_last_record_left_out_is_seen_by_what_the_log_signed() {
    let mut bundle = clean_bundle();
    bundle.ledger.records.pop();
    let failure = found(&bundle, Kind::LeftOut, Some(4));
    assert!(failure.what.contains("ends with revision 4"), "{failure}");
    // Without that statement nobody could see it, and the answer does not say that the log says so.
    bundle.ledger.heads = None;
    assert_eq!(look(&bundle).unwrap().last, Some(Last::NotSigned));
}

#[test]
fn what_the_log_signed_of_another_size() {
    let catalogue = catalogue();
    let mut grown = ledger(&catalogue);
    let before = bundle_of(&grown, &catalogue, Some(&log_key()));
    grown.write(vec![completes(DOSSIER, 8, "H22.14", catalogue.size())]);
    let mut bundle = bundle_of(&grown, &catalogue, Some(&log_key()));
    bundle.ledger.records.pop();
    bundle.ledger.heads = before.ledger.heads;
    found(&bundle, Kind::Heads, None);
}

#[test]
fn two_records_swapped() {
    let mut bundle = clean_bundle();
    bundle.ledger.records.swap(1, 2);
    found(&bundle, Kind::Order, Some(3));
    let mut bundle = clean_bundle();
    let (a, b) = (bundle.ledger.records[1].bytes.clone(), bundle.ledger.records[2].bytes.clone());
    (bundle.ledger.records[1].bytes, bundle.ledger.records[2].bytes) = (b, a);
    found(&bundle, Kind::Inclusion, Some(3));
}

#[test]
fn a_record_of_another_dossier() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let of = |code: &str| {
        let question = Question::Whole(StreamName::dossier(&DossierCode::new(code).unwrap()));
        let kept = ledger.kept(|sequence, stream| question.keeps(sequence, stream));
        prove(&question, &kept, &catalogue.kept(|_, _| true), &BTreeSet::new(), None).unwrap()
    };
    let (mut bundle, other) = (of(DOSSIER), of(OTHER));
    bundle.ledger.records.insert(1, other.ledger.records[0].clone());
    found(&bundle, Kind::OtherStream, Some(2));
    let renamed = Bundle { about: About::Dossier(OTHER.to_owned()), ..of(DOSSIER) };
    found(&renamed, Kind::OtherStream, Some(1));
}

#[test]
fn a_changed_record() {
    let mut bundle = clean_bundle();
    let middle = bundle.ledger.records[1].bytes.0.len() / 2;
    bundle.ledger.records[1].bytes.0[middle] ^= 1;
    found(&bundle, Kind::Inclusion, Some(3));
    let mut bundle = clean_bundle();
    bundle.catalogue.records[4].path[0].0[0] ^= 1;
    found(&bundle, Kind::Inclusion, Some(5));
}

#[test]
fn a_stale_checkpoint_with_fewer_records() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let mut bundle = bundle_of(&ledger, &catalogue, None);
    bundle.ledger.checkpoint = ledger.checkpoint(5);
    found(&bundle, Kind::Beyond, Some(6));
    // One of the catalogue that knows less than was decided on.
    let mut stale = crate::written::catalogue();
    stale.remove(7);
    let mut bundle = bundle_of(&ledger, &catalogue, None);
    bundle.catalogue = bundle_of(&ledger, &stale, None).catalogue;
    found(&bundle, Kind::Beyond, Some(1));
}

#[test]
fn a_checkpoint_of_another_key_or_another_ledger() {
    let catalogue = catalogue();
    let mut bundle = clean_bundle();
    bundle.ledger.checkpoint = bundle.ledger.checkpoint.replace("\n7\n", "\n8\n");
    found(&bundle, Kind::Checkpoint, None);
    let mut bundle = clean_bundle();
    bundle.ledger.checkpoint = catalogue.checkpoint(7);
    found(&bundle, Kind::Checkpoint, None);
}

#[test]
fn a_whole_ledger_under_a_forged_log_key() {
    let (catalogue, forged) = (catalogue(), SigningKey::from_seed(&[66; 32]));
    let mut bundle = bundle_of(&ledger(&catalogue), &catalogue, None);
    bundle.ledger.log_key = signer(ledger(&catalogue).origin(), &forged).verifier().to_string();
    found(&bundle, Kind::Checkpoint, None);
    bundle.ledger.checkpoint = ledger(&catalogue).under_key(&forged).checkpoint(7);
    found(&bundle, Kind::LogKey, None);
    // Both ledgers under it: the catalogue opens under another key.
    bundle.catalogue.log_key = signer(catalogue.origin(), &forged).verifier().to_string();
    bundle.catalogue.checkpoint = catalogue.under_key(&forged).checkpoint(7);
    found(&bundle, Kind::LogKey, Some(1));
}

#[test]
fn words_in_an_agencys_mouth_by_a_key_that_nobody_registered() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    let forged = SigningKey::from_seed(&[77; 32]);
    let told = completes(DOSSIER, 9, "H22.14", catalogue.size());
    ledger.write(vec![Told { key: forged, ..told }]);
    let failure = found(&bundle_of(&ledger, &catalogue, None), Kind::Key, Some(8));
    assert!(failure.what.contains("registered"), "{failure}");
}

#[test]
fn words_in_an_agencys_mouth_by_another_agencys_key() {
    let catalogue = catalogue();
    let mut borrowed = ledger(&catalogue);
    let other = examples::agency("H22.19");
    let told = completes(DOSSIER, 9, "H22.14", catalogue.size());
    borrowed.write(vec![Told { key: examples::signing_key(&other), handed_in_by: other.clone(), ..told }]);
    found(&bundle_of(&borrowed, &catalogue, None), Kind::Key, Some(8));
    let mut lent = ledger(&catalogue);
    let told = completes(DOSSIER, 9, "H22.14", catalogue.size());
    lent.write(vec![Told { key: examples::signing_key(&other), ..told }]);
    found(&bundle_of(&lent, &catalogue, None), Kind::Key, Some(8));
}

#[test]
fn a_signature_of_other_words() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    ledger.change(4, |record| {
        let command = examples::dossier_command(CommandKind::CompleteStep);
        record.command = about(DOSSIER, 44, "H22.19", command).encode();
    });
    ledger.mend();
    found(&bundle_of(&ledger, &catalogue, None), Kind::Signature, Some(4));
    let mut ledger = crate::written::ledger(&catalogue);
    ledger.change(1, |record| record.signed.path[0].0[0] ^= 1);
    ledger.mend();
    found(&bundle_of(&ledger, &catalogue, None), Kind::Signature, Some(1));
}

#[test]
fn a_log_that_leaves_a_record_out_of_its_stream() {
    let catalogue = catalogue();
    let mut cut = ledger(&catalogue);
    cut.remove(3);
    found(&bundle_of(&cut, &catalogue, None), Kind::LeftOut, Some(3));
    let mut other = ledger(&catalogue);
    other.change(3, |record| record.schema_version = 0);
    found(&bundle_of(&other, &catalogue, None), Kind::Chain, Some(4));
}

#[test]
fn a_log_that_backdates() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    ledger.change(4, |record| record.recorded_at = examples::at("2020-10-12T08:00:00+07:00"));
    ledger.mend();
    found(&bundle_of(&ledger, &catalogue, None), Kind::Chain, Some(4));
    let mut ledger = crate::written::ledger(&catalogue);
    let earlier = examples::at("2020-10-12T08:00:00+07:00");
    ledger.change(1, |record| record.decided_on.effective_at = earlier);
    ledger.mend();
    found(&bundle_of(&ledger, &catalogue, None), Kind::Backdated, Some(1));
}

#[test]
fn a_log_that_replays_a_command() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    ledger.write(vec![completes(DOSSIER, 6, "H22.19", catalogue.size())]);
    ledger.mend();
    ledger.change(8, |record| record.recorded_at = examples::at("2020-12-12T08:00:00+07:00"));
    ledger.change(8, |record| record.decided_on.effective_at = record.recorded_at);
    found(&bundle_of(&ledger, &catalogue, None), Kind::Chain, Some(8));
}

#[test]
fn a_log_that_puts_a_command_into_another_dossier() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    ledger.change(5, |record| {
        record.stream = lienthong_names::StreamName::dossier(&DossierCode::new(DOSSIER).unwrap())
    });
    ledger.mend();
    found(&bundle_of(&ledger, &catalogue, None), Kind::OtherStream, Some(5));
}

#[test]
fn a_clock_that_an_agency_lets_run_out() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    let command = examples::dossier_command(CommandKind::RaiseTimer);
    let told =
        crate::written::does(DOSSIER, 9, "H22.14", catalogue.size(), command, EventKind::StepCompleted);
    ledger.write(vec![told]);
    found(&bundle_of(&ledger, &catalogue, None), Kind::Key, Some(8));
}

#[test]
fn a_rejection_is_proved_like_any_record() {
    let catalogue = catalogue();
    let mut ledger = ledger(&catalogue);
    ledger.write(vec![completes(DOSSIER, 9, "H22.14", catalogue.size())]);
    ledger.change(8, |record| {
        let refusal = lienthong_names::Refusal {
            precedence: lienthong_names::Precedence::State,
            code: "LT0251".into(),
            rule: "".into(),
            article: "".into(),
            field: String::new(),
            vi: "chưa".to_owned(),
            en: "not yet".to_owned(),
        };
        record.decision = Decision::Rejected(refusal.into());
    });
    let checked = look(&bundle_of(&ledger, &catalogue, Some(&log_key()))).unwrap();
    assert_eq!(checked.records.len(), 5);
    let admitted = |event: &Event| event.kind_name() == "StepCompleted";
    assert!(!checked.records[4].1.record.events().iter().any(admitted));
}
