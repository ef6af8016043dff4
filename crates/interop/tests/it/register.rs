//! Mappings of registers: the shipped one, and every fault of one.

use crate::support::root;
use lienthong_dossier::BookSide;
use lienthong_interop::register::{Finished, Lists, ProcedureBy, RegisterMapping};
use std::fs;
use std::path::Path;

pub fn shipped() -> String {
    fs::read_to_string(root().join("deploy/registers/tt01-2018-mau-06.toml")).unwrap()
}

/// What is said of the shipped mapping with one text put for another.
fn fault(good: &str, bad: &str) -> String {
    let text = shipped();
    assert!(text.contains(good), "{good}");
    let error = RegisterMapping::parse("m.toml", &text.replacen(good, bad, 1)).unwrap_err();
    assert!(error.to_string().starts_with(error.code()));
    error.to_string()
}

#[test]
fn the_shipped_mapping_says_what_it_should() {
    let mapping = RegisterMapping::load(&root().join("deploy/registers/tt01-2018-mau-06.toml")).unwrap();
    assert_eq!((mapping.book.side, mapping.book.lists), (BookSide::Incoming, Lists::Receptions));
    assert_eq!(
        (mapping.finished(), mapping.procedure()),
        (Some(Finished::Returned), Some(ProcedureBy::Name))
    );
    assert!(mapping.has_numbers() && mapping.has_due() && mapping.agency.is_none());
    assert_eq!(mapping.time_zone.iana_name(), Some("Asia/Ho_Chi_Minh"));
}

#[test]
fn who_applied_cannot_be_asked_for() {
    let said = fault(
        "\n[columns]\n",
        "\n[columns]\napplicant = { at = \"E\", header = \"Tên cá nhân, tổ chức\" }\n",
    );
    assert!(said.starts_with("LT0993 m.toml:") && said.contains("unknown field `applicant`"), "{said}");
}

#[test]
fn every_fault_of_a_mapping_is_placed() {
    let rows = [
        ("[book]", "[book", "LT0993", ""),
        ("side = \"incoming\"", "", "LT0993", "missing field `side`"),
        ("[dates]\n", "[date]\n", "LT0993", "unknown field `date`"),
        ("at = \"A\"", "at = 1", "LT0993", ""),
        ("# agency = \"H22.02\"", "agency = \"H22 02\"", "LT0994", "register.agency"),
        ("Asia/Ho_Chi_Minh", "Asia/Atlantis", "LT0994", "register.time_zone"),
        ("side = \"incoming\"", "side = \"in\"", "LT0994", "`outgoing`"),
        ("side = \"incoming\"", "side = \"outgoing\"", "LT0994", "lists = \"legs\""),
        ("lists = \"receptions\"", "lists = \"all\"", "LT0994", "`legs`"),
        ("lists = \"receptions\"", "lists = \"legs\"", "LT0994", "write `resolved`"),
        ("\"dd/MM/yyyy\", \"iso\"", "\"dd/mm/yyyy\"", "LT0994", "`dd/mm/yyyy` is no way to write a day"),
        ("[\"dd/MM/yyyy\", \"iso\"]", "[]", "LT0994", "no way to write a day is named"),
        ("\"(1)\", ", "\" \", ", "LT0994", "begins every row"),
        ("at = \"A\"", "at = \"B\"", "LT0994", "columns.number and columns.code are both in column B"),
        ("at = \"A\"", "at = \"AAAA\"", "LT0994", "`AAAA` is no column"),
        ("by = \"name\"", "by = \"title\"", "LT0994", "`code` and `name`"),
        ("means = \"returned\"", "means = \"done\"", "LT0994", "`resolved`"),
        ("at = \"B\", header = \"Mã hồ sơ\"", "at = \"B\"", "LT0994", "columns.code has no `header`"),
    ];
    for (good, bad, code, says) in rows {
        let said = fault(good, bad);
        assert!(said.starts_with(code) && said.contains(says), "{bad}: {said}");
        let place = said.split(": ").next().unwrap();
        assert_eq!(place.matches(':').count(), 2, "no line and column: {said}");
    }
    let no_key = shipped()
        .lines()
        .filter(|line| !line.starts_with("code =") && !line.starts_with("number ="))
        .collect::<Vec<_>>()
        .join("\n");
    let said = RegisterMapping::parse("m.toml", &no_key).unwrap_err().to_string();
    assert!(said.starts_with("LT0994") && said.contains("neither `code` nor `number`"), "{said}");
    assert_eq!(RegisterMapping::load(Path::new("/nowhere/m.toml")).unwrap_err().code(), "LT0990");
}
