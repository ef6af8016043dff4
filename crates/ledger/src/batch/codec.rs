//! The bytes of a sealed batch. Numbers are big-endian; no byte is outside a checksum.
//!
//! ```text
//! header    magic "LTSB" · format version u16 · header length u16 · records u32 · first sequence u64
//!           · payload length u32 · CRC-32C of the payload u32 · CRC-32C of the header before it u32
//! payload   sealed at: seconds i64, nanoseconds i32 · hashes of the frontier before: u8, then 32 bytes each
//!           · each record: length u32, bytes · checkpoint note: length u32, bytes
//! trailer   "\nLTEND!\n"
//! ```
//!
//! The trailer has no zero byte: a batch that was never wholly written and reads as zero from some point on can then be told
//! from a whole one in which a single byte became zero.

use super::SealedBatch;
use jiff::Timestamp;
use lienthong_merkle::{Frontier, Hash, MAX_SIZE};
use lienthong_protocol::MAX_RECORD_BYTES;
use std::sync::Arc;

const MAGIC: [u8; 4] = *b"LTSB";
const VERSION: u16 = 1;
const TRAILER: [u8; TRAILER_BYTES] = *b"\nLTEND!\n";
/// Bytes of the instant.
const TIME_BYTES: usize = 12;
/// Bytes of the length before a part.
const LENGTH_BYTES: usize = 4;
/// Bytes of the header.
pub const HEADER_BYTES: usize = 32;
/// Bytes of the trailer.
pub const TRAILER_BYTES: usize = 8;
/// A longer payload is refused before it is read: three times what a sealer may put into one.
pub const PAYLOAD_BYTES_MAX: usize = 2 * 1024 * 1024;

/// Why some bytes are not a sealed batch, and at which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{wrong} (byte {offset} of the batch)")]
pub struct DecodeError {
    /// Bytes from the start of the batch.
    pub offset: usize,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// What is wrong in the bytes of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// There are fewer bytes than the batch has.
    #[error("it ends before its stated end: {has} of {needed} bytes are there")]
    Short {
        /// Bytes of the whole batch, or of its header while that is not whole.
        needed: usize,
        /// Bytes given.
        has: usize,
    },
    /// There are more bytes than the batch has.
    #[error("something follows its end")]
    Long,
    /// Another kind of thing, or its beginning was changed.
    #[error("it does not begin with the mark of a sealed batch")]
    Magic,
    /// The header was changed.
    #[error("the checksum of its header is wrong")]
    HeaderChecksum,
    /// A later release wrote it.
    #[error("it has format version {0}, which this release does not read")]
    Version(u16),
    /// The header contradicts itself or a limit.
    #[error("its header is impossible: {0}")]
    Header(&'static str),
    /// The payload was changed.
    #[error("the checksum of its payload is wrong")]
    PayloadChecksum,
    /// The trailer was changed.
    #[error("its end mark is wrong")]
    Trailer,
    /// The checksum is right and the content is not: whoever wrote it was wrong.
    #[error("its payload is impossible: {0}")]
    Payload(&'static str),
}

/// What the first 32 bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Number of records, at least 1.
    pub records: u32,
    /// Sequence of the first.
    pub first: u64,
    payload_bytes: u32,
    payload_checksum: u32,
}

impl Header {
    /// Reads the beginning of a batch.
    ///
    /// # Errors
    /// [`DecodeError`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let at = |offset, wrong| DecodeError { offset, wrong };
        let Some(bytes) = bytes.first_chunk::<HEADER_BYTES>() else {
            return Err(at(bytes.len(), Wrong::Short { needed: HEADER_BYTES, has: bytes.len() }));
        };
        let mut reader = Reader { bytes, offset: 0 };
        if reader.array()? != MAGIC {
            return Err(at(0, Wrong::Magic));
        }
        let version = u16::from_be_bytes(reader.array()?);
        let length = u16::from_be_bytes(reader.array()?);
        let records = reader.u32()?;
        let first = u64::from_be_bytes(reader.array()?);
        let (payload_bytes, payload_checksum) = (reader.u32()?, reader.u32()?);
        if reader.u32()? != crc32c::crc32c(&bytes[..HEADER_BYTES - 4]) {
            return Err(at(0, Wrong::HeaderChecksum));
        }
        if version != VERSION {
            return Err(at(4, Wrong::Version(version)));
        }
        if usize::from(length) != HEADER_BYTES {
            return Err(at(6, Wrong::Header("another header length")));
        }
        if records == 0 {
            return Err(at(8, Wrong::Header("no record")));
        }
        if first == 0 || first > MAX_SIZE {
            return Err(at(12, Wrong::Header("no such sequence")));
        }
        if payload_bytes as usize > PAYLOAD_BYTES_MAX {
            return Err(at(20, Wrong::Header("a payload over the limit")));
        }
        Ok(Self { records, first, payload_bytes, payload_checksum })
    }

    /// Bytes of the whole batch: header, payload and trailer.
    #[must_use]
    pub const fn batch_bytes(&self) -> usize {
        HEADER_BYTES + self.payload_bytes as usize + TRAILER_BYTES
    }

    /// Sequence of the last record.
    #[must_use]
    pub const fn last(&self) -> u64 {
        self.first + self.records as u64 - 1
    }

    fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = Vec::with_capacity(HEADER_BYTES);
        bytes.extend(MAGIC);
        bytes.extend(VERSION.to_be_bytes());
        bytes.extend((HEADER_BYTES as u16).to_be_bytes());
        bytes.extend(self.records.to_be_bytes());
        bytes.extend(self.first.to_be_bytes());
        bytes.extend(self.payload_bytes.to_be_bytes());
        bytes.extend(self.payload_checksum.to_be_bytes());
        bytes.extend(crc32c::crc32c(&bytes).to_be_bytes());
        let mut header = [0; HEADER_BYTES];
        header.copy_from_slice(&bytes);
        header
    }
}

impl SealedBatch {
    /// The bytes of the batch.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let content: usize = self.records.iter().map(|record| record.len() + 4).sum();
        let mut bytes = vec![0; HEADER_BYTES];
        bytes.reserve(content + self.checkpoint.len() + 2048);
        bytes.extend(self.sealed_at.as_second().to_be_bytes());
        bytes.extend(self.sealed_at.subsec_nanosecond().to_be_bytes());
        // A frontier has at most 62 hashes.
        bytes.push(self.frontier_before.hashes().len() as u8);
        self.frontier_before.hashes().iter().for_each(|hash| bytes.extend(hash.as_bytes()));
        for part in self.records.iter().chain([&self.checkpoint]) {
            bytes.extend((part.len() as u32).to_be_bytes());
            bytes.extend(part.as_ref());
        }
        let payload = &bytes[HEADER_BYTES..];
        let header = Header {
            records: self.records.len() as u32,
            first: self.first,
            payload_bytes: payload.len() as u32,
            payload_checksum: crc32c::crc32c(payload),
        };
        bytes[..HEADER_BYTES].copy_from_slice(&header.encode());
        bytes.extend(TRAILER);
        bytes
    }

    /// Where each record's bytes begin within the batch's.
    #[must_use]
    pub fn record_offsets(&self) -> Vec<usize> {
        let mut next = HEADER_BYTES + TIME_BYTES + 1 + 32 * self.frontier_before.hashes().len();
        let place = |record: &Arc<[u8]>| {
            let offset = next + LENGTH_BYTES;
            next = offset + record.len();
            offset
        };
        self.records.iter().map(place).collect()
    }

    /// Reads the bytes of exactly one batch. That they are a batch says nothing of whether it may be believed: see
    /// [`verify`](Self::verify).
    ///
    /// # Errors
    /// [`DecodeError`] with the first byte at fault.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        let (header, payload) = whole(bytes)?;
        let mut records = Vec::new();
        let around = read_payload(&header, payload, |record| records.push(Arc::from(record)))?;
        let Around { sealed_at, frontier_before, checkpoint } = around;
        Ok(Self {
            first: header.first,
            frontier_before,
            sealed_at,
            records,
            checkpoint: Arc::from(checkpoint),
        })
    }

    /// What [`decode`](Self::decode) says of the bytes, with nothing of them kept.
    ///
    /// # Errors
    /// [`DecodeError`] with the first byte at fault.
    pub fn look(bytes: &[u8]) -> Result<Header, DecodeError> {
        let (header, payload) = whole(bytes)?;
        read_payload(&header, payload, |_| ())?;
        Ok(header)
    }
}

/// The header and the payload of exactly one batch, its checksums and its end mark being right.
fn whole(bytes: &[u8]) -> Result<(Header, Reader<'_>), DecodeError> {
    let header = Header::decode(bytes)?;
    let (needed, has) = (header.batch_bytes(), bytes.len());
    let payload_end = needed - TRAILER_BYTES;
    if has < needed {
        return Err(DecodeError { offset: has, wrong: Wrong::Short { needed, has } });
    }
    if has > needed {
        return Err(DecodeError { offset: needed, wrong: Wrong::Long });
    }
    if crc32c::crc32c(&bytes[HEADER_BYTES..payload_end]) != header.payload_checksum {
        return Err(DecodeError { offset: HEADER_BYTES, wrong: Wrong::PayloadChecksum });
    }
    if bytes[payload_end..] != TRAILER {
        return Err(DecodeError { offset: payload_end, wrong: Wrong::Trailer });
    }
    Ok((header, Reader { bytes: &bytes[..payload_end], offset: HEADER_BYTES }))
}

/// What of a payload stands around its records.
struct Around<'a> {
    sealed_at: Timestamp,
    frontier_before: Frontier,
    checkpoint: &'a [u8],
}

fn read_payload<'a>(
    header: &Header,
    mut reader: Reader<'a>,
    mut each: impl FnMut(&'a [u8]),
) -> Result<Around<'a>, DecodeError> {
    let (second, nanosecond) = (i64::from_be_bytes(reader.array()?), i32::from_be_bytes(reader.array()?));
    let sealed_at = Timestamp::new(second, nanosecond).map_err(|_| reader.wrong("no such instant"))?;
    if sealed_at.as_second() != second || sealed_at.subsec_nanosecond() != nanosecond {
        return Err(reader.wrong("an instant in another form"));
    }
    let [hashes] = reader.array()?;
    let hashes = (0..hashes).map(|_| reader.array().map(Hash)).collect::<Result<Vec<_>, _>>()?;
    let frontier_before = Frontier::from_parts(header.first - 1, hashes)
        .map_err(|_| reader.wrong("a frontier of another size than the first sequence says"))?;
    for _ in 0..header.records {
        let record = reader.part()?;
        if record.len() > MAX_RECORD_BYTES {
            return Err(reader.wrong("a record over 65,535 bytes"));
        }
        each(record);
    }
    let checkpoint = reader.part()?;
    if reader.offset != reader.bytes.len() {
        return Err(reader.wrong("something follows the checkpoint"));
    }
    Ok(Around { sealed_at, frontier_before, checkpoint })
}

struct Reader<'a> {
    bytes: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    fn wrong(&self, why: &'static str) -> DecodeError {
        DecodeError { offset: self.offset, wrong: Wrong::Payload(why) }
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let bytes =
            self.bytes[self.offset..].first_chunk::<N>().ok_or_else(|| self.wrong("it ends early"))?;
        self.offset += N;
        Ok(*bytes)
    }

    fn u32(&mut self) -> Result<u32, DecodeError> {
        self.array().map(u32::from_be_bytes)
    }

    /// A part with its length before it.
    fn part(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.u32()? as usize;
        let part = self.bytes[self.offset..].get(..length);
        let part = part.ok_or_else(|| self.wrong("a part is longer than what is left"))?;
        self.offset += length;
        Ok(part)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::testing::batch_after;
    use proptest::prelude::*;

    fn batch() -> SealedBatch {
        let mut before = Frontier::new();
        before.extend([Hash([1; 32]), Hash([2; 32]), Hash([3; 32])]);
        batch_after(&before, 4, 5)
    }

    #[test]
    fn reads_what_it_wrote_with_the_records_in_place() {
        let (batch, bytes) = (batch(), batch().encode());
        assert_eq!(SealedBatch::decode(&bytes).unwrap(), batch);
        for (offset, record) in batch.record_offsets().into_iter().zip(&batch.records) {
            assert!(bytes[offset..].starts_with(record));
        }
        let header = Header::decode(&bytes).unwrap();
        assert_eq!((header.first, header.last(), header.batch_bytes()), (4, 8, bytes.len()));
        assert_eq!(SealedBatch::look(&bytes), Ok(header));
    }

    #[test]
    fn the_form_does_not_change_unnoticed() {
        let record: Arc<[u8]> = Arc::from(&b"record"[..]);
        let batch = SealedBatch {
            first: 1,
            frontier_before: Frontier::new(),
            sealed_at: Timestamp::new(1_601_858_400, 5).unwrap(),
            records: vec![record],
            checkpoint: Arc::from(&b"note"[..]),
        };
        // Computed apart from this code.
        let expected = "4c545342000100200000000100000000000000010000001f462a74fef781d264\
                        000000005f7a6b600000000500000000067265636f7264000000046e6f74650a4c54454e44210a";
        assert_eq!(hex::encode(batch.encode()), expected);
    }

    #[test]
    fn any_changed_bit_and_any_length_but_its_own_is_refused() {
        let bytes = batch().encode();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                let refused = SealedBatch::decode(&changed).expect_err("it was changed");
                assert_eq!(SealedBatch::look(&changed), Err(refused), "bit {bit} of byte {at}");
            }
            let short = SealedBatch::decode(&bytes[..at]).unwrap_err();
            assert!(matches!(short.wrong, Wrong::Short { has, .. } if has == at), "{short}");
        }
        let long = [bytes.as_slice(), b"\0"].concat();
        assert_eq!(SealedBatch::decode(&long).unwrap_err().wrong, Wrong::Long);
    }

    /// Bytes with right checksums over any content.
    fn sealed_over(first: u64, records: u32, version: u16, payload: &[u8]) -> Vec<u8> {
        let header = Header {
            records,
            first,
            payload_bytes: payload.len() as u32,
            payload_checksum: crc32c::crc32c(payload),
        };
        let mut bytes = [&header.encode()[..], payload, &TRAILER].concat();
        bytes[4..6].copy_from_slice(&version.to_be_bytes());
        let checksum = crc32c::crc32c(&bytes[..28]);
        bytes[28..32].copy_from_slice(&checksum.to_be_bytes());
        bytes
    }

    #[test]
    fn impossible_content_under_right_checksums_is_refused() {
        let wrong = |bytes: &[u8]| {
            let refused = SealedBatch::decode(bytes).unwrap_err();
            assert_eq!(SealedBatch::look(bytes), Err(refused));
            refused.wrong
        };
        assert_eq!(wrong(&sealed_over(1, 1, 2, &[])), Wrong::Version(2));
        assert_eq!(wrong(&sealed_over(1, 0, 1, &[])), Wrong::Header("no record"));
        assert_eq!(wrong(&sealed_over(0, 1, 1, &[])), Wrong::Header("no such sequence"));
        assert_eq!(wrong(&sealed_over(u64::MAX, 1, 1, &[])), Wrong::Header("no such sequence"));
        let time = [0; 12];
        let cases: [(&[u8], &str); 7] = [
            (&[], "it ends early"),
            (&[0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xff, 0xff, 0xff], "an instant in another form"),
            (&[0x7f; 12], "no such instant"),
            (
                &[&time[..], &[1], &[0; 32]].concat(),
                "a frontier of another size than the first sequence says",
            ),
            (&[&time[..], &[0], &9u32.to_be_bytes()].concat(), "a part is longer than what is left"),
            (&[&time[..], &[0], &[0; 8], &[0]].concat(), "something follows the checkpoint"),
            (
                &[&time[..], &[0], &65_536u32.to_be_bytes(), &[0; 65_540]].concat(),
                "a record over 65,535 bytes",
            ),
        ];
        for (payload, expected) in cases {
            assert_eq!(wrong(&sealed_over(1, 1, 1, payload)), Wrong::Payload(expected));
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = SealedBatch::decode(&bytes);
            let _ = SealedBatch::decode(&sealed_over(1, 1, 1, &bytes));
        }
    }
}
