//! From a plan to commands: what each act asks to be recorded, of which service, in which order.
//!
//! Every command comes from the mapping and the file alone, so that the same file gives the same bytes, and an act that is
//! sent again meets itself.

use crate::mapping::{MappedProcedure, Mapping, Party};
use crate::xes::{ActKind, Plan, PlannedAct};
use lienthong_dossier::{Ask, Command, Participant, Stance};
use lienthong_names::{Act, AgencyId, Clerk, DossierCode, OfficerId, Service, UnitId};

/// One command about a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierCommand {
    /// The dossier.
    pub code: DossierCode,
    /// Who, when, and the source's words.
    pub act: Act,
    /// What is asked.
    pub command: Command,
}

impl DossierCommand {
    /// The service that decides it.
    #[must_use]
    pub const fn service(&self) -> Service {
        match self.command {
            Command::OpenConsultation { .. }
            | Command::GiveOpinion { .. }
            | Command::AmendOpinion { .. }
            | Command::DeclineOpinion { .. }
            | Command::AskAgain { .. }
            | Command::ConcludeConsultation { .. } => Service::Consultation,
            _ => Service::Routing,
        }
    }
}

/// Commands for one service, of one or more dossiers. Each dossier's are in order; all must be answered before the next
/// wave is sent, for that is where these dossiers go on with the other service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wave {
    /// Who decides them.
    pub service: Service,
    /// The commands.
    pub commands: Vec<DossierCommand>,
}

/// The commands of a plan, in order.
#[must_use]
pub fn commands(plan: &Plan, mapping: &Mapping) -> Vec<DossierCommand> {
    let one = |act| DossierCommand {
        code: plan.code.clone(),
        act: envelope(act, mapping),
        command: command(&act.kind, mapping),
    };
    plan.acts.iter().map(one).collect()
}

/// Arranges the commands of several dossiers in as few waves as their order allows: the n-th wave has every dossier's n-th
/// run of commands for one service. A dossier begins with routing, so all n-th runs are for the same service.
#[must_use]
pub fn waves(dossiers: impl IntoIterator<Item = Vec<DossierCommand>>) -> Vec<Wave> {
    let mut waves: Vec<Wave> = Vec::new();
    for commands in dossiers {
        let mut at = 0;
        for command in commands {
            let service = command.service();
            if waves.get(at).is_some_and(|wave| wave.service != service) {
                at += 1;
            }
            match waves.get_mut(at) {
                Some(wave) => wave.commands.push(command),
                None => waves.push(Wave { service, commands: vec![command] }),
            }
        }
    }
    waves
}

/// Who acts: the municipality's officer, but for a party's opinion the party, with the municipality's clerk at the
/// keyboard.
fn envelope(act: &PlannedAct, mapping: &Mapping) -> Act {
    let (agency, officer, unit, entered_by) = match &act.kind {
        ActKind::Opinion { party, .. } => {
            let clerk = Clerk { agency: mapping.agency.id.clone(), officer: act.officer.clone() };
            (party.clone(), party_officer(party, mapping), None, Some(clerk))
        }
        // A unit answers as it was asked, whatever group its officer stands under that day.
        ActKind::InsideOpinion { unit, .. } | ActKind::InsideAmend { unit, .. } => {
            (mapping.agency.id.clone(), act.officer.clone(), unit.clone(), None)
        }
        _ => (mapping.agency.id.clone(), act.officer.clone(), act.unit.clone(), None),
    };
    Act {
        id: act.id,
        agency,
        officer,
        unit,
        entered_by,
        occurred_at: act.occurred_at,
        derived: act.derived,
        source: act.source.clone(),
        group_id: None,
    }
}

fn party_officer(party: &AgencyId, mapping: &Mapping) -> OfficerId {
    let officer = mapping.party(party).map(|Party { officer, .. }| officer);
    officer.unwrap_or(&mapping.officer_unstated).clone()
}

fn command(kind: &ActKind, mapping: &Mapping) -> Command {
    match kind.clone() {
        ActKind::Register { channel } => {
            let MappedProcedure { code, .. } = &mapping.procedure;
            Command::RegisterDossier {
                procedure: code.clone(),
                case: None,
                channel,
                documents: Vec::new(),
                personal: Default::default(),
            }
        }
        ActKind::Receive { channel } => Command::ReceiveDossier {
            competent: Some(mapping.agency.id.clone()),
            channel,
            handed_in: Vec::new(),
            appointment: None,
            custodian: None,
        },
        ActKind::HandOver { to, .. } => Command::HandOver { to_unit: Some(to), to_officer: None, step: None },
        ActKind::Step { name } => Command::CompleteStep { step: name, note: "".into(), at_centre: false },
        ActKind::Ask { consultation, parties } => Command::OpenConsultation {
            consultation,
            question: mapping.question.clone(),
            documents: Vec::new(),
            participants: parties.into_iter().map(ask_party).collect(),
            addressee_inferred: true,
            closed: false,
            confidential: false,
        },
        ActKind::AskAgain { consultation, parties } => Command::AskAgain {
            consultation,
            participants: parties.into_iter().map(ask_party).collect(),
            question: mapping.question.clone(),
            addressee_inferred: true,
        },
        ActKind::Opinion { consultation, party } => Command::GiveOpinion {
            consultation,
            from: Participant { agency: party, unit: None },
            stance: Stance::NotStated,
            text: "".into(),
            documents: Vec::new(),
            secret: None,
            closed: None,
        },
        ActKind::InsideAsk { consultation, unit } => Command::OpenConsultation {
            question: consultation.as_str().into(),
            consultation,
            documents: Vec::new(),
            participants: vec![ask(inside(unit, mapping))],
            addressee_inferred: false,
            closed: false,
            confidential: false,
        },
        ActKind::InsideOpinion { consultation, unit } => Command::GiveOpinion {
            consultation,
            from: inside(unit, mapping),
            stance: Stance::NotStated,
            text: "".into(),
            documents: Vec::new(),
            secret: None,
            closed: None,
        },
        ActKind::InsideAmend { consultation, unit } => Command::AmendOpinion {
            consultation,
            from: inside(unit, mapping),
            stance: Stance::NotStated,
            text: "".into(),
            documents: Vec::new(),
            secret: None,
            closed: None,
        },
        ActKind::History { deadline, ended, channel, channel_text } => {
            let channel = (!channel_text.is_empty()).then_some(channel);
            Command::ImportHistory { deadline, ended, channel, channel_text }
        }
    }
}

fn inside(unit: Option<UnitId>, mapping: &Mapping) -> Participant {
    Participant { agency: mapping.agency.id.clone(), unit }
}

fn ask_party(agency: AgencyId) -> Ask {
    ask(Participant { agency, unit: None })
}

/// History knows neither terms nor whether an answer had to be waited for.
fn ask(participant: Participant) -> Ask {
    Ask { participant, mandatory: false, term: None }
}
