//! Examples of who answers for an agency.

use super::{agency, at, decision, officer, validity};
use lienthong_catalogue::{Deputyship, Seat, Tenure, TenureEnd};
use lienthong_names::OfficerId;

pub(super) fn head() -> Tenure {
    Tenure {
        agency: agency("H22.14"),
        officer: officer(),
        name: "Nguyễn Văn A".into(),
        validity: validity(),
        decision: decision(),
    }
}

pub(super) fn deputy() -> Deputyship {
    Deputyship { tenure: acting(), fields: vec!["Đầu tư".into(), "Xây dựng".into()] }
}

pub(super) fn acting() -> Tenure {
    Tenure { officer: OfficerId::new("tran-thi-b").unwrap(), name: "Trần Thị B".into(), ..head() }
}

pub(super) fn end() -> TenureEnd {
    TenureEnd {
        agency: agency("H22.14"),
        officer: officer(),
        seat: Seat::Head,
        from: at("2020-12-01T00:00:00+07:00"),
        decision: decision(),
    }
}
