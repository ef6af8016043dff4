//! How late a dossier was decided, and whose lateness it is.

use crate::form::Form;
use crate::proto;
use lienthong_dossier::{Lateness, Part};

/// Parts of one dossier's way: every leg that was ever late, and its custodians.
const PARTS: usize = usize::MAX;

pub(super) fn read(
    form: &mut Form,
    field: &str,
    lateness: Option<proto::Lateness>,
) -> Option<Option<Box<Lateness>>> {
    form.optional(field, lateness, |form, lateness| {
        let parts = form.list("parts", lateness.parts, PARTS, |form, part| {
            let agency = form.id("agency", &part.agency);
            let leg = form.optional_id("leg", &part.leg);
            let (limit, used, on_path) = (part.limit_minutes, part.used_minutes, part.on_path);
            Some((Part { agency: agency?, leg: leg?, limit, used, on_path }, part.share_minutes))
        });
        let no_limit_exceeded = form.optional_id("no_limit_exceeded", &lateness.no_limit_exceeded);
        Some(Box::new(Lateness {
            late: lateness.late_minutes,
            parts: parts?,
            no_limit_exceeded: no_limit_exceeded?,
        }))
    })
}

pub(super) fn write(lateness: &Lateness) -> proto::Lateness {
    let write = |(part, share): &(Part, u64)| proto::LatenessPart {
        agency: part.agency.to_string(),
        leg: part.leg.as_ref().map(ToString::to_string).unwrap_or_default(),
        limit_minutes: part.limit,
        used_minutes: part.used,
        on_path: part.on_path,
        share_minutes: *share,
    };
    proto::Lateness {
        late_minutes: lateness.late,
        parts: lateness.parts.iter().map(write).collect(),
        no_limit_exceeded: lateness.no_limit_exceeded.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}
