//! What witnesses have cosigned of a house's ledgers, held against the ledgers and against a policy.

use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::keyring::io;
use crate::{shelf, witnesses};
use lienthong_audit::verify::Head;
use lienthong_audit::witness::{Cosigned, Policy, Seen, view_of};
use lienthong_names::Origin;
use lienthong_protocol::note::Note;
use serde_json::{Value, json};

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
    wrong: Option<(&'static str, String)>,
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
        let mut one = SeenLedger {
            origin: head.origin.clone(),
            size: kept.as_ref().map_or(0, |(checkpoint, _)| checkpoint.size),
            names: kept.as_ref().map(|(_, note)| others(note, log.name())).unwrap_or_default(),
            seen: None,
            wrong: None,
        };
        if let Some((checkpoint, _)) = &kept {
            let size = checkpoint.size;
            // Records may have come since the ledger was verified: what is asked for is there or not, and then for good.
            let root = match view_of(&ledgers, &head.origin, size, size).await? {
                Some(Ok(view)) => view.root_at(size).ok(),
                _ => None,
            };
            if root != Some(checkpoint.root) {
                let what = format!(
                    "{}: witnesses have cosigned {size} records, as {} says, and the ledger does not begin with these",
                    head.origin,
                    file.display()
                );
                one.wrong = Some(("LT0889", what));
            }
        }
        if let Some(policy) = policy.filter(|_| one.wrong.is_none()) {
            let seen = match &kept {
                Some((_, note)) if policy.knows(&head.origin, &log) => policy.seen(note),
                Some(_) => {
                    one.wrong = Some(("LT0894", format!("{}: the policy names no log {log}", head.origin)));
                    all.push(one);
                    continue;
                }
                None => Ok(policy.unseen()),
            };
            match seen {
                Ok(seen) if seen.enough => one.seen = Some(seen),
                Ok(seen) => {
                    one.wrong = Some(("LT0894", format!("{}: {seen}", head.origin)));
                    one.seen = Some(seen);
                }
                Err(error) => one.wrong = Some(("LT0894", format!("{}: {error}", head.origin))),
            }
        }
        all.push(one);
    }
    Ok(all)
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
