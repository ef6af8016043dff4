//! A dossier followed record by record: after each of them it is held by who attribution says, and its clock stands as the story tells it.

use crate::minutes::WORLDS;
use crate::{after, dossiers, records, told};
use lienthong_inspection::ahead::Words;
use lienthong_inspection::attribution::explain;
use lienthong_inspection::followed::{ClockStands, Followed};
use lienthong_names::DossierCode;
use std::collections::BTreeSet;

#[test]
fn after_every_record_of_every_story_it_is_held_by_who_attribution_says() {
    let (mut held, mut words) = (0, BTreeSet::new());
    for (title, world) in WORLDS.iter() {
        let catalogue = world.whole_catalogue();
        for code in dossiers(world) {
            let placed = records(world, &code);
            let all = told(&placed);
            let mut followed = Followed::default();
            for (place, one) in all.iter().enumerate() {
                followed.take(one);
                let stood = followed.stood(catalogue.now(), one.effective_at);
                words.insert(stood.clock.as_str());
                let Ok(explained) = explain(&all[..=place], catalogue, one.effective_at) else { continue };
                assert_eq!(
                    explained.end.is_some(),
                    stood.clock == ClockStands::Ended,
                    "{title} {code} {place}"
                );
                let (Some(holding), Some(last)) = (&stood.holding, explained.stretches.last()) else {
                    continue;
                };
                let expected = (&last.stretch.holder, last.stretch.from, last.minutes);
                assert_eq!(
                    (&holding.holder, holding.since, holding.minutes),
                    expected,
                    "{title} {code} {place}"
                );
                held += 1;
            }
        }
    }
    assert!(held > 1_000, "{held}");
    assert_eq!(words, BTreeSet::from(["ended", "not_started", "ran_out", "runs", "stands_still"]));
}

#[test]
fn a_clock_is_told_as_it_stands() {
    let world = after("what the citizen was waited for is nobody's lateness");
    let placed = records(&world, &DossierCode::new("H22.TT-201008-0101").unwrap());
    let mut followed = Followed::default();
    let (words, mut said) = (Words::of(world.catalogue()), Vec::new());
    for one in told(&placed) {
        followed.take(&one);
        let stood = followed.stood(world.catalogue(), one.effective_at);
        let mut held = stood.holding.map(|holding| words.held(&holding).en).unwrap_or_default();
        if let Some(next) = &stood.next {
            held.push_str(&format!(", {}", words.held_next(next).en));
        }
        said.push((held, words.clock(stood.clock).en));
    }
    let said: Vec<(&str, &str)> = said.iter().map(|(held, clock)| (&**held, &**clock)).collect();
    assert_eq!(
        said,
        [
            ("", "no clock has started"),
            (
                "held by kế-hoạch (H22.14) since 17:00 on 8 October 2020 (0 working minutes)",
                "due at 17:00 on 22 October 2020, 10 days (4,800 working minutes) left"
            ),
            (
                "held by kế-hoạch (H22.14) since 17:00 on 8 October 2020 (2 days 3 hours (1,140 working minutes)), from here on: the citizen",
                "the clock stands still since 10:00 on 13 October 2020 because papers were asked for"
            ),
            (
                "held by the citizen since 10:00 on 13 October 2020 (5 days 2 hours (2,520 working minutes)), from here on: kế-hoạch (H22.14)",
                "due at 17:00 on 3 November 2020, 10 days 3 hours (4,980 working minutes) left"
            ),
            ("", "it has ended"),
        ]
    );
}
