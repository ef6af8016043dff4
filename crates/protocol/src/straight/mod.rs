//! Records and commands read straight from their bytes, where these are as this release writes them: no text is copied but what is kept.
//!
//! Belongs here: the fields of the few messages that every record has, in their order, each once. Does not: anything else that protobuf
//! allows, or that is wrong. Of that nothing is said here: [`crate::Record::decode`] and [`crate::Command::decode`] then read the messages as
//! they are generated, and name what is wrong.

pub(crate) mod command;
pub(crate) mod record;

use crate::convert::time;
use crate::form::Form;
use std::str::FromStr;

fn instant(form: &mut Form, bytes: &[u8]) -> Option<jiff::Timestamp> {
    let mut fields = Fields::of(bytes);
    let mut at = prost_types::Timestamp { seconds: 0, nanos: 0 };
    while let Some((number, value)) = fields.next(&[])? {
        match (number, value) {
            // Before 1970 a number stands for its two's complement.
            (1, Value::Number(number)) => at.seconds = number.cast_signed(),
            (2, Value::Number(number)) => at.nanos = i32::try_from(number).ok()?,
            _ => return None,
        }
    }
    time::read(form, "", Some(at))
}

/// An identifier: empty, as a field that is not there, it is none.
fn id<T: FromStr>(text: &[u8]) -> Option<T> {
    std::str::from_utf8(text).ok()?.parse().ok()
}

/// The fields of one message, one after the other.
#[derive(Clone)]
struct Fields<'a> {
    rest: &'a [u8],
    last: u64,
}

/// What a field holds.
enum Value<'a> {
    Number(u64),
    Bytes(&'a [u8]),
}

impl<'a> Fields<'a> {
    /// Bytes before those of a short field.
    const HEAD: usize = 2;

    const fn of(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, last: 0 }
    }

    /// What comes after the field that was read last.
    const fn left(&self) -> &'a [u8] {
        self.rest
    }

    /// How many more fields with this number come next.
    fn more_of(&self, number: u64) -> usize {
        let mut ahead = self.clone();
        let next = || ahead.next(&[number]).flatten().filter(|(found, _)| *found == number);
        std::iter::from_fn(next).count()
    }

    /// The next field with its number, `Some(None)` at the end; `None` where it is not a number or bytes, or does not come after the last,
    /// unless it may stand more than once.
    fn next(&mut self, repeated: &[u64]) -> Option<Option<(u64, Value<'a>)>> {
        if self.rest.is_empty() {
            return Some(None);
        }
        let key = self.varint()?;
        let number = key >> 3;
        if number < self.last || (number == self.last && !repeated.contains(&number)) {
            return None;
        }
        self.last = number;
        let value = match key & 7 {
            0 => Value::Number(self.varint()?),
            2 => {
                let length = usize::try_from(self.varint()?).ok()?;
                let (bytes, rest) = self.rest.split_at_checked(length)?;
                self.rest = rest;
                Value::Bytes(bytes)
            }
            _ => return None,
        };
        Some(Some((number, value)))
    }

    /// A number in as few bytes as it needs, none of which says less than nothing: 63 bits are enough for all but times before 1970.
    fn varint(&mut self) -> Option<u64> {
        let mut number = 0;
        for (at, byte) in self.rest.iter().enumerate().take(10) {
            let bits = u64::from(byte & 0x7f);
            // The tenth byte has room for one bit.
            if at == 9 && bits > 1 {
                return None;
            }
            number |= bits << (7 * at);
            if byte & 0x80 == 0 {
                self.rest = self.rest.get(at + 1..)?;
                return Some(number);
            }
        }
        None
    }
}
