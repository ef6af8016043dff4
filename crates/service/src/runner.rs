//! The tokio runner: carries inputs into a machine and performs its effects. Nothing is decided here.

use crate::step::{Effect, Input, Ticket};
use crate::{Machine, Rules, Timers};
use futures::StreamExt;
use futures::stream::BoxStream;
use lienthong_ledger::measures::{self, Answered};
use lienthong_ledger::ports::{
    AppendError, Clock, FollowError, Intake, KeyScope, KeyStore, Ledger, Ledgers, Seals, Unavailable,
};
use lienthong_names::{Origin, Service};
use lienthong_protocol::{Answer, Submission, VerdictAnswer};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::{JoinHandle, JoinSet};

/// Submissions in one service's hands at once; more wait at the door.
const SUBMISSIONS_MAX: usize = 512;

/// How long to wait before following again what was away.
const FOLLOW_AGAIN_AFTER: Duration = Duration::from_millis(250);

/// How often it is asked whether there is a new ledger.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// How long to wait before trying again to destroy a key.
const ERASE_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// What a service needs of the world.
#[derive(Clone)]
pub struct Ports {
    /// Ledgers by name.
    pub ledgers: Arc<dyn Ledgers>,
    /// Proofs of what was sealed before.
    pub seals: Arc<dyn Seals>,
    /// Keys of personal values.
    pub keys: Arc<dyn KeyStore>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How a service that has clocks says that they ran out; `None`: it never does.
    pub timers: Option<Timers>,
}

enum Message {
    Submit {
        submission: Arc<Submission>,
        reply: mpsc::UnboundedSender<Result<Answer, Unavailable>>,
        permit: Permit,
    },
    Input(Input),
    /// Answers that waited until a key was gone.
    Release(Vec<Effect>),
    /// The ledgers that there are now.
    There(Vec<Origin>),
    Stopped(FollowError),
}

type Permit = tokio::sync::OwnedSemaphorePermit;

/// A started service: the handle to give away, and the task to wait for when every handle is gone.
#[derive(Debug)]
pub struct Started {
    /// Hands in submissions.
    pub handle: Handle,
    /// Ends when the last handle is dropped, or when the log cannot be followed; lets go of every ledger before it does.
    pub task: JoinHandle<()>,
}

/// A running service: hand it submissions. Dropping every handle ends it.
#[derive(Debug, Clone)]
pub struct Handle {
    service: Service,
    messages: mpsc::UnboundedSender<Message>,
    door: Arc<Semaphore>,
    catalogue_position: Arc<AtomicU64>,
}

impl Handle {
    /// The sealed size of the catalogue that the service has followed.
    #[must_use]
    pub fn catalogue_position(&self) -> u64 {
        self.catalogue_position.load(Ordering::Acquire)
    }

    /// The clock was moved on: what fell due is recorded now, and not at the next tick.
    pub fn clock_moved(&self) {
        // One that has ended records nothing.
        let _ = self.messages.send(Message::Input(Input::ClockMoved));
    }

    /// Whether it still runs.
    #[must_use]
    pub fn is_running(&self) -> bool {
        !self.messages.is_closed()
    }
}

/// Starts a service: follows the catalogue to its sealed head first, so that no known key is ever called unknown.
///
/// # Errors
/// [`Unavailable`] when the catalogue cannot be read.
pub async fn start<R: Rules>(ports: Ports, catalogue: Origin) -> Result<Started, Unavailable> {
    let mut machine = Machine::<R>::new(catalogue.clone());
    if let Some(timers) = ports.timers.clone() {
        machine = machine.with_timers(timers);
    }
    // Which clocks run, and what was erased, is known by what was sealed.
    let watches = machine.watches() || R::ERASES;
    let ledger = ports.ledgers.ledger(&catalogue).await?.ok_or_else(|| Unavailable {
        code: "LT0903",
        what: format!(
            "there is no ledger {catalogue}: a province begins with its catalogue, which `lienthong ledger create` makes"
        ),
    })?;
    let mut erases = Vec::new();
    let next = replay(&mut machine, &*ports.clock, &catalogue, &*ledger, &mut erases).await?;
    let mut followed = vec![(catalogue.clone(), ledger, next)];
    if watches {
        for origin in ports.ledgers.origins().await?.into_iter().filter(|origin| *origin != catalogue) {
            let Some(ledger) = ports.ledgers.ledger(&origin).await? else { continue };
            let next = replay(&mut machine, &*ports.clock, &origin, &*ledger, &mut erases).await?;
            followed.push((origin, ledger, next));
        }
    }
    let (messages, inbox) = mpsc::unbounded_channel();
    let catalogue_position = Arc::new(AtomicU64::new(machine.catalogue_position()));
    let runner = Runner {
        machine,
        ports,
        ledgers: BTreeMap::new(),
        replies: BTreeMap::new(),
        next_ticket: 0,
        messages: messages.downgrade(),
        tasks: JoinSet::new(),
        watches,
        catalogue_position: Arc::clone(&catalogue_position),
    };
    let door = Arc::new(Semaphore::new(SUBMISSIONS_MAX));
    let task = tokio::spawn(runner.run(inbox, followed, erases));
    Ok(Started { handle: Handle { service: R::SERVICE, messages, door, catalogue_position }, task })
}

/// Hands a machine what is sealed of a ledger; says where to go on from. What was erased of it is to be erased again.
async fn replay<R: Rules>(
    machine: &mut Machine<R>,
    clock: &dyn Clock,
    origin: &Origin,
    ledger: &dyn Ledger,
    erases: &mut Vec<Effect>,
) -> Result<u64, Unavailable> {
    let mut next = 1;
    let mut batches = ledger.replay(1);
    while let Some(batch) = batches.next().await {
        let batch = batch.map_err(unavailable)?;
        next = batch.first + batch.records.len() as u64;
        // Nothing is in hand yet that a seal could lead to another effect of.
        erases.extend(machine.step(clock.now(), Input::Sealed { origin: origin.clone(), batch }));
    }
    Ok(next)
}

struct Runner<R: Rules> {
    machine: Machine<R>,
    ports: Ports,
    ledgers: BTreeMap<Origin, Arc<dyn Ledger>>,
    replies: BTreeMap<Ticket, (mpsc::UnboundedSender<Result<Answer, Unavailable>>, Permit)>,
    next_ticket: u64,
    // Weak: the handles alone keep a service alive, so that dropping them ends it.
    messages: mpsc::WeakUnboundedSender<Message>,
    tasks: JoinSet<()>,
    /// Ledgers are followed from their beginning, for the clocks that run in them.
    watches: bool,
    catalogue_position: Arc<AtomicU64>,
}

impl<R: Rules> Runner<R> {
    async fn run(
        mut self,
        mut inbox: mpsc::UnboundedReceiver<Message>,
        followed: Vec<(Origin, Arc<dyn Ledger>, u64)>,
        erases: Vec<Effect>,
    ) {
        // Of a vault that was put back from its backup: before anything is taken in.
        self.perform_all(erases).await;
        for (origin, ledger, next) in followed {
            self.follow(origin.clone(), &ledger, next);
            self.ledgers.insert(origin, ledger);
        }
        if self.watches {
            self.look_for_ledgers();
        }
        let mut ticks = tokio::time::interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            let input = tokio::select! {
                message = inbox.recv() => match message {
                    Some(Message::Input(input)) => input,
                    Some(Message::Submit { submission, reply, permit }) => {
                        self.next_ticket += 1;
                        let ticket = Ticket(self.next_ticket);
                        self.replies.insert(ticket, (reply, permit));
                        Input::Submit { ticket, submission }
                    }
                    Some(Message::Release(answers)) => {
                        self.perform_all(answers).await;
                        continue;
                    }
                    Some(Message::There(origins)) => {
                        self.follow_new(origins).await;
                        continue;
                    }
                    Some(Message::Stopped(error)) => {
                        tracing::error!(service = %R::SERVICE, %error, "the log cannot be followed: the service stops");
                        break;
                    }
                    None => break,
                },
                _ = ticks.tick() => Input::Tick,
                Some(_) = self.tasks.join_next(), if !self.tasks.is_empty() => continue,
            };
            let is_tick = matches!(input, Input::Tick);
            let effects = self.machine.step(self.ports.clock.now(), input);
            if is_tick {
                for (origin, records, seconds) in self.machine.unsealed() {
                    measures::unsealed(R::SERVICE, origin, records, seconds);
                }
            }
            self.catalogue_position.store(self.machine.catalogue_position(), Ordering::Release);
            self.perform_all(effects).await;
        }
        self.tasks.shutdown().await;
        for (reply, _) in self.replies.into_values() {
            let what = Unavailable { code: "LT0009", what: format!("{} has stopped", R::SERVICE) };
            // The sender may have gone: then nobody is left to be told.
            let _ = reply.send(Err(what));
        }
    }

    /// Carries effects out in order. Where a key that is to be destroyed cannot be, the answers after it wait until it is: a receipt says that
    /// it is gone.
    async fn perform_all(&mut self, effects: Vec<Effect>) {
        let (mut left, mut answers) = (Vec::new(), Vec::new());
        for effect in effects {
            match effect {
                Effect::Erase { scope } => left.extend(still_there(&*self.ports.keys, vec![scope]).await),
                Effect::Answer { .. } if !left.is_empty() => answers.push(effect),
                effect => self.perform(effect).await,
            }
        }
        if !left.is_empty() {
            self.erase(left, answers);
        }
    }

    async fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Answer { ticket, verdicts, outstanding } => {
                let done = outstanding == 0;
                verdicts.iter().for_each(|verdict| measures::answered(R::SERVICE, how(&verdict.answer)));
                if let Some((reply, _)) = self.replies.get(&ticket) {
                    // A sender who has gone will send again: what was recorded is found by its id.
                    let _ = reply.send(Ok(Answer { verdicts, outstanding }));
                }
                if done {
                    self.replies.remove(&ticket);
                }
            }
            Effect::Load { token, origin, stream } => match self.ledger(&origin).await {
                Ok(Some(ledger)) => self.spawn(async move {
                    Input::Loaded { token, records: ledger.read(&stream).await.map(Some) }
                }),
                Ok(None) => self.spawn(async move { Input::Loaded { token, records: Ok(None) } }),
                Err(what) => self.spawn(async move { Input::Loaded { token, records: Err(what) } }),
            },
            Effect::Append { token, origin, append } => match self.ledger(&origin).await {
                Ok(Some(ledger)) => {
                    self.spawn(async move { Input::Appended { token, result: ledger.append(append).await } });
                }
                Ok(None) => {
                    let what = Unavailable { code: "LT0008", what: format!("there is no ledger {origin}") };
                    let result = Err(AppendError::Unavailable(what));
                    self.spawn(async move { Input::Appended { token, result } });
                }
                Err(what) => {
                    let result = Err(AppendError::Unavailable(what));
                    self.spawn(async move { Input::Appended { token, result } });
                }
            },
            Effect::Key { token, scope } => {
                let keys = Arc::clone(&self.ports.keys);
                self.spawn(async move { Input::Key { token, result: keys.ensure(&scope).await } });
            }
            // See `perform_all`.
            Effect::Erase { scope } => self.erase(vec![scope], Vec::new()),
            Effect::Prove { token, origin, stream, revision } => {
                let seals = Arc::clone(&self.ports.seals);
                self.spawn(async move {
                    Input::Proven { token, result: seals.prove(&origin, &stream, revision).await }
                });
            }
        }
    }

    /// Destroys keys, however often it takes, and then gives the answers that waited for it.
    fn erase(&mut self, mut scopes: Vec<KeyScope>, answers: Vec<Effect>) {
        let (keys, messages) = (Arc::clone(&self.ports.keys), self.messages.clone());
        self.tasks.spawn(async move {
            while !scopes.is_empty() {
                tokio::time::sleep(ERASE_AGAIN_AFTER).await;
                scopes = still_there(&*keys, scopes).await;
            }
            if let Some(messages) = messages.upgrade() {
                // A runner that has ended answers nobody.
                let _ = messages.send(Message::Release(answers));
            }
        });
    }

    /// Asks again and again which ledgers there are: what others write in one that came later has clocks too, and erasures.
    fn look_for_ledgers(&mut self) {
        let (messages, ledgers) = (self.messages.clone(), Arc::clone(&self.ports.ledgers));
        self.tasks.spawn(async move {
            loop {
                tokio::time::sleep(LOOK_EVERY).await;
                let origins = ledgers.origins().await;
                let Some(messages) = messages.upgrade() else { return };
                match origins {
                    Ok(origins) => {
                        // A runner that has ended follows nothing.
                        let _ = messages.send(Message::There(origins));
                    }
                    Err(what) => {
                        tracing::warn!(service = %R::SERVICE, %what, "the ledgers cannot be listed now");
                    }
                }
            }
        });
    }

    async fn follow_new(&mut self, origins: Vec<Origin>) {
        for origin in origins {
            if let Err(what) = self.ledger(&origin).await {
                // It is listed again in a second.
                tracing::warn!(service = %R::SERVICE, %origin, %what, "a new ledger cannot be followed now");
            }
        }
    }

    /// The ledger, followed from the first time it is asked for: before anything is appended to it. From its sealed head on, or
    /// from its beginning, which of one that was not there at start is not long ago.
    async fn ledger(&mut self, origin: &Origin) -> Result<Option<Arc<dyn Ledger>>, Unavailable> {
        if let Some(ledger) = self.ledgers.get(origin) {
            return Ok(Some(Arc::clone(ledger)));
        }
        let Some(ledger) = self.ports.ledgers.ledger(origin).await? else { return Ok(None) };
        let head = if self.watches { None } else { ledger.sealed_head().await? };
        let next = head.map_or(1, |head| head.checkpoint.size + 1);
        self.follow(origin.clone(), &ledger, next);
        self.ledgers.insert(origin.clone(), Arc::clone(&ledger));
        Ok(Some(ledger))
    }

    fn follow(&mut self, origin: Origin, ledger: &Arc<dyn Ledger>, mut next: u64) {
        let (messages, ledger) = (self.messages.clone(), Arc::clone(ledger));
        self.tasks.spawn(async move {
            loop {
                let mut batches = ledger.follow_sealed(next);
                while let Some(batch) = batches.next().await {
                    let Some(messages) = messages.upgrade() else { return };
                    match batch {
                        Ok(batch) => {
                            next = batch.first + batch.records.len() as u64;
                            let input = Input::Sealed { origin: origin.clone(), batch };
                            if messages.send(Message::Input(input)).is_err() {
                                return;
                            }
                        }
                        Err(FollowError::Unavailable(what)) => {
                            tracing::warn!(%origin, %what, "following again shortly");
                            break;
                        }
                        Err(error) => {
                            // The machine must not go on without this ledger.
                            let _ = messages.send(Message::Stopped(error));
                            return;
                        }
                    }
                }
                drop(batches);
                if messages.upgrade().is_none() {
                    return;
                }
                tokio::time::sleep(FOLLOW_AGAIN_AFTER).await;
            }
        });
    }

    fn spawn(&mut self, work: impl Future<Output = Input> + Send + 'static) {
        let messages = self.messages.clone();
        self.tasks.spawn(async move {
            let input = work.await;
            if let Some(messages) = messages.upgrade() {
                // A runner that has ended needs no inputs.
                let _ = messages.send(Message::Input(input));
            }
        });
    }
}

fn how(answer: &VerdictAnswer) -> Answered {
    match answer {
        VerdictAnswer::Receipt(receipt) if receipt.is_admitted() => Answered::Admitted,
        VerdictAnswer::Receipt(_) => Answered::Rejected,
        VerdictAnswer::Fault(_) => Answered::Fault,
        VerdictAnswer::Unavailable(_) => Answered::Unavailable,
    }
}

/// Destroys keys; those that could not be.
async fn still_there(keys: &dyn KeyStore, scopes: Vec<KeyScope>) -> Vec<KeyScope> {
    let mut left = Vec::new();
    for scope in scopes {
        if let Err(error) = keys.erase(&scope).await {
            tracing::error!(%scope, %error, "a key that was erased by record is there still: it is tried again");
            left.push(scope);
        }
    }
    left
}

fn unavailable(error: FollowError) -> Unavailable {
    match error {
        FollowError::Unavailable(what) => what,
        other => Unavailable { code: "LT0510", what: other.to_string() },
    }
}

#[async_trait::async_trait]
impl Intake for Handle {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        let gone = || Unavailable { code: "LT0009", what: format!("{} has stopped", self.service) };
        let permit = Arc::clone(&self.door).acquire_owned().await.map_err(|_| gone())?;
        let (reply, answers) = mpsc::unbounded_channel();
        self.messages.send(Message::Submit { submission, reply, permit }).map_err(|_| gone())?;
        let answers = futures::stream::unfold(answers, |mut answers| async move {
            answers.recv().await.map(|answer| (answer, answers))
        });
        Ok(answers.boxed())
    }
}

/// The services of one process, by name.
#[derive(Clone, Default)]
pub struct Services(BTreeMap<Service, Arc<dyn Intake>>);

impl Services {
    /// With one more service.
    #[must_use]
    pub fn with(mut self, service: Service, intake: Arc<dyn Intake>) -> Self {
        self.0.insert(service, intake);
        self
    }
}

#[async_trait::async_trait]
impl Intake for Services {
    async fn submit(
        &self,
        submission: Arc<Submission>,
    ) -> Result<BoxStream<'static, Result<Answer, Unavailable>>, Unavailable> {
        match self.0.get(&submission.service) {
            Some(intake) => intake.submit(submission).await,
            None => {
                let what = format!("{} does not run here", submission.service);
                Err(Unavailable { code: "LT0009", what })
            }
        }
    }
}
