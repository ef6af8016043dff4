//! What may be corrected: an entry that is there, in a field that it has; where rules or figures read the field, by two officers.

use crate::case::Case;
use crate::grounds::{NO_ENTRY, NO_FIELD, TWO_OFFICERS};
use lienthong_dossier::{Check, Entry};
use lienthong_names::OfficerId;
use lienthong_protocol::{FieldKind, event_field};

/// An admitted record has this revision.
pub(crate) fn known<'a>(case: &Case<'a>, revision: u32) -> Check<&'a Entry> {
    match case.dossier.entries.get(&u64::from(revision)) {
        Some(entry) => Ok(entry),
        None => NO_ENTRY.refuse(
            "revision",
            format!("hồ sơ {} không có nội dung nào được ghi nhận ở bản ghi {revision}", case.code),
            format!("nothing was admitted by record {revision} of dossier {}", case.code),
        ),
    }
}

/// The entry has an event of this name, and that has the field.
pub(crate) fn field(entry: &Entry, event: &str, field: &str) -> Check<FieldKind> {
    let happened = entry.events.iter().any(|kind| kind.as_str() == event);
    match event_field(event, field).filter(|_| happened) {
        Some(kind) => Ok(kind),
        None => NO_FIELD.refuse(
            "field",
            format!("bản ghi này không có trường {event}.{field} để đính chính"),
            format!("that record has no field {event}.{field} that could be corrected"),
        ),
    }
}

/// A second officer stands behind it, if the field is one that rules and figures read. Whether that one holds a role here is
/// R12's to say.
pub(crate) fn two_officers(case: &Case<'_>, kind: FieldKind, second: Option<&OfficerId>) -> Check {
    let alone = second.is_none_or(|second| *second == case.act.officer);
    if kind == FieldKind::Words || !alone {
        return Ok(());
    }
    TWO_OFFICERS.refuse(
        "confirmed_by",
        "đính chính ngày, số tiền, cơ quan phải có cán bộ thứ hai xác nhận",
        "a correction of a date, a sum or an agency is confirmed by a second officer",
    )
}
