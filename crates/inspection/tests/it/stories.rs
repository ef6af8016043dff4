//! Every file under `scenarios/`: the rules decide what is told, inspection looks at what was decided.

use crate::{one, place, playbook_with};
use jiff::Timestamp;
use lienthong_inspection::{ATTEMPTS, Finding, Inspector, Numbers, Rule};
use lienthong_names::{FindingId, StreamKind};
use lienthong_scenario::{Playbook, Taped, reference};
use std::collections::{BTreeMap, BTreeSet};

/// The stories of this crate, and those of the rules that they go on from.
struct Stories {
    playbook: Playbook,
    own: Vec<String>,
}

fn stories() -> Stories {
    let known = reference::playbook().unwrap();
    let known: BTreeSet<&str> = known.titles().collect();
    let mut playbook = playbook_with("scenarios");
    playbook.add("profiles", &profiles()).unwrap();
    let own = playbook.titles().filter(|title| !known.contains(title)).map(str::to_owned).collect();
    Stories { playbook, own }
}

/// I09: a hundred dossiers whose two steps lie an hour apart, then some that do not.
fn profiles() -> String {
    let mut text =
        "scenario  two steps out of their profile\ngiven  a procedure with a process that is not strict\n"
            .to_owned();
    let took = [(6, ""), (5, ", found I09.out_of_profile"), (120, "")];
    let took = std::iter::repeat_n((60, ""), 100).chain(took);
    for (number, (minutes, found)) in (1..).zip(took) {
        let (hour, minute) = (8 + minutes / 60, minutes % 60);
        text.push_str(&format!(
            "at 2020-10-12 07:30 desk trung-tâm receives H22.TT-201012-{number:04} land-tax -> DossierRegistered, DossierReceived, StepCompleted\n\
             at 2020-10-12 08:00 kế-hoạch/binh completes tham-dinh -> StepCompleted\n\
             at 2020-10-12 {hour:02}:{minute:02} kế-hoạch/chi completes ky -> StepCompleted{found}\n"
        ));
    }
    text
}

/// What inspection finds of what was decided, each with the line of the row at which it is found; 0: before the story.
fn inspect(decided: &[(usize, Taped)], now: Timestamp) -> Vec<(usize, Finding)> {
    let mut inspector = Inspector::new(Numbers::default());
    let mut lines = BTreeMap::new();
    // The catalogue first: what it says later of an earlier act is known.
    let (published, others): (Vec<_>, Vec<_>) =
        decided.iter().partition(|(_, taped)| taped.origin.is_catalogue());
    for (line, taped) in published.into_iter().chain(others) {
        let place = place(taped);
        inspector.take(&one(&place, taped));
        lines.insert(place, *line);
    }
    inspector.findings(now).into_iter().map(|finding| (lines[&finding.place], finding)).collect()
}

fn told(finding: &Finding) -> String {
    match finding.rule {
        Rule::Attempt => format!("attempt {}", finding.broken),
        rule => rule.name(),
    }
}

#[test]
fn what_each_row_says_is_found_is_found_there_and_nothing_else() {
    let stories = stories();
    let mut wrong = Vec::new();
    for title in &stories.own {
        let decided = match stories.playbook.decided(title) {
            Ok(decided) => decided,
            Err(failures) => {
                wrong.extend(failures.iter().map(ToString::to_string));
                continue;
            }
        };
        let mut expected = stories.playbook.found(title);
        let found = inspect(&decided, stories.playbook.until(title).unwrap());
        let mut happened: Vec<(usize, String)> =
            found.iter().map(|(line, finding)| (*line, told(finding))).collect();
        expected.sort();
        happened.sort();
        if expected != happened {
            let particulars: Vec<String> = found
                .iter()
                .map(|(line, finding)| format!("      {line} {}: {}", told(finding), finding.en))
                .collect();
            wrong.push(format!(
                "{title}\n    told:  {expected:?}\n    found: {happened:?}\n{}",
                particulars.join("\n")
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_fires_in_some_row() {
    let stories = stories();
    let all = stories.own.iter().flat_map(|title| stories.playbook.found(title));
    let told: BTreeSet<String> = all.map(|(_, told)| told).collect();
    let rules = Rule::ALL.iter().filter(|rule| **rule != Rule::Attempt).map(|rule| rule.name());
    let attempts = ATTEMPTS.iter().map(|rule| format!("attempt {rule}"));
    let silent: Vec<String> = rules.chain(attempts).filter(|name| !told.contains(name)).collect();
    assert!(silent.is_empty(), "no row at which these are found: {silent:?}");
}

#[test]
fn what_is_found_has_one_name_and_is_proved_by_the_record_at_which_it_is_found() {
    let stories = stories();
    for title in &stories.own {
        let decided = stories.playbook.decided(title).unwrap();
        let found = inspect(&decided, stories.playbook.until(title).unwrap());
        let ids: BTreeSet<FindingId> = found.iter().map(|(_, finding)| finding.id()).collect();
        assert_eq!(ids.len(), found.len(), "{title}");
        for (_, finding) in &found {
            assert!(finding.evidence.contains(&finding.place), "{title}: {finding:?}");
            assert!(!finding.vi.is_empty() && !finding.en.is_empty(), "{title}: {finding:?}");
        }
    }
}

#[test]
fn what_is_published_late_or_otherwise_is_proved_by_the_version_and_the_document() {
    let stories = stories();
    let (mut looked_at, mut told) = (BTreeSet::new(), Vec::new());
    for title in &stories.own {
        let decided = stories.playbook.decided(title).unwrap();
        for (_, finding) in inspect(&decided, stories.playbook.until(title).unwrap()) {
            if matches!(finding.rule, Rule::PublishedLate | Rule::PublishedOtherwise) {
                let kinds: BTreeSet<_> = finding.evidence.iter().map(|place| place.stream.kind()).collect();
                assert_eq!(kinds, [StreamKind::LegalBasis, StreamKind::Procedure].into(), "{finding:?}");
                looked_at.insert(finding.rule);
                told.push(finding.vi);
            }
        }
    }
    assert_eq!(looked_at.len(), 2);
    let whole = "thủ tục 1.000041 (phiên bản 1) công bố khác 61/2018/NĐ-CP: thời hạn: văn bản quy định 5 ngày làm việc, công bố 7 ngày làm việc";
    assert!(told.iter().any(|vi| vi == whole), "{told:#?}");
}
