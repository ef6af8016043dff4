//! What is ahead, in words, Vietnamese and English; agencies and officers by the names of a catalogue, instants as they are on the wall.

use super::book::Holding;
use super::remaining::{Piece, PieceWhat, Unsaid};
use super::waits::{Waits, WaitsFor};
use crate::attribution::phrases::cause;
use crate::attribution::spelled::{Both, Named, instant};
use crate::local::offset;
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_dossier::Purpose;

/// Words by a catalogue.
#[derive(Clone, Copy)]
pub struct Words<'a>(pub(super) View<'a>);

impl<'a> Words<'a> {
    /// By this one.
    #[must_use]
    pub const fn of(view: View<'a>) -> Self {
        Self(view)
    }

    /// `17:00 on 22 October 2020`.
    #[must_use]
    pub fn at(&self, at: Timestamp) -> Both {
        instant(offset(self.0), at)
    }

    /// Who has it in hand.
    #[must_use]
    pub fn holder(&self, holding: &Holding) -> Both {
        Named(self.0).holder(&holding.holder)
    }

    /// An agency.
    #[must_use]
    pub fn agency(&self, agency: &lienthong_names::AgencyId) -> Both {
        Named(self.0).agency(agency)
    }

    /// What it waits for.
    #[must_use]
    pub fn waits(&self, waits: &Waits) -> Both {
        let all: Vec<Both> = waits.0.iter().map(|one| self.waits_for(one)).collect();
        Both::joined(&all, "; ")
    }

    fn until(&self, due: Option<Timestamp>) -> Both {
        due.map_or_else(
            || Both::new("", ""),
            |due| {
                let due = self.at(due);
                Both::new(format!(", hạn {}", due.vi), format!(", due at {}", due.en))
            },
        )
    }

    fn waits_for(&self, one: &WaitsFor) -> Both {
        let names = Named(self.0);
        match one {
            WaitsFor::Pause { cause: why, since } => {
                let (why, since) = (cause(*why), self.at(*since));
                Both::new(
                    format!("đồng hồ dừng từ {} vì {}", since.vi, why.vi),
                    format!("its clock stands still since {} because {}", since.en, why.en),
                )
            }
            WaitsFor::Leg { leg, agency, purpose, due } => {
                let (agency, due) = (names.agency(agency), self.until(*due));
                let (vi, en) = purpose_words(purpose.as_str());
                Both::new(
                    format!("chờ {} {vi} (lượt {leg}){}", agency.vi, due.vi),
                    format!("waits for {} to {en} (leg {leg}){}", agency.en, due.en),
                )
            }
            WaitsFor::Step { step, agency, officer, due } => {
                let who = officer
                    .as_ref()
                    .map_or_else(|| names.agency(agency), |officer| names.of(agency, officer));
                let due = self.until(*due);
                Both::new(
                    format!("{} đang làm bước “{step}”{}", who.vi, due.vi),
                    format!("{} is at step “{step}”{}", who.en, due.en),
                )
            }
            WaitsFor::Next { agency, steps } => {
                let who = names.agency(agency);
                let named: Vec<String> = steps.iter().map(|step| format!("“{step}”")).collect();
                if named.is_empty() {
                    return Both::new(format!("{} giải quyết", who.vi), format!("{} is to decide", who.en));
                }
                Both::new(
                    format!("{} chưa bắt đầu bước {}", who.vi, named.join(" hoặc ")),
                    format!("{} has not begun step {}", who.en, named.join(" or ")),
                )
            }
        }
    }

    /// Pieces one after the other, each with when it ends.
    #[must_use]
    pub fn path(&self, path: &[Piece]) -> Both {
        let all: Vec<Both> = path.iter().map(|piece| self.piece(piece)).collect();
        Both::joined(&all, ", ")
    }

    fn piece(&self, piece: &Piece) -> Both {
        let names = Named(self.0);
        let what = match &piece.what {
            PieceWhat::Step { step, .. } => Both::new(format!("bước “{step}”"), format!("step “{step}”")),
            PieceWhat::Leg { leg, agency, .. } => {
                let agency = names.agency(agency);
                Both::new(format!("lượt {leg} của {}", agency.vi), format!("leg {leg} of {}", agency.en))
            }
            PieceWhat::Foreseen { agency, purpose } => {
                let agency = names.agency(agency);
                let (vi, en) = purpose_words(purpose);
                Both::new(
                    format!("{} {vi} (chưa gửi)", agency.vi),
                    format!("{} to {en} (not sent yet)", agency.en),
                )
            }
            PieceWhat::Receiving { agency } => {
                let agency = names.agency(agency);
                Both::new(format!("phần việc của {}", agency.vi), format!("the own part of {}", agency.en))
            }
        };
        if !piece.limited {
            return Both::new(
                format!("{} (không quy định thời hạn)", what.vi),
                format!("{} (no limit)", what.en),
            );
        }
        let until = self.at(piece.until);
        Both::new(format!("{} đến {}", what.vi, until.vi), format!("{} until {}", what.en, until.en))
    }

    /// Why nothing can be said.
    #[must_use]
    pub fn unsaid(&self, why: &Unsaid) -> Both {
        match why {
            Unsaid::Unpromised => Both::new("không có ngày hẹn trả", "nothing was promised"),
            Unsaid::NoProcess => Both::new("chưa công bố quy trình", "no process is published for it"),
            Unsaid::NoLimit => Both::new(
                "quy trình không quy định thời hạn cho phần còn lại",
                "its process publishes no limit for what is still to come",
            ),
            Unsaid::NoCalendar(agency) => Both::new(
                format!("chưa có lịch làm việc cho {agency}"),
                format!("no calendar is set for {agency}"),
            ),
            Unsaid::Undecided(undecided) => Both::new(
                format!("ngày nghỉ của {} chưa được quyết định", undecided.date),
                undecided.to_string(),
            ),
        }
    }
}

/// What an agency is to do by a leg, by the word of its purpose.
fn purpose_words(purpose: &str) -> (&'static str, &'static str) {
    match Purpose::ALL.iter().find(|known| known.as_str() == purpose) {
        Some(Purpose::Opinion) => ("cho ý kiến", "give an opinion"),
        Some(Purpose::Appraisal) => ("thẩm định", "appraise it"),
        Some(Purpose::Resolution) => ("giải quyết", "resolve it"),
        None => ("trả lời", "answer"),
    }
}
