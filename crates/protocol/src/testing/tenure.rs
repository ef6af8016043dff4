//! Strategies for who answers for an agency.

use super::catalogue::{any_decision, any_validity};
use super::words::{any_agency, any_line, any_officer, any_timestamp, one_of};
use lienthong_catalogue::{Deputyship, Seat, Tenure, TenureEnd};
use proptest::collection::vec;
use proptest::prelude::*;

pub(super) fn any_tenure() -> impl Strategy<Value = Tenure> {
    (any_agency(), any_officer(), any_line(), any_validity(), any_decision()).prop_map(
        |(agency, officer, name, validity, decision)| Tenure { agency, officer, name, validity, decision },
    )
}

pub(super) fn any_deputyship() -> impl Strategy<Value = Deputyship> {
    (any_tenure(), vec(any_line(), 0..3)).prop_map(|(tenure, fields)| Deputyship { tenure, fields })
}

pub(super) fn any_tenure_end() -> impl Strategy<Value = TenureEnd> {
    (any_agency(), any_officer(), one_of(Seat::ALL), any_timestamp(), any_decision()).prop_map(
        |(agency, officer, seat, from, decision)| TenureEnd { agency, officer, seat, from, decision },
    )
}
