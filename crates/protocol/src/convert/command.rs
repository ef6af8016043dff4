//! Commands about a dossier, and the choice of a command's body.

use super::words::{Word, write_documents};
use super::{books, catalogue, kinds, ledgers, name, process, review, standing, supervision, tables, tenure};
use crate::command::Body;
use crate::form::{Form, code};
use crate::proto;
use lienthong_catalogue::Command as Of;
use lienthong_dossier::{Channel, Command, Commitment, Document, PersonalField};
use lienthong_names::{CaseName, ProcedureCode};
use proto::command::Body as Wire;
use std::collections::BTreeMap;

macro_rules! convert {
    ($($variant:ident $place:literal { $($field:ident: $kind:ident),* $(,)? })+) => {
        /// Reads a body; the dossier's code stands beside it.
        pub(crate) fn read(form: &mut Form, dossier: &str, body: Wire) -> Option<Body> {
            match body {
                $(Wire::$variant(proto::$variant { $($field),* }) => about(form, dossier, $place, |form| {
                    $(let $field = kinds::$kind::read(form, stringify!($field), $field);)*
                    Some(Command::$variant { $($field: $field?),* })
                }),)+
                Wire::RegisterDossier(m) => {
                    about(form, dossier, "register_dossier", |form| register_dossier(form, m))
                }
                other => read_beside(form, dossier, other),
            }
        }

        fn write_dossier(command: &Command) -> Wire {
            match command {
                $(Command::$variant { $($field),* } => {
                    Wire::$variant(proto::$variant { $($field: kinds::$kind::write($field)),* })
                })+
                Command::RegisterDossier { procedure, case, channel, documents, personal } => {
                    write_registration(procedure, case.as_ref(), *channel, documents, personal)
                }
            }
        }
    };
}

tables::command_table!(convert);

/// What is about no dossier.
fn read_beside(form: &mut Form, dossier: &str, body: Wire) -> Option<Body> {
    match body {
        Wire::OpenLedger(m) => of_catalogue(form, dossier, "open_ledger", |f| catalogue::open_ledger(f, m)),
        Wire::RegisterAgency(m) => {
            of_catalogue(form, dossier, "register_agency", |f| catalogue::register_agency(f, m))
        }
        Wire::RegisterDesk(m) => {
            of_catalogue(form, dossier, "register_desk", |f| catalogue::register_desk(f, m))
        }
        Wire::GrantRole(m) => of_catalogue(form, dossier, "grant_role", |f| catalogue::grant_role(f, m)),
        Wire::RegisterKey(m) => {
            of_catalogue(form, dossier, "register_key", |f| catalogue::register_key(f, m))
        }
        Wire::RevokeKey(m) => of_catalogue(form, dossier, "revoke_key", |f| catalogue::revoke_key(f, m)),
        Wire::PublishProcedure(m) => {
            of_catalogue(form, dossier, "publish_procedure", |f| catalogue::publish_procedure(f, m))
        }
        Wire::SetCalendar(m) => {
            of_catalogue(form, dossier, "set_calendar", |f| catalogue::set_calendar(f, m))
        }
        Wire::PublishProcess(m) => {
            of_catalogue(form, dossier, "publish_process", |f| process::publish_process(f, m))
        }
        Wire::SwitchRule(m) => of_catalogue(form, dossier, "switch_rule", |f| process::switch_rule(f, m)),
        Wire::AdoptRules(m) => of_catalogue(form, dossier, "adopt_rules", |f| process::adopt_rules(f, m)),
        Wire::BeginLedger(m) => of_catalogue(form, dossier, "begin_ledger", |f| {
            ledgers::read_beginning(f, m).map(Of::BeginLedger)
        }),
        Wire::CloseLedger(m) => {
            of_catalogue(form, dossier, "close_ledger", |f| ledgers::read_closing(f, m).map(Of::CloseLedger))
        }
        Wire::FinishLedger(m) => {
            of_catalogue(form, dossier, "finish_ledger", |f| ledgers::read_finish(f, m).map(Of::FinishLedger))
        }
        Wire::SucceedAgency(m) => of_catalogue(form, dossier, "succeed_agency", |f| {
            standing::read_succession(f, m).map(Of::SucceedAgency)
        }),
        Wire::SetGoLive(m) => {
            of_catalogue(form, dossier, "set_go_live", |f| standing::read_go_live(f, m).map(Of::SetGoLive))
        }
        Wire::DelegateAuthority(m) => of_catalogue(form, dossier, "delegate_authority", |f| {
            standing::read_delegation(f, m).map(Of::DelegateAuthority)
        }),
        Wire::RegisterAbsence(m) => of_catalogue(form, dossier, "register_absence", |f| {
            standing::read_absence(f, m).map(Of::RegisterAbsence)
        }),
        Wire::LeaseNumbers(m) => {
            of_catalogue(form, dossier, "lease_numbers", |f| standing::read_lease(f, m).map(Of::LeaseNumbers))
        }
        Wire::AccreditOfflineDesk(m) => of_catalogue(form, dossier, "accredit_offline_desk", |f| {
            standing::read_accreditation(f, m).map(Of::AccreditOfflineDesk)
        }),
        Wire::AppointHead(m) => {
            of_catalogue(form, dossier, "appoint_head", |f| tenure::read_head(f, m).map(Of::AppointHead))
        }
        Wire::AppointDeputy(m) => of_catalogue(form, dossier, "appoint_deputy", |f| {
            tenure::read_deputy(f, m).map(Of::AppointDeputy)
        }),
        Wire::AppointActing(m) => of_catalogue(form, dossier, "appoint_acting", |f| {
            tenure::read_acting(f, m).map(Of::AppointActing)
        }),
        Wire::EndTenure(m) => {
            of_catalogue(form, dossier, "end_tenure", |f| tenure::read_end(f, m).map(Of::EndTenure))
        }
        Wire::RegisterLegalBasis(m) => of_catalogue(form, dossier, "register_legal_basis", |f| {
            review::read_basis(f, m).map(Of::RegisterLegalBasis)
        }),
        Wire::RepealProcedure(m) => of_catalogue(form, dossier, "repeal_procedure", |f| {
            review::read_repeal(f, m).map(Of::RepealProcedure)
        }),
        Wire::ProposeCut(m) => {
            of_catalogue(form, dossier, "propose_cut", |f| review::read_proposal(f, m).map(Of::ProposeCut))
        }
        Wire::DecideCut(m) => {
            of_catalogue(form, dossier, "decide_cut", |f| review::read_cut_decision(f, m).map(Of::DecideCut))
        }
        Wire::DeclareDay(m) => {
            of_no_dossier(form, dossier);
            form.within("declare_day", |form| books::declare_day(form, m)).map(Body::Books)
        }
        Wire::ReadPersonalData(m) => {
            form.within("read_personal_data", |form| books::read_personal_data(form, m)).map(Body::Books)
        }
        Wire::AnswerSample(m) => {
            form.within("answer_sample", |form| books::answer_sample(form, m)).map(Body::Books)
        }
        other if supervision::is_command(&other) => {
            of_no_dossier(form, dossier);
            supervision::read_command(form, other).map(Body::Supervision)
        }
        // Every other body stands in the table, and was read by it.
        _ => form.missing("body"),
    }
}

/// A command about a dossier, which must be named.
fn about(
    form: &mut Form,
    dossier: &str,
    field: &str,
    read: impl FnOnce(&mut Form) -> Option<Command>,
) -> Option<Body> {
    let code = form.id("dossier", dossier);
    let command = form.within(field, read);
    Some(Body::Dossier { code: code?, command: command? })
}

/// A command about the catalogue, with which no dossier may be named.
fn of_catalogue(
    form: &mut Form,
    dossier: &str,
    field: &str,
    read: impl FnOnce(&mut Form) -> Option<lienthong_catalogue::Command>,
) -> Option<Body> {
    of_no_dossier(form, dossier);
    form.within(field, read).map(|command| Body::Catalogue { drafted_by: None, command })
}

fn of_no_dossier(form: &mut Form, dossier: &str) {
    if !dossier.is_empty() {
        let vi = "lệnh này không thuộc hồ sơ nào";
        form.refuse("dossier", code::CONTRADICTION, vi, "this command is about no dossier");
    }
}

/// Reads a body with what stands beside it: the dossier's code, or who drafted a publication.
pub(crate) fn read_whole(form: &mut Form, dossier: &str, drafted_by: &str, body: Wire) -> Option<Body> {
    let drafter = form.optional_id("drafted_by", drafted_by);
    match read(form, dossier, body)? {
        Body::Catalogue { command, .. } => Some(Body::Catalogue { drafted_by: drafter?, command }),
        other => {
            if !drafted_by.is_empty() {
                let vi = "chỉ nội dung công bố mới có người dự thảo";
                form.refuse(
                    "drafted_by",
                    code::CONTRADICTION,
                    vi,
                    "only a publication has somebody who drafted it",
                );
            }
            Some(other)
        }
    }
}

/// A body, and what stands beside it.
pub(crate) struct Written {
    /// The dossier's code; empty: it is about none.
    pub(crate) dossier: String,
    /// Who drafted a publication; empty: nobody is named.
    pub(crate) drafted_by: String,
    /// The body itself.
    pub(crate) body: Wire,
}

/// Writes a body.
pub(crate) fn write(body: &Body) -> Written {
    let beside = |body| Written { dossier: String::new(), drafted_by: String::new(), body };
    match body {
        Body::Dossier { code, command } => {
            Written { dossier: code.to_string(), ..beside(write_dossier(command)) }
        }
        Body::Catalogue { drafted_by, command } => {
            let drafted_by = name(drafted_by.as_ref());
            Written { drafted_by, ..beside(catalogue::write_command(command)) }
        }
        Body::Books(command) => beside(books::write_command(command)),
        Body::Supervision(command) => beside(supervision::write_command(command)),
    }
}

fn register_dossier(form: &mut Form, m: proto::RegisterDossier) -> Option<Command> {
    let procedure = form.id("procedure", &m.procedure);
    let case = form.optional_id("case", &m.case);
    let channel = form.word("channel", m.channel);
    let documents = form.documents("documents", m.documents);
    let commitments = [
        (PersonalField::Applicant, m.applicant),
        (PersonalField::Submitter, m.submitter),
        (PersonalField::Contact, m.contact),
    ];
    let mut personal = BTreeMap::new();
    for (field, commitment) in commitments {
        let read = |form: &mut Form, c: proto::Commitment| form.bytes32("hash", &c.hash).map(Commitment);
        if let Some(commitment) = form.optional(field.as_str(), commitment, read)? {
            personal.insert(field, commitment);
        }
    }
    Some(Command::RegisterDossier {
        procedure: procedure?,
        case: case?,
        channel: channel?,
        documents: documents?,
        personal,
    })
}

fn write_registration(
    procedure: &ProcedureCode,
    case: Option<&CaseName>,
    channel: Channel,
    documents: &[Document],
    personal: &BTreeMap<PersonalField, Commitment>,
) -> Wire {
    let commitment = |field: PersonalField| {
        personal.get(&field).map(|commitment| proto::Commitment { hash: commitment.0.to_vec() })
    };
    Wire::RegisterDossier(proto::RegisterDossier {
        procedure: procedure.to_string(),
        case: name(case),
        channel: channel.number(),
        documents: write_documents(documents),
        applicant: commitment(PersonalField::Applicant),
        submitter: commitment(PersonalField::Submitter),
        contact: commitment(PersonalField::Contact),
    })
}
