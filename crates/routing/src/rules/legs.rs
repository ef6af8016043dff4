//! What a leg allows: it is sent once, taken once, answered once; and custody goes back the way it came.

use crate::case::Case;
use crate::grounds::{
    ANSWER_INSTEAD, LEG_CLOSED, LEG_NOT_TAKEN, LEG_READ, LEG_USED, NO_LEG, NOTHING_TO_COME, PART_CUSTODY,
    PART_OUT, PART_PLANNED, STILL_PLANNED, TO_ITSELF, WITH_OTHERS,
};
use lienthong_dossier::{Check, Leg, LegState};
use lienthong_names::{AgencyId, LegId};

/// The leg was sent.
pub(crate) fn known<'a>(case: &Case<'a>, id: &LegId) -> Check<&'a Leg> {
    known_as(case, "leg", id)
}

/// The leg that a field names was sent.
pub(crate) fn known_as<'a>(case: &Case<'a>, field: &'static str, id: &LegId) -> Check<&'a Leg> {
    match case.dossier.legs.get(id) {
        Some(leg) => Ok(leg),
        None => NO_LEG.refuse(
            field,
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

/// A part of the leg can be sent on: something is still to come from it, and custody neither came with it nor goes along.
pub(crate) fn sent_on(id: &LegId, leg: &Leg, moves_custody: bool) -> Check {
    if !leg.state.is_open() {
        return past_in("parent", id, leg.state.as_str());
    }
    if leg.moved_custody {
        return PART_CUSTODY.refuse(
            "parent",
            format!("hồ sơ đã đi cùng lượt {id}: hãy chuyển hồ sơ, không tách lượt con"),
            format!("the dossier itself came by leg {id}: send that on instead of a part"),
        );
    }
    if moves_custody {
        return PART_CUSTODY.refuse(
            "purpose",
            format!("hồ sơ không đi cùng lượt con của lượt {id}: chỉ gửi xin ý kiến hoặc thẩm định"),
            format!("custody does not go along with a part of leg {id}"),
        );
    }
    Ok(())
}

/// No part of the leg is still out.
pub(crate) fn whole(case: &Case<'_>, id: &LegId) -> Check {
    let Some(part) = case.dossier.open_part_of(id) else { return Ok(()) };
    PART_OUT.refuse(
        "leg",
        format!("lượt con {part} của lượt {id} chưa kết thúc"),
        format!("leg {part}, a part of leg {id} that was sent on, is still open"),
    )
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
        past_in("leg", id, "read")
    } else if leg.arrived_at.is_some() {
        past_in("leg", id, "arrived")
    } else {
        Ok(())
    }
}

fn past(id: &LegId, leg: &Leg) -> Check {
    past_in("leg", id, leg.state.as_str())
}

fn past_in(field: &'static str, id: &LegId, state: &str) -> Check {
    LEG_CLOSED.refuse(
        field,
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

/// What was refused is back with who sent it: a part with whoever still has the leg that it is of.
pub(crate) fn back_with_sender(case: &Case<'_>, leg: &Leg) -> Check {
    if let Some(parent) = &leg.parent {
        return open(parent, known(case, parent)?);
    }
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

/// An answer is still to come from the leg, now or once it is sent.
pub(crate) fn to_come(case: &Case<'_>, after: &LegId) -> Check {
    if case.dossier.planned.contains_key(after) {
        return Ok(());
    }
    let leg = known_as(case, "after", after)?;
    if leg.to == *case.agency() {
        return NOTHING_TO_COME.refuse(
            "after",
            format!("lượt {after} do chính {} trả lời: hãy trả lời trước", leg.to),
            format!("leg {after} is {}'s own to answer: answer it first", leg.to),
        );
    }
    if leg.state.is_open() {
        return Ok(());
    }
    NOTHING_TO_COME.refuse(
        "after",
        format!("lượt {after} đã kết thúc: không còn gì để chờ"),
        format!("leg {after} is {} already: there is nothing to wait for", leg.state.as_str()),
    )
}

/// Only whole legs go in order: a part of one is sent at once, by who has that leg.
pub(crate) fn not_a_part(parent: Option<&LegId>) -> Check {
    let Some(parent) = parent else { return Ok(()) };
    PART_PLANNED.refuse(
        "after",
        format!("lượt con của lượt {parent} phải gửi ngay, không chờ lượt khác"),
        format!("a part of leg {parent} is sent at once, and waits for no other leg"),
    )
}

/// No leg is still to go out.
pub(crate) fn none_planned(case: &Case<'_>) -> Check {
    let Some((id, leg)) = case.dossier.planned.iter().next() else { return Ok(()) };
    STILL_PLANNED.refuse(
        "dossier",
        format!("lượt {id} gửi {} còn chờ lượt {}: hãy chờ hoặc thu hồi", leg.to, leg.after),
        format!("leg {id} to {} waits for leg {}: wait for it, or recall it", leg.to, leg.after),
    )
}
