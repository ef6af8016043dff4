//! The rules of inspection, told and held to it: what each row says is found is found there, and nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod scenarios;
