//! Hà Giang in the autumn of 2020, small: real kinds of agencies, made-up codes and made-up people. Who they are and what is published
//! there stands in `deploy/provinces/ha-giang-2020`; here, how they behave.

mod files;

pub use files::Unreadable;

use jiff::Timestamp;
use jiff::civil::{Date, date};
use lienthong_catalogue::{Agency, Command, Decision, Grant};

/// The unit.
pub const UNIT: &str = "H22";
/// The ledger of the demonstration's year.
pub const LEDGER: &str = "2020";
/// The provincial Office.
pub const OFFICE: &str = "H22.01";
/// The provincial Public Administration Service Centre: the one-stop desk.
pub const CENTRE: &str = "H22.02";
/// Goes around the system now and then.
pub const AROUND: &str = "H22.13";
/// Says nothing when asked.
pub const SILENT: &str = "H22.17";
/// The public postal service, which carries results to citizens.
pub const POST: &str = "H22.61";
/// A ward that ceases, and the one that takes its place.
pub const MERGED: (&str, &str) = ("H22.41.02", "H22.41.01");
/// The day on which the demonstration begins: a Monday.
pub const DAY_ZERO: Date = date(2020, 10, 5);
/// Habitually late.
pub const LATE: [&str; 2] = ["H22.14", "H22.20"];

/// An agency's kind, by which its officers' day differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The Office of the People's Committee.
    Office,
    /// The Centre.
    Centre,
    /// A department of the province.
    Department,
    /// A vertical agency.
    Vertical,
    /// A district.
    District,
    /// A commune.
    Commune,
    /// The public postal service.
    Post,
}

/// Code and kind of those that live; who they are stands in the province's files.
pub const AGENCIES: &[(&str, Kind)] = &[
    (OFFICE, Kind::Office),
    (CENTRE, Kind::Centre),
    ("H22.11", Kind::Department),
    ("H22.12", Kind::Department),
    (AROUND, Kind::Department),
    ("H22.14", Kind::Department),
    ("H22.15", Kind::Department),
    ("H22.16", Kind::Department),
    (SILENT, Kind::Department),
    ("H22.18", Kind::Department),
    ("H22.19", Kind::Department),
    ("H22.20", Kind::Department),
    ("H22.21", Kind::Department),
    ("H22.22", Kind::Department),
    ("H22.23", Kind::Department),
    ("H22.24", Kind::Department),
    ("H22.25", Kind::Department),
    ("H22.26", Kind::Department),
    ("H22.27", Kind::Department),
    ("H22.28", Kind::Department),
    ("H22.31", Kind::Vertical),
    ("H22.32", Kind::Vertical),
    ("H22.33", Kind::Vertical),
    ("H22.34", Kind::Vertical),
    ("H22.41", Kind::District),
    ("H22.42", Kind::District),
    ("H22.43", Kind::District),
    ("H22.44", Kind::District),
    ("H22.45", Kind::District),
    ("H22.46", Kind::District),
    ("H22.47", Kind::District),
    ("H22.48", Kind::District),
    ("H22.49", Kind::District),
    ("H22.50", Kind::District),
    ("H22.51", Kind::District),
    (POST, Kind::Post),
    ("H22.41.01", Kind::Commune),
    ("H22.41.02", Kind::Commune),
    ("H22.42.01", Kind::Commune),
];

/// How a procedure runs in the demonstration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Received, done and returned at one agency's own desk, the same day.
    SameDay,
    /// One agency works through its steps.
    Alone,
    /// Opinions of other agencies are asked first.
    Opinions(&'static [&'static str]),
    /// Sent on for resolution to the Office, for the chairman's signature.
    Upwards,
}

/// How a procedure of the demonstration goes. Who resolves it, its days and its fee are those of the province's files, which a test holds
/// them to.
#[derive(Debug, Clone, Copy)]
pub struct Sketch {
    /// Its code.
    pub code: &'static str,
    /// Who resolves it; empty: whoever's desk receives it.
    pub competent: &'static str,
    /// Working days.
    pub days: u32,
    /// Its fee in đồng; 0: none.
    pub fee: u64,
    /// A tax on land follows from it.
    pub taxed: bool,
    /// Steps between the appraisal and the decision, as its process is published.
    pub after: &'static [&'static str],
    /// How it runs.
    pub way: Way,
    /// How often it comes, relative to the others.
    pub weight: u32,
}

/// What most processes have between appraisal and decision.
const APPROVAL: &[&str] = &[APPROVE];

/// The same where a certificate of land is printed.
const LAND: &[&str] = &["In giấy chứng nhận", "Kiểm tra", APPROVE, "Vào sổ"];

/// Those procedures of the province's files that citizens come with, and what becomes of them.
pub const PROCEDURES: &[Sketch] = &[
    Sketch {
        code: "2.001827",
        competent: "",
        days: 1,
        fee: 20_000,
        taxed: false,
        after: &[],
        way: Way::SameDay,
        weight: 40,
    },
    Sketch {
        code: "1.004746",
        competent: "",
        days: 5,
        fee: 0,
        taxed: false,
        after: APPROVAL,
        way: Way::Alone,
        weight: 12,
    },
    Sketch {
        code: "1.005398",
        competent: "H22.19",
        days: 13,
        fee: 100_000,
        taxed: true,
        after: LAND,
        way: Way::Opinions(&["H22.34"]),
        weight: 16,
    },
    Sketch {
        code: "1.009642",
        competent: "H22.14",
        days: 35,
        fee: 0,
        taxed: false,
        after: APPROVAL,
        way: Way::Opinions(&["H22.15", "H22.18", "H22.19", "H22.17", "H22.16", "H22.31", "H22.32"]),
        weight: 5,
    },
    Sketch {
        code: "1.009974",
        competent: "H22.18",
        days: 20,
        fee: 150_000,
        taxed: false,
        after: APPROVAL,
        way: Way::Opinions(&["H22.31", "H22.20", "H22.32"]),
        weight: 8,
    },
    Sketch {
        code: "1.004446",
        competent: "H22.19",
        days: 45,
        fee: 5_000_000,
        taxed: false,
        after: APPROVAL,
        way: Way::Upwards,
        weight: 4,
    },
    Sketch {
        code: "2.000488",
        competent: "H22.12",
        days: 10,
        fee: 200_000,
        taxed: false,
        after: APPROVAL,
        way: Way::Opinions(&["H22.31"]),
        weight: 14,
    },
    Sketch {
        code: "2.000591",
        competent: "H22.25",
        days: 15,
        fee: 700_000,
        taxed: false,
        after: APPROVAL,
        way: Way::Alone,
        weight: 10,
    },
    Sketch {
        code: "1.000105",
        competent: "H22.22",
        days: 10,
        fee: 0,
        taxed: false,
        after: APPROVAL,
        way: Way::Upwards,
        weight: 5,
    },
    Sketch {
        code: "2.000033",
        competent: "H22.13",
        days: 5,
        fee: 0,
        taxed: false,
        after: APPROVAL,
        way: Way::Alone,
        weight: 9,
    },
];

const FAMILY: [&str; 12] =
    ["Nguyễn", "Trần", "Lê", "Hoàng", "Vàng", "Giàng", "Sùng", "Lò", "Phàn", "Nông", "Hà", "Mai"];
const MIDDLE: [&str; 6] = ["Văn", "Thị", "Minh", "Thu", "Đức", "Ngọc"];
const GIVEN: [&str; 14] =
    ["An", "Bình", "Chiến", "Dung", "Hà", "Hương", "Khánh", "Lan", "Mỷ", "Páo", "Sơn", "Thảo", "Tuấn", "Yến"];

/// A made-up name, the `n`-th.
#[must_use]
pub fn person(n: usize) -> String {
    let pick = |words: &'static [&'static str], n: usize| words[n % words.len()];
    format!(
        "{} {} {}",
        pick(&FAMILY, n * 7 + n / 5),
        pick(&MIDDLE, n * 5 + n / 3),
        pick(&GIVEN, n * 11 + n / 2)
    )
}

/// From when [`MERGED`] holds: Thursday 1 October 2020.
#[must_use]
pub fn merger() -> Timestamp {
    local(2020, 10, 1, 0, 0)
}

/// Who acts in an agency's place at an instant.
#[must_use]
pub fn standing(agency: &str, at: Timestamp) -> &str {
    let (gone, there) = MERGED;
    if agency == gone && at >= merger() { there } else { agency }
}

/// When everything of the demonstration is in being.
#[must_use]
pub fn since() -> Timestamp {
    local(2020, 1, 1, 0, 0)
}

/// An instant in the province's time (UTC+7 all year).
#[must_use]
pub fn local(year: i16, month: i8, day: i8, hour: i8, minute: i8) -> Timestamp {
    let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(7));
    date(year, month, day)
        .at(hour, minute, 0, 0)
        .to_zoned_datetime(zone)
        .map_or(Timestamp::UNIX_EPOCH, |z| z.timestamp())
}

/// The Office as it opens the ledger.
///
/// # Errors
/// [`Unreadable`].
pub fn office() -> Result<(Agency, Vec<Grant>), Unreadable> {
    let province = files::province()?;
    Ok((province.office, province.office_grants))
}

/// The commands that publish the province, in the order in which one builds on the other, and what was decided of it by the day on which
/// the demonstration begins. Each is one submission's worth: what a later one needs is sealed by then.
///
/// # Errors
/// [`Unreadable`].
pub fn publication() -> Result<Vec<Command>, Unreadable> {
    let province = files::province()?;
    let decided = province.changes.into_iter().filter(|change| change.decided <= DAY_ZERO);
    Ok(province.commands.into_iter().chain(decided.flat_map(|change| change.commands)).collect())
}

/// The step in which a dossier is worked on.
pub(crate) const APPRAISAL: &str = "Thẩm định";

/// The step in which it is approved, by another officer than who appraised it.
pub(crate) const APPROVE: &str = "Phê duyệt";

/// The one fee that the demonstration's procedures know.
pub(crate) const FEE: &str = "le-phi";

pub(crate) fn decision(number: &str) -> Decision {
    Decision {
        number: number.into(), date: date(2020, 1, 1), signer: "Chủ tịch UBND tỉnh (hư cấu)".into()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_calendar::Term;
    use lienthong_names::Service;
    use lienthong_service::rules_versions;
    use std::collections::BTreeMap;

    #[test]
    fn habits_are_of_agencies_and_procedures_that_are_published() {
        let province = files::province().unwrap();
        let known: Vec<&str> = province.agencies.iter().map(|agency| agency.id.as_str()).collect();
        for (code, kind) in AGENCIES {
            assert!(known.contains(code), "{code}");
            let postal = province.agencies.iter().any(|agency| agency.id.as_str() == *code && agency.postal);
            assert_eq!(postal, *kind == Kind::Post, "{code}");
        }
        let published: BTreeMap<&str, _> =
            province.procedures.iter().map(|worked| (worked.procedure.code.as_str(), worked)).collect();
        for sketch in PROCEDURES {
            let worked = published[sketch.code];
            let steps = worked.processes.iter().find(|process| process.0.case.is_none());
            let done =
                steps.map(|process| process.0.steps.iter().map(|step| step.id.as_str()).collect::<Vec<_>>());
            let between = done.map(|done| done.get(2..done.len() - 1).unwrap_or_default().to_vec());
            assert_eq!(between.unwrap_or_default(), sketch.after, "{}", sketch.code);
            let procedure = &worked.procedure;
            let competent = procedure.competent.as_ref().map_or("", |agency| agency.as_str());
            let fee = procedure.fees.first().map_or(0, |fee| fee.amount);
            assert_eq!((competent, fee), (sketch.competent, sketch.fee), "{}", sketch.code);
            assert_eq!(procedure.term, Some(Term::working_days(sketch.days)), "{}", sketch.code);
        }
    }

    #[test]
    fn the_shipped_province_goes_by_the_newest_rules_that_there_are() {
        let named = files::province().unwrap().rules;
        for service in Service::ALL {
            let version =
                named.iter().find(|ruled| ruled.service == service).map_or(1, |ruled| ruled.version);
            assert_eq!(version, rules_versions(service), "{service}");
        }
    }

    #[test]
    fn what_was_decided_later_is_not_published_yet() {
        let succeeded = |command: &Command| matches!(command, Command::SucceedAgency(_));
        assert_eq!(publication().unwrap().iter().filter(|command| succeeded(command)).count(), 1);
    }
}
