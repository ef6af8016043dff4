//! One publication in hand: what every rule of publishing looks at.

use lienthong_catalogue::Command;
use lienthong_names::{Act, OfficerId};
use lienthong_service::Facts;

/// What is asked, by whom, and what the catalogue says today.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Case<'a> {
    pub(crate) asked: &'a Command,
    pub(crate) drafted_by: Option<&'a OfficerId>,
    pub(crate) act: &'a Act,
    pub(crate) facts: &'a Facts<'a>,
}
