//! What can be wrong with a server, a stream or a key, each with its code and with what to do.

use lienthong_ledger::ports::Unavailable;

/// The oldest server that keeps what a ledger needs: expected sequences without the races of earlier ones, strict settings.
pub const OLDEST: (u64, u64) = (2, 14);

/// Why lienthong does not work with this server as it stands. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The server is too old.
    #[error("LT0701 {url}: nats-server {found} is too old; install {}.{} or newer", OLDEST.0, OLDEST.1)]
    TooOld {
        /// Where.
        url: String,
        /// Its version.
        found: String,
    },
    /// There is no JetStream, or not for this user.
    #[error(
        "LT0702 {url}: no JetStream for this user ({why}); enable `jetstream` in the server and in the account"
    )]
    NoJetStream {
        /// Where.
        url: String,
        /// What the server said.
        why: String,
    },
    /// A stream could lose a record.
    #[error("LT0703 stream {stream} could lose a record: {}; the operator must set it right", faults.join(", "))]
    UnsafeStream {
        /// Its name.
        stream: String,
        /// Each setting at fault.
        faults: Vec<String>,
    },
    /// There is nowhere to put what agencies are told.
    #[error(
        "LT0025 there is no stream {stream} for deliveries ({why}); `lienthong ledger create` makes it, as the operator: run it \
         again, what is there stays"
    )]
    NoInbox {
        /// Its name.
        stream: String,
        /// What the server said.
        why: String,
    },
    /// There is nowhere to keep what documents say.
    #[error(
        "LT0538 there is no bucket {bucket} for attachments ({why}); `lienthong ledger create` makes it, as the operator: run it again, what is \
         there stays"
    )]
    NoAttachments {
        /// Its name.
        bucket: String,
        /// What the server said.
        why: String,
    },
    /// The server acknowledges before the bytes are on the disk, or nobody can tell.
    #[error(
        "LT0704 {monitor}: {why}; set `sync_interval: always` in the server's `jetstream` block, and `--nats-monitor URL` if its \
         monitoring port is elsewhere"
    )]
    UnsafeSync {
        /// The monitoring URL.
        monitor: String,
        /// What was found.
        why: String,
    },
    /// The server does not let this key in.
    #[error(
        "LT0705 {url}: the server does not let this key in ({why}); add its public key to `users.conf`, or name another seed file"
    )]
    NotLetIn {
        /// Where.
        url: String,
        /// What it said.
        why: String,
    },
    /// Nobody answers there.
    #[error("LT0706 {url}: no NATS server answers ({why}); check the address, and that the server runs")]
    Unreachable {
        /// Where.
        url: String,
        /// What happened.
        why: String,
    },
    /// The seed file is not one, or others can read it.
    #[error("LT0707 {path}: {why}")]
    SeedFile {
        /// Which file.
        path: String,
        /// What is wrong, and what to do.
        why: String,
    },
    /// The key is let in, as somebody else: the answers to this role are kept from it.
    #[error(
        "LT0708 {url}: this key is not that of the user `{role}` ({why}); name that user's seed file with --nkey, or the \
         user's name with --role"
    )]
    OtherUser {
        /// Where.
        url: String,
        /// Who it should be.
        role: String,
        /// What the server said.
        why: String,
    },
    /// The operator's request failed.
    #[error("LT0709 {what}: {why}; only the operator's key may make streams")]
    NotMade {
        /// Stream or bucket.
        what: String,
        /// What the server said.
        why: String,
    },
}

impl Problem {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooOld { .. } => "LT0701",
            Self::NoJetStream { .. } => "LT0702",
            Self::UnsafeStream { .. } => "LT0703",
            Self::NoInbox { .. } => "LT0025",
            Self::NoAttachments { .. } => "LT0538",
            Self::UnsafeSync { .. } => "LT0704",
            Self::NotLetIn { .. } => "LT0705",
            Self::Unreachable { .. } => "LT0706",
            Self::SeedFile { .. } => "LT0707",
            Self::OtherUser { .. } => "LT0708",
            Self::NotMade { .. } => "LT0709",
        }
    }

    /// Whether it is a wrong key: the command was told to use another one than it needs.
    #[must_use]
    pub const fn is_wrong_key(&self) -> bool {
        matches!(self, Self::NotLetIn { .. } | Self::SeedFile { .. } | Self::OtherUser { .. })
    }

    /// Whether the same may work later without anybody changing anything.
    #[must_use]
    pub const fn is_unavailable(&self) -> bool {
        matches!(self, Self::Unreachable { .. })
    }
}

impl From<Problem> for Unavailable {
    fn from(problem: Problem) -> Self {
        let (code, text) = (problem.code(), problem.to_string());
        // Whoever shows it puts the code before the text again.
        Self { code, what: text.strip_prefix(code).unwrap_or(&text).trim_start().to_owned() }
    }
}

/// The broker did not answer a request. `LT0710`.
pub(crate) fn unavailable(what: &str, why: impl std::fmt::Display) -> Unavailable {
    Unavailable { code: "LT0710", what: format!("{what}: {why}; try again when the NATS server answers") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_message_begins_with_its_code() {
        let (url, why) = (String::new(), String::new());
        let all = [
            Problem::TooOld { url: url.clone(), found: "2.9.10".to_owned() },
            Problem::NoJetStream { url: url.clone(), why: why.clone() },
            Problem::UnsafeStream { stream: String::new(), faults: vec!["max_age".to_owned()] },
            Problem::NoInbox { stream: String::new(), why: why.clone() },
            Problem::NoAttachments { bucket: String::new(), why: why.clone() },
            Problem::UnsafeSync { monitor: url.clone(), why: why.clone() },
            Problem::NotLetIn { url: url.clone(), why: why.clone() },
            Problem::Unreachable { url: url.clone(), why: why.clone() },
            Problem::SeedFile { path: url.clone(), why: why.clone() },
            Problem::OtherUser { url, role: String::new(), why: why.clone() },
            Problem::NotMade { what: String::new(), why },
        ];
        for problem in all {
            assert!(problem.to_string().starts_with(problem.code()), "{problem}");
            let (text, unavailable) = (problem.to_string(), Unavailable::from(problem));
            assert_eq!(unavailable.to_string(), text, "the code is said once");
        }
    }
}
