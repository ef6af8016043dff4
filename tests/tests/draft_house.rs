//! A draft procedure is a dossier: decided in a house, published from a province's files, and whether what is published is what was
//! decided stands on its page for everybody.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_tests::demo::{act, get, start};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{copy_directory, lienthong, temp_dir, workspace};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(60);
const FILE: &str = "procedures/building-permit.toml";
const CODE: &str = "1.009974";
const DRAFT: &str = "H22.02-201006-0901";
const DESK: &str = "H22.02";
const COMPETENT: &str = "H22.18";

/// Writes another version into the province's file: under its own decision, drafted in the dossier, within a term.
fn rewrite(files: &Path, number: &str, term: &str) {
    let original =
        fs::read_to_string(workspace::root().join("deploy/provinces/ha-giang-2020").join(FILE)).unwrap();
    let decision = format!(
        "drafted-in = \"{DRAFT}\"\ndecision = {{ number = \"{number}\", date = \"2020-10-07\", signer = \"Chủ tịch\" }}\n\
         in-force-from = \"2020-11-01\"\n"
    );
    let said = original.replacen("fictitious", &format!("{decision}fictitious"), 1);
    let said = said.replacen("term = \"20 working days\"", &format!("term = \"{term}\""), 1);
    // A process that says nothing else stands under the decision it was published under.
    let (procedure, _) = said.split_once("[process]").unwrap();
    fs::write(files.join(FILE), procedure).unwrap();
}

/// The digest of what the files say of the procedure: what its draft goes by.
fn digest(files: &Path) -> String {
    let mut command = lienthong(["catalogue", "show", CODE, "--format", "json", "--files"]);
    let shown = command.arg(files).finish(0).json();
    shown["versions"][0]["says_sha256"].as_str().expect("a digest").to_owned()
}

#[test]
fn a_version_shows_whether_it_is_what_was_decided_in_the_dossier_of_its_draft() {
    let dir = temp_dir();
    let (house, files) = (dir.path().join("province"), dir.path().join("files"));
    let (mut demo, url) = start(&house, &["--days", "3", "--pace", "1"]);
    copy_directory(&workspace::root().join("deploy/provinces/ha-giang-2020"), &files);
    rewrite(&files, "31/QĐ-UBND", "15 working days");
    let bytes = hex::decode(digest(&files)).expect("hexadecimal");
    let sha256 = STANDARD.encode(bytes);

    let document = json!({ "id": "du-thao", "name": "Dự thảo thủ tục", "sha256": sha256, "size": "2048" });
    let register = json!({ "procedure": CODE, "channel": "DESK", "documents": [document] });
    act(&url, &house, DRAFT, (DESK, "tiep-nhan"), ("registerDossier", register));
    act(
        &url,
        &house,
        DRAFT,
        (DESK, "tiep-nhan"),
        ("receiveDossier", json!({ "channel": "DESK", "handedIn": ["don", "giay-to"] })),
    );
    let publish = || {
        let mut command = lienthong(["catalogue", "publish", "--url", &url, "--ledger"]);
        command.arg(&house).arg(&files).finish(0);
    };
    let said = |version: usize| {
        let shown = get(&format!("{url}/api/v1/procedures/{CODE}"));
        let versions = shown["procedure"]["versions"].as_array().expect("versions");
        let found = versions.iter().find(|one| one["version"] == version);
        found.map_or(Value::Null, |one| one["draft"]["said"].clone())
    };
    publish();
    demo.wait_until("it is published too early", PATIENCE, |_| said(2) == "undecided");
    let resolve =
        json!({ "outcome": "GRANTED", "number": "30/QĐ-UBND", "date": "2020-10-06", "signer": "Chủ tịch" });
    act(&url, &house, DRAFT, (COMPETENT, "lanh-dao"), ("resolveDossier", resolve));
    demo.wait_until("it is what was decided", PATIENCE, |_| said(2) == "as_decided");
    // Another term is another text.
    rewrite(&files, "32/QĐ-UBND", "25 working days");
    publish();
    demo.wait_until("it is something else", PATIENCE, |_| said(3) == "otherwise");
    assert_eq!(said(2), "as_decided");
    let page = ureq::get(format!("{url}/procedures/{CODE}?lang=vi"))
        .call()
        .unwrap()
        .body_mut()
        .read_to_string()
        .unwrap();
    assert!(page.contains("khác mọi văn bản trong hồ sơ") && page.contains(DRAFT), "{page}");
    demo.end("INT", PATIENCE);
    lienthong(["audit", "verify", "--ledger"]).arg(&house).finish(0);
}
