//! What each command leads to: one file for each, or for a few that are alike.
//!
//! Each asks its rules in the order in which a clerk wants to hear a "no": existence, capacity, state, content (DOMAIN
//! section 5); then it says what happened. What follows from a rule is an event too, so that folding needs no rules.

pub(crate) mod answer_sample;
mod apology;
mod attach;
mod citizen;
mod competence;
mod correct;
pub(crate) mod declare;
mod erase;
mod hand_over;
mod import_history;
mod late_entry;
mod leg;
mod money;
mod paper;
mod pause;
mod post;
pub(crate) mod read_personal;
mod receive;
mod register;
mod resolve;
mod result;
mod return_result;
mod supplement;
mod timer;
pub(crate) mod transfer;
mod withdrawal;

use crate::case::Case;
use crate::grounds::misaddressed;
use crate::rules::{r01_desk, r02_capacity, r03_part, r12_in_force, r18_ahead, r24_go_live};
use lienthong_catalogue::Procedure;
use lienthong_dossier::{Check, Command, Event, Refusals, Timer};

/// What an admitted command leads to.
type Decided = Check<Vec<Event>>;

/// Decides one command.
pub(crate) fn decide(case: &Case<'_>) -> Decided {
    match case.asked {
        Command::ImportHistory { deadline, ended, channel, channel_text } => {
            import_history::decide(case, *deadline, *ended, *channel, channel_text)
        }
        Command::RegisterDossier { procedure, case: variant, channel, documents, personal } => {
            register::decide(case, procedure, variant.as_ref(), *channel, documents, personal)
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
        Command::RegulariseDossier {
            procedure,
            case: variant,
            channel,
            documents,
            handed_in,
            competent,
            custodian,
            appointment,
            irregularity,
            citing,
            citing_revision,
            taken_at,
            taken_by,
            taker,
            reason,
        } => {
            let dossier = late_entry::Dossier {
                procedure,
                variant: variant.as_ref(),
                channel: *channel,
                documents,
                competent: competent.as_ref(),
                custodian: custodian.as_ref(),
                promised: *appointment,
            };
            let hand_in = late_entry::HandIn {
                handed_in,
                irregularity: *irregularity,
                citing: citing.as_ref(),
                citing_revision: *citing_revision,
                taken_at: *taken_at,
                taken_by,
                taker,
                reason,
            };
            late_entry::regularise(case, &dossier, &hand_in)
        }
        Command::AdoptDossier {
            procedure,
            case: variant,
            channel,
            documents,
            competent,
            custodian,
            received_at,
            old_number,
            remaining,
            appointment,
        } => {
            let dossier = late_entry::Dossier {
                procedure,
                variant: variant.as_ref(),
                channel: *channel,
                documents,
                competent: competent.as_ref(),
                custodian: custodian.as_ref(),
                promised: *appointment,
            };
            let book = late_entry::OldBook {
                received_at: *received_at,
                number: old_number,
                remaining: remaining.as_ref(),
            };
            late_entry::adopt(case, &dossier, &book)
        }
        Command::CorrectEntry { revision, event, field, value, reason, confirmed_by } => {
            let correction = correct::Correction {
                revision: *revision,
                event,
                field,
                value,
                reason,
                confirmed_by: confirmed_by.as_ref(),
            };
            correct::decide(case, &correction)
        }
        Command::TransferDossier { leg, to, purpose, documents, term, note, parent, after } => {
            let (from, purpose, term) = (case.agency(), *purpose, term.as_ref());
            let letter = transfer::Letter { leg, from, to, purpose, documents, term, note };
            transfer::decide(case, &letter, parent.as_ref(), after.as_ref())
        }
        Command::AcknowledgeLeg { leg } => leg::acknowledge(case, leg),
        Command::RefuseLeg { leg, reason, ground } => leg::refuse(case, leg, reason, *ground),
        Command::AnswerLeg { leg, text, documents } => leg::answer(case, leg, text, documents),
        Command::HandOver { to_unit, to_officer, step } => {
            hand_over::decide(case, to_unit.as_ref(), to_officer.as_ref(), step.as_ref())
        }
        Command::CompleteStep { step, note, at_centre } => hand_over::complete(case, step, note, *at_centre),
        Command::ResolveDossier { outcome, number, date, signer, results } => {
            let decision = resolve::Decision { outcome: *outcome, number, date, signer, results };
            resolve::decide(case, decision)
        }
        Command::RecordArrival { leg } => leg::arrive(case, leg),
        Command::ReadLeg { leg } => leg::read(case, leg),
        Command::AssignLeg { leg, unit, officer } => leg::assign(case, leg, unit.as_ref(), officer.as_ref()),
        Command::RecallLeg { leg, reason } => leg::recall(case, leg, reason),
        Command::SendBackLeg { leg, reason, ground } => leg::send_back(case, leg, reason, *ground),
        Command::DecideCompetence { leg, competent, new_leg, term, reason, number, date } => {
            let ruling =
                competence::Ruling { leg, competent, new_leg, term: term.as_ref(), reason, number, date };
            competence::decide(case, &ruling)
        }
        Command::SendPaper { to, manifest, items, note } => paper::send(case, to, manifest, items, note),
        Command::ReceivePaper { manifest, items, note } => paper::receive(case, manifest, items, note),
        Command::RateService { score } => citizen::rate(case, *score),
        Command::FileComplaint { against, .. } => citizen::complain(case, against),
        Command::AnswerComplaint { number, text } => citizen::answer(case, *number, text),
        Command::ErasePersonalData { authority, law, reason } => {
            erase::decide(case, &erase::Order { authority, law, reason })
        }
        Command::ReassignOfficer { unit, officer, reason } => {
            hand_over::reassign(case, unit.as_ref(), officer.as_ref(), reason)
        }
        Command::ProposeSupplement { items, reasons } => supplement::propose(case, items, reasons),
        Command::RequestSupplement { items, reasons, until, again } => {
            supplement::request(case, &supplement::Letter { items, reasons, until: *until, again })
        }
        Command::ProvideSupplement { items, documents } => supplement::provide(case, items, documents),
        Command::RequestRevision { item, points, law, until } => {
            supplement::revise(case, item, points, law, *until)
        }
        Command::PauseDossier { reason, law, until } => pause::pause(case, reason, law, *until),
        Command::ResumeDossier { .. } => pause::resume(case),
        Command::StopDossier { reason, law } => pause::stop(case, reason, law),
        Command::AskWithdrawal { reason } => withdrawal::ask(case, reason),
        Command::DecideWithdrawal { granted, reason } => withdrawal::decide(case, *granted, reason),
        Command::IssueApology { reason, responsible, number, date } => {
            let letter = apology::Letter { reason, responsible: responsible.as_ref(), number, date };
            apology::apologise(case, &letter)
        }
        Command::Reappoint { until, reason } => apology::reappoint(case, *until, reason),
        Command::AttachDocument { documents, note } => attach::decide(case, documents, note),
        Command::AnnulReception { reason, successor } => attach::annul(case, reason, successor.as_ref()),
        Command::ReturnResult { channel, results, authority } => {
            return_result::decide(case, *channel, results, authority)
        }
        Command::DemandFee { fee, amount } => money::demand(case, fee, *amount),
        Command::ExemptFee { fee, reason, law } => money::exempt(case, fee, reason, law),
        Command::RecordPayment { fee, amount, means, receipt } => {
            money::pay(case, fee, *amount, *means, receipt)
        }
        Command::RefundPayment { fee, reason, receipt } => money::refund(case, fee, reason, receipt),
        Command::SetFinancialObligation { obligation, name, amount, number, date, until } => {
            let notice = money::Notice { obligation, name, amount: *amount, number, date, until: *until };
            money::oblige(case, &notice)
        }
        Command::RecordResult { result, outcome, number, date, signer, capacity, signature, documents } => {
            let (capacity, signature) = (*capacity, *signature);
            let paper = result::Paper { result, number, date, signer, capacity, signature, documents };
            result::record(case, &paper, *outcome)
        }
        Command::WithdrawResult { result, reason, law } => result::withdraw(case, result, reason, law),
        Command::ReissueResult { result, number, date, signer, capacity, signature, documents, reason } => {
            let (capacity, signature) = (*capacity, *signature);
            let paper = result::Paper { result, number, date, signer, capacity, signature, documents };
            result::reissue(case, &paper, reason)
        }
        Command::ReopenDossier { reason, law, term } => result::reopen(case, reason, law, term.as_ref()),
        Command::NotifyApplicant { means, text } => post::notify(case, *means, text),
        Command::PostSent { consignment, direction, carrier, office, items, due } => {
            let (direction, due) = (*direction, *due);
            post::send(case, &post::Parcel { consignment, direction, carrier, office, items, due })
        }
        Command::PostArrived { consignment } => post::arrive(case, consignment),
        Command::PostFailed { consignment, reason } => post::fail(case, consignment, reason),
        Command::RaiseTimer { clock, cause, due } => {
            timer::decide(case, &Timer { clock: clock.clone(), cause: *cause, due: *due })
        }
        // Everything else is consultation's.
        other => misaddressed(other.kind().as_str()),
    }
}

/// Who acts is valid, and what is said to have happened is not yet to come: R12, R18.
fn ask_actor(case: &Case<'_>, no: &mut Refusals) {
    no.extend(r12_in_force::actor(case));
    no.ask(r24_go_live::check(case));
    no.ask(r18_ahead::check(case.facts, "occurred_at", case.act.occurred_at));
}

/// Who acts is valid, has a part, is a desk at which the procedure is handed in, and the one that this dossier is with: R12,
/// R03, R01, R02.
fn ask_desk(case: &Case<'_>, no: &mut Refusals, procedure: &Procedure) {
    ask_actor(case, no);
    let standing = case.standing();
    no.ask(r03_part::check(case, standing));
    let competent = case.dossier.reception.as_ref().map(|reception| &reception.competent);
    if no.ask(r01_desk::check(case, procedure, competent)).is_some() {
        no.ask(r02_capacity::check(case, standing));
    }
}

/// Who acts is valid, has a part, and holds the capacity that the command asks for: R12, R03, R02.
fn ask_party(case: &Case<'_>, no: &mut Refusals) {
    ask_actor(case, no);
    let standing = case.standing();
    no.ask(r03_part::check(case, standing));
    no.ask(r02_capacity::check(case, standing));
}
