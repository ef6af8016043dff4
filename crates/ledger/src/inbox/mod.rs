//! What an agency is told of dossiers, findings and tasks it has a part in, and the inbox that needs no server.
//!
//! Belongs here: [`Delivery`] and its JSON, what is not acknowledged ([`Unacknowledged`]) and the question for it
//! ([`InboxQuery`]), the inbox of a house ([`EmbeddedInbox`]).
//! Does not: who is told what (`routing`), following the ledgers (`service`), the inbox on a broker (`nats`).

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod conformance;
mod embedded;
mod journal;
mod query;

pub use embedded::EmbeddedInbox;
pub use query::{DELIVERIES, InboxQuery};

use crate::ports::Unavailable;
use jiff::Timestamp;
use lienthong_names::{AgencyId, DossierCode, Origin, StreamName};
use serde_json::{Value, json};
use std::fmt;
use std::str::FromStr;

/// Which delivery: a record tells an agency once. Written `H22/2020:871:H22.12`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DeliveryId {
    /// The record's ledger.
    pub origin: Origin,
    /// The record's sequence in it.
    pub sequence: u64,
    /// Who is told.
    pub agency: AgencyId,
}

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.origin, self.sequence, self.agency)
    }
}

/// Not the id of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the id of a delivery; one looks like H22/2020:871:H22.12")]
pub struct NotAnId(String);

impl FromStr for DeliveryId {
    type Err = NotAnId;

    fn from_str(text: &str) -> Result<Self, NotAnId> {
        let wrong = || NotAnId(text.to_owned());
        let mut parts = text.rsplitn(3, ':');
        let (agency, sequence, origin) = (parts.next(), parts.next(), parts.next());
        let agency = agency.and_then(|text| AgencyId::new(text).ok()).ok_or_else(wrong)?;
        let sequence = sequence.and_then(|text| text.parse().ok()).ok_or_else(wrong)?;
        let origin = origin.and_then(|text| Origin::new(text).ok()).ok_or_else(wrong)?;
        Ok(Self { origin, sequence, agency })
    }
}

/// What one sealed record tells one agency. With its ledger and sequence the record, its receipt and its proof are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Of which record, to whom.
    pub id: DeliveryId,
    /// What it is about: a dossier, a finding, a task.
    pub stream: StreamName,
    /// The record's number in that stream: later deliveries of the stream have a greater one.
    pub revision: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who acted.
    pub by: AgencyId,
    /// The events that concern the agency, by the protobuf JSON mapping, in order.
    pub events: Vec<Value>,
}

/// A delivery that cannot be read. `LT0026`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("LT0026 this is not a delivery: {0}")]
pub struct Unreadable(String);

impl Delivery {
    /// As agencies read it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let delivery = json!({
            "id": self.id.to_string(),
            "agency": self.id.agency.as_str(),
            "ledger": self.id.origin.as_str(),
            "sequence": self.id.sequence,
            "revision": self.revision,
            "recorded_at": self.recorded_at.to_string(),
            "by": self.by.as_str(),
            "events": self.events,
        });
        named(delivery, &self.stream)
    }

    /// What [`to_json`](Self::to_json) wrote, of this release or of one that told of dossiers only.
    ///
    /// # Errors
    /// [`Unreadable`], with the field at fault.
    pub fn from_json(value: &Value) -> Result<Self, Unreadable> {
        let text =
            |field: &str| value[field].as_str().ok_or_else(|| Unreadable(format!("`{field}` is missing")));
        let wrong = |field: &str, why: &dyn fmt::Display| Unreadable(format!("`{field}`: {why}"));
        Ok(Self {
            id: text("id")?.parse().map_err(|e| wrong("id", &e))?,
            stream: match (value["stream"].as_str(), value["dossier"].as_str()) {
                (Some(stream), _) => stream.parse().map_err(|e| wrong("stream", &e))?,
                (None, Some(code)) => {
                    StreamName::dossier(&DossierCode::new(code).map_err(|e| wrong("dossier", &e))?)
                }
                (None, None) => return Err(wrong("stream", &"it is missing")),
            },
            revision: value["revision"].as_u64().ok_or_else(|| wrong("revision", &"it is missing"))?,
            recorded_at: text("recorded_at")?.parse().map_err(|e| wrong("recorded_at", &e))?,
            by: AgencyId::new(text("by")?).map_err(|e| wrong("by", &e))?,
            events: value["events"]
                .as_array()
                .cloned()
                .ok_or_else(|| wrong("events", &"they are missing"))?,
        })
    }
}

/// With what it is about: `stream`, and beside it `dossier` where it is one. What is about a finding has no `dossier`, even if the finding
/// has: `revision` counts in the stream.
fn named(mut json: Value, stream: &StreamName) -> Value {
    json["stream"] = stream.to_string().into();
    if let Some(code) = stream.dossier_code() {
        json["dossier"] = code.as_str().into();
    }
    json
}

/// What some records of a ledger tell, to be put in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Which ledger.
    pub origin: Origin,
    /// What was put in before: the records up to this one.
    pub after: u64,
    /// What is put in by this: the records up to this one.
    pub upto: u64,
    /// In the order of their records.
    pub deliveries: Vec<Delivery>,
}

/// A delivery in its agency's hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// It.
    pub delivery: Delivery,
    /// How often it was taken by now.
    pub attempt: u64,
    /// By what it is acknowledged.
    pub token: String,
}

/// What an agency has not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unacknowledged {
    /// Who.
    pub agency: AgencyId,
    /// How many deliveries wait.
    pub count: u64,
    /// The one that waits longest.
    pub oldest: DeliveryId,
    /// What that is about.
    pub stream: StreamName,
    /// Since when it waits: when its record was recorded.
    pub since: Timestamp,
    /// How often it was taken and not acknowledged.
    pub attempts: u64,
}

/// Why a delivery was not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AcknowledgeError {
    /// Not what a taken delivery of this agency came with.
    #[error(
        "LT0027 `{token}` acknowledges no delivery to {agency}; use the token that came with the delivery"
    )]
    NotAToken {
        /// What was given.
        token: String,
        /// Whose inbox.
        agency: AgencyId,
    },
    /// It may be acknowledged or not: do it again.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_id_is_read_as_it_was_written_and_nothing_else_is() {
        let id: DeliveryId = "H22/2020:871:H22.12".parse().unwrap();
        assert_eq!((id.sequence, id.agency.as_str(), id.origin.as_str()), (871, "H22.12", "H22/2020"));
        assert_eq!(id.to_string(), "H22/2020:871:H22.12");
        for wrong in ["", "H22/2020:871", "H22/2020:x:H22.12", "H22/2020:871:", ":871:H22.12"] {
            assert!(wrong.parse::<DeliveryId>().is_err(), "{wrong}");
        }
    }

    fn about(stream: &str) -> Delivery {
        Delivery {
            id: "H22/2020:871:H22.12".parse().unwrap(),
            stream: stream.parse().unwrap(),
            revision: 3,
            recorded_at: "2020-10-12T08:00:00Z".parse().unwrap(),
            by: AgencyId::new("H22.14").unwrap(),
            events: vec![json!({ "legSent": { "leg": "l1" } })],
        }
    }

    #[test]
    fn a_delivery_is_read_as_it_was_written() {
        for stream in ["dossier.H22.14-201012-0001", "finding.Ff071ff650d083821", "task.t1"] {
            assert_eq!(Delivery::from_json(&about(stream).to_json()).unwrap(), about(stream));
        }
        let json = about("finding.Ff071ff650d083821").to_json();
        for field in ["id", "stream", "revision", "recorded_at", "by", "events"] {
            let mut broken = json.clone();
            broken[field] = Value::Null;
            let error = Delivery::from_json(&broken).unwrap_err().to_string();
            assert!(error.starts_with("LT0026") && error.contains(field), "{error}");
        }
    }

    #[test]
    fn only_of_a_dossier_is_a_dossier_named_and_one_told_before_findings_were_is_read() {
        let delivery = about("dossier.H22.14-201012-0001");
        let mut json = delivery.to_json();
        assert_eq!(json["dossier"], "H22.14-201012-0001");
        json.as_object_mut().unwrap().remove("stream");
        assert_eq!(Delivery::from_json(&json).unwrap(), delivery, "it waited on the broker since then");
        assert_eq!(about("task.t1").to_json().get("dossier"), None);
    }
}
