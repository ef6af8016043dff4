//! A mapping file as it is written; [`super::check`] makes it a [`super::Mapping`].

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A text that knows its place.
pub(super) type Text = Spanned<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Raw {
    pub(super) source: Source,
    pub(super) agency: Option<Agency>,
    #[serde(default)]
    pub(super) units: Units,
    pub(super) officers: Officers,
    pub(super) procedure: Procedure,
    #[serde(default)]
    pub(super) parties: Vec<Party>,
    pub(super) activities: Activities,
    pub(super) history: History,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) name: Text,
    pub(super) ledger: Text,
    pub(super) time_zone: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agency {
    pub(super) id: Text,
    pub(super) name: Text,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(super) struct Units {
    #[serde(default)]
    pub(super) none: Vec<String>,
    pub(super) hand_over: Option<HandOver>,
}

#[derive(Deserialize)]
pub(super) enum HandOver {
    #[serde(rename = "when the group changes")]
    WhenTheGroupChanges,
    #[serde(rename = "never")]
    Never,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Officers {
    pub(super) unstated: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Procedure {
    pub(super) code: Text,
    pub(super) name: Text,
    pub(super) field: Text,
    pub(super) in_force_from: Text,
    pub(super) decision: Decision,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    pub(super) number: Text,
    pub(super) date: Text,
    pub(super) signer: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Party {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) officer: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Activities {
    pub(super) reception: Text,
    pub(super) ask: Option<Ask>,
    #[serde(default)]
    pub(super) opinion: Vec<Opinion>,
    #[serde(default)]
    pub(super) inside_opinion: Vec<InsideOpinion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ask {
    pub(super) activity: Text,
    // The only way there is; it is written so that a reader of the mapping sees that it is an inference.
    #[allow(dead_code)]
    pub(super) of: AskOf,
    pub(super) question: Text,
}

#[derive(Deserialize)]
pub(super) enum AskOf {
    #[serde(rename = "those who answer before the next")]
    ThoseWhoAnswerBeforeTheNext,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Opinion {
    pub(super) activity: Text,
    pub(super) party: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InsideOpinion {
    pub(super) activity: Text,
    pub(super) aspect: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct History {
    pub(super) deadline: Option<String>,
    pub(super) ended: Option<String>,
    pub(super) channel: Channel,
    #[serde(default)]
    pub(super) left_out: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Channel {
    pub(super) attribute: String,
    pub(super) unstated: Text,
    pub(super) words: BTreeMap<String, Text>,
}
