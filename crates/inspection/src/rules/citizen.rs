//! R06, R14: what goes to the citizen goes through the desk; apologies come a day before, a new day is promised once. Directive 1d;
//! Decree 61/2018/ND-CP as amended by 107/2021 [U].

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use lienthong_dossier::{Command, Event};

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    if seen.is_history() {
        return;
    }
    found.extend(issued_alone(seen));
    for event in seen.events {
        match event {
            Event::ApologyIssued { .. } => found.extend(apology_late(seen)),
            Event::Reappointed { until, .. } => found.extend(reappointed_again(seen, *until)),
            _ => {}
        }
    }
}

fn issued_alone(seen: &Seen<'_>) -> Option<Finding> {
    let (vi, en) = match seen.asked {
        Command::IssueApology { .. } => ("gửi thư xin lỗi", "sent the letter of apology"),
        Command::StopDossier { .. } => ("thông báo dừng giải quyết", "gave notice of stopping"),
        Command::NotifyApplicant { .. } => ("thông báo cho người nộp hồ sơ", "told the applicant"),
        _ => return None,
    };
    let (desk, agency) = (seen.desk()?, &seen.act().agency);
    (desk != agency).then(|| {
        seen.found(Rule::IssuedAlone).after(seen.before.received.as_ref()).says(
            format!("{agency} tự {vi}, không qua Bộ phận Một cửa của {desk}"),
            format!("{agency} {en} alone, not through the desk of {desk}"),
        )
    })
}

/// From the day of the apology to the promised day lies at least one working day.
fn apology_late(seen: &Seen<'_>) -> Option<Finding> {
    let promised = seen.dossier().reappointed.or_else(|| seen.dossier().due())?;
    let calendar = seen.calendar(seen.desk()?)?;
    let (day, due) = (calendar.local_date(seen.now()), calendar.local_date(promised));
    let between = calendar.working_days_between(day, due).ok()?;
    (between < 1).then(|| {
        let marks = [&seen.before.received, &seen.before.reappointed];
        seen.found(Rule::ApologyLate).cites(marks.into_iter().flatten().map(|mark| &mark.place)).says(
            format!("xin lỗi ngày {day}, hẹn trả ngày {due}"),
            format!("the apology is of {day}, the promised day is {due}"),
        )
    })
}

fn reappointed_again(seen: &Seen<'_>, until: jiff::Timestamp) -> Option<Finding> {
    let (first, until) = (seen.local(seen.dossier().reappointed?), seen.local(until));
    let finding = seen.found(Rule::ReappointedAgain).after(seen.before.reappointed.as_ref());
    Some(finding.says(
        format!(
            "đã hẹn lại đến {first}, nay hẹn lại lần nữa đến {until}; số liệu vẫn tính theo ngày hẹn đầu"
        ),
        format!(
            "it was re-appointed to {first}, and now again to {until}; figures measure against the first"
        ),
    ))
}
