//! The sending side.

use crate::Connection;
use crate::micro::{self, WORKING, no_answer};
use async_nats::{StatusCode, Subscriber};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::ports::{Intake, Unavailable};
use lienthong_protocol::{Answer, Submission, subjects};
use std::sync::Arc;
use std::time::Duration;

/// Without a sign of life for this long, whoever had the submission is taken for dead. Signs come each second.
const PATIENCE: Duration = Duration::from_secs(5);

/// Hands submissions to the services behind a NATS server.
#[derive(Clone)]
pub struct NatsIntake {
    connection: Connection,
    patience: Duration,
}

impl NatsIntake {
    /// The intake of every service that this connection reaches.
    #[must_use]
    pub const fn new(connection: Connection) -> Self {
        Self { connection, patience: PATIENCE }
    }

    /// The same over a poor line: how long a sign of life may take.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }
}

#[async_trait]
impl Intake for NatsIntake {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        let client = self.connection.client();
        let subject = subjects::intake_subject(submission.service, &submission.agency);
        let inbox = client.new_inbox();
        let replies = client.subscribe(inbox.clone()).await.map_err(|e| no_answer(&subject, &e))?;
        let bytes = submission.encode();
        client
            .publish_with_reply(subject.clone(), inbox, bytes.into())
            .await
            .map_err(|e| no_answer(&subject, &e))?;
        let waiting = Waiting { subject, replies, patience: self.patience, ended: false };
        Ok(futures::stream::unfold(waiting, |mut waiting| async move {
            waiting.next().await.map(|item| (item, waiting))
        })
        .boxed())
    }
}

struct Waiting {
    subject: String,
    replies: Subscriber,
    patience: Duration,
    ended: bool,
}

impl Waiting {
    async fn next(&mut self) -> Option<Result<Answer, Unavailable>> {
        if self.ended {
            return None;
        }
        let answer = self.answer().await;
        self.ended = answer.as_ref().map_or(true, |answer| answer.outstanding == 0);
        Some(answer)
    }

    async fn answer(&mut self) -> Result<Answer, Unavailable> {
        loop {
            let reply = tokio::time::timeout(self.patience, self.replies.next()).await;
            let reply = reply.map_err(|_| no_answer(&self.subject, &"no sign of life"))?;
            let reply = reply.ok_or_else(|| no_answer(&self.subject, &"the connection was closed"))?;
            if reply.status == Some(StatusCode::NO_RESPONDERS) {
                return Err(no_answer(&self.subject, &"nobody serves it now"));
            }
            if let Some((_, why)) = micro::refusal(reply.headers.as_ref()) {
                return Err(no_answer(&self.subject, &why));
            }
            if reply.headers.as_ref().is_some_and(|headers| headers.get(WORKING).is_some()) {
                continue;
            }
            return Answer::decode(&reply.payload).map_err(|e| no_answer(&self.subject, &e));
        }
    }
}
