//! Publishing a log as far as witnesses have cosigned it, and no further: the checkpoint in the directory carries their lines.
//!
//! Who asks the witnesses, and how many are enough, is another's: what is kept beside the ledger met the log's policy.

use super::{PublishError, Publisher, SHOW_EVERY};
use crate::witness::Cosigned;
use futures::StreamExt as _;
use lienthong_ledger::ports::Ledger;
use lienthong_protocol::note::NoteVerifier;

impl Publisher {
    /// Takes in what is cosigned by now, and shows it. Where more was published before, that stays until as much is cosigned.
    ///
    /// # Errors
    /// [`PublishError`]; the same again is safe.
    pub async fn catch_up_cosigned(
        &mut self,
        ledger: &dyn Ledger,
        cosigned: &Cosigned,
        log: &NoteVerifier,
    ) -> Result<(), PublishError> {
        let file = cosigned.file(&self.origin);
        let Some((checkpoint, note)) = cosigned.read(log).map_err(PublishError::io(&file))? else {
            return Ok(());
        };
        let mut batches = ledger.replay(self.size() + 1);
        while self.size() < checkpoint.size
            && let Some(batch) = batches.next().await
        {
            self.take(&*batch?)?;
        }
        if self.size() != checkpoint.size || self.root() != checkpoint.root {
            let (origin, size) = (self.origin.clone(), checkpoint.size);
            return Err(PublishError::Forked { origin, file, size });
        }
        if self.before.as_ref().is_some_and(|before| before.size > checkpoint.size) {
            return Ok(());
        }
        self.note = Some(note.to_string().into_bytes().into());
        self.show()
    }

    /// The same again and again. Waits while the log is away; ends only with what nobody may publish over.
    ///
    /// # Errors
    /// [`PublishError`].
    pub async fn follow_cosigned(
        &mut self,
        ledger: &dyn Ledger,
        cosigned: &Cosigned,
        log: &NoteVerifier,
    ) -> Result<(), PublishError> {
        loop {
            match self.catch_up_cosigned(ledger, cosigned, log).await {
                Ok(()) => tokio::time::sleep(SHOW_EVERY).await,
                Err(error) => self.wait_if_away(error).await?,
            }
        }
    }
}
