//! Every run of days off of 2020 to 2026 and every swap, counted by hand; and a year that only a proposal knows.

use jiff::civil::date;
use lienthong_calendar::{Calendar, CalendarData, Term, proposed_days_off};

use crate::{at, on, saturday_desk};

/// Received at 10:00 on a day, due so many working days later at 17:00 on another.
fn check(rows: &[(&str, u32, &str)]) {
    for (received, days, due) in rows {
        let ours =
            Calendar::vietnam_default().due(at(&format!("{received} 10:00")), &Term::working_days(*days));
        assert_eq!(ours, Ok(at(&format!("{due} 17:00"))), "{received} and {days} working days");
    }
}

#[test]
fn in_2020() {
    check(&[
        // Wednesday 1 January is off: received on Thursday 2, so Friday 3.
        ("2020-01-01", 1, "2020-01-03"),
        // Wednesday 22; off Thursday 23 to Wednesday 29; Thursday 30 is the first, Friday 31 the second.
        ("2020-01-22", 1, "2020-01-30"),
        ("2020-01-22", 2, "2020-01-31"),
        // Giỗ Tổ, Thursday 2 April, between Wednesday and Friday.
        ("2020-04-01", 1, "2020-04-03"),
        // Thursday 30 April, Friday 1 May, a weekend.
        ("2020-04-29", 1, "2020-05-04"),
        // National Day is a Wednesday and one day.
        ("2020-09-01", 1, "2020-09-03"),
    ]);
}

#[test]
fn in_2021() {
    check(&[
        // Friday 1 January and a weekend.
        ("2020-12-31", 1, "2021-01-04"),
        // Tuesday 9 February; off Wednesday 10 to Tuesday 16.
        ("2021-02-09", 1, "2021-02-17"),
        ("2021-04-20", 1, "2021-04-22"),
        // Friday 30 April, Saturday 1 May made up on Monday 3.
        ("2021-04-29", 1, "2021-05-04"),
        // Thursday 2 and Friday 3 September, a weekend.
        ("2021-09-01", 1, "2021-09-06"),
    ]);
}

#[test]
fn in_2022() {
    check(&[
        // 1 January is a Saturday, made up on Monday 3.
        ("2021-12-31", 1, "2022-01-04"),
        // Monday 31 January to Friday 4 February between two weekends.
        ("2022-01-28", 1, "2022-02-07"),
        // Giỗ Tổ on Sunday 10 April, made up on Monday.
        ("2022-04-08", 1, "2022-04-12"),
        // Saturday 30 April and Sunday 1 May, made up on Monday 2 and Tuesday 3.
        ("2022-04-29", 1, "2022-05-04"),
        // Thursday 1 and Friday 2 September, a weekend.
        ("2022-08-31", 1, "2022-09-05"),
    ]);
}

#[test]
fn in_2023() {
    check(&[
        // 1 January is a Sunday, made up on Monday.
        ("2022-12-30", 1, "2023-01-03"),
        // Thursday 19; off Friday 20 to Thursday 26.
        ("2023-01-19", 1, "2023-01-27"),
        // Giỗ Tổ on Saturday 29 and 30 April on Sunday, made up on Tuesday 2 and Wednesday 3 May, after Monday 1.
        ("2023-04-28", 1, "2023-05-04"),
        // Friday 1 September; Saturday 2 made up on Monday 4.
        ("2023-08-31", 1, "2023-09-05"),
    ]);
}

#[test]
fn in_2024() {
    check(&[
        ("2023-12-29", 1, "2024-01-02"),
        // Wednesday 7 February; off Thursday 8 to Wednesday 14.
        ("2024-02-07", 1, "2024-02-15"),
        ("2024-04-17", 1, "2024-04-19"),
        // Friday 26 April; off Monday 29 (swapped) to Wednesday 1 May; Thursday 2, Friday 3, Saturday 4 (worked), Monday 6.
        ("2024-04-26", 1, "2024-05-02"),
        ("2024-04-26", 2, "2024-05-03"),
        ("2024-04-26", 3, "2024-05-04"),
        ("2024-04-26", 4, "2024-05-06"),
        // Monday 2 and Tuesday 3 September after a weekend.
        ("2024-08-30", 1, "2024-09-04"),
    ]);
}

#[test]
fn in_2025() {
    check(&[
        ("2024-12-31", 1, "2025-01-02"),
        // Monday 27 to Friday 31 January between two weekends.
        ("2025-01-24", 1, "2025-02-03"),
        ("2025-04-04", 1, "2025-04-08"),
        // Friday 25; Saturday 26 (worked), Monday 28, Tuesday 29; off Wednesday 30 to Friday 2 May (swapped); Monday 5.
        ("2025-04-25", 1, "2025-04-26"),
        ("2025-04-25", 2, "2025-04-28"),
        ("2025-04-25", 4, "2025-05-05"),
        // Monday 1 and Tuesday 2 September after a weekend.
        ("2025-08-29", 1, "2025-09-03"),
    ]);
}

#[test]
fn in_2026() {
    check(&[
        // Thursday 1 and Friday 2 January (swapped), a weekend.
        ("2025-12-31", 1, "2026-01-05"),
        // Friday 9; Saturday 10 (worked), Monday 12.
        ("2026-01-09", 1, "2026-01-10"),
        ("2026-01-09", 2, "2026-01-12"),
        // Monday 16 to Friday 20 February between two weekends.
        ("2026-02-13", 1, "2026-02-23"),
        // Giỗ Tổ on Sunday 26 April, made up on Monday.
        ("2026-04-24", 1, "2026-04-28"),
        ("2026-04-29", 1, "2026-05-04"),
        // Friday 21 August; Saturday 22 (worked); then Friday 28; off Monday 31 (swapped) to Wednesday 2 September.
        ("2026-08-21", 1, "2026-08-22"),
        ("2026-08-28", 1, "2026-09-03"),
    ]);
}

#[test]
fn other_units_over_days_off() {
    let calendar = Calendar::vietnam_default();
    for (from, term, due) in [
        // The tenth day after Thursday 1 February 2024 is Sunday 11, within Tết: Thursday 15.
        ("2024-02-01 08:00", Term::calendar_days(10), "2024-02-15 17:00"),
        // The seventh day after Monday 9 February 2026 is Monday 16, within Tết: Monday 23.
        ("2026-02-09 10:00", Term::calendar_days(7), "2026-02-23 17:00"),
        // The fifth after Friday 25 April 2025 is Wednesday 30, off: Monday 5 May.
        ("2025-04-25 10:00", Term::calendar_days(5), "2025-05-05 17:00"),
        // Half an hour of Friday and half an hour of a Saturday that is worked.
        ("2026-08-21 16:30", Term::working_hours(1), "2026-08-22 07:30"),
        // One hour of Friday 3 May 2024, one of Saturday 4.
        ("2024-05-03 16:00", Term::working_hours(2), "2024-05-04 08:00"),
        // Over Tết: half an hour of Tuesday 9 February 2021, the whole morning of Wednesday 17 (four and a half hours).
        ("2021-02-09 16:30", Term::working_hours(5), "2021-02-17 11:30"),
        // Half a day: until noon of the next working day; one and a half: of the one after it.
        ("2021-02-09 08:00", Term::half_days(1), "2021-02-17 11:30"),
        ("2025-04-25 08:00", Term::half_days(1), "2025-04-26 11:30"),
        ("2025-04-25 08:00", Term::half_days(3), "2025-04-28 11:30"),
        // Over a year's end: Friday 29 December 2023, Monday 1 January off, Tuesday 2, Wednesday 3, Thursday 4.
        ("2023-12-29 16:59", Term::working_days(3), "2024-01-04 17:00"),
        // Received after closing: Tuesday 2 is the day of reception.
        ("2023-12-29 17:01", Term::working_days(3), "2024-01-05 17:00"),
    ] {
        assert_eq!(calendar.due(at(from), &term), Ok(at(due)), "{from} {term:?}");
    }
}

#[test]
fn what_is_promised_for_the_same_day_is_due_tomorrow_after_three() {
    let same_day = Term::working_days(0);
    for (calendar, from, due) in [
        // Monday 5 October 2020.
        (Calendar::vietnam_default(), "2020-10-05 14:59", "2020-10-05 17:00"),
        (Calendar::vietnam_default(), "2020-10-05 15:00:59", "2020-10-05 17:00"),
        (Calendar::vietnam_default(), "2020-10-05 15:01", "2020-10-06 17:00"),
        // Friday; after closing Monday is the day of reception, in good time.
        (Calendar::vietnam_default(), "2020-10-09 15:01", "2020-10-12 17:00"),
        (Calendar::vietnam_default(), "2020-10-09 17:01", "2020-10-12 17:00"),
        (Calendar::vietnam_default(), "2020-10-10 16:00", "2020-10-12 17:00"),
        // The last afternoon before Tết 2020, and one before a Saturday that is worked.
        (Calendar::vietnam_default(), "2020-01-22 15:01", "2020-01-30 17:00"),
        (Calendar::vietnam_default(), "2026-08-21 15:01", "2026-08-22 17:00"),
        // A desk that is open on Saturday morning.
        (saturday_desk(), "2020-10-09 15:01", "2020-10-10 11:30"),
        (saturday_desk(), "2020-10-10 10:00", "2020-10-10 11:30"),
        (saturday_desk(), "2020-10-10 15:01", "2020-10-12 17:00"),
    ] {
        assert_eq!(calendar.promised(at(from), &same_day), Ok(at(due)), "{from}");
    }
    let calendar = Calendar::vietnam_default();
    for term in [Term::working_days(1), Term::half_days(1), Term::calendar_days(0), Term::working_hours(1)] {
        let from = at("2020-10-05 15:01");
        assert_eq!(calendar.promised(from, &term), calendar.due(from, &term), "{term:?}");
    }
}

/// 2019 stands in no decided table: nothing is answered, unless somebody decides what is proposed for it.
#[test]
fn a_year_that_is_proposed() {
    let received = at("2019-02-01 10:00");
    assert!(Calendar::vietnam_default().due(received, &Term::working_days(1)).is_err());
    let decided = CalendarData {
        decided_from: date(2019, 1, 1),
        decided_until: date(2019, 12, 31),
        holidays: proposed_days_off(2019).unwrap(),
        make_up_days: Default::default(),
        ..CalendarData::vietnam_default()
    };
    let calendar = Calendar::new(decided).unwrap();
    // Tết on Tuesday 5 February: off Monday 4 to Friday 8. Giỗ Tổ on Sunday 14 April, made up on Monday. 30 April and 1 May
    // are Tuesday and Wednesday. National Day, Monday 2 September, was one day.
    for (from, due) in [
        ("2019-02-01", "2019-02-11"),
        ("2019-04-12", "2019-04-16"),
        ("2019-04-29", "2019-05-02"),
        ("2019-08-30", "2019-09-03"),
    ] {
        let ours = calendar.due(at(&format!("{from} 10:00")), &Term::working_days(1));
        assert_eq!(ours, Ok(at(&format!("{due} 17:00"))), "{from}");
    }
    assert_eq!(calendar.is_working_day(on("2019-01-01")), Ok(false));
}
