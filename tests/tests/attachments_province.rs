//! What documents say, on a province of real processes: handed in and read by an agency in its own name, and gone with the key.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_tests::nats::{Finish as _, Province};
use lienthong_tests::{Finished, copy_directory, files_below, lienthong, temp_dir, workspace};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};

const DOSSIER: &str = "H22.02-201006-0905";
const PAPER: &[u8] = "Giấy khai sinh của Phan Thị Cần-Được-Quên, số 4711".as_bytes();

struct Agencies {
    province: Province,
    dir: tempfile::TempDir,
}

impl Agencies {
    /// Published agencies, of which two have users and keys.
    fn start() -> Self {
        let province = Province::start_with("H22/2020", &["H22_02", "H22_15"]);
        let agencies = Self { province, dir: temp_dir() };
        let (province, folder) = (&agencies.province, agencies.dir.path().join("files"));
        copy_directory(&workspace::root().join("deploy/provinces/ha-giang-2020"), &folder);
        // Today is later than the day on which these agencies gave way to others.
        fs::remove_file(folder.join("changes/2025-07-01.toml")).unwrap();
        let mut publish = province.command("historian", &["catalogue", "publish"]);
        publish.arg("--keys").arg(province.keys()).arg(folder).finish(0);
        for agency in ["H22.02", "H22.15"] {
            let key = agencies.key(agency);
            lienthong(["keys", "new", agency, "-o"]).arg(&key).finish(0);
            let shown = lienthong(["keys", "show", "--format", "json"]).arg(&key).finish(0).json();
            let line = json!({
                "agency": "H22.office", "officer": "operator", "draftedBy": "drafter",
                "registerKey": { "agency": agency, "publicKey": shown["public_key"], "use": "AGENCY",
                    "validity": { "from": "2020-01-01T00:00:00Z" } },
            });
            agencies.office("H22/catalogue", &line);
        }
        agencies
    }

    fn key(&self, agency: &str) -> PathBuf {
        self.dir.path().join(format!("{agency}.key"))
    }

    fn submit(&self, user: &str, key: &Path, origin: &str, line: &Value) -> Vec<Value> {
        let file = self.dir.path().join("line.ndjson");
        fs::write(&file, format!("{line}\n")).unwrap();
        let agency = line["agency"].as_str().unwrap();
        let mut command =
            self.province.command(user, &["submit", "--agency", agency, "--role", user, "--origin", origin]);
        let done = command.arg("--key").arg(key).arg(&file).finish(0);
        done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    fn office(&self, origin: &str, line: &Value) {
        self.submit("historian", &self.province.keys().join("office.key"), origin, line);
    }

    fn act(&self, agency: &str, line: &Value) -> Vec<Value> {
        self.submit(&agency.replace('.', "_"), &self.key(agency), "H22/2020", line)
    }

    fn dossier(&self, agency: &str, what: &str, more: &[&str], exit: i32) -> Finished {
        let mut command = self.province.command(&agency.replace('.', "_"), &["dossier", what, DOSSIER]);
        command.args(more).args(["--agency", agency]).finish(exit)
    }

    fn read(&self, agency: &str, document: &str, by: &str, exit: i32) -> Result<Vec<u8>, String> {
        let out = self.dir.path().join("out");
        let _ = fs::remove_file(&out);
        let to = out.display().to_string();
        let done = self.dossier(agency, "attachment", &[document, "--by", by, "-o", &to], exit);
        fs::read(&out).map_err(|_| done.stderr)
    }

    fn listed(&self) -> Value {
        let mut command =
            self.province.command("historian", &["dossier", "attachments", DOSSIER, "--format", "json"]);
        command.finish(0).json()["documents"].clone()
    }

    fn audit(&self, exit: i32) -> Value {
        let vault = self.province.server.seed_file("vault-projections");
        let mut command = self
            .province
            .command("projections", &["audit", "attachments", "--role", "projections", "--format", "json"]);
        command.arg("--vault-nkey").arg(vault).finish(exit).json()
    }
}

#[test]
fn a_document_goes_in_comes_out_and_goes_with_its_key() {
    let mut agencies = Agencies::start();
    let scan: Vec<u8> = (0..700_001_u32).map(|at| (at / 3) as u8).collect();
    let document = |id: &str, bytes: &[u8]| json!({ "id": id, "name": id, "sha256": STANDARD.encode(Sha256::digest(bytes)), "size": bytes.len().to_string() });
    let of = |mut line: Value| {
        line["agency"] = json!("H22.02");
        line["officer"] = json!("tiep-nhan");
        line["dossier"] = json!(DOSSIER);
        line
    };
    let register = json!({ "procedure": "1.009974", "channel": "DESK",
        "documents": [document("giay-to", PAPER), document("scan", &scan)] });
    agencies.act("H22.02", &of(json!({ "registerDossier": register })));
    let (paper, scanned) = (agencies.dir.path().join("paper"), agencies.dir.path().join("scan"));
    fs::write(&paper, PAPER).unwrap();
    fs::write(&scanned, &scan).unwrap();
    let (paper, scanned) = (paper.display().to_string(), scanned.display().to_string());

    // The sealer's copy is no house: bytes that went there would be read by nobody.
    let mut astray = lienthong(["dossier", "attach", DOSSIER, &scanned, "--ledger"]);
    assert!(astray.arg(agencies.province.sealed_copy()).finish(2).stderr.contains("LT0536"));
    assert!(!agencies.province.sealed_copy().join("vault").exists());
    let junk = agencies.key("H22.02").display().to_string();
    assert!(agencies.dossier("H22.02", "attach", &[&junk], 1).stderr.contains("LT0531"));
    // Whoever has the bytes may bring them.
    agencies.dossier("H22.15", "attach", &[&scanned], 0);
    let states = |listed: &Value| [listed[0]["state"].clone(), listed[1]["state"].clone()];
    assert_eq!(states(&agencies.listed()), ["missing", "held"]);
    agencies.province.kill("routing-1");
    agencies.dossier("H22.02", "attach", &[&paper, &scanned], 0);
    assert_eq!(states(&agencies.listed()), ["held", "held"]);
    assert_eq!(agencies.audit(0)["held"], json!(2));

    let asked = json!({ "dossiers": [DOSSIER], "reason": "thẩm tra" });
    let by = |agency: &str, officer: &str| {
        let line = json!({ "agency": agency, "officer": officer, "readPersonalData": asked });
        agencies.act(agency, &line)[0]["commandId"].as_str().unwrap().to_owned()
    };
    let (desks, strangers) = (by("H22.02", "tiep-nhan"), by("H22.15", "thu-ly"));
    assert!(agencies.read("H22.02", "scan", &desks, 0) == Ok(scan.clone()));
    let digest = hex::encode(Sha256::digest(PAPER));
    assert_eq!(agencies.read("H22.02", &digest, &desks, 0), Ok(PAPER.to_vec()));
    assert!(
        agencies.read("H22.15", "scan", &strangers, 1).unwrap_err().contains("R03"),
        "it has no part in it"
    );
    assert!(
        agencies.read("H22.15", "scan", &desks, 1).unwrap_err().contains("LT0804"),
        "by another's record"
    );

    agencies.act("H22.02", &of(json!({ "refuseDossier": { "reasons": ["nhầm thủ tục"] } })));
    let why = json!({ "authority": "15/QĐ-VP", "law": "Luật Lưu trữ, Điều 28", "reason": "theo yêu cầu" });
    agencies.office(
        "H22/2020",
        &json!({ "agency": "H22.office", "officer": "operator", "dossier": DOSSIER, "erasePersonalData": why }),
    );
    assert!(agencies.read("H22.02", "scan", &desks, 1).unwrap_err().contains("erased"));
    assert!(agencies.dossier("H22.02", "attach", &[&paper], 1).stderr.contains("LT0536"));
    let found = agencies.audit(0);
    assert_eq!((&found["held"], &found["erased"]), (&json!(0), &json!(2)), "{found}");
    // Neither was it ever anywhere in the clear.
    let holds = |file: &PathBuf| {
        fs::read(file).unwrap_or_default().windows(40).any(|window| window == &scan[9_000..9_040])
    };
    let stored: Vec<PathBuf> =
        files_below(&agencies.province.server.store()).into_iter().filter(holds).collect();
    assert_eq!(stored, Vec::<PathBuf>::new());
}
