//! The house that the crimes are done to: some days of a province, and what people hold who dealt with it.

use lienthong_audit::verify::{Failure, Head, LedgerFiles, Options, Report, broken_promises, verify};
use lienthong_protocol::{Receipt, json as protobuf_json};
use lienthong_service::MakeRules;
use lienthong_tests::demo::start;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::verification::{ledgers, rules};
use lienthong_tests::{Finished, copy_directory, lienthong, temp_dir};
use serde_json::{Value, json};
use std::fs;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::LazyLock;
use std::time::Duration;
use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(60);
pub const CATALOGUE: &str = "H22/catalogue";
pub const LEDGER: &str = "H22/2020";
pub const DESK: &str = "H22.02";

/// A house, and what others were given of it.
pub struct House {
    pub path: PathBuf,
    _dir: TempDir,
}

/// What was given out while the house was honest.
pub struct Given {
    house: House,
    /// Receipts of the last three records.
    pub receipts: Vec<Receipt>,
    /// How far somebody verified it.
    pub heads: Vec<Head>,
    /// A dossier's bundle, as its file.
    pub bundle: Value,
}

/// Made once; every crime has a copy of its own.
pub static GIVEN: LazyLock<Given> = LazyLock::new(|| {
    let dir = temp_dir();
    let house = House { path: dir.path().join("house"), _dir: dir };
    let (mut demo, _) = start(&house.path, &["--days", "5", "--pace", "1"]);
    demo.end("INT", PATIENCE);
    // The read models are no part of what is proved.
    fs::remove_dir_all(house.path.join("rows")).unwrap();
    let [first, second] = ["H22.02-201007-0901", "H22.02-201007-0902"];
    let receipts = [first, second, first].map(|code| house.receipt(DESK, code));
    assert!(receipts[2].rejection.is_some() && receipts[1].rejection.is_none());
    // From here on the desk's key is no key any more.
    let desk = lienthong_tests::forged::key_of(&house.path, DESK).key_id();
    let revoked = json!({ "keyId": desk.as_str(), "from": "2020-10-07T00:00:00Z", "reason": "mất khóa" });
    let office =
        json!({ "agency": "H22.01", "officer": "lanh-dao", "draftedBy": "thu-ly", "revokeKey": revoked });
    house.submit(CATALOGUE, "H22.01", "office", &office, 0);
    let file = house.path.with_extension("json");
    lienthong(["audit", "prove", first, "--ledger"]).arg(&house.path).arg("-o").arg(&file).finish(0);
    let bundle = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
    let heads = house.look().heads;
    Given { receipts: receipts.to_vec(), heads, bundle, house }
});

impl Given {
    /// A copy of the house.
    pub fn copy(&self) -> House {
        let dir = temp_dir();
        let path = dir.path().join("house");
        copy_directory(&self.house.path, &path);
        House { path, _dir: dir }
    }

    /// How many records the catalogue has.
    pub fn catalogue_size(&self) -> u64 {
        self.heads.iter().find(|head| head.origin.is_catalogue()).unwrap().size
    }

    /// How far the ledger of dossiers was verified.
    pub fn head(&self) -> &Head {
        self.heads.iter().find(|head| head.origin.as_str() == LEDGER).unwrap()
    }
}

impl House {
    /// Its ledgers, as they are verified.
    pub fn ledgers(&self) -> Vec<LedgerFiles> {
        ledgers(&self.path, [CATALOGUE, LEDGER])
    }

    /// What `audit verify` finds in it.
    pub fn look(&self) -> Report {
        self.look_with(&rules, Vec::new())
    }

    /// The same by a build with other rules, or of one who has verified it before.
    pub fn look_with(&self, rules: MakeRules<'_>, verified: Vec<Head>) -> Report {
        let options = Options { threads: NonZeroUsize::MIN, verified, ..Options::default() };
        verify(&self.ledgers(), rules, &options, &mut |_| {})
    }

    /// What is wrong with it.
    #[track_caller]
    pub fn accused(&self) -> Failure {
        self.look().first_failure.expect("it is found")
    }

    /// Which of these receipts its ledger does not keep.
    pub fn broken(&self, receipts: &[Receipt]) -> Vec<usize> {
        let broken = broken_promises(&self.ledgers(), receipts).unwrap();
        broken.into_iter().map(|one| one.index).collect()
    }

    /// A new dossier of an agency, and what it is told.
    pub fn receipt(&self, agency: &str, code: &str) -> Receipt {
        let said = json!({ "procedure": "2.000591", "channel": "DESK" });
        let line =
            json!({ "agency": agency, "officer": "tiep-nhan", "dossier": code, "registerDossier": said });
        let told = self.submit(LEDGER, agency, agency, &line, -1).stdout;
        let mut value: Value = serde_json::from_str(told.trim()).unwrap();
        value.as_object_mut().unwrap().remove("hint");
        Receipt::decode(&protobuf_json::from_json("Receipt", &value).unwrap()).unwrap()
    }

    /// Hands in one line; -1: whatever comes of it.
    fn submit(&self, origin: &str, agency: &str, holder: &str, line: &Value, exit: i32) -> Finished {
        let file = self.path.with_extension("ndjson");
        fs::write(&file, line.to_string()).unwrap();
        let mut command = lienthong(["submit", "--origin", origin, "--agency", agency, "--ledger"]);
        command.arg(&self.path).arg("--key").arg(self.path.join("keys").join(format!("{holder}.key")));
        let finished = lienthong_tests::run_within(command.arg(&file), PATIENCE);
        if exit < 0 { finished } else { finished.expect_code(exit) }
    }
}
