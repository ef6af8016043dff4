//! What will be sent, and when: what people do anyway, and what plots add to it.

use super::Trouble;
use super::founding::{SIMPLE, by_the_office};
use crate::province::{CENTRE, local};
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use lienthong_calendar::{Calendar, Term};
use lienthong_catalogue::{Command as Publication, Number};
use lienthong_dossier::{Channel, Command};
use lienthong_names::{
    Act, AgencyId, CommandId, DossierCode, KeyId, NameError, OfficerId, ProcedureCode, StreamName, UnitId,
};
use lienthong_protocol::{Body, Command as Asked};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// Told apart from what decides the dossiers' ways.
const STREAM: u64 = 2;
/// Told apart from that, so that plots stay as they are whatever goes wrong by itself.
const MISCHIEF: u64 = 3;
/// How long what is done takes to be recorded.
pub(super) const ON_ITS_WAY: SignedDuration = SignedDuration::from_secs(3);
/// The first number of a plot's dossier on a day: those before it are given by the desks themselves.
const FIRST_NUMBER: u32 = 5_001;
/// Agencies that neither go around the system nor are late by habit, and that get dossiers from plots alone.
const QUIET: [&str; 6] = ["H22.11", "H22.15", "H22.16", "H22.18", "H22.21", "H22.23"];

/// Something that will be sent.
#[derive(Debug)]
pub(super) struct Sending {
    pub(super) command: Asked,
    /// Signed with this key; `None`: the agency's own.
    pub(super) key: Option<KeyId>,
    /// A plot counts on it that it is admitted.
    pub(super) counts: bool,
}

/// A breach that was planned, or something close to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planted {
    /// The rule's name.
    pub rule: &'static str,
    /// Whether it breaks the rule; else it only looks like it.
    pub breaks: bool,
    /// In which stream that is to show, or in one of which.
    pub streams: Vec<StreamName>,
}

/// Everything that will be sent.
pub(super) struct Plan {
    pub(super) rng: ChaCha8Rng,
    pub(super) mischief: ChaCha8Rng,
    pub(super) calendar: Calendar,
    pub(super) sendings: BTreeMap<(Timestamp, u64), Sending>,
    pub(super) planted: Vec<Planted>,
    days: Vec<Date>,
    next: u64,
    numbers: BTreeMap<Date, u32>,
}

impl Plan {
    pub(super) fn new(seed: u64, first: Date) -> Result<Self, Trouble> {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(STREAM);
        let mut mischief = ChaCha8Rng::seed_from_u64(seed);
        mischief.set_stream(MISCHIEF);
        let calendar = Calendar::vietnam_default();
        let mut days = Vec::new();
        for after in 0..super::DAYS {
            let day = first.saturating_add(after.days());
            if calendar.is_working_day(day)? {
                days.push(day);
            }
        }
        let (sendings, numbers) = (BTreeMap::new(), BTreeMap::new());
        Ok(Self { rng, mischief, calendar, sendings, planted: Vec::new(), days, next: 0, numbers })
    }

    pub(super) fn send(&mut self, at: Timestamp, command: Asked, key: Option<KeyId>, counts: bool) {
        self.next += 1;
        self.sendings.insert((at, self.next), Sending { command, key, counts });
    }

    /// What the Office publishes at an instant.
    pub(super) fn publish(&mut self, at: Timestamp, command: Publication) -> Result<(), NameError> {
        let command = by_the_office(1_000_000 + self.next, at, command)?;
        self.send(at, command, None, true);
        Ok(())
    }

    /// A working day of the month, the first being 0.
    pub(super) fn day(&self, n: usize) -> Date {
        self.days.get(n).or_else(|| self.days.last()).copied().unwrap_or(Date::ZERO)
    }

    /// Some minute after half past seven on one of these working days.
    pub(super) fn morning(&mut self, first: usize, last: usize) -> Timestamp {
        let nth = self.rng.random_range(first..=last);
        let day = self.day(nth);
        clock(day, 7, 30) + SignedDuration::from_mins(self.rng.random_range(0..30))
    }

    /// One of the agencies that get dossiers from plots alone.
    pub(super) fn somebody(&mut self) -> &'static str {
        QUIET[self.rng.random_range(0..QUIET.len())]
    }

    /// Those, told apart.
    pub(super) const fn quiet(n: usize) -> &'static str {
        QUIET[n % QUIET.len()]
    }

    pub(super) fn planted(&mut self, rule: &'static str, breaks: bool, streams: Vec<StreamName>) {
        self.planted.push(Planted { rule, breaks, streams });
    }

    /// A dossier of a plot's own, of which nothing was said yet.
    pub(super) fn dossier(&mut self, at: Timestamp) -> Result<Script<'_>, NameError> {
        let day = self.calendar.local_date(at);
        let number = self.numbers.entry(day).or_insert(FIRST_NUMBER);
        let code = Number { series: CENTRE, day, number: *number }.code()?;
        *number += 1;
        Ok(Script { plan: self, code, at, key: None, desk: CENTRE })
    }

    /// The same, taken in for an agency and in somebody's hands there.
    pub(super) fn taken_in(
        &mut self,
        at: Timestamp,
        procedure: &str,
        competent: &str,
    ) -> Result<Script<'_>, NameError> {
        let mut script = self.dossier(at)?;
        script.register(procedure, Channel::Desk)?;
        script.receive(competent)?;
        script.wait(20);
        script.hand_over(competent, None)?;
        Ok(script)
    }

    /// One of five working days, without a process.
    pub(super) fn simple(&mut self, at: Timestamp, competent: &str) -> Result<Script<'_>, NameError> {
        self.taken_in(at, SIMPLE, competent)
    }
}

/// What happens to one dossier, one act after the other.
pub(super) struct Script<'p> {
    pub(super) plan: &'p mut Plan,
    pub(super) code: DossierCode,
    /// When it happens.
    pub(super) at: Timestamp,
    /// Signed with this key from here on.
    pub(super) key: Option<KeyId>,
    /// At which desk.
    pub(super) desk: &'static str,
}

impl Script<'_> {
    /// Working minutes go by.
    pub(super) fn wait(&mut self, minutes: u32) -> &mut Self {
        self.at = self.plan.calendar.add_working_minutes(self.at, minutes).unwrap_or(self.at);
        self
    }

    /// So many working days go by; then it is this hour.
    pub(super) fn days_later(&mut self, days: u32, hour: i8, minute: i8) -> &mut Self {
        let due = self.plan.calendar.due(self.at, &Term::working_days(days)).unwrap_or(self.at);
        self.at = clock(self.plan.calendar.local_date(due), hour, minute);
        self
    }

    /// Said, recorded and admitted right away.
    pub(super) fn say(
        &mut self,
        agency: &str,
        officer: &str,
        command: Command,
    ) -> Result<&mut Self, NameError> {
        self.recorded(agency, officer, command, self.at + ON_ITS_WAY, true)
    }

    /// Said right away, and refused.
    pub(super) fn ask_in_vain(
        &mut self,
        agency: &str,
        officer: &str,
        command: Command,
    ) -> Result<&mut Self, NameError> {
        self.recorded(agency, officer, command, self.at + ON_ITS_WAY, false)
    }

    /// Said to have happened now, and recorded at another time.
    pub(super) fn recorded(
        &mut self,
        agency: &str,
        officer: &str,
        command: Command,
        at: Timestamp,
        counts: bool,
    ) -> Result<&mut Self, NameError> {
        let id = CommandId::version_8(self.plan.rng.random());
        let act = Act::new(id, AgencyId::new(agency)?, OfficerId::new(officer)?, self.at);
        let body = Body::Dossier { code: self.code.clone(), command };
        self.plan.send(at, Asked { act, body }, self.key.clone(), counts);
        Ok(self)
    }

    pub(super) fn register(&mut self, procedure: &str, channel: Channel) -> Result<&mut Self, NameError> {
        self.say(self.desk, "tiep-nhan", registration(procedure, channel)?)
    }

    pub(super) fn receive(&mut self, competent: &str) -> Result<&mut Self, NameError> {
        let receive = reception(competent, Channel::Desk)?;
        self.at += SignedDuration::from_secs(40);
        self.say(self.desk, "tiep-nhan", receive)
    }

    pub(super) fn hand_over(&mut self, agency: &str, step: Option<&str>) -> Result<&mut Self, NameError> {
        self.say(agency, "thu-ly", hand_over(step)?)
    }

    /// It shows in this dossier's stream, or is planted to look like it.
    pub(super) fn planted(&mut self, rule: &'static str, breaks: bool) -> &mut Self {
        let stream = self.stream();
        self.plan.planted(rule, breaks, vec![stream]);
        self
    }

    pub(super) fn stream(&self) -> StreamName {
        StreamName::dossier(&self.code)
    }
}

pub(super) fn registration(procedure: &str, channel: Channel) -> Result<Command, NameError> {
    Ok(Command::RegisterDossier {
        procedure: ProcedureCode::new(procedure)?,
        case: None,
        channel,
        documents: Vec::new(),
        personal: BTreeMap::new(),
    })
}

pub(super) fn reception(competent: &str, channel: Channel) -> Result<Command, NameError> {
    Ok(Command::ReceiveDossier {
        competent: Some(AgencyId::new(competent)?),
        channel,
        handed_in: vec!["don".into(), "giay-to".into()],
        appointment: None,
        custodian: None,
    })
}

pub(super) fn hand_over(step: Option<&str>) -> Result<Command, NameError> {
    Ok(Command::HandOver {
        to_unit: Some(UnitId::new("chuyen-mon")?),
        to_officer: Some(OfficerId::new("thu-ly")?),
        step: step.map(lienthong_names::StepName::new).transpose()?,
    })
}

/// An instant of a day, by the clock on the wall.
pub(super) fn clock(day: Date, hour: i8, minute: i8) -> Timestamp {
    local(day.year(), day.month(), day.day(), hour, minute)
}
