//! Shapes that only the OpenAPI document needs: parameters, and what the protobuf JSON mapping makes of our messages.

use crate::answers::AsOf;
use serde::Serialize;
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// What dossiers may have in common.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code)]
pub(crate) struct DossierFilters {
    /// A word of status: `submitted`, `refused`, `received`, `processing`, `with_another_agency`, `supplement_requested`,
    /// `financial_obligation`, `suspended`, `withdrawal_asked`, `resolved`, `returned`, `withdrawn`, `stopped`, `supplement_lapsed`, `annulled`, `history`.
    status: Option<String>,
    /// Code of the agency that holds it.
    agency: Option<String>,
    /// A word of channel: `desk`, `online`, `post`, `email`, `internal`.
    channel: Option<String>,
    /// `true`: open and past its appointment. Nothing else can be asked for.
    late: Option<bool>,
    /// `true`: taken in and not ended.
    open: Option<bool>,
    /// Received on this day of Vietnam, `yyyy-MM-dd`.
    day: Option<String>,
    /// Open and promised for this day.
    due_day: Option<String>,
    /// Code of the agency that holds it, open ones only.
    holder: Option<String>,
    /// A procedure's code.
    procedure: Option<String>,
    /// The ledger it lives in: `H22/2020`.
    origin: Option<String>,
    /// `live`, or `history` for imported ones.
    realm: Option<String>,
    /// `on_time`, `late` or `no_term`.
    resolved: Option<String>,
    /// Resolved on this day of Vietnam.
    resolved_day: Option<String>,
    /// What the source of an imported one claims: `ended`, `late_by_instant`, `late_by_date`.
    claim: Option<String>,
    /// Kind of an event that it has: `OpinionGiven`.
    event: Option<String>,
    /// Code of an outside agency that gave an opinion on it.
    opinion_of: Option<String>,
    /// `given` or `amended`: opinions of the chairing agency's own units.
    inside_opinion: Option<String>,
    /// `open`, `answered` or `concluded`: state of a consultation that it has.
    consultation: Option<String>,
    /// `true`: it has an admitted command.
    admitted: Option<bool>,
    /// `true`: it has a command that a mapping derived.
    derived: Option<bool>,
    /// `true`: it has a rejected command.
    rejected: Option<bool>,
    /// Which page, from 1.
    page: Option<u32>,
}

/// Commands signed once, by the protobuf JSON mapping of `lienthong.v1.Submission`.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = Submission)]
#[allow(dead_code)]
pub(crate) struct SubmissionJson {
    /// The ledger that is to take them: `H22/2020`.
    origin: String,
    /// `routing`, `consultation`, `publishing` or `inspection`.
    service: String,
    /// Who hands them in.
    agency: String,
    /// 16 hexadecimal digits.
    key_id: String,
    /// Each an encoded `lienthong.v1.Command` as signed, in base64; 1 to 1,000.
    commands: Vec<String>,
    /// Ed25519, in base64.
    signature: String,
    /// Personal values beside the commands that commit to them.
    #[schema(required = false)]
    disclosures: Vec<DisclosureJson>,
    /// Decide only when the catalogue is followed to this sealed size; a number as text.
    #[schema(required = false)]
    catalogue_at_least: String,
}

/// A personal value.
#[derive(ToSchema)]
#[schema(as = Disclosure)]
#[allow(dead_code)]
pub(crate) struct DisclosureJson {
    /// Index of the command.
    #[schema(required = false)]
    command: u32,
    /// `applicant`, `submitter` or `contact`.
    field: String,
    /// 32 bytes in base64.
    salt: String,
    /// In base64.
    value: String,
}

/// The answer to one command, by the protobuf JSON mapping: exactly one of the last three is there.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = Verdict)]
#[allow(dead_code)]
pub(crate) struct VerdictJson {
    /// Index of the command; 0 is left out.
    #[schema(required = false)]
    index: u32,
    /// 16 bytes in base64, if it could be read.
    command_id: Option<String>,
    /// It is recorded and sealed, admitted or rejected.
    receipt: Option<ReceiptJson>,
    /// Nothing was recorded, and nothing will be for these bytes.
    fault: Option<FaultJson>,
    /// Nothing happened: send it again with the same id.
    unavailable: Option<FaultJson>,
    /// Beside a rejection because a code was taken: one that is free. No part of the record.
    hint: Option<String>,
}

/// Proof of what was recorded of a command, by the protobuf JSON mapping.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase", as = Receipt)]
#[allow(dead_code)]
pub(crate) struct ReceiptJson {
    /// Which ledger.
    origin: String,
    /// Which stream.
    stream: String,
    /// Whose command.
    agency: String,
    /// 16 bytes in base64.
    command_id: String,
    /// Left out if it was rejected.
    #[schema(required = false)]
    admitted: bool,
    /// Why not.
    rejection: Option<RejectionJson>,
    /// A number as text.
    sequence: String,
    /// A number as text.
    revision: String,
    /// Leaf hash of the record, in base64.
    leaf: String,
    /// Inclusion path from the leaf up, in base64.
    path: Vec<String>,
    /// C2SP signed note, in base64.
    checkpoint: String,
    /// The same command was answered before; left out if not.
    #[schema(required = false)]
    already_known: bool,
}

/// The rules said no, by the protobuf JSON mapping.
#[derive(ToSchema)]
#[schema(as = Rejection)]
#[allow(dead_code)]
pub(crate) struct RejectionJson {
    /// All reasons of the first kind that has any.
    refusals: Vec<RefusalJson>,
}

/// One reason of a rejection; empty texts are left out.
#[derive(ToSchema)]
#[schema(as = Refusal)]
#[allow(dead_code)]
pub(crate) struct RefusalJson {
    /// `lienthong explain <code>` says more.
    code: String,
    /// The rule: `R03`.
    #[schema(required = false)]
    rule: String,
    /// The law.
    #[schema(required = false)]
    article: String,
    /// Field of the command at fault.
    #[schema(required = false)]
    field: String,
    /// Vietnamese.
    vi: String,
    /// English.
    en: String,
    /// What kind of reason: `EXISTENCE`, `CAPACITY`, `STATE` or `CONTENT`.
    precedence: String,
}

/// The receipts of one command id.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Receipts)]
pub(crate) struct ReceiptsAgain {
    /// As of which records.
    #[schema(value_type = std::collections::BTreeMap<String, u64>)]
    pub(crate) as_of: AsOf,
    /// One for each stream, in each ledger, that a command with this id was about.
    pub(crate) receipts: Vec<ReceiptAgain>,
}

/// A receipt, and of what.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReceiptAgain)]
pub(crate) struct ReceiptAgain {
    /// The stream the command was about: `dossier.<code>`. A stranger's rejection stands in another one.
    pub(crate) about: String,
    /// The command's name: `RegisterDossier`.
    pub(crate) command: String,
    /// When it was recorded, RFC 3339.
    pub(crate) recorded_at: String,
    /// As the first time.
    #[schema(value_type = ReceiptJson)]
    pub(crate) receipt: Value,
}

/// A failure of identity, signature or form, or "not now".
#[derive(ToSchema)]
#[schema(as = Fault)]
#[allow(dead_code)]
pub(crate) struct FaultJson {
    /// `lienthong explain <code>` says more.
    code: String,
    /// Field at fault.
    #[schema(required = false)]
    field: String,
    /// Vietnamese.
    vi: String,
    /// English.
    en: String,
}

/// Proof that a record is in the tree under a checkpoint.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Proof)]
pub(crate) struct ProofJson {
    /// Which ledger.
    pub(crate) origin: String,
    /// Which stream.
    pub(crate) stream: String,
    /// Within the stream, from 1.
    pub(crate) revision: u64,
    /// Within the ledger, from 1.
    pub(crate) sequence: u64,
    /// Leaf hash, RFC 6962, hexadecimal.
    pub(crate) leaf: String,
    /// Inclusion path from the leaf up, hexadecimal.
    pub(crate) path: Vec<String>,
    /// The signed note.
    pub(crate) checkpoint: String,
    /// All of it as a C2SP tlog-proof.
    pub(crate) tlog_proof: String,
}

/// What `GET /api/v1/events` sends as `overview`.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OverviewChanged)]
pub(crate) struct OverviewChanged {
    /// As of which records: ledger by ledger, the sequence.
    pub(crate) as_of: std::collections::BTreeMap<String, u64>,
}
