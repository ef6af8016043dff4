//! Commands made of the real log, and the log made again of them.

use crate::support::{mapping, plans, receipt};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_catalogue::CommandKind as CatalogueKind;
use lienthong_dossier::{Command, CommandKind};
use lienthong_interop::convert::{DossierCommand, commands, waves};
use lienthong_interop::publish::{Publisher, agencies, catalogue};
use lienthong_interop::xes::{
    Attribute, Claims, Limits, Recorded, Survey, Trace, Value, XesReader, XesWriter, find, header, survey,
    trace,
};
use lienthong_names::{AgencyId, OfficerId, Service};
use std::collections::{BTreeMap, BTreeSet};

fn dossiers() -> (Vec<Trace>, Vec<Vec<DossierCommand>>) {
    let traces: Vec<Trace> = receipt().collect::<Result<_, _>>().unwrap();
    let mapping = mapping();
    let dossiers = plans(&traces).iter().map(|plan| commands(plan, &mapping)).collect();
    (traces, dossiers)
}

#[test]
fn the_log_becomes_these_commands() {
    let (_, dossiers) = dossiers();
    let mut counts = BTreeMap::new();
    for command in dossiers.iter().flatten() {
        *counts.entry((command.command.kind(), command.act.derived)).or_insert(0) += 1;
    }
    let expected = [
        ((CommandKind::ImportHistory, false), 1434),
        ((CommandKind::RegisterDossier, true), 1434),
        ((CommandKind::ReceiveDossier, false), 1434),
        ((CommandKind::HandOver, true), 3853),
        ((CommandKind::CompleteStep, false), 6986),
        ((CommandKind::OpenConsultation, false), 15),
        ((CommandKind::OpenConsultation, true), 71),
        ((CommandKind::AskAgain, false), 3),
        ((CommandKind::GiveOpinion, false), 21 + 71),
        ((CommandKind::AmendOpinion, false), 47),
    ];
    assert_eq!(counts, BTreeMap::from(expected));
}

#[test]
fn a_party_speaks_through_the_clerk_who_entered_it() {
    let (_, dossiers) = dossiers();
    for command in dossiers.iter().flatten() {
        match (&command.command, &command.act.entered_by) {
            (Command::GiveOpinion { from, .. }, Some(clerk)) => {
                assert_eq!(from.agency, command.act.agency);
                assert_eq!(clerk.agency.as_str(), "coselog.municipality");
                assert_eq!(clerk.officer.as_str(), &*command.act.source.as_ref().unwrap().resource);
                assert_eq!(command.act.officer.as_str(), "not-stated");
            }
            (Command::GiveOpinion { from, .. } | Command::AmendOpinion { from, .. }, None) => {
                assert_eq!((&from.agency, &from.unit), (&command.act.agency, &command.act.unit));
            }
            (_, entered_by) => {
                assert_eq!(*entered_by, None);
                assert_eq!(command.act.agency.as_str(), "coselog.municipality");
            }
        }
    }
}

#[test]
fn waves_keep_each_dossiers_order() {
    let (_, dossiers) = dossiers();
    let waves = waves(dossiers.clone());
    assert!(waves.iter().enumerate().all(|(i, wave)| {
        wave.service == if i % 2 == 0 { Service::Routing } else { Service::Consultation }
    }));
    assert!(waves.iter().all(|wave| wave.commands.iter().all(|command| command.service() == wave.service)));
    let mut by_dossier: BTreeMap<String, Vec<DossierCommand>> = BTreeMap::new();
    for command in waves.into_iter().flat_map(|wave| wave.commands) {
        by_dossier.entry(command.code.to_string()).or_default().push(command);
    }
    for dossier in dossiers {
        assert_eq!(by_dossier[dossier[0].code.as_str()], dossier);
    }
}

fn publisher() -> Publisher {
    Publisher {
        agency: AgencyId::new("office").unwrap(),
        officer: OfficerId::new("registrar").unwrap(),
        drafter: OfficerId::new("drafter").unwrap(),
        at: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn everything_the_acts_name_is_published() {
    let mapping = mapping();
    let survey = survey("receipt.xes.gz", receipt(), &mapping);
    let published = catalogue(&mapping, &survey, &publisher());
    let count = |kind| published.iter().filter(|one| one.command.kind() == kind).count();
    assert_eq!(count(CatalogueKind::RegisterAgency), 5);
    assert_eq!(count(CatalogueKind::RegisterDesk), 1);
    assert_eq!(count(CatalogueKind::GrantRole), 48 + 4);
    assert_eq!(count(CatalogueKind::PublishProcedure), 1);
    let ids: BTreeSet<_> = published.iter().map(|one| one.act.id).collect();
    assert_eq!(ids.len(), published.len());
    assert_eq!(published, catalogue(&mapping, &survey, &publisher()), "the same in every run");
    let mut officers = BTreeSet::new();
    let mut units = BTreeSet::new();
    for one in &published {
        match &one.command {
            lienthong_catalogue::Command::GrantRole(grant) => {
                officers.insert((grant.agency.clone(), grant.officer.clone()));
            }
            lienthong_catalogue::Command::RegisterAgency(agency) => {
                units.extend(agency.units.iter().map(|unit| unit.id.clone()));
            }
            _ => {}
        }
    }
    let known = agencies(&mapping);
    for command in dossiers().1.iter().flatten() {
        let (agency, officer) = command.act.typist();
        assert!(officers.contains(&(agency.clone(), officer.clone())), "{agency} {officer}");
        assert!(known.contains(&command.act.agency));
        assert!(command.act.unit.as_ref().is_none_or(|unit| units.contains(unit)));
    }
}

#[test]
fn a_changed_list_of_units_is_another_command() {
    let mapping = mapping();
    let whole = survey("receipt.xes.gz", receipt(), &mapping);
    let fewer = Survey {
        units: whole.units.iter().skip(1).map(|(k, v)| (k.clone(), v.clone())).collect(),
        ..whole.clone()
    };
    let (one, other) = (catalogue(&mapping, &whole, &publisher()), catalogue(&mapping, &fewer, &publisher()));
    let differ: Vec<_> = one.iter().zip(&other).filter(|(a, b)| a != b).collect();
    assert_eq!(differ.len(), 1, "the municipality");
    assert_ne!(differ[0].0.act.id, differ[0].1.act.id);
}

/// Sequence of (activity, instant, resource, group): what other tools compare.
fn told(trace: &Trace) -> Vec<[String; 4]> {
    let text = |attributes: &[Attribute], key| match find(attributes, key).map(|attribute| &attribute.value) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Date(date)) => date.at.as_millisecond().to_string(),
        _ => String::new(),
    };
    let keys = ["concept:name", "time:timestamp", "org:resource", "org:group"];
    trace.events.iter().map(|event| keys.map(|key| text(&event.attributes, key))).collect()
}

fn recorded(commands: &[DossierCommand]) -> Vec<Recorded<'_>> {
    commands.iter().map(|one| Recorded { act: &one.act, activity: one.command.kind().as_str() }).collect()
}

#[test]
fn what_goes_in_comes_out() {
    let (traces, dossiers) = dossiers();
    let zone = TimeZone::get("Europe/Amsterdam").unwrap();
    let mut out = XesWriter::new(Vec::new(), true, &header()).unwrap();
    for commands in &dossiers {
        let Command::ImportHistory { deadline, ended, channel_text, .. } = &commands.last().unwrap().command
        else {
            panic!("the claims come last")
        };
        let claims = Claims { deadline: *deadline, ended: *ended, channel: channel_text.clone() };
        out.trace(&trace(&commands[0].code, &claims, &recorded(commands), &zone).unwrap()).unwrap();
    }
    let bytes = out.finish().unwrap();
    let again = XesReader::new("again.xes.gz", bytes.as_slice(), Limits::default()).unwrap();
    let again: Vec<Trace> = again.collect::<Result<_, _>>().unwrap();
    assert_eq!(again.len(), traces.len());
    for (one, other) in traces.iter().zip(&again) {
        assert_eq!(told(one), told(other));
        for key in ["concept:name", "deadline", "enddate", "channel"] {
            assert_eq!(find(&one.attributes, key), find(&other.attributes, key));
        }
    }
}

#[test]
fn a_dossier_without_a_source_shows_its_own_acts() {
    let (_, dossiers) = dossiers();
    let mut live = dossiers[0].clone();
    live.iter_mut().for_each(|one| one.act.source = None);
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let trace = trace(&live[0].code, &Claims::default(), &recorded(&live), &zone).unwrap();
    let told = told(&trace);
    assert_eq!(told[0][0], "ReceiveDossier", "what was derived is no activity");
    assert_eq!(told[0][2], "Resource21");
    let derived: Vec<_> = live.iter().filter(|one| one.act.derived).cloned().collect();
    let none = lienthong_interop::xes::trace(&live[0].code, &Claims::default(), &recorded(&derived), &zone);
    assert_eq!(none, None);
}
