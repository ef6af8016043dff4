//! R03: an agency acts on a dossier only if a recorded transfer, consultation or process step gave it a part.
//! Directive 1đ.

use crate::case::Case;
use crate::grounds::R03_PART;
use lienthong_dossier::capacity::Standing;
use lienthong_dossier::{Check, capacity};

/// Something recorded gave the acting agency a part in the dossier.
pub(crate) fn check(case: &Case<'_>, standing: Standing) -> Check {
    capacity::check_part(&R03_PART, case.dossier, case.code, case.agency(), standing)
}
