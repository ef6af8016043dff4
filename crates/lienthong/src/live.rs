//! The read side and the door, as `demo`, `up` and `serve` put them together.

use crate::failure::{Exit, Failure, Outcome};
use jiff::tz::TimeZone;
use lienthong_gateway::{Closing, Gateway, Options, poll_positions};
use lienthong_inspection::live::{self as inspecting, Live, LiveQuery};
use lienthong_ledger::attachments::{Attachments, HandIn};
use lienthong_ledger::ports::{Clock, Intake, KeyStore, Ledgers, Query, Seals, Tiles};
use lienthong_names::Origin;
use lienthong_projections::queries::{self, Queries};
use lienthong_projections::{ReadModel, SledRows};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// The questions that the read side answers.
pub fn questions() -> Vec<&'static str> {
    [queries::NAMES, inspecting::QUESTIONS].concat()
}

/// And those that an agency asks in its own name, and nobody else.
pub const OWN_QUESTIONS: &[&str] = &[queries::ANNEX, queries::PERSONAL, queries::ATTACHMENT];

/// How often pages that stay open are told that something has changed.
const LOOK_EVERY: Duration = Duration::from_millis(400);

/// Read models that follow every ledger, and inspection, which looks at every record as it comes.
pub struct ReadSide {
    model: Arc<ReadModel>,
    live: Arc<Live>,
    keys: Option<Arc<dyn KeyStore>>,
    clock: Arc<dyn Clock>,
    attachments: Arc<dyn Attachments>,
    following: JoinHandle<()>,
    inspecting: JoinHandle<()>,
}

impl ReadSide {
    /// Opens the rows in a directory and follows. Without keys closed opinions are not shown even once they are opened.
    pub async fn start(
        rows: &Path,
        ledgers: Arc<dyn Ledgers>,
        keys: Option<Arc<dyn KeyStore>>,
        attachments: Arc<dyn Attachments>,
        clock: Arc<dyn Clock>,
    ) -> Outcome<Self> {
        let (path, now) = (rows.to_owned(), clock.now());
        let opened = tokio::task::spawn_blocking(move || {
            let rows = Arc::new(SledRows::open(&path, now)?);
            ReadModel::open(rows, TimeZone::get("Asia/Ho_Chi_Minh").unwrap_or(TimeZone::UTC))
        });
        let model = opened
            .await
            .map_err(|e| Failure::unavailable("LT0801", e.to_string()))?
            .map_err(|e| {
                let text = format!(
                    "{e}. Make room there or mend it, and start again: rows are built from the ledgers, nothing is lost"
                );
                Failure::coded(Exit::Unavailable, "LT0801", text)
            })?;
        let model = Arc::new(model);
        let live = Arc::new(Live::default());
        let inspecting = tokio::spawn(inspecting::run(Arc::clone(&live), Arc::clone(&ledgers)));
        let following =
            tokio::spawn(lienthong_projections::run(Arc::clone(&model), ledgers, Arc::clone(&clock)));
        Ok(Self { model, live, keys, clock, attachments, following, inspecting })
    }

    /// Its answers.
    pub fn query(&self) -> Arc<dyn Query> {
        let queries = Queries::new(Arc::clone(&self.model))
            .with_clock(Arc::clone(&self.clock))
            .with_attachments(Arc::clone(&self.attachments));
        let queries = match &self.keys {
            Some(keys) => queries.with_keys(Arc::clone(keys)),
            None => queries,
        };
        Arc::new(LiveQuery::beside(Arc::clone(&self.live), Arc::new(queries)))
    }

    /// Waits until it has followed a ledger to a record. One that follows no more is not waited for.
    pub async fn caught_up(&self, origin: &Origin, record: u64) -> Outcome {
        let query = self.query();
        while !self.following.is_finished() {
            let positions = query.query("positions", serde_json::json!({})).await?;
            if positions[origin.as_str()].as_u64().unwrap_or(0) >= record {
                break;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Comes true when it follows no more.
    pub async fn failed(self) -> Failure {
        self.inspecting.abort();
        let why = self.following.await.err().map_or_else(|| "it ended".to_owned(), |e| e.to_string());
        Failure::unavailable("LT0801", format!("the read side follows no more: {why}"))
    }

    /// Ends following.
    pub async fn close(self) {
        for task in [self.following, self.inspecting] {
            task.abort();
            // Aborted, it has nothing to report.
            let _ = task.await;
        }
    }
}

/// What the gateway is put together from.
pub struct Door {
    /// The read side.
    pub query: Arc<dyn Query>,
    /// Where submissions go.
    pub intake: Arc<dyn Intake>,
    /// Where what documents say is handed in.
    pub attachments: Arc<dyn HandIn>,
    /// Proofs.
    pub seals: Arc<dyn Seals>,
    /// The ledgers as files of a log.
    pub tiles: Arc<dyn Tiles>,
    /// Whose now the figures use.
    pub clock: Arc<dyn Clock>,
    /// What the pages say of themselves.
    pub options: Options,
}

/// A door whose port is taken, not yet answering.
pub struct OpenDoor {
    listener: TcpListener,
    address: SocketAddr,
    gateway: Gateway,
}

impl Door {
    /// Takes the port.
    pub async fn open(self, address: SocketAddr) -> Outcome<OpenDoor> {
        let taken = |e: std::io::Error| Failure::unavailable("LT0916", format!("{address}: {e}"));
        let listener = TcpListener::bind(address).await.map_err(taken)?;
        let address = listener.local_addr().map_err(taken)?;
        let sealed = poll_positions(Arc::clone(&self.query), LOOK_EVERY);
        let gateway = Gateway {
            query: self.query,
            intake: self.intake,
            attachments: self.attachments,
            seals: self.seals,
            tiles: self.tiles,
            clock: self.clock,
            sealed,
            closing: Closing::default(),
            options: self.options,
            counter: Arc::default(),
        };
        Ok(OpenDoor { listener, address, gateway })
    }
}

impl OpenDoor {
    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until told to stop.
    pub async fn serve_until(self, stop: impl Future<Output = ()> + Send + 'static) -> Outcome {
        let address = self.address;
        lienthong_gateway::serve(self.listener, self.gateway, stop)
            .await
            .map_err(|e| Failure::unavailable("LT0916", format!("{address}: {e}")))
    }
}
