//! Commands and facts of the catalogue: what is asked is what is recorded, so both share their parts.

use super::{name, names, time};
use crate::form::{Form, code};
use crate::keys::VerifyingKey;
use crate::{limits, proto};
use lienthong_catalogue::{
    Agency, Command, Decision, Desk, Entry, Grant, Key, KeyUse, Opening, Revocation, Unit, Validity,
};
use lienthong_names::{Origin, StreamKind, StreamName};
use proto::command::Body as Asked;
use proto::event::Body as Recorded;

pub(crate) use super::calendar::set_calendar;
use super::calendar::{read_calendar, write_calendar};
use super::ledgers::{write_beginning, write_closing, write_finish};
use super::procedure::{read_procedure, write_procedure};
use super::process::{write_process, write_rules, write_switch};
use super::review::{write_basis, write_cut_decision, write_proposal, write_repeal};
use super::standing::{
    write_absence, write_accreditation, write_delegation, write_go_live, write_lease, write_succession,
};
use super::tenure::{write_acting, write_deputy, write_end, write_head};

pub(crate) fn open_ledger(form: &mut Form, m: proto::OpenLedger) -> Option<Command> {
    let (office, keys, roles) = (m.office, m.keys, m.roles);
    read_opening(form, (m.unit, m.time_zone, m.log_key), office, keys, roles).map(Command::OpenLedger)
}

pub(crate) fn register_agency(form: &mut Form, m: proto::RegisterAgency) -> Option<Command> {
    read_agency(form, m).map(Command::RegisterAgency)
}

pub(crate) fn register_desk(form: &mut Form, m: proto::RegisterDesk) -> Option<Command> {
    read_desk(form, m).map(Command::RegisterDesk)
}

pub(crate) fn grant_role(form: &mut Form, m: proto::GrantRole) -> Option<Command> {
    read_grant(form, m).map(Command::GrantRole)
}

pub(crate) fn register_key(form: &mut Form, m: proto::RegisterKey) -> Option<Command> {
    read_key(form, m).map(Command::RegisterKey)
}

pub(crate) fn revoke_key(form: &mut Form, m: proto::RevokeKey) -> Option<Command> {
    read_revocation(form, &m.key_id, m.from, m.reason).map(Command::RevokeKey)
}

pub(crate) fn publish_procedure(form: &mut Form, m: proto::PublishProcedure) -> Option<Command> {
    read_procedure(form, m).map(Box::new).map(Command::PublishProcedure)
}

/// Writes a command about the catalogue.
pub(crate) fn write_command(command: &Command) -> Asked {
    match command {
        Command::OpenLedger(opening) => Asked::OpenLedger(proto::OpenLedger {
            unit: opening.unit.to_string(),
            time_zone: opening.time_zone.to_string(),
            log_key: opening.log_key.to_string(),
            office: Some(write_agency(&opening.office)),
            keys: opening.keys.iter().map(write_key).collect(),
            roles: opening.grants.iter().map(write_grant).collect(),
        }),
        Command::RegisterAgency(agency) => Asked::RegisterAgency(write_agency(agency)),
        Command::RegisterDesk(desk) => Asked::RegisterDesk(write_desk(desk)),
        Command::GrantRole(grant) => Asked::GrantRole(write_grant(grant)),
        Command::RegisterKey(key) => Asked::RegisterKey(write_key(key)),
        Command::RevokeKey(revocation) => Asked::RevokeKey(proto::RevokeKey {
            key_id: revocation.key.to_string(),
            from: Some(time::write(revocation.from)),
            reason: revocation.reason.to_string(),
        }),
        Command::PublishProcedure(procedure) => Asked::PublishProcedure(write_procedure(procedure)),
        Command::SetCalendar(entry) => Asked::SetCalendar(write_calendar(entry)),
        Command::PublishProcess(process) => Asked::PublishProcess(write_process(process)),
        Command::SwitchRule(switch) => Asked::SwitchRule(write_switch(switch)),
        Command::AdoptRules(adopted) => Asked::AdoptRules(write_rules(adopted)),
        Command::BeginLedger(said) => Asked::BeginLedger(write_beginning(said)),
        Command::CloseLedger(said) => Asked::CloseLedger(write_closing(said)),
        Command::FinishLedger(said) => Asked::FinishLedger(write_finish(said)),
        Command::SucceedAgency(succession) => Asked::SucceedAgency(write_succession(succession)),
        Command::SetGoLive(go_live) => Asked::SetGoLive(write_go_live(go_live)),
        Command::DelegateAuthority(delegation) => Asked::DelegateAuthority(write_delegation(delegation)),
        Command::RegisterAbsence(absence) => Asked::RegisterAbsence(write_absence(absence)),
        Command::LeaseNumbers(lease) => Asked::LeaseNumbers(write_lease(lease)),
        Command::AccreditOfflineDesk(accreditation) => {
            Asked::AccreditOfflineDesk(write_accreditation(accreditation))
        }
        Command::AppointHead(tenure) => Asked::AppointHead(write_head(tenure)),
        Command::AppointDeputy(deputyship) => Asked::AppointDeputy(write_deputy(deputyship)),
        Command::AppointActing(tenure) => Asked::AppointActing(write_acting(tenure)),
        Command::EndTenure(end) => Asked::EndTenure(write_end(end)),
        Command::RegisterLegalBasis(basis) => Asked::RegisterLegalBasis(write_basis(basis)),
        Command::RepealProcedure(repeal) => Asked::RepealProcedure(write_repeal(repeal)),
        Command::ProposeCut(proposal) => Asked::ProposeCut(write_proposal(proposal)),
        Command::DecideCut(decided) => Asked::DecideCut(write_cut_decision(decided)),
    }
}

pub(super) fn ledger_opened(form: &mut Form, m: proto::LedgerOpened) -> Option<Entry> {
    let (office, keys, roles) = (m.office, m.keys, m.roles);
    read_opening(form, (m.unit, m.time_zone, m.log_key), office, keys, roles).map(Entry::LedgerOpened)
}

pub(super) fn agency_registered(form: &mut Form, m: proto::AgencyRegistered) -> Option<Entry> {
    form.message("agency", m.agency, read_agency).map(Entry::AgencyRegistered)
}

pub(super) fn desk_registered(form: &mut Form, m: proto::DeskRegistered) -> Option<Entry> {
    form.message("desk", m.desk, read_desk).map(Entry::DeskRegistered)
}

pub(super) fn role_granted(form: &mut Form, m: proto::RoleGranted) -> Option<Entry> {
    form.message("role", m.role, read_grant).map(Entry::RoleGranted)
}

pub(super) fn key_registered(form: &mut Form, m: proto::KeyRegistered) -> Option<Entry> {
    let key = form.message("key", m.key, read_key)?;
    if key.id.as_str() != m.key_id {
        let (stated, id) = (&m.key_id, &key.id);
        let vi = format!("mã khóa ghi là `{stated}`, nhưng khóa có mã {id}");
        form.refuse(
            "key_id",
            code::CONTRADICTION,
            vi,
            format!("it says `{stated}`, but the key's id is {id}"),
        );
        return None;
    }
    Some(Entry::KeyRegistered(key))
}

pub(super) fn key_revoked(form: &mut Form, m: proto::KeyRevoked) -> Option<Entry> {
    read_revocation(form, &m.key_id, m.from, m.reason).map(Entry::KeyRevoked)
}

pub(super) fn procedure_published(form: &mut Form, m: proto::ProcedurePublished) -> Option<Entry> {
    let version = form.number("version", m.version, 1..=u32::MAX);
    let procedure = form.message("procedure", m.procedure, read_procedure);
    Some(Entry::ProcedurePublished { version: version?, procedure: Box::new(procedure?) })
}

pub(super) fn calendar_set(form: &mut Form, m: proto::CalendarSet) -> Option<Entry> {
    form.message("calendar", m.calendar, read_calendar).map(Entry::CalendarSet)
}

/// Writes a fact of the catalogue.
pub(super) fn write_entry(entry: &Entry) -> Recorded {
    match entry {
        Entry::LedgerOpened(opening) => Recorded::LedgerOpened(proto::LedgerOpened {
            unit: opening.unit.to_string(),
            time_zone: opening.time_zone.to_string(),
            log_key: opening.log_key.to_string(),
            office: Some(write_agency(&opening.office)),
            keys: opening.keys.iter().map(write_key).collect(),
            roles: opening.grants.iter().map(write_grant).collect(),
        }),
        Entry::AgencyRegistered(agency) => {
            Recorded::AgencyRegistered(proto::AgencyRegistered { agency: Some(write_agency(agency)) })
        }
        Entry::DeskRegistered(desk) => {
            Recorded::DeskRegistered(proto::DeskRegistered { desk: Some(write_desk(desk)) })
        }
        Entry::RoleGranted(grant) => {
            Recorded::RoleGranted(proto::RoleGranted { role: Some(write_grant(grant)) })
        }
        Entry::KeyRegistered(key) => Recorded::KeyRegistered(proto::KeyRegistered {
            key_id: key.id.to_string(),
            key: Some(write_key(key)),
        }),
        Entry::KeyRevoked(revocation) => Recorded::KeyRevoked(proto::KeyRevoked {
            key_id: revocation.key.to_string(),
            from: Some(time::write(revocation.from)),
            reason: revocation.reason.to_string(),
        }),
        Entry::CalendarSet(entry) => {
            Recorded::CalendarSet(proto::CalendarSet { calendar: Some(write_calendar(entry)) })
        }
        Entry::ProcedurePublished { version, procedure } => {
            Recorded::ProcedurePublished(proto::ProcedurePublished {
                version: *version,
                procedure: Some(write_procedure(procedure)),
            })
        }
        Entry::ProcessPublished { version, process } => Recorded::ProcessPublished(proto::ProcessPublished {
            version: *version,
            process: Some(write_process(process)),
        }),
        Entry::RulesAdopted(adopted) => {
            Recorded::RulesAdopted(proto::RulesAdopted { rules: Some(write_rules(adopted)) })
        }
        Entry::RuleSwitched(switch) => {
            Recorded::RuleSwitched(proto::RuleSwitched { switch: Some(write_switch(switch)) })
        }
        Entry::LedgerBegun(said) => {
            Recorded::LedgerBegun(proto::LedgerBegun { beginning: Some(write_beginning(said)) })
        }
        Entry::LedgerClosed(said) => {
            Recorded::LedgerClosed(proto::LedgerClosed { closing: Some(write_closing(said)) })
        }
        Entry::LedgerFinished(said) => {
            Recorded::LedgerFinished(proto::LedgerFinished { finish: Some(write_finish(said)) })
        }
        Entry::AgencySucceeded(succession) => Recorded::AgencySucceeded(proto::AgencySucceeded {
            succession: Some(write_succession(succession)),
        }),
        Entry::GoLiveSet(go_live) => {
            Recorded::GoLiveSet(proto::GoLiveSet { go_live: Some(write_go_live(go_live)) })
        }
        Entry::AuthorityDelegated(delegation) => Recorded::AuthorityDelegated(proto::AuthorityDelegated {
            delegation: Some(write_delegation(delegation)),
        }),
        Entry::AbsenceRegistered(absence) => {
            Recorded::AbsenceRegistered(proto::AbsenceRegistered { absence: Some(write_absence(absence)) })
        }
        Entry::NumbersLeased(lease) => {
            Recorded::NumbersLeased(proto::NumbersLeased { lease: Some(write_lease(lease)) })
        }
        Entry::OfflineDeskAccredited(accreditation) => {
            Recorded::OfflineDeskAccredited(proto::OfflineDeskAccredited {
                accreditation: Some(write_accreditation(accreditation)),
            })
        }
        Entry::LegalBasisRegistered(basis) => {
            Recorded::LegalBasisRegistered(proto::LegalBasisRegistered { basis: Some(write_basis(basis)) })
        }
        Entry::ProcedureRepealed(repeal) => {
            Recorded::ProcedureRepealed(proto::ProcedureRepealed { repeal: Some(write_repeal(repeal)) })
        }
        Entry::CutProposed { by, proposal } => Recorded::CutProposed(proto::CutProposed {
            by: by.to_string(),
            proposal: Some(write_proposal(proposal)),
        }),
        Entry::CutDecided(decided) => {
            Recorded::CutDecided(proto::CutDecided { decision: Some(write_cut_decision(decided)) })
        }
        Entry::HeadAppointed(tenure) => {
            Recorded::HeadAppointed(proto::HeadAppointed { appointment: Some(write_head(tenure)) })
        }
        Entry::DeputyAppointed(deputyship) => {
            Recorded::DeputyAppointed(proto::DeputyAppointed { appointment: Some(write_deputy(deputyship)) })
        }
        Entry::ActingAppointed(tenure) => {
            Recorded::ActingAppointed(proto::ActingAppointed { appointment: Some(write_acting(tenure)) })
        }
        Entry::TenureEnded(end) => Recorded::TenureEnded(proto::TenureEnded { end: Some(write_end(end)) }),
    }
}

fn read_opening(
    form: &mut Form,
    (unit, time_zone, log_key): (String, String, String),
    office: Option<proto::RegisterAgency>,
    keys: Vec<proto::RegisterKey>,
    roles: Vec<proto::GrantRole>,
) -> Option<Opening> {
    let unit = read_unit_code(form, unit);
    let time_zone = form.line("time_zone", time_zone);
    let log_key = form.line("log_key", log_key);
    let office = form.message("office", office, read_agency);
    let keys = form.list("keys", keys, limits::KEYS, read_key);
    let grants = form.list("roles", roles, limits::ROLES, read_grant);
    Some(Opening {
        unit: unit?,
        time_zone: time_zone?,
        log_key: log_key?,
        office: office?,
        keys: keys?,
        grants: grants?,
    })
}

/// The unit is the first part of every origin, and the id of the ledger's own stream.
fn read_unit_code(form: &mut Form, unit: String) -> Option<Box<str>> {
    if unit.is_empty() {
        return form.missing("unit");
    }
    let named =
        Origin::new(&format!("{unit}/catalogue")).and_then(|_| StreamName::new(StreamKind::Ledger, &unit));
    match named {
        Ok(_) => Some(unit.into()),
        Err(error) => {
            form.refuse("unit", code::FORM, format!("`{unit}` không phải là mã đơn vị"), error.to_string());
            None
        }
    }
}

fn read_agency(form: &mut Form, m: proto::RegisterAgency) -> Option<Agency> {
    let id = form.id("id", &m.id);
    let name = form.line("name", m.name);
    let name_en = form.line("name_en", m.name_en);
    let parent = form.optional_id("parent", &m.parent);
    let units = form.list("units", m.units, limits::UNITS, |form, unit| {
        let id = form.id("id", &unit.id);
        let name = form.line("name", unit.name);
        Some(Unit { id: id?, name: name? })
    });
    let validity = read_validity(form, m.validity);
    Some(Agency {
        id: id?,
        name: name?,
        name_en: name_en?,
        parent: parent?,
        units: units?,
        validity: validity?,
        fictitious: m.fictitious,
        postal: m.postal,
        inspectorate: m.inspectorate,
    })
}

fn write_agency(agency: &Agency) -> proto::RegisterAgency {
    let unit = |unit: &Unit| proto::Unit { id: unit.id.to_string(), name: unit.name.to_string() };
    proto::RegisterAgency {
        id: agency.id.to_string(),
        name: agency.name.to_string(),
        name_en: agency.name_en.to_string(),
        parent: name(agency.parent.as_ref()),
        units: agency.units.iter().map(unit).collect(),
        validity: write_validity(&agency.validity),
        fictitious: agency.fictitious,
        postal: agency.postal,
        inspectorate: agency.inspectorate,
    }
}

fn read_desk(form: &mut Form, m: proto::RegisterDesk) -> Option<Desk> {
    let agency = form.id("agency", &m.agency);
    let name = form.line("name", m.name);
    let serves = form.list("serves", m.serves, limits::AGENCIES, |form, id| form.id("", &id));
    let validity = read_validity(form, m.validity);
    let decision = form.optional("decision", m.decision, read_decision);
    Some(Desk { agency: agency?, name: name?, serves: serves?, validity: validity?, decision: decision? })
}

fn write_desk(desk: &Desk) -> proto::RegisterDesk {
    proto::RegisterDesk {
        agency: desk.agency.to_string(),
        name: desk.name.to_string(),
        serves: names(&desk.serves),
        validity: write_validity(&desk.validity),
        decision: desk.decision.as_ref().map(write_decision),
    }
}

fn read_grant(form: &mut Form, m: proto::GrantRole) -> Option<Grant> {
    let agency = form.id("agency", &m.agency);
    let officer = form.id("officer", &m.officer);
    let name = form.line("name", m.name);
    let unit = form.optional_id("unit", &m.unit);
    let title = form.line("title", m.title);
    let validity = read_validity(form, m.validity);
    Some(Grant {
        agency: agency?,
        officer: officer?,
        name: name?,
        unit: unit?,
        title: title?,
        validity: validity?,
    })
}

fn write_grant(grant: &Grant) -> proto::GrantRole {
    proto::GrantRole {
        agency: grant.agency.to_string(),
        officer: grant.officer.to_string(),
        name: grant.name.to_string(),
        unit: name(grant.unit.as_ref()),
        title: grant.title.to_string(),
        validity: write_validity(&grant.validity),
    }
}

fn read_key(form: &mut Form, m: proto::RegisterKey) -> Option<Key> {
    let agency = form.id("agency", &m.agency);
    let public = form.bytes32("public_key", &m.public_key);
    let id = public.and_then(|public| match VerifyingKey::from_bytes(&public) {
        Ok(key) => Some(key.key_id()),
        Err(error) => {
            let vi = "không phải là khóa công khai Ed25519 dùng được";
            form.refuse("public_key", code::FORM, vi, error.to_string());
            None
        }
    });
    let validity = read_validity(form, m.validity);
    let usage = read_key_use(form, m.r#use, m.history_of, m.history_before);
    Some(Key { id: id?, agency: agency?, public: public?, usage: usage?, validity: validity? })
}

fn read_key_use(
    form: &mut Form,
    usage: i32,
    of: Vec<String>,
    before: Option<prost_types::Timestamp>,
) -> Option<KeyUse> {
    if proto::KeyUse::try_from(usage) == Ok(proto::KeyUse::Historian) {
        let of = form.list("history_of", of, limits::AGENCIES, |form, id| form.id("", &id));
        let before = time::read(form, "history_before", before);
        return Some(KeyUse::Historian { of: of?, before: before? });
    }
    if !of.is_empty() || before.is_some() {
        let vi = "chỉ khóa nhập lịch sử mới có phạm vi lịch sử";
        form.refuse("history_of", code::CONTRADICTION, vi, "only a historian's key speaks for a past");
    }
    match proto::KeyUse::try_from(usage) {
        Ok(proto::KeyUse::Agency) => Some(KeyUse::Agency),
        Ok(proto::KeyUse::Office) => Some(KeyUse::Office),
        Ok(proto::KeyUse::Service) => Some(KeyUse::Service),
        Ok(proto::KeyUse::Unspecified | proto::KeyUse::Historian) => form.missing("use"),
        Err(_) => {
            form.refuse(
                "use",
                code::WORD,
                format!("không có giá trị {usage}"),
                format!("there is no value {usage}"),
            );
            None
        }
    }
}

fn write_key(key: &Key) -> proto::RegisterKey {
    let (usage, history_of, history_before) = match &key.usage {
        KeyUse::Agency => (proto::KeyUse::Agency, Vec::new(), None),
        KeyUse::Office => (proto::KeyUse::Office, Vec::new(), None),
        KeyUse::Service => (proto::KeyUse::Service, Vec::new(), None),
        KeyUse::Historian { of, before } => (proto::KeyUse::Historian, names(of), Some(time::write(*before))),
    };
    proto::RegisterKey {
        agency: key.agency.to_string(),
        public_key: key.public.to_vec(),
        r#use: usage.into(),
        validity: write_validity(&key.validity),
        history_of,
        history_before,
    }
}

fn read_revocation(
    form: &mut Form,
    key_id: &str,
    from: Option<prost_types::Timestamp>,
    reason: String,
) -> Option<Revocation> {
    let key = form.id("key_id", key_id);
    let from = time::read(form, "from", from);
    let reason = form.text("reason", reason, limits::TEXT);
    Some(Revocation { key: key?, from: from?, reason: reason? })
}

pub(super) fn read_decision(form: &mut Form, m: proto::Decision) -> Option<Decision> {
    let number = form.line("number", m.number);
    let date = time::read_date(form, "date", &m.date);
    let signer = form.line("signer", m.signer);
    Some(Decision { number: number?, date: date?, signer: signer? })
}

pub(super) fn write_decision(decision: &Decision) -> proto::Decision {
    proto::Decision {
        number: decision.number.to_string(),
        date: decision.date.to_string(),
        signer: decision.signer.to_string(),
    }
}

pub(super) fn read_validity(form: &mut Form, validity: Option<proto::Validity>) -> Option<Validity> {
    form.message("validity", validity, |form, m| {
        let from = time::read(form, "from", m.from);
        let until = time::read_optional(form, "until", m.until);
        Some(Validity { from: from?, until: until? })
    })
}

pub(super) fn write_validity(validity: &Validity) -> Option<proto::Validity> {
    let until = validity.until.map(time::write);
    Some(proto::Validity { from: Some(time::write(validity.from)), until })
}
