//! What somebody wrote to harm a reader is shown as what it is: text.

use crate::door::{Answered, Door, gateway};
use crate::ports::Changed;
use crate::story::{ENDED, WAITING, act, told};
use lienthong_catalogue::{Agency, Command as Publish, Validity};
use lienthong_gateway::Gateway;
use lienthong_names::{AgencyId, OfficerId};
use lienthong_protocol::{Body, Command as Asked};
use lienthong_simulation::province::OFFICE;
use lienthong_simulation::world::founding::ASKED;
use serde_json::Value;
use std::sync::Arc;

const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>";

/// Nothing but our own script and nothing that breaks out of its place.
fn is_harmless(answered: &Answered, what: &str) {
    assert!(answered.header("content-type").starts_with("text/html"), "{what}");
    let html = &answered.text;
    for script in html.split("<script").skip(1) {
        assert!(
            script.starts_with(" src=\"/assets/live.js\" defer></script>"),
            "{what}: <script{}",
            &script[..40.min(script.len())]
        );
    }
    assert!(!html.contains("<img"), "{what}");
    for scheme in ["href=\"javascript:", "href=\"data:", "href=\"//", "href=\"http"] {
        assert!(!html.contains(scheme), "{what}: {scheme}");
    }
}

/// Every text of an answer, but for what it is true of and what no one can write.
fn poison(value: &mut Value) {
    match value {
        Value::String(text) => HOSTILE.clone_into(text),
        Value::Array(items) => items.iter_mut().for_each(poison),
        Value::Object(fields) => {
            fields.iter_mut().filter(|(name, _)| *name != "now").for_each(|(_, value)| poison(value))
        }
        _ => {}
    }
}

#[tokio::test]
async fn a_hostile_read_side_harms_no_reader() {
    let province = told();
    let change = |_: &str, answer: &mut Value| poison(answer);
    let door = Door::to(Gateway {
        query: Arc::new(Changed { inner: province.query(), change }),
        ..gateway(&province)
    });
    let pages = [
        "/".to_owned(),
        "/dossiers".to_owned(),
        "/dossiers?event=OpinionRequested".to_owned(),
        format!("/dossiers/{WAITING}"),
        format!("/dossiers/{ENDED}"),
        format!("/inbox/{}", ASKED[1]),
        "/agencies".to_owned(),
        "/consultations".to_owned(),
        "/procedures".to_owned(),
        "/rejections".to_owned(),
    ];
    for page in pages {
        let answered = door.get(&page).await;
        assert_eq!(answered.status.as_u16(), 200, "{page}: {}", answered.text);
        is_harmless(&answered, &page);
        assert!(answered.text.contains("&#60;script&#62;alert(1)"), "{page} shows it as text");
    }
    assert_eq!(door.get("/fragments/overview").await.text.matches("<script").count(), 0);
}

#[tokio::test]
async fn a_hostile_address_harms_no_reader() {
    let door = Door::of(&told());
    let hostile = "%22%27%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E";
    let addresses = [
        format!("/{hostile}"),
        format!("/dossiers/{hostile}"),
        format!("/inbox/{hostile}"),
        format!("/dossiers?agency={hostile}"),
        format!("/dossiers?procedure={hostile}"),
        format!("/dossiers?status={hostile}"),
        format!("/dossiers?{hostile}=1"),
        format!("/consultations?state={hostile}"),
        format!("/rejections?agency={hostile}"),
        format!("/about?lang={hostile}&{hostile}={hostile}"),
    ];
    for address in addresses {
        is_harmless(&door.get(&address).await, &address);
    }
    let answered = door.get(&format!("/api/v1/{hostile}")).await;
    assert!(answered.header("content-type").starts_with("application/json"));
    assert_eq!(answered.header("x-content-type-options"), "nosniff", "JSON is not taken for a page");
}

/// No shape of ours keeps markup out of a name: it is published, sealed, folded and shown.
#[tokio::test]
async fn an_agency_may_be_called_what_it_likes() {
    let province = told();
    let agency = Agency {
        id: AgencyId::new("H22.66").unwrap(),
        name: HOSTILE.into(),
        name_en: "<b>Department</b>".into(),
        parent: None,
        units: Vec::new(),
        validity: Validity { from: "2020-01-01T00:00:00Z".parse().unwrap(), until: None },
        fictitious: true,
        postal: false,
        inspectorate: false,
    };
    let at = "2020-11-20T02:00:00Z".parse().unwrap();
    let command = Asked {
        act: act(OFFICE, "lanh-dao", 666, at),
        body: Body::Catalogue {
            drafted_by: Some(OfficerId::new("thu-ly").unwrap()),
            command: Publish::RegisterAgency(agency),
        },
    };
    let receipt = province.hand_in(command);
    assert!(receipt.is_admitted(), "{:?}", receipt.rejection);
    let door = Door::of(&province);
    for page in ["/agencies", "/inbox/H22.66", "/agencies?lang=en"] {
        let answered = door.get(page).await;
        is_harmless(&answered, page);
        assert!(
            answered.text.contains("&#60;script&#62;") || answered.text.contains("&#60;b&#62;Department"),
            "{page}"
        );
    }
}
