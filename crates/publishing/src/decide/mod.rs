//! What each publication leads to: one entry of the catalogue, or a "no".
//!
//! Each asks its rules in the order in which a clerk wants to hear a "no": existence, capacity, state, content (DOMAIN
//! section 5). Publishing something again is a new version of it; nothing is overwritten.

mod agencies;
mod calendar;
mod keys;
mod ledgers;
mod opening;
mod procedure;
mod process;
mod review;
mod standing;
mod tenures;

use crate::case::Case;
use crate::rules::{r12_actor, r22_office};
use lienthong_catalogue::{Command, Entry};
use lienthong_dossier::{Check, Refusals};

/// What an admitted publication puts into the catalogue.
type Decided = Check<Entry>;

/// Decides one publication.
pub(crate) fn decide(case: &Case<'_>) -> Decided {
    match case.asked {
        Command::OpenLedger(opening) => opening::decide(case, opening),
        Command::RegisterAgency(agency) => agencies::register(case, agency),
        Command::RegisterDesk(desk) => agencies::register_desk(case, desk),
        Command::GrantRole(grant) => agencies::grant(case, grant),
        Command::RegisterKey(key) => keys::register(case, key),
        Command::RevokeKey(revocation) => keys::revoke(case, revocation),
        Command::PublishProcedure(procedure) => procedure::decide(case, procedure),
        Command::SetCalendar(entry) => calendar::decide(case, entry),
        Command::PublishProcess(process) => process::decide(case, process),
        Command::SwitchRule(switch) => process::switch(case, switch),
        Command::AdoptRules(adopted) => process::adopt(case, adopted),
        Command::BeginLedger(beginning) => ledgers::begin(case, beginning),
        Command::CloseLedger(closing) => ledgers::close(case, closing),
        Command::FinishLedger(finish) => ledgers::finish(case, finish),
        Command::SucceedAgency(succession) => standing::succeed(case, succession),
        Command::SetGoLive(go_live) => standing::go_live(case, go_live),
        Command::DelegateAuthority(delegation) => standing::delegate(case, delegation),
        Command::RegisterAbsence(absence) => standing::be_absent(case, absence),
        Command::LeaseNumbers(lease) => standing::lease(case, lease),
        Command::AccreditOfflineDesk(accreditation) => standing::accredit(case, accreditation),
        Command::AppointHead(tenure) => tenures::head(case, tenure),
        Command::AppointDeputy(deputyship) => tenures::deputy(case, deputyship),
        Command::AppointActing(tenure) => tenures::acting(case, tenure),
        Command::EndTenure(end) => tenures::end(case, end),
        Command::RegisterLegalBasis(basis) => review::register_basis(case, basis),
        Command::RepealProcedure(repeal) => review::repeal(case, repeal),
        Command::ProposeCut(proposal) => review::propose(case, proposal),
        Command::DecideCut(decided) => review::decide_cut(case, decided),
    }
}

/// The publisher is valid, is the Office, and approves what another officer drafted: R12, R22. Every publication passes here but
/// the one that opens the ledger; a proposal is none.
fn ask_office(case: &Case<'_>, no: &mut Refusals) {
    no.extend(r12_actor::check(case.act, case.asked.kind().as_str(), case.facts));
    no.ask(r22_office::key(case.act, case.facts).and_then(|()| r22_office::two(case)));
}
