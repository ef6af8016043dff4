//! What inspection found, as it is asked for and shown: with what its agency said to it.

use crate::door::Door;
use crate::province::Province;
use crate::story::{ENDED, WAITING, act, register, told};
use axum::http::StatusCode;
use jiff::civil::date;
use lienthong_dossier::Channel;
use lienthong_ledger::ports::Clock as _;
use lienthong_names::{AgencyId, DossierCode, FindingId, StreamName};
use lienthong_protocol::{Body, Command};
use lienthong_simulation::province::{AROUND, CENTRE, OFFICE};
use lienthong_simulation::world::founding::DEPARTMENT;
use lienthong_supervision::{Command as Said, Ground};
use serde_json::{Value, json};

/// The id of what is found in the dossier that ended without the step before its decision. It is made of rule, record and agency, and so for
/// ever the same.
pub const OUT_OF_ORDER: &str = "F372e1dc774687dc4";

const EXPLAINED: &str = "Bước thẩm định làm trên giấy do mất điện";

async fn found(door: &Door, asked: &str) -> Value {
    let answered = door.get(&format!("/api/v1/findings{asked}")).await;
    assert_eq!(answered.status, StatusCode::OK, "{asked}: {}", answered.text);
    answered.json()
}

/// Ids of what was found, as they stand in the answer.
async fn ids(door: &Door, asked: &str) -> Vec<String> {
    let answer = found(door, asked).await;
    let rows = answer["findings"].as_array().unwrap();
    assert_eq!(answer["total"], json!(rows.len()), "{asked}: all on one page");
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

impl Province {
    /// Somebody says something of a finding.
    fn says_of_finding(&self, agency: &str, officer: &str, number: u64, said: Said) {
        let act = act(agency, officer, number, self.now());
        let receipt = self.hand_in(Command { act, body: Body::Supervision(said) });
        assert!(receipt.is_admitted(), "{number}: {:?}", receipt.rejection);
    }

    /// The Office puts the finding on record, and the department's head explains it.
    fn explain(&self) {
        let ended = DossierCode::new(ENDED).unwrap();
        let ground = Ground {
            rule: "R10.out_of_order".into(),
            broken: "R10".into(),
            origin: self.founded.ledger.clone(),
            stream: StreamName::dossier(&ended),
            revision: 5,
            agency: AgencyId::new(DEPARTMENT).unwrap(),
        };
        assert_eq!(ground.id().as_str(), OUT_OF_ORDER);
        let opened = Said::OpenFinding {
            ground,
            dossier: Some(ended),
            at: "2020-10-06T02:00:00Z".parse().unwrap(),
            text: "".into(),
            explain_until: date(2020, 11, 30),
        };
        self.says_of_finding(OFFICE, "lanh-dao", 41, opened);
        let explained = Said::ExplainFinding {
            finding: FindingId::new(OUT_OF_ORDER).unwrap(),
            text: EXPLAINED.into(),
            documents: Vec::new(),
        };
        self.says_of_finding(DEPARTMENT, "lanh-dao", 42, explained);
    }
}

#[tokio::test]
async fn findings_are_narrowed_by_whose_they_are_by_rule_by_dossier_by_record_and_by_state() {
    let door = Door::of(&told());
    let all = ids(&door, "").await;
    assert_eq!((all.len(), all[0].as_str()), (4, OUT_OF_ORDER), "the newest first");
    let by_department = ids(&door, &format!("?agency={DEPARTMENT}")).await;
    assert_eq!(by_department.len(), 2, "out of order, and decided too early");
    assert_eq!(ids(&door, &format!("?agency={AROUND}")).await.len(), 2);
    assert_eq!(ids(&door, "?rule=R10").await, [OUT_OF_ORDER]);
    assert_eq!(ids(&door, "?rule=R03").await.len(), 1, "an attempt goes by the rule that said no as well");
    assert_eq!(ids(&door, &format!("?dossier={ENDED}")).await, [OUT_OF_ORDER]);
    assert_eq!(ids(&door, &format!("?dossier={WAITING}")).await.len(), 2);
    // Of two records that prove it.
    for record in ["H22/2020:10", "H22/2020:13"] {
        assert_eq!(ids(&door, &format!("?record={record}")).await, [OUT_OF_ORDER], "{record}");
    }
    assert_eq!(ids(&door, "?record=H22/2020:1").await, [""; 0]);
    assert_eq!(ids(&door, "?record=H22/2020:13&rule=attempt").await, [""; 0]);
    assert_eq!(ids(&door, "?state=found").await, all);
    assert_eq!(ids(&door, "?state=explained").await, [""; 0]);

    let by_rule = found(&door, "").await["by_rule"].clone();
    let counts: Vec<(&str, u64)> = by_rule
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["rule"].as_str().unwrap(), row["found"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [("R10.out_of_order", 1), ("attempt", 3)]);
}

#[tokio::test]
async fn what_is_asked_wrongly_is_refused_and_what_is_not_there_is_not_found() {
    let door = Door::of(&told());
    for (path, status, code) in [
        ("findings?rule=R99", 400, "LT0805"),
        ("findings?agencies=H22.25", 400, "LT0805"),
        ("findings?page=x", 400, "LT0805"),
        ("findings/F-1", 400, "LT0805"),
        ("findings/F0000000000000000", 404, "LT0804"),
    ] {
        let refused = door.get(&format!("/api/v1/{path}")).await.failure();
        assert_eq!(refused, (status, code.to_owned()), "{path}");
    }
    let answered = door.get("/findings/F0000000000000000").await;
    assert_eq!(answered.status, StatusCode::NOT_FOUND);
    // Beyond the last page is the last one.
    assert_eq!(found(&door, "?page=9").await["page"], json!(1));
}

#[tokio::test]
async fn what_its_head_says_stands_beside_a_finding_wherever_it_is_shown() {
    let province = told();
    province.explain();
    let door = Door::of(&province);
    let listed = found(&door, "?state=explained").await["findings"][0].clone();
    let alone = found(&door, &format!("/{OUT_OF_ORDER}")).await;
    for row in [&listed, &alone] {
        assert_eq!(row["id"], OUT_OF_ORDER);
        assert_eq!((&row["state"], &row["state_vi"]), (&json!("explained"), &json!("đã giải trình")));
        let on_record = &row["on_record"];
        assert_eq!(on_record["opened"]["by"], OFFICE);
        assert_eq!(on_record["explanations"][0]["text"], EXPLAINED);
        assert_eq!(on_record["explanations"][0]["late"], json!(false));
    }
    for page in ["/findings".to_owned(), format!("/findings/{OUT_OF_ORDER}")] {
        let html = door.get(&page).await.text;
        assert!(html.contains(EXPLAINED), "{page}");
        assert!(html.contains("đã giải trình"), "{page}");
    }
    let html = door.get(&format!("/findings/{OUT_OF_ORDER}")).await.text;
    assert!(html.contains(&format!("/api/v1/proofs/H22/2020/dossier.{ENDED}/5")), "{html}");
}

#[tokio::test]
async fn what_time_brings_about_is_found_as_of_the_beginning_of_the_minute_that_is_asked_about() {
    let province = told();
    province.said(CENTRE, 51, "H22.02-201120-0001", register(Channel::Online));
    let door = Door::of(&province);
    assert_eq!(ids(&door, "").await.len(), 4);
    // Nothing is recorded: a day goes by, and what was handed in has got no answer.
    province.at("2020-11-24T02:00:59Z");
    let later = found(&door, "").await;
    assert_eq!(
        (&later["total"], &later["findings"][0]["rule"]),
        (&json!(5), &json!("R15.answered_late")),
        "{later}"
    );
    assert_eq!(later["as_of"]["H22/2020"], json!(province.sealed(&province.founded.ledger)));
    province.at("2020-11-20T02:00:00Z");
    assert_eq!(ids(&door, "").await.len(), 4, "and what is asked as of before is what it was");
}
