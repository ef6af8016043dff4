//! Registers written from a real ledger, held against it: what was kept rightly matches in everything, and each thing that was done to one is found
//! as itself and nothing else, from CSV and from a workbook alike.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_dossier::Event as Of;
use lienthong_names::StreamKind;
use lienthong_protocol::Event;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::records::{RECEIPT, records};
use lienthong_tests::{Finished, copy_directory, history, lienthong, temp_dir, workspace};
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// A row of form 06, as a clerk writes it.
#[derive(Debug, Clone, Default)]
struct Row {
    number: u32,
    code: String,
    procedure: String,
    received: Date,
    due: Option<Date>,
    returned: Option<Date>,
}

/// What a house's records say of every desk's dossiers, read here and not by what is tested.
fn registers(house: &Path, ledgers: &[&str]) -> BTreeMap<String, Vec<Row>> {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let day = |at| zone.to_datetime(at).date();
    let mut names = BTreeMap::new();
    let unit = ledgers[0].split('/').next().unwrap();
    for sealed in records(house, &format!("{unit}/catalogue")) {
        for event in sealed.raw.record.events() {
            if let Event::Catalogue(lienthong_catalogue::Entry::ProcedurePublished { procedure, .. }) = event
            {
                names.insert(procedure.code.clone(), procedure.name.to_string());
            }
        }
    }
    let mut dossiers: BTreeMap<String, (Row, Option<String>)> = BTreeMap::new();
    let sealed = ledgers.iter().flat_map(|ledger| records(house, ledger));
    for sealed in sealed.filter(|sealed| sealed.raw.record.stream.kind() == StreamKind::Dossier) {
        let record = &sealed.raw.record;
        let (row, desk) = dossiers.entry(record.stream.id().to_owned()).or_default();
        row.code = record.stream.id().to_owned();
        let at = day(record.decided_on.effective_at);
        for event in record.events() {
            let Event::Dossier(event) = event else { continue };
            match event {
                Of::DossierRegistered { procedure, .. } => row.procedure.clone_from(&names[procedure]),
                Of::DossierReceived { desk: of, clock_from, appointment, .. } => {
                    *desk = Some(of.to_string());
                    (row.received, row.due) = (day(*clock_from), appointment.map(day));
                }
                Of::HistoryImported { deadline, ended, .. } => {
                    (row.due, row.returned) = (deadline.map(day), ended.map(day));
                }
                Of::ResultReturned { partial: false, .. }
                | Of::DossierStopped { .. }
                | Of::DossierWithdrawn {} => {
                    row.returned = Some(at);
                }
                _ => {}
            }
        }
    }
    let mut desks: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (row, desk) in dossiers.into_values() {
        desks.entry(desk.unwrap_or_default()).or_default().push(row);
    }
    desks.remove("");
    for rows in desks.values_mut() {
        rows.sort_by(|one, other| (one.received, &one.code).cmp(&(other.received, &other.code)));
        let mut numbers: BTreeMap<i16, u32> = BTreeMap::new();
        for row in rows {
            let last = numbers.entry(row.received.year()).or_default();
            *last += 1;
            row.number = *last;
        }
    }
    desks
}

const HEADERS: [&str; 13] = [
    "TT",
    "Mã hồ sơ",
    "Tên TTHC",
    "Số lượng",
    "Tên cá nhân, tổ chức",
    "Địa chỉ",
    "Cơ quan chủ trì",
    "Nhận hồ sơ",
    "Hẹn trả kết quả",
    "Trả kết quả",
    "Phương thức",
    "Ký nhận",
    "Ghi chú",
];
/// On which line the first row stands.
const FIRST: u64 = 2;

fn written(day: Option<Date>) -> String {
    day.map(|day| day.strftime("%d/%m/%Y").to_string()).unwrap_or_default()
}

fn write_csv(rows: &[Row], path: &Path) {
    let mut text = format!("\u{feff}{}\r\n", HEADERS.map(|header| format!("\"{header}\"")).join(";"));
    for row in rows {
        let cells = [
            row.number.to_string(),
            row.code.clone(),
            format!("\"{}\"", row.procedure.replace('"', "\"\"")),
            "1".into(),
            "\"Nguyễn Văn A; (hư cấu)\"".into(),
            String::new(),
            String::new(),
            written(Some(row.received)),
            written(row.due),
            written(row.returned),
            String::new(),
            String::new(),
            String::new(),
        ];
        text += &format!("{}\r\n", cells.join(";"));
    }
    fs::write(path, text + ";;;;;;;;;;;;\r\n").unwrap();
}

fn write_workbook(rows: &[Row], path: &Path) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write(0, column, header).unwrap();
    }
    let format = Format::new().set_num_format("dd/mm/yyyy");
    for (at, row) in (1..).zip(rows) {
        sheet.write(at, 0, row.number).unwrap();
        sheet.write(at, 1, &row.code).unwrap();
        sheet.write(at, 2, &row.procedure).unwrap();
        sheet.write(at, 4, "Nguyễn Văn A (hư cấu)").unwrap();
        for (column, day) in [(7, Some(row.received)), (8, row.due), (9, row.returned)] {
            let Some(day) = day else { continue };
            let (year, month, day) =
                (day.year().unsigned_abs(), day.month().unsigned_abs(), day.day().unsigned_abs());
            let day = ExcelDateTime::from_ymd(year, month, day).unwrap();
            sheet.write_with_format(at, column, &day, &format).unwrap();
        }
    }
    book.save(path).unwrap();
}

fn mapping() -> PathBuf {
    workspace::root().join("deploy/registers/tt01-2018-mau-06.toml")
}

fn reconcile(file: &Path, house: &Path, agency: &str, more: &[&str], exit: i32) -> Finished {
    let mut command = lienthong(["reconcile"]);
    command.arg(file).arg("--mapping").arg(mapping()).arg("--ledger").arg(house);
    command.args(["--agency", agency]).args(more).finish(exit)
}

fn answer(file: &Path, house: &Path, agency: &str, exit: i32) -> Value {
    reconcile(file, house, agency, &["--format", "json"], exit).json()
}

/// Kind, row, dossier, field, number: of everything that was found.
type Found = BTreeSet<(String, Option<u64>, String, String, Option<u64>)>;

fn found(answer: &Value) -> Found {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let items = answer["items"].as_array().unwrap();
    let of = |item: &Value| {
        (
            text(&item["kind"]),
            item["row"].as_u64(),
            text(&item["dossier"]),
            text(&item["field"]),
            item["numbers"][0].as_u64(),
        )
    };
    let found: Found = items.iter().map(of).collect();
    assert_eq!(found.len(), items.len(), "each once");
    found
}

/// Does things to a register that was kept rightly, all in rows apart from each other; what must be found.
fn spoil(rows: &mut Vec<Row>, of_others: &str, seed: u64) -> Found {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    // Of one year, for numbers begin anew; neither at an end nor beside each other.
    let mut places: Vec<usize> = (2..rows.len() - 2).step_by(3).collect();
    let year = rows[rows.len() / 2].received.year();
    places.retain(|at| rows[at - 2..=at + 2].iter().all(|row| row.received.year() == year));
    places.shuffle(&mut chance);
    let mut next = || places.pop().expect("rows enough");
    let (lost, added, unwritten) = ([next(), next()], [next(), next()], next());
    let mistyped = [next(), next()];
    let (received, due, returned, procedure, twice, swapped, again) =
        (next(), next(), next(), next(), next(), next(), [next(), next()]);
    let mut expected: Vec<(&str, Option<String>, String, &str, Option<u64>)> = Vec::new();
    let code = |rows: &[Row], at: usize| rows[at].code.clone();
    for (at, with) in mistyped.into_iter().zip([true, false]) {
        let meant = code(rows, at);
        let mut text: Vec<char> = meant.chars().collect();
        if with {
            text.insert(5, 'X')
        } else {
            text.swap(0, 1)
        }
        rows[at].code = text.into_iter().collect();
        expected.push(("likely_typo", Some(rows[at].code.clone()), meant, "", None));
    }
    let later = |day: Date, by: i64| day + by.days();
    rows[received].received = later(rows[received].received, chance.random_range(1..=3));
    expected.push(("differs", Some(code(rows, received)), code(rows, received), "received", None));
    rows[due].due = Some(later(rows[due].due.unwrap_or(rows[due].received), chance.random_range(400..=500)));
    expected.push(("differs", Some(code(rows, due)), code(rows, due), "due", None));
    rows[returned].returned = Some(later(rows[returned].received, chance.random_range(700..=800)));
    expected.push(("differs", Some(code(rows, returned)), code(rows, returned), "finished", None));
    rows[procedure].procedure = "Đăng ký khai sinh cho người khác".into();
    expected.push(("differs", Some(code(rows, procedure)), code(rows, procedure), "procedure", None));
    // A number twice leaves a gap; two that change places leave one of them astray.
    let gap = rows[twice].number;
    rows[twice].number = rows[twice - 1].number;
    expected.push((
        "number_twice",
        Some(code(rows, twice)),
        String::new(),
        "",
        Some(rows[twice].number.into()),
    ));
    expected.push(("numbers_skipped", Some(code(rows, twice + 1)), String::new(), "", Some(gap.into())));
    (rows[swapped].number, rows[swapped + 1].number) = (rows[swapped + 1].number, rows[swapped].number);
    let astray = &rows[swapped];
    expected.push(("out_of_order", Some(astray.code.clone()), String::new(), "", Some(astray.number.into())));
    for at in again {
        let last = rows.last().unwrap();
        let number = last.number + 1;
        let row = Row { number, received: last.received, ..rows[at].clone() };
        expected.push(("double", Some(format!("again {}", row.code)), row.code.clone(), "", None));
        rows.push(row);
    }
    for at in lost {
        let row = rows[at].clone();
        expected.push(("not_in_register", None, row.code.clone(), "", None));
        expected.push((
            "numbers_skipped",
            Some(code(rows, at + 1)),
            String::new(),
            "",
            Some(row.number.into()),
        ));
    }
    expected.push(("not_in_register", None, code(rows, unwritten), "", None));
    // From behind, so that places stay what they are; what is added gets no number that others have.
    let mut changes: Vec<(usize, Option<(&str, &str)>)> =
        lost.into_iter().chain([unwritten]).map(|at| (at, None)).collect();
    changes.extend(
        added
            .into_iter()
            .zip([("H99.77-123456-7890", "never_seen"), (of_others, "no_part")])
            .map(|(at, what)| (at, Some(what))),
    );
    changes.sort_unstable_by(|one, other| other.0.cmp(&one.0));
    let mut renumbered = expected;
    for (at, what) in changes {
        let of = rows[at].received.year();
        let own = u64::from(rows[at].number);
        let by: i64 = match what {
            None if at == unwritten => -1,
            None => 0,
            Some(_) => 1,
        };
        match what {
            None => {
                rows.remove(at);
            }
            Some((named, kind)) => {
                let row = Row { code: named.to_owned(), ..rows[at].clone() };
                rows.insert(at, row);
                renumbered.push((kind, Some(named.to_owned()), named.to_owned(), "", None));
            }
        }
        let from = if by > 0 { at + 1 } else { at };
        for row in rows[from..].iter_mut().filter(|row| row.received.year() == of && by != 0) {
            row.number = u32::try_from(i64::from(row.number) + by).unwrap();
        }
        let is_moved = |number: u64| if by > 0 { number >= own } else { by < 0 && number > own };
        for number in renumbered.iter_mut().filter_map(|expected| expected.4.as_mut()) {
            if is_moved(*number) {
                *number = number.checked_add_signed(by).unwrap();
            }
        }
    }
    let place = |row: &str| {
        let (again, code) = row.strip_prefix("again ").map_or((false, row), |code| (true, code));
        let mut places =
            rows.iter().enumerate().filter(|(_, row)| row.code == code).map(|(at, _)| at as u64 + FIRST);
        if again { places.next_back() } else { places.next() }.unwrap()
    };
    let found = renumbered.into_iter().map(|(kind, row, code, field, number)| {
        (kind.to_owned(), row.map(|row| place(&row)), code, field.to_owned(), number)
    });
    found.collect()
}

/// An untouched register matches; with things done to it each is found, from both kinds of files; a second seed too.
fn hold(house: &Path, agency: &str, rows: &[Row], of_others: &str) {
    let dir = temp_dir();
    let (csv, xlsx) = (dir.path().join("so.csv"), dir.path().join("so.xlsx"));
    write_csv(rows, &csv);
    write_workbook(rows, &xlsx);
    for file in [&csv, &xlsx] {
        let came = answer(file, house, agency, 0);
        assert_eq!(came["items"], serde_json::json!([]));
        let count = rows.len();
        assert_eq!([&came["rows"], &came["in_ledger"], &came["agreeing"]], [count, count, count]);
        assert!(came["outside_rate"]["en"].as_str().unwrap().contains(" so at most "), "{came}");
        assert_eq!(came["limits"].as_array().unwrap().len(), 3);
    }
    for seed in [7, 8] {
        let mut spoiled = rows.to_vec();
        let expected = spoil(&mut spoiled, of_others, seed);
        write_csv(&spoiled, &csv);
        write_workbook(&spoiled, &xlsx);
        let of_csv = answer(&csv, house, agency, 1);
        assert_eq!(found(&of_csv), expected, "seed {seed}");
        assert_eq!(of_csv["items"], answer(&xlsx, house, agency, 1)["items"], "seed {seed}");
        assert_eq!(of_csv["outside"], 2, "the two that were added");
    }
    let table = reconcile(&csv, house, agency, &[], 1);
    assert!(table.stdout.contains("likely_typo") && table.stderr.contains("What left no trace"), "{table:?}");
    let of_csv = reconcile(&csv, house, agency, &["--format", "csv"], 1);
    assert!(of_csv.stdout.starts_with("kind,row,dossier,field,register,ledger,record,vi\r\n"), "{of_csv:?}");
    of_csv.refused(1, "LT0998");
}

#[test]
fn registers_of_a_provinces_desks_are_held_against_its_ledger() {
    let dir = temp_dir();
    let house = dir.path();
    copy_directory(&workspace::root().join("tests/data/golden/0.1.0/year"), house);
    let desks = registers(house, &["H22/2019", "H22/2020"]);
    let (agency, rows) = desks.iter().max_by_key(|(_, rows)| rows.len()).unwrap();
    // A dossier of a commune, of which the Centre knows nothing.
    let others = desks.iter().filter(|(desk, _)| *desk != agency).flat_map(|(_, rows)| rows);
    let of_others = others.last().unwrap().code.clone();
    hold(house, agency, rows, &of_others);
}

#[test]
fn the_register_of_a_real_desk_is_held_against_what_was_imported() {
    let dir = temp_dir();
    history::import(&history::log(), dir.path()).expect_code(0);
    let desks = registers(dir.path(), &[RECEIPT]);
    let (agency, rows) = desks.iter().next().unwrap();
    assert_eq!((desks.len(), rows.len() > 1_400), (1, true));
    let mut spoiled = rows.clone();
    let expected = spoil(&mut spoiled, "H99.77-123456-7891", 7);
    let expected: Found = expected
        .into_iter()
        // Nobody else has dossiers here.
        .map(|(kind, row, code, field, number)| {
            (kind.replace("no_part", "never_seen"), row, code, field, number)
        })
        .collect();
    let csv = dir.path().join("so.csv");
    write_csv(rows, &csv);
    assert_eq!(answer(&csv, dir.path(), agency, 0)["agreeing"], rows.len());
    write_csv(&spoiled, &csv);
    assert_eq!(found(&answer(&csv, dir.path(), agency, 1)), expected);
}

#[test]
fn what_cannot_be_compared_is_said_with_what_to_do() {
    let dir = temp_dir();
    let house = dir.path().join("house");
    copy_directory(&workspace::root().join("tests/data/golden/0.1.0/year"), &house);
    let row = Row { number: 1, code: "A-1".into(), received: Date::constant(2020, 10, 5), ..Row::default() };
    let (csv, xlsx) = (dir.path().join("so.csv"), dir.path().join("so.xlsx"));
    write_csv(std::slice::from_ref(&row), &csv);
    write_workbook(&[row], &xlsx);
    reconcile(&csv, &house, "H77.01", &[], 2).refused(2, "LT0999").says("H77.01 is no agency here");
    reconcile(&csv, &house, "H77 01", &[], 2).refused(2, "LT0908").says("--agency");
    let backwards = ["--from", "2020-10-02T00:00:00+07:00", "--to", "2020-10-02T00:00:00+07:00"];
    reconcile(&csv, &house, "H22.02", &backwards, 2).refused(2, "LT0908").says("--from and --to");
    reconcile(&dir.path().join("no.csv"), &house, "H22.02", &[], 2).refused(2, "LT0990").at_once();
    let whole = fs::read(&xlsx).unwrap();
    fs::write(&xlsx, &whole[..whole.len() / 2]).unwrap();
    reconcile(&xlsx, &house, "H22.02", &[], 2).refused(2, "LT0991").at_once().says("is cut off");
    reconcile(&csv, &house, "H22.02", &["--sheet", "1"], 2).refused(2, "LT0996").at_once();
    fs::write(&csv, fs::read_to_string(&csv).unwrap().replace("05/10/2020", "2020")).unwrap();
    reconcile(&csv, &house, "H22.02", &[], 2)
        .refused(2, "LT0997")
        .says("so.csv:2:H: columns.received “2020”");
    let mut without = lienthong(["reconcile"]);
    without.arg(&csv).arg("--mapping").arg(mapping()).args(["--agency", "H22.02"]);
    without.finish(2).refused(2, "LT0914");
    let mut nobody = lienthong(["reconcile"]);
    nobody.arg(&csv).arg("--mapping").arg(mapping()).arg("--ledger").arg(&house);
    nobody.finish(2).refused(2, "LT0908").says("whose register it is, is not said");
}
