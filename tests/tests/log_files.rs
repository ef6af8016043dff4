//! The files of a log are the same whoever gives them: from the broker, from the sealed copy, from a gateway that shares nothing
//! with either but NATS; and a publisher that follows may be killed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_tests::nats::{Finish as _, Province};
use lienthong_tests::{Background, demo, files_below, free_port, lienthong, temp_dir, workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// More than anything here takes.
const LIMIT: Duration = Duration::from_secs(60);

/// Every file below a directory, by name.
fn files(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let named = |path: PathBuf| {
        let name = path.strip_prefix(directory).expect("below it").display().to_string();
        (name, fs::read(&path).expect("a file"))
    };
    files_below(directory).into_iter().map(named).collect()
}

/// What a gateway answers: status and bytes.
fn get(url: &str) -> (u16, Vec<u8>) {
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut answer = agent.get(url).call().expect("an answer");
    (answer.status().as_u16(), answer.body_mut().read_to_vec().expect("bytes"))
}

/// A gateway of the province, and its address.
fn gateway(province: &Province, options: &[&str]) -> (Background, String) {
    let address = format!("127.0.0.1:{}", free_port());
    let mut command =
        province.command("gateway", &["serve", "gateway", "--unit", "H22", "--listen", &address]);
    let mut gateway = Background::spawn(command.args(options));
    gateway.wait_for("gateway: http", LIMIT);
    (gateway, format!("http://{address}/log/H22/catalogue"))
}

#[test]
fn a_provinces_log_is_the_same_from_the_broker_the_copy_and_the_gateway() {
    let mut province = Province::start("H22/2020");
    let mut command = province.command("historian", &["catalogue", "publish"]);
    let folder = workspace::root().join("deploy/provinces/ha-giang-2020");
    command.arg("--keys").arg(province.keys()).arg(folder).finish(0);
    let dir = temp_dir();
    let publish = |mut command: Command, out: &str| {
        command.args(["--entries", "-o"]).arg(dir.path().join(out)).finish(0).stdout
    };
    let by_copy = publish(
        {
            let mut command = lienthong(["audit", "publish", "--ledger"]);
            command.arg(province.sealed_copy());
            command
        },
        "copy",
    );
    let by_broker = publish(province.command("historian", &["audit", "publish"]), "broker");
    assert_eq!(by_copy, by_broker);
    assert!(by_copy.contains("H22/catalogue+"), "the verifier is told: {by_copy}");
    let files = files(&dir.path().join("copy"));
    assert!(files == self::files(&dir.path().join("broker")));
    let catalogue: BTreeMap<&str, &Vec<u8>> = files
        .iter()
        .filter_map(|(name, bytes)| Some((name.strip_prefix("H22_catalogue/")?, bytes)))
        .filter(|(name, _)| *name != "lock")
        .collect();
    assert!(catalogue.len() > 2, "{:?}", catalogue.keys());

    let (_public, public) = gateway(&province, &[]);
    let (_open, open) = gateway(&province, &["--log-entries"]);
    for (name, bytes) in &catalogue {
        let (status, served) = get(&format!("{public}/{name}"));
        if name.starts_with("tile/entries/") {
            assert_eq!(status, 403, "{name}");
        } else {
            assert!(status == 200 && served == **bytes, "{name}");
        }
        assert!(get(&format!("{open}/{name}")) == (200, (*bytes).clone()), "{name}");
    }
    assert_eq!(get(&format!("{public}/tile/7/000")).0, 404);
    assert_eq!(get(&public.replace("catalogue", "1999/checkpoint")).0, 404);
    what_is_cosigned_comes_through_the_broker(&mut province, &public, dir.path());
}

/// A sealer that has witnesses answers with what they have cosigned, and a bundle that is made over NATS takes it.
fn what_is_cosigned_comes_through_the_broker(province: &mut Province, log: &str, dir: &Path) {
    let (state, address) = (dir.join("witness"), format!("127.0.0.1:{}", free_port()));
    let made = lienthong(["audit", "witness", "--name", "w.example", "--dir"]).arg(&state).finish(0);
    let note = String::from_utf8(get(&format!("{log}/checkpoint")).1).expect("a note");
    assert_eq!(note.matches('\u{2014}').count(), 1, "{note}");
    let told = lienthong(["audit", "publish", "--format", "json", "--ledger"])
        .arg(province.sealed_copy())
        .arg("-o")
        .arg(dir.join("told"))
        .finish(0);
    let logs: String = told.json()["logs"]
        .as_array()
        .expect("logs")
        .iter()
        .map(|log| format!("log {}\n", log["verifier"].as_str().expect("a key")))
        .collect();
    let policy = dir.join("policy");
    let witness = format!("witness W {} http://{address}", made.stdout.trim());
    fs::write(&policy, format!("{logs}{witness}\nquorum W\n")).expect("written");
    let mut command = lienthong(["audit", "witness", "--listen", &address, "--dir"]);
    let mut witness = Background::spawn(command.arg(&state).arg("--policy").arg(&policy));
    witness.wait_for("at http://", LIMIT);
    province.kill("audit");
    let mut command = province.command("audit", &["serve", "audit", "--unit", "H22"]);
    let mut audit =
        Background::spawn(command.arg("--dir").arg(province.sealed_copy()).arg("--policy").arg(&policy));
    let is_cosigned = |_: &Background| {
        let (status, note) = get(&format!("{log}/checkpoint"));
        status == 200 && String::from_utf8_lossy(&note).matches('\u{2014}').count() == 2
    };
    audit.wait_until("the witness has cosigned", LIMIT, is_cosigned);
    let bundle = dir.join("bundle.json");
    let mut command = province.command("historian", &["audit", "prove", "--record", "H22/catalogue:5"]);
    command.arg("-o").arg(&bundle).finish(0);
    lienthong(["audit", "check"]).arg(&bundle).arg("--policy").arg(&policy).finish(0);
    audit.end("TERM", LIMIT);
}

/// The size under a published checkpoint; 0 while there is none.
fn published(out: &Path) -> u64 {
    let note = fs::read_to_string(out.join("H22_2020/checkpoint")).unwrap_or_default();
    note.lines().nth(1).map_or(0, |size| size.parse().expect("a size"))
}

#[test]
fn a_publisher_that_follows_keeps_up_and_may_be_killed() {
    let dir = temp_dir();
    let (house, out) = (dir.path().join("house"), dir.path().join("out"));
    let (mut demo, _) = demo::start(&house, &["--days", "5", "--pace", "600"]);
    let follow = || {
        let mut command = lienthong(["audit", "publish", "--follow", "--ledger"]);
        Background::spawn(command.arg(&house).arg("-o").arg(&out))
    };
    let mut first = follow();
    first.wait_until("history is published", LIMIT, |_| published(&out) > 100);
    let before = published(&out);
    first.wait_until("what comes is published", LIMIT, |_| published(&out) > before);
    let mut beside = lienthong(["audit", "publish", "--ledger"]);
    let refused = beside.arg(&house).arg("-o").arg(&out).finish(3);
    assert!(refused.stderr.contains("LT0873"), "{}", refused.stderr);
    first.kill();
    let before = published(&out);
    let mut second = follow();
    second.wait_until("the next one goes on", LIMIT, |_| published(&out) > before);
    second.end("TERM", LIMIT);
    demo.end("INT", LIMIT);
    let told = lienthong(["audit", "publish", "--format", "json", "--ledger"])
        .arg(&house)
        .arg("-o")
        .arg(&out)
        .finish(0);
    let logs = told.json()["logs"].clone();
    let log =
        logs.as_array().expect("logs").iter().find(|log| log["origin"] == "H22/2020").expect("the ledger");
    assert_eq!(log["size"].as_u64(), Some(published(&out)));
    assert!(!files(&out).keys().any(|name| name.contains("entries")), "nobody asked for entries");
}
