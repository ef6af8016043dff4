//! The timeline as it is shown: a line an event, and the same facts sorted into acts, asks, legs and opinions.
//!
//! A leg is another agency's part. What the chair asks of its own units is work inside one agency: it stands apart.

use super::entry::{About, ClerkEntry, Entry, Line, Placed, RefusalEntry};
use super::sentence::Names;
use jiff::Timestamp;
use serde::Serialize;

/// Everything that happened to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// The dossier's code.
    pub code: String,
    /// The ledger it lives in.
    pub origin: String,
    /// Its stream there.
    pub stream: String,
    /// Revision of the last record.
    pub revision: u64,
    /// One an event, oldest first.
    pub entries: Vec<TimelineEntry>,
    /// One a record.
    pub acts: Vec<ActGroup>,
    /// One an asking of other agencies.
    pub asks: Vec<AskGroup>,
    /// One a part of another agency: sent to it, or asked of it.
    pub legs: Vec<LegGroup>,
    /// One a version of another agency's opinion.
    pub opinions: Vec<OpinionGroup>,
    /// Askings of the chair's own units.
    pub inside_asks: Vec<AskGroup>,
    /// Opinions of the chair's own units.
    pub inside_opinions: Vec<OpinionGroup>,
    /// One a command that the rules did not let through.
    pub rejections: Vec<RejectionGroup>,
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TimelineEntry {
    /// Revision of its record.
    pub revision: u64,
    /// Sequence of its record, where it is known.
    pub sequence: Option<u64>,
    /// When it counts as having happened.
    pub at: Timestamp,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Whose act.
    pub agency: String,
    /// What that agency is called.
    pub agency_name: String,
    /// The officer's.
    pub officer: String,
    /// Who typed it in for that agency.
    pub entered_by: Option<ClerkEntry>,
    /// The event's name; `Rejected` for a rejection.
    pub kind: String,
    /// What it says, Vietnamese.
    pub vi: String,
    /// What it says, English.
    pub en: String,
    /// The source's name of the activity, for imported acts.
    pub activity: Option<String>,
    /// Concluded by a mapping, not stated by the source.
    pub derived: bool,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ActGroup {
    /// Its revision.
    pub revision: u64,
    /// Its sequence, where it is known.
    pub sequence: Option<u64>,
    /// When it counts as having happened.
    pub at: Timestamp,
    /// Whose act.
    pub agency: String,
    /// The officer's.
    pub officer: String,
    /// The command's name.
    pub command: String,
    /// The command's id.
    pub command_id: String,
    /// Names of its events.
    pub kinds: Vec<String>,
    /// The source's name of the activity.
    pub activity: Option<String>,
    /// Concluded by a mapping.
    pub derived: bool,
    /// Whether the rules said no.
    pub rejected: bool,
}

/// One asking of one or more participants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskGroup {
    /// Revision of its record.
    pub revision: u64,
    /// When.
    pub at: Timestamp,
    /// Who asks.
    pub chair: String,
    /// Within which consultation.
    pub consultation: String,
    /// What; absent when somebody is asked again.
    pub question: Option<String>,
    /// By which legs, in order.
    pub legs: Vec<String>,
    /// Whom, in the same order.
    pub asked: Vec<Asked>,
    /// The source does not say whom it asked.
    pub addressee_inferred: bool,
    /// The source's name of the activity.
    pub activity: Option<String>,
    /// Concluded by a mapping.
    pub derived: bool,
}

/// One who was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// The agency.
    pub agency: String,
    /// The unit of it.
    pub unit: Option<String>,
    /// Which ask of them, from 1.
    pub round: u32,
    /// Whether the dossier waits for it.
    pub mandatory: bool,
    /// By when.
    pub due: Option<Timestamp>,
}

/// One agency's part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegGroup {
    /// Its id.
    pub leg: String,
    /// Revision of the record that sent it.
    pub revision: u64,
    /// Who sent it.
    pub from: String,
    /// To whom.
    pub to: String,
    /// `opinion`, `appraisal`, `resolution`.
    pub purpose: String,
    /// When.
    pub sent_at: Timestamp,
    /// By when.
    pub due: Option<Timestamp>,
    /// `sent`, `accepted`, `refused`, `answered`, `declined`.
    pub state: String,
    /// Since when.
    pub state_at: Timestamp,
    /// The consultation that it is an ask of.
    pub consultation: Option<String>,
    /// Concluded by a mapping.
    pub derived: bool,
}

/// One version of an opinion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpinionGroup {
    /// Revision of its record.
    pub revision: u64,
    /// When.
    pub at: Timestamp,
    /// Whose: the agency.
    pub agency: String,
    /// What that agency is called.
    pub agency_name: String,
    /// Whose: the unit of it.
    pub unit: Option<String>,
    /// The officer's.
    pub officer: String,
    /// Who typed it in for that agency.
    pub entered_by: Option<ClerkEntry>,
    /// Within which consultation.
    pub consultation: String,
    /// The leg it answers.
    pub leg: String,
    /// Which ask it answers.
    pub round: u32,
    /// From 1.
    pub version: u32,
    /// In a word.
    pub stance: String,
    /// What it says.
    pub text: String,
    /// After its due.
    pub late: bool,
    /// The source's name of the activity.
    pub activity: Option<String>,
    /// Concluded by a mapping.
    pub derived: bool,
}

/// One command that the rules did not let through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RejectionGroup {
    /// Revision of its record.
    pub revision: u64,
    /// When.
    pub at: Timestamp,
    /// Whose command.
    pub agency: String,
    /// Its name.
    pub command: String,
    /// Why not.
    pub reasons: Vec<RefusalEntry>,
}

impl Timeline {
    /// The timeline of these entries, oldest first.
    #[must_use]
    pub fn new(code: &str, origin: &str, placed: &[Placed], names: &dyn Names) -> Self {
        let mut timeline = Self {
            code: code.to_owned(),
            origin: origin.to_owned(),
            stream: Self::stream_of(code),
            revision: placed.last().map_or(0, |last| last.entry.revision),
            entries: Vec::new(),
            acts: Vec::new(),
            asks: Vec::new(),
            legs: Vec::new(),
            opinions: Vec::new(),
            inside_asks: Vec::new(),
            inside_opinions: Vec::new(),
            rejections: Vec::new(),
        };
        for one in placed {
            timeline.acts.push(act(one));
            timeline.entries.extend(one.lines(names));
            for line in &one.entry.lines {
                timeline.sort(&one.entry, line, names);
            }
        }
        timeline
    }

    /// The stream of a dossier's records.
    #[must_use]
    pub fn stream_of(code: &str) -> String {
        format!("dossier.{code}")
    }

    fn sort(&mut self, entry: &Entry, line: &Line, names: &dyn Names) {
        match &line.about {
            Some(About::Leg { .. }) => self.legs.extend(sent(entry, line)),
            Some(About::LegState { leg, state }) => self.turn(entry, leg, state),
            Some(About::Question { .. }) | None => {}
            Some(About::Ask { inside, .. }) => {
                let asks = if *inside { &mut self.inside_asks } else { &mut self.asks };
                ask(asks, entry, line);
                if !inside {
                    self.legs.extend(sent(entry, line));
                }
            }
            Some(About::Opinion { leg, version, inside, .. }) => {
                if *version == 1 {
                    self.turn(entry, leg, "answered");
                }
                let opinions = if *inside { &mut self.inside_opinions } else { &mut self.opinions };
                opinions.extend(opinion(entry, line, names));
            }
            Some(About::Refusals(reasons)) => self.rejections.push(RejectionGroup {
                revision: entry.revision,
                at: entry.at,
                agency: entry.agency.clone(),
                command: entry.command.clone(),
                reasons: reasons.clone(),
            }),
        }
    }

    /// Something came of a leg.
    fn turn(&mut self, entry: &Entry, leg: &str, state: &str) {
        if let Some(known) = self.legs.iter_mut().find(|known| known.leg == leg) {
            state.clone_into(&mut known.state);
            known.state_at = entry.at;
        }
    }
}

fn activity(entry: &Entry) -> Option<String> {
    entry.source.as_ref().map(|source| source.activity.clone())
}

fn act(placed: &Placed) -> ActGroup {
    let entry = &placed.entry;
    ActGroup {
        revision: entry.revision,
        sequence: placed.sequence,
        at: entry.at,
        agency: entry.agency.clone(),
        officer: entry.officer.clone(),
        command: entry.command.clone(),
        command_id: entry.command_id.clone(),
        kinds: entry.lines.iter().map(|line| line.kind.clone()).collect(),
        activity: activity(entry),
        derived: entry.derived,
        rejected: entry.is_rejected(),
    }
}

fn shown(placed: &Placed, line: &Line, names: &dyn Names) -> TimelineEntry {
    let entry = &placed.entry;
    let text = line.text.with_names(names);
    TimelineEntry {
        revision: entry.revision,
        sequence: placed.sequence,
        at: entry.at,
        recorded_at: placed.recorded_at,
        agency: entry.agency.clone(),
        agency_name: names.agency_or_code(&entry.agency),
        officer: entry.officer.clone(),
        entered_by: entry.entered_by.clone(),
        kind: line.kind.clone(),
        vi: text.vi,
        en: text.en,
        activity: activity(entry),
        derived: entry.derived,
    }
}

impl Placed {
    /// The lines of one record as the timeline shows them.
    #[must_use]
    pub fn lines(&self, names: &dyn Names) -> Vec<TimelineEntry> {
        self.entry.lines.iter().map(|line| shown(self, line, names)).collect()
    }
}

/// The leg that a line sends, if it sends one.
fn sent(entry: &Entry, line: &Line) -> Option<LegGroup> {
    let (leg, from, to, purpose, due, consultation) = match line.about.as_ref()? {
        About::Leg { leg, from, to, purpose, due } => (leg, from, to, purpose.as_str(), due, None),
        About::Ask { consultation, leg, agency, due, .. } => {
            (leg, &entry.agency, agency, "opinion", due, Some(consultation.clone()))
        }
        _ => return None,
    };
    Some(LegGroup {
        leg: leg.clone(),
        revision: entry.revision,
        from: from.clone(),
        to: to.clone(),
        purpose: purpose.to_owned(),
        sent_at: entry.at,
        due: *due,
        state: "sent".to_owned(),
        state_at: entry.at,
        consultation,
        derived: entry.derived,
    })
}

/// Adds one who was asked to the asking of the same record, which it begins if it is the first.
fn ask(asks: &mut Vec<AskGroup>, entry: &Entry, line: &Line) {
    let Some(About::Ask {
        consultation, leg, agency, unit, round, mandatory, due, addressee_inferred, ..
    }) = &line.about
    else {
        return;
    };
    if asks.last().is_none_or(|last| last.revision != entry.revision) {
        asks.push(AskGroup {
            revision: entry.revision,
            at: entry.at,
            chair: entry.agency.clone(),
            consultation: consultation.clone(),
            question: question(entry),
            legs: Vec::new(),
            asked: Vec::new(),
            addressee_inferred: false,
            activity: activity(entry),
            derived: entry.derived,
        });
    }
    if let Some(group) = asks.last_mut() {
        group.legs.push(leg.clone());
        group.addressee_inferred |= addressee_inferred;
        group.asked.push(Asked {
            agency: agency.clone(),
            unit: unit.clone(),
            round: *round,
            mandatory: *mandatory,
            due: *due,
        });
    }
}

fn question(entry: &Entry) -> Option<String> {
    entry.lines.iter().find_map(|line| match &line.about {
        Some(About::Question { question, .. }) => Some(question.clone()),
        _ => None,
    })
}

fn opinion(entry: &Entry, line: &Line, names: &dyn Names) -> Option<OpinionGroup> {
    let Some(About::Opinion { consultation, leg, agency, unit, round, version, stance, said, late, .. }) =
        &line.about
    else {
        return None;
    };
    Some(OpinionGroup {
        revision: entry.revision,
        at: entry.at,
        agency: agency.clone(),
        agency_name: names.agency_or_code(agency),
        unit: unit.clone(),
        officer: entry.officer.clone(),
        entered_by: entry.entered_by.clone(),
        consultation: consultation.clone(),
        leg: leg.clone(),
        round: *round,
        version: *version,
        stance: stance.clone(),
        text: said.clone(),
        late: *late,
        activity: activity(entry),
        derived: entry.derived,
    })
}
