//! One command decided on a dossier of forty records, and what comes of it folded in; against reading the command's bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_catalogue::Key;
use lienthong_dossier::{Command as Asked, Purpose};
use lienthong_names::{Act, AgencyId, CommandId, DossierCode, LegId, OfficerId, StepName};
use lienthong_protocol::{Body, Command};
use lienthong_routing::{Routing, Subject};
use lienthong_scenario::{LEDGER, Names, Playbook, World, signing_key};
use lienthong_service::{Facts, Moment, Rules as _, Signer};
use lienthong_tests::workspace;
use serde_json::{Map, json};

use crate::Measurement;
use crate::duel::{Duel, Round};

/// Many and short: on a busy machine most rounds then end before somebody else has the processor.
const ROUNDS: usize = 501;
/// Dossiers that are decided on one after the other, as a service has several in hand.
const DOSSIERS: usize = 64;
const PASSES: usize = 8;

const CODE: &str = "H22.TT-201012-0001";
const CUSTODIAN: &str = "kế-hoạch";
const RECORDS: u64 = 40;
const NOW: &str = "2020-10-14T09:00:00+07:00";

pub fn measure(_: &Path) -> io::Result<Measurement> {
    let (world, names) = lived_in()?;
    let custodian = names.agency(0, CUSTODIAN).map_err(|trouble| io::Error::other(trouble.why))?;
    let commands = commands(&custodian).map_err(io::Error::other)?;
    let mut slowest: Option<(f64, Duel)> = None;
    let mut singly = Map::new();
    for (name, asked) in commands {
        let duel = decided(&world, &custodian, asked)?;
        singly.insert(format!("ns_to_decide_and_fold_{name}"), json!(duel.nanoseconds()));
        if slowest.as_ref().is_none_or(|(most, _)| duel.nanoseconds() > *most) {
            slowest = Some((duel.nanoseconds(), duel));
        }
    }
    let (_, duel) = slowest.ok_or_else(|| io::Error::other("nothing was decided"))?;
    let mut figures = duel.figures();
    figures.insert("records_of_the_dossier".to_owned(), json!(RECORDS));
    figures.append(&mut singly);
    Ok(Measurement { ratio: duel.ratio(), figures })
}

fn decided(world: &World, custodian: &AgencyId, asked: Asked) -> io::Result<Duel> {
    let code = DossierCode::new(CODE).map_err(io::Error::other)?;
    let subject = world.subject(&code);
    let now: Timestamp = NOW.parse().map_err(io::Error::other)?;
    let act = Act::new(
        CommandId::version_8([7; 16]),
        custodian.clone(),
        OfficerId::new("an").map_err(io::Error::other)?,
        now,
    );
    let to_officer = Some(OfficerId::new("an").map_err(io::Error::other)?);
    let again = Asked::HandOver { to_unit: None, to_officer, step: None };
    let grown = Command { act: act.clone(), body: Body::Dossier { code: code.clone(), command: again } };
    let command = Command { act, body: Body::Dossier { code, command: asked } };
    let signed_by = signing_key(CUSTODIAN);
    let key = world.key(&signed_by.key_id(), *signed_by.verifying_key().as_bytes(), custodian, &command);
    let bytes = command.encode();
    let mut duel = Duel::default();
    for _ in 0..ROUNDS {
        let (mut ours, mut baseline) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..PASSES {
            // A fold takes the state it goes on from; the copies are not what is measured. A copy is cut to size, where what a service
            // holds has grown record by record: so each takes one more first.
            let states: Vec<Subject> = std::iter::repeat_n(&subject, DOSSIERS)
                .map(|subject| folded(world, &key, now, &grown, subject.clone()))
                .collect::<io::Result<_>>()?;
            ours += timed(states, |state| folded(world, &key, now, &command, state))?;
            baseline += timed(vec![(); DOSSIERS], |()| {
                Command::decode(black_box(&bytes)).map_err(|errors| io::Error::other(format!("{errors:?}")))
            })?;
        }
        duel.add(Round {
            records: (DOSSIERS * PASSES) as u64,
            seconds: ours.as_secs_f64(),
            baseline_seconds: baseline.as_secs_f64(),
            ..Round::default()
        });
    }
    Ok(duel)
}

/// What every one of them takes; what comes of them is dropped afterwards.
fn timed<S, T>(over: Vec<S>, work: impl Fn(S) -> io::Result<T>) -> io::Result<Duration> {
    let mut kept = Vec::with_capacity(over.len());
    let started = Instant::now();
    for one in over {
        kept.push(work(one)?);
    }
    let took = started.elapsed();
    black_box(kept);
    Ok(took)
}

fn folded(
    world: &World,
    key: &Key,
    now: Timestamp,
    command: &Command,
    mut state: Subject,
) -> io::Result<Subject> {
    let facts = Facts {
        origin: &LEDGER,
        catalogue: world.catalogue(),
        recorded_at: now,
        effective_at: now,
        signer: Signer { key },
        rules_version: 1,
    };
    let events = Routing::decide(black_box(&state), black_box(command), &facts)
        .map_err(|rejection| io::Error::other(format!("{:?}", rejection.refusals())))?;
    let moment = Moment { revision: RECORDS + 1, effective_at: now, act: &command.act };
    events.iter().for_each(|event| Routing::evolve(&mut state, moment, event));
    Ok(state)
}

/// With a term to be counted and without; about the dossier as a whole, about a leg of it, and about its clock.
fn commands(custodian: &AgencyId) -> Result<BTreeMap<&'static str, Asked>, lienthong_names::NameError> {
    let office = AgencyId::new("H22.01")?;
    let hand_over = Asked::HandOver {
        to_unit: None,
        to_officer: Some(OfficerId::new("binh")?),
        step: Some(StepName::new("Thẩm định")?),
    };
    let transfer = Asked::TransferDossier {
        leg: LegId::new("l9")?,
        to: if *custodian == office { custodian.clone() } else { office },
        purpose: Purpose::Resolution,
        documents: Vec::new(),
        term: Some(Term::working_days(7)),
        note: "".into(),
        parent: None,
        after: None,
    };
    let pause =
        Asked::PauseDossier {
            reason: "chờ giám định".into(), law: "Luật Xây dựng".into(), until: None
        };
    Ok(BTreeMap::from([("hand_over", hand_over), ("transfer", transfer), ("pause", pause)]))
}

/// The world after a dossier was received, worked on, asked about and sent around: forty records of it.
fn lived_in() -> io::Result<(World, Names)> {
    const TITLE: &str = "a dossier of forty records";
    let mut playbook = Playbook::default();
    let province = workspace::root().join("crates/scenario/scenarios/province.scenario");
    for (name, text) in [("province", std::fs::read_to_string(province)?), ("bench", story(TITLE))] {
        playbook.add(name, &text).map_err(|failure| io::Error::other(failure.to_string()))?;
    }
    let failed = |failures: Vec<lienthong_scenario::Failure>| {
        io::Error::other(failures.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    };
    playbook.world_after(TITLE).map_err(failed)
}

/// Two records come before it; its 38 rows are one each.
fn story(title: &str) -> String {
    let mut text = format!("scenario  {title}\ngiven     a dossier at the planning department\n");
    let mut minute = 0;
    let mut row = |who: &str, what: &str, comes: &str| {
        minute += 1;
        let _ = writeln!(
            text,
            "at 2020-10-13 {:02}:{:02}   {who}   {what}   -> {comes}",
            9 + minute / 60,
            minute % 60
        );
    };
    for step in 1..=8 {
        row(CUSTODIAN, &format!("hands over officer an step bước-{step}"), "OfficerAssigned, StepStarted");
        row(CUSTODIAN, &format!("completes bước-{step}"), "StepCompleted");
    }
    let asked = ["xây-dựng", "tài-chính", "công-thương"];
    let comes = "ConsultationOpened, OpinionRequested x3";
    row(CUSTODIAN, &format!("asks {} within 15 calendar days", asked.join(", ")), comes);
    for (verb, comes) in [("answers", "OpinionGiven"), ("amends", "OpinionAmended")] {
        for who in asked {
            row(who, &format!("{verb} agree saying \"đồng ý\""), comes);
        }
    }
    for leg in 1..=5 {
        let send = format!("sends to xây-dựng for appraisal as l{leg} within 5 working days");
        row(CUSTODIAN, &send, "LegSent");
        row("xây-dựng", &format!("acknowledges l{leg}"), "LegAccepted");
        row("xây-dựng", &format!("replies l{leg} saying \"đủ điều kiện\""), "LegAnswered");
    }
    text
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_dossier_has_its_forty_records_and_admits_what_is_measured() {
        assert_eq!(
            story("x").lines().count() as u64,
            RECORDS - 2 + 2,
            "two lines begin it, two records come before it"
        );
        let (world, names) = lived_in().unwrap();
        let custodian = names.agency(0, CUSTODIAN).unwrap();
        for (name, asked) in commands(&custodian).unwrap() {
            assert!(decided(&world, &custodian, asked).is_ok(), "{name}");
        }
    }
}
