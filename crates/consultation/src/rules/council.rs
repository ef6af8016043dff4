//! How a council is composed (DOMAIN section 7): at least as many members as the published procedure asks for, each once, the
//! president among them, the secretary another person, and a quorum of more than half.

use super::r12_in_force;
use crate::case::Case;
use crate::grounds::{COUNCIL, TOO_FEW};
use crate::version;
use lienthong_dossier::{Check, Council, Member, Refusals};
use lienthong_names::Refusal;
use std::collections::BTreeSet;

/// What speaks against the appraisers, all of it at once.
pub(crate) fn composed(case: &Case<'_>, council: Option<&Council>, no: &mut Refusals) {
    no.ask(enough(case, council));
    let Some(council) = council else { return };
    let agencies: BTreeSet<_> = council.agencies().collect();
    for agency in agencies {
        no.ask(r12_in_force::named(case, agency, "council"));
    }
    no.extend(each_once(council));
    no.ask(presided(council));
    no.ask(recorded(council));
    no.ask(quorum(council));
}

/// As many as the procedure asks for; one that asks for a council is not appraised without. What a past council was nobody can
/// change.
fn enough(case: &Case<'_>, council: Option<&Council>) -> Check {
    let least = version::procedure(case).map_or(0, |procedure| procedure.appraisal.minimum_members);
    let members = council.map_or(0, |council| council.members.len());
    if case.is_history() || u32::try_from(members).is_ok_and(|members| members >= least) {
        return Ok(());
    }
    TOO_FEW.refuse(
        "council.members",
        format!("thủ tục này cần hội đồng thẩm định ít nhất {least} thành viên, mới có {members}"),
        format!("this procedure is appraised by a council of at least {least} members; there are {members}"),
    )
}

fn each_once(council: &Council) -> Vec<Refusal> {
    let members = &council.members;
    let twice =
        members.iter().enumerate().filter(|(at, member)| members.iter().take(*at).any(|m| m == *member));
    let refusal = |(at, member): (usize, &Member)| {
        COUNCIL.refusal(
            &format!("council.members[{at}]"),
            format!("{} ({}) có hai lần trong hội đồng", member.officer, member.agency),
            format!("{} of {} sits in the council twice", member.officer, member.agency),
        )
    };
    twice.map(refusal).collect()
}

fn presided(council: &Council) -> Check {
    let president = &council.president;
    if council.members.contains(president) {
        return Ok(());
    }
    COUNCIL.refuse(
        "council.president",
        format!("chủ tịch hội đồng {} ({}) không phải là thành viên", president.officer, president.agency),
        format!("{} of {} presides and is no member", president.officer, president.agency),
    )
}

fn recorded(council: &Council) -> Check {
    if council.secretary != council.president {
        return Ok(());
    }
    COUNCIL.refuse(
        "council.secretary",
        "thư ký không được đồng thời là chủ tịch hội đồng",
        "the secretary is another person than who presides",
    )
}

fn quorum(council: &Council) -> Check {
    let (members, quorum) = (council.members.len(), usize::try_from(council.quorum).unwrap_or(usize::MAX));
    if quorum <= members && quorum > members / 2 {
        return Ok(());
    }
    COUNCIL.refuse(
        "council.quorum",
        format!("số thành viên tối thiểu để họp là {quorum}: phải quá nửa và không quá {members}"),
        format!("a quorum of {quorum}: it is more than half of the {members} members, and no more than all"),
    )
}
