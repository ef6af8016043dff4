//! `attachments`: which documents a dossier's records name, and whether their bytes are here; `attachment`: one part of one, for an officer of whom
//! it is sealed that they are shown what is personal in the dossier.

use super::annex::stands_in;
use super::dossier::one;
use super::personal::{Shown, shown};
use super::tables::Tables;
use crate::folds::DocumentRow;
use crate::folds::keys::documents_of;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use lienthong_ledger::attachments::{AttachmentError, AttachmentName, Attachments, Shelf, at_a_glance};
use lienthong_ledger::parameters::{Parameters, malformed};
use lienthong_ledger::ports::QueryError;
use lienthong_names::{DossierCode, Origin};
use lienthong_protocol::attachment::Content;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the records name, before the store is asked.
pub(super) struct Named {
    code: String,
    origin: String,
    erased_at: Option<Timestamp>,
    rows: Vec<DocumentRow>,
}

/// What everybody may know of: not of what is said in confidence.
pub(super) fn named(tables: &Tables<'_>, parameters: &Parameters) -> Result<Named, QueryError> {
    parameters.only(&["code"])?;
    let view = one(tables, &parameters.must("code")?)?;
    let mut rows = documents(tables, &view.code, &view.origin)?;
    let first = first_named(&rows);
    rows.retain(|row| row.only_for.is_empty() && first.get(&content(row)).is_none_or(Vec::is_empty));
    Ok(Named { code: view.code, origin: view.origin, erased_at: view.erased_at, rows })
}

impl Named {
    /// With how each stands: `held`, `missing`, `damaged` where its length is another, `erased`; null where the store is not open here.
    pub(super) async fn answer(self, store: Option<&dyn Attachments>) -> Result<Value, QueryError> {
        let mut states: BTreeMap<Content, &str> = BTreeMap::new();
        let mut documents = Vec::new();
        for row in &self.rows {
            let name = name(&self.code, &self.origin, row)?;
            let state = match (self.erased_at, store) {
                (Some(_), _) => Some("erased"),
                (None, None) => None,
                (None, Some(store)) => Some(match states.get(&name.content) {
                    Some(known) => known,
                    None => {
                        let state = at_a_glance(store, &name).await?;
                        states.insert(name.content, state);
                        state
                    }
                }),
            };
            documents.push(json!({
                "revision": row.revision, "event": row.event, "id": row.id, "name": row.name,
                "sha256": row.sha256, "size": row.size, "state": state,
            }));
        }
        let Self { code, origin, erased_at, .. } = self;
        Ok(json!({ "code": code, "origin": origin, "erased_at": erased_at, "documents": documents }))
    }
}

/// One part of one document that an officer may be shown.
pub(super) struct Asked {
    name: AttachmentName,
    row: DocumentRow,
    part: u64,
}

/// Which it is, if whoever asks is shown it; nothing of it is read yet.
pub(super) fn asked(
    tables: &Tables<'_>,
    parameters: &Parameters,
    now: Timestamp,
) -> Result<Asked, QueryError> {
    parameters.only(&["code", "agency", "command_id", "document", "part"])?;
    let Shown { view, agency, .. } = shown(tables, parameters, now)?;
    let (wanted, part) = (parameters.must("document")?, parameters.number("part", 0)?);
    let rows = documents(tables, &view.code, &view.origin)?;
    let first = first_named(&rows);
    let mut found: BTreeMap<(String, u64), DocumentRow> = BTreeMap::new();
    for row in rows {
        let name = name(&view.code, &view.origin, &row)?.content.name();
        let is_meant = [&row.id, &row.sha256, &name].contains(&&wanted);
        let only_for = first.get(&content(&row)).map_or(&[][..], Vec::as_slice);
        if is_meant && is_for(tables, only_for, &agency, now)? {
            found.insert(content(&row), row);
        }
    }
    if found.len() > 1 {
        let digests: Vec<_> = found.keys().map(|(digest, size)| format!("{digest}.{size}")).collect();
        return Err(malformed(&format!(
            "document: several are called `{wanted}`: name one by its digest and size: {}",
            digests.join(", ")
        )));
    }
    let nothing = || QueryError::NotFound {
        what: format!("document `{wanted}` in the records of dossier {}", view.code),
    };
    let (_, row) = found.pop_first().ok_or_else(nothing)?;
    Ok(Asked { name: name(&view.code, &view.origin, &row)?, row, part })
}

impl Asked {
    /// The part; or why there is none, in `refused`: that is an answer.
    pub(super) async fn answer(self, shelf: &Shelf) -> Result<Value, QueryError> {
        let Self { name, row, part } = self;
        let mut answer = json!({
            "code": name.dossier.as_str(), "origin": name.origin.as_str(), "id": row.id, "name": row.name,
            "sha256": row.sha256, "size": row.size, "part": part, "parts": name.content.parts(),
        });
        if part >= name.content.parts() {
            return Err(malformed(&format!("part: there are {}", name.content.parts())));
        }
        match shelf.part(&name, part).await {
            Ok(bytes) => answer["bytes"] = STANDARD.encode(bytes.as_slice()).into(),
            Err(AttachmentError::Unavailable(what)) => return Err(what.into()),
            Err(error) => answer["refused"] = error.to_string().into(),
        }
        Ok(json!({ "attachment": answer }))
    }
}

fn documents(tables: &Tables<'_>, code: &str, origin: &str) -> Result<Vec<DocumentRow>, QueryError> {
    Ok(tables.all("documents", &documents_of(code, origin))?.into_iter().map(|(_, row)| row).collect())
}

/// What one document is, whatever it is called.
fn content(row: &DocumentRow) -> (String, u64) {
    (row.sha256.clone(), row.size)
}

/// For whom each was when a record first named it. Whoever names it again knows its digest, and has not been shown what it says by that.
fn first_named(rows: &[DocumentRow]) -> BTreeMap<(String, u64), Vec<String>> {
    let mut first: BTreeMap<_, (u64, Vec<String>)> = BTreeMap::new();
    for row in rows {
        let known = first.entry(content(row)).or_insert_with(|| (row.revision, row.only_for.clone()));
        if row.revision < known.0 {
            *known = (row.revision, row.only_for.clone());
        }
    }
    first.into_iter().map(|(content, (_, only_for))| (content, only_for)).collect()
}

/// What an opinion brings that is confidential is for who asked and who answered.
fn is_for(
    tables: &Tables<'_>,
    only_for: &[String],
    agency: &str,
    now: Timestamp,
) -> Result<bool, QueryError> {
    for one in only_for {
        if stands_in(tables, one, agency, now)? {
            return Ok(true);
        }
    }
    Ok(only_for.is_empty())
}

fn name(code: &str, origin: &str, row: &DocumentRow) -> Result<AttachmentName, QueryError> {
    let no_row = || super::damaged("a row of a document is none");
    let content = Content::new(&row.sha256, row.size).map_err(|_| no_row())?;
    let (origin, dossier) = (Origin::new(origin).ok(), DossierCode::new(code).ok());
    let (origin, dossier) = origin.zip(dossier).ok_or_else(no_row)?;
    Ok(AttachmentName { origin, dossier, content })
}
