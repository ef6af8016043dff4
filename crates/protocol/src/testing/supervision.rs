//! Strategies for what is said of findings and tasks, by the tables that convert it.

use super::kinds;
use super::words::one_of;
use crate::convert::tables;
use lienthong_supervision::{Command, CommandKind, Event, EventKind};
use proptest::prelude::*;

macro_rules! commands {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Any command of one kind.
        pub fn supervision_command_of(kind: CommandKind) -> BoxedStrategy<Command> {
            match kind {
                $(CommandKind::$variant => {
                    kinds::nest!($($kind)*).prop_map(|kinds::nested!($($field)*)| Command::$variant { $($field),* }).boxed()
                })+
            }
        }
    };
}

macro_rules! events {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Any event of one kind.
        pub fn supervision_event_of(kind: EventKind) -> BoxedStrategy<Event> {
            match kind {
                $(EventKind::$variant => {
                    kinds::nest!($($kind)*).prop_map(|kinds::nested!($($field)*)| Event::$variant { $($field),* }).boxed()
                })+
            }
        }
    };
}

tables::supervision_command_table!(commands);
tables::supervision_event_table!(events);

/// Any command about a finding or a task.
pub fn any_supervision_command() -> impl Strategy<Value = Command> {
    one_of(CommandKind::ALL).prop_flat_map(supervision_command_of)
}

/// Any event of a finding or a task.
pub fn any_supervision_event() -> impl Strategy<Value = Event> {
    one_of(EventKind::ALL).prop_flat_map(supervision_event_of)
}
