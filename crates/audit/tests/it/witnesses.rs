//! Bundles under checkpoints that witnesses have cosigned: which one goes in, and how many are enough.

use crate::written::{DOSSIER, Written, catalogue, ledger, log_key, look, signer};
use lienthong_audit::bundle::{Bundle, Expected, Kind, Last, Question, Witnessed, check, prove};
use lienthong_audit::witness::Policy;
use lienthong_names::{DossierCode, StreamName};
use lienthong_protocol::cosignature::Cosigner;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::Note;
use std::collections::BTreeSet;
use std::sync::Arc;

fn witness(seed: u8) -> Cosigner {
    Cosigner::new(&format!("w{seed}.example"), SigningKey::from_seed(&[seed; 32])).unwrap()
}

/// A log's checkpoint, as these witnesses have cosigned it.
fn cosigned(written: &Written, size: u64, by: &[u8]) -> Note {
    let note = Note::parse(written.checkpoint(size).as_bytes()).unwrap();
    by.iter().fold(note.clone(), |cosigned, seed| cosigned.with(witness(*seed).cosign(&note, 5)))
}

/// The dossier's bundle, where these checkpoints are kept as cosigned.
fn bundle(ledger: (&Written, Note), catalogue: (&Written, Note)) -> Bundle {
    let question = Question::Whole(StreamName::dossier(&DossierCode::new(DOSSIER).unwrap()));
    let mut kept = ledger.0.kept(|sequence, stream| question.keeps(sequence, stream));
    let mut known = catalogue.0.kept(|_, _| true);
    kept.cosigned = Some(Arc::from(ledger.1.to_string().as_bytes()));
    known.cosigned = Some(Arc::from(catalogue.1.to_string().as_bytes()));
    prove(&question, &kept, &known, &BTreeSet::new(), Some(&log_key())).unwrap()
}

fn policy(quorum: &str) -> Expected {
    let witness = |seed| format!("witness W{seed} {}\n", witness(seed).verifier());
    let witnesses: String = [31, 32, 33].map(witness).concat();
    let text = format!("{witnesses}group G {quorum} W31 W32 W33\nquorum G\n");
    Expected { policy: Some(Policy::parse(&text).unwrap()), ..Expected::default() }
}

#[test]
fn the_cosigned_checkpoint_goes_in_if_all_of_the_dossier_is_under_it() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let known = || (&catalogue, cosigned(&catalogue, 7, &[31]));
    // The dossier's last record is 6 of 7.
    for (size, taken) in [(7, 7), (6, 6), (5, 7), (1, 7)] {
        let made = bundle((&ledger, cosigned(&ledger, size, &[31, 32])), known());
        let checked = look(&made).unwrap();
        assert_eq!((checked.size, checked.last), (taken, Some(Last::Signed)), "cosigned at {size}");
        assert_eq!(checked.keys, Last::Signed);
        let names =
            if taken == size { vec!["w31.example".to_owned(), "w32.example".to_owned()] } else { vec![] };
        assert_eq!(checked.witnesses, Witnessed::NotAsked(names), "cosigned at {size}");
    }
    // It was decided on all 7 records of the catalogue: 6 are too few.
    let short = (&catalogue, cosigned(&catalogue, 6, &[31]));
    let made = bundle((&ledger, cosigned(&ledger, 6, &[31])), short);
    assert_eq!(look(&made).unwrap().catalogue_size, 7);
    assert!(!made.catalogue.checkpoint.contains("w31.example"));
    // One of another history is no checkpoint of this tree.
    let mut other = self::ledger(&catalogue);
    other.remove(7);
    other.remove(6);
    other.write(vec![crate::written::completes(DOSSIER, 9, "H22.14", 7)]);
    let made = bundle((&ledger, cosigned(&other, 6, &[31])), known());
    assert!(!made.ledger.checkpoint.contains("w31.example"));
    assert_eq!(look(&made).unwrap().size, 7);
}

#[test]
fn a_policy_counts_the_witnesses_of_both_checkpoints() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let made = |ledger_by: &[u8], catalogue_by: &[u8]| {
        bundle(
            (&ledger, cosigned(&ledger, 7, ledger_by)),
            (&catalogue, cosigned(&catalogue, 7, catalogue_by)),
        )
    };
    let both = made(&[31, 33], &[31, 32]);
    let checked = check(&both, &policy("2")).unwrap();
    let Witnessed::ByPolicy(seen) = checked.witnesses else { panic!("{:?}", checked.witnesses) };
    assert_eq!(seen[0].to_string(), "seen by 2 of 3 witnesses, 2 needed");
    let names = |at: usize| seen[at].by.iter().map(|by| by.name.as_str()).collect::<Vec<_>>();
    assert_eq!((names(0), names(1)), (vec!["W31", "W33"], vec!["W31", "W32"]));
    for (bundle, quorum, says) in [
        (&both, "all", "seen by 2 of 3 witnesses, 3 needed"),
        (&made(&[31], &[31, 32]), "2", "H22/2020, checkpoint 7: seen by 1 of 3 witnesses, 2 needed"),
        (&made(&[31, 32], &[31]), "2", "H22/catalogue, checkpoint 7: seen by 1 of 3 witnesses, 2 needed"),
        (&made(&[], &[]), "any", "seen by 0 of 3 witnesses, 1 needed"),
        // A stranger's line does not count.
        (&made(&[31, 40], &[31, 40]), "2", "seen by 1 of 3 witnesses"),
    ] {
        let failure = check(bundle, &policy(quorum)).unwrap_err();
        assert_eq!(failure.kind, Kind::Unwitnessed, "{failure}");
        assert!(failure.to_string().starts_with("LT0894 ") && failure.what.contains(says), "{failure}");
    }
}

#[test]
fn a_line_in_a_witness_s_name_that_it_did_not_sign_is_found() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let older = cosigned(&ledger, 6, &[]);
    let moved = cosigned(&ledger, 7, &[31, 33]).with(witness(32).cosign(&older, 5));
    let made = bundle((&ledger, moved), (&catalogue, cosigned(&catalogue, 7, &[31, 32, 33])));
    let failure = check(&made, &policy("2")).unwrap_err();
    assert_eq!(failure.kind, Kind::Unwitnessed, "{failure}");
    assert!(failure.what.contains("LT0663"), "{failure}");
    // Without a policy nobody looks; what the log signed holds all the same.
    look(&made).unwrap();
}

#[test]
fn a_policy_that_names_other_logs_is_not_met() {
    let catalogue = catalogue();
    let ledger = ledger(&catalogue);
    let made = bundle((&ledger, cosigned(&ledger, 7, &[31])), (&catalogue, cosigned(&catalogue, 7, &[31])));
    let line = |written: &Written| format!("log {}\n", signer(written.origin(), &log_key()).verifier());
    let with = |logs: &str| {
        let text = format!("{logs}witness W {}\nquorum W\n", witness(31).verifier());
        Expected { policy: Some(Policy::parse(&text).unwrap()), ..Expected::default() }
    };
    check(&made, &with(&(line(&ledger) + &line(&catalogue)))).unwrap();
    let failure = check(&made, &with(&line(&ledger))).unwrap_err();
    assert_eq!(failure.kind, Kind::Unwitnessed, "{failure}");
    assert!(failure.what.contains("H22/catalogue"), "{failure}");
}
