//! Ahead of time: what is going to be late, who has held what longest, which opinion nobody asked, where agencies send each other's dossiers
//! back, and what became otherwise between two sizes of the ledgers.
//!
//! Belongs here: one pass over records ([`Book`]) and questions to what it kept, each a file. Does not: what was broken already (`rules`), who held
//! one dossier when (`attribution`), where records are read (the binary). Nothing here reads a clock: now is what the caller says it is.
//!
//! A limit that nobody published is none: where a process is not published it is said that nothing can be said.

mod book;
mod goes_on;
mod longest;
mod refusals;
mod remaining;
mod said;
mod since;
mod since_words;
mod unasked;
mod waits;
mod will_be_late;

pub use book::{Book, Holding};
pub(crate) use book::{Kept, worked};
pub use longest::{Longest, longest};
pub use refusals::{Decided, Refused, RefusedTimes, Undecided, refusals};
pub use remaining::{Piece, PieceWhat, Unsaid};
pub use said::Words;
pub use since::{Became, Change, Changes, Counts, Looked, OfCatalogue, changes};
pub use unasked::{Opinion, Unasked, unasked};
pub use waits::{Waits, WaitsFor};
pub use will_be_late::{AlreadyLate, CannotBeSaid, LateAhead, WillBeLate, will_be_late};
