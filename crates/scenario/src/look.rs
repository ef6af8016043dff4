//! Rows that ask instead of act: who held the dossier last spoken of, and whose its lateness is (DOMAIN section 9).
//!
//! `looks at holders` · `looks at lateness`. Times are working days of eight hours, hours, minutes: `2d`, `1d4h`, `30m`.

use crate::expect::Item;
use crate::names::Names;
use crate::phrase::Phrases;
use crate::read::{Row, Trouble};
use crate::world::World;
use lienthong_calendar::{Calendar, Undecided};
use lienthong_dossier::{Holder, Lateness};
use lienthong_names::DossierCode;
use lienthong_routing::Subject;

/// Working minutes of a day.
const DAY: u64 = 8 * 60;

/// What is seen; `None` for a row that acts.
pub(crate) fn items(
    names: &Names,
    world: &World,
    dossier: Option<&DossierCode>,
    row: &Row,
) -> Result<Option<Vec<Item>>, Trouble> {
    let act = Phrases::of(row.line, &row.says);
    let what = match (act.head().as_slice(), act.get("at")) {
        (["looks"], Some(what)) => what,
        _ => return Ok(None),
    };
    let Some(code) = dossier else { return act.trouble("no dossier was named yet") };
    let Subject { way, dossier: state, .. } = world.subject(code);
    let desk = state.reception.as_ref().map(|reception| &reception.desk);
    let catalogue = world.catalogue();
    let Some(calendar) = desk.and_then(|desk| catalogue.calendar(desk)) else {
        return act.trouble("it was not received, or there is no calendar");
    };
    let calendar: &Calendar = calendar;
    let undecided = |error: Undecided| Trouble::at(row.line, error.to_string());
    match what.as_str() {
        "holders" => {
            let held = way.minutes(calendar, row.at).map_err(undecided)?;
            Ok(Some(held.iter().map(|(holder, minutes)| held_by(names, holder, *minutes)).collect()))
        }
        "lateness" => {
            let Some(due) = state.due() else { return act.trouble("nothing was promised") };
            let lateness = Lateness::of(&way, calendar, due, row.at).map_err(undecided)?;
            Ok(Some(shares(names, &lateness)))
        }
        _ => act.trouble(format!("`{what}` is nothing to look at")),
    }
}

fn held_by(names: &Names, holder: &Holder, minutes: u64) -> Item {
    let by = match holder {
        Holder::Citizen => "citizen".to_owned(),
        Holder::Post => "post".to_owned(),
        Holder::Leg { agency, .. } | Holder::Custodian { agency, officer: None } => names.of(agency),
        Holder::Custodian { agency, officer: Some(officer) } => format!("{}/{officer}", names.of(agency)),
    };
    let leg = match holder {
        Holder::Leg { leg, .. } => leg.to_string(),
        Holder::Citizen | Holder::Post | Holder::Custodian { .. } => String::new(),
    };
    Item::new("Held", [("by", by), ("leg", leg), ("for", spelled(minutes))])
}

/// The lateness, each part with what it went over by and its share, and whom it falls to if nobody went over.
fn shares(names: &Names, lateness: &Lateness) -> Vec<Item> {
    let mut items = vec![Item::new("Lateness", [("for", spelled(lateness.late))])];
    for (part, share) in &lateness.parts {
        let mut particulars = vec![
            ("of", names.of(&part.agency)),
            ("leg", part.leg.as_ref().map(ToString::to_string).unwrap_or_default()),
            ("over", spelled(part.raw())),
            ("for", spelled(*share)),
        ];
        if !part.on_path {
            particulars.push(("beside", String::new()));
        }
        items.push(Item::new("Share", particulars));
    }
    let nobody = lateness.no_limit_exceeded.iter();
    items.extend(nobody.map(|agency| Item::new("NoLimitExceeded", [("of", names.of(agency))])));
    items
}

/// `2d3h`.
pub(crate) fn spelled(minutes: u64) -> String {
    let parts = [(minutes / DAY, "d"), (minutes % DAY / 60, "h"), (minutes % 60, "m")];
    let spelled: String =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    if spelled.is_empty() { "0d".to_owned() } else { spelled }
}
