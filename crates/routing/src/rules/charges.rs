//! What can be said of money at the point where it is: demanded once, settled once, given back once.

use crate::case::Case;
use crate::grounds::{DEMANDED, NO_RECEIPT, NOT_OWED, NOT_PAID};
use lienthong_dossier::{Charge, ChargeState, Check};

/// Nothing was demanded under this id.
pub(crate) fn not_demanded(case: &Case<'_>, field: &str, id: &str) -> Check {
    if !case.dossier.charges.contains_key(id) {
        return Ok(());
    }
    DEMANDED.refuse(field, format!("`{id}` đã được yêu cầu nộp"), format!("`{id}` was demanded before"))
}

/// It was demanded, and is neither paid nor exempted.
pub(crate) fn owed<'a>(case: &Case<'a>, id: &str) -> Check<&'a Charge> {
    match case.dossier.charges.get(id) {
        Some(charge) if charge.state == ChargeState::Open => Ok(charge),
        Some(charge) => {
            let state = charge.state.as_str();
            NOT_OWED.refuse(
                "fee",
                format!("`{id}` không còn phải nộp ({state})"),
                format!("`{id}` is no longer to be paid ({state})"),
            )
        }
        None => NOT_OWED.refuse(
            "fee",
            format!("chưa có yêu cầu nộp `{id}`"),
            format!("`{id}` was never demanded"),
        ),
    }
}

/// It was paid, and not given back.
pub(crate) fn paid<'a>(case: &Case<'a>, id: &str) -> Check<&'a Charge> {
    match case.dossier.charges.get(id) {
        Some(charge) if matches!(charge.state, ChargeState::Paid { .. }) => Ok(charge),
        _ => NOT_PAID.refuse(
            "fee",
            format!("`{id}` chưa được nộp hoặc đã hoàn trả"),
            format!("`{id}` is not paid, or was given back before"),
        ),
    }
}

/// The paper that proves it has a number.
pub(crate) fn receipt(number: &str) -> Check {
    if !number.trim().is_empty() {
        return Ok(());
    }
    NO_RECEIPT.refuse("receipt", "thiếu số biên lai, chứng từ", "the number of the receipt is missing")
}
