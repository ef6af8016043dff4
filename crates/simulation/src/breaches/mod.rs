//! A month of the province of which it is known what was done against the law: what inspection is measured by.
//!
//! Thirty days, from a seed: what its people do anyway ([`crate::life`]), with more citizens than the demonstration has and more that goes
//! wrong by itself (`mischief`), and among it breaches of every rule and acts that come close to one and are none (`plots`). It is decided
//! by the rules that decide in production, in memory, clocks and all (`world`), and each breach is written down as it is committed, whether
//! somebody planned it or it came about by itself ([`truth`]). Then nobody comes any more, and time goes on until a result that nobody
//! fetched is noticed.
//!
//! Does not belong here: any word of what inspection finds, and the comparison of the two.

mod founding;
mod mischief;
mod plan;
mod plots;
pub mod truth;
mod world;

pub use plan::Planted;
pub use truth::{Entry, RULES, Seen};
pub use world::Deed;

use crate::life::Life;
use crate::province::{self, DAY_ZERO};
use jiff::{Timestamp, ToSpan};
use lienthong_catalogue::View;
use lienthong_names::NameError;
use plan::Plan;
use std::collections::BTreeSet;
use truth::Truth;
use world::World;

/// Days on which citizens come.
pub const DAYS: i32 = 30;
/// Dossiers that come in on a working day, besides what is planted.
const DOSSIERS_A_DAY: u32 = 92;
/// Days after the first until which time goes on: a result may lie for thirty of them before it counts as left there.
const UNTIL: i32 = DAYS + 34;

/// Why there is no such month: a fault of this crate.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// A name of the province is none.
    #[error(transparent)]
    Name(#[from] NameError),
    /// The province's files.
    #[error(transparent)]
    Province(#[from] province::Unreadable),
    /// The rules said no to what the province is founded by.
    #[error("publishing said: {0}")]
    Refused(String),
    /// A day that a plan needs is not decided.
    #[error(transparent)]
    Undecided(#[from] lienthong_calendar::Undecided),
}

/// What a month came to.
#[derive(Debug)]
pub struct Month {
    /// Until when time went on.
    pub now: Timestamp,
    /// How many dossiers there are.
    pub dossiers: usize,
    /// What was planted, and what was planted that only looks like it.
    pub planted: Vec<Planted>,
    /// Every breach, planted or not.
    pub truth: BTreeSet<Entry>,
    /// What was refused among what plots ask for and count on.
    pub astray: Vec<String>,
}

/// Lives through a month; each record is told as it is decided, with the catalogue as it stands then.
///
/// # Errors
/// [`Trouble`].
pub fn live(seed: u64, mut told: impl FnMut(&Deed<'_>, View<'_>)) -> Result<Month, Trouble> {
    let first = DAY_ZERO;
    let (last, end) = (first.saturating_add((DAYS - 1).days()), first.saturating_add(UNTIL.days()));
    let midnight = |day: jiff::civil::Date| province::local(day.year(), day.month(), day.day(), 0, 0);
    let now = midnight(end);
    let mut plan = Plan::new(seed, first)?;
    let mut life = Life::new(seed, first, false).with_dossiers_a_day(DOSSIERS_A_DAY);
    let acts = life.until(midnight(last.saturating_add(1.day())) - jiff::SignedDuration::from_secs(1))?;
    acts.into_iter().chain(life.rest()).try_for_each(|act| plan.as_usual(act))?;
    plots::all(&mut plan)?;
    let Plan { sendings, planted, .. } = plan;

    let mut truth = Truth::default();
    let mut astray = Vec::new();
    let mut watch = |deed: &Deed<'_>, known: View<'_>| {
        truth.saw(&deed.seen(), known);
        told(deed, known);
    };
    let mut world = World::founded(&mut watch)?;
    for ((at, _), sending) in sendings.into_iter().filter(|((at, _), _)| *at < now) {
        world.pass(at, &mut watch);
        let admitted = world.send(at, &sending, &mut watch);
        if sending.counts && !admitted {
            astray.push(format!("{at} {} {:?}", sending.command.act.agency, sending.command.body));
        }
    }
    world.pass(now, &mut watch);
    let (known, dossiers) = (world.catalogue(), world.dossiers());
    Ok(Month { now, dossiers, planted, truth: truth.entries(now, known), astray })
}
