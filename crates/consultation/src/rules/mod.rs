//! One rule a file, each a short total function that says its law and its "no".
//!
//! Rules of the field bear their number (DOMAIN section 5); `opinion`, `participants` and `stage` say what the course of a
//! consultation allows, `council`, `rounds` and `votes` what that of an appraisal does.

pub(crate) mod council;
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
pub(crate) mod rounds;
pub(crate) mod stage;
pub(crate) mod votes;
