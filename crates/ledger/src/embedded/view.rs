//! What is sealed, held in memory: where every record lies, the streams, and the tree.
//!
//! Belongs here: the index and what is answered from it. Does not: reading a directory into it (`loading`), writing (`writer`).

use super::reading::{BatchAt, RecordAt};
use super::scan::Position;
use super::segment::Segment;
use crate::batch::SealedBatch;
use crate::ports::{Proof, SealedHead};
use crate::seal::Sealing;
use jiff::Timestamp;
use lienthong_merkle::tiles::Tile;
use lienthong_merkle::{Frontier, Hash, Tree};
use lienthong_names::{Origin, StreamName};
use lienthong_protocol::note::NoteVerifier;
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// Batches kept as they are: followers that keep up need not read the file.
const RECENT_MAX: usize = 64;

/// Where bytes lie.
#[derive(Debug, Clone, Copy)]
struct Place {
    segment: u32,
    length: u32,
    offset: u64,
}

/// A batch that stands durable in a segment, checked, with the stream and leaf of each of its records.
pub(super) struct Standing<'a> {
    pub(super) sealing: Sealing,
    pub(super) records: Vec<(&'a StreamName, Hash)>,
    pub(super) offset: u64,
    pub(super) end: u64,
}

/// The sealed part of a ledger.
#[derive(Debug)]
pub(super) struct View {
    pub(super) origin: Origin,
    pub(super) log: NoteVerifier,
    /// The files; the last one is the one that is written.
    pub(super) segments: Vec<Arc<Segment>>,
    /// How far they are read.
    pub(super) position: Position,
    pub(super) frontier: Frontier,
    pub(super) last_sealed_at: Option<Timestamp>,
    head: Option<SealedHead>,
    /// First sequence and place of each batch.
    batches: Vec<(u64, Place)>,
    /// Place of each record, by sequence.
    records: Vec<Place>,
    /// Sequences of each stream, by revision.
    streams: BTreeMap<StreamName, Vec<u64>>,
    tree: Tree,
    recent: VecDeque<Arc<SealedBatch>>,
}

impl View {
    /// Of a ledger of which nothing was read yet.
    pub(super) fn new(origin: Origin, log: NoteVerifier) -> Self {
        Self {
            origin,
            log,
            segments: Vec::new(),
            position: Position::START,
            frontier: Frontier::new(),
            last_sealed_at: None,
            head: None,
            batches: Vec::new(),
            records: Vec::new(),
            streams: BTreeMap::new(),
            tree: Tree::new(),
            recent: VecDeque::new(),
        }
    }

    /// Number of sealed records.
    pub(super) fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// The last checkpoint.
    pub(super) const fn head(&self) -> Option<&SealedHead> {
        self.head.as_ref()
    }

    /// The batch that was added last since it was opened, or read at opening.
    pub(super) fn last_batch(&self) -> Option<Arc<SealedBatch>> {
        self.recent.back().map(Arc::clone)
    }

    /// Root over the first records; `None` beyond the size.
    pub(super) fn root_at(&self, size: u64) -> Option<Hash> {
        self.tree.root_at(size).ok()
    }

    /// The last record that is whole in the last segment cut to so many bytes.
    pub(super) fn size_within(&self, length: u64) -> u64 {
        let last = self.position.segment as u32;
        let gone = |(_, place): &&(u64, Place)| {
            place.segment == last && place.offset + u64::from(place.length) > length
        };
        self.batches.iter().find(gone).map_or(self.size(), |(first, _)| first - 1)
    }

    /// The next batches stand in a new segment.
    pub(super) fn roll(&mut self, segment: Arc<Segment>) {
        self.segments.push(segment);
        self.position = Position { segment: self.segments.len() - 1, offset: 0, size: self.size() };
    }

    /// Takes in the next batch, which stands in the segment of `position`.
    pub(super) fn add(&mut self, standing: Standing<'_>) {
        let Standing { sealing: Sealing { batch, checkpoint, after }, records, offset, end } = standing;
        // Segments are files of 64 MiB and batches a few: neither comes near the limit of its number.
        let segment = self.position.segment as u32;
        self.batches.push((batch.first, Place { segment, length: (end - offset) as u32, offset }));
        for (within, bytes) in batch.record_offsets().into_iter().zip(&batch.records) {
            self.records.push(Place { segment, length: bytes.len() as u32, offset: offset + within as u64 });
        }
        for (sequence, (stream, leaf)) in (batch.first..).zip(records) {
            match self.streams.get_mut(stream) {
                Some(sequences) => sequences.push(sequence),
                None => drop(self.streams.insert(stream.clone(), vec![sequence])),
            }
            self.tree.append(leaf);
        }
        self.position = Position { offset: end, size: after.size(), ..self.position };
        self.frontier = after;
        self.last_sealed_at = Some(batch.sealed_at);
        self.head = Some(SealedHead { checkpoint, note: Arc::clone(&batch.checkpoint) });
        if self.recent.len() == RECENT_MAX {
            self.recent.pop_front();
        }
        self.recent.push_back(Arc::new(batch));
    }

    /// Where the records of a stream lie.
    pub(super) fn stream(&self, stream: &StreamName) -> Vec<RecordAt> {
        let sequences = self.streams.get(stream).map_or(&[][..], Vec::as_slice);
        sequences.iter().filter_map(|sequence| self.record(*sequence)).collect()
    }

    fn record(&self, sequence: u64) -> Option<RecordAt> {
        let index = sequence.checked_sub(1)?;
        let Place { segment, length, offset } = *self.records.get(usize::try_from(index).ok()?)?;
        let segment = Arc::clone(self.segments.get(segment as usize)?);
        Some(RecordAt { segment, offset, length: length as usize, sequence, leaf: self.tree.leaf(index)? })
    }

    /// Where the batch that holds a sequence lies; `None` beyond the size.
    pub(super) fn batch_with(&self, sequence: u64) -> Option<BatchAt> {
        if sequence > self.size() {
            return None;
        }
        let recent = self.recent.partition_point(|batch| batch.size_after() < sequence);
        if let Some(batch) = self.recent.get(recent).filter(|batch| batch.first <= sequence) {
            return Some(BatchAt::Memory(Arc::clone(batch)));
        }
        let index = self.batches.partition_point(|(first, _)| *first <= sequence).checked_sub(1)?;
        let (first, Place { segment, length, offset }) = *self.batches.get(index)?;
        let next = self.batches.get(index + 1).map_or(self.size() + 1, |(first, _)| *first);
        Some(BatchAt::File {
            segment: Arc::clone(self.segments.get(segment as usize)?),
            offset,
            length: length as usize,
            first,
            leaves: (first - 1..next - 1).map(|index| self.tree.leaf(index)).collect::<Option<_>>()?,
        })
    }

    /// The hashes of a tile; `None` if not all of them are there.
    pub(super) fn tile(&self, tile: &Tile) -> Option<Vec<Hash>> {
        self.tree.tile(tile)
    }

    /// Where the records of an entry bundle lie; `None` if not all of them are there.
    pub(super) fn entries(&self, tile: &Tile) -> Option<Vec<RecordAt>> {
        let before = tile.first();
        (1..=u64::from(tile.width())).map(|row| self.record(before + row)).collect()
    }

    /// The proof of a record of a stream under the last checkpoint.
    pub(super) fn prove(&self, stream: &StreamName, revision: u64) -> Option<Proof> {
        let index = usize::try_from(revision.checked_sub(1)?).ok()?;
        let sequence = *self.streams.get(stream)?.get(index)?;
        Some(Proof {
            sequence,
            leaf: self.tree.leaf(sequence - 1)?,
            path: self.tree.inclusion_path(sequence - 1, self.size()).ok()?,
            checkpoint: Arc::clone(&self.head.as_ref()?.note),
        })
    }
}
