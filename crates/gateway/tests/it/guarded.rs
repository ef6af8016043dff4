//! What every response carries and every request is held to; addresses that nothing stands at, methods that nobody takes.

use crate::door::{Answered, Door, gateway};
use crate::ports::Silent;
use crate::story::{UNKNOWN, WAITING, asked, register, signed, told};
use lienthong_dossier::Channel;
use lienthong_gateway::Gateway;
use lienthong_ledger::ports::Clock;
use lienthong_simulation::province::CENTRE;
use std::sync::Arc;

const GUARDS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

fn is_guarded(answered: &Answered, uri: &str) {
    for (name, value) in GUARDS {
        assert_eq!(answered.header(name), value, "{uri}: {name}");
    }
    let policy = answered.header("content-security-policy");
    for part in ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"] {
        assert!(policy.contains(part), "{uri}: {policy}");
    }
    assert!(!policy.contains("unsafe"), "{uri}: {policy}");
}

#[tokio::test]
async fn pages_answers_assets_and_failures_carry_the_same_guards() {
    let door = Door::of(&told());
    let addresses = [
        "/",
        "/dossiers",
        "/about",
        "/nowhere",
        "/assets/style.css",
        "/assets/live.js",
        "/assets/icon.svg",
        "/api/v1/overview",
        "/api/v1/nowhere",
        "/api/v1/dossiers?late=x",
        "/api/v1/openapi.json",
    ];
    for uri in addresses {
        let answered = door.get(uri).await;
        is_guarded(&answered, uri);
        let kept = if uri.starts_with("/assets/") { "public, max-age=300" } else { "no-store" };
        assert_eq!(answered.header("cache-control"), kept, "{uri}");
    }
    let refused = door.post("/api/v1/submissions", "text/plain", "x").await;
    is_guarded(&refused, "a refused submission");
}

#[tokio::test]
async fn assets_are_of_the_type_they_are() {
    let door = Door::of(&told());
    for (name, kind) in
        [("style.css", "text/css"), ("live.js", "text/javascript"), ("icon.svg", "image/svg+xml")]
    {
        let answered = door.get(&format!("/assets/{name}")).await;
        assert!(answered.status.is_success() && answered.header("content-type").starts_with(kind), "{name}");
        assert!(!answered.text.is_empty());
    }
}

#[tokio::test]
async fn an_unknown_address_is_json_under_api_and_a_page_elsewhere() {
    let door = Door::of(&told());
    for uri in ["/api", "/api/", "/api/v1", "/api/v1/nowhere", "/api/v2/overview", "/api/v1/dossiers/A/B/C"] {
        let answered = door.get(uri).await;
        assert_eq!(answered.failure(), (404, "LT0804".to_owned()), "{uri}");
        assert!(answered.json()["en"].as_str().unwrap().contains(uri), "{uri} is named: {}", answered.text);
    }
    let pages = ["/nowhere", "/apis", "/dossiers/", "/assets/other.css", "/dossiers/A/B"];
    for uri in pages
        .iter()
        .map(|uri| (*uri).to_owned())
        .chain([format!("/dossiers/{UNKNOWN}"), "/inbox/H22.99".to_owned()])
    {
        let answered = door.get(&uri).await;
        assert_eq!(answered.status.as_u16(), 404, "{uri}");
        assert!(answered.header("content-type").starts_with("text/html"), "{uri}");
        assert!(answered.text.contains("LT0804") && answered.text.contains("<h1>"), "{uri}");
    }
}

#[tokio::test]
async fn a_method_that_an_address_does_not_take_is_told_which_it_does() {
    let door = Door::of(&told());
    for (method, uri, allowed) in [
        ("POST", "/api/v1/overview", "GET,HEAD"),
        ("GET", "/api/v1/submissions", "POST"),
        ("DELETE", "/api/v1/dossiers/H22.02-201005-0001", "GET,HEAD"),
    ] {
        let answered = door.ask(method, uri, &[], Vec::new()).await;
        assert_eq!(answered.failure(), (405, "LT0823".to_owned()), "{method} {uri}");
        assert_eq!(answered.header("allow"), allowed, "{method} {uri}");
    }
    let page = door.ask("POST", "/dossiers", &[], Vec::new()).await;
    assert_eq!((page.status.as_u16(), page.header("allow")), (405, "GET,HEAD"));
    assert!(page.text.contains("LT0823") && page.text.contains("<h1>"));
}

#[tokio::test]
async fn head_is_answered_without_a_body() {
    let door = Door::of(&told());
    for uri in ["/", "/api/v1/health"] {
        let answered = door.ask("HEAD", uri, &[], Vec::new()).await;
        assert_eq!((answered.status.as_u16(), answered.text.as_str()), (200, ""), "{uri}");
    }
}

#[tokio::test(start_paused = true)]
async fn what_takes_too_long_is_answered_all_the_same() {
    let province = told();
    let door = Door::to(Gateway { query: Arc::new(Silent), ..gateway(&province) });
    assert_eq!(door.get("/api/v1/overview").await.failure(), (503, "LT0821".to_owned()));
}

#[tokio::test]
async fn figures_are_compressed_where_the_reader_can_and_verdicts_never() {
    let province = told();
    let door = Door::of(&province);
    let response = door.open_with("/", &[("accept-encoding", "gzip")]).await;
    assert_eq!(response.headers()["content-encoding"], "gzip");
    let again = asked(CENTRE, 401, WAITING, register(Channel::Desk), province.now());
    let submission = signed(&province, &[again]);
    let headers = [("content-type", "application/x-protobuf"), ("accept-encoding", "gzip")];
    let answered = door.ask("POST", "/api/v1/submissions", &headers, submission.encode()).await;
    assert_eq!(answered.header("content-encoding"), "");
    assert_eq!(answered.lines().len(), 1);
}
