//! What a publication must be in itself to be one.

use crate::grounds::{CALENDAR, CHANNEL, CIRCLE, NAMELESS, TWICE, VALIDITY};
use lienthong_calendar::Calendar;
use lienthong_catalogue::{Agency, CalendarEntry, Validity, View};
use lienthong_dossier::{Channel, Check};
use lienthong_names::{Refusal, StreamKind, StreamName};

/// It has a name that can be shown.
pub(crate) fn named(field: &str, name: &str) -> Check {
    if !name.trim().is_empty() {
        return Ok(());
    }
    NAMELESS.refuse(field, "phải có tên gọi", "it needs a name that can be shown")
}

/// It ends after it begins.
pub(crate) fn validity(field: &str, validity: &Validity) -> Check {
    if validity.until.is_none_or(|until| validity.from < until) {
        return Ok(());
    }
    VALIDITY.refuse(
        field,
        "thời điểm hết hiệu lực phải sau thời điểm có hiệu lực",
        "it ends before it begins to hold",
    )
}

/// No id stands twice in a list.
pub(crate) fn each_once<'a>(field: &str, ids: impl IntoIterator<Item = &'a str>) -> Vec<Refusal> {
    let mut seen = std::collections::BTreeSet::new();
    let again = ids.into_iter().filter(|id| !seen.insert(*id));
    again
        .map(|id| TWICE.refusal(field, format!("`{id}` có hai lần"), format!("`{id}` stands twice")))
        .collect()
}

/// No agency stands above itself, at whatever distance.
pub(crate) fn no_circle(catalogue: View<'_>, agency: &Agency) -> Check {
    let Some(parent) = &agency.parent else { return Ok(()) };
    if std::iter::once(parent).chain(catalogue.superiors(parent)).any(|above| *above == agency.id) {
        return CIRCLE.refuse(
            "parent",
            format!("{} không thể là cấp trên của chính mình", agency.id),
            format!("{} cannot stand above itself", agency.id),
        );
    }
    Ok(())
}

/// Every channel word is one of ours.
pub(crate) fn channels(words: &[Box<str>]) -> Vec<Refusal> {
    let is_known = |word: &str| Channel::named(word).is_some();
    let refusal = |word: &str| {
        CHANNEL.refusal(
            "channels",
            format!("không có kênh `{word}`"),
            format!("there is no channel `{word}`"),
        )
    };
    words.iter().map(|word| &**word).filter(|word| !is_known(word)).map(refusal).collect()
}

/// The calendar can be counted with, and its id names an agency or `default`.
pub(crate) fn calendar(entry: &CalendarEntry) -> Vec<Refusal> {
    let id = StreamName::new(StreamKind::Calendar, &entry.id).err().map(|error| {
        CALENDAR.refusal("id", format!("mã lịch `{}` không hợp lệ", entry.id), error.to_string())
    });
    let data = Calendar::new(entry.data.clone()).err().map(|error| {
        CALENDAR.refusal(
            "data",
            format!("lịch `{}` mâu thuẫn với chính nó: {error}", entry.id),
            error.to_string(),
        )
    });
    id.into_iter().chain(data).collect()
}
