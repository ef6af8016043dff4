//! Instants and dates.

use crate::form::{Form, code};
use jiff::Timestamp;
use jiff::civil::Date;
use prost_types::Timestamp as Proto;

const NANOS: i32 = 1_000_000_000;

/// As the protocol writes it: whole seconds rounded down, nanoseconds counted forward from them.
pub(crate) fn write(at: Timestamp) -> Proto {
    let (seconds, nanos) = (at.as_second(), at.subsec_nanosecond());
    if nanos < 0 { Proto { seconds: seconds - 1, nanos: nanos + NANOS } } else { Proto { seconds, nanos } }
}

/// An instant that must be there.
pub(crate) fn read(form: &mut Form, field: &str, at: Option<Proto>) -> Option<Timestamp> {
    match at {
        Some(at) => instant(form, field, at),
        None => form.missing(field),
    }
}

/// An instant that may be absent.
pub(crate) fn read_optional(form: &mut Form, field: &str, at: Option<Proto>) -> Option<Option<Timestamp>> {
    match at {
        Some(at) => instant(form, field, at).map(Some),
        None => Some(None),
    }
}

fn instant(form: &mut Form, field: &str, at: Proto) -> Option<Timestamp> {
    let nanos = (0..NANOS).contains(&at.nanos);
    let instant = Timestamp::new(at.seconds, at.nanos).ok().filter(|_| nanos && at.seconds >= FIRST_SECOND);
    if instant.is_none() {
        let vi = "không phải là một thời điểm từ năm 0001 đến 9999";
        form.refuse(field, code::FORM, vi, "it is no instant of the years 0001 to 9999");
    }
    instant
}

/// 0001-01-01T00:00:00Z, where `google.protobuf.Timestamp` begins.
pub(crate) const FIRST_SECOND: i64 = -62_135_596_800;

/// A date, `yyyy-mm-dd` and nothing else, that must be there.
pub(crate) fn read_date(form: &mut Form, field: &str, text: &str) -> Option<Date> {
    if text.is_empty() {
        return form.missing(field);
    }
    // jiff reads more spellings (20201005, with a time); one date has one spelling here.
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text);
    if date.is_none() {
        let vi = format!("`{text}` không phải là ngày dạng năm-tháng-ngày");
        form.refuse(field, code::FORM, vi, format!("`{text}` is not a date, yyyy-mm-dd"));
    }
    date
}
