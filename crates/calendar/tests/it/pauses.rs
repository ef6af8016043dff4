//! Pauses, by hand.

use lienthong_calendar::{Calendar, Pause, RunningTerm, Term};

use crate::at;

fn running(from: &str, term: Term) -> RunningTerm {
    RunningTerm { from: at(from), term }
}

fn pause(asked: &str, given: &str) -> Pause {
    Pause::new(at(asked), at(given)).unwrap()
}

#[test]
fn what_is_left() {
    let calendar = Calendar::vietnam_default();
    let (half, days, dates, minutes) =
        (Term::half_days, Term::working_days, Term::calendar_days, Term::working_minutes);
    for (term, asked, left) in [
        // Received Monday 5 October 2020, 09:00. Day 0 uses up nothing, nor does anything before it.
        (days(3), "2020-10-05 16:00", Some(days(3))),
        (days(3), "2020-10-02 16:00", Some(days(3))),
        (days(3), "2020-10-06 07:00", Some(days(2))),
        (days(3), "2020-10-08 17:00", Some(days(0))),
        (days(3), "2020-10-08 20:00", Some(days(0))),
        (days(3), "2020-10-09 06:00", None),
        (days(6), "2020-10-11 09:00", Some(days(2))),
        (half(3), "2020-10-06 09:00", Some(half(1))),
        (half(3), "2020-10-07 16:00", Some(half(0))),
        (half(3), "2020-10-08 08:00", None),
        // The fifth day is a Saturday: due on Monday.
        (dates(5), "2020-10-09 09:00", Some(dates(1))),
        (dates(5), "2020-10-12 09:00", Some(dates(0))),
        (dates(5), "2020-10-13 09:00", None),
        (dates(5), "2020-10-02 09:00", Some(dates(5))),
        (minutes(480), "2020-10-05 10:00:30", Some(minutes(420))),
        (minutes(480), "2020-10-05 12:00", Some(minutes(330))),
        (minutes(480), "2020-10-02 12:00", Some(minutes(480))),
        (minutes(60), "2020-10-05 10:00", Some(minutes(0))),
        (minutes(60), "2020-10-05 10:01", None),
        // Phases: 3 working days end on Thursday 8, then 15 calendar days on Friday 23.
        (days(3).then(dates(15)), "2020-10-07 09:00", Some(days(1).then(dates(15)))),
        (days(3).then(dates(15)), "2020-10-08 09:00", Some(dates(15))),
        (days(3).then(dates(15)), "2020-10-08 18:00", Some(dates(15))),
        (days(3).then(dates(15)), "2020-10-13 09:00", Some(dates(10))),
        (days(3).then(dates(15)), "2020-10-24 09:00", None),
        // Half a day ends on Tuesday at 11:30: at 14:00 half an hour of the next phase is gone.
        (half(1).then(minutes(120)), "2020-10-06 14:00", Some(minutes(90))),
    ] {
        let running = running("2020-10-05 09:00", term);
        assert_eq!(running.left(&calendar, at(asked)), Ok(left), "{running:?} {asked}");
    }
}

#[test]
fn pauses_follow_each_other() {
    let calendar = Calendar::vietnam_default();
    let promised = Term::working_days(10);
    let first = running("2020-10-08 09:00", promised.clone())
        .resume_remaining(&calendar, pause("2020-10-13 10:00", "2020-10-20 10:00"))
        .unwrap();
    // Seven left from the 20th; three used by the 23rd; four left from Monday 2 November.
    let again = pause("2020-10-23 08:00", "2020-11-02 08:00");
    let second = first.resume_remaining(&calendar, again).unwrap();
    assert_eq!(second, running("2020-11-02 08:00", Term::working_days(4)));
    assert_eq!(second.due(&calendar), Ok(at("2020-11-06 17:00")));
    // Anew is the whole term, not what the first pause had left.
    let anew = first.resume_anew(&calendar, again, &promised).unwrap();
    assert_eq!(anew.due(&calendar), Ok(at("2020-11-16 17:00")));
}

#[test]
fn what_is_given_after_closing_starts_the_next_day() {
    let calendar = Calendar::vietnam_default();
    let resumed = running("2020-10-05 09:00", Term::working_days(3))
        .resume_remaining(&calendar, pause("2020-10-06 09:00", "2020-10-16 18:00"))
        .unwrap();
    assert_eq!(resumed.due(&calendar), Ok(at("2020-10-21 17:00")));
}

#[test]
fn an_overdue_term_stays_overdue() {
    let calendar = Calendar::vietnam_default();
    let promised = Term::working_days(3);
    let overdue = running("2020-10-05 09:00", promised.clone());
    let late = pause("2020-10-09 09:00", "2020-10-20 09:00");
    assert_eq!(overdue.resume_remaining(&calendar, late), Ok(overdue.clone()));
    assert_eq!(overdue.resume_anew(&calendar, late, &promised), Ok(overdue.clone()));
}

#[test]
fn a_pause_ends_after_it_is_asked() {
    let (asked, given) = (at("2020-10-09 09:00"), at("2020-10-09 08:59"));
    assert!(Pause::new(asked, given).is_err());
    assert!(Pause::new(asked, asked).is_ok());
}
