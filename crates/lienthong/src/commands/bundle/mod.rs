//! `lienthong audit prove` and `lienthong audit check`: what proves a dossier to who has no ledger.

mod check;
mod finding;
mod prove;
mod words;

pub use check::check;
pub use prove::prove;

use crate::failure::{Exit, Failure};
use lienthong_audit::bundle;

/// The answer is "no", with its code. What a stranger's file says of itself commands no terminal.
fn no(failure: &bundle::Failure) -> Failure {
    Failure::coded(Exit::No, failure.kind.code(), failure.to_string().replace(char::is_control, "\u{fffd}"))
}
