//! One command in hand: what every rule of consultation looks at.

use jiff::Timestamp;
use lienthong_dossier::capacity::Standing;
use lienthong_dossier::{Command, Dossier};
use lienthong_names::{Act, AgencyId, DossierCode};
use lienthong_service::Facts;

/// The dossier as it stands, what is asked, by whom, and what the catalogue says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) dossier: &'a Dossier,
    pub(crate) code: &'a DossierCode,
    pub(crate) asked: &'a Command,
    pub(crate) act: &'a Act,
    pub(crate) facts: &'a Facts<'a>,
}

impl<'a> Case<'a> {
    /// The instant that counts as now.
    pub(crate) const fn now(&self) -> Timestamp {
        self.facts.effective_at
    }

    /// Whether it is entered as history.
    pub(crate) const fn is_history(&self) -> bool {
        self.facts.is_history()
    }

    /// In whose name it is asked.
    pub(crate) const fn agency(&self) -> &'a AgencyId {
        &self.act.agency
    }

    /// What the catalogue says of the acting agency.
    pub(crate) fn standing(&self) -> Standing {
        self.facts.standing(self.agency())
    }
}
