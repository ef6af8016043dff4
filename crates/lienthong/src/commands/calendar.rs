//! `lienthong calendar propose 2027`: the days off that next year is likely to have, for whoever prepares its calendar.

use crate::cli::{Calendar, Format};
use crate::failure::{Failure, Outcome};
use crate::output;
use lienthong_calendar::proposed_days_off;

/// Runs it.
pub fn run(what: Calendar) -> Outcome {
    let Calendar::Propose { year, format } = what;
    let days = proposed_days_off(year).ok_or_else(|| {
        let text = format!("{year}: days off can be proposed for the years 2014 to 2199, whose law is known");
        Failure::usage("LT0908", text)
    })?;
    output::say(
        "a proposal: nothing is off before it is decided and the calendar is published (SetCalendar)",
    );
    let row = |day: &jiff::civil::Date| vec![day.to_string(), day.strftime("%A").to_string()];
    let rows = || std::iter::once(vec!["off".to_owned(), "weekday".to_owned()]).chain(days.iter().map(row));
    match format {
        Format::Json => output::json(&days.iter().map(ToString::to_string).collect::<Vec<_>>().into()),
        Format::Table | Format::Csv => output::rows(&rows().collect::<Vec<_>>(), format),
    }
}
