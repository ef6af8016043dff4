//! `lienthong flow variants` and `handovers`.

use crate::cli::{Format, Parties, VariantsShown};
use crate::failure::Outcome;
use crate::output;
use lienthong_inspection::flow::Log;
use lienthong_inspection::flow::handover::{Between, Handover, Handovers};
use lienthong_inspection::flow::variants::{self, changed_hands, ping_pong, rework};
use serde_json::{Value, json};

/// The ways that were gone, the one that most went first.
fn variants_of(log: &Log) -> Vec<Value> {
    let one = |variant: &variants::Variant| {
        let activities: Vec<&str> = variant.activities.iter().map(|word| log.text(*word)).collect();
        let first = log.traces().get(variant.first).map(|trace| &*trace.name);
        json!({ "count": variant.count, "repeats": variant.repeats(), "first": first, "activities": activities })
    };
    variants::variants(log).iter().map(one).collect()
}

/// `flow variants`.
pub fn variants(log: &Log, show: VariantsShown, format: Format) -> Outcome {
    let ways = variants_of(log);
    let rework: Vec<Value> = rework(log)
        .into_iter()
        .map(|(activity, told)| {
            json!({ "activity": activity, "dossiers": told.dossiers, "reworked": told.reworked, "repeats": told.repeats })
        })
        .collect();
    let ping_pong: Vec<Value> = ping_pong(log)
        .into_iter()
        .map(|((one, other), told)| {
            json!({ "one": one, "other": other, "dossiers": told.dossiers, "times": told.times })
        })
        .collect();
    let dossiers = log.traces().len();
    if format == Format::Json {
        return output::json(&json!({
            "dossiers": dossiers,
            "acts": log.acts(),
            "changed_hands": changed_hands(log),
            "variants": ways,
            "rework": rework,
            "ping_pong": ping_pong,
        }));
    }
    match show {
        VariantsShown::Ways => {
            let ways: Vec<Value> = ways.into_iter().map(joined).collect();
            output::say(&format!("{} ways of {dossiers} dossiers, {} acts", ways.len(), log.acts()));
            output::columns(&["count", "repeats", "first", "activities"], &ways, format)
        }
        VariantsShown::Rework => {
            output::columns(&["activity", "dossiers", "reworked", "repeats"], &rework, format)
        }
        VariantsShown::PingPong => {
            output::say(&format!("{} of {dossiers} dossiers changed hands", changed_hands(log)));
            output::columns(&["one", "other", "dossiers", "times"], &ping_pong, format)
        }
    }
}

/// A way in one cell.
fn joined(mut way: Value) -> Value {
    let activities: Vec<&str> =
        way["activities"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    way["activities"] = json!(activities.join(" > "));
    way
}

/// `flow handovers`.
pub fn handovers(log: &Log, between: Parties, format: Format) -> Outcome {
    let (told, word) = match between {
        Parties::Resources => (Handovers::of(log, Between::Resources), "resources"),
        Parties::Groups => (Handovers::of(log, Between::Groups), "groups"),
    };
    let pair = |pair: &Handover| json!({ "from": log.text(pair.from), "to": log.text(pair.to), "count": pair.count, "share": told.share(pair) });
    let pairs: Vec<Value> = told.pairs.iter().map(pair).collect();
    if format == Format::Json {
        return output::json(&json!({ "between": word, "successions": told.successions, "pairs": pairs }));
    }
    output::say(&format!("{} pairs of {word}, {} successions", pairs.len(), told.successions));
    output::columns(&["from", "to", "count", "share"], &pairs, format)
}
