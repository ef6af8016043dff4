//! What a witness signs, and what not.

use super::super::{Fork, Refused, Witness, WitnessError};
use super::*;
use lienthong_protocol::cosignature::cosigned_at;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;

fn size(witness: &Witness) -> u64 {
    witness.standing(&origin()).0
}

fn forks(directory: &TempDir) -> Vec<Fork> {
    let entries = fs::read_dir(directory.path().join("forks")).unwrap();
    entries.map(|entry| Fork::parse(&fs::read(entry.unwrap().path()).unwrap()).unwrap()).collect()
}

#[test]
fn what_only_grows_is_cosigned_and_what_was_cosigned_is_on_disk() {
    let (directory, witness) = witness();
    let log = Log::honest(300);
    for (old, new) in [(0, 1), (1, 1), (1, 3), (3, 256), (256, 300)] {
        let line = witness.add(&log.request(old, new), 1_790_000_000 + new).unwrap();
        let cosigned = log.note(new).with(line);
        let verifier = witness.cosigner().verifier();
        assert_eq!(cosigned_at(&cosigned, verifier), Ok(Some(1_790_000_000 + new)), "{old} to {new}");
        let kept = fs::read(directory.path().join("logs/H22_2026")).unwrap();
        assert_eq!(String::from_utf8(kept).unwrap(), cosigned.to_string(), "{old} to {new}");
    }
    // Whoever opens it next goes on from there.
    drop(witness);
    let witness = witness_in(directory.path());
    assert_eq!(witness.standing(&origin()), (300, log.tree.root()));
    assert!(matches!(witness.add(&log.request(0, 299), 1), Err(Refused::OtherSize { size: 300, .. })));
}

#[test]
fn what_cannot_be_kept_is_not_cosigned() {
    let (directory, witness) = witness();
    let log = Log::honest(5);
    witness.add(&log.request(0, 3), 1).unwrap();
    // Where the next state would be written stands something that cannot be written.
    let stands_there = directory.path().join("logs/H22_2026.new");
    fs::create_dir(&stands_there).unwrap();
    let refused = witness.add(&log.request(3, 5), 2).unwrap_err();
    assert!(matches!(refused, Refused::NotKept { .. }) && refused.status() == 503, "{refused}");
    assert_eq!(size(&witness), 3);
    fs::remove_dir(&stands_there).unwrap();
    witness.add(&log.request(3, 5), 3).unwrap();
}

#[test]
fn a_proof_must_begin_where_the_witness_stands_and_lead_to_the_checkpoint() {
    let (directory, witness) = witness();
    let log = Log::honest(20);
    witness.add(&log.request(0, 7), 1).unwrap();
    for old in [0, 6, 8] {
        let refused = witness.add(&log.request(old, 12), 2).unwrap_err();
        assert_eq!((refused.status(), refused.body().as_str()), (409, "7\n"), "old {old}");
    }
    let good = log.request(7, 12);
    let mut wrong = vec![
        AddCheckpoint { path: Vec::new(), ..good.clone() },
        AddCheckpoint { path: good.path[1..].to_vec(), ..good.clone() },
        AddCheckpoint { path: [&good.path[..], &good.path[..1]].concat(), ..good.clone() },
    ];
    for at in 0..good.path.len() {
        let mut path = good.path.clone();
        path[at].0[31] ^= 1;
        wrong.push(AddCheckpoint { path, ..good.clone() });
    }
    for request in &wrong {
        let refused = witness.add(request, 2).unwrap_err();
        assert!(matches!(refused, Refused::Inconsistent { .. }) && refused.status() == 422, "{refused}");
    }
    // A path that leads nowhere accuses nobody.
    assert!(forks(&directory).is_empty());
    assert_eq!(size(&witness), 7);
    witness.add(&good, 3).unwrap();
    let nothing_before = AddCheckpoint { path: good.path.clone(), ..log.request(0, 12) };
    let (_directory, fresh) = super::witness();
    assert!(matches!(fresh.add(&nothing_before, 1), Err(Refused::Inconsistent { .. })));
}

#[test]
fn two_histories_of_one_log_are_caught_and_both_kept() {
    for (seen, shown, path_proves) in
        [(7, 7, true), (8, 8, true), (7, 9, true), (6, 300, true), (8, 12, false)]
    {
        let (directory, witness) = witness();
        let (here, there) = (Log::new(5, "here", 300), Log::new(5, "there", 300));
        witness.add(&here.request(0, seen), 1).unwrap();
        let refused = witness.add(&there.request(seen, shown), 2).unwrap_err();
        let status = if seen == shown { 409 } else { 422 };
        assert_eq!(refused.status(), status, "{refused}");
        assert_eq!(witness.standing(&origin()), (seen, here.tree.root_at(seen).unwrap()));
        // Of a complete subtree a path does not hold the root: what it says proves nothing then.
        if !path_proves {
            assert!(matches!(refused, Refused::Inconsistent { .. }), "{refused}");
            assert!(forks(&directory).is_empty());
            continue;
        }
        let Refused::Forked { proven, evidence } = &refused else { panic!("{refused}") };
        assert_eq!((&proven.first, &proven.second), (&here.checkpoint(seen), &there.checkpoint(shown)));
        let fork = Fork::parse(&fs::read(evidence).unwrap()).unwrap();
        assert_eq!(&fork.check().unwrap(), &**proven);
        // The witness's own line is no part of it, nor anybody's who stood beside the log's.
        assert_eq!(fork.first, here.note(seen).to_string());
        // The same again is the same file; the witness goes on with what it saw first.
        witness.add(&there.request(seen, shown), 3).unwrap_err();
        assert_eq!(forks(&directory).len(), 1);
        witness.add(&here.request(seen, 290), 4).unwrap();
    }
}

#[test]
fn what_does_not_prove_a_fork_is_said_not_to() {
    let (here, there) = (Log::new(5, "here", 30), Log::new(5, "there", 30));
    let log = log_key();
    let path = there.tree.consistency_path(7, 12).unwrap();
    let root = there.tree.root_at(7).unwrap();
    let good = Fork::of(&log, &here.note(7), &there.note(12), Some((root, &path)));
    good.check().unwrap();
    let honest_path = here.tree.consistency_path(7, 12).unwrap();
    let honest_root = here.tree.root_at(7).unwrap();
    let mut forged = there.note(7).to_string();
    forged = forged.replacen("\n7\n", "\n8\n", 1);
    let wrong = [
        // An honest log.
        Fork::of(&log, &here.note(7), &here.note(12), Some((honest_root, &honest_path))),
        Fork::of(&log, &here.note(7), &here.note(7), None),
        // Two sizes and no path, or one that leads elsewhere.
        Fork::of(&log, &here.note(7), &there.note(12), None),
        Fork::of(&log, &here.note(7), &there.note(12), Some((root, &path[1..]))),
        Fork::of(&log, &here.note(7), &there.note(12), Some((honest_root, &path))),
        Fork::of(&log, &there.note(12), &here.note(7), Some((root, &path))),
        // Notes that the log did not sign, or of another log.
        Fork { second: forged, ..Fork::of(&log, &here.note(7), &there.note(7), None) },
        Fork {
            log_key: NoteVerifier::for_log(&origin(), key(2).verifying_key()).to_string(),
            ..good.clone()
        },
        Fork { first: String::new(), ..good.clone() },
    ];
    for (at, fork) in wrong.iter().enumerate() {
        assert!(fork.check().is_err(), "case {at}: {fork}");
    }
    let text = good.to_string();
    assert_eq!(Fork::parse(text.as_bytes()), Ok(good));
    assert!(Fork::parse(text.replace(" v1", " v2").as_bytes()).is_err());
    assert!(Fork::parse(text.replace("\"first\"", "\"third\"").as_bytes()).is_err());
}

#[test]
fn only_named_logs_under_their_own_key_are_cosigned() {
    let (_directory, witness) = witness();
    let log = Log::honest(3);
    let stranger = Log { signer: NoteSigner::for_log(&origin(), key(2)), ..log.clone() };
    assert_eq!(witness.add(&stranger.request(0, 3), 1).unwrap_err().status(), 403);
    let other = Checkpoint { origin: "H22/2027".parse().unwrap(), ..log.checkpoint(3) };
    let note = Note::parse(other.sign(&NoteSigner::for_log(&other.origin, key(1))).as_bytes()).unwrap();
    let request = AddCheckpoint { note, ..log.request(0, 3) };
    assert_eq!(witness.add(&request, 1).unwrap_err().status(), 404);
    // More signatures than the log's are no harm, and are not kept.
    let note = log.note(3).with(cosigner("other.example", 9).cosign(&log.note(3), 5));
    let line = witness.add(&AddCheckpoint { note, ..log.request(0, 3) }, 1).unwrap();
    assert!(line.to_string().starts_with("\u{2014} hdnd.example/w1 "));
    assert_eq!(size(&witness), 3);
    assert_eq!(witness.add(&AddCheckpoint { old: 4, ..log.request(3, 3) }, 1).unwrap_err().status(), 400);
}

#[test]
fn a_request_has_one_form() {
    let log = Log::honest(12);
    let request = log.request(7, 12);
    let text = request.to_string();
    assert_eq!(AddCheckpoint::parse(text.as_bytes()).unwrap(), request);
    let empty = log.request(0, 12).to_string();
    assert!(empty.starts_with("old 0\n\nH22/2026\n12\n"), "{empty}");
    assert_eq!(AddCheckpoint::parse(empty.as_bytes()).unwrap(), log.request(0, 12));
    let (first, rest) = text.split_once('\n').unwrap();
    assert_eq!(first, "old 7");
    for wrong in [
        rest.to_owned(),
        format!("old 07\n{rest}"),
        format!("old -7\n{rest}"),
        format!("old\n{rest}"),
        format!("new 7\n{rest}"),
        format!("old 7\nAAAA\n{rest}"),
        format!("old 7\n{}{rest}", format!("{}\n", rest.lines().next().unwrap()).repeat(63)),
        text.replace("\n\nH22", "\nH22"),
        text.replace("\u{2014} ", ""),
        text.trim_end().to_owned(),
        "old 0\n\n".to_owned(),
        String::new(),
    ] {
        let refused = AddCheckpoint::parse(wrong.as_bytes()).unwrap_err();
        assert_eq!(refused.status(), 400, "{wrong}");
    }
    assert_eq!(AddCheckpoint::parse(&[0xff]).unwrap_err().status(), 400);
}

#[test]
fn the_specification_s_example_is_read_and_is_of_a_log_that_nobody_named() {
    let body = "old 20852014\n\
        PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
        jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
        5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
        /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\
        \n\
        example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\
        \n\
        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        \u{2014} example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
    let request = AddCheckpoint::parse(body.as_bytes()).unwrap();
    assert_eq!((request.old, request.path.len(), request.note.signatures().len()), (20_852_014, 4, 2));
    assert_eq!(request.to_string(), body);
    let (_directory, witness) = witness();
    let refused = witness.add(&request, 1).unwrap_err();
    assert_eq!(refused.status(), 404, "{refused}");
}

#[test]
fn a_directory_is_one_witness_s_and_not_believed_when_changed() {
    let (directory, witness) = witness();
    witness.add(&Log::honest(5).request(0, 5), 1).unwrap();
    let open = || Witness::open(directory.path(), cosigner("hdnd.example/w1", 7), [log_key()]);
    assert!(matches!(open(), Err(WitnessError::InUse { .. })));
    drop(witness);
    open().unwrap();
    // Another witness's state, another log's key, a changed byte: it would not know what it has signed.
    let other = Witness::open(directory.path(), cosigner("hdnd.example/w1", 8), [log_key()]);
    assert!(matches!(other, Err(WitnessError::Damaged { .. })));
    let log = NoteVerifier::for_log(&origin(), key(2).verifying_key());
    let other = Witness::open(directory.path(), cosigner("hdnd.example/w1", 7), [log]);
    assert!(matches!(other, Err(WitnessError::Damaged { .. })));
    let file = directory.path().join("logs/H22_2026");
    let whole = fs::read_to_string(&file).unwrap();
    fs::write(&file, whole.replacen("\n5\n", "\n4\n", 1)).unwrap();
    assert!(matches!(open(), Err(WitnessError::Damaged { .. })));
    fs::write(&file, "").unwrap();
    assert!(matches!(open(), Err(WitnessError::Damaged { .. })));
}

#[test]
fn of_many_who_ask_at_once_none_takes_it_back() {
    let (_directory, witness) = witness();
    let log = Log::honest(80);
    std::thread::scope(|scope| {
        for first in 1..=4u64 {
            let (witness, log) = (&witness, &log);
            scope.spawn(move || {
                for new in (first..=80).step_by(4) {
                    loop {
                        let old = size(witness);
                        if old > new || witness.add(&log.request(old, new), new).is_ok() {
                            break;
                        }
                    }
                    assert!(size(witness) >= new);
                }
            });
        }
    });
    assert_eq!(witness.standing(&origin()), (80, log.tree.root()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever it is sent, in whatever order, and however often it is started anew: one root a size, and each extends the last.
    #[test]
    fn a_witness_signs_one_history(
        sent in proptest::collection::vec((any::<bool>(), 0u64..40, 1u64..40, any::<bool>()), 1..30),
    ) {
        let directory = TempDir::new().unwrap();
        let mut witness = witness_in(directory.path());
        let logs = [Log::new(9, "here", 40), Log::new(9, "there", 40)];
        let (mut signed, mut last): (BTreeMap<u64, Hash>, u64) = (BTreeMap::new(), 0);
        for (which, old, new, anew) in sent {
            if anew {
                drop(witness);
                witness = witness_in(directory.path());
            }
            let log = &logs[usize::from(which)];
            // Half of them know where it stands.
            let old = if old % 2 == 0 { size(&witness) } else { old };
            if old > new {
                continue;
            }
            if witness.add(&log.request(old, new), 1).is_ok() {
                prop_assert!(new >= last);
                last = new;
                let root = log.tree.root_at(new).unwrap();
                prop_assert_eq!(*signed.entry(new).or_insert(root), root);
            }
            prop_assert_eq!(size(&witness), last);
        }
        let is_of = |log: &Log| signed.iter().all(|(size, root)| log.tree.root_at(*size) == Ok(*root));
        prop_assert!(logs.iter().any(is_of));
        for fork in forks(&directory) {
            fork.check().unwrap();
        }
    }
}
