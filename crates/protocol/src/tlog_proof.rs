//! Proofs of inclusion that a stranger can check alone, as <https://c2sp.org/tlog-proof> writes them.
//!
//! Belongs here: the text of a `.tlog-proof` file (index, path, checkpoint) and its verification.
//! Does not: what the leaf says; whoever holds the record's bytes hashes them and asks here.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::{Hash, ProofError, leaf_hash, verify_inclusion};

use crate::checkpoint::{Checkpoint, CheckpointError, base64_hash, decimal};
use crate::note::NoteVerifier;

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// A tree whose size fits 64 bits has no longer path.
const MAX_PATH: usize = 64;

/// That the leaf at an index is in the log under a checkpoint, as claimed: believe it only after [`verify`].
///
/// [`verify`]: TlogProof::verify
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// Zero-based index of the leaf: its sequence less one.
    pub index: u64,
    /// What the writer wanted to say beside it. No signature covers it.
    pub extra: Option<Vec<u8>>,
    /// Siblings from the leaf up.
    pub path: Vec<Hash>,
    /// The signed note, as the log issued it.
    pub checkpoint: String,
}

/// Why a text is no proof, or proves something else.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TlogProofError {
    /// Not of the form of a proof.
    #[error("LT0667 line {line} of the proof: {why}")]
    Malformed {
        /// From 1.
        line: usize,
        /// What is wrong there.
        why: &'static str,
    },
    /// The checkpoint in it cannot be believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The path does not lead from this leaf to the checkpoint's root.
    #[error("LT0668 the proof is not of this record: {0}")]
    Path(#[from] ProofError),
}

impl TlogProof {
    /// Reads the text of a proof. Nothing of it is checked but its form.
    ///
    /// # Errors
    /// [`TlogProofError::Malformed`] with the first line at fault.
    pub fn parse(text: &str) -> Result<TlogProof, TlogProofError> {
        let at = |line: usize, why: &'static str| TlogProofError::Malformed { line, why };
        let (head, checkpoint) =
            text.split_once("\n\n").ok_or(at(1, "an empty line must precede the checkpoint"))?;
        let mut lines = (1..).zip(head.split('\n')).peekable();
        if lines.next().map(|(_, line)| line) != Some(FIRST_LINE) {
            return Err(at(1, "it must read `c2sp.org/tlog-proof@v1`"));
        }
        let extra = lines.next_if(|(_, line)| line.starts_with("extra "));
        let extra = extra.map(|(_, line)| STANDARD.decode(&line["extra ".len()..])).transpose();
        let extra = extra.map_err(|_| at(2, "`extra` must be followed by base64"))?;
        let expected = at(if extra.is_some() { 3 } else { 2 }, "it must read `index <decimal digits>`");
        let index =
            lines.next().and_then(|(_, line)| decimal(line.strip_prefix("index ")?)).ok_or(expected)?;
        let hash = |(line, text)| base64_hash(text).ok_or(at(line, "it is not a hash: 32 bytes in base64"));
        let path = lines.map(hash).collect::<Result<Vec<_>, _>>()?;
        if path.len() > MAX_PATH {
            return Err(at(2 + MAX_PATH, "no path has more than 64 hashes"));
        }
        Ok(TlogProof { index, extra, path, checkpoint: checkpoint.to_owned() })
    }

    /// Checks that the log of `verifier` has this leaf at this index, and returns the checkpoint that says so.
    ///
    /// # Errors
    /// [`TlogProofError::Checkpoint`], [`TlogProofError::Path`].
    pub fn verify(&self, leaf: Hash, verifier: &NoteVerifier) -> Result<Checkpoint, TlogProofError> {
        let checkpoint = Checkpoint::open(self.checkpoint.as_bytes(), verifier)?;
        verify_inclusion(leaf, self.index, checkpoint.size, &self.path, checkpoint.root)?;
        Ok(checkpoint)
    }

    /// [`verify`](TlogProof::verify) for a record's bytes as stored.
    ///
    /// # Errors
    /// Those of [`verify`](TlogProof::verify).
    pub fn verify_record(
        &self,
        record: &[u8],
        verifier: &NoteVerifier,
    ) -> Result<Checkpoint, TlogProofError> {
        self.verify(leaf_hash(record), verifier)
    }
}

impl fmt::Display for TlogProof {
    /// The text of the proof, as [`TlogProof::parse`] reads it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{}", STANDARD.encode(hash.0)))?;
        write!(f, "\n{}", self.checkpoint)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use lienthong_merkle::Tree;
    use lienthong_names::Origin;
    use proptest::prelude::*;

    use super::*;
    use crate::keys::SigningKey;
    use crate::note::NoteSigner;

    fn log() -> NoteSigner {
        NoteSigner::for_log(&Origin::new("H22/2020").unwrap(), SigningKey::from_seed(&[1; 32]))
    }

    fn record(index: u64) -> Vec<u8> {
        format!("record {index}").into_bytes()
    }

    fn proof(index: u64, size: u64, extra: Option<Vec<u8>>) -> TlogProof {
        let tree: Tree = (0..size).map(|index| leaf_hash(&record(index))).collect();
        let origin = Origin::new("H22/2020").unwrap();
        let checkpoint = Checkpoint { origin, size, root: tree.root() }.sign(&log());
        TlogProof { index, extra, path: tree.inclusion_path(index, size).unwrap(), checkpoint }
    }

    #[test]
    fn golden_proof() {
        let text = proof(2, 5, Some(b"extra".to_vec())).to_string();
        assert_eq!(text, include_str!("golden/record.tlog-proof"));
    }

    #[test]
    fn every_leaf_of_small_trees() {
        for size in 1..12 {
            for index in 0..size {
                let proof = TlogProof::parse(&proof(index, size, None).to_string()).unwrap();
                let checkpoint = proof.verify_record(&record(index), log().verifier()).unwrap();
                assert_eq!(checkpoint.size, size);
                let other = proof.verify_record(&record(index + 1), log().verifier());
                assert!(matches!(other, Err(TlogProofError::Path(_))));
            }
        }
    }

    #[test]
    fn a_text_of_another_form_names_its_line() {
        let good = proof(2, 5, Some(b"x".to_vec())).to_string();
        let with_line = |n: usize, new: &str| {
            let mut lines: Vec<&str> = good.split('\n').collect();
            lines[n - 1] = new;
            lines.join("\n")
        };
        let cases = [
            (with_line(1, "c2sp.org/tlog-proof@v2"), 1),
            (with_line(2, "extra x"), 2),
            (with_line(2, "Extra eA=="), 2),
            (with_line(3, "index 02"), 3),
            (with_line(3, "index -2"), 3),
            (with_line(3, "index"), 3),
            (with_line(5, "AAAA"), 5),
            (with_line(5, "not base64"), 5),
            (good.split("\n\n").next().unwrap().to_owned(), 1),
            (String::new(), 1),
        ];
        for (text, line) in cases {
            let error = TlogProof::parse(&text).unwrap_err();
            assert!(matches!(error, TlogProofError::Malformed { line: at, .. } if at == line), "{error}");
        }
        let endless = proof(0, 1, None).to_string().replacen("index 0\n", &long_path(MAX_PATH + 1), 1);
        assert!(TlogProof::parse(&endless).is_err());
        let longest = proof(0, 1, None).to_string().replacen("index 0\n", &long_path(MAX_PATH), 1);
        assert!(TlogProof::parse(&longest).is_ok());
    }

    fn long_path(hashes: usize) -> String {
        let line = STANDARD.encode([7; 32]) + "\n";
        format!("index 0\n{}", line.repeat(hashes))
    }

    #[test]
    fn no_changed_byte_is_believed() {
        let good = proof(2, 5, None).to_string().into_bytes();
        for at in 0..good.len() {
            for bit in 0..8 {
                let mut forged = good.clone();
                forged[at] ^= 1 << bit;
                let proof = std::str::from_utf8(&forged).ok().and_then(|text| TlogProof::parse(text).ok());
                let believed =
                    proof.is_some_and(|proof| proof.verify_record(&record(2), log().verifier()).is_ok());
                assert!(!believed, "bit {bit} of byte {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_proof_round_trips(
            index: u64,
            extra in prop::option::of(prop::collection::vec(any::<u8>(), 0..40)),
            path in prop::collection::vec(any::<[u8; 32]>().prop_map(Hash), 0..=MAX_PATH),
        ) {
            let proof = TlogProof { index, extra, path, checkpoint: "any\n\ntext\n".to_owned() };
            prop_assert_eq!(TlogProof::parse(&proof.to_string()).unwrap(), proof);
        }

        #[test]
        fn parsing_is_total(text in "(c2sp.org/tlog-proof@v1|extra |index |0|=|A|\n){0,20}") {
            if let Ok(proof) = TlogProof::parse(&text) {
                prop_assert_eq!(proof.to_string(), text);
            }
        }
    }
}
