//! Identifiers: validated once, where they enter, and then trusted.

use smol_str::SmolStr;
use std::fmt;
use std::str::FromStr;

/// Why a text is not the identifier it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing where a name is needed.
    #[error("{what} is empty")]
    Empty {
        /// What was expected.
        what: &'static str,
    },
    /// Longer than the limit.
    #[error("{what} has {len} characters, at most {max} are allowed")]
    TooLong {
        /// What was expected.
        what: &'static str,
        /// Its length in characters.
        len: usize,
        /// The limit.
        max: usize,
    },
    /// A character that the form does not have.
    #[error("{what} `{text}` has the character {character:?}, which is not allowed there")]
    Character {
        /// What was expected.
        what: &'static str,
        /// The text as given.
        text: String,
        /// The first character at fault.
        character: char,
    },
    /// Not of the form at all.
    #[error("{what} `{text}` is not {form}")]
    Form {
        /// What was expected.
        what: &'static str,
        /// The text as given.
        text: String,
        /// The form, in words.
        form: &'static str,
    },
}

/// Checks length and characters; the shared part of every text identifier.
pub(crate) fn check(
    what: &'static str,
    text: &str,
    max: usize,
    allowed: fn(char) -> bool,
) -> Result<(), NameError> {
    if text.is_empty() {
        return Err(NameError::Empty { what });
    }
    // Nearly all are ASCII and as they should be: each is read with every record of a ledger.
    if text.len() <= max && text.bytes().all(|byte| byte.is_ascii() && allowed(char::from(byte))) {
        return Ok(());
    }
    let len = text.chars().count();
    if len > max {
        return Err(NameError::TooLong { what, len, max });
    }
    match text.chars().find(|c| !allowed(*c)) {
        Some(character) => Err(NameError::Character { what, text: text.to_owned(), character }),
        None => Ok(()),
    }
}

/// Letters, digits, `.`, `-` and `_`: what codes of agencies and dossiers are made of, and what a NATS subject can carry.
pub(crate) fn code_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// Any text that fits on a line.
fn line_character(c: char) -> bool {
    !c.is_control()
}

/// What every identifier can do that is its text: be read, be written, be asked for it.
macro_rules! is_its_text {
    ($name:ident) => {
        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = NameError;
            fn from_str(text: &str) -> Result<Self, NameError> {
                Self::new(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $allowed:path) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// Checks the form.
            ///
            /// # Errors
            /// [`NameError`] when the text is empty, too long or has a character that is not allowed.
            pub fn new(text: &str) -> Result<Self, NameError> {
                check($what, text, $max, $allowed)?;
                Ok(Self(text.into()))
            }
        }

        is_its_text!($name);
    };
}

text_id!(
    /// An agency's code, old (`000.00.12.H22`) or new (`H22.12`): DOMAIN section 3.
    AgencyId, "agency", 64, code_character
);
text_id!(
    /// A unit (phòng, bộ phận) of an agency, unique within it.
    UnitId, "unit", 64, code_character
);
text_id!(
    /// An officer, unique within the agency.
    OfficerId, "officer", 64, code_character
);
text_id!(
    /// A dossier's code, as on the receipt slip: `H22.14-201012-0001`.
    DossierCode, "dossier code", 64, code_character
);
text_id!(
    /// A procedure's code: `2.000635` or with the province's suffix.
    ProcedureCode, "procedure code", 64, code_character
);
text_id!(
    /// A case (trường hợp) of a procedure, by its published name, unique within the procedure: `đính chính`.
    CaseName, "case", 200, line_character
);
text_id!(
    /// One agency's part in a dossier, unique within the dossier.
    LegId, "leg", 96, code_character
);
text_id!(
    /// One asking of opinions, unique within the dossier.
    ConsultationId, "consultation", 64, code_character
);
text_id!(
    /// A document that procedures stand on (căn cứ pháp lý), by a code of the Office's.
    LegalBasisId, "legal basis", 64, code_character
);
text_id!(
    /// A proposal to cut something from a procedure.
    CutId, "cut", 64, code_character
);
text_id!(
    /// One appraisal, unique within the dossier.
    AppraisalId, "appraisal", 64, code_character
);
text_id!(
    /// Something that an agency is asked to do, by a code of who asks.
    TaskId, "task", 64, code_character
);
text_id!(
    /// A step of a process, by its published name or, in history, by the source's.
    StepName, "step", 200, line_character
);

/// Whether a text is 16 lowercase hexadecimal digits: 8 bytes of a digest.
fn is_hex16(text: &str) -> bool {
    text.len() == 16 && text.chars().all(|c| c.is_ascii_digit() || ('a'..='f').contains(&c))
}

/// Id of a registered key: the first 8 bytes of SHA-256 of the public key, in lowercase hexadecimal.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(SmolStr);

impl KeyId {
    /// Checks the form.
    ///
    /// # Errors
    /// [`NameError`] when it is not 16 lowercase hexadecimal digits.
    pub fn new(text: &str) -> Result<Self, NameError> {
        if is_hex16(text) {
            Ok(Self(text.into()))
        } else {
            Err(NameError::Form {
                what: "key id",
                text: text.to_owned(),
                form: "16 lowercase hexadecimal digits",
            })
        }
    }

    /// From the first 8 bytes of the digest of a public key.
    #[must_use]
    pub fn from_bytes(prefix: [u8; 8]) -> Self {
        Self(format!("{:016x}", u64::from_be_bytes(prefix)).into())
    }
}

is_its_text!(KeyId);

/// Id of a finding: `F` and the first 8 bytes of the digest of what it is about, in lowercase hexadecimal. Whoever finds it calls it the same.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FindingId(SmolStr);

impl FindingId {
    /// Checks the form.
    ///
    /// # Errors
    /// [`NameError`] when it is not an `F` and 16 lowercase hexadecimal digits.
    pub fn new(text: &str) -> Result<Self, NameError> {
        match text.strip_prefix('F') {
            Some(digits) if is_hex16(digits) => Ok(Self(text.into())),
            _ => Err(NameError::Form {
                what: "finding",
                text: text.to_owned(),
                form: "`F` and 16 lowercase hexadecimal digits",
            }),
        }
    }

    /// From the first 8 bytes of the digest.
    #[must_use]
    pub fn from_bytes(prefix: [u8; 8]) -> Self {
        Self(format!("F{:016x}", u64::from_be_bytes(prefix)).into())
    }
}

is_its_text!(FindingId);

/// Id of a command, made by the caller: a UUID, version 7, or 8 for history and timers. With the agency it is the key of
/// idempotence, for ever.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommandId([u8; 16]);

impl CommandId {
    /// From the 16 bytes of a UUID of version 7 or 8.
    ///
    /// # Errors
    /// [`NameError::Form`] for another length, version or variant.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NameError> {
        let wrong = || NameError::Form {
            what: "command id",
            text: bytes.iter().map(|b| format!("{b:02x}")).collect(),
            form: "the 16 bytes of a UUID of version 7 or 8",
        };
        let id: [u8; 16] = bytes.try_into().map_err(|_| wrong())?;
        let version = id[6] >> 4;
        let variant = id[8] >> 6;
        if (version == 7 || version == 8) && variant == 0b10 { Ok(Self(id)) } else { Err(wrong()) }
    }

    /// A version 8 UUID from 16 bytes of a digest: the version and variant bits are set over it.
    #[must_use]
    pub fn version_8(mut bytes: [u8; 16]) -> Self {
        bytes[6] = (bytes[6] & 0x0f) | 0x80;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Self(bytes)
    }

    /// The 16 bytes.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl fmt::Display for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, byte) in self.0.iter().enumerate() {
            if matches!(i, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for CommandId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for CommandId {
    type Err = NameError;
    fn from_str(text: &str) -> Result<Self, NameError> {
        let wrong = || NameError::Form {
            what: "command id",
            text: text.to_owned(),
            form: "a UUID of version 7 or 8",
        };
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        if digits.len() != 32 || !digits.is_ascii() {
            return Err(wrong());
        }
        let mut bytes = [0_u8; 16];
        for (i, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::from_str_radix(&digits[2 * i..2 * i + 2], 16).map_err(|_| wrong())?;
        }
        Self::from_bytes(&bytes).map_err(|_| wrong())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn form_is_checked_once_and_named() {
        assert_eq!(AgencyId::new("000.00.12.H22").unwrap().as_str(), "000.00.12.H22");
        let rows = [
            ("", "agency is empty"),
            ("H22 12", "agency `H22 12` has the character ' ', which is not allowed there"),
            ("H22.*", "agency `H22.*` has the character '*', which is not allowed there"),
        ];
        for (text, says) in rows {
            assert_eq!(AgencyId::new(text).unwrap_err().to_string(), says);
        }
        assert!(matches!(AgencyId::new(&"x".repeat(65)), Err(NameError::TooLong { len: 65, .. })));
        assert!(StepName::new("T02 Check confirmation of receipt").is_ok());
        assert!(StepName::new("two\nlines").is_err());
    }

    #[test]
    fn a_command_id_is_a_uuid_of_version_7_or_8() {
        let id = CommandId::version_8([0xff; 16]);
        assert_eq!(id.to_string(), "ffffffff-ffff-8fff-bfff-ffffffffffff");
        assert_eq!(id.to_string().parse::<CommandId>().unwrap(), id);
        assert!("ffffffff-ffff-4fff-bfff-ffffffffffff".parse::<CommandId>().is_err(), "version 4");
        assert!(CommandId::from_bytes(&[0; 15]).is_err());
    }

    #[test]
    fn a_key_id_is_16_hex_digits() {
        assert!(KeyId::new("00ff00ff00ff00ff").is_ok());
        assert!(KeyId::new("00FF00ff00ff00ff").is_err());
        assert!(KeyId::new("00ff").is_err());
        let id = KeyId::from_bytes([0, 0xff, 0, 1, 2, 3, 4, 0xa0]);
        assert_eq!(id.as_str(), "00ff0001020304a0");
        assert_eq!(KeyId::new(id.as_str()), Ok(id));
    }
}
