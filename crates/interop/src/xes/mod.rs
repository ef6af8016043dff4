//! XES, the event log of IEEE 1849: read, understood by a mapping, and written.
//!
//! [`XesReader`] and [`XesWriter`] know XML and nothing of dossiers. [`Case`] is a trace that a mapping understood,
//! [`survey`] looks through a whole log before anything is recorded, [`plan`] turns a case into acts, and [`trace`] turns
//! recorded acts back into what their source said.

mod case;
mod error;
mod export;
mod lines;
mod model;
mod plan;
mod reader;
mod survey;
mod tokens;
mod value;
mod writer;

pub use case::{Case, CaseEvent};
pub use error::{Fault, XesError};
pub use export::{Claims, Recorded, header, trace};
pub use model::{
    Attribute, Classifier, Date, Event, Extension, Global, LogHeader, Trace, Value, date, find, text,
};
pub use plan::{ActKind, Plan, PlannedAct, plan};
pub use reader::{Limits, XesReader};
pub use survey::{Seen, Survey, survey};
pub use writer::XesWriter;
