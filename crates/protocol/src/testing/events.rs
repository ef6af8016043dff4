//! Strategies for events.

use super::books::any_books_event;
use super::catalogue::any_entry;
use super::kinds;
use super::supervision::any_supervision_event;
use super::words::one_of;
use crate::Event;
use crate::convert::tables;
use lienthong_dossier::{Event as Fact, EventKind};
use proptest::prelude::*;

/// Any event of any kind.
pub fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => any_dossier_event().prop_map(Event::Dossier),
        1 => any_entry().prop_map(Event::Catalogue),
        1 => any_books_event().prop_map(Event::Books),
        1 => any_supervision_event().prop_map(Event::Supervision),
    ]
}

/// Any event of a dossier.
pub fn any_dossier_event() -> impl Strategy<Value = Fact> {
    one_of(EventKind::ALL).prop_flat_map(dossier_event_of)
}

macro_rules! strategies {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Any event of one kind.
        pub fn dossier_event_of(kind: EventKind) -> BoxedStrategy<Fact> {
            match kind {
                $(EventKind::$variant => {
                    kinds::nest!($($kind)*).prop_map(|kinds::nested!($($field)*)| Fact::$variant { $($field),* }).boxed()
                })+
            }
        }
    };
}

tables::event_table!(strategies);
