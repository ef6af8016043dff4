//! The unsealed log as its sealer follows it.

use crate::Connection;
use crate::problem::unavailable;
use crate::pull::{self, Message, Place, Step};
use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_ledger::ports::{FollowError, Tail, Unavailable, Unsealed};
use lienthong_names::Origin;
use lienthong_protocol::subjects;

/// Records asked for at once.
const AT_ONCE: usize = 500;

/// The tail of one ledger's stream.
pub struct NatsTail {
    connection: Connection,
    origin: Origin,
}

impl NatsTail {
    /// The tail of a ledger.
    #[must_use]
    pub const fn new(connection: Connection, origin: Origin) -> Self {
        Self { connection, origin }
    }
}

#[async_trait]
impl Tail for NatsTail {
    fn origin(&self) -> &Origin {
        &self.origin
    }

    fn follow(&self, after: u64) -> BoxStream<'static, Result<Unsealed, FollowError>> {
        let place = Place {
            stream: subjects::ledger_stream_name(&self.origin),
            filter: subjects::ledger_subjects(&self.origin),
            after,
            at_once: AT_ONCE,
            resumes: false,
        };
        let origin = self.origin.clone();
        let steps = pull::follow(self.connection.clone(), place);
        steps.filter_map(move |step| futures::future::ready(unsealed(&origin, step))).boxed()
    }

    async fn end(&self) -> Result<u64, Unavailable> {
        let name = subjects::ledger_stream_name(&self.origin);
        let what = format!("stream {name} cannot be looked at");
        let asked =
            async { self.connection.jetstream().get_stream(&name).await.map_err(|e| unavailable(&what, e)) };
        let stream = self.connection.while_up(&what, asked).await?;
        Ok(stream.cached_info().state.last_sequence)
    }
}

fn unsealed(origin: &Origin, step: Result<Step, Unavailable>) -> Option<Result<Unsealed, FollowError>> {
    match step {
        Ok(Step::Message(message)) => Some(record(origin, *message)),
        Ok(Step::Idle) => None,
        Err(error) => Some(Err(error.into())),
    }
}

fn record(origin: &Origin, message: Message) -> Result<Unsealed, FollowError> {
    let Message { cursor, subject, message } = message;
    match subjects::stream_of_subject(&subject) {
        Some((found, stream)) if found == *origin => {
            Ok(Unsealed { cursor, stream, bytes: message.payload.as_ref().into() })
        }
        _ => Err(FollowError::Damaged {
            origin: origin.clone(),
            place: format!("message {cursor} of stream {}", subjects::ledger_stream_name(origin)),
            what: format!("its subject {subject} names no stream of this ledger"),
        }),
    }
}
