//! `lienthong audit prove` and `lienthong audit check`: what proves a dossier to who has no ledger.

mod check;
pub(in crate::commands) mod finding;
pub(in crate::commands) mod prove;
pub(in crate::commands) mod words;

pub use check::check;
pub(in crate::commands) use check::{log_key, tell_words};
pub use prove::prove;

use crate::failure::{Exit, Failure};
use lienthong_audit::bundle;

/// The answer is "no", with its code. What a stranger's file says of itself commands no terminal.
pub(in crate::commands) fn no(failure: &bundle::Failure) -> Failure {
    Failure::coded(Exit::No, failure.kind.code(), failure.to_string().replace(char::is_control, "\u{fffd}"))
}
