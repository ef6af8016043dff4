//! Witnesses as processes of their own: what they cosign comes back to the log and into bundles, and a log that goes on from an old copy
//! of itself is caught by those who saw the first one.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use lienthong_names::Origin;
use lienthong_protocol::note::NoteVerifier;
use lienthong_tests::demo::{start, submit};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{
    Background, Finished, copy_directory, free_port, lienthong, run_within, temp_dir, workspace,
};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// More than anything here takes.
const LIMIT: Duration = Duration::from_secs(60);
const DESK: &str = "H22.02";

/// A witness's directory, key and port.
struct Witness {
    dir: PathBuf,
    key: String,
    port: u16,
}

impl Witness {
    /// With a key that it makes with its first start.
    fn new(dir: &Path, name: &str) -> Self {
        let dir = dir.join(name);
        let made = lienthong(["audit", "witness", "--name", &format!("{name}.example/w"), "--dir"])
            .arg(&dir)
            .finish(0);
        Self { dir, key: made.stdout.trim().to_owned(), port: free_port() }
    }

    fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn start(&self, policy: &Path) -> Background {
        let listen = format!("127.0.0.1:{}", self.port);
        let mut command = lienthong(["audit", "witness", "--listen", &listen, "--every", "1", "--dir"]);
        let mut witness = Background::spawn(command.arg(&self.dir).arg("--policy").arg(policy));
        witness.wait_for("at http://", LIMIT);
        witness
    }

    /// Looks once at the logs of a policy.
    fn look(&self, policy: &Path, exit: i32) -> Finished {
        let mut command = lienthong(["audit", "witness", "--format", "json", "--dir"]);
        command.arg(&self.dir).arg("--policy").arg(policy).finish(exit)
    }

    /// How many records of the ledger it has cosigned.
    fn stands(&self) -> u64 {
        let note = fs::read_to_string(self.dir.join("logs/H22_2020")).expect("what it has cosigned");
        note.lines().nth(1).and_then(|size| size.parse().ok()).expect("a size")
    }

    /// What it has kept; a draft of what it is about to keep is nothing yet.
    fn forks(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.dir.join("forks")).expect("a directory");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths.filter(|path| path.extension().is_none_or(|end| end != "new")).collect()
    }
}

/// The verifier keys of a house's logs, by their names.
fn log_keys(house: &Path) -> [(String, String); 2] {
    let text = fs::read_to_string(house.join("ledger.toml")).expect("a house");
    let table: toml::Table = text.parse().expect("TOML");
    let catalogue: NoteVerifier = table["log-key"].as_str().expect("a key").parse().expect("a verifier key");
    ["H22/catalogue", "H22/2020"].map(|name| {
        let origin = Origin::new(name).expect("a ledger's name");
        (name.to_owned(), NoteVerifier::for_log(&origin, *catalogue.key()).to_string())
    })
}

/// A policy in a file of its own.
fn policy(dir: &Path, name: &str, lines: &[String]) -> PathBuf {
    let path = dir.join(name);
    fs::write(&path, lines.concat()).expect("written");
    path
}

/// `lienthong up` on a house.
fn up(house: &Path, port: u16, policy: &Path) -> Background {
    let mut command = lienthong(["up", "--listen", &format!("127.0.0.1:{port}"), "--ledger"]);
    Background::spawn(command.arg(house).arg("--policy").arg(policy))
}

/// A published checkpoint: its size, and how many have signed it. Nothing where nobody answers.
fn checkpoint(port: u16, origin: &str) -> Option<(u64, usize, String)> {
    let url = format!("http://127.0.0.1:{port}/log/{origin}/checkpoint");
    let note = ureq::get(&url).call().ok()?.body_mut().read_to_string().ok()?;
    let size = note.lines().nth(1)?.parse().ok()?;
    Some((size, note.lines().filter(|line| line.starts_with('\u{2014}')).count(), note))
}

/// Registers a dossier; the record's sequence, as its receipt says it.
fn register(port: u16, house: &Path, dossier: &str) -> u64 {
    let line = json!({
        "agency": DESK, "officer": "tiep-nhan", "dossier": dossier,
        "registerDossier": { "procedure": "1.009974", "channel": "DESK" },
        "personal": { "applicant": "Nguyễn Thị Ánh" },
    });
    let key = house.join("keys").join(format!("{DESK}.key"));
    let receipts = submit(&format!("http://127.0.0.1:{port}"), &key, DESK, &[line], 0);
    let sequence = &receipts[0]["sequence"];
    sequence.as_u64().or_else(|| sequence.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{receipts:?}"))
}

/// The reader that has nothing of ours.
fn read(policy: &Path, file: &Path) -> Finished {
    let script = workspace::root().join("tests/python/check_witness.py");
    let mut command = Command::new(workspace::python());
    run_within(command.arg(script).arg(policy).arg(file), LIMIT)
}

fn check(bundle: &Path, options: &[&str], policy: Option<&Path>, exit: i32) -> Finished {
    let mut command = lienthong(["audit", "check", "--format", "json"]);
    command.arg(bundle).args(options);
    if let Some(policy) = policy {
        command.arg("--policy").arg(policy);
    }
    command.finish(exit)
}

#[test]
fn what_witnesses_have_seen_comes_back_and_a_second_history_is_caught() {
    let dir = temp_dir();
    let dir = dir.path();
    let house = dir.join("house");
    let (mut demo, _) = start(&house, &["--days", "3", "--pace", "1"]);
    demo.end("INT", LIMIT);
    // What somebody will put back.
    let old = dir.join("old");
    copy_directory(&house, &old);

    let port = free_port();
    let keys = log_keys(&house);
    let logs = |at: &dyn Fn(&str) -> String| -> Vec<String> {
        keys.iter().map(|(origin, key)| format!("log {key} {}\n", at(origin))).collect()
    };
    let [first, second, third] = ["hdnd", "thanhtra", "h23"].map(|name| Witness::new(dir, name));
    let named: Vec<String> = [&first, &second, &third]
        .iter()
        .zip(1..)
        .map(|(witness, number)| format!("witness W{number} {} {}\n", witness.key, witness.url()))
        .collect();
    let quorum = |needed: &str| vec![format!("group G {needed} W1 W2 W3\nquorum G\n")];
    let by_two = policy(dir, "two.policy", &[logs(&|_| String::new()), named.clone(), quorum("2")].concat());
    let by_all =
        policy(dir, "all.policy", &[logs(&|_| String::new()), named.clone(), quorum("all")].concat());
    let published = |origin: &str| format!("http://127.0.0.1:{port}/log/{origin}");
    let watched =
        policy(dir, "watched.policy", &[logs(&published), vec!["quorum none\n".to_owned()]].concat());

    // The third is away from the beginning to the end: two are enough.
    let (mut here, mut there) = (first.start(&watched), second.start(&watched));
    let mut log = up(&house, port, &by_two);
    log.wait_for("is open at", LIMIT);
    log.wait_until("two have cosigned both ledgers", LIMIT, |_| {
        keys.iter().all(|(origin, _)| checkpoint(port, origin).is_some_and(|(_, signed, _)| signed == 3))
    });
    log.wait_for("LT0891 the witness W3 does not answer", LIMIT);
    let out = dir.join("cosigned-files");
    let mut command = lienthong(["audit", "publish", "--cosigned", "--follow", "--ledger"]);
    let mut publishing = Background::spawn(command.arg(&house).arg("-o").arg(&out));

    // A receipt waits for nobody; what is shown follows. One witness is killed in between, and goes on where it was.
    here.kill();
    let before = checkpoint(port, "H22/2020").expect("it is shown").0;
    let sequence = register(port, &house, "H22.02-201008-0901");
    assert!(sequence > before, "{sequence} {before}");
    assert!(checkpoint(port, "H22/2020").expect("it is shown").0 < sequence, "one witness is not enough");
    let mut here_again = first.start(&watched);
    log.wait_until("the record is under what two have cosigned", LIMIT, |_| {
        checkpoint(port, "H22/2020").is_some_and(|(size, signed, _)| size >= sequence && signed == 3)
    });
    let (seen, _, note) = checkpoint(port, "H22/2020").expect("it is shown");
    let note_file = dir.join("checkpoint");
    fs::write(&note_file, &note).expect("written");
    let counted = read(&by_two, &note_file).expect_code(0);
    assert!(counted.stdout.contains("seen by 2 of 3 witnesses, 2 needed W1 W2"), "{}", counted.stdout);
    let too_few = read(&by_all, &note_file).expect_code(1);
    assert!(too_few.stderr.contains("seen by 2 of 3 witnesses, 3 needed"), "{}", too_few.stderr);
    fs::write(&note_file, note.replacen(&format!("\n{seen}\n"), &format!("\n{}\n", seen + 1), 1))
        .expect("written");
    read(&by_two, &note_file).expect_code(1);

    // Bundles carry it, and whoever has the policy counts.
    let bundle = dir.join("bundle.json");
    lienthong(["audit", "prove", "H22.02-201008-0901", "--ledger"])
        .arg(&house)
        .arg("-o")
        .arg(&bundle)
        .finish(0);
    let checked = check(&bundle, &[], Some(&by_two), 0).json();
    assert_eq!(checked["seen"]["ledger"]["by"].as_array().map(Vec::len), Some(2), "{checked}");
    assert_eq!(checked["seen"]["catalogue"]["enough"], json!(true), "{checked}");
    let refused = check(&bundle, &[], Some(&by_all), 1).json();
    assert_eq!(refused["failure"]["code"], json!("LT0894"), "{refused}");
    let unasked = check(&bundle, &[], None, 0).json();
    assert_eq!(unasked["cosigned_unchecked"].as_array().map(Vec::len), Some(2), "{unasked}");
    read(&by_two, &bundle).expect_code(0);
    // So do files for any web server: no further than what was cosigned, and with all its tiles.
    publishing.wait_until("the record is under what is published", LIMIT, |_| {
        let note = fs::read_to_string(out.join("H22_2020/checkpoint")).unwrap_or_default();
        note.lines().nth(1).is_some_and(|size| size.parse().is_ok_and(|size: u64| size >= sequence))
    });
    publishing.end("TERM", LIMIT);
    read(&by_two, &out.join("H22_2020/checkpoint")).expect_code(0);
    let script = workspace::root().join("tests/python/read_log.py");
    run_within(
        Command::new(workspace::python()).arg(script).arg(out.join("H22_2020")).arg(&keys[1].1),
        LIMIT,
    )
    .expect_code(0);
    log.end("TERM", LIMIT);
    // The second had cosigned more than was shown while the first was away: that is no fault of the log's.
    for witness in [&here_again, &there] {
        assert!(
            !witness.stderr().contains("LT0880") && !witness.stderr().contains("LT0881"),
            "{}",
            witness.stderr()
        );
    }
    let verify = |house: &Path, policy: &Path, exit: i32| {
        let mut command = lienthong(["audit", "verify", "--format", "json", "--ledger"]);
        command.arg(house).arg("--policy").arg(policy).finish(exit)
    };
    let verified = verify(&house, &by_two, 0).json();
    assert_eq!(verified["seen"].as_array().map(Vec::len), Some(2), "{}", verified["seen"]);
    assert_eq!(verified["seen"][0]["seen"]["by"].as_array().map(Vec::len), Some(2), "{}", verified["seen"]);
    let refused = verify(&house, &by_all, 1);
    assert!(
        refused.stderr.starts_with("LT0894") && refused.stderr.contains("3 needed"),
        "{}",
        refused.stderr
    );
    assert_eq!(refused.json()["clean"], json!(false));

    // An old copy beside what was cosigned does not go on.
    let put_back = dir.join("put-back");
    copy_directory(&old, &put_back);
    copy_directory(&house.join("cosigned"), &put_back.join("cosigned"));
    let mut stopped = up(&put_back, free_port(), &by_two);
    assert_eq!(stopped.wait(LIMIT).expect("it ends").code(), Some(1), "{}", stopped.stderr());
    assert!(stopped.stderr().contains("LT0889"), "{}", stopped.stderr());
    let refused = verify(&put_back, &by_two, 1);
    assert!(refused.stderr.starts_with("LT0889"), "{}", refused.stderr);

    // Without it the old copy grows another way under the same key, and further than the first. Both witnesses have the first.
    let mut fork = up(&old, port, &by_two);
    fork.wait_for("is open at", LIMIT);
    let seen = first.stands().max(second.stands());
    let mut number = 0;
    while register(port, &old, &format!("H22.02-201008-{:04}", 950 + number)) <= seen {
        number += 1;
        assert!(number < 20, "it grows");
    }
    for (witness, process) in [(&first, &mut here_again), (&second, &mut there)] {
        process.wait_for("LT0880 the log H22/2020 has signed two histories", LIMIT);
        assert!(!witness.forks().is_empty());
    }
    fork.wait_for("LT0890 the witness W", LIMIT);
    assert!(checkpoint(port, "H22/2020").is_some_and(|(_, signed, _)| signed == 1), "nobody cosigns it");
    for witness in [&first, &second] {
        for file in witness.forks() {
            let proven = check(&file, &["--log-key", &keys[1].1], None, 0).json();
            assert_eq!((&proven["holds"], &proven["fork"]), (&json!(true), &json!("H22/2020")), "{proven}");
            assert_eq!(proven["checkpoints"][0]["size"], json!(witness.stands()), "{proven}");
            let told = read(&by_two, &file).expect_code(0);
            assert!(told.stdout.contains("has signed two histories"), "{}", told.stdout);
        }
    }
    fork.end("TERM", LIMIT);

    // What was changed in the evidence proves nothing.
    let evidence = first.forks().remove(0);
    let mut value: Value = serde_json::from_slice(&fs::read(&evidence).expect("a file")).expect("JSON");
    value["second"] = value["first"].clone();
    let spoiled = dir.join("spoiled.json");
    fs::write(&spoiled, value.to_string()).expect("written");
    assert_eq!(check(&spoiled, &[], None, 1).json()["failure"]["code"], json!("LT0892"));
    read(&by_two, &spoiled).expect_code(1);

    // The first view holds as before, and the log that everybody saw goes on.
    check(&bundle, &[], Some(&by_two), 0);
    let mut log = up(&house, port, &by_two);
    log.wait_for("is open at", LIMIT);
    let sequence = register(port, &house, "H22.02-201008-0902");
    log.wait_until("it is cosigned again", LIMIT, |_| {
        checkpoint(port, "H22/2020").is_some_and(|(size, signed, _)| size >= sequence && signed == 3)
    });
    log.end("TERM", LIMIT);
    here_again.end("TERM", LIMIT);

    // A witness that only looks, at directories: the same answers, and the same end.
    let folders = |house: &Path, name: &str| {
        let out = dir.join(name);
        lienthong(["audit", "publish", "--ledger"]).arg(house).arg("-o").arg(&out).finish(0);
        let at = |origin: &str| out.join(origin.replace('/', "_")).display().to_string();
        policy(dir, &format!("{name}.policy"), &[logs(&at), vec!["quorum none\n".to_owned()]].concat())
    };
    let (honest, other) = (folders(&house, "honest"), folders(&old, "other"));
    let looked = third.look(&honest, 0).json();
    assert_eq!(looked["logs"][1]["found"], json!("cosigned"), "{looked}");
    assert!(looked["logs"][1]["size"].as_u64() >= Some(sequence), "{looked}");
    let caught = third.look(&other, 1);
    let codes: Vec<Value> =
        caught.json()["logs"].as_array().expect("logs").iter().map(|log| log["code"].clone()).collect();
    assert!(codes.contains(&json!("LT0880")) || codes.contains(&json!("LT0881")), "{codes:?}");
    third.look(&honest, 0);
}

#[test]
fn a_witness_is_used_as_it_is_meant() {
    let dir = temp_dir();
    let dir = dir.path();
    let empty = dir.join("empty");
    let run = |options: &[&str], policy: Option<&Path>, exit: i32| {
        let mut command = lienthong(["audit", "witness", "--dir"]);
        command.arg(&empty).args(options);
        if let Some(policy) = policy {
            command.arg("--policy").arg(policy);
        }
        command.finish(exit)
    };
    assert!(run(&[], None, 2).stderr.contains("--name NAME"));
    assert!(run(&["--name", "two words"], None, 2).stderr.starts_with("LT0908"));
    let key = run(&["--name", "w.example"], None, 0).stdout;
    assert!(key.starts_with("w.example+"), "{key}");
    assert_eq!(run(&[], None, 0).stdout, key);
    assert!(run(&["--name", "other.example"], None, 2).stderr.starts_with("LT0908"));
    let none = policy(dir, "none.policy", &["quorum none\n".to_owned()]);
    assert!(run(&[], Some(&none), 2).stderr.starts_with("LT0887"));
    let broken = policy(dir, "broken.policy", &["log x\n".to_owned()]);
    let refused = run(&[], Some(&broken), 2);
    assert!(refused.stderr.starts_with("LT0887") && refused.stderr.contains("line 1"), "{}", refused.stderr);
    let log = "H22/2026+00000000+AAAA";
    let wrong = policy(dir, "wrong.policy", &[format!("log {log}\nquorum none\n")]);
    assert!(run(&[], Some(&wrong), 2).stderr.starts_with("LT0887"));
    for code in 880..=894 {
        lienthong(["explain", &format!("LT0{code}")]).finish(0);
    }
}
