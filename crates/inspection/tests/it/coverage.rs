//! Coverage by a story whose traces are counted by hand.

use crate::{after, one, place};
use jiff::Timestamp;
use lienthong_inspection::coverage::{Coverage, Detector, Period, Report, Row};
use lienthong_inspection::{Inspector, Numbers};
use lienthong_names::AgencyId;

fn at(text: &str) -> Timestamp {
    format!("2020-{text}:00+07:00").parse().unwrap()
}

fn always() -> Period {
    Period { from: Timestamp::MIN, to: Timestamp::MAX }
}

fn report(period: Period, now: Timestamp) -> Report {
    report_of("transfers with both their ends, and what went around", period, now)
}

fn report_of(title: &str, period: Period, now: Timestamp) -> Report {
    let world = after(title);
    let (mut inspector, mut coverage) = (Inspector::new(Numbers::default()), Coverage::default());
    let decided = world.tape().decided();
    let of_catalogue = decided.iter().filter(|taped| taped.origin.is_catalogue());
    for taped in of_catalogue.chain(decided.iter().filter(|taped| !taped.origin.is_catalogue())) {
        inspector.take(&one(&place(taped), taped));
        coverage.take(&one(&place(taped), taped));
    }
    coverage.report(&inspector.findings(now), world.catalogue(), period, now)
}

fn of<'r>(report: &'r Report, agency: &str) -> &'r Row {
    &report.agencies[&AgencyId::new(agency).unwrap()]
}

/// Two-ended, one-ended, without a transfer, outside, tenths of a percent.
fn counts(row: &Row) -> (u64, u64, u64, u64, Option<u64>) {
    (row.two_ended, row.one_ended, row.without_transfer, row.outside, row.per_mille())
}

#[test]
fn each_trace_counts_once_and_where_it_belongs() {
    let all = report(always(), at("10-16T08:00"));
    assert_eq!(counts(of(&all, "H22.15")), (1, 0, 0, 0, Some(1000)), "taken");
    assert_eq!(counts(of(&all, "H22.16")), (1, 0, 0, 0, Some(1000)), "refused: the other end is there");
    assert_eq!(counts(of(&all, "H22.17")), (0, 1, 0, 0, Some(0)), "silent; what was recalled counts nowhere");
    assert_eq!(counts(of(&all, "H22.01")), (0, 0, 1, 0, Some(0)), "answered a leg that was not its own");
    assert_eq!(counts(of(&all, "H22.14")), (0, 0, 0, 1, Some(0)), "a number of a dossier that no ledger has");
    assert_eq!(counts(of(&all, "H22.TT")), (0, 0, 0, 0, None), "nothing at all is no percentage");
    assert_eq!(counts(&all.whole), (2, 1, 1, 1, Some(400)));
    let detectors: Vec<Detector> = all.gaps.iter().map(|gap| gap.detector).collect();
    assert_eq!(detectors, [Detector::CustodyChain, Detector::OneEnded, Detector::Declarations]);
}

#[test]
fn what_is_not_due_is_no_gap_and_one_gap_is_never_rounded_away() {
    let before = report(always(), at("10-15T17:00"));
    assert_eq!(of(&before, "H22.17").one_ended, 0, "due at five, and it is five");
    let row = Row { two_ended: 9_999, one_ended: 1, ..Row::default() };
    assert_eq!(row.per_mille(), Some(999));
}

#[test]
fn a_day_that_was_not_declared_is_unknown_and_today_may_be_declared_yet() {
    let period = Period { from: at("10-12T00:00"), to: Timestamp::MAX };
    let all = report(period, at("10-16T08:00"));
    let days = |agency: &str| {
        let row = of(&all, agency);
        (row.declared, row.missing.iter().map(|day| day.day()).collect::<Vec<_>>(), row.numbers, row.tied)
    };
    assert_eq!(days("H22.14"), (2, vec![12, 15], 9, 2));
    assert_eq!(days("H22.15"), (0, vec![12, 13, 14, 15], 0, 0));
    let ended = report(Period { to: at("10-14T00:00"), ..period }, at("10-16T08:00"));
    assert_eq!(of(&ended, "H22.15").missing.len(), 2, "the 12th and the 13th");
    assert_eq!(ended.whole.outside, 1, "declared on the 13th");
}

#[test]
fn what_was_drawn_says_what_it_shows_of_all_and_what_is_not_shown_is_unknown() {
    let title = "numbers that were drawn, and what they were";
    // Drawn when Monday's business had closed: five working days from Tuesday the 13th end with the 20th.
    let early = report_of(title, always(), at("10-20T17:00"));
    let all = report_of(title, always(), at("10-21T08:00"));
    let counts = |row: &Row| (row.drawn, row.shown, row.shown_outside, row.not_shown, row.outside);
    assert_eq!(counts(of(&all, "H22.14")), (3, 3, 1, 0, 1));
    assert_eq!(counts(of(&all, "H22.15")), (3, 2, 0, 1, 0), "one of a dossier that is there is no gap");
    assert_eq!(counts(of(&all, "H22.16")), (1, 1, 1, 0, 1), "tied since, and told once");
    assert_eq!(counts(of(&early, "H22.15")), (3, 2, 0, 0, 0), "it is not over");
    assert_eq!(counts(&all.whole), (7, 6, 2, 1, 2));
    assert_eq!(of(&all, "H22.15").sample().en, "0 of 2 drawn outside, so at most 77.7% (95%)");
    assert_eq!(of(&all, "H22.TT").sample().en, "-");
    assert_eq!(all.whole.sample().en, "2 of 6 drawn outside: 33.3%, between 4.3% and 77.8% (95%)");
    let gap = all.gaps.iter().find(|gap| gap.agency.as_str() == "H22.14").unwrap();
    assert_eq!(gap.detector, Detector::Declarations);
    assert_eq!(
        gap.en,
        "number 3 of 2020-10-12 was drawn and concerns H22.TT-201012-0999, which no ledger has"
    );
    let late = &all.not_shown;
    assert_eq!(late.len(), 1, "{late:?}");
    assert_eq!((late[0].agency.as_str(), late[0].of.number), ("H22.15", 1));
    assert_eq!((late[0].at, late[0].due), (at("10-12T17:05"), at("10-20T17:00")));
    assert_eq!((late[0].place.stream.to_string(), late[0].place.revision), ("agency.H22.15".to_owned(), 1));
    assert_eq!(early.not_shown, []);
    let later = report_of(title, Period { from: at("10-13T00:00"), ..always() }, at("10-20T08:00"));
    assert_eq!(later.whole.drawn, 0, "drawn of a day before the period");
}
