//! The four things that can be wrong: a calendar, a question about undecided days, a term, a pause.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use thiserror::Error;

use crate::Span;

/// A question that needs days whose days off have not been decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the days off of {date} are not decided: this calendar knows {from} to {until}")]
pub struct Undecided {
    /// The first date that would have been needed and is not known.
    pub date: Date,
    /// The first date the calendar knows.
    pub from: Date,
    /// The last date the calendar knows.
    pub until: Date,
}

/// Why a [`crate::CalendarData`] is no calendar. The first reason found is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InvalidCalendar {
    /// The range of decided dates runs backwards, or leaves the years 1900 to 2199.
    #[error("the decided dates {from} to {until} do not run forward within 1900 to 2199")]
    Range {
        /// The first decided date as given.
        from: Date,
        /// The last decided date as given.
        until: Date,
    },
    /// No weekday has working hours.
    #[error("no weekday has working hours")]
    NoHours,
    /// A span ends before, or when, it begins.
    #[error("{weekday:?}: closes at {} but opens at {}", span.closes, span.opens)]
    ClosesBeforeOpening {
        /// The weekday concerned.
        weekday: Weekday,
        /// The span as given.
        span: Span,
    },
    /// A span begins before the one listed before it ends.
    #[error("{weekday:?}: the span from {} overlaps or precedes the one until {}", second.opens, first.closes)]
    SpansOverlap {
        /// The weekday concerned.
        weekday: Weekday,
        /// The span listed first.
        first: Span,
        /// The span listed after it.
        second: Span,
    },
    /// A span has seconds; working time is counted in whole minutes.
    #[error("{weekday:?}: {} to {} is not in whole minutes", span.opens, span.closes)]
    NotWholeMinutes {
        /// The weekday concerned.
        weekday: Weekday,
        /// The span as given.
        span: Span,
    },
    /// A holiday or a make-up day lies outside the range of decided dates.
    #[error("{date} lies outside the decided dates")]
    OutsideRange {
        /// The date concerned.
        date: Date,
    },
    /// A day is both off and worked.
    #[error("{date} is a holiday and a make-up day")]
    HolidayWorked {
        /// The date concerned.
        date: Date,
    },
    /// A make-up day stands for a day that is not off.
    #[error("{worked} is worked in place of {in_place_of}, which is not a day off")]
    NothingToMakeUp {
        /// The make-up day.
        worked: Date,
        /// The day it stands for.
        in_place_of: Date,
    },
    /// A make-up day takes the hours of a weekday that has none.
    #[error("{worked} is worked in place of {in_place_of}, a weekday without hours")]
    MakeUpWithoutHours {
        /// The make-up day.
        worked: Date,
        /// The day it stands for.
        in_place_of: Date,
    },
    /// Two make-up days stand for the same day.
    #[error("{in_place_of} is made up twice")]
    MadeUpTwice {
        /// The day that is off.
        in_place_of: Date,
    },
}

/// A term needs at least one phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a term needs at least one phase")]
pub struct EmptyTerm;

/// A pause that ends before it was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the pause asked at {asked} ends before, at {given}")]
pub struct PauseEndsFirst {
    /// When the pause was asked.
    pub asked: Timestamp,
    /// When what was asked for was given.
    pub given: Timestamp,
}
