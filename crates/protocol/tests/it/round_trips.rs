//! What is written reads back as it was, for every message, and nothing that is read panics.

use lienthong_names::DossierCode;
use lienthong_protocol::testing::{
    any_command, any_entry, any_event, any_receipt, any_record, any_submission, books_command_of,
    books_event_of, catalogue_command_of, dossier_command_of, dossier_event_of, entry_of, examples,
    supervision_command_of, supervision_event_of,
};
use lienthong_protocol::{
    Answer, Body, Command, Event, Fault, Receipt, Record, Submission, Verdict, VerdictAnswer,
};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

fn returns(command: &Command) -> Result<(), TestCaseError> {
    let bytes = command.encode();
    let again = Command::decode(&bytes);
    prop_assert_eq!(again.as_ref(), Ok(command));
    prop_assert_eq!(command.encode(), bytes);
    Ok(())
}

fn event_returns(event: Event) -> Result<(), TestCaseError> {
    let command = examples::commands().swap_remove(0);
    let record = examples::record(&command, vec![event]);
    prop_assert_eq!(Record::decode(&record.encode()), Ok(record));
    Ok(())
}

/// Twenty of a kind, always the same.
fn twenty<S: Strategy>(strategy: S, test: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    TestRunner::new_with_rng(
        Config { cases: 20, failure_persistence: None, ..Config::default() },
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    )
    .run(&strategy, test)
    .unwrap();
}

#[test]
fn every_kind_of_command_returns() {
    let act = examples::act(1, &examples::agency("H22.14"));
    for kind in lienthong_dossier::CommandKind::ALL {
        twenty(dossier_command_of(*kind), |command| {
            let body = Body::Dossier { code: examples::dossier(), command };
            returns(&Command { act: act.clone(), body })
        });
    }
    for kind in lienthong_catalogue::CommandKind::ALL {
        twenty(catalogue_command_of(*kind), |command| {
            returns(&Command {
                act: act.clone(),
                body: Body::Catalogue { drafted_by: None, command: command.clone() },
            })?;
            let drafted_by = Some(lienthong_names::OfficerId::new("tran-thi-b").unwrap());
            returns(&Command { act: act.clone(), body: Body::Catalogue { drafted_by, command } })
        });
    }
    for kind in lienthong_dossier::BooksCommandKind::ALL {
        twenty(books_command_of(*kind), |command| {
            returns(&Command { act: act.clone(), body: Body::Books(command) })
        });
    }
    for kind in lienthong_supervision::CommandKind::ALL {
        twenty(supervision_command_of(*kind), |command| {
            returns(&Command { act: act.clone(), body: Body::Supervision(command) })
        });
    }
}

#[test]
fn every_kind_of_event_returns() {
    for kind in lienthong_dossier::EventKind::ALL {
        twenty(dossier_event_of(*kind), |event| event_returns(Event::Dossier(event)));
    }
    for kind in lienthong_catalogue::EntryKind::ALL {
        twenty(entry_of(*kind), |entry| event_returns(Event::Catalogue(entry)));
    }
    for kind in lienthong_dossier::BooksEventKind::ALL {
        twenty(books_event_of(*kind), |event| event_returns(Event::Books(event)));
    }
    for kind in lienthong_supervision::EventKind::ALL {
        twenty(supervision_event_of(*kind), |event| event_returns(Event::Supervision(event)));
    }
}

#[test]
fn examples_have_the_kind_they_are_made_for() {
    for command in examples::commands() {
        returns(&command).unwrap();
    }
    for kind in lienthong_dossier::CommandKind::ALL {
        assert_eq!(examples::dossier_command(*kind).kind(), *kind);
    }
    for kind in lienthong_dossier::EventKind::ALL {
        assert_eq!(examples::dossier_event(*kind).kind(), *kind);
    }
    for kind in lienthong_catalogue::EntryKind::ALL {
        assert_eq!(examples::entry(*kind).kind(), *kind);
    }
    for kind in lienthong_dossier::BooksCommandKind::ALL {
        assert_eq!(examples::books_command(*kind).kind(), *kind);
    }
    for kind in lienthong_dossier::BooksEventKind::ALL {
        assert_eq!(examples::books_event(*kind).kind(), *kind);
    }
    for kind in lienthong_supervision::CommandKind::ALL {
        assert_eq!(examples::supervision_command(*kind).kind(), *kind);
    }
    for kind in lienthong_supervision::EventKind::ALL {
        assert_eq!(examples::supervision_event(*kind).kind(), *kind);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn commands_return(command in any_command()) {
        returns(&command)?;
    }

    #[test]
    fn records_return(record in any_record()) {
        prop_assert_eq!(Record::decode(&record.encode()), Ok(record));
    }

    #[test]
    fn entries_return(entry in any_entry()) {
        event_returns(entry.into())?;
    }

    #[test]
    fn submissions_return(submission in any_submission()) {
        prop_assert_eq!(Submission::decode(&submission.encode()), Ok(submission));
    }

    #[test]
    fn receipts_and_answers_return(receipt in any_receipt(), outstanding: u32, event in any_event()) {
        prop_assert_eq!(Receipt::decode(&receipt.encode()).unwrap(), receipt.clone());
        let fault = Fault { code: "LT0009".into(), field: String::new(), vi: "vi".into(), en: event.kind_name().into() };
        let command_id = Some(receipt.command_id);
        let answers = [
            (command_id, VerdictAnswer::Receipt(receipt), Some(DossierCode::new("H22.02-201005-0002").unwrap())),
            (None, VerdictAnswer::Fault(fault.clone()), None),
            (command_id, VerdictAnswer::Unavailable(fault), None),
        ];
        let numbered = (0..).zip(answers);
        let verdicts =
            numbered.map(|(index, (command_id, answer, hint))| Verdict { index, command_id, answer, hint }).collect();
        let answer = Answer { verdicts, outstanding };
        prop_assert_eq!(Answer::decode(&answer.encode()), Ok(answer));
    }

    #[test]
    fn nothing_that_is_read_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = Command::decode(&bytes);
        let _ = Record::decode(&bytes);
        let _ = Submission::decode(&bytes);
        let _ = Receipt::decode(&bytes);
        let _ = Answer::decode(&bytes);
    }

    /// Random bytes seldom get far; a good message with a byte changed does.
    #[test]
    fn nothing_that_is_nearly_good_panics(
        command in any_command(), record in any_record(), at in any::<prop::sample::Index>(), to: u8,
    ) {
        for mut bytes in [command.encode(), record.encode()] {
            let at = at.index(bytes.len());
            bytes[at] = to;
            if let Err(errors) = Command::decode(&bytes) {
                prop_assert!(!errors.is_empty());
            }
            let _ = Record::decode(&bytes);
            let _ = Command::decode(&bytes[..at]);
            let _ = Record::decode(&bytes[..at]);
        }
    }
}
