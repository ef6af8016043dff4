//! One command or event as the pages need it: its sentence, its message, its example.

use super::protos::{Field, Protos};
use super::shape::{self, Kinds};
use lienthong_catalogue::CommandKind;
use lienthong_dossier::capacity;
use lienthong_names::{OfficerId, Service};
use lienthong_protocol::json::{command_from_json, from_json, to_json};
use lienthong_protocol::testing::{examples, fields};
use lienthong_protocol::{Body, Command, Event, Record};
use lienthong_supervision::capacity as of_supervision;
use serde_json::Value;

/// A command or an event.
pub(super) struct Subject {
    /// `RequestSupplement`.
    pub(super) kind: &'static str,
    /// What it is.
    pub(super) about: String,
    /// Of what kinds the tables say that its fields are.
    kinds: Kinds,
    /// What the code says of its fields.
    docs: Kinds,
    /// The example as JSON; for an event, the event alone.
    json: Value,
    /// Whether that JSON, one field less, is still of good form.
    of: Of,
}

enum Of {
    Command,
    /// In this record, as the first of its events.
    Event(Value),
}

/// Every command, in the order of the code, with its service and who may say it.
pub(super) fn commands() -> Vec<(Subject, Service, String)> {
    examples::commands().into_iter().map(drafted).map(|example| command(&example)).collect()
}

/// A publication as it is let in: golden bytes are kept of examples without who drafted them.
fn drafted(mut example: Command) -> Command {
    if let Body::Catalogue { drafted_by, command } = &mut example.body
        && ![CommandKind::OpenLedger, CommandKind::ProposeCut].contains(&command.kind())
    {
        *drafted_by = OfficerId::new("tran-thi-b").ok();
    }
    example
}

fn command(example: &Command) -> (Subject, Service, String) {
    let kind = example.kind_name();
    let (about, docs, who): (_, Kinds, _) = match &example.body {
        Body::Dossier { command, .. } => {
            let kind = command.kind();
            let asked: Vec<_> = capacity::asked_for(kind).iter().map(|capacity| capacity.as_str()).collect();
            (kind.about(), kind.fields(), asked.join(" or "))
        }
        Body::Catalogue { command, .. } => {
            let who = if command.kind() == CommandKind::ProposeCut { "each agency" } else { "office" };
            (command.kind().about(), &[], who.to_owned())
        }
        Body::Books(command) => {
            (command.kind().about(), command.kind().fields(), "each agency of itself".to_owned())
        }
        Body::Supervision(command) => {
            let kind = command.kind();
            let asked: Vec<_> = of_supervision::asked_for(kind).iter().map(|c| c.as_str()).collect();
            (kind.about(), kind.fields(), asked.join(" or "))
        }
    };
    let subject = Subject {
        kind,
        about: super::protos::one_line(about),
        kinds: kinds_of(fields::OF_COMMANDS, kind),
        docs,
        json: to_json("Command", &example.encode()).unwrap_or_default(),
        of: Of::Command,
    };
    (subject, example.service(), who)
}

/// Every event, in the order of the code.
pub(super) fn events() -> Vec<Subject> {
    examples::events().into_iter().map(event).collect()
}

fn event(example: Event) -> Subject {
    let kind = example.kind_name();
    let (about, docs): (_, Kinds) = match &example {
        Event::Dossier(event) => (event.kind().about(), event.kind().fields()),
        Event::Catalogue(entry) => (entry.kind().about(), &[]),
        Event::Books(event) => (event.kind().about(), event.kind().fields()),
        Event::Supervision(event) => (event.kind().about(), event.kind().fields()),
    };
    // Any command does: what is asked of the record is only whether it can be read.
    let record =
        examples::commands().first().map(|command| examples::record(command, vec![example]).encode());
    let record = record.and_then(|bytes| to_json("Record", &bytes).ok()).unwrap_or_default();
    Subject {
        kind,
        about: super::protos::one_line(about),
        kinds: kinds_of(fields::OF_EVENTS, kind),
        docs,
        json: record["events"][0].clone(),
        of: Of::Event(record),
    }
}

fn kinds_of(all: &'static [fields::Fields], kind: &str) -> Kinds {
    all.iter().find(|(of, _)| *of == kind).map(|(_, fields)| *fields).unwrap_or_default()
}

impl Subject {
    /// `Command` or `Event`: the message whose body it is.
    const fn envelope(&self) -> &'static str {
        match self.of {
            Of::Command => "Command",
            Of::Event(_) => "Event",
        }
    }

    /// The table of its fields.
    pub(super) fn table(&self, protos: &Protos) -> String {
        let body = protos.body(self.envelope(), self.kind).unwrap_or_default();
        let needed = |field: &Field| !self.reads_without(&body, &field.json);
        shape::fields(&protos.message(self.kind), self.kinds, self.docs, needed)
    }

    /// The example as a line of JSON: what `submit` fills in itself is left out.
    pub(super) fn line(&self, protos: &Protos) -> String {
        let mut json = self.json.clone();
        if let (Of::Command, Some(fields)) = (&self.of, json.as_object_mut()) {
            fields.remove("id");
            fields.remove("occurredAt");
        }
        shape::line(protos, self.envelope(), &json)
    }

    /// Whether the form check takes the example without one of its fields.
    fn reads_without(&self, body: &str, field: &str) -> bool {
        let mut json = self.json.clone();
        if let Some(fields) = json[body].as_object_mut() {
            fields.remove(field);
        }
        match &self.of {
            Of::Command => {
                command_from_json(&json.to_string()).is_ok_and(|bytes| Command::decode(&bytes).is_ok())
            }
            Of::Event(record) => {
                let mut record = record.clone();
                record["events"][0] = json;
                from_json("Record", &record).is_ok_and(|bytes| Record::decode(&bytes).is_ok())
            }
        }
    }
}
