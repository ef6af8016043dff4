//! R01: reception and return only by a one-stop desk, online or by post, for procedures so registered. Directive 1d;
//! Decree 61/2018/ND-CP.

use crate::case::Case;
use crate::grounds::{R01_CHANNEL, R01_DESK};
use lienthong_catalogue::Procedure;
use lienthong_dossier::{Channel, Check};
use lienthong_names::AgencyId;

/// The acting agency has a desk in force, at which this procedure is handed in, and which serves whoever resolves it.
pub(crate) fn check(case: &Case<'_>, procedure: &Procedure, competent: Option<&AgencyId>) -> Check {
    let agency = case.agency();
    if case.is_off(R01_DESK.rule) {
        return Ok(());
    }
    let Some(desk) = case.facts.catalogue.desk(agency, case.now()) else {
        return R01_DESK.refuse(
            "agency",
            format!(
                "{agency} không có Bộ phận Một cửa: chỉ được tiếp nhận và trả kết quả tại Bộ phận Một cửa"
            ),
            format!("{agency} has no one-stop desk: only a desk receives dossiers and returns results"),
        );
    };
    // What was published names whoever was there then.
    let names = |named: &[AgencyId], agency: &AgencyId| {
        named.iter().any(|named| case.facts.catalogue.acting(named, case.now()) == agency)
    };
    let competent = competent.map(|competent| case.facts.catalogue.acting(competent, case.now()));
    if !procedure.desks.is_empty() && !names(&procedure.desks, agency) {
        return R01_DESK.refuse(
            "agency",
            format!("thủ tục {} không tiếp nhận tại Bộ phận Một cửa của {agency}", procedure.code),
            format!("procedure {} is not handed in at the desk of {agency}", procedure.code),
        );
    }
    match competent {
        Some(competent)
            if competent != agency && !desk.serves.is_empty() && !names(&desk.serves, competent) =>
        {
            R01_DESK.refuse(
                "agency",
                format!(
                    "Bộ phận Một cửa của {agency} không tiếp nhận hồ sơ thuộc thẩm quyền của {competent}"
                ),
                format!("the desk of {agency} does not serve {competent}"),
            )
        }
        _ => Ok(()),
    }
}

/// It comes, or goes, by a channel that the procedure is registered for. E-mail and internal mail are words of history.
pub(crate) fn check_channel(case: &Case<'_>, procedure: &Procedure, channel: Channel) -> Check {
    let lawful = case.is_history() || matches!(channel, Channel::Desk | Channel::Online | Channel::Post);
    let registered =
        procedure.channels.is_empty() || procedure.channels.iter().any(|c| **c == *channel.as_str());
    if (lawful && registered) || case.is_off(R01_CHANNEL.rule) {
        return Ok(());
    }
    R01_CHANNEL.refuse(
        "channel",
        format!("thủ tục {} không thực hiện qua kênh {channel}", procedure.code),
        format!("procedure {} is not registered for channel {channel}", procedure.code),
    )
}
