//! What a leg allows: it is sent once, taken once, answered once; and custody goes back the way it came.

use crate::case::Case;
use crate::grounds::{
    ANSWER_INSTEAD, LEG_CLOSED, LEG_NOT_TAKEN, LEG_READ, LEG_USED, NO_LEG, TO_ITSELF, WITH_OTHERS,
};
use lienthong_dossier::{Check, Leg, LegState};
use lienthong_names::{AgencyId, LegId};

/// The leg was sent.
pub(crate) fn known<'a>(case: &Case<'a>, id: &LegId) -> Check<&'a Leg> {
    match case.dossier.legs.get(id) {
        Some(leg) => Ok(leg),
        None => NO_LEG.refuse(
            "leg",
            format!("hồ sơ {} không có lượt liên thông {id}", case.code),
            format!("dossier {} has no leg {id}", case.code),
        ),
    }
}

/// No leg, and no ask for an opinion, has this id.
pub(crate) fn unused(case: &Case<'_>, id: &LegId) -> Check {
    if !case.dossier.is_leg_known(id) {
        return Ok(());
    }
    LEG_USED.refuse(
        "leg",
        format!("mã lượt liên thông {id} đã được dùng trong hồ sơ này"),
        format!("leg id {id} is in use in this dossier"),
    )
}

/// Nobody has taken or refused it yet.
pub(crate) fn untouched(id: &LegId, leg: &Leg) -> Check {
    if leg.state == LegState::Sent { Ok(()) } else { past(id, leg) }
}

/// Something is still to come from it.
pub(crate) fn open(id: &LegId, leg: &Leg) -> Check {
    if leg.state.is_open() { Ok(()) } else { past(id, leg) }
}

/// The receiver has taken it.
pub(crate) fn taken(id: &LegId, leg: &Leg) -> Check {
    match leg.state {
        LegState::Accepted { .. } => Ok(()),
        LegState::Sent => LEG_NOT_TAKEN.refuse(
            "leg",
            format!("lượt {id} chưa được tiếp nhận: hãy từ chối, không trả lại"),
            format!("leg {id} was not taken: refuse it instead"),
        ),
        _ => past(id, leg),
    }
}

/// The receiver has not opened it.
pub(crate) fn unread(id: &LegId, leg: &Leg) -> Check {
    if leg.read_at.is_none() {
        return Ok(());
    }
    LEG_READ.refuse(
        "leg",
        format!("lượt {id} đã được mở xem: không thu hồi được"),
        format!("leg {id} was opened by its receiver and cannot be recalled"),
    )
}

/// The receiver's system has not said that it has it; who opened it has it.
pub(crate) fn not_arrived(id: &LegId, leg: &Leg) -> Check {
    if leg.read_at.is_some() {
        past_in(id, "read")
    } else if leg.arrived_at.is_some() {
        past_in(id, "arrived")
    } else {
        Ok(())
    }
}

fn past(id: &LegId, leg: &Leg) -> Check {
    past_in(id, leg.state.as_str())
}

fn past_in(id: &LegId, state: &str) -> Check {
    LEG_CLOSED.refuse(
        "leg",
        format!("lượt {id} đã ở trạng thái {state}"),
        format!("leg {id} is {state} already"),
    )
}

/// Custody that came by this leg can go back by it: whoever got it from here for resolution has given it back. Where agencies merged,
/// who has it now may have sent it on before: the last leg goes first.
pub(crate) fn not_gone_on(case: &Case<'_>, id: &LegId, leg: &Leg) -> Check {
    let sent_on = |(_, later): &(&LegId, &Leg)| later.from == leg.to && later.sent_at > leg.sent_at;
    let later = if leg.moved_custody { case.dossier.open_resolutions().find(sent_on) } else { None };
    match (case.dossier.custodian(), later) {
        (Some(custodian), Some((later, _))) if *custodian == leg.to => WITH_OTHERS.refuse(
            "leg",
            format!("hồ sơ đã chuyển tiếp theo lượt {later}: trả lời lượt sau cùng trước lượt {id}"),
            format!("the dossier went on by leg {later}: the last leg is closed before leg {id}"),
        ),
        (Some(custodian), _) if leg.moved_custody && *custodian != leg.to => WITH_OTHERS.refuse(
            "leg",
            format!("hồ sơ đang ở {custodian}: chỉ trả lời được lượt {id} khi hồ sơ đã quay lại {}", leg.to),
            format!("the dossier is with {custodian}: leg {id} can be closed once it is back at {}", leg.to),
        ),
        _ => Ok(()),
    }
}

/// It goes to another agency; and, where custody goes along, to none that waits for it already: that one is owed an answer.
pub(crate) fn worth_sending(case: &Case<'_>, to: &AgencyId, moves_custody: bool) -> Check {
    if to == case.agency() {
        return TO_ITSELF.refuse(
            "to",
            "không thể gửi liên thông cho chính mình",
            "an agency does not send a dossier to itself",
        );
    }
    not_waiting(case, to, moves_custody)
}

/// It does not wait for the dossier already, having sent it for resolution: then it is owed an answer.
pub(crate) fn not_waiting(case: &Case<'_>, to: &AgencyId, moves_custody: bool) -> Check {
    let waiting = case.dossier.open_resolutions().find(|(_, leg)| leg.from == *to);
    match waiting {
        Some((id, _)) if moves_custody => ANSWER_INSTEAD.refuse(
            "to",
            format!("{to} đang chờ kết quả của lượt {id}: hãy trả lời lượt đó"),
            format!("{to} waits for the answer to leg {id}: answer that leg instead"),
        ),
        _ => Ok(()),
    }
}

/// What was refused is back with who sent it.
pub(crate) fn back_with_sender(case: &Case<'_>, leg: &Leg) -> Check {
    match case.dossier.custodian() {
        Some(custodian) if *custodian != leg.from => WITH_OTHERS.refuse(
            "leg",
            format!("hồ sơ đang ở {custodian}, không còn ở {}", leg.from),
            format!("the dossier is with {custodian} and not with {} any more", leg.from),
        ),
        _ => Ok(()),
    }
}

/// Nobody else was sent the dossier for resolution and still has it.
pub(crate) fn with_nobody_else(case: &Case<'_>) -> Check {
    let elsewhere = case.dossier.open_resolutions().find(|(_, leg)| leg.to != *case.agency());
    let Some((id, leg)) = elsewhere else { return Ok(()) };
    WITH_OTHERS.refuse(
        "dossier",
        format!("hồ sơ đã chuyển cho {} giải quyết theo lượt {id}, chưa có trả lời", leg.to),
        format!("the dossier was sent to {} for resolution by leg {id}, which is not answered", leg.to),
    )
}
