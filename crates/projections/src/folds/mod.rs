//! The projections, each one fold into one table.
//!
//! Most rows here are *derived*: a pure function of a dossier's view, written where it differs between the view before a record
//! and the view after it. Such a row cannot drift from what it is derived from.

mod accesses;
mod catalogue;
mod consultations;
mod counts;
mod declarations;
mod documents;
mod dossiers;
mod inbox;
mod journal;
mod ledgers;
mod receipts;
mod rejections;
mod timeline;

pub use accesses::{AccessRow, Accesses};
pub use catalogue::{
    AgencyRow, BasisRow, Catalogue, CutRow, DeskRow, LeaseRow, OfficerRow, ProcedureRow, RepealRow,
    SuccessionRow, TenureRow, UnitRow,
};
pub use consultations::{ConsultationRow, Consultations};
pub use counts::Counts;
pub use declarations::{DeclarationRow, Declarations, DrawnRow};
pub use documents::{DocumentRow, Documents};
pub use dossiers::Dossiers;
pub use inbox::{Inbox, InboxRow};
pub use journal::{Journal, JournalRow};
pub use ledgers::LedgerRow;
pub use receipts::{ReceiptRow, Receipts};
pub use rejections::{RejectionRow, Rejections};
pub use timeline::Timelines;

pub(crate) mod keys {
    //! Where the rows of each projection are: for queries.
    pub(crate) use super::accesses::{access_by, accesses_of};
    pub(crate) use super::catalogue::{
        AGENCY, agency_key, bases, basis_key, cuts, leases_of, officer_key, procedures, repeal_key, said_key,
        succession_key, tenures_key, versions_of,
    };
    pub(crate) use super::consultations::of_realm;
    pub(crate) use super::counts::{CELL, FACET as COUNTED, LEDGER};
    pub(crate) use super::declarations::declared_by;
    pub(crate) use super::documents::documents_of;
    pub(crate) use super::dossiers::{
        ClosedRow, FACET, PersonalRow, VIEW, closed_key, codes_from, personal_key, view_key,
    };
    pub(crate) use super::inbox::of_agency;
    pub(crate) use super::journal::{journal_key, of_ledger};
    pub(crate) use super::ledgers::ledgers;
    pub(crate) use super::receipts::of_command;
    pub(crate) use super::rejections::rejection_key;
}

use crate::projection::Entered;

/// All of them. The first must be [`Dossiers`]: the projector finds there where a dossier's fold stands.
pub const ALL: &[Entered] = &[
    Entered::of::<Dossiers>(),
    Entered::of::<Timelines>(),
    Entered::of::<Counts>(),
    Entered::of::<Inbox>(),
    Entered::of::<Consultations>(),
    Entered::of::<Catalogue>(),
    Entered::of::<Rejections>(),
    Entered::of::<Receipts>(),
    Entered::of::<Declarations>(),
    Entered::of::<Accesses>(),
    Entered::of::<Documents>(),
    Entered::of::<Journal>(),
];
