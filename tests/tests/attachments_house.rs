//! What documents say, in a house: handed in once a record names it, read by record, checked, and named where it is not what it was.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_tests::demo::{act, get, start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::small_disk::run_with_small_files;
use lienthong_tests::{Background, Finished, files_below, lienthong, temp_dir};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const DESK: &str = "H22.02";
const CHAIR: &str = "H22.18";
const ASKED: &str = "H22.15";
const DOSSIER: &str = "H22.02-201006-0903";
const OTHER: &str = "H22.02-201006-0904";

/// Longer than two parts, and no part like another.
fn scan() -> Vec<u8> {
    (0..600_000_u32).flat_map(|at| [at as u8, (at >> 8) as u8 ^ 0x5a]).take(700_001).collect()
}

fn document(id: &str, bytes: &[u8]) -> Value {
    let sha256 = STANDARD.encode(Sha256::digest(bytes));
    json!({ "id": id, "name": format!("{id}.pdf"), "sha256": sha256, "size": bytes.len().to_string() })
}

struct Place {
    dir: tempfile::TempDir,
    house: PathBuf,
    url: String,
    demo: Background,
}

impl Place {
    fn new() -> Self {
        let dir = temp_dir();
        let house = dir.path().join("province");
        let (demo, url) = start(&house, &["--days", "3", "--pace", "1"]);
        Self { dir, house, url, demo }
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    fn register(&self, dossier: &str, documents: &[Value]) {
        let register = json!({ "procedure": "1.009974", "channel": "DESK", "documents": documents });
        act(&self.url, &self.house, dossier, (DESK, "tiep-nhan"), ("registerDossier", register));
        let receive = json!({ "channel": "DESK", "handedIn": ["don", "giay-to"] });
        act(&self.url, &self.house, dossier, (DESK, "tiep-nhan"), ("receiveDossier", receive));
    }

    fn attach(&self, dossier: &str, files: &[&Path], exit: i32) -> Finished {
        lienthong(["dossier", "attach", dossier, "--ledger"]).arg(&self.house).args(files).finish(exit)
    }

    fn list(&self, dossier: &str) -> Vec<(String, String)> {
        list(&self.house, dossier)
    }

    fn may_read(&self, agency: &str, officer: &str) -> String {
        let asked = json!({ "dossiers": [DOSSIER], "reason": "thẩm tra hồ sơ" });
        let line = json!({ "agency": agency, "officer": officer, "readPersonalData": asked });
        let key = self.house.join("keys").join(format!("{agency}.key"));
        let receipts = submit(&self.url, &key, agency, &[line], 0);
        receipts[0]["commandId"].as_str().unwrap().to_owned()
    }

    fn read(&self, document: &str, agency: &str, by: &str, to: &Path, exit: i32) -> Finished {
        let mut command =
            lienthong(["dossier", "attachment", DOSSIER, document, "--agency", agency, "--by", by]);
        command.arg("--ledger").arg(&self.house).arg("-o").arg(to).finish(exit)
    }

    fn audit(&self, exit: i32) -> Value {
        let mut command = lienthong(["audit", "attachments", "--format", "json", "--ledger"]);
        command.arg(&self.house).finish(exit).json()
    }
}

/// Id and state of each document that the records of a dossier name.
fn list(house: &Path, dossier: &str) -> Vec<(String, String)> {
    let mut command = lienthong(["dossier", "attachments", dossier, "--format", "json", "--ledger"]);
    let listed = command.arg(house).finish(0).json();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let documents = listed["documents"].as_array().unwrap();
    documents.iter().map(|one| (text(&one["id"]), text(&one["state"]))).collect()
}

fn listed(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(id, state)| ((*id).to_owned(), (*state).to_owned())).collect()
}

#[test]
fn a_document_is_handed_in_once_it_is_named_read_by_record_and_checked() {
    let mut place = Place::new();
    let (scan, form) = (scan(), b"Don de nghi".to_vec());
    place.register(DOSSIER, &[document("scan", &scan), document("form", &form)]);
    place.register(OTHER, &[document("scan", &scan)]);
    let (scan_file, form_file) = (place.file("scan.pdf", &scan), place.file("form.pdf", &form));
    assert_eq!(place.list(DOSSIER), listed(&[("scan", "missing"), ("form", "missing")]));
    assert_eq!(place.audit(0)["clean"], json!(true), "what nobody brought is no damage");

    // What no record names is not taken in, whatever else is.
    let junk = place.file("junk.pdf", b"junk");
    let refused = place.attach(DOSSIER, &[&junk, &scan_file], 1);
    assert!(refused.stderr.contains("LT0531") && refused.stderr.contains("junk.pdf"), "{refused:?}");
    assert!(refused.stdout.contains("refused") && refused.stdout.contains("taken in"), "{refused:?}");
    assert!(place.attach(DOSSIER, &[&scan_file], 0).stdout.contains("held"), "the same again is no fault");
    assert_eq!(place.list(DOSSIER), listed(&[("scan", "held"), ("form", "missing")]));
    assert_eq!(place.list(OTHER), listed(&[("scan", "missing")]), "each dossier has its own");
    let kept = files_below(&place.house.join("attachments"));
    let [kept] = kept.as_slice() else { panic!("{kept:?}") };
    let good = fs::read(kept).unwrap();
    assert!(!good.windows(32).any(|window| window == &scan[1_000..1_032]), "it lies there in the clear");

    // Read by record alone, by who has a part in the dossier.
    let out = place.dir.path().join("out.pdf");
    assert!(place.read("scan", DESK, "AaIYAs+fcb6grbqTIAf9pw==", &out, 1).stderr.contains("LT0809"));
    let strangers = place.may_read(CHAIR, "thu-ly");
    assert!(place.read("scan", "H22.77", &strangers, &out, 1).stderr.contains("LT0809"));
    let by = place.may_read(DESK, "tiep-nhan");
    assert!(place.read("none", DESK, &by, &out, 1).stderr.contains("LT0953"));
    assert!(place.read("form", DESK, &by, &out, 1).stderr.contains("LT0534"));
    assert!(!out.exists());
    place.read("scan", DESK, &by, &out, 0);
    assert!(fs::read(&out).unwrap() == scan);
    assert!(place.read("scan", DESK, &by, &out, 2).stderr.contains("LT0954"), "never over a file");
    let digest = hex::encode(Sha256::digest(&scan));
    place.read(&digest, DESK, &by, &place.dir.path().join("again.pdf"), 0);

    // Wrong, cut short or swapped: named, never given out, and healed by handing it in again.
    place.attach(OTHER, &[&scan_file], 0);
    let others = files_below(&place.house.join("attachments")).into_iter().find(|file| file != kept).unwrap();
    let mut flipped = good.clone();
    flipped[300_000] ^= 1;
    for bad in [flipped, good[..good.len() - 1].to_vec(), fs::read(&others).unwrap()] {
        fs::write(kept, bad).unwrap();
        let to = place.dir.path().join("bad.pdf");
        assert!(place.read("scan", DESK, &by, &to, 1).stderr.contains("LT0535"));
        assert!(
            !to.exists() && !place.dir.path().join("bad.pdf.part").exists(),
            "a part is taken for the whole"
        );
        let found = place.audit(1);
        assert_eq!((&found["held"], &found["missing"]), (&json!(1), &json!(1)), "{found}");
        assert_eq!(found["damaged"][0]["dossier"], json!(DOSSIER), "{found}");
        assert!(place.attach(DOSSIER, &[&scan_file], 0).stdout.contains("taken in"));
        assert_eq!(place.audit(0)["held"], json!(2));
    }
    let over_http = |dossier: &str, file: &Path, exit: i32| {
        lienthong(["dossier", "attach", dossier, "--url", &place.url]).arg(file).finish(exit)
    };
    assert!(over_http(DOSSIER, &junk, 1).stderr.contains("LT0531"));
    let large = place.file("large.pdf", &vec![7; 8 << 20]);
    assert!(over_http(DOSSIER, &large, 1).stderr.contains("LT0531"), "before its bytes are sent");
    assert!(over_http(DOSSIER, &form_file, 0).stdout.contains("taken in"));
    assert!(over_http(OTHER, &scan_file, 0).stdout.contains("held"));
    let told = get(&format!("{}/api/v1/dossiers/{DOSSIER}/attachments", place.url));
    assert_eq!(
        (&told["documents"][0]["state"], &told["documents"][1]["state"]),
        (&json!("held"), &json!("held"))
    );
    place.demo.end("INT", PATIENCE);
}

#[test]
fn what_an_opinion_brings_in_confidence_is_for_who_asked_and_who_answered() {
    let mut place = Place::new();
    let opinion = b"Huong tuyen vuong lo gioi".to_vec();
    place.register(DOSSIER, &[]);
    let open = json!({
        "consultation": "c1",
        "question": "Có vướng gì không?",
        "participants": [{ "participant": { "agency": ASKED }, "mandatory": true, "term": { "phases": [{ "halfWorkingDays": 4 }] } }],
        "confidential": true,
    });
    act(&place.url, &place.house, DOSSIER, (CHAIR, "thu-ly"), ("openConsultation", open));
    let give = json!({
        "consultation": "c1", "from": { "agency": ASKED }, "stance": "DISAGREE", "text": "Vướng",
        "documents": [document("map", &opinion)],
    });
    act(&place.url, &place.house, DOSSIER, (ASKED, "thu-ly"), ("giveOpinion", give));
    place.attach(DOSSIER, &[&place.file("map.pdf", &opinion)], 0);
    let url = format!("{}/api/v1/dossiers/{DOSSIER}", place.url);
    place.demo.wait_until("the answer is shown", PATIENCE, |_| {
        get(&url)["dossier"]["consultations"][0]["answered"] == 1
    });
    assert_eq!(get(&format!("{url}/attachments"))["documents"], json!([]), "it is named to everybody");
    assert_eq!(place.list(DOSSIER), listed(&[("map", "held")]), "who may read the ledger reads it there");
    for (agency, officer) in [(CHAIR, "thu-ly"), (ASKED, "thu-ly")] {
        let by = place.may_read(agency, officer);
        let out = place.dir.path().join(format!("{agency}.pdf"));
        place.read("map", agency, &by, &out, 0);
        assert_eq!(fs::read(&out).unwrap(), opinion);
    }
    let by = place.may_read(DESK, "tiep-nhan");
    let out = place.dir.path().join("desk.pdf");
    assert!(place.read("map", DESK, &by, &out, 1).stderr.contains("LT0953"));

    // Whoever knows its digest and names it again has not been shown it by that.
    let again = json!({ "documents": [document("mine", &opinion)], "note": "bổ sung" });
    act(&place.url, &place.house, DOSSIER, (DESK, "tiep-nhan"), ("attachDocument", again));
    place.demo.wait_until("it is named again", PATIENCE, |_| list(&place.house, DOSSIER).len() == 2);
    assert!(place.read("mine", DESK, &by, &out, 1).stderr.contains("LT0953"));
    assert_eq!(get(&format!("{url}/attachments"))["documents"], json!([]), "it is said whether it is here");

    // Said by mistake with another size it is another document; the right one is read by both.
    let digest = hex::encode(Sha256::digest(&opinion));
    let mut mistaken = document("map", &opinion);
    mistaken["size"] = json!("1");
    let mistaken = json!({ "documents": [mistaken], "note": "nhầm" });
    act(&place.url, &place.house, DOSSIER, (CHAIR, "thu-ly"), ("attachDocument", mistaken));
    place
        .demo
        .wait_until("it is named with another size", PATIENCE, |_| list(&place.house, DOSSIER).len() == 3);
    let (by, out) = (place.may_read(CHAIR, "thu-ly"), place.dir.path().join("chair.pdf"));
    let sized = format!("{digest}.{}", opinion.len());
    assert!(place.read(&digest, CHAIR, &by, &out, 2).stderr.contains(&sized));
    place.read(&sized, CHAIR, &by, &out, 0);
    assert_eq!(fs::read(&out).unwrap(), opinion);
    place.demo.end("INT", PATIENCE);
}

/// What lies there of the dossier: files, and those that are whole.
fn lying(house: &Path) -> (usize, usize) {
    let folder = house.join("attachments");
    let all = if folder.is_dir() { files_below(&folder) } else { Vec::new() };
    let drafts =
        all.iter().filter(|file| file.extension().is_some_and(|extension| extension == "new")).count();
    (all.len(), all.len() - drafts)
}

#[test]
fn a_full_disk_and_a_killed_program_leave_nothing_half() {
    let mut place = Place::new();
    let large: Vec<u8> = (0..40_u32 << 20).map(|at| (at ^ (at >> 9)) as u8).collect();
    place.register(DOSSIER, &[document("scan", &large)]);
    let file = place.file("scan.pdf", &large);
    let attach = || {
        let mut command = lienthong(["dossier", "attach", DOSSIER]);
        command.arg(&file).arg("--ledger").arg(&place.house);
        command
    };
    for bytes in [100_000, 30 << 20] {
        let refused = run_with_small_files(bytes, &attach()).expect_code(3);
        assert!(refused.stderr.contains("LT0530") && refused.stderr.contains("make room"), "{refused:?}");
        assert_eq!(lying(&place.house), (0, 0));
    }
    // Killed wherever it is, the last time as soon as it is at work: what is there is whole, or is not there.
    let mut half_way = false;
    for pause in [200, 150, 100, 80, 60, 40, 20, 10, 5, 0] {
        let _ = fs::remove_dir_all(place.house.join("attachments"));
        let mut running = Background::spawn(&mut attach());
        while lying(&place.house).0 == 0 && running.wait(Duration::from_millis(1)).is_none() {}
        std::thread::sleep(Duration::from_millis(pause));
        running.kill();
        let (all, whole) = lying(&place.house);
        half_way = all > whole;
        let found = place.audit(0);
        assert_eq!((&found["held"], &found["missing"]), (&json!(whole), &json!(1 - whole)), "{found}");
    }
    assert!(half_way, "the last one was not at work");
    assert!(attach().finish(0).stdout.contains("taken in"));
    assert_eq!(lying(&place.house), (1, 1), "what the dead left is gone");
    place.demo.end("INT", PATIENCE);
}
