//! One rule a file, each a short total function that says its law and its "no".
//!
//! Rules of the field bear their number (DOMAIN section 5); `closed`, `confidential`, `objection`, `open_ask`, `opinion`, `participants` and `stage`
//! say what the course of a consultation allows, `council`, `rounds` and `votes` what that of an appraisal does.

pub(crate) mod closed;
pub(crate) mod confidential;
pub(crate) mod council;
pub(crate) mod objection;
pub(crate) mod open_ask;
pub(crate) mod opinion;
pub(crate) mod participants;
pub(crate) mod r02_capacity;
pub(crate) mod r03_asked;
pub(crate) mod r07_reason;
pub(crate) mod r08_mandatory;
pub(crate) mod r09_digest;
pub(crate) mod r11_officers;
pub(crate) mod r12_in_force;
pub(crate) mod r19_known;
pub(crate) mod r25_secret;
pub(crate) mod rounds;
pub(crate) mod stage;
pub(crate) mod timers;
pub(crate) mod votes;

use crate::case::Case;
use lienthong_dossier::Refusals;

/// Who acts is valid, has a part, and holds the capacity that the command asks for: R12, R03, R02.
pub(crate) fn ask_party(case: &Case<'_>, no: &mut Refusals) {
    no.extend(r12_in_force::actor(case));
    let standing = case.standing();
    no.ask(r03_asked::part(case, standing));
    no.ask(r02_capacity::check(case, standing));
}
