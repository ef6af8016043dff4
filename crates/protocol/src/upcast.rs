//! Records of older schemas, brought to the current one when they are read.
//!
//! Belongs here: one function a step of the schema, over the generated messages. Does not: writing; stored bytes stay as they
//! are, and hashes, signatures and proofs are over them.
//!
//! How to add one: raise [`crate::SCHEMA_VERSION`], keep the old fields' numbers, write `from_n`, call it in [`to_current`],
//! and put a record of the old schema into `tests/golden/`.

use crate::proto;
use proto::event::Body;

/// Brings a record to the current schema, step by step.
pub(crate) fn to_current(record: &mut proto::Record) {
    if record.schema_version == 0 {
        from_0(record);
    }
}

/// Schema 0 knew one ask and one version of an opinion: `OpinionGiven` had neither `round` nor `version`. Both were the first.
fn from_0(record: &mut proto::Record) {
    for event in &mut record.events {
        if let Some(Body::OpinionGiven(given)) = &mut event.body {
            given.round = 1;
            given.version = 1;
        }
    }
    record.schema_version = 1;
}
