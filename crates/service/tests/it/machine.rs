//! What comes of a submission, and when.

use crate::bench::{Bench, away, catalogue, command, desk, service, signed, stranger};
use lienthong_dossier::{CommandKind, PersonalField};
use lienthong_ledger::ports::KeyScope;
use lienthong_ledger::seal::Accepted;
use lienthong_names::{AgencyId, Service, StreamName};
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{Body, Command, Disclosure, Submission, Verdict, VerdictAnswer};
use lienthong_service::KeyOf;
use std::collections::BTreeMap;
use zeroize::Zeroizing;

const CODE: &str = "H22.14-201012-0001";
const OTHER: &str = "H22.14-201012-0002";

fn dossier(code: &str) -> StreamName {
    StreamName::dossier(&code.parse().unwrap())
}

fn register(n: u32, code: &str) -> Command {
    command(n, &desk(), code, CommandKind::RegisterDossier)
}

fn step(n: u32, code: &str) -> Command {
    command(n, &desk(), code, CommandKind::CompleteStep)
}

/// The codes of what was answered, by index; a receipt is `admitted` or `rejected`.
fn told(verdicts: &[Verdict]) -> Vec<(u32, String)> {
    let mut told: Vec<(u32, String)> = verdicts
        .iter()
        .map(|verdict| {
            let says = match &verdict.answer {
                VerdictAnswer::Receipt(receipt) if receipt.is_admitted() => "admitted".to_owned(),
                VerdictAnswer::Receipt(_) => "rejected".to_owned(),
                VerdictAnswer::Fault(fault) => format!("fault {}", fault.code),
                VerdictAnswer::Unavailable(fault) => format!("not now {}", fault.code),
            };
            (verdict.index, says)
        })
        .collect();
    told.sort();
    told
}

fn each(says: &str, count: u32) -> Vec<(u32, String)> {
    (0..count).map(|index| (index, says.to_owned())).collect()
}

#[test]
fn nothing_is_answered_before_the_seal_and_everything_after_it() {
    let mut bench = Bench::new();
    let waiting = bench.submit(signed(&desk(), &[register(1, CODE), step(2, CODE), register(3, OTHER)]));
    assert!(waiting.is_empty(), "{waiting:?}");
    assert_eq!(bench.records(&dossier(CODE)).len(), 2, "commands of one dossier, in order");
    assert_eq!(told(&bench.seal()), each("admitted", 3));
}

#[test]
fn where_the_seal_is_behind_nothing_more_is_taken_until_it_comes() {
    let mut bench = Bench::new();
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    bench.tick();
    bench.tick();
    // For two seconds the seal may take its time.
    assert!(bench.submit(signed(&desk(), &[register(2, OTHER)])).is_empty());
    bench.tick();
    let more = || signed(&desk(), &[step(3, CODE), step(4, OTHER)]);
    assert_eq!(told(&bench.submit(more())), each("not now LT0030", 2));
    assert_eq!((bench.records(&dossier(CODE)).len(), bench.records(&dossier(OTHER)).len()), (1, 1));
    assert_eq!(told(&bench.seal()), [(0, "admitted".to_owned()), (0, "admitted".to_owned())]);
    assert!(bench.submit(more()).is_empty(), "sent again, the same is taken");
    assert_eq!(told(&bench.seal()), each("admitted", 2));
}

#[test]
fn who_is_not_who_it_says_is_answered_at_once_and_leaves_nothing() {
    let unknown = SigningKey::from_seed(&[77; 32]);
    let commands = || vec![register(1, CODE).encode(), step(2, CODE).encode()];
    let sign = |key: &SigningKey, by| {
        Submission::sign(key, examples::origin(), Service::Routing, by, commands(), Vec::new())
    };
    let mut forged = signed(&desk(), &[register(1, CODE), step(2, CODE)]);
    forged.commands[1] = step(9, CODE).encode();
    let elsewhere =
        Submission { service: Service::Consultation, ..sign(&examples::signing_key(&desk()), desk()) };
    for (submission, code) in [
        (sign(&unknown, desk()), "fault LT0002"),
        (sign(&examples::signing_key(&stranger()), desk()), "fault LT0003"),
        (forged, "fault LT0004"),
        // Its own key, and another's name in the commands.
        (sign(&examples::signing_key(&stranger()), stranger()), "fault LT0005"),
        (elsewhere, "fault LT0001"),
    ] {
        let mut bench = Bench::new();
        assert_eq!(told(&bench.submit(submission)), each(code, 2));
        assert!(bench.log.is_empty(), "{code}");
    }
}

#[test]
fn that_a_clock_ran_out_is_handed_in_by_nobody() {
    let timer = |by: &AgencyId| command(1, by, CODE, CommandKind::RaiseTimer);
    for (by, commands, code) in [
        (desk(), vec![timer(&desk()), register(2, OTHER)], "fault LT0023"),
        (
            service(),
            vec![timer(&service()), command(2, &service(), OTHER, CommandKind::RegisterDossier)],
            "fault LT0024",
        ),
    ] {
        let mut bench = Bench::new();
        let answers = told(&bench.submit(signed(&by, &commands)));
        assert_eq!(answers[0], (0, code.to_owned()));
        let recorded = bench.log.values().flatten().count();
        assert_eq!(recorded, usize::from(by == desk()), "a service's key opens no door at all");
    }
}

#[test]
fn the_same_command_again_gets_the_first_verdict_and_other_bytes_under_its_id_a_fault() {
    let mut bench = Bench::new();
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    let VerdictAnswer::Receipt(first) = bench.seal().remove(0).answer else { panic!("no receipt") };
    bench.submit(signed(&desk(), &[register(1, CODE), step(2, CODE)]));
    let again = bench.seal();
    assert_eq!(bench.records(&dossier(CODE)).len(), 2, "recorded once");
    // What was sealed before is proven by whoever keeps the proofs; here nobody does, and it stays unanswered.
    assert_eq!(told(&again), [(1, "admitted".to_owned())]);
    // Who was asked may only have been behind: it is asked for again, as long as somebody waits.
    assert_eq!(bench.asked_for_proof, 1);
    bench.tick();
    bench.tick();
    assert_eq!(bench.asked_for_proof, 3);
    assert_eq!((first.sequence, first.revision), (1, 1));

    let other = Command { act: register(1, CODE).act, body: step(2, CODE).body };
    assert_eq!(told(&bench.submit(signed(&desk(), &[other]))), each("fault LT0007", 1));
}

#[test]
fn who_was_second_reads_again_and_decides_again() {
    let mut bench = Bench::new();
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    bench.seal();
    // Another instance takes the next place of the stream behind this one's back.
    let mut twin = Bench::new();
    twin.log.clone_from(&bench.log);
    twin.submit(signed(&desk(), &[step(2, CODE)]));
    let theirs = twin.records(&dossier(CODE)).pop().unwrap();
    bench.somebody_else_appends(theirs.bytes.to_vec());

    bench.submit(signed(&desk(), &[step(3, CODE)]));
    let records = bench.records(&dossier(CODE));
    let revisions: Vec<u64> = records.iter().map(|raw| raw.record.revision).collect();
    assert_eq!(revisions, [1, 2, 3]);
    assert_eq!(records[2].record.decided_on.revision, 2, "on what the other said");
    assert_eq!(records[2].record.previous, Some(records[1].leaf));
    assert_eq!(told(&bench.seal()), each("admitted", 1));
}

#[test]
fn while_the_log_is_away_later_commands_of_the_dossier_are_not_tried() {
    let mut bench = Bench::new();
    bench.refuse = Some(away());
    let commands = [register(1, CODE), step(2, CODE), register(3, OTHER)];
    let answers = told(&bench.submit(signed(&desk(), &commands)));
    let expected = [(0, "not now LT0710"), (1, "not now LT0009"), (2, "not now LT0710")];
    assert_eq!(answers, expected.map(|(index, says)| (index, says.to_owned())));
    assert!(bench.log.values().all(Vec::is_empty));
    bench.refuse = None;
    bench.submit(signed(&desk(), &commands));
    assert_eq!(told(&bench.seal()), each("admitted", 3), "the same ids, sent again");
}

#[test]
fn a_rejection_does_not_stop_the_next_and_stands_where_its_sender_has_a_part() {
    let mut bench = Bench::new();
    let refused = command(2, &desk(), CODE, CommandKind::RefuseLeg);
    bench.submit(signed(&desk(), &[register(1, CODE), refused, step(3, CODE)]));
    let expected = [(0, "admitted"), (1, "rejected"), (2, "admitted")];
    assert_eq!(told(&bench.seal()), expected.map(|(index, says)| (index, says.to_owned())));
    assert_eq!(bench.records(&dossier(CODE)).len(), 3, "a party's rejection has a revision of the dossier");

    let refused = command(4, &stranger(), CODE, CommandKind::RefuseLeg);
    bench.submit(signed(&stranger(), &[refused]));
    assert_eq!(bench.records(&dossier(CODE)).len(), 3, "a stranger's touches nobody's revision");
    let apart = bench.records(&StreamName::rejected(&stranger()));
    assert_eq!(apart.len(), 1);
    assert_eq!(apart[0].record.decided_on.revision, 3, "and says what it saw");
    assert_eq!(apart[0].record.decided_on.dossier, Some(CODE.parse().unwrap()));
}

#[test]
fn a_personal_value_is_recorded_encrypted_and_only_so() {
    const NAME: &[u8] = "Nguyễn Văn A".as_bytes();
    let mut bench = Bench::new();
    let mut asked = register(1, CODE);
    let salt = Salt::new([5; 32]);
    let Body::Dossier { command: lienthong_dossier::Command::RegisterDossier { personal, .. }, .. } =
        &mut asked.body
    else {
        panic!("another command")
    };
    *personal = BTreeMap::from([(PersonalField::Applicant, commit(PersonalField::Applicant, &salt, NAME))]);
    let beside = |value: &[u8]| Disclosure {
        command: 0,
        field: PersonalField::Applicant,
        salt: salt.clone(),
        value: Zeroizing::new(value.to_vec()),
    };
    let mut submission = signed(&desk(), &[asked]);
    assert_eq!(told(&bench.submit(submission.clone())), each("fault LT0019", 1), "the value is missing");
    submission.disclosures = vec![beside(b"somebody else")];
    assert_eq!(told(&bench.submit(submission.clone())), each("fault LT0019", 1), "another value");
    submission.disclosures = vec![beside(NAME)];
    bench.submit(submission);
    let record = bench.records(&dossier(CODE)).pop().unwrap();
    assert_eq!(record.record.fields.len(), 1);
    assert!(!record.bytes.windows(NAME.len()).any(|window| window == NAME));
}

#[test]
fn a_key_is_destroyed_once_that_is_sealed_before_anybody_is_answered_and_again_by_who_follows_anew() {
    let mut bench = Bench::new();
    bench.submit(signed(
        &desk(),
        &[register(1, CODE), command(2, &desk(), CODE, CommandKind::ErasePersonalData)],
    ));
    assert!(bench.erased.is_empty(), "what is not sealed may never have happened");
    assert_eq!(told(&bench.seal()), each("admitted", 2));
    let scope = KeyScope::new(&examples::origin(), &dossier(CODE), KeyOf::Personal);
    assert_eq!(bench.erased, std::slice::from_ref(&scope));
    let records: Vec<Accepted> = bench
        .records(&dossier(CODE))
        .into_iter()
        .map(|raw| Accepted { leaf: raw.leaf, bytes: raw.bytes.into() })
        .collect();
    let mut another = Bench::new();
    assert!(another.follow(&records).is_empty());
    assert_eq!(another.erased, [scope]);
}

#[test]
fn by_rules_that_this_release_lacks_nothing_is_decided() {
    let mut bench = Bench::new();
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    assert_eq!(told(&bench.seal()), each("admitted", 1));
    bench.adopt_rules(Service::Routing, 2);
    assert_eq!(
        told(&bench.submit(signed(&desk(), &[step(2, CODE), register(3, OTHER)]))),
        each("not now LT0031", 2)
    );
    assert_eq!(bench.records(&dossier(CODE)).len() + bench.records(&dossier(OTHER)).len(), 1);
    // What was decided is answered as it was.
    assert!(bench.submit(signed(&desk(), &[register(1, CODE)])).is_empty(), "its proof is asked for");
    assert_eq!(bench.asked_for_proof, 1);
}

#[test]
fn in_a_finished_ledger_nothing_is_recorded_not_even_a_rejection() {
    let mut bench = Bench::new();
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    assert_eq!(told(&bench.seal()), each("admitted", 1));
    bench.finish_ledger();
    // The second would be rejected: its code is taken.
    let late = bench.submit(signed(&desk(), &[step(2, CODE), register(3, CODE), register(4, OTHER)]));
    assert_eq!(told(&late), each("fault LT0032", 3));
    assert_eq!(bench.records(&dossier(CODE)).len() + bench.records(&dossier(OTHER)).len(), 1);
    // What was decided is answered as it was.
    assert!(bench.submit(signed(&desk(), &[register(1, CODE)])).is_empty(), "its proof is asked for");
    assert_eq!(bench.asked_for_proof, 1);
}

#[test]
fn a_submission_waits_until_its_senders_catalogue_is_followed() {
    let mut bench = Bench::without_catalogue();
    let mut submission = signed(&desk(), &[register(1, CODE)]);
    submission.catalogue_at_least = 2;
    assert!(bench.submit(submission).is_empty(), "its key is not called unknown");
    assert!(bench.log.is_empty());
    bench.follow_catalogue();
    assert_eq!(bench.records(&dossier(CODE)).len(), 1);
    assert_eq!(told(&bench.seal()), each("admitted", 1));
    assert_eq!(catalogue().name(), "catalogue");
}

#[test]
fn what_no_seal_comes_for_is_given_back_and_found_by_its_id() {
    let mut bench = Bench::new();
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    let given_back: Vec<Verdict> = (0..120).flat_map(|_| bench.tick()).collect();
    assert_eq!(told(&given_back).len(), 1);
    assert!(matches!(given_back[0].answer, VerdictAnswer::Unavailable(_)), "{given_back:?}");
    // The log has it: sent again, it is not recorded again, and the seal answers.
    bench.submit(signed(&desk(), &[register(1, CODE)]));
    assert_eq!(bench.records(&dossier(CODE)).len(), 1);
    assert_eq!(told(&bench.seal()), each("admitted", 1));
}
