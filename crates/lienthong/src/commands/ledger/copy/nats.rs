//! To NATS: the records into each ledger's log, then the seals into its seals' stream. The operator has made both.

use super::{IN_USE, Source};
use crate::cli::{CopyLedgers, Nats};
use crate::failure::{Exit, Failure, Outcome};
use crate::province;
use lienthong_ledger::ports::{SealOut as _, SealOutError, Tail as _};
use lienthong_ledger::verified::root_at;
use lienthong_nats::Connection;
use lienthong_nats::restore::{RestoreError, restore};
use lienthong_nats::seal_out::{NatsSealOut, PublishAllError};
use lienthong_nats::tail::NatsTail;
use std::time::Duration;

/// How often the destination is looked at anew before it is called in use.
const LOOKS: u32 = 4;

/// How long to wait between two looks.
const LOOK_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// The streams of a province, as who appends and as who seals: on a server that lets in by keys these are two users.
pub(super) struct Streams {
    log: Connection,
    seals: Connection,
}

impl Streams {
    pub(super) async fn at(url: &str, what: &CopyLedgers) -> Outcome<Self> {
        let user = |seed: Option<&std::path::PathBuf>| Nats {
            url: Some(url.to_owned()),
            nkey: seed.cloned(),
            role: None,
            vault_nkey: None,
            nats_monitor: what.to_nats_monitor.clone(),
        };
        let log = province::connect_for_ledgers(&user(what.to_nkey.as_ref()), "routing").await?;
        let seals = province::connect_for_ledgers(&user(what.to_audit_nkey.as_ref()), "audit").await?;
        Ok(Self { log, seals })
    }

    pub(super) async fn take(&self, source: &Source) -> Outcome<u64> {
        let mut looked = 1;
        loop {
            match self.take_once(source).await {
                // What a copy that was killed had sent may arrive after it: then it is looked at again, and is a beginning or not.
                Err(failure) if failure.code == IN_USE && looked < LOOKS => looked += 1,
                done => return done,
            }
            tokio::time::sleep(LOOK_AGAIN_AFTER).await;
        }
    }

    async fn take_once(&self, source: &Source) -> Outcome<u64> {
        let out = NatsSealOut::new(self.seals.clone(), source.origin.clone(), source.log.clone());
        let head = out.head().await.map_err(|what| match what.code {
            "LT0510" => source.no_beginning(&what.what),
            _ => what.into(),
        })?;
        let there = head.as_ref().map_or(0, |head| head.checkpoint.size);
        let end = NatsTail::new(self.log.clone(), source.origin.clone()).end().await?;
        if there.max(end) > source.size() {
            let what = format!("it has {} records, the source {}", there.max(end), source.size());
            return Err(source.no_beginning(&what));
        }
        if let Some(head) = head {
            let same = root_at(source.batches(), there).await.map_err(|error| source.damaged(error))?;
            if same != Some(head.checkpoint.root) {
                return Err(source.no_beginning(&format!("its root over {there} records is another")));
            }
        }
        // A record is twice on a broker: as it was appended, and in its seal.
        let bar = source.progress();
        bar.set_length(2 * source.size());
        let restored =
            restore(&self.log, &source.origin, source.batches(), &mut |done| bar.set_position(done)).await;
        restored.map_err(|error| unrestored(source, error))?;
        let published =
            out.publish_all(source.batches(), &mut |done| bar.set_position(source.size() + done)).await;
        published.map_err(|error| unpublished(source, error))?;
        bar.finish_and_clear();
        Ok(there)
    }
}

fn unrestored(source: &Source, error: RestoreError) -> Failure {
    match error {
        RestoreError::Another { cursor, what, .. } => {
            source.no_beginning(&format!("record {cursor} of its log is another: {what}"))
        }
        RestoreError::InUse { .. } => source.in_use(),
        RestoreError::Copy(error) => source.damaged(error),
        RestoreError::Unavailable(what) => Failure::coded(Exit::Unavailable, what.code, what),
    }
}

fn unpublished(source: &Source, error: PublishAllError) -> Failure {
    match error {
        PublishAllError::Out(SealOutError::LostLead) => source.in_use(),
        PublishAllError::Out(SealOutError::Unavailable(what)) => what.into(),
        PublishAllError::Source(error) => source.damaged(error),
    }
}
