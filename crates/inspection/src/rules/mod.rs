//! The rules, a file for each group that looks at the same thing.

pub(crate) mod attempts;
pub(crate) mod catalogue;
pub(crate) mod citizen;
pub(crate) mod close;
pub(crate) mod competence;
mod departures;
pub(crate) mod intake;
pub(crate) mod late;
pub(crate) mod many;
pub(crate) mod opinions;
pub(crate) mod profile;
pub(crate) mod published;
pub(crate) mod steps;
pub(crate) mod times;
pub(crate) mod waits;

use crate::finding::Finding;
use crate::seen::Seen;

/// Rules that look at one admitted act about a dossier, and at nothing else.
pub(crate) const OF_ONE_ACT: &[fn(&Seen<'_>, &mut Vec<Finding>)] = &[
    intake::look,
    citizen::look,
    steps::look,
    late::look,
    times::look,
    competence::look,
    close::look,
    opinions::look,
];
