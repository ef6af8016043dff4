//! Registers as offices write them out: every kind of file says the same, and what cannot be read is said with its place.

use crate::register::shipped;
use jiff::civil::Date;
use lienthong_interop::register::{Counted, Number, RegisterError, RegisterMapping, Row, read};
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use std::fs;
use std::path::{Path, PathBuf};

/// The headers of form 06: two rows, the upper one merged.
const UPPER: [&str; 13] = [
    "TT",
    "Mã hồ sơ",
    "Tên TTHC",
    "Số lượng hồ sơ (bộ)",
    "Tên cá nhân, tổ chức",
    "Địa chỉ, số điện thoại",
    "Cơ quan chủ trì giải quyết",
    "Ngày, tháng, năm",
    "",
    "",
    "",
    "Ký nhận",
    "Ghi chú",
];
const LOWER: [&str; 13] = [
    "",
    "",
    "",
    "",
    "",
    "",
    "",
    "Nhận hồ sơ",
    "Hẹn trả\nkết quả",
    "Trả kết quả",
    "Phương thức nhận kết quả",
    "",
    "",
];
const PROCEDURE: &str = "Cấp giấy phép xây dựng mới; nhà ở, \"riêng lẻ\"";

/// Number, code, received, due, returned.
const ROWS: [(u32, &str, Date, Date, Option<Date>); 3] = [
    (
        11,
        "H22.02-201005-0001",
        Date::constant(2020, 10, 5),
        Date::constant(2020, 10, 20),
        Some(Date::constant(2020, 10, 19)),
    ),
    (12, "H22.02-201005-0002", Date::constant(2020, 10, 5), Date::constant(2020, 10, 21), None),
    (
        13,
        "H22.02-201006-0001",
        Date::constant(2020, 10, 6),
        Date::constant(2020, 10, 21),
        Some(Date::constant(2020, 10, 21)),
    ),
];

fn expected(places: [u64; 3]) -> Vec<Row> {
    let row =
        |(place, (number, code, received, due, finished)): (u64, (u32, &str, Date, Date, Option<Date>))| {
            Row {
                place,
                code: Some(code.into()),
                number: Some(Number { year: None, number }),
                received: Some(received),
                due: Some(due),
                finished,
                procedure: Some(PROCEDURE.into()),
            }
        };
    places.into_iter().zip(ROWS).map(row).collect()
}

fn mapping(good: &str, bad: &str) -> RegisterMapping {
    assert!(shipped().contains(good), "{good}");
    RegisterMapping::parse("m.toml", &shipped().replacen(good, bad, 1)).unwrap()
}

fn as_shipped() -> RegisterMapping {
    RegisterMapping::parse("m.toml", &shipped()).unwrap()
}

type Came = Result<(Vec<Row>, Counted), Vec<RegisterError>>;

fn rows_of(path: &Path, sheet: Option<&str>, mapping: &RegisterMapping) -> Came {
    let mut rows = Vec::new();
    let counted = read(path, sheet, mapping, |row| rows.push(row))?;
    Ok((rows, counted))
}

/// A file of these bytes, read.
fn bytes(name: &str, bytes: &[u8], mapping: &RegisterMapping) -> Came {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    rows_of(&path, None, mapping)
}

/// The one fault of it, without the folder.
fn fault(came: Came) -> String {
    let faults = came.unwrap_err();
    assert_eq!(faults.len(), 1, "{faults:?}");
    let said = faults[0].to_string();
    let (code, rest) = said.split_once(' ').unwrap();
    format!("{code} {}", rest.split_once("reg.").map_or(rest, |(_, rest)| rest))
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// The register as CSV: a title, two rows of headers, what the columns are numbered by, the rows, a total, empty rows, who kept it.
fn csv(separator: &str, ends: &str) -> String {
    let line = |cells: &[String]| format!("{}{ends}", cells.join(separator));
    let words = |words: &[&str]| line(&words.iter().map(|word| quoted(word)).collect::<Vec<_>>());
    let mut text = words(&["", "", "", "SỔ THEO DÕI HỒ SƠ"]) + &words(&UPPER) + &words(&LOWER);
    text += &line(&(1..=13).map(|n| format!("({n})")).collect::<Vec<_>>());
    let day = |day: Date| day.strftime("%d/%m/%Y").to_string();
    for (number, code, received, due, returned) in ROWS {
        let returned = returned.map(|returned| day(returned) + " 09:15").unwrap_or_default();
        let cells = [
            number.to_string(),
            format!(" {code} "),
            quoted(PROCEDURE),
            "1".into(),
            quoted("Nguyễn Văn A\n(hư cấu)"),
            quoted("số 1; tổ 2"),
            "Sở Xây dựng".into(),
            day(received),
            day(due),
            returned,
            "trực tiếp".into(),
            String::new(),
            String::new(),
        ];
        text += &line(&cells);
    }
    text += &words(&["Tổng cộng", "3 hồ sơ"]);
    text += &words(&[""; 13]);
    text += &words(&["", "", "", "", "Người lập sổ"]);
    text
}

#[test]
fn csv_is_read_however_spreadsheets_write_it() {
    let as_shipped = as_shipped();
    for separator in [",", ";", "\t"] {
        for ends in ["\n", "\r\n", "\r"] {
            for mark in ["", "\u{feff}"] {
                let text = format!("{mark}{}", csv(separator, ends));
                let (rows, counted) = bytes("reg.csv", text.as_bytes(), &as_shipped).unwrap();
                // The lower header takes two lines, and so does every applicant.
                assert_eq!(rows, expected([6, 8, 10]), "{separator:?} {ends:?}");
                assert_eq!(counted, Counted { rows: 3, skipped: 2 });
            }
        }
    }
}

fn put_headers(sheet: &mut rust_xlsxwriter::Worksheet) {
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 12, "SỔ THEO DÕI HỒ SƠ", &bold).unwrap();
    sheet.merge_range(1, 7, 1, 10, UPPER[7], &bold).unwrap();
    for column in (0..13_u16).filter(|column| !(7..11).contains(column)) {
        sheet.merge_range(1, column, 2, column, UPPER[usize::from(column)], &bold).unwrap();
    }
    for column in 7..11_u16 {
        sheet.write(2, column, LOWER[usize::from(column)]).unwrap();
    }
}

/// The register as a workbook: numbers that are numbers, days that are days.
fn workbook(path: &Path, change: impl Fn(&mut Workbook)) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("Sổ 2020").unwrap();
    put_headers(sheet);
    let day_format = Format::new().set_num_format("dd/mm/yyyy");
    let day = |day: Date| {
        ExcelDateTime::from_ymd(
            day.year().unsigned_abs(),
            day.month().unsigned_abs(),
            day.day().unsigned_abs(),
        )
        .unwrap()
    };
    for (at, (number, code, received, due, returned)) in (4_u32..).zip(ROWS) {
        sheet.write(at, 0, number).unwrap();
        sheet.write(at, 1, code).unwrap();
        sheet.write(at, 2, PROCEDURE).unwrap();
        sheet.write(at, 4, "Nguyễn Văn A (hư cấu)").unwrap();
        sheet.write_with_format(at, 7, day(received), &day_format).unwrap();
        sheet.write_with_format(at, 8, day(due), &day_format).unwrap();
        if let Some(returned) = returned {
            // One who types days as text among those who do not.
            sheet.write(at, 9, returned.strftime("%d/%m/%Y").to_string()).unwrap();
        }
    }
    sheet.write(8, 0, "Tổng cộng: 3").unwrap();
    sheet.write(1_000, 12, "").unwrap();
    change(&mut book);
    book.save(path).unwrap();
}

fn a_workbook(change: impl Fn(&mut Workbook)) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("reg.xlsx");
    workbook(&path, change);
    (dir, path)
}

#[test]
fn a_workbook_says_the_same() {
    let (_dir, path) = a_workbook(|_| {});
    let (rows, counted) = rows_of(&path, None, &as_shipped()).unwrap();
    assert_eq!(rows, expected([5, 6, 7]));
    assert_eq!(counted, Counted { rows: 3, skipped: 1 });
    // Whatever it is called: it is known by how it begins.
    let renamed = path.with_extension("csv");
    fs::rename(&path, &renamed).unwrap();
    assert_eq!(rows_of(&renamed, Some("Sổ 2020"), &as_shipped()).unwrap().0, rows);
}

#[test]
fn which_sheet_is_said_or_there_is_only_one() {
    let (_dir, path) = a_workbook(|book| {
        book.add_worksheet().set_name("Ghi chú").unwrap();
    });
    let as_shipped = as_shipped();
    let said = fault(rows_of(&path, None, &as_shipped));
    assert!(
        said.starts_with(
            "LT0996 xlsx: which sheet is the register is not said; there are: Sổ 2020, Ghi chú."
        ),
        "{said}"
    );
    let said = fault(rows_of(&path, Some("Sổ 2021"), &as_shipped));
    assert!(said.contains("there is no sheet “Sổ 2021”"), "{said}");
    assert_eq!(rows_of(&path, Some("Sổ 2020"), &as_shipped).unwrap().0.len(), 3);
    let said = fault(rows_of(&path, Some("Ghi chú"), &as_shipped));
    assert!(said.starts_with("LT0995 xlsx:A: the mapping says that columns.number is headed “TT”"), "{said}");
    // One that is hidden is not asked about.
    let (_dir, path) = a_workbook(|book| {
        book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true);
    });
    assert_eq!(rows_of(&path, None, &as_shipped).unwrap().0.len(), 3);
    let dir = tempfile::tempdir().unwrap();
    let text = dir.path().join("reg.csv");
    fs::write(&text, csv(",", "\n")).unwrap();
    assert!(fault(rows_of(&text, Some("1"), &as_shipped)).starts_with("LT0996 csv: this is no workbook"));
}

#[test]
fn what_is_wrong_with_cells_is_said_of_all_of_them_at_once() {
    let text = csv(",", "\n")
        .replacen("05/10/2020", "5 tháng 10", 1)
        .replacen("\n12,", "\nmười hai,", 1)
        .replacen(" H22.02-201006-0001 ", "", 1);
    let faults = bytes("reg.csv", text.as_bytes(), &as_shipped()).unwrap_err();
    let said: Vec<String> =
        faults.iter().map(|fault| fault.to_string().split_once("reg.").unwrap().1.to_owned()).collect();
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[0].starts_with("csv:6:H: columns.received “5 tháng 10” is no day"), "{}", said[0]);
    assert!(said[1].starts_with("csv:8:A: columns.number “mười hai” is no number"), "{}", said[1]);
    assert!(said[2].starts_with("csv:10:B: columns.code is empty"), "{}", said[2]);
    assert!(faults.iter().all(|fault| fault.fault.code() == "LT0997"));
    // No more than a page of them.
    let many = csv(",", "\n").replace("\"Tổng cộng\"", &"x,\n".repeat(50));
    assert_eq!(bytes("reg.csv", many.as_bytes(), &as_shipped()).unwrap_err().len(), 20);
}

#[test]
fn what_is_no_register_is_said_so() {
    let as_shipped = as_shipped();
    let of = |name: &str, content: &[u8]| fault(bytes(name, content, &as_shipped));
    assert!(
        of("reg.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
            .starts_with("LT0991 xls: this is a workbook of the old kind")
    );
    assert!(of("reg.xlsx", b"TT,a").starts_with("LT0991 xlsx: it is called .xlsx"));
    assert!(of("reg.xlsx", b"").starts_with("LT0991 xlsx: it is called .xlsx"));
    assert!(of("reg.csv", b"\xff\xfeT\0T\0").starts_with("LT0992 csv: the text is UTF-16"));
    assert!(of("reg.csv", b"").starts_with("LT0995 csv:A: the mapping says"));
    let legacy = csv(",", "\n").replacen("Mã hồ sơ", "\u{1}", 1).into_bytes();
    let legacy: Vec<u8> = legacy.into_iter().map(|byte| if byte == 1 { 0xe3 } else { byte }).collect();
    assert!(of("reg.csv", &legacy).starts_with("LT0992 csv:2: the text is not UTF-8"));
    let unclosed = csv(",", "\n") + "14,\"" + &"không đóng ngoặc\n".repeat(200_000);
    assert!(of("reg.csv", unclosed.as_bytes()).contains("most likely a quote is opened and never closed"));
    let headers: String = csv(",", "\n").split_inclusive('\n').take(4).collect();
    assert!(of("reg.csv", headers.as_bytes()).starts_with("LT0999 csv: there is no row below the headers"));
    let nowhere = fault(rows_of(Path::new("/nowhere/reg.csv"), None, &as_shipped));
    assert!(nowhere.starts_with("LT0990 csv: cannot be read"), "{nowhere}");
}

#[test]
fn a_register_without_headers_begins_where_the_mapping_says() {
    let text = shipped()
        .lines()
        .map(|line| match line.split_once(", header = ") {
            Some((before, after)) => {
                format!("{before}{}", &after[after.find("\",").map_or(after.len() - 2, |at| at + 1)..])
            }
            None => line.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("\n");
    let text = text.replacen("[rows]", "[rows]\nfirst = 5", 1);
    let mapping = RegisterMapping::parse("m.toml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let (rows, _) = bytes("reg.csv", csv(",", "\n").as_bytes(), &mapping).unwrap();
    assert_eq!(rows, expected([6, 8, 10]));
}

#[test]
fn a_register_that_is_headed_otherwise_is_not_compared() {
    let long = csv(",", "\n").replace("\"Tổng cộng\"", &"14,A-1\n".repeat(150));
    let (said, other) = ("header = \"Mã hồ sơ\"", "header = \"Số biên nhận\"");
    let said_so = "LT0995 csv:B: the mapping says that columns.code is headed “Số biên nhận”";
    for text in [csv(",", "\n"), long] {
        let came = fault(bytes("reg.csv", text.as_bytes(), &mapping(said, other)));
        assert!(came.starts_with(said_so), "{came}");
    }
    // Said where the register begins, it is looked at all the same.
    let first = shipped().replacen("[rows]", "[rows]\nfirst = 5", 1).replacen(said, other, 1);
    let first = RegisterMapping::parse("m.toml", &first).unwrap();
    let came = fault(bytes("reg.csv", csv(",", "\n").as_bytes(), &first));
    assert!(came.starts_with(said_so), "{came}");
}

#[test]
fn what_the_mapping_does_not_name_is_not_looked_at() {
    // Not even for whether it is text.
    let mut content = csv(",", "\n").into_bytes();
    let at = content.windows(8).position(|bytes| bytes == "Nguyễn".as_bytes()).unwrap();
    content[at] = 0xff;
    assert_eq!(bytes("reg.csv", &content, &as_shipped()).unwrap().0, expected([6, 8, 10]));
}

#[test]
fn accents_in_two_parts_and_days_as_numbers_are_the_same() {
    let decomposed = csv(",", "\n").replace('ã', "a\u{303}").replace("Cấp", "Câ\u{301}p");
    assert_eq!(bytes("reg.csv", decomposed.as_bytes(), &as_shipped()).unwrap().0, expected([6, 8, 10]));
    let numbers = csv(",", "\n").replace("05/10/2020", "44109");
    assert!(bytes("reg.csv", numbers.as_bytes(), &as_shipped()).is_err());
    let serial = mapping("\"iso\"]", "\"iso\", \"serial\"]");
    assert_eq!(bytes("reg.csv", numbers.as_bytes(), &serial).unwrap().0, expected([6, 8, 10]));
}

#[test]
fn a_workbook_that_is_cut_off_says_so_wherever_it_is_cut() {
    let (_dir, path) = a_workbook(|_| {});
    let whole = fs::read(&path).unwrap();
    let as_shipped = as_shipped();
    for part in 1..20 {
        let cut = &whole[..whole.len() * part / 20];
        let said = fault(bytes("reg.xlsx", cut, &as_shipped));
        assert_eq!(said, "LT0991 xlsx: the workbook is cut off: its end is missing. Fetch the file again.");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is damaged in a workbook: it is read, or refused with a code; nothing falls over.
    #[test]
    fn a_damaged_workbook_is_refused_or_read(flips in prop::collection::vec((any::<prop::sample::Index>(), 1_u8..), 1..6)) {
        static WHOLE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        let whole = WHOLE.get_or_init(|| {
            let (_dir, path) = a_workbook(|_| {});
            fs::read(path).unwrap()
        });
        let mut damaged = whole.clone();
        for (at, by) in flips {
            let at = at.index(damaged.len());
            damaged[at] ^= by;
        }
        if let Err(faults) = bytes("reg.xlsx", &damaged, &as_shipped()) {
            prop_assert!(faults.iter().all(|fault| fault.to_string().starts_with("LT099")));
        }
    }

    /// Whatever text it is: it is read, or refused with a code and, where it has one, a line.
    #[test]
    fn any_text_is_refused_or_read(text in "[0-9a-zA-ZĐđ\",;/\t\r\n ]{0,200}", after_headers: bool) {
        let headers: String = if after_headers { csv(",", "\n").split_inclusive('\n').take(5).collect() } else { String::new() };
        if let Err(faults) = bytes("reg.csv", (headers + &text).as_bytes(), &as_shipped()) {
            prop_assert!(faults.iter().all(|fault| fault.to_string().starts_with("LT099")));
        }
    }
}
