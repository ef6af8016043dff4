//! Whatever of a log is understood can be carried by commands: what the service would refuse at the door is found while the
//! log is read, before the first record.

use crate::support::mapping;
use jiff::Timestamp;
use lienthong_interop::convert::commands;
use lienthong_interop::publish::{Publisher, catalogue};
use lienthong_interop::xes::{Attribute, Case, Date, Event, Trace, XesError, plan, survey};
use lienthong_names::{AgencyId, OfficerId};
use lienthong_protocol::{Body, Command};
use proptest::prelude::*;

/// A case of one event with these words in it.
fn case(name: &str, activity: &str, resource: &str, group: &str, id: &str, at: Timestamp) -> Trace {
    let text = Attribute::string;
    let event = Event {
        line: 3,
        index: 0,
        attributes: vec![
            text("concept:name", activity),
            text("org:resource", resource),
            text("org:group", group),
            text("concept:instance", id),
            Attribute::date("time:timestamp", Date { at, text: at.to_string() }),
        ],
    };
    Trace { line: 2, attributes: vec![text("concept:name", name)], events: vec![event] }
}

/// Everything that would be sent for a case passes the form check of the protocol.
fn carried(trace: Trace) -> Result<(), XesError> {
    let mapping = mapping();
    let read = Case::read("a.xes", &trace, &mapping)?;
    for command in commands(&plan(&read, &mapping).unwrap(), &mapping) {
        let body = Body::Dossier { code: command.code, command: command.command };
        let bytes = Command { act: command.act, body }.encode();
        Command::decode(&bytes).unwrap_or_else(|e| panic!("{e:?} of {trace:?}"));
    }
    let survey = survey("a.xes", [Ok(trace)], &mapping);
    assert_eq!((survey.cases, &survey.damage), (1, &None));
    let publisher = Publisher {
        agency: AgencyId::new("coselog.office").unwrap(),
        officer: OfficerId::new("operator").unwrap(),
        drafter: OfficerId::new("drafter").unwrap(),
        at: Timestamp::UNIX_EPOCH,
    };
    for published in catalogue(&mapping, &survey, &publisher) {
        let body =
            Body::Catalogue { drafted_by: Some(publisher.drafter.clone()), command: published.command };
        let bytes = Command { act: published.act, body }.encode();
        Command::decode(&bytes).unwrap_or_else(|e| panic!("{e:?}"));
    }
    Ok(())
}

/// Texts of all kinds: short and too long, with control characters and without.
fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9 ế_.-]{0,40}",
        1 => any::<String>(),
        1 => (990_usize..1010).prop_map(|length| "x".repeat(length)),
        1 => (60_usize..70).prop_map(|length| "x".repeat(length)),
    ]
}

proptest! {
    #[test]
    fn what_is_understood_can_be_carried(
        name in word(), activity in word(), resource in word(), group in word(), id in word(),
        second in -377_705_023_201_i64..=253_402_207_200,
    ) {
        let at = Timestamp::from_second(second).unwrap();
        // Refused is as good: with its line, while the log is read.
        if let Err(error) = carried(case(&name, &activity, &resource, &group, &id, at)) {
            prop_assert!(error.line > 0 && error.to_string().starts_with("LT011"), "{error}");
        }
    }
}

#[test]
fn an_ordinary_case_is_understood() {
    let at = "2011-01-01T10:00:00Z".parse().unwrap();
    carried(case("case-1", "T02 Check", "Resource 7", "Group 1", &"i".repeat(1000), at)).unwrap();
}

#[test]
fn the_first_instant_of_the_year_1_is_the_first_that_is_taken() {
    let first: Timestamp = "0001-01-01T00:00:00Z".parse().unwrap();
    let of = |at| carried(case("case-1", "T02 Check", "", "", "", at));
    of(first).unwrap();
    let before = of(first - jiff::SignedDuration::from_nanos(1)).unwrap_err();
    assert!(before.to_string().contains("is before the year 1"), "{before}");
}
