//! Where a dossier stands on its way, and what that leaves room for. No article stands behind these: a thing cannot be
//! received twice.

use crate::case::Case;
use crate::grounds::{CLAIMED, CODE_TAKEN, ENDED, NOT_RECEIVED, NOT_RESOLVED, RECEIVED};
use lienthong_dossier::{Check, Dossier, Ending, Reception, Resolution};

/// The code is free.
pub(crate) fn code_free(case: &Case<'_>) -> Check {
    if !case.dossier.exists() {
        return Ok(());
    }
    CODE_TAKEN.refuse(
        "dossier",
        format!("mã hồ sơ {} đã được cấp", case.code),
        format!("dossier code {} is taken", case.code),
    )
}

/// It waits at the desk: neither taken in nor turned away.
pub(crate) fn awaits_reception(case: &Case<'_>) -> Check {
    if case.dossier.reception.is_some() {
        return RECEIVED.refuse(
            "dossier",
            format!("hồ sơ {} đã được tiếp nhận", case.code),
            format!("dossier {} was received before", case.code),
        );
    }
    not_ended(case)
}

/// It was received and has not ended.
pub(crate) fn running<'a>(case: &Case<'a>) -> Check<&'a Reception> {
    let reception = received(case)?;
    not_ended(case)?;
    Ok(reception)
}

/// It was decided, and the result is still here.
pub(crate) fn awaits_return<'a>(case: &Case<'a>) -> Check<&'a Reception> {
    let reception = received(case)?;
    if case.dossier.resolution.is_none() {
        return undecided(case);
    }
    if case.dossier.returned_at.is_some() {
        return ENDED.refuse(
            "dossier",
            format!("kết quả của hồ sơ {} đã được trả", case.code),
            format!("the result of dossier {} was returned before", case.code),
        );
    }
    Ok(reception)
}

/// It was decided, whether the result is still here or not.
pub(crate) fn resolved<'a>(case: &Case<'a>) -> Check<(&'a Reception, &'a Resolution)> {
    let reception = received(case)?;
    match &case.dossier.resolution {
        Some(resolution) => Ok((reception, resolution)),
        None => undecided(case),
    }
}

/// Something may still come: it was neither turned away, nor ended without a decision, nor handed out whole.
pub(crate) fn not_over(case: &Case<'_>) -> Check {
    if is_over(case.dossier) { ended(case) } else { Ok(()) }
}

/// Nothing can come any more: it was turned away, ended without a decision, or handed out whole.
pub(crate) const fn is_over(dossier: &Dossier) -> bool {
    dossier.refused_at.is_some() || dossier.ended.is_some() || dossier.returned_at.is_some()
}

/// Its reception was not annulled.
pub(crate) fn not_annulled(case: &Case<'_>) -> Check {
    match case.dossier.ended {
        Some(over) if over.how == Ending::Annulled => ended(case),
        _ => Ok(()),
    }
}

/// The source of an imported dossier has not spoken of it yet.
pub(crate) fn unclaimed(case: &Case<'_>) -> Check {
    if case.dossier.history.is_none() {
        return Ok(());
    }
    CLAIMED.refuse(
        "dossier",
        format!("nguồn của hồ sơ {} đã được ghi nhận", case.code),
        format!("what the source says of dossier {} is recorded already", case.code),
    )
}

/// It was received, whatever has come of it.
pub(crate) fn received<'a>(case: &Case<'a>) -> Check<&'a Reception> {
    match &case.dossier.reception {
        Some(reception) => Ok(reception),
        // Turned away at the desk: it ended before it began.
        None if case.dossier.refused_at.is_some() => ended(case),
        None => NOT_RECEIVED.refuse(
            "dossier",
            format!("hồ sơ {} chưa được tiếp nhận", case.code),
            format!("dossier {} is not received yet", case.code),
        ),
    }
}

/// It has not ended, received or not.
pub(crate) fn not_ended(case: &Case<'_>) -> Check {
    if case.dossier.has_ended() { ended(case) } else { Ok(()) }
}

fn undecided<T>(case: &Case<'_>) -> Check<T> {
    NOT_RESOLVED.refuse(
        "dossier",
        format!("hồ sơ {} chưa có kết quả giải quyết", case.code),
        format!("dossier {} is not resolved yet", case.code),
    )
}

fn ended<T>(case: &Case<'_>) -> Check<T> {
    let status = case.dossier.status().as_str();
    ENDED.refuse(
        "dossier",
        format!("hồ sơ {} đã kết thúc ({status})", case.code),
        format!("dossier {} has ended ({status})", case.code),
    )
}
