//! Records that are not what was decided. Every crime is committed twice: by one who can write the files and has no key, whom the tree
//! finds; and by the operator, who signs the tree anew, so that only chains, signatures and deciding again are left to find it.

use crate::house::{CATALOGUE, DESK, GIVEN, LEDGER};
use lienthong_audit::verify::Kind;
use lienthong_dossier::CommandKind;
use lienthong_merkle::leaf_hash;
use lienthong_names::{AgencyId, CommandId, StreamName};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command, Decision, Record};
use lienthong_tests::forged::{Forged, Hand};
use std::collections::BTreeSet;

/// Does it to the ledger; says at which record it should be found.
type Crime = fn(&mut Forged) -> u64;

/// A row a crime: its name, the kind that `audit verify` names when the operator did it, and the deed.
macro_rules! crimes {
    ($($(#[$doc:meta])* $name:ident => $kind:ident, $deed:expr;)*) => { $(
        $(#[$doc])*
        mod $name {
            use super::*;

            #[test]
            fn by_the_operator() {
                super::by_the_operator($deed, Kind::$kind);
            }

            #[test]
            fn by_who_has_no_key() {
                super::by_who_has_no_key($deed);
            }
        }
    )* };
}

crimes! {
    /// A record is taken out.
    delete => Chain, |ledger| {
        let of = dossier(ledger);
        ledger.remove(of[1]);
        of[2] - 1
    };
    /// The first of a dossier is taken out, and the others are linked to each other anew.
    delete_and_mend => Decision, |ledger| {
        let of = dossier(ledger);
        let next = next_of(ledger, of[0]);
        ledger.remove(of[0]);
        ledger.mend();
        next - 1
    };
    /// A record is put in that nobody asked for, under a key that nobody registered.
    insert => Signature, |ledger| {
        let of = dossier(ledger);
        let invented = another_id(ledger.record(of[1]));
        ledger.insert(of[1] + 1, invented);
        let victim = agency_of(ledger, of[1]);
        ledger.sign(of[1] + 1, &SigningKey::from_seed(&[77; 32]), &victim);
        ledger.mend();
        of[1] + 1
    };
    /// A captured command is decided a second time.
    replay => IdTwice, |ledger| {
        let of = dossier(ledger);
        let captured = ledger.record(of[1]).clone();
        ledger.insert(of[1] + 1, captured);
        ledger.mend();
        of[1] + 1
    };
    /// A command that was handed to another ledger.
    replay_from_another_ledger => Signature, |ledger| {
        let of = dossier(ledger);
        let (agency, command) = (agency_of(ledger, of[1]), ledger.record(of[1]).command.clone());
        let (key, service) = (ledger.key(agency.as_str()), ledger.record(of[1]).signed.service);
        let elsewhere = "H22/2019".parse().unwrap();
        let handed_in =
            lienthong_protocol::Submission::sign(&key, elsewhere, service, agency, vec![command], Vec::new());
        ledger.record(of[1]).signed = handed_in.signed(0).unwrap();
        ledger.mend();
        of[1]
    };
    /// Two records of a dossier change places.
    reorder => Chain, |ledger| {
        let of = dossier(ledger);
        ledger.swap(of[1], of[2]);
        of[1]
    };
    /// The same, linked anew: the times still say it.
    reorder_and_mend => Chain, |ledger| {
        let of = dossier(ledger);
        ledger.swap(of[1], of[2]);
        ledger.mend();
        of[2]
    };
    /// A record is said to have been made before the one that it follows.
    backdate => Chain, |ledger| {
        let of = dossier(ledger);
        let before = ledger.record(of[1]).recorded_at;
        ledger.record(of[2]).recorded_at = before - HOUR;
        ledger.mend();
        of[2]
    };
    /// A record counts as of an hour before it was made.
    backdate_its_effect => Decision, |ledger| {
        let of = dossier(ledger);
        ledger.record(of[2]).decided_on.effective_at -= HOUR;
        ledger.mend();
        of[2]
    };
    /// Each of two dossiers gets a record of the other.
    swap_two_dossiers_records => Decision, |ledger| {
        let (one, other) = two_dossiers(ledger);
        let streams = (ledger.record(one).stream.clone(), ledger.record(other).stream.clone());
        (ledger.record(one).stream, ledger.record(other).stream) = (streams.1, streams.0);
        ledger.mend();
        one
    };
    /// Words in an agency's mouth, by the key of another one.
    sign_for_another => Signature, |ledger| {
        let of = dossier(ledger);
        let victim = agency_of(ledger, of[1]);
        let stolen = ledger.key(other_than(&victim));
        ledger.sign(of[1], &stolen, &victim);
        ledger.mend();
        of[1]
    };
    /// Another agency hands in, as its own, what is said in the custodian's name.
    hand_in_for_another => Signature, |ledger| {
        let of = dossier(ledger);
        let other = other_than(&agency_of(ledger, of[1]));
        let own = ledger.key(other);
        ledger.sign(of[1], &own, &AgencyId::new(other).unwrap());
        ledger.mend();
        of[1]
    };
    /// The desk's key was revoked; who found it opens a dossier with it, and the operator lets it pass.
    sign_with_a_revoked_key => Decision, |ledger| opened_with_a_revoked_key(ledger, GIVEN.catalogue_size());
    /// An agency says itself that another's time is over.
    let_a_clock_run_out => Decision, |ledger| {
        let of = dossier(ledger);
        let clock = ledger.sequences(is_clock)[0];
        let ran_out = Command::decode(&ledger.record(clock).command).unwrap().body;
        let events = ledger.record(clock).decision.clone();
        let mut forged = another_id(ledger.record(of[1]));
        let mut command = Command::decode(&forged.command).unwrap();
        if let (Body::Dossier { command, .. }, Body::Dossier { command: clock, .. }) =
            (&mut command.body, ran_out)
        {
            *command = clock;
        }
        (forged.command, forged.decision) = (command.encode(), events);
        ledger.insert(of[1] + 1, forged);
        let agency = agency_of(ledger, of[1]);
        let own = ledger.key(agency.as_str());
        ledger.sign(of[1] + 1, &own, &agency);
        ledger.mend();
        of[1] + 1
    };
    /// It was decided on a catalogue that there is not yet.
    decide_on_a_catalogue_to_come => Chain, |ledger| {
        let of = dossier(ledger);
        ledger.record(of[2]).decided_on.catalogue_position = GIVEN.catalogue_size() + 1;
        ledger.mend();
        of[2]
    };
    /// Other words under the same signature.
    change_a_command => Signature, |ledger| {
        let of = dossier(ledger);
        let other = another_id(ledger.record(of[1])).command;
        ledger.record(of[1]).command = other;
        ledger.mend();
        of[1]
    };
    /// One of the things that were decided is said twice.
    change_a_decision => Decision, |ledger| {
        let of = dossier(ledger);
        let Decision::Admitted(events) = &mut ledger.record(of[1]).decision else { panic!("a rejection") };
        events.push(events[0].clone());
        ledger.mend();
        of[1]
    };
    /// What was refused is let pass.
    admit_what_was_rejected => Decision, |ledger| {
        let registered = registered_by_the_desk(ledger);
        let admitted = ledger.record(registered).decision.clone();
        let last = ledger.lines.len() as u64;
        assert!(ledger.record(last).rejection().is_some());
        ledger.record(last).decision = admitted;
        ledger.mend();
        last
    };
    /// What was let pass is refused.
    reject_what_was_admitted => Decision, |ledger| {
        let of = dossier(ledger);
        let last = ledger.lines.len() as u64;
        let refused = ledger.record(last).decision.clone();
        ledger.record(of[1]).decision = refused;
        ledger.mend();
        of[1]
    };
}

const HOUR: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// Its tree and its signature are right: what is found is the deed itself.
#[track_caller]
fn by_the_operator(deed: Crime, kind: Kind) {
    let house = GIVEN.copy();
    let mut ledger = Forged::open(&house.path, LEDGER);
    let at = deed(&mut ledger);
    ledger.write(Hand::Operator);
    let failure = house.accused();
    assert_eq!((failure.kind, failure.place.as_str()), (kind, format!("record {at}").as_str()), "{failure}");
    assert_eq!(failure.origin.as_str(), LEDGER);
}

/// The checkpoint that was found is not over this tree: the first batch that differs is named.
#[track_caller]
fn by_who_has_no_key(deed: Crime) {
    let house = GIVEN.copy();
    let mut ledger = Forged::open(&house.path, LEDGER);
    let honest = leaves(&ledger);
    deed(&mut ledger);
    ledger.write(Hand::Outsider);
    let forged = leaves(&ledger);
    let same = honest.iter().zip(&forged).take_while(|(honest, forged)| honest == forged).count() as u64;
    let failure = house.accused();
    assert_eq!(failure.kind, Kind::Checkpoint, "{failure}");
    let numbers: Vec<u64> = failure.place.split(' ').filter_map(|word| word.parse().ok()).collect();
    // Of a batch from which the last record was taken the next one is the first that differs.
    assert!(numbers[0] <= same + 1 && same <= numbers[1], "{failure}: record {} is the first", same + 1);
}

fn leaves(ledger: &Forged) -> Vec<lienthong_merkle::Hash> {
    ledger.lines.iter().map(|line| leaf_hash(&line.record.encode())).collect()
}

/// Of a dossier that has gone some way its first record, and two that follow each other, both acts of agencies, the later one recorded later.
fn dossier(ledger: &Forged) -> [u64; 3] {
    let record = |sequence: u64| &ledger.lines[sequence as usize - 1].record;
    let is_act = |sequence: u64| !is_clock(record(sequence)) && record(sequence).rejection().is_none();
    let fits = |pair: &[u64]| {
        pair.iter().all(|sequence| is_act(*sequence))
            && record(pair[0]).recorded_at < record(pair[1]).recorded_at
    };
    let streams: BTreeSet<&StreamName> = ledger.lines.iter().map(|line| &line.record.stream).collect();
    let dossiers = streams.into_iter().filter(|stream| stream.dossier_code().is_some());
    let mut found = dossiers.filter_map(|stream| {
        let of = ledger.sequences(|record| record.stream == *stream);
        let pair = of.get(1..)?.windows(2).find(|pair| fits(pair))?;
        Some([of[0], pair[0], pair[1]])
    });
    found.next().expect("a dossier that has gone some way")
}

/// The next record of the same stream.
fn next_of(ledger: &Forged, sequence: u64) -> u64 {
    let stream = &ledger.lines[sequence as usize - 1].record.stream;
    let later = ledger.sequences(|record| record.stream == *stream).into_iter();
    later.filter(|later| *later > sequence).min().expect("it is not the last")
}

/// A dossier opened with the desk's key ten minutes after the Office revoked it, by who says that so much of the catalogue was known.
pub fn opened_with_a_revoked_key(ledger: &mut Forged, known: u64) -> u64 {
    let registered = registered_by_the_desk(ledger);
    let last = ledger.lines.len() as u64;
    let at = ledger.record(last).recorded_at + jiff::SignedDuration::from_mins(10);
    let mut forged = another_id(ledger.record(registered));
    (forged.recorded_at, forged.decided_on.effective_at) = (at, at);
    forged.decided_on.catalogue_position = known;
    let mut command = Command::decode(&forged.command).unwrap();
    if let Body::Dossier { code, .. } = &mut command.body {
        *code = "H22.02-201007-0909".parse().unwrap();
    }
    (forged.stream, forged.command) = (command.stream(), command.encode());
    ledger.insert(last + 1, forged);
    let revoked = ledger.key(DESK);
    ledger.sign(last + 1, &revoked, &AgencyId::new(DESK).unwrap());
    ledger.mend();
    last + 1
}

fn is_clock(record: &Record) -> bool {
    let command = Command::decode(&record.command).unwrap();
    matches!(&command.body, Body::Dossier { command, .. } if command.kind() == CommandKind::RaiseTimer)
}

/// A record of each of two dossiers, neither their first, of one revision.
fn two_dossiers(ledger: &Forged) -> (u64, u64) {
    let second = ledger.sequences(|record| record.stream.dossier_code().is_some() && record.revision == 2);
    (second[0], second[1])
}

fn registered_by_the_desk(ledger: &Forged) -> u64 {
    let of_desk = |record: &Record| record.stream.to_string() == "dossier.H22.02-201007-0901";
    ledger.sequences(of_desk)[0]
}

fn agency_of(ledger: &mut Forged, sequence: u64) -> AgencyId {
    ledger.record(sequence).signed.agency.clone()
}

fn other_than(agency: &AgencyId) -> &'static str {
    if agency.as_str() == "H22.14" { "H22.15" } else { "H22.14" }
}

/// The record with another command id, as if the same had been asked once more.
fn another_id(record: &Record) -> Record {
    let mut command = Command::decode(&record.command).unwrap();
    command.act.id = CommandId::version_8([42; 16]);
    Record { command: command.encode(), ..record.clone() }
}

#[test]
fn a_key_that_registers_itself() {
    let house = GIVEN.copy();
    let mut catalogue = Forged::open(&house.path, CATALOGUE);
    let last = GIVEN.catalogue_size();
    // It says that it knew what it says itself.
    catalogue.record(last).decided_on.catalogue_position = last;
    catalogue.write(Hand::Operator);
    let failure = house.accused();
    assert_eq!((failure.kind, failure.place.as_str()), (Kind::Chain, format!("record {last}").as_str()));
    assert_eq!(failure.origin.as_str(), CATALOGUE, "{failure}");
}
