//! What is ahead, as programs read it, and in which language people do.

use crate::failure::{Failure, Outcome};
use jiff::Timestamp;
use lienthong_dossier::Holder;
use lienthong_inspection::ahead::{Holding, Piece, PieceWhat, Refused, Words};
use lienthong_inspection::attribution::spelled::Both;
use serde_json::{Value, json};

/// In which language tables are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::commands) enum Spoken {
    Vietnamese,
    English,
}

impl Spoken {
    pub(in crate::commands) fn named(lang: &str) -> Outcome<Self> {
        match lang {
            "vi" => Ok(Self::Vietnamese),
            "en" => Ok(Self::English),
            other => Err(Failure::usage("LT0908", format!("--lang {other}: say vi or en"))),
        }
    }

    /// Where what is said stands.
    pub(super) const fn column(self) -> &'static str {
        match self {
            Self::Vietnamese => "vi",
            Self::English => "en",
        }
    }

    /// Of both languages this one.
    pub(in crate::commands) const fn of<'t>(self, vi: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Vietnamese => vi,
            Self::English => en,
        }
    }

    /// The same.
    pub(in crate::commands) fn pick(self, both: &Both) -> &str {
        self.of(&both.vi, &both.en)
    }
}

/// Who has it, since when, how long.
pub(super) fn holding(one: &Holding, words: Words<'_>) -> Value {
    let (kind, leg) = match &one.holder {
        Holder::Citizen => ("citizen", None),
        Holder::Post => ("post", None),
        Holder::Leg { leg, .. } => ("leg", Some(leg.to_string())),
        Holder::Custodian { .. } => ("custodian", None),
    };
    let named = words.holder(one);
    json!({
        "kind": kind,
        "agency": one.agency().as_str(),
        "officer": one.officer.as_ref().map(ToString::to_string),
        "leg": leg,
        "custodian": one.custodian.as_str(),
        "since": one.since,
        "minutes": one.minutes,
        "vi": named.vi,
        "en": named.en,
    })
}

/// What is still to come.
pub(super) fn pieces(all: &[Piece]) -> Vec<Value> {
    all.iter().map(piece).collect()
}

fn piece(one: &Piece) -> Value {
    let mut value = match &one.what {
        PieceWhat::Step { step, begun } => json!({ "what": "step", "step": step.as_str(), "begun": begun }),
        PieceWhat::Leg { leg, agency, sent } => {
            json!({ "what": "leg", "leg": leg.to_string(), "agency": agency.as_str(), "sent": sent })
        }
        PieceWhat::Foreseen { agency, purpose } => {
            json!({ "what": "foreseen", "agency": agency.as_str(), "purpose": purpose })
        }
        PieceWhat::Receiving { agency } => json!({ "what": "receiving", "agency": agency.as_str() }),
    };
    value["limited"] = json!(one.limited);
    value["until"] = json!(one.until);
    value
}

/// One refusal.
pub(super) fn refused(one: &Refused) -> Value {
    json!({
        "dossier": one.code.as_str(),
        "at": one.at,
        "record": one.record,
        "sent_back": one.sent_back,
        "for_competence": one.for_competence,
        "reason": one.reason,
        "decided": one.decided.as_ref().map(|decided| {
            json!({ "by": decided.by.as_str(), "competent": decided.competent.as_str(), "at": decided.at })
        }),
    })
}

/// An instant as people read it.
pub(super) fn instant(words: Words<'_>, at: Timestamp, spoken: Spoken) -> String {
    spoken.pick(&words.at(at)).to_owned()
}
