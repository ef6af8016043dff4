//! Which ledger takes registrations, and which has said its last, as published. Whether it can be said is a rule's question; here only
//! the form.

use super::catalogue::{read_decision, write_decision};
use super::time;
use crate::form::Form;
use crate::proto;
use lienthong_catalogue::{LedgerBeginning, LedgerClosing, LedgerFinish};

pub(crate) fn read_beginning(form: &mut Form, m: proto::BeginLedger) -> Option<LedgerBeginning> {
    let ledger = form.id("ledger", &m.ledger);
    let from = time::read(form, "from", m.from);
    let decision = form.message("decision", m.decision, read_decision);
    Some(LedgerBeginning { ledger: ledger?, from: from?, decision: decision? })
}

pub(super) fn write_beginning(said: &LedgerBeginning) -> proto::BeginLedger {
    proto::BeginLedger {
        ledger: said.ledger.to_string(),
        from: Some(time::write(said.from)),
        decision: Some(write_decision(&said.decision)),
    }
}

pub(crate) fn read_closing(form: &mut Form, m: proto::CloseLedger) -> Option<LedgerClosing> {
    let ledger = form.id("ledger", &m.ledger);
    let at = time::read(form, "at", m.at);
    let decision = form.message("decision", m.decision, read_decision);
    Some(LedgerClosing { ledger: ledger?, at: at?, decision: decision? })
}

pub(super) fn write_closing(said: &LedgerClosing) -> proto::CloseLedger {
    proto::CloseLedger {
        ledger: said.ledger.to_string(),
        at: Some(time::write(said.at)),
        decision: Some(write_decision(&said.decision)),
    }
}

pub(crate) fn read_finish(form: &mut Form, m: proto::FinishLedger) -> Option<LedgerFinish> {
    let ledger = form.id("ledger", &m.ledger);
    // A ledger that nothing was ever recorded in has no checkpoint that could be its last.
    let size = form.number("size", m.size, 1..=u64::MAX);
    let root = form.bytes32("root", &m.root);
    let decision = form.message("decision", m.decision, read_decision);
    Some(LedgerFinish { ledger: ledger?, size: size?, root: root?, decision: decision? })
}

pub(super) fn write_finish(said: &LedgerFinish) -> proto::FinishLedger {
    proto::FinishLedger {
        ledger: said.ledger.to_string(),
        size: said.size,
        root: said.root.to_vec(),
        decision: Some(write_decision(&said.decision)),
    }
}
