//! Strategies for commands.

use super::books::any_books_command;
use super::catalogue::any_catalogue_command;
use super::kinds;
use super::supervision::any_supervision_command;
use super::words::{
    any_agency, any_case, any_channel, any_command_id, any_documents, any_dossier_code, any_line,
    any_officer, any_optional_line, any_procedure_code, any_timestamp, any_unit, one_of,
};
use crate::convert::tables;
use crate::{Body, Command};
use lienthong_dossier::{Command as About, CommandKind, Commitment, PersonalField};
use lienthong_names::{Act, Clerk, Source};
use proptest::collection::btree_map;
use proptest::option;
use proptest::prelude::*;

/// Any command of any kind.
pub fn any_command() -> impl Strategy<Value = Command> {
    let body = prop_oneof![
        3 => (any_dossier_code(), any_dossier_command()).prop_map(|(code, command)| Body::Dossier { code, command }),
        1 => (option::of(any_officer()), any_catalogue_command())
            .prop_map(|(drafted_by, command)| Body::Catalogue { drafted_by, command }),
        1 => any_books_command().prop_map(Body::Books),
        1 => any_supervision_command().prop_map(Body::Supervision),
    ];
    (any_act(), body).prop_map(|(act, body)| Command { act, body })
}

/// Any envelope.
pub fn any_act() -> impl Strategy<Value = Act> {
    let clerk = (any_agency(), any_officer()).prop_map(|(agency, officer)| Clerk { agency, officer });
    let source = (any::<u32>(), any_line(), any_line(), any_line(), any_line(), any_line()).prop_map(
        |(index, event_id, activity, resource, group, timestamp)| Source {
            index,
            event_id,
            activity,
            resource,
            group,
            timestamp,
        },
    );
    (
        any_command_id(),
        any_agency(),
        any_officer(),
        option::of(any_unit()),
        option::of(clerk),
        any_timestamp(),
        any::<bool>(),
        option::of(source),
        any_optional_line(),
    )
        .prop_map(|(id, agency, officer, unit, entered_by, occurred_at, derived, source, group_id)| {
            Act { id, agency, officer, unit, entered_by, occurred_at, derived, source, group_id }
        })
}

/// Any command about a dossier.
pub fn any_dossier_command() -> impl Strategy<Value = About> {
    one_of(CommandKind::ALL).prop_flat_map(dossier_command_of)
}

macro_rules! strategies {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Any command of one kind.
        pub fn dossier_command_of(kind: CommandKind) -> BoxedStrategy<About> {
            match kind {
                $(CommandKind::$variant => {
                    kinds::nest!($($kind)*).prop_map(|kinds::nested!($($field)*)| About::$variant { $($field),* }).boxed()
                })+
                CommandKind::RegisterDossier => {
                    let personal =
                        btree_map(one_of(&PersonalField::OF_APPLICATION), any::<[u8; 32]>().prop_map(Commitment), 0..=3);
                    (any_procedure_code(), option::of(any_case()), any_channel(), any_documents(), personal)
                        .prop_map(|(procedure, case, channel, documents, personal)| About::RegisterDossier {
                            procedure,
                            case,
                            channel,
                            documents,
                            personal,
                        })
                        .boxed()
                }
            }
        }
    };
}

tables::command_table!(strategies);
