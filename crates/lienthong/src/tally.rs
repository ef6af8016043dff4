//! What sealed records add up to, counted from them and from nothing else.

use lienthong_dossier as dossier;
use lienthong_names::{AgencyId, ConsultationId, StreamKind, StreamName};
use lienthong_protocol::{Command, Decision, Event, RawRecord};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Counts over the records of a ledger.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Records.
    pub records: u64,
    /// Dossiers.
    pub dossiers: u64,
    /// Admitted commands.
    pub admitted: u64,
    /// Of them, concluded by a mapping.
    pub derived: u64,
    /// Acts of a source, each counted once.
    pub source_events: u64,
    /// Rejected commands.
    pub rejected: u64,
    /// Events by kind.
    pub events: BTreeMap<&'static str, u64>,
    outside: Opinions,
    inside: Opinions,
    /// Who asks: an opinion is inside when the one who gives it belongs to the agency that asks.
    chairs: BTreeMap<(StreamName, ConsultationId), AgencyId>,
}

/// Opinions of one side.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Opinions {
    asks: u64,
    asked_first: u64,
    asked_again: u64,
    given: u64,
    amended: u64,
    by_agency: BTreeMap<String, u64>,
}

impl Tally {
    /// Counts one record.
    pub fn count(&mut self, raw: &RawRecord) {
        self.records += 1;
        let Ok(command) = Command::decode(&raw.record.command) else { return };
        let events = match &raw.record.decision {
            Decision::Rejected(_) => {
                self.rejected += 1;
                return;
            }
            Decision::Admitted(events) => events,
        };
        self.admitted += 1;
        self.derived += u64::from(command.act.derived);
        self.source_events += u64::from(command.act.source.is_some() && !command.act.derived);
        if raw.record.stream.kind() == StreamKind::Dossier && raw.record.revision == 1 {
            self.dossiers += 1;
        }
        for event in events {
            *self.events.entry(event.kind_name()).or_default() += 1;
        }
        self.opinions(&raw.record.stream, events);
    }

    fn opinions(&mut self, stream: &StreamName, events: &[Event]) {
        let mut asked: Option<(bool, bool)> = None;
        let mut opened = false;
        for event in events {
            let Event::Dossier(event) = event else { continue };
            match event {
                dossier::Event::ConsultationOpened { consultation, chair, .. } => {
                    opened = true;
                    self.chairs.insert((stream.clone(), consultation.clone()), chair.clone());
                }
                dossier::Event::OpinionRequested { consultation, to, .. } => {
                    asked = Some((self.is_inside(stream, consultation, &to.agency), opened));
                }
                dossier::Event::OpinionGiven { consultation, from, .. } => {
                    let inside = self.is_inside(stream, consultation, &from.agency);
                    let side = self.side(inside);
                    side.given += 1;
                    *side.by_agency.entry(from.agency.to_string()).or_default() += 1;
                }
                dossier::Event::OpinionAmended { consultation, from, .. } => {
                    let inside = self.is_inside(stream, consultation, &from.agency);
                    self.side(inside).amended += 1;
                }
                _ => {}
            }
        }
        if let Some((inside, first)) = asked {
            let side = self.side(inside);
            side.asks += 1;
            if first { side.asked_first += 1 } else { side.asked_again += 1 }
        }
    }

    fn is_inside(&self, stream: &StreamName, consultation: &ConsultationId, agency: &AgencyId) -> bool {
        self.chairs.get(&(stream.clone(), consultation.clone())) == Some(agency)
    }

    fn side(&mut self, inside: bool) -> &mut Opinions {
        if inside { &mut self.inside } else { &mut self.outside }
    }

    /// As JSON: the part that is the same after every run over the same source.
    pub fn to_json(&self) -> Value {
        let side = |side: &Opinions| {
            json!({
                "asks": side.asks,
                "asked_first": side.asked_first,
                "asked_again": side.asked_again,
                "given": side.given,
                "amended": side.amended,
                "given_by": side.by_agency,
            })
        };
        json!({
            "records": self.records,
            "dossiers": self.dossiers,
            "source_events": self.source_events,
            "admitted": self.admitted,
            "derived": self.derived,
            "rejected": self.rejected,
            "events": self.events,
            "opinions_outside": side(&self.outside),
            "opinions_inside": side(&self.inside),
        })
    }
}
