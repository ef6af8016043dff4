//! What a witness sees of a log by itself.

use super::super::{Refused, look};
use super::*;
use lienthong_protocol::cosignature::cosigned_at;

#[tokio::test]
async fn a_published_log_that_grows_is_cosigned() {
    let (_directory, witness) = witness();
    let log = Log::honest(700);
    let published = Published::of(log.clone(), 3);
    for size in [3, 3, 256, 257, 700] {
        published.shows(log.clone(), size);
        let looked = look(&witness, &published, &origin(), 9).await.unwrap();
        assert_eq!(looked.checkpoint, log.checkpoint(size));
        let note = log.note(size).with(looked.line.unwrap());
        assert_eq!(cosigned_at(&note, witness.cosigner().verifier()), Ok(Some(9)));
    }
    // What it was shown once it does not forget: an old view is told.
    published.shows(log.clone(), 256);
    let refused = look(&witness, &published, &origin(), 9).await.unwrap_err();
    assert!(matches!(refused, Refused::WentBack { size: 256, seen: 700, .. }), "{refused}");
    assert!(matches!(look(&witness, &Published::of(log, 0), &origin(), 9).await, Err(Refused::Away(_))));
}

#[tokio::test]
async fn a_log_that_shows_less_than_it_has_is_behind_and_not_accused() {
    let (directory, witness) = witness();
    let (here, there) = (Log::new(5, "here", 700), Log::new(5, "there", 700));
    witness.add(&here.request(0, 600), 1).unwrap();
    // As a log does that waits for other witnesses: its tiles are there.
    let behind = Published { tiles_of: Some((here.clone(), 650)), ..Published::of(here.clone(), 256) };
    let looked = look(&witness, &behind, &origin(), 2).await.unwrap();
    assert_eq!((looked.checkpoint, looked.line), (here.checkpoint(256), None));
    assert_eq!(witness.standing(&origin()).0, 600);
    // What it signed over fewer records is no beginning of what was cosigned: also a smaller one is a second history.
    for size in [256, 300] {
        let other = Published { tiles_of: Some((here.clone(), 650)), ..Published::of(there.clone(), size) };
        let refused = look(&witness, &other, &origin(), 2).await.unwrap_err();
        let Refused::Forked { proven, .. } = refused else { panic!("{refused}") };
        assert_eq!((&proven.first, &proven.second), (&there.checkpoint(size), &here.checkpoint(600)));
    }
    // Without the tiles of what was cosigned nothing is shown, and nothing proved.
    let forks = || std::fs::read_dir(directory.path().join("forks")).unwrap().count();
    assert_eq!(forks(), 2);
    for tiles_of in [None, Some((there.clone(), 650))] {
        let other = Published { tiles_of, ..Published::of(there.clone(), 256) };
        let refused = look(&witness, &other, &origin(), 2).await.unwrap_err();
        assert!(matches!(refused, Refused::WentBack { size: 256, seen: 600, .. }), "{refused}");
    }
    assert_eq!(forks(), 2);
}

#[tokio::test]
async fn another_history_is_caught_wherever_it_parts() {
    // Also where a path alone proves nothing: over complete subtrees.
    for (seen, shown) in [(7, 9), (8, 9), (8, 300), (256, 300), (1, 2), (300, 300)] {
        let (_directory, witness) = witness();
        let (here, there) = (Log::new(0, "here", 300), Log::new(0, "there", 300));
        let published = Published::of(here.clone(), seen);
        look(&witness, &published, &origin(), 1).await.unwrap();
        published.shows(there.clone(), shown);
        let refused = look(&witness, &published, &origin(), 2).await.unwrap_err();
        let Refused::Forked { proven, evidence } = refused else { panic!("{refused}") };
        assert_eq!((&proven.first, &proven.second), (&here.checkpoint(seen), &there.checkpoint(shown)));
        super::super::Fork::parse(&std::fs::read(evidence).unwrap()).unwrap().check().unwrap();
        published.shows(here, 300);
        look(&witness, &published, &origin(), 3).await.unwrap();
    }
}

#[tokio::test]
async fn tiles_that_do_not_lead_to_what_is_signed_accuse_nobody() {
    let (directory, witness) = witness();
    let published = Published { spoiled: true, ..Published::of(Log::honest(20), 20) };
    let refused = look(&witness, &published, &origin(), 1).await.unwrap_err();
    assert!(matches!(refused, Refused::Inconsistent { .. }), "{refused}");
    look(&witness, &Published::of(Log::honest(20), 20), &origin(), 1).await.unwrap();
    let more = Published { spoiled: true, ..Published::of(Log::honest(300), 300) };
    let refused = look(&witness, &more, &origin(), 1).await.unwrap_err();
    assert!(matches!(refused, Refused::Inconsistent { .. }), "{refused}");
    assert_eq!(std::fs::read_dir(directory.path().join("forks")).unwrap().count(), 0);
    let stranger = Log { signer: NoteSigner::for_log(&origin(), key(2)), ..Log::honest(300) };
    let refused = look(&witness, &Published::of(stranger, 300), &origin(), 1).await.unwrap_err();
    assert_eq!(refused.status(), 403);
    let unknown = "H22/2027".parse().unwrap();
    let refused = look(&witness, &Published::of(Log::honest(3), 3), &unknown, 1).await.unwrap_err();
    assert_eq!(refused.status(), 404);
}
