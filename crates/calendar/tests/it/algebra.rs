//! Laws that hold for every calendar.

use jiff::civil::{Date, Time, date, time};
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp, ToSpan};
use lienthong_calendar::{Calendar, CalendarData, Pause, Phase, RunningTerm, Span, Term};
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::Index;

const FROM: Date = date(2020, 1, 1);
const DAYS: i64 = 731;
/// Instants stay within the first year, so that most terms end within the second.
const FIRST_YEAR_SECONDS: i64 = 366 * 86_400;

fn minute(minute: u32) -> Time {
    time(i8::try_from(minute / 60).unwrap(), i8::try_from(minute % 60).unwrap(), 0, 0)
}

/// None to three spans.
fn hours() -> impl Strategy<Value = Vec<Span>> {
    btree_set(0_u32..1440, 0..=6).prop_map(|cuts| {
        let cuts: Vec<u32> = cuts.into_iter().collect();
        cuts.chunks_exact(2).map(|pair| Span::new(minute(pair[0]), minute(pair[1]))).collect()
    })
}

fn day(offset: i64) -> Date {
    FROM.checked_add(offset.days()).unwrap()
}

/// Any valid calendar of two years.
fn calendars() -> impl Strategy<Value = Calendar> {
    let week = [(); 7].map(|()| hours());
    let holidays = btree_set(0..DAYS, 1..60);
    let swaps = vec((0..DAYS, any::<Index>()), 0..10);
    (week, holidays, swaps, -12_i8..=14).prop_filter_map("nobody ever works", |(week, off, swaps, offset)| {
        let holidays: Vec<Date> = off.into_iter().map(day).collect();
        let data = CalendarData {
            offset: Offset::constant(offset),
            decided_from: FROM,
            decided_until: day(DAYS - 1),
            week,
            holidays: holidays.iter().copied().collect(),
            make_up_days: Default::default(),
        };
        let data = swaps.into_iter().fold(data, |data, (worked, place)| {
            let mut swapped = data.clone();
            swapped.make_up_days.insert(day(worked), *place.get(&holidays));
            if swapped.check().is_ok() { swapped } else { data }
        });
        Calendar::new(data).ok()
    })
}

/// An instant of the first year, with seconds.
fn instants() -> impl Strategy<Value = Timestamp> {
    let begin: Timestamp = "2020-01-02T00:00Z".parse().unwrap();
    (0..FIRST_YEAR_SECONDS).prop_map(move |second| begin + SignedDuration::from_secs(second))
}

fn phases() -> impl Strategy<Value = Phase> {
    prop_oneof![
        (0_u32..60).prop_map(Phase::WorkingHalfDays),
        (0_u32..40).prop_map(Phase::CalendarDays),
        (0_u32..10_000).prop_map(Phase::WorkingMinutes),
    ]
}

fn terms() -> impl Strategy<Value = Term> {
    vec(phases(), 1..4).prop_map(|phases| Term::new(phases).unwrap())
}

fn longer(phase: Phase, by: u32) -> Phase {
    match phase {
        Phase::WorkingHalfDays(n) => Phase::WorkingHalfDays(n + by),
        Phase::CalendarDays(n) => Phase::CalendarDays(n + by),
        Phase::WorkingMinutes(n) => Phase::WorkingMinutes(n + by),
    }
}

/// The start of the minute that `at` falls in; zones are whole hours here.
fn whole_minute(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second().div_euclid(60) * 60).unwrap()
}

proptest! {
    #[test]
    fn minutes_add_up(calendar in calendars(), a in instants(), b in instants(), c in instants()) {
        let between = |a, b| calendar.working_minutes_between(a, b).unwrap();
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        let (first, last) = (a.min(b), a.max(b));
        let wall = whole_minute(last).duration_since(whole_minute(first)).as_mins();
        prop_assert!((0..=wall).contains(&between(first, last)));
    }

    #[test]
    fn adding_minutes_is_the_inverse_of_counting_and_never_late(
        calendar in calendars(), a in instants(), minutes in 1_u32..20_000,
    ) {
        if let Ok(end) = calendar.add_working_minutes(a, minutes) {
            let count = |end| calendar.working_minutes_between(a, end).unwrap();
            prop_assert_eq!(count(end), i64::from(minutes));
            prop_assert_eq!(count(end - SignedDuration::from_mins(1)), i64::from(minutes) - 1);
        }
    }

    #[test]
    fn adding_minutes_adds_up(calendar in calendars(), a in instants(), m in 0_u32..9_000, n in 0_u32..9_000) {
        let step = calendar.add_working_minutes(a, m).and_then(|half| calendar.add_working_minutes(half, n));
        prop_assert_eq!(step, calendar.add_working_minutes(a, m + n));
    }

    #[test]
    fn days_add_up(calendar in calendars(), a in 0..DAYS, b in 0..DAYS, c in 0..DAYS) {
        let between = |a, b| calendar.working_days_between(day(a), day(b)).unwrap();
        prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
        let (first, last) = (a.min(b), a.max(b));
        prop_assert!((0..=last - first).contains(&between(first, last)));
    }

    #[test]
    fn adding_whole_days_is_the_inverse_of_counting_and_ends_at_a_closing(
        calendar in calendars(), a in instants(), days in 0_u32..200,
    ) {
        let due = |days| calendar.due(a, &Term::working_days(days));
        if let (Ok(zero), Ok(end)) = (due(0), due(days)) {
            let (zero, last) = (calendar.local_date(zero), calendar.local_date(end));
            prop_assert_eq!(calendar.working_days_between(zero, last), Ok(i64::from(days)));
            prop_assert_eq!(calendar.closing_of(last), Ok(Some(end)));
        }
    }

    #[test]
    fn adding_whole_days_adds_up(calendar in calendars(), a in instants(), m in 0_u32..120, n in 0_u32..120) {
        let due = |from, days| calendar.due(from, &Term::working_days(days));
        prop_assert_eq!(due(a, m).and_then(|half| due(half, n)), due(a, m + n));
    }

    #[test]
    fn calendar_days_end_on_their_day_or_the_first_one_worked_after_it(
        calendar in calendars(), a in instants(), days in 0_u32..120,
    ) {
        let zero = calendar.due(a, &Term::working_days(0));
        if let (Ok(zero), Ok(end)) = (zero, calendar.due(a, &Term::calendar_days(days))) {
            let last = calendar.local_date(zero).checked_add(i64::from(days).days()).unwrap();
            let due = calendar.local_date(end);
            let off = last.series(1.day()).take_while(|day| *day < due);
            prop_assert!(last <= due && calendar.is_working_day(due).unwrap());
            for day in off {
                prop_assert_eq!(calendar.is_working_day(day), Ok(false), "{}", day);
            }
        }
    }

    #[test]
    fn a_phase_starts_where_the_one_before_it_ends(
        calendar in calendars(), a in instants(), first in terms(), second in terms(),
    ) {
        let both = first.clone().then(second.clone());
        // Half days that meet are one phase: half a day and half a day are a day.
        if both.phases().len() == first.phases().len() + second.phases().len() {
            let step = calendar.due(a, &first).and_then(|end| calendar.due(end, &second));
            prop_assert_eq!(step, calendar.due(a, &both));
        }
    }

    #[test]
    fn a_promise_is_due_no_earlier_than_its_term_and_only_the_same_day_moves(
        calendar in calendars(), a in instants(), b in instants(), term in terms(),
    ) {
        let (first, last) = (a.min(b), a.max(b));
        for term in [term, Term::working_days(0)] {
            if let (Ok(first), Ok(last)) = (calendar.promised(first, &term), calendar.promised(last, &term)) {
                prop_assert!(first <= last);
            }
            if let (Ok(due), Ok(promised)) = (calendar.due(a, &term), calendar.promised(a, &term)) {
                prop_assert!(due <= promised);
                prop_assert!(due == promised || term == Term::working_days(0));
            }
        }
    }

    #[test]
    fn who_comes_later_is_due_no_earlier(calendar in calendars(), a in instants(), b in instants(), term in terms()) {
        let (first, last) = (a.min(b), a.max(b));
        if let (Ok(first), Ok(last)) = (calendar.due(first, &term), calendar.due(last, &term)) {
            prop_assert!(first <= last);
        }
    }

    #[test]
    fn a_longer_phase_is_due_no_earlier(
        calendar in calendars(), a in instants(), phase in phases(), by in 0_u32..50, rest in terms(),
    ) {
        let term = |phase| Term::new([phase]).unwrap().then(rest.clone());
        let (short, long) = (calendar.due(a, &term(phase)), calendar.due(a, &term(longer(phase, by))));
        if let (Ok(short), Ok(long)) = (short, long) {
            prop_assert!(short <= long);
        }
    }

    #[test]
    fn a_term_ends_in_working_time_and_never_before_it_starts(
        calendar in calendars(), a in instants(), term in terms(),
    ) {
        if let Ok(due) = calendar.due(a, &term) {
            prop_assert!(due >= whole_minute(a));
            let runs = term.phases().iter().any(|phase| *phase != Phase::WorkingMinutes(0));
            prop_assert!(!runs || calendar.is_working_instant(due).unwrap());
        }
    }

    #[test]
    fn an_opening_is_the_first_minute_that_runs(calendar in calendars(), a in instants()) {
        if let Ok(opening) = calendar.next_opening(a) {
            let minute = SignedDuration::from_mins(1);
            prop_assert_eq!(calendar.working_minutes_between(a, opening), Ok(0));
            prop_assert_eq!(calendar.working_minutes_between(opening, opening + minute), Ok(1));
            prop_assert_eq!(calendar.next_opening(opening), Ok(opening));
        }
    }

    #[test]
    fn a_pause_of_hours_moves_the_end_by_what_it_lasted(
        calendar in calendars(), a in instants(), wait in 0_i64..500_000, length in 0_i64..500_000, n in 1_u32..5_000,
    ) {
        let asked = a + SignedDuration::from_secs(wait);
        let given = asked + SignedDuration::from_secs(length);
        let running = RunningTerm { from: a, term: Term::working_minutes(n) };
        let resumed = running.resume_remaining(&calendar, Pause::new(asked, given).unwrap());
        if let (Ok(due), Ok(Some(left)), Ok(resumed)) = (running.due(&calendar), running.left(&calendar, asked), resumed)
            && left != Term::working_minutes(0)
        {
            let lasted = calendar.working_minutes_between(asked, given).unwrap();
            let moved = calendar.add_working_minutes(due, u32::try_from(lasted).unwrap());
            prop_assert_eq!(resumed.due(&calendar), moved);
        }
    }

    #[test]
    fn a_pause_never_brings_the_end_forward(
        calendar in calendars(), a in instants(), wait in 0_i64..2_000_000, length in 0_i64..2_000_000, phase in phases(),
    ) {
        let asked = a + SignedDuration::from_secs(wait);
        let given = asked + SignedDuration::from_secs(length);
        let term = Term::new([phase]).unwrap();
        let running = RunningTerm { from: a, term: term.clone() };
        let pause = Pause::new(asked, given).unwrap();
        let remaining = running.resume_remaining(&calendar, pause).and_then(|term| term.due(&calendar));
        let anew = running.resume_anew(&calendar, pause, &term).and_then(|term| term.due(&calendar));
        if let (Ok(due), Ok(remaining)) = (running.due(&calendar), remaining) {
            prop_assert!(due <= remaining);
            if let Ok(anew) = anew {
                prop_assert!(remaining <= anew);
            }
        }
    }
}
