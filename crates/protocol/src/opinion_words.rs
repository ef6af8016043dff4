//! What an opinion says that is given closed: the value that its command commits to.
//!
//! Belongs here: its bytes, and what it has to be to be an opinion. Nobody can ask that later: no decision reads it.
//! Does not: committing to it (`commitment`), hiding it (`encryption`), when it is shown (`consultation` decides, `projections` shows).

use crate::command::malformed;
use crate::convert::words::{Word, write_documents};
use crate::form::{Form, FormError, code};
use crate::{descriptors, limits, proto};
use icu_normalizer::ComposingNormalizerBorrowed;
use lienthong_dossier::{Document, Opinion, Stance};
use prost::Message as _;
use sha2::{Digest as _, Sha256};
use std::fmt;

/// What an opinion says.
#[derive(Clone, PartialEq, Eq)]
pub struct OpinionWords {
    /// In a word.
    pub stance: Stance,
    /// Operative text, NFC, at most 16 KiB.
    pub text: Box<str>,
    /// What comes along.
    pub documents: Vec<Document>,
}

/// What is closed is in no log.
impl fmt::Debug for OpinionWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpinionWords({} bytes, {} documents)", self.text.len(), self.documents.len())
    }
}

impl OpinionWords {
    /// Reads the value of a disclosure: no unknown field, a stance, a text in Unicode's composed form.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn decode(bytes: &[u8]) -> Result<Self, FormError> {
        let message =
            proto::OpinionWords::decode(bytes).map_err(|error| malformed("ý kiến", "opinion", &error))?;
        if let Some(unknown) = descriptors::unknown_fields("lienthong.v1.OpinionWords", bytes).pop() {
            return Err(unknown);
        }
        let mut form = Form::incoming();
        let stance: Option<Stance> = form.word("stance", message.stance);
        if stance == Some(Stance::NotStated) {
            form.refuse("stance", code::WORD, "ý kiến phải nêu rõ quan điểm", "an opinion takes a stand");
        }
        let text = form.text("text", message.text, limits::OPINION);
        if text.as_deref().is_some_and(|text| !is_composed(text)) {
            let vi = "nội dung ý kiến không ở dạng Unicode dựng sẵn (NFC)";
            form.refuse("text", code::FORM, vi, "the text is not in Unicode's composed form (NFC)");
        }
        let documents = form.documents("documents", message.documents);
        let words = stance.zip(text).zip(documents);
        let words = words.map(|((stance, text), documents)| Self { stance, text, documents });
        form.finish(words).map_err(|mut errors| errors.swap_remove(0))
    }

    /// The value to commit to.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let Self { stance, text, documents } = self;
        let documents = write_documents(documents);
        proto::OpinionWords { stance: stance.number(), text: text.to_string(), documents }.encode_to_vec()
    }
}

/// The hash by which a digest names an opinion: of its text; of one that was given closed its commitment, which binds what was said as
/// well, and which anybody can compare who does not read it.
#[must_use]
pub fn opinion_sha256(opinion: &Opinion) -> [u8; 32] {
    opinion.closed.map_or_else(|| Sha256::digest(opinion.text.as_bytes()).into(), |closed| closed.0)
}

/// Whether a text is in Unicode's composed form (NFC): what is quoted by its bytes has one spelling in bytes.
#[must_use]
pub fn is_composed(text: &str) -> bool {
    ComposingNormalizerBorrowed::new_nfc().is_normalized(text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn words(text: &str) -> OpinionWords {
        let document = Document { id: "thu".into(), name: "Thư".into(), sha256: Some([7; 32]), size: 12 };
        OpinionWords { stance: Stance::Disagree, text: text.into(), documents: vec![document] }
    }

    #[test]
    fn it_reads_what_it_wrote() {
        let said = words("Không nhất trí: vướng quy hoạch lộ giới");
        assert_eq!(OpinionWords::decode(&said.encode()), Ok(said));
    }

    #[test]
    fn what_no_rule_can_ask_later_is_asked_here() {
        let refused = |words: &OpinionWords| OpinionWords::decode(&words.encode()).unwrap_err();
        let unsaid = OpinionWords { stance: Stance::NotStated, ..words("a") };
        assert_eq!((refused(&unsaid).code, &*refused(&unsaid).field), (code::WORD, "stance"));
        // "ế" as three characters: e, circumflex, acute.
        let loose = words("y\u{301} kie\u{302}\u{301}n");
        assert_eq!((refused(&loose).code, &*refused(&loose).field), (code::FORM, "text"));
        let long = words(&"x".repeat(limits::OPINION + 1));
        assert_eq!((refused(&long).code, &*refused(&long).field), (code::LIMIT, "text"));
        assert_eq!(OpinionWords::decode(&[0xff]).unwrap_err().code, code::MALFORMED);
        // Field 9, which there is none of.
        let more = [words("a").encode(), vec![0x48, 1]].concat();
        assert_eq!(OpinionWords::decode(&more).unwrap_err().code, code::UNKNOWN_FIELD);
    }

    #[test]
    fn debug_does_not_show_what_is_closed() {
        assert_eq!(format!("{:?}", words("Không nhất trí")), "OpinionWords(18 bytes, 1 documents)");
    }
}
