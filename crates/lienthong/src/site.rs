//! Where a unit's services answer: in this process on a house, or behind NATS. Importing and submitting know only this.

use crate::failure::{Failure, Outcome};
use crate::sender::{Letter, Reply, Sender};
use futures::StreamExt;
use lienthong_catalogue::{Command, Key, KeyUse, Opening, Validity};
use lienthong_interop::publish::Publisher;
use lienthong_ledger::ports::{Intake, Ledger, Ledgers};
use lienthong_names::{Act, CommandId, Origin, Service};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, RawRecord};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The services and the ledgers of a unit.
#[derive(Clone)]
pub struct Site {
    /// Hands in submissions.
    pub intake: Arc<dyn Intake>,
    /// Reads ledgers.
    pub ledgers: Arc<dyn Ledgers>,
    /// The unit's catalogue.
    pub catalogue: Origin,
}

/// The first record of a catalogue.
#[derive(Debug, Clone)]
pub struct Opened {
    /// What it says.
    pub opening: Opening,
    /// When it was recorded.
    pub at: jiff::Timestamp,
}

impl Site {
    /// A ledger that must be there.
    pub async fn ledger(&self, origin: &Origin) -> Outcome<Arc<dyn Ledger>> {
        self.ledgers
            .ledger(origin)
            .await?
            .ok_or_else(|| {
                let text = format!(
                    "there is no ledger {origin} here; check its name, or make it: on NATS with `lienthong ledger create`"
                );
                Failure::usage("LT0008", text)
            })
    }

    /// How the catalogue began.
    pub async fn opened(&self) -> Outcome<Opened> {
        let ledger = self.ledger(&self.catalogue).await?;
        let mut batches = ledger.replay(1);
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(|e| Failure::coded(crate::failure::Exit::Unavailable, "LT0510", e))?;
            let Some(first) = batch.records.first() else { continue };
            let raw = decoded(first)?;
            if let Some(opening) = raw.record.opening() {
                return Ok(Opened { opening: opening.clone(), at: raw.record.recorded_at });
            }
            break;
        }
        let text = format!("{}: its first record does not open it", self.catalogue);
        Err(Failure::usage("LT0903", text))
    }

    /// Every sealed record of a ledger, from a sequence on, in order.
    pub async fn each_record(
        &self,
        origin: &Origin,
        from: u64,
        mut take: impl FnMut(u64, RawRecord),
    ) -> Outcome {
        let ledger = self.ledger(origin).await?;
        let mut batches = ledger.replay(from);
        while let Some(batch) = batches.next().await {
            let batch = batch.map_err(|e| Failure::coded(crate::failure::Exit::Unavailable, "LT0510", e))?;
            for (sequence, bytes) in (batch.first..).zip(&batch.records) {
                if sequence >= from {
                    take(sequence, decoded(bytes)?);
                }
            }
        }
        Ok(())
    }

    /// How many records of a ledger are sealed.
    pub async fn sealed_size(&self, origin: &Origin) -> Outcome<u64> {
        let head = self.ledger(origin).await?.sealed_head().await?;
        Ok(head.map_or(0, |head| head.checkpoint.size))
    }

    /// Publishes catalogue commands, in order, signed with the Office's key. A rejection is a failure: what comes next would
    /// rest on it.
    pub async fn publish(
        &self,
        opened: &Opened,
        office: &SigningKey,
        commands: &[(Act, Command)],
    ) -> Outcome<Vec<Reply>> {
        let replies = self.hand_in(&publisher(opened)?, office, commands).await?;
        for (reply, (_, command)) in replies.iter().zip(commands) {
            refuse_rejection(reply, command.kind().as_str())?;
        }
        Ok(replies)
    }

    /// The same, whatever comes of them: a reply each.
    pub async fn hand_in(
        &self,
        publisher: &Publisher,
        office: &SigningKey,
        commands: &[(Act, Command)],
    ) -> Outcome<Vec<Reply>> {
        let sender = Sender::new(
            Arc::clone(&self.intake),
            self.catalogue.clone(),
            publisher.agency.clone(),
            office.clone(),
        )
        .after_catalogue(self.sealed_size(&self.catalogue).await?);
        let letters: Vec<Letter> = commands
            .iter()
            .map(|(act, command)| {
                let drafted_by = Some(publisher.drafter.clone());
                let body = Body::Catalogue { drafted_by, command: command.clone() };
                Letter::from(&lienthong_protocol::Command { act: act.clone(), body })
            })
            .collect();
        sender.send(Service::Publishing, &letters).await
    }
}

/// What was published must have been admitted.
pub fn refuse_rejection(reply: &Reply, what: &str) -> Outcome {
    match reply {
        Reply::Receipt { receipt, .. } => match &receipt.rejection {
            None => Ok(()),
            Some(rejection) => Err(Failure::no("LT0917", format!("{what} was rejected: {rejection}"))),
        },
        Reply::Fault(fault) => Err(Failure::usage(&fault.code, format!("{what}: {}", fault.en))),
    }
}

/// An act of the Office's own, whose id comes from what it says: the same again is the same act.
pub fn office_act(opened: &Opened, command: &Command) -> Outcome<Act> {
    Ok(act_of(&publisher(opened)?, command))
}

/// The same of a publisher's, at its instant.
pub fn act_of(publisher: &Publisher, command: &Command) -> Act {
    let draft = Act::new(
        CommandId::version_8([0; 16]),
        publisher.agency.clone(),
        publisher.officer.clone(),
        publisher.at,
    );
    let body = Body::Catalogue { drafted_by: Some(publisher.drafter.clone()), command: command.clone() };
    let content = lienthong_protocol::Command { act: draft.clone(), body }.encode();
    let mut id = [0; 16];
    id.copy_from_slice(&Sha256::digest(&content)[..16]);
    Act { id: CommandId::version_8(id), ..draft }
}

/// Who publishes, and at which instant: the ledger's opening, the same in every run. Its first officer approves, its second drafts.
pub fn publisher(opened: &Opened) -> Outcome<Publisher> {
    let [approves, drafts, ..] = opened.opening.grants.as_slice() else {
        let text =
            "the ledger's opening names no two officers of the Office, one to draft and one to approve";
        return Err(Failure::usage("LT0903", text.to_owned()));
    };
    Ok(Publisher {
        agency: opened.opening.office.id.clone(),
        officer: approves.officer.clone(),
        drafter: drafts.officer.clone(),
        at: opened.at,
    })
}

/// The historian's key for some agencies, for what occurred before the ledger was opened.
pub fn historian_key(opened: &Opened, key: &SigningKey, of: Vec<lienthong_names::AgencyId>) -> Command {
    Command::RegisterKey(Key {
        id: key.key_id(),
        agency: opened.opening.office.id.clone(),
        public: *key.verifying_key().as_bytes(),
        usage: KeyUse::Historian { of, before: opened.at },
        validity: Validity { from: opened.at, until: None },
    })
}

fn decoded(bytes: &[u8]) -> Outcome<RawRecord> {
    RawRecord::decode(bytes).map_err(|e| Failure::coded(crate::failure::Exit::Unavailable, "LT0510", e))
}
