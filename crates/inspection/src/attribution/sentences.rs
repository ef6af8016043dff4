//! What was explained, in words: one sentence a fact, each with the records that say it.

use super::phrases::{answered_in_words, calendar, ended, pause_in_words, share_in_words};
use super::spelled::{Both, Named, decision, instant, minutes};
use super::{Cite, Explained, Shared, StartedBy};
use jiff::tz::Offset;
use lienthong_catalogue::View;

/// One fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What it is about, one word.
    pub about: &'static str,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// The records that say it.
    pub records: Vec<Cite>,
}

/// Sentences so far.
pub(super) struct Saying<'a> {
    pub(super) names: Named<'a>,
    /// Where the wall is on which instants are read.
    pub(super) offset: Offset,
    all: Vec<Sentence>,
}

impl Saying<'_> {
    pub(super) fn say(&mut self, about: &'static str, both: Both, records: &[Cite]) {
        self.all.push(Sentence { about, vi: both.vi, en: both.en, records: records.to_vec() });
    }
}

impl Explained {
    /// It in words; names are those of a catalogue.
    #[must_use]
    pub fn words(&self, view: View<'_>) -> Vec<Sentence> {
        let mut told = Saying { names: Named(view), offset: self.offset, all: Vec::new() };
        self.versions_in_words(&mut told);
        self.calendars_in_words(&mut told);
        self.start_in_words(&mut told);
        for pause in &self.pauses {
            pause_in_words(pause, &mut told);
        }
        self.end_in_words(&mut told);
        self.holders_in_words(&mut told);
        match &self.lateness {
            None => told.say(
                "lateness",
                Both::new("Không có hạn nên không tính trễ.", "Nothing was promised, so nothing is late."),
                &[],
            ),
            Some(shared) => self.lateness_in_words(shared, &mut told),
        }
        told.all
    }

    fn versions_in_words(&self, told: &mut Saying<'_>) {
        let of = &self.versions;
        let code = of.procedure.as_ref().map(ToString::to_string).unwrap_or_default();
        let under = of.decision.as_ref().map(decision);
        let under = |both: fn(&Both) -> &str| {
            under.as_ref().map(|under| format!(" ({})", both(under))).unwrap_or_default()
        };
        let (under_vi, under_en) = (under(|both| &both.vi), under(|both| &both.en));
        let (case_vi, case_en) = match &of.case {
            Some(case) => (format!(", trường hợp “{case}”"), format!(", case “{case}”")),
            None => (String::new(), String::new()),
        };
        let (process_vi, process_en) = match of.process {
            Some(version) => (format!("quy trình phiên bản {version}"), format!("process version {version}")),
            None => {
                ("không có quy trình được công bố".to_owned(), "no process is published for it".to_owned())
            }
        };
        let both = Both::new(
            format!(
                "Hồ sơ {} thuộc thủ tục {code} “{}” phiên bản {}{under_vi}{case_vi}; {process_vi}.",
                self.code, of.name, of.version
            ),
            format!(
                "Dossier {} is of procedure {code} “{}”, version {}{under_en}{case_en}; {process_en}.",
                self.code, of.name, of.version
            ),
        );
        told.say("procedure", both, std::slice::from_ref(&self.start.by.record));
    }

    fn calendars_in_words(&self, told: &mut Saying<'_>) {
        let by = calendar(&self.calendar);
        let both = Both::new(
            format!("Thời gian tính theo {}; một ngày làm việc là 8 giờ.", by.vi),
            format!("Time is counted by {}; a working day is 8 hours.", by.en),
        );
        told.say("calendar", both, self.calendar.set_by.as_slice());
        if let Some(promised) = &self.promised_by {
            let by = calendar(promised);
            let both = Both::new(
                format!("Khi hẹn ngày trả, lịch còn là {}.", by.vi),
                format!("When the appointment was given, it was still {}.", by.en),
            );
            told.say("calendar", both, promised.set_by.as_slice());
        }
    }

    fn start_in_words(&self, told: &mut Saying<'_>) {
        let start = &self.start;
        let wall = |at| instant(self.offset, at);
        let (at, desk, custodian) =
            (wall(start.at), told.names.agency(&start.desk), told.names.agency(&start.custodian));
        let (occurred, recorded) = (wall(start.occurred_at), wall(start.recorded_at));
        let why = match start.why {
            StartedBy::AtOnce => Both::new("ghi nhận ngay khi tiếp nhận", "recorded as it happened"),
            StartedBy::Occurred => Both::new(
                format!(
                    "tiếp nhận lúc {}, đến {} mới ghi nhận: tính từ lúc sớm hơn",
                    occurred.vi, recorded.vi
                ),
                format!("received at {}, recorded only at {}: the earlier counts", occurred.en, recorded.en),
            ),
            StartedBy::Recorded => Both::new(
                format!(
                    "ghi nhận lúc {}, trước thời điểm được khai {}: tính từ lúc sớm hơn",
                    recorded.vi, occurred.vi
                ),
                format!(
                    "recorded at {}, before it is said to have happened at {}: the earlier counts",
                    recorded.en, occurred.en
                ),
            ),
            StartedBy::History => Both::new("dữ liệu lịch sử: theo nguồn", "history: as its source says"),
            StartedBy::Adopted => Both::new(
                "chuyển từ sổ cũ: đồng hồ chạy tiếp",
                "taken over from an old book: its clock goes on",
            ),
            StartedBy::Said => Both::new("theo bản ghi tiếp nhận", "as the record of its reception says"),
        };
        let both = Both::new(
            format!(
                "Đồng hồ chạy từ {} tại {} ({}); từ đó {} giữ hồ sơ.",
                at.vi, desk.vi, why.vi, custodian.vi
            ),
            format!(
                "The clock started at {} at {} ({}); from then on {} answered for it.",
                at.en, desk.en, why.en, custodian.en
            ),
        );
        told.say("start", both, std::slice::from_ref(&start.by.record));
        let both = match (self.appointment, &self.versions.term) {
            (None, _) => Both::new("Không hẹn ngày trả kết quả.", "No day was promised for the result."),
            (Some(at), term) => {
                let at = wall(at);
                let (vi, en) = term.as_ref().map_or_else(Default::default, |term| {
                    (format!(" (thời hạn công bố: {})", term.vi()), format!(" (published term: {term})"))
                });
                Both::new(
                    format!("Hẹn trả kết quả lần đầu: {}{vi}.", at.vi),
                    format!("The result was first promised for {}{en}.", at.en),
                )
            }
        };
        told.say("appointment", both, std::slice::from_ref(&start.by.record));
    }

    fn end_in_words(&self, told: &mut Saying<'_>) {
        let wall = |at| instant(self.offset, at);
        if let Some(due) = self.due.filter(|due| Some(*due) != self.appointment) {
            let due = wall(due);
            let both = Both::new(
                format!("Theo đồng hồ, hạn là {}.", due.vi),
                format!("As the clock stands it is due at {}.", due.en),
            );
            told.say("due", both, std::slice::from_ref(&self.due_by.record));
        }
        let until = wall(self.until);
        let Some(end) = &self.end else {
            let both = Both::new(
                format!("Hồ sơ chưa kết thúc; xét đến {}.", until.vi),
                format!("It is still open; it is looked at as of {}.", until.en),
            );
            return told.say("end", both, &[]);
        };
        let (how, by) = (ended(end.how), told.names.of(&end.by.agency, &end.by.officer));
        let both = Both::new(
            format!("Hồ sơ {} lúc {} ({}).", how.vi, until.vi, by.vi),
            format!("It was {} at {} ({}).", how.en, until.en, by.en),
        );
        told.say("end", both, std::slice::from_ref(&end.by.record));
    }

    fn holders_in_words(&self, told: &mut Saying<'_>) {
        let elapsed = minutes(self.elapsed);
        let both =
            Both::new(format!("Đã qua {}.", elapsed.vi), format!("{} have passed.", capital(&elapsed.en)));
        told.say("elapsed", both, &[]);
        for held in self.stretches.iter().filter(|held| held.minutes > 0) {
            let (from, to) = (instant(self.offset, held.stretch.from), instant(self.offset, held.stretch.to));
            let (holder, time) = (told.names.holder(&held.stretch.holder), minutes(held.minutes));
            let (vi, en) = if held.stretch.counts {
                ("", "")
            } else {
                ("; không tính vào thời hạn", "; not of the dossier's term")
            };
            let both = Both::new(
                format!("Từ {} đến {}: {} giữ, {}{vi}.", from.vi, to.vi, holder.vi, time.vi),
                format!("From {} to {}: held by {}, {}{en}.", from.en, to.en, holder.en, time.en),
            );
            told.say("held", both, &held.records);
        }
        let each = self.held.iter().filter(|(_, count)| *count > 0).map(|(holder, count)| {
            let (holder, time) = (told.names.holder(holder), minutes(*count));
            Both::new(format!("{} {}", holder.vi, time.vi), format!("{} {}", holder.en, time.en))
        });
        let each = Both::joined(&each.collect::<Vec<_>>(), "; ");
        if !each.vi.is_empty() {
            let both = Both::new(
                format!("Cộng lại: {}; tổng đúng bằng thời gian đã qua, {}.", each.vi, elapsed.vi),
                format!("In all: {}; together exactly what has passed, {}.", each.en, elapsed.en),
            );
            told.say("sum", both, &[]);
        }
    }

    fn lateness_in_words(&self, shared: &Shared, told: &mut Saying<'_>) {
        let late = minutes(shared.late);
        let both = match (shared.late, self.end.is_some()) {
            (0, true) => Both::new("Hồ sơ không trễ.", "It was not late."),
            (0, false) => Both::new("Hồ sơ chưa trễ.", "It is not late so far."),
            (_, true) => Both::new(format!("Hồ sơ trễ {}.", late.vi), format!("It was {} late.", late.en)),
            (_, false) => {
                Both::new(format!("Hồ sơ đang trễ {}.", late.vi), format!("It is {} late so far.", late.en))
            }
        };
        told.say("lateness", both, std::slice::from_ref(&self.due_by.record));
        if let Some((decided, end)) = shared.decided_by_version_1.zip(self.end.as_ref()) {
            let decided = minutes(decided);
            let both = Both::new(
                format!(
                    "Quyết định ghi trễ {} theo phiên bản 1 của quy tắc, vốn tính cho cơ quan giữ hồ sơ cả những ngày chờ người nộp khi hồ sơ đã quá hạn.",
                    decided.vi
                ),
                format!(
                    "The decision itself says {} by version 1 of the rules, which counted as the custodian's what the citizen was waited for once it was overdue.",
                    decided.en
                ),
            );
            told.say("decided", both, std::slice::from_ref(&end.by.record));
        }
        if let Some((agency, answered)) = &shared.no_limit_exceeded {
            let agency = told.names.agency(agency);
            let both = Both::new(
                format!(
                    "Không bên nào vượt thời hạn riêng: toàn bộ {} thuộc {}, cơ quan giữ hồ sơ khi hết hạn.",
                    late.vi, agency.vi
                ),
                format!(
                    "Nobody went beyond a limit of their own: all of it, {}, is of {}, which held it when the term passed.",
                    late.en, agency.en
                ),
            );
            told.say("no_limit_exceeded", both, std::slice::from_ref(&self.due_by.record));
            answered.iter().for_each(|one| answered_in_words(one, told));
        }
        for share in &shared.parts {
            share_in_words(share, told);
        }
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
