//! The verbs of whole ledgers.
//!
//! `begins ledger NAME from DATE [without decision]` · `closes ledger NAME at DATE [without decision]` ·
//! `finishes ledger NAME [number N] [without decision]`

use super::process::under;
use super::publishing::BEGINNING;
use super::{Speaker, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_catalogue::{Command, LedgerBeginning, LedgerClosing, LedgerFinish};
use lienthong_names::Origin;

pub(super) fn command(_: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let named =
        |name: &str| name.parse::<Origin>().map_err(|error| Trouble::at(act.line(), error.to_string()));
    let command = match *act.head().as_slice() {
        ["begins", "ledger", name] => Command::BeginLedger(LedgerBeginning {
            ledger: named(name)?,
            from: when(act, "from")?.unwrap_or(BEGINNING),
            decision: under(act),
        }),
        ["closes", "ledger", name] => Command::CloseLedger(LedgerClosing {
            ledger: named(name)?,
            at: when(act, "at")?.unwrap_or(BEGINNING),
            decision: under(act),
        }),
        ["finishes", "ledger", name] => Command::FinishLedger(LedgerFinish {
            ledger: named(name)?,
            size: act.read("number", str::parse)?.unwrap_or(1),
            root: [0; 32],
            decision: under(act),
        }),
        _ => return Ok(None),
    };
    Ok(Some(command))
}
