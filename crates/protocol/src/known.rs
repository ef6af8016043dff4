//! Signatures that were found right once: the many commands of one submission carry the same one.
//!
//! Belongs here: remembering them for who checks records one after the other ([`KnownSignatures`]), and when a key is worth preparing.
//! Does not: what is signed and how a command is placed in it (`signing`), whether the key was valid (`catalogue`).

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet, VecDeque};

use lienthong_merkle::{ProvenPath, leaf_hash};
use sha2::{Digest, Sha256};

use crate::keys::{KeyError, VerifyingKey};
use crate::prepared::PreparedKey;
use crate::record::Signed;
use crate::signing::{SubmissionSignatureError, check_key, command_root, signed_text};
use lienthong_names::{KeyId, Origin};

/// Of so many submissions the last command's path is kept. More agencies' than that hardly come in turns.
const PROVEN_MAX: usize = 8;

/// So many are remembered (3 MiB); then all are forgotten and found right again.
const KNOWN_MAX: usize = 65_536;

/// A key that has signed so much is likely to sign more, and what preparing it costs is little beside that.
const PREPARED_FROM: u32 = 256;

/// So many keys are prepared (8 MiB).
const PREPARED_MAX: usize = 256;

/// What was found right: (public key, text with the root over the commands, signature).
///
/// A record's command is always hashed along its own path: to the root of its submission, or to where that path meets the one of a command
/// of the same submission that was hashed before. Whether the key signed the root is remembered: by far the dearest part, and the same for
/// all commands of a submission.
#[derive(Debug, Clone, Default)]
pub struct KnownSignatures {
    // Membership only, never walked: its order does not matter.
    right: HashSet<[u8; 32]>,
    /// Submissions that were asked about last, the last one first.
    proven: VecDeque<Proven>,
    /// Keys that were read before: each is a point that must be found on the curve.
    keys: BTreeMap<[u8; 32], Key>,
    /// How many of them are prepared.
    prepared: usize,
}

#[derive(Debug, Clone)]
struct Key {
    key: VerifyingKey,
    id: KeyId,
    /// Signatures that were checked under it so far.
    checked: u32,
    /// Once it is worth it.
    prepared: Option<PreparedKey>,
}

impl Key {
    fn read(public: &[u8; 32]) -> Result<Self, KeyError> {
        let key = VerifyingKey::from_bytes(public)?;
        Ok(Self { key, id: key.key_id(), checked: 0, prepared: None })
    }
}

impl KnownSignatures {
    /// Nothing is known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Checks that the key signed this command for this ledger: what [`Signed::verify`] says, sooner.
    ///
    /// # Errors
    /// [`SubmissionSignatureError`].
    pub fn verify(
        &mut self,
        signed: &Signed,
        origin: &Origin,
        command: &[u8],
        public: &[u8; 32],
    ) -> Result<(), SubmissionSignatureError> {
        if signed.count == 1 {
            // Of a command that was signed alone nobody asks again.
            let root = command_root(command, signed.index, signed.count, &signed.path)?;
            let text = signed_text(origin, signed.service, &signed.agency, &signed.key_id, root);
            return self.signature(signed, &text, public);
        }
        let leaf = leaf_hash(command);
        let (index, count) = (u64::from(signed.index), u64::from(signed.count));
        let same = self.proven.iter().position(|proven| proven.is_of(signed, origin, public));
        if let Some(proven) = same.and_then(|same| self.proven.get_mut(same))
            && proven.path.leads_as_well(leaf, index, &signed.path)
        {
            return Ok(());
        }
        let path = ProvenPath::new(leaf, index, count, &signed.path)?;
        let root = path.root().unwrap_or(leaf);
        let text = signed_text(origin, signed.service, &signed.agency, &signed.key_id, root);
        let asked = digest(public, &signed.signature.0, &text);
        if !self.right.contains(&asked) {
            self.signature(signed, &text, public)?;
            if self.right.len() == KNOWN_MAX {
                self.right.clear();
            }
            self.right.insert(asked);
        }
        self.proven.truncate(PROVEN_MAX - 1);
        self.proven.push_front(Proven {
            origin: origin.clone(),
            public: *public,
            signed: signed.clone(),
            path,
        });
        Ok(())
    }

    fn signature(
        &mut self,
        signed: &Signed,
        text: &str,
        public: &[u8; 32],
    ) -> Result<(), SubmissionSignatureError> {
        if self.keys.len() == KNOWN_MAX {
            self.keys.clear();
            self.prepared = 0;
        }
        let key = match self.keys.entry(*public) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => unknown.insert(Key::read(public)?),
        };
        check_key(&signed.key_id, key.id.clone())?;
        key.checked = key.checked.saturating_add(1);
        if key.checked == PREPARED_FROM && self.prepared < PREPARED_MAX {
            key.prepared = Some(PreparedKey::new(&key.key));
            self.prepared += 1;
        }
        match &key.prepared {
            Some(prepared) => prepared.verify(text.as_bytes(), &signed.signature)?,
            None => key.key.verify(text.as_bytes(), &signed.signature)?,
        }
        Ok(())
    }
}

/// A submission that was found right by one of its commands.
#[derive(Debug, Clone)]
struct Proven {
    origin: Origin,
    public: [u8; 32],
    /// The command that was asked about first: of the others only place and path differ.
    signed: Signed,
    path: ProvenPath,
}

impl Proven {
    /// Whether it was signed with this signature, by the same key under the same terms.
    fn is_of(&self, asked: &Signed, origin: &Origin, public: &[u8; 32]) -> bool {
        let Signed { service, agency, key_id, signature, index: _, count, path: _ } = &self.signed;
        *signature == asked.signature
            && *count == asked.count
            && *service == asked.service
            && *agency == asked.agency
            && *key_id == asked.key_id
            && self.origin == *origin
            && self.public == *public
    }
}

/// Each part but the text has one length, so no two questions give the same bytes.
fn digest(public: &[u8; 32], signature: &[u8; 64], text: &str) -> [u8; 32] {
    Sha256::new().chain_update(public).chain_update(signature).chain_update(text).finalize().into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::Submission;
    use crate::keys::{KeyError, SigningKey, WrongSignature};
    use lienthong_names::{AgencyId, Service};

    fn key() -> SigningKey {
        SigningKey::from_seed(&[9; 32])
    }

    fn origin() -> Origin {
        Origin::new("H22/2020").unwrap()
    }

    fn submission() -> Submission {
        let commands = (0..5).map(|index| format!("command {index}").into_bytes()).collect();
        let agency = AgencyId::new("000.00.12.H22").unwrap();
        Submission::sign(&key(), origin(), Service::Routing, agency, commands, Vec::new())
    }

    /// Knows the submission by its first command.
    fn known() -> KnownSignatures {
        let (submission, mut known) = (submission(), KnownSignatures::new());
        let public = *key().verifying_key().as_bytes();
        known.verify(&submission.signed(0).unwrap(), &origin(), &submission.commands[0], &public).unwrap();
        known
    }

    #[test]
    fn the_commands_of_one_submission_cost_one_check() {
        let (submission, mut known) = (submission(), known());
        let public = *key().verifying_key().as_bytes();
        for (signed, command) in submission.signed_commands().iter().zip(&submission.commands) {
            known.verify(signed, &origin(), command, &public).unwrap();
        }
        assert_eq!(known.right.len(), 1);
    }

    #[test]
    fn what_was_not_signed_is_refused_beside_what_was() {
        let (submission, mut known) = (submission(), known());
        let public = *key().verifying_key().as_bytes();
        let (signed, command) = (submission.signed(3).unwrap(), &submission.commands[3]);
        let wrong = Err(SubmissionSignatureError::Wrong(WrongSignature));
        let mut ask = |signed: &Signed, origin: &Origin, command: &[u8], public: &[u8; 32]| {
            known.verify(signed, origin, command, public)
        };
        assert_eq!(ask(&signed, &origin(), command, &public), Ok(()));
        assert_eq!(ask(&signed, &origin(), b"command 9", &public), wrong);
        assert_eq!(ask(&signed, &Origin::new("H22/2021").unwrap(), command, &public), wrong);
        let place = Signed { index: 2, ..signed.clone() };
        assert_eq!(ask(&place, &origin(), command, &public), wrong);
        let service = Signed { service: Service::Consultation, ..signed.clone() };
        assert_eq!(ask(&service, &origin(), command, &public), wrong);
        let agency = Signed { agency: AgencyId::new("000.00.13.H22").unwrap(), ..signed.clone() };
        assert_eq!(ask(&agency, &origin(), command, &public), wrong);
        for at in 0..64 {
            let mut forged = signed.clone();
            forged.signature.0[at] ^= 1;
            assert_eq!(ask(&forged, &origin(), command, &public), wrong, "byte {at}");
        }
        for at in 0..signed.path.len() {
            let mut forged = signed.clone();
            forged.path[at].0[0] ^= 1;
            assert_eq!(ask(&forged, &origin(), command, &public), wrong, "hash {at}");
        }
    }

    #[test]
    fn another_key_is_refused_for_what_one_key_signed() {
        let (submission, mut known) = (submission(), known());
        let (signed, command) = (submission.signed(0).unwrap(), &submission.commands[0]);
        let other = SigningKey::from_seed(&[8; 32]).verifying_key();
        let named = known.verify(&signed, &origin(), command, other.as_bytes());
        assert!(matches!(named, Err(SubmissionSignatureError::OtherKey { .. })));
        let renamed = Signed { key_id: other.key_id(), ..signed.clone() };
        let refused = known.verify(&renamed, &origin(), command, other.as_bytes());
        assert_eq!(refused, Err(SubmissionSignatureError::Wrong(WrongSignature)));
        let weak = known.verify(&signed, &origin(), command, &[0; 32]);
        assert_eq!(weak, Err(SubmissionSignatureError::Key(KeyError::Weak)));
    }

    #[test]
    fn a_key_that_signs_often_is_prepared_and_nothing_else_becomes_right() {
        let agency = AgencyId::new("000.00.12.H22").unwrap();
        let (mut known, public) = (KnownSignatures::new(), *key().verifying_key().as_bytes());
        let wrong = Err(SubmissionSignatureError::Wrong(WrongSignature));
        for n in 1..=PREPARED_FROM + 3 {
            let command = format!("command {n}").into_bytes();
            let one = vec![command.clone()];
            let submission =
                Submission::sign(&key(), origin(), Service::Routing, agency.clone(), one, Vec::new());
            let signed = submission.signed(0).unwrap();
            assert_eq!(known.verify(&signed, &origin(), &command, &public), Ok(()), "{n}");
            assert_eq!(known.prepared, usize::from(n >= PREPARED_FROM), "{n}");
            if n > PREPARED_FROM {
                assert_eq!(known.verify(&signed, &origin(), b"another", &public), wrong);
            }
        }
        assert_eq!(known.keys.len(), 1);
    }

    #[test]
    fn a_refusal_is_not_remembered_and_forgetting_is_harmless() {
        let (submission, mut known) = (submission(), KnownSignatures::new());
        let public = *key().verifying_key().as_bytes();
        let (signed, command) = (submission.signed(0).unwrap(), &submission.commands[0]);
        assert!(known.verify(&signed, &origin(), b"other", &public).is_err());
        assert!(known.right.is_empty());
        known.right = (0..KNOWN_MAX as u64).map(|n| Sha256::digest(n.to_be_bytes()).into()).collect();
        known.verify(&signed, &origin(), command, &public).unwrap();
        assert_eq!(known.right.len(), 1);
        known.verify(&signed, &origin(), command, &public).unwrap();
    }
}
