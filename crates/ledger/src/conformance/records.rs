//! Real records, by number: the same number, stream and head always give the same bytes.

use crate::placing::dedupe_digest;
use crate::ports::Append;
use jiff::Timestamp;
use lienthong_merkle::Hash;
use lienthong_names::{AgencyId, CommandId, KeyId, Origin, Precedence, Refusal, Service, StreamName};
use lienthong_protocol::json::CommandDraft;
use lienthong_protocol::keys::Signature;
use lienthong_protocol::{DecidedOn, Decision, Record, SCHEMA_VERSION, Signed};

/// Writes records of one ledger.
#[derive(Debug, Clone)]
pub struct Writer {
    origin: Origin,
    agency: AgencyId,
}

impl Writer {
    /// For a ledger.
    #[must_use]
    pub fn new(origin: Origin) -> Self {
        Self { origin, agency: AgencyId::new("H22.14").unwrap() }
    }

    /// Whose commands they are.
    #[must_use]
    pub fn agency(&self) -> &str {
        self.agency.as_str()
    }

    /// Command `number`, recorded in a dossier's stream after the record with this revision and leaf.
    #[must_use]
    pub fn append(&self, stream: &StreamName, head: Option<(u64, Hash)>, number: u64) -> Append {
        self.record(stream, stream, head, number)
    }

    /// Command `number` about a dossier, recorded as a stranger's, in the agency's own stream of rejections after this head.
    #[must_use]
    pub fn append_apart(&self, about: &StreamName, head: Option<(u64, Hash)>, number: u64) -> Append {
        self.record(about, &StreamName::rejected(&self.agency), head, number)
    }

    fn record(
        &self,
        about: &StreamName,
        stream: &StreamName,
        head: Option<(u64, Hash)>,
        number: u64,
    ) -> Append {
        let (revision, previous) = head.map_or((0, None), |(revision, leaf)| (revision, Some(leaf)));
        let at = Timestamp::new(1_601_856_000 + i64::try_from(number).unwrap(), 0).unwrap();
        let record = Record {
            schema_version: SCHEMA_VERSION,
            origin: self.origin.clone(),
            stream: stream.clone(),
            revision: revision + 1,
            previous,
            recorded_at: at,
            recorder: Service::Routing,
            command: self.command(about, number, at),
            signed: self.signed(),
            decided_on: DecidedOn {
                revision,
                dossier: if about == stream { None } else { about.dossier_code() },
                catalogue_position: 1,
                effective_at: at,
                rules_version: 1,
            },
            decision: Decision::Rejected(refusal().into()),
            fields: Vec::new(),
        };
        Append {
            stream: stream.clone(),
            expected_revision: revision,
            expected_head: previous,
            dedupe: dedupe_digest(&self.agency, &command_id(number), about),
            bytes: record.encode(),
        }
    }

    /// Who sent it does not matter to a log: it sees no signature.
    fn signed(&self) -> Signed {
        Signed {
            service: Service::Routing,
            agency: self.agency.clone(),
            key_id: KeyId::from_bytes([7; 8]),
            signature: Signature([7; 64]),
            index: 0,
            count: 1,
            path: Vec::new(),
        }
    }

    fn command(&self, stream: &StreamName, number: u64, at: Timestamp) -> Vec<u8> {
        let json = serde_json::json!({
            "agency": self.agency.as_str(),
            "officer": "clerk",
            "dossier": stream.id(),
            "completeStep": { "step": format!("step {number}") },
        });
        let mut draft = CommandDraft::from_value(&json).unwrap();
        draft.fill_id(command_id(number));
        draft.fill_occurred_at(at);
        draft.encode()
    }
}

/// The id of command `number`.
#[must_use]
pub fn command_id(number: u64) -> CommandId {
    let mut bytes = [0; 16];
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    // The two bits of the variant stand at the top of byte 8, where no number of ours reaches.
    CommandId::version_8(bytes)
}

fn refusal() -> Refusal {
    Refusal {
        precedence: Precedence::State,
        code: "LT0251".into(),
        rule: "".into(),
        article: "".into(),
        field: String::new(),
        vi: "chưa đến bước này".to_owned(),
        en: "it is not the time for this step".to_owned(),
    }
}
