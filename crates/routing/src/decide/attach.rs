//! AttachDocument, AnnulReception: what is put with a dossier, and a dossier that should never have been one.

use super::{Decided, ask_actor, ask_desk, ask_party};
use crate::case::Case;
use crate::grounds::{ANNUL_LATE, NOTHING_ATTACHED, OWN_SUCCESSOR};
use crate::rules::{r07_reason, r19_known, stage};
use crate::{clock, version};
use lienthong_dossier::{Check, Document, Event, Reception, Refusals};
use lienthong_names::DossierCode;

/// By anyone with a part in it, as long as it runs.
pub(crate) fn decide(case: &Case<'_>, documents: &[Document], note: &str) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    if documents.is_empty() {
        no.ask(NOTHING_ATTACHED.refuse::<()>(
            "documents",
            "phải kèm ít nhất một tài liệu",
            "at least one document is attached",
        ));
    }
    no.settle()?;
    Ok(vec![Event::DocumentAttached { documents: documents.to_vec(), note: note.into() }])
}

/// Annulled (end) by the desk that received it, on the day of reception; later by who supervises.
pub(crate) fn annul(case: &Case<'_>, reason: &str, successor: Option<&DossierCode>) -> Decided {
    let procedure = version::of_dossier(case, r19_known::check(case)?)?;
    let mut no = Refusals::new();
    let supervises = case.standing().office;
    if supervises {
        ask_actor(case, &mut no);
    } else {
        ask_desk(case, &mut no, procedure);
    }
    let reception = no.ask(stage::running(case)).filter(|_| !supervises);
    no.ask(reception.map_or(Ok(()), |reception| same_day(case, reception)));
    no.ask(r07_reason::check("reason", [reason]));
    if successor == Some(case.code) {
        no.ask(OWN_SUCCESSOR.refuse::<()>(
            "successor",
            "hồ sơ không thể thay thế chính nó",
            "a dossier does not take its own place",
        ));
    }
    no.settle()?;
    Ok(vec![Event::ReceptionAnnulled { reason: reason.into(), successor: successor.cloned() }])
}

/// It is still the day of reception, by the desk's calendar.
fn same_day(case: &Case<'_>, reception: &Reception) -> Check {
    let calendar = clock::calendar(case, &reception.desk)?;
    if calendar.local_date(reception.clock_from) == calendar.local_date(case.now()) {
        return Ok(());
    }
    ANNUL_LATE.refuse(
        "dossier",
        format!("hồ sơ {} chỉ được hủy tiếp nhận trong ngày tiếp nhận", case.code),
        format!("the desk annuls dossier {} only on the day it was received", case.code),
    )
}
