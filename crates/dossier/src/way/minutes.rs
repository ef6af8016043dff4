//! Stretches of a dossier's way in working minutes.

use super::{Holder, Stretch};
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Undecided};
use std::collections::BTreeMap;

/// The working minutes of each holder of these stretches.
pub(crate) fn held(calendar: &Calendar, stretches: &[Stretch]) -> Result<BTreeMap<Holder, u64>, Undecided> {
    let mut held = BTreeMap::new();
    for stretch in stretches {
        *held.entry(stretch.holder.clone()).or_default() += minutes(calendar, stretch.from, stretch.to)?;
    }
    Ok(held)
}

/// Working minutes between two instants, of those stretches that are asked for.
pub(crate) fn worked(
    calendar: &Calendar,
    stretches: &[Stretch],
    (from, to): (Timestamp, Timestamp),
    of: impl Fn(&Stretch) -> bool,
) -> Result<u64, Undecided> {
    let mut worked = 0;
    for stretch in stretches.iter().filter(|stretch| of(stretch)) {
        worked += minutes(calendar, stretch.from.max(from), stretch.to.min(to))?;
    }
    Ok(worked)
}

/// Working minutes from one instant to a later one; none where it is not later.
pub(crate) fn minutes(calendar: &Calendar, from: Timestamp, to: Timestamp) -> Result<u64, Undecided> {
    if to <= from {
        return Ok(0);
    }
    Ok(u64::try_from(calendar.working_minutes_between(from, to)?).unwrap_or(0))
}
