//! The crate from outside: real input, broken input, round trips.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod broken;
mod carried;
mod cases;
mod commands;
mod mapping;
mod province;
mod receipt;
mod register;
mod register_files;
mod round_trip;
mod support;
