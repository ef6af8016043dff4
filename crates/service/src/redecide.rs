//! Deciding again: what a record says it was decided on must give what the record says was decided.

use crate::deciding::{decide_command, effective_at};
use crate::history::Before;
use crate::{ChainError, Decided, History, Rules};
use lienthong_catalogue::Catalogue;
use lienthong_names::{Service, StreamKind, StreamName};
use lienthong_protocol::Decision;
use lienthong_protocol::form::first_of;
use std::collections::HashMap;

/// What came of deciding a record again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Redecided {
    /// The same.
    Same,
    /// Something else.
    Different {
        /// What differs, in words.
        how: String,
    },
    /// It needs what is no longer there.
    NotDecidable {
        /// What is missing.
        why: String,
    },
}

/// Decides records again; made by the rules crates, handed to audit and inspection by the binary.
///
/// It is given the records of a ledger as they come: each is asked about, and then [taken in](Self::take).
pub trait Redecide: Send {
    /// Whether it decides this service's records.
    fn is_of(&self, service: Service) -> bool;

    /// The next record of its stream, whoever decided it: what comes after stands on it.
    fn take(&mut self, decided: &Decided);

    /// Decides the record again on what was taken in of a stream, and the catalogue, which may know more than was known then.
    fn redecide(&self, decided: &Decided, about: &StreamName, catalogue: &Catalogue) -> Redecided;
}

/// Each stream folded once, as far as the rules are about it.
struct Folded<R: Rules> {
    // Looked up, never walked: its order does not matter. Boxed, since a table that grows moves what it holds.
    streams: HashMap<StreamName, Box<Result<History<R>, ChainError>>>,
}

impl<R: Rules> Folded<R> {
    fn new() -> Self {
        Self { streams: HashMap::new() }
    }

    fn take(&mut self, decided: &Decided) {
        let stream = &decided.record.stream;
        if !R::concerns(stream.kind()) {
            return;
        }
        let folded = match self.streams.get_mut(stream) {
            Some(folded) => folded,
            None => self.streams.entry(stream.clone()).or_insert_with(|| Box::new(Ok(History::default()))),
        };
        if let Ok(history) = &mut **folded
            && let Err(error) = history.fold_on(decided)
        {
            **folded = Err(error);
        }
    }

    /// What a decision of these rules or of others stands on, by their own view of the state.
    fn redecide<S: Rules>(
        &self,
        decided: &Decided,
        about: &StreamName,
        catalogue: &Catalogue,
        seen: impl FnOnce(&R::State) -> &S::State,
    ) -> Redecided {
        if let Some(how) = misplaced(decided, about) {
            return Redecided::Different { how };
        }
        match self.streams.get(about).filter(|_| S::concerns(about.kind())).map(|folded| &**folded) {
            None => redecide(decided, &History::<S>::default(), catalogue),
            Some(Ok(history)) => again::<S>(decided, &history.seen(seen), catalogue),
            Some(Err(error)) => Redecided::NotDecidable { why: error.to_string() },
        }
    }
}

/// [`Redecide`] for one set of rules.
pub struct ByRules<R: Rules> {
    folded: Folded<R>,
}

impl<R: Rules> ByRules<R> {
    /// Of the rules named by the type.
    #[must_use]
    pub fn new() -> Self {
        Self { folded: Folded::new() }
    }
}

impl<R: Rules> Default for ByRules<R> {
    fn default() -> Self {
        Self::new()
    }
}

impl<R: Rules> std::fmt::Debug for ByRules<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ByRules({})", R::SERVICE)
    }
}

impl<R: Rules> Redecide for ByRules<R> {
    fn is_of(&self, service: Service) -> bool {
        service == R::SERVICE
    }

    fn take(&mut self, decided: &Decided) {
        self.folded.take(decided);
    }

    fn redecide(&self, decided: &Decided, about: &StreamName, catalogue: &Catalogue) -> Redecided {
        self.folded.redecide::<R>(decided, about, catalogue, |state| state)
    }
}

/// [`Redecide`] for two sets of rules that decide on the same streams, where the state of the first holds that of the second: each stream is
/// folded once for both.
pub struct ByBoth<R: Rules, S: Rules> {
    folded: Folded<R>,
    seen: fn(&R::State) -> &S::State,
}

impl<R: Rules, S: Rules> ByBoth<R, S> {
    /// Of the rules named by the types; `seen` is the second's state as part of the first's, which folds whatever the second would.
    #[must_use]
    pub fn new(seen: fn(&R::State) -> &S::State) -> Self {
        Self { folded: Folded::new(), seen }
    }
}

impl<R: Rules, S: Rules> std::fmt::Debug for ByBoth<R, S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ByBoth({}, {})", R::SERVICE, S::SERVICE)
    }
}

impl<R: Rules, S: Rules> Redecide for ByBoth<R, S> {
    fn is_of(&self, service: Service) -> bool {
        service == R::SERVICE || service == S::SERVICE
    }

    fn take(&mut self, decided: &Decided) {
        self.folded.take(decided);
    }

    fn redecide(&self, decided: &Decided, about: &StreamName, catalogue: &Catalogue) -> Redecided {
        if decided.record.recorder == S::SERVICE {
            self.folded.redecide::<S>(decided, about, catalogue, self.seen)
        } else {
            self.folded.redecide::<R>(decided, about, catalogue, |state| state)
        }
    }
}

/// What is wrong with where a record stands: it is in the stream that its command is about, or, as a stranger's rejection and nothing else, in
/// that of its agency's.
fn misplaced(decided: &Decided, about: &StreamName) -> Option<String> {
    let (record, Ok(command)) = (&decided.record, &decided.command) else { return None };
    let stream = &record.stream;
    if !command.is_about(about) {
        return Some(format!("its command is about {}, and it was decided on {about}", command.stream()));
    }
    if stream.kind() != StreamKind::Rejected {
        return None;
    }
    if *stream != StreamName::rejected(&command.act.agency) {
        return Some(format!(
            "its command is in the name of {}, and it stands in {stream}",
            command.act.agency
        ));
    }
    let is_admitted = matches!(record.decision, Decision::Admitted(_));
    is_admitted.then(|| format!("it is admitted, and stands in {stream}"))
}

/// Decides one record again on a folded history.
#[must_use]
pub fn redecide<R: Rules>(decided: &Decided, before: &History<R>, catalogue: &Catalogue) -> Redecided {
    again::<R>(decided, &before.seen(|state| state), catalogue)
}

fn again<R: Rules>(decided: &Decided, before: &Before<'_, R::State>, catalogue: &Catalogue) -> Redecided {
    let record = &decided.record;
    let command = match &decided.command {
        Ok(command) => command,
        Err(errors) => {
            let why = first_of(errors);
            return Redecided::NotDecidable { why: format!("its command cannot be read: {why}") };
        }
    };
    if command.service() != R::SERVICE {
        let how = format!("{} is decided by {}", command.kind_name(), command.service());
        return Redecided::Different { how };
    }
    if record.decided_on.revision != before.revision {
        let how = format!(
            "it saw revision {}, but {} stands before it",
            record.decided_on.revision, before.revision
        );
        return Redecided::Different { how };
    }
    if record.decided_on.catalogue_position < before.catalogue_position {
        return Redecided::Different { how: "its catalogue position went back".to_owned() };
    }
    let view = catalogue.as_known(record.decided_on.catalogue_position);
    let (version, holds) = (record.decided_on.rules_version, view.rules_version(R::SERVICE));
    if version != holds {
        let how = format!("it was decided by version {version} of the rules, where {holds} was adopted");
        return Redecided::Different { how };
    }
    if !(1..=R::VERSIONS).contains(&version) {
        let why = format!("this release has {} versions of the rules, and not {version}", R::VERSIONS);
        return Redecided::NotDecidable { why };
    }
    let brought;
    let key = match view.key_ever(&record.signed.key_id) {
        Some(known) => known,
        None => match R::key_brought(command, &record.signed.key_id) {
            Some(key) => {
                brought = key;
                &brought
            }
            None => {
                return Redecided::Different { how: format!("key {} was not known", record.signed.key_id) };
            }
        },
    };
    let expected = effective_at(command, key, view, record.recorded_at, before.effective_at);
    if expected != record.decided_on.effective_at {
        let how = format!("it counted as {} where {expected} holds", record.decided_on.effective_at);
        return Redecided::Different { how };
    }
    let at = (record.recorded_at, expected);
    let decision = decide_command::<R>(&record.origin, before.state, command, view, at, key);
    if decision == record.decision {
        Redecided::Same
    } else {
        Redecided::Different { how: differs(&record.decision, &decision) }
    }
}

fn differs(recorded: &Decision, again: &Decision) -> String {
    match (recorded, again) {
        (Decision::Admitted(_), Decision::Rejected(rejection)) => {
            format!("recorded as admitted, decided again as rejected: {rejection}")
        }
        (Decision::Rejected(rejection), Decision::Admitted(_)) => {
            format!("recorded as rejected ({rejection}), decided again as admitted")
        }
        (Decision::Rejected(was), Decision::Rejected(is)) => {
            format!("recorded as rejected ({was}), decided again as rejected ({is})")
        }
        (Decision::Admitted(was), Decision::Admitted(is)) => {
            let names = |events: &[lienthong_protocol::Event]| {
                events.iter().map(lienthong_protocol::Event::kind_name).collect::<Vec<_>>().join(", ")
            };
            format!("recorded events [{}], decided again [{}]", names(was), names(is))
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use crate::{Facts, Moment};
    use lienthong_catalogue::{CommandKind, Entry, EntryKind, RulesVersion};
    use lienthong_dossier::{Command as About, Event as Fact};
    use lienthong_merkle::Hash;
    use lienthong_names::{AgencyId, DossierCode, KeyId, Precedence, Refusal, Rejection};
    use lienthong_protocol::testing::examples;
    use lienthong_protocol::{Body, Command, DecidedOn, Event, RawRecord, Record};

    /// Each step is noted with the number of the command before it, so that no two histories decide alike.
    #[derive(Debug)]
    pub(crate) struct Noting;

    impl Rules for Noting {
        type State = u32;
        const SERVICE: Service = Service::Routing;
        const VERSIONS: u32 = 2;

        fn stream(command: &Command) -> StreamName {
            command.stream()
        }

        fn evolve(state: &mut u32, moment: Moment<'_>, _: &Event) {
            let [.., a, b, c, d] = *moment.act.id.as_bytes();
            *state = u32::from_be_bytes([a, b, c, d]);
        }

        fn has_part(_: &u32, _: &AgencyId) -> bool {
            true
        }

        /// From the second version on it notes one more.
        fn decide(state: &u32, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
            let Body::Dossier { command: About::CompleteStep { step, .. }, .. } = &command.body else {
                return Ok(Vec::new());
            };
            if step.as_str() == REFUSED {
                return Err(refusal(*state));
            }
            Ok(vec![
                Fact::StepCompleted {
                    step: step.clone(),
                    note: (state + facts.rules_version - 1).to_string().into(),
                    at_centre: false,
                }
                .into(),
            ])
        }

        fn key_brought(_: &Command, _: &KeyId) -> Option<lienthong_catalogue::Key> {
            Some(examples::key_entry("H22.14", lienthong_catalogue::KeyUse::Agency))
        }
    }

    /// A step that is refused, saying what the state was.
    const REFUSED: &str = "refused";

    fn refusal(state: u32) -> Rejection {
        let refusal = Refusal {
            precedence: Precedence::State,
            code: "LT0203".into(),
            rule: "R03".into(),
            article: "".into(),
            field: String::new(),
            vi: String::new(),
            en: state.to_string(),
        };
        Rejection::as_recorded(vec![refusal])
    }

    /// A stranger's rejection by who saw so much of a dossier of [`steps`] by the commands 1, 2, 3 and so on.
    pub(crate) fn strangers(dossier: &str, saw: u32) -> Decided {
        let code = DossierCode::new(dossier).unwrap();
        let step = lienthong_names::StepName::new(REFUSED).unwrap();
        let asked = About::CompleteStep { step, note: "".into(), at_centre: false };
        let act = examples::act(100 + saw, &examples::agency("H22.14"));
        let stream = StreamName::rejected(&act.agency);
        let command = Command { act, body: Body::Dossier { code: code.clone(), command: asked } };
        let example = examples::record(&command, Vec::new());
        let decided_on = DecidedOn {
            revision: u64::from(saw),
            dossier: Some(code),
            catalogue_position: 0,
            ..example.decided_on
        };
        let decision = Decision::Rejected(refusal(saw));
        Decided::new(Record { stream, decided_on, decision, ..example }, Hash([0; 32]))
    }

    /// The records of a dossier: steps by the commands with these numbers, noted as they should be.
    pub(crate) fn steps(dossier: &str, numbers: &[u32]) -> Vec<RawRecord> {
        let notes: Vec<u32> = [0].iter().chain(numbers).copied().take(numbers.len()).collect();
        noted(dossier, numbers, &notes)
    }

    fn noted(dossier: &str, numbers: &[u32], notes: &[u32]) -> Vec<RawRecord> {
        let mut records: Vec<RawRecord> = Vec::new();
        for (number, note) in numbers.iter().zip(notes) {
            let head = records.last().map(|last| last.leaf);
            records.push(next(dossier, *number, records.len() as u64, head, *note));
        }
        records
    }

    fn next(dossier: &str, number: u32, revision: u64, previous: Option<Hash>, note: u32) -> RawRecord {
        let code = DossierCode::new(dossier).unwrap();
        let step = lienthong_names::StepName::new("step").unwrap();
        let asked = About::CompleteStep { step: step.clone(), note: "".into(), at_centre: false };
        let act = examples::act(number, &examples::agency("H22.14"));
        let command = Command { act, body: Body::Dossier { code: code.clone(), command: asked } };
        let fact = Fact::StepCompleted { step, note: note.to_string().into(), at_centre: false };
        let example = examples::record(&command, vec![fact.into()]);
        let decided_on = DecidedOn { revision, catalogue_position: 0, ..example.decided_on };
        let stream = StreamName::dossier(&code);
        let record = Record { stream, revision: revision + 1, previous, decided_on, ..example };
        RawRecord::new(record.encode(), record)
    }

    /// What is said of a record, given those before it.
    fn ask(records: &[RawRecord], at: usize, catalogue: &Catalogue) -> Redecided {
        let mut rules = ByRules::<Noting>::new();
        records[..at].iter().for_each(|raw| rules.take(&decided(raw)));
        rules.redecide(&decided(&records[at]), &records[at].record.stream, catalogue)
    }

    pub(crate) fn decided(raw: &RawRecord) -> Decided {
        Decided::new(raw.record.clone(), raw.leaf)
    }

    #[test]
    fn streams_taken_in_turns_are_each_folded_on() {
        let (a, b) = (steps("A-1", &[1, 2, 3, 4]), steps("B-1", &[11, 12, 13, 14]));
        let (mut rules, catalogue) = (ByRules::<Noting>::new(), Catalogue::default());
        for raw in a.iter().zip(&b).flat_map(|(a, b)| [a, b]) {
            let decided = decided(raw);
            assert_eq!(rules.redecide(&decided, &raw.record.stream, &catalogue), Redecided::Same);
            rules.take(&decided);
        }
        // What was folded goes too far for the ones before.
        let again = rules.redecide(&decided(&a[1]), &a[1].record.stream, &catalogue);
        assert!(matches!(again, Redecided::Different { .. }));
    }

    /// Another service, which sees half of what [`Noting`] folds, and of dossiers only.
    #[derive(Debug)]
    struct Seeing;

    impl Rules for Seeing {
        type State = u32;
        const SERVICE: Service = Service::Consultation;
        const VERSIONS: u32 = 1;

        fn stream(command: &Command) -> StreamName {
            command.stream()
        }

        fn concerns(kind: StreamKind) -> bool {
            kind == StreamKind::Dossier
        }

        fn evolve(state: &mut u32, moment: Moment<'_>, event: &Event) {
            Noting::evolve(state, moment, event);
        }

        fn has_part(_: &u32, _: &AgencyId) -> bool {
            true
        }

        fn decide(state: &u32, _: &Command, _: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
            Err(refusal(*state))
        }
    }

    #[test]
    fn two_on_one_fold_say_what_each_says_on_its_own() {
        let records = steps("A-1", &[1, 2, 3, 4]);
        // Whose it is said to be, and what its command asks for, whoever decides that.
        let all = examples::commands();
        let remind = all.iter().find(|command| command.kind_name() == "RemindOpinion").unwrap();
        let cases = records.iter().flat_map(|raw| {
            let as_it_is = decided(raw);
            let other = Decided {
                record: Record { recorder: Service::Consultation, ..as_it_is.record.clone() },
                ..as_it_is.clone()
            };
            let reminds = Decided { command: Ok(remind.clone()), ..other.clone() };
            let unreadable = Decided { command: Err(Vec::new()), ..other.clone() };
            [as_it_is, other, reminds, unreadable]
        });
        let cases: Vec<Decided> = cases.collect();
        let abouts = [records[0].record.stream.clone(), remind.stream(), "agency.H22.14".parse().unwrap()];
        let mut both = ByBoth::<Noting, Seeing>::new(|state| state);
        let (mut noting, mut seeing) = (ByRules::<Noting>::new(), ByRules::<Seeing>::new());
        assert!(both.is_of(Service::Routing) && both.is_of(Service::Consultation));
        assert!(!both.is_of(Service::Publishing));
        let catalogue = Catalogue::default();
        for taken in &records {
            for (one, about) in cases.iter().flat_map(|one| abouts.iter().map(move |about| (one, about))) {
                let alone = match one.record.recorder {
                    Service::Consultation => seeing.redecide(one, about, &catalogue),
                    _ => noting.redecide(one, about, &catalogue),
                };
                assert_eq!(both.redecide(one, about, &catalogue), alone, "{one:?} about {about}");
            }
            let taken = decided(taken);
            let all: [&mut dyn Redecide; 3] = [&mut both, &mut noting, &mut seeing];
            all.into_iter().for_each(|rules| rules.take(&taken));
        }
    }

    /// The last of three records as decided by a version of the rules at a position of the catalogue, with a note.
    fn decided_by(version: u32, position: u64, note: u32) -> Vec<RawRecord> {
        let mut records = noted("A-1", &[1, 2, 3], &[0, 1, note]);
        let last = records.pop().unwrap();
        let decided_on = DecidedOn {
            rules_version: version,
            catalogue_position: position,
            ..last.record.decided_on.clone()
        };
        let record = Record { decided_on, ..last.record };
        records.push(RawRecord::new(record.encode(), record));
        records
    }

    #[test]
    fn each_record_is_decided_by_the_version_that_held_for_it() {
        let mut catalogue = Catalogue::default();
        let adopt = |catalogue: &mut Catalogue, sequence, service, version| {
            let Entry::RulesAdopted(adopted) = examples::entry(EntryKind::RulesAdopted) else {
                panic!("it is one")
            };
            let adopted = RulesVersion { service, version, ..adopted };
            catalogue.evolve(sequence, &Entry::RulesAdopted(adopted));
        };
        adopt(&mut catalogue, 4, Service::Consultation, 2);
        adopt(&mut catalogue, 5, Service::Routing, 2);
        adopt(&mut catalogue, 8, Service::Routing, 3);
        let again = |version, position, note| {
            let records = decided_by(version, position, note);
            ask(&records, 2, &catalogue)
        };
        assert_eq!(again(1, 4, 2), Redecided::Same);
        assert_eq!(again(2, 5, 3), Redecided::Same);
        // By the rules that held before, or were not adopted yet; as the other version would have it.
        for (version, position, note) in [(1, 5, 2), (2, 4, 3), (2, 5, 2), (1, 4, 3)] {
            let said = again(version, position, note);
            assert!(matches!(said, Redecided::Different { .. }), "{version} at {position}: {said:?}");
        }
        assert!(matches!(again(3, 8, 4), Redecided::NotDecidable { .. }), "this release has two");
    }

    #[test]
    fn a_wrong_decision_is_seen_after_right_ones() {
        let records = noted("A-1", &[1, 2, 3, 4, 5], &[0, 1, 2, 7, 4]);
        let catalogue = Catalogue::default();
        assert!((0..3).all(|at| ask(&records, at, &catalogue) == Redecided::Same));
        assert!(matches!(ask(&records, 3, &catalogue), Redecided::Different { .. }));
        assert_eq!(ask(&records, 4, &catalogue), Redecided::Same);
    }

    #[test]
    fn what_does_not_follow_cannot_be_stood_on() {
        let (records, others) = (steps("A-1", &[1, 2, 3, 4]), steps("A-1", &[21, 22, 23, 24]));
        let mixed = [&records[..1], &others[1..]].concat();
        assert!(matches!(ask(&mixed, 3, &Catalogue::default()), Redecided::NotDecidable { .. }));
    }

    /// What is said of a record, given two of its dossier, when it stands in this stream.
    fn standing_in(decided: Decided, stream: StreamName) -> Redecided {
        let mut rules = ByRules::<Noting>::new();
        steps("A-1", &[1, 2]).iter().for_each(|raw| rules.take(&self::decided(raw)));
        let decided = Decided { record: Record { stream, ..decided.record }, ..decided };
        let about = decided.about().unwrap();
        rules.redecide(&decided, &about, &Catalogue::default())
    }

    #[test]
    fn a_record_stands_where_its_command_says_and_nowhere_else() {
        let third = || decided(&steps("A-1", &[1, 2, 3])[2]);
        let stream = |name: &str| name.parse::<StreamName>().unwrap();
        assert_eq!(standing_in(third(), stream("dossier.A-1")), Redecided::Same);
        assert_eq!(standing_in(strangers("A-1", 2), stream("rejected.H22.14")), Redecided::Same);
        for (record, name, says) in [
            (third(), "dossier.B-1", "its command is about dossier.A-1"),
            (strangers("A-1", 2), "rejected.H22.15", "in the name of H22.14"),
            (third(), "rejected.H22.14", "it is admitted"),
        ] {
            let said = standing_in(record, stream(name));
            assert!(matches!(&said, Redecided::Different { how } if how.contains(says)), "{name}: {said:?}");
        }
        // A rejection that is said to have been decided on another dossier.
        let mut other = strangers("A-1", 2);
        other.record.decided_on.dossier = Some(DossierCode::new("B-1").unwrap());
        let said = standing_in(other, stream("rejected.H22.14"));
        assert!(
            matches!(&said, Redecided::Different { how } if how.contains("decided on dossier.B-1")),
            "{said:?}"
        );
    }

    #[test]
    fn what_another_service_decides_is_not_decided_by_this_one() {
        let command = Command {
            act: examples::act(1, &examples::agency("H22.14")),
            body: Body::Catalogue {
                drafted_by: None,
                command: examples::catalogue_command(CommandKind::RegisterAgency),
            },
        };
        let record = Decided::new(examples::record(&command, Vec::new()), Hash([0; 32]));
        let again = redecide(&record, &History::<Noting>::default(), &Catalogue::default());
        assert!(matches!(&again, Redecided::Different { how } if how.contains("is decided by")), "{again:?}");
    }
}
