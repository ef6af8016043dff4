//! SucceedAgency, SetGoLive, DelegateAuthority, RegisterAbsence, LeaseNumbers, AccreditOfflineDesk: what holds of an agency and its
//! officers beside that they are there.

use super::{Decided, ask_office};
use crate::case::Case;
use crate::grounds::{LEASED, NOT_IN_FORCE, NOT_ORDERED, OWN_DEPUTY, SCOPE, SUCCEEDED, SUCCEEDS_ITSELF};
use crate::rules::{form, known, r22_office};
use lienthong_catalogue::{
    Absence, Accreditation, CommandKind as Publication, Delegation, Entry, GoLive, Lease, Succession,
};
use lienthong_dossier::{BooksCommandKind, Check, CommandKind, Refusals};
use lienthong_names::{OfficerId, Refusal};

/// Once, and never round in a circle; the successor is there when it begins.
pub(crate) fn succeed(case: &Case<'_>, succession: &Succession) -> Decided {
    let catalogue = case.facts.catalogue;
    let Succession { predecessor, successor, from, decision } = succession;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "predecessor", predecessor));
    no.ask(known::agency(catalogue, "successor", successor));
    ask_office(case, &mut no);
    if let Some(known) = catalogue.succession(predecessor) {
        no.ask(SUCCEEDED.refuse::<()>(
            "predecessor",
            format!("{predecessor} đã được {} kế thừa", known.successor),
            format!("{predecessor} was succeeded by {} already", known.successor),
        ));
    }
    no.ask(r22_office::decision(decision));
    // It leads to itself by no step at all, too.
    if catalogue.leads_to(successor, predecessor) {
        no.ask(SUCCEEDS_ITSELF.refuse::<()>(
            "successor",
            format!("{predecessor} không thể kế thừa chính mình"),
            format!("{predecessor} would succeed itself"),
        ));
    } else if catalogue.agency(successor, *from).is_none() {
        no.ask(NOT_IN_FORCE.refuse::<()>(
            "successor",
            format!("{successor} không có hiệu lực tại thời điểm kế thừa"),
            format!("{successor} is not in force when it is to begin"),
        ));
    }
    no.settle()?;
    Ok(Entry::AgencySucceeded(succession.clone()))
}

/// From when on an agency works with the system; said again, it is the last word that counts.
pub(crate) fn go_live(case: &Case<'_>, go_live: &GoLive) -> Decided {
    let mut no = Refusals::new();
    no.ask(known::agency(case.facts.catalogue, "agency", &go_live.agency));
    ask_office(case, &mut no);
    no.ask(r22_office::decision(&go_live.decision));
    no.settle()?;
    Ok(Entry::GoLiveSet(go_live.clone()))
}

/// Of one officer's authority to another, for some commands or all, by a document.
pub(crate) fn delegate(case: &Case<'_>, delegation: &Delegation) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "agency", &delegation.agency));
    no.ask(known::officer(catalogue, "from", &delegation.agency, &delegation.from));
    ask_office(case, &mut no);
    no.ask(form::validity("validity", &delegation.validity));
    no.ask(form::named("document", &delegation.document));
    no.ask(another("to", &delegation.from, &delegation.to));
    no.extend(scope(delegation));
    no.settle()?;
    Ok(Entry::AuthorityDelegated(delegation.clone()))
}

/// Of an officer, until a day that may be open; a deputy acts in their place.
pub(crate) fn be_absent(case: &Case<'_>, absence: &Absence) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "agency", &absence.agency));
    no.ask(known::officer(catalogue, "officer", &absence.agency, &absence.officer));
    ask_office(case, &mut no);
    no.ask(form::validity("validity", &absence.validity));
    if let Some(deputy) = &absence.deputy {
        no.ask(another("deputy", &absence.officer, deputy));
    }
    no.settle()?;
    Ok(Entry::AbsenceRegistered(absence.clone()))
}

/// Numbers that no other desk was given.
pub(crate) fn lease(case: &Case<'_>, lease: &Lease) -> Decided {
    let catalogue = case.facts.catalogue;
    let mut no = Refusals::new();
    no.ask(known::agency(catalogue, "desk", &lease.desk));
    ask_office(case, &mut no);
    if let Some(other) = catalogue.leases().find(|other| other.overlaps(lease)) {
        no.ask(LEASED.refuse::<()>(
            "first",
            format!("một phần dãy số này đã cấp cho {} ({}-{})", other.desk, other.first, other.last),
            format!("some of these numbers are leased to {} ({}-{})", other.desk, other.first, other.last),
        ));
    }
    if lease.first == 0 || lease.last < lease.first || lease.last_day < lease.first_day {
        no.ask(NOT_ORDERED.refuse::<()>(
            "last",
            "dãy số hoặc dãy ngày phải theo thứ tự, bắt đầu từ 1",
            "numbers and days run from the first to the last, from 1",
        ));
    }
    no.settle()?;
    Ok(Entry::NumbersLeased(lease.clone()))
}

/// A desk that works without a line, and how late it may be.
pub(crate) fn accredit(case: &Case<'_>, accreditation: &Accreditation) -> Decided {
    let mut no = Refusals::new();
    no.ask(known::agency(case.facts.catalogue, "desk", &accreditation.desk));
    ask_office(case, &mut no);
    no.ask(r22_office::decision(&accreditation.decision));
    no.ask(form::validity("validity", &accreditation.validity));
    no.settle()?;
    Ok(Entry::OfflineDeskAccredited(accreditation.clone()))
}

fn another(field: &str, officer: &OfficerId, other: &OfficerId) -> Check {
    if officer != other {
        return Ok(());
    }
    OWN_DEPUTY.refuse(
        field,
        format!("{officer} không thể thay chính mình"),
        format!("{officer} does not stand in for themselves"),
    )
}

/// Every word of the scope is a command, of whatever service.
fn scope(delegation: &Delegation) -> Vec<Refusal> {
    let is_known = |word: &str| {
        let of_dossiers = CommandKind::ALL.iter().map(|kind| kind.as_str());
        let of_books = BooksCommandKind::ALL.iter().map(|kind| kind.as_str());
        let of_catalogue = Publication::ALL.iter().map(|kind| kind.as_str());
        let of_findings = lienthong_supervision::CommandKind::ALL.iter().map(|kind| kind.as_str());
        of_dossiers.chain(of_books).chain(of_catalogue).chain(of_findings).any(|known| known == word)
    };
    let unknown = delegation.scope.iter().map(|word| &**word).filter(|word| !is_known(word));
    let refusal = |word: &str| {
        SCOPE.refusal("scope", format!("không có lệnh `{word}`"), format!("there is no command `{word}`"))
    };
    unknown.map(refusal).collect()
}
