//! What the catalogue must know before a history's first act: its agencies with their units and officers, its procedure.

use crate::ids::act_id;
use crate::mapping::{Mapping, Named};
use crate::xes::Survey;
use jiff::Timestamp;
use lienthong_catalogue::{Agency, Command, Decision, Desk, Grant, Procedure, Unit, Validity};
use lienthong_names::{Act, AgencyId, OfficerId};

/// Who publishes, and when, in every run the same: an id sent again with other bytes would be rejected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publisher {
    /// The Office.
    pub agency: AgencyId,
    /// Its officer, who approves.
    pub officer: OfficerId,
    /// Another one, who drafts (R22).
    pub drafter: OfficerId,
    /// An instant that does not change from run to run, such as the ledger's opening.
    pub at: Timestamp,
}

/// One command about the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueCommand {
    /// Who and when.
    pub act: Act,
    /// What is asked.
    pub command: Command,
}

/// The agencies for which a historian's key must be granted.
#[must_use]
pub fn agencies(mapping: &Mapping) -> Vec<AgencyId> {
    let parties = mapping.parties.iter().map(|party| &party.agency);
    std::iter::once(&mapping.agency).chain(parties).map(|named| named.id.clone()).collect()
}

/// Everything to publish, in an order in which each thing finds what it rests on. All of it holds from the day the
/// procedure is in force.
///
/// A command's id comes from what it says: the same survey gives the same ids, and a longer log, with a unit or an officer
/// more, gives new ones for what has changed.
#[must_use]
pub fn catalogue(mapping: &Mapping, survey: &Survey, publisher: &Publisher) -> Vec<CatalogueCommand> {
    let validity = Validity { from: mapping.procedure.in_force_from, until: None };
    let units =
        survey.units.iter().map(|(id, seen)| Unit { id: id.clone(), name: seen.name.clone() }).collect();
    let mut commands = vec![Command::RegisterAgency(agency(&mapping.agency, units, validity))];
    commands.extend(
        mapping
            .parties
            .iter()
            .map(|party| Command::RegisterAgency(agency(&party.agency, Vec::new(), validity))),
    );
    commands.push(Command::RegisterDesk(Desk {
        agency: mapping.agency.id.clone(),
        name: mapping.agency.name.clone(),
        serves: Vec::new(),
        validity,
        decision: Some(decision(mapping)),
    }));
    let own = survey.officers.iter().map(|(id, seen)| {
        let name = if seen.name.is_empty() { id.as_str() } else { &seen.name };
        grant(&mapping.agency.id, id, name, validity)
    });
    commands.extend(own);
    commands.extend(
        mapping
            .parties
            .iter()
            .map(|party| grant(&party.agency.id, &party.officer, party.officer.as_str(), validity)),
    );
    commands.push(Command::PublishProcedure(Box::new(procedure(mapping))));
    commands.into_iter().map(|command| signed_by(publisher, mapping, command)).collect()
}

fn agency(named: &Named, units: Vec<Unit>, validity: Validity) -> Agency {
    Agency {
        id: named.id.clone(),
        name: named.name.clone(),
        name_en: "".into(),
        parent: None,
        units,
        validity,
        fictitious: false,
        postal: false,
        inspectorate: false,
    }
}

fn grant(agency: &AgencyId, officer: &OfficerId, name: &str, validity: Validity) -> Command {
    Command::GrantRole(Grant {
        agency: agency.clone(),
        officer: officer.clone(),
        name: name.into(),
        unit: None,
        title: "".into(),
        validity,
    })
}

/// A history's procedure has no term, no checklist and no published process: nothing is measured that was not promised.
fn procedure(mapping: &Mapping) -> Procedure {
    let mapped = &mapping.procedure;
    Procedure {
        name: mapped.name.clone(),
        field: mapped.field.clone(),
        desks: vec![mapping.agency.id.clone()],
        competent: Some(mapping.agency.id.clone()),
        ..Procedure::blank(mapped.code.clone(), decision(mapping), mapped.in_force_from)
    }
}

fn decision(mapping: &Mapping) -> Decision {
    let mapped = &mapping.procedure;
    Decision {
        number: mapped.decision_number.clone(),
        date: mapped.decision_date,
        signer: mapped.decision_signer.clone(),
    }
}

fn signed_by(publisher: &Publisher, mapping: &Mapping, command: Command) -> CatalogueCommand {
    let kind = command.kind().as_str();
    CatalogueCommand {
        act: Act::new(
            act_id(&mapping.source, "catalogue", &content(&command), kind),
            publisher.agency.clone(),
            publisher.officer.clone(),
            publisher.at,
        ),
        command,
    }
}

/// What a command says, as far as mapping and log can change it.
fn content(command: &Command) -> String {
    match command {
        Command::RegisterAgency(agency) => {
            let units: Vec<_> = agency.units.iter().map(|unit| (unit.id.as_str(), &*unit.name)).collect();
            format!("{} {:?} {units:?} {}", agency.id, agency.name, agency.validity.from)
        }
        Command::RegisterDesk(desk) => format!("{} {:?} {}", desk.agency, desk.name, desk.validity.from),
        Command::GrantRole(grant) => {
            format!("{} {} {:?} {}", grant.agency, grant.officer, grant.name, grant.validity.from)
        }
        Command::PublishProcedure(procedure) => {
            let decision = &procedure.decision;
            let by = (&decision.number, decision.date.to_string(), &decision.signer);
            let named = (&procedure.name, &procedure.field);
            format!(
                "{} {named:?} {by:?} {} {:?}",
                procedure.code, procedure.in_force_from, procedure.competent
            )
        }
        // Nothing else is published for a history.
        Command::OpenLedger(_)
        | Command::RegisterKey(_)
        | Command::RevokeKey(_)
        | Command::SetCalendar(_)
        | Command::PublishProcess(_)
        | Command::SwitchRule(_)
        | Command::AdoptRules(_)
        | Command::BeginLedger(_)
        | Command::CloseLedger(_)
        | Command::FinishLedger(_)
        | Command::SucceedAgency(_)
        | Command::SetGoLive(_)
        | Command::DelegateAuthority(_)
        | Command::RegisterAbsence(_)
        | Command::LeaseNumbers(_)
        | Command::AccreditOfflineDesk(_)
        | Command::AppointHead(_)
        | Command::AppointDeputy(_)
        | Command::AppointActing(_)
        | Command::EndTenure(_)
        | Command::RegisterLegalBasis(_)
        | Command::RepealProcedure(_)
        | Command::ProposeCut(_)
        | Command::DecideCut(_) => String::new(),
    }
}
