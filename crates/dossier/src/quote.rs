//! How a digest speaks of an opinion: by passages of its text, by pages of a scanned letter, or by the paper that carries a secret one.

use crate::consultation::Opinion;

lienthong_names::words!(
    /// How secret a matter is (độ mật).
    Secrecy {
        /// Mật.
        Confidential = "confidential",
        /// Tối mật.
        Secret = "secret",
        /// Tuyệt mật.
        TopSecret = "top_secret",
    }
);

/// The paper that carries a secret opinion (R25): nothing else of it is recorded here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperReference {
    /// How secret it is.
    pub level: Secrecy,
    /// Its number.
    pub number: Box<str>,
    /// Its date, yyyy-mm-dd.
    pub date: Box<str>,
}

/// A passage that a digest quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quote {
    /// Of the text of the version, in bytes of UTF-8: exact by construction, since nobody types it in again.
    Text {
        /// The first byte.
        start: u32,
        /// The byte after the last.
        end: u32,
    },
    /// Of a scanned letter beside which no text stands: what it says is typed in, and not machine-checked.
    Page {
        /// The document that came with the opinion.
        document: Box<str>,
        /// Which page of it, from 1.
        page: u32,
        /// What it says there, as whoever makes the digest reads it.
        text: Box<str>,
    },
}

impl Quote {
    /// Whether a machine can see that it is what was said.
    #[must_use]
    pub const fn is_machine_checked(&self) -> bool {
        matches!(self, Self::Text { .. })
    }

    /// Whether something can stand there, so far as a decision can see: of an opinion that was given closed no decision reads the words,
    /// and whether a range lies within them shows where they are shown.
    #[must_use]
    pub fn can_be_of(&self, opinion: &Opinion) -> bool {
        match (self, opinion.closed) {
            (Self::Text { start, end }, Some(_)) => start < end,
            (Self::Page { text, .. }, Some(_)) => !text.trim().is_empty(),
            (_, None) => self.of(opinion).is_some(),
        }
    }

    /// The words that it quotes, where they are there to be quoted: a range that is empty, reaches beyond the text or cuts a character
    /// in two quotes nothing, and neither does a page of a letter that has its text beside it, or did not come.
    #[must_use]
    pub fn of<'a>(&'a self, opinion: &'a Opinion) -> Option<&'a str> {
        match self {
            Self::Text { start, end } => {
                let (start, end) = (usize::try_from(*start).ok()?, usize::try_from(*end).ok()?);
                opinion.text.get(start..end).filter(|passage| !passage.is_empty())
            }
            Self::Page { document, text, .. } => {
                let came = opinion.documents.iter().any(|file| file.id == *document);
                (came && opinion.text.is_empty() && !text.trim().is_empty()).then_some(&**text)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::words::{Document, Stance};

    fn opinion(text: &str, file: &str) -> Opinion {
        let document = Document { id: file.into(), name: "".into(), sha256: None, size: 0 };
        Opinion {
            version: 1,
            stance: Stance::Agree,
            text: text.into(),
            documents: vec![document],
            secret: None,
            closed: None,
            at: jiff::Timestamp::UNIX_EPOCH,
            late: false,
            revision: 3,
        }
    }

    #[test]
    fn a_passage_is_its_bytes_and_never_half_a_character() {
        // "đ" has two bytes, "ồ" three.
        let said = opinion("đồng ý", "thu");
        let of = |start, end| Quote::Text { start, end }.of(&said).map(str::to_owned);
        assert_eq!(of(0, 10).as_deref(), Some("đồng ý"));
        assert_eq!(of(0, 5).as_deref(), Some("đồ"));
        assert_eq!(
            [of(0, 1), of(1, 5), of(0, 3), of(0, 11), of(5, 5), of(7, 5), of(0, u32::MAX)],
            [const { None }; 7]
        );
    }

    #[test]
    fn a_page_is_quoted_of_a_letter_that_came_and_has_no_text_beside_it() {
        let page = |document: &str, text: &str| Quote::Page {
            document: document.into(),
            page: 2,
            text: text.into(),
        };
        assert_eq!(page("thu", "đồng ý").of(&opinion("", "thu")), Some("đồng ý"));
        assert_eq!(page("khác", "đồng ý").of(&opinion("", "thu")), None);
        assert_eq!(page("thu", " ").of(&opinion("", "thu")), None);
        assert_eq!(page("thu", "đồng ý").of(&opinion("có chữ", "thu")), None);
        assert!(!page("thu", "").is_machine_checked());
    }
}
