//! What is known of a citizen, erased in a house: it stands in no file, nobody can open it, and all that was signed and decided holds.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use base64::Engine as _;
use lienthong_tests::demo::{act, get, start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{files_below, lienthong, temp_dir};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

const PATIENCE: Duration = Duration::from_secs(60);
const DESK: &str = "H22.02";
const OFFICE: &str = "H22.01";
const STRANGER: &str = "H22.15";
const DOSSIER: &str = "H22.02-201008-0901";
const OTHER: &str = "H22.02-201008-0902";
/// What only these two dossiers hold.
const APPLICANT: &str = "Phan Thị Cần-Được-Quên";
const CONTACT: &str = "0987 111 222 333";
/// What a paper says that was handed in with them.
const PAPER: &str = "Giấy khai sinh của Phan Thị Cần-Được-Quên, số 4711";

/// A dossier that is turned away: nobody needs its applicant any more.
fn turned_away(url: &str, house: &Path, dossier: &str) {
    let mut register = json!({ "agency": DESK, "officer": "tiep-nhan", "dossier": dossier });
    let sha256 = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(PAPER));
    let paper =
        json!({ "id": "giay-to", "name": "giay-to.txt", "sha256": sha256, "size": PAPER.len().to_string() });
    register["registerDossier"] = json!({ "procedure": "1.009974", "channel": "DESK", "documents": [paper] });
    register["personal"] = json!({ "applicant": APPLICANT, "contact": CONTACT });
    submit(url, &house.join("keys").join(format!("{DESK}.key")), DESK, &[register], 0);
    act(url, house, dossier, (DESK, "tiep-nhan"), ("refuseDossier", json!({ "reasons": ["nhầm thủ tục"] })));
}

/// That an officer is shown it; the command's id.
fn read(url: &str, house: &Path, agency: &str, officer: &str) -> String {
    let asked = json!({ "dossiers": [DOSSIER], "reason": "gọi người nộp bổ sung" });
    let line = json!({ "agency": agency, "officer": officer, "readPersonalData": asked });
    let receipts = submit(url, &house.join("keys").join(format!("{agency}.key")), agency, &[line], 0);
    receipts[0]["commandId"].as_str().unwrap().to_owned()
}

/// `lienthong dossier personal CODE --agency A --by ID`.
fn personal(house: &Path, agency: &str, id: &str, exit: i32) -> lienthong_tests::Finished {
    let mut command = lienthong([
        "dossier", "personal", DOSSIER, "--agency", agency, "--by", id, "--format", "json", "--ledger",
    ]);
    command.arg(house).finish(exit)
}

/// `lienthong dossier attach CODE FILE`, of the paper.
fn attach(house: &Path, dossier: &str, exit: i32) -> lienthong_tests::Finished {
    let file = house.with_extension("paper");
    fs::write(&file, PAPER).unwrap();
    let done = lienthong(["dossier", "attach", dossier]).arg(&file).arg("--ledger").arg(house).finish(exit);
    fs::remove_file(file).unwrap();
    done
}

/// `lienthong dossier attachment CODE giay-to -o FILE`; what the file says, if it is there.
fn paper(house: &Path, agency: &str, id: &str, exit: i32) -> Result<String, String> {
    let file = house.with_extension("read");
    let mut command =
        lienthong(["dossier", "attachment", DOSSIER, "giay-to", "--agency", agency, "--by", id]);
    let done = command.arg("--ledger").arg(house).arg("-o").arg(&file).finish(exit);
    let said = fs::read_to_string(&file).map_err(|_| done.stderr);
    let _ = fs::remove_file(file);
    said
}

/// How many of the attachments are held, and how many are erased; `audit attachments` ends with this code.
fn attachments(house: &Path, exit: i32) -> (Value, Value) {
    let found =
        lienthong(["audit", "attachments", "--format", "json", "--ledger"]).arg(house).finish(exit).json();
    (found["held"].clone(), found["erased"].clone())
}

fn erase(dossier: &str) -> Value {
    let why = json!({ "authority": "15/QĐ-VP", "law": "Luật Lưu trữ, Điều 28", "reason": "theo yêu cầu của công dân" });
    json!({ "agency": OFFICE, "officer": "lanh-dao", "dossier": dossier, "erasePersonalData": why })
}

/// The files in which one of the values stands, as it is or in one of the ways in which bytes are written as text.
fn found_in(directory: &Path) -> Vec<PathBuf> {
    let ways = |value: &str| {
        let base64 = base64::engine::general_purpose::STANDARD_NO_PAD.encode(value);
        [value.as_bytes().to_vec(), hex::encode(value).into_bytes(), base64.into_bytes()]
    };
    let sought: Vec<Vec<u8>> = [APPLICANT, CONTACT, PAPER].into_iter().flat_map(ways).collect();
    let holds = |file: &PathBuf| {
        let bytes = fs::read(file).unwrap();
        sought.iter().any(|value| bytes.windows(value.len()).any(|window| window == value))
    };
    files_below(directory).into_iter().filter(holds).collect()
}

fn keys_in(vault: &Path, kind: &str) -> Vec<PathBuf> {
    files_below(vault)
        .into_iter()
        .filter(|file| file.extension().is_some_and(|extension| extension == kind))
        .collect()
}

/// `lienthong audit prove CODE --for-citizen -o FILE`.
fn citizens_bundle(house: &Path, dossier: &str, file: &Path, exit: i32) -> String {
    let mut prove = lienthong(["audit", "prove", dossier, "--for-citizen", "--ledger"]);
    prove.arg(house).arg("-o").arg(file).finish(exit).stderr
}

#[test]
fn what_is_erased_stands_in_no_file_and_all_that_was_signed_holds() {
    let dir = temp_dir();
    let house = dir.path().join("province");
    let (mut demo, url) = start(&house, &["--days", "3", "--pace", "1"]);
    let vault = house.join("vault");
    turned_away(&url, &house, DOSSIER);
    turned_away(&url, &house, OTHER);
    let kept = keys_in(&vault, "dk");
    let opened = dir.path().join("opened.json");
    citizens_bundle(&house, DOSSIER, &opened, 0);
    let office = house.join("keys").join("office.key");
    for dossier in [DOSSIER, OTHER] {
        attach(&house, dossier, 0);
    }
    assert_eq!(attachments(&house, 0), (json!(2), json!(0)));
    let papers = files_below(&house.join("attachments"));
    let here = papers.iter().find(|file| file.to_string_lossy().contains("0901")).unwrap();
    let copy = fs::read(here).unwrap();

    // What it says is shown to an officer of whom that is on record, of an agency that has a part in it.
    assert!(personal(&house, DESK, "AaIYAs+fcb6grbqTIAf9pw==", 1).stderr.contains("LT0809"));
    let desks = read(&url, &house, DESK, "tiep-nhan");
    let said = personal(&house, DESK, &desks, 0).json();
    assert_eq!(said["values"][0]["value"], json!(APPLICANT), "{said}");
    assert_eq!(paper(&house, DESK, &desks, 0), Ok(PAPER.to_owned()));
    assert!(paper(&house, STRANGER, &desks, 1).unwrap_err().contains("LT0809"), "by another's record");
    assert!(personal(&house, STRANGER, &desks, 1).stderr.contains("LT0809"), "by another's record");
    let others = read(&url, &house, STRANGER, "thu-ly");
    assert!(personal(&house, STRANGER, &others, 1).stderr.contains("R03"));
    assert!(paper(&house, STRANGER, &others, 1).unwrap_err().contains("R03"));
    let who = get(&format!("{url}/api/v1/dossiers/{DOSSIER}/accesses"));
    assert_eq!(who["accesses"].as_array().unwrap().len(), 2, "{who}");

    // Another agency's word is not enough.
    let theirs = erase(DOSSIER).to_string().replace(OFFICE, DESK).replace("lanh-dao", "tiep-nhan");
    let theirs: Value = serde_json::from_str(&theirs).unwrap();
    let refused = submit(&url, &house.join("keys").join(format!("{DESK}.key")), DESK, &[theirs], 1);
    assert_eq!(refused[0]["rejection"]["refusals"][0]["code"], json!("LT0202"), "{refused:?}");
    assert_eq!(keys_in(&vault, "dk").len(), kept.len());

    let receipt = submit(&url, &office, OFFICE, &[erase(DOSSIER)], 0);
    assert!(receipt[0]["rejection"].is_null(), "{receipt:?}");
    // The receipt says that it is sealed, and by then the key is gone.
    let left = keys_in(&vault, "dk");
    let another = fs::read(&left[0]).unwrap();
    let gone: Vec<&PathBuf> = kept.iter().filter(|key| !left.contains(key)).collect();
    let [gone] = gone.as_slice() else { panic!("{gone:?} of {} keys", kept.len()) };
    assert_eq!(keys_in(&vault, "erased").len(), 1);
    let shown = get(&format!("{url}/api/v1/dossiers/{DOSSIER}"));
    assert!(shown["dossier"]["erased_at"].is_string(), "{shown}");
    let nothing = dir.path().join("nothing.json");
    let why = citizens_bundle(&house, DOSSIER, &nothing, 1);
    assert!(why.contains("LT0856") && why.contains("were erased, as record"), "{why}");
    citizens_bundle(&house, OTHER, &dir.path().join("other.json"), 0);
    assert!(personal(&house, DESK, &desks, 1).stderr.contains("LT0856"));
    // Its paper went with the key, and does not come again.
    assert!(!here.parent().unwrap().exists(), "{} is there", here.display());
    assert!(paper(&house, DESK, &desks, 1).unwrap_err().contains("LT0856"));
    assert!(attach(&house, DOSSIER, 1).stderr.contains("LT0536"));
    assert_eq!(attachments(&house, 0), (json!(1), json!(1)));

    // As long as a key cannot be destroyed, nobody is told that it is.
    let aside = house.join("vault.aside");
    fs::rename(&vault, &aside).unwrap();
    let (to, by) = (url.clone(), office.clone());
    let sending = thread::spawn(move || submit(&to, &by, OFFICE, &[erase(OTHER)], 0));
    thread::sleep(Duration::from_secs(2));
    assert!(!sending.is_finished(), "it was promised that a key is gone that is not");
    fs::rename(&aside, &vault).unwrap();
    sending.join().expect("a receipt");
    assert_eq!(keys_in(&vault, "erased").len(), 2);

    // The bundle that the citizen took home is theirs; nothing else holds it, nor what is told of the dossier.
    fs::remove_file(&opened).unwrap();
    fs::remove_file(dir.path().join("other.json")).unwrap();
    lienthong(["audit", "prove", DOSSIER, "--ledger"]).arg(&house).arg("-o").arg(&nothing).finish(0);
    let export = dir.path().join("all.xes.gz");
    lienthong(["export", "xes", "--ledger"]).arg(&house).arg("-o").arg(&export).finish(0);
    let told = lienthong(["dossier", "timeline", DOSSIER, "--ledger"]).arg(&house).finish(0).stdout;
    assert!(told.contains("Xóa dữ liệu cá nhân") || told.contains("xóa dữ liệu cá nhân"), "{told}");
    fs::write(dir.path().join("told.txt"), [told, demo.stdout(), demo.stderr()].concat()).unwrap();
    assert_eq!(found_in(dir.path()), Vec::<PathBuf>::new());

    // A vault that is put back from yesterday's backup has the key again, until a service has followed the ledger.
    demo.end("INT", PATIENCE);
    fs::remove_file(gone.with_extension("erased")).unwrap();
    fs::write(gone, &another).unwrap();
    assert!(personal(&house, DESK, &desks, 1).stderr.contains("LT0856"), "the ledger says that it is erased");
    // And so do its attachments.
    fs::create_dir_all(here.parent().unwrap()).unwrap();
    fs::write(here, &copy).unwrap();
    assert!(paper(&house, DESK, &desks, 1).unwrap_err().contains("LT0856"));
    assert_eq!(attachments(&house, 1), (json!(0), json!(1)), "what lies there again is named");
    let (mut demo, _) = start(&house, &["--pace", "1"]);
    let deadline = Instant::now() + PATIENCE;
    while gone.exists() || here.exists() {
        assert!(Instant::now() < deadline, "it came back, and is not erased again");
        thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(keys_in(&vault, "erased").len(), 2);
    demo.end("INT", PATIENCE);

    let verified =
        lienthong(["audit", "verify", "--format", "json", "--ledger"]).arg(&house).finish(0).json();
    assert_eq!(
        verified["not_redecidable"],
        json!(0),
        "no decision was ever made on what is gone: {verified}"
    );
    assert_eq!(verified["redecided"], verified["records"], "{verified}");
}
