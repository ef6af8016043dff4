//! Who has a dossier in hand, and for how long.

use jiff::Timestamp;
use lienthong_names::{AgencyId, LegId, OfficerId};

/// Who has it in hand.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// The citizen, who was asked for something.
    Citizen,
    /// The post, which has what the citizen was asked for.
    Post,
    /// The agency of a leg, for which the custodian can only wait.
    Leg {
        /// Which.
        leg: LegId,
        /// Whose.
        agency: AgencyId,
    },
    /// The agency that answers for it.
    Custodian {
        /// Which.
        agency: AgencyId,
        /// Its officer, where one is assigned.
        officer: Option<OfficerId>,
    },
}

/// A time with one holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Who.
    pub holder: Holder,
    /// Whether it is of the dossier's term: the citizen's time is not, nor that of a leg outside it.
    pub counts: bool,
}
