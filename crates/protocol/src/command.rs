//! What an agency asks to be recorded.

use crate::convert::{self, act};
use crate::descriptors;
use crate::form::{Form, FormError, code};
use crate::proto;
use crate::straight;
use lienthong_dossier::{BooksCommand, TimerCause};
use lienthong_names::{Act, DossierCode, OfficerId, Service, StreamKind, StreamName};
use prost::Message as _;

/// A command: who says that what happened when ([`Act`]), and what ([`Body`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Who, when, and the command's id.
    pub act: Act,
    /// What.
    pub body: Body,
}

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// About a dossier.
    Dossier {
        /// Which.
        code: DossierCode,
        /// What of it.
        command: lienthong_dossier::Command,
    },
    /// About the catalogue.
    Catalogue {
        /// The officer of the Office who drafted it; the act's own approves it (R22). `None`: nobody is named.
        drafted_by: Option<OfficerId>,
        /// What of it.
        command: lienthong_catalogue::Command,
    },
    /// About the books of the agency that says it.
    Books(lienthong_dossier::BooksCommand),
    /// About a finding or a task.
    Supervision(lienthong_supervision::Command),
}

impl Command {
    /// Reads a command's bytes and checks their form: no unknown field at any depth, every field as it must be.
    ///
    /// # Errors
    /// Everything that is wrong, each with its code and field; never empty.
    pub fn decode(bytes: &[u8]) -> Result<Self, Vec<FormError>> {
        straight::command::read(bytes).map_or_else(|| Self::decode_message(bytes), Ok)
    }

    /// The same of whatever protobuf allows, and names what is wrong.
    pub(crate) fn decode_message(bytes: &[u8]) -> Result<Self, Vec<FormError>> {
        let message =
            proto::Command::decode(bytes).map_err(|error| vec![malformed("lệnh", "command", &error)])?;
        let mut errors = if message.encode_to_vec() == bytes {
            Vec::new()
        } else {
            // Other spellings of the same fields are fine; what prost passed over in silence is not.
            descriptors::unknown_fields("lienthong.v1.Command", bytes)
        };
        match Self::from_message(message) {
            Ok(command) if errors.is_empty() => Ok(command),
            Ok(_) => Err(errors),
            Err(more) => {
                errors.extend(more);
                Err(errors)
            }
        }
    }

    fn from_message(mut message: proto::Command) -> Result<Self, Vec<FormError>> {
        let mut form = Form::incoming();
        let act = act::read(&mut form, &mut message);
        let body = match message.body {
            Some(body) => {
                convert::command::read_whole(&mut form, &message.dossier, &message.drafted_by, body)
            }
            None => form.missing("body"),
        };
        let command = act.zip(body).map(|(act, body)| Self { act, body });
        form.finish(command)
    }

    /// The command's bytes, ready to be signed.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let convert::command::Written { dossier, drafted_by, body } = convert::command::write(&self.body);
        proto::Command { dossier, drafted_by, body: Some(body), ..act::write(&self.act) }.encode_to_vec()
    }

    /// Whether a clock has run out, which only a service itself says.
    #[must_use]
    pub const fn is_timer(&self) -> bool {
        matches!(&self.body, Body::Dossier { command: lienthong_dossier::Command::RaiseTimer { .. }, .. })
    }

    /// The service that decides it.
    #[must_use]
    pub const fn service(&self) -> Service {
        use lienthong_dossier::Command as About;
        match &self.body {
            Body::Catalogue { .. } => Service::Publishing,
            Body::Books(_) => Service::Routing,
            Body::Supervision(_) => Service::Inspection,
            Body::Dossier { command, .. } => match command {
                // The service whose clock it is.
                About::RaiseTimer { cause, .. } => match cause {
                    TimerCause::StepOverdue
                    | TimerCause::LegOverdue
                    | TimerCause::LegUnacknowledged
                    | TimerCause::DossierOverdue
                    | TimerCause::SupplementLapsed
                    | TimerCause::AgencySucceeded => Service::Routing,
                    TimerCause::OpinionLapsed | TimerCause::OpinionsOpened => Service::Consultation,
                },
                About::OpenConsultation { .. }
                | About::GiveOpinion { .. }
                | About::AmendOpinion { .. }
                | About::DeclineOpinion { .. }
                | About::AskAgain { .. }
                | About::RemindOpinion { .. }
                | About::RevokeOpinionRequest { .. }
                | About::DecideWithoutOpinion { .. }
                | About::ObjectToDigest { .. }
                | About::ConcludeConsultation { .. }
                | About::OpenAppraisal { .. }
                | About::RecordVisit { .. }
                | About::CastVote { .. }
                | About::ConcludeAppraisal { .. }
                | About::ReopenAppraisal { .. } => Service::Consultation,
                // Everything else of a dossier's way; what its service does not know it says no to.
                _ => Service::Routing,
            },
        }
    }

    /// The stream it is about: the dossier's, that of the catalogue's item, of the agency's declarations, of the finding or task.
    #[must_use]
    pub fn stream(&self) -> StreamName {
        use lienthong_catalogue::Command as Of;
        let item = |kind, id: &str| {
            // The form check lets no other id through, so the fallback serves only commands nobody could send.
            StreamName::new(kind, id).unwrap_or_else(|_| StreamName::rejected(&self.act.agency))
        };
        match &self.body {
            Body::Dossier { code, .. } => StreamName::dossier(code),
            Body::Books(BooksCommand::DeclareDay { .. } | BooksCommand::AnswerSample { .. }) => {
                item(StreamKind::Agency, self.act.agency.as_str())
            }
            Body::Books(BooksCommand::ReadPersonalData { .. }) => {
                item(StreamKind::Access, self.act.agency.as_str())
            }
            Body::Supervision(command) => {
                let about = command.about();
                let (kind, id) = about.parts();
                item(kind, id)
            }
            Body::Catalogue { command, .. } => match command {
                Of::OpenLedger(opening) => item(StreamKind::Ledger, &opening.unit),
                Of::RegisterAgency(agency) => item(StreamKind::Agency, agency.id.as_str()),
                Of::RegisterDesk(desk) => item(StreamKind::Agency, desk.agency.as_str()),
                Of::GrantRole(grant) => item(StreamKind::Agency, grant.agency.as_str()),
                Of::RegisterKey(key) => item(StreamKind::Key, key.id.as_str()),
                Of::RevokeKey(revocation) => item(StreamKind::Key, revocation.key.as_str()),
                Of::PublishProcedure(procedure) => item(StreamKind::Procedure, procedure.code.as_str()),
                Of::SetCalendar(entry) => item(StreamKind::Calendar, &entry.id),
                Of::PublishProcess(process) => item(StreamKind::Procedure, process.procedure.as_str()),
                Of::SwitchRule(switch) => item(StreamKind::Rule, &switch.rule),
                Of::AdoptRules(adopted) => item(StreamKind::Rule, adopted.service.as_str()),
                Of::BeginLedger(said) => item(StreamKind::Ledger, said.ledger.name()),
                Of::CloseLedger(said) => item(StreamKind::Ledger, said.ledger.name()),
                Of::FinishLedger(said) => item(StreamKind::Ledger, said.ledger.name()),
                Of::SucceedAgency(succession) => item(StreamKind::Agency, succession.predecessor.as_str()),
                Of::SetGoLive(go_live) => item(StreamKind::Agency, go_live.agency.as_str()),
                Of::DelegateAuthority(delegation) => item(StreamKind::Agency, delegation.agency.as_str()),
                Of::RegisterAbsence(absence) => item(StreamKind::Agency, absence.agency.as_str()),
                Of::LeaseNumbers(lease) => item(StreamKind::Agency, lease.desk.as_str()),
                Of::AccreditOfflineDesk(accreditation) => {
                    item(StreamKind::Agency, accreditation.desk.as_str())
                }
                Of::AppointHead(tenure) | Of::AppointActing(tenure) => {
                    item(StreamKind::Agency, tenure.agency.as_str())
                }
                Of::AppointDeputy(deputyship) => item(StreamKind::Agency, deputyship.tenure.agency.as_str()),
                Of::EndTenure(end) => item(StreamKind::Agency, end.agency.as_str()),
                Of::RegisterLegalBasis(basis) => item(StreamKind::LegalBasis, basis.id.as_str()),
                Of::RepealProcedure(repeal) => item(StreamKind::Procedure, repeal.procedure.as_str()),
                Of::ProposeCut(proposal) => item(StreamKind::Cut, proposal.id.as_str()),
                Of::DecideCut(decided) => item(StreamKind::Cut, decided.id.as_str()),
            },
        }
    }

    /// Whether this is the [stream](Self::stream) it is about.
    #[must_use]
    pub fn is_about(&self, stream: &StreamName) -> bool {
        match &self.body {
            Body::Dossier { code, .. } => {
                stream.kind() == StreamKind::Dossier && stream.id() == code.as_str()
            }
            Body::Catalogue { .. } | Body::Books(_) | Body::Supervision(_) => self.stream() == *stream,
        }
    }

    /// The command's name: `RegisterDossier`.
    #[must_use]
    pub const fn kind_name(&self) -> &'static str {
        match &self.body {
            Body::Dossier { command, .. } => command.kind().as_str(),
            Body::Catalogue { command, .. } => command.kind().as_str(),
            Body::Books(command) => command.kind().as_str(),
            Body::Supervision(command) => command.kind().as_str(),
        }
    }

    /// The dossier it is about, if it is about one.
    #[must_use]
    pub const fn dossier(&self) -> Option<&DossierCode> {
        match &self.body {
            Body::Dossier { code, .. } => Some(code),
            Body::Catalogue { .. } | Body::Books(_) | Body::Supervision(_) => None,
        }
    }
}

/// The bytes are no such message at all.
pub(crate) fn malformed(what_vi: &str, what_en: &str, error: &prost::DecodeError) -> FormError {
    let vi = format!("không đọc được {what_vi}: {error}");
    FormError::new(code::MALFORMED, "", vi, format!("this is no {what_en}: {error}"))
}
