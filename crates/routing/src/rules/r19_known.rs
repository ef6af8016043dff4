//! R19: an act about a dossier that the ledger has never seen. Directive 1đ.

use crate::case::Case;
use crate::grounds::R19_UNKNOWN;
use lienthong_dossier::{Check, Registration};

/// The dossier was registered.
pub(crate) fn check<'a>(case: &Case<'a>) -> Check<&'a Registration> {
    match &case.dossier.registration {
        Some(registration) => Ok(registration),
        None => R19_UNKNOWN.refuse(
            "dossier",
            format!("hồ sơ {} chưa được đăng ký trong hệ thống", case.code),
            format!("dossier {} was never registered", case.code),
        ),
    }
}
