//! The inspection as a file: written twice it is the same, any program opens it, anyone draws its sample again, each proof is the one that is made
//! alone; and whatever is changed in it, with or without its manifest, is named.

use super::{OTHER, POLICE, RIGHT, WRONG};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_names::Origin;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteVerifier;
use lienthong_tests::case_file::{Entries, drawn_again, packed, place_of, put_together, taken_apart};
use lienthong_tests::lienthong;
use lienthong_tests::nats::Finish as _;
use lienthong_tests::refusal::Refused;
use lienthong_tests::workspace::python;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const DRAWN: usize = 3;

/// A case of the house as it is now: what is sealed later is not of it.
pub fn write_early(house: &Path, file: &Path) {
    let mut write =
        lienthong(["inspect", "case", "--title", "Sớm", "--sample", "1", "--seed", "1", "--ledger"]);
    write.arg(house).arg("-o").arg(file).finish(0);
}

/// All of it, of a house in which a finding was explained and closed.
pub fn the_inspection_is_a_file(house: &Path, dir: &Path) {
    let case = Case { house: house.to_owned(), dir: dir.to_owned() };
    case.draws_of_who_is_in_scope();
    let archive = case.is_written();
    let entries = taken_apart(&archive);
    case.holds_what_is_made_alone(&entries);
    case.is_anchored(&archive, &entries);
    assert_eq!(put_together(entries.clone()), archive, "the test puts together what the program does");
    case.names_what_is_damaged(&archive, &entries);
    case.names_what_is_forged(&entries);
    case.names_what_is_of_another_time();
}

fn proof_on_record(id: &str) -> String {
    format!("proofs/{id}.on-record.json")
}

/// The case with entries changed, and a manifest that names them as they are now.
fn forged(entries: &Entries, change: &dyn Fn(&mut Entries)) -> Vec<u8> {
    let mut forged = entries.clone();
    change(&mut forged);
    put_together(forged)
}

fn in_text(entries: &Entries, name: &str, change: &dyn Fn(&str) -> String) -> Vec<u8> {
    forged(entries, &|entries| {
        let text = String::from_utf8(entries[name].clone()).unwrap();
        let changed = change(&text);
        assert_ne!(text, changed, "{name}");
        entries.insert(name.to_owned(), changed.into_bytes());
    })
}

fn in_json(entries: &Entries, name: &str, change: &dyn Fn(&mut Value)) -> Vec<u8> {
    in_text(entries, name, &|text| {
        let mut value = serde_json::from_str(text).unwrap();
        change(&mut value);
        serde_json::to_string_pretty(&value).unwrap() + "\n"
    })
}

struct Case {
    house: PathBuf,
    dir: PathBuf,
}

impl Case {
    fn sample(&self, more: &[&str]) -> Value {
        let mut sample = lienthong(["inspect", "sample", "--format", "json", "--ledger"]);
        sample.arg(&self.house).args(more).finish(0).json()
    }

    fn frame(&self, more: &[&str]) -> BTreeSet<String> {
        let all = self.sample(&[&["--count", "1000000"], more].concat());
        let drawn = all["drawn"].as_array().unwrap();
        assert_eq!(all["frame"], json!(drawn.len()));
        drawn.iter().map(|one| one["dossier"].as_str().unwrap().to_owned()).collect()
    }

    fn draws_of_who_is_in_scope(&self) {
        let all = self.frame(&[]);
        let has = |more: &[&str]| {
            let frame = self.frame(more);
            assert!(frame.is_subset(&all));
            (frame.contains(WRONG), frame.contains(RIGHT), frame.len())
        };
        // The police was asked in the one alone, and the third agency only tried to take part.
        assert_eq!((has(&["--agency", POLICE]).0, has(&["--agency", POLICE]).1), (false, true));
        assert_eq!((has(&["--agency", OTHER]).0, has(&["--agency", OTHER]).1), (false, false));
        assert!(self.frame(&["--agency", OTHER, "--agency", POLICE]).contains(RIGHT));
        assert!(!has(&["--to", "2020-10-05T08:00:00+07:00"]).1, "it began later");
        let (wrong, right, open) = has(&["--from", "2020-10-21T00:00:00+07:00"]);
        assert!(wrong && right && open < all.len(), "these are open, others are not");
        let later = self.frame(&["--from", "2020-10-21T00:00:00+07:00"]);
        let ended = all.difference(&later).next().unwrap();
        let told = lienthong(["dossier", "timeline", ended, "--ledger"]).arg(&self.house).finish(0).stdout;
        assert!(
            ["DossierResolved", "DossierWithdrawn", "DossierReturned"].iter().any(|end| told.contains(end)),
            "{told}"
        );
    }

    fn write(&self, name: &str, more: &[&str], exit: i32) -> lienthong_tests::Finished {
        let paper = self.dir.join("biên bản.txt");
        fs::write(&paper, "Làm việc ngày 21/10/2020\n").unwrap();
        let mut write =
            lienthong(["inspect", "case", "--title", "Đoàn 1 & <b>", "--by", "Thanh tra", "--ledger"]);
        write.arg(&self.house).arg("--paper").arg(paper).args(["--sample", &DRAWN.to_string()]).args(more);
        write.arg("-o").arg(self.dir.join(name)).finish(exit)
    }

    fn is_written(&self) -> Vec<u8> {
        let said = self.write("case.zip", &[], 0);
        self.write("again.zip", &[], 0);
        let [one, other] = ["case.zip", "again.zip"].map(|name| fs::read(self.dir.join(name)).unwrap());
        assert!(one == other, "the same ledger, the same file");
        let sha256 = lienthong_tests::case_file::sha256(&one);
        assert!(said.stdout.starts_with(&sha256), "{}", said.stdout);
        // Nothing is written over, and nothing is left where nothing is written.
        let before = fs::read_dir(&self.dir).unwrap().count();
        self.write("case.zip", &[], 2).refused(2, "LT0913");
        assert!(fs::read(self.dir.join("case.zip")).unwrap() == one);
        let strange = self.dir.join("a:b.txt");
        fs::write(&strange, "x").unwrap();
        for (option, value, code) in [
            ("--paper", strange.to_str().unwrap(), "LT0926"),
            ("--paper", self.dir.join("biên bản.txt").to_str().unwrap(), "LT0926"),
            ("--seed", "a\nb", "LT0908"),
            ("--rule", "R99", "LT0908"),
        ] {
            self.write("none.zip", &[option, value], 2).refused(2, code);
        }
        fs::remove_file(strange).unwrap();
        assert_eq!(fs::read_dir(&self.dir).unwrap().count(), before);
        one
    }

    fn holds_what_is_made_alone(&self, entries: &Entries) {
        let text = |name: &str| String::from_utf8(entries[name].clone()).unwrap();
        let about: Value = serde_json::from_str(&text("case.json")).unwrap();
        // The seed is the root that the log signed, and other code draws the same by it.
        let checkpoint = text("checkpoints/H22_catalogue.txt");
        let root = STANDARD.decode(checkpoint.lines().nth(2).unwrap()).unwrap();
        assert_eq!(about["draw"]["seed"], json!(hex::encode(root)));
        let drawn = drawn_again(about["draw"]["seed"].as_str().unwrap(), &text("frame.csv"), DRAWN);
        let in_case: Vec<(String, String)> = text("sample.csv")
            .lines()
            .skip(1)
            .map(|row| row.split(',').collect::<Vec<_>>())
            .map(|cells| (cells[2].to_owned(), cells[3].to_owned()))
            .collect();
        assert_eq!(drawn, in_case);
        let sample = self.sample(&["--count", &DRAWN.to_string()]);
        let drawn_alone =
            sample["drawn"].as_array().unwrap().iter().map(|one| one["dossier"].as_str().unwrap());
        assert!(drawn_alone.eq(in_case.iter().map(|(_, code)| code.as_str())), "{sample}");

        let findings: Value = serde_json::from_str(&text("findings.json")).unwrap();
        let findings = findings.as_array().unwrap();
        let found = lienthong(["inspect", "--format", "json", "--ledger"]).arg(&self.house).finish(0).json();
        let ids = |all: &[Value]| all.iter().map(|one| one["id"].to_string()).collect::<Vec<_>>();
        assert_eq!(ids(findings), ids(found["findings"].as_array().unwrap()));
        let proof = self.dir.join("proof.json");
        let alone = |words: &[&str], name: &str| {
            let mut prove = lienthong(["audit", "prove", "--ledger"]);
            prove.arg(&self.house).args(words).arg("-o").arg(&proof).finish(0);
            assert!(fs::read(&proof).unwrap() == entries[name], "{name}");
            fs::remove_file(&proof).unwrap();
        };
        for found in findings {
            let id = found["id"].as_str().unwrap();
            alone(&["--finding", id], &format!("proofs/{id}.json"));
        }
        let on_record = findings.iter().filter(|found| !found["on_record"].is_null());
        for id in on_record.clone().map(|found| found["id"].as_str().unwrap()) {
            alone(&["--on-record", id], &proof_on_record(id));
            self.answer_is_proved_alone(&entries[&proof_on_record(id)]);
        }
        assert_eq!(on_record.count(), 1);
        for (_, code) in &in_case {
            alone(&[code], &format!("proofs/H22_2020/{code}.json"));
        }
        assert_eq!(text("papers/biên bản.txt"), "Làm việc ngày 21/10/2020\n");

        // The page says it all, with the head's words, and needs nothing but itself.
        let page = text("index.html");
        for says in [
            "Đoàn 1 &#38; &#60;b&#62;",
            "Chờ tra cứu ở nước ngoài",
            "đã khép lại",
            "papers/bi%C3%AAn%20b%E1%BA%A3n.txt",
            ".on-record.json",
        ] {
            assert!(page.contains(says), "{says}: {page}");
        }
        assert!(!["<script", "src=", "://", "@import", "url("].iter().any(|of| page.contains(of)), "{page}");
        assert!(text("findings.csv").contains(",closed,") && text("findings.csv").contains("Chờ tra cứu"));
    }

    /// What the head answered goes out without the case, and is read on a machine that has nothing else.
    fn answer_is_proved_alone(&self, bundle: &[u8]) {
        let file = self.dir.join("answer.json");
        fs::write(&file, bundle).unwrap();
        let check = |more: &[&str]| {
            let mut check = lienthong(["audit", "check"]);
            check.arg(&file).args(more).finish(0)
        };
        let told = check(&[]).stdout;
        for says in
            ["FindingExplained", "Chờ tra cứu ở nước ngoài", "closed", "finding's last", "của phát hiện F"]
        {
            assert!(told.contains(says), "{says}: {told}");
        }
        let told = check(&["--format", "json"]).json();
        assert!(told["stream"].as_str().unwrap().starts_with("finding.F") && told["dossier"].is_null());
        assert_eq!(told["on_record"]["explanations"][0]["text"], json!("Chờ tra cứu ở nước ngoài"), "{told}");
        // Another program says so too.
        let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/check_bundle.py");
        let mut read = std::process::Command::new(python());
        let read = read.arg(reader).arg(&file).finish(0).stdout;
        assert!(read.contains("the log's signed statement"), "{read}");
        fs::remove_file(file).unwrap();
    }

    fn checked(&self, archive: &[u8], more: &[&str]) -> std::process::Command {
        let file = self.dir.join("looked-at.zip");
        fs::write(&file, archive).unwrap();
        let mut check = lienthong(["inspect", "case", "check"]);
        check.arg(file).args(more);
        check
    }

    #[track_caller]
    fn refused(&self, archive: &[u8], code: &str) -> Refused {
        self.checked(archive, &[]).finish(1).refused(1, code)
    }

    fn is_anchored(&self, archive: &[u8], entries: &Entries) {
        let about: Value = serde_json::from_slice(&entries["case.json"]).unwrap();
        let (fingerprint, log_key) =
            (about["fingerprint"].as_str().unwrap(), about["log_key"].as_str().unwrap());
        assert_eq!(entries["log-key.txt"], format!("{log_key}\n").as_bytes());
        let checked = self.checked(archive, &["--format", "json"]).finish(0).json();
        assert_eq!((&checked["holds"], &checked["case"]), (&json!(true), &about));
        let own = self.checked(archive, &[]).finish(0).stdout;
        let given = ["--fingerprint", fingerprint, "--log-key", log_key];
        let anchored = self.checked(archive, &given).finish(0).stdout;
        assert!(own.contains("--fingerprint") && !anchored.contains("--fingerprint"), "{anchored}");
        let other = SigningKey::from_seed(&[7; 32]).verifying_key();
        let other = NoteVerifier::for_log(&Origin::new("H22/catalogue").unwrap(), other).to_string();
        self.checked(archive, &["--log-key", &other]).finish(1).refused(1, "LT0842");
        self.checked(archive, &["--fingerprint", &"0".repeat(64)]).finish(1).refused(1, "LT0841");
    }

    fn names_what_is_damaged(&self, archive: &[u8], entries: &Entries) {
        for (name, bytes) in entries {
            let mut flipped = archive.to_vec();
            flipped[place_of(archive, name, bytes) + bytes.len() / 2] ^= 1;
            self.refused(&flipped, "LT0923").says(name);
        }
        for length in [0, 10, archive.len() / 2, archive.len() - 60, archive.len() - 1] {
            self.refused(&archive[..length], "LT0923");
        }
        let mut slips = entries.clone();
        slips.insert("../outside".to_owned(), b"x".to_vec());
        self.refused(&packed(&slips), "LT0923").says("../outside");
        let mut unnamed = entries.clone();
        unnamed.insert("more.txt".to_owned(), b"x".to_vec());
        self.refused(&packed(&unnamed), "LT0923").says_all(&["more.txt", "MANIFEST"]);
        self.refused(&lienthong_tests::case_file::packed_by_another(entries), "LT0923")
            .says("another program");
        let other = json!({ "format": "lienthong case v9" }).to_string().into_bytes();
        self.refused(&put_together([("case.json".to_owned(), other)].into()), "LT0923")
            .says("lienthong case v9");
        // One that is larger than any is not even read.
        let huge = self.dir.join("huge.zip");
        fs::File::create(&huge).unwrap().set_len((1 << 30) + 1).unwrap();
        lienthong(["inspect", "case", "check"]).arg(&huge).finish(1).refused(1, "LT0923");
        fs::remove_file(huge).unwrap();
        lienthong(["inspect", "case", "check"]).arg(self.dir.join("none.zip")).finish(2).refused(2, "LT0901");
    }

    /// With a manifest that names what was put in.
    fn names_what_is_forged(&self, entries: &Entries) {
        let forged = |change: &dyn Fn(&mut Entries)| forged(entries, change);
        let in_text = |name: &str, change: &dyn Fn(&str) -> String| in_text(entries, name, change);
        let in_json = |name: &str, change: &dyn Fn(&mut Value)| in_json(entries, name, change);
        // Another dossier was drawn, one is not in the list, the seed is another one.
        let last = |text: &str| text.lines().last().unwrap().to_owned();
        let sample =
            in_text("sample.csv", &|text| text.replace(&last(text), "3,00,H22/2020,H22.02-201005-0901,0,x"));
        self.refused(&sample, "LT0925").says_all(&["sample.csv, line 4", "H22.02-201005-0901"]);
        let frame = in_text("frame.csv", &|text| text.replace(&format!("{}\r\n", last(text)), ""));
        self.refused(&frame, "LT0925");
        let seed = in_json("case.json", &|about| about["draw"]["seed"] = json!("7"));
        self.refused(&seed, "LT0925").says("H22/catalogue");
        let given = in_json("case.json", &|about| {
            (about["draw"]["seed"], about["draw"]["seed_of"]) = (json!("7"), Value::Null);
        });
        self.refused(&given, "LT0925").says("frame.csv, line 2");

        // A finding says something else, of somebody else, in another period; is gone; has the proof of another one, or a changed one.
        let found: Value = serde_json::from_slice(&entries["findings.json"]).unwrap();
        let proof = |at: usize| format!("proofs/{}.json", found[at]["id"].as_str().unwrap());
        let words = in_json("findings.json", &|found| found[0]["vi"] = json!("không có gì"));
        self.refused(&words, "LT0924").says(&proof(0));
        let agency = in_json("findings.json", &|found| found[0]["agency"] = json!("H22.99"));
        self.refused(&agency, "LT0924").says("id");
        let said = in_json("findings.json", &|found| found[0]["state_vi"] = json!("đã khép lại!"));
        self.refused(&said, "LT0924").says("state_vi");
        let period = in_json("case.json", &|about| about["scope"]["from"] = json!("2030-01-01T00:00:00Z"));
        self.refused(&period, "LT0924").says("not in scope");
        let elsewhere = in_json("findings.json", &|found| found[0]["record"] = json!("H22/2020:1"));
        self.refused(&elsewhere, "LT0924").says("cites");
        let rules = in_json("case.json", &|about| about["rules"]["applied"] = json!([]));
        self.refused(&rules, "LT0924").says("was not applied");
        let fewer = in_json("findings.json", &|found| drop(found.as_array_mut().unwrap().pop()));
        self.refused(&fewer, "LT0924");
        let twice = in_json("findings.json", &|found| found[1] = found[0].clone());
        self.refused(&twice, "LT0924").says("twice");
        let swapped = forged(&|entries| drop(entries.insert(proof(0), entries[&proof(1)].clone())));
        self.refused(&swapped, "LT0924").says(&proof(0));
        let gone = forged(&|entries| drop(entries.remove(&proof(0))));
        self.refused(&gone, "LT0924").says(&proof(0));
        let whole: Vec<&String> =
            entries.keys().filter(|name| name.starts_with("proofs/H22_2020/")).collect();
        let swapped = forged(&|entries| drop(entries.insert(whole[0].clone(), entries[whole[1]].clone())));
        self.refused(&swapped, "LT0924").says(whole[0]);
        let changed = forged(&|entries| {
            let mut bundle: Value = serde_json::from_slice(&entries[whole[0]]).unwrap();
            let first = &mut bundle["ledger"]["records"][0]["bytes"];
            let mut bytes = STANDARD.decode(first.as_str().unwrap()).unwrap();
            *bytes.last_mut().unwrap() ^= 1;
            *first = json!(STANDARD.encode(bytes));
            entries.insert(whole[0].clone(), bundle.to_string().into_bytes());
        });
        self.refused(&changed, "LT0845").says(whole[0]);

        self.names_what_is_forged_on_record(entries, &found);

        // The page, a table, a paper, a checkpoint; and what nobody named.
        self.refused(&in_text("index.html", &|page| page.replacen("Phạm vi", "Phạm vì", 1)), "LT0924")
            .says("index.html");
        self.refused(&in_text("findings.csv", &|table| table.replacen("closed", "opened", 1)), "LT0924");
        self.refused(&in_text("papers/biên bản.txt", &|text| text.replace("21", "22")), "LT0924")
            .says("papers/");
        let size = in_json("case.json", &|about| about["ledgers"][0]["size"] = json!(1));
        self.refused(&size, "LT0924").says("checkpoints/H22_catalogue.txt");
        let unsigned = in_text("checkpoints/H22_2020.txt", &|note| note.replacen('\n', "\n1", 1));
        self.refused(&unsigned, "LT0924").says("checkpoints/H22_2020.txt");
        let more = forged(&|entries| drop(entries.insert("papers/more.txt".to_owned(), b"x".to_vec())));
        self.refused(&more, "LT0924").says("papers/more.txt");
        let claims = in_json("case.json", &|about| about["limits"] = json!([]));
        self.refused(&claims, "LT0924").says("claims");
    }

    /// What a head said, how it was judged: another thing, nothing, the proof of something else, and only the beginning of it.
    fn names_what_is_forged_on_record(&self, entries: &Entries, found: &Value) {
        let in_json = |name: &str, change: &dyn Fn(&mut Value)| in_json(entries, name, change);
        let at = found.as_array().unwrap().iter().position(|found| !found["on_record"].is_null()).unwrap();
        let proof = proof_on_record(found[at]["id"].as_str().unwrap());
        let words = in_json("findings.json", &|found| {
            found[at]["on_record"]["explanations"][0]["text"] = json!("Tôi nhận lỗi");
        });
        self.refused(&words, "LT0924").says("on_record");
        let state = in_json("findings.json", &|found| found[at]["state"] = json!("opened"));
        self.refused(&state, "LT0924").says(" state ");
        let silent = in_json("findings.json", &|found| found[at]["on_record"] = Value::Null);
        self.refused(&silent, "LT0924").says("state");
        let zone = in_json("case.json", &|about| about["offset_seconds"] = json!(1_000_000));
        self.refused(&zone, "LT0924").says("offset_seconds");
        let other = (at + 1) % found.as_array().unwrap().len();
        let invented = in_json("findings.json", &|found| {
            for name in ["state", "state_vi", "on_record"] {
                found[other][name] = found[at][name].clone();
            }
        });
        self.refused(&invented, "LT0924").says(&proof_on_record(found[other]["id"].as_str().unwrap()));
        let dossier = entries.keys().find(|name| name.starts_with("proofs/H22_2020/")).unwrap();
        let swapped =
            forged(entries, &|entries| drop(entries.insert(proof.clone(), entries[dossier].clone())));
        self.refused(&swapped, "LT0924").says(&proof);
        // Without its end: the log says where it ends; and where nobody does, it comes to another state.
        let cut = |heads: bool| {
            forged(entries, &|entries| {
                let mut bundle: Value = serde_json::from_slice(&entries[&proof]).unwrap();
                drop(bundle["ledger"]["records"].as_array_mut().unwrap().pop());
                if !heads {
                    drop(bundle["ledger"].as_object_mut().unwrap().remove("heads"));
                }
                entries.insert(proof.clone(), bundle.to_string().into_bytes());
            })
        };
        self.refused(&cut(true), "LT0848").says(&proof);
        self.refused(&cut(false), "LT0924").says("state");
        let gone = forged(entries, &|entries| drop(entries.remove(&proof)));
        self.refused(&gone, "LT0924").says(&proof);
    }

    /// A proof that holds, of the right dossier, but under a checkpoint that came after the case.
    fn names_what_is_of_another_time(&self) {
        let mut early = taken_apart(&fs::read(self.dir.join("early.zip")).unwrap());
        self.checked(&put_together(early.clone()), &[]).finish(0);
        let name = early.keys().find(|name| name.starts_with("proofs/H22_2020/")).unwrap().clone();
        let code = name.rsplit('/').next().unwrap().trim_end_matches(".json");
        let proof = self.dir.join("later.json");
        lienthong(["audit", "prove", code, "--ledger"]).arg(&self.house).arg("-o").arg(&proof).finish(0);
        early.insert(name.clone(), fs::read(&proof).unwrap());
        self.refused(&put_together(early), "LT0924").says_all(&[&name, "checkpoint"]);
    }
}
