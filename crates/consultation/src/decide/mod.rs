//! What each command leads to: the chair's in `chair`, those of whom it asked in `answer`, what becomes of an ask without an answer
//! in `ask`, and when its term runs out, or nothing is waited for any more, in `lapse`; those of an appraisal in `appraisal`.
//!
//! Each asks its rules in the order in which a clerk wants to hear a "no": existence, capacity, state, content (DOMAIN
//! section 5); then it says what happened.

pub(crate) mod answer;
mod appraisal;
mod ask;
mod chair;
mod lapse;

use crate::case::Case;
use crate::grounds::misaddressed;
use crate::rules::{ask_party, r19_known, stage};
use lienthong_dossier::{Check, Command, Consultation, Event, Refusals, Timer, TimerCause};
use lienthong_names::ConsultationId;

/// What an admitted command leads to.
type Decided = Check<Vec<Event>>;

/// Decides one command.
pub(crate) fn decide(case: &Case<'_>) -> Decided {
    match case.asked {
        Command::OpenConsultation {
            consultation,
            question,
            documents,
            participants,
            addressee_inferred,
            closed,
            confidential,
        } => {
            let letter = chair::Letter {
                question,
                documents,
                asks: participants,
                addressee_inferred: *addressee_inferred,
                closed: *closed,
                confidential: *confidential,
            };
            chair::open(case, consultation, letter)
        }
        Command::AskAgain { consultation, participants, addressee_inferred, .. } => {
            chair::ask_again(case, consultation, participants, *addressee_inferred)
        }
        Command::ConcludeConsultation { consultation, digest } => chair::conclude(case, consultation, digest),
        Command::GiveOpinion { consultation, from, stance, text, documents, secret, closed } => answer::give(
            case,
            consultation,
            answer::Said { from, stance: *stance, text, documents, secret: secret.as_ref(), closed: *closed },
        ),
        Command::AmendOpinion { consultation, from, stance, text, documents, secret, closed } => {
            answer::amend(
                case,
                consultation,
                answer::Said {
                    from,
                    stance: *stance,
                    text,
                    documents,
                    secret: secret.as_ref(),
                    closed: *closed,
                },
            )
        }
        Command::DeclineOpinion { consultation, from, reason } => {
            answer::decline(case, consultation, from, reason)
        }
        Command::ObjectToDigest { consultation, from, text } => {
            answer::object(case, consultation, from, text)
        }
        Command::RemindOpinion { consultation, to, note } => ask::remind(case, consultation, to, note),
        Command::RevokeOpinionRequest { consultation, of, reason } => {
            ask::revoke(case, consultation, of, reason)
        }
        Command::DecideWithoutOpinion { consultation, of, reason, article } => {
            ask::waive(case, consultation, of, reason, article)
        }
        Command::RaiseTimer { clock, cause: cause @ TimerCause::OpinionLapsed, due } => {
            let timer = Timer { due: *due, cause: *cause, clock: clock.clone() };
            lapse::lapse(case, &timer)
        }
        Command::RaiseTimer { clock, cause: cause @ TimerCause::OpinionsOpened, due } => {
            let timer = Timer { due: *due, cause: *cause, clock: clock.clone() };
            lapse::open(case, &timer)
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

/// The consultation that a command carries on, and what speaks against who acts on it and when.
fn begin<'a>(case: &Case<'a>, id: &ConsultationId) -> Check<(&'a Consultation, Refusals)> {
    r19_known::check(case)?;
    let consultation = stage::known(case, id)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::running(case));
    no.ask(stage::not_concluded(case, id));
    Ok((consultation, no))
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
