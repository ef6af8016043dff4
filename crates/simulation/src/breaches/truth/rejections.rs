//! What was tried and refused: each first time (attempt), and when it piles up (I08).

use super::suspicions::{Run, same_days};
use super::{Notes, Seen};
use jiff::civil::Date;
use lienthong_catalogue::View;
use lienthong_names::{AgencyId, Rejection};
use lienthong_protocol::{Body, Command};
use std::collections::{BTreeMap, BTreeSet};

/// Rules whose refusals are attempts.
const ATTEMPTS: [&str; 13] =
    ["R01", "R03", "R04", "R05", "R08", "R11", "R12", "R13", "R19", "R20", "R21", "R22", "R25"];
/// So many of one agency within five working days pile up.
const PILE: usize = 20;

/// Who was refused what, when.
#[derive(Debug, Default)]
pub(super) struct Rejections {
    /// Agency, what it was about, rule, day.
    tried: BTreeSet<(AgencyId, String, String, Date)>,
    piles: BTreeMap<AgencyId, Run>,
}

impl Rejections {
    pub(super) fn saw(&mut self, seen: &Seen<'_>, rejection: &Rejection, known: View<'_>, notes: &mut Notes) {
        let Some(calendar) = known.calendar(&seen.act.agency) else { return };
        let day = calendar.local_date(seen.effective_at);
        for rule in rejection.refusals().iter().map(|refusal| &*refusal.rule) {
            let first = (seen.act.agency.clone(), about(seen), rule.to_owned(), day);
            if ATTEMPTS.contains(&rule) && self.tried.insert(first) {
                notes.here("attempt", seen);
            }
        }
        let run = self.piles.entry(seen.act.agency.clone()).or_default();
        let within = |earlier| same_days(calendar, earlier, seen.effective_at);
        if run.grows_to(PILE, seen.effective_at, within) {
            notes.here("I08.rejections_pile", seen);
        }
    }
}

/// The dossier, or the item of the catalogue or of the books, whatever stream the refusal stands in.
fn about(seen: &Seen<'_>) -> String {
    match seen.body {
        Body::Dossier { code, .. } => code.to_string(),
        Body::Catalogue { .. } | Body::Books(_) | Body::Supervision(_) => {
            Command { act: seen.act.clone(), body: seen.body.clone() }.stream().to_string()
        }
    }
}
