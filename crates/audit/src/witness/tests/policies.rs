//! How many are enough.

use super::super::Policy;
use super::*;
use lienthong_protocol::note::NoteError;

/// Three witnesses and what follows.
fn policy(rest: &str) -> Result<Policy, String> {
    let mut text =
        format!("# Who must have seen it.\n\nlog {} https://log.example/log/H22/2026\n", log_key());
    for seed in 1..=3 {
        let key = cosigner(&format!("w{seed}.example"), 10 + seed);
        text += &format!("\twitness  W{seed} {} https://w{seed}.example \n", key.verifier());
    }
    Policy::parse(&format!("{text}{rest}")).map_err(|e| e.to_string())
}

/// A checkpoint that these have cosigned.
fn seen_by(seeds: &[u8]) -> Note {
    let note = Log::honest(3).note(3);
    let cosign = |cosigned: Note, seed: &u8| {
        cosigned.with(cosigner(&format!("w{seed}.example"), 10 + seed).cosign(&note, 5))
    };
    seeds.iter().fold(note.clone(), cosign)
}

#[test]
fn one_less_than_needed_is_not_enough_and_as_many_are() {
    /// Sets of witnesses.
    type Sets = &'static [&'static [u8]];
    let cases: [(&str, Sets, Sets, usize); 7] = [
        ("quorum W2", &[&[2], &[1, 2]], &[&[], &[1, 3]], 1),
        ("group G any W1 W2 W3\nquorum G", &[&[1], &[3], &[1, 2, 3]], &[&[]], 1),
        ("group G 1 W1 W2 W3\nquorum G", &[&[2]], &[&[]], 1),
        ("group G 2 W1 W2 W3\nquorum G", &[&[1, 2], &[2, 3], &[1, 2, 3]], &[&[], &[1], &[3]], 2),
        ("group G all W1 W2 W3\nquorum G", &[&[1, 2, 3]], &[&[1, 2], &[2, 3]], 3),
        ("group H any W1 W2\ngroup G all H W3\nquorum G", &[&[1, 3], &[2, 3]], &[&[1, 2], &[3]], 2),
        ("quorum none", &[&[], &[1]], &[], 0),
    ];
    for (rest, enough, too_few, needed) in cases {
        let policy = policy(rest).unwrap();
        for seeds in enough {
            let seen = policy.seen(&seen_by(seeds)).unwrap();
            assert!(seen.enough && seen.needed == needed, "{rest}: {seeds:?}: {seen}");
        }
        for seeds in too_few {
            let seen = policy.seen(&seen_by(seeds)).unwrap();
            assert!(!seen.enough && seen.needed == needed, "{rest}: {seeds:?}: {seen}");
        }
    }
    let seen = policy("group G 2 W1 W2 W3\nquorum G").unwrap().seen(&seen_by(&[3])).unwrap();
    assert_eq!(seen.to_string(), "seen by 1 of 3 witnesses, 2 needed");
    assert_eq!((seen.by[0].name.as_str(), seen.by[0].at), ("W3", 5));
}

#[test]
fn strangers_do_not_count_and_a_forged_line_spoils_all() {
    let policy = policy("group G 2 W1 W2 W3\nquorum G").unwrap();
    let stranger = cosigner("w1.example", 99).cosign(&seen_by(&[2]), 5);
    let seen = policy.seen(&seen_by(&[2]).with(stranger)).unwrap();
    assert_eq!((seen.by.len(), seen.enough), (1, false));
    // The line of one that is named, over another checkpoint.
    let other = Log::honest(4).note(4);
    let forged = seen_by(&[2, 3]).with(cosigner("w1.example", 11).cosign(&other, 5));
    assert!(matches!(policy.seen(&forged), Err(NoteError::WrongSignature(_))));
}

#[test]
fn a_policy_has_one_meaning_or_none() {
    let good = policy("group G 2 W1 W2 W3\n\n# the end\nquorum G\n").unwrap();
    assert!(good.demands() && good.knows(&origin(), &log_key()));
    assert!(!good.knows(&origin(), &NoteVerifier::for_log(&origin(), key(2).verifying_key())));
    assert_eq!(good.witnesses()[2].url.as_deref(), Some("https://w3.example"));
    assert_eq!(good.logs()[0].url.as_deref(), Some("https://log.example/log/H22/2026"));
    assert!(Policy::parse("quorum none").unwrap().knows(&origin(), &log_key()));
    // The ledgers of a unit have one key under several names.
    let second = NoteVerifier::for_log(&"H22/2027".parse().unwrap(), key(1).verifying_key());
    assert_eq!(policy(&format!("log {second}\nquorum none")).unwrap().logs().len(), 2);
    let (again, double) = (log_key(), cosigner("other.example", 11));
    let no_log = cosigner("x", 1);
    let wrong = [
        ("", "line 7"),
        ("group G 2 W1 W2 W3", "no line `quorum`"),
        ("quorum W4", "W4"),
        ("quorum W1\nquorum W2", "line 8"),
        ("group G 0 W1\nquorum G", "0 of 1"),
        ("group G 3 W1 W2\nquorum G", "3 of 2"),
        ("group G 02 W1 W2\nquorum G", "02"),
        ("group G most W1 W2\nquorum G", "most"),
        ("group G all\nquorum G", "0 of 0"),
        ("group G any W1 W1\nquorum G", "already"),
        ("group G any W1\ngroup H any W1 W2\nquorum H", "already"),
        ("group G any H\ngroup H any W1\nquorum G", "H"),
        ("group W1 any W2\nquorum W1", "taken"),
        ("group none any W1\nquorum none", "taken"),
        ("group G any none\nquorum G", "none"),
        ("quorum\u{a0}W1", "expected"),
        ("quorum W1\r", "control"),
        ("witnes W4", "expected"),
    ];
    for (rest, says) in wrong {
        let error = policy(rest).unwrap_err();
        assert!(error.starts_with("LT0887 line ") && error.contains(says), "{rest}: {error}");
    }
    for rest in [
        format!("log {again}\nquorum none"),
        format!("witness W4 {}\nquorum none", double.verifier()),
        format!("witness W4 {again}\nquorum none"),
        format!("log {}\nquorum none", no_log.verifier()),
        "witness W4 x+00000000+AAAA\nquorum none".to_owned(),
    ] {
        assert!(policy(&rest).is_err(), "{rest}");
    }
}
