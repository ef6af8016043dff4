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

macro_rules! fields {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Every event, its fields and their kinds.
        const FIELDS: &[(&str, &[(&str, &str)])] =
            &[$((stringify!($variant), &[$((stringify!($field), stringify!($kind))),*])),+];
    };
}

tables::event_table!(fields);

/// What a field of an event of a dossier is, by their names; `None` where there is no such field, or none that may be said in
/// the clear.
#[must_use]
pub fn event_field(event: &str, field: &str) -> Option<FieldKind> {
    let (_, fields) = FIELDS.iter().find(|(name, _)| *name == event)?;
    let (_, kind) = fields.iter().find(|(name, _)| *name == field)?;
    match *kind {
        "personal_fields" => None,
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
            ("DossierRegistered", "personal_fields", None),
            ("DossierResolved", "weather", None),
            ("NothingHappened", "date", None),
        ];
        for (event, field, kind) in rows {
            assert_eq!(event_field(event, field), kind, "{event}.{field}");
        }
    }
}
