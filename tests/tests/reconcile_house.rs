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

/// A register to which things are done, and what must be found of them.
struct Spoiled {
    rows: Vec<Row>,
    expected: Vec<Expected>,
}

/// What must be found, before the rows have their places.
struct Expected {
    kind: &'static str,
    /// The code of its row; `None`: the ledger alone says it.
    row: Option<String>,
    dossier: String,
    field: &'static str,
    number: Option<u32>,
}

impl Spoiled {
    fn expect(&mut self, kind: &'static str, at: usize) -> &mut Expected {
        let code = self.rows[at].code.clone();
        self.expected.push(Expected {
            kind,
            row: Some(code.clone()),
            dossier: code,
            field: "",
            number: None,
        });
        self.expected.last_mut().unwrap()
    }

    /// One of the numbers, of which no dossier is told.
    fn expect_number(&mut self, kind: &'static str, at: usize, number: u32) {
        let expected = self.expect(kind, at);
        (expected.dossier, expected.number) = (String::new(), Some(number));
    }

    fn mistype(&mut self, at: usize, how: impl FnOnce(&mut Vec<char>)) {
        let meant = self.rows[at].code.clone();
        let mut text: Vec<char> = meant.chars().collect();
        how(&mut text);
        self.rows[at].code = text.into_iter().collect();
        self.expect("likely_typo", at).dossier = meant;
    }

    fn differ(&mut self, at: usize, field: &'static str, change: impl FnOnce(&mut Row)) {
        change(&mut self.rows[at]);
        self.expect("differs", at).field = field;
    }

    /// A number that the row before has leaves a gap where its own was.
    fn number_twice(&mut self, at: usize) {
        let own = self.rows[at].number;
        self.rows[at].number = self.rows[at - 1].number;
        self.expect_number("number_twice", at, self.rows[at].number);
        self.expect_number("numbers_skipped", at + 1, own);
    }

    /// Of two numbers that change places the higher one stands astray.
    fn swap_numbers(&mut self, at: usize) {
        let (one, other) = (self.rows[at].number, self.rows[at + 1].number);
        (self.rows[at].number, self.rows[at + 1].number) = (other, one);
        self.expect_number("out_of_order", at, other);
    }

    /// The same dossier at the end once more.
    fn again(&mut self, at: usize) {
        let last = self.rows.last().unwrap();
        let row = Row { number: last.number + 1, received: last.received, ..self.rows[at].clone() };
        self.rows.push(row);
        self.expect("double", at).row = Some(format!("again {}", self.rows[at].code));
    }

    /// A row is not there; where it was never written, the numbers behind it are those of a book without it.
    fn take_out(&mut self, at: usize, was_written: bool) {
        let row = self.rows.remove(at);
        let expected = self.expect("not_in_register", at);
        (expected.row, expected.dossier) = (None, row.code);
        if was_written {
            self.expect_number("numbers_skipped", at, row.number);
        } else {
            self.renumber(at, row.number, -1);
        }
    }

    /// A row of what this agency never received, with a number of its own.
    fn put_in(&mut self, at: usize, code: &str, kind: &'static str) {
        let row = Row { code: code.to_owned(), ..self.rows[at].clone() };
        let own = row.number;
        self.rows.insert(at, row);
        self.renumber(at + 1, own - 1, 1);
        self.expect(kind, at);
    }

    /// The numbers above one, of the rows from a place on, become others; and so they must be found.
    fn renumber(&mut self, from: usize, above: u32, by: i32) {
        let year = self.rows[from - 1].received.year();
        for row in self.rows[from..].iter_mut().filter(|row| row.received.year() == year) {
            row.number = row.number.checked_add_signed(by).unwrap();
        }
        for number in self.expected.iter_mut().filter_map(|expected| expected.number.as_mut()) {
            if *number > above {
                *number = number.checked_add_signed(by).unwrap();
            }
        }
    }

    fn found(self) -> (Vec<Row>, Found) {
        let Self { rows, expected } = self;
        let place = |code: String| {
            let (again, code) = code.strip_prefix("again ").map_or((false, &*code), |code| (true, code));
            let mut places = (FIRST..).zip(&rows).filter(|(_, row)| row.code == code).map(|(place, _)| place);
            if again { places.last() } else { places.next() }.unwrap()
        };
        let found = expected.into_iter().map(|one| {
            let number = one.number.map(u64::from);
            (one.kind.to_owned(), one.row.map(place), one.dossier, one.field.to_owned(), number)
        });
        let found = found.collect();
        (rows, found)
    }
}

/// Does things to a register that was kept rightly, in rows apart from each other; the register then, and what must be found.
fn spoil(rows: &[Row], of_others: (&str, &'static str), seed: u64) -> (Vec<Row>, Found) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    // Of one year, for numbers begin anew; neither at an end nor beside each other.
    let mut places: Vec<usize> = (2..rows.len() - 2).step_by(3).collect();
    let year = rows[rows.len() / 2].received.year();
    places.retain(|at| rows[at - 2..=at + 2].iter().all(|row| row.received.year() == year));
    places.shuffle(&mut chance);
    let mut next = || places.pop().expect("rows enough");
    let mut spoiled = Spoiled { rows: rows.to_vec(), expected: Vec::new() };
    let (mut moved, later) = ([next(), next(), next(), next(), next()], |day: Date, by: i64| day + by.days());
    let days = [1..=3, 400..=500, 700..=800].map(|days| chance.random_range(days));
    spoiled.mistype(next(), |text| text.insert(5, 'X'));
    spoiled.mistype(next(), |text| text.swap(0, 1));
    spoiled.differ(next(), "received", |row| row.received = later(row.received, days[0]));
    spoiled.differ(next(), "due", |row| row.due = Some(later(row.received, days[1])));
    spoiled.differ(next(), "finished", |row| row.returned = Some(later(row.received, days[2])));
    spoiled.differ(next(), "procedure", |row| row.procedure = "Đăng ký khai sinh cho người khác".into());
    spoiled.number_twice(next());
    spoiled.swap_numbers(next());
    spoiled.again(next());
    spoiled.again(next());
    // From behind, so that places before stay what they are.
    moved.sort_unstable();
    spoiled.take_out(moved[4], true);
    spoiled.put_in(moved[3], "H99.77-123456-7890", "never_seen");
    spoiled.take_out(moved[2], false);
    spoiled.put_in(moved[1], of_others.0, of_others.1);
    spoiled.take_out(moved[0], true);
    spoiled.found()
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
    // Other days than the register's own; and what the ledger knew before anything was done.
    let (first, last) = (rows[rows.len() / 3].received, rows[2 * rows.len() / 3].received);
    let instant = |day: Date| format!("{day}T00:00:00+07:00");
    let period = ["--from", &instant(first), "--to", &instant(last), "--format", "json"];
    let within = reconcile(&csv, house, agency, &period, 0).json();
    let count = rows.iter().filter(|row| first <= row.received && row.received < last).count();
    assert!(0 < count && count < rows.len());
    assert_eq!([&within["rows"], &within["left_out"]], [count, rows.len() - count]);
    let before = ["--at", "1990-01-01T00:00:00Z", "--format", "json"];
    let nothing = reconcile(&csv, house, agency, &before, 1).json();
    assert_eq!(nothing["counts"], serde_json::json!({ "never_seen": rows.len() }));
    for seed in [7, 8] {
        let (spoiled, expected) = spoil(rows, (of_others, "no_part"), seed);
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
    // Nobody else has dossiers here.
    let (spoiled, expected) = spoil(rows, ("H99.77-123456-7891", "never_seen"), 7);
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
