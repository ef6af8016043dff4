//! Submissions over NATS: `intake.<service>.<agency>`.
//!
//! The server carries what comes in to the service's own intake and streams its answers back. Who may publish where is the
//! server's to say (an agency only to its own subject); who signed is the service's. While nothing is answered yet a sign of
//! life goes out each second, so that a sender notices within seconds when the service has died, and sends again.

mod client;
mod parts;

pub use client::NatsIntake;

use crate::Connection;
use crate::micro::{self, Serving, WORKING};
use async_nats::HeaderMap;
use async_nats::service::Request;
use futures::{Stream, StreamExt as _, TryStreamExt as _};
use lienthong_ledger::ports::{Intake, Unavailable};
use lienthong_names::Service;
use lienthong_protocol::{Answer, FormError, Submission, subjects};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// Signs of life while a submission is in hand.
const BEAT: Duration = Duration::from_secs(1);

/// Submissions in one instance's hands; who comes beyond is told to come again.
const IN_HAND_MAX: usize = 1024;

/// Serves a service's intake until the result is dropped.
///
/// # Errors
/// LT0710.
pub async fn serve(
    connection: &Connection,
    service: Service,
    intake: Arc<dyn Intake>,
) -> Result<Serving, Unavailable> {
    let name = service.as_str();
    let mut serving =
        Serving::start(connection, name, "Takes signed submissions and answers with receipts").await?;
    let mut requests = serving.listen("intake", &subjects::intake_subjects(service), name).await?;
    let door =
        Door { client: connection.client().clone(), intake, places: Arc::new(Semaphore::new(IN_HAND_MAX)) };
    serving.spawn(async move {
        while let Some(request) = requests.next().await {
            door.take(request).await;
        }
    });
    Ok(serving)
}

struct Door {
    client: async_nats::Client,
    intake: Arc<dyn Intake>,
    places: Arc<Semaphore>,
}

impl Door {
    async fn take(&self, request: Request) {
        let submission = match read(&request) {
            Ok(submission) => submission,
            Err((code, why)) => return micro::refuse(&request, code, &why).await,
        };
        let Ok(place) = Arc::clone(&self.places).try_acquire_owned() else {
            let why = "LT0712 too many submissions are in hand; send it again in a moment";
            return micro::refuse(&request, micro::UNAVAILABLE, why).await;
        };
        let (client, intake) = (self.client.clone(), Arc::clone(&self.intake));
        tokio::spawn(async move {
            let answers = futures::stream::once(async move { intake.submit(submission).await }).try_flatten();
            if let Err(what) = carry(&client, &request, answers).await {
                micro::refuse(&request, micro::UNAVAILABLE, &what.to_string()).await;
            }
            drop(place);
        });
    }
}

/// The submission in a request, if it stands where its agency may put it.
fn read(request: &Request) -> Result<Arc<Submission>, (usize, String)> {
    let submission = Submission::decode(&request.message.payload).map_err(|errors| {
        let errors: Vec<String> = errors.iter().map(FormError::to_string).collect();
        (micro::BAD_REQUEST, errors.join("; "))
    })?;
    let subject = request.message.subject.as_str();
    if subjects::agency_of_intake(subject).as_ref() != Some(&submission.agency) {
        let why = format!(
            "LT0713 a submission of {} was published to {subject}; publish it to its own",
            submission.agency
        );
        return Err((micro::FORBIDDEN, why));
    }
    Ok(Arc::new(submission))
}

/// Carries answers to whoever asked, with signs of life between them.
async fn carry(
    client: &async_nats::Client,
    request: &Request,
    answers: impl Stream<Item = Result<Answer, Unavailable>>,
) -> Result<(), Unavailable> {
    let Some(reply) = request.message.reply.clone() else { return Ok(()) };
    let failed = |e: &dyn std::fmt::Display| crate::problem::unavailable("an answer could not be sent", e);
    let mut answers = pin!(answers);
    loop {
        match tokio::time::timeout(BEAT, answers.next()).await {
            Err(_) => {
                let mut headers = HeaderMap::new();
                headers.insert(WORKING, "1");
                client
                    .publish_with_headers(reply.clone(), headers, Vec::new().into())
                    .await
                    .map_err(|e| failed(&e))?;
            }
            Ok(None) => {
                return Err(Unavailable { code: "LT0009", what: "the service has stopped".to_owned() });
            }
            Ok(Some(Err(what))) => return Err(what),
            Ok(Some(Ok(answer))) => {
                for part in parts::split(answer) {
                    let (last, bytes) = (part.outstanding == 0, part.encode());
                    if last {
                        request.respond(Ok(bytes.into())).await.map_err(|e| failed(&e))?;
                        return Ok(());
                    }
                    client.publish(reply.clone(), bytes.into()).await.map_err(|e| failed(&e))?;
                }
            }
        }
    }
}
