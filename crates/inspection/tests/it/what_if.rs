//! What would have been: with every setting at its own value it is history, whether or not clocks were recorded; three changes by hand; and
//! a shorter term never makes fewer late.

use crate::minutes::WORLDS;
use crate::{Placed, after, dossiers, records, told};
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_catalogue::{Catalogue, Entry};
use lienthong_consultation::Consultation;
use lienthong_dossier::Purpose;
use lienthong_inspection::what_if::{
    About, Catalogues, Changes, Compared, MissedWhat, Setting, Unchangeable, what_if,
};
use lienthong_names::DossierCode;
use lienthong_routing::Routing;
use lienthong_scenario::World;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn at(text: &str) -> Timestamp {
    format!("{text}:00+07:00").parse().unwrap()
}

fn would(world: &World, settings: Vec<Setting>) -> Result<(Changes, Catalogue), Unchangeable> {
    let mut changes = Changes::new(settings);
    let catalogue = changes.catalogue(world.tape().said(), world.catalogue().position())?;
    Ok((changes, catalogue))
}

fn compare(
    world: &World,
    placed: &[Placed],
    (changes, would): &(Changes, Catalogue),
    now: Timestamp,
) -> Option<Compared> {
    let catalogues = Catalogues { was: world.whole_catalogue(), would, changes };
    what_if::<Routing, Consultation>(&told(placed), catalogues, now)
}

/// Everything that was published, each as a setting of its own value; what is for anybody before what is for one.
fn own(said: &[(u64, Entry)]) -> Vec<Setting> {
    let mut settings = Vec::new();
    for (_, entry) in said {
        match entry {
            Entry::ProcedurePublished { version, procedure } => {
                let about = |case| About { procedure: procedure.code.clone(), version: Some(*version), case };
                let whole = procedure
                    .term
                    .iter()
                    .map(|term| Setting::Term { about: about(None), term: term.clone() });
                settings.extend(whole);
                for case in &procedure.cases {
                    let term = case.term.iter().cloned();
                    settings.extend(
                        term.map(|term| Setting::Term { about: about(Some(case.name.clone())), term }),
                    );
                }
            }
            Entry::ProcessPublished { version, process } => {
                let about = || About {
                    procedure: process.procedure.clone(),
                    version: Some(*version),
                    case: process.case.clone(),
                };
                settings.extend(
                    process
                        .receiving_term
                        .iter()
                        .map(|term| Setting::Receiving { about: about(), term: term.clone() }),
                );
                for step in &process.steps {
                    let term = step.term.iter().cloned();
                    settings.extend(term.map(|term| Setting::Step {
                        about: about(),
                        step: step.id.clone(),
                        term,
                    }));
                }
                let mut legs: Vec<_> = process.legs.iter().collect();
                legs.sort_by_key(|leg| leg.to.is_some());
                for leg in legs {
                    let (Some(purpose), Some(term)) = (Purpose::named(&leg.purpose), leg.term.clone()) else {
                        continue;
                    };
                    let (to, even_named) = (leg.to.clone(), false);
                    settings.push(Setting::Leg { about: about(), purpose, to, term, even_named });
                }
            }
            Entry::CalendarSet(set) => {
                let off = set.data.holidays.iter().filter(|day| !set.data.make_up_days.contains_key(day));
                settings.extend(off.map(|day| Setting::Off { calendar: set.id.clone(), day: *day }));
            }
            _ => {}
        }
    }
    settings
}

#[test]
fn with_every_setting_at_its_own_value_it_is_history() {
    let (mut looked_at, mut with_clocks, mut as_recorded) = (0, 0, 0);
    for (title, world) in WORLDS.iter() {
        let settings = own(world.tape().said());
        let changed = would(world, settings).unwrap_or_else(|error| panic!("{title}: {error}"));
        for code in dossiers(world) {
            let placed = records(world, &code);
            let Some((_, last)) = placed.last() else { continue };
            let now = last.recorded_at + jiff::SignedDuration::from_mins(1);
            let Some(compared) = compare(world, &placed, &changed, now) else { continue };
            // A clock that was recorded only after what came later says another instant than its own; that is told, and nothing else differs.
            let belated = placed.iter().any(|(_, taped)| {
                taped.command.is_timer() && taped.effective_at > taped.command.act.occurred_at
            });
            assert!(compared.as_recorded || belated, "{title}, {code}: {compared:#?}");
            as_recorded += usize::from(compared.as_recorded);
            assert!(!compared.differs(), "{title}, {code}: {compared:#?}");
            let acts: Vec<Placed> =
                placed.iter().filter(|(_, taped)| !taped.command.is_timer()).cloned().collect();
            if acts.len() < placed.len() {
                let without = compare(world, &acts, &changed, now).unwrap();
                assert_eq!(
                    (&without.was, &without.would, &without.breaks),
                    (&compared.was, &compared.would, &compared.breaks),
                    "{title}, {code}: without the records of clocks"
                );
                with_clocks += 1;
            }
            looked_at += 1;
        }
    }
    assert!(looked_at > 100 && with_clocks > 20, "{looked_at}, {with_clocks}");
    assert!(looked_at - as_recorded < looked_at / 20, "{as_recorded} of {looked_at}");
}

fn one(world: &World, code: &str, settings: &[&str], now: &str) -> Compared {
    let settings = settings.iter().map(|text| text.parse().unwrap()).collect();
    let changed = would(world, settings).unwrap();
    compare(world, &records(world, &DossierCode::new(code).unwrap()), &changed, at(now)).unwrap()
}

/// Received on Thursday 8 October at closing: under eight days 9, 12-16 (6), 19, 20 October.
#[test]
fn a_term_of_eight_days_in_place_of_ten() {
    let world = after("decided on the ninth day of ten");
    let compared = one(&world, "H22.TT-201008-0100", &["procedure=2.000700 term=8d"], "2020-10-30T09:00");
    assert_eq!(
        (compared.was.due, compared.would.due),
        (Some(at("2020-10-22T17:00")), Some(at("2020-10-20T17:00")))
    );
    assert_eq!((compared.was.late, compared.would.late), (false, true));
    assert_eq!((compared.was.late_minutes, compared.would.late_minutes), (Some(0), Some(420)));
    assert!(compared.as_recorded && compared.breaks.is_empty());
    // Three days late become five.
    let world = after("two legs side by side, and a head who is followed by another");
    let compared = one(&world, "H22.TT-201008-0100", &["procedure=2.000700 term=8d"], "2020-10-30T09:00");
    assert_eq!((compared.was.late_minutes, compared.would.late_minutes), (Some(3 * 480), Some(5 * 480)));
}

/// The 15th off: the ten days end on the 23rd, and a leg's four days from the 14th on the 21st.
#[test]
fn a_day_off_more() {
    let world = after("decided a day late, its leg answered a day late");
    let compared =
        one(&world, "H22.TT-201008-0100", &["calendar=default off=2020-10-15"], "2020-10-30T09:00");
    assert_eq!(
        (compared.was.due, compared.would.due),
        (Some(at("2020-10-22T17:00")), Some(at("2020-10-23T17:00")))
    );
    assert_eq!((compared.was.late, compared.would.late), (true, false));
    let mended = |compared: &Compared| -> Vec<(MissedWhat, Timestamp)> {
        compared.mended.iter().map(|missed| (missed.what.clone(), missed.at)).collect()
    };
    let leg = MissedWhat::Leg(lienthong_names::LegId::new("b").unwrap());
    assert_eq!(
        mended(&compared),
        [(leg.clone(), at("2020-10-20T17:00"))],
        "the leg was answered on the 21st"
    );
    assert!(compared.as_recorded && compared.breaks.is_empty(), "{compared:#?}");
    // So it is where the leg has five days; the dossier is late all the same. Where it has three nothing else is missed.
    let legs = |days: &str| {
        let setting = format!("procedure=2.000700 leg=appraisal term={days}");
        one(&world, "H22.TT-201008-0100", &[&setting], "2020-10-30T09:00")
    };
    let longer = legs("5d");
    assert_eq!((mended(&longer), longer.would.late), (vec![(leg, at("2020-10-20T17:00"))], true));
    assert!(!legs("3d").differs());
}

/// Without “trinh” a correction goes from verifying to the register: what was done in that step would have been refused.
#[test]
fn a_step_that_is_not_there() {
    let world = after("a correction of the title goes by its own case: its term, its papers, its steps");
    let settings = ["procedure=1.004230 case=correction without-step=trinh"];
    let compared = one(&world, "H22.TT-201014-0200", &settings, "2020-10-30T09:00");
    assert_eq!(
        (compared.was.due, compared.would.due),
        (Some(at("2020-10-23T17:00")), Some(at("2020-10-23T17:00")))
    );
    assert_eq!(
        (compared.was.late, compared.would.late, compared.was.ended),
        (false, false, compared.would.ended)
    );
    let broken: Vec<(&str, Option<&str>, &str, Timestamp)> = compared
        .breaks
        .iter()
        .map(|missed| match &missed.what {
            MissedWhat::Refused { command, step, code, .. } => {
                (*command, step.as_ref().map(lienthong_names::StepName::as_str), &**code, missed.at)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        broken,
        [
            ("HandOver", Some("trinh"), "LT0210", at("2020-10-21T16:00")),
            ("CompleteStep", Some("trinh"), "LT0210", at("2020-10-22T08:00")),
        ]
    );
}

#[test]
fn what_is_about_nothing_is_said() {
    let world = after("a procedure of ten working days");
    for (text, code) in [
        ("procedure=2.000999 term=8d", "LT0983"),
        ("procedure=2.000700 version=7 term=8d", "LT0983"),
        ("procedure=2.000700 without-step=dong-dau", "LT0983"),
        ("calendar=H22.15 off=2020-10-15", "LT0983"),
        ("calendar=default off=1990-10-15", "LT0984"),
        ("calendar=default worked=2020-10-15", "LT0984"),
    ] {
        let error = would(&world, vec![text.parse().unwrap()]).unwrap_err().to_string();
        assert!(error.starts_with(code), "{text}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, max_shrink_iters: 16, ..ProptestConfig::default() })]
    #[test]
    fn a_shorter_term_never_makes_fewer_late(
        which in any::<prop::sample::Index>(),
        shorter in 0_u32..40,
        more in 0_u32..20,
    ) {
        let (title, world) = which.get(&WORLDS);
        let procedures: BTreeSet<_> = world.tape().said().iter().filter_map(|(_, entry)| match entry {
            Entry::ProcedurePublished { procedure, .. } => Some(procedure.code.clone()),
            _ => None,
        }).collect();
        let of = |days| {
            let about = |procedure| About { procedure, version: None, case: None };
            let term = |procedure| Setting::Term { about: about(procedure), term: Term::working_days(days) };
            would(world, procedures.iter().cloned().map(term).collect()).unwrap()
        };
        let (short, long) = (of(shorter), of(shorter + more));
        for code in dossiers(world) {
            let placed = records(world, &code);
            let Some((_, last)) = placed.last() else { continue };
            let now = last.recorded_at + jiff::SignedDuration::from_mins(1);
            let (Some(short), Some(long)) = (compare(world, &placed, &short, now), compare(world, &placed, &long, now)) else {
                continue;
            };
            prop_assert!(short.would.late || !long.would.late, "{}, {}: {:?} against {:?}", title, code, short, long);
            if let (Some(short), Some(long)) = (short.would.due, long.would.due) {
                prop_assert!(short <= long, "{}, {}: {} after {}", title, code, short, long);
            }
        }
    }
}
