//! A bundle: what proves the records of one dossier to someone with no access and no network.
//!
//! Belongs here: its file ([`Bundle`]), making one of ledgers ([`prove`]), checking one with nothing but itself ([`check`]), what the
//! log signs of where streams end ([`Heads`]), the opening of an applicant's own commitments.
//! Does not: deciding again (a bundle has neither the rules' catalogue nor the other dossiers: [`crate::verify`] does), telling the
//! dossier's story (`projections`), where ledgers, keys and files are (the binary).
//!
//! Who acted is trusted as far as the catalogue says: the streams of the catalogue that registered and revoked the keys come along,
//! each record with its own path, down to record 1, whose leaf is the fingerprint. So a stranger needs to know the fingerprint and the
//! log's key, and nothing else.

mod check;
mod citizen;
mod failure;
mod format;
mod heads;
mod keys;
mod part;
mod prove;
mod read;

pub use check::{Checked, Expected, Last, Opened, Witnessed, check};
pub use citizen::{CannotOpen, applicants_fields, open_applicants_fields};
pub use failure::{Failure, Kind};
pub use format::{About, Base64, Bundle, Opening, Part, Proved};
pub use heads::Heads;
pub use prove::{CannotProve, Question, asked_for, catalogue_streams, prove};
pub use read::{Kept, Numbered, read};
