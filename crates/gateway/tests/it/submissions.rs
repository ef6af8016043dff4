//! Handing in: three forms of a body, two of an answer, the limits, and what happens when an answer does not come.

use crate::door::{Door, gateway};
use crate::ports::{Away, Scripted, away};
use crate::story::{
    asked, complete_step, hand_over, id, open_consultation, opinion, receive, register, signed, told,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lienthong_dossier::Channel;
use lienthong_gateway::Gateway;
use lienthong_gateway::http::BODY_LIMIT;
use lienthong_ledger::ports::Clock;
use lienthong_protocol::{Answer, Fault, Submission, Verdict, VerdictAnswer, json as mapping};
use lienthong_simulation::province::{AROUND, CENTRE};
use lienthong_simulation::world::founding::{ASKED, DEPARTMENT};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

const URI: &str = "/api/v1/submissions";
const JSON: &str = "application/json";
const NDJSON: &str = "application/x-ndjson";
const PROTOBUF: &str = "application/x-protobuf";
const CODE: &str = "H22.02-201120-0001";

/// A submission by the protobuf JSON mapping.
fn as_json(submission: &Submission) -> Value {
    mapping::to_json("Submission", &submission.encode()).unwrap()
}

/// Registers and takes in a dossier.
fn two_commands(province: &crate::province::Province) -> Submission {
    let at = province.now();
    signed(
        province,
        &[asked(CENTRE, 101, CODE, register(Channel::Online), at), asked(CENTRE, 102, CODE, receive(), at)],
    )
}

/// What each verdict says: its index, and admitted, or the first reason why not, or the code of the fault.
fn told_by(verdicts: &[Value]) -> Vec<(u64, String)> {
    let said = |verdict: &Value| {
        let code = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        match verdict {
            v if v["receipt"]["admitted"] == json!(true) => "admitted".to_owned(),
            v if v["receipt"].is_object() => code(&v["receipt"]["rejection"]["refusals"][0]["code"]),
            v if v["fault"].is_object() => code(&v["fault"]["code"]),
            v => format!("not now {}", code(&v["unavailable"]["code"])),
        }
    };
    verdicts.iter().map(|verdict| (verdict["index"].as_u64().unwrap_or(0), said(verdict))).collect()
}

fn admitted(indexes: std::ops::Range<u64>) -> Vec<(u64, String)> {
    indexes.map(|index| (index, "admitted".to_owned())).collect()
}

#[tokio::test]
async fn a_submission_is_taken_in_every_form_and_is_the_same_each_time() {
    let province = told();
    let door = Door::of(&province);
    let submission = two_commands(&province);
    let bodies = [
        (PROTOBUF, submission.encode()),
        (JSON, as_json(&submission).to_string().into_bytes()),
        (NDJSON, format!("{}\n", as_json(&submission)).into_bytes()),
        ("application/json; charset=utf-8", as_json(&submission).to_string().into_bytes()),
    ];
    let mut sequences = Vec::new();
    for (media_type, body) in bodies {
        let answered = door.post(URI, media_type, body).await;
        assert_eq!(answered.status.as_u16(), 200, "{media_type}: {}", answered.text);
        assert_eq!(answered.header("content-type"), NDJSON);
        let lines = answered.lines();
        assert_eq!(told_by(&lines), admitted(0..2), "{media_type}");
        sequences.push(lines.iter().map(|line| line["receipt"]["sequence"].clone()).collect::<Vec<_>>());
        assert_eq!(lines[0]["commandId"], json!(STANDARD.encode(id(101).as_bytes())));
    }
    sequences.dedup();
    assert_eq!(sequences.len(), 1, "sending again records nothing again");
}

#[tokio::test]
async fn who_asks_for_json_gets_one_array() {
    let province = told();
    let door = Door::of(&province);
    let body = two_commands(&province).encode();
    let ask = async |accept: &str| {
        door.ask("POST", URI, &[("content-type", PROTOBUF), ("accept", accept)], body.clone()).await
    };
    let array = ask(JSON).await;
    assert_eq!(array.header("content-type"), JSON);
    assert_eq!(told_by(array.json().as_array().unwrap()), admitted(0..2));
    for accept in ["*/*", "application/json, application/x-ndjson"] {
        assert_eq!(ask(accept).await.header("content-type"), NDJSON, "{accept}");
    }
}

#[tokio::test]
async fn lines_are_handed_in_one_after_the_other_and_their_verdicts_count_on() {
    let province = told();
    let door = Door::of(&province);
    let at = province.now();
    let lines = [
        as_json(&two_commands(&province)),
        as_json(&signed(&province, &[asked(DEPARTMENT, 103, CODE, hand_over(), at)])),
        // Another service's, and a stranger's.
        as_json(&signed(&province, &[asked(AROUND, 104, CODE, opinion(AROUND, "không ai hỏi"), at)])),
        as_json(&signed(&province, &[asked(DEPARTMENT, 105, CODE, complete_step(), at)])),
    ];
    let body: String = lines.iter().map(|line| format!("{line}\r\n\n")).collect();
    let verdicts = told_by(&door.post(URI, NDJSON, body).await.lines());
    let expected = [(0, "admitted"), (1, "admitted"), (2, "admitted"), (3, "LT0303"), (4, "admitted")];
    assert_eq!(verdicts, expected.map(|(index, said)| (index, said.to_owned())));
}

#[tokio::test]
async fn a_broken_line_is_named_and_nothing_is_handed_in() {
    let province = told();
    let intake = Arc::new(Scripted::default());
    let door = Door::to(Gateway { intake: Arc::clone(&intake) as _, ..gateway(&province) });
    let good = as_json(&two_commands(&province));
    let mut unknown = good.clone();
    unknown["colour"] = json!("red");
    let mut none = good.clone();
    none["commands"] = json!([]);
    let rows = [
        (format!("{good}\n\n{{\"origin\": \n"), "line 3", "LT0805"),
        (format!("{good}\n{unknown}\n"), "line 2: colour", "LT0011"),
        (format!("{good}\n{none}\n{good}"), "line 2: commands", "LT0018"),
        (format!("not JSON\n{good}"), "line 1", "LT0805"),
        (" \n\n".to_owned(), "", "LT0805"),
    ];
    for (body, field, code) in rows {
        let answered = door.post(URI, NDJSON, body.clone()).await;
        assert_eq!(answered.failure(), (400, code.to_owned()), "{body}: {}", answered.text);
        let failure = answered.json();
        assert_eq!(failure["field"].as_str().unwrap_or_default(), field, "{body}");
        let line = field.split(':').next().unwrap().trim_start_matches("line ");
        assert!(failure["en"].as_str().unwrap().contains(&format!("Line {line}")) || field.is_empty());
        assert!(failure["vi"].as_str().unwrap().contains(&format!("Dòng {line}")) || field.is_empty());
    }
    assert!(
        intake.taken.lock().unwrap().is_empty(),
        "what comes before a broken line is not handed in either"
    );
}

#[tokio::test]
async fn a_body_that_is_none_is_refused_with_its_place() {
    let province = told();
    let door = Door::of(&province);
    let good = as_json(&two_commands(&province));
    let mut no_commands = good.clone();
    no_commands["commands"] = json!([]);
    let mut bad_key = good.clone();
    bad_key["keyId"] = json!("x");
    let mut wrong_type = good.clone();
    wrong_type["commands"] = json!("one");
    let rows: [(&str, Vec<u8>, &str, &str); 8] = [
        (JSON, b"{\n\"origin\": \"H22/2020\",\n}".to_vec(), "LT0805", "line 3"),
        (JSON, Vec::new(), "LT0805", "EOF"),
        (JSON, json!({"colour": 1}).to_string().into_bytes(), "LT0011", "colour"),
        (JSON, no_commands.to_string().into_bytes(), "LT0018", "from 1 to 1000"),
        (JSON, bad_key.to_string().into_bytes(), "", "key"),
        (JSON, wrong_type.to_string().into_bytes(), "", "commands"),
        (PROTOBUF, b"\xff\xff\xff".to_vec(), "LT0010", "submission"),
        (PROTOBUF, Vec::new(), "", ""),
    ];
    for (media_type, body, code, named) in rows {
        let shown = String::from_utf8_lossy(&body).into_owned();
        let answered = door.post(URI, media_type, body).await;
        let (status, found) = answered.failure();
        assert_eq!(status, 400, "{shown}");
        assert!(
            code.is_empty() || code == found,
            "{shown}: {found} where {code} should be: {}",
            answered.text
        );
        assert!(answered.text.contains(named), "{shown}: {named} is not named: {}", answered.text);
    }
    for headers in
        [&[][..], &[("content-type", "text/plain")][..], &[("content-type", "application/jsonp")][..]]
    {
        let answered = door.ask("POST", URI, headers, good.to_string().into_bytes()).await;
        assert_eq!(answered.failure(), (415, "LT0822".to_owned()), "{headers:?}");
    }
}

#[tokio::test]
async fn limits_are_held_before_anything_is_decided() {
    let province = told();
    let intake = Arc::new(Scripted::default());
    let door = Door::to(Gateway { intake: Arc::clone(&intake) as _, ..gateway(&province) });
    let at = province.now();
    let many: Vec<_> =
        (0..1001).map(|n| asked(CENTRE, 1000 + n, CODE, register(Channel::Online), at)).collect();
    let too_many = signed(&province, &many);
    for (media_type, body) in [
        (PROTOBUF, too_many.encode()),
        (JSON, as_json(&too_many).to_string().into_bytes()),
        (NDJSON, as_json(&too_many).to_string().into_bytes()),
    ] {
        let answered = door.post(URI, media_type, body).await;
        assert_eq!(answered.failure(), (400, "LT0018".to_owned()), "{media_type}");
        assert!(answered.text.contains("1001"), "{}", answered.text);
    }
    // Over the limit of a submission, below that of a body.
    let mut too_long = two_commands(&province);
    too_long.commands.push(vec![0; 800 * 1024]);
    assert_eq!(door.post(URI, PROTOBUF, too_long.encode()).await.failure(), (400, "LT0018".to_owned()));
    for media_type in [PROTOBUF, JSON, NDJSON] {
        let answered = door.post(URI, media_type, vec![b' '; BODY_LIMIT + 1]).await;
        assert_eq!(answered.failure(), (413, "LT0820".to_owned()), "{media_type}");
    }
    assert!(intake.taken.lock().unwrap().is_empty());
    let whole = signed(&province, &many[..1000]);
    intake.scripts.lock().unwrap().push_back(Vec::new());
    assert_eq!(door.post(URI, PROTOBUF, whole.encode()).await.lines().len(), 1000, "a thousand are taken");
}

fn fault(code: &str) -> Fault {
    Fault { code: code.to_owned(), field: String::new(), vi: "không".to_owned(), en: "no".to_owned() }
}

fn verdict(index: u32, answer: VerdictAnswer) -> Verdict {
    Verdict { index, command_id: None, answer, hint: None }
}

fn answer(verdicts: Vec<Verdict>) -> Result<Answer, lienthong_ledger::ports::Unavailable> {
    Ok(Answer { verdicts, outstanding: 0 })
}

#[tokio::test]
async fn every_command_gets_a_verdict_whatever_becomes_of_the_answers() {
    let province = told();
    let refused = |index| verdict(index, VerdictAnswer::Fault(fault("LT0007")));
    let rows = [
        // The answers end early; the read breaks off; one comes for a command that nobody sent.
        (vec![answer(vec![refused(1)])], [(1, "LT0007"), (0, "not now LT0825")]),
        (vec![answer(vec![refused(0)]), Err(away())], [(0, "LT0007"), (1, "not now LT0801")]),
        (
            vec![answer(vec![refused(0), refused(1)]), answer(vec![refused(1)])],
            [(0, "LT0007"), (1, "LT0007")],
        ),
    ];
    for (script, expected) in rows {
        let intake = Arc::new(Scripted { scripts: Mutex::new([script].into()), ..Scripted::default() });
        let door = Door::to(Gateway { intake, ..gateway(&province) });
        let answered = door.post(URI, PROTOBUF, two_commands(&province).encode()).await;
        let expected: Vec<_> = expected.iter().map(|(index, said)| (*index, (*said).to_owned())).collect();
        assert_eq!(told_by(&answered.lines()), expected);
    }
}

#[tokio::test]
async fn after_something_was_not_taken_later_lines_are_not_tried() {
    let province = told();
    let line = |number| {
        as_json(&signed(&province, &[asked(CENTRE, number, CODE, register(Channel::Online), province.now())]))
    };
    let body: String = [201, 202, 203].map(|number| format!("{}\n", line(number))).concat();
    let not_now = || verdict(0, VerdictAnswer::Unavailable(fault("LT0009")));
    let fine = || verdict(0, VerdictAnswer::Fault(fault("LT0007")));
    let rows = [
        (vec![vec![answer(vec![not_now()])]], 1, ["not now LT0009", "not now LT0009", "not now LT0009"]),
        // A fault stops nothing: it is an answer. Without a script the second is not taken.
        (vec![vec![answer(vec![fine()])]], 2, ["LT0007", "not now LT0801", "not now LT0009"]),
        (
            vec![vec![answer(vec![fine()])], vec![answer(vec![fine()])], vec![answer(vec![fine()])]],
            3,
            ["LT0007"; 3],
        ),
    ];
    for (scripts, taken, said) in rows {
        let intake = Arc::new(Scripted { scripts: Mutex::new(scripts.into()), ..Scripted::default() });
        let door = Door::to(Gateway { intake: Arc::clone(&intake) as _, ..gateway(&province) });
        let verdicts = told_by(&door.post(URI, NDJSON, body.clone()).await.lines());
        let expected: Vec<_> = (0..).zip(said).map(|(index, said)| (index, said.to_owned())).collect();
        assert_eq!(verdicts, expected);
        assert_eq!(intake.taken.lock().unwrap().len(), taken);
    }
}

#[tokio::test]
async fn while_the_services_are_away_nothing_has_happened() {
    let province = told();
    let door = Door::to(Gateway { intake: Arc::new(Away), ..gateway(&province) });
    for (media_type, body) in [
        (PROTOBUF, two_commands(&province).encode()),
        (NDJSON, as_json(&two_commands(&province)).to_string().into_bytes()),
    ] {
        let answered = door.post(URI, media_type, body).await;
        assert_eq!(answered.failure(), (503, "LT0801".to_owned()));
    }
}

#[tokio::test]
async fn a_borrowed_key_is_a_fault_for_each_command() {
    let province = told();
    let mut submission = two_commands(&province);
    submission.agency = lienthong_names::AgencyId::new(DEPARTMENT).unwrap();
    let lines = Door::of(&province).post(URI, PROTOBUF, submission.encode()).await.lines();
    let verdicts = told_by(&lines);
    assert_eq!(verdicts.len(), 2);
    assert!(verdicts.iter().all(|(_, said)| said.starts_with("LT00")), "{verdicts:?}");
}

/// What a stranger said too early must not be what everyone else is judged by: it is final for an id, and no expected revision
/// guards it.
#[tokio::test]
async fn a_dossier_that_was_spoken_of_too_early_is_a_dossier_all_the_same() {
    let province = told();
    assert!(!province.say(AROUND, 501, CODE, opinion(AROUND, "quá sớm")).is_admitted());
    province.take_in(502, CODE);
    for (number, agency, command) in [
        (504, DEPARTMENT, hand_over()),
        (505, DEPARTMENT, open_consultation()),
        (506, ASKED[0], opinion(ASKED[0], "thống nhất")),
    ] {
        let receipt = province.say(agency, number, CODE, command);
        assert!(receipt.is_admitted(), "{number}: {:?}", receipt.rejection);
    }
    let unasked = province.say(AROUND, 507, CODE, opinion(AROUND, "không ai hỏi"));
    assert!(unasked.rejection.as_ref().is_some_and(|rejection| rejection.has("LT0303")), "{unasked:?}");
}
