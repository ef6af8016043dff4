//! Handing bytes in to whoever takes them behind a NATS server.

use super::taking::{Beginning, PATIENCE, Said, UPLOAD};
use crate::Connection;
use crate::micro::{self, MORE, no_answer};
use async_nats::HeaderMap;
use async_nats::client::Request;
use async_trait::async_trait;
use futures::StreamExt as _;
use lienthong_ledger::attachments::{AttachmentError, Bytes, HandIn, Taken};
use lienthong_names::DossierCode;
use lienthong_protocol::attachment::{Content, PART};
use lienthong_protocol::subjects;

/// Hands in through routing.
#[derive(Clone)]
pub struct NatsHandIn {
    connection: Connection,
}

impl NatsHandIn {
    /// By this connection.
    #[must_use]
    pub const fn new(connection: Connection) -> Self {
        Self { connection }
    }

    async fn ask(
        &self,
        subject: String,
        headers: HeaderMap,
        payload: Vec<u8>,
    ) -> Result<Said, AttachmentError> {
        // The last part is answered once all is on the disk.
        let request = Request::new().headers(headers).payload(payload.into()).timeout(Some(PATIENCE));
        let answer = self.connection.client().send_request(subject.clone(), request).await;
        let answer = answer.map_err(|e| no_answer(&subject, &e))?;
        if let Some((code, text)) = micro::refusal(answer.headers.as_ref()) {
            return Err(match code {
                micro::UNAVAILABLE => no_answer(&subject, &text).into(),
                _ => AttachmentError::Refused { text },
            });
        }
        Ok(serde_json::from_slice(&answer.payload).map_err(|e| no_answer(&subject, &e))?)
    }
}

#[async_trait]
impl HandIn for NatsHandIn {
    async fn hand_in(
        &self,
        dossier: &DossierCode,
        content: &Content,
        mut bytes: Bytes<'_>,
    ) -> Result<Taken, AttachmentError> {
        let beginning =
            Beginning { dossier: dossier.to_string(), sha256: content.to_string(), size: content.size };
        let payload = serde_json::to_vec(&beginning).map_err(|e| no_answer(subjects::ATTACH, &e))?;
        let mut said = self.ask(subjects::ATTACH.to_owned(), HeaderMap::new(), payload).await?;
        let (mut left, mut ended) = (Vec::with_capacity(PART), false);
        loop {
            let (subject, upload) = match said {
                Said::Next { subject, upload } => (subject, upload),
                Said::New => return Ok(Taken::New),
                Said::Held => return Ok(Taken::Held),
            };
            while left.len() <= PART && !ended {
                match bytes.next().await {
                    Some(piece) => left.extend_from_slice(&piece?),
                    None => ended = true,
                }
            }
            let part: Vec<u8> = left.drain(..left.len().min(PART)).collect();
            let mut headers = HeaderMap::new();
            headers.insert(UPLOAD, upload.as_str());
            if !left.is_empty() {
                headers.insert(MORE, "1");
            }
            said = self.ask(subject, headers, part).await?;
        }
    }
}
