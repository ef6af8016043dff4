//! R27: refused twice for competence: the common superior decides, and the clock runs. Directive 1g.

use crate::case::Case;
use crate::grounds::{R27_DECIDED, R27_SUPERIOR, R27_TWICE};
use lienthong_dossier::{Check, Command, Leg, LegGround};
use lienthong_names::{AgencyId, LegId};

/// So many refusals make a quarrel.
const REFUSALS: usize = 2;
/// Longer chains of agencies are not followed.
const LEVELS: usize = 16;

/// The acting agency stands above every agency that refused, and above the one that sent or is that one.
pub(crate) fn is_common_superior(case: &Case<'_>) -> bool {
    let Command::DecideCompetence { leg: named, .. } = case.asked else { return false };
    let legs = case.dossier.competence.refused.iter().chain([named]);
    let mut quarrel = legs.filter_map(|leg| case.dossier.legs.get(leg)).peekable();
    quarrel.peek().is_some()
        && quarrel
            .all(|leg| is_above(case, &leg.to) && (leg.from == *case.agency() || is_above(case, &leg.from)))
}

fn is_above(case: &Case<'_>, lower: &AgencyId) -> bool {
    let parent = |agency: &AgencyId| {
        case.facts.catalogue.agency(agency, case.now()).and_then(|agency| agency.parent.as_ref())
    };
    std::iter::successors(parent(lower), |agency| parent(agency))
        .take(LEVELS)
        .any(|above| above == case.agency())
}

/// Only the common superior decides.
pub(crate) fn superior(case: &Case<'_>) -> Check {
    if is_common_superior(case) {
        return Ok(());
    }
    R27_SUPERIOR.refuse(
        "agency",
        format!("{} không phải là cấp trên chung của các cơ quan đã từ chối", case.agency()),
        format!("{} does not stand above all who refused it for competence", case.agency()),
    )
}

/// Two agencies, or one twice, refused it for competence, this leg among them.
pub(crate) fn refused_twice(case: &Case<'_>, leg: &LegId) -> Check {
    let refused = &case.dossier.competence.refused;
    if refused.len() >= REFUSALS && refused.contains(leg) {
        return Ok(());
    }
    R27_TWICE.refuse(
        "leg",
        format!("lượt {leg} chưa thuộc trường hợp bị từ chối hai lần vì thẩm quyền"),
        format!("leg {leg} is not one of two that were refused for competence"),
    )
}

/// Whose competence was decided does not refuse for competence.
pub(crate) fn open(case: &Case<'_>, leg: &Leg, ground: Option<LegGround>) -> Check {
    let decided = case.dossier.competence.decided_for.as_ref() == Some(&leg.to);
    if ground != Some(LegGround::Competence) || !decided {
        return Ok(());
    }
    R27_DECIDED.refuse(
        "ground",
        format!("cấp trên chung đã xác định thẩm quyền của {}", leg.to),
        format!("it was decided that it is in the competence of {}", leg.to),
    )
}
