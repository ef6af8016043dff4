//! The published vectors, with the hours 07:00 to 11:30 and 13:30 to 17:00.

use lienthong_calendar::{Calendar, Pause, RunningTerm, Term};

use crate::at;

#[test]
fn terms_end_when_the_vectors_say() {
    let calendar = Calendar::vietnam_default();
    for (from, term, due) in [
        ("2020-08-28 16:00", Term::working_days(5), "2020-09-07 17:00"),
        ("2020-01-22 09:00", Term::working_days(3), "2020-02-03 17:00"),
        ("2024-04-26 14:00", Term::working_days(3), "2024-05-04 17:00"),
        ("2020-08-18 08:00", Term::calendar_days(15), "2020-09-03 17:00"),
        ("2020-10-09 20:00", Term::working_hours(8), "2020-10-12 17:00"),
    ] {
        assert_eq!(calendar.due(at(from), &term), Ok(at(due)), "{from} {term:?}");
    }
}

#[test]
fn a_supplement_leaves_the_rest_or_starts_anew() {
    let calendar = Calendar::vietnam_default();
    let term = Term::working_days(10);
    let running = RunningTerm { from: at("2020-10-08 09:00"), term: term.clone() };
    let pause = Pause::new(at("2020-10-13 10:00"), at("2020-10-20 10:00")).unwrap();
    let remaining = running.resume_remaining(&calendar, pause).unwrap();
    let anew = running.resume_anew(&calendar, pause, &term).unwrap();
    assert_eq!(remaining.due(&calendar), Ok(at("2020-10-29 17:00")));
    assert_eq!(anew.due(&calendar), Ok(at("2020-11-03 17:00")));
}
