//! `personal`: what citizens say of themselves in a dossier, for an officer of whom it is sealed that they are shown it; `accesses`: of whom it is.
//!
//! Nobody is shown anything that no record says, nor somebody who has no part in the dossier, nor whoever a complaint is of.

use super::annex::stands_in;
use super::closed::key_scope;
use super::dossier::one;
use super::tables::Tables;
use crate::folds::AccessRow;
use crate::folds::keys::{PersonalRow, access_by, accesses_of, personal_key};
use crate::view::DossierView;
use jiff::{SignedDuration, Timestamp};
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::{KeyOf, KeyScope, QueryError};
use serde_json::{Value, json};

/// How long values are shown by one record.
const SHOWN_FOR: SignedDuration = SignedDuration::from_mins(5);

/// By how much the clock that recorded it may be ahead of this one.
const AHEAD: SignedDuration = SignedDuration::from_mins(1);

/// The key that is needed to answer.
pub(super) fn scope(tables: &Tables<'_>, parameters: &Parameters) -> Result<KeyScope, QueryError> {
    let view = one(tables, &parameters.must("code")?)?;
    key_scope(&view, KeyOf::Personal)
        .ok_or_else(|| QueryError::NotFound { what: format!("dossier {}", view.code) })
}

/// A dossier that an officer is shown, of whom it is sealed that they are: what is personal in it, and what its documents say.
pub(super) struct Shown {
    pub(super) view: DossierView,
    pub(super) agency: String,
    pub(super) by: AccessRow,
}

/// The dossier that is asked about, if whoever asks is shown it. `now` is the clock's, not what whoever asks says.
pub(super) fn shown(
    tables: &Tables<'_>,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<Shown, QueryError> {
    let (code, agency, id) =
        (parameters.must("code")?, parameters.must("agency")?, parameters.must("command_id")?);
    let view = one(tables, &code)?;
    let rows: Vec<(Vec<u8>, AccessRow)> = tables.all("accesses", &access_by(&code, &agency, &id))?;
    let by = rows
        .into_iter()
        .map(|(_, row)| row)
        .find(|row| (-AHEAD..=SHOWN_FOR).contains(&now.duration_since(row.at)));
    let Some(by) = by else {
        let what = format!(
            "no sealed record of the last five minutes says that an officer of {agency} is shown the personal values of dossier {code} by command {id}; \
             hand in ReadPersonalData, and ask with its id"
        );
        return Err(QueryError::NotFound { what });
    };
    if !has_part(tables, &view, &agency, now)? {
        let what = format!("{agency} has no part in dossier {code} (R03); that it asked stays on record");
        return Err(QueryError::NotFound { what });
    }
    if let Some(at) = view.erased_at {
        return Err(QueryError::NotFound {
            what: format!("the personal values of dossier {code} were erased at {at}"),
        });
    }
    Ok(Shown { view, agency, by })
}

pub(super) fn answer(
    tables: &Tables<'_>,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<Value, QueryError> {
    parameters.only(&["code", "agency", "command_id"])?;
    let Shown { view, agency, by } = shown(tables, parameters, now)?;
    let rows: Vec<PersonalRow> =
        tables.get("dossiers", &personal_key(&view.code, &view.origin))?.unwrap_or_default();
    let mut values = Vec::new();
    for row in rows {
        let accused =
            row.against.as_ref().map(|against| stands_in(tables, against, &agency, now)).transpose()?;
        if accused == Some(true) {
            continue;
        }
        let opened = row.field().and_then(|field| tables.opened(&view, &row.commitment, field));
        let value = opened.and_then(|opened| String::from_utf8(opened.value.to_vec()).ok());
        values.push(json!({ "revision": row.revision, "field": row.field, "value": value }));
    }
    Ok(json!({ "personal": {
        "code": view.code, "origin": view.origin, "officer": by.officer, "reason": by.reason, "values": values,
    } }))
}

/// Who was shown what: newest first.
pub(super) fn accesses(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let code = parameters.must("code")?;
    let mut rows: Vec<AccessRow> =
        tables.all("accesses", &accesses_of(&code))?.into_iter().map(|(_, row)| row).collect();
    rows.sort_by(|a, b| (b.at, &b.agency, b.revision).cmp(&(a.at, &a.agency, a.revision)));
    let shown = |row: &AccessRow| {
        json!({
            "agency": row.agency,
            "agency_name": tables.called(&row.agency).vi,
            "agency_name_en": tables.called(&row.agency).en,
            "officer": row.officer,
            "officer_name": tables.officer_name(&row.agency, &row.officer),
            "reason": row.reason,
            "at": row.at,
            "origin": row.origin,
            "stream": row.stream,
            "revision": row.revision,
        })
    };
    Ok(json!({ "code": code, "accesses": rows.iter().map(shown).collect::<Vec<_>>() }))
}

/// R03: something recorded gave the agency a part in the dossier, or one whose place it has taken.
fn has_part(
    tables: &Tables<'_>,
    view: &DossierView,
    agency: &str,
    now: Timestamp,
) -> Result<bool, QueryError> {
    for part in &view.parts {
        if stands_in(tables, part, agency, now)? {
            return Ok(true);
        }
    }
    Ok(false)
}
