//! Sealed batches as a stranger takes them: each is checked against the tree so far and the log's key before it is handed on.

use crate::batch::SealedBatch;
use crate::ports::FollowError;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lienthong_merkle::{Frontier, Hash};
use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use std::sync::Arc;

type Item = Result<Arc<SealedBatch>, FollowError>;

/// The batches of a log from its first record on, up to the first that is not what the log signed: that one is named, and nothing follows it.
pub fn verified(
    origin: Origin,
    log: NoteVerifier,
    batches: BoxStream<'static, Item>,
) -> BoxStream<'static, Item> {
    let begin = Some((batches, Frontier::new()));
    let checked = futures::stream::unfold(begin, move |so_far| {
        let (origin, log) = (origin.clone(), log.clone());
        async move {
            let (mut batches, tree) = so_far?;
            let batch = match batches.next().await? {
                Ok(batch) => batch,
                Err(error) => return Some((Err(error), None)),
            };
            match batch.verify(&tree, &log) {
                Ok(after) => Some((Ok(batch), Some((batches, after)))),
                Err(error) => {
                    let place = format!("records {} to {}", batch.first, batch.size_after());
                    Some((Err(FollowError::Damaged { origin, place, what: error.to_string() }), None))
                }
            }
        }
    });
    checked.boxed()
}

/// The root over the first records of a log; `None`: there are not so many.
///
/// # Errors
/// [`FollowError`], as the batches say it.
pub async fn root_at(mut batches: BoxStream<'static, Item>, size: u64) -> Result<Option<Hash>, FollowError> {
    let mut tree = Frontier::new();
    while tree.size() < size {
        let Some(batch) = batches.next().await.transpose()? else { return Ok(None) };
        let left = usize::try_from(size - tree.size()).unwrap_or(usize::MAX);
        tree.extend(batch.leaves().into_iter().take(left));
    }
    Ok(Some(tree.root()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::{batch_after, log, origin};
    use futures::executor::block_on;

    fn chain(changed: Option<usize>) -> Vec<Item> {
        let mut tree = Frontier::new();
        (0..4)
            .map(|round| {
                let mut batch = batch_after(&tree, round, 3);
                tree = batch.verify(&tree, log().verifier()).unwrap();
                if changed == Some(round as usize) {
                    let mut bytes = batch.records[1].to_vec();
                    bytes[0] ^= 1;
                    batch.records[1] = bytes.into();
                }
                Ok(Arc::new(batch))
            })
            .collect()
    }

    fn taken(items: Vec<Item>) -> Vec<Item> {
        let batches = futures::stream::iter(items).boxed();
        block_on(verified(origin(), log().verifier().clone(), batches).collect())
    }

    #[test]
    fn what_the_log_signed_is_handed_on_as_it_is() {
        assert_eq!(taken(chain(None)), chain(None));
    }

    #[test]
    fn a_flipped_bit_is_named_and_nothing_follows_it() {
        let taken = taken(chain(Some(2)));
        assert_eq!(taken[..2], chain(None)[..2]);
        assert!(matches!(&taken[2], Err(FollowError::Damaged { place, .. }) if place == "records 7 to 9"));
        assert_eq!(taken.len(), 3);
    }

    #[test]
    fn the_root_over_the_first_records_is_found_wherever_batches_end() {
        let mut tree = Frontier::new();
        let leaves: Vec<Hash> = chain(None).into_iter().flat_map(|batch| batch.unwrap().leaves()).collect();
        for size in 0..=12 {
            let batches = futures::stream::iter(chain(None)).boxed();
            assert_eq!(block_on(root_at(batches, size)), Ok(Some(tree.root())), "{size}");
            tree.extend(leaves.get(size as usize).copied());
        }
        assert_eq!(block_on(root_at(futures::stream::iter(chain(None)).boxed(), 13)), Ok(None));
    }

    #[test]
    fn it_begins_with_the_first_record() {
        let taken = taken(chain(None).into_iter().skip(1).collect());
        assert!(matches!(taken.as_slice(), [Err(FollowError::Damaged { .. })]), "{taken:?}");
    }
}
