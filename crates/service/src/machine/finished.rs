//! A ledger that the Office has finished: nothing is recorded in it any more, not even a rejection.

use super::Machine;
use crate::Rules;
use crate::identity::fault;
use lienthong_names::Origin;
use lienthong_protocol::Fault;

impl<R: Rules> Machine<R> {
    /// Why nothing is recorded in a ledger; `None`: it goes on. A rejection would be one record more than its last checkpoint counts.
    pub(super) fn has_finished(&self, origin: &Origin) -> Option<Fault> {
        let said = self.catalogue.now().finish(origin)?;
        let vi = format!("sổ cái {origin} đã kết thúc với {} bản ghi: không ghi thêm gì nữa", said.size);
        let en = format!(
            "ledger {origin} was finished with {} records: nothing more is recorded in it",
            said.size
        );
        Some(fault("LT0032", "origin", vi, en))
    }
}
