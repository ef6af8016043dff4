//! The sending side of the delivery protocol: sign once, keep what was signed, send again until there is a verdict.

use crate::failure::{Failure, Outcome};
use futures::StreamExt;
use lienthong_ledger::ports::Intake;
use lienthong_names::{AgencyId, DossierCode, Origin, Service};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::limits;
use lienthong_protocol::{Command, Disclosure, Fault, Receipt, Submission, VerdictAnswer};
use lienthong_service::NOT_NOW;
use std::sync::Arc;
use std::time::Duration;

/// How often the same bytes are sent before the sender gives up.
const TRIES_MAX: u32 = 240;

/// How long to wait before sending again.
const AGAIN_AFTER: Duration = Duration::from_millis(500);

/// What no further try in this process mends: a ledger or a vault whose disk failed takes nothing more until it is started
/// again, damage stays damage, a release that lacks the rules does not get them, and what was erased stays erased.
const HOPELESS: [&str; 9] =
    ["LT0031", "LT0502", "LT0510", "LT0511", "LT0512", "LT0520", "LT0521", "LT0522", "LT0523"];

/// Room in a submission for everything besides the commands' bytes.
const SUBMISSION_MARGIN: usize = 16 * 1024;

/// One command on its way.
#[derive(Debug, Clone)]
pub struct Letter {
    /// Its bytes, as they are signed.
    pub bytes: Vec<u8>,
    /// Personal values that travel beside it; their command index is set when it is put into a submission.
    pub disclosures: Vec<Disclosure>,
}

impl From<&Command> for Letter {
    fn from(command: &Command) -> Self {
        Self { bytes: command.encode(), disclosures: Vec::new() }
    }
}

/// What became of a command.
#[derive(Debug, Clone)]
pub enum Reply {
    /// Recorded: admitted or rejected, with its proof.
    Receipt {
        /// The proof.
        receipt: Box<Receipt>,
        /// A free code, where it was rejected because its own is taken.
        hint: Option<DossierCode>,
    },
    /// Not recorded, and never will be for these bytes.
    Fault(Fault),
}

/// Signs for one holder and sends to one ledger.
#[derive(Clone)]
pub struct Sender {
    intake: Arc<dyn Intake>,
    origin: Origin,
    agency: AgencyId,
    key: SigningKey,
    catalogue_at_least: u64,
}

impl Sender {
    /// For an agency with its key.
    pub fn new(intake: Arc<dyn Intake>, origin: Origin, agency: AgencyId, key: SigningKey) -> Self {
        Self { intake, origin, agency, key, catalogue_at_least: 0 }
    }

    /// Only to be decided by a service that has followed the catalogue to this sealed size.
    pub const fn after_catalogue(mut self, size: u64) -> Self {
        self.catalogue_at_least = size;
        self
    }

    /// Sends commands of one service in as many submissions as the limits ask for, one after the other; one reply a command, in
    /// their order.
    pub async fn send(&self, service: Service, letters: &[Letter]) -> Outcome<Vec<Reply>> {
        let mut replies = Vec::with_capacity(letters.len());
        for part in parts(letters) {
            replies.extend(self.send_part(service, part).await?);
        }
        Ok(replies)
    }

    async fn send_part(&self, service: Service, letters: &[Letter]) -> Outcome<Vec<Reply>> {
        let submission = Arc::new(self.sign(service, letters));
        let mut replies: Vec<Option<Reply>> = vec![None; letters.len()];
        let mut why = Unanswered::default();
        for _ in 0..TRIES_MAX {
            match self.intake.submit(Arc::clone(&submission)).await {
                Ok(mut answers) => {
                    while let Some(answer) = answers.next().await {
                        match answer {
                            Ok(answer) => take(&mut replies, answer.verdicts, &mut why),
                            Err(what) => {
                                why.note(what.code, &what.what);
                                break;
                            }
                        }
                    }
                }
                Err(what) => why.note(what.code, &what.what),
            }
            if replies.iter().all(Option::is_some) {
                return Ok(replies.into_iter().flatten().collect());
            }
            if let Some((code, what)) = why.hopeless {
                return Err(Failure::unavailable(&code, what));
            }
            tokio::time::sleep(AGAIN_AFTER).await;
        }
        Err(Failure::unavailable(
            "LT0009",
            format!("{service} gave no verdict in {TRIES_MAX} tries: {}", why.last),
        ))
    }

    fn sign(&self, service: Service, letters: &[Letter]) -> Submission {
        let commands = letters.iter().map(|letter| letter.bytes.clone()).collect();
        let disclosures = (0_u32..)
            .zip(letters)
            .flat_map(|(index, letter)| {
                letter
                    .disclosures
                    .iter()
                    .cloned()
                    .map(move |disclosure| Disclosure { command: index, ..disclosure })
            })
            .collect();
        let (origin, agency) = (self.origin.clone(), self.agency.clone());
        let mut submission = Submission::sign(&self.key, origin, service, agency, commands, disclosures);
        submission.catalogue_at_least = self.catalogue_at_least;
        submission
    }
}

/// Why commands have no verdict yet.
#[derive(Debug, Default)]
struct Unanswered {
    /// The last reason.
    last: String,
    /// The first that no further try mends: later ones only follow from it.
    hopeless: Option<(String, String)>,
}

impl Unanswered {
    fn note(&mut self, code: &str, what: &str) {
        self.last = format!("{code} {what}");
        if HOPELESS.contains(&code) && self.hopeless.is_none() {
            self.hopeless = Some((code.to_owned(), what.to_owned()));
        }
    }
}

fn take(replies: &mut [Option<Reply>], verdicts: Vec<lienthong_protocol::Verdict>, why: &mut Unanswered) {
    for verdict in verdicts {
        let Some(place) = replies.get_mut(verdict.index as usize) else { continue };
        match verdict.answer {
            VerdictAnswer::Receipt(receipt) => {
                *place = Some(Reply::Receipt { receipt: Box::new(receipt), hint: verdict.hint });
            }
            VerdictAnswer::Fault(fault) => *place = Some(Reply::Fault(fault)),
            VerdictAnswer::Unavailable(fault) => {
                // This sender has done so.
                why.note(&fault.code, fault.en.strip_prefix(NOT_NOW).unwrap_or(&fault.en));
            }
        }
    }
}

/// Splits by the limits of a submission.
fn parts(letters: &[Letter]) -> Vec<&[Letter]> {
    let (mut parts, mut from, mut bytes) = (Vec::new(), 0, 0);
    for (at, letter) in letters.iter().enumerate() {
        let size =
            letter.bytes.len() + letter.disclosures.iter().map(|d| d.value.len() + 64).sum::<usize>() + 16;
        let full = at - from >= limits::SUBMISSION_COMMANDS
            || bytes + size > limits::SUBMISSION_BYTES - SUBMISSION_MARGIN;
        if full && at > from {
            parts.push(&letters[from..at]);
            (from, bytes) = (at, 0);
        }
        bytes += size;
    }
    if from < letters.len() {
        parts.push(&letters[from..]);
    }
    parts
}
