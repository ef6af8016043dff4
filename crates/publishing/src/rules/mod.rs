//! Who may publish, and what a publication must be: short total functions that say their "no".
//!
//! Rules of the field bear their number (DOMAIN section 5); `known` says what must be there before, `form` what holds
//! together.

pub(crate) mod cases;
pub(crate) mod form;
pub(crate) mod keys;
pub(crate) mod known;
pub(crate) mod ledgers;
pub(crate) mod prescriptions;
pub(crate) mod process;
pub(crate) mod r12_actor;
pub(crate) mod r22_office;
