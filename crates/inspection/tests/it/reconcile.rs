//! A register that an agency kept rightly, and the same with things done to it: each is found as what it is, and nothing else.

use jiff::ToSpan as _;
use jiff::civil::Date;
use lienthong_inspection::Place;
use lienthong_inspection::reconcile::{
    Book, Columns, Entry, Finished, Item, Known, Missing, Number, Period, ProcedureBy, Register, Row,
    reconcile,
};
use lienthong_names::{DossierCode, Origin, ProcedureCode, StreamName};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn day(number: u16) -> Date {
    Date::constant(2020, 1, 1) + i64::from(number).days()
}

fn code(text: &str) -> DossierCode {
    DossierCode::new(text).unwrap()
}

/// Dossiers of three days' work apart from each other by more than a slip of the pen, as many as are asked for.
fn book(count: u16) -> Book {
    let entry = |n: u16| {
        let of = code(&format!("H22.02-{n:03}-{:04}", u32::from(n) * 11));
        let record = Place {
            origin: Origin::new("H22/2020").unwrap(),
            sequence: u64::from(n),
            stream: StreamName::dossier(&of),
            revision: 2,
        };
        let entry = Entry {
            record,
            received: day(n / 3),
            due: vec![day(n / 3 + 10), day(n / 3 + 15)],
            resolved: vec![day(n / 3 + 8)],
            returned: if n.is_multiple_of(4) { vec![] } else { vec![day(n / 3 + 9)] },
            procedure: Some(ProcedureCode::new("1.009974").unwrap()),
            required: true,
        };
        (of, vec![entry])
    };
    Book {
        entries: (1..=count).map(entry).collect(),
        others: BTreeMap::from([
            (code("H22.14-900-0001"), Known::NoPart),
            (code("H22.14-900-0055"), Known::OtherPart),
            (code("H22.02-900-0099"), Known::NotTakenIn),
        ]),
        procedures: BTreeMap::from([(
            ProcedureCode::new("1.009974").unwrap(),
            vec!["Cấp giấy phép xây dựng".into(), "Cấp giấy phép xây dựng mới".into()],
        )]),
        ..Book::default()
    }
}

/// The register that an agency kept which wrote down everything, and rightly.
fn register(book: &Book) -> Register {
    let columns = Columns {
        number: true,
        due: true,
        finished: Some(Finished::Returned),
        procedure: Some(ProcedureBy::Name),
    };
    let entries =
        book.entries.iter().flat_map(|(code, entries)| entries.iter().map(move |entry| (code, entry)));
    let row = |(at, (code, entry)): (u32, (&DossierCode, &Entry))| Row {
        place: u64::from(at) + 7,
        code: Some(code.as_str().into()),
        number: Some(Number { year: None, number: at }),
        received: Some(entry.received),
        // Some were told the later day, and the clerk wrote that.
        due: entry.due.get(at as usize % 2).copied(),
        finished: entry.returned.first().copied(),
        procedure: Some(" cấp giấy  phép xây dựng mới".into()),
    };
    Register { columns, rows: (1..).zip(entries).map(row).collect() }
}

fn all() -> Period {
    Period { from: Some(day(0)), to: Some(day(300)) }
}

/// One thing done to a register.
#[derive(Debug, Clone)]
enum Done {
    /// A row is not there, and its number neither.
    Lost,
    /// A dossier is not there, and what comes after it is numbered as if it had never been.
    NeverWritten,
    /// A row of what nobody registered.
    Added,
    /// A row of what another agency received.
    OfOthers(&'static str, Missing),
    /// Two neighbouring digits of the code change places, or one is another.
    Mistyped(bool),
    /// The row once more at the end.
    Again,
    Received(u16),
    Due(u16),
    Finished(u16),
    Procedure,
    /// The number of the row before once more.
    NumberTwice,
}

fn done() -> impl Strategy<Value = Done> {
    prop_oneof![
        Just(Done::Lost),
        Just(Done::NeverWritten),
        Just(Done::Added),
        Just(Done::OfOthers("H22.14-900-0001", Missing::NoPart)),
        Just(Done::OfOthers("H22.14-900-0055", Missing::OtherPart)),
        Just(Done::OfOthers("H22.02-900-0099", Missing::NotTakenIn)),
        any::<bool>().prop_map(Done::Mistyped),
        Just(Done::Again),
        (1_u16..4).prop_map(Done::Received),
        (20_u16..40).prop_map(Done::Due),
        (20_u16..40).prop_map(Done::Finished),
        Just(Done::Procedure),
        Just(Done::NumberTwice),
    ]
}

/// Renumbers what comes from a place on.
fn shift(rows: &mut [Row], by: i64) {
    for row in rows {
        let number = row.number.as_mut().unwrap();
        number.number = u32::try_from(i64::from(number.number) + by).unwrap();
    }
}

fn mistyped(code: &str, swapped: bool) -> String {
    let mut text: Vec<char> = code.chars().collect();
    // `H22.02-` becomes `H2.202-`, or `H22.92-`: no other code comes near.
    if swapped {
        text.swap(2, 3)
    } else {
        text[4] = '9'
    }
    text.into_iter().collect()
}

/// Does it to the row at a place that is neither the first nor the last; what must be found.
fn apply(done: &Done, at: usize, register: &mut Register, book: &Book) -> Vec<Item> {
    let rows = &mut register.rows;
    let row = rows[at].clone();
    let of = code(row.code.as_deref().unwrap());
    let entry = book.entries[&of][0].clone();
    let lost =
        Item::MissingThere { code: of.clone(), received: entry.received, record: entry.record.clone() };
    let differs = |field, register: String, ledger: Option<String>| {
        vec![Item::Differs {
            row: row.place,
            code: of.clone(),
            field,
            register: Some(register),
            ledger,
            record: entry.record.clone(),
        }]
    };
    use lienthong_inspection::reconcile::Field;
    match done {
        Done::Lost => {
            rows.remove(at);
            let (before, number) = (&rows[at], row.number.unwrap().number);
            let (after, before) = (rows[at - 1].place, before.place);
            let gap = Item::NumbersSkipped { year: 2020, first: number, last: number, after, before };
            vec![gap, lost]
        }
        Done::NeverWritten => {
            rows.remove(at);
            shift(&mut rows[at..], -1);
            vec![lost]
        }
        Done::Added | Done::OfOthers(..) => {
            let (named, why) = match done {
                Done::OfOthers(named, why) => ((*named).to_owned(), *why),
                _ => ("H99.77-123-4567".to_owned(), Missing::NeverSeen),
            };
            shift(&mut rows[at..], 1);
            rows.insert(at, Row { place: 1_000_000, code: Some(named.as_str().into()), ..row });
            vec![Item::MissingHere { row: 1_000_000, code: named.as_str().into(), why }]
        }
        Done::Mistyped(swapped) => {
            let written: Box<str> = mistyped(of.as_str(), *swapped).into();
            rows[at].code = Some(written.clone());
            vec![Item::LikelyTypo { row: row.place, written, code: of, record: entry.record }]
        }
        Done::Again => {
            let number = rows.last().unwrap().number.unwrap().number + 1;
            let again = Row { place: 2_000_000, number: Some(Number { year: None, number }), ..row.clone() };
            rows.push(again);
            vec![Item::Double { row: 2_000_000, first: row.place, code: of.as_str().into() }]
        }
        Done::Received(later) => {
            let other = entry.received + i64::from(*later).days();
            rows[at].received = Some(other);
            differs(Field::Received, other.to_string(), Some(entry.received.to_string()))
        }
        Done::Due(later) => {
            let other = entry.received + i64::from(*later).days();
            rows[at].due = Some(other);
            let ledger = format!("{}, {}", entry.due[0], entry.due[1]);
            differs(Field::Due, other.to_string(), Some(ledger))
        }
        Done::Finished(later) => {
            let other = entry.received + i64::from(*later).days();
            rows[at].finished = Some(other);
            differs(Field::Finished, other.to_string(), entry.returned.first().map(ToString::to_string))
        }
        Done::Procedure => {
            rows[at].procedure = Some("Đăng ký khai sinh".into());
            let ledger = "1.009974 Cấp giấy phép xây dựng mới".to_owned();
            differs(Field::Procedure, "Đăng ký khai sinh".to_owned(), Some(ledger))
        }
        Done::NumberTwice => {
            let (number, first) = (rows[at - 1].number.unwrap().number, rows[at - 1].place);
            let own = rows[at].number.unwrap().number;
            rows[at].number = Some(Number { year: None, number });
            let (after, before) = (first, rows[at + 1].place);
            vec![
                Item::NumberTwice { row: row.place, first, year: 2020, number },
                Item::NumbersSkipped { year: 2020, first: own, last: own, after, before },
            ]
        }
    }
}

fn sorted(mut items: Vec<Item>) -> Vec<String> {
    let mut told: Vec<String> = items.drain(..).map(|item| format!("{item:?}")).collect();
    told.sort();
    told
}

proptest! {
    #[test]
    fn a_register_that_was_kept_rightly_matches_fully(count in 1_u16..60) {
        let book = book(count);
        let came = reconcile(&register(&book), &book, all());
        prop_assert_eq!(&came.items, &vec![]);
        let count = u64::from(count);
        prop_assert_eq!((came.rows, came.in_ledger, came.agreeing, came.outside()), (count, count, count, 0));
    }

    #[test]
    fn what_is_done_to_a_register_is_found_as_itself(count in 5_u16..60, what in done(), at in any::<prop::sample::Index>()) {
        let book = book(count);
        let mut register = register(&book);
        let at = 1 + at.index(usize::from(count) - 2);
        let expected = apply(&what, at, &mut register, &book);
        let came = reconcile(&register, &book, all());
        prop_assert_eq!(sorted(came.items.clone()), sorted(expected));
        let outside = u64::from(matches!(what, Done::Added | Done::OfOthers(..)));
        prop_assert_eq!(came.outside(), outside);
    }

    /// Several things in rows that do not touch each other: together what each is alone.
    #[test]
    fn several_things_are_told_apart(whats in prop::collection::vec(done(), 2..6)) {
        let book = book(60);
        let mut register = register(&book);
        let (mut expected, mut has_added) = (Vec::new(), false);
        // From behind, so that the places before stay what they are.
        for (n, what) in whats.iter().enumerate().rev() {
            let adds = matches!(what, Done::Added | Done::OfOthers(..) | Done::Again);
            // Numbers that are shifted later would be said otherwise; each kind that adds a row has one place to name.
            if matches!(what, Done::NeverWritten | Done::Lost | Done::NumberTwice) || adds && has_added {
                continue;
            }
            has_added |= adds;
            expected.extend(apply(what, 5 + n * 9, &mut register, &book));
        }
        prop_assert_eq!(sorted(reconcile(&register, &book, all()).items), sorted(expected));
    }

    /// Whatever stands in a register, comparing ends, and no row is counted twice or lost.
    #[test]
    fn every_row_is_counted_once(rows in prop::collection::vec((0_u16..80, 0_u32..50, 0_u16..40), 0..60)) {
        let book = book(40);
        let row = |(place, (n, number, on)): (u64, (u16, u32, u16))| Row {
            place,
            code: Some(format!("H22.02-{n:03}-{:04}", u32::from(n) * 11).into()),
            number: Some(Number { year: None, number }),
            received: Some(day(on)),
            ..Row::default()
        };
        let register = Register {
            columns: Columns { number: true, ..Columns::default() },
            rows: (1..).zip(rows).map(row).collect(),
        };
        let came = reconcile(&register, &book, Period { from: Some(day(5)), to: Some(day(20)) });
        let doubles = came.counts().get("double").copied().unwrap_or(0);
        prop_assert_eq!(came.rows + came.left_out + doubles, register.rows.len() as u64);
        prop_assert!(came.in_ledger <= came.rows && came.agreeing <= came.in_ledger);
    }
}

#[test]
fn what_lies_outside_the_period_is_left_out_on_both_sides() {
    let book = book(30);
    let whole = register(&book);
    let period = Period { from: Some(day(3)), to: Some(day(6)) };
    let came = reconcile(&whole, &book, period);
    assert_eq!((came.items.len(), came.rows, came.left_out), (0, 12, 18));
    // The book of these days alone: nothing that the ledger has of other days is asked of it.
    let mut some = whole.clone();
    some.rows.retain(|row| period.has(row.received.unwrap()));
    assert_eq!(Period::of(&some.rows), period);
    assert_eq!(reconcile(&some, &book, period).items, []);
    // A wrong day that leads out of the period does not hide a dossier of it.
    let mut wrong = whole;
    wrong.rows[10].received = Some(day(250));
    let came = reconcile(&wrong, &book, period);
    assert_eq!(came.counts(), BTreeMap::from([("differs", 1)]), "{:?}", came.items);
}

#[test]
fn a_leg_counts_as_often_as_it_came_and_what_need_not_be_listed_is_not_missed() {
    let mut book = book(3);
    let of = code("H22.02-002-0022");
    let mut second = book.entries[&of][0].clone();
    (second.received, second.record.sequence) = (day(40), 400);
    book.entries.get_mut(&of).unwrap().push(second.clone());
    let mut register = register(&book);
    assert_eq!(reconcile(&register, &book, all()).items, []);
    let came_twice: Vec<usize> =
        (0..4).filter(|at| register.rows[*at].code.as_deref() == Some(of.as_str())).collect();
    assert_eq!(came_twice.len(), 2);
    // Once is one too few, and which one is told by its day; once more is one too many.
    let mut without_first = register.clone();
    without_first.columns.number = false;
    without_first.rows.remove(came_twice[0]);
    let came = reconcile(&without_first, &book, all());
    let first = &book.entries[&of][0];
    let (received, record) = (first.received, first.record.clone());
    assert_eq!(came.items, [Item::MissingThere { code: of.clone(), received, record }]);
    let row = register.rows.remove(came_twice[1]);
    register.columns.number = false;
    let came = reconcile(&register, &book, all());
    assert_eq!(
        came.items,
        [Item::MissingThere { code: of.clone(), received: day(40), record: second.record.clone() }]
    );
    register.rows.extend([row.clone(), Row { place: 99, ..row }]);
    assert_eq!(reconcile(&register, &book, all()).counts(), BTreeMap::from([("double", 1)]));
    // A reception that was annulled may stand there or not.
    book.entries.get_mut(&of).unwrap()[1].required = false;
    register.rows.truncate(3);
    assert_eq!(reconcile(&register, &book, all()).items, []);
}

#[test]
fn a_slip_of_the_pen_is_only_what_can_be_nothing_else() {
    let mut book = book(20);
    let whole = register(&book);
    let written = |register: &mut Register, at: usize| {
        let text: Box<str> = mistyped(register.rows[at].code.as_deref().unwrap(), false).into();
        register.rows[at].code = Some(text);
    };
    // Another day too: then it is another dossier, and one is missing.
    let mut other = whole.clone();
    written(&mut other, 4);
    other.rows[4].received = Some(day(90));
    let came = reconcile(&other, &book, all());
    assert_eq!(came.counts(), BTreeMap::from([("never_seen", 1), ("not_in_register", 1)]));
    assert_eq!(came.outside(), 1);
    // Two rows that could be the one: neither is.
    let mut two = whole.clone();
    written(&mut two, 4);
    two.rows.push(Row { place: 900, number: None, ..two.rows[4].clone() });
    let text: String = whole.rows[4].code.as_deref().unwrap().replace("02-", "03-");
    two.rows.last_mut().unwrap().code = Some(text.as_str().into());
    assert_eq!(
        reconcile(&two, &book, all()).counts(),
        BTreeMap::from([("never_seen", 2), ("not_in_register", 1)])
    );
    // Two dossiers without a row that it could be: it is neither.
    let near = code(&whole.rows[4].code.as_deref().unwrap().replace("02-", "82-"));
    let entry = book.entries[&code(whole.rows[4].code.as_deref().unwrap())].clone();
    book.entries.insert(near, entry);
    let mut one = whole;
    written(&mut one, 4);
    assert_eq!(
        reconcile(&one, &book, all()).counts(),
        BTreeMap::from([("never_seen", 1), ("not_in_register", 2)])
    );
}

#[test]
fn a_book_of_numbers_is_read_by_what_the_agency_declared_of_them() {
    let mut book = book(6);
    for (n, of) in (1..).zip(book.entries.keys().cloned().collect::<Vec<_>>()) {
        let on = book.entries[&of][0].received;
        book.tied.entry((2020, n)).or_default().insert(of, on);
    }
    let mut register = register(&book);
    register.rows.iter_mut().for_each(|row| row.code = None);
    // A letter that concerns no dossier has its number too.
    let letter = Row {
        place: 70,
        number: Some(Number { year: None, number: 7 }),
        received: Some(day(2)),
        ..Row::default()
    };
    register.rows.push(letter);
    let came = reconcile(&register, &book, all());
    assert_eq!((&*came.items, came.rows, came.untied), (&[][..], 6, 1));
    // A number that was declared of a dossier, and that the book does not have.
    register.rows.remove(2);
    let came = reconcile(&register, &book, all());
    let expected = BTreeMap::from([("not_in_register", 1), ("numbers_skipped", 1), ("declared_absent", 1)]);
    assert_eq!(came.counts(), expected, "{:?}", came.items);
}
