//! Whom a chair may ask: other agencies in force, and units of its own. DOMAIN section 4.

use super::r03_asked::name;
use super::r12_in_force;
use crate::case::Case;
use crate::grounds::{NOBODY, NOT_ASKABLE, TWICE};
use lienthong_dossier::{Ask, Check, Participant};
use lienthong_names::Refusal;

/// Somebody is asked. History may not know whom.
pub(crate) fn someone(case: &Case<'_>, asks: &[Ask]) -> Check {
    if !asks.is_empty() || case.is_history() {
        return Ok(());
    }
    NOBODY.refuse("asks", "phải hỏi ít nhất một cơ quan hoặc đơn vị", "a consultation asks somebody")
}

/// Nobody is asked twice at once.
pub(crate) fn each_once(asks: &[Ask]) -> Vec<Refusal> {
    let twice =
        |(at, ask): &(usize, &Ask)| asks.iter().take(*at).any(|other| other.participant == ask.participant);
    let refusal = |(at, ask): (usize, &Ask)| {
        let who = name(&ask.participant);
        TWICE.refusal(
            &format!("asks[{at}]"),
            format!("{who} được hỏi hai lần trong cùng một lệnh"),
            format!("{who} is asked twice at once"),
        )
    };
    asks.iter().enumerate().filter(twice).map(refusal).collect()
}

/// Another agency in force, as a whole; or a unit of the chair that the catalogue lists, if it lists the chair's units.
///
/// History may not say which unit of the chair was asked: then it was the chair's own house.
pub(crate) fn askable(case: &Case<'_>, participant: &Participant) -> Check {
    r12_in_force::agency(case, &participant.agency)?;
    let own = participant.agency == *case.agency();
    match &participant.unit {
        None if own && !case.facts.is_history() => refuse(
            participant,
            "cơ quan chủ trì không tự hỏi ý kiến chính mình, chỉ hỏi đơn vị trực thuộc",
            "a chair asks its units, not itself",
        ),
        Some(_) if !own => refuse(
            participant,
            "ý kiến của cơ quan khác được hỏi ở cấp cơ quan, không hỏi đơn vị",
            "another agency is asked as a whole, not by unit",
        ),
        Some(unit) => {
            let units = case.facts.catalogue.agency(case.agency(), case.now()).map_or(&[][..], |a| &a.units);
            if units.is_empty() || units.iter().any(|known| known.id == *unit) {
                Ok(())
            } else {
                refuse(participant, "không có đơn vị này trong danh mục", "the catalogue lists no such unit")
            }
        }
        None => Ok(()),
    }
}

fn refuse(participant: &Participant, vi: &str, en: &str) -> Check {
    let who = name(participant);
    NOT_ASKABLE.refuse("asks.participant", format!("{who}: {vi}"), format!("{who}: {en}"))
}
