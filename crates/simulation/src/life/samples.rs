//! The papers whose numbers are drawn of the books: what an agency's officers show of them, and when.
//!
//! What is drawn nobody knows before the day is declared. Whoever plays the province says it ([`Life::drawn`]); what comes of it follows from
//! the province's seed and the declaration alone, so that a province that is taken up again shows the same papers.

use super::{Life, Planned, act};
use crate::province::{AROUND, LATE, SILENT, merger, standing};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use lienthong_catalogue::Number;
use lienthong_dossier::{BookNumber, BookSide, BooksCommand, SampleAnswer};
use lienthong_names::{AgencyId, CommandId, DossierCode, NameError};
use lienthong_protocol::Body;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};

/// Working minutes after the draw within which papers are shown, where they are in time: four days of the five that there are.
const IN_TIME: (u32, u32) = (120, 4 * 480);

/// The same where they are late: after six to nine days.
const TOO_LATE: (u32, u32) = (6 * 480 + 60, 9 * 480);

/// One draw of so many is forgotten, and one is late, of an agency that has no such habit.
const FORGOTTEN: u32 = 40;
const BELATED: u32 = 20;

/// One draw of so many is late at an agency that is late by habit.
const HABITUALLY: u32 = 3;

/// One paper of so many, at the agency that goes around the system, is of a dossier that it was sent by hand.
const BY_HAND: u32 = 8;

/// What it is about: no name of anybody, as for everything that is kept in the clear.
const CAME_IN: [&str; 6] = [
    "Giấy mời họp giao ban tháng",
    "Công văn đề nghị góp ý dự thảo kế hoạch năm",
    "Thông báo kết luận cuộc họp",
    "Công văn cử người dự tập huấn",
    "Báo cáo định kỳ của đơn vị trực thuộc",
    "Công văn đôn đốc chế độ báo cáo",
];
const WENT_OUT: [&str; 6] = [
    "Báo cáo công tác tháng",
    "Tờ trình đề nghị bổ sung kinh phí mua sắm",
    "Thông báo lịch trực cơ quan",
    "Công văn trả lời về chế độ báo cáo",
    "Kế hoạch tự kiểm tra công tác phòng cháy, chữa cháy",
    "Giấy mời họp chuyên môn",
];
const HAND_TO_HAND: &str = "Ý kiến về hồ sơ gửi thẳng, không qua hệ thống";

/// What was drawn with a declared day, as its record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// Whose books.
    pub agency: AgencyId,
    /// Which day.
    pub day: Date,
    /// Which declaration of the day.
    pub version: u32,
    /// When that was recorded.
    pub at: Timestamp,
    /// The numbers.
    pub numbers: Vec<BookNumber>,
}

impl Life {
    /// Numbers of a declared day were drawn: their agency will show the papers, some working days later.
    ///
    /// # Errors
    /// Never for the names of the demonstration; they are checked like any other.
    pub fn drawn(&mut self, drawn: &Drawn) -> Result<(), NameError> {
        let mut rng = self.chance(drawn);
        let agency = drawn.agency.as_str();
        let Some((soonest, latest)) = self.within(agency, &mut rng) else { return Ok(()) };
        let minutes = rng.random_range(soonest..=latest);
        let mut at = self.after(drawn.at, minutes);
        if standing(agency, at) != agency {
            // Who ceases clears up before: nobody else answers for its books.
            at = (merger() - SignedDuration::from_hours(4)).max(drawn.at + SignedDuration::from_mins(5));
        }
        let by_hand = agency == AROUND && !self.clean;
        let mut answers = Vec::new();
        for (place, of) in (1..).zip(&drawn.numbers) {
            let dossier = (by_hand && rng.random_range(0..BY_HAND) == 0).then(|| nowhere(drawn, place));
            answers.push(shown(of, dossier.transpose()?, &mut rng));
        }
        let act = act(CommandId::version_8(rng.random()), drawn.agency.clone(), "tiep-nhan", at)?;
        let body = Body::Books(BooksCommand::AnswerSample { day: drawn.day, answers });
        self.next += 1;
        self.queue.insert((at, self.next), Planned { act, body, personal: Vec::new() });
        Ok(())
    }

    /// Chance of its own for each declaration: in whichever order they are told, the same comes of each.
    fn chance(&self, drawn: &Drawn) -> ChaCha8Rng {
        let of = format!("{} {} {} {}", self.books.seed, drawn.agency, drawn.day, drawn.version);
        ChaCha8Rng::from_seed(Sha256::digest(of).into())
    }

    /// Within how many working minutes an agency shows what was drawn; `None`: not at all.
    fn within(&self, agency: &str, rng: &mut ChaCha8Rng) -> Option<(u32, u32)> {
        let mut one_of = |of: u32| rng.random_range(0..of) == 0;
        if self.clean {
            Some(IN_TIME)
        } else if agency == SILENT {
            None
        } else if LATE.contains(&agency) {
            Some(if one_of(HABITUALLY) { TOO_LATE } else { IN_TIME })
        } else if one_of(FORGOTTEN) {
            None
        } else {
            Some(if one_of(BELATED) { TOO_LATE } else { IN_TIME })
        }
    }
}

/// The code of a dossier that never came to a desk.
fn nowhere(drawn: &Drawn, place: u32) -> Result<DossierCode, NameError> {
    Number { series: drawn.agency.as_str(), day: drawn.day, number: 7000 + place }.code()
}

fn shown(of: &BookNumber, dossier: Option<DossierCode>, rng: &mut ChaCha8Rng) -> SampleAnswer {
    let subjects = if of.book.side == BookSide::Incoming { CAME_IN } else { WENT_OUT };
    let usual = subjects[rng.random_range(0..subjects.len())];
    SampleAnswer {
        of: of.clone(),
        subject: if dossier.is_some() { HAND_TO_HAND } else { usual }.into(),
        scan_sha256: rng.random(),
        scan_size: rng.random_range(60_000..900_000),
        dossier,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::province::{AGENCIES, MERGED, local};
    use jiff::ToSpan;
    use lienthong_calendar::{Calendar, Term};
    use lienthong_dossier::Book;
    use std::collections::BTreeMap;

    const FIRST: Date = Date::constant(2020, 9, 7);

    /// Three numbers of each working day of September from the 7th on, drawn of each agency.
    fn draws() -> Vec<Drawn> {
        let calendar = Calendar::vietnam_default();
        let days = FIRST.series(1.day()).take_while(|day| day.month() == 9);
        let days = days.filter(|day| calendar.is_working_day(*day).unwrap());
        let book = Book { side: BookSide::Incoming, name: "".into(), year: 2020 };
        let of = |agency: &str, day: Date| Drawn {
            agency: AgencyId::new(agency).unwrap(),
            day,
            version: 1,
            at: local(2020, 9, day.day(), 17, 20),
            numbers: (1..=3).map(|number| BookNumber { book: book.clone(), number }).collect(),
        };
        days.flat_map(|day| AGENCIES.iter().map(move |(agency, _)| (*agency, day)))
            .map(|(agency, day)| of(agency, day))
            .collect()
    }

    /// What a province shows of these, with when it was due, by agency and day.
    fn answers(
        clean: bool,
        draws: &[Drawn],
    ) -> BTreeMap<(String, Date), (Timestamp, Timestamp, Vec<SampleAnswer>)> {
        let calendar = Calendar::vietnam_default();
        let mut life = Life::new(7, FIRST, clean).with_dossiers_a_day(0);
        draws.iter().for_each(|drawn| life.drawn(drawn).unwrap());
        let acts = life.until(local(2020, 10, 30, 18, 0)).unwrap();
        let answered = acts.into_iter().filter_map(|planned| match planned.body {
            Body::Books(BooksCommand::AnswerSample { day, answers }) => {
                let drawn = local(day.year(), day.month(), day.day(), 17, 20);
                let due = calendar.due(drawn, &Term::working_days(5)).unwrap();
                let (agency, at) = (planned.act.agency.to_string(), planned.act.occurred_at);
                assert!(at > drawn && standing(&agency, at) == agency, "{agency} {day}: {at}");
                Some(((agency, day), (at, due, answers)))
            }
            _ => None,
        });
        answered.collect()
    }

    #[test]
    fn where_nobody_breaks_a_rule_each_number_is_shown_in_time_and_none_is_of_a_dossier() {
        let draws = draws();
        let answers = answers(true, &draws);
        assert_eq!(answers.len(), draws.len());
        assert!(answers.values().all(|(at, due, _)| at <= due));
        assert!(answers.values().flat_map(|(.., shown)| shown).all(|one| one.dossier.is_none()));
        assert!(answers.values().all(|(.., shown)| shown.len() == 3), "each once");
    }

    #[test]
    fn elsewhere_some_are_late_some_never_come_and_a_few_are_of_dossiers_that_no_desk_saw() {
        let draws = draws();
        let answers = answers(false, &draws);
        let of = |agency: &str| draws.iter().filter(|drawn| drawn.agency.as_str() == agency).count();
        assert!(answers.keys().all(|(agency, _)| agency != SILENT));
        let forgotten = draws.len() - answers.len() - of(SILENT);
        assert!((5..60).contains(&forgotten), "{forgotten}");
        let late = answers.values().filter(|(at, due, _)| at > due).count();
        assert!((20..120).contains(&late), "{late}");
        let outside = answers.iter().filter(|(_, (.., shown))| shown.iter().any(|one| one.dossier.is_some()));
        let whose: Vec<&str> = outside.map(|((agency, _), _)| agency.as_str()).collect();
        assert!((2..=of(AROUND)).contains(&whose.len()) && whose.iter().all(|agency| *agency == AROUND));
        assert!(answers.contains_key(&(MERGED.0.to_owned(), Date::constant(2020, 9, 30))));
    }

    #[test]
    fn in_whichever_order_draws_are_told_the_same_comes_of_each() {
        let mut draws = draws();
        let told = answers(false, &draws);
        draws.reverse();
        assert_eq!(answers(false, &draws), told);
    }
}
