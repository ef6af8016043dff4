//! Keys of rows: parts with a NUL between them, which no identifier can hold, so that order and prefix are those of the parts.

use jiff::Timestamp;

const BETWEEN: u8 = 0;

/// A key of parts.
pub(crate) fn key(parts: &[&str]) -> Vec<u8> {
    parts.join("\0").into_bytes()
}

/// What all keys under these parts begin with.
pub(crate) fn under(parts: &[&str]) -> Vec<u8> {
    let mut prefix = key(parts);
    prefix.push(BETWEEN);
    prefix
}

/// The parts of a key; what is not text (there is none) is empty.
pub(crate) fn parts(key: &[u8]) -> Vec<&str> {
    key.split(|byte| *byte == BETWEEN).map(|part| std::str::from_utf8(part).unwrap_or_default()).collect()
}

/// A part of a key; empty where there is none.
pub(crate) fn part(key: &[u8], place: usize) -> &str {
    parts(key).get(place).copied().unwrap_or_default()
}

/// A number whose text is in order.
pub(crate) fn number(number: u64) -> String {
    format!("{number:020}")
}

/// More nanoseconds than there are before 1970 in any [`Timestamp`].
const BEFORE_ALL: i128 = 1_000_000_000_000_000_000_000;

/// An instant whose text is in order, to the nanosecond.
pub(crate) fn instant(at: Timestamp) -> String {
    format!("{:022}", at.as_nanosecond() + BEFORE_ALL)
}

/// No instant: after all that are.
pub(crate) const NO_INSTANT: &str = "none";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_order_of_instants_is_that_of_their_keys() {
        let rows = [
            instant(Timestamp::MIN),
            instant("1969-12-31T23:59:59.999999999Z".parse().unwrap()),
            instant(Timestamp::UNIX_EPOCH),
            instant("2010-10-02T09:20:39.266+02:00".parse().unwrap()),
            instant("2020-10-05T00:00:00Z".parse().unwrap()),
            instant(Timestamp::MAX),
            NO_INSTANT.to_owned(),
        ];
        assert!(rows.is_sorted(), "{rows:?}");
        assert!(rows[..6].iter().all(|row| row.len() == 22));
    }

    #[test]
    fn a_key_gives_its_parts_back() {
        let made = key(&["facet", "status", "", "a.b"]);
        assert_eq!(parts(&made), ["facet", "status", "", "a.b"]);
        assert_eq!(part(&made, 3), "a.b");
        assert_eq!(part(&made, 9), "");
        assert!(made.starts_with(&under(&["facet", "status"])));
        assert!(!key(&["facet", "statusx"]).starts_with(&under(&["facet", "status"])));
    }
}
