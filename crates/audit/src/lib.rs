//! The log, seen by someone who does not take its word.
//!
//! Belongs here: the sealer of a log that a broker puts in order ([`sealer`]), deriving everything again from sealed bytes
//! ([`verify`]): checksums, chains, signatures, tree, checkpoints, decisions; the sealed log as files that anyone may mirror
//! ([`publish`]); what proves a dossier to who has no access ([`bundle`]); and another body that keeps what it saw of a log
//! ([`witness`]).
//! Does not: what a decision is (the rules crates; their [`lienthong_service::Redecide`] is handed in), how files are laid out
//! (`ledger`), NATS (`nats`).

pub mod bundle;
pub mod publish;
pub mod sealer;
pub mod verify;
pub mod witness;
