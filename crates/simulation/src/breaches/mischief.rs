//! What goes wrong by itself: an act that is forgotten, typed in days later, said twice or dated wrongly, and acts that nobody needed. Most of it
//! is refused, some breaks a rule, some breaks none: who writes breaches down sees which.

use super::plan::{ON_ITS_WAY, Plan, hand_over};
use crate::life::Planned as Usual;
use crate::province::{CENTRE, OFFICE};
use jiff::{SignedDuration, Timestamp};
use lienthong_calendar::Term;
use lienthong_dossier::{Command, LegGround, NoticeMeans, Purpose};
use lienthong_names::{Act, AgencyId, CommandId, DossierCode, LegId, NameError, OfficerId, StepName};
use lienthong_protocol::{Body, Command as Asked};
use rand::Rng;

/// Acts of a thousand that go each way.
const FORGOTTEN: u32 = 8;
const TYPED_LATE: u32 = 8;
const SAID_TWICE: u32 = 6;
const DATED_WRONGLY: u32 = 6;
const UNNEEDED: u32 = 22;

/// Steps that somebody may name out of turn.
const STEPS: [&str; 4] = ["Thẩm định", "Phê duyệt", "Trả kết quả", "Kiểm tra"];

impl Plan {
    /// What somebody does anyway, if nothing goes wrong with it.
    pub(super) fn as_usual(&mut self, usual: Usual) -> Result<(), NameError> {
        let Usual { mut act, body, .. } = usual;
        let mut ticket = self.mischief.random_range(0..1_000_u32);
        let mut drawn = |share: u32| {
            let is = ticket < share;
            ticket = if is { u32::MAX } else { ticket.saturating_sub(share) };
            is
        };
        let mut at = act.occurred_at + ON_ITS_WAY;
        if drawn(FORGOTTEN) {
            return Ok(());
        }
        if drawn(TYPED_LATE) {
            let minutes = self.mischief.random_range(1..1_500);
            at = self.calendar.add_working_minutes(at, minutes).unwrap_or(at);
        } else if drawn(SAID_TWICE) {
            let again = Act { id: CommandId::version_8(self.mischief.random()), ..act.clone() };
            self.send(at + ON_ITS_WAY, Asked { act: again, body: body.clone() }, None, false);
        } else if drawn(DATED_WRONGLY) {
            act.occurred_at -= SignedDuration::from_mins(self.mischief.random_range(1..3_000));
        } else if drawn(UNNEEDED)
            && let Body::Dossier { code, .. } = &body
        {
            self.unneeded(at, &act, code)?;
        }
        self.send(at, Asked { act, body }, None, false);
        Ok(())
    }

    /// Something that was not called for, by who has just acted, by the desk, or by the Office.
    fn unneeded(&mut self, after: Timestamp, act: &Act, code: &DossierCode) -> Result<(), NameError> {
        let minutes = self.mischief.random_range(1..4_000);
        let at = self.calendar.add_working_minutes(after, minutes).unwrap_or(after);
        let date: Box<str> = self.calendar.local_date(at).to_string().into();
        let (agency, officer) = (act.agency.as_str(), act.officer.as_str());
        let step = STEPS[self.mischief.random_range(0..STEPS.len())];
        match self.mischief.random_range(0..13) {
            0 => {
                let (reason, number) = ("Chậm".into(), "9/XL".into());
                let letter = Command::IssueApology { reason, responsible: None, number, date };
                self.by(agency, officer, at, code, letter)
            }
            1 => {
                let notice = Command::NotifyApplicant {
                    means: NoticeMeans::NoticeBySms,
                    text: "Đang xử lý".into(),
                };
                self.by(agency, officer, at, code, notice)
            }
            2 => {
                let until = at + SignedDuration::from_hours(24 * self.mischief.random_range(1..9));
                self.by(
                    CENTRE,
                    "tiep-nhan",
                    at,
                    code,
                    Command::Reappoint { until, reason: "Cần thêm".into() },
                )
            }
            3 | 4 => self.paused(agency, at, code),
            5 => {
                self.by(CENTRE, "tiep-nhan", at, code, Command::AskWithdrawal { reason: "".into() })?;
                let granted = self.mischief.random_bool(0.7);
                let decided = Command::DecideWithdrawal { granted, reason: "Đã có kết quả".into() };
                self.by(agency, officer, self.later(at, 90), code, decided)
            }
            6 => {
                let stop = Command::StopDossier {
                    reason: "Không đủ điều kiện".into(),
                    law: "Điều 19".into(),
                };
                self.by(agency, officer, at, code, stop)
            }
            7 => {
                let annul = Command::AnnulReception { reason: "Nhập nhầm".into(), successor: None };
                self.by(OFFICE, "lanh-dao", at, code, annul)
            }
            8 => self.by(agency, officer, at, code, hand_over(Some(step))?),
            9 => {
                let at_centre = self.mischief.random_bool(0.3);
                let done = Command::CompleteStep { step: StepName::new(step)?, note: "".into(), at_centre };
                self.by(agency, officer, at, code, done)
            }
            10 => {
                let reopen = Command::ReopenDossier {
                    reason: "Khiếu nại".into(),
                    law: "Luật Khiếu nại".into(),
                    term: Some(Term::working_days(3)),
                };
                self.by(agency, officer, at, code, reopen)
            }
            _ => self.sent_on(agency, at, code),
        }
    }

    /// Paused, and gone on with some time later, or not at all.
    fn paused(&mut self, agency: &str, at: Timestamp, code: &DossierCode) -> Result<(), NameError> {
        let pause = Command::PauseDossier { reason: "Chờ".into(), law: "Điều 21".into(), until: None };
        self.by(agency, "lanh-dao", at, code, pause)?;
        let minutes = self.mischief.random_range(10..3_000);
        let resume = Command::ResumeDossier { reason: "Xong".into() };
        if minutes < 2_600 {
            self.by(agency, "lanh-dao", self.later(at, minutes), code, resume)
        } else {
            Ok(())
        }
    }

    /// Sent to somebody, who reads it and then takes it, answers it, or has nothing to do with it.
    fn sent_on(&mut self, agency: &str, at: Timestamp, code: &DossierCode) -> Result<(), NameError> {
        let leg = LegId::new(&format!("x-{}", self.mischief.random_range(0..1_000)))?;
        let to = Self::quiet(self.mischief.random_range(0..6));
        let purpose = if self.mischief.random_bool(0.3) { Purpose::Resolution } else { Purpose::Appraisal };
        let transfer = Command::TransferDossier {
            leg: leg.clone(),
            to: AgencyId::new(to)?,
            purpose,
            documents: Vec::new(),
            term: Some(Term::working_days(2)),
            note: "".into(),
            parent: None,
            after: None,
        };
        self.by(agency, "lanh-dao", at, code, transfer)?;
        let (to_read, to_decide) = (self.mischief.random_range(5..600), self.mischief.random_range(5..1_200));
        let read = self.later(at, to_read);
        let reads = Command::ReadLeg { leg: leg.clone() };
        self.by(to, "tiep-nhan", read, code, reads)?;
        let done = self.later(read, to_decide);
        let ground = self.mischief.random_bool(0.7).then_some(LegGround::Competence);
        let reason = "Không thuộc lĩnh vực".into();
        let command = match self.mischief.random_range(0..4) {
            0 => Command::AcknowledgeLeg { leg },
            1 => Command::AnswerLeg { leg, text: "Đồng ý".into(), documents: Vec::new() },
            _ => Command::RefuseLeg { leg, reason, ground },
        };
        self.by(to, "lanh-dao", done, code, command)
    }

    fn later(&self, at: Timestamp, minutes: u32) -> Timestamp {
        self.calendar.add_working_minutes(at, minutes).unwrap_or(at)
    }

    fn by(
        &mut self,
        agency: &str,
        officer: &str,
        at: Timestamp,
        code: &DossierCode,
        command: Command,
    ) -> Result<(), NameError> {
        let id = CommandId::version_8(self.mischief.random());
        let act = Act::new(id, AgencyId::new(agency)?, OfficerId::new(officer)?, at);
        let body = Body::Dossier { code: code.clone(), command };
        self.send(at + ON_ITS_WAY, Asked { act, body }, None, false);
        Ok(())
    }
}
