//! A province's files as they are written; the rest of [`super`] makes commands of them.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;

/// A text that knows its place.
pub(super) type Text = Spanned<String>;

/// `province.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Province {
    pub(super) unit: Text,
    pub(super) time_zone: Text,
    pub(super) office: Text,
    pub(super) ledgers: Vec<Text>,
    pub(super) since: Text,
    pub(super) decision: Decision,
    /// Versions of services' rules, by the service's word.
    #[serde(default)]
    pub(super) rules: BTreeMap<String, Spanned<u32>>,
}

#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
pub(super) struct Decision {
    pub(super) number: Text,
    pub(super) date: Text,
    pub(super) signer: Text,
}

/// `agencies.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agencies {
    #[serde(default)]
    pub(super) agency: Vec<Agency>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Agency {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) name_en: Option<Text>,
    pub(super) parent: Option<Text>,
    #[serde(default)]
    pub(super) postal: bool,
    #[serde(default)]
    pub(super) inspectorate: bool,
    #[serde(default)]
    pub(super) fictitious: bool,
    pub(super) desk: Option<Desk>,
    #[serde(default)]
    pub(super) units: Vec<Unit>,
    #[serde(default)]
    pub(super) officers: Vec<Officer>,
    pub(super) head: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Desk {
    pub(super) name: Text,
    #[serde(default)]
    pub(super) serves: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Unit {
    pub(super) id: Text,
    pub(super) name: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Officer {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) unit: Option<Text>,
    pub(super) title: Text,
}

/// A file of `procedures/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Procedure {
    pub(super) code: Text,
    pub(super) name: Text,
    pub(super) field: Text,
    pub(super) decision: Option<Decision>,
    pub(super) drafted_in: Option<Text>,
    pub(super) in_force_from: Option<Text>,
    pub(super) competent: Option<Text>,
    #[serde(default)]
    pub(super) desks: Vec<Text>,
    #[serde(default)]
    pub(super) channels: Vec<Text>,
    pub(super) term: Option<Text>,
    pub(super) online_term: Option<Text>,
    pub(super) after_supplement: Option<Text>,
    pub(super) after_other: Option<Text>,
    #[serde(default)]
    pub(super) repeat_reasons: Vec<Text>,
    pub(super) silence: Option<Silence>,
    #[serde(default)]
    pub(super) closed_opinions: bool,
    pub(super) appraisal: Option<Appraisal>,
    #[serde(default)]
    pub(super) checklist: Vec<Item>,
    #[serde(default)]
    pub(super) fees: Vec<Fee>,
    #[serde(default)]
    pub(super) results: Vec<Issued>,
    #[serde(default)]
    pub(super) fictitious: bool,
    pub(super) process: Option<Spanned<Process>>,
    #[serde(default)]
    pub(super) cases: Vec<Case>,
    pub(super) case_required: Option<Spanned<bool>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Case {
    pub(super) name: Text,
    pub(super) title: Text,
    pub(super) term: Option<Text>,
    pub(super) online_term: Option<Text>,
    pub(super) process: Option<Spanned<Process>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Appraisal {
    #[serde(default)]
    pub(super) minimum_members: u32,
    pub(super) term: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Silence {
    pub(super) means: Text,
    pub(super) article: Option<Text>,
    #[serde(default)]
    pub(super) escalates: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Item {
    pub(super) id: Text,
    pub(super) name: Text,
    #[serde(default = "yes")]
    pub(super) required: bool,
    #[serde(default)]
    pub(super) original_first: bool,
    #[serde(default)]
    pub(super) cases: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Fee {
    pub(super) id: Text,
    pub(super) name: Text,
    pub(super) amount: u64,
    pub(super) online_amount: Option<u64>,
    #[serde(default)]
    pub(super) cases: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issued {
    pub(super) id: Text,
    pub(super) name: Text,
    #[serde(default = "yes")]
    pub(super) required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Process {
    pub(super) decision: Option<Decision>,
    #[serde(default)]
    pub(super) strict: bool,
    pub(super) receiving_term: Option<Text>,
    #[serde(default)]
    pub(super) steps: Vec<Step>,
    #[serde(default)]
    pub(super) legs: Vec<Leg>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub(super) id: Text,
    pub(super) kind: Text,
    pub(super) place: Option<Text>,
    pub(super) term: Option<Text>,
    #[serde(default)]
    pub(super) starts: bool,
    #[serde(default)]
    pub(super) next: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Leg {
    pub(super) to: Option<Text>,
    pub(super) purpose: Text,
    pub(super) term: Option<Text>,
    #[serde(default)]
    pub(super) outside_term: bool,
    #[serde(default)]
    pub(super) moves_custody: bool,
}

/// A file of `changes/`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    #[serde(default)]
    pub(super) agency: Vec<Agency>,
    #[serde(default)]
    pub(super) succession: Vec<Succession>,
    pub(super) from: Text,
    pub(super) decision: Decision,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Succession {
    pub(super) predecessor: Text,
    pub(super) successor: Text,
}

const fn yes() -> bool {
    true
}

/// Where a text stands.
pub(super) fn at(text: &Text) -> Option<Range<usize>> {
    Some(text.span())
}
