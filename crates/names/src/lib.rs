//! Typed ids and the words that every other crate says the same way.
//!
//! Belongs here: identifiers with their form, the envelope of a command ([`Act`]), the engine's "no" ([`Rejection`]).
//! Does not: what a dossier or the catalogue is (`dossier`, `catalogue`), bytes (`protocol`), any rule.

mod act;
mod ids;
mod named;
mod refusal;
mod stream;

pub use act::{Act, Clerk, Source};
pub use ids::{
    AgencyId, AppraisalId, CaseName, CommandId, ConsultationId, CutId, DossierCode, FindingId, KeyId, LegId,
    LegalBasisId, NameError, OfficerId, ProcedureCode, StepName, TaskId, UnitId,
};
pub use refusal::{Precedence, Refusal, Rejection};
pub use stream::{Origin, Service, StreamKind, StreamName};
