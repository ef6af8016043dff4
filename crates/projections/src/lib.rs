//! What the sealed records add up to: rows to be read, and the questions they answer.
//!
//! Belongs here: the fold of one dossier ([`fold`]), its view and its timeline, the projections over all records ([`folds`]),
//! the rows they are kept in ([`rows`]: in memory, or in sled), the state root, the queries ([`queries`]), a
//! published procedure as it is shown ([`published`]), the annex of a digest ([`annex`]).
//! Does not: whether something may happen (the rules), whether a record is genuine (`audit`), pages (`gateway`). No clock is
//! read: what depends on now is computed by the query, which is told what now is.
//!
//! Everything here can be thrown away and built again from the ledger. Start with [`ReadModel`]; for one dossier without any
//! rows, with [`dossier_view_of`] and [`timeline_of`].

pub mod annex;
mod facets;
pub mod fold;
pub mod folds;
mod key;
mod model;
pub mod projection;
mod projector;
pub mod published;
pub mod queries;
mod root;
pub mod rows;
mod runner;
pub mod timeline;
pub mod view;
mod writer;

pub use fold::{ReadError, Selection, annexes_in, dossier_view_of, timeline_of, views_of};
pub use model::{Health, ReadModel, Switched};
pub use projector::{Position, ProjectError, Projector, SetLabel};
pub use root::StateRoots;
pub use rows::{MemoryRows, Rows, RowsError, SledRows};
pub use runner::{RebuildError, rebuild, run};
pub use timeline::{Names, NoNames, Timeline};
pub use view::DossierView;
