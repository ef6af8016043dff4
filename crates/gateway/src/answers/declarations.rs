//! The answer about what agencies declare of their books.

use super::AsOf;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Which days agencies have declared of their in-books and out-books.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DeclarationsAnswer {
    /// What the gateway's clock showed, RFC 3339.
    pub now: String,
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub as_of: AsOf,
    /// The first day, `yyyy-MM-dd`.
    pub from: String,
    /// The last day.
    pub to: String,
    /// By code.
    pub agencies: Vec<DeclaringAgency>,
}

/// An agency and its days.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DeclaringAgency {
    /// Its code.
    pub agency: String,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub name_en: String,
    /// Days from the first to the last, days off among them.
    pub days: u64,
    /// How many of them are declared.
    pub declared: u64,
    /// Numbers given on these.
    pub numbers: u64,
    /// How many of them concern dossiers.
    pub tied: u64,
    /// The same in percent; `-` where no number was given.
    #[schema(example = "37.5%")]
    pub tied_share: String,
    /// Day by day. A day declared in two ledgers has two rows.
    pub rows: Vec<DeclaredDay>,
}

/// A day; of one that is `unknown` only the day is said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DeclaredDay {
    /// `yyyy-MM-dd`.
    pub day: String,
    /// `declared`, or `unknown`: not declared, and nothing is to be concluded from it.
    pub state: String,
    /// Which declaration of the day, from 1.
    pub version: Option<u32>,
    /// Numbers given to what came in.
    pub incoming: Option<u64>,
    /// Numbers given to what went out.
    pub outgoing: Option<u64>,
    /// Those of either that concern dossiers.
    pub tied: Option<u64>,
    /// The same in percent; `-` where no number was given.
    pub tied_share: Option<String>,
    /// When the agency says that it declared it.
    pub occurred_at: Option<String>,
    /// When that was recorded.
    pub recorded_at: Option<String>,
    /// Which officer.
    pub officer: Option<String>,
    /// Their name; empty where nobody knows.
    pub officer_name: Option<String>,
    /// Why it was declared otherwise than before.
    pub reason: Option<String>,
    /// Numbers that were drawn of those that concern no dossier: their papers are to be shown with `AnswerSample`.
    pub drawn: Vec<DrawnNumber>,
    /// The ledger of its record.
    pub origin: Option<String>,
    /// The stream of its record.
    pub stream: Option<String>,
    /// Revision of its record.
    pub revision: Option<u64>,
    /// Sequence of its record.
    pub sequence: Option<u64>,
}

/// A number that was drawn.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct DrawnNumber {
    /// `incoming` or `outgoing`: which way what its book lists goes.
    pub side: String,
    /// What the book is called; may be empty.
    pub book: String,
    /// Of which year the book is.
    pub year: u16,
    /// The number.
    pub number: u32,
    /// With which declaration of the day it was drawn, from 1.
    pub version: u32,
    /// Revision of the record of that declaration.
    pub revision: u64,
    /// By when its paper is to be shown; nothing where nobody has decided about the days until then.
    pub due: Option<String>,
    /// Whether it was.
    pub shown: bool,
    /// It was not, and was to be by now.
    pub late: bool,
}

/// A number that was drawn, and whose paper is still to be shown.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct NumberToShow {
    /// Of which day's books, `yyyy-MM-dd`.
    pub day: String,
    /// Which.
    #[serde(flatten)]
    pub drawn: DrawnNumber,
    /// The ledger of its record.
    pub origin: String,
    /// The stream of its record.
    pub stream: String,
}
