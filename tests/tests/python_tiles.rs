//! A log that we publish is what a stranger reads: a reader in another language, with another library for signatures, written from
//! the specifications alone, finds signature, tiles, root, entries and proofs to hold, from a directory and over HTTP.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::history::{import, log};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{
    Background, Finished, copy_directory, demo, free_port, lienthong, run_within, temp_dir, workspace,
};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// More than any file here takes.
const LIMIT: Duration = Duration::from_secs(60);

fn read(source: &str, verifier: &str, options: &[&str]) -> Finished {
    let mut command = Command::new(workspace::python());
    command.arg(workspace::root().join("tests/python/read_log.py")).args([source, verifier]).args(options);
    run_within(&mut command, LIMIT)
}

/// `audit publish` of a house; what it says of each log.
fn publish(house: &Path, out: &Path, options: &[&str]) -> Vec<Value> {
    let mut command = lienthong(["audit", "publish", "--format", "json", "--ledger"]);
    let told = command.arg(house).arg("-o").arg(out).args(options).finish(0).json();
    told["logs"].as_array().expect("logs").clone()
}

fn text<'a>(log: &'a Value, field: &str) -> &'a str {
    log[field].as_str().unwrap_or_else(|| panic!("{field}: {log}"))
}

/// Serves a house; where its logs are.
fn serve(house: &Path, options: &[&str]) -> (Background, String) {
    let address = format!("127.0.0.1:{}", free_port());
    let mut command = lienthong(["up", "--listen", &address, "--ledger"]);
    let mut up = Background::spawn(command.arg(house).args(options));
    up.wait_for("is open at", LIMIT);
    (up, format!("http://{address}"))
}

#[test]
fn a_reader_of_another_language_believes_the_directory_and_the_gateway() {
    let dir = temp_dir();
    let (house, out) = (dir.path().join("house"), dir.path().join("out"));
    import(&log(), &house).expect_code(0);
    let logs = publish(&house, &out, &["--entries"]);
    assert_eq!(logs.len(), 2, "{logs:?}");
    for log in &logs {
        let source = out.join(text(log, "directory"));
        let found = read(source.to_str().unwrap(), text(log, "verifier"), &["--entries", "--prove", "0"]);
        let found = found.expect_code(0).json();
        for field in ["origin", "size", "root"] {
            assert_eq!(found[field], log[field], "{found}");
        }
        assert_eq!(found["entries"], log["size"]);
    }
    let published = logs.iter().find(|log| log["origin"] == json!("coselog/receipt")).expect("the history");
    assert!(published["size"].as_u64().unwrap() > 10_000, "{published}");

    let (mut up, url) = serve(&house, &[]);
    let prefix = format!("{url}/log/coselog/receipt");
    // Two records by their proofs, one of them the last that was published; the gateway's log may have grown since.
    let mut dossiers = Value::Null;
    up.wait_until("the read side has caught up", LIMIT, |_| {
        dossiers = demo::get(&format!("{url}/api/v1/dossiers"));
        dossiers["dossiers"].as_array().is_some_and(|rows| !rows.is_empty())
    });
    let code = text(&dossiers["dossiers"][0], "code").to_owned();
    let proof = demo::get(&format!("{url}/api/v1/proofs/coselog/receipt/dossier.{code}/1"));
    let first = format!("{}:{}", proof["sequence"].as_u64().unwrap() - 1, text(&proof, "leaf"));
    let last = (published["size"].as_u64().unwrap() - 1).to_string();
    let options = ["--prove", &first, "--prove", &last];
    let found = read(&prefix, text(published, "verifier"), &options).expect_code(0).json();
    assert!(found["size"].as_u64() >= published["size"].as_u64(), "{found}");
    for proved in found["proved"].as_array().unwrap() {
        assert!(proved["tiles"].as_u64().unwrap() <= 5, "{found}");
    }
    let kept_back = read(&prefix, text(published, "verifier"), &["--entries"]).expect_code(1);
    assert!(
        kept_back.stderr.contains("tile/entries/000") && kept_back.stderr.contains("403"),
        "{kept_back:?}"
    );
    up.end("TERM", LIMIT);

    let (mut up, url) = serve(&house, &["--log-entries"]);
    let prefix = format!("{url}/log/coselog/receipt");
    read(&prefix, text(published, "verifier"), &["--entries"]).expect_code(0);
    for name in ["tile/0/000", "tile/0/039", "tile/entries/000", "tile/entries/039"] {
        let served =
            ureq::get(format!("{prefix}/{name}")).call().expect("it is there").body_mut().read_to_vec();
        let written = fs::read(out.join("coselog_receipt").join(name)).expect("it is there");
        assert!(served.expect("bytes") == written, "{name}");
    }
    up.end("TERM", LIMIT);
    // What was published is a beginning of what the house holds now.
    publish(&house, &out, &["--entries"]);
}

#[test]
fn a_reader_of_another_language_sees_what_was_touched() {
    let dir = temp_dir();
    let (house, out) = (dir.path().join("house"), dir.path().join("out"));
    let (mut demo, _) = demo::start(&house, &["--days", "5"]);
    demo.end("INT", LIMIT);
    let logs = publish(&house, &out, &["--entries"]);
    let published = logs.iter().find(|log| !text(log, "origin").ends_with("/catalogue")).expect("a ledger");
    let other = logs.iter().find(|log| text(log, "origin").ends_with("/catalogue")).expect("the catalogue");
    let (whole, verifier) = (out.join(text(published, "directory")), text(published, "verifier"));
    read(whole.to_str().unwrap(), verifier, &["--entries"]).expect_code(0);
    read(whole.to_str().unwrap(), text(other, "verifier"), &[]).expect_code(1);
    let size = published["size"].as_u64().unwrap();
    let (full, width) = (size / 256, size % 256);
    assert!(full > 0, "{published}");
    let mut names = vec!["checkpoint".to_owned(), "tile/0/000".to_owned(), "tile/entries/000".to_owned()];
    names.push(format!("tile/1/000.p/{full}"));
    if width > 0 {
        names.extend(["0", "entries"].map(|rows| format!("tile/{rows}/{full:03}.p/{width}")));
    }
    for name in names {
        let touched = dir.path().join("touched");
        copy_directory(&whole, &touched);
        let file = touched.join(&name);
        let mut bytes = fs::read(&file).unwrap_or_else(|e| panic!("{name}: {e}"));
        // In the checkpoint that is the size.
        let at = if name == "checkpoint" { text(published, "origin").len() + 1 } else { bytes.len() / 2 };
        bytes[at] ^= 1;
        fs::write(&file, &bytes).expect("written");
        let seen = read(touched.to_str().unwrap(), verifier, &["--entries"]).expect_code(1);
        assert!(!seen.stderr.contains("Traceback"), "{name}: {}", seen.stderr);
        let mut again = lienthong(["audit", "publish", "--entries", "--ledger"]);
        let beside = dir.path().join("beside");
        let _ = fs::remove_dir_all(&beside);
        copy_directory(&touched, &beside.join(text(published, "directory")));
        let refused = again.arg(&house).arg("-o").arg(&beside).finish(1);
        let code = if name == "checkpoint" { "LT087" } else { "LT0870" };
        assert!(
            refused.stderr.contains(code) && refused.stderr.contains(&name),
            "{name}: {}",
            refused.stderr
        );
        fs::remove_dir_all(&touched).expect("removed");
    }
}

/// Hands lines in to a house that nobody runs; the receipts of all, of which one says no.
fn submit_to(house: &Path, lines: &[Value]) -> Vec<Value> {
    let dir = temp_dir();
    let file = dir.path().join("commands.ndjson");
    fs::write(&file, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).expect("written");
    let mut command = lienthong(["submit", "--agency", "H22.02", "--ledger"]);
    command.arg(house).arg("--key").arg(house.join("keys/H22.02.key")).arg(&file);
    let told = command.finish(1).stdout;
    told.lines().map(|line| serde_json::from_str(line).expect("a receipt a line")).collect()
}

#[test]
fn a_reader_of_another_language_holds_receipts_against_the_log() {
    let dir = temp_dir();
    let (house, out, file) = (dir.path().join("house"), dir.path().join("out"), dir.path().join("receipts"));
    let (mut demo, _) = demo::start(&house, &["--days", "5"]);
    let register = |code: &str| {
        let said = json!({ "procedure": "2.000591", "channel": "DESK" });
        json!({ "agency": "H22.02", "officer": "tiep-nhan", "dossier": code, "registerDossier": said })
    };
    // The last one under a code that is taken by then.
    let lines = ["H22.02-201007-0901", "H22.02-201007-0902", "H22.02-201007-0901"].map(register);
    demo.end("INT", LIMIT);
    let earlier = dir.path().join("earlier");
    copy_directory(&house, &earlier);
    let receipts = submit_to(&house, &lines);
    let logs = publish(&house, &out, &["--entries"]);
    let log = logs.iter().find(|log| log["origin"] == receipts[0]["origin"]).expect("the receipts' log");
    let source = out.join(text(log, "directory"));
    let hold = |receipts: &[Value]| {
        fs::write(&file, receipts.iter().map(|line| format!("{line}\n")).collect::<String>())
            .expect("written");
        let mut command = Command::new(workspace::python());
        command.arg(workspace::root().join("tests/python/check_receipts.py"));
        command.arg(&file).arg(&source).arg(text(log, "verifier"));
        run_within(&mut command, LIMIT)
    };
    let found = hold(&receipts).expect_code(0).json();
    assert_eq!(found, json!({ "size": log["size"], "receipts": 3, "admitted": 2 }));

    // Another's leaf; another place; what the record does not say; another checkpoint than was signed.
    let with = |field: &str, value: Value| {
        let mut touched = receipts.clone();
        touched[1][field] = value;
        touched
    };
    let sequence: u64 = text(&receipts[1], "sequence").parse().unwrap();
    for (touched, says) in [
        (with("leaf", receipts[0]["leaf"].clone()), "its path does not lead"),
        // At the end of a tree a neighbour's path may have another length: that is seen before where it leads.
        (with("sequence", json!((sequence - 1).to_string())), "path"),
        (with("revision", json!("7")), "the record says"),
        (with("admitted", json!(false)), "the record says"),
        (with("commandId", receipts[0]["commandId"].clone()), "the record says"),
        (with("agency", json!("H22.14")), "the record says"),
        (with("checkpoint", json!("bm8gbm90ZQ==")), "line 2"),
        (with("origin", json!("H22/2019")), "another log"),
    ] {
        let seen = hold(&touched).expect_code(1);
        assert!(seen.stderr.contains("line 2: ") && seen.stderr.contains(says), "{says}: {}", seen.stderr);
    }

    // A log that has dropped what it gave receipts for: signed by the same key, as it was before.
    let before = dir.path().join("before");
    let then = publish(&earlier, &before, &["--entries"]);
    let then = then.iter().find(|log| log["origin"] == receipts[0]["origin"]).expect("the same log");
    fs::write(&file, format!("{}\n", receipts[0])).expect("written");
    let mut command = Command::new(workspace::python());
    command.arg(workspace::root().join("tests/python/check_receipts.py")).arg(&file);
    command.arg(before.join(text(then, "directory"))).arg(text(log, "verifier"));
    let dropped = run_within(&mut command, LIMIT).expect_code(1);
    assert!(dropped.stderr.contains("more than the log has now"), "{}", dropped.stderr);
}
