//! A stranger breaks rules by hand on a province in which nobody does: inspection names exactly those acts, and none of the same acts done
//! rightly beside them.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

mod case_file;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_merkle::leaf_hash;
use lienthong_names::Origin;
use lienthong_protocol::checkpoint::Checkpoint;
use lienthong_protocol::keys::KeyFile;
use lienthong_protocol::note::NoteSigner;
use lienthong_tests::demo::{start, submit, until};
use lienthong_tests::nats::Finish as _;
use lienthong_tests::{Background, lienthong, temp_dir};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(120);
/// The Centre, whose desk receives.
const DESK: &str = "H22.02";
/// Justice, which resolves criminal records within ten working days.
const JUSTICE: &str = "H22.12";
/// The police, whose opinion it asks.
const POLICE: &str = "H22.31";
/// Has no desk, and no part in any of these dossiers.
const OTHER: &str = "H22.13";
const PROCEDURE: &str = "2.000488";
/// Broken rules are of this one,
const WRONG: &str = "H22.02-201005-0901";
/// and of this one none.
const RIGHT: &str = "H22.02-201005-0902";

struct Province {
    demo: Background,
    url: String,
    house: PathBuf,
}

impl Province {
    /// Hands in one act; what came of it.
    fn act(
        &self,
        dossier: &str,
        (agency, officer): (&str, &str),
        name: &str,
        said: Value,
        exit: i32,
    ) -> Value {
        let mut line = json!({ "agency": agency, "officer": officer });
        if !dossier.is_empty() {
            line["dossier"] = json!(dossier);
        }
        line[name] = said;
        let key = self.house.join("keys").join(format!("{agency}.key"));
        submit(&self.url, &key, agency, &[line], exit).remove(0)
    }

    /// The same of an act that nobody refuses; what inspection finds by its record.
    fn act_and_wait(
        &self,
        dossier: &str,
        (agency, officer): (&str, &str),
        name: &str,
        said: Value,
    ) -> Vec<Value> {
        let mut line = json!({ "agency": agency, "officer": officer, "dossier": dossier });
        line[name] = said;
        let (dir, key) = (temp_dir(), self.house.join("keys").join(format!("{agency}.key")));
        let file = dir.path().join("command.ndjson");
        std::fs::write(&file, line.to_string()).unwrap();
        let sent = lienthong(["submit", "--wait-findings", "--url", &self.url, "--key"])
            .arg(&key)
            .arg(&file)
            .finish(0);
        sent.stdout.lines().skip(1).map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The clock goes on to an instant of the province's time.
    fn until(&mut self, day: &str) {
        until(&mut self.demo, &self.url, &format!("{day}:00+07:00"));
    }

    fn receive(&self, dossier: &str) {
        let desk = (DESK, "tiep-nhan");
        self.act(dossier, desk, "registerDossier", json!({ "procedure": PROCEDURE, "channel": "DESK" }), 0);
        let received = json!({ "channel": "DESK", "handedIn": ["don", "giay-to"] });
        self.act(dossier, desk, "receiveDossier", received, 0);
        let handed = json!({ "toUnit": "chuyen-mon", "toOfficer": "thu-ly", "step": "Thẩm định" });
        self.act(dossier, (JUSTICE, "lanh-dao"), "handOver", handed, 0);
    }

    fn inspect(&self, more: &[&str]) -> Value {
        lienthong(["inspect", "--format", "json", "--ledger"]).arg(&self.house).args(more).finish(0).json()
    }
}

fn start_clean(house: &Path) -> Province {
    let (demo, url) = start(house, &["--clean", "--days", "5", "--pace", "1"]);
    Province { demo, url, house: house.to_owned() }
}

/// Rule, the rule that said no, dossier, officer's agency: of everything that was found.
fn found(inspected: &Value) -> BTreeSet<[String; 4]> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |finding: &Value| ["rule", "broken", "dossier", "agency"].map(|name| text(&finding[name]));
    inspected["findings"].as_array().unwrap().iter().map(of).collect()
}

/// A checkpoint that the log's own key signed, of records that the ledger does not have.
fn other_history(house: &Path) -> String {
    let text = std::fs::read_to_string(house.join("keys/log.key")).unwrap();
    let key = KeyFile::parse(&text).unwrap().key().clone();
    let origin = Origin::new("H22/catalogue").unwrap();
    let signer = NoteSigner::for_log(&origin, key);
    Checkpoint { origin, size: 1, root: leaf_hash(b"another") }.sign(&signer)
}

/// Of these two the ones whose process demands an opinion that nobody asked for.
fn unasked(province: &Province) -> BTreeSet<String> {
    let said =
        lienthong(["inspect", "unasked", "--format", "json", "--ledger"]).arg(&province.house).finish(0);
    let all = said.json()["unasked"].as_array().unwrap().clone();
    let codes = all.iter().map(|one| one["dossier"].as_str().unwrap().to_owned());
    codes.filter(|code| [WRONG, RIGHT].contains(&code.as_str())).collect()
}

/// The file proves it; with a record left out it does not, and neither does one about which something else is said.
fn prove_and_break(house: &Path, id: &str, file: &Path) {
    lienthong(["audit", "prove", "--finding", id, "--ledger"]).arg(house).arg("-o").arg(file).finish(0);
    let check = |exit| lienthong(["audit", "check", "--format", "json"]).arg(file).finish(exit);
    let checked = check(0).json();
    assert_eq!((&checked["holds"], &checked["finding"]["id"]), (&json!(true), &json!(id)));
    let whole: Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
    let mut less = whole.clone();
    less["parts"].as_array_mut().unwrap().pop();
    let mut other = whole;
    other["finding"]["evidence"][0]["revision"] = json!(99);
    for forged in [less, other] {
        std::fs::write(file, forged.to_string()).unwrap();
        let refused = check(1);
        assert!(refused.stderr.contains("LT0967"), "{}", refused.stderr);
    }
}

#[test]
fn exactly_what_a_stranger_did_is_found_and_each_record_of_it_can_be_proved() {
    let dir = temp_dir();
    let mut province = start_clean(&dir.path().join("province"));
    province.until("2020-10-05T08:00");
    let checkpoint = dir.path().join("checkpoint.txt");
    let taken = lienthong(["audit", "checkpoint", "--ledger"]).arg(&province.house).finish(0).stdout;
    std::fs::write(&checkpoint, &taken).unwrap();
    province.receive(WRONG);
    province.receive(RIGHT);
    let early = dir.path().join("early.zip");
    case_file::write_early(&province.house, &early);
    assert_eq!(unasked(&province), BTreeSet::from([WRONG.to_owned(), RIGHT.to_owned()]));

    // An opinion that nobody asked for; a reception off the desk; money that the schedule does not name. And as it is to be.
    let opinion = |text: &str| json!({ "consultation": "c1", "from": { "agency": POLICE }, "stance": "AGREE", "text": text });
    let refused = province.act(WRONG, (POLICE, "thu-ly"), "giveOpinion", opinion("đồng ý"), 1);
    assert!(refused.to_string().contains("LT0303"), "{refused}");
    let elsewhere = json!({ "procedure": PROCEDURE, "channel": "DESK" });
    let refused = province.act("H22.13-201005-0901", (OTHER, "tiep-nhan"), "registerDossier", elsewhere, 1);
    assert!(refused.to_string().contains("LT0201"), "{refused}");
    let desk = (DESK, "tiep-nhan");
    let refused = province.act(WRONG, desk, "demandFee", json!({ "fee": "le-phi", "amount": "250000" }), 1);
    assert!(refused.to_string().contains("LT0213"), "{refused}");

    province.act(RIGHT, desk, "demandFee", json!({ "fee": "le-phi", "amount": "200000" }), 0);
    let two_days = json!({ "phases": [{ "halfWorkingDays": 4 }] });
    let asked = json!({
        "consultation": "c1",
        "question": "Có án tích không?",
        "participants": [{ "participant": { "agency": POLICE }, "mandatory": true, "term": two_days }],
    });
    province.act(RIGHT, (JUSTICE, "thu-ly"), "openConsultation", asked, 0);
    province.act(RIGHT, (POLICE, "thu-ly"), "giveOpinion", opinion("đồng ý"), 0);
    let digest = json!([{
        "from": { "agency": POLICE }, "round": 1, "version": 1, "treatment": "ACCEPTED",
        "textSha256": STANDARD.encode(Sha256::digest("đồng ý")),
    }]);
    let concluded = json!({ "consultation": "c1", "digest": digest });
    province.act(RIGHT, (JUSTICE, "thu-ly"), "concludeConsultation", concluded, 0);

    province.until("2020-10-06T10:00");
    for dossier in [WRONG, RIGHT] {
        let done = json!({ "step": "Thẩm định" });
        province.act(dossier, (JUSTICE, "thu-ly"), "completeStep", done, 0);
    }

    // An apology to the citizen from the agency alone, a second new day. From the desk, and once.
    let sorry = json!({ "reason": "Chờ xác minh", "number": "11/XL", "date": "2020-10-14" });
    let later = |day: &str| json!({ "until": format!("{day}T17:00:00+07:00"), "reason": "Chờ xác minh" });
    province.until("2020-10-14T09:00");
    province.act(WRONG, (JUSTICE, "lanh-dao"), "issueApology", sorry.clone(), 0);
    province.act(WRONG, desk, "reappoint", later("2020-10-23"), 0);
    province.act(WRONG, desk, "reappoint", later("2020-10-28"), 0);
    province.act(RIGHT, desk, "issueApology", sorry, 0);
    province.act(RIGHT, desk, "reappoint", later("2020-10-23"), 0);

    // Due on Monday the 19th at 17:00: paused in time, and at five to five.
    let pause = || json!({ "reason": "Chờ tra cứu", "law": "Luật Lý lịch tư pháp" });
    province.until("2020-10-16T16:55");
    province.act(RIGHT, (JUSTICE, "lanh-dao"), "pauseDossier", pause(), 0);
    province.until("2020-10-19T16:55");
    let told = province.act_and_wait(WRONG, (JUSTICE, "lanh-dao"), "pauseDossier", pause());
    // The gateway's inspection says at once what the ledger's says afterwards: of this record, and nothing else.
    let told: Vec<_> =
        told.iter().map(|line| (&line["finding"]["rule"], &line["finding"]["dossier"])).collect();
    assert_eq!(told, [(&json!("R28.paused_close"), &json!(WRONG))]);

    let inspected = province.inspect(&[]);
    let row = |rule: &str, broken: &str, dossier: &str, agency: &str| {
        [rule, broken, dossier, agency].map(str::to_owned)
    };
    let expected = BTreeSet::from([
        row("attempt", "R03", WRONG, POLICE),
        row("attempt", "R01", "H22.13-201005-0901", OTHER),
        row("attempt", "R13", WRONG, DESK),
        row("R06.issued_alone", "R06", WRONG, JUSTICE),
        row("R14.reappointed_again", "R14", WRONG, DESK),
        row("R28.paused_close", "R28", WRONG, JUSTICE),
    ]);
    assert_eq!(found(&inspected), expected, "{inspected:#}");
    assert_eq!(inspected["findings"].as_array().unwrap().len(), expected.len(), "each once");
    let one = |rule: &str| found(&province.inspect(&["--rule", rule]));
    assert_eq!(one("I03"), BTreeSet::from([row("R28.paused_close", "R28", WRONG, JUSTICE)]));
    assert_eq!(one("R13"), BTreeSet::from([row("attempt", "R13", WRONG, DESK)]));
    assert!(found(&province.inspect(&["--dossier", RIGHT])).is_empty());
    let mut fails = lienthong(["inspect", "--fail-on-findings", "--agency", POLICE, "--ledger"]);
    assert!(fails.arg(&province.house).finish(1).stderr.contains("LT0965"));

    // Whom nobody asked is still to be asked; what became otherwise since the checkpoint is what was found, and it holds only for this log.
    assert_eq!(unasked(&province), BTreeSet::from([WRONG.to_owned()]));
    let since = |file: &Path, exit| {
        let mut since = lienthong(["inspect", "since", "--format", "json"]);
        since.arg(file).arg("--ledger").arg(&province.house).finish(exit)
    };
    let became = since(&checkpoint, 0).json();
    let new = became["changes"].as_array().unwrap().iter().filter(|one| one["what"] == "finding_new");
    let ids = |all: &mut dyn Iterator<Item = Value>| all.map(|id| id.to_string()).collect::<BTreeSet<_>>();
    let all = inspected["findings"].as_array().unwrap().iter();
    assert_eq!(ids(&mut new.map(|one| one["finding"].clone())), ids(&mut all.map(|one| one["id"].clone())));
    let forged = dir.path().join("forged.txt");
    std::fs::write(&forged, taken.replacen('\n', "\n9", 1)).unwrap();
    let refused = since(&forged, 1);
    assert!(refused.stderr.contains("LT0985"), "{}", refused.stderr);
    assert!(since(Path::new("99999999"), 1).stderr.contains("LT0986"));
    std::fs::write(&forged, other_history(&province.house)).unwrap();
    assert!(since(&forged, 1).stderr.contains("LT0987"), "signed by the log, and not what the ledger has");

    // Every record that a finding cites is proved alone.
    for (number, finding) in inspected["findings"].as_array().unwrap().iter().enumerate() {
        for (place, cited) in finding["evidence"].as_array().unwrap().iter().enumerate() {
            let bundle = dir.path().join(format!("{number}-{place}.json"));
            let record = cited["record"].as_str().unwrap();
            let mut prove = lienthong(["audit", "prove", "--record", record, "--ledger"]);
            prove.arg(&province.house).arg("-o").arg(&bundle).finish(0);
            lienthong(["audit", "check"]).arg(&bundle).finish(0);
        }
        let id = finding["id"].as_str().unwrap();
        prove_and_break(&province.house, id, &dir.path().join(format!("{id}.json")));
        let shown = lienthong(["inspect", "finding", id, "--format", "json", "--ledger"])
            .arg(&province.house)
            .finish(0)
            .json();
        assert_eq!(shown, *finding);
    }
    let unknown = lienthong(["inspect", "finding", "F00", "--ledger"]).arg(&province.house).finish(1);
    assert!(unknown.stderr.contains("LT0966"), "{}", unknown.stderr);
    from_finding_to_close(&mut province, &dir.path().join("commands.ndjson"));
    province.demo.end("INT", PATIENCE);
    lienthong(["audit", "verify", "--ledger"]).arg(&province.house).finish(0);
    case_file::the_inspection_is_a_file(&province.house, dir.path());
}

/// The inspectorate puts the late pause on record; Justice's head answers; it holds; what is ordered is done late.
fn from_finding_to_close(province: &mut Province, commands: &Path) {
    const INSPECTORATE: (&str, &str) = ("H22.27", "lanh-dao");
    let (head, day) = ((JUSTICE, "lanh-dao"), "2020-10-21");
    let draft = |province: &Province| {
        let by = ["--by", "H22.27/lanh-dao", "--explain-until", day, "--rule", "R28", "--ledger"];
        lienthong(["inspect", "draft"]).args(by).arg(&province.house).finish(0).stdout
    };
    let lines = draft(province);
    assert_eq!(lines.lines().count(), 1, "{lines}");
    std::fs::write(commands, &lines).unwrap();
    let key = province.house.join("keys").join("H22.27.key");
    let mut submit = lienthong(["submit", "--agency", "H22.27", "--url", &province.url, "--key"]);
    submit.arg(key).arg(commands).finish(0);
    assert_eq!(draft(province), "", "what is on record is not put there again");

    let one = |province: &Province| province.inspect(&["--rule", "R28"])["findings"][0].clone();
    let id = one(province)["id"].as_str().unwrap().to_owned();
    let says = |province: &Province, who, name, said: Value, exit| {
        let mut said = said;
        said["finding"] = json!(id);
        province.act("", who, name, said, exit).to_string()
    };
    assert_eq!(one(province)["state"], "opened");
    let because = || json!({ "reason": "dừng đồng hồ 5 phút trước hạn" });
    let too_early = says(province, INSPECTORATE, "confirmFinding", because(), 1);
    assert!(too_early.contains("LT0436"), "{too_early}");
    let explained = || json!({ "text": "Chờ tra cứu ở nước ngoài" });
    let not_head = says(province, (JUSTICE, "thu-ly"), "explainFinding", explained(), 1);
    assert!(not_head.contains("LT0425"), "{not_head}");
    says(province, head, "explainFinding", explained(), 0);
    let shown = one(province);
    assert_eq!(shown["state"], "explained");
    assert_eq!(shown["on_record"]["explanations"][0]["text"], "Chờ tra cứu ở nước ngoài");
    says(province, INSPECTORATE, "confirmFinding", because(), 0);
    let order = json!({ "agency": JUSTICE, "what": "Báo cáo việc tra cứu", "due": "2020-10-23" });
    says(province, INSPECTORATE, "orderRemedy", order, 0);

    let tasks = |province: &Province, more: &[&str], exit| {
        let mut tasks = lienthong(["inspect", "tasks", "--format", "json", "--ledger"]);
        tasks.arg(&province.house).args(more).finish(exit).json()
    };
    assert_eq!(tasks(province, &["--fail-on-late"], 0)["tasks"][0]["state"], "to do");
    let late = tasks(province, &["--fail-on-late", "--now", "2020-10-26T09:00:00+07:00"], 1);
    assert_eq!((&late["late"], &late["tasks"][0]["days_late"]), (&json!(1), &json!(3)));

    province.until("2020-10-26T08:00");
    let about = |more: Value| {
        let mut about = json!({ "about": format!("finding.{id}"), "number": 1 });
        about.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        about
    };
    let urge = about(json!({ "agency": JUSTICE, "text": "Quá hạn 3 ngày", "answerBy": "2020-10-28" }));
    says_of(province, INSPECTORATE, "urgeAgency", urge);
    let answer = about(json!({ "agency": JUSTICE, "text": "Mai có", "promised": "2020-10-27" }));
    says_of(province, head, "acknowledgeEscalation", answer);
    says_of(province, head, "reportTask", about(json!({ "text": "Đã báo cáo" })));
    says_of(province, INSPECTORATE, "acceptTask", about(json!({})));
    says(province, INSPECTORATE, "closeFinding", json!({ "reason": "đã khắc phục" }), 0);
    let mut closed = lienthong(["inspect", "on-record", "--state", "closed", "--format", "json", "--ledger"]);
    let closed = closed.arg(&province.house).finish(0).json();
    assert_eq!((&closed["findings"][0]["id"], &closed["findings"][0]["found"]), (&json!(id), &json!(true)));
    let done = tasks(province, &["--all"], 0);
    assert_eq!((&done["tasks"][0]["state"], &done["late"]), (&json!("done late"), &json!(0)));
    let shown = lienthong(["inspect", "finding", &id, "--ledger"]).arg(&province.house).finish(0).stdout;
    assert!(["state", "closed", "explained", "remedy 1"].iter().all(|word| shown.contains(word)), "{shown}");
}

fn says_of(province: &Province, who: (&str, &str), name: &str, said: Value) {
    province.act("", who, name, said, 0);
}
