//! What became otherwise between two sizes: over everything it is what inspection finds, and what lies between adds up.

use crate::minutes::WORLDS;
use crate::{after, one, place, playbook_with};
use jiff::Timestamp;
use lienthong_inspection::ahead::{Became, Changes, Looked, Words, changes};
use lienthong_inspection::{Inspector, Numbers};
use lienthong_names::FindingId;
use lienthong_scenario::Taped;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// The first records of a tape, the catalogue's before the others, and when the last of them was recorded.
fn look(decided: &[Taped]) -> (Looked, Timestamp) {
    let mut looked = Looked::new(Numbers::default());
    let of_catalogue = |taped: &&Taped| taped.origin.is_catalogue();
    let others = decided.iter().filter(|taped| !of_catalogue(taped));
    for taped in decided.iter().filter(of_catalogue).chain(others) {
        looked.take(&one(&place(taped), taped));
    }
    let last = looked.last().unwrap_or(Timestamp::UNIX_EPOCH);
    (looked, last)
}

fn between(before: &[Taped], after: &[Taped]) -> Changes {
    let ((before, then), (after, now)) = (look(before), look(after));
    changes((&before, then), (&after, now))
}

fn ids(changes: &Changes, gone: bool) -> BTreeSet<FindingId> {
    let id = |became: &Became| match became {
        Became::Found(finding) if !gone => Some(finding.id()),
        Became::Gone(finding) if gone => Some(finding.id()),
        _ => None,
    };
    changes.lines.iter().filter_map(|line| id(&line.became)).collect()
}

fn dossiers(changes: &Changes, word: &str) -> BTreeSet<String> {
    let of = changes.lines.iter().filter(|line| line.became.as_str() == word);
    of.filter_map(|line| line.dossier.as_ref().map(ToString::to_string)).collect()
}

#[test]
fn over_everything_it_is_what_inspection_finds() {
    let playbook = playbook_with("scenarios");
    let mut found = 0;
    for title in playbook.titles().map(str::to_owned).collect::<Vec<_>>() {
        let Ok(decided) = playbook.decided(&title) else { continue };
        let decided: Vec<Taped> = decided.into_iter().map(|(_, taped)| taped).collect();
        let mut inspector = Inspector::new(Numbers::default());
        let (published, others): (Vec<_>, Vec<_>) =
            decided.iter().partition(|taped| taped.origin.is_catalogue());
        published.into_iter().chain(others).for_each(|taped| inspector.take(&one(&place(taped), taped)));
        let all = between(&[], &decided);
        let expected: BTreeSet<FindingId> =
            inspector.findings(all.between.1).iter().map(|finding| finding.id()).collect();
        assert_eq!(ids(&all, false), expected, "{title}");
        assert_eq!(ids(&all, true), BTreeSet::new(), "{title}");
        let counted: usize = all.counts.values().map(|counts| counts.found).sum();
        assert_eq!(counted, expected.len(), "{title}");
        found += counted;
        assert_eq!(between(&decided, &decided).lines, [], "{title}: nothing since now");
    }
    assert!(found > 50, "{found}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_became_otherwise_adds_up(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let (title, world) = which.get(&WORLDS);
        let decided = world.tape().decided();
        let (first, all) = (&decided[..cut.index(decided.len())], decided);
        let (to_there, from_there, whole) = (between(&[], first), between(first, all), between(&[], all));
        let mut findings = ids(&to_there, false);
        for gone in ids(&from_there, true) {
            prop_assert!(findings.remove(&gone), "{}: {} was not there", title, gone);
        }
        for new in ids(&from_there, false) {
            prop_assert!(findings.insert(new.clone()), "{}: {} was there", title, new);
        }
        prop_assert_eq!(findings, ids(&whole, false), "{}", title);
        let (one, other) = (dossiers(&to_there, "received"), dossiers(&from_there, "received"));
        prop_assert!(one.is_disjoint(&other));
        prop_assert_eq!(&one | &other, dossiers(&whole, "received"), "{}", title);
        let catalogue = |changes: &Changes| changes.lines.iter().filter(|line| line.agency.is_none()).count();
        prop_assert_eq!(catalogue(&to_there) + catalogue(&from_there), catalogue(&whole), "{}", title);
        for line in &whole.lines {
            let said = Words::of(world.catalogue()).change(line);
            prop_assert!(!said.vi.is_empty() && !said.en.is_empty());
        }
    }
}

/// One story from its third record on.
#[test]
fn each_kind_is_told_in_words() {
    let world = after("two legs are waited for, and a step follows them");
    let decided = world.tape().decided();
    let at = |text: &str| -> Timestamp { format!("2020-{text}:00+07:00").parse().unwrap() };
    let ((before, then), (now_looked, _)) = (look(&decided[..3]), look(decided));
    let all = changes((&before, then), (&now_looked, at("10-27T08:00")));
    let words = Words::of(world.catalogue());
    let said = |word: &str| -> Vec<String> {
        let of = all.lines.iter().filter(|line| line.became.as_str() == word);
        of.map(|line| words.change(line).en).collect()
    };
    assert_eq!(
        said("received"),
        ["dossier H22.TT-201012-0801 was taken in, for kế-hoạch (H22.14) to decide"]
    );
    assert_eq!(
        said("became_late"),
        [
            "dossier H22.TT-201012-0801 was due at 17:00 on 26 October 2020 and became late with kế-hoạch (H22.14)"
        ]
    );
    assert_eq!(
        said("published"),
        [
            "procedure 1.009645 “investment-policy”, version 1, the first",
            "procedure 2.000803 “ahead-legs”, version 1, the first",
            "process of procedure 2.000803, version 1, the first"
        ]
    );
    let planning = all.counts.iter().find(|(agency, _)| agency.as_str() == "H22.14").unwrap().1;
    assert_eq!((planning.received, planning.became_late, planning.resolved), (1, 1, 0));
    assert_eq!((all.catalogue.published, all.catalogue.switched, all.catalogue.revoked), (3, 0, 0));
}
