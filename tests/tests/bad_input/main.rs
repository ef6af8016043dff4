//! What is wrong with what a person gives the binary, end to end: files, mappings, houses, keys, disks.
//!
//! Each wrong input has its code and its exit status (2 used wrongly, 3 not now), names its place and says what to do.
//! What can be known before the first record leaves nothing behind. What stood before a damage stays, is counted, and the
//! repaired file may simply be imported again.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod codes;
mod damaged;
mod full_disk;
mod full_house;
mod in_use;
mod keys;
mod memory;
mod odd_log;
mod place;
mod refused_log;
mod refused_mapping;
mod refused_province;
