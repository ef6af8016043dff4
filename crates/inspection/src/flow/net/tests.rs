//! Nets of processes, and processes that have none.
#![allow(clippy::unwrap_used)]

use super::*;
use lienthong_catalogue::{Place as At, Process, StepKind};
use proptest::prelude::*;

/// Steps as lines `a > b c`: after `a` may come `b` and `c`. `*` before a name: it starts; `!`: it returns the result.
pub(in crate::flow) fn steps(lines: &[&str]) -> Vec<Step> {
    let step = |line: &&str| {
        let (name, next) = line.split_once(" > ").unwrap_or((line, ""));
        Step {
            id: StepName::new(name.trim_start_matches(['*', '!'])).unwrap(),
            kind: if name.contains('!') { StepKind::Return } else { StepKind::Verify },
            place: At::Agency,
            term: None,
            starts: name.contains('*'),
            next: next.split_whitespace().map(|next| StepName::new(next).unwrap()).collect(),
        }
    };
    lines.iter().map(step).collect()
}

pub(in crate::flow) fn net(lines: &[&str]) -> Result<Net, NetError> {
    Net::of(&steps(lines))
}

fn no(lines: &[&str]) -> (&'static str, String) {
    let error = net(lines).unwrap_err();
    (error.code(), error.to_string())
}

#[test]
fn a_place_stands_for_steps_that_may_begin() {
    let net = net(&["*a > b c", "b > d", "c > d", "d"]).unwrap();
    let sets: Vec<_> = net.places().iter().map(|place| place.leads_to.clone()).collect();
    assert_eq!(sets, [vec![0], vec![1, 2], vec![3], vec![]]);
    let ways: Vec<_> = net.transitions().iter().map(|step| (step.from, step.to)).collect();
    assert_eq!(ways, [(0, 1), (1, 2), (1, 2), (2, 3)]);
    assert_eq!((net.start(), net.end()), (0, 3));
}

#[test]
fn back_to_a_step_is_back_to_its_place_and_an_end_may_go_on() {
    let net = net(&["*a > b", "b > a c", "!c > d", "!d > d"]);
    // `a` may begin first of all alone, and after `b` beside `c`.
    assert!(matches!(net, Err(NetError::Overlap { .. })));
    let net = super::tests::net(&["*a > b", "b > c", "!c > d e", "d > f", "!e > d e", "!f > d e"]).unwrap();
    let leads: Vec<_> =
        net.places()[net.end()].leads_to.iter().map(|n| net.transitions()[*n].name.as_str()).collect();
    assert_eq!(leads, ["d", "e"]);
}

#[test]
fn what_has_no_net_is_refused_with_the_steps_that_stand_in_the_way() {
    let (code, text) = no(&["*a > b c", "b > c", "c"]);
    assert_eq!(code, "LT0970");
    assert!(
        text.starts_with("after `a` may come `c`, and after `b` too, but `b` in one of these cases only"),
        "{text}"
    );
    let (code, text) = no(&["*a > b", "b > a c", "c"]);
    assert!(
        code == "LT0970" && text.starts_with("at the beginning may come `a`, and after `b` too, but `c`"),
        "{text}"
    );
    let (code, text) = no(&["*a > b c", "!b > d", "!c", "d > b c"]);
    assert!(code == "LT0971" && text.contains("ends with `b` and with `c`"), "{text}");
    let (code, text) = no(&["*a > b c", "!b", "c"]);
    assert!(code == "LT0971" && text.starts_with("after `c` the same may follow as after `b`"), "{text}");
    let (code, text) = no(&["*!a > a"]);
    assert!(
        code == "LT0971" && text.starts_with("at the beginning the same may follow as after `a`"),
        "{text}"
    );
    let (code, text) = no(&["*a > b"]);
    assert!(code == "LT0972" && text.starts_with("`a` names `b`"), "{text}");
    assert_eq!(no(&["*a", "a"]).0, "LT0972");
    assert_eq!(no(&["a > b", "b"]).0, "LT0972");
    assert_eq!(no(&["*a > b", "b > a"]).0, "LT0972");
}

/// The process of some steps: what it allows is what its net is to allow.
fn process(steps: Vec<Step>) -> Process {
    Process {
        procedure: lienthong_names::ProcedureCode::new("1.000001").unwrap(),
        case: None,
        decision: lienthong_catalogue::Decision {
            number: "1".into(),
            date: jiff::civil::Date::constant(2020, 1, 1),
            signer: "CT".into(),
        },
        in_force_from: jiff::Timestamp::UNIX_EPOCH,
        strict: true,
        receiving_term: None,
        steps,
        legs: Vec::new(),
    }
}

/// Every process of three steps: where it has a net, the net allows what the process does, whatever was done before, and has ended where it
/// has; where it has none, two sets of steps that may begin overlap, or its ends are not told from what is no end.
#[test]
fn a_net_allows_what_its_process_does_and_nothing_else() {
    let name = |n: usize| StepName::new(&format!("s{n}")).unwrap();
    let mut with_net = 0;
    for bits in 0..1_u32 << 15 {
        let step = |n: usize| Step {
            id: name(n),
            kind: if bits >> (12 + n) & 1 == 1 { StepKind::Return } else { StepKind::Verify },
            place: At::Agency,
            term: None,
            starts: bits >> (9 + n) & 1 == 1,
            next: (0..3).filter(|to| bits >> (n * 3 + to) & 1 == 1).map(name).collect(),
        };
        let process = process((0..3).map(step).collect());
        let Ok(net) = Net::of(&process.steps) else { continue };
        with_net += 1;
        let allows = |place: usize| net.places()[place].leads_to.clone();
        let may = |last: Option<&StepName>| -> Vec<usize> {
            (0..3).filter(|n| process.may_begin(&name(*n), last)).collect()
        };
        assert_eq!(allows(net.start()), may(None), "{bits:015b}");
        for (n, step) in net.transitions().iter().enumerate() {
            assert_eq!(allows(step.to), may(Some(&name(n))), "{bits:015b}");
            assert_eq!(step.to == net.end(), process.ends().contains(&name(n)), "{bits:015b}");
            assert!(allows(step.from).contains(&n), "{bits:015b}");
        }
        assert_ne!(net.start(), net.end());
    }
    assert!(with_net > 500, "{with_net}");
}

proptest! {
    /// Steps in groups, each of which may be followed by a whole group: such a process always has a net.
    #[test]
    fn whole_groups_have_a_net(sizes in proptest::collection::vec(1_usize..4, 1..5), to in proptest::collection::vec(0_usize..100, 16)) {
        let of = |group: usize| (0..sizes[group]).map(move |n| StepName::new(&format!("g{group}-{n}")).unwrap());
        let mut steps = Vec::new();
        for (group, _) in sizes.iter().enumerate() {
            for id in of(group) {
                // The last step of all ends it.
                let next = (steps.len() + 1 < sizes.iter().sum()).then(|| of(to[steps.len()] % sizes.len()).collect());
                steps.push(Step {
                    id, kind: StepKind::Verify, place: At::Agency, term: None, starts: group == 0, next: next.unwrap_or_default(),
                });
            }
        }
        let net = Net::of(&steps).unwrap();
        prop_assert_eq!(net.transitions().len(), steps.len());
        prop_assert!(net.places().len() <= sizes.len() + 1);
    }
}
