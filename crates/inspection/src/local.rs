//! Instants as people read them where they are.

use jiff::Timestamp;
use jiff::tz::Offset;
use lienthong_calendar::CalendarData;
use lienthong_catalogue::View;

/// By how much clocks on the wall are ahead, as the default calendar says.
#[must_use]
pub fn offset(view: View<'_>) -> Offset {
    let set = view.calendar_entry("default").map(|entry| entry.data.offset);
    set.unwrap_or_else(|| CalendarData::vietnam_default().offset)
}

/// `2020-10-19 17:00`.
pub(crate) fn local(offset: Offset, at: Timestamp) -> String {
    let there = offset.to_datetime(at);
    format!("{} {:02}:{:02}", there.date(), there.hour(), there.minute())
}
