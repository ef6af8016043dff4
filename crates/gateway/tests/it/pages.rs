//! The pages: in both languages, whole, and readable by someone who cannot see them.

use crate::door::{Answered, Door, gateway};
use crate::ports::{Away, Changed, away};
use crate::story::{ENDED, LATE, WAITING, told};
use lienthong_gateway::words::Lang;
use lienthong_gateway::{Gateway, Options};
use lienthong_ledger::inbox::{Delivery, Told};
use lienthong_ledger::ports::{Inbox as _, Query, QueryError};
use lienthong_names::{AgencyId, DossierCode, StreamName};
use lienthong_simulation::world::founding::{ASKED, PROCEDURE};
use serde_json::{Value, json};
use std::sync::Arc;

/// Each page, and what stands on it in Vietnamese and in English.
fn pages() -> Vec<(String, &'static str, &'static str)> {
    vec![
        ("/".to_owned(), "Tổng quan", "Overview"),
        ("/fragments/overview".to_owned(), "Số liệu chính", "Key figures"),
        ("/dossiers".to_owned(), "3 hồ sơ", "3 dossiers"),
        ("/dossiers?late=true".to_owned(), "2 hồ sơ", "2 dossiers"),
        (
            "/dossiers?event=OpinionRequested".to_owned(),
            "Có sự kiện: Xin ý kiến",
            "Has the event: Opinion requested",
        ),
        ("/dossiers?status=refused".to_owned(), "Không có hồ sơ nào", "No dossier meets"),
        (format!("/dossiers/{WAITING}"), "Chờ ý kiến", "Opinion awaited"),
        (format!("/dossiers/{ENDED}"), "Đã trả kết quả", "Result returned"),
        (
            format!("/dossiers/{LATE}"),
            "Hội đồng 3 thành viên, họp khi có ít nhất 2",
            "Council of 3 members, quorum 2",
        ),
        (format!("/inbox/{}", ASKED[1]), "Xin ý kiến góp ý", "Opinion"),
        (format!("/inbox/{}", ASKED[0]), "Không có việc nào đang chờ.", "Nothing is waiting."),
        ("/agencies".to_owned(), "Mã cơ quan", "Agency code"),
        ("/consultations".to_owned(), "1/2 ý kiến", "1 of 2"),
        ("/consultations?state=late".to_owned(), "1 lượt lấy ý kiến", "1 requests for opinions"),
        ("/procedures".to_owned(), "Quyết định công bố", "Published by decision"),
        (format!("/procedures/{PROCEDURE}"), "Các phiên bản của thủ tục", "Versions of the procedure"),
        ("/rejections".to_owned(), "3 lệnh bị từ chối", "3 rejected commands"),
        ("/findings".to_owned(), "việc bị từ chối theo quy tắc", "a rule said no to it"),
        ("/findings?rule=R10".to_owned(), "1 phát hiện", "1 findings"),
        (
            format!("/findings/{}", crate::findings::OUT_OF_ORDER),
            "Chưa ai lập phát hiện này",
            "Nobody has put this finding",
        ),
        ("/about".to_owned(), "Tự kiểm tra", "Check it yourself"),
    ]
}

fn with_lang(path: &str, lang: &str) -> String {
    format!("{path}{}lang={lang}", if path.contains('?') { '&' } else { '?' })
}

fn is_whole(path: &str) -> bool {
    !path.starts_with("/fragments/")
}

/// Texts between tags.
fn texts(html: &str) -> impl Iterator<Item = &str> {
    html.split('<')
        .filter_map(|part| part.split_once('>'))
        .map(|(_, text)| text.trim())
        .filter(|text| !text.is_empty())
}

/// Opening tags of a name, with their attributes.
fn tags<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let open = format!("<{name}");
    let tag = |part: &'h str| {
        part.split('>').next().filter(|rest| rest.is_empty() || rest.starts_with([' ', '\n']))
    };
    html.split(open.as_str()).skip(1).filter_map(tag).collect()
}

#[tokio::test]
async fn every_page_speaks_both_languages_and_no_key() {
    let door = Door::of(&told());
    for (path, vi, en) in pages() {
        for (lang, said, other) in [("vi", vi, en), ("en", en, vi)] {
            let answered = door.get(&with_lang(&path, lang)).await;
            assert_eq!(answered.status.as_u16(), 200, "{path} {lang}");
            let html = answered.text;
            assert!(html.contains(said), "{path} {lang} does not say `{said}`: {html}");
            assert!(said.contains(other) || !html.contains(other), "{path} {lang} says `{other}`");
            if is_whole(&path) {
                assert!(html.contains(&format!("<html lang=\"{lang}\">")), "{path}");
            }
            // A key that nobody translated shows as itself, a place that nobody filled as `{}`.
            let keys =
                ["overview.", "column.", "dossier.", "status.", "channel.", "event.", "filter.", "command."];
            let left = texts(&html).find(|text| {
                text.contains("{}") || keys.iter().any(|key| text.starts_with(key) && !text.contains(' '))
            });
            let stream = |text: &str| text.starts_with("dossier.H22");
            assert!(left.is_none_or(stream), "{path} {lang} shows {left:?}");
        }
    }
}

#[tokio::test]
async fn every_page_with_figures_says_as_of_which_record() {
    let province = told();
    let sealed = province.sealed(&province.founded.ledger);
    let door = Door::of(&province);
    for (path, ..) in pages().into_iter().filter(|(path, ..)| path != "/about") {
        let html = door.get(&path).await.text;
        assert!(html.contains(&format!("tính đến H22/2020 #{sealed}")), "{path}");
    }
    let overview = door.get("/").await.text;
    let numbers = tags(&overview, "p class=\"n\"").len();
    let tiles = overview.matches("class=\"tile").count() - overview.matches("class=\"tiles").count();
    assert!(numbers == tiles && tiles >= 11, "{numbers} numbers on {tiles} tiles");
    assert_eq!(overview.matches("<p class=\"n\"><a href=").count(), tiles, "each of them opens something");
    assert!(overview.matches("tính đến").count() > tiles, "each says as of when");
}

#[tokio::test]
async fn pages_are_readable_without_eyes() {
    let door = Door::of(&told());
    for (path, ..) in pages().into_iter().filter(|(path, ..)| is_whole(path)) {
        let html = door.get(&path).await.text;
        assert_eq!(tags(&html, "h1").len(), 1, "{path} has one title");
        assert_eq!(tags(&html, "main").len(), 1, "{path}");
        assert!(html.contains("name=\"viewport\"") && html.contains("href=\"#main\""), "{path}");
        for tag in tags(&html, "th") {
            assert!(tag.contains("scope="), "{path}: <th{tag}> heads nothing");
        }
        for tag in tags(&html, "nav") {
            assert!(tag.contains("aria-label="), "{path}: <nav{tag}> has no name");
        }
        for tag in tags(&html, "svg") {
            assert!(
                tag.contains("aria-hidden=\"true\"") || tag.contains("role=\"img\""),
                "{path}: <svg{tag}>"
            );
        }
        for field in ["input", "select"] {
            let visible =
                tags(&html, field).into_iter().filter(|tag| !tag.contains("type=\"hidden\"")).count();
            let labels = html
                .split("<label")
                .skip(1)
                .filter(|label| label.split("</label>").next().unwrap().contains(&format!("<{field}")))
                .count();
            assert_eq!(visible, labels, "{path}: each {field} stands in a label");
        }
        // On a phone each cell of a wide table says itself what it is.
        for table in
            html.split("<table class=\"wide\"").skip(1).map(|table| table.split("</table>").next().unwrap())
        {
            for tag in tags(table, "td") {
                assert!(tag.contains("data-label=\""), "{path}: <td{tag}> has no name on a phone");
            }
        }
        assert!(
            !html.contains(" style=") && !html.contains("<style") && !html.contains(" onclick"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_language_is_the_addresss_then_the_cookies_then_vietnamese() {
    let door = Door::of(&told());
    let lang = |answered: &Answered| {
        let html = &answered.text;
        html.split("<html lang=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let rows = [
        ("/about", "", "vi"),
        ("/about?lang=en", "", "en"),
        ("/about", "lang=en", "en"),
        ("/about", "a=b; lang=en; c=d", "en"),
        ("/about?lang=vi", "lang=en", "vi"),
        ("/about?lang=fr", "", "vi"),
        ("/about", "lang=%3Cscript%3E", "vi"),
    ];
    for (uri, cookie, expected) in rows {
        let answered = door.get_with(uri, &[("cookie", cookie)]).await;
        assert_eq!(lang(&answered), expected, "{uri} {cookie}");
    }
    let chosen = door.get("/about?lang=en").await;
    let cookie = chosen.header("set-cookie");
    assert!(
        cookie.starts_with("lang=en; ") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert_eq!(door.get("/about").await.header("set-cookie"), "", "nothing is kept of who did not choose");
    assert_eq!(door.get("/about?lang=fr").await.header("set-cookie"), "");
}

#[tokio::test]
async fn the_switch_leads_to_the_same_page_in_the_other_language() {
    let door = Door::of(&told());
    for (path, vi, en) in pages().into_iter().filter(|(path, ..)| is_whole(path)) {
        let html = door.get(&path).await.text;
        let switch = html.split("class=\"lang\"><a href=\"").nth(1).unwrap().split('"').next().unwrap();
        let there = door.get(&switch.replace("&amp;", "&").replace("&#38;", "&")).await;
        assert!(there.text.contains(en), "{path}: {switch} does not say `{en}`");
        let back = there.text.split("class=\"lang\"><a href=\"").nth(1).unwrap().split('"').next().unwrap();
        let back = door.get(&back.replace("&amp;", "&").replace("&#38;", "&")).await;
        assert!(back.text.contains(vi), "{path}: and back");
    }
}

#[tokio::test]
async fn a_dossiers_page_says_what_is_late_with_whom_and_where_it_is_proved() {
    let door = Door::of(&told());
    let html = door.get(&format!("/dossiers/{WAITING}?lang=en")).await.text;
    for said in ["1 of 2", "1 late", "mandatory", "rejected", "Personal data are encrypted"] {
        assert!(html.contains(said), "{said}");
    }
    assert!(html.contains(&format!("/api/v1/proofs/H22/2020/dossier.{WAITING}/1")));
    assert!(html.contains("/api/v1/receipts/H22.02/"));
    let late = door.get(&format!("/dossiers/{LATE}?lang=en")).await.text;
    assert!(late.contains("Overdue"));
    let ended = door.get(&format!("/dossiers/{ENDED}?lang=en")).await.text;
    assert!(ended.contains("Granted") && !ended.contains("Overdue"));
}

#[tokio::test]
async fn a_list_keeps_what_it_was_narrowed_to() {
    let door = Door::of(&told());
    let html = door.get("/dossiers?event=OpinionRequested&status=with_another_agency").await.text;
    assert!(html.contains("<input type=\"hidden\" name=\"event\" value=\"OpinionRequested\">"));
    assert!(html.contains("<option value=\"with_another_agency\" selected>"));
    assert!(html.contains("(2 lần tất cả)"), "two asks of one dossier");
    assert!(door.get("/dossiers?late=true").await.text.contains("value=\"true\" checked"));
}

#[tokio::test]
async fn long_lists_are_turned_page_by_page() {
    let province = told();
    let change = |name: &str, answer: &mut Value| {
        if name == "dossiers" {
            answer["page"] = json!(2);
            answer["pages"] = json!(3);
        }
    };
    let door = Door::to(Gateway {
        query: Arc::new(Changed { inner: province.query(), change }),
        ..gateway(&province)
    });
    let html = door.get("/dossiers?channel=desk&page=2&lang=en").await.text;
    for link in ["/dossiers?channel=desk&#38;page=1", "/dossiers?channel=desk&#38;page=3", "Page 2 of 3"] {
        assert!(html.contains(link), "{link}: {html}");
    }
}

#[tokio::test]
async fn a_page_that_cannot_be_shown_says_why_in_the_readers_language() {
    let province = told();
    let away = Door::to(Gateway { query: Arc::new(Away), ..gateway(&province) });
    for (path, ..) in pages().into_iter().filter(|(path, ..)| is_whole(path) && path != "/about") {
        let vi = away.get(&path).await;
        assert_eq!(vi.status.as_u16(), 503, "{path}");
        assert!(vi.text.contains("LT0801") && vi.text.contains("Hiện chưa phục vụ được"), "{path}");
        let en = away.get(&with_lang(&path, "en")).await;
        assert!(en.text.contains("LT0801") && en.text.contains("Not available now"), "{path}");
    }
    let fragment = away.get("/fragments/overview").await;
    assert_eq!(fragment.failure(), (503, "LT0801".to_owned()), "the script asks again");
    let door = Door::of(&province);
    for (path, status, code) in [
        ("/dossiers?late=x", 400, "LT0805"),
        ("/dossiers?nosuch=1", 400, "LT0805"),
        ("/dossiers/%FF", 400, "LT0805"),
        ("/inbox/%FF", 400, "LT0805"),
        ("/consultations?state=x", 400, "LT0805"),
        ("/rejections?page=x", 400, "LT0805"),
        ("/dossiers/nowhere", 404, "LT0804"),
        ("/procedures/nowhere", 404, "LT0804"),
        ("/procedures/%FF", 400, "LT0805"),
        ("/procedures/a%20b?on=2020-10-05", 400, "LT0805"),
        (&format!("/procedures/{PROCEDURE}?on=31-12-2020"), 400, "LT0805"),
    ] {
        let answered = door.get(path).await;
        assert_eq!(answered.status.as_u16(), status, "{path}");
        assert!(answered.text.contains(code) && answered.text.contains("<h1>"), "{path}");
    }
}

#[tokio::test]
async fn an_answer_of_another_form_shows_a_page_that_says_so() {
    let province = told();
    let change = |_: &str, answer: &mut Value| answer["as_of"] = json!("yesterday");
    let door = Door::to(Gateway {
        query: Arc::new(Changed { inner: province.query(), change }),
        ..gateway(&province)
    });
    let answered = door.get("/").await;
    assert_eq!(answered.status.as_u16(), 500);
    assert!(answered.text.contains("LT0824"));
}

#[tokio::test]
async fn an_older_read_side_that_knows_less_can_still_be_shown() {
    let province = told();
    let change = |name: &str, answer: &mut Value| {
        if name == "overview" {
            *answer = json!({ "as_of": answer["as_of"] });
        }
    };
    let door = Door::to(Gateway {
        query: Arc::new(Changed { inner: province.query(), change }),
        ..gateway(&province)
    });
    assert_eq!(door.get("/").await.status.as_u16(), 200);
}

#[tokio::test]
async fn a_demonstration_says_that_it_is_one_and_nothing_else_does() {
    let province = told();
    let options = Options { demo: true, ..Options::default() };
    let demo = Door::to(Gateway { options, ..gateway(&province) });
    let plain = Door::of(&province);
    for path in ["/", "/dossiers", "/about"] {
        assert!(demo.get(path).await.text.contains("Đồng hồ mô phỏng: 20/11/2020 09:00"), "{path}");
        assert!(!plain.get(path).await.text.contains("trình diễn"), "{path}");
    }
    assert_eq!(Lang::default(), Lang::Vi);
}

#[tokio::test]
async fn an_empty_province_is_shown_without_figures() {
    let door = Door::of(&crate::province::Province::founded());
    for path in ["/", "/dossiers", "/consultations", "/rejections"] {
        let answered = door.get(path).await;
        assert_eq!(answered.status.as_u16(), 200, "{path}");
        assert!(answered.text.contains("tính đến H22/catalogue #"), "{path}");
    }
}

#[tokio::test]
async fn what_an_agency_has_not_acknowledged_stands_beside_its_name() {
    let province = told();
    let door = Door::of(&province);
    let html = door.get("/agencies?lang=en").await.text;
    assert!(html.contains("Agencies have acknowledged everything"), "{html}");
    let delivery = Delivery {
        id: format!("H22/2020:7:{}", ASKED[1]).parse().unwrap(),
        stream: StreamName::dossier(&DossierCode::new(WAITING).unwrap()),
        revision: 2,
        recorded_at: "2020-10-05T01:30:00Z".parse().unwrap(),
        by: AgencyId::new(ASKED[0]).unwrap(),
        events: Vec::new(),
    };
    let origin = delivery.id.origin.clone();
    let found = Delivery {
        id: format!("H22/2020:8:{}", ASKED[0]).parse().unwrap(),
        stream: "finding.Ff071ff650d083821".parse().unwrap(),
        ..delivery.clone()
    };
    let telling = Told { origin, after: 0, upto: 8, deliveries: vec![delivery, found] };
    assert!(province.inbox.tell(telling).await.unwrap());
    let html = door.get("/agencies?lang=en").await.text;
    for said in [
        "2 deliveries that agencies have not acknowledged",
        "Waiting longest",
        "taken 0 times",
        WAITING,
        "finding Ff071ff650d083821",
    ] {
        assert!(html.contains(said), "{said}: {html}");
    }
    let answer = door.get("/api/v1/deliveries").await.json();
    let row = |agency: &str| {
        answer["agencies"].as_array().unwrap().iter().find(|row| row["agency"] == agency).unwrap()
    };
    assert_eq!((&answer["count"], &row(ASKED[1])["dossier"]), (&json!(2), &json!(WAITING)));
    let found = row(ASKED[0]);
    assert_eq!((&found["stream"], found.get("dossier")), (&json!("finding.Ff071ff650d083821"), None));
    let silent = Door::to(Gateway { query: Arc::new(NoInbox(province.query())), ..gateway(&province) });
    let html = silent.get("/agencies?lang=en").await.text;
    assert!(html.contains(ASKED[1]) && !html.contains("Waiting longest"), "{html}");
}

/// A read side whose inboxes do not answer.
struct NoInbox(Arc<dyn Query>);

#[async_trait::async_trait]
impl Query for NoInbox {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        if name == "deliveries" { Err(away().into()) } else { self.0.query(name, parameters).await }
    }
}
