//! What each command leads to: one file for each, or for a few that are alike.
//!
//! Each asks its rules in the order in which a clerk wants to hear a "no": existence, capacity, state, content (DOMAIN
//! section 5); then it says what happened. What follows from a rule is an event too, so that folding needs no rules.

mod hand_over;
mod import_history;
mod leg;
mod receive;
mod register;
mod resolve;
mod return_result;
mod transfer;

use crate::case::Case;
use crate::grounds::misaddressed;
use crate::rules::{r02_capacity, r03_part, r12_in_force};
use lienthong_dossier::{Check, Command, Event, Refusals};

/// What an admitted command leads to.
type Decided = Check<Vec<Event>>;

/// Decides one command.
pub(crate) fn decide(case: &Case<'_>) -> Decided {
    match case.asked {
        Command::ImportHistory { deadline, ended, channel, channel_text } => {
            import_history::decide(case, *deadline, *ended, *channel, channel_text)
        }
        Command::RegisterDossier { procedure, case: variant, channel, documents, personal } => {
            register::decide(case, procedure, variant.as_deref(), *channel, documents, personal)
        }
        Command::ReceiveDossier { competent, channel, handed_in, appointment, custodian } => {
            let slip = receive::Slip {
                competent: competent.as_ref(),
                custodian: custodian.as_ref(),
                channel: *channel,
                handed_in,
                printed: *appointment,
            };
            receive::decide(case, slip)
        }
        Command::RefuseDossier { reasons } => receive::refuse(case, reasons),
        Command::TransferDossier { leg, to, purpose, documents, term, note } => {
            let letter =
                transfer::Letter { leg, to, purpose: *purpose, documents, term: term.as_ref(), note };
            transfer::decide(case, letter)
        }
        Command::AcknowledgeLeg { leg } => leg::acknowledge(case, leg),
        Command::RefuseLeg { leg, reason } => leg::refuse(case, leg, reason),
        Command::AnswerLeg { leg, text, documents } => leg::answer(case, leg, text, documents),
        Command::HandOver { to_unit, to_officer, step } => {
            hand_over::decide(case, to_unit.as_ref(), to_officer.as_ref(), step.as_ref())
        }
        Command::CompleteStep { step, note } => hand_over::complete(case, step, note),
        Command::ResolveDossier { outcome, number, date, signer, results } => {
            let decision = resolve::Decision { outcome: *outcome, number, date, signer, results };
            resolve::decide(case, decision)
        }
        Command::ReturnResult { channel } => return_result::decide(case, *channel),
        Command::OpenConsultation { .. }
        | Command::GiveOpinion { .. }
        | Command::AmendOpinion { .. }
        | Command::DeclineOpinion { .. }
        | Command::AskAgain { .. }
        | Command::ConcludeConsultation { .. } => misaddressed(case.asked.kind().as_str()),
    }
}

/// Who acts is valid, has a part, and holds the capacity that the command asks for: R12, R03, R02.
fn ask_party(case: &Case<'_>, no: &mut Refusals) {
    no.extend(r12_in_force::actor(case));
    no.ask(r03_part::check(case));
    no.ask(r02_capacity::check(case));
}
