//! Strategies for events.

use super::catalogue::any_entry;
use super::words::{
    any_agency, any_channel, any_consultation, any_date_text, any_digest, any_documents, any_leg, any_line,
    any_officer, any_optional_line, any_participant, any_procedure_code, any_step, any_text, any_timestamp,
    any_unit, one_of,
};
use crate::Event;
use lienthong_dossier::{Event as Fact, EventKind, Outcome, PersonalField, Purpose, Stance};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Any event of any kind.
pub fn any_event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => any_dossier_event().prop_map(Event::Dossier),
        1 => any_entry().prop_map(Event::Catalogue),
    ]
}

/// Any event of a dossier.
pub fn any_dossier_event() -> impl Strategy<Value = Fact> {
    one_of(EventKind::ALL).prop_flat_map(dossier_event_of)
}

/// Any event of one kind.
pub fn dossier_event_of(kind: EventKind) -> BoxedStrategy<Fact> {
    let opinion = || {
        let numbers = (1..=u32::MAX, 1..=u32::MAX);
        let words = (one_of(Stance::ALL), any_text(), any_documents(), any::<bool>());
        ((any_consultation(), any_leg(), any_participant()), numbers, words)
    };
    match kind {
        EventKind::HistoryImported => {
            (option::of(any_timestamp()), option::of(any_timestamp()), option::of(any_channel()), any_line())
                .prop_map(|(deadline, ended, channel, channel_text)| Fact::HistoryImported {
                    deadline,
                    ended,
                    channel,
                    channel_text,
                })
                .boxed()
        }
        EventKind::DossierRegistered => {
            let fields = vec(one_of(PersonalField::ALL), 0..4);
            (any_procedure_code(), any_optional_line(), any_channel(), any_documents(), fields)
                .prop_map(|(procedure, case, channel, documents, personal_fields)| Fact::DossierRegistered {
                    procedure,
                    case,
                    channel,
                    documents,
                    personal_fields,
                })
                .boxed()
        }
        EventKind::DossierReceived => (
            any_agency(),
            any::<u32>(),
            any_agency(),
            any_agency(),
            any_channel(),
            vec(any_line(), 0..4),
            any_timestamp(),
            option::of(any_timestamp()),
        )
            .prop_map(
                |(
                    desk,
                    procedure_version,
                    competent,
                    custodian,
                    channel,
                    handed_in,
                    clock_from,
                    appointment,
                )| {
                    Fact::DossierReceived {
                        desk,
                        procedure_version,
                        competent,
                        custodian,
                        channel,
                        handed_in,
                        clock_from,
                        appointment,
                    }
                },
            )
            .boxed(),
        EventKind::DossierRefused => {
            vec(any_text(), 0..4).prop_map(|reasons| Fact::DossierRefused { reasons }).boxed()
        }
        EventKind::LegSent => (
            any_leg(),
            any_agency(),
            any_agency(),
            one_of(Purpose::ALL),
            option::of(any_timestamp()),
            any_documents(),
            any_text(),
        )
            .prop_map(|(leg, from, to, purpose, due, documents, note)| Fact::LegSent {
                leg,
                from,
                to,
                purpose,
                due,
                documents,
                note,
            })
            .boxed(),
        EventKind::CustodyMoved => (any_agency(), any_agency(), option::of(any_leg()))
            .prop_map(|(from, to, leg)| Fact::CustodyMoved { from, to, leg })
            .boxed(),
        EventKind::LegAccepted => any_leg().prop_map(|leg| Fact::LegAccepted { leg }).boxed(),
        EventKind::LegRefused => {
            (any_leg(), any_text()).prop_map(|(leg, reason)| Fact::LegRefused { leg, reason }).boxed()
        }
        EventKind::LegAnswered => (any_leg(), any_text(), any_documents())
            .prop_map(|(leg, text, documents)| Fact::LegAnswered { leg, text, documents })
            .boxed(),
        EventKind::OfficerAssigned => (any_agency(), option::of(any_unit()), option::of(any_officer()))
            .prop_map(|(agency, unit, officer)| Fact::OfficerAssigned { agency, unit, officer })
            .boxed(),
        EventKind::StepStarted => any_step().prop_map(|step| Fact::StepStarted { step }).boxed(),
        EventKind::StepCompleted => {
            (any_step(), any_text()).prop_map(|(step, note)| Fact::StepCompleted { step, note }).boxed()
        }
        EventKind::DossierResolved => {
            (one_of(Outcome::ALL), any_line(), any_date_text(), any_line(), any_documents())
                .prop_map(|(outcome, number, date, signer, results)| Fact::DossierResolved {
                    outcome,
                    number,
                    date,
                    signer,
                    results,
                })
                .boxed()
        }
        EventKind::ResultReturned => (any_agency(), any_channel())
            .prop_map(|(desk, channel)| Fact::ResultReturned { desk, channel })
            .boxed(),
        EventKind::ConsultationOpened => {
            (any_consultation(), any_agency(), any_text(), any_documents(), any::<bool>())
                .prop_map(|(consultation, chair, question, documents, addressee_inferred)| {
                    Fact::ConsultationOpened { consultation, chair, question, documents, addressee_inferred }
                })
                .boxed()
        }
        EventKind::OpinionRequested => (
            any_consultation(),
            any_leg(),
            any_participant(),
            any::<bool>(),
            option::of(any_timestamp()),
            1..=u32::MAX,
            any::<bool>(),
        )
            .prop_map(|(consultation, leg, to, mandatory, due, round, addressee_inferred)| {
                Fact::OpinionRequested { consultation, leg, to, mandatory, due, round, addressee_inferred }
            })
            .boxed(),
        EventKind::OpinionAmended => opinion()
            .prop_map(|((consultation, leg, from), (round, version), (stance, text, documents, late))| {
                Fact::OpinionAmended {
                    consultation,
                    leg,
                    from,
                    round,
                    version,
                    stance,
                    text,
                    documents,
                    late,
                }
            })
            .boxed(),
        EventKind::OpinionDeclined => (any_consultation(), any_leg(), any_participant(), any_text())
            .prop_map(|(consultation, leg, from, reason)| Fact::OpinionDeclined {
                consultation,
                leg,
                from,
                reason,
            })
            .boxed(),
        EventKind::ConsultationConcluded => (any_consultation(), any_digest())
            .prop_map(|(consultation, digest)| Fact::ConsultationConcluded { consultation, digest })
            .boxed(),
        EventKind::OpinionGiven => opinion()
            .prop_map(|((consultation, leg, from), (round, version), (stance, text, documents, late))| {
                Fact::OpinionGiven { consultation, leg, from, round, version, stance, text, documents, late }
            })
            .boxed(),
    }
}
