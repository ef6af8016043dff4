//! How late a decision came, in words, and who answers for how much of it.

use super::sentence;
use lienthong_dossier::Lateness;

/// What is said after the decision, in Vietnamese and in English; nothing of one in time.
pub(super) fn told(lateness: Option<&Lateness>) -> (String, String) {
    let Some(lateness) = lateness.filter(|lateness| lateness.late > 0) else {
        return (String::new(), String::new());
    };
    let answerable = lateness.parts.iter().filter(|(_, share)| *share > 0);
    let (mut vi, mut en): (Vec<_>, Vec<_>) = answerable
        .map(|(part, share)| {
            let agency = sentence::agency(&part.agency);
            (format!("{agency} {}", vietnamese(*share)), format!("{agency} {}", english(*share)))
        })
        .unzip();
    if let Some(agency) = &lateness.no_limit_exceeded {
        let agency = sentence::agency(agency);
        vi.push(format!("{agency}, không ai vượt hạn của riêng mình"));
        en.push(format!("{agency}, with no limit exceeded"));
    }
    (
        format!("; trễ {} làm việc: {}", vietnamese(lateness.late), vi.join(", ")),
        format!("; late by {} of working time: {}", english(lateness.late), en.join(", ")),
    )
}

fn vietnamese(minutes: u64) -> String {
    spelled(minutes, "giờ", "phút")
}

fn english(minutes: u64) -> String {
    spelled(minutes, "h", "min")
}

/// Hours and minutes: how long a working day is differs between agencies.
fn spelled(minutes: u64, hour: &str, minute: &str) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} {minute}"),
        (hours, 0) => format!("{hours} {hour}"),
        (hours, minutes) => format!("{hours} {hour} {minutes} {minute}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_dossier::Part;
    use lienthong_names::AgencyId;

    #[test]
    fn a_late_decision_names_who_answers_for_it_and_one_in_time_says_nothing() {
        let agency = AgencyId::new("H22.14").unwrap();
        let part = Part { agency: agency.clone(), leg: None, limit: Some(480), used: 1022, on_path: true };
        let shared = Lateness { late: 442, parts: vec![(part, 442)], no_limit_exceeded: None };
        let (vi, en) = told(Some(&shared));
        assert!(vi.starts_with("; trễ 7 giờ 22 phút làm việc: ") && vi.ends_with(" 7 giờ 22 phút"), "{vi}");
        assert!(en.starts_with("; late by 7 h 22 min of working time: "), "{en}");
        let nobody = Lateness { late: 60, parts: Vec::new(), no_limit_exceeded: Some(agency) };
        assert!(told(Some(&nobody)).1.ends_with(", with no limit exceeded"));
        let in_time = Lateness { late: 0, parts: Vec::new(), no_limit_exceeded: None };
        assert_eq!(told(Some(&in_time)), (String::new(), String::new()));
    }
}
