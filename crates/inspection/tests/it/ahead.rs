//! What is ahead: cases by hand, with dates; who has held what longest is who attribution says; an opinion is missed before it is broken that it
//! was not asked for, and never once it was.

use crate::minutes::WORLDS;
use crate::{after, dossiers, one, place, playbook_with, records, told};
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::Event;
use lienthong_inspection::ahead::{
    Book, PieceWhat, Unsaid, WillBeLate, Words, longest, refusals, unasked, will_be_late,
};
use lienthong_inspection::attribution::explain;
use lienthong_inspection::{Inspector, Numbers, Rule};
use lienthong_names::DossierCode;
use lienthong_protocol::{Body, Decision, Event as Recorded};
use lienthong_scenario::{Taped, World};
use proptest::prelude::*;
use std::collections::BTreeSet;

const ONE: &str = "H22.TT-201012-0801";
/// Minutes of a working day.
const DAY: u64 = 480;

fn at(text: &str) -> Timestamp {
    format!("2020-{text}:00+07:00").parse().unwrap()
}

/// The catalogue's records before the others.
fn in_order(decided: &[Taped]) -> impl Iterator<Item = &Taped> {
    let of_catalogue = decided.iter().filter(|taped| taped.origin.is_catalogue());
    of_catalogue.chain(decided.iter().filter(|taped| !taped.origin.is_catalogue()))
}

fn book_at(world: &World, now: Timestamp) -> Book {
    let mut book = Book::new(Some(now));
    for taped in in_order(world.tape().decided()) {
        book.take(&one(&place(taped), taped));
    }
    book
}

fn look(world: &World, now: &str) -> WillBeLate {
    will_be_late(&book_at(world, at(now)), at(now))
}

/// In time; or until when it takes, and how many working minutes too long.
fn over(world: &World, now: &str) -> Option<(Timestamp, u64)> {
    let all = look(world, now);
    assert!(all.already.is_empty() && all.unsaid.is_empty(), "{all:?}");
    let of_it = all.ahead.first().map(|late| (late.until, late.over));
    assert_eq!((all.ahead.len(), all.in_time.len()), if of_it.is_some() { (1, 0) } else { (0, 1) });
    of_it
}

#[test]
fn an_hour_before_it_is_in_time_and_an_hour_after_it_is_not() {
    let world = after("one step of sixteen hours");
    assert_eq!(over(&world, "10-22T16:00"), None, "done on the 26th at 16:00");
    assert_eq!(over(&world, "10-22T17:00"), None, "done on the 26th at 17:00, when it is due");
    assert_eq!(over(&world, "10-23T07:01"), Some((at("10-27T07:01"), 1)));
    assert_eq!(over(&world, "10-23T08:00"), Some((at("10-27T08:00"), 60)));
    let late = &look(&world, "10-23T08:00").ahead[0];
    assert_eq!((late.due, late.left, late.holding.agency().as_str()), (at("10-26T17:00"), 15 * 60, "H22.14"));
    let all = look(&world, "10-27T09:00");
    assert_eq!((all.ahead.len(), all.already.len()), (0, 1), "late already, and said apart");
    assert_eq!((all.already[0].late, all.already[0].due), (120, at("10-26T17:00")));
}

#[test]
fn half_a_day_and_half_a_day_are_a_day() {
    let world = after("three steps of half a day each");
    assert_eq!(over(&world, "10-22T08:00"), None, "done on the 26th at 11:30");
    assert_eq!(over(&world, "10-23T08:00"), Some((at("10-27T11:30"), 270)));
}

#[test]
fn of_legs_side_by_side_the_longest_counts_once() {
    let world = after("two legs are waited for, and a step follows them");
    assert_eq!(over(&world, "10-20T09:00"), Some((at("10-27T17:00"), DAY)));
    let late = &look(&world, "10-20T09:00").ahead[0];
    let leg = |what: &PieceWhat| matches!(what, PieceWhat::Leg { leg, .. } if leg.as_str() == "b");
    assert!(leg(&late.path[0].what) && late.path.len() == 3 && late.beside.len() == 1, "{late:?}");
    let said = Words::of(world.catalogue()).path(&late.path);
    assert_eq!(
        said.en,
        "leg b of xây-dựng (H22.15) until 17:00 on 26 October 2020, step “lam” (no limit), step “ky” until 17:00 on 27 October 2020"
    );
    let world = after("the later of two legs is answered");
    assert_eq!(over(&world, "10-22T11:00"), None, "the other is due on the 23rd, and a day follows");
}

#[test]
fn a_leg_that_goes_out_later_comes_after_the_one_it_waits_for() {
    let world = after("a leg goes out once another is answered");
    assert_eq!(over(&world, "10-20T09:00"), Some((at("10-28T17:00"), 2 * DAY)));
    // The first is overdue by then, and takes no more time.
    assert_eq!(over(&world, "10-26T09:00"), Some((at("10-29T17:00"), 3 * DAY)));
}

#[test]
fn a_leg_beside_steps_is_not_added_to_them() {
    let world = after("a leg runs beside steps of three days and one");
    assert_eq!(over(&world, "10-20T09:00"), None);
    assert_eq!(over(&world, "10-23T17:00"), None, "the step is due at this instant");
    // The step is a morning over its term: a day of signing from now. It may go back to the step before, and need not.
    assert_eq!(over(&world, "10-26T08:00"), Some((at("10-27T17:00"), DAY)));
}

#[test]
fn what_stands_still_is_looked_at_as_if_it_went_on_now() {
    let world = after("suspended before anything was begun");
    assert_eq!(over(&world, "10-28T09:00"), Some((at("11-04T17:00"), DAY)));
    assert_eq!(look(&world, "10-28T09:00").ahead[0].due, at("11-03T17:00"));
    let world = after("suspended with its first step begun");
    assert_eq!(over(&world, "10-28T09:00"), None, "two days of the step and two more, to 3 November");
}

#[test]
fn a_leg_that_is_foreseen_takes_its_term_until_it_is_sent() {
    let world = after("an opinion is foreseen and not asked for");
    assert_eq!(over(&world, "10-19T09:00"), None, "five days end on the 26th");
    assert_eq!(over(&world, "10-20T09:00"), Some((at("10-27T17:00"), DAY)));
    let world = after("the opinion that is foreseen is asked for");
    assert_eq!(over(&world, "10-20T09:00"), None, "it is due on the 23rd");
}

#[test]
fn the_committees_days_come_after_the_receiving_agencys() {
    let world = after("the receiving agency and the committee share the term");
    assert_eq!(over(&world, "10-20T17:00"), None);
    assert_eq!(over(&world, "10-21T08:00"), Some((at("10-27T17:00"), DAY)));
}

#[test]
fn where_nothing_is_published_nothing_is_said() {
    let world = after("a process without a limit, and none at all");
    let all = look(&world, "10-26T09:00");
    let why: Vec<(&str, &Unsaid)> = all.unsaid.iter().map(|one| (one.code.as_str(), &one.why)).collect();
    assert_eq!(why, [(ONE, &Unsaid::NoLimit), ("H22.TT-201012-0802", &Unsaid::NoProcess)]);
    assert_eq!((all.ahead.len(), all.in_time.len()), (0, 0));
    // That it is late is no guess.
    assert_eq!(look(&world, "10-27T09:00").already.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn who_has_held_it_longest_is_who_attribution_says(
        which in any::<prop::sample::Index>(),
        cut in any::<prop::sample::Index>(),
        hours in 0_i64..400,
    ) {
        let (title, world) = which.get(&WORLDS);
        let decided = world.tape().decided();
        let now = decided[cut.index(decided.len())].effective_at + SignedDuration::from_hours(hours);
        let book = book_at(world, now);
        let all = longest(&book, now);
        for pair in all.windows(2) {
            prop_assert!(pair[0].holding.minutes >= pair[1].holding.minutes, "{}", title);
        }
        let listed: BTreeSet<&DossierCode> = all.iter().map(|held| &held.code).collect();
        let catalogue = book.catalogue();
        for code in dossiers(world) {
            let mut placed = records(world, &code);
            placed.retain(|(_, taped)| taped.effective_at <= now);
            let Ok(explained) = explain(&told(&placed), catalogue, now) else { continue };
            let open = explained.end.is_none() && explained.start.at < now;
            let Some(held) = all.iter().find(|held| held.code == code) else {
                prop_assert!(!open, "{}: {} is open and not listed", title, code);
                continue;
            };
            prop_assert!(listed.contains(&code));
            if let Some(last) = explained.stretches.last() {
                let expected = (&last.stretch.holder, last.stretch.from, last.minutes);
                prop_assert_eq!((&held.holding.holder, held.holding.since, held.holding.minutes), expected, "{} {}", title, code);
            }
        }
    }
}

/// To whom a dossier was sent, or who was asked in it.
fn asked(taped: &Taped) -> Vec<String> {
    let Decision::Admitted(events) = &taped.decision else { return Vec::new() };
    let to = |event: &Recorded| match event {
        Recorded::Dossier(Event::LegSent { to, .. }) => Some(to.to_string()),
        Recorded::Dossier(Event::OpinionRequested { to, .. }) => Some(to.agency.to_string()),
        _ => None,
    };
    events.iter().filter_map(to).collect()
}

/// Over every story that inspection is told: R29 has been foreseen by the record before it is found, and who was asked is not missed.
#[test]
fn an_opinion_is_missed_before_it_is_broken_that_nobody_asked_and_never_once_somebody_did() {
    let playbook = playbook_with("scenarios");
    let (mut broken, mut missed) = (0, 0);
    for title in playbook.titles().map(str::to_owned).collect::<Vec<_>>() {
        let Ok(decided) = playbook.decided(&title) else { continue };
        let decided: Vec<Taped> = decided.into_iter().map(|(_, taped)| taped).collect();
        let (mut book, mut inspector) = (Book::new(None), Inspector::new(Numbers::default()));
        let mut were_asked: BTreeSet<(DossierCode, String)> = BTreeSet::new();
        for taped in in_order(&decided) {
            let now = taped.effective_at;
            let foreseen: BTreeSet<DossierCode> = unasked(&book, now)
                .into_iter()
                .filter(|one| one.decided_at.is_none())
                .map(|one| one.code)
                .collect();
            let place = place(taped);
            book.take(&one(&place, taped));
            inspector.take(&one(&place, taped));
            if let Body::Dossier { code, .. } = &taped.command.body {
                were_asked.extend(asked(taped).into_iter().map(|agency| (code.clone(), agency)));
            }
            let found = inspector.findings(now);
            for finding in found.iter().filter(|one| one.rule == Rule::OpinionUnasked && one.place == place) {
                let code = finding.dossier.clone().unwrap();
                assert!(foreseen.contains(&code), "{title}: {code} was not missed before it was decided");
                let listed = unasked(&book, now);
                assert!(listed.iter().any(|one| one.code == code && one.decided_at.is_some()), "{title}");
                broken += 1;
            }
            for missing in unasked(&book, now) {
                for opinion in &missing.opinions {
                    let pair = (missing.code.clone(), opinion.of.to_string());
                    assert!(!were_asked.contains(&pair), "{title}: {pair:?} was asked");
                    missed += 1;
                }
            }
        }
    }
    assert!(broken > 0 && missed > broken, "{broken} {missed}");
}

#[test]
fn an_opinion_that_nobody_asked_says_who_is_to_ask_and_whether_there_is_time() {
    let world = after("an opinion is foreseen and not asked for");
    let now = at("10-20T09:00");
    let all = unasked(&book_at(&world, now), now);
    let [one] = all.as_slice() else { panic!("{all:?}") };
    let of: Vec<&str> = one.opinions.iter().map(|opinion| opinion.of.as_str()).collect();
    assert_eq!((one.code.as_str(), one.asks.as_str(), of), (ONE, "H22.14", vec!["H22.15", "H22.16"]));
    assert_eq!((one.opinions[0].until, one.due), (Some(at("10-27T17:00")), Some(at("10-26T17:00"))));
    assert_eq!(one.left, 4 * DAY + 6 * 60);
    let asked = book_at(&after("the opinion that is foreseen is asked for"), now);
    assert_eq!(unasked(&asked, now), []);
}

#[test]
fn refusals_are_counted_by_who_sent_and_who_refused_and_show_what_nobody_decided() {
    let world = after("refused twice for competence");
    let now = world.tape().decided().last().unwrap().effective_at;
    let (map, undecided) = refusals(&book_at(&world, now));
    let pairs: Vec<(&str, &str, usize)> =
        map.iter().map(|one| (one.from.as_str(), one.to.as_str(), one.times.len())).collect();
    assert_eq!(pairs, [("H22.14", "H22.15", 1), ("H22.14", "H22.16", 1)]);
    assert!(map.iter().all(|one| one.times[0].for_competence && one.times[0].decided.is_none()));
    assert_eq!(map[0].reasons, [("thuộc ngành tài chính".into(), 1)]);
    let [open] = undecided.as_slice() else { panic!("{undecided:?}") };
    assert_eq!(open.by.iter().map(|by| by.as_str()).collect::<Vec<_>>(), ["H22.15", "H22.16"]);
    let decided = WORLDS.iter().find_map(|(_, world)| {
        let now = world.tape().decided().last()?.effective_at;
        let (map, undecided) = refusals(&book_at(world, now));
        let decided = map.iter().flat_map(|one| &one.times).filter_map(|one| one.decided.as_ref()).count();
        (decided >= 2).then_some((decided, undecided.len()))
    });
    assert_eq!(decided, Some((2, 0)), "once the superior has decided nothing is open");
}
