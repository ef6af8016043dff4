//! OpenLedger: record 1, with which a catalogue begins. Its leaf is the ledger's fingerprint.

use super::Decided;
use crate::case::Case;
use crate::grounds::{OPENED, OPENING};
use crate::rules::{form, keys, r12_actor, r22_office};
use jiff::tz::TimeZoneDatabase;
use lienthong_catalogue::{Catalogue, Entry, Opening};
use lienthong_dossier::{Check, Refusals};
use lienthong_names::{Refusal, StreamKind, StreamName};
use lienthong_service::Facts;
use std::collections::BTreeSet;

/// The first record, and only the first. It is judged by what it brings along: the Office, its officers and its keys must
/// be able to say it themselves.
pub(crate) fn decide(case: &Case<'_>, opening: &Opening) -> Decided {
    let entry = Entry::LedgerOpened(opening.clone());
    let mut brought = Catalogue::default();
    brought.evolve(1, &entry);
    let facts = Facts { catalogue: brought.as_known(1), ..case.facts.clone() };

    let mut no = Refusals::new();
    no.ask(unopened(case));
    no.extend(r12_actor::check(case.act, case.asked.kind().as_str(), &facts));
    no.ask(r22_office::key(case.act, &facts));
    no.extend(incoherent(case, opening));
    for key in &opening.keys {
        no.ask(keys::genuine(key));
        no.ask(form::validity("keys.validity", &key.validity));
    }
    no.ask(form::named("office.name", &opening.office.name));
    no.ask(form::validity("office.validity", &opening.office.validity));
    no.settle()?;
    Ok(entry)
}

fn unopened(case: &Case<'_>) -> Check {
    let Some(opening) = case.facts.catalogue.opening() else { return Ok(()) };
    OPENED.refuse(
        "unit",
        format!("sổ cái của {} đã được mở", opening.unit),
        format!("the ledger of {} was opened before", opening.unit),
    )
}

/// Its parts belong together: the Office acts, every officer is the Office's, unit and time zone name something, and the
/// log's key is there to be checked against.
fn incoherent(case: &Case<'_>, opening: &Opening) -> Vec<Refusal> {
    let office = &opening.office.id;
    let strangers = opening.grants.iter().any(|grant| grant.agency != *office);
    let officers: BTreeSet<_> = opening.grants.iter().map(|grant| &grant.officer).collect();
    let rows = [
        (
            case.act.agency == *office,
            "office",
            "người mở sổ cái phải là Văn phòng",
            "the Office opens the ledger",
        ),
        (!strangers, "grants", "cán bộ đầu tiên phải thuộc Văn phòng", "the first officers are the Office's"),
        (
            officers.len() > 1,
            "grants",
            "Văn phòng phải có ít nhất hai cán bộ: một người dự thảo, một người duyệt",
            "the Office needs two officers at least: one drafts, another approves",
        ),
        (
            StreamName::new(StreamKind::Ledger, &opening.unit).is_ok(),
            "unit",
            "mã đơn vị không hợp lệ",
            "the unit is not a code",
        ),
        (is_time_zone(&opening.time_zone), "time_zone", "không có múi giờ này", "there is no such time zone"),
        (!opening.log_key.trim().is_empty(), "log_key", "thiếu khóa của nhật ký", "the log's key is missing"),
    ];
    let wrong = rows.into_iter().filter(|(holds, ..)| !holds);
    wrong.map(|(_, field, vi, en)| OPENING.refusal(field, vi, en)).collect()
}

/// Of the zones built in, never of the machine's: a decision is the same everywhere.
fn is_time_zone(name: &str) -> bool {
    TimeZoneDatabase::bundled().get(name).is_ok()
}
