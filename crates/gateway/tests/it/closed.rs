//! Opinions that are closed until all have answered: looked for in everything that anybody is shown, before and after.

use crate::door::{Door, gateway};
use crate::province::Province;
use crate::story::{
    WAITING, asked, consultation, id, open_closed_consultation, open_confidential_consultation, opinion, whom,
};
use jiff::Timestamp;
use lienthong_dossier::{Command, DigestItem, PersonalField, Quote, Stance, Treatment};
use lienthong_ledger::ports::Clock as _;
use lienthong_projections::rows::{Change, Page, Row};
use lienthong_projections::{MemoryRows, Rows, RowsError};
use lienthong_protocol::commitment::{Salt, commit};
use lienthong_protocol::{Disclosure, OpinionWords};
use lienthong_simulation::world::founding::{ASKED, DEPARTMENT};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// What the first one says.
const FIRST: &str = "Vướng lộ giới quốc lộ 2";
/// What the page says as long as they are closed.
const TAG: &str = "<span class=\"tag\">answers closed until all have answered</span>";
/// What the second one says.
const SECOND: &str = "Đề nghị bổ sung đánh giá tác động";

/// Rows that remember all that was ever written into them.
#[derive(Default)]
struct Remembering {
    rows: MemoryRows,
    written: Mutex<Vec<u8>>,
}

impl Rows for Remembering {
    fn get(&self, table: &str, key: &[u8]) -> Result<Option<Row>, RowsError> {
        self.rows.get(table, key)
    }

    fn page(&self, page: Page<'_>) -> Result<Vec<(Vec<u8>, Row)>, RowsError> {
        self.rows.page(page)
    }

    fn write(&self, changes: Vec<Change>) -> Result<(), RowsError> {
        let mut written = self.written.lock().unwrap();
        for change in &changes {
            written.extend(&change.key);
            change.row.iter().for_each(|row| written.extend(&row.content));
        }
        drop(written);
        self.rows.write(changes)
    }

    fn start_over(&self, now: Timestamp) -> Result<Option<PathBuf>, RowsError> {
        self.rows.start_over(now)
    }

    fn set_aside(&self) -> Vec<PathBuf> {
        self.rows.set_aside()
    }
}

fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

/// Gives an opinion, closed; the commitment.
fn answer(province: &Province, agency: &str, number: u64, stance: Stance, text: &str) -> [u8; 32] {
    let words = OpinionWords { stance, text: text.into(), documents: Vec::new() };
    let salt = Salt::derived(&[5; 32], &id(number), PersonalField::Opinion);
    let commitment = commit(PersonalField::Opinion, &salt, &words.encode());
    let command = Command::GiveOpinion {
        consultation: consultation(),
        from: whom(agency),
        stance: Stance::NotStated,
        text: "".into(),
        documents: Vec::new(),
        secret: None,
        closed: Some(commitment),
    };
    let beside = Disclosure { command: 0, field: PersonalField::Opinion, salt, value: words.encode().into() };
    let receipt =
        province.hand_in_with(asked(agency, number, WAITING, command, province.now()), vec![beside]);
    assert!(receipt.is_admitted(), "{:?}", receipt.rejection);
    commitment.0
}

/// Everything that is shown of the dossier to anybody.
async fn shown(province: &Arc<Province>) -> String {
    let door = Door::of(province);
    let mut all = String::new();
    for path in [
        format!("/dossiers/{WAITING}?lang=en"),
        "/consultations?lang=en".to_owned(),
        "/rejections?lang=en".to_owned(),
        format!("/inbox/{DEPARTMENT}?lang=en"),
        format!("/api/v1/dossiers/{WAITING}"),
        format!("/api/v1/dossiers/{WAITING}/timeline"),
        "/api/v1/consultations".to_owned(),
        format!("/api/v1/agencies/{DEPARTMENT}/inbox"),
    ] {
        let answered = door.get(&path).await;
        assert_eq!(answered.status.as_u16(), 200, "{path}");
        all.push_str(&answered.text);
    }
    all
}

#[tokio::test]
async fn what_is_closed_is_nowhere_before_all_have_answered_and_on_the_page_after() {
    let rows = Arc::new(Remembering::default());
    let province = Province::founded_in(Arc::clone(&rows) as Arc<dyn Rows>, true);
    province.at("2020-10-05T01:00:00Z");
    province.take_in(1, WAITING);
    province.said(DEPARTMENT, 3, WAITING, open_closed_consultation());
    let first = answer(&province, ASKED[0], 4, Stance::Disagree, FIRST);
    province.pass("2020-10-05T02:00:00Z");

    let before = shown(&province).await;
    for hidden in [FIRST, "disagree", "Disagrees"] {
        assert!(!before.contains(hidden), "`{hidden}` is shown while it is closed");
        assert!(!holds(&rows.written.lock().unwrap(), hidden), "`{hidden}` stands in a row");
    }
    assert!(before.contains("1 of 2") && before.contains(TAG));
    let digest = vec![DigestItem {
        from: whom(ASKED[0]),
        round: 1,
        version: 1,
        text_sha256: first,
        treatment: Treatment::Accepted,
        explanation: "".into(),
        // "Vướng" in bytes of UTF-8: V 1, ư 2, ớ 3, n 1, g 1: eight; the second byte is half of ư.
        quotes: vec![Quote::Text { start: 0, end: 8 }, Quote::Text { start: 0, end: 2 }],
        paper: None,
    }];
    let conclude = |digest: &[DigestItem]| Command::ConcludeConsultation {
        consultation: consultation(),
        digest: digest.to_vec(),
    };
    assert!(!province.say(DEPARTMENT, 5, WAITING, conclude(&digest)).is_admitted(), "nobody has read it");

    let second = answer(&province, ASKED[1], 6, Stance::AgreeWithConditions, SECOND);
    assert!(!shown(&province).await.contains(SECOND), "not before it is recorded that all have answered");
    province.pass("2020-10-05T03:00:00Z");
    let after = shown(&province).await;
    for opened in [FIRST, SECOND, "Disagrees", "\"closed\":\"opened\""] {
        assert!(after.contains(opened), "`{opened}` is not shown: {after}");
    }
    assert!(!after.contains(TAG));

    // What is released is not copied: no row and no record says it, now or ever.
    let more =
        DigestItem { from: whom(ASKED[1]), text_sha256: second, quotes: Vec::new(), ..digest[0].clone() };
    province.said(DEPARTMENT, 7, WAITING, conclude(&[digest[0].clone(), more]));
    let summed_up = shown(&province).await;
    assert!(summed_up.contains("<q lang=\"vi\">Vướng</q>"), "the words of a passage are those of the text");
    assert!(summed_up.contains("not in what can be read"), "half a character quotes nothing");
    for opened in [FIRST, SECOND] {
        assert!(!holds(&rows.written.lock().unwrap(), opened), "`{opened}` stands in a row");
        assert!(!holds(&province.stored(), opened), "`{opened}` stands in the ledger");
    }
}

#[tokio::test]
async fn without_the_key_what_was_opened_is_unreadable_and_the_rest_is_shown() {
    let province = Province::founded_in(Arc::new(MemoryRows::default()), true);
    province.at("2020-10-05T01:00:00Z");
    province.take_in(1, WAITING);
    province.said(DEPARTMENT, 3, WAITING, open_closed_consultation());
    answer(&province, ASKED[0], 4, Stance::Disagree, FIRST);
    answer(&province, ASKED[1], 5, Stance::Agree, SECOND);
    province.pass("2020-10-05T02:00:00Z");
    let door =
        Door::to(lienthong_gateway::Gateway { query: province.query_without_keys(), ..gateway(&province) });
    let answered = door.get(&format!("/api/v1/dossiers/{WAITING}")).await.text;
    assert!(answered.contains("\"closed\":\"unreadable\"") && !answered.contains(FIRST));
    let page = door.get(&format!("/dossiers/{WAITING}?lang=en")).await.text;
    assert!(page.contains("opened, and cannot be read now") && page.contains("2 of 2"));
}

#[tokio::test]
async fn what_is_confidential_is_shown_to_nobody_and_that_it_came_to_all() {
    let province = Province::founded();
    province.at("2020-10-05T01:00:00Z");
    province.take_in(1, WAITING);
    province.said(DEPARTMENT, 3, WAITING, open_confidential_consultation());
    province.said(ASKED[0], 4, WAITING, opinion(ASKED[0], FIRST));
    province.said(ASKED[1], 5, WAITING, opinion(ASKED[1], SECOND));
    let item = |agency: &str, text: &str| DigestItem {
        from: whom(agency),
        round: 1,
        version: 1,
        text_sha256: Sha256::digest(text).into(),
        treatment: Treatment::PartlyAccepted,
        explanation: "đã chỉnh phương án".into(),
        quotes: vec![Quote::Text { start: 0, end: 8 }],
        paper: None,
    };
    let digest = vec![item(ASKED[0], FIRST), item(ASKED[1], SECOND)];
    let conclude = Command::ConcludeConsultation { consultation: consultation(), digest };
    province.said(DEPARTMENT, 6, WAITING, conclude);
    let all = shown(&province).await;
    for hidden in [FIRST, SECOND, "Vướng"] {
        assert!(!all.contains(hidden), "`{hidden}` is shown");
    }
    for said in ["confidential: what the answers say", "Agrees", "đã chỉnh phương án", "Partly"] {
        assert!(all.contains(said), "`{said}` is not shown: {all}");
    }
    // The annex has it, for who asked.
    let annex = annex(&province, DEPARTMENT).await;
    let [beside] = annex["annexes"].as_array().unwrap().as_slice() else { panic!("{annex}") };
    assert_eq!(beside["chair"], DEPARTMENT);
    let words: Vec<&Value> =
        beside["opinions"].as_array().unwrap().iter().map(|opinion| &opinion["text"]).collect();
    assert_eq!(words, [FIRST, SECOND]);
    // "Vướng" is V 1, ư 2, ớ 3, n 1, g 1: eight bytes.
    assert_eq!(beside["opinions"][0]["passages"], json!([{ "start": 0, "end": 8, "text": "Vướng" }]));
    for other in [ASKED[0], ASKED[1], "H22.02"] {
        assert_eq!(self::annex(&province, other).await["annexes"], json!([]), "{other} did not ask");
    }
}

/// What an agency is answered that asks for the annex in its own name.
async fn annex(province: &Province, agency: &str) -> Value {
    let asked = json!({ "code": WAITING, "agency": agency, "now": "2020-10-06T01:00:00Z" });
    province.query().query("annex", asked).await.unwrap()["annex"].clone()
}
