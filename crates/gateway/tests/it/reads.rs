//! Every address that is read: what a good question gets, what a bad one, and what all get while the read side is away.

use crate::document::Document;
use crate::door::{Door, gateway};
use crate::ports::{Away, Changed};
use crate::story::{ENDED, LATE, UNKNOWN, WAITING, id, told};
use axum::http::StatusCode;
use lienthong_gateway::Gateway;
use lienthong_simulation::province::{AROUND, CENTRE};
use lienthong_simulation::world::founding::{ASKED, DEPARTMENT, PROCEDURE};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::Arc;

/// An address of each kind that has an answer in the story.
fn addresses() -> Vec<String> {
    let mut addresses: Vec<String> = [
        "overview",
        "dossiers",
        "agencies",
        "consultations",
        "deliveries",
        "rejections",
        "findings",
        "declarations",
        "procedures",
        "counts",
        "positions",
        "health",
        "openapi.json",
    ]
    .map(|name| format!("/api/v1/{name}"))
    .into();
    addresses.push(format!("/api/v1/dossiers/{WAITING}"));
    addresses.push(format!("/api/v1/dossiers/{WAITING}/timeline"));
    addresses.push(format!("/api/v1/dossiers/{WAITING}/accesses"));
    addresses.push(format!("/api/v1/dossiers/{WAITING}/attachments"));
    addresses.push(format!("/api/v1/agencies/{}/inbox", ASKED[1]));
    addresses.push(format!("/api/v1/procedures/{PROCEDURE}"));
    addresses.push(format!("/api/v1/findings/{}", crate::findings::OUT_OF_ORDER));
    addresses.push(format!("/api/v1/numbers?series={CENTRE}&day=2020-10-05&desk={CENTRE}"));
    addresses.push(format!("/api/v1/receipts/{CENTRE}/{}", id(1)));
    addresses.push(format!("/api/v1/proofs/H22/2020/dossier.{WAITING}/1"));
    addresses
}

#[tokio::test]
async fn every_address_that_is_read_answers_and_says_as_of_when() {
    let province = told();
    let door = Door::of(&province);
    let sealed = province.sealed(&province.founded.ledger);
    for address in addresses() {
        let answered = door.get(&address).await;
        assert_eq!(answered.status, StatusCode::OK, "{address}: {}", answered.text);
        let answer = answered.json();
        let as_of = if address.ends_with("positions") { &answer } else { &answer["as_of"] };
        // What agencies have acknowledged is true now, and stands in no ledger.
        let of_a_ledger =
            !["/proofs/", "openapi.json", "/deliveries"].iter().any(|part| address.contains(part));
        if of_a_ledger {
            assert_eq!(as_of["H22/2020"], json!(sealed), "{address} says as of which record it is true");
        }
    }
}

#[tokio::test]
async fn the_tests_ask_every_address_of_the_document_that_is_read() {
    let document = Document::served();
    let addresses = addresses();
    let path = |address: &String| address.split('?').next().unwrap_or_default().to_owned();
    let paths: Vec<String> = addresses.iter().map(path).collect();
    let asked: BTreeSet<&str> = paths.iter().map(|path| document.address(path).unwrap()).collect();
    let told = document.0["paths"].as_object().unwrap();
    let mut read: BTreeSet<&str> = told
        .iter()
        .filter(|(_, operations)| !operations["get"].is_null())
        .map(|(address, _)| address.as_str())
        .collect();
    // A stream that does not end; see `events`.
    read.remove("/api/v1/events");
    assert_eq!(asked, read);
}

#[tokio::test]
async fn answers_hold_what_was_told() {
    let door = Door::of(&told());
    let get = async |path: String| door.get(&format!("/api/v1/{path}")).await.json();

    let dossier = get(format!("dossiers/{WAITING}")).await["dossier"].clone();
    assert_eq!(
        (dossier["status"].as_str(), dossier["late"].as_bool()),
        (Some("with_another_agency"), Some(true))
    );
    let consultation = &dossier["consultations"][0];
    assert_eq!(
        (&consultation["asked"], &consultation["answered"], &consultation["late"]),
        (&json!(2), &json!(1), &json!(1))
    );

    let timeline = get(format!("dossiers/{ENDED}/timeline")).await;
    let kinds: Vec<&str> =
        timeline["entries"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds.first(), Some(&"DossierRegistered"));
    assert_eq!(kinds.last(), Some(&"ResultReturned"));

    let inbox = get(format!("agencies/{}/inbox", ASKED[1])).await;
    assert_eq!(inbox["items"][0]["code"], json!(WAITING));
    assert_eq!(inbox["items"][0]["late"], json!(true));
    assert_eq!(get(format!("agencies/{}/inbox", ASKED[0])).await["items"], json!([]), "it has answered");

    assert_eq!(
        (&inbox["items"][1]["code"], &inbox["items"][1]["purpose"], &inbox["items"][1]["late"]),
        (&json!(LATE), &json!("appraisal"), &json!(true)),
        "its officer has not voted"
    );

    let appraisal = get(format!("dossiers/{LATE}")).await["dossier"]["appraisals"][0].clone();
    assert_eq!(
        (&appraisal["chair"], &appraisal["mandatory"], &appraisal["council"]["quorum"]),
        (&json!(DEPARTMENT), &json!(true), &json!(2))
    );
    let round = &appraisal["rounds"][0];
    assert_eq!(round["votes"].as_array().unwrap().len(), 1);
    assert_eq!((&round["votes"][0]["vote"], &round["late"]), (&json!("with_changes"), &json!(true)));

    let agencies = get("agencies".to_owned()).await;
    let department = agencies["agencies"].as_array().unwrap().iter().find(|row| row["agency"] == DEPARTMENT);
    let in_office = &department.unwrap()["in_office"];
    assert_eq!(in_office.as_array().unwrap().len(), 1, "{in_office}");
    assert_eq!(
        (&in_office[0]["seat"], &in_office[0]["officer"], &in_office[0]["until"]),
        (&json!("head"), &json!("lanh-dao"), &json!(null))
    );

    let late = get("dossiers?late=true".to_owned()).await;
    let codes: Vec<&str> =
        late["dossiers"].as_array().unwrap().iter().map(|d| d["code"].as_str().unwrap()).collect();
    assert_eq!(codes, [WAITING, LATE]);

    let rejections = get("rejections".to_owned()).await;
    let of = |index: usize| {
        let row = &rejections["rejections"][index];
        (
            row["agency"].as_str().unwrap(),
            row["code"].as_str().unwrap(),
            row["exists"].as_bool().unwrap(),
            row["reasons"][0]["rule"].as_str().unwrap(),
        )
    };
    assert_eq!(rejections["total"], json!(3));
    assert_eq!(of(0), (AROUND, UNKNOWN, false, "R19"), "the newest first");
    assert_eq!(of(1), (AROUND, WAITING, true, "R03"));
    assert_eq!(of(2), (DEPARTMENT, WAITING, true, "R08"));
    let theirs = get(format!("rejections?agency={AROUND}")).await;
    assert_eq!(theirs["total"], json!(2), "a stranger's too");

    let procedures = get("procedures".to_owned()).await;
    assert_eq!(procedures["procedures"][0]["code"], json!(PROCEDURE));
    assert_eq!(procedures["procedures"][0]["dossiers"]["value"], json!(3));

    let one = get(format!("procedures/{PROCEDURE}")).await["procedure"].clone();
    assert_eq!((&one["in_force"], &one["version"]), (&json!(true), &json!(1)));
    let before = get(format!("procedures/{PROCEDURE}?on=2001-01-01")).await["procedure"].clone();
    assert_eq!((&before["in_force"], &before["version"]), (&json!(false), &json!(1)));

    let health = get("health".to_owned()).await;
    assert_eq!(health["state"], json!("ok"));
}

#[tokio::test]
async fn a_bad_question_is_refused_by_its_code_and_says_what_is_wrong() {
    let door = Door::of(&told());
    let malformed = [
        ("dossiers?late=maybe", "late"),
        ("dossiers?late=false", "late"),
        ("dossiers?open=no", "open"),
        ("dossiers?page=0x1", "page"),
        ("dossiers?page=-1", "page"),
        ("dossiers?status=lost", "lost"),
        ("dossiers?channel=fax", "fax"),
        ("dossiers?event=Nothing", "Nothing"),
        ("dossiers?realm=other", "other"),
        ("dossiers?resolved=soon", "soon"),
        ("dossiers?claim=x", "claim"),
        ("dossiers?inside_opinion=x", "inside_opinion"),
        ("dossiers?consultation=x", "consultation"),
        ("dossiers?rejected=false", "rejected"),
        ("dossiers?day=yesterday", "yesterday"),
        ("dossiers?due_day=2020-13-01", "2020-13-01"),
        ("dossiers?resolved_day=x", "resolved_day"),
        ("dossiers?nosuch=1", "nosuch"),
        ("dossiers?procedure=a%00b", "procedure"),
        ("dossiers/bad%20code", "bad code"),
        ("dossiers/%FF", "UTF-8"),
        ("dossiers/bad%20code/timeline", "bad code"),
        ("agencies/a%2Fb/inbox", "a/b"),
        ("consultations?state=closed", "closed"),
        ("consultations?stat=late", "stat"),
        ("rejections?page=x", "page"),
        ("rejections?agencies=H22.13", "agencies"),
        ("declarations?from=yesterday", "from"),
        ("declarations?to=2020-13-01", "to"),
        ("declarations?from=2020-11-20&to=2020-11-19", "from"),
        ("declarations?from=2019-01-01&to=2020-01-02", "366"),
        ("declarations?day=2020-11-20", "day"),
        ("receipts/H22.02/1", "1"),
        ("receipts/a%20b/00000000-0000-8000-8000-000000000001", "a b"),
        ("proofs/H22/2020/nothing.x/1", "nothing.x"),
        ("proofs/H22/2020/dossier.A/one", "revision"),
        ("proofs/H%2022/2020/dossier.A/1", "origin"),
    ];
    for (question, named) in malformed {
        let answered = door.get(&format!("/api/v1/{question}")).await;
        assert_eq!(answered.failure(), (400, "LT0805".to_owned()), "{question}: {}", answered.text);
        for language in ["vi", "en"] {
            let said = answered.json()[language].as_str().unwrap().to_owned();
            assert!(said.contains(named), "{question}: `{said}` does not name {named}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_not_found() {
    let door = Door::of(&told());
    let questions = [
        format!("dossiers/{UNKNOWN}"),
        format!("dossiers/{UNKNOWN}/timeline"),
        "agencies/H22.99/inbox".to_owned(),
        format!("receipts/{CENTRE}/{}", id(999)),
        // The id is known, but of another agency.
        format!("receipts/{DEPARTMENT}/{}", id(1)),
        format!("proofs/H22/2020/dossier.{WAITING}/99"),
        format!("proofs/H22/1999/dossier.{WAITING}/1"),
    ];
    for question in questions {
        let answered = door.get(&format!("/api/v1/{question}")).await;
        assert_eq!(answered.failure(), (404, "LT0804".to_owned()), "{question}: {}", answered.text);
    }
}

#[tokio::test]
async fn a_page_too_far_is_the_last_one() {
    let door = Door::of(&told());
    let answer = door.get("/api/v1/dossiers?page=900").await.json();
    assert_eq!((&answer["page"], &answer["pages"], &answer["total"]), (&json!(1), &json!(1), &json!(3)));
}

#[tokio::test]
async fn a_caller_cannot_say_what_now_is() {
    let door = Door::of(&told());
    let answer = door.get("/api/v1/dossiers?late=true&now=2020-10-05T00:00:00Z").await.json();
    assert_eq!(answer["now"], json!("2020-11-20T02:00:00Z"));
    assert_eq!(answer["total"], json!(2));
}

#[tokio::test]
async fn while_the_read_side_is_away_nobody_is_told_a_figure() {
    let province = told();
    let door = Door::to(Gateway { query: Arc::new(Away), ..gateway(&province) });
    for address in addresses().iter().filter(|a| !a.contains("/proofs/") && !a.ends_with("openapi.json")) {
        let answered = door.get(address).await;
        assert_eq!(answered.failure(), (503, "LT0801".to_owned()), "{address}");
    }
    let sealed = Door::to(Gateway { seals: Arc::new(Away), ..gateway(&province) });
    for address in addresses().iter().filter(|a| a.contains("/proofs/") || a.contains("/receipts/")) {
        assert_eq!(sealed.get(address).await.failure(), (503, "LT0801".to_owned()), "{address}");
    }
}

#[tokio::test]
async fn an_answer_of_another_form_is_not_passed_off_as_one() {
    let province = told();
    let change = |name: &str, answer: &mut serde_json::Value| {
        if name == "receipt" {
            answer["verdicts"] = json!("many");
        }
    };
    let door = Door::to(Gateway {
        query: Arc::new(Changed { inner: province.query(), change }),
        ..gateway(&province)
    });
    let answered = door.get(&format!("/api/v1/receipts/{CENTRE}/{}", id(1))).await;
    assert_eq!((answered.status.as_u16(), answered.json()["code"].clone()), (500, json!("LT0824")));
}

#[tokio::test]
async fn a_proof_comes_as_json_or_as_the_text_that_other_tools_read() {
    let province = told();
    let door = Door::of(&province);
    let address = format!("/api/v1/proofs/H22/2020/dossier.{WAITING}/2");
    let json = door.get(&address).await.json();
    let text = door.get_with(&address, &[("accept", "text/plain")]).await;
    assert!(text.header("content-type").starts_with("text/plain"));
    assert_eq!(json["tlog_proof"], json!(text.text));
    assert!(text.text.starts_with("c2sp.org/tlog-proof@v1\n"), "{}", text.text);
    let browser = door.get_with(&address, &[("accept", "text/html,text/plain;q=0.9,*/*;q=0.8")]).await;
    assert!(browser.header("content-type").starts_with("application/json"), "a browser shows the JSON");
}
