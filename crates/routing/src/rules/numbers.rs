//! Numbers of dossiers: a desk that works without a line has a block of its own, and nobody else gives its numbers.

use crate::case::Case;
use crate::grounds::LEASED;
use lienthong_catalogue::Number;
use lienthong_dossier::Check;

/// The code's number is leased to this desk, or to none.
pub(crate) fn not_anothers(case: &Case<'_>) -> Check {
    let catalogue = case.facts.catalogue;
    let lease = Number::of(case.code).and_then(|number| catalogue.lease(&number));
    let Some(lease) = lease.filter(|lease| catalogue.acting(&lease.desk, case.now()) != case.agency()) else {
        return Ok(());
    };
    LEASED.refuse(
        "dossier",
        format!("số {} thuộc dãy đã cấp cho {} ({}-{})", case.code, lease.desk, lease.first, lease.last),
        format!("{} is in the block leased to {} ({}-{})", case.code, lease.desk, lease.first, lease.last),
    )
}
