//! Bytes that are handed in: `attach.begin` to any instance of routing, and then each part to the one that took it, on a subject of its own.
//!
//! A part is answered when the next is wanted, so that a sender is never ahead of the disk; the last one when all is in place. Nobody is asked who
//! they are: only what a sealed record names is taken.

use crate::Connection;
use crate::attachments::object;
use crate::micro::{self, MORE, Serving};
use async_nats::service::Request;
use futures::{StreamExt as _, stream};
use lienthong_ledger::attachments::{AttachmentError, Bytes, HandIn, Taken};
use lienthong_ledger::ports::Unavailable;
use lienthong_names::DossierCode;
use lienthong_protocol::attachment::Content;
use lienthong_protocol::subjects;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};

/// Attachments that one instance takes in at once; who comes beyond is told to come again.
const AT_ONCE: usize = 16;

/// How long the next part may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(30);

/// Header that says to which attachment a part belongs.
pub(super) const UPLOAD: &str = "Lienthong-Attachment";

/// What is to be handed in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Beginning {
    pub(super) dossier: String,
    pub(super) sha256: String,
    pub(super) size: u64,
}

/// What is said to who hands in.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Said {
    /// The next part is wanted, there, under this number.
    Next { subject: String, upload: String },
    /// It was taken in.
    New,
    /// It was there.
    Held,
}

/// Takes attachments in until the result is dropped.
///
/// # Errors
/// LT0710.
pub async fn serve(connection: &Connection, desk: Arc<dyn HandIn>) -> Result<Serving, Unavailable> {
    let mut serving = Serving::start(connection, "attach", "Takes in what documents say").await?;
    let mut beginnings = serving.listen("begin", subjects::ATTACH, "attach").await?;
    let instance = object::nuid()?;
    let own = subjects::attach_part_subject(&instance);
    // A group of one: what another instance began is nothing to this one.
    let mut parts = serving.listen("part", &own, &instance).await?;
    let taking = Arc::new(Taking { own, uploads: Mutex::default() });
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let begun = Arc::clone(&taking);
    serving.spawn(async move {
        while let Some(request) = beginnings.next().await {
            match Arc::clone(&places).try_acquire_owned() {
                Ok(place) => begun.begin(request, Arc::clone(&desk), place).await,
                Err(_) => {
                    let why = "LT0539 too many attachments are on their way in; hand it in again in a moment";
                    micro::refuse(&request, micro::UNAVAILABLE, why).await;
                }
            }
        }
    });
    serving.spawn(async move {
        while let Some(request) = parts.next().await {
            taking.part(request).await;
        }
    });
    Ok(serving)
}

struct Taking {
    own: String,
    uploads: Mutex<BTreeMap<String, mpsc::Sender<Request>>>,
}

impl Taking {
    async fn begin(self: &Arc<Self>, request: Request, desk: Arc<dyn HandIn>, place: OwnedSemaphorePermit) {
        let (dossier, content, upload) = match beginning(&request.message.payload) {
            Ok(beginning) => beginning,
            Err(why) => return micro::refuse(&request, micro::BAD_REQUEST, &why).await,
        };
        let (sender, coming) = mpsc::channel(1);
        self.uploads().insert(upload.clone(), sender);
        let taking = Arc::clone(self);
        tokio::spawn(async move {
            // Whoever waits for an answer: the beginning, and then the last part that came.
            let waiting = Arc::new(tokio::sync::Mutex::new(Some(request)));
            let next = Said::Next { subject: taking.own.clone(), upload: upload.clone() };
            let bytes = incoming(coming, Arc::clone(&waiting), next);
            let taken = desk.hand_in(&dossier, &content, bytes).await;
            taking.uploads().remove(&upload);
            if let Some(request) = waiting.lock().await.take() {
                conclude(&request, taken).await;
            }
            drop(place);
        });
    }

    /// To whom it belongs.
    async fn part(&self, request: Request) {
        let upload = request.message.headers.as_ref().and_then(|headers| headers.get(UPLOAD));
        let sender = upload.and_then(|upload| self.uploads().get(upload.as_str()).cloned());
        let unknown = match sender {
            // One place: a sender waits for its answer, and one that does not is told.
            Some(sender) => sender.try_send(request).err().map(mpsc::error::TrySendError::into_inner),
            None => Some(request),
        };
        if let Some(request) = unknown {
            let why = "LT0537 no part of this attachment is waited for: it was given up, or it is in place; hand it in again";
            micro::refuse(&request, micro::NOT_FOUND, why).await;
        }
    }

    fn uploads(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, mpsc::Sender<Request>>> {
        self.uploads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn beginning(payload: &[u8]) -> Result<(DossierCode, Content, String), String> {
    let beginning: Beginning = serde_json::from_slice(payload).map_err(|e| format!("LT0805 {e}"))?;
    let dossier = DossierCode::new(&beginning.dossier).map_err(|e| format!("LT0805 dossier: {e}"))?;
    let content =
        Content::new(&beginning.sha256, beginning.size).map_err(|e| format!("LT0805 sha256: {e}"))?;
    let upload = object::nuid().map_err(|e| e.to_string())?;
    Ok((dossier, content, upload))
}

/// The bytes as their parts come. Asked for the next, it says so to who waits.
fn incoming(
    coming: mpsc::Receiver<Request>,
    waiting: Arc<tokio::sync::Mutex<Option<Request>>>,
    next: Said,
) -> Bytes<'static> {
    let state = (coming, waiting, Arc::new(next), false);
    stream::try_unfold(state, async |(mut coming, waiting, next, was_last)| {
        if was_last {
            return Ok(None);
        }
        if let Some(request) = waiting.lock().await.take() {
            say(&request, &next).await;
        }
        let part = tokio::time::timeout(PATIENCE, coming.recv()).await;
        let Ok(Some(request)) = part else {
            let why = format!("the next part did not come within {} seconds", PATIENCE.as_secs());
            return Err(AttachmentError::BrokenOff { why });
        };
        let is_last = request.message.headers.as_ref().is_none_or(|headers| headers.get(MORE).is_none());
        let bytes = request.message.payload.to_vec();
        *waiting.lock().await = Some(request);
        Ok(Some((bytes, (coming, waiting, next, is_last))))
    })
    .boxed()
}

async fn conclude(request: &Request, taken: Result<Taken, AttachmentError>) {
    match taken {
        Ok(Taken::New) => say(request, &Said::New).await,
        Ok(Taken::Held) => say(request, &Said::Held).await,
        Err(error) => {
            let code = match error {
                AttachmentError::Unavailable(_) => micro::UNAVAILABLE,
                _ => micro::BAD_REQUEST,
            };
            micro::refuse(request, code, &error.to_string()).await;
        }
    }
}

async fn say(request: &Request, said: &Said) {
    let text = serde_json::to_vec(said).unwrap_or_default();
    if let Err(error) = request.respond(Ok(text.into())).await {
        tracing::debug!(%error, "an answer could not be sent");
    }
}
