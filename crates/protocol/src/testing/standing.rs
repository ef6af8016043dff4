//! Strategies for what the Office says of agencies and officers.

use super::catalogue::{any_decision, any_validity};
use super::words::{any_agency, any_date, any_line, any_officer, any_timestamp};
use lienthong_catalogue::{Absence, Accreditation, Delegation, GoLive, Lease, Succession};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

pub(super) fn any_succession() -> impl Strategy<Value = Succession> {
    (any_agency(), any_agency(), any_timestamp(), any_decision()).prop_map(
        |(predecessor, successor, from, decision)| Succession { predecessor, successor, from, decision },
    )
}

pub(super) fn any_go_live() -> impl Strategy<Value = GoLive> {
    (any_agency(), any_timestamp(), any_decision()).prop_map(|(agency, from, decision)| GoLive {
        agency,
        from,
        decision,
    })
}

pub(super) fn any_delegation() -> impl Strategy<Value = Delegation> {
    (any_agency(), any_officer(), any_officer(), vec(any_line(), 0..3), any_validity(), any_line()).prop_map(
        |(agency, from, to, scope, validity, document)| Delegation {
            agency,
            from,
            to,
            scope,
            validity,
            document,
        },
    )
}

pub(super) fn any_absence() -> impl Strategy<Value = Absence> {
    (any_agency(), any_officer(), any_validity(), option::of(any_officer()))
        .prop_map(|(agency, officer, validity, deputy)| Absence { agency, officer, validity, deputy })
}

pub(super) fn any_lease() -> impl Strategy<Value = Lease> {
    (any_agency(), "[A-Z][0-9]{2}", any_date(), any_date(), any::<u32>(), any::<u32>()).prop_map(
        |(desk, series, first_day, last_day, first, last)| Lease {
            desk,
            series: series.into(),
            first_day,
            last_day,
            first,
            last,
        },
    )
}

pub(super) fn any_accreditation() -> impl Strategy<Value = Accreditation> {
    (any_agency(), any::<u32>(), any_validity(), any_decision()).prop_map(
        |(desk, tolerance_minutes, validity, decision)| Accreditation {
            desk,
            tolerance_minutes,
            validity,
            decision,
        },
    )
}
