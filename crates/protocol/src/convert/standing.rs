//! What the Office says of agencies and officers, as published. Whether it holds together is a rule's question; here only its
//! form.

use super::catalogue::{read_decision, read_validity, write_decision, write_validity};
use super::time::read_date;
use super::{name, names, time};
use crate::form::Form;
use crate::{limits, proto};
use lienthong_catalogue::{Absence, Accreditation, Delegation, GoLive, Lease, Succession};

pub(crate) fn read_succession(form: &mut Form, m: proto::SucceedAgency) -> Option<Succession> {
    let predecessor = form.id("predecessor", &m.predecessor);
    let successor = form.id("successor", &m.successor);
    let from = time::read(form, "from", m.from);
    let decision = form.message("decision", m.decision, read_decision);
    Some(Succession { predecessor: predecessor?, successor: successor?, from: from?, decision: decision? })
}

pub(super) fn write_succession(succession: &Succession) -> proto::SucceedAgency {
    proto::SucceedAgency {
        predecessor: succession.predecessor.to_string(),
        successor: succession.successor.to_string(),
        from: Some(time::write(succession.from)),
        decision: Some(write_decision(&succession.decision)),
    }
}

pub(crate) fn read_go_live(form: &mut Form, m: proto::SetGoLive) -> Option<GoLive> {
    let agency = form.id("agency", &m.agency);
    let from = time::read(form, "from", m.from);
    let decision = form.message("decision", m.decision, read_decision);
    Some(GoLive { agency: agency?, from: from?, decision: decision? })
}

pub(super) fn write_go_live(go_live: &GoLive) -> proto::SetGoLive {
    proto::SetGoLive {
        agency: go_live.agency.to_string(),
        from: Some(time::write(go_live.from)),
        decision: Some(write_decision(&go_live.decision)),
    }
}

pub(crate) fn read_delegation(form: &mut Form, m: proto::DelegateAuthority) -> Option<Delegation> {
    let agency = form.id("agency", &m.agency);
    let from = form.id("from", &m.from);
    let to = form.id("to", &m.to);
    let scope = form.list("scope", m.scope, limits::SCOPE, |form, word| form.line("", word));
    let validity = read_validity(form, m.validity);
    let document = form.line("document", m.document);
    Some(Delegation {
        agency: agency?,
        from: from?,
        to: to?,
        scope: scope?,
        validity: validity?,
        document: document?,
    })
}

pub(super) fn write_delegation(delegation: &Delegation) -> proto::DelegateAuthority {
    proto::DelegateAuthority {
        agency: delegation.agency.to_string(),
        from: delegation.from.to_string(),
        to: delegation.to.to_string(),
        scope: names(&delegation.scope),
        validity: write_validity(&delegation.validity),
        document: delegation.document.to_string(),
    }
}

pub(crate) fn read_absence(form: &mut Form, m: proto::RegisterAbsence) -> Option<Absence> {
    let agency = form.id("agency", &m.agency);
    let officer = form.id("officer", &m.officer);
    let validity = read_validity(form, m.validity);
    let deputy = form.optional_id("deputy", &m.deputy);
    Some(Absence { agency: agency?, officer: officer?, validity: validity?, deputy: deputy? })
}

pub(super) fn write_absence(absence: &Absence) -> proto::RegisterAbsence {
    proto::RegisterAbsence {
        agency: absence.agency.to_string(),
        officer: absence.officer.to_string(),
        validity: write_validity(&absence.validity),
        deputy: name(absence.deputy.as_ref()),
    }
}

pub(crate) fn read_lease(form: &mut Form, m: proto::LeaseNumbers) -> Option<Lease> {
    let desk = form.id("desk", &m.desk);
    let series = if m.series.is_empty() { form.missing("series") } else { form.line("series", m.series) };
    let first_day = read_date(form, "first_day", &m.first_day);
    let last_day = read_date(form, "last_day", &m.last_day);
    Some(Lease {
        desk: desk?,
        series: series?,
        first_day: first_day?,
        last_day: last_day?,
        first: m.first,
        last: m.last,
    })
}

pub(super) fn write_lease(lease: &Lease) -> proto::LeaseNumbers {
    proto::LeaseNumbers {
        desk: lease.desk.to_string(),
        series: lease.series.to_string(),
        first_day: lease.first_day.to_string(),
        last_day: lease.last_day.to_string(),
        first: lease.first,
        last: lease.last,
    }
}

pub(crate) fn read_accreditation(form: &mut Form, m: proto::AccreditOfflineDesk) -> Option<Accreditation> {
    let desk = form.id("desk", &m.desk);
    let validity = read_validity(form, m.validity);
    let decision = form.message("decision", m.decision, read_decision);
    Some(Accreditation {
        desk: desk?,
        tolerance_minutes: m.tolerance_minutes,
        validity: validity?,
        decision: decision?,
    })
}

pub(super) fn write_accreditation(accreditation: &Accreditation) -> proto::AccreditOfflineDesk {
    proto::AccreditOfflineDesk {
        desk: accreditation.desk.to_string(),
        tolerance_minutes: accreditation.tolerance_minutes,
        validity: write_validity(&accreditation.validity),
        decision: Some(write_decision(&accreditation.decision)),
    }
}
