//! What comes back: receipts with their proof, faults, and the chunks they stream in.

use crate::checkpoint::Checkpoint;
use crate::command::malformed;
use crate::convert::act::command_id;
use crate::convert::record::{read_path, read_rejection, write_path, write_rejection};
use crate::form::{Form, FormError, code};
use crate::note::NoteVerifier;
use crate::proto;
use crate::record::DecodeError;
use crate::tlog_proof::{TlogProof, TlogProofError};
use lienthong_merkle::Hash;
use lienthong_names::{AgencyId, CommandId, DossierCode, Origin, Rejection, StreamName};
use prost::Message as _;
use proto::verdict::Answer as Wire;

/// Proof of what was recorded of a command: released only after the seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Which ledger.
    pub origin: Origin,
    /// Which stream.
    pub stream: StreamName,
    /// Whose command.
    pub agency: AgencyId,
    /// Its id.
    pub command_id: CommandId,
    /// Why not, if it was rejected.
    pub rejection: Option<Rejection>,
    /// Within the ledger, from 1; leaf index + 1.
    pub sequence: u64,
    /// Within the stream, from 1.
    pub revision: u64,
    /// Leaf hash of the record.
    pub leaf: Hash,
    /// Inclusion path, from the leaf up.
    pub path: Vec<Hash>,
    /// C2SP signed note.
    pub checkpoint: Vec<u8>,
    /// The same command was answered before.
    pub already_known: bool,
}

/// Why a receipt proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// There is no record number 0.
    #[error("LT0669 the receipt states no sequence")]
    NoSequence,
    /// The checkpoint's bytes are no text.
    #[error("LT0669 the receipt's checkpoint is not UTF-8")]
    NotText,
    /// The checkpoint is of another log.
    #[error("LT0669 the receipt is of the ledger {stated}, its checkpoint of {found}")]
    OtherLedger {
        /// What the receipt states.
        stated: Origin,
        /// What the checkpoint states.
        found: Origin,
    },
    /// The proof does not hold.
    #[error(transparent)]
    Proof(#[from] TlogProofError),
}

impl Receipt {
    /// Whether the command was admitted.
    #[must_use]
    pub const fn is_admitted(&self) -> bool {
        self.rejection.is_none()
    }

    /// The proof alone, in the form that other people's tools read.
    ///
    /// # Errors
    /// [`ReceiptError::NoSequence`], [`ReceiptError::NotText`].
    pub fn tlog_proof(&self) -> Result<TlogProof, ReceiptError> {
        let index = self.sequence.checked_sub(1).ok_or(ReceiptError::NoSequence)?;
        let checkpoint = std::str::from_utf8(&self.checkpoint).map_err(|_| ReceiptError::NotText)?.to_owned();
        Ok(TlogProof { index, extra: None, path: self.path.clone(), checkpoint })
    }

    /// Checks path and checkpoint: that the log with this key holds the leaf at this sequence.
    ///
    /// # Errors
    /// [`ReceiptError`].
    pub fn verify(&self, key: &NoteVerifier) -> Result<Checkpoint, ReceiptError> {
        let checkpoint = self.tlog_proof()?.verify(self.leaf, key)?;
        if checkpoint.origin == self.origin {
            Ok(checkpoint)
        } else {
            Err(ReceiptError::OtherLedger { stated: self.origin.clone(), found: checkpoint.origin })
        }
    }

    /// Reads a receipt. Nothing of it is believed before [`Receipt::verify`].
    ///
    /// # Errors
    /// [`DecodeError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let message =
            proto::Receipt::decode(bytes).map_err(|e| vec![malformed("biên nhận", "receipt", &e)])?;
        let mut form = Form::recorded();
        let receipt = read_receipt(&mut form, message);
        Ok(form.finish(receipt)?)
    }

    /// The receipt's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        write_receipt(self).encode_to_vec()
    }
}

/// Identity, signature and form failures, and "not now": answered at once, unsigned, unrecorded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} {en}")]
pub struct Fault {
    /// `LT0004`; `lienthong explain LT0004` says more.
    pub code: String,
    /// Field of the command or submission at fault; empty if it is not about one.
    pub field: String,
    /// What is wrong, Vietnamese.
    pub vi: String,
    /// What is wrong, English.
    pub en: String,
}

impl Fault {
    /// All form errors of a command in one fault: code and field of the first, the words of all.
    #[must_use]
    pub fn from_form(errors: &[FormError]) -> Self {
        let (code, field) =
            errors.first().map_or((code::MALFORMED, ""), |error| (error.code, error.field.as_str()));
        let all = |text: fn(&FormError) -> &str| {
            let one = |error: &FormError| match error.field.as_str() {
                "" => text(error).to_owned(),
                field => format!("{field}: {}", text(error)),
            };
            errors.iter().map(one).collect::<Vec<_>>().join("; ")
        };
        let (vi, en) = (all(|error| &error.vi), all(|error| &error.en));
        Self { code: code.to_owned(), field: field.to_owned(), vi, en }
    }
}

/// The answer to one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Index of the command in the submission.
    pub index: u32,
    /// Its id, if it could be read.
    pub command_id: Option<CommandId>,
    /// What came of it.
    pub answer: VerdictAnswer,
    /// Beside a rejection because a code was taken: one that is free. No part of the record, and nothing is promised by it.
    pub hint: Option<DossierCode>,
}

/// What came of a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VerdictAnswer {
    /// It is recorded, admitted or rejected.
    Receipt(Receipt),
    /// Nothing was recorded, and nothing will be for these bytes.
    Fault(Fault),
    /// Nothing happened: send it again with the same id.
    Unavailable(Fault),
}

/// Some verdicts of a submission; they stream back in chunks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The verdicts of this chunk.
    pub verdicts: Vec<Verdict>,
    /// Commands of the submission still to be answered.
    pub outstanding: u32,
}

impl Answer {
    /// Reads a chunk.
    ///
    /// # Errors
    /// [`DecodeError::Malformed`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let message = proto::Answer::decode(bytes).map_err(|e| vec![malformed("trả lời", "answer", &e)])?;
        let mut form = Form::recorded();
        let verdicts = form.list("verdicts", message.verdicts, usize::MAX, read_verdict);
        let verdicts = form.finish(verdicts)?;
        Ok(Self { verdicts, outstanding: message.outstanding })
    }

    /// The chunk's bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let verdicts = self.verdicts.iter().map(write_verdict).collect();
        proto::Answer { verdicts, outstanding: self.outstanding }.encode_to_vec()
    }
}

fn read_receipt(form: &mut Form, m: proto::Receipt) -> Option<Receipt> {
    let origin = form.id("origin", &m.origin);
    let stream = form.id("stream", &m.stream);
    let agency = form.id("agency", &m.agency);
    let id = command_id(form, "command_id", &m.command_id);
    let rejection = form.optional("rejection", m.rejection, read_rejection);
    let leaf = form.bytes32("leaf", &m.leaf);
    let path = read_path(form, m.path);
    let rejection = rejection?;
    if m.admitted == rejection.is_some() {
        let vi = "kết luận và lý do từ chối mâu thuẫn nhau";
        form.refuse("admitted", code::CONTRADICTION, vi, "verdict and rejection contradict each other");
    }
    Some(Receipt {
        origin: origin?,
        stream: stream?,
        agency: agency?,
        command_id: id?,
        rejection,
        sequence: m.sequence,
        revision: m.revision,
        leaf: Hash(leaf?),
        path: path?,
        checkpoint: m.checkpoint,
        already_known: m.already_known,
    })
}

fn write_receipt(receipt: &Receipt) -> proto::Receipt {
    proto::Receipt {
        origin: receipt.origin.to_string(),
        stream: receipt.stream.to_string(),
        agency: receipt.agency.to_string(),
        command_id: receipt.command_id.as_bytes().to_vec(),
        admitted: receipt.is_admitted(),
        rejection: receipt.rejection.as_ref().map(write_rejection),
        sequence: receipt.sequence,
        revision: receipt.revision,
        leaf: receipt.leaf.0.to_vec(),
        path: write_path(&receipt.path),
        checkpoint: receipt.checkpoint.clone(),
        already_known: receipt.already_known,
    }
}

fn read_verdict(form: &mut Form, m: proto::Verdict) -> Option<Verdict> {
    let id = if m.command_id.is_empty() {
        Some(None)
    } else {
        command_id(form, "command_id", &m.command_id).map(Some)
    };
    let answer = match m.answer {
        Some(Wire::Receipt(receipt)) => {
            form.within("receipt", |form| read_receipt(form, receipt)).map(VerdictAnswer::Receipt)
        }
        Some(Wire::Fault(fault)) => Some(VerdictAnswer::Fault(read_fault(fault))),
        Some(Wire::Unavailable(fault)) => Some(VerdictAnswer::Unavailable(read_fault(fault))),
        None => form.missing("answer"),
    };
    let hint = form.optional_id("hint", &m.hint);
    Some(Verdict { index: m.index, command_id: id?, answer: answer?, hint: hint? })
}

fn write_verdict(verdict: &Verdict) -> proto::Verdict {
    let answer = match &verdict.answer {
        VerdictAnswer::Receipt(receipt) => Wire::Receipt(write_receipt(receipt)),
        VerdictAnswer::Fault(fault) => Wire::Fault(write_fault(fault)),
        VerdictAnswer::Unavailable(fault) => Wire::Unavailable(write_fault(fault)),
    };
    proto::Verdict {
        index: verdict.index,
        command_id: verdict.command_id.map(|id| id.as_bytes().to_vec()).unwrap_or_default(),
        answer: Some(answer),
        hint: verdict.hint.as_ref().map(ToString::to_string).unwrap_or_default(),
    }
}

fn read_fault(m: proto::Fault) -> Fault {
    Fault { code: m.code, field: m.field, vi: m.vi, en: m.en }
}

fn write_fault(fault: &Fault) -> proto::Fault {
    proto::Fault {
        code: fault.code.clone(),
        field: fault.field.clone(),
        vi: fault.vi.clone(),
        en: fault.en.clone(),
    }
}
