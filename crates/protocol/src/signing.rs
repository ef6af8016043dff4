//! What an agency signs when it hands in a submission, and how one command of it is verified alone.
//!
//! Belongs here: the signed text, the root over the commands, the paths that each record carries.
//! Does not: whether the key was the agency's and valid at the time (`catalogue`), limits of a submission.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::{Batch, Frontier, Hash, ProofError, leaf_hash, root_from_inclusion};
use lienthong_names::{AgencyId, KeyId, Origin, Service};

use crate::keys::{KeyError, Signature, SigningKey, VerifyingKey, WrongSignature};

/// What a signature is bound to besides the commands, so that it can be replayed nowhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubmissionTerms {
    /// The ledger that is to take the commands.
    pub origin: Origin,
    /// The service that is to decide them.
    pub service: Service,
    /// Who hands them in.
    pub agency: AgencyId,
    /// The key that signs.
    pub key_id: KeyId,
}

/// Where a command stood among those signed with it. One of `Signed`'s parts in a record.
///
/// Place and count are what the path is read by; they are not themselves signed. What the signature proves is that the
/// command is one of those the agency signed together under these terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommandPlace {
    /// From 0.
    pub index: u32,
    /// Number of commands signed together.
    pub count: u32,
    /// RFC 6962 path of the command's bytes.
    pub path: Vec<Hash>,
}

/// Why a submission, or a command of one, is not what the key signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SubmissionSignatureError {
    /// The terms name another key than the one verified with.
    #[error("the submission is said to be signed by key {stated}, not by {given}")]
    OtherKey {
        /// The key id in the terms.
        stated: KeyId,
        /// The id of the key at hand.
        given: KeyId,
    },
    /// What should be the key is none.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The path does not fit the place.
    #[error("the command's path does not fit its place: {0}")]
    Path(#[from] ProofError),
    /// Other commands, other terms, or another signer.
    #[error(transparent)]
    Wrong(#[from] WrongSignature),
}

/// The RFC 6962 root over the commands' bytes, each one leaf.
pub fn submission_root<B: AsRef<[u8]>>(commands: &[B]) -> Hash {
    batch(commands).root()
}

/// Root and, for each command in order, its place: what the records will carry.
///
/// # Errors
/// [`CannotPlace`].
pub fn submission_places<B: AsRef<[u8]>>(commands: &[B]) -> Result<(Hash, Vec<CommandPlace>), CannotPlace> {
    let count = u32::try_from(commands.len()).map_err(|_| CannotPlace)?;
    let batch = batch(commands);
    let place = |index: u32| {
        let path = batch.inclusion_path(u64::from(index)).map_err(|_| CannotPlace)?;
        Ok(CommandPlace { index, count, path })
    };
    Ok((batch.root(), (0..count).map(place).collect::<Result<_, _>>()?))
}

/// More commands than a `u32` counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a submission cannot have that many commands")]
pub struct CannotPlace;

fn batch<B: AsRef<[u8]>>(commands: &[B]) -> Batch {
    Batch::new(Frontier::new(), commands.iter().map(|command| leaf_hash(command.as_ref())).collect())
}

/// The text that is signed: one line each, none of which can hold a newline.
pub fn submission_text(terms: &SubmissionTerms, root: Hash) -> String {
    let SubmissionTerms { origin, service, agency, key_id } = terms;
    signed_text(origin, *service, agency, key_id, root)
}

/// The same, of terms that stand apart.
pub(crate) fn signed_text(
    origin: &Origin,
    service: Service,
    agency: &AgencyId,
    key_id: &KeyId,
    root: Hash,
) -> String {
    let root = STANDARD.encode(root.0);
    format!("lienthong submission v1\n{origin}\n{service}\n{agency}\n{key_id}\n{root}\n")
}

/// Signs commands under terms.
///
/// # Errors
/// [`SubmissionSignatureError::OtherKey`] if the terms name another key: nobody could verify that.
pub fn sign_submission<B: AsRef<[u8]>>(
    key: &SigningKey,
    terms: &SubmissionTerms,
    commands: &[B],
) -> Result<Signature, SubmissionSignatureError> {
    check_key(&terms.key_id, key.key_id())?;
    Ok(key.sign(submission_text(terms, submission_root(commands)).as_bytes()))
}

/// Checks that the key signed exactly these commands, in this order, under these terms.
///
/// # Errors
/// [`SubmissionSignatureError::OtherKey`], [`SubmissionSignatureError::Wrong`].
pub fn verify_submission<B: AsRef<[u8]>>(
    key: &VerifyingKey,
    terms: &SubmissionTerms,
    commands: &[B],
    signature: &Signature,
) -> Result<(), SubmissionSignatureError> {
    verify_root(key, terms, submission_root(commands), signature)
}

/// Checks that the key signed this command, among others or alone, under these terms: all a record's reader has.
///
/// # Errors
/// [`SubmissionSignatureError`].
pub fn verify_command(
    key: &VerifyingKey,
    terms: &SubmissionTerms,
    command: &[u8],
    place: &CommandPlace,
    signature: &Signature,
) -> Result<(), SubmissionSignatureError> {
    let CommandPlace { index, count, path } = place;
    verify_root(key, terms, command_root(command, *index, *count, path)?, signature)
}

/// The root of the submission in which the command stands at this index among so many.
///
/// # Errors
/// [`SubmissionSignatureError::Path`].
pub(crate) fn command_root(
    command: &[u8],
    index: u32,
    count: u32,
    path: &[Hash],
) -> Result<Hash, SubmissionSignatureError> {
    Ok(root_from_inclusion(leaf_hash(command), u64::from(index), u64::from(count), path)?)
}

/// Checks that the key signed this root under these terms.
///
/// # Errors
/// [`SubmissionSignatureError::OtherKey`], [`SubmissionSignatureError::Wrong`].
fn verify_root(
    key: &VerifyingKey,
    terms: &SubmissionTerms,
    root: Hash,
    signature: &Signature,
) -> Result<(), SubmissionSignatureError> {
    check_key(&terms.key_id, key.key_id())?;
    Ok(key.verify(submission_text(terms, root).as_bytes(), signature)?)
}

/// Whether what is said to be the key's id is the key's.
pub(crate) fn check_key(stated: &KeyId, given: KeyId) -> Result<(), SubmissionSignatureError> {
    if *stated == given {
        Ok(())
    } else {
        Err(SubmissionSignatureError::OtherKey { stated: stated.clone(), given })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use lienthong_merkle::naive_root;
    use proptest::prelude::*;

    use super::*;

    fn key() -> SigningKey {
        SigningKey::from_seed(&[9; 32])
    }

    fn terms() -> SubmissionTerms {
        SubmissionTerms {
            origin: Origin::new("H22/2020").unwrap(),
            service: Service::Routing,
            agency: AgencyId::new("000.00.12.H22").unwrap(),
            key_id: key().key_id(),
        }
    }

    fn commands(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|index| format!("command {index}").into_bytes()).collect()
    }

    #[test]
    fn the_text_line_by_line() {
        let text = submission_text(&terms(), Hash([0; 32]));
        let lines: Vec<&str> = text.split('\n').collect();
        assert_eq!(
            lines,
            [
                "lienthong submission v1",
                "H22/2020",
                "routing",
                "000.00.12.H22",
                key().key_id().as_str(),
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "",
            ]
        );
    }

    #[test]
    fn golden_signature() {
        let signature = sign_submission(&key(), &terms(), &commands(3)).unwrap();
        assert_eq!(STANDARD.encode(signature.0), include_str!("golden/submission.signature").trim_end());
    }

    #[test]
    fn the_whole_and_each_command_alone() {
        for count in 1..20 {
            let commands = commands(count);
            let signature = sign_submission(&key(), &terms(), &commands).unwrap();
            let public = key().verifying_key();
            verify_submission(&public, &terms(), &commands, &signature).unwrap();
            let (root, places) = submission_places(&commands).unwrap();
            assert_eq!(root, submission_root(&commands));
            let leaves: Vec<Hash> = commands.iter().map(|command| leaf_hash(command)).collect();
            assert_eq!(root, naive_root(&leaves));
            assert_eq!(places.len(), count);
            for (command, place) in commands.iter().zip(&places) {
                verify_command(&public, &terms(), command, place, &signature).unwrap();
            }
        }
    }

    #[test]
    fn a_submission_changed_in_anything_is_refused() {
        let signature = sign_submission(&key(), &terms(), &commands(3)).unwrap();
        let public = key().verifying_key();
        let refused = |terms: &SubmissionTerms, commands: &[Vec<u8>]| {
            verify_submission(&public, terms, commands, &signature)
                == Err(SubmissionSignatureError::Wrong(WrongSignature))
        };
        assert!(!refused(&terms(), &commands(3)));
        assert!(refused(&terms(), &commands(2)));
        assert!(refused(&terms(), &commands(4)));
        let mut swapped = commands(3);
        swapped.swap(0, 1);
        assert!(refused(&terms(), &swapped));
        let mut joined = commands(3);
        let tail = joined.remove(1);
        joined[0].extend(tail);
        assert!(refused(&terms(), &joined));
        let elsewhere = SubmissionTerms { origin: Origin::new("H22/2021").unwrap(), ..terms() };
        assert!(refused(&elsewhere, &commands(3)));
        let otherwise = SubmissionTerms { service: Service::Consultation, ..terms() };
        assert!(refused(&otherwise, &commands(3)));
        let borrowed = SubmissionTerms { agency: AgencyId::new("000.00.13.H22").unwrap(), ..terms() };
        assert!(refused(&borrowed, &commands(3)));
    }

    #[test]
    fn another_key_is_named() {
        let other = SigningKey::from_seed(&[8; 32]);
        let expected = SubmissionSignatureError::OtherKey { stated: key().key_id(), given: other.key_id() };
        assert_eq!(sign_submission(&other, &terms(), &commands(1)), Err(expected.clone()));
        let signature = sign_submission(&key(), &terms(), &commands(1)).unwrap();
        let verdict = verify_submission(&other.verifying_key(), &terms(), &commands(1), &signature);
        assert_eq!(verdict, Err(expected));
        // With the id put right as well, the signature is still not the other key's.
        let terms = SubmissionTerms { key_id: other.key_id(), ..terms() };
        let verdict = verify_submission(&other.verifying_key(), &terms, &commands(1), &signature);
        assert_eq!(verdict, Err(SubmissionSignatureError::Wrong(WrongSignature)));
    }

    #[test]
    fn a_command_that_was_not_signed_is_refused() {
        let commands = commands(5);
        let signature = sign_submission(&key(), &terms(), &commands).unwrap();
        let (_, places) = submission_places(&commands).unwrap();
        let verify = |command: &[u8], place: &CommandPlace| {
            verify_command(&key().verifying_key(), &terms(), command, place, &signature)
        };
        assert!(verify(b"command 5", &places[4]).is_err());
        assert!(verify(&commands[0], &places[1]).is_err());
        for (command, place) in commands.iter().zip(&places) {
            for hash in 0..place.path.len() {
                for byte in 0..32 {
                    let mut forged = place.clone();
                    forged.path[hash].0[byte] ^= 0x80;
                    assert!(verify(command, &forged).is_err());
                }
            }
        }
        let beyond = CommandPlace { index: 5, ..places[4].clone() };
        assert!(matches!(verify(&commands[4], &beyond), Err(SubmissionSignatureError::Path(_))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        #[test]
        fn any_commands_verify_whole_and_alone(
            commands in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 1..80),
            at in any::<prop::sample::Index>(),
        ) {
            let signature = sign_submission(&key(), &terms(), &commands).unwrap();
            let public = key().verifying_key();
            prop_assert!(verify_submission(&public, &terms(), &commands, &signature).is_ok());
            let at = at.index(commands.len());
            let (_, places) = submission_places(&commands).unwrap();
            prop_assert!(verify_command(&public, &terms(), &commands[at], &places[at], &signature).is_ok());
            let mut other = commands[at].clone();
            other.push(0);
            prop_assert!(verify_command(&public, &terms(), &other, &places[at], &signature).is_err());
        }
    }
}
