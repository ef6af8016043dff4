//! Working minutes, instants, days and names as people write them, in Vietnamese and in English.

use super::Answers;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use lienthong_catalogue::{Decision, Seat, View};
use lienthong_dossier::{Holder, grouped};
use lienthong_names::{AgencyId, OfficerId};

/// Working minutes of a day, in words: a working day is eight hours (DOMAIN section 6), whatever hours a desk keeps.
const DAY: u64 = 8 * 60;

/// The same in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Both {
    pub(crate) fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self { vi: vi.into(), en: en.into() }
    }

    /// Several, one after the other.
    pub(crate) fn joined(all: &[Self], between: &str) -> Self {
        let join = |texts: Vec<&str>| texts.join(between);
        Self {
            vi: join(all.iter().map(|both| &*both.vi).collect()),
            en: join(all.iter().map(|both| &*both.en).collect()),
        }
    }
}

/// `9 days 3 hours (4,500 working minutes)`.
#[must_use]
pub fn minutes(minutes: u64) -> Both {
    let counts = [
        (minutes / DAY, "ngày", "day"),
        (minutes % DAY / 60, "giờ", "hour"),
        (minutes % 60, "phút", "minute"),
    ];
    let (mut vi, mut en) = (Vec::new(), Vec::new());
    for (count, unit_vi, unit_en) in counts.iter().filter(|(count, ..)| *count > 0) {
        vi.push(format!("{count} {unit_vi}"));
        en.push(format!("{count} {unit_en}{}", if *count == 1 { "" } else { "s" }));
    }
    if minutes < 60 {
        let s = if minutes == 1 { "" } else { "s" };
        return Both::new(format!("{minutes} phút làm việc"), format!("{minutes} working minute{s}"));
    }
    Both::new(
        format!("{} ({} phút làm việc)", vi.join(" "), grouped(minutes, '.')),
        format!("{} ({} working minutes)", en.join(" "), grouped(minutes, ',')),
    )
}

/// An instant on the wall.
pub(crate) fn instant(offset: Offset, at: Timestamp) -> Both {
    let local = offset.to_datetime(at);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    let day = day(local.date());
    Both::new(format!("{time} ngày {}", day.vi), format!("{time} on {}", day.en))
}

/// A day.
pub(crate) fn day(day: Date) -> Both {
    let vi = format!("{:02}/{:02}/{}", day.day(), day.month(), day.year());
    Both::new(vi, day.strftime("%-d %B %Y").to_string())
}

/// A decision by its number and date.
pub(crate) fn decision(decision: &Decision) -> Both {
    let day = day(decision.date);
    Both::new(
        format!("Quyết định số {} ngày {}", decision.number, day.vi),
        format!("decision {} of {}", decision.number, day.en),
    )
}

/// Names by the catalogue, whatever its validity: a name can always be shown.
pub(crate) struct Named<'a>(pub(crate) View<'a>);

impl Named<'_> {
    /// `Sở Xây dựng (H22.15)`.
    pub(crate) fn agency(&self, id: &AgencyId) -> Both {
        let Some(agency) = self.0.agency_ever(id) else { return Both::new(id.as_str(), id.as_str()) };
        let en = if agency.name_en.is_empty() { &agency.name } else { &agency.name_en };
        let told = |name: &str| if name == id.as_str() { name.to_owned() } else { format!("{name} ({id})") };
        Both::new(told(&agency.name), told(en))
    }

    fn officer(&self, agency: &AgencyId, officer: &OfficerId) -> String {
        let name = self.0.officer_ever(agency, officer).map(|grant| grant.name.to_string());
        name.filter(|name| !name.is_empty()).unwrap_or_else(|| officer.to_string())
    }

    /// An officer of an agency.
    pub(crate) fn of(&self, agency: &AgencyId, officer: &OfficerId) -> Both {
        let (name, agency) = (self.officer(agency, officer), self.agency(agency));
        Both::new(format!("{name}, {}", agency.vi), format!("{name}, {}", agency.en))
    }

    /// Who holds a dossier.
    pub(crate) fn holder(&self, holder: &Holder) -> Both {
        match holder {
            Holder::Citizen => Both::new("công dân", "the citizen"),
            Holder::Post => Both::new("bưu chính", "the post"),
            Holder::Leg { leg, agency } => {
                let agency = self.agency(agency);
                Both::new(format!("{}, lượt {leg}", agency.vi), format!("{}, leg {leg}", agency.en))
            }
            Holder::Custodian { agency, officer: None } => self.agency(agency),
            Holder::Custodian { agency, officer: Some(officer) } => self.of(agency, officer),
        }
    }

    /// Someone who answered for an agency.
    pub(crate) fn answers(&self, one: &Answers) -> Both {
        let (vi, en) = match one.seat {
            Seat::Head => ("người đứng đầu", "head"),
            Seat::Deputy => ("cấp phó", "deputy"),
            Seat::Acting => ("phụ trách", "acting head"),
        };
        if !one.instead {
            return Both::new(format!("{} ({vi})", one.name), format!("{} ({en})", one.name));
        }
        let of = self.agency(&one.of);
        Both::new(
            format!("{} ({vi} của {}, vì cơ quan không có người đứng đầu)", one.name, of.vi),
            format!("{} ({en} of {}, the agency having no head)", one.name, of.en),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_are_spelled_with_their_units() {
        let rows = [
            (0, "0 phút làm việc", "0 working minutes"),
            (1, "1 phút làm việc", "1 working minute"),
            (60, "1 giờ (60 phút làm việc)", "1 hour (60 working minutes)"),
            (480, "1 ngày (480 phút làm việc)", "1 day (480 working minutes)"),
            (
                4_521,
                "9 ngày 3 giờ 21 phút (4.521 phút làm việc)",
                "9 days 3 hours 21 minutes (4,521 working minutes)",
            ),
        ];
        for (count, vi, en) in rows {
            assert_eq!(minutes(count), Both::new(vi, en));
        }
    }
}
