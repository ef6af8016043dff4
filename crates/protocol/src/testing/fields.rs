//! Of what kind each field is, by the tables that convert: for pages that describe commands and events.

use crate::convert::tables;

/// A command or an event, and its fields, each with the name of its kind.
pub type Fields = (&'static str, &'static [(&'static str, &'static str)]);

macro_rules! listed {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        &[$((stringify!($variant), &[$((stringify!($field), stringify!($kind))),*])),+]
    };
}

/// Of every command about a dossier but `RegisterDossier`, which is converted by hand.
pub const OF_COMMANDS: &[Fields] = tables::command_table!(listed);

/// Of every event of a dossier.
pub const OF_EVENTS: &[Fields] = tables::event_table!(listed);
