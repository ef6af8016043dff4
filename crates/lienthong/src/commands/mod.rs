//! One file a subcommand.

pub mod audit;
mod bundle;
pub mod calendar;
pub mod catalogue;
pub mod doctor;
pub mod dossier;
pub mod explain;
pub mod export;
pub mod flow;
pub mod import;
pub mod inbox;
pub mod inspect;
pub mod keys;
pub mod ledger;
mod publish;
pub mod reconcile;
pub mod serve;
pub mod submit;
mod taking;
pub mod up;
mod waiting;
mod what_if;
