//! R27: refused twice for competence. Directive 1g.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use lienthong_dossier::{Event, LegGround};

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    for event in seen.events {
        let (Event::LegRefused { leg, ground, .. } | Event::LegSentBack { leg, ground, .. }) = event else {
            continue;
        };
        if *ground == Some(LegGround::Competence) && !seen.before.refused.is_empty() {
            let times = seen.before.refused.len() + 1;
            found.push(seen.found(Rule::PingPong).cites(&seen.before.refused).says(
                format!("từ chối thẩm quyền lần thứ {times} (lượt {leg}): cấp trên chung phải quyết định"),
                format!("refused for competence {times} times (leg {leg}): the common superior is to decide"),
            ));
        }
    }
}
