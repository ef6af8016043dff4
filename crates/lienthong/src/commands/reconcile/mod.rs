//! `lienthong reconcile`: what an agency's own register and the ledger have, and what only one of them has.

mod register;
mod tell;

use crate::cli::Reconcile;
use crate::decided::each_decided;
use crate::failure::{Exit, Failure, Outcome};
use crate::output;
use crate::reading::{Reading, an_agency};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_inspection::reconcile::{Book, Period, Reconciled, Recorded, reconcile};
use lienthong_interop::register::RegisterMapping;
use lienthong_names::{AgencyId, Origin};

/// Everything that an answer says.
struct Answer {
    agency: AgencyId,
    file: String,
    mapping: RegisterMapping,
    read: register::Read,
    period: Period,
    /// How many records of each ledger were looked at.
    sizes: Vec<(Origin, u64)>,
    came: Reconciled,
}

/// Runs it.
pub async fn run(asked: Reconcile) -> Outcome {
    let mapping =
        RegisterMapping::load(&asked.mapping).map_err(|e| Failure::coded(Exit::Usage, e.code(), &e))?;
    let agency = agency(&asked, &mapping)?;
    // A ledger that is not there is said before a register of a million rows is read.
    let reading = Reading::open(&asked.source).await?;
    let read = register::read(&asked, &mapping)?;
    let period = period(&asked, &mapping.time_zone, Period::of(&read.register.rows))?;
    let recorded = Recorded::new(agency.clone(), register::lists(&mapping), mapping.book.name.clone());
    let (book, sizes) = ledger(&reading, recorded, &mapping.time_zone, asked.at).await?;
    let Some(book) = book else {
        let text = format!("{agency} is no agency here. Check --agency, and from where the ledger is read");
        return Err(Failure::usage("LT0999", text));
    };
    let came = reconcile(&read.register, &book, period);
    let answer =
        Answer { agency, file: asked.file.display().to_string(), mapping, read, period, sizes, came };
    tell::answer(&answer, asked.format)?;
    match answer.came.items.len() {
        0 => Ok(()),
        count => Err(Failure::no(
            "LT0998",
            format!(
                "{count} thing(s) differ between the register and the ledger, or are missing in one of them"
            ),
        )),
    }
}

fn agency(asked: &Reconcile, mapping: &RegisterMapping) -> Outcome<AgencyId> {
    match (&asked.agency, &mapping.agency) {
        (Some(named), _) => an_agency(named),
        (None, Some(agency)) => Ok(agency.clone()),
        (None, None) => Err(Failure::usage(
            "LT0908",
            "whose register it is, is not said: name the agency with --agency, or in the mapping",
        )),
    }
}

/// The days that are asked for; an end that is not named is the register's own.
fn period(asked: &Reconcile, zone: &TimeZone, own: Period) -> Outcome<Period> {
    let day = |at: Timestamp| zone.to_datetime(at).date();
    let last = asked.to.map(|to| {
        // The last day that begins before it.
        let begins = zone.to_timestamp(day(to).into()).is_ok_and(|begins| begins < to);
        if begins { Ok(day(to)) } else { day(to).yesterday() }
    });
    let last = last.transpose().map_err(|e| Failure::usage("LT0908", format!("--to: {e}")))?;
    let period = Period { from: asked.from.map(day).or(own.from), to: last.or(own.to) };
    match period {
        Period { from: Some(from), to: Some(to) } if to < from => Err(Failure::usage(
            "LT0908",
            format!("there is no day from {from} to {to}: check --from and --to"),
        )),
        _ => Ok(period),
    }
}

/// One pass over all ledgers, the catalogue first; `None`: nothing in them is about or by the agency.
async fn ledger(
    reading: &Reading,
    mut recorded: Recorded,
    zone: &TimeZone,
    at: Option<Timestamp>,
) -> Outcome<(Option<Book>, Vec<(Origin, u64)>)> {
    let sizes = each_decided(reading, |told| {
        // What was done later is not yet known; what was published counts whenever it is looked at.
        let is_later = at.is_some_and(|at| told.effective_at > at);
        if !is_later || told.place.origin.is_catalogue() {
            recorded.take(told);
        }
    })
    .await?;
    let is_known = recorded.knows_the_agency();
    Ok((is_known.then(|| recorded.book(zone)), sizes))
}

/// `2020-09-01`, or where there is none `-`.
fn said(day: Option<Date>) -> String {
    day.map_or_else(|| "-".to_owned(), |day| day.to_string())
}

/// A line beside the data.
fn say(vi: &str, en: &str) {
    output::say(&format!("{vi}\n{en}"));
}
