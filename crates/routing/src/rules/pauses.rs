//! What a clock allows: it stands still for one reason at a time, and goes on when that has ended.

use crate::case::Case;
use crate::grounds::{NOT_PAUSED, NOTHING_ASKED, PAUSED, UNTIL_PAST, WITHDRAWAL_NOT_ASKED, WITHDRAWAL_OPEN};
use jiff::Timestamp;
use lienthong_dossier::{Check, PauseCause, Supplement};

/// The clock runs.
pub(crate) fn running(case: &Case<'_>) -> Check {
    let Some(pause) = case.dossier.clock.pause else { return Ok(()) };
    PAUSED.refuse(
        "dossier",
        format!("hồ sơ {} đang tạm dừng ({})", case.code, pause.cause),
        format!("the clock of dossier {} stands still already ({})", case.code, pause.cause),
    )
}

/// The clock stands still for this reason.
pub(crate) fn paused_for(case: &Case<'_>, cause: PauseCause) -> Check<Timestamp> {
    match case.dossier.clock.pause {
        Some(pause) if pause.cause == cause => Ok(pause.since),
        _ => NOT_PAUSED.refuse(
            "dossier",
            format!("hồ sơ {} không tạm dừng vì lý do này ({cause})", case.code),
            format!("the clock of dossier {} does not stand still for this ({cause})", case.code),
        ),
    }
}

/// Papers were asked for, and are not there.
pub(crate) fn papers_awaited<'a>(case: &Case<'a>) -> Check<&'a Supplement> {
    match case.dossier.open_supplement() {
        Some(supplement) => Ok(supplement),
        None => NOTHING_ASKED.refuse(
            "items",
            format!("hồ sơ {} không có yêu cầu bổ sung nào đang chờ", case.code),
            format!("nothing that was asked for is awaited in dossier {}", case.code),
        ),
    }
}

/// At least one of those that were asked for is among what is brought.
pub(crate) fn among_those_asked(supplement: &Supplement, items: &[Box<str>]) -> Check {
    if items.is_empty() || items.iter().any(|item| supplement.items.contains(item)) {
        return Ok(());
    }
    let asked = supplement.items.join(", ");
    NOTHING_ASKED.refuse(
        "items",
        format!("giấy tờ nộp không có loại nào đã yêu cầu ({asked})"),
        format!("none of what was asked for is among it ({asked})"),
    )
}

/// The clock runs, and no papers are awaited.
pub(crate) fn free(case: &Case<'_>) -> Check {
    running(case)?;
    no_papers_awaited(case)
}

/// No papers are awaited.
pub(crate) fn no_papers_awaited(case: &Case<'_>) -> Check {
    match case.dossier.open_supplement() {
        None => Ok(()),
        Some(_) => PAUSED.refuse(
            "dossier",
            format!("hồ sơ {} đang chờ bổ sung giấy tờ", case.code),
            format!("papers are awaited in dossier {} already", case.code),
        ),
    }
}

/// An end that is named lies ahead.
pub(crate) fn ahead(case: &Case<'_>, field: &str, until: Option<Timestamp>) -> Check {
    match until {
        Some(until) if until <= case.now() => {
            UNTIL_PAST.refuse(field, "thời hạn phải ở phía trước", "the end that is named has passed already")
        }
        _ => Ok(()),
    }
}

/// The citizen asked to have it back and waits for an answer.
pub(crate) fn withdrawal_awaited(case: &Case<'_>) -> Check {
    if case.dossier.awaits_withdrawal() {
        return Ok(());
    }
    WITHDRAWAL_NOT_ASKED.refuse(
        "dossier",
        format!("không có yêu cầu rút hồ sơ {} đang chờ", case.code),
        format!("nobody waits for an answer about withdrawing dossier {}", case.code),
    )
}

/// The citizen has not asked to have it back, or had an answer.
pub(crate) fn no_withdrawal_awaited(case: &Case<'_>) -> Check {
    if !case.dossier.awaits_withdrawal() {
        return Ok(());
    }
    WITHDRAWAL_OPEN.refuse(
        "dossier",
        format!("đã có yêu cầu rút hồ sơ {} đang chờ", case.code),
        format!("withdrawal of dossier {} was asked for already and is undecided", case.code),
    )
}
