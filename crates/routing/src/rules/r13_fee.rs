//! R13: the fee is the one of the published schedule, and there is no other money. Directive 1d, 4.

use crate::grounds::R13_FEE;
use lienthong_catalogue::Procedure;
use lienthong_dossier::{Channel, Check, Registration};

/// A fee that the schedule of the version names for the case of the registration, with the sum that it names for its channel.
pub(crate) fn check(procedure: &Procedure, registration: &Registration, fee: &str, amount: u64) -> Check {
    let Some(listed) = procedure.fees_for(registration.case.as_ref()).find(|listed| *listed.id == *fee)
    else {
        return R13_FEE.refuse(
            "fee",
            format!("`{fee}` không có trong biểu phí, lệ phí của thủ tục {} đã công bố", procedure.code),
            format!("`{fee}` is not in the published fees of procedure {}", procedure.code),
        );
    };
    let online = if registration.channel == Channel::Online { listed.online_amount } else { None };
    whole(fee, online.unwrap_or(listed.amount), amount)
}

/// The sum is the one that is owed: neither more nor less.
pub(crate) fn whole(fee: &str, owed: u64, amount: u64) -> Check {
    if amount == owed {
        return Ok(());
    }
    R13_FEE.refuse(
        "amount",
        format!("`{fee}` là {owed} đồng, không phải {amount} đồng"),
        format!("`{fee}` is {owed} đồng, not {amount} đồng"),
    )
}
