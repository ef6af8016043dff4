//! A province's files published to a house that is there: what is new or differs, once; what was rejected is said in its place, and what
//! was published shows what it changed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use lienthong_tests::{
    Background, Finished, copy_directory, demo, free_port, lienthong, run, run_within, temp_dir, workspace,
};
use serde_json::{Value, json};

const PERMIT: &str = "procedures/building-permit.toml";
const CODE: &str = "1.009974";
const LIMIT: Duration = Duration::from_secs(60);

/// A house of H22 beside a copy of the shipped province's files.
struct Beside {
    _dir: tempfile::TempDir,
    house: PathBuf,
    files: PathBuf,
}

fn up(house: &Path) -> (Background, String) {
    let listen = format!("127.0.0.1:{}", free_port());
    let mut command = lienthong(["up", "--unit", "H22", "--name", "2020", "--listen", &listen, "--ledger"]);
    let mut running = Background::spawn(command.arg(house));
    running.wait_for("is open at", LIMIT);
    let url = format!("http://{listen}");
    // Asked to end before it serves, it would end without ado.
    demo::get(&format!("{url}/api/v1/positions"));
    (running, url)
}

impl Beside {
    fn new() -> Self {
        let dir = temp_dir();
        let (house, files) = (dir.path().join("house"), dir.path().join("files"));
        up(&house).0.end("TERM", LIMIT);
        copy_directory(&workspace::root().join("deploy/provinces/ha-giang-2020"), &files);
        Self { _dir: dir, house, files }
    }

    fn publish(&self, options: &[&str]) -> Finished {
        let mut command = lienthong(["catalogue", "publish"]);
        command.arg(&self.files).arg("--ledger").arg(&self.house).args(options);
        run_within(&mut command, LIMIT)
    }

    /// What would be published: command, of what, new or changed, where.
    fn planned(&self) -> Vec<(String, String, String, String)> {
        let told = self.publish(&["--dry-run", "--format", "json"]).expect_code(0).json();
        let text = |one: &Value, name: &str| one[name].as_str().expect("a text").to_owned();
        let place = |one: &Value| format!("{}:{}", text(one, "file"), one["line"]);
        let publications = told["publications"].as_array().expect("a list").iter();
        publications
            .map(|one| (text(one, "command"), text(one, "about"), text(one, "standing"), place(one)))
            .collect()
    }

    fn show(&self, options: &[&str]) -> Finished {
        let mut command = lienthong(["catalogue", "show", CODE]);
        command.args(options);
        run_within(&mut command, LIMIT)
    }

    fn of_house(&self) -> String {
        self.house.display().to_string()
    }

    fn of_files(&self) -> String {
        self.files.display().to_string()
    }

    /// Changes a file, and says on which line the new text stands.
    fn change(&self, file: &str, from: &str, to: &str) -> usize {
        let path = self.files.join(file);
        let text = fs::read_to_string(&path).expect("a file of the province");
        assert!(text.contains(from), "{file} holds no {from:?}");
        fs::write(&path, text.replacen(from, to, 1)).expect("written");
        1 + text[..text.find(from).expect("found")].matches('\n').count()
    }
}

#[test]
fn what_is_new_or_differs_is_published_once() {
    let beside = Beside::new();
    let all = beside.planned();
    assert!(all.len() > 200 && all.iter().all(|(_, _, standing, _)| standing == "new"), "{all:#?}");
    let rules = all.iter().filter(|(command, ..)| command == "AdoptRules");
    assert_eq!(rules.map(|(_, about, ..)| about.as_str()).collect::<Vec<_>>(), ["routing 2"]);
    assert_eq!(beside.planned(), all, "to look changes nothing");
    let done = beside.publish(&[]).expect_code(0);
    assert!(done.stderr.contains(&format!("published {}", all.len())), "{done:#?}");
    assert_eq!(beside.planned(), []);
    let again = beside.publish(&[]).expect_code(0);
    assert!(again.stdout.contains("there is nothing to publish") && again.stderr.is_empty(), "{again:#?}");

    // Something else under the same decision is not published.
    let line = beside.change(PERMIT, "term = \"20 working days\"", "term = \"18 working days\"");
    assert_eq!(line, 8, "after the code, on which the message stands");
    beside.publish(&[]).refused(1, "LT0151").says(&format!("{PERMIT}:3: PublishProcedure of {CODE}"));
    let decision = "decision = { number = \"2011/QĐ-UBND\", date = \"2020-09-28\", signer = \"CT\" }\nin-force-from = \"2020-10-02\"\n";
    beside.change(PERMIT, "fictitious", &format!("{decision}fictitious"));
    let changed = |command: &str, line: usize| {
        (command.to_owned(), CODE.to_owned(), "changed".to_owned(), format!("{PERMIT}:{line}"))
    };
    assert_eq!(beside.planned(), [changed("PublishProcedure", 3), changed("PublishProcess", 27)]);

    // As if it were published, and then as it is.
    let (house, files) = (beside.of_house(), beside.of_files());
    let next =
        beside.show(&["--ledger", &house, "--files", &files, "--format", "json"]).expect_code(0).json();
    let difference = |shown: &Value| {
        let version = &shown["versions"][0];
        let parts = |side: &str| version["differences"][0][side][0]["en"].clone();
        (version["version"].clone(), version["published"].clone(), parts("before"), parts("after"))
    };
    let days =
        |published: bool| (json!(2), json!(published), json!("20 working days"), json!("18 working days"));
    assert_eq!(difference(&next), days(false), "{next:#}");
    beside.publish(&[]).expect_code(0);
    let now = beside.show(&["--ledger", &house, "--format", "json"]).expect_code(0).json();
    assert_eq!(difference(&now), days(true), "{now:#}");
    let before =
        beside.show(&["--ledger", &house, "--on", "2020-10-01", "--format", "json"]).expect_code(0).json();
    assert_eq!((&before["version"], &before["in_force"]), (&json!(1), &json!(true)));
    let told = beside.show(&["--ledger", &house]).expect_code(0).stdout;
    for said in [
        "Term  20 working days → 18 working days",
        "Version 2 · in force · from 02/10/2020 00:00 · 2011/QĐ-UBND",
    ] {
        assert!(told.contains(said), "{said}: {told}");
    }
    assert_eq!(beside.planned(), []);
    run(["audit", "verify", "--ledger", &house]).expect_code(0);
}

#[test]
fn versions_of_rules_are_adopted_as_the_files_name_them_or_by_hand() {
    const SHIPPED: &str = "rules = { routing = 2 }";
    const OFFICE: &str = "H22.office";
    let beside = Beside::new();
    let adopted = || {
        let planned = beside.planned().into_iter().filter(|(command, ..)| command == "AdoptRules");
        planned.map(|(_, about, _, place)| (about, place)).collect::<Vec<_>>()
    };
    let line = beside.change("province.toml", SHIPPED, "# none");
    assert_eq!(adopted(), [], "what no file names is not adopted");
    let told = beside.publish(&["--dry-run"]).expect_code(0).stderr;
    let note = "routing goes by version 1 of its rules, and this release has version 2: province.toml adopts it with `rules = { routing = 2 }`";
    assert!(told.contains(note), "{told}");

    // By hand, by the line that operators are told, of the Office that this ledger names.
    let page = fs::read_to_string(workspace::root().join("docs/operators.md")).expect("the page");
    let by_hand = page.lines().find(|line| line.starts_with('{') && line.contains("adoptRules"));
    let by_hand = by_hand.expect("a line").replace("H22.01", OFFICE);
    let by_hand = by_hand.replace("lanh-dao", "operator").replace("thu-ly", "drafter");
    let (house, file) = (beside.of_house(), beside.files.join("adopt.ndjson"));
    fs::write(&file, by_hand).expect("written");
    let (file, key) =
        (file.display().to_string(), beside.house.join("keys/office.key").display().to_string());
    let adopt = || run(["submit", &file, "--agency", OFFICE, "--ledger", &house, "--key", &key]);
    adopt().expect_code(0);
    let again = adopt();
    assert!(again.code() == 1 && again.stdout.contains("LT0404"), "{again:#?}");
    let place = |version: u32| (format!("routing {version}"), format!("province.toml:{line}"));
    beside.change("province.toml", "# none", SHIPPED);
    assert_eq!(adopted(), [], "it holds already");

    // What this release lacks it does not adopt.
    beside.change("province.toml", SHIPPED, "rules = { routing = 3 }");
    assert_eq!(adopted(), [place(3)]);
    beside.publish(&[]).refused(3, "LT0031");
    let checked = run(["catalogue", "check", &beside.of_files()]).expect_code(0);
    assert!(
        checked.stderr.contains("names version 3 of routing's rules, and this release has 2"),
        "{checked:#?}"
    );
}

#[test]
fn a_process_is_drawn_from_files_alone() {
    let beside = Beside::new();
    let files = beside.of_files();
    let drawn = beside.show(&["--files", &files, "--diagram"]).expect_code(0).stdout;
    for line in ["( Begin )", "2. Thẩm định    Appraise · at the agency · 15 working days", "( End )"]
    {
        assert!(drawn.lines().any(|drawn| drawn == line), "{line}: {drawn}");
    }
    let svg = beside.show(&["--files", &files, "--diagram", "svg", "--lang", "vi"]).expect_code(0).stdout;
    assert!(
        svg.starts_with("<svg xmlns=") && svg.contains("15 ngày làm việc") && svg.ends_with("</svg>\n"),
        "{svg}"
    );
    // Procedure and reader of nothing, and of nothing published.
    let other =
        |options: &[&str]| run([&["catalogue", "show", "9.999999", "--files", &files], options].concat());
    other(&[]).refused(1, "LT0927");
    other(&["--lang", "fr"]).refused(2, "LT0908");
    run(["catalogue", "show", "2.001827", "--files", &files, "--diagram"]).refused(1, "LT0928");
}

#[test]
fn the_process_of_a_case_is_shown_and_published_beside_the_one_for_all() {
    const LAND: &str = "procedures/land-transfer.toml";
    const CASE: &str = "Đính chính Giấy chứng nhận đã cấp";
    let beside = Beside::new();
    let (house, files) = (beside.of_house(), beside.of_files());
    let show = |options: &[&str]| run([&["catalogue", "show", "1.005398"], options].concat()).expect_code(0);
    let versions = |shown: &Value| {
        let versions = shown["process_versions"].as_array().expect("versions").iter();
        versions.map(|one| (one["version"].clone(), one["case"].clone())).collect::<Vec<_>>()
    };
    let both = [(json!(2), json!(CASE)), (json!(1), json!(null))];
    let of_files = show(&["--files", &files, "--format", "json"]).json();
    assert_eq!(versions(&of_files), both, "{of_files:#}");
    assert_eq!(of_files["processes"].as_array().map(Vec::len), Some(2));
    let drawn = show(&["--files", &files, "--diagram", "--case", CASE]).stdout;
    assert!(drawn != show(&["--files", &files, "--diagram"]).stdout, "{drawn}");

    beside.publish(&[]).expect_code(0);
    assert_eq!(versions(&show(&["--ledger", &house, "--format", "json"]).json()), both);
    // Both stand under the new decision.
    let decision = "decision = { number = \"2012/QĐ-UBND\", date = \"2020-09-28\", signer = \"CT\" }\n";
    beside.change(LAND, "fictitious", &format!("{decision}fictitious"));
    let planned = beside.planned();
    let about: Vec<_> =
        planned.iter().map(|(command, about, ..)| (command.as_str(), about.as_str())).collect();
    assert_eq!(
        about,
        [
            ("PublishProcedure", "1.005398"),
            ("PublishProcess", "1.005398"),
            ("PublishProcess", "1.005398 (đính chính)"),
        ]
    );
    assert_ne!(planned[1].3, planned[2].3, "each in its place");
    beside.publish(&[]).expect_code(0);
    assert_eq!(beside.planned(), []);
}

#[test]
fn what_is_rejected_is_said_in_its_place_and_what_was_before_it_stays() {
    let beside = Beside::new();
    beside.publish(&[]).expect_code(0);
    let decision = "decision = { number = \"2011/QĐ-UBND\", date = \"2020-09-28\", signer = \"CT\" }\n";
    beside.change(PERMIT, "fictitious", &format!("{decision}fictitious"));
    let nameless =
        "# Written in haste.\ncode = \"1.000999\"\nname = \" \"\nfield = \"Thử\"\nterm = \"1 working day\"\n";
    fs::write(beside.files.join("procedures/nameless.toml"), nameless).expect("written");
    assert_eq!(beside.planned().len(), 3);
    let at = "procedures/nameless.toml:2: PublishProcedure of 1.000999 was rejected";
    beside.publish(&[]).refused(1, "LT0152").says_all(&[at, "LT0458", "2 before it are published and stay"]);
    let left = beside.planned();
    assert_eq!(left.len(), 1, "{left:?}");
    beside.change("procedures/nameless.toml", "name = \" \"", "name = \"Thủ tục thử\"");
    beside.publish(&[]).expect_code(0);
    assert_eq!(beside.planned(), []);

    // Drafted and approved by two: one person is not.
    beside.change(
        "procedures/nameless.toml",
        "field = \"Thử\"",
        &format!("field = \"Khác\"\n{}", decision.replace("2011", "2012")),
    );
    beside.publish(&["--drafted-by", "operator"]).refused(1, "LT0152").says("LT0423");
    beside.publish(&["--drafted-by", "operator", "--approved-by", "drafter"]).expect_code(0);
    assert_eq!(beside.planned(), []);
    run(["audit", "verify", "--ledger", &beside.of_house()]).expect_code(0);
}

#[test]
fn files_of_another_unit_are_refused_and_a_house_in_use_is_published_to_through_its_door() {
    let beside = Beside::new();
    let (mut running, url) = up(&beside.house);
    beside.publish(&[]).refused(3, "LT0501");
    let done = beside.publish(&["--url", &url]).expect_code(0);
    assert!(done.stderr.contains("H22/catalogue: published"), "{done:#?}");
    assert_eq!(beside.planned(), []);
    running.end("TERM", LIMIT);
    beside.change("province.toml", "unit = \"H22\"", "unit = \"H23\"");
    beside.publish(&["--dry-run"]).refused(2, "LT0150").says("these are the files of H23");
}
