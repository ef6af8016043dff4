//! What each command leads to: the chair's in `chair`, those of whom it asked in `answer`; those of an appraisal in `appraisal`.
//!
//! Each asks its rules in the order in which a clerk wants to hear a "no": existence, capacity, state, content (DOMAIN
//! section 5); then it says what happened.

mod answer;
mod appraisal;
mod chair;

use crate::case::Case;
use crate::grounds::misaddressed;
use crate::rules::{r02_capacity, r03_asked, r12_in_force};
use lienthong_dossier::{Check, Command, Event, Refusals};

/// What an admitted command leads to.
type Decided = Check<Vec<Event>>;

/// Decides one command.
pub(crate) fn decide(case: &Case<'_>) -> Decided {
    match case.asked {
        Command::OpenConsultation { consultation, question, documents, participants, addressee_inferred } => {
            let letter = chair::Letter {
                question,
                documents,
                asks: participants,
                addressee_inferred: *addressee_inferred,
            };
            chair::open(case, consultation, letter)
        }
        Command::AskAgain { consultation, participants, addressee_inferred, .. } => {
            chair::ask_again(case, consultation, participants, *addressee_inferred)
        }
        Command::ConcludeConsultation { consultation, digest } => chair::conclude(case, consultation, digest),
        Command::GiveOpinion { consultation, from, stance, text, documents } => {
            answer::give(case, consultation, answer::Said { from, stance: *stance, text, documents })
        }
        Command::AmendOpinion { consultation, from, stance, text, documents } => {
            answer::amend(case, consultation, answer::Said { from, stance: *stance, text, documents })
        }
        Command::DeclineOpinion { consultation, from, reason } => {
            answer::decline(case, consultation, from, reason)
        }
        Command::OpenAppraisal { .. }
        | Command::RecordVisit { .. }
        | Command::CastVote { .. }
        | Command::ConcludeAppraisal { .. }
        | Command::ReopenAppraisal { .. } => of_appraisal(case),
        // Everything else is routing's.
        other => misaddressed(other.kind().as_str()),
    }
}

fn of_appraisal(case: &Case<'_>) -> Decided {
    match case.asked {
        Command::OpenAppraisal { appraisal, council, session, mandatory, term, documents } => {
            let opening = appraisal::Opening {
                council: council.as_ref(),
                session: session.as_deref(),
                mandatory: *mandatory,
                term: term.as_ref(),
                documents,
            };
            appraisal::open(case, appraisal, &opening)
        }
        Command::RecordVisit { appraisal, date, place, present, findings } => {
            appraisal::visit(case, appraisal, &appraisal::Seen { date, place, present, findings })
        }
        Command::CastVote { appraisal, vote, text } => appraisal::vote(case, appraisal, *vote, text),
        Command::ConcludeAppraisal { appraisal, conclusion, text, number, date, documents } => {
            let minutes = appraisal::Minutes { conclusion: *conclusion, text, number, date, documents };
            appraisal::conclude(case, appraisal, &minutes)
        }
        Command::ReopenAppraisal { appraisal, term, documents } => {
            appraisal::reopen(case, appraisal, term.as_ref(), documents)
        }
        other => misaddressed(other.kind().as_str()),
    }
}

/// Who acts is valid, has a part, and holds the capacity that the command asks for: R12, R03, R02.
fn ask_party(case: &Case<'_>, no: &mut Refusals) {
    no.extend(r12_in_force::actor(case));
    let standing = case.standing();
    no.ask(r03_asked::part(case, standing));
    no.ask(r02_capacity::check(case, standing));
}
