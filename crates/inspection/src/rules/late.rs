//! R16: what a clock said was late. Directive 1g.

use crate::finding::Finding;
use crate::rule::Rule;
use crate::seen::Seen;
use jiff::Timestamp;
use lienthong_dossier::Event;

pub(crate) fn look(seen: &Seen<'_>, found: &mut Vec<Finding>) {
    for event in seen.events {
        let local = |at: &Timestamp| seen.local(*at);
        match event {
            Event::OpinionLapsed { of, due, consultation, .. } => {
                let due = local(due);
                let asked = seen.before.asks.get(&(consultation.clone(), of.clone()));
                found.push(seen.found_of(Rule::OpinionLate, &of.agency).after(asked).says(
                    format!("{} không cho ý kiến, hạn {due}", of.agency),
                    format!("{} gave no opinion by {due}", of.agency),
                ));
            }
            Event::LegOverdue { leg, by, due } => {
                let due = local(due);
                let sent = seen.before.legs.get(leg);
                found.push(seen.found_of(Rule::LegLate, by).after(sent).says(
                    format!("{by} không trả lời lượt {leg}, hạn {due}"),
                    format!("{by} did not answer leg {leg} by {due}"),
                ));
            }
            Event::StepOverdue { step, agency, officer, due } => {
                let due = local(due);
                let finding = seen.found_of(Rule::StepLate, agency).after(seen.before.received.as_ref());
                let finding = Finding { officer: officer.clone(), ..finding };
                found.push(finding.says(
                    format!("{agency} chưa xong bước “{step}”, hạn {due}"),
                    format!("{agency} had not done step “{step}” by {due}"),
                ));
            }
            Event::DossierOverdue { custodian, due } => {
                let due = local(due);
                let received = seen.before.received.as_ref();
                found.push(seen.found_of(Rule::DossierLate, custodian).after(received).says(
                    format!("hồ sơ chưa giải quyết xong, hạn {due}; {custodian} đang giữ"),
                    format!("it was not decided by {due}; {custodian} held it"),
                ));
                let desk = seen.desk().filter(|_| seen.dossier().apologies == 0);
                found.extend(desk.map(|desk| {
                    seen.found_of(Rule::NoApology, desk).after(received).missing_until(seen.told.place).says(
                        format!("hồ sơ quá hạn {due} mà không có thư xin lỗi"),
                        format!("overdue at {due}, and no letter of apology was sent"),
                    )
                }));
            }
            _ => {}
        }
    }
}
