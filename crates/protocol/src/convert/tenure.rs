//! Who answers for an agency, as published. Whether the seat is free is a rule's question; here only the form.

use super::catalogue::{read_decision, read_validity, write_decision, write_validity};
use super::words::Word;
use super::{names, time};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_catalogue::{Deputyship, Tenure, TenureEnd};

pub(crate) fn read_head(form: &mut Form, m: proto::AppointHead) -> Option<Tenure> {
    form.message("tenure", m.tenure, read_tenure)
}

pub(super) fn write_head(tenure: &Tenure) -> proto::AppointHead {
    proto::AppointHead { tenure: Some(write_tenure(tenure)) }
}

pub(crate) fn read_deputy(form: &mut Form, m: proto::AppointDeputy) -> Option<Deputyship> {
    let tenure = form.message("tenure", m.tenure, read_tenure);
    let fields = form.list("fields", m.fields, limits::FIELDS, |form, field| form.line("", field));
    Some(Deputyship { tenure: tenure?, fields: fields? })
}

pub(super) fn write_deputy(deputyship: &Deputyship) -> proto::AppointDeputy {
    proto::AppointDeputy { tenure: Some(write_tenure(&deputyship.tenure)), fields: names(&deputyship.fields) }
}

pub(crate) fn read_acting(form: &mut Form, m: proto::AppointActing) -> Option<Tenure> {
    form.message("tenure", m.tenure, read_tenure)
}

pub(super) fn write_acting(tenure: &Tenure) -> proto::AppointActing {
    proto::AppointActing { tenure: Some(write_tenure(tenure)) }
}

pub(crate) fn read_end(form: &mut Form, m: proto::EndTenure) -> Option<TenureEnd> {
    let agency = form.id("agency", &m.agency);
    let officer = form.id("officer", &m.officer);
    let seat = form.word("seat", m.seat);
    let from = time::read(form, "from", m.from);
    let decision = form.message("decision", m.decision, read_decision);
    Some(TenureEnd { agency: agency?, officer: officer?, seat: seat?, from: from?, decision: decision? })
}

pub(super) fn write_end(end: &TenureEnd) -> proto::EndTenure {
    proto::EndTenure {
        agency: end.agency.to_string(),
        officer: end.officer.to_string(),
        seat: end.seat.number(),
        from: Some(time::write(end.from)),
        decision: Some(write_decision(&end.decision)),
    }
}

fn read_tenure(form: &mut Form, m: proto::Tenure) -> Option<Tenure> {
    let agency = form.id("agency", &m.agency);
    let officer = form.id("officer", &m.officer);
    let name = form.line("name", m.name);
    let validity = read_validity(form, m.validity);
    let decision = form.message("decision", m.decision, read_decision);
    Some(Tenure { agency: agency?, officer: officer?, name: name?, validity: validity?, decision: decision? })
}

fn write_tenure(tenure: &Tenure) -> proto::Tenure {
    proto::Tenure {
        agency: tenure.agency.to_string(),
        officer: tenure.officer.to_string(),
        name: tenure.name.to_string(),
        validity: write_validity(&tenure.validity),
        decision: Some(write_decision(&tenure.decision)),
    }
}
