//! Examples of what is said of whole ledgers.

use super::{at, decision, origin};
use lienthong_catalogue::{LedgerBeginning, LedgerClosing, LedgerFinish};

pub(super) fn beginning() -> LedgerBeginning {
    LedgerBeginning { ledger: origin(), from: at("2020-01-01T00:00:00+07:00"), decision: decision() }
}

pub(super) fn closing() -> LedgerClosing {
    LedgerClosing { ledger: origin(), at: at("2021-01-01T00:00:00+07:00"), decision: decision() }
}

pub(super) fn finish() -> LedgerFinish {
    LedgerFinish { ledger: origin(), size: 5_000, root: [0x5a; 32], decision: decision() }
}
