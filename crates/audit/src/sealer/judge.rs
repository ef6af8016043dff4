//! What of the broker's log is a record of the ledger, and what is void: by the one rule that deciders read by too.

use lienthong_ledger::placing::{Placed, place};
use lienthong_ledger::ports::Unsealed;
use lienthong_ledger::seal::{Accepted, Head, follows};
use lienthong_merkle::leaf_hash;
use lienthong_names::StreamName;
use std::collections::BTreeMap;

/// The head of every stream, from the log's beginning to where it was read.
#[derive(Debug, Default)]
pub(super) struct Judge {
    heads: BTreeMap<StreamName, Head>,
}

/// What a record is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Judged {
    /// The next of its stream.
    Next(Placed, Accepted),
    /// It gets no leaf; its sender sends again.
    Void {
        /// Where it was put.
        stream: StreamName,
        /// Why.
        why: String,
    },
}

impl Judge {
    pub(super) fn take(&mut self, unsealed: Unsealed) -> Judged {
        let Unsealed { stream, bytes, .. } = unsealed;
        let placed = match place(&bytes) {
            Ok(placed) => placed,
            Err(error) => return Judged::Void { stream, why: error.to_string() },
        };
        // The broker checked the expected sequence of the subject, so only that subject's stream may be meant.
        if placed.stream != stream {
            return Judged::Void { stream, why: format!("it says it belongs to {}", placed.stream) };
        }
        if let Err(void) = follows(self.heads.get(&stream).copied(), &placed) {
            return Judged::Void { stream, why: void.to_string() };
        }
        let leaf = leaf_hash(&bytes);
        self.heads.insert(stream, Head { revision: placed.revision, leaf });
        Judged::Next(placed, Accepted { bytes, leaf })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use lienthong_ledger::conformance::records::Writer;
    use lienthong_ledger::ports::Append;

    fn append(stream: &str, head: Option<(u64, lienthong_merkle::Hash)>, number: u64) -> Append {
        Writer::new("H22/2020".parse().unwrap()).append(&stream.parse().unwrap(), head, number)
    }

    fn unsealed(stream: &str, bytes: &[u8]) -> Unsealed {
        Unsealed { cursor: 1, stream: stream.parse().unwrap(), bytes: bytes.into() }
    }

    #[test]
    fn the_next_of_its_stream_is_taken_and_all_else_is_void() {
        let mut judge = Judge::default();
        let first = append("dossier.A", None, 1);
        let leaf = leaf_hash(&first.bytes);
        let second = append("dossier.A", Some((1, leaf)), 2);
        let mut next =
            |stream: &str, bytes: &[u8]| matches!(judge.take(unsealed(stream, bytes)), Judged::Next(..));
        assert!(!next("dossier.A", &second.bytes), "its first is not there yet");
        assert!(!next("dossier.B", &first.bytes), "the broker checked another subject's sequence");
        assert!(!next("dossier.A", b"nonsense"));
        assert!(next("dossier.A", &first.bytes));
        assert!(!next("dossier.A", &first.bytes), "it is there already");
        assert!(next("dossier.A", &second.bytes));
        assert!(next("dossier.B", &append("dossier.B", None, 3).bytes));
    }
}
