//! R02: each command only by a capacity that the table of DOMAIN section 4 gives it.

use crate::case::Case;
use crate::grounds::R02_CAPACITY;
use lienthong_dossier::capacity::Standing;
use lienthong_dossier::{Check, capacity};

/// The acting agency holds one of the capacities that the command asks for.
pub(crate) fn check(case: &Case<'_>, standing: Standing) -> Check {
    capacity::check(&R02_CAPACITY, case.dossier, case.agency(), case.asked, standing)
}
