//! One command in hand: what every rule of routing looks at.

use crate::rules::r27_competence;
use jiff::Timestamp;
use lienthong_catalogue::Procedure;
use lienthong_dossier::capacity::Standing;
use lienthong_dossier::{Command, Dossier, Way};
use lienthong_names::{Act, AgencyId, DossierCode};
use lienthong_service::Facts;

/// The dossier as it stands, what is asked, by whom, and what the catalogue says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) dossier: &'a Dossier,
    /// Who held it when, until now.
    pub(crate) way: &'a Way,
    pub(crate) code: &'a DossierCode,
    pub(crate) asked: &'a Command,
    pub(crate) act: &'a Act,
    pub(crate) facts: &'a Facts<'a>,
}

/// A procedure in the version that counts for the dossier.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Version<'a> {
    pub(crate) number: u32,
    pub(crate) procedure: &'a Procedure,
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

    /// Where a clock starts that protects the citizen: at the earlier of what is claimed and what is recorded, so that
    /// typing it in late gains nobody days (DOMAIN section 6).
    pub(crate) fn citizens_clock(&self) -> Timestamp {
        if self.is_history() { self.now() } else { self.now().min(self.act.occurred_at) }
    }

    /// Whether the Office has switched a rule off for acts of this agency about this procedure.
    pub(crate) fn is_off(&self, rule: &str) -> bool {
        let registered = self.dossier.registration.as_ref().map(|registration| &registration.procedure);
        let procedure = match self.asked {
            Command::RegisterDossier { procedure, .. } => Some(procedure),
            _ => registered,
        };
        self.facts.catalogue.is_off(rule, procedure, self.agency(), self.now())
    }

    /// What the catalogue says of the acting agency.
    pub(crate) fn standing(&self) -> Standing {
        let superior = r27_competence::is_common_superior(self);
        Standing { superior, ..self.facts.standing(self.agency()) }
    }
}
