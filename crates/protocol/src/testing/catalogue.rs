//! Strategies for what the catalogue is asked and says.

use super::ledgers::{any_beginning, any_closing, any_finish};
use super::process::{any_process, any_rules, any_switch};
use super::review::{any_basis, any_cut_decision, any_proposal, any_repeal};
use super::standing::{
    any_absence, any_accreditation, any_delegation, any_go_live, any_lease, any_succession,
};
use super::tenure::{any_deputyship, any_tenure, any_tenure_end};
use super::words::{
    any_agency, any_case, any_date, any_dossier_code, any_legal_basis, any_line, any_officer, any_on_silence,
    any_procedure_code, any_step, any_term, any_text, any_timestamp, any_unit, one_of,
};
use crate::keys::SigningKey;
use jiff::civil::Time;
use jiff::tz::Offset;
use lienthong_calendar::{CalendarData, Span};
use lienthong_catalogue::{
    Agency, AppraisalPolicy, CalendarEntry, ChecklistItem, Command, CommandKind, Decision, Desk, Entry,
    EntryKind, EscalationPolicy, Fee, Grant, Key, KeyUse, Opening, OpinionPolicy, PausePolicy, Procedure,
    ProcedureCase, ResultItem, Resume, Revocation, Unit, Validity,
};
use lienthong_dossier::{Channel, Silence};
use proptest::array::uniform7;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;

/// Any command about the catalogue.
pub fn any_catalogue_command() -> impl Strategy<Value = Command> {
    one_of(CommandKind::ALL).prop_flat_map(catalogue_command_of)
}

/// Any command of one kind.
pub fn catalogue_command_of(kind: CommandKind) -> BoxedStrategy<Command> {
    match kind {
        CommandKind::OpenLedger => any_opening().prop_map(Command::OpenLedger).boxed(),
        CommandKind::RegisterAgency => any_agency_entry().prop_map(Command::RegisterAgency).boxed(),
        CommandKind::RegisterDesk => any_desk().prop_map(Command::RegisterDesk).boxed(),
        CommandKind::GrantRole => any_grant().prop_map(Command::GrantRole).boxed(),
        CommandKind::RegisterKey => any_key().prop_map(Command::RegisterKey).boxed(),
        CommandKind::RevokeKey => any_revocation().prop_map(Command::RevokeKey).boxed(),
        CommandKind::SetCalendar => any_calendar().prop_map(Command::SetCalendar).boxed(),
        CommandKind::PublishProcedure => {
            any_procedure().prop_map(Box::new).prop_map(Command::PublishProcedure).boxed()
        }
        CommandKind::PublishProcess => any_process().prop_map(Command::PublishProcess).boxed(),
        CommandKind::SwitchRule => any_switch().prop_map(Command::SwitchRule).boxed(),
        CommandKind::BeginLedger => any_beginning().prop_map(Command::BeginLedger).boxed(),
        CommandKind::CloseLedger => any_closing().prop_map(Command::CloseLedger).boxed(),
        CommandKind::FinishLedger => any_finish().prop_map(Command::FinishLedger).boxed(),
        CommandKind::AdoptRules => any_rules().prop_map(Command::AdoptRules).boxed(),
        CommandKind::SucceedAgency => any_succession().prop_map(Command::SucceedAgency).boxed(),
        CommandKind::SetGoLive => any_go_live().prop_map(Command::SetGoLive).boxed(),
        CommandKind::DelegateAuthority => any_delegation().prop_map(Command::DelegateAuthority).boxed(),
        CommandKind::RegisterAbsence => any_absence().prop_map(Command::RegisterAbsence).boxed(),
        CommandKind::LeaseNumbers => any_lease().prop_map(Command::LeaseNumbers).boxed(),
        CommandKind::AccreditOfflineDesk => {
            any_accreditation().prop_map(Command::AccreditOfflineDesk).boxed()
        }
        CommandKind::AppointHead => any_tenure().prop_map(Command::AppointHead).boxed(),
        CommandKind::AppointDeputy => any_deputyship().prop_map(Command::AppointDeputy).boxed(),
        CommandKind::AppointActing => any_tenure().prop_map(Command::AppointActing).boxed(),
        CommandKind::EndTenure => any_tenure_end().prop_map(Command::EndTenure).boxed(),
        CommandKind::RegisterLegalBasis => any_basis().prop_map(Command::RegisterLegalBasis).boxed(),
        CommandKind::RepealProcedure => any_repeal().prop_map(Command::RepealProcedure).boxed(),
        CommandKind::ProposeCut => any_proposal().prop_map(Command::ProposeCut).boxed(),
        CommandKind::DecideCut => any_cut_decision().prop_map(Command::DecideCut).boxed(),
    }
}

/// Any fact of the catalogue.
pub fn any_entry() -> impl Strategy<Value = Entry> {
    one_of(EntryKind::ALL).prop_flat_map(entry_of)
}

/// Any fact of one kind.
pub fn entry_of(kind: EntryKind) -> BoxedStrategy<Entry> {
    match kind {
        EntryKind::LedgerOpened => any_opening().prop_map(Entry::LedgerOpened).boxed(),
        EntryKind::AgencyRegistered => any_agency_entry().prop_map(Entry::AgencyRegistered).boxed(),
        EntryKind::DeskRegistered => any_desk().prop_map(Entry::DeskRegistered).boxed(),
        EntryKind::RoleGranted => any_grant().prop_map(Entry::RoleGranted).boxed(),
        EntryKind::KeyRegistered => any_key().prop_map(Entry::KeyRegistered).boxed(),
        EntryKind::KeyRevoked => any_revocation().prop_map(Entry::KeyRevoked).boxed(),
        EntryKind::CalendarSet => any_calendar().prop_map(Entry::CalendarSet).boxed(),
        EntryKind::ProcedurePublished => (1..=u32::MAX, any_procedure())
            .prop_map(|(version, procedure)| Entry::ProcedurePublished {
                version,
                procedure: Box::new(procedure),
            })
            .boxed(),
        EntryKind::ProcessPublished => (1..=u32::MAX, any_process())
            .prop_map(|(version, process)| Entry::ProcessPublished { version, process })
            .boxed(),
        EntryKind::RuleSwitched => any_switch().prop_map(Entry::RuleSwitched).boxed(),
        EntryKind::LedgerBegun => any_beginning().prop_map(Entry::LedgerBegun).boxed(),
        EntryKind::LedgerClosed => any_closing().prop_map(Entry::LedgerClosed).boxed(),
        EntryKind::LedgerFinished => any_finish().prop_map(Entry::LedgerFinished).boxed(),
        EntryKind::RulesAdopted => any_rules().prop_map(Entry::RulesAdopted).boxed(),
        EntryKind::AgencySucceeded => any_succession().prop_map(Entry::AgencySucceeded).boxed(),
        EntryKind::GoLiveSet => any_go_live().prop_map(Entry::GoLiveSet).boxed(),
        EntryKind::AuthorityDelegated => any_delegation().prop_map(Entry::AuthorityDelegated).boxed(),
        EntryKind::AbsenceRegistered => any_absence().prop_map(Entry::AbsenceRegistered).boxed(),
        EntryKind::NumbersLeased => any_lease().prop_map(Entry::NumbersLeased).boxed(),
        EntryKind::OfflineDeskAccredited => {
            any_accreditation().prop_map(Entry::OfflineDeskAccredited).boxed()
        }
        EntryKind::HeadAppointed => any_tenure().prop_map(Entry::HeadAppointed).boxed(),
        EntryKind::DeputyAppointed => any_deputyship().prop_map(Entry::DeputyAppointed).boxed(),
        EntryKind::ActingAppointed => any_tenure().prop_map(Entry::ActingAppointed).boxed(),
        EntryKind::TenureEnded => any_tenure_end().prop_map(Entry::TenureEnded).boxed(),
        EntryKind::LegalBasisRegistered => any_basis().prop_map(Entry::LegalBasisRegistered).boxed(),
        EntryKind::ProcedureRepealed => any_repeal().prop_map(Entry::ProcedureRepealed).boxed(),
        EntryKind::CutProposed => (any_agency(), any_proposal())
            .prop_map(|(by, proposal)| Entry::CutProposed { by, proposal })
            .boxed(),
        EntryKind::CutDecided => any_cut_decision().prop_map(Entry::CutDecided).boxed(),
    }
}

pub(super) fn any_validity() -> impl Strategy<Value = Validity> {
    (any_timestamp(), option::of(any_timestamp())).prop_map(|(from, until)| Validity { from, until })
}

pub(super) fn any_decision() -> impl Strategy<Value = Decision> {
    (any_line(), any_date(), any_line()).prop_map(|(number, date, signer)| Decision { number, date, signer })
}

fn any_opening() -> impl Strategy<Value = Opening> {
    (
        "[A-Z][0-9]{2}",
        any_line(),
        any_line(),
        any_agency_entry(),
        vec(any_key(), 0..3),
        vec(any_grant(), 0..3),
    )
        .prop_map(|(unit, time_zone, log_key, office, keys, grants)| Opening {
            unit: unit.into(),
            time_zone,
            log_key,
            office,
            keys,
            grants,
        })
}

fn any_agency_entry() -> impl Strategy<Value = Agency> {
    let unit = (any_unit(), any_line()).prop_map(|(id, name)| Unit { id, name });
    let names = (any_line(), any_line());
    let kinds = (any::<bool>(), any::<bool>(), any::<bool>());
    (any_agency(), names, option::of(any_agency()), vec(unit, 0..3), any_validity(), kinds).prop_map(
        |(id, (name, name_en), parent, units, validity, (fictitious, postal, inspectorate))| Agency {
            id,
            name,
            name_en,
            parent,
            units,
            validity,
            fictitious,
            postal,
            inspectorate,
        },
    )
}

fn any_desk() -> impl Strategy<Value = Desk> {
    (any_agency(), any_line(), vec(any_agency(), 0..3), any_validity(), option::of(any_decision())).prop_map(
        |(agency, name, serves, validity, decision)| Desk { agency, name, serves, validity, decision },
    )
}

fn any_grant() -> impl Strategy<Value = Grant> {
    (any_agency(), any_officer(), any_line(), option::of(any_unit()), any_line(), any_validity()).prop_map(
        |(agency, officer, name, unit, title, validity)| Grant {
            agency,
            officer,
            name,
            unit,
            title,
            validity,
        },
    )
}

fn any_key() -> impl Strategy<Value = Key> {
    let usage = prop_oneof![
        Just(KeyUse::Agency),
        Just(KeyUse::Office),
        Just(KeyUse::Service),
        (vec(any_agency(), 0..3), any_timestamp()).prop_map(|(of, before)| KeyUse::Historian { of, before }),
    ];
    (any::<[u8; 32]>(), any_agency(), usage, any_validity()).prop_map(|(seed, agency, usage, validity)| {
        let public = SigningKey::from_seed(&seed).verifying_key();
        Key { id: public.key_id(), agency, public: *public.as_bytes(), usage, validity }
    })
}

fn any_revocation() -> impl Strategy<Value = Revocation> {
    (any_key(), any_timestamp(), any_text()).prop_map(|(key, from, reason)| Revocation {
        key: key.id,
        from,
        reason,
    })
}

pub(super) fn any_checklist_item() -> impl Strategy<Value = ChecklistItem> {
    let item = (any_item_id(), any_line(), any::<bool>(), any::<bool>(), vec(any_case(), 0..3));
    item.prop_map(|(id, name, required, original_first, cases)| ChecklistItem {
        original_first,
        id,
        name,
        required,
        cases,
    })
}

pub(super) fn any_fee() -> impl Strategy<Value = Fee> {
    let amount = || 1..=crate::limits::MONEY;
    (any_item_id(), any_line(), amount(), option::of(amount()), vec(any_case(), 0..3))
        .prop_map(|(id, name, amount, online_amount, cases)| Fee { id, name, amount, online_amount, cases })
}

fn any_procedure() -> impl Strategy<Value = Procedure> {
    let case = (any_case(), any_line(), any_term(), any_term())
        .prop_map(|(name, title, term, online_term)| ProcedureCase { name, title, term, online_term });
    let result = (any_item_id(), any_line(), any::<bool>()).prop_map(|(id, name, required)| ResultItem {
        id,
        name,
        required,
    });
    let channel = one_of(Channel::ALL).prop_map(|channel| Box::from(channel.as_str()));
    (
        (
            any_procedure_code(),
            any_line(),
            any_line(),
            any_decision(),
            option::of(any_dossier_code()),
            any_timestamp(),
        ),
        (vec(any_agency(), 0..3), option::of(any_agency()), any_term()),
        (
            vec(any_checklist_item(), 0..3),
            vec(any_step(), 0..3),
            vec(channel, 0..3),
            any_pauses(),
            any::<bool>(),
        ),
        (
            vec(any_fee(), 0..3),
            vec(result, 0..3),
            any_term(),
            any_escalation(),
            any_opinion_policy(),
            any_appraisal(),
            vec(any_legal_basis(), 0..3),
            (vec(case, 0..3), any::<bool>()),
        ),
    )
        .prop_map(
            |(
                (code, name, field, decision, drafted_in, in_force_from),
                (desks, competent, term),
                rest,
                ends,
            )| {
                let (checklist, steps, channels, pauses, fictitious) = rest;
                let (fees, results, online_term, escalation, opinions, appraisal, legal_bases, of_cases) =
                    ends;
                let (cases, case_required) = of_cases;
                Procedure {
                    code,
                    name,
                    field,
                    decision,
                    drafted_in,
                    in_force_from,
                    desks,
                    competent,
                    term,
                    checklist,
                    steps,
                    channels,
                    pauses,
                    fees,
                    results,
                    online_term,
                    escalation: Box::new(escalation),
                    opinions: Box::new(opinions),
                    fictitious,
                    legal_bases,
                    appraisal: Box::new(appraisal),
                    cases,
                    case_required,
                }
            },
        )
}

fn any_item_id() -> impl Strategy<Value = Box<str>> {
    "\\PC{1,12}".prop_map(Into::into)
}

fn any_pauses() -> impl Strategy<Value = PausePolicy> {
    (one_of(Resume::ALL), one_of(Resume::ALL), vec(any_line(), 0..3)).prop_map(
        |(after_supplement, after_other, repeat_reasons)| PausePolicy {
            after_supplement,
            after_other,
            repeat_reasons,
        },
    )
}

fn any_opinion_policy() -> impl Strategy<Value = OpinionPolicy> {
    (any_on_silence(), any::<bool>()).prop_map(|(said, closed)| OpinionPolicy {
        silence: if said.means == Silence::Waits { "".into() } else { said.means.as_str().into() },
        article: said.article,
        escalates: said.escalates,
        closed,
    })
}

fn any_escalation() -> impl Strategy<Value = EscalationPolicy> {
    let usual = EscalationPolicy::default();
    (any_term(), any_term()).prop_map(move |(to_head, to_parent)| EscalationPolicy {
        to_head: to_head.unwrap_or_else(|| usual.to_head.clone()),
        to_parent: to_parent.unwrap_or_else(|| usual.to_parent.clone()),
    })
}

fn any_appraisal() -> impl Strategy<Value = AppraisalPolicy> {
    (0..=crate::limits::MINIMUM_MEMBERS, any_term())
        .prop_map(|(minimum_members, term)| AppraisalPolicy { minimum_members, term })
}

/// Whole minutes, in no order: whether it is a calendar is not the form's question.
fn any_span() -> impl Strategy<Value = Span> {
    let time = || (0..24_i8, 0..60_i8).prop_map(|(hour, minute)| Time::new(hour, minute, 0, 0).unwrap());
    (time(), time()).prop_map(|(opens, closes)| Span::new(opens, closes))
}

fn any_calendar() -> impl Strategy<Value = CalendarEntry> {
    let data = (
        -93_599..=93_599_i32,
        any_date(),
        any_date(),
        uniform7(vec(any_span(), 0..3)),
        btree_set(any_date(), 0..4),
        btree_map(any_date(), any_date(), 0..3),
    )
        .prop_map(|(offset, decided_from, decided_until, week, holidays, make_up_days)| CalendarData {
            offset: Offset::from_seconds(offset).unwrap(),
            decided_from,
            decided_until,
            week,
            holidays,
            make_up_days,
        });
    ("[A-Za-z0-9._-]{1,20}", data, option::of(any_decision()))
        .prop_map(|(id, data, decision)| CalendarEntry { id: id.into(), data, decision })
}
