//! Why a dossier is as late as it is: which clock ran, from where, what made it stand still, who held it when, and whose its lateness is.
//!
//! Belongs here: from a dossier's records and the catalogue to an [`Explained`]; the same in words ([`Explained::words`]). Does not: the
//! arithmetic of holders and shares (`dossier::Way`, `dossier::Lateness`), how late a decision is recorded to be (`routing`).
//!
//! Every working minute from where the clock started has one holder, so that the minutes add up to the time it took; what it is late by is
//! shared over those who went beyond their limits, and each day of a share has the name of who answered for the agency on that day.

mod answered;
mod clock;
mod fold;
pub(crate) mod phrases;
mod sentences;
pub mod spelled;
mod starting;
mod turns;

pub use answered::{Answered, Answers};
pub use clock::{Act, Cite, End, HowEnded, PauseEnd, Standstill, Start, StartedBy, WentOn, WentOnHow};
pub use sentences::Sentence;
pub use starting::{Counting, Versions};

use crate::told::Told;
use answered::Days;
use fold::Folded;
use jiff::Timestamp;
use jiff::tz::Offset;
use lienthong_calendar::{Calendar, Undecided};
use lienthong_catalogue::{Catalogue, View};
use lienthong_dossier::{Holder, Lateness, Part, Stretch};
use lienthong_names::{AgencyId, DossierCode};
use std::collections::BTreeMap;

/// A time with one holder, in working minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// From when until when, by whom, and whether it is of the dossier's term.
    pub stretch: Stretch,
    /// Working minutes.
    pub minutes: u64,
    /// The records by which it came there.
    pub records: Vec<Cite>,
}

/// A part of the way, with its share of the lateness and who answered for it on the days of the share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The part: whose, its limit, what it used.
    pub part: Part,
    /// Working minutes of the lateness that are its.
    pub share: u64,
    /// Who answered for the agency, day by day.
    pub answered: Vec<Answered>,
}

/// How late a dossier is, and whose that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared {
    /// Working minutes after it was due.
    pub late: u64,
    /// Each part with its share.
    pub parts: Vec<Share>,
    /// Nobody on the path went beyond a limit: all of it is this agency's, which held the dossier when the term passed.
    pub no_limit_exceeded: Option<(AgencyId, Vec<Answered>)>,
    /// Working minutes that the decision itself says, where it was decided by version 1 of routing's rules, which counted days of the
    /// citizen's too.
    pub decided_by_version_1: Option<u64>,
}

/// Why a dossier is as late as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    /// Which.
    pub code: DossierCode,
    /// Procedure, case and process, in the versions that count for it.
    pub versions: Versions,
    /// Where the wall is on which its instants are read.
    pub offset: Offset,
    /// The calendar that its minutes are counted by.
    pub calendar: Counting,
    /// The one by which its appointment was promised, where another has been set since.
    pub promised_by: Option<Counting>,
    /// Where its clock started.
    pub start: Start,
    /// What was promised first; `None`: nothing was.
    pub appointment: Option<Timestamp>,
    /// Every time its clock stood still, oldest first.
    pub pauses: Vec<Standstill>,
    /// When it is due, as the clock stands.
    pub due: Option<Timestamp>,
    /// The record that says so.
    pub due_by: Act,
    /// How it ended; `None`: it is open.
    pub end: Option<End>,
    /// Until when it is looked at: its end, or the instant that was asked about.
    pub until: Timestamp,
    /// Working minutes from the start until then, but for times between an end and a reopening.
    pub elapsed: u64,
    /// Who held it when.
    pub stretches: Vec<Held>,
    /// Working minutes of each holder; they add up to [`Self::elapsed`].
    pub held: Vec<(Holder, u64)>,
    /// How late it is; `None`: nothing was promised.
    pub lateness: Option<Shared>,
}

/// Why there is nothing to explain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unexplained {
    /// No clock has started.
    #[error("LT0980 dossier {code} had not been received by then, so no clock has started")]
    NotReceived {
        /// Which.
        code: String,
    },
    /// Its working time is not known.
    #[error("LT0981 the working time of {agency} cannot be counted: no calendar is set for it")]
    NoCalendar {
        /// Whose desk received it.
        agency: AgencyId,
    },
    /// A day on its way was never decided.
    #[error("LT0981 the working time of {agency} cannot be counted: {undecided}")]
    Undecided {
        /// Whose desk received it.
        agency: AgencyId,
        /// Which day.
        undecided: Undecided,
    },
}

/// What a dossier's records say, looked at an instant: those of one stream, in order, and the catalogue.
///
/// One that has ended is counted as its decision was: by the catalogue that was known then. Who answered for an agency on a day is told as
/// it is known now.
///
/// # Errors
/// [`Unexplained`].
pub fn explain(
    records: &[Told<'_>],
    catalogue: &Catalogue,
    now: Timestamp,
) -> Result<Explained, Unexplained> {
    let folded = Folded::of(records, catalogue);
    let code = folded.code(records);
    let (Some(code), Some(start), Some(due_by)) = (code, folded.start.clone(), folded.due_by.clone()) else {
        let code = records.first().map(|told| told.place.stream.id().to_owned()).unwrap_or_default();
        return Err(Unexplained::NotReceived { code });
    };
    let dossier = folded.at_end();
    let desk =
        dossier.reception.as_ref().map_or_else(|| start.desk.clone(), |reception| reception.desk.clone());
    let view = catalogue.as_known(folded.known.unwrap_or_else(|| catalogue.position()));
    let unit = records.first().map(|told| told.place.origin.unit().to_owned()).unwrap_or_default();
    let no_calendar = || Unexplained::NoCalendar { agency: desk.clone() };
    let counting = Counting::of(view, &desk, &unit).ok_or_else(no_calendar)?;
    let calendar = view.calendar(&desk).ok_or_else(no_calendar)?;
    let undecided = |undecided| Unexplained::Undecided { agency: desk.clone(), undecided };
    let promised = Counting::of(catalogue.as_known(start.position), &start.desk, &unit);
    let until = folded.end.as_ref().map_or(now, |end| end.at);
    let due = dossier.due();
    let stretches = folded.held(calendar, now).map_err(undecided)?;
    let lateness =
        due.map(|due| shared(&folded, catalogue.now(), calendar, due, now)).transpose().map_err(undecided)?;
    Ok(Explained {
        versions: Versions::of(dossier, view),
        promised_by: promised.filter(|promised| *promised != counting),
        offset: calendar.data().offset,
        calendar: counting,
        appointment: dossier.reception.as_ref().and_then(|reception| reception.appointment),
        elapsed: folded.elapsed(calendar, start.at, until).map_err(undecided)?,
        held: sums(&stretches),
        pauses: folded.pauses,
        end: folded.end,
        code,
        start,
        due,
        due_by,
        until,
        stretches,
        lateness,
    })
}

/// The working minutes of each holder, who held it first before the others.
fn sums(stretches: &[Held]) -> Vec<(Holder, u64)> {
    let mut sums: Vec<(Holder, u64)> = Vec::new();
    let mut places: BTreeMap<&Holder, usize> = BTreeMap::new();
    for held in stretches {
        let holder = &held.stretch.holder;
        let place = *places.entry(holder).or_insert_with(|| {
            sums.push((holder.clone(), 0));
            sums.len() - 1
        });
        if let Some((_, minutes)) = sums.get_mut(place) {
            *minutes += held.minutes;
        }
    }
    sums
}

/// The lateness over its parts, each with who answered for it on the days of its share.
fn shared(
    folded: &Folded,
    today: View<'_>,
    calendar: &Calendar,
    due: Timestamp,
    now: Timestamp,
) -> Result<Shared, Undecided> {
    let way = &folded.way;
    let Lateness { late, parts, no_limit_exceeded } = Lateness::of(way, calendar, due, now)?;
    let mut shares = Vec::new();
    for (part, share) in parts {
        let over = Days::last(calendar, &way.used_by(&part, now), part.raw())?;
        let answered = over.shared(share).answered(today, &part.agency);
        shares.push(Share { part, share, answered });
    }
    let no_limit_exceeded = no_limit_exceeded.map(|agency| {
        let answered = Days::one(calendar.local_date(due), late).answered(today, &agency);
        (agency, answered)
    });
    let counted = Lateness::of(&way.as_version_1_counted(), calendar, due, now)?.late;
    let decided_by_version_1 = folded.decided.filter(|decided| *decided != late && *decided == counted);
    Ok(Shared { late, parts: shares, no_limit_exceeded, decided_by_version_1 })
}
