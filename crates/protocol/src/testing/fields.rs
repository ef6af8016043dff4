//! Of what kind each field is, by the tables that convert: for pages that describe commands and events.

pub use crate::convert::fields::{Fields, OF_COMMANDS, OF_EVENTS};
