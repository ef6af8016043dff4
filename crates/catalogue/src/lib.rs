//! What is in force: agencies, desks, officers, keys, procedures, processes, calendars, switched rules; at a date, as known at a position.
//!
//! Belongs here: the facts a catalogue ledger holds ([`Entry`]), their fold ([`Catalogue`]), and the look-ups on two axes
//! ([`View`]): *in force at* an instant, *as known at* a position of the catalogue ledger; what a version says otherwise than the one
//! before it ([`Difference`]).
//! Does not: who may change it (`publishing`), what it means for a dossier (`routing`, `consultation`), bytes (`protocol`).

mod cases;
mod compared;
mod cut;
mod difference;
mod entry;
mod fold;
mod ledgers;
mod legal_basis;
mod pauses;
mod prescription;
mod process;
mod rules;
mod standing;
mod switch;
mod tenure;
mod view;
mod view_review;
mod view_standing;
mod view_tenure;

pub use cases::ProcedureCase;
pub use compared::Standing;
pub use cut::{CutDecision, CutKind, CutOutcome, CutProposal, Evidence, ProposedCut};
pub use difference::{Difference, Field, Said, between_procedures, between_processes, said_by};
pub use entry::{
    Agency, AppraisalPolicy, CalendarEntry, ChecklistItem, Command, CommandKind, Decision, Desk, Entry,
    EntryKind, EscalationPolicy, Fee, Grant, Key, KeyUse, Opening, OpinionPolicy, Procedure, ResultItem,
    Revocation, Unit, Validity,
};
pub use fold::Catalogue;
pub use ledgers::{LedgerBeginning, LedgerClosing, LedgerFinish, Registering};
pub use legal_basis::{LegalBasis, Repeal};
pub use pauses::{PausePolicy, Resume};
pub use prescription::{CaseTerm, Prescribed, Prescription};
pub use process::{ForeseenLeg, Place, Process, Step, StepKind, ends_of};
pub use rules::RulesVersion;
pub use standing::{Absence, Accreditation, Delegation, GoLive, Lease, Number, Succession};
pub use switch::Switch;
pub use tenure::{Deputyship, Seat, Seated, Tenure, TenureEnd};
pub use view::{NoDue, View};
