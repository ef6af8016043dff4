//! Strategies for what is said of whole ledgers.

use super::catalogue::any_decision;
use super::words::{any_origin, any_timestamp};
use lienthong_catalogue::{LedgerBeginning, LedgerClosing, LedgerFinish};
use proptest::prelude::*;

pub(super) fn any_beginning() -> impl Strategy<Value = LedgerBeginning> {
    (any_origin(), any_timestamp(), any_decision()).prop_map(|(ledger, from, decision)| LedgerBeginning {
        ledger,
        from,
        decision,
    })
}

pub(super) fn any_closing() -> impl Strategy<Value = LedgerClosing> {
    (any_origin(), any_timestamp(), any_decision()).prop_map(|(ledger, at, decision)| LedgerClosing {
        ledger,
        at,
        decision,
    })
}

pub(super) fn any_finish() -> impl Strategy<Value = LedgerFinish> {
    (any_origin(), 1..=u64::MAX, any::<[u8; 32]>(), any_decision())
        .prop_map(|(ledger, size, root, decision)| LedgerFinish { ledger, size, root, decision })
}
