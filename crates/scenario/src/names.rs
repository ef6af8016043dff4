//! What clerks call agencies and procedures, and which codes those are; and the keys they sign with.

use crate::read::Trouble;
use lienthong_dossier::Participant;
use lienthong_names::{AgencyId, ProcedureCode, UnitId};
use lienthong_protocol::keys::SigningKey;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Names given in a scenario. A code may always be used in place of a name.
#[derive(Debug, Clone, Default)]
pub struct Names {
    agencies: BTreeMap<String, AgencyId>,
    procedures: BTreeMap<String, ProcedureCode>,
}

impl Names {
    /// The agency of a name.
    ///
    /// # Errors
    /// Neither a name given before nor a code.
    pub fn agency(&self, line: usize, name: &str) -> Result<AgencyId, Trouble> {
        match self.agencies.get(name) {
            Some(id) => Ok(id.clone()),
            None => AgencyId::new(name).map_err(|error| Trouble::at(line, error.to_string())),
        }
    }

    /// The agencies of several names.
    pub(crate) fn agencies(&self, line: usize, names: &[String]) -> Result<Vec<AgencyId>, Trouble> {
        names.iter().map(|name| self.agency(line, name)).collect()
    }

    /// `agency` or `agency/unit`.
    pub(crate) fn participant(&self, line: usize, text: &str) -> Result<Participant, Trouble> {
        let (agency, unit) = match text.split_once('/') {
            Some((agency, unit)) => (agency, Some(unit)),
            None => (text, None),
        };
        let unit = unit.map(UnitId::new).transpose().map_err(|error| Trouble::at(line, error.to_string()))?;
        Ok(Participant { agency: self.agency(line, agency)?, unit })
    }

    /// The procedure of a name.
    pub(crate) fn procedure(&self, line: usize, name: &str) -> Result<ProcedureCode, Trouble> {
        match self.procedures.get(name) {
            Some(code) => Ok(code.clone()),
            None => ProcedureCode::new(name).map_err(|error| Trouble::at(line, error.to_string())),
        }
    }

    /// What an agency is called; its code where nobody named it.
    pub(crate) fn of(&self, id: &AgencyId) -> String {
        let name = self.agencies.iter().find(|(_, known)| *known == id).map(|(name, _)| name.clone());
        name.unwrap_or_else(|| id.to_string())
    }

    /// What a participant is called.
    pub(crate) fn of_participant(&self, participant: &Participant) -> String {
        let agency = self.of(&participant.agency);
        participant.unit.as_ref().map_or(agency.clone(), |unit| format!("{agency}/{unit}"))
    }

    pub(crate) fn name_agency(&mut self, name: &str, id: AgencyId) {
        self.agencies.insert(name.to_owned(), id);
    }

    pub(crate) fn name_procedure(&mut self, name: &str, code: ProcedureCode) {
        self.procedures.insert(name.to_owned(), code);
    }
}

/// The key that goes by a name; a test's key, anyone can make it.
#[must_use]
pub fn signing_key(name: &str) -> SigningKey {
    SigningKey::from_seed(&Sha256::digest(name.as_bytes()).into())
}
