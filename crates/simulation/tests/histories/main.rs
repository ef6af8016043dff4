//! Random histories of one dossier: whatever agencies send, in whatever order, what is admitted keeps the invariants of
//! DESIGN section 6 that are the rules' own to keep: 3, 4, 7; and the table of capacities.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod acts;
mod appraisals;
mod crashes;
mod ending;
mod golden;
mod one_stop_acts;
mod opinion_acts;
mod processes;

use acts::{What, Who, command, what, who};
use jiff::{SignedDuration, Timestamp};
use lienthong_dossier::capacity::{self, Standing};
use lienthong_dossier::{Channel, Command, DigestItem, Dossier, Event, Leg, PauseCause, Stance};
use lienthong_names::{Act, AgencyId, CommandId, DossierCode, OfficerId, ProcedureCode, Service};
use lienthong_protocol::{Body, Command as Envelope};
use lienthong_scenario::reference::playbook;
use lienthong_scenario::{World, signing_key};
use lienthong_simulation::world::client::committed;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::OnceLock;

const AGENCIES: [&str; 6] = ["trung-tâm", "kế-hoạch", "xây-dựng", "tài-chính", "uỷ-ban", "bưu-điện"];

/// Who supervises: never drawn, it acts where it alone may.
const OFFICE: &str = "văn-phòng";

/// Met with the events: a part of a leg was sent on.
const SENT_ON: &str = "a part of a leg";

/// From one act to the next.
const BETWEEN_ACTS: SignedDuration = SignedDuration::from_hours(5);

/// A province with its names, made once.
fn province() -> &'static (World, Vec<AgencyId>) {
    static PROVINCE: OnceLock<(World, Vec<AgencyId>)> = OnceLock::new();
    PROVINCE.get_or_init(|| {
        let (world, names) =
            playbook().unwrap().world_after("departments of which one takes another's place").unwrap();
        let named = |name: &&str| names.agency(0, name).unwrap();
        let agencies = AGENCIES.iter().chain([&OFFICE]).map(named).collect();
        (world, agencies)
    })
}

fn envelope(serial: u32, agency: &AgencyId, officer: &str, at: Timestamp, body: Body) -> Envelope {
    let mut id = [0_u8; 16];
    id[12..].copy_from_slice(&serial.to_be_bytes());
    let act = Act::new(CommandId::version_8(id), agency.clone(), OfficerId::new(officer).unwrap(), at);
    Envelope { act, body }
}

/// What the catalogue says of an agency.
fn standing(agency: &AgencyId) -> Standing {
    let agencies = &province().1;
    Standing {
        desk: *agency == agencies[0],
        superior: *agency == agencies[4],
        postal: *agency == agencies[5],
        office: *agency == agencies[6],
        ..Standing::default()
    }
}

/// Whether an agency holds one of the capacities that a command asks for.
fn able(dossier: &Dossier, agency: &AgencyId, asked: &Command) -> bool {
    capacity::holds_one(dossier, agency, asked, standing(agency))
}

/// What must hold after every admitted act.
fn check(recorded: &Dossier, after: &Dossier, acting: &AgencyId, asked: &Command, events: &[Event]) {
    // Who takes another's place does so before anything else is decided.
    let mut before = recorded.clone();
    for event in events {
        if let Event::CustodySucceeded { predecessor, successor } = event {
            before.succeed(predecessor, successor, Timestamp::UNIX_EPOCH);
        }
        if let Event::OpinionLapsed { leg, .. } = event {
            before.lapse(leg);
        }
    }
    let before = &before;
    // 3: an open dossier has exactly one custodian, and legs that took custody along lead from the first sender to it.
    assert!(!after.is_open() || after.custodian().is_some(), "nobody holds an open dossier");
    let mut chain: Vec<&Leg> = after.open_resolutions().map(|(_, leg)| leg).collect();
    chain.sort_by_key(|leg| leg.sent_at);
    assert!(chain.windows(2).all(|legs| legs[0].to == legs[1].from), "two legs took custody from one agency");
    if let Some(last) = chain.last().filter(|_| after.is_open()) {
        assert_eq!(Some(&last.to), after.custodian(), "the chain of custody ends elsewhere");
    }
    // A part of a leg was sent on by whoever has that leg, which is open as long as the part is; custody took neither along.
    for (id, leg) in after.open_legs() {
        let Some(parent) = leg.parent.as_ref().map(|parent| &after.legs[parent]) else { continue };
        assert_eq!(leg.from, parent.to, "{id} is a part of another's leg");
        assert!(parent.state.is_open(), "{id} is out, and what it is a part of has ended");
        assert!(
            !leg.moved_custody && !parent.moved_custody && !leg.outside_term,
            "{id} took custody or time along"
        );
    }
    // 4: who acts had a part; only a desk gives itself one, and who stands above, or supervises, decides.
    let standing = standing(acting);
    use capacity::Capacity;
    let from_outside = [Capacity::Desk, Capacity::Superior, Capacity::Supervisor];
    assert!(
        capacity::asked_for(asked.kind()).iter().all(|capacity| from_outside.contains(capacity))
            || before.has_part(acting)
            || standing.postal && before.by_post(),
        "{acting} acted without a part: {asked:?}"
    );
    // R02: and one of the capacities that the table names.
    assert!(able(before, acting, asked), "{acting} holds no capacity for it: {asked:?}");
    // A clock stands still for one reason, and never once it has ended with a decision.
    if events.iter().any(|event| matches!(event, Event::DossierResolved { .. })) {
        assert!(before.clock.pause.is_none(), "decided while the work was paused");
    }
    // It stands still for two reasons at most, and as long as one is there; legs outside its term are one.
    let reasons = (after.clock.pause.is_some(), after.clock.outside.is_some());
    assert_eq!(
        after.is_paused(),
        reasons.0 || reasons.1,
        "it stands still for nothing, or runs all the same"
    );
    if after.is_open() {
        assert_eq!(
            reasons.1,
            after.open_outside().next().is_some(),
            "legs outside the term and the clock disagree"
        );
    }
    // What is owed to the State holds the clock, as long as the dossier is open, and nothing else does in its name.
    if after.is_open() {
        let held = after.clock.pause.is_some_and(|pause| pause.cause == PauseCause::FinancialObligation);
        assert_eq!(held, after.open_obligations().next().is_some(), "what is owed and the clock disagree");
    }
    // What is in the citizen's hands was handed out, result by result.
    if after.returned_at.is_some() {
        assert!(after.results.values().all(|issued| !issued.awaits_return()), "a result was left behind");
    }
    // What goes on is not yet late when it does (the closing instant belongs to its day), unless it was when it stood still.
    for event in events {
        if let Event::ClockResumed { from, due: Some(due), .. } = event {
            let stood_since = before.clock.stands_since;
            let overdue = before.due().zip(stood_since).is_some_and(|(due, since)| due <= since);
            assert!(overdue || due >= from, "it went on at {from} and was due at {due}");
        }
    }
    // 7: nothing mandatory was open at the decision, and every digest holds every opinion in its last version.
    if events.iter().any(|event| matches!(event, Event::DossierResolved { .. })) {
        assert!(!before.waits_for_mandatory());
        assert_eq!(after.open_resolutions().count(), 0);
    }
    appraisals::check(before, after, events);
    for consultation in after.consultations.values() {
        // What is closed is said by nobody, and summed up by nobody.
        for (from, _, opinion) in consultation.opinions().filter(|_| consultation.is_closed()) {
            assert!(opinion.closed.is_some(), "{from:?} spoke where answers are closed");
            assert_eq!((opinion.stance, &*opinion.text), (Stance::NotStated, ""));
            assert!(!consultation.is_concluded(), "summed up before it was opened");
        }
        let Some(digest) = &consultation.digest else { continue };
        assert_eq!(digest.len(), consultation.opinions().count());
        for (from, request, opinion) in consultation.opinions() {
            let holds =
                |i: &DigestItem| i.from == *from && i.round == request.round && i.version == opinion.version;
            assert!(digest.iter().any(holds), "{from:?} is left out");
        }
    }
    // Every ask has a leg of its own.
    let asked_legs = after.consultations.values().flat_map(|c| c.requests().map(|(_, r)| &r.leg));
    let all: Vec<_> = asked_legs.chain(after.legs.keys()).collect();
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(all.len(), distinct.len());
}

/// A command as it was sent.
struct Sent {
    /// The name of the key it was signed with.
    key: &'static str,
    command: Envelope,
    admitted: bool,
}

/// One dossier that is acted on, in a province.
struct Story {
    code: DossierCode,
    world: World,
    at: Timestamp,
    serial: u32,
    happened: Vec<Event>,
    sent: Vec<Sent>,
}

impl Story {
    /// The dossier is registered at the desk.
    fn begin() -> Self {
        Self::begin_in(&province().0, 1)
    }

    /// The same in a province where more was published, and as one of several dossiers.
    fn begin_in(world: &World, number: u32) -> Self {
        let mut story = Self {
            code: DossierCode::new(&format!("H22.TT-201012-{number:04}")).unwrap(),
            world: world.clone(),
            at: "2020-10-12T08:00:00+07:00".parse().unwrap(),
            // Ids of commands are those of one dossier alone.
            serial: number * 1_000,
            happened: Vec::new(),
            sent: Vec::new(),
        };
        let agencies = &province().1;
        let register = Command::RegisterDossier {
            procedure: ProcedureCode::new("2.000635").unwrap(),
            case: None,
            channel: Channel::Desk,
            documents: Vec::new(),
            personal: BTreeMap::new(),
        };
        assert!(story.act(&agencies[0], Service::Routing, register), "a desk registers");
        story
    }

    fn dossier(&self) -> Dossier {
        self.world.dossier(&self.code)
    }

    /// One random act.
    fn play(&mut self, who: Who, what: What) {
        let agencies = &province().1;
        let before = self.dossier();
        let acting = match who {
            Who::Custodian => before.custodian().unwrap_or(&agencies[1]),
            Who::Desk => &agencies[0],
            Who::Able => agencies
                .iter()
                .find(|agency| able(&before, agency, &command(&before, agencies, agency, what).1))
                .unwrap_or(&agencies[0]),
            Who::Other(n) => &agencies[n],
        };
        let (service, asked) = command(&before, agencies, acting, what);
        let acting = acting.clone();
        self.act(&acting, service, asked);
    }

    /// One act, some hours after the last; whether it was admitted. Whatever comes of it keeps the invariants. Clocks that ran out
    /// by then are recorded before it, as the frame does for the service whose they are.
    fn act(&mut self, acting: &AgencyId, service: Service, asked: Command) -> bool {
        self.act_by("an", acting, service, asked)
    }

    /// The same by another officer.
    fn act_by(&mut self, officer: &str, acting: &AgencyId, service: Service, asked: Command) -> bool {
        self.at += BETWEEN_ACTS;
        let body = Body::Dossier { code: self.code.clone(), command: asked.clone() };
        let mut envelope = envelope(self.serial, acting, officer, self.at, body);
        // A digest names what was given closed by what it commits to: the same as when it is sent.
        committed(&mut envelope);
        self.serial += 1;
        let place = province().1.iter().position(|agency| agency == acting).unwrap();
        let name = AGENCIES.get(place).copied().unwrap_or(OFFICE);
        let public = *signing_key(name).verifying_key().as_bytes();
        let key = self.world.key(&signing_key(name).key_id(), public, acting, &envelope);
        let raised = self.world.fall_due(service, self.at, &key, &envelope);
        self.happened.extend(of_dossier(raised.into_iter().flat_map(|(_, events)| events)));
        let before = self.dossier();
        let ran_out = self.world.ran_out(service, &before.clone().into(), self.at);
        assert_eq!(ran_out, [], "ran out, and nobody said so");
        let outcome = self.world.submit(service, self.at, &key, &envelope);
        self.sent.push(Sent { key: name, command: envelope, admitted: outcome.is_ok() });
        match outcome {
            Ok(events) => {
                let events = of_dossier(events);
                assert!(!events.is_empty(), "admitted, and nothing happened: {asked:?}");
                check(&before, &self.dossier(), acting, &asked, &events);
                self.happened.extend(events);
                true
            }
            Err(rejection) => {
                assert!(!rejection.refusals().is_empty(), "rejected without a reason: {asked:?}");
                assert_eq!(before, self.dossier(), "a rejection changed the dossier");
                false
            }
        }
    }
}

fn of_dossier(events: impl IntoIterator<Item = lienthong_protocol::Event>) -> Vec<Event> {
    let of_dossier = |event| match event {
        lienthong_protocol::Event::Dossier(event) => event,
        other => panic!("{other:?} about a dossier"),
    };
    events.into_iter().map(of_dossier).collect()
}

/// Plays acts on one dossier.
fn play(acts: &[(Who, What)]) -> Story {
    let mut story = Story::begin();
    acts.iter().for_each(|(who, what)| story.play(*who, *what));
    story
}

/// Two thousand, or as many as `PROPTEST_CASES` says: of what fails here, proptest finds the shortest. `crashes` plays ten thousand.
fn cases() -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() {
        usual
    } else {
        ProptestConfig { cases: 2_000, ..usual }
    }
}

proptest! {
    #![proptest_config(cases())]

    /// What is admitted keeps the invariants; and wherever a dossier has come to, its officers can bring it to an end.
    #[test]
    fn whatever_happens_the_invariants_hold_and_it_can_end(acts in prop::collection::vec((who(), what()), 0..60)) {
        let mut story = play(&acts);
        ending::bring_to_an_end(&mut story);
    }
}

/// Random histories that never get anywhere would prove nothing: over three thousand of them everything happens.
#[test]
fn random_histories_reach_every_event() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let histories = prop::collection::vec((who(), what()), 110);
    let mut met = std::collections::BTreeSet::new();
    for _ in 0..3_000 {
        let acts = histories.new_tree(&mut runner).unwrap().current();
        let happened = play(&acts).happened;
        met.extend(happened.iter().map(|event| event.kind().as_str()));
        let of_part = |event: &Event| matches!(event, Event::LegSent { parent: Some(_), .. });
        met.extend(happened.iter().any(of_part).then_some(SENT_ON));
    }
    let missing: Vec<&str> = lienthong_dossier::EventKind::ALL
        .iter()
        .map(|kind| kind.as_str())
        .chain([SENT_ON])
        .filter(|kind| *kind != "HistoryImported" && !met.contains(kind))
        .collect();
    assert!(missing.is_empty(), "never happened: {missing:?}");
}
