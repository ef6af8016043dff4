//! One rule a file, each a short total function that says its law and its "no".
//!
//! Rules of the field bear their number (DOMAIN section 5); the others say what the course of a dossier
//! allows.

pub(crate) mod cases;
pub(crate) mod charges;
pub(crate) mod consignments;
pub(crate) mod dates;
pub(crate) mod declarations;
pub(crate) mod entries;
pub(crate) mod ledgers;
pub(crate) mod legs;
pub(crate) mod numbers;
pub(crate) mod papers;
pub(crate) mod pauses;
pub(crate) mod personal;
pub(crate) mod r01_desk;
pub(crate) mod r02_capacity;
pub(crate) mod r03_part;
pub(crate) mod r04_checklist;
pub(crate) mod r05_once;
pub(crate) mod r07_reason;
pub(crate) mod r08_mandatory;
pub(crate) mod r10_process;
pub(crate) mod r11_officers;
pub(crate) mod r12_in_force;
pub(crate) mod r13_fee;
pub(crate) mod r18_ahead;
pub(crate) mod r19_known;
pub(crate) mod r20_original;
pub(crate) mod r21_centre;
pub(crate) mod r24_go_live;
pub(crate) mod r27_competence;
pub(crate) mod results;
pub(crate) mod stage;
pub(crate) mod timers;
