//! Strategies for how a procedure is worked, and for switched rules.

use super::catalogue::{any_decision, any_validity};
use super::words::{any_agency, any_case, any_procedure_code, any_step, any_term, any_timestamp, one_of};
use lienthong_catalogue::{ForeseenLeg, Place, Process, RulesVersion, Step, StepKind, Switch};
use lienthong_dossier::Purpose;
use lienthong_names::Service;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Steps in no order: whether it can be worked so is not the form's question.
pub(super) fn any_process() -> impl Strategy<Value = Process> {
    let step = (
        any_step(),
        one_of(StepKind::ALL),
        one_of(Place::ALL),
        any_term(),
        any::<bool>(),
        vec(any_step(), 0..3),
    )
        .prop_map(|(id, kind, place, term, starts, next)| Step { id, kind, place, term, starts, next });
    let leg = (option::of(any_agency()), one_of(Purpose::ALL), any_term(), any::<bool>(), any::<bool>())
        .prop_map(|(to, purpose, term, outside_term, moves_custody)| ForeseenLeg {
            to,
            purpose: purpose.as_str().into(),
            term,
            outside_term,
            moves_custody,
        });
    let ways = (option::of(any_case()), any_term(), vec(step, 0..4), vec(leg, 0..3));
    (any_procedure_code(), any_decision(), any_timestamp(), any::<bool>(), ways).prop_map(
        |(procedure, decision, in_force_from, strict, (case, receiving_term, steps, legs))| Process {
            procedure,
            case,
            decision,
            in_force_from,
            strict,
            receiving_term,
            steps,
            legs,
        },
    )
}

pub(super) fn any_rules() -> impl Strategy<Value = RulesVersion> {
    (select(Service::ALL.to_vec()), 1..=u32::MAX, any_decision())
        .prop_map(|(service, version, decision)| RulesVersion { service, version, decision })
}

pub(super) fn any_switch() -> impl Strategy<Value = Switch> {
    (
        "R[0-9]{2}",
        any::<bool>(),
        option::of(any_procedure_code()),
        option::of(any_agency()),
        any_validity(),
        any_decision(),
    )
        .prop_map(|(rule, off, procedure, agency, validity, decision)| Switch {
            rule: rule.into(),
            off,
            procedure,
            agency,
            validity,
            decision,
        })
}
