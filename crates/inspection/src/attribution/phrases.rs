//! Phrases of what is explained: a calendar, a pause, a share with who answered for it, an end.

use super::sentences::Saying;
use super::spelled::{Both, day, decision, instant, minutes};
use super::{Answered, Counting, HowEnded, Share, Standstill, WentOnHow};
use lienthong_dossier::{Ending, Outcome, PauseCause};

pub(super) fn calendar(of: &Counting) -> Both {
    let until = day(of.decided_until);
    let under = of.decision.as_ref().map(decision);
    let (vi, en) =
        under.map_or_else(Default::default, |under| (format!(", {}", under.vi), format!(", {}", under.en)));
    Both::new(
        format!("lịch “{}”{vi}, ngày nghỉ đã quyết định đến hết {}", of.id, until.vi),
        format!("calendar “{}”{en}, its days off decided until {}", of.id, until.en),
    )
}

pub(super) fn pause_in_words(pause: &Standstill, told: &mut Saying<'_>) {
    let offset = told.offset;
    let wall = |at| instant(offset, at);
    let (why, since) = (cause(pause.cause), wall(pause.since));
    let by = told.names.of(&pause.by.agency, &pause.by.officer);
    let mut records = vec![pause.by.record.clone()];
    let (mut vi, mut en) = match &pause.ended {
        None => (
            format!("Đồng hồ dừng từ {}", since.vi),
            format!("The clock has stood still from {} on", since.en),
        ),
        Some(ended) => {
            let at = wall(ended.at);
            records.push(ended.by.record.clone());
            (
                format!("Đồng hồ dừng từ {} đến {}", since.vi, at.vi),
                format!("The clock stood still from {} to {}", since.en, at.en),
            )
        }
    };
    vi.push_str(&format!(" vì {}, do {}", why.vi, by.vi));
    en.push_str(&format!(" because {}, by {}", why.en, by.en));
    let then = pause.ended.as_ref().map(|ended| ended.then.as_ref());
    match then {
        None => {}
        Some(None) => {
            vi.push_str("; khi đó đồng hồ còn dừng vì lý do khác");
            en.push_str("; it stood still for another reason then");
        }
        Some(Some(then)) => {
            let term = then.term.as_ref().map(|term| (term.vi(), term.to_string())).unwrap_or_default();
            let due = then.due.map(wall);
            let until = due.map_or_else(Default::default, |due| {
                (format!(", hạn {}", due.vi), format!(", due at {}", due.en))
            });
            let (how_vi, how_en) = match then.how {
                WentOnHow::Remaining => (
                    format!("; sau đó chạy tiếp phần còn lại {}", term.0),
                    format!("; it went on with what was left, {}", term.1),
                ),
                WentOnHow::Anew => (
                    format!("; sau đó tính lại từ đầu {}", term.0),
                    format!("; it started anew with {}", term.1),
                ),
                WentOnHow::Overdue => (
                    "; hồ sơ đã quá hạn khi dừng nên vẫn quá hạn".to_owned(),
                    "; it was overdue when it stopped, and stayed so".to_owned(),
                ),
            };
            vi.push_str(&how_vi);
            vi.push_str(&until.0);
            en.push_str(&how_en);
            en.push_str(&until.1);
        }
    }
    told.say("pause", Both::new(vi + ".", en + "."), &records);
}

pub(super) fn share_in_words(share: &Share, told: &mut Saying<'_>) {
    let part = &share.part;
    let mut who = told.names.agency(&part.agency);
    if let Some(leg) = &part.leg {
        who = Both::new(format!("{}, lượt {leg}", who.vi), format!("{}, leg {leg}", who.en));
    }
    let (used, raw, own) = (minutes(part.used), minutes(part.raw()), minutes(share.share));
    let limit = part.limit.map(minutes);
    let both = match limit {
        _ if part.raw() > 0 && !part.on_path => Both::new(
            format!("{} trễ {}, không nằm trên đường găng: không chịu phần nào.", who.vi, raw.vi),
            format!("{} was late by {}, not on the path: it answers for none of it.", who.en, raw.en),
        ),
        Some(limit) if part.raw() > 0 => Both::new(
            format!("{} có {}, đã dùng {}, vượt {}: chịu {}.", who.vi, limit.vi, used.vi, raw.vi, own.vi),
            format!(
                "{} had {}, used {}, {} too many: its share is {}.",
                who.en, limit.en, used.en, raw.en, own.en
            ),
        ),
        Some(limit) => Both::new(
            format!("{} có {}, đã dùng {}: không vượt.", who.vi, limit.vi, used.vi),
            format!("{} had {}, used {}: within its limit.", who.en, limit.en, used.en),
        ),
        None => Both::new(
            format!("{} đã dùng {}; không có thời hạn riêng được công bố.", who.vi, used.vi),
            format!("{} used {}; no limit of its own is published.", who.en, used.en),
        ),
    };
    told.say("share", both, &[]);
    share.answered.iter().for_each(|one| answered_in_words(one, told));
}

pub(super) fn answered_in_words(one: &Answered, told: &mut Saying<'_>) {
    let (from, to, time) = (day(one.from), day(one.to), minutes(one.minutes));
    let when = if one.from == one.to {
        Both::new(format!("Ngày {}", from.vi), format!("On {}", from.en))
    } else {
        Both::new(format!("Từ ngày {} đến ngày {}", from.vi, to.vi), format!("From {} to {}", from.en, to.en))
    };
    let people: Vec<Both> = one.people.iter().map(|person| told.names.answers(person)).collect();
    let both = match people.as_slice() {
        [] => Both::new(
            format!("{}: không ai được ghi nhận là người chịu trách nhiệm, {}.", when.vi, time.vi),
            format!("{}: nobody is known to have answered for it, {}.", when.en, time.en),
        ),
        people => {
            let people = Both::joined(people, "; ");
            Both::new(
                format!("{}: {} chịu trách nhiệm, {}.", when.vi, people.vi, time.vi),
                format!("{}: {} answered for it, {}.", when.en, people.en, time.en),
            )
        }
    };
    told.say("answered", both, &[]);
}

/// Why a clock stands still.
pub(crate) fn cause(cause: PauseCause) -> Both {
    match cause {
        PauseCause::Supplement => Both::new("yêu cầu bổ sung giấy tờ", "papers were asked for"),
        PauseCause::Revision => Both::new("yêu cầu sửa giấy tờ", "a paper was to be corrected"),
        PauseCause::FinancialObligation => {
            Both::new("chờ thực hiện nghĩa vụ tài chính", "a financial obligation was to be paid")
        }
        PauseCause::Suspension => Both::new("tạm dừng giải quyết", "work on it was suspended"),
        PauseCause::OutsideLeg => {
            Both::new("lượt liên thông ngoài thời hạn hồ sơ", "a leg outside the dossier's term was out")
        }
    }
}

/// How it ended, after "was".
pub(crate) fn ended(how: HowEnded) -> Both {
    match how {
        HowEnded::Resolved(Outcome::Granted) => Both::new("được giải quyết", "granted"),
        HowEnded::Resolved(Outcome::PartlyGranted) => {
            Both::new("được giải quyết một phần", "granted in part")
        }
        HowEnded::Resolved(Outcome::RejectedOnMerits) => {
            Both::new("bị từ chối giải quyết", "rejected on its merits")
        }
        HowEnded::Ended(Ending::Stopped) => Both::new("được dừng giải quyết", "stopped"),
        HowEnded::Ended(Ending::Withdrawn) => Both::new("được trả lại theo yêu cầu rút", "withdrawn"),
        HowEnded::Ended(Ending::Lapsed) => Both::new("hết hạn bổ sung", "ended for papers that did not come"),
        HowEnded::Ended(Ending::Annulled) => Both::new("bị hủy tiếp nhận", "annulled"),
    }
}
