//! The step machine by itself: each test hands it inputs and looks at what it wants done.
//!
//! The rules are a toy; what is tested is the frame around any rules: identity, order, ids, conflicts, what waits for what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bench;
mod machine;
