//! What comes of a comparison, in sentences: in Vietnamese for those whose register it is, and in English.

use super::{Field, Item, Missing};
use crate::attribution::spelled::Both;
use jiff::civil::Date;

impl Item {
    /// In words.
    #[must_use]
    pub fn told(&self) -> Both {
        match self {
            Self::MissingHere { code, why, .. } => missing_here(code, *why),
            Self::MissingThere { code, received, .. } => both(
                format!("sổ cái có {code}, cơ quan tiếp nhận ngày {}; sổ theo dõi không có", vi(*received)),
                format!("the ledger has {code}, received on {received}; the register does not name it"),
            ),
            Self::Differs { field, register, ledger, .. } => {
                let (name_vi, name_en) = named(*field);
                let said =
                    |side: &Option<String>, nothing: &str| side.clone().unwrap_or_else(|| nothing.to_owned());
                both(
                    format!(
                        "{name_vi}: sổ theo dõi ghi {}, sổ cái ghi {}",
                        said(register, "trống"),
                        said(ledger, "trống")
                    ),
                    format!(
                        "{name_en}: the register says {}, the ledger {}",
                        said(register, "nothing"),
                        said(ledger, "nothing")
                    ),
                )
            }
            Self::LikelyTypo { written, code, .. } => both(
                format!("{written} không có trong sổ cái; nhiều khả năng là {code} ghi nhầm một ký tự"),
                format!("the ledger has no {written}; most likely {code} is meant, one character apart"),
            ),
            Self::Double { first, code, .. } => both(
                format!("{code} ghi lần nữa, đã có ở dòng {first}"),
                format!("{code} once more, it stands in row {first}"),
            ),
            Self::NumbersSkipped { year, first, last, after, before } => {
                skipped(*year, (*first, *last), (*after, *before))
            }
            Self::NumberTwice { first, year, number, .. } => both(
                format!("số {number}/{year} ghi hai lần, đã có ở dòng {first}"),
                format!("number {number} of {year} twice, it stands in row {first}"),
            ),
            Self::OutOfOrder { year, number, .. } => both(
                format!("số {number}/{year} không đúng thứ tự"),
                format!("number {number} of {year} is out of order"),
            ),
            Self::DeclaredAbsent { year, number, code, day } => both(
                format!(
                    "cơ quan đã kê khai số {number}/{year} của ngày {} là hồ sơ {code}; sổ theo dõi không có số này",
                    vi(*day)
                ),
                format!(
                    "of {day} the agency declared number {number} of {year} to be dossier {code}; the register has no such number"
                ),
            ),
        }
    }
}

fn missing_here(code: &str, why: Missing) -> Both {
    let (vi, en) = match why {
        Missing::NeverSeen => (
            "sổ cái chưa từng có: hồ sơ đi ngoài hệ thống",
            "the ledger has never seen it: it went around the system",
        ),
        Missing::NoPart => (
            "sổ cái có, nhưng cơ quan này không có phần nào trong hồ sơ",
            "the ledger has it, and this agency had no part in it",
        ),
        Missing::OtherPart => (
            "sổ cái có, cơ quan này có phần khác trong hồ sơ, không phải phần ghi ở sổ này",
            "the ledger has it, and this agency had another part in it than this book lists",
        ),
        Missing::NotTakenIn => {
            ("đã đăng ký trong sổ cái, chưa được tiếp nhận", "it was registered, and nobody took it in")
        }
    };
    both(format!("{code}: {vi}"), format!("{code}: {en}"))
}

fn skipped(year: i16, (first, last): (u32, u32), (after, before): (u64, u64)) -> Both {
    if first == last {
        return both(
            format!("thiếu số {first}/{year}, giữa dòng {after} và dòng {before}"),
            format!("number {first} of {year} is missing, between rows {after} and {before}"),
        );
    }
    both(
        format!("thiếu các số {first}-{last}/{year}, giữa dòng {after} và dòng {before}"),
        format!("numbers {first} to {last} of {year} are missing, between rows {after} and {before}"),
    )
}

const fn named(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Received => ("ngày tiếp nhận", "received"),
        Field::Due => ("ngày hẹn trả", "due"),
        Field::Finished => ("ngày trả kết quả", "finished"),
        Field::Procedure => ("thủ tục", "procedure"),
    }
}

/// As a day is written in Vietnamese.
fn vi(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

const fn both(vi: String, en: String) -> Both {
    Both { vi, en }
}
