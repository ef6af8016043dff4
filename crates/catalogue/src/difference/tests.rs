//! Each field is changed once, and only its own difference is found.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::*;
use jiff::civil::Date;
use lienthong_names::{CaseName, DossierCode, LegalBasisId, ProcedureCode, StepName};
use proptest::prelude::*;
use std::collections::BTreeSet;

type Row<T> = (Field, fn(&mut T));

fn agency(code: &str) -> AgencyId {
    AgencyId::new(code).unwrap()
}

fn step(id: &str, next: &[&str]) -> Step {
    Step {
        id: StepName::new(id).unwrap(),
        kind: StepKind::Verify,
        place: Place::Agency,
        term: None,
        starts: false,
        next: next.iter().map(|id| StepName::new(id).unwrap()).collect(),
    }
}

fn leg(purpose: &str, to: Option<&str>) -> ForeseenLeg {
    ForeseenLeg {
        to: to.map(agency),
        purpose: purpose.into(),
        term: None,
        outside_term: false,
        moves_custody: false,
    }
}

fn decision(number: &str) -> crate::Decision {
    crate::Decision { number: number.into(), date: Date::constant(2020, 1, 1), signer: "CT".into() }
}

fn paper(id: &str) -> ChecklistItem {
    ChecklistItem {
        id: id.into(),
        name: format!("paper {id}").into(),
        required: true,
        original_first: false,
        cases: Vec::new(),
    }
}

fn fee(id: &str) -> Fee {
    Fee {
        id: id.into(),
        name: format!("fee {id}").into(),
        amount: 30_000,
        online_amount: None,
        cases: Vec::new(),
    }
}

fn result(id: &str) -> ResultItem {
    ResultItem { id: id.into(), name: format!("result {id}").into(), required: true }
}

fn case(name: &str) -> ProcedureCase {
    let name = CaseName::new(name).unwrap();
    ProcedureCase { name, title: "T".into(), term: None, online_term: None }
}

fn procedure() -> Procedure {
    let code = ProcedureCode::new("1.000001").unwrap();
    Procedure {
        name: "A".into(),
        field: "B".into(),
        desks: vec![agency("H22.12")],
        term: Some(Term::working_days(10)),
        checklist: vec![paper("a"), paper("b")],
        steps: vec![StepName::new("one").unwrap()],
        fees: vec![fee("a")],
        results: vec![result("a")],
        cases: vec![case("a")],
        ..Procedure::blank(code, decision("1"), Timestamp::UNIX_EPOCH)
    }
}

fn process() -> Process {
    Process {
        procedure: ProcedureCode::new("1.000001").unwrap(),
        case: None,
        decision: decision("1"),
        in_force_from: Timestamp::UNIX_EPOCH,
        strict: false,
        receiving_term: None,
        steps: vec![step("one", &["two"]), step("two", &[])],
        legs: vec![leg("opinion", None), leg("opinion", Some("H22.14"))],
    }
}

const PROCEDURE: &[Row<Procedure>] = &[
    (Field::Code, |p| p.code = ProcedureCode::new("1.000002").unwrap()),
    (Field::Name, |p| p.name = "C".into()),
    (Field::Domain, |p| p.field = "".into()),
    (Field::Decision, |p| p.decision = decision("2")),
    (Field::DraftedIn, |p| p.drafted_in = Some(DossierCode::new("H22.TT-201102-0001").unwrap())),
    (Field::InForceFrom, |p| p.in_force_from = Timestamp::from_second(1).unwrap()),
    (Field::Desks, |p| p.desks.push(agency("H22.13"))),
    (Field::Competent, |p| p.competent = Some(agency("H22.13"))),
    (Field::Term, |p| p.term = None),
    (Field::OnlineTerm, |p| p.online_term = Some(Term::working_days(5))),
    (Field::Checklist, |p| p.checklist.push(paper("c"))),
    (Field::Checklist, |p| p.checklist.reverse()),
    (Field::Checklist, |p| drop(p.checklist.remove(0))),
    (Field::ChecklistName, |p| p.checklist[0].name = "other".into()),
    (Field::ChecklistRequired, |p| p.checklist[1].required = false),
    (Field::ChecklistOriginalFirst, |p| p.checklist[0].original_first = true),
    (Field::ChecklistCases, |p| p.checklist[0].cases.push(CaseName::new("a").unwrap())),
    (Field::StepNames, |p| p.steps.clear()),
    (Field::Channels, |p| p.channels.push("online".into())),
    (Field::AfterSupplement, |p| p.pauses.after_supplement = Resume::Remaining),
    (Field::AfterOther, |p| p.pauses.after_other = Resume::Anew),
    (Field::RepeatReasons, |p| p.pauses.repeat_reasons.push("fire".into())),
    (Field::Fees, |p| p.fees.push(fee("b"))),
    (Field::Fees, |p| p.fees.push(fee("a"))),
    (Field::FeeName, |p| p.fees[0].name = "other".into()),
    (Field::FeeAmount, |p| p.fees[0].amount = 0),
    (Field::FeeOnlineAmount, |p| p.fees[0].online_amount = Some(0)),
    (Field::FeeCases, |p| p.fees[0].cases.push(CaseName::new("a").unwrap())),
    (Field::Results, |p| p.results.clear()),
    (Field::ResultName, |p| p.results[0].name = "other".into()),
    (Field::ResultRequired, |p| p.results[0].required = false),
    (Field::EscalationHead, |p| p.escalation.to_head = Term::working_hours(4)),
    (Field::EscalationParent, |p| p.escalation.to_parent = Term::working_hours(4)),
    (Field::Silence, |p| p.opinions.silence = "agreement".into()),
    (Field::SilenceArticle, |p| p.opinions.article = "Điều 1".into()),
    (Field::SilenceEscalates, |p| p.opinions.escalates = true),
    (Field::OpinionsClosed, |p| p.opinions.closed = true),
    (Field::Fictitious, |p| p.fictitious = true),
    (Field::LegalBases, |p| p.legal_bases.push(LegalBasisId::new("nd-61").unwrap())),
    (Field::CouncilMembers, |p| p.appraisal.minimum_members = 7),
    (Field::AppraisalTerm, |p| p.appraisal.term = Some(Term::working_days(3))),
    (Field::Cases, |p| p.cases.push(case("b"))),
    (Field::CaseTitle, |p| p.cases[0].title = "other".into()),
    (Field::CaseTerm, |p| p.cases[0].term = Some(Term::working_days(3))),
    (Field::CaseOnlineTerm, |p| p.cases[0].online_term = Some(Term::working_days(2))),
    (Field::CaseRequired, |p| p.case_required = true),
];

const PROCESS: &[Row<Process>] = &[
    (Field::Code, |p| p.procedure = ProcedureCode::new("1.000002").unwrap()),
    (Field::Decision, |p| p.decision = decision("2")),
    (Field::InForceFrom, |p| p.in_force_from = Timestamp::from_second(1).unwrap()),
    (Field::ProcessCase, |p| p.case = Some(CaseName::new("a").unwrap())),
    (Field::Strict, |p| p.strict = true),
    (Field::ReceivingTerm, |p| p.receiving_term = Some(Term::working_days(1))),
    (Field::Steps, |p| p.steps.push(step("three", &[]))),
    (Field::Steps, |p| p.steps.reverse()),
    (Field::Steps, |p| p.steps.truncate(1)),
    (Field::StepKind, |p| p.steps[0].kind = StepKind::Stamp),
    (Field::StepPlace, |p| p.steps[0].place = Place::Centre),
    (Field::StepTerm, |p| p.steps[1].term = Some(Term::working_days(1))),
    (Field::StepStarts, |p| p.steps[0].starts = true),
    (Field::StepNext, |p| p.steps[1].next.push(StepName::new("one").unwrap())),
    (Field::Legs, |p| p.legs.push(leg("opinion", None))),
    (Field::Legs, |p| p.legs.push(leg("resolution", None))),
    (Field::LegTerm, |p| p.legs[1].term = Some(Term::working_days(2))),
    (Field::LegOutsideTerm, |p| p.legs[0].outside_term = true),
    (Field::LegMovesCustody, |p| p.legs[0].moves_custody = true),
];

fn each_alone<T: Clone>(base: &T, rows: &[Row<T>], between: fn(&T, &T) -> Vec<Difference>) {
    for (n, (field, change)) in rows.iter().enumerate() {
        let mut changed = base.clone();
        change(&mut changed);
        let found: Vec<Field> = between(base, &changed).iter().map(|one| one.field).collect();
        assert_eq!(found, [*field], "row {n}");
        let back: Vec<Field> = between(&changed, base).iter().map(|one| one.field).collect();
        assert_eq!(back, [*field], "row {n}, the other way round");
    }
}

#[test]
fn each_field_that_is_changed_is_found_and_no_other() {
    each_alone(&procedure(), PROCEDURE, between_procedures);
    each_alone(&process(), PROCESS, between_processes);
    let named: BTreeSet<Field> =
        PROCEDURE.iter().map(|row| row.0).chain(PROCESS.iter().map(|row| row.0)).collect();
    assert_eq!(named, Field::ALL.iter().copied().collect(), "a field without a row here");
}

#[test]
fn what_came_what_went_and_what_differs_is_told_apart_by_its_id() {
    let (before, mut after) = (procedure(), procedure());
    after.checklist = vec![paper("b"), paper("c")];
    after.checklist[0].required = false;
    after.fees = vec![Fee { amount: 50_000, ..fee("b") }];
    let found: Vec<_> = between_procedures(&before, &after)
        .into_iter()
        .map(|one| (one.field.as_str(), one.item.unwrap().to_string(), one.before, one.after))
        .collect();
    let paper =
        |name: &str| Some(Said::All(vec![Said::Text(name.into()), Said::Word("paper", "required".into())]));
    let both = |name: &str, amount| Some(Said::All(vec![Said::Text(name.into()), Said::Money(amount)]));
    assert_eq!(
        found,
        [
            ("checklist", "a".to_owned(), paper("paper a"), None),
            ("checklist_required", "b".to_owned(), Some(Said::Flag(true)), Some(Said::Flag(false))),
            ("checklist", "c".to_owned(), None, paper("paper c")),
            ("fees", "a".to_owned(), both("fee a", 30_000), None),
            ("fees", "b".to_owned(), None, both("fee b", 50_000)),
        ]
    );
    let moved = |steps: Vec<Step>| between_processes(&process(), &Process { steps, ..process() });
    let order = moved(vec![step("two", &[]), step("one", &["two"])]);
    let names = |names: [&str; 2]| Some(Said::All(names.map(|name| Said::Text(name.into())).to_vec()));
    assert_eq!(
        order,
        [Difference {
            field: Field::Steps,
            item: None,
            before: names(["one", "two"]),
            after: names(["two", "one"])
        }]
    );
}

fn changed<T: Clone>(base: &T, rows: &[Row<T>], picked: &[prop::sample::Index]) -> T {
    let mut value = base.clone();
    // Taking something out of what another change emptied would fail: those changes stand first.
    let mut picked: Vec<usize> = picked.iter().map(|index| index.index(rows.len())).collect();
    picked.sort_unstable_by_key(|n| std::cmp::Reverse(*n));
    picked.dedup();
    for n in picked {
        (rows[n].1)(&mut value);
    }
    value
}

proptest! {
    #[test]
    fn there_are_differences_just_where_two_versions_are_not_equal(
        first in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        second in prop::collection::vec(any::<prop::sample::Index>(), 0..4),
    ) {
        let (one, other) =
            (changed(&procedure(), PROCEDURE, &first), changed(&procedure(), PROCEDURE, &second));
        prop_assert!(between_procedures(&one, &one).is_empty());
        prop_assert_eq!(between_procedures(&one, &other).is_empty(), one == other);
        let (one, other) = (changed(&process(), PROCESS, &first), changed(&process(), PROCESS, &second));
        prop_assert!(between_processes(&one, &one).is_empty());
        prop_assert_eq!(between_processes(&one, &other).is_empty(), one == other);
    }
}
