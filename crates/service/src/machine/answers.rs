//! Who waits for what: verdicts on their way out, and receipts that wait for the seal.

use crate::identity::fault;
use crate::step::{Effect, NOT_NOW, Ticket};
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::ports::{Proof, Unavailable};
use lienthong_merkle::Hash;
use lienthong_names::{AgencyId, CommandId, Origin, Rejection, StreamName};
use lienthong_protocol::{Fault, Receipt, Verdict, VerdictAnswer};
use std::collections::{BTreeMap, BTreeSet};

/// What a receipt will say besides its proof.
#[derive(Debug, Clone)]
pub(super) struct Promise {
    pub(super) origin: Origin,
    pub(super) stream: StreamName,
    pub(super) agency: AgencyId,
    pub(super) command_id: CommandId,
    pub(super) rejection: Option<Rejection>,
    pub(super) revision: u64,
    pub(super) already_known: bool,
}

struct Waiting {
    ticket: Ticket,
    index: u32,
    promise: Promise,
}

struct InHand {
    since_tick: u64,
    open: BTreeSet<u32>,
    ids: BTreeMap<u32, CommandId>,
    /// Streams of which a command came back as "not now": the later ones of this submission stay untried.
    stopped: BTreeSet<StreamName>,
    verdicts: Vec<Verdict>,
}

/// The answering side of a machine.
#[derive(Default)]
pub(super) struct Desk {
    in_hand: BTreeMap<Ticket, InHand>,
    waiting: BTreeMap<Hash, Vec<Waiting>>,
}

impl Desk {
    pub(super) fn open(&mut self, ticket: Ticket, commands: u32, tick: u64) {
        let in_hand = InHand {
            since_tick: tick,
            open: (0..commands).collect(),
            ids: BTreeMap::new(),
            stopped: BTreeSet::new(),
            verdicts: Vec::new(),
        };
        self.in_hand.insert(ticket, in_hand);
    }

    pub(super) fn name(&mut self, ticket: Ticket, index: u32, id: CommandId) {
        if let Some(in_hand) = self.in_hand.get_mut(&ticket) {
            in_hand.ids.insert(index, id);
        }
    }

    /// Whether something of the submission still waits for its answer.
    pub(super) fn has(&self, ticket: Ticket) -> bool {
        self.in_hand.get(&ticket).is_some_and(|in_hand| !in_hand.open.is_empty())
    }

    /// Whether the command still waits for its answer.
    pub(super) fn is_open(&self, ticket: Ticket, index: u32) -> bool {
        self.in_hand.get(&ticket).is_some_and(|in_hand| in_hand.open.contains(&index))
    }

    pub(super) fn fault(&mut self, ticket: Ticket, index: u32, fault: Fault) {
        self.answer(ticket, index, VerdictAnswer::Fault(fault));
    }

    pub(super) fn unavailable(
        &mut self,
        ticket: Ticket,
        index: u32,
        stream: &StreamName,
        what: &Unavailable,
    ) {
        if let Some(in_hand) = self.in_hand.get_mut(&ticket) {
            in_hand.stopped.insert(stream.clone());
        }
        self.answer(ticket, index, VerdictAnswer::Unavailable(not_now(what.code, &what.what)));
    }

    /// Nothing of the submission was tried.
    pub(super) fn not_taken(&mut self, ticket: Ticket, commands: u32, what: &Unavailable) {
        for index in 0..commands {
            self.answer(ticket, index, VerdictAnswer::Unavailable(not_now(what.code, &what.what)));
        }
    }

    /// Whether an earlier command of this submission about the stream came back as "not now".
    pub(super) fn is_stopped(&self, ticket: Ticket, stream: &StreamName) -> bool {
        self.in_hand.get(&ticket).is_some_and(|in_hand| in_hand.stopped.contains(stream))
    }

    /// The command's record has this leaf: its receipt goes out when the leaf is sealed.
    pub(super) fn await_seal(&mut self, leaf: Hash, ticket: Ticket, index: u32, promise: Promise) {
        self.waiting.entry(leaf).or_default().push(Waiting { ticket, index, promise });
    }

    /// The append did not happen: nobody waits for this leaf on behalf of this command any more.
    pub(super) fn forget(&mut self, leaf: &Hash, ticket: Ticket, index: u32) {
        if let Some(waiting) = self.waiting.get_mut(leaf) {
            waiting.retain(|w| (w.ticket, w.index) != (ticket, index));
            if waiting.is_empty() {
                self.waiting.remove(leaf);
            }
        }
    }

    pub(super) fn proven(
        &mut self,
        ticket: Ticket,
        index: u32,
        leaf: &Hash,
        result: Result<Option<Proof>, Unavailable>,
    ) {
        let Some(position) = self
            .waiting
            .get(leaf)
            .and_then(|waiting| waiting.iter().position(|w| (w.ticket, w.index) == (ticket, index)))
        else {
            return;
        };
        match result {
            // Not sealed yet: the seal will find it waiting.
            Ok(None) => {}
            Ok(Some(proof)) => {
                let Some(waiting) = self.waiting.get_mut(leaf) else { return };
                let waiting = waiting.swap_remove(position);
                let receipt = receipt(&waiting.promise, &proof);
                self.answer(ticket, index, VerdictAnswer::Receipt(receipt));
            }
            Err(what) => {
                let Some(waiting) = self.waiting.get_mut(leaf) else { return };
                let waiting = waiting.swap_remove(position);
                self.unavailable(ticket, index, &waiting.promise.stream, &what);
            }
        }
    }

    /// Releases the receipts of the records in a sealed batch.
    pub(super) fn sealed(&mut self, origin: &Origin, batch: &SealedBatch, leaves: &[Hash]) {
        if !leaves.iter().any(|leaf| self.waiting.contains_key(leaf)) {
            return;
        }
        let proofs = batch.proofs();
        for (sequence, leaf) in (batch.first..).zip(leaves) {
            let Some(waiting) = self.waiting.remove(leaf) else { continue };
            let Ok(path) = proofs.inclusion_path(sequence - 1) else { continue };
            let proof = Proof { sequence, leaf: *leaf, path, checkpoint: batch.checkpoint.clone() };
            for waiting in waiting {
                debug_assert_eq!(&waiting.promise.origin, origin);
                let receipt = receipt(&waiting.promise, &proof);
                self.answer(waiting.ticket, waiting.index, VerdictAnswer::Receipt(receipt));
            }
        }
    }

    /// The deliberate bug: a receipt without a seal behind it.
    #[cfg(feature = "sabotage")]
    pub(super) fn promise_without_seal(&mut self, leaf: &Hash) {
        for waiting in self.waiting.remove(leaf).unwrap_or_default() {
            let proof = Proof { sequence: 0, leaf: *leaf, path: Vec::new(), checkpoint: Vec::new().into() };
            let receipt = receipt(&waiting.promise, &proof);
            self.answer(waiting.ticket, waiting.index, VerdictAnswer::Receipt(receipt));
        }
    }

    /// Gives back as "not now" what has waited since before a tick.
    pub(super) fn give_back(&mut self, before_tick: u64) {
        let late: Vec<(Ticket, Vec<u32>)> = self
            .in_hand
            .iter()
            .filter(|(_, in_hand)| in_hand.since_tick < before_tick)
            .map(|(ticket, in_hand)| (*ticket, in_hand.open.iter().copied().collect()))
            .collect();
        for (ticket, open) in late {
            for index in open {
                let what = not_now("LT0009", "no seal came in time; send the same command again");
                self.answer(ticket, index, VerdictAnswer::Unavailable(what));
            }
        }
        let in_hand = &self.in_hand;
        self.waiting.retain(|_, waiting| {
            waiting.retain(|w| in_hand.get(&w.ticket).is_some_and(|i| i.open.contains(&w.index)));
            !waiting.is_empty()
        });
    }

    fn answer(&mut self, ticket: Ticket, index: u32, answer: VerdictAnswer) {
        let Some(in_hand) = self.in_hand.get_mut(&ticket) else { return };
        if in_hand.open.remove(&index) {
            let command_id = in_hand.ids.get(&index).copied();
            in_hand.verdicts.push(Verdict { index, command_id, answer, hint: None });
        }
    }

    /// Puts what was answered since the last step into effects, one a submission.
    pub(super) fn flush(&mut self, effects: &mut Vec<Effect>) {
        self.in_hand.retain(|ticket, in_hand| {
            if !in_hand.verdicts.is_empty() {
                let verdicts = std::mem::take(&mut in_hand.verdicts);
                let outstanding = u32::try_from(in_hand.open.len()).unwrap_or(u32::MAX);
                effects.push(Effect::Answer { ticket: *ticket, verdicts, outstanding });
            }
            !in_hand.open.is_empty()
        });
    }
}

fn receipt(promise: &Promise, proof: &Proof) -> Receipt {
    Receipt {
        origin: promise.origin.clone(),
        stream: promise.stream.clone(),
        agency: promise.agency.clone(),
        command_id: promise.command_id,
        rejection: promise.rejection.clone(),
        sequence: proof.sequence,
        revision: promise.revision,
        leaf: proof.leaf,
        path: proof.path.clone(),
        checkpoint: proof.checkpoint.to_vec(),
        already_known: promise.already_known,
    }
}

fn not_now(code: &'static str, what: &str) -> Fault {
    fault(code, "", format!("hiện chưa ghi nhận được, xin gửi lại: {what}"), format!("{NOT_NOW}{what}"))
}
