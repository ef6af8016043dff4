//! `dossier` and `timeline`: one dossier as of now, and everything that happened to it.

use super::appraisal;
use super::dossiers::views;
use super::opinions;
use super::tables::{Tables, read};
use crate::facets::is_late;
use crate::key::{part, under};
use crate::timeline::{Entry, Placed, Timeline, TimelineEntry};
use crate::view::{ConsignmentView, DossierView, LegView, PlannedLegView, SucceededView};
use crate::writer::Meta;
use jiff::Timestamp;
use lienthong_dossier::PauseCause;
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::QueryError;
use serde_json::{Value, json};

pub(super) fn answer(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let view = one(tables, &parameters.must("code")?)?.for_all();
    Ok(json!({ "dossier": shown(tables, &view, parameters.now()) }))
}

pub(super) fn timeline(tables: &Tables<'_>, parameters: &Parameters) -> Result<Value, QueryError> {
    let view = one(tables, &parameters.must("code")?)?;
    let placed = placed(tables, &view)?;
    let entries: Vec<Value> =
        placed.iter().flat_map(|one| lines(tables, &view.code, &view.origin, one)).collect();
    let stream = Timeline::stream_of(&view.code);
    Ok(json!({ "code": view.code, "origin": view.origin, "stream": stream, "entries": entries }))
}

/// The dossier with this code; of two ledgers that have it, the first.
pub(super) fn one(tables: &Tables<'_>, code: &str) -> Result<DossierView, QueryError> {
    let found = views(tables, code)?.into_iter().next();
    found.ok_or_else(|| QueryError::NotFound { what: format!("dossier {code}") })
}

fn placed(tables: &Tables<'_>, view: &DossierView) -> Result<Vec<Placed>, QueryError> {
    let rows = tables.rows("timeline", &under(&[&view.code, &view.origin]))?;
    let placed = |(key, row): (Vec<u8>, crate::rows::Row)| {
        let entry: Entry = read(&key, &row.content)?;
        let meta: Meta = read(&key, &row.meta)?;
        debug_assert_eq!(part(&key, 0), view.code);
        Ok(Placed { entry, sequence: Some(meta.sequence), recorded_at: meta.recorded_at })
    };
    rows.into_iter().map(placed).collect()
}

/// The lines of a timeline that one record wrote, with where it stands.
pub(super) fn lines(tables: &Tables<'_>, code: &str, origin: &str, placed: &Placed) -> Vec<Value> {
    let record = &placed.entry;
    placed.lines(tables).into_iter().map(|entry| line(tables, code, origin, record, &entry)).collect()
}

fn line(tables: &Tables<'_>, code: &str, origin: &str, record: &Entry, entry: &TimelineEntry) -> Value {
    json!({
        "code": code,
        "origin": origin,
        "stream": Timeline::stream_of(code),
        "revision": entry.revision,
        "sequence": entry.sequence,
        "at": entry.at,
        "recorded_at": entry.recorded_at,
        "agency": entry.agency,
        "agency_name": entry.agency_name,
        "agency_name_en": tables.called(&entry.agency).en,
        "officer": entry.officer,
        "officer_name": tables.officer_name(&entry.agency, &entry.officer),
        "command_id": record.command_id,
        "kind": entry.kind,
        "vi": entry.vi,
        "en": entry.en,
        "source_activity": entry.activity,
        "derived": entry.derived,
        "rejected": record.is_rejected(),
    })
}

fn shown(tables: &Tables<'_>, view: &DossierView, now: Timestamp) -> Value {
    let registration = view.registration.as_ref();
    let reception = view.reception.as_ref();
    let procedure = registration.map(|r| r.procedure.clone()).unwrap_or_default();
    let case = registration.and_then(|r| r.case.as_deref());
    // Of an ended one nothing stands still any more; what it stood still for when it ended is in its timeline.
    let clock = Some(&view.clock).filter(|_| !view.has_ended());
    let pause = clock.and_then(|clock| clock.pause.as_ref()).map(|pause| (pause.cause.as_str(), pause.since));
    let outside = clock.and_then(|clock| clock.outside).map(|since| (PauseCause::OutsideLeg.as_str(), since));
    let (paused_for, paused_since) = pause.or(outside).unzip();
    json!({
        "code": view.code,
        "origin": view.origin,
        "revision": view.revision,
        "status": view.status,
        "procedure_name": tables.procedure_name(&procedure),
        "case": case,
        "case_title": case.map(|case| tables.case_title(&procedure, case)),
        "procedure": procedure,
        "channel": view.channel(),
        "registered_at": registration.map(|r| r.at),
        "received_at": reception.map(|r| r.clock_from),
        "desk": reception.map(|r| r.received_by.clone()),
        "desk_name": reception.map(|r| tables.called(&r.received_by).vi),
        "desk_name_en": reception.map(|r| tables.called(&r.received_by).en),
        "competent": reception.map(|r| r.competent.clone()),
        "competent_name": reception.map(|r| tables.called(&r.competent).vi),
        "competent_name_en": reception.map(|r| tables.called(&r.competent).en),
        "custody": view.custody.as_ref().map(|custody| json!({
            "agency": custody.agency,
            "agency_name": tables.called(&custody.agency).vi,
            "agency_name_en": tables.called(&custody.agency).en,
            "unit": custody.unit,
            "unit_name": tables.unit_called(&custody.agency, custody.unit.as_deref()),
            "officer": custody.officer,
            "officer_name": tables.officer_called(&custody.agency, custody.officer.as_deref()),
            "since": custody.since,
        })),
        "appointment": view.appointment(),
        "receiving_appointment": reception.and_then(|r| r.receiving_appointment),
        "due": view.due,
        "paused_for": paused_for,
        "paused_since": paused_since,
        "supplements": view.supplements,
        "apologies": view.apologies,
        "reappointed": view.reappointed,
        "erased_at": view.erased_at,
        "ended_at": view.ended.as_ref().map(|ended| ended.at),
        "late": is_late(view, now, tables.zone()),
        "charges": view.charges,
        "results": view.results,
        "successions":
            view.successions.iter().map(|said| shown_succession(tables, said)).collect::<Vec<_>>(),
        "consignments":
            view.consignments.iter().map(|sent| shown_consignment(tables, sent, now)).collect::<Vec<_>>(),
        "resolution": view.resolution,
        "returned_at": view.returned_at,
        "legs": view
            .legs
            .iter()
            .map(|leg| shown_leg(tables, leg, now))
            .chain(view.planned.iter().map(|leg| shown_planned(tables, leg)))
            .collect::<Vec<_>>(),
        "consultations":
            view.consultations.iter().map(|asked| opinions::shown(tables, view, asked, now)).collect::<Vec<_>>(),
        "appraisals":
            view.appraisals.iter().map(|one| appraisal::shown(tables, one, now)).collect::<Vec<_>>(),
        "history": view.history,
    })
}

fn shown_succession(tables: &Tables<'_>, said: &SucceededView) -> Value {
    let (gone, there) = (tables.called(&said.predecessor), tables.called(&said.successor));
    json!({
        "predecessor": said.predecessor,
        "predecessor_name": gone.vi,
        "predecessor_name_en": gone.en,
        "successor": said.successor,
        "successor_name": there.vi,
        "successor_name_en": there.en,
        "at": said.at,
    })
}

fn shown_consignment(tables: &Tables<'_>, sent: &ConsignmentView, now: Timestamp) -> Value {
    json!({
        "consignment": sent.consignment,
        "direction": sent.direction,
        "carrier": sent.carrier,
        "carrier_name": tables.called(&sent.carrier).vi,
        "carrier_name_en": tables.called(&sent.carrier).en,
        "sent_at": sent.sent_at,
        "due": sent.due,
        "ended_at": sent.ended_at,
        "failed": sent.failed,
        "late": is_past(sent.due, sent.ended_at, now),
    })
}

fn shown_leg(tables: &Tables<'_>, leg: &LegView, now: Timestamp) -> Value {
    let ended = if leg.is_open() { None } else { leg.state_at };
    json!({
        "leg": leg.leg,
        "from": leg.from,
        "from_name": tables.called(&leg.from).vi,
        "from_name_en": tables.called(&leg.from).en,
        "to": leg.to,
        "to_name": tables.called(&leg.to).vi,
        "to_name_en": tables.called(&leg.to).en,
        "purpose": leg.purpose,
        "state": leg.state,
        "sent_at": leg.sent_at,
        "due": leg.due,
        "parent": leg.parent,
        "outside_term": leg.outside_term,
        "ended_at": ended,
        "escalations": leg.escalations,
        "late": is_past(leg.due, ended, now),
    })
}

/// Beside those that were sent, in the state `planned`.
fn shown_planned(tables: &Tables<'_>, leg: &PlannedLegView) -> Value {
    json!({
        "leg": leg.leg,
        "from": leg.from,
        "from_name": tables.called(&leg.from).vi,
        "from_name_en": tables.called(&leg.from).en,
        "to": leg.to,
        "to_name": tables.called(&leg.to).vi,
        "to_name_en": tables.called(&leg.to).en,
        "purpose": leg.purpose,
        "state": "planned",
        "sent_at": leg.at,
        "after": leg.after,
        "outside_term": false,
        "escalations": 0,
        "late": false,
    })
}

/// Open and past its due, or ended after it.
pub(super) fn is_past(due: Option<Timestamp>, ended: Option<Timestamp>, now: Timestamp) -> bool {
    due.is_some_and(|due| due < ended.unwrap_or(now))
}
