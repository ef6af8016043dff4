//! R01, R24: what came past the desk, and what was entered long after the agency went live. Directive 1d.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use lienthong_dossier::Event;

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    for event in seen.events {
        match event {
            Event::IrregularityNoted { taken_by, taken_at, reason, .. } => {
                let taken_at = seen.local(*taken_at);
                found.push(seen.found_of(Rule::OffDesk, taken_by).says(
                    format!("{taken_by} tiếp nhận ngoài Bộ phận Một cửa lúc {taken_at}: {reason}"),
                    format!("{taken_by} took it in past the one-stop desk at {taken_at}: {reason}"),
                ));
            }
            Event::DossierAdopted { desk, received_at, old_number, .. } => {
                if let Some(live) = seen.view.go_live(desk).filter(|live| live <= received_at) {
                    let (received_at, live) = (seen.local(*received_at), seen.local(live));
                    found.push(seen.found(Rule::LateEntry).says(
                        format!("hồ sơ {old_number} tiếp nhận {received_at}, sau khi {desk} vận hành {live}"),
                        format!("dossier {old_number} was received at {received_at}, after {desk} went live at {live}"),
                    ));
                }
            }
            _ => {}
        }
    }
}
