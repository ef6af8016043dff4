//! The log's side: asking, keeping, showing.

use super::super::{Asking, Cosigned, CosignedTiles, Policy, Reply, Witnesses, keep_cosigned};
use super::*;
use lienthong_ledger::ports::{Ledger, Ledgers};
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// More than anything here takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Witnesses by their address, and what others answer.
#[derive(Default)]
struct Net {
    witnesses: BTreeMap<String, Witness>,
    others: BTreeMap<String, Reply>,
    asked: Mutex<Vec<String>>,
    directories: Vec<TempDir>,
}

impl Net {
    fn of(seeds: &[u8]) -> Self {
        let mut net = Self::default();
        for seed in seeds {
            let directory = TempDir::new().unwrap();
            let cosigner = cosigner(&format!("w{seed}.example"), 10 + seed);
            let witness = Witness::open(directory.path(), cosigner, [log_key()]).unwrap();
            net.witnesses.insert(format!("w{seed}"), witness);
            net.directories.push(directory);
        }
        net
    }

    fn answers(mut self, prefix: &str, status: u16, body: &str) -> Self {
        self.others.insert(prefix.to_owned(), Reply { status, body: body.to_owned() });
        self
    }
}

#[async_trait::async_trait]
impl Witnesses for Net {
    async fn add_checkpoint(&self, prefix: &str, body: String) -> Result<Reply, Unavailable> {
        self.asked.lock().unwrap().push(prefix.to_owned());
        if let Some(reply) = self.others.get(prefix) {
            return Ok(reply.clone());
        }
        let gone = || Unavailable { code: "LT0891", what: "nobody is there".to_owned() };
        let witness = self.witnesses.get(prefix).ok_or_else(gone)?;
        let added = AddCheckpoint::parse(body.as_bytes()).and_then(|request| witness.add(&request, 5));
        Ok(match added {
            Ok(line) => Reply { status: 200, body: format!("{line}\n") },
            Err(refused) => Reply { status: refused.status(), body: refused.body() },
        })
    }
}

/// Three witnesses of which two are needed.
fn policy() -> Policy {
    let witness = |seed: u8| {
        let key = cosigner(&format!("w{seed}.example"), 10 + seed);
        format!("witness W{seed} {} w{seed}\n", key.verifier())
    };
    let lines: String = [1, 2, 3].map(witness).concat();
    Policy::parse(&format!("{lines}group G 2 W1 W2 W3\nquorum G\n")).unwrap()
}

fn names(note: &Note) -> Vec<&str> {
    note.signatures().iter().map(|line| line.name()).collect()
}

#[tokio::test]
async fn each_witness_is_asked_from_where_it_stands() {
    let log = Log::honest(600);
    let net = Arc::new(Net::of(&[1, 2, 3]));
    // Each has seen something else, one of them nothing; the log remembers none of it.
    net.witnesses["w1"].add(&log.request(0, 300), 1).unwrap();
    net.witnesses["w2"].add(&log.request(0, 7), 1).unwrap();
    let asking = Asking::new(policy(), net.clone());
    for size in [512, 600] {
        let published = Published::of(log.clone(), size);
        let note = asking.gather(&published, log.note(size)).await.unwrap();
        assert_eq!(note.signatures().len(), 4, "{note}");
        assert!(asking.policy().seen(&note).unwrap().enough);
        // Who has cosigned it is not asked again.
        let before = net.asked.lock().unwrap().len();
        assert_eq!(asking.gather(&published, note.clone()).await.unwrap(), note);
        assert_eq!(net.asked.lock().unwrap().len(), before);
    }
    // Of three, two were told where they stand; the second time none.
    assert_eq!(net.asked.lock().unwrap().len(), 5 + 3);
}

#[tokio::test]
async fn who_is_away_refuses_or_answers_nonsense_holds_up_nobody() {
    let (here, there) = (Log::new(5, "here", 30), Log::new(5, "there", 30));
    let published = Published::of(here.clone(), 20);
    let good = ["H22/2026", "w1.example", "w2.example"];
    // Away.
    let asking = Asking::new(policy(), Arc::new(Net::of(&[1, 2])));
    let found = asking.gather(&published, here.note(20)).await.unwrap();
    let mut found = names(&found);
    found.sort_unstable();
    assert_eq!(found, good);
    // It has seen another history, of the same size, of fewer records and of more.
    for seen in [20, 7, 25] {
        let net = Net::of(&[1, 2, 3]);
        net.witnesses["w3"].add(&there.request(0, seen), 1).unwrap();
        let asking = Asking::new(policy(), Arc::new(net));
        let note = asking.gather(&published, here.note(20)).await.unwrap();
        assert!(!names(&note).contains(&"w3.example") && note.signatures().len() == 3, "{note}");
    }
    let stranger = cosigner("w3.example", 99).cosign(&here.note(20), 5);
    let forged = cosigner("w3.example", 13).cosign(&here.note(19), 5);
    for (status, body) in [
        (200, String::new()),
        (200, "x\n".to_owned()),
        (200, format!("{stranger}\n")),
        (200, format!("{forged}\n")),
        (409, "20\n".to_owned()),
        (409, "0\n".to_owned()),
        (409, "many\n".to_owned()),
        (500, "oh\n".to_owned()),
    ] {
        let net = Arc::new(Net::of(&[1, 2]).answers("w3", status, &body));
        let asking = Asking::new(policy(), net.clone());
        let note = asking.gather(&published, here.note(20)).await.unwrap();
        assert!(!names(&note).contains(&"w3.example") && note.signatures().len() == 3, "{body}: {note}");
        // It is left alone for a while.
        let before = net.asked.lock().unwrap().len();
        asking.gather(&published, note).await.unwrap();
        assert_eq!(net.asked.lock().unwrap().len(), before, "{status} {body}");
    }
}

/// One ledger, of which only the name counts here.
struct One;

#[async_trait::async_trait]
impl Ledgers for One {
    async fn ledger(&self, _: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable> {
        Ok(None)
    }

    async fn origins(&self) -> Result<Vec<Origin>, Unavailable> {
        Ok(vec![origin()])
    }
}

/// What is shown of a published log once it is as expected.
async fn shown(tiles: &CosignedTiles, expected: impl Fn(&Note) -> bool) -> Note {
    let look = async {
        loop {
            let note = Note::parse(&tiles.checkpoint(&origin()).await.unwrap().unwrap()).unwrap();
            if expected(&note) {
                break note;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(PATIENCE, look).await.expect("it is shown")
}

#[tokio::test]
async fn what_enough_have_cosigned_is_shown_and_kept_and_nothing_newer() {
    let directory = TempDir::new().unwrap();
    let log = Log::honest(40);
    let published = Arc::new(Published::of(log.clone(), 20));
    let cosigned = Arc::new(Cosigned::new(directory.path()));
    let tiles = CosignedTiles::new(published.clone(), cosigned.clone(), true);
    assert_eq!(names(&shown(&tiles, |_| true).await), ["H22/2026"]);
    let asking = Arc::new(Asking::new(policy(), Arc::new(Net::of(&[1, 2, 3]))));
    let keeping = {
        let (published, cosigned, asking) = (published.clone(), cosigned.clone(), asking.clone());
        tokio::spawn(async move {
            keep_cosigned(&One, &*published, key(1).verifying_key(), &asking, &cosigned).await
        })
    };
    let note = shown(&tiles, |note| note.signatures().len() > 2).await;
    assert_eq!(note.unverified_text(), log.checkpoint(20).text());
    published.shows(log.clone(), 40);
    let note = shown(&tiles, |note| note.unverified_text() == log.checkpoint(40).text()).await;
    assert!(asking.policy().seen(&note).unwrap().enough);
    keeping.abort();
    let (kept, _) = cosigned.read(&log_key()).unwrap().expect("it is kept");
    assert_eq!(kept, log.checkpoint(40));

    // After a start it is shown when it was compared with the ledger, though no witness is there any more.
    let again = Arc::new(Cosigned::new(directory.path()));
    let tiles = CosignedTiles::new(published.clone(), again.clone(), true);
    let lax = CosignedTiles::new(published.clone(), again.clone(), false);
    assert_eq!(names(&shown(&tiles, |_| true).await), ["H22/2026"]);
    let nobody = Asking::new(policy(), Arc::new(Net::default()));
    published.shows(Log::honest(50), 50);
    let keeping = {
        let (published, again) = (published.clone(), again.clone());
        tokio::spawn(async move {
            keep_cosigned(&One, &*published, key(1).verifying_key(), &nobody, &again).await
        })
    };
    let note = shown(&tiles, |note| note.signatures().len() > 2).await;
    assert_eq!(note.unverified_text(), log.checkpoint(40).text());
    // Who demands nobody is shown the newest.
    let note = shown(&lax, |_| true).await;
    assert_eq!(note.unverified_text(), Log::honest(50).checkpoint(50).text());
    keeping.abort();
}

#[tokio::test]
async fn a_ledger_that_is_not_what_witnesses_have_seen_does_not_go_on() {
    for (other, size, says) in
        [(Log::honest(40), 19, "has 19"), (Log::new(5, "there", 40), 30, "begins with others")]
    {
        let directory = TempDir::new().unwrap();
        let log = Log::new(5, "here", 40);
        let cosigned = Cosigned::new(directory.path());
        cosigned.keep(&log.checkpoint(20), &log.note(20)).unwrap();
        let before = fs::read(cosigned.file(&origin())).unwrap();
        let asking = Asking::new(policy(), Arc::new(Net::of(&[1, 2, 3])));
        let found = Published::of(other, size);
        let anew = Cosigned::new(directory.path());
        let key = key(1).verifying_key();
        let keeping = keep_cosigned(&One, &found, key, &asking, &anew);
        let error = tokio::time::timeout(PATIENCE, keeping).await.expect("it ends");
        assert!(error.to_string().starts_with("LT0889 ") && error.to_string().contains(says), "{error}");
        assert_eq!(fs::read(cosigned.file(&origin())).unwrap(), before);
        assert_eq!(anew.shown(&origin()), None);
    }
}
