//! Logs that look odd and are none the worse for it: taken in whole, with nothing guessed.

use lienthong_tests::records::{RECEIPT, records};
use lienthong_tests::xes_edit::gzipped;

use crate::place::{Place, small, undamaged};

/// "The rest are steps": an activity that the mapping gives no meaning is done, under the source's own name.
#[test]
fn an_activity_that_the_mapping_does_not_know_is_a_step() {
    let place = Place::new();
    let log = small();
    let text = log.text();
    let at = text.rfind("value=\"T10 ").expect("a last step");
    let end = at + 7 + text[at + 7..].find('"').expect("its end");
    let text = format!("{}value=\"T99 Something new{}", &text[..at], &text[end..]);
    let summary = place.import(&place.file("new.xes.gz", gzipped(&text))).expect_code(0).json();
    assert_eq!((&summary["source_events"], &summary["rejected"]), (&log.events().into(), &0.into()));
    let sealed = records(&place.house(), RECEIPT);
    let new = sealed.iter().find(|r| r.source().is_some_and(|s| &*s.activity == "T99 Something new"));
    assert_eq!(new.expect("it was taken in").kinds(), ["StepCompleted"]);
    place.verifies();
}

/// The order of the log counts, its instants are kept as they are claimed.
#[test]
fn events_out_of_order_stay_in_the_order_of_the_log() {
    let place = Place::new();
    let mut log = small();
    let case = &mut log.cases[11];
    let (first, last) = (0, case.events.len() - 1);
    assert!(last > 2, "a case with some events");
    let instant = |text: &str| {
        let line = text.lines().find(|line| line.contains("time:timestamp")).expect("an instant");
        line.split('"').nth(3).expect("its value").to_owned()
    };
    let (early, late) = (instant(&case.events[first].text), instant(&case.events[last].text));
    assert_ne!(early, late);
    case.events[first].text = case.events[first].text.replace(&early, &late);
    case.events[last].text = case.events[last].text.replace(&late, &early);
    let (name, ids): (_, Vec<_>) =
        (format!("dossier.{}", case.name), case.events.iter().map(|e| e.id().to_owned()).collect());
    let summary = place.import(&place.log("order.xes.gz", &log)).expect_code(0).json();
    assert_eq!((&summary["source_events"], &summary["rejected"]), (&log.events().into(), &0.into()));
    let sealed = records(&place.house(), RECEIPT);
    let of_case = sealed.iter().filter(|r| r.raw.record.stream.to_string() == name);
    let taken: Vec<_> = of_case.filter_map(|r| Some(r.source()?.event_id.to_string())).collect();
    assert_eq!(taken, ids);
    place.verifies();
}

/// What a name says is not believed: the bytes are.
#[test]
fn a_log_that_is_only_called_compressed_and_one_that_is_not_called_so() {
    let plain = small().text();
    for (name, bytes) in [("plain.xes.gz", plain.clone().into_bytes()), ("packed.xes", gzipped(&plain))] {
        let place = Place::new();
        place.import(&place.file(name, bytes)).expect_code(0);
        place.history().expect_same_as(undamaged());
    }
}

/// One line of it all: memory is that of the largest trace, not of the longest line.
#[test]
fn a_log_on_one_line() {
    let place = Place::new();
    let line: String = small().text().lines().map(str::trim).collect();
    assert!(line.len() > 100_000 && !line.contains('\n'));
    place.import(&place.file("line.xes", line)).expect_code(0);
    place.history().expect_same_as(undamaged());
}

/// Windows puts a mark before a text, and ends lines otherwise.
#[test]
fn a_log_that_an_editor_has_saved_anew() {
    let place = Place::new();
    let text = format!("\u{feff}{}", small().text().replace('\n', "\r\n"));
    place.import(&place.file("saved.xes", text)).expect_code(0);
    place.history().expect_same_as(undamaged());
}

/// An export of a day on which nothing happened: no fault, but said.
#[test]
fn a_log_without_cases() {
    let place = Place::new();
    let finished = place.import(&place.log("empty.xes", &small().with_cases(|_| false))).expect_code(0);
    assert_eq!(finished.json()["dossiers"], 0);
    assert!(finished.stderr.contains("empty.xes has no cases"), "{finished:?}");
    place.verifies();
    assert!(place.history().is_empty());
}
