//! What is said of findings and tasks: rows of a table, as for dossiers.

use super::{kinds, tables};
use crate::form::Form;
use crate::proto;
use lienthong_supervision::{Command, Event, Ground};
use proto::command::Body as Asked;
use proto::event::Body as Recorded;

macro_rules! commands {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Reads a command; `None` and no fault: it is none of these.
        pub(super) fn read_command(form: &mut Form, body: Asked) -> Option<Command> {
            match body {
                $(Asked::$variant(proto::$variant { $($field),* }) => form.within($place, |form| {
                    $(let $field = kinds::$kind::read(form, stringify!($field), $field);)*
                    Some(Command::$variant { $($field: $field?),* })
                }),)+
                _ => None,
            }
        }

        pub(super) fn write_command(command: &Command) -> Asked {
            match command {
                $(Command::$variant { $($field),* } => {
                    Asked::$variant(proto::$variant { $($field: kinds::$kind::write($field)),* })
                })+
            }
        }

        /// Whether a body is one of these.
        pub(super) const fn is_command(body: &Asked) -> bool {
            matches!(body, $(Asked::$variant(_))|+)
        }
    };
}

macro_rules! events {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Reads an event; `None` and no fault: it is none of these.
        pub(super) fn read_event(form: &mut Form, body: Recorded) -> Option<Event> {
            match body {
                $(Recorded::$variant(proto::$variant { $($field),* }) => {
                    $(let $field = kinds::$kind::read(form, stringify!($field), $field);)*
                    Some(Event::$variant { $($field: $field?),* })
                })+
                _ => form.missing("body"),
            }
        }

        pub(super) fn write_event(event: &Event) -> Recorded {
            match event {
                $(Event::$variant { $($field),* } => {
                    Recorded::$variant(proto::$variant { $($field: kinds::$kind::write($field)),* })
                })+
            }
        }
    };
}

tables::supervision_command_table!(commands);
tables::supervision_event_table!(events);

pub(super) fn read_ground(form: &mut Form, m: proto::FindingGround) -> Option<Ground> {
    let rule = form.line("rule", m.rule);
    let broken = form.line("broken", m.broken);
    let origin = form.id("origin", &m.origin);
    let stream = form.id("stream", &m.stream);
    let revision = form.number("revision", m.revision, 1..=u64::MAX);
    let agency = form.id("agency", &m.agency);
    Some(Ground {
        rule: rule?,
        broken: broken?,
        origin: origin?,
        stream: stream?,
        revision: revision?,
        agency: agency?,
    })
}

pub(super) fn write_ground(ground: &Ground) -> proto::FindingGround {
    proto::FindingGround {
        rule: ground.rule.to_string(),
        broken: ground.broken.to_string(),
        origin: ground.origin.to_string(),
        stream: ground.stream.to_string(),
        revision: ground.revision,
        agency: ground.agency.to_string(),
    }
}
