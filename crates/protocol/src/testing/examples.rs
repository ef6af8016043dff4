//! Plain examples: one command and one event of each kind, and the record and submission around them. The same on every run,
//! so that golden bytes can be kept of them. Codes are real in form, agencies and persons are made up.

mod books;
mod commands;
mod events;
mod ledgers;
mod review;
mod supervision;
mod tenure;

pub use books::{books_command, books_event};
pub use commands::dossier_command;
pub use events::dossier_event;
pub use supervision::{supervision_command, supervision_event};

use crate::keys::SigningKey;
use crate::{
    Body, Command, DecidedOn, Decision, Event, MAX_RECORD_BYTES, Record, SCHEMA_VERSION, Signed, Submission,
};
use jiff::Timestamp;
use jiff::civil::{date, time};
use jiff::tz::Offset;
use lienthong_calendar::{CalendarData, Span, Term};
use lienthong_catalogue as of;
use lienthong_dossier::{
    Ask, BooksCommandKind, BooksEventKind, CommandKind, Council, DigestItem, Document, EventKind, Member,
    Participant, Treatment,
};
use lienthong_names::{
    Act, AgencyId, AppraisalId, CommandId, ConsultationId, DossierCode, LegId, OfficerId, Origin,
    ProcedureCode, Service, StepName, StreamName, UnitId,
};
use lienthong_supervision as by;

/// An agency by its code.
#[must_use]
pub fn agency(code: &str) -> AgencyId {
    AgencyId::new(code).unwrap()
}

/// An instant by its text, `2020-10-12T08:00:00+07:00`.
#[must_use]
pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The ledger of the examples, `H22/2020`.
#[must_use]
pub fn origin() -> Origin {
    Origin::new("H22/2020").unwrap()
}

/// The dossier of the examples.
#[must_use]
pub fn dossier() -> DossierCode {
    DossierCode::new("H22.14-201012-0001").unwrap()
}

/// An agency's key: the same for the same agency.
#[must_use]
pub fn signing_key(agency: &AgencyId) -> SigningKey {
    let mut seed = [7; 32];
    for (place, byte) in seed.iter_mut().zip(agency.as_str().bytes()) {
        *place ^= byte;
    }
    SigningKey::from_seed(&seed)
}

/// The n-th command id.
#[must_use]
pub fn command_id(n: u32) -> CommandId {
    let mut bytes = [0; 16];
    bytes[12..].copy_from_slice(&n.to_be_bytes());
    CommandId::version_8(bytes)
}

/// The envelope of the n-th act of an agency, an hour after the one before.
#[must_use]
pub fn act(n: u32, by: &AgencyId) -> Act {
    let start = at("2020-10-12T08:00:00+07:00");
    Act::new(command_id(n), by.clone(), officer(), start + jiff::SignedDuration::from_hours(i64::from(n)))
}

fn officer() -> OfficerId {
    OfficerId::new("nguyen-van-a").unwrap()
}

fn leg() -> LegId {
    LegId::new("leg-1").unwrap()
}

fn consultation() -> ConsultationId {
    ConsultationId::new("lay-y-kien-1").unwrap()
}

fn procedure_code() -> ProcedureCode {
    ProcedureCode::new("2.000635").unwrap()
}

fn step() -> StepName {
    StepName::new("Thẩm định hồ sơ").unwrap()
}

fn unit() -> UnitId {
    UnitId::new("phong-quy-hoach").unwrap()
}

fn construction() -> Participant {
    Participant { agency: agency("H22.19"), unit: None }
}

fn documents() -> Vec<Document> {
    vec![Document {
        id: "don".into(), name: "Đơn đề nghị".into(), sha256: Some([0x11; 32]), size: 20_480
    }]
}

fn appraisal() -> AppraisalId {
    AppraisalId::new("tham-dinh-1").unwrap()
}

fn member(code: &str) -> Member {
    Member { agency: agency(code), officer: officer() }
}

fn council() -> Council {
    Council {
        members: ["H22.14", "H22.19", "H22.16"].into_iter().map(member).collect(),
        president: member("H22.14"),
        secretary: member("H22.19"),
        quorum: 2,
    }
}

fn asks() -> Vec<Ask> {
    vec![Ask { participant: construction(), mandatory: true, term: Some(Term::working_days(5)) }]
}

fn digest() -> Vec<DigestItem> {
    vec![DigestItem {
        from: construction(),
        round: 1,
        version: 2,
        text_sha256: [0x22; 32],
        treatment: Treatment::PartlyAccepted,
        explanation: "Tiếp thu phần chỉ giới".into(),
        quotes: Vec::new(),
        paper: None,
    }]
}

fn validity() -> of::Validity {
    of::Validity { from: at("2020-01-01T00:00:00+07:00"), until: None }
}

fn decision() -> of::Decision {
    of::Decision {
        number: "1000/QĐ-UBND".into(),
        date: date(2020, 9, 1),
        signer: "Chủ tịch UBND tỉnh".into(),
    }
}

/// An agency's entry in the catalogue.
#[must_use]
pub fn agency_entry(code: &str) -> of::Agency {
    of::Agency {
        id: agency(code),
        name: "Sở Xây dựng".into(),
        name_en: "Department of Construction".into(),
        parent: Some(agency("H22")),
        units: vec![of::Unit { id: unit(), name: "Phòng Quy hoạch".into() }],
        validity: validity(),
        fictitious: true,
        postal: false,
        inspectorate: false,
    }
}

/// An agency's key entry, of [`signing_key`].
#[must_use]
pub fn key_entry(code: &str, usage: of::KeyUse) -> of::Key {
    let holder = agency(code);
    let public = signing_key(&holder).verifying_key();
    of::Key { id: public.key_id(), agency: holder, public: *public.as_bytes(), usage, validity: validity() }
}

/// An officer's place in an agency.
#[must_use]
pub fn grant(code: &str) -> of::Grant {
    of::Grant {
        agency: agency(code),
        officer: officer(),
        name: "Nguyễn Văn A".into(),
        unit: Some(unit()),
        title: "Chuyên viên".into(),
        validity: validity(),
    }
}

fn opening() -> of::Opening {
    of::Opening {
        unit: "H22".into(),
        time_zone: "Asia/Ho_Chi_Minh".into(),
        log_key: "H22/2020+00000000+AQ==".into(),
        office: agency_entry("H22"),
        keys: vec![key_entry("H22", of::KeyUse::Office)],
        grants: vec![grant("H22")],
    }
}

fn desk() -> of::Desk {
    of::Desk {
        agency: agency("H22.14"),
        name: "Bộ phận Một cửa".into(),
        serves: vec![agency("H22.14"), agency("H22.19")],
        validity: validity(),
        decision: Some(decision()),
    }
}

fn revocation() -> of::Revocation {
    let key = key_entry("H22.14", of::KeyUse::Agency).id;
    of::Revocation { key, from: at("2020-12-01T00:00:00+07:00"), reason: "Mất khóa".into() }
}

fn historian() -> of::KeyUse {
    of::KeyUse::Historian {
        of: vec![agency("H22.14"), agency("H22.19")],
        before: at("2020-10-05T00:00:00+07:00"),
    }
}

fn procedure() -> of::Procedure {
    of::Procedure {
        code: procedure_code(),
        name: "Cấp giấy phép xây dựng".into(),
        field: "Xây dựng".into(),
        decision: decision(),
        drafted_in: None,
        in_force_from: at("2020-09-15T00:00:00+07:00"),
        desks: vec![agency("H22.14")],
        competent: Some(agency("H22.19")),
        term: Some(Term::working_days(15).then(Term::calendar_days(3))),
        checklist: vec![of::ChecklistItem {
            id: "don".into(),
            name: "Đơn đề nghị".into(),
            required: true,
            original_first: false,
            cases: Vec::new(),
        }],
        steps: vec![step()],
        channels: vec!["desk".into(), "online".into()],
        pauses: of::PausePolicy::default(),
        fees: Vec::new(),
        results: Vec::new(),
        online_term: None,
        escalation: Box::default(),
        opinions: Box::default(),
        fictitious: true,
        legal_bases: Vec::new(),
        appraisal: Box::default(),
        cases: Vec::new(),
        case_required: false,
    }
}

fn process() -> of::Process {
    let step = |id: &str, kind, place, days, next: &[&str]| of::Step {
        id: StepName::new(id).unwrap(),
        kind,
        place,
        term: Some(Term::half_days(days)),
        starts: kind == of::StepKind::Receive,
        next: next.iter().map(|id| StepName::new(id).unwrap()).collect(),
    };
    of::Process {
        procedure: procedure_code(),
        case: None,
        decision: decision(),
        in_force_from: at("2020-09-15T00:00:00+07:00"),
        strict: true,
        receiving_term: None,
        steps: vec![
            step("Tiếp nhận", of::StepKind::Receive, of::Place::Centre, 1, &["Thẩm định hồ sơ"]),
            step("Thẩm định hồ sơ", of::StepKind::Appraise, of::Place::Agency, 10, &["Ký duyệt"]),
            step(
                "Ký duyệt",
                of::StepKind::Approve,
                of::Place::Agency,
                4,
                &["Thẩm định hồ sơ", "Trả kết quả"],
            ),
            step("Trả kết quả", of::StepKind::Return, of::Place::Centre, 1, &[]),
        ],
        legs: vec![of::ForeseenLeg {
            to: Some(agency("H22.19")),
            purpose: "resolution".into(),
            term: Some(Term::working_days(5)),
            outside_term: true,
            moves_custody: true,
        }],
    }
}

fn switch() -> of::Switch {
    of::Switch {
        rule: "R11".into(),
        off: true,
        procedure: Some(procedure_code()),
        agency: Some(agency("H22.14")),
        validity: validity(),
        decision: decision(),
    }
}

fn rules() -> of::RulesVersion {
    of::RulesVersion { service: Service::Routing, version: 2, decision: decision() }
}

fn succession() -> of::Succession {
    of::Succession {
        predecessor: agency("H22.19"),
        successor: agency("H22.14"),
        from: at("2021-01-01T00:00:00+07:00"),
        decision: decision(),
    }
}

fn go_live() -> of::GoLive {
    of::GoLive { agency: agency("H22.14"), from: at("2020-10-05T00:00:00+07:00"), decision: decision() }
}

fn delegation() -> of::Delegation {
    of::Delegation {
        agency: agency("H22.14"),
        from: officer(),
        to: OfficerId::new("tran-thi-b").unwrap(),
        scope: vec!["ResolveDossier".into()],
        validity: validity(),
        document: "15/UQ-SXD".into(),
    }
}

fn absence() -> of::Absence {
    let deputy = Some(OfficerId::new("tran-thi-b").unwrap());
    of::Absence { agency: agency("H22.14"), officer: officer(), validity: validity(), deputy }
}

fn lease() -> of::Lease {
    of::Lease {
        desk: agency("H22.14"),
        series: "H22.14".into(),
        first_day: date(2020, 10, 12),
        last_day: date(2020, 10, 16),
        first: 1,
        last: 200,
    }
}

fn accreditation() -> of::Accreditation {
    of::Accreditation {
        desk: agency("H22.14"),
        tolerance_minutes: 240,
        validity: validity(),
        decision: decision(),
    }
}

fn calendar() -> of::CalendarEntry {
    let hours = vec![
        Span::new(time(7, 0, 0, 0), time(11, 30, 0, 0)),
        Span::new(time(13, 30, 0, 0), time(17, 0, 0, 0)),
    ];
    let data = CalendarData {
        offset: Offset::constant(7),
        decided_from: date(2020, 1, 1),
        decided_until: date(2020, 12, 31),
        week: [hours.clone(), hours.clone(), hours.clone(), hours.clone(), hours, Vec::new(), Vec::new()],
        holidays: [date(2020, 9, 2), date(2020, 4, 30)].into(),
        make_up_days: [(date(2020, 5, 9), date(2020, 4, 30))].into(),
    };
    of::CalendarEntry { id: "default".into(), data, decision: Some(decision()) }
}

/// A command about the catalogue.
#[must_use]
pub fn catalogue_command(kind: of::CommandKind) -> of::Command {
    match kind {
        of::CommandKind::OpenLedger => of::Command::OpenLedger(opening()),
        of::CommandKind::RegisterAgency => of::Command::RegisterAgency(agency_entry("H22.19")),
        of::CommandKind::RegisterDesk => of::Command::RegisterDesk(desk()),
        of::CommandKind::GrantRole => of::Command::GrantRole(grant("H22.14")),
        of::CommandKind::RegisterKey => of::Command::RegisterKey(key_entry("H22.14", historian())),
        of::CommandKind::RevokeKey => of::Command::RevokeKey(revocation()),
        of::CommandKind::SetCalendar => of::Command::SetCalendar(calendar()),
        of::CommandKind::PublishProcedure => of::Command::PublishProcedure(Box::new(procedure())),
        of::CommandKind::PublishProcess => of::Command::PublishProcess(process()),
        of::CommandKind::SwitchRule => of::Command::SwitchRule(switch()),
        of::CommandKind::BeginLedger => of::Command::BeginLedger(ledgers::beginning()),
        of::CommandKind::CloseLedger => of::Command::CloseLedger(ledgers::closing()),
        of::CommandKind::FinishLedger => of::Command::FinishLedger(ledgers::finish()),
        of::CommandKind::AdoptRules => of::Command::AdoptRules(rules()),
        of::CommandKind::SucceedAgency => of::Command::SucceedAgency(succession()),
        of::CommandKind::SetGoLive => of::Command::SetGoLive(go_live()),
        of::CommandKind::DelegateAuthority => of::Command::DelegateAuthority(delegation()),
        of::CommandKind::RegisterAbsence => of::Command::RegisterAbsence(absence()),
        of::CommandKind::LeaseNumbers => of::Command::LeaseNumbers(lease()),
        of::CommandKind::AccreditOfflineDesk => of::Command::AccreditOfflineDesk(accreditation()),
        of::CommandKind::AppointHead => of::Command::AppointHead(tenure::head()),
        of::CommandKind::AppointDeputy => of::Command::AppointDeputy(tenure::deputy()),
        of::CommandKind::AppointActing => of::Command::AppointActing(tenure::acting()),
        of::CommandKind::EndTenure => of::Command::EndTenure(tenure::end()),
        of::CommandKind::RegisterLegalBasis => of::Command::RegisterLegalBasis(review::basis()),
        of::CommandKind::RepealProcedure => of::Command::RepealProcedure(review::repeal()),
        of::CommandKind::ProposeCut => of::Command::ProposeCut(review::proposal()),
        of::CommandKind::DecideCut => of::Command::DecideCut(review::decided()),
    }
}

/// A fact of the catalogue.
#[must_use]
pub fn entry(kind: of::EntryKind) -> of::Entry {
    match kind {
        of::EntryKind::LedgerOpened => of::Entry::LedgerOpened(opening()),
        of::EntryKind::AgencyRegistered => of::Entry::AgencyRegistered(agency_entry("H22.19")),
        of::EntryKind::DeskRegistered => of::Entry::DeskRegistered(desk()),
        of::EntryKind::RoleGranted => of::Entry::RoleGranted(grant("H22.14")),
        of::EntryKind::KeyRegistered => of::Entry::KeyRegistered(key_entry("H22.14", historian())),
        of::EntryKind::KeyRevoked => of::Entry::KeyRevoked(revocation()),
        of::EntryKind::CalendarSet => of::Entry::CalendarSet(calendar()),
        of::EntryKind::ProcedurePublished => {
            of::Entry::ProcedurePublished { version: 2, procedure: Box::new(procedure()) }
        }
        of::EntryKind::ProcessPublished => of::Entry::ProcessPublished { version: 1, process: process() },
        of::EntryKind::RuleSwitched => of::Entry::RuleSwitched(switch()),
        of::EntryKind::LedgerBegun => of::Entry::LedgerBegun(ledgers::beginning()),
        of::EntryKind::LedgerClosed => of::Entry::LedgerClosed(ledgers::closing()),
        of::EntryKind::LedgerFinished => of::Entry::LedgerFinished(ledgers::finish()),
        of::EntryKind::RulesAdopted => of::Entry::RulesAdopted(rules()),
        of::EntryKind::AgencySucceeded => of::Entry::AgencySucceeded(succession()),
        of::EntryKind::GoLiveSet => of::Entry::GoLiveSet(go_live()),
        of::EntryKind::AuthorityDelegated => of::Entry::AuthorityDelegated(delegation()),
        of::EntryKind::AbsenceRegistered => of::Entry::AbsenceRegistered(absence()),
        of::EntryKind::NumbersLeased => of::Entry::NumbersLeased(lease()),
        of::EntryKind::OfflineDeskAccredited => of::Entry::OfflineDeskAccredited(accreditation()),
        of::EntryKind::HeadAppointed => of::Entry::HeadAppointed(tenure::head()),
        of::EntryKind::DeputyAppointed => of::Entry::DeputyAppointed(tenure::deputy()),
        of::EntryKind::ActingAppointed => of::Entry::ActingAppointed(tenure::acting()),
        of::EntryKind::TenureEnded => of::Entry::TenureEnded(tenure::end()),
        of::EntryKind::LegalBasisRegistered => of::Entry::LegalBasisRegistered(review::basis()),
        of::EntryKind::ProcedureRepealed => of::Entry::ProcedureRepealed(review::repeal()),
        of::EntryKind::CutProposed => {
            of::Entry::CutProposed { by: agency("H22.14"), proposal: review::proposal() }
        }
        of::EntryKind::CutDecided => of::Entry::CutDecided(review::decided()),
    }
}

/// One command of every kind, each with an id of its own.
#[must_use]
pub fn commands() -> Vec<Command> {
    let dossiers = CommandKind::ALL.iter().map(|kind| (agency("H22.14"), about(dossier_command(*kind))));
    let catalogue =
        of::CommandKind::ALL.iter().map(|kind| (agency("H22"), published(catalogue_command(*kind))));
    let books =
        BooksCommandKind::ALL.iter().map(|kind| (agency("H22.14"), Body::Books(books_command(*kind))));
    let supervision = by::CommandKind::ALL
        .iter()
        .map(|kind| (agency("H22"), Body::Supervision(supervision_command(*kind))));
    let numbered = (1..).zip(dossiers.chain(catalogue).chain(books).chain(supervision));
    numbered.map(|(n, (by, body))| Command { act: act(n, &by), body }).collect()
}

/// With who drafted it, where that is asked and no bytes of before it was are kept.
fn published(command: of::Command) -> Body {
    use of::CommandKind::{DecideCut, RegisterLegalBasis, RepealProcedure};
    let since = matches!(command.kind(), RegisterLegalBasis | RepealProcedure | DecideCut);
    let drafted_by = since.then(|| OfficerId::new("tran-thi-b").unwrap());
    Body::Catalogue { drafted_by, command }
}

fn about(command: lienthong_dossier::Command) -> Body {
    Body::Dossier { code: dossier(), command }
}

/// One event of every kind.
#[must_use]
pub fn events() -> Vec<Event> {
    let dossiers = EventKind::ALL.iter().map(|kind| Event::Dossier(dossier_event(*kind)));
    let catalogue = of::EntryKind::ALL.iter().map(|kind| Event::Catalogue(entry(*kind)));
    let books = BooksEventKind::ALL.iter().map(|kind| Event::Books(books_event(*kind)));
    let supervision = by::EventKind::ALL.iter().map(|kind| Event::Supervision(supervision_event(*kind)));
    dossiers.chain(catalogue).chain(books).chain(supervision).collect()
}

/// Commands signed by their agency, for one service.
#[must_use]
pub fn submission(service: Service, by: &AgencyId, commands: &[Command]) -> Submission {
    let bytes = commands.iter().map(Command::encode).collect();
    Submission::sign(&signing_key(by), origin(), service, by.clone(), bytes, Vec::new())
}

/// What a record says of a command that was signed alone.
#[must_use]
pub fn signed_alone(command: &Command) -> Signed {
    let submission = submission(command.service(), &command.act.agency, std::slice::from_ref(command));
    submission.signed(0).unwrap()
}

/// A record that admits a command, as the first of the example dossier's stream.
#[must_use]
pub fn record(command: &Command, events: Vec<Event>) -> Record {
    let record = Record {
        schema_version: SCHEMA_VERSION,
        origin: origin(),
        stream: StreamName::dossier(&dossier()),
        revision: 1,
        previous: None,
        recorded_at: command.act.occurred_at,
        recorder: command.service(),
        command: command.encode(),
        signed: signed_alone(command),
        decided_on: DecidedOn {
            revision: 0,
            dossier: None,
            catalogue_position: 42,
            effective_at: command.act.occurred_at,
            rules_version: 1,
        },
        decision: Decision::Admitted(events),
        fields: Vec::new(),
    };
    debug_assert!(record.encode().len() <= MAX_RECORD_BYTES);
    record
}
