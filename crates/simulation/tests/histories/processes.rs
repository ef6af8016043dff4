//! Random processes: publishing admits those that can be worked to an end from wherever a dossier can get, and no other; and a
//! dossier that is received under one, whatever was done with it, can be brought to its end by acts that the rules admit.

use super::acts::{What, Who, what, who};
use super::ending::bring_to_an_end_by;
use super::{AGENCIES, Envelope, OFFICE, Sent, Story, envelope, province};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::Term;
use lienthong_catalogue::{
    Command as Publish, Decision, ForeseenLeg, Grant, Place, Process, Step, StepKind, Switch, Validity,
};
use lienthong_dossier::{Command, Dossier, Purpose};
use lienthong_names::{AgencyId, OfficerId, ProcedureCode, Service, StepName};
use lienthong_protocol::Body;
use lienthong_scenario::{World, signing_key};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Processes, unless `PROPTEST_CASES` says otherwise.
const PROCESSES: u32 = 5_000;

/// Acts on one dossier, before it is brought to its end.
const ACTS: usize = 40;

/// Officers that only the end is left to, one for each kind of step that R11 holds apart.
const FRESH: [(StepKind, &str); 3] =
    [(StepKind::Receive, "o1"), (StepKind::Appraise, "o2"), (StepKind::Approve, "o3")];

/// Officers of random acts.
const OFFICERS: [&str; 2] = ["an", "binh"];

#[derive(Debug, Clone)]
enum Act {
    Any(Who, What),
    Begin { step: usize, officer: usize },
    Complete { step: usize, officer: usize, at_centre: bool },
    Switch { off: bool },
}

fn act() -> impl Strategy<Value = Act> {
    let (step, officer) = (|| 0..6_usize, || 0..OFFICERS.len());
    prop_oneof![
        8 => (who(), what()).prop_map(|(who, what)| Act::Any(who, what)),
        4 => (step(), officer()).prop_map(|(step, officer)| Act::Begin { step, officer }),
        8 => (step(), officer(), any::<bool>())
            .prop_map(|(step, officer, at_centre)| Act::Complete { step, officer, at_centre }),
        1 => any::<bool>().prop_map(|off| Act::Switch { off }),
    ]
}

fn name(step: usize) -> StepName {
    StepName::new(&format!("s{step}")).unwrap()
}

/// To whom, what for, days, whether its term lies outside the dossier's, whether custody goes along.
type DrawnLeg = (Option<usize>, Purpose, Option<u32>, bool, bool);

/// A process in a form of its own, so that what is expected of it is not computed by what is tested.
#[derive(Debug, Clone)]
struct Drawn {
    strict: bool,
    kinds: Vec<StepKind>,
    places: Vec<Place>,
    terms: Vec<Option<u32>>,
    starts: Vec<bool>,
    /// `follows[a][b]`: b may follow a.
    follows: Vec<Vec<bool>>,
    legs: Vec<DrawnLeg>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let kinds = prop::sample::select(StepKind::ALL.to_vec());
    let places = prop::sample::select(Place::ALL.to_vec());
    let purposes = prop::sample::select(Purpose::ALL.to_vec());
    let term = || prop::option::of(1..4_u32);
    let leg =
        (prop::option::of(0..AGENCIES.len()), purposes, term(), any::<bool>(), prop::bool::weighted(0.3));
    let steps = (1..=6_usize).prop_flat_map(move |count| {
        (
            vec(kinds.clone(), count),
            vec(places.clone(), count),
            vec(term(), count),
            vec(prop::bool::weighted(0.2), count),
            vec(vec(prop::bool::weighted(0.2), count), count),
        )
    });
    (any::<bool>(), steps, vec(leg, 0..3), prop::bool::weighted(0.7)).prop_map(
        |(strict, (kinds, places, terms, mut starts, mut follows), legs, in_a_row)| {
            // Chance alone seldom makes a way from a start to an end: most are a row of steps, with skips and loops.
            if in_a_row {
                starts[0] = true;
                (1..kinds.len()).for_each(|step| follows[step - 1][step] = true);
            }
            Drawn { strict, kinds, places, terms, starts, follows, legs }
        },
    )
}

impl Drawn {
    fn published(&self) -> Process {
        let days = |days: Option<u32>| days.map(Term::working_days);
        let count = self.kinds.len();
        let step = |at: usize| Step {
            id: name(at),
            kind: self.kinds[at],
            place: self.places[at],
            term: days(self.terms[at]),
            starts: self.starts[at],
            next: (0..count).filter(|next| self.follows[at][*next]).map(name).collect(),
        };
        let leg = |(to, purpose, term, outside_term, moves_custody): &DrawnLeg| ForeseenLeg {
            to: to.map(|to| province().1[to].clone()),
            purpose: purpose.as_str().into(),
            term: days(*term),
            outside_term: *outside_term,
            moves_custody: *moves_custody,
        };
        Process {
            procedure: procedure(),
            case: None,
            decision: decision(),
            in_force_from: Timestamp::UNIX_EPOCH,
            receiving_term: None,
            strict: self.strict,
            steps: (0..count).map(step).collect(),
            legs: self.legs.iter().map(leg).collect(),
        }
    }

    fn has_return(&self) -> bool {
        self.kinds.contains(&StepKind::Return)
    }

    /// The steps that may come after one, or first of all.
    fn after(&self, last: Option<usize>) -> Vec<usize> {
        let comes = |step: &usize| last.map_or(self.starts[*step], |last| self.follows[last][*step]);
        (0..self.kinds.len()).filter(comes).collect()
    }

    /// Whether a dossier that has come here is where the process lets it be decided and handed out; where no step returns the
    /// result, whether it is at an end.
    fn is_end(&self, last: Option<usize>) -> bool {
        let returns = |step: usize| self.kinds[step] == StepKind::Return;
        if self.has_return() {
            last.is_some_and(returns) || self.after(last).into_iter().any(returns)
        } else {
            last.is_some() && self.after(last).is_empty()
        }
    }

    /// The steps by which one gets from here to where it can end, the fewest; `None`: it cannot.
    fn way_out(&self, last: Option<usize>) -> Option<Vec<usize>> {
        let (mut seen, mut ways) = (BTreeSet::new(), vec![(last, Vec::new())]);
        while let Some((at, way)) = (!ways.is_empty()).then(|| ways.remove(0)) {
            if self.is_end(at) {
                return Some(way);
            }
            for next in self.after(at) {
                if seen.insert(next) {
                    ways.push((Some(next), [way.as_slice(), &[next]].concat()));
                }
            }
        }
        None
    }

    /// Everything that some way leads to.
    fn reached(&self) -> BTreeSet<usize> {
        let mut reached: BTreeSet<usize> = self.after(None).into_iter().collect();
        for _ in 0..self.kinds.len() {
            let more: Vec<usize> = reached.iter().flat_map(|step| self.after(Some(*step))).collect();
            reached.extend(more);
        }
        reached
    }

    /// Begins, leaves out no step, and ends from every one.
    fn can_be_worked(&self) -> bool {
        self.reached().len() == self.kinds.len()
            && (0..self.kinds.len()).all(|step| self.way_out(Some(step)).is_some())
    }

    /// The step that was done last, of those that are the process's.
    fn last(&self, dossier: &Dossier) -> Option<usize> {
        let place = |step: &StepName| (0..self.kinds.len()).find(|at| name(*at) == *step);
        dossier.steps_done.iter().rev().find_map(|done| place(&done.step))
    }

    /// Whether a dossier is held to it: one that was adopted was received under no process.
    fn binds(&self, dossier: &Dossier) -> bool {
        self.strict && dossier.reception.as_ref().is_some_and(|reception| reception.process_version.is_some())
    }

    /// The next step on the way out of a strict process, and who does it: what is open first.
    fn next_step(&self, dossier: &Dossier) -> Option<(&'static str, Command)> {
        if !self.binds(dossier) {
            return None;
        }
        let open = dossier.steps_open.first().map(|open| open.step.clone());
        let step = match open {
            Some(open) => open,
            None if self.has_return() => name(*self.way_out(self.last(dossier)).unwrap().first()?),
            None => return None,
        };
        let kind = (0..self.kinds.len()).find(|at| name(*at) == step).map(|at| self.kinds[at]);
        let fresh = FRESH.iter().find(|(of, _)| Some(*of) == kind).map_or("an", |(_, officer)| officer);
        Some((fresh, Command::CompleteStep { step, note: "".into(), at_centre: true }))
    }
}

fn procedure() -> ProcedureCode {
    ProcedureCode::new("2.000635").unwrap()
}

fn decision() -> Decision {
    Decision { number: "1/QĐ-UBND".into(), date: Date::constant(2020, 1, 2), signer: "Chủ tịch".into() }
}

/// What the Office says when it publishes something.
fn publication(at: Timestamp, serial: u32, command: Publish) -> Envelope {
    let office = AgencyId::new("H22.VP").unwrap();
    let drafted_by = Some(OfficerId::new("soan").unwrap());
    envelope(serial, &office, "an", at, Body::Catalogue { drafted_by, command })
}

/// It is published; whether it was let through.
fn publish(world: &mut World, said: &Envelope) -> bool {
    let signing = signing_key(OFFICE);
    let key = world.key(&signing.key_id(), *signing.verifying_key().as_bytes(), &said.act.agency, said);
    world.submit(Service::Publishing, said.act.occurred_at, &key, said).is_ok()
}

/// Officers enough for the whole province.
pub(super) fn staff() -> Vec<Envelope> {
    let officers = FRESH.iter().map(|(_, officer)| *officer).chain(OFFICERS);
    let agencies = province().1.iter().flat_map(|agency| officers.clone().map(move |o| (agency, o)));
    let grant = |(serial, (agency, officer)): (u32, (&AgencyId, &str))| {
        let grant = Grant {
            agency: agency.clone(),
            officer: OfficerId::new(officer).unwrap(),
            name: officer.into(),
            unit: None,
            title: "chuyên viên".into(),
            validity: Validity { from: Timestamp::UNIX_EPOCH, until: None },
        };
        let at = "2020-02-01T08:00:00+07:00".parse().unwrap();
        publication(at, serial, Publish::GrantRole(grant))
    };
    (900_000..).zip(agencies).map(grant).collect()
}

/// The province, with officers enough.
fn staffed() -> &'static World {
    static STAFFED: OnceLock<World> = OnceLock::new();
    STAFFED.get_or_init(|| {
        let mut world = province().0.clone();
        for grant in staff() {
            assert!(publish(&mut world, &grant), "{grant:?}");
        }
        world
    })
}

/// Whether a process is let through, and the province with it.
fn under(drawn: &Drawn) -> (Envelope, Option<World>) {
    let mut world = staffed().clone();
    let at = "2020-02-02T08:00:00+07:00".parse().unwrap();
    let said = publication(at, 990_000, Publish::PublishProcess(drawn.published()));
    let admitted = publish(&mut world, &said);
    assert_eq!(admitted, drawn.can_be_worked(), "{drawn:?}");
    (said, admitted.then_some(world))
}

/// A dossier that is received under a process, whatever is done with it, and is brought to its end.
fn story(world: &World, number: u32, drawn: &Drawn, acts: &[Act]) -> Story {
    let mut story = Story::begin_in(world, number);
    // Nearly all is done with it once it is received, and chance takes its time with that.
    story.play(Who::Desk, What::Receive);
    acts.iter().for_each(|act| story.play_act(act));
    bring_to_an_end_by(&mut story, FRESH[1].1, |dossier| drawn.next_step(dossier));
    story
}

/// A random process that is let through, and dossiers under it.
pub(super) fn stories(runner: &mut TestRunner, dossiers: u32) -> (Envelope, Vec<Story>) {
    loop {
        let drawn = drawn().new_tree(runner).unwrap().current();
        let (said, Some(world)) = under(&drawn) else { continue };
        let acts = vec(act(), 0..ACTS);
        let of = |number| story(&world, number, &drawn, &acts.new_tree(runner).unwrap().current());
        return (said, (1..=dossiers).map(of).collect());
    }
}

impl Story {
    fn play_act(&mut self, act: &Act) {
        let custodian = self.dossier().custodian().cloned();
        let custodian = custodian.unwrap_or_else(|| province().1[1].clone());
        match act {
            Act::Any(who, what) => self.play(*who, *what),
            Act::Begin { step, officer } => {
                let officer = OFFICERS[*officer];
                let to_officer = Some(OfficerId::new(officer).unwrap());
                let hand_over = Command::HandOver { to_unit: None, to_officer, step: Some(name(*step)) };
                self.act_by(officer, &custodian, Service::Routing, hand_over);
            }
            Act::Complete { step, officer, at_centre } => {
                let complete =
                    Command::CompleteStep { step: name(*step), note: "".into(), at_centre: *at_centre };
                self.act_by(OFFICERS[*officer], &custodian, Service::Routing, complete);
            }
            Act::Switch { off } => {
                let validity = Validity { from: self.at, until: None };
                let switch = Switch {
                    rule: "R10".into(),
                    off: *off,
                    procedure: Some(procedure()),
                    agency: None,
                    validity,
                    decision: decision(),
                };
                let command = publication(self.at, self.serial, Publish::SwitchRule(switch));
                self.serial += 1;
                assert!(publish(&mut self.world, &command));
                self.sent.push(Sent { key: OFFICE, command, admitted: true });
            }
        }
    }
}

/// While R10 held all the time, the steps of a strict process were done as it says.
fn steps_follow(drawn: &Drawn, dossier: &Dossier) {
    let done = dossier.steps_done.iter().map(|done| &done.step);
    let done: Vec<usize> = done
        .map(|step| (0..drawn.kinds.len()).find(|at| name(*at) == *step).expect("a step of it"))
        .collect();
    let mut last = None;
    for step in done {
        assert!(drawn.after(last).contains(&step), "s{step} after {last:?}");
        last = Some(step);
    }
}

#[test]
fn a_process_that_is_let_through_can_always_be_ended_and_no_other_is_let_through() {
    let cases =
        std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(PROCESSES);
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[11; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let (mut let_through, mut trapped, mut strict_steps, mut handed_out) = (0_u32, 0_u32, 0_usize, 0_u32);
    for _ in 0..cases {
        let (drawn, acts) = (drawn(), vec(act(), 0..ACTS)).new_tree(&mut runner).unwrap().current();
        let Some(world) = under(&drawn).1 else {
            trapped += u32::from(drawn.reached().len() == drawn.kinds.len());
            continue;
        };
        let_through += 1;
        let dossier = story(&world, 1, &drawn, &acts).dossier();
        handed_out += u32::from(dossier.returned_at.is_some());
        let switched = acts.iter().any(|act| matches!(act, Act::Switch { .. }));
        if drawn.binds(&dossier) && !switched {
            steps_follow(&drawn, &dossier);
            strict_steps += dossier.steps_done.len();
        }
    }
    println!(
        "{let_through} let through, {trapped} with no way out, {strict_steps} steps, {handed_out} handed out"
    );
    // Chance that never gets anywhere would prove nothing.
    assert!(let_through > cases / 4 && trapped > cases / 20, "{let_through}, {trapped} of {cases}");
    assert!(
        strict_steps > 0 && handed_out > let_through / 4,
        "{strict_steps}, {handed_out} of {let_through}"
    );
}
