//! A log as it is published for everybody: at an address, or in a directory as `audit publish` writes it.

use crate::remote::{agent, blocking};
use async_trait::async_trait;
use lienthong_ledger::ports::{Tiles, Unavailable};
use lienthong_merkle::tiles::{Rows, TILE_WIDTH, Tile};
use lienthong_names::Origin;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long an answer may take.
const LIMIT: Duration = Duration::from_secs(20);

/// More bytes than a checkpoint or a tile has.
const BYTES_MAX: u64 = 1 << 20;

/// One log, whose name is not looked at: the address is this log's own.
pub struct Published {
    prefix: String,
}

impl Published {
    /// At an `http` address, or else in a directory.
    pub fn at(prefix: &str) -> Self {
        Self { prefix: prefix.trim_end_matches('/').to_owned() }
    }

    /// A file of the log; `None` if it is not there.
    async fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Unavailable> {
        let place = format!("{}/{path}", self.prefix);
        let read = move || if place.starts_with("http") { fetch(&place) } else { file(Path::new(&place)) };
        blocking(read).await.map_err(|what| Unavailable { code: "LT0893", what })
    }
}

fn fetch(url: &str) -> Result<Option<Vec<u8>>, String> {
    let mut answer = agent(LIMIT).get(url).call().map_err(|e| format!("{url}: {e}"))?;
    match answer.status().as_u16() {
        200 => {
            let body = answer.body_mut().with_config().limit(BYTES_MAX).read_to_vec();
            body.map(Some).map_err(|e| format!("{url}: {e}"))
        }
        404 => Ok(None),
        status => Err(format!("{url}: {status}")),
    }
}

fn file(path: &Path) -> Result<Option<Vec<u8>>, String> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display())),
    }
}

#[async_trait]
impl Tiles for Published {
    async fn checkpoint(&self, _: &Origin) -> Result<Option<Arc<[u8]>>, Unavailable> {
        Ok(self.get("checkpoint").await?.map(Arc::from))
    }

    async fn tile(&self, _: &Origin, tile: &Tile) -> Result<Option<Vec<u8>>, Unavailable> {
        if let Some(bytes) = self.get(&tile.to_string()).await? {
            return Ok(Some(bytes));
        }
        // One that is not full gives way to the full one.
        let full = tile.with_width(TILE_WIDTH).filter(|_| !tile.is_full() && tile.rows() != Rows::Entries);
        let Some(full) = full else { return Ok(None) };
        let bytes = self.get(&full.to_string()).await?;
        let length = usize::from(tile.width()) * 32;
        Ok(bytes.and_then(|bytes| bytes.get(..length).map(<[u8]>::to_vec)))
    }
}
