//! A mapping of a register as it is written; [`super::check`] makes it a [`super::RegisterMapping`].

use serde::Deserialize;
use toml::Spanned;

/// A text that knows its place.
pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    #[serde(default)]
    pub(super) register: Register,
    pub(super) book: Book,
    #[serde(default)]
    pub(super) rows: Rows,
    pub(super) dates: Dates,
    pub(super) columns: Spanned<Columns>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    pub(super) agency: Option<Text>,
    pub(super) time_zone: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Book {
    pub(super) side: Text,
    pub(super) lists: Text,
    #[serde(default)]
    pub(super) name: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Rows {
    pub(super) first: Option<u64>,
    #[serde(default)]
    pub(super) skip: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Dates {
    pub(super) formats: Spanned<Vec<Text>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Columns {
    pub(super) number: Option<Column>,
    pub(super) code: Option<Column>,
    pub(super) received: Column,
    pub(super) due: Option<Column>,
    pub(super) finished: Option<Finished>,
    pub(super) procedure: Option<Procedure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    pub(super) at: Text,
    pub(super) header: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Finished {
    pub(super) at: Text,
    pub(super) header: Option<String>,
    pub(super) means: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Procedure {
    pub(super) at: Text,
    pub(super) header: Option<String>,
    pub(super) by: Text,
}
