//! What witnesses have cosigned of a house's ledgers, held against the ledgers and against a policy.

use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::keyring::io;
use crate::{shelf, witnesses};
use lienthong_audit::verify::Head;
use lienthong_audit::witness::{Cosigned, Policy, Seen, view_of};
use lienthong_ledger::ports::Tiles;
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::note::{Note, NoteVerifier};
use serde_json::{Value, json};
use std::fmt::Display;

/// A code, and what is wrong.
type Wrong = (&'static str, String);

/// A ledger, and who has seen how much of it.
pub struct SeenLedger {
    origin: Origin,
    /// How many records are under the newest checkpoint that is kept as cosigned; 0 where none is.
    size: u64,
    /// Names beside the log's on it, whoever wrote them there.
    names: Vec<String>,
    /// By a policy.
    seen: Option<Seen>,
    /// What is wrong.
    wrong: Option<Wrong>,
}

/// Looks at what is kept of each ledger that was verified: always whether the ledger has what was cosigned, by a policy whether enough have.
pub async fn by_witnesses(
    house: &House,
    heads: &[Head],
    policy: Option<&Policy>,
) -> Outcome<Vec<SeenLedger>> {
    let cosigned = Cosigned::new(&house.dir.join(witnesses::FOLDER));
    let ledgers = shelf::open_for_reading(house)?;
    let mut all = Vec::new();
    for head in heads {
        let log = house.verifier(&head.origin)?;
        let file = cosigned.file(&head.origin);
        let kept = cosigned.read(&log).map_err(|e| match e.kind() {
            std::io::ErrorKind::InvalidData => {
                Failure::coded(Exit::No, "LT0889", format!("{}: {e}", file.display()))
            }
            _ => io(&file, &e),
        })?;
        let (size, names) = match &kept {
            Some((checkpoint, note)) => (checkpoint.size, others(note, log.name())),
            None => (0, Vec::new()),
        };
        let begins = match &kept {
            Some((checkpoint, _)) => begins_with(&ledgers, &head.origin, checkpoint).await?,
            None => true,
        };
        let note = kept.as_ref().map(|(_, note)| note);
        let (seen, wrong) = match policy {
            _ if !begins => {
                let what = format!(
                    "{}: witnesses have cosigned {size} records, as {} says, and the ledger does not begin with these",
                    head.origin,
                    file.display()
                );
                (None, Some(("LT0889", what)))
            }
            Some(policy) => by_policy(policy, &head.origin, &log, note),
            None => (None, None),
        };
        all.push(SeenLedger { origin: head.origin.clone(), size, names, seen, wrong });
    }
    Ok(all)
}

/// Whether a ledger begins with what was cosigned of it. Records may have come since it was verified: what is asked for is there or not,
/// and then for good.
async fn begins_with(tiles: &dyn Tiles, origin: &Origin, cosigned: &Checkpoint) -> Outcome<bool> {
    let root = match view_of(tiles, origin, cosigned.size, cosigned.size).await? {
        Some(Ok(view)) => view.root_at(cosigned.size).ok(),
        _ => None,
    };
    Ok(root == Some(cosigned.root))
}

/// Whether enough have cosigned what is kept of a ledger; what is wrong if not.
fn by_policy(
    policy: &Policy,
    origin: &Origin,
    log: &NoteVerifier,
    kept: Option<&Note>,
) -> (Option<Seen>, Option<Wrong>) {
    let wrong = |what: &dyn Display| Some(("LT0894", format!("{origin}: {what}")));
    let seen = match kept {
        Some(note) if policy.knows(origin, log) => policy.seen(note),
        Some(_) => return (None, wrong(&format_args!("the policy names no log {log}"))),
        None => Ok(policy.unseen()),
    };
    match seen {
        Ok(seen) if seen.enough => (Some(seen), None),
        Ok(seen) => {
            let wrong = wrong(&seen);
            (Some(seen), wrong)
        }
        Err(error) => (None, wrong(&error)),
    }
}

fn others(note: &Note, log: &str) -> Vec<String> {
    note.signatures().iter().map(|line| line.name().to_owned()).filter(|name| name != log).collect()
}

impl SeenLedger {
    /// What is wrong, if anything is.
    pub fn failure(&self) -> Option<Failure> {
        self.wrong.as_ref().map(|(code, what)| Failure::no(code, what.clone()))
    }

    /// For programs.
    pub fn json(&self) -> Value {
        json!({
            "origin": self.origin.as_str(), "size": self.size, "cosigned_by": self.names,
            "seen": self.seen.as_ref().map(witnesses::seen), "wrong": self.wrong.as_ref().map(|(_, what)| what),
        })
    }

    /// For people.
    pub fn row(&self) -> Vec<String> {
        let said = match (&self.wrong, &self.seen) {
            (Some((_, what)), _) => what.clone(),
            (None, Some(seen)) => format!("{seen}: up to record {}", self.size),
            (None, None) if self.size == 0 => "cosigned by nobody".to_owned(),
            (None, None) => {
                format!(
                    "up to record {} lines of {} (not checked without --policy)",
                    self.size,
                    self.names.join(", ")
                )
            }
        };
        vec![format!("{} witnesses", self.origin), said]
    }
}
