//! The answers to `dossier` and `timeline`: one dossier, and everything that happened to it.

use super::{Appraisal, AsOf, Consultation};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One dossier as of now.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DossierAnswer {
    /// What `late` was computed at, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The dossier.
    pub dossier: DossierView,
}

/// What the records of a dossier add up to.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DossierView {
    /// Its code.
    pub code: String,
    /// Its ledger.
    pub origin: String,
    /// Revision of its last record.
    pub revision: u64,
    /// A word of status: `received`.
    pub status: String,
    /// Its procedure's code.
    pub procedure: String,
    /// Its procedure's name.
    pub procedure_name: String,
    /// Which case of the procedure, by name.
    pub case: Option<String>,
    /// What that case is called.
    pub case_title: Option<String>,
    /// A word of channel: `online`.
    pub channel: String,
    /// When it got its code.
    pub registered_at: Option<String>,
    /// When it was taken in.
    pub received_at: Option<String>,
    /// At which desk.
    pub desk: Option<String>,
    /// Its name.
    pub desk_name: Option<String>,
    /// Its name in English.
    pub desk_name_en: Option<String>,
    /// Who resolves it.
    pub competent: Option<String>,
    /// Their name.
    pub competent_name: Option<String>,
    /// Their name in English.
    pub competent_name_en: Option<String>,
    /// Who answers for it now.
    pub custody: Option<Custody>,
    /// When the result was first promised.
    pub appointment: Option<String>,
    /// When the receiving agency's own part was promised, where the process says so.
    pub receiving_appointment: Option<String>,
    /// When it is due by its clock: later than promised after a pause.
    pub due: Option<String>,
    /// Why its clock stands still: `supplement`, `revision`, `financial_obligation`, `suspension`, or, where nothing else
    /// is awaited, `outside_leg`.
    pub paused_for: Option<String>,
    /// Since when it does.
    pub paused_since: Option<String>,
    /// Papers that were asked for, oldest first.
    pub supplements: Vec<Supplement>,
    /// Letters of apology.
    pub apologies: u32,
    /// The day that was promised in place of the first.
    pub reappointed: Option<String>,
    /// When its personal data were erased.
    pub erased_at: Option<String>,
    /// When it ended without a decision.
    pub ended_at: Option<String>,
    /// Open and past its due, or decided on a later day; no letter of apology changes that.
    pub late: bool,
    /// Money that was asked for.
    pub charges: Vec<Charge>,
    /// Its results.
    pub results: Vec<SingleResult>,
    /// Agencies that took another's place in it, oldest first.
    pub successions: Vec<Succession>,
    /// Consignments of the public postal service.
    pub consignments: Vec<Consignment>,
    /// The decision.
    pub resolution: Option<Resolution>,
    /// When the citizen got the result.
    pub returned_at: Option<String>,
    /// Legs, asks for opinions apart.
    pub legs: Vec<Leg>,
    /// Consultations.
    pub consultations: Vec<Consultation>,
    /// Appraisals, by an agency or a council.
    pub appraisals: Vec<Appraisal>,
    /// What the source of an imported dossier says of itself.
    pub history: Option<HistoryClaim>,
}

/// Papers that were asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Supplement {
    /// Checklist items.
    pub items: Vec<String>,
    /// Whether it is a correction of one that is there.
    pub revision: bool,
    /// When it was asked.
    pub asked_at: String,
    /// By when.
    pub until: Option<String>,
    /// When it was brought.
    pub provided_at: Option<String>,
}

/// Money that was asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Charge {
    /// The fee's id in the schedule, or the obligation's.
    pub charge: String,
    /// Đồng.
    pub amount: u64,
    /// Whether it is a financial obligation on land, and no fee.
    pub obligation: bool,
    /// When it was demanded.
    pub demanded_at: String,
    /// By when it is to be paid.
    pub until: Option<String>,
    /// `open`, `paid`, `exempted`, `refunded`.
    pub state: String,
    /// Since when it is in that state; absent while it is `open`.
    pub state_at: Option<String>,
}

/// One result of a dossier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct SingleResult {
    /// Its id.
    pub result: String,
    /// `issued`, `denied`, `not_needed`.
    pub outcome: String,
    /// Number of its document.
    pub number: String,
    /// When it was recorded, or issued again.
    pub at: String,
    /// When it was withdrawn.
    pub withdrawn_at: Option<String>,
    /// When the citizen got it.
    pub returned_at: Option<String>,
}

/// A consignment of the public postal service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Consignment {
    /// The carrier's number of it.
    pub consignment: String,
    /// `to_desk`, `to_citizen`.
    pub direction: String,
    /// Which carrier.
    pub carrier: String,
    /// Its name.
    pub carrier_name: String,
    /// Its name in English.
    pub carrier_name_en: String,
    /// When it was handed over.
    pub sent_at: String,
    /// By when the carrier promised it.
    pub due: Option<String>,
    /// When it came to its end, or was given up.
    pub ended_at: Option<String>,
    /// Whether it was given up.
    pub failed: bool,
    /// On its way past its due, or arrived after it.
    pub late: bool,
}

/// An agency took another's place in a dossier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Succession {
    /// Who ceased.
    pub predecessor: String,
    /// Its name.
    pub predecessor_name: String,
    /// Its name in English.
    pub predecessor_name_en: String,
    /// Who stands in its place.
    pub successor: String,
    /// Its name.
    pub successor_name: String,
    /// Its name in English.
    pub successor_name_en: String,
    /// Since when.
    pub at: String,
}

/// Who answers for a dossier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Custody {
    /// The agency.
    pub agency: String,
    /// Its name.
    pub agency_name: String,
    /// Its name in English.
    pub agency_name_en: String,
    /// The unit.
    pub unit: Option<String>,
    /// Its name.
    pub unit_name: Option<String>,
    /// The officer.
    pub officer: Option<String>,
    /// Their name.
    pub officer_name: Option<String>,
    /// Since when.
    pub since: Option<String>,
}

/// The decision.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Resolution {
    /// A word of outcome: `granted`.
    pub outcome: String,
    /// When.
    pub at: String,
    /// By whom.
    pub by: String,
}

/// One agency's part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Leg {
    /// Its id.
    pub leg: String,
    /// Who sent it.
    pub from: String,
    /// Their name.
    pub from_name: String,
    /// Their name in English.
    pub from_name_en: String,
    /// To whom.
    pub to: String,
    /// Their name.
    pub to_name: String,
    /// Their name in English.
    pub to_name_en: String,
    /// A word of purpose: `appraisal`.
    pub purpose: String,
    /// `sent`, `accepted`, `refused`, `answered`, `recalled`, `sent_back`.
    pub state: String,
    /// When it was sent.
    pub sent_at: String,
    /// By when it is due.
    pub due: Option<String>,
    /// The leg of which it is a part that was sent on.
    pub parent: Option<String>,
    /// The leg that is to be answered before this one goes out: it is planned, and `sent_at` is when it was.
    pub after: Option<String>,
    /// While it is out the dossier's clock stands still: its time is not of the dossier's term.
    pub outside_term: bool,
    /// When it ended.
    pub ended_at: Option<String>,
    /// How often a head was told that nobody took it.
    pub escalations: u32,
    /// Past its due, open or not.
    pub late: bool,
}

/// What a source says of a dossier imported from it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct HistoryClaim {
    /// Its deadline.
    pub deadline: Option<String>,
    /// When it ended.
    pub ended: Option<String>,
    /// Its channel, in a word.
    pub channel: Option<String>,
}

/// Everything that happened to a dossier.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct TimelineAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The dossier's code.
    pub code: String,
    /// Its ledger.
    pub origin: String,
    /// Its stream.
    pub stream: String,
    /// One line an event or rejection, oldest first.
    pub entries: Vec<TimelineEntry>,
}

/// One event, or a rejection.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct TimelineEntry {
    /// To which dossier.
    pub code: String,
    /// The ledger of its record.
    pub origin: String,
    /// The stream of its record.
    pub stream: String,
    /// Revision of its record.
    pub revision: u64,
    /// Sequence of its record.
    pub sequence: u64,
    /// When it took effect.
    pub at: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// Who did it.
    pub agency: String,
    /// Their name.
    pub agency_name: String,
    /// Their name in English.
    pub agency_name_en: String,
    /// Which officer.
    pub officer: String,
    /// Their name; empty where nobody knows.
    pub officer_name: String,
    /// Id of the command.
    pub command_id: String,
    /// The event's kind; `Rejection` for a rejection.
    pub kind: String,
    /// In words, Vietnamese.
    pub vi: String,
    /// In words, English.
    pub en: String,
    /// The source's name of the activity, if it was imported.
    pub source_activity: Option<String>,
    /// Concluded by a mapping, not stated by its source.
    pub derived: bool,
    /// Not admitted: it changed nothing.
    pub rejected: bool,
}
