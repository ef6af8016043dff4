//! A ledger as the files of a C2SP log: tiles from the tree in memory, entries from the segments.

use super::follow::{blocking, shutting_down};
use super::reading::RecordAt;
use super::{EmbeddedLedger, EmbeddedLedgers};
use crate::ports::{Ledger as _, Tiles, Unavailable};
use lienthong_merkle::tiles::{Rows, Tile, push_entry, tile_bytes};
use lienthong_names::Origin;
use std::sync::Arc;

#[async_trait::async_trait]
impl Tiles for EmbeddedLedger {
    async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        if *origin != self.handle.shared.origin {
            return Ok(None);
        }
        Ok(self.sealed_head().await?.map(|head| head.note))
    }

    async fn tile(&self, origin: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        if *origin != self.handle.shared.origin {
            return Ok(None);
        }
        self.refresh().await?;
        match tile.rows() {
            Rows::Level(_) => Ok(self.handle.shared.view().tile(tile).map(|hashes| tile_bytes(&hashes))),
            Rows::Entries => {
                let Some(records) = self.handle.shared.view().entries(tile) else { return Ok(None) };
                blocking(move || bundle(&records)).await.map_err(|_| shutting_down())?.map(Some)
            }
        }
    }
}

fn bundle(records: &[RecordAt]) -> Result<Vec<u8>, Unavailable> {
    let mut bundle = Vec::new();
    for record in records {
        let bytes = record.read()?.bytes;
        push_entry(&mut bundle, &bytes).map_err(|error| {
            let what = format!("record {}: {error}", record.sequence);
            Unavailable { code: "LT0510", what }
        })?;
    }
    Ok(bundle)
}

#[async_trait::async_trait]
impl Tiles for EmbeddedLedgers {
    async fn checkpoint(&self, origin: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        match self.get(origin) {
            Some(ledger) => ledger.checkpoint(origin).await,
            None => Ok(None),
        }
    }

    async fn tile(&self, origin: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        match self.get(origin) {
            Some(ledger) => ledger.tile(origin, tile).await,
            None => Ok(None),
        }
    }
}
