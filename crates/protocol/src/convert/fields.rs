//! What the fields of a dossier's events are: words for people, or what rules and figures read.

use super::tables;

/// What a field of an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldKind {
    /// Texts, names, reasons: people read them, no rule does.
    Words,
    /// Dates, sums, agencies, and all else that rules and figures read.
    Weighty,
}

/// A command or an event, and its fields, each with the name of its kind.
pub type Fields = (&'static str, &'static [(&'static str, &'static str)]);

macro_rules! listed {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        &[$((stringify!($variant), &[$((stringify!($field), stringify!($kind))),*])),+]
    };
}

/// Of every command about a dossier but `RegisterDossier`, which is converted by hand.
#[cfg(feature = "testing")]
pub const OF_COMMANDS: &[Fields] = tables::command_table!(listed);

/// Of every event of a dossier.
pub const OF_EVENTS: &[Fields] = tables::event_table!(listed);

/// What an opinion says is in these. It is said otherwise by a new version (`AmendOpinion`): a digest names the version that it took
/// up, and what was said in confidence is in no other entry.
const OPINIONS: [&str; 2] = ["OpinionGiven", "OpinionAmended"];
const OF_OPINIONS: [&str; 3] = ["stance", "text", "documents"];

/// What a field of an event of a dossier is, by their names; `None` where there is no such field, or none that may be said
/// otherwise in the clear.
#[must_use]
pub fn event_field(event: &str, field: &str) -> Option<FieldKind> {
    let (_, fields) = OF_EVENTS.iter().find(|(name, _)| *name == event)?;
    let (_, kind) = fields.iter().find(|(name, _)| *name == field)?;
    if OPINIONS.contains(&event) && OF_OPINIONS.contains(&field) {
        return None;
    }
    match *kind {
        "personal_fields" | "optional_commitment" => None,
        "line" | "optional_line" | "text" | "opinion" | "reasons" | "items" => Some(FieldKind::Words),
        _ => Some(FieldKind::Weighty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_what_the_table_says() {
        let rows = [
            ("DossierReceived", "appointment", Some(FieldKind::Weighty)),
            ("DossierReceived", "competent", Some(FieldKind::Weighty)),
            ("DossierResolved", "date", Some(FieldKind::Weighty)),
            ("DossierResolved", "signer", Some(FieldKind::Words)),
            ("LegRefused", "reason", Some(FieldKind::Words)),
            ("OpinionGiven", "text", None),
            ("OpinionAmended", "stance", None),
            ("OpinionDeclined", "reason", Some(FieldKind::Words)),
            ("DossierRegistered", "personal_fields", None),
            ("DossierResolved", "weather", None),
            ("NothingHappened", "date", None),
        ];
        for (event, field, kind) in rows {
            assert_eq!(event_field(event, field), kind, "{event}.{field}");
        }
    }
}
