//! What a command of the binary ends with when it does not end well: a code, what was wrong, where, what to do.

use std::fmt;

/// How the process ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The answer is "no": a verify that fails.
    No,
    /// Used wrongly: arguments, files, keys.
    Usage,
    /// Not now: a server, a lock, a disk.
    Unavailable,
}

impl Exit {
    /// The exit status.
    #[must_use]
    pub const fn status(self) -> u8 {
        match self {
            Self::No => 1,
            Self::Usage => 2,
            Self::Unavailable => 3,
        }
    }
}

/// A failure as a person reads it.
#[derive(Debug, Clone)]
pub struct Failure {
    /// How the process ends.
    pub exit: Exit,
    /// `LT0901`.
    pub code: String,
    /// What was wrong, where, and what to do; without the code.
    pub text: String,
}

impl Failure {
    /// The answer is "no".
    pub fn no(code: &str, text: impl Into<String>) -> Self {
        Self { exit: Exit::No, code: code.to_owned(), text: text.into() }
    }

    /// Used wrongly.
    pub fn usage(code: &str, text: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, code: code.to_owned(), text: text.into() }
    }

    /// Not now.
    pub fn unavailable(code: &str, text: impl Into<String>) -> Self {
        Self { exit: Exit::Unavailable, code: code.to_owned(), text: text.into() }
    }

    /// From an error whose text begins with its code; another text gets `fallback`.
    pub fn coded(exit: Exit, fallback: &str, error: impl fmt::Display) -> Self {
        let text = error.to_string();
        let (code, rest) = match text.split_once(' ') {
            Some((code, rest)) if is_code(code.trim_end_matches(':')) => {
                (code.trim_end_matches(':').to_owned(), rest.to_owned())
            }
            _ => (fallback.to_owned(), text),
        };
        Self { exit, code, text: rest }
    }
}

fn is_code(word: &str) -> bool {
    word.len() == 6 && word.starts_with("LT") && word[2..].chars().all(|c| c.is_ascii_digit())
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.text)
    }
}

impl std::error::Error for Failure {}

impl From<lienthong_ledger::ports::Unavailable> for Failure {
    fn from(what: lienthong_ledger::ports::Unavailable) -> Self {
        Self { exit: Exit::Unavailable, code: what.code.to_owned(), text: what.what }
    }
}

impl From<lienthong_ledger::ports::QueryError> for Failure {
    fn from(error: lienthong_ledger::ports::QueryError) -> Self {
        use lienthong_ledger::ports::QueryError;
        match error {
            QueryError::Unavailable(what) => what.into(),
            QueryError::NotFound { .. } => Self::coded(Exit::No, "LT0804", error),
            QueryError::Malformed { .. } => Self::coded(Exit::Usage, "LT0805", error),
        }
    }
}

/// What a command gives back.
pub type Outcome<T = ()> = Result<T, Failure>;
