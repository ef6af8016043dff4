//! What the officers of the demonstration province do all day, from a seed: every dossier's way is planned when it comes in.

mod books;
mod ends;
mod samples;

pub use samples::Drawn;

use crate::province::{AGENCIES, local, person, standing};
use crate::province::{
    APPRAISAL, APPROVE, AROUND, CENTRE, Kind, LATE, OFFICE, PROCEDURES, SILENT, Sketch, Way,
};
use books::BookKeeping;
use ends::resolve;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use lienthong_calendar::{Calendar, Term};
use lienthong_catalogue::Number;
use lienthong_dossier::{
    Ask, Channel, Command, DigestItem, Participant, PersonalField, Purpose, Stance, Treatment,
};
use lienthong_names::{
    Act, AgencyId, CommandId, ConsultationId, DossierCode, LegId, NameError, OfficerId, ProcedureCode,
    StepName, UnitId,
};
use lienthong_protocol::Body;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Dossiers that come in on a working day.
const DOSSIERS_A_DAY: u32 = 48;

/// Working minutes that the Office takes at most to have a decision signed, where nobody breaks a rule: what is sent to it is to be back
/// within five working days.
const SIGNING: u32 = 3 * 480;

/// One act, as its agency's system would send it.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Who, when.
    pub act: Act,
    /// About what, and what of it.
    pub body: Body,
    /// Personal values that go with it: the field, what it holds.
    pub personal: Vec<(PersonalField, String)>,
}

/// A province's days, from a seed. The same seed gives the same acts.
pub struct Life {
    rng: ChaCha8Rng,
    calendar: Calendar,
    clean: bool,
    dossiers_a_day: u32,
    planned_until: Date,
    queue: BTreeMap<(Timestamp, u64), Planned>,
    next: u64,
    numbers: BTreeMap<(String, Date), u32>,
    books: BookKeeping,
}

impl Life {
    /// Beginning on a day; `clean`: nobody breaks a rule.
    #[must_use]
    pub fn new(seed: u64, first_day: Date, clean: bool) -> Self {
        Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            calendar: Calendar::vietnam_default(),
            clean,
            dossiers_a_day: DOSSIERS_A_DAY,
            planned_until: first_day,
            queue: BTreeMap::new(),
            next: 0,
            numbers: BTreeMap::new(),
            books: BookKeeping::new(seed),
        }
    }

    /// The same province with more, or fewer, citizens: so many dossiers come in on a working day.
    #[must_use]
    pub fn with_dossiers_a_day(mut self, dossiers_a_day: u32) -> Self {
        self.dossiers_a_day = dossiers_a_day;
        self
    }

    /// What was planned and has not come yet, in order of time: nobody comes any more, and everything goes its way to the end.
    #[must_use]
    pub fn rest(self) -> Vec<Planned> {
        self.queue.into_values().collect()
    }

    /// The acts up to an instant, in order of time. What was taken does not come again.
    ///
    /// # Errors
    /// Never for the names of the demonstration; they are checked like any other.
    pub fn until(&mut self, at: Timestamp) -> Result<Vec<Planned>, NameError> {
        let today = self.calendar.local_date(at);
        while self.planned_until <= today {
            self.plan_day(self.planned_until)?;
            self.planned_until = self.planned_until.saturating_add(1.day());
        }
        let later = self.queue.split_off(&(at, u64::MAX));
        Ok(std::mem::replace(&mut self.queue, later).into_values().collect())
    }

    fn plan_day(&mut self, day: Date) -> Result<(), NameError> {
        if !self.calendar.is_working_day(day).unwrap_or(false) {
            return Ok(());
        }
        let opening = local(day.year(), day.month(), day.day(), 7, 0);
        // A desk gives its numbers in the order in which people come.
        let mut minutes: Vec<u32> = (0..self.dossiers_a_day).map(|_| self.rng.random_range(0..470)).collect();
        minutes.sort_unstable();
        for minute in minutes {
            let at = self.after(opening, minute);
            let sketch = self.pick_procedure();
            self.dossier(sketch, at)?;
        }
        if !self.clean {
            self.around_the_system(opening)?;
        }
        self.declare(day)
    }

    fn pick_procedure(&mut self) -> &'static Sketch {
        let total: u32 = PROCEDURES.iter().map(|p| p.weight).sum();
        let mut ticket = self.rng.random_range(0..total);
        for sketch in PROCEDURES {
            if ticket < sketch.weight {
                return sketch;
            }
            ticket -= sketch.weight;
        }
        &PROCEDURES[0]
    }

    fn dossier(&mut self, sketch: &'static Sketch, at: Timestamp) -> Result<(), NameError> {
        let desk = standing(self.desk_of(sketch), at);
        let competent = if sketch.competent.is_empty() { desk } else { sketch.competent };
        let code = self.number(desk, at)?;
        let online = self.rng.random_range(0..100) < 35;
        let channel = if online { Channel::Online } else { Channel::Desk };
        let applicant = format!("{} (hư cấu)", person(self.rng.random_range(0..5000)));
        let phone = format!("0900 {:06}", self.rng.random_range(0..1_000_000));
        let register = Command::RegisterDossier {
            procedure: ProcedureCode::new(sketch.code)?,
            case: None,
            channel,
            documents: Vec::new(),
            personal: BTreeMap::new(),
        };
        let personal = vec![(PersonalField::Applicant, applicant), (PersonalField::Contact, phone)];
        self.plan(at, desk, "tiep-nhan", &code, register, personal)?;
        let handed_in = vec!["don".into(), "giay-to".into()];
        let receive = Command::ReceiveDossier {
            competent: Some(AgencyId::new(competent)?),
            channel,
            handed_in,
            appointment: None,
            custodian: None,
        };
        let at = at + SignedDuration::from_secs(40);
        self.plan(at, desk, "tiep-nhan", &code, receive, Vec::new())?;
        self.fee(at, sketch, channel, desk, &code)?;
        // Who keeps to the term needs seven tenths of it; anyone may fall behind now and then.
        let pace = if LATE.contains(&competent) && !self.clean {
            130
        } else if !self.clean && self.rng.random_ratio(1, 20) {
            150
        } else {
            70
        };
        let whole = u64::from(sketch.days) * 480;
        let part = |percent: u64| u32::try_from(whole * percent * pace / 10_000).unwrap_or(u32::MAX);
        match sketch.way {
            Way::SameDay => {
                let at = self.after(at, 20);
                self.step(at, desk, &code, APPRAISAL)?;
                let at = self.after(at, 60);
                self.finish(at, sketch, desk, desk, &code)
            }
            Way::Alone => {
                let received = at;
                let at = self.work_on(at, competent, &code, part(50))?;
                let Some(at) = self.papers(at, competent, desk, &code)? else { return Ok(()) };
                let at = self.after(at, part(40));
                self.apologise(received, at, sketch.days, desk, &code)?;
                self.finish(at, sketch, competent, desk, &code)
            }
            Way::Opinions(asked) => {
                let at = self.work_on(at, competent, &code, part(10))?;
                match self.consult(at, competent, &code, asked, sketch.days)? {
                    Some(at) => {
                        let at = if sketch.taxed { self.tax(at, competent, desk, &code)? } else { at };
                        let at = self.after(at, part(25));
                        self.finish(at, sketch, competent, desk, &code)
                    }
                    None => Ok(()),
                }
            }
            Way::Upwards => {
                let at = self.work_on(at, competent, &code, part(60))?;
                let (at, leg) = self.submit_upwards(at, competent, &code)?;
                let arrived = self.after(at, 1);
                let arrival = Command::RecordArrival { leg: leg.clone() };
                self.plan(arrived, OFFICE, "tiep-nhan", &code, arrival, Vec::new())?;
                let at = self.after(at, 90);
                let read = Command::ReadLeg { leg: leg.clone() };
                self.plan(at, OFFICE, "tiep-nhan", &code, read, Vec::new())?;
                let at = self.after(at, 20);
                let acknowledge = Command::AcknowledgeLeg { leg: leg.clone() };
                self.plan(at, OFFICE, "tiep-nhan", &code, acknowledge, Vec::new())?;
                let officer = Some(OfficerId::new("thu-ly")?);
                let assign = Command::AssignLeg { leg, unit: None, officer };
                self.plan(at, OFFICE, "lanh-dao", &code, assign, Vec::new())?;
                // Where nobody breaks a rule the leg's own five days are kept to as well, however long the whole may take.
                let signing = if self.clean { part(25).min(SIGNING) } else { part(25) };
                let at = self.after(at, signing);
                self.finish(at, sketch, OFFICE, desk, &code)
            }
        }
    }

    /// Sent to the Office for the chairman's signature. In one dossier of four something was left out: it is recalled before anybody
    /// there has opened it, and sent again.
    fn submit_upwards(
        &mut self,
        at: Timestamp,
        from: &'static str,
        code: &DossierCode,
    ) -> Result<(Timestamp, LegId), NameError> {
        let transfer = |leg: &LegId| {
            Ok::<_, NameError>(Command::TransferDossier {
                leg: leg.clone(),
                to: AgencyId::new(OFFICE)?,
                purpose: Purpose::Resolution,
                documents: Vec::new(),
                term: Some(Term::working_days(5)),
                note: "Trình Chủ tịch UBND tỉnh ký".into(),
                parent: None,
                after: None,
            })
        };
        let first = LegId::new("trinh-1")?;
        self.plan(at, from, "lanh-dao", code, transfer(&first)?, Vec::new())?;
        if self.rng.random_range(0..4) != 0 {
            return Ok((at, first));
        }
        let at = self.after(at, 25);
        let recall = Command::RecallLeg { leg: first, reason: "Thiếu phụ lục kèm tờ trình".into() };
        self.plan(at, from, "lanh-dao", code, recall, Vec::new())?;
        let (at, second) = (self.after(at, 40), LegId::new("trinh-2")?);
        self.plan(at, from, "lanh-dao", code, transfer(&second)?, Vec::new())?;
        Ok((at, second))
    }

    /// Received by the specialised unit, worked on, a step done.
    fn work_on(
        &mut self,
        at: Timestamp,
        agency: &'static str,
        code: &DossierCode,
        minutes: u32,
    ) -> Result<Timestamp, NameError> {
        let at = self.after(at, 45);
        let hand_over = Command::HandOver {
            to_unit: Some(UnitId::new("chuyen-mon")?),
            to_officer: Some(OfficerId::new("thu-ly")?),
            step: Some(StepName::new(APPRAISAL)?),
        };
        self.plan(at, agency, "lanh-dao", code, hand_over, Vec::new())?;
        let at = self.after(at, minutes);
        self.step(at, agency, code, APPRAISAL)?;
        Ok(at)
    }

    /// In one dossier of eight a paper is missing: the custodian says so, the desk asks for it, and the citizen brings it some
    /// days later, or takes the dossier back; `None` then.
    fn papers(
        &mut self,
        at: Timestamp,
        custodian: &'static str,
        desk: &'static str,
        code: &DossierCode,
    ) -> Result<Option<Timestamp>, NameError> {
        if self.rng.random_range(0..8) != 0 {
            return Ok(Some(at));
        }
        let (items, reasons): (Vec<Box<str>>, Vec<Box<str>>) =
            (vec!["giay-to".into()], vec!["Bản sao chưa chứng thực".into()]);
        let propose = Command::ProposeSupplement { items: items.clone(), reasons: reasons.clone() };
        self.plan(at, custodian, "thu-ly", code, propose, Vec::new())?;
        let at = self.after(at, 60);
        let request =
            Command::RequestSupplement { items: items.clone(), reasons, until: None, again: "".into() };
        self.plan(at, desk, "tiep-nhan", code, request, Vec::new())?;
        let days = self.rng.random_range(1..5);
        let at = self.after(at, days * 480);
        if self.rng.random_range(0..6) == 0 {
            let ask = Command::AskWithdrawal { reason: "Chưa có đủ giấy tờ".into() };
            self.plan(at, desk, "tiep-nhan", code, ask, Vec::new())?;
            let at = self.after(at, 120);
            let give_back = Command::DecideWithdrawal { granted: true, reason: "".into() };
            self.plan(at, custodian, "lanh-dao", code, give_back, Vec::new())?;
            return Ok(None);
        }
        let bring = Command::ProvideSupplement { items, documents: Vec::new() };
        self.plan(at, desk, "tiep-nhan", code, bring, Vec::new())?;
        Ok(Some(self.after(at, 30)))
    }

    /// What will not be ready on its day gets a letter of apology a day before, and a new day.
    fn apologise(
        &mut self,
        received: Timestamp,
        ready: Timestamp,
        days: u32,
        desk: &'static str,
        code: &DossierCode,
    ) -> Result<(), NameError> {
        let Ok(due) = self.calendar.due(received, &Term::working_days(days)) else { return Ok(()) };
        let Ok(before) = self.calendar.due(received, &Term::working_days(days.saturating_sub(1))) else {
            return Ok(());
        };
        if days < 2 || ready <= due {
            return Ok(());
        }
        let apology = Command::IssueApology {
            reason: "Hồ sơ cần thêm thời gian thẩm định".into(),
            responsible: None,
            number: format!("{}/XL", 10 + before.as_second() % 90).into(),
            date: self.calendar.local_date(before).to_string().into(),
        };
        self.plan(before, desk, "tiep-nhan", code, apology, Vec::new())?;
        let reappoint = Command::Reappoint {
            until: self.after(ready, 480),
            reason: "Cần thêm thời gian thẩm định".into(),
        };
        self.plan(before, desk, "tiep-nhan", code, reappoint, Vec::new())
    }

    fn step(&mut self, at: Timestamp, agency: &str, code: &DossierCode, step: &str) -> Result<(), NameError> {
        let command = Command::CompleteStep { step: StepName::new(step)?, note: "".into(), at_centre: false };
        let officer = if step == APPROVE { "lanh-dao" } else { "thu-ly" };
        self.plan(at, agency, officer, code, command, Vec::new())
    }

    /// Asks, gets answers by each one's habit, and concludes; `None` when a mandatory answer never comes.
    fn consult(
        &mut self,
        at: Timestamp,
        chair: &'static str,
        code: &DossierCode,
        asked: &'static [&'static str],
        days: u32,
    ) -> Result<Option<Timestamp>, NameError> {
        let consultation = ConsultationId::new("y-kien-1")?;
        let strict = self.rng.random_range(0..2) == 0;
        let term = (days / 3).max(2);
        let asks = asked
            .iter()
            .map(|agency| {
                Ok(Ask {
                    participant: Participant { agency: AgencyId::new(agency)?, unit: None },
                    mandatory: strict || *agency != SILENT,
                    term: Some(Term::working_days(term)),
                })
            })
            .collect::<Result<Vec<_>, NameError>>()?;
        let open = Command::OpenConsultation {
            consultation: consultation.clone(),
            question: "Đề nghị cho ý kiến về hồ sơ".into(),
            documents: Vec::new(),
            participants: asks,
            addressee_inferred: false,
            closed: false,
            confidential: false,
        };
        self.plan(at, chair, "thu-ly", code, open, Vec::new())?;
        let (mut digest, mut last) = (Vec::new(), at);
        let clean = self.clean;
        for agency in asked.iter().copied().filter(|agency| clean || *agency != SILENT) {
            let percent = if LATE.contains(&agency) && !clean {
                self.rng.random_range(90..170)
            } else {
                self.rng.random_range(20..95)
            };
            let answered = self.after(at, term * 480 * percent / 100);
            let (stance, text) = self.opinion();
            let from = Participant { agency: AgencyId::new(agency)?, unit: None };
            let give = Command::GiveOpinion {
                consultation: consultation.clone(),
                from: from.clone(),
                stance,
                text: text.into(),
                documents: Vec::new(),
                secret: None,
                closed: None,
            };
            self.plan(answered, agency, "thu-ly", code, give, Vec::new())?;
            last = last.max(answered);
            digest.push(DigestItem {
                from,
                round: 1,
                version: 1,
                text_sha256: Sha256::digest(text).into(),
                treatment: if stance == Stance::Disagree {
                    Treatment::Explained
                } else {
                    Treatment::Accepted
                },
                explanation: if stance == Stance::Disagree {
                    "Đã giải trình tại tờ trình".into()
                } else {
                    "".into()
                },
                quotes: Vec::new(),
                paper: None,
            });
        }
        if !self.clean && self.rng.random_range(0..12) == 0 {
            // Somebody in a hurry decides before the opinions are in: the engine says no (R08).
            let hurried = self.after(at, 30);
            self.plan(hurried, chair, "lanh-dao", code, resolve(hurried), Vec::new())?;
        }
        if strict && asked.contains(&SILENT) && !self.clean {
            return Ok(None);
        }
        let at = self.after(last, 120);
        let conclude = Command::ConcludeConsultation { consultation, digest };
        self.plan(at, chair, "thu-ly", code, conclude, Vec::new())?;
        Ok(Some(at))
    }

    fn opinion(&mut self) -> (Stance, &'static str) {
        match self.rng.random_range(0..10) {
            0 => (Stance::Disagree, "Chưa thống nhất: đề nghị bổ sung căn cứ pháp lý."),
            1 | 2 => {
                (Stance::AgreeWithConditions, "Thống nhất, với điều kiện bảo đảm quy chuẩn chuyên ngành.")
            }
            _ => (Stance::Agree, "Thống nhất với nội dung hồ sơ."),
        }
    }

    /// The agency that goes around the system: takes a dossier in past the desk (R01), and speaks up unasked (R03).
    fn around_the_system(&mut self, opening: Timestamp) -> Result<(), NameError> {
        let at = self.after(opening, 95);
        let code = self.number(AROUND, at)?;
        let register = Command::RegisterDossier {
            procedure: ProcedureCode::new("2.000033")?,
            case: None,
            channel: Channel::Desk,
            documents: Vec::new(),
            personal: BTreeMap::new(),
        };
        let personal = vec![(PersonalField::Applicant, format!("{} (hư cấu)", person(17)))];
        self.plan(at, AROUND, "thu-ly", &code, register, personal)?;
        let at = self.after(at, 50);
        let Some(number) = self.numbers.get(&(CENTRE.to_owned(), self.calendar.local_date(at))).copied()
        else {
            return Ok(());
        };
        let day = self.calendar.local_date(at);
        let code = Number { series: CENTRE, day, number: 1 + number / 2 }.code()?;
        let unasked = Command::GiveOpinion {
            consultation: ConsultationId::new("y-kien-1")?,
            from: Participant { agency: AgencyId::new(AROUND)?, unit: None },
            stance: Stance::Disagree,
            text: "Sở có ý kiến khác, dù chưa được hỏi.".into(),
            documents: Vec::new(),
            secret: None,
            closed: None,
        };
        self.plan(at, AROUND, "thu-ly", &code, unasked, Vec::new())
    }

    fn desk_of(&mut self, sketch: &Sketch) -> &'static str {
        if !sketch.competent.is_empty() {
            return CENTRE;
        }
        let desks: Vec<&'static str> = AGENCIES
            .iter()
            .filter(|(_, kind)| matches!(kind, Kind::Commune | Kind::District))
            .map(|(code, _)| *code)
            .collect();
        desks[self.rng.random_range(0..desks.len())]
    }

    fn number(&mut self, desk: &str, at: Timestamp) -> Result<DossierCode, NameError> {
        let day = self.calendar.local_date(at);
        let number = self.numbers.entry((desk.to_owned(), day)).or_default();
        *number += 1;
        Number { series: desk, day, number: *number }.code()
    }

    /// Working minutes later; where the calendar is not decided, by the clock.
    fn after(&self, at: Timestamp, minutes: u32) -> Timestamp {
        self.calendar
            .add_working_minutes(at, minutes)
            .unwrap_or_else(|_| at + SignedDuration::from_mins(i64::from(minutes) * 3))
    }

    fn plan(
        &mut self,
        at: Timestamp,
        agency: &str,
        officer: &str,
        code: &DossierCode,
        command: Command,
        personal: Vec<(PersonalField, String)>,
    ) -> Result<(), NameError> {
        self.next += 1;
        let mut id = [0_u8; 16];
        self.rng.fill(&mut id);
        // What was begun in a ward that is no more is gone on with where its people are now.
        let agency = standing(agency, at);
        let act = act(CommandId::version_8(id), AgencyId::new(agency)?, officer, at)?;
        self.books.note(self.calendar.local_date(at), agency, code, &command);
        let body = Body::Dossier { code: code.clone(), command };
        self.queue.insert((at, self.next), Planned { act, body, personal });
        Ok(())
    }
}

fn act(id: CommandId, agency: AgencyId, officer: &str, at: Timestamp) -> Result<Act, NameError> {
    Ok(Act::new(id, agency, OfficerId::new(officer)?, at))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_sent_upwards_comes_back_within_its_five_days_where_nobody_breaks_a_rule() {
        let first_day = Date::new(2020, 8, 3).unwrap();
        let mut life = Life::new(1, first_day, true);
        let mut sent: BTreeMap<String, Timestamp> = BTreeMap::new();
        let mut answered = 0;
        for planned in life.until(local(2020, 10, 5, 17, 0)).unwrap() {
            let Body::Dossier { code, command } = &planned.body else { continue };
            match command {
                Command::TransferDossier { term: Some(term), .. } => {
                    let due = life.calendar.due(planned.act.occurred_at, term).unwrap();
                    sent.insert(code.to_string(), due);
                }
                Command::ResolveDossier { .. } => {
                    let Some(due) = sent.get(code.as_str()) else { continue };
                    assert!(planned.act.occurred_at <= *due, "{code}: due {due}");
                    answered += 1;
                }
                _ => {}
            }
        }
        assert!(answered > 20, "{answered}");
    }

    #[test]
    fn a_desk_gives_its_numbers_in_the_order_in_which_people_come() {
        let first_day = Date::new(2020, 10, 5).unwrap();
        let acts = Life::new(1, first_day, true).until(local(2020, 10, 6, 17, 0)).unwrap();
        let registered: Vec<&str> = acts
            .iter()
            .filter_map(|planned| match &planned.body {
                Body::Dossier { code, command: Command::RegisterDossier { .. } } => Some(code.as_str()),
                _ => None,
            })
            .collect();
        let mut given: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for code in &registered {
            given.entry(code.rsplit_once('-').unwrap().0).or_default().push(code);
        }
        assert!(given.values().any(|codes| codes.len() > 5), "{given:?}");
        assert!(given.values().all(|codes| codes.is_sorted()), "{given:?}");
    }
}
