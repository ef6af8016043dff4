//! What many acts say alike, and how it is written in the tables.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest as _, Sha256};

/// What is said with `$NAME` written out.
pub fn written_out(said: &str, key_id: &dyn Fn(&str) -> String) -> String {
    let since = r#""inForceFrom":"2020-10-05T01:00:00Z""#;
    let mut text = said.to_owned();
    let alike = [
        (
            "$PUBLISHED",
            format!(r#"$DECIDED,{since},"field":"Thử","fictitious":true,"checklist":{}"#, checklist()),
        ),
        ("$PAPERS", checklist().to_string()),
        ("$STEPS", format!(r#"$DECIDED,{since},"steps":{}"#, steps())),
        ("$DECIDED", format!(r#""decision":{}"#, decision())),
        ("$ONE_DAY", r#""term":{"phases":[{"halfWorkingDays":2}]}"#.to_owned()),
        ("$FIVE_DAYS", r#""term":{"phases":[{"halfWorkingDays":10}]}"#.to_owned()),
        (
            "$GRANTED",
            r#""outcome":"GRANTED","number":"7/GP","date":"2020-10-08","signer":"Trần Thị B (hư cấu)""#
                .to_owned(),
        ),
        ("$SORRY", r#"{"reason":"Chờ xác minh","number":"11/XL","date":"2020-10-06"}"#.to_owned()),
        ("$PAUSE", r#"{"reason":"Chờ giám định","law":"Luật Giám định tư pháp"}"#.to_owned()),
    ];
    for (name, whole) in &alike {
        text = text.replace(name, whole);
    }
    text = of_each(text, "$SHA(", &|words| STANDARD.encode(Sha256::digest(words)));
    of_each(text, "$KEY(", key_id)
}

fn of_each(mut text: String, name: &str, what: &dyn Fn(&str) -> String) -> String {
    while let Some((before, rest)) = text.split_once(name) {
        let (inside, after) = rest.split_once(')').expect("it is closed");
        text = format!("{before}{}{after}", what(inside));
    }
    text
}

fn decision() -> serde_json::Value {
    json!({ "number": "1/QĐ-UBND (hư cấu)", "date": "2020-10-05", "signer": "Chủ tịch UBND tỉnh (hư cấu)" })
}

fn checklist() -> serde_json::Value {
    json!([{ "id": "don", "name": "Đơn", "required": true }, { "id": "giay-to", "name": "Giấy tờ" }])
}

/// Received at the Centre, appraised within a day, approved, stamped at the Centre, returned there.
fn steps() -> serde_json::Value {
    let day = json!({ "phases": [{ "halfWorkingDays": 2 }] });
    let (centre, agency) = ("PLACE_CENTRE", "PLACE_AGENCY");
    json!([
        { "id": "Tiếp nhận", "kind": "STEP_KIND_RECEIVE", "place": centre, "starts": true, "next": ["Thẩm định"] },
        { "id": "Thẩm định", "kind": "STEP_KIND_APPRAISE", "place": agency, "term": day, "next": ["Phê duyệt"] },
        { "id": "Phê duyệt", "kind": "STEP_KIND_APPROVE", "place": agency, "next": ["Đóng dấu"] },
        { "id": "Đóng dấu", "kind": "STEP_KIND_STAMP", "place": centre, "next": ["Trả kết quả"] },
        { "id": "Trả kết quả", "kind": "STEP_KIND_RETURN", "place": centre },
    ])
}
