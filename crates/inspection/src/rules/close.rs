//! R28 of one dossier: paused, withdrawn or annulled close to its due date, and paused again and again. Directive 1g.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use lienthong_dossier::{Event, PauseCause};

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    if !seen.is_live() {
        return;
    }
    for event in seen.events {
        match event {
            Event::ClockPaused { cause, .. } if *cause != PauseCause::OutsideLeg => {
                found.extend(close(seen, Rule::PausedClose, ("tạm dừng", "paused")));
                found.extend(paused_again(seen));
            }
            Event::WithdrawalAsked { .. } => {
                found.extend(close(seen, Rule::WithdrawnClose, ("xin rút", "withdrawn")));
            }
            Event::ReceptionAnnulled { .. } => {
                found.extend(close(seen, Rule::AnnulledClose, ("hủy tiếp nhận", "annulled")));
            }
            _ => {}
        }
    }
}

/// Working minutes before the dossier is due, where they are few: it runs, and is not overdue.
pub(crate) fn minutes_left(seen: &Seen<'_>) -> Option<i64> {
    let dossier = seen.dossier();
    let due = dossier.due().filter(|_| !dossier.is_paused()).filter(|due| seen.now() <= *due)?;
    let left = seen.calendar(seen.desk()?)?.working_minutes_between(seen.now(), due).ok()?;
    (left <= i64::from(seen.numbers.close)).then_some(left)
}

fn close(seen: &Seen<'_>, rule: Rule, (vi, en): (&str, &str)) -> Option<Finding> {
    let left = minutes_left(seen)?;
    Some(seen.found(rule).after(seen.before.received.as_ref()).says(
        format!("{vi} khi còn {left} phút làm việc đến hạn"),
        format!("{en} {left} working minutes before it was due"),
    ))
}

fn paused_again(seen: &Seen<'_>) -> Option<Finding> {
    let times = seen.dossier().clock.pauses + 1;
    (times >= seen.numbers.pauses).then(|| {
        seen.found(Rule::PausedAgain)
            .cites(&seen.before.pauses)
            .says(format!("tạm dừng lần thứ {times}"), format!("paused {times} times"))
    })
}
