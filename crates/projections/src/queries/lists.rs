//! The questions whose answers are lists: inbox, consultations, agencies, procedures; and the counts.

use super::declarations::to_be_shown;
use super::overview::{counted, figure};
use super::tables::Tables;
use crate::facets::name;
use crate::folds::keys::{
    CELL, COUNTED, LEDGER, agency_key, basis_key, cuts as all_cuts, of_agency, of_realm,
    procedures as all_procedures, repeal_key, succession_key, tenures_key,
};
use crate::folds::{
    AgencyRow, BasisRow, ConsultationRow, CutRow, InboxRow, ProcedureRow, RepealRow, SuccessionRow, TenureRow,
};
use crate::key::{part, under};
use crate::view::Realm;
use jiff::Timestamp;
use lienthong_ledger::parameters::{Parameters, malformed};
use lienthong_ledger::ports::QueryError;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// What waits for an agency.
pub(super) fn inbox(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let (agency, now) = (parameters.must("agency")?, parameters.now());
    let known: Option<AgencyRow> = tables.get("catalogue", &agency_key(&agency))?;
    let known = known.ok_or_else(|| QueryError::NotFound { what: format!("agency {agency}") })?;
    let mut rows: Vec<InboxRow> =
        tables.all("inbox", &of_agency(&agency))?.into_iter().map(|(_, row)| row).collect();
    rows.sort_by_key(|row| (row.due.unwrap_or(Timestamp::MAX), row.sent_at));
    let items: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "code": row.dossier,
                "leg": row.leg,
                "purpose": row.purpose,
                "state": row.state,
                "from": row.from,
                "from_name": tables.called(&row.from).vi,
                "from_name_en": tables.called(&row.from).en,
                "unit": row.unit,
                "unit_name": tables.unit_called(&agency, row.unit.as_deref()),
                "question": row.question,
                "mandatory": row.mandatory,
                "sent_at": row.sent_at,
                "due": row.due,
                "late": row.due.is_some_and(|due| due < now),
            })
        })
        .collect();
    let drawn = to_be_shown(tables, &agency, now)?;
    Ok(json!({
        "agency": agency,
        "name": known.name,
        "name_en": known.name_en,
        "items": items,
        "drawn": drawn,
    }))
}

/// Those not concluded; the one due first first.
pub(super) fn consultations(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let (state, now) = (parameters.text("state").unwrap_or_else(|| "open".to_owned()), parameters.now());
    if !["open", "late"].contains(&state.as_str()) {
        return Err(malformed(&format!("state: `{state}` is neither open nor late")));
    }
    let late_only = state == "late";
    let rows: Vec<Value> = consultations_of(tables, Realm::Live)?
        .iter()
        .filter(|row| !late_only || row.late(now) > 0)
        .map(|row| {
            json!({
                "code": row.dossier,
                "consultation": row.consultation,
                "chair": row.chair,
                "chair_name": tables.called(&row.chair).vi,
                "chair_name_en": tables.called(&row.chair).en,
                "question": row.question,
                "opened_at": row.opened_at,
                "due": row.due,
                "asked": row.asked,
                "answered": row.answered,
                "closed": row.closed,
                "late": row.late(now),
            })
        })
        .collect();
    Ok(json!({ "state": state, "consultations": rows }))
}

pub(super) fn consultations_of(
    tables: &Tables<'_>,
    realm: Realm,
) -> Result<Vec<ConsultationRow>, QueryError> {
    Ok(tables.all("consultations", &of_realm(realm))?.into_iter().map(|(_, row)| row).collect())
}

/// Agencies, with who is in office and what waits for each.
pub(super) fn agencies(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let now = parameters.now();
    let mut rows = Vec::new();
    for row in tables.agencies()? {
        let waiting = tables.rows("inbox", &of_agency(&row.id))?.len() as u64;
        let succession: Option<SuccessionRow> = tables.get("catalogue", &succession_key(&row.id))?;
        let tenures: Vec<TenureRow> = tables.get("catalogue", &tenures_key(&row.id))?.unwrap_or_default();
        let in_office = |row: &&TenureRow| row.from <= now && row.until.is_none_or(|until| now < until);
        let in_office: Vec<Value> = tenures.iter().filter(in_office).map(tenure).collect();
        let mut inbox = figure(waiting, &[]);
        inbox["drill"] = json!({ "query": "inbox", "parameters": { "agency": row.id } });
        rows.push(json!({
            "agency": row.id,
            "name": row.name,
            "name_en": row.name_en,
            "parent": row.parent,
            "fictitious": row.fictitious,
            "succeeded_by": succession.as_ref().map(|said| &said.successor),
            "succeeded_by_name": succession.as_ref().map(|said| tables.called(&said.successor).vi),
            "succeeded_by_name_en": succession.as_ref().map(|said| tables.called(&said.successor).en),
            "succeeded_from": succession.as_ref().map(|said| said.from),
            "in_office": in_office,
            "inbox": inbox,
        }));
    }
    Ok(json!({ "agencies": rows }))
}

fn tenure(row: &TenureRow) -> Value {
    json!({
        "seat": row.seat,
        "officer": row.officer,
        "name": row.name,
        "fields": row.fields,
        "from": row.from,
        "until": row.until,
        "decision": row.decision,
    })
}

/// Published procedures, each in its newest version: its cases, what it stands on, what is proposed to be cut from it, the dossiers that go by
/// it.
pub(super) fn procedures(tables: &Tables<'_>) -> Result<Value, QueryError> {
    let mut dossiers = counted(tables, Realm::Live, name::PROCEDURE)?;
    for (code, times) in counted(tables, Realm::History, name::PROCEDURE)? {
        *dossiers.entry(code).or_default() += times;
    }
    let cuts: Vec<CutRow> = tables.all("catalogue", &all_cuts())?.into_iter().map(|(_, row)| row).collect();
    let mut newest: BTreeMap<String, ProcedureRow> = BTreeMap::new();
    for (_, row) in tables.all::<ProcedureRow>("catalogue", &all_procedures())? {
        newest.insert(row.code.clone(), row);
    }
    let mut rows = Vec::new();
    for row in newest.values() {
        let repeal: Option<RepealRow> = tables.get("catalogue", &repeal_key(&row.code))?;
        let bases = row.legal_bases.iter().map(|id| tables.get::<BasisRow>("catalogue", &basis_key(id)));
        let bases: Vec<BasisRow> = bases.filter_map(Result::transpose).collect::<Result<_, _>>()?;
        let cuts: Vec<Value> =
            cuts.iter().filter(|cut| cut.procedure == row.code).map(|cut| json!(cut)).collect();
        rows.push(json!({
            "code": row.code,
            "name": row.name,
            "field": row.field,
            "version": row.version,
            "decision": row.decision,
            "fictitious": row.fictitious,
            "repealed_from": repeal.as_ref().map(|repeal| repeal.from),
            "repeal_decision": repeal.as_ref().map(|repeal| &repeal.decision),
            "legal_bases": bases,
            "cases": row.cases,
            "case_required": row.case_required,
            "cuts": cuts,
            "dossiers": figure(
                dossiers.get(&row.code).copied().unwrap_or(0),
                &[(name::PROCEDURE, &row.code)],
            ),
        }));
    }
    Ok(json!({ "procedures": rows }))
}

/// Every number that is kept: by day, agency, channel and status; by facet; by ledger.
pub(super) fn counts(tables: &Tables<'_>) -> Result<Value, QueryError> {
    let mut cells = Vec::new();
    for (key, value) in tables.all::<i64>("counts", &under(&[CELL]))? {
        if value != 0 {
            let [day, agency, channel, status] = [1, 2, 3, 4].map(|place| part(&key, place));
            cells.push(json!({ "day": day, "agency": agency, "channel": channel, "status": status, "dossiers": value }));
        }
    }
    let mut facets: BTreeMap<String, BTreeMap<String, Map<String, Value>>> = BTreeMap::new();
    for (key, value) in tables.all::<i64>("counts", &under(&[COUNTED]))? {
        let [realm, name, of] = [1, 2, 3].map(|place| part(&key, place).to_owned());
        facets.entry(realm).or_default().entry(name).or_default().insert(of, json!(value));
    }
    let mut ledgers: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for (key, value) in tables.all::<i64>("counts", &under(&[LEDGER]))? {
        let what = [2, 3].map(|place| part(&key, place)).join(" ").trim().to_owned();
        ledgers.entry(part(&key, 1).to_owned()).or_default().insert(what, json!(value));
    }
    Ok(json!({ "cells": cells, "facets": facets, "ledgers": ledgers }))
}
