//! How much was recorded about a dossier: the numbers that its state forgets.

use lienthong_dossier::{Dossier, Event as Fact, Participant};
use lienthong_names::ConsultationId;
use lienthong_protocol::{Command, Decision, Event, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether a dossier lives or was imported: the two are never added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Realm {
    /// Worked on here.
    Live,
    /// Imported.
    History,
}

impl Realm {
    /// The word in queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::History => "history",
        }
    }
}

/// Commands and events of one dossier, counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tallies {
    /// Commands admitted.
    pub admitted: u64,
    /// Of these, concluded by a mapping and not stated by a source.
    pub derived: u64,
    /// Commands rejected, of agencies with a part in the dossier.
    pub rejected: u64,
    /// Events, by kind.
    pub events: BTreeMap<String, u64>,
    /// Opinions given by other agencies, by agency; new versions of them are not counted again.
    pub opinions_of: BTreeMap<String, u64>,
    /// Opinions given by the chair's own units.
    pub inside_given: u64,
    /// New versions of these.
    pub inside_amended: u64,
}

impl Tallies {
    /// Counts one record; `after` is the state it leads to.
    pub(crate) fn count(&mut self, record: &Record, command: &Command, after: &Dossier) {
        let Decision::Admitted(events) = &record.decision else {
            self.rejected += 1;
            return;
        };
        self.admitted += 1;
        self.derived += u64::from(command.act.derived);
        for event in events {
            *self.events.entry(event.kind_name().to_owned()).or_default() += 1;
            if let Event::Dossier(fact) = event {
                self.count_opinion(fact, after);
            }
        }
    }

    fn count_opinion(&mut self, fact: &Fact, after: &Dossier) {
        match fact {
            Fact::OpinionGiven { consultation, from, .. } if is_inside(after, consultation, from) => {
                self.inside_given += 1;
            }
            Fact::OpinionGiven { from, .. } => {
                *self.opinions_of.entry(from.agency.to_string()).or_default() += 1;
            }
            Fact::OpinionAmended { consultation, from, .. } if is_inside(after, consultation, from) => {
                self.inside_amended += 1;
            }
            _ => {}
        }
    }
}

/// Whether a participant is the chair, or a unit of it: an opinion from inside.
pub(crate) fn is_inside(dossier: &Dossier, consultation: &ConsultationId, participant: &Participant) -> bool {
    dossier.consultations.get(consultation).is_some_and(|asked| asked.chair == participant.agency)
}
