//! What happened to a dossier, told line by line, and sorted into acts, asks, legs and opinions.
//!
//! Belongs here: one entry a record ([`Entry`]), what its events say in plain Vietnamese and English, the grouping
//! ([`Timeline`]). Does not: the state that the events add up to (`view`).

mod entry;
mod groups;
mod sentence;
mod tell;
mod tell_appraisal;
mod tell_clock;
mod tell_ends;
mod tell_late;
mod tell_one_stop;
mod tell_opinions;
mod tell_timer;

pub(crate) use entry::refusal;
pub use entry::{About, ClerkEntry, Entry, Line, Placed, RefusalEntry, SourceEntry};
pub use groups::{
    ActGroup, AskGroup, Asked, LegGroup, OpinionGroup, RejectionGroup, Timeline, TimelineEntry,
};
pub use sentence::{Name, Names, NoNames, Sentence};
