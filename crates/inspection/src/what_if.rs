//! What would have been: history decided again under other terms, steps and days off.
//!
//! Belongs here: settings ([`Setting`]), the catalogue as it would be ([`Changes`]), acts decided again on it ([`what_if`]), how a dossier
//! stands in the one and in the other ([`Compared`]). Does not: rules (they are handed in), what to make of it.
//!
//! Nothing of this happened, and it says so: [`ASSUMPTIONS`] stand beside every answer.

mod changed;
mod outcome;
mod replay;
mod setting;

pub use changed::{Changes, Unchangeable};
pub use outcome::{Missed, MissedWhat, Standing};
pub use setting::{About, NoSetting, Setting};

use crate::told::Told;
use jiff::Timestamp;
use lienthong_catalogue::Catalogue;
use lienthong_dossier::Dossier;
use lienthong_names::{DossierCode, ProcedureCode};
use lienthong_service::Rules;
use outcome::only_in;
use replay::{Replay, Replayed, World};

/// What every answer rests on, in Vietnamese and in English.
pub const ASSUMPTIONS: &[(&str, &str)] = &[
    (
        "Mọi việc giữ nguyên thời điểm: không ai làm nhanh hay chậm hơn vì thời hạn khác.",
        "Every act keeps its time: nobody works faster or slower for another term.",
    ),
    (
        "Thời hạn, lịch, đồng hồ được tính lại; bản ghi của đồng hồ không được đọc.",
        "Terms, calendars and clocks are computed anew; what clocks recorded is not read.",
    ),
    (
        "Việc đã bị từ chối thì coi như không có; việc mà quy tắc sẽ từ chối thì bỏ qua và nêu ra.",
        "What was refused did not happen; what the rules would refuse is left out, and named.",
    ),
    (
        "Thời hạn mà bên gửi tự đặt khác quy trình thì giữ nguyên (trừ khi có named=yes); phiếu hẹn chỉ ràng buộc khi hẹn sớm hơn thời hạn đã công bố.",
        "A term that a sender named other than the process stays (unless a setting says named=yes); a slip binds where it promised less than was published.",
    ),
];

/// A dossier as it was, and as it would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// Which.
    pub code: DossierCode,
    /// Of which procedure.
    pub procedure: Option<ProcedureCode>,
    /// As it was.
    pub was: Standing,
    /// As it would be.
    pub would: Standing,
    /// What would be missed and was not; the first one first.
    pub breaks: Vec<Missed>,
    /// What was missed and would not be.
    pub mended: Vec<Missed>,
    /// Whether its acts decided again on the catalogue as it was give what its records say; if not, neither side can be relied on.
    pub as_recorded: bool,
}

impl Compared {
    /// Whether anything would be otherwise.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.was != self.would || !self.breaks.is_empty() || !self.mended.is_empty()
    }
}

/// The catalogue as it was, and as it would be.
#[derive(Debug, Clone, Copy)]
pub struct Catalogues<'a> {
    /// As it was.
    pub was: &'a Catalogue,
    /// As it would be.
    pub would: &'a Catalogue,
    /// By these changes.
    pub changes: &'a Changes,
}

/// One dossier as it was and as it would be, by the rules of routing and of consultation; open ones as of `now`. `None`: these are no
/// records of a dossier.
#[must_use]
pub fn what_if<R, C>(records: &[Told<'_>], catalogues: Catalogues<'_>, now: Timestamp) -> Option<Compared>
where
    R: Rules,
    R::State: AsRef<Dossier>,
    C: Rules<State = Dossier>,
{
    let place = records.first()?.place;
    let code = place.stream.dossier_code()?;
    let Catalogues { was, would, changes } = catalogues;
    let replay = |would| {
        let world = World { was, would };
        Replay::<R, C>::of(world, &place.origin, &code, records, now)
    };
    let (history, future) = (replay(None), replay(Some((would, changes))));
    let standing = Standing::of(&history, was.now(), now);
    let recorded = Standing::of(&Replayed::recorded(records), was.now(), now);
    let registration = history.dossier.registration.as_ref();
    let refused = history.missed.iter().any(|missed| matches!(missed.what, MissedWhat::Refused { .. }));
    Some(Compared {
        procedure: registration.map(|registration| registration.procedure.clone()),
        would: Standing::of(&future, would.now(), now),
        breaks: only_in(future.missed.clone(), &history.missed),
        mended: only_in(history.missed, &future.missed),
        as_recorded: standing == recorded && !refused,
        was: standing,
        code,
    })
}

/// How many dossiers are late, of how many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Dossiers that were received.
    pub received: u64,
    /// Late as it was.
    pub late_was: u64,
    /// Late as it would be.
    pub late_would: u64,
    /// For which something would be otherwise.
    pub differing: u64,
    /// With something missed that was not.
    pub breaking: u64,
    /// Whose records say other than their acts decided again.
    pub not_as_recorded: u64,
}

impl Totals {
    /// Counts one.
    pub fn count(&mut self, one: &Compared) {
        let add = |count: &mut u64, is: bool| *count += u64::from(is);
        add(
            &mut self.received,
            one.was.due.is_some() || one.would.due.is_some() || one.was.appointment.is_some(),
        );
        add(&mut self.late_was, one.was.late);
        add(&mut self.late_would, one.would.late);
        add(&mut self.differing, one.differs());
        add(&mut self.breaking, !one.breaks.is_empty());
        add(&mut self.not_as_recorded, !one.as_recorded);
    }
}
