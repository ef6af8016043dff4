//! One record of a dossier, as the timeline keeps it.

use super::sentence::Sentence;
use super::tell;
use crate::view::is_inside;
use jiff::Timestamp;
use lienthong_dossier::{Dossier, Event as Fact, Participant, RequestState};
use lienthong_names::{Clerk, ConsultationId, Refusal, Source};
use lienthong_protocol::{Command, Decision, Event, Record};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One record: who did what when, and what came of it. Neither sequence nor `recorded_at` is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its revision.
    pub revision: u64,
    /// When it counts as having happened.
    pub at: Timestamp,
    /// When the agency says that it happened.
    pub occurred_at: Timestamp,
    /// Whose act.
    pub agency: String,
    /// The officer's.
    pub officer: String,
    /// The officer's unit.
    pub unit: Option<String>,
    /// Who typed it in, if another agency's clerk did.
    pub entered_by: Option<ClerkEntry>,
    /// The command's name.
    pub command: String,
    /// Its id.
    pub command_id: String,
    /// Concluded by a mapping, not stated by its source.
    pub derived: bool,
    /// The source's own words.
    pub source: Option<SourceEntry>,
    /// A line an event; one for a rejection.
    pub lines: Vec<Line>,
}

/// A clerk who enters an act for another agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClerkEntry {
    /// Whose clerk.
    pub agency: String,
    /// The clerk.
    pub officer: String,
}

/// What the source of an imported act said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceEntry {
    /// Place within its case.
    pub index: u32,
    /// The activity.
    pub activity: String,
    /// Who did it.
    pub resource: String,
    /// Which group.
    pub group: String,
    /// The instant as written.
    pub timestamp: String,
}

/// One event, or the rejection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The event's name; `Rejected` for a rejection.
    pub kind: String,
    /// What it says.
    pub text: Sentence,
    /// What the groups are made of.
    pub about: Option<About>,
}

/// The facts of an event that the groups need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// A leg was sent.
    Leg {
        /// Its id.
        leg: String,
        /// By whom.
        from: String,
        /// To whom.
        to: String,
        /// What for.
        purpose: String,
        /// By when.
        due: Option<Timestamp>,
    },
    /// Something came of a leg.
    LegState {
        /// Which.
        leg: String,
        /// What.
        state: String,
    },
    /// A consultation began.
    Question {
        /// Which.
        consultation: String,
        /// What is asked.
        question: String,
    },
    /// Somebody was asked.
    Ask {
        /// In which consultation.
        consultation: String,
        /// By which leg.
        leg: String,
        /// Who: the agency.
        agency: String,
        /// Who: the unit of it.
        unit: Option<String>,
        /// Which ask of them.
        round: u32,
        /// Whether the dossier waits for it.
        mandatory: bool,
        /// By when.
        due: Option<Timestamp>,
        /// The source does not say whom it asked.
        addressee_inferred: bool,
        /// A unit of the chair, or the chair itself.
        inside: bool,
    },
    /// An opinion, or a new version of one.
    Opinion {
        /// In which consultation.
        consultation: String,
        /// Which leg it answers.
        leg: String,
        /// Whose: the agency.
        agency: String,
        /// Whose: the unit of it.
        unit: Option<String>,
        /// Which ask it answers.
        round: u32,
        /// From 1.
        version: u32,
        /// In a word.
        stance: String,
        /// What it says.
        said: String,
        /// After its due.
        late: bool,
        /// Of a unit of the chair, or the chair itself.
        inside: bool,
    },
    /// The rules said no.
    Refusals(Vec<RefusalEntry>),
}

/// One reason of a rejection.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalEntry {
    /// What kind of reason, in a word: `capacity`.
    pub precedence: String,
    /// `LT0303`.
    pub code: String,
    /// `R03`.
    pub rule: String,
    /// The law.
    pub article: String,
    /// Field of the command at fault.
    pub field: String,
    /// Reason, Vietnamese.
    pub vi: String,
    /// Reason, English.
    pub en: String,
}

/// An entry with the place of its record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The entry.
    pub entry: Entry,
    /// Sequence of the record in its ledger, where it is known.
    pub sequence: Option<u64>,
    /// When it was recorded.
    pub recorded_at: Timestamp,
}

impl Entry {
    /// Tells one record; `after` is the state it leads to.
    #[must_use]
    pub fn of(record: &Record, command: &Command, after: &Dossier) -> Self {
        let act = &command.act;
        let lines = match &record.decision {
            Decision::Admitted(events) => {
                events.iter().filter_map(|event| line(event, command, after)).collect()
            }
            Decision::Rejected(rejection) => vec![rejected(command, rejection.refusals())],
        };
        Self {
            revision: record.revision,
            at: record.decided_on.effective_at,
            occurred_at: act.occurred_at,
            agency: act.agency.to_string(),
            officer: act.officer.to_string(),
            unit: act.unit.as_ref().map(ToString::to_string),
            entered_by: act.entered_by.as_ref().map(clerk),
            command: command.kind_name().to_owned(),
            command_id: act.id.to_string(),
            derived: act.derived,
            source: act.source.as_ref().map(source),
            lines,
        }
    }

    /// Whether the rules said no.
    #[must_use]
    pub fn is_rejected(&self) -> bool {
        self.lines.iter().any(|line| matches!(line.about, Some(About::Refusals(_))))
    }
}

fn clerk(clerk: &Clerk) -> ClerkEntry {
    ClerkEntry { agency: clerk.agency.to_string(), officer: clerk.officer.to_string() }
}

fn source(source: &Source) -> SourceEntry {
    SourceEntry {
        index: source.index,
        activity: source.activity.to_string(),
        resource: source.resource.to_string(),
        group: source.group.to_string(),
        timestamp: source.timestamp.to_string(),
    }
}

fn line(event: &Event, command: &Command, after: &Dossier) -> Option<Line> {
    let Event::Dossier(fact) = event else { return None };
    let fact = &for_all(fact, after);
    let text = tell::event(fact, &command.act);
    Some(Line { kind: event.kind_name().to_owned(), text, about: about(fact, after) })
}

/// The fact as it is told to all: of a confidential opinion that it came, and to what end.
fn for_all<'a>(fact: &'a Fact, after: &Dossier) -> Cow<'a, Fact> {
    let (Fact::OpinionGiven { consultation, .. } | Fact::OpinionAmended { consultation, .. }) = fact else {
        return Cow::Borrowed(fact);
    };
    if !after.consultations.get(consultation).is_some_and(|asked| asked.confidential) {
        return Cow::Borrowed(fact);
    }
    let mut told = fact.clone();
    if let Fact::OpinionGiven { text, .. } | Fact::OpinionAmended { text, .. } = &mut told {
        *text = "".into();
    }
    Cow::Owned(told)
}

fn rejected(command: &Command, refusals: &[Refusal]) -> Line {
    let about = About::Refusals(refusals.iter().map(refusal).collect());
    Line {
        kind: "Rejected".to_owned(),
        text: tell::rejection(command.kind_name(), refusals),
        about: Some(about),
    }
}

/// A refusal, as entries show it.
pub(crate) fn refusal(refusal: &Refusal) -> RefusalEntry {
    RefusalEntry {
        precedence: refusal.precedence.as_str().to_owned(),
        code: refusal.code.to_string(),
        rule: refusal.rule.to_string(),
        article: refusal.article.to_string(),
        field: refusal.field.clone(),
        vi: refusal.vi.clone(),
        en: refusal.en.clone(),
    }
}

fn about(fact: &Fact, after: &Dossier) -> Option<About> {
    let state = |leg: &dyn std::fmt::Display, state: &str| {
        Some(About::LegState { leg: leg.to_string(), state: state.to_owned() })
    };
    let inside = |consultation: &ConsultationId, who: &Participant| is_inside(after, consultation, who);
    match fact {
        Fact::LegSent { leg, from, to, purpose, due, .. } => Some(About::Leg {
            leg: leg.to_string(),
            from: from.to_string(),
            to: to.to_string(),
            purpose: purpose.to_string(),
            due: *due,
        }),
        Fact::LegAccepted { leg } => state(leg, "accepted"),
        Fact::LegRefused { leg, .. } => state(leg, "refused"),
        Fact::LegAnswered { leg, .. } => state(leg, "answered"),
        Fact::LegRecalled { leg, .. } => state(leg, "recalled"),
        Fact::LegSentBack { leg, .. } => state(leg, "sent_back"),
        Fact::OpinionDeclined { leg, .. } => state(leg, "declined"),
        // An answer stays, and what was asked with it is over.
        Fact::OpinionRequestRevoked { consultation, leg, of, .. } => {
            let asked = after.consultations.get(consultation)?.participant(of)?;
            let request = asked.requests.iter().find(|request| request.leg == *leg)?;
            if request.state == RequestState::Open { state(leg, "revoked") } else { None }
        }
        Fact::ConsultationOpened { consultation, question, .. } => {
            Some(About::Question { consultation: consultation.to_string(), question: question.to_string() })
        }
        Fact::OpinionRequested {
            consultation, leg, to, mandatory, due, round, addressee_inferred, ..
        } => Some(About::Ask {
            consultation: consultation.to_string(),
            leg: leg.to_string(),
            agency: to.agency.to_string(),
            unit: to.unit.as_ref().map(ToString::to_string),
            round: *round,
            mandatory: *mandatory,
            due: *due,
            addressee_inferred: *addressee_inferred,
            inside: inside(consultation, to),
        }),
        Fact::OpinionGiven { consultation, leg, from, round, version, stance, text, late, .. }
        | Fact::OpinionAmended { consultation, leg, from, round, version, stance, text, late, .. } => {
            Some(About::Opinion {
                consultation: consultation.to_string(),
                leg: leg.to_string(),
                agency: from.agency.to_string(),
                unit: from.unit.as_ref().map(ToString::to_string),
                round: *round,
                version: *version,
                stance: stance.to_string(),
                said: text.to_string(),
                late: *late,
                inside: inside(consultation, from),
            })
        }
        _ => None,
    }
}
