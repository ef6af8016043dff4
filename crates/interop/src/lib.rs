//! What other systems write and read, in and out.
//!
//! Belongs here: XES ([`xes`]), mapping files that say what a source's words mean here ([`mapping`]), ids of imported acts
//! ([`act_id`]), the commands that acts become ([`convert`]) and the catalogue they rest on ([`publish`]); a province as files ([`province`]);
//! registers that agencies keep of their own ([`register`]). Does not: deciding anything (`routing`, `consultation`), sending it (`lienthong`), files of the ledger
//! (`ledger`).
//! Start with [`xes::plan`].

mod carried;
pub mod convert;
mod ids;
pub mod mapping;
pub mod province;
pub mod publish;
pub mod register;
mod toml_file;
pub mod xes;

pub use ids::act_id;
