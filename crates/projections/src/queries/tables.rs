//! The rows that are served, as the questions read them.

use super::{rows_away, unreadable};
use crate::folds::keys::{AGENCY, agency_key, officer_key, versions_of};
use crate::folds::{AgencyRow, OfficerRow, ProcedureRow};
use crate::key::under;
use crate::model::{ReadModel, Served};
use crate::rows::{Page, Row};
use crate::timeline::{Name, Names};
use crate::view::DossierView;
use crate::writer::from_bytes;
use jiff::tz::TimeZone;
use lienthong_dossier::Commitment;
use lienthong_ledger::ports::{DataKey, QueryError};
use lienthong_names::{CommandId, DossierCode};
use lienthong_protocol::EncryptedField;
use lienthong_protocol::encryption::{self, OpenedField};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::RwLockReadGuard;

/// The served set, held for the time of one question.
pub(super) struct Tables<'a> {
    model: &'a ReadModel,
    served: RwLockReadGuard<'a, Served>,
    /// The key of the dossier that is asked about.
    key: Option<DataKey>,
    /// Agencies that were looked up: an answer names the same few on every line.
    agencies: RefCell<BTreeMap<String, Option<Rc<AgencyRow>>>>,
}

/// What a row says.
pub(super) fn read<T: DeserializeOwned>(key: &[u8], bytes: &[u8]) -> Result<T, QueryError> {
    from_bytes(key, bytes).map_err(|error| unreadable(&error))
}

impl<'a> Tables<'a> {
    pub(super) fn of(model: &'a ReadModel) -> Self {
        Self { model, served: model.served(), key: None, agencies: RefCell::default() }
    }

    pub(super) fn with_key(self, key: Option<DataKey>) -> Self {
        Self { key, ..self }
    }

    /// What stands encrypted in a record of the dossier that is asked about, under a commitment in hexadecimal: whoever opens it sees that it
    /// is what was committed to. `None` where it does not open, or nobody has its key.
    pub(super) fn opened(
        &self,
        dossier: &DossierView,
        commitment: &str,
        (command, field): (CommandId, EncryptedField),
    ) -> Option<OpenedField> {
        let key = encryption::DataKey::new(**self.key.as_ref()?);
        let commitment = Commitment(hex::decode(commitment).ok()?.try_into().ok()?);
        field.open(&key, &DossierCode::new(&dossier.code).ok()?, &command, &commitment).ok()
    }

    pub(super) fn zone(&self) -> &TimeZone {
        &self.model.zone
    }

    /// Ledger by ledger, the sequence as of which everything is true.
    pub(super) fn as_of(&self) -> BTreeMap<String, u64> {
        self.served
            .positions
            .iter()
            .map(|(origin, position)| (origin.to_string(), position.sequence))
            .collect()
    }

    pub(super) fn row(&self, projection: &str, key: &[u8]) -> Result<Option<Row>, QueryError> {
        self.model.rows.get(&self.served.set.table(projection), key).map_err(rows_away)
    }

    pub(super) fn get<T: DeserializeOwned>(
        &self,
        projection: &str,
        key: &[u8],
    ) -> Result<Option<T>, QueryError> {
        self.row(projection, key)?.map(|row| read(key, &row.content)).transpose()
    }

    /// Rows under a prefix, in order.
    pub(super) fn rows(&self, projection: &str, prefix: &[u8]) -> Result<Vec<(Vec<u8>, Row)>, QueryError> {
        self.page(projection, prefix, false, usize::MAX)
    }

    pub(super) fn page(
        &self,
        projection: &str,
        prefix: &[u8],
        backwards: bool,
        limit: usize,
    ) -> Result<Vec<(Vec<u8>, Row)>, QueryError> {
        let table = self.served.set.table(projection);
        self.model.rows.page(Page { table: &table, prefix, after: None, backwards, limit }).map_err(rows_away)
    }

    pub(super) fn all<T: DeserializeOwned>(
        &self,
        projection: &str,
        prefix: &[u8],
    ) -> Result<Vec<(Vec<u8>, T)>, QueryError> {
        let rows = self.rows(projection, prefix)?;
        rows.into_iter().map(|(key, row)| read(&key, &row.content).map(|content| (key, content))).collect()
    }

    pub(super) fn agencies(&self) -> Result<Vec<AgencyRow>, QueryError> {
        Ok(self.all("catalogue", &under(&[AGENCY]))?.into_iter().map(|(_, row)| row).collect())
    }

    fn agency_row(&self, agency: &str) -> Option<Rc<AgencyRow>> {
        if let Some(known) = self.agencies.borrow().get(agency) {
            return known.clone();
        }
        let row = self.get("catalogue", &agency_key(agency)).ok().flatten().map(Rc::new);
        self.agencies.borrow_mut().insert(agency.to_owned(), row.clone());
        row
    }

    pub(super) fn procedure_name(&self, code: &str) -> String {
        let versions = self.all::<ProcedureRow>("catalogue", &versions_of(code)).unwrap_or_default();
        versions.last().map(|(_, row)| row.name.clone()).unwrap_or_default()
    }

    /// What a case of a procedure is called: as the newest version that has it says, or else as dossiers name it.
    pub(super) fn case_title(&self, code: &str, case: &str) -> String {
        let versions = self.all::<ProcedureRow>("catalogue", &versions_of(code)).unwrap_or_default();
        let mut cases = versions.into_iter().rev().flat_map(|(_, row)| row.cases);
        cases.find(|known| known.name == case).map_or_else(|| case.to_owned(), |known| known.title)
    }

    /// What an agency is called; its id where nobody knows.
    pub(super) fn called(&self, agency: &str) -> Name {
        self.agency(agency).unwrap_or_else(|| Name { vi: agency.to_owned(), en: agency.to_owned() })
    }

    /// What an officer is called; nothing where nobody knows.
    pub(super) fn officer_name(&self, agency: &str, officer: &str) -> String {
        self.officer(agency, officer).map(|name| name.vi).unwrap_or_default()
    }

    pub(super) fn unit_called(&self, agency: &str, unit: Option<&str>) -> Value {
        json!(unit.and_then(|unit| self.unit(agency, unit)).map(|name| name.vi))
    }

    pub(super) fn officer_called(&self, agency: &str, officer: Option<&str>) -> Value {
        json!(officer.and_then(|officer| self.officer(agency, officer)).map(|name| name.vi))
    }
}

impl Names for Tables<'_> {
    fn agency(&self, agency: &str) -> Option<Name> {
        self.agency_row(agency).map(|row| named(&row.name, &row.name_en))
    }

    fn unit(&self, agency: &str, unit: &str) -> Option<Name> {
        let row = self.agency_row(agency)?;
        row.units.iter().find(|known| known.id == unit).map(|unit| named(&unit.name, ""))
    }

    fn officer(&self, agency: &str, officer: &str) -> Option<Name> {
        let row: Option<OfficerRow> = self.get("catalogue", &officer_key(agency, officer)).ok().flatten();
        row.map(|row| named(&row.name, ""))
    }
}

/// In English too, where nobody said how.
fn named(vi: &str, en: &str) -> Name {
    Name { vi: vi.to_owned(), en: if en.is_empty() { vi } else { en }.to_owned() }
}
