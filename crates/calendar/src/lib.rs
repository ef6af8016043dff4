//! When Vietnamese agencies work, and when what they promised is due.
//!
//! Belongs here: hours of the week, days off, make-up days, terms in days, half days, hours and phases, what a pause does
//! to a term, and which days off a year is likely to have. Does not: which agency uses which calendar (`catalogue`), what starts or pauses a clock
//! (`routing`), where a calendar is written down (`protocol`). No clock is read here: every instant is given.
//!
//! Three conventions hold throughout:
//!
//! - **An instant counts as the minute it falls in.** Slips print hours and minutes; what is printed is what counts.
//! - **A closing instant belongs to its day**: received at 17:00 is received that day.
//! - **What was not decided is refused.** A calendar knows the days off of a range of dates; outside it every
//!   question answers [`Undecided`], never a guess.
//!
//! Start with [`Calendar::due`].
//!
//! ```
//! use lienthong_calendar::{Calendar, Term};
//!
//! let calendar = Calendar::vietnam_default();
//! let received = "2020-08-28T16:00+07:00".parse()?;
//! let due = calendar.due(received, &Term::working_days(5))?;
//! assert_eq!(due, "2020-09-07T17:00+07:00".parse()?); // 2 September is a holiday
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod calendar;
mod data;
mod days;
mod error;
mod lunar;
mod pause;
mod proposal;
mod spans;
mod term;
mod vietnam;
mod written;

pub use calendar::Calendar;
pub use data::CalendarData;
pub use error::{EmptyTerm, InvalidCalendar, PauseEndsFirst, Undecided};
pub use pause::{Pause, RunningTerm};
pub use proposal::proposed_days_off;
pub use spans::Span;
pub use term::{Phase, Term};
pub use written::NoTerm;
