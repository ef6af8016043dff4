//! A row as it lies on disk: schema, lengths, content, meta, and a checksum over all of it and its key.

use super::{Row, RowsError};

/// Schema of the envelope; what is inside is the projection's own version.
const SCHEMA: u8 = 1;

const HEADER: usize = 1 + 4;
const CHECKSUM: usize = 4;

/// The value for a key.
pub(super) fn encode(key: &[u8], row: &Row) -> Result<Vec<u8>, RowsError> {
    let length = u32::try_from(row.content.len())
        .map_err(|_| RowsError::Unavailable { what: format!("a row of {} bytes", row.content.len()) })?;
    let mut value = Vec::with_capacity(HEADER + row.content.len() + row.meta.len() + CHECKSUM);
    value.push(SCHEMA);
    value.extend_from_slice(&length.to_be_bytes());
    value.extend_from_slice(&row.content);
    value.extend_from_slice(&row.meta);
    let checksum = checksum(key, &value);
    value.extend_from_slice(&checksum.to_be_bytes());
    Ok(value)
}

/// The row of a value that stood at a key.
pub(super) fn decode(key: &[u8], value: &[u8]) -> Result<Row, RowsError> {
    let damaged =
        |what: &str| RowsError::Damaged { what: format!("row {}: {what}", String::from_utf8_lossy(key)) };
    let (body, stated) = value.split_last_chunk::<CHECKSUM>().ok_or_else(|| damaged("it is cut off"))?;
    if checksum(key, body) != u32::from_be_bytes(*stated) {
        return Err(damaged("its checksum does not hold"));
    }
    let (header, rest) = body.split_first_chunk::<HEADER>().ok_or_else(|| damaged("it is cut off"))?;
    let [schema, length @ ..] = *header;
    if schema != SCHEMA {
        return Err(damaged(&format!("it has schema {schema}, {SCHEMA} is read here")));
    }
    let length =
        usize::try_from(u32::from_be_bytes(length)).map_err(|_| damaged("its length is no length"))?;
    let (content, meta) = rest.split_at_checked(length).ok_or_else(|| damaged("its length is no length"))?;
    Ok(Row { content: content.to_vec(), meta: meta.to_vec() })
}

/// The key is in it, so that a value at the wrong place is found too.
fn checksum(key: &[u8], body: &[u8]) -> u32 {
    crc32c::crc32c_append(crc32c::crc32c(key), body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_row_reads_back_and_any_changed_bit_is_found() {
        let row = Row { content: b"content".to_vec(), meta: b"meta".to_vec() };
        let value = encode(b"key", &row).unwrap();
        assert_eq!(decode(b"key", &value), Ok(row));
        for bit in 0..value.len() * 8 {
            let mut changed = value.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(decode(b"key", &changed).is_err(), "bit {bit}");
        }
        for end in 0..value.len() {
            assert!(decode(b"key", &value[..end]).is_err(), "cut at {end}");
        }
        assert!(decode(b"kex", &value).is_err(), "at another key");
    }
}
