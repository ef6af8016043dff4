//! Strategies for commands.

use super::catalogue::any_catalogue_command;
use super::words::{
    any_agency, any_channel, any_command_id, any_consultation, any_date_text, any_digest, any_documents,
    any_dossier_code, any_leg, any_line, any_officer, any_optional_line, any_participant, any_procedure_code,
    any_step, any_term, any_text, any_timestamp, any_unit, one_of,
};
use crate::{Body, Command};
use lienthong_dossier::{
    Ask, Command as About, CommandKind, Commitment, Outcome, PersonalField, Purpose, Stance,
};
use lienthong_names::{Act, Clerk, Source};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

/// Any command of any kind.
pub fn any_command() -> impl Strategy<Value = Command> {
    let body = prop_oneof![
        3 => (any_dossier_code(), any_dossier_command()).prop_map(|(code, command)| Body::Dossier { code, command }),
        1 => any_catalogue_command().prop_map(Body::Catalogue),
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

/// Any command of one kind.
pub fn dossier_command_of(kind: CommandKind) -> BoxedStrategy<About> {
    match kind {
        CommandKind::ImportHistory => {
            (option::of(any_timestamp()), option::of(any_timestamp()), option::of(any_channel()), any_line())
                .prop_map(|(deadline, ended, channel, channel_text)| About::ImportHistory {
                    deadline,
                    ended,
                    channel,
                    channel_text,
                })
                .boxed()
        }
        CommandKind::RegisterDossier => {
            let personal =
                btree_map(one_of(PersonalField::ALL), any::<[u8; 32]>().prop_map(Commitment), 0..=3);
            (any_procedure_code(), any_optional_line(), any_channel(), any_documents(), personal)
                .prop_map(|(procedure, case, channel, documents, personal)| About::RegisterDossier {
                    procedure,
                    case,
                    channel,
                    documents,
                    personal,
                })
                .boxed()
        }
        CommandKind::ReceiveDossier => (
            option::of(any_agency()),
            any_channel(),
            vec(any_line(), 0..4),
            option::of(any_timestamp()),
            option::of(any_agency()),
        )
            .prop_map(|(competent, channel, handed_in, appointment, custodian)| About::ReceiveDossier {
                competent,
                channel,
                handed_in,
                appointment,
                custodian,
            })
            .boxed(),
        CommandKind::RefuseDossier => {
            vec(any_text(), 0..4).prop_map(|reasons| About::RefuseDossier { reasons }).boxed()
        }
        CommandKind::TransferDossier => {
            (any_leg(), any_agency(), one_of(Purpose::ALL), any_documents(), any_term(), any_text())
                .prop_map(|(leg, to, purpose, documents, term, note)| About::TransferDossier {
                    leg,
                    to,
                    purpose,
                    documents,
                    term,
                    note,
                })
                .boxed()
        }
        CommandKind::AcknowledgeLeg => any_leg().prop_map(|leg| About::AcknowledgeLeg { leg }).boxed(),
        CommandKind::RefuseLeg => {
            (any_leg(), any_text()).prop_map(|(leg, reason)| About::RefuseLeg { leg, reason }).boxed()
        }
        CommandKind::AnswerLeg => (any_leg(), any_text(), any_documents())
            .prop_map(|(leg, text, documents)| About::AnswerLeg { leg, text, documents })
            .boxed(),
        CommandKind::HandOver => (option::of(any_unit()), option::of(any_officer()), option::of(any_step()))
            .prop_map(|(to_unit, to_officer, step)| About::HandOver { to_unit, to_officer, step })
            .boxed(),
        CommandKind::CompleteStep => {
            (any_step(), any_text()).prop_map(|(step, note)| About::CompleteStep { step, note }).boxed()
        }
        CommandKind::ResolveDossier => {
            (one_of(Outcome::ALL), any_line(), any_date_text(), any_line(), any_documents())
                .prop_map(|(outcome, number, date, signer, results)| About::ResolveDossier {
                    outcome,
                    number,
                    date,
                    signer,
                    results,
                })
                .boxed()
        }
        CommandKind::ReturnResult => {
            any_channel().prop_map(|channel| About::ReturnResult { channel }).boxed()
        }
        CommandKind::OpenConsultation => {
            (any_consultation(), any_text(), any_documents(), any_asks(), any::<bool>())
                .prop_map(|(consultation, question, documents, asks, addressee_inferred)| {
                    About::OpenConsultation { consultation, question, documents, asks, addressee_inferred }
                })
                .boxed()
        }
        CommandKind::GiveOpinion => {
            (any_consultation(), any_participant(), one_of(Stance::ALL), any_text(), any_documents())
                .prop_map(|(consultation, from, stance, text, documents)| About::GiveOpinion {
                    consultation,
                    from,
                    stance,
                    text,
                    documents,
                })
                .boxed()
        }
        CommandKind::AmendOpinion => {
            (any_consultation(), any_participant(), one_of(Stance::ALL), any_text(), any_documents())
                .prop_map(|(consultation, from, stance, text, documents)| About::AmendOpinion {
                    consultation,
                    from,
                    stance,
                    text,
                    documents,
                })
                .boxed()
        }
        CommandKind::DeclineOpinion => (any_consultation(), any_participant(), any_text())
            .prop_map(|(consultation, from, reason)| About::DeclineOpinion { consultation, from, reason })
            .boxed(),
        CommandKind::AskAgain => (any_consultation(), any_asks(), any_text(), any::<bool>())
            .prop_map(|(consultation, asks, question, addressee_inferred)| About::AskAgain {
                consultation,
                asks,
                question,
                addressee_inferred,
            })
            .boxed(),
        CommandKind::ConcludeConsultation => (any_consultation(), any_digest())
            .prop_map(|(consultation, digest)| About::ConcludeConsultation { consultation, digest })
            .boxed(),
    }
}

fn any_asks() -> impl Strategy<Value = Vec<Ask>> {
    let ask = (any_participant(), any::<bool>(), any_term()).prop_map(|(participant, mandatory, term)| Ask {
        participant,
        mandatory,
        term,
    });
    vec(ask, 0..3)
}
