//! Attachments in an object store of the broker: the bucket `attachments`, made by `ledger create`.
//!
//! Objects are as every client of NATS knows them (`nats object ls attachments`): chunks under a number of their own, then what tells of them, and
//! only with that is there an object. Each chunk is one encrypted part; which message holds which part stands in the object's metadata, so that a
//! part is read by itself, whichever it is. Nothing is purged by request, for which a service would need a right over whole streams: a rolled-up
//! message takes the place of those before it.
//!
//! Belongs here: the store ([`NatsAttachments`]), and handing bytes in through routing ([`serve`], [`NatsHandIn`]). Does not: keys, ciphers,
//! digests (`ledger::attachments`), reading (a question to projections).

mod hand_in;
mod object;
mod taking;

pub use hand_in::NatsHandIn;
pub use taking::serve;

use crate::problem::{Problem, unavailable};
use crate::settings::{ATTACHMENTS_BUCKET, attachments_stream};
use crate::{Connection, admin};
use async_nats::header::NATS_ROLLUP;
use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use async_nats::jetstream::stream::{DirectGetErrorKind, LastRawMessageErrorKind, Stream};
use async_trait::async_trait;
use futures::StreamExt as _;
use lienthong_ledger::attachments::{AttachmentError, AttachmentName, Attachments, Bytes};
use lienthong_ledger::ports::Unavailable;
use lienthong_names::{DossierCode, Origin};
use lienthong_protocol::attachment::Content;
use object::ObjectInfo;

/// What it is called that went wrong.
const WHAT: &str = "the attachments do not answer";

/// How often an object is looked at again that another changed meanwhile.
const LOOKS_MAX: usize = 8;

/// The bucket behind a connection: for routing to write, for projections to read.
pub struct NatsAttachments {
    connection: Connection,
    stream: Stream<()>,
}

/// What tells of an object, and the message in which it stands.
struct Told {
    cursor: u64,
    info: ObjectInfo,
}

impl NatsAttachments {
    /// The bucket must be there, and must keep what is in it.
    ///
    /// # Errors
    /// LT0538, LT0703.
    pub async fn open(connection: &Connection) -> Result<Self, Problem> {
        admin::check_attachments(connection).await?;
        let stream = connection.jetstream().get_stream_no_info(attachments_stream()).await;
        let missing = |e: &dyn std::fmt::Display| Problem::NoAttachments {
            bucket: ATTACHMENTS_BUCKET.to_owned(),
            why: e.to_string(),
        };
        let stream = stream.map_err(|e| missing(&e))?;
        Ok(Self { connection: connection.clone(), stream })
    }

    /// From any replica, for who reads.
    async fn object(&self, name: &AttachmentName) -> Result<Option<Told>, Unavailable> {
        let asked = async {
            Ok(self.stream.direct_get_last_for_subject(object::info_subject(&object::name(name))).await)
        };
        match self.connection.while_up(WHAT, asked).await? {
            Ok(message) => told(message.sequence, &message.payload),
            Err(error) if error.kind() == DirectGetErrorKind::NotFound => Ok(None),
            Err(error) => Err(unavailable(WHAT, error)),
        }
    }

    /// From the leader, for who writes: it is at least as new as any other.
    async fn newest(&self, name: &str) -> Result<Option<Told>, Unavailable> {
        let subject = object::info_subject(name);
        let asked = async { Ok(self.stream.get_last_raw_message_by_subject(&subject).await) };
        match self.connection.while_up(WHAT, asked).await? {
            Ok(message) => told(message.sequence, &message.payload),
            Err(error) if error.kind() == LastRawMessageErrorKind::NoMessageFound => Ok(None),
            Err(error) => Err(unavailable(WHAT, error)),
        }
    }

    /// Each part a message, one after the other; the object that they make.
    async fn put_chunks(&self, nuid: &str, mut parts: Bytes<'_>) -> Result<object::Chunks, AttachmentError> {
        let mut chunks = object::Chunks::default();
        while let Some(part) = parts.next().await {
            let part = part?;
            chunks.add(&part);
            let message = PublishMessage::build().payload(part.into()).expected_stream(attachments_stream());
            let sent = self.connection.publish(WHAT, object::chunks_subject(nuid), message).await?;
            chunks.lie_at(sent.map_err(|e| unavailable(WHAT, e))?.sequence);
        }
        Ok(chunks)
    }

    /// Lets an object be known, if nobody has changed what was known of it.
    async fn tell(&self, before: Option<&Told>, info: &ObjectInfo) -> Result<bool, Unavailable> {
        let message = PublishMessage::build()
            .payload(info.to_json().into())
            .header(NATS_ROLLUP, "sub")
            .expected_stream(attachments_stream())
            .expected_last_subject_sequence(before.map_or(0, |before| before.cursor));
        match self.connection.publish(WHAT, object::info_subject(&info.name), message).await? {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == PublishErrorKind::WrongLastSequence => Ok(false),
            Err(error) => Err(unavailable(WHAT, error)),
        }
    }

    /// One empty message in place of all chunks.
    async fn clear(&self, nuid: &str) -> Result<(), Unavailable> {
        let message =
            PublishMessage::build().header(NATS_ROLLUP, "sub").expected_stream(attachments_stream());
        let sent = self.connection.publish(WHAT, object::chunks_subject(nuid), message).await?;
        sent.map(drop).map_err(|e| unavailable(WHAT, e))
    }
}

fn told(cursor: u64, payload: &[u8]) -> Result<Option<Told>, Unavailable> {
    let info = ObjectInfo::from_json(payload).map_err(|e| unavailable(WHAT, e))?;
    Ok(Some(Told { cursor, info }))
}

#[async_trait]
impl Attachments for NatsAttachments {
    async fn put(&self, name: &AttachmentName, parts: Bytes<'_>) -> Result<(), AttachmentError> {
        let (name, nuid) = (object::name(name), object::nuid()?);
        let put = match self.put_chunks(&nuid, parts).await {
            Ok(chunks) => self.place(chunks.object(&name, &nuid)).await,
            Err(error) => Err(error),
        };
        if put.is_err() {
            // What cannot be cleared is read by nobody: nothing tells of it.
            let _ = self.clear(&nuid).await;
        }
        put
    }

    async fn part(&self, name: &AttachmentName, part: u64) -> Result<Option<Vec<u8>>, Unavailable> {
        let Some(told) = self.object(name).await?.filter(|told| !told.info.deleted) else { return Ok(None) };
        // Of one that lacks a part there is something all the same: whoever opens it sees that it is damaged.
        let Some(cursor) = told.info.chunk(part) else { return Ok(Some(Vec::new())) };
        let asked = async { Ok(self.stream.direct_get(cursor).await) };
        match self.connection.while_up(WHAT, asked).await? {
            Ok(message) => Ok(Some(message.payload.to_vec())),
            Err(error) if error.kind() == DirectGetErrorKind::NotFound => Ok(Some(Vec::new())),
            Err(error) => Err(unavailable(WHAT, error)),
        }
    }

    async fn held(&self, name: &AttachmentName) -> Result<Option<u64>, Unavailable> {
        let told = self.object(name).await?;
        Ok(told.filter(|told| !told.info.deleted).map(|told| told.info.size))
    }

    async fn remove(
        &self,
        origin: &Origin,
        dossier: &DossierCode,
        named: &[Content],
    ) -> Result<(), Unavailable> {
        for content in named {
            let name = AttachmentName { origin: origin.clone(), dossier: dossier.clone(), content: *content };
            self.take_away(&object::name(&name)).await?;
        }
        Ok(())
    }
}

impl NatsAttachments {
    /// In place of what is there, whoever put it; its chunks go.
    async fn place(&self, info: ObjectInfo) -> Result<(), AttachmentError> {
        for _ in 0..LOOKS_MAX {
            let before = self.newest(&info.name).await?;
            if self.tell(before.as_ref(), &info).await? {
                if let Some(before) = before.filter(|before| !before.info.deleted) {
                    self.clear(&before.info.nuid).await?;
                }
                return Ok(());
            }
        }
        Err(unavailable(WHAT, "others put the same object at the same time").into())
    }

    /// The chunks first: of an object that is not known any more nobody would take them away.
    async fn take_away(&self, name: &str) -> Result<(), Unavailable> {
        for _ in 0..LOOKS_MAX {
            let Some(before) = self.newest(name).await?.filter(|before| !before.info.deleted) else {
                return Ok(());
            };
            self.clear(&before.info.nuid).await?;
            if self.tell(Some(&before), &before.info.gone()).await? {
                return Ok(());
            }
        }
        Err(unavailable(WHAT, "others put the object again while it was taken away"))
    }
}
