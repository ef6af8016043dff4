//! Every file under `scenarios/`: the rules decide what is told, inspection looks at what was decided.

use jiff::Timestamp;
use lienthong_inspection::{ATTEMPTS, Finding, Inspector, Numbers, Place, Rule, Told};
use lienthong_names::{Origin, Service};
use lienthong_scenario::{Decided, Playbook, reference};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The stories of this crate, and those of the rules that they go on from.
struct Stories {
    playbook: Playbook,
    own: Vec<String>,
}

fn stories() -> Stories {
    let mut playbook = reference::playbook().unwrap();
    let known: BTreeSet<String> = playbook.titles().map(str::to_owned).collect();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        playbook
            .add(&name, &std::fs::read_to_string(&path).unwrap())
            .unwrap_or_else(|failure| panic!("{failure}"));
    }
    playbook.add("profiles", &profiles()).unwrap();
    let own = playbook.titles().filter(|title| !known.contains(*title)).map(str::to_owned).collect();
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
fn inspect(decided: &[Decided], now: Timestamp) -> Vec<(usize, Finding)> {
    let mut inspector = Inspector::new(Numbers::default());
    let (mut sequences, mut lines) = (BTreeMap::new(), BTreeMap::new());
    // The catalogue first: what it says later of an earlier act is known.
    let is_published = |one: &&Decided| one.command.service() == Service::Publishing;
    let published = decided.iter().filter(is_published);
    for one in published.chain(decided.iter().filter(|one| !is_published(one))) {
        let ledger = if one.command.service() == Service::Publishing { "H22/catalogue" } else { "H22/2020" };
        let sequence: &mut u64 = sequences.entry(ledger).or_default();
        *sequence += 1;
        let place = Place {
            origin: Origin::new(ledger).unwrap(),
            sequence: *sequence,
            stream: one.stream.clone(),
            revision: one.revision,
        };
        inspector.take(&Told {
            place: &place,
            recorded_at: one.recorded_at,
            effective_at: one.effective_at,
            catalogue_position: one.catalogue_position,
            key: &one.key,
            command: &one.command,
            decision: &one.decision,
        });
        lines.insert(place, one.line);
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
        let ids: BTreeSet<String> = found.iter().map(|(_, finding)| finding.id()).collect();
        assert_eq!(ids.len(), found.len(), "{title}");
        for (_, finding) in &found {
            assert!(finding.evidence.contains(&finding.place), "{title}: {finding:?}");
            assert!(!finding.vi.is_empty() && !finding.en.is_empty(), "{title}: {finding:?}");
        }
    }
}
