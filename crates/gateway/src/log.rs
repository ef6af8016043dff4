//! Each ledger as the files of a C2SP log (<https://c2sp.org/tlog-tiles>): `/log/<unit>/<ledger>/` is the prefix that clients of it
//! are given.
//!
//! Belongs here: addresses, media types, what may be kept and for how long, and that entries are for nobody unless the composition
//! says so. Does not: what is in the files (the port [`Tiles`](lienthong_ledger::ports::Tiles)).

use crate::Gateway;
use crate::extract::Path;
use crate::failure::Failure;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use lienthong_merkle::tiles::{Rows, Tile};
use lienthong_names::Origin;

/// A tile's name says all that decides its bytes: they never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// A checkpoint is another one as soon as something is sealed.
const FOR_A_MOMENT: &str = "public, max-age=1";

/// The routes under `/log`.
pub(crate) fn routes() -> Router<Gateway> {
    Router::new()
        .route("/log/{unit}/{ledger}/checkpoint", get(checkpoint))
        .route("/log/{unit}/{ledger}/tile/{*rest}", get(tile))
}

async fn checkpoint(
    State(gateway): State<Gateway>,
    Path((unit, ledger)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let origin = origin(&unit, &ledger)?;
    let note = gateway.tiles.checkpoint(&origin).await?;
    let note = note.ok_or_else(|| Failure::not_found(&format!("{origin} checkpoint")))?;
    Ok(file("text/plain; charset=utf-8", FOR_A_MOMENT, note.to_vec()))
}

async fn tile(
    State(gateway): State<Gateway>,
    Path((unit, ledger, rest)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let origin = origin(&unit, &ledger)?;
    let missing = || Failure::not_found(&format!("{origin} tile/{rest}"));
    let tile: Tile = format!("tile/{rest}").parse().map_err(|_| missing())?;
    if tile.rows() == Rows::Entries && !gateway.options.entries {
        return Err(Failure::entries_kept_back());
    }
    let bytes = gateway.tiles.tile(&origin, &tile).await?.ok_or_else(missing)?;
    Ok(file("application/octet-stream", FOR_EVER, bytes))
}

fn origin(unit: &str, ledger: &str) -> Result<Origin, Failure> {
    let name = format!("{unit}/{ledger}");
    Origin::new(&name).map_err(|_| Failure::not_found(&name))
}

fn file(kind: &'static str, kept: &'static str, bytes: Vec<u8>) -> Response {
    let headers: [(HeaderName, &str); 2] = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, kept)];
    (headers, bytes).into_response()
}
