//! Events of a dossier, facts of the catalogue, declarations: as a record holds them.

use super::{books, catalogue, kinds, ledgers, process, review, standing, supervision, tables, tenure};
use crate::form::Form;
use crate::proto;
use crate::record::Event;
use lienthong_catalogue::Entry;
use lienthong_dossier::Event as Fact;
use proto::event::Body as Wire;

macro_rules! convert {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Reads one event.
        pub(crate) fn read(form: &mut Form, event: proto::Event) -> Option<Event> {
            let Some(body) = event.body else { return form.missing("body") };
            match body {
                $(Wire::$variant(proto::$variant { $($field),* }) => {
                    $(let $field = kinds::$kind::read(form, stringify!($field), $field);)*
                    Some(Event::Dossier(Fact::$variant { $($field: $field?),* }))
                })+
                other => read_beside(form, other),
            }
        }

        fn write_fact(fact: &Fact) -> Wire {
            match fact {
                $(Fact::$variant { $($field),* } => {
                    Wire::$variant(proto::$variant { $($field: kinds::$kind::write($field)),* })
                })+
            }
        }
    };
}

tables::event_table!(convert);

fn read_beside(form: &mut Form, body: Wire) -> Option<Event> {
    match body {
        Wire::LedgerOpened(m) => catalogue::ledger_opened(form, m).map(Event::Catalogue),
        Wire::AgencyRegistered(m) => catalogue::agency_registered(form, m).map(Event::Catalogue),
        Wire::DeskRegistered(m) => catalogue::desk_registered(form, m).map(Event::Catalogue),
        Wire::RoleGranted(m) => catalogue::role_granted(form, m).map(Event::Catalogue),
        Wire::KeyRegistered(m) => catalogue::key_registered(form, m).map(Event::Catalogue),
        Wire::KeyRevoked(m) => catalogue::key_revoked(form, m).map(Event::Catalogue),
        Wire::ProcedurePublished(m) => catalogue::procedure_published(form, m).map(Event::Catalogue),
        Wire::CalendarSet(m) => catalogue::calendar_set(form, m).map(Event::Catalogue),
        Wire::ProcessPublished(m) => process::process_published(form, m).map(Event::Catalogue),
        Wire::RuleSwitched(m) => process::rule_switched(form, m).map(Event::Catalogue),
        Wire::RulesAdopted(m) => process::rules_adopted(form, m).map(Event::Catalogue),
        Wire::LedgerBegun(m) => form
            .message("beginning", m.beginning, ledgers::read_beginning)
            .map(Entry::LedgerBegun)
            .map(Event::Catalogue),
        Wire::LedgerClosed(m) => form
            .message("closing", m.closing, ledgers::read_closing)
            .map(Entry::LedgerClosed)
            .map(Event::Catalogue),
        Wire::LedgerFinished(m) => form
            .message("finish", m.finish, ledgers::read_finish)
            .map(Entry::LedgerFinished)
            .map(Event::Catalogue),
        Wire::AgencySucceeded(m) => form
            .message("succession", m.succession, standing::read_succession)
            .map(Entry::AgencySucceeded)
            .map(Event::Catalogue),
        Wire::GoLiveSet(m) => form
            .message("go_live", m.go_live, standing::read_go_live)
            .map(Entry::GoLiveSet)
            .map(Event::Catalogue),
        Wire::AuthorityDelegated(m) => form
            .message("delegation", m.delegation, standing::read_delegation)
            .map(Entry::AuthorityDelegated)
            .map(Event::Catalogue),
        Wire::AbsenceRegistered(m) => form
            .message("absence", m.absence, standing::read_absence)
            .map(Entry::AbsenceRegistered)
            .map(Event::Catalogue),
        Wire::NumbersLeased(m) => form
            .message("lease", m.lease, standing::read_lease)
            .map(Entry::NumbersLeased)
            .map(Event::Catalogue),
        Wire::OfflineDeskAccredited(m) => form
            .message("accreditation", m.accreditation, standing::read_accreditation)
            .map(Entry::OfflineDeskAccredited)
            .map(Event::Catalogue),
        Wire::HeadAppointed(m) => form
            .message("appointment", m.appointment, tenure::read_head)
            .map(Entry::HeadAppointed)
            .map(Event::Catalogue),
        Wire::DeputyAppointed(m) => form
            .message("appointment", m.appointment, tenure::read_deputy)
            .map(Entry::DeputyAppointed)
            .map(Event::Catalogue),
        Wire::ActingAppointed(m) => form
            .message("appointment", m.appointment, tenure::read_acting)
            .map(Entry::ActingAppointed)
            .map(Event::Catalogue),
        Wire::TenureEnded(m) => {
            form.message("end", m.end, tenure::read_end).map(Entry::TenureEnded).map(Event::Catalogue)
        }
        Wire::LegalBasisRegistered(m) => form
            .message("basis", m.basis, review::read_basis)
            .map(Entry::LegalBasisRegistered)
            .map(Event::Catalogue),
        Wire::ProcedureRepealed(m) => form
            .message("repeal", m.repeal, review::read_repeal)
            .map(Entry::ProcedureRepealed)
            .map(Event::Catalogue),
        Wire::CutProposed(m) => review::cut_proposed(form, m).map(Event::Catalogue),
        Wire::CutDecided(m) => form
            .message("decision", m.decision, review::read_cut_decision)
            .map(Entry::CutDecided)
            .map(Event::Catalogue),
        Wire::DayDeclared(m) => books::day_declared(form, m).map(Event::Books),
        Wire::PersonalDataRead(m) => books::personal_data_read(form, m).map(Event::Books),
        Wire::SampleDrawn(m) => books::sample_drawn(form, m).map(Event::Books),
        Wire::SampleAnswered(m) => books::sample_answered(form, m).map(Event::Books),
        // Every other event stands in the table of dossiers, and was read by it.
        other => supervision::read_event(form, other).map(Event::Supervision),
    }
}

/// Writes one event.
pub(crate) fn write(event: &Event) -> proto::Event {
    let body = match event {
        Event::Dossier(fact) => write_fact(fact),
        Event::Catalogue(entry) => catalogue::write_entry(entry),
        Event::Books(event) => books::write_event(event),
        Event::Supervision(event) => supervision::write_event(event),
    };
    proto::Event { body: Some(body) }
}
