//! The envelope of a command.

use super::{name, time};
use crate::form::{Form, code};
use crate::proto;
use lienthong_names::{Act, Clerk, CommandId, Source};

/// Reads the envelope, leaving dossier and body as they are.
pub(crate) fn read(form: &mut Form, command: &mut proto::Command) -> Option<Act> {
    let id = command_id(form, "id", &command.id);
    let agency = form.id("agency", &command.agency);
    let officer = form.id("officer", &command.officer);
    let unit = form.optional_id("unit", &command.unit);
    let entered_by = form.optional("entered_by", command.entered_by.take(), read_clerk);
    let occurred_at = time::read(form, "occurred_at", command.occurred_at);
    let source = form.optional("source", command.source.take(), read_source);
    let group_id = form.optional_line("group_id", std::mem::take(&mut command.group_id));
    Some(Act {
        id: id?,
        agency: agency?,
        officer: officer?,
        unit: unit?,
        entered_by: entered_by?,
        occurred_at: occurred_at?,
        derived: command.derived,
        source: source?,
        group_id: group_id?,
    })
}

pub(crate) fn command_id(form: &mut Form, field: &str, bytes: &[u8]) -> Option<CommandId> {
    if bytes.is_empty() {
        return form.missing(field);
    }
    let id = CommandId::from_bytes(bytes);
    if let Err(error) = &id {
        let vi = "phải là 16 byte của một UUID phiên bản 7 hoặc 8";
        form.refuse(field, code::FORM, vi, error.to_string());
    }
    id.ok()
}

fn read_clerk(form: &mut Form, clerk: proto::Clerk) -> Option<Clerk> {
    let agency = form.id("agency", &clerk.agency);
    let officer = form.id("officer", &clerk.officer);
    Some(Clerk { agency: agency?, officer: officer? })
}

fn read_source(form: &mut Form, source: proto::Source) -> Option<Source> {
    let event_id = form.line("event_id", source.event_id);
    let activity = form.line("activity", source.activity);
    let resource = form.line("resource", source.resource);
    let group = form.line("group", source.group);
    let timestamp = form.line("timestamp", source.timestamp);
    Some(Source {
        index: source.index,
        event_id: event_id?,
        activity: activity?,
        resource: resource?,
        group: group?,
        timestamp: timestamp?,
    })
}

/// The envelope alone: a command with neither body nor what stands beside it.
pub(crate) fn write(act: &Act) -> proto::Command {
    proto::Command {
        id: act.id.as_bytes().to_vec(),
        agency: act.agency.to_string(),
        officer: act.officer.to_string(),
        unit: name(act.unit.as_ref()),
        entered_by: act.entered_by.as_ref().map(|clerk| proto::Clerk {
            agency: clerk.agency.to_string(),
            officer: clerk.officer.to_string(),
        }),
        occurred_at: Some(time::write(act.occurred_at)),
        derived: act.derived,
        source: act.source.as_ref().map(|source| proto::Source {
            index: source.index,
            activity: source.activity.to_string(),
            resource: source.resource.to_string(),
            group: source.group.to_string(),
            event_id: source.event_id.to_string(),
            timestamp: source.timestamp.to_string(),
        }),
        group_id: name(act.group_id.as_ref()),
        dossier: String::new(),
        drafted_by: String::new(),
        body: None,
    }
}
