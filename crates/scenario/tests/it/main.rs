//! The rules, told and held to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod coverage;
mod groups;
mod pages;
mod told;

use lienthong_scenario::Playbook;

/// Every file under `scenarios/`.
pub fn playbook() -> Playbook {
    lienthong_scenario::reference::playbook().unwrap_or_else(|fault| panic!("{fault}"))
}
