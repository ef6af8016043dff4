//! What agencies declare of their books: handed in as anything else is, and read day by day.

use crate::door::Door;
use crate::province::Province;
use crate::story::{WAITING, act, told};
use jiff::civil::{Date, date};
use lienthong_catalogue::{Command as Publish, Decision, RulesVersion};
use lienthong_dossier::{
    Book, BookNumber, BookPage, BookSide, BooksCommand, Numbers, SampleAnswer, TiedNumber,
};
use lienthong_ledger::ports::Clock as _;
use lienthong_names::{DossierCode, OfficerId, Service};
use lienthong_protocol::{Body, Command, Receipt};
use lienthong_simulation::province::OFFICE;
use lienthong_simulation::world::founding::{ASKED, DEPARTMENT};
use serde_json::{Value, json};

fn page(side: BookSide, first: u32, last: u32, tied: &[u32]) -> BookPage {
    let dossier = DossierCode::new(WAITING).unwrap();
    let tied = tied.iter().map(|number| TiedNumber { number: *number, dossier: dossier.clone() });
    BookPage {
        book: Book { side, name: "".into(), year: 2020 },
        numbers: vec![Numbers { first, last }],
        tied: tied.collect(),
    }
}

fn declare(province: &Province, number: u64, day: Date, books: Vec<BookPage>, reason: &str) -> Receipt {
    let declared = BooksCommand::DeclareDay { day, books, reason: reason.into() };
    province.hand_in(Command {
        act: act(DEPARTMENT, "thu-ly", number, province.now()),
        body: Body::Books(declared),
    })
}

fn days(agency: &Value) -> Vec<(&str, &str)> {
    let rows = agency["rows"].as_array().unwrap();
    rows.iter().map(|row| (row["day"].as_str().unwrap(), row["state"].as_str().unwrap())).collect()
}

#[tokio::test]
async fn a_day_is_declared_as_last_said_and_one_that_is_not_is_unknown() {
    let province = told();
    let (first, second) = (date(2020, 11, 17), date(2020, 11, 18));
    let pages = vec![page(BookSide::Incoming, 1, 6, &[2]), page(BookSide::Outgoing, 1, 1, &[1])];
    assert!(declare(&province, 41, first, pages, "").is_admitted());
    assert!(declare(&province, 42, second, Vec::new(), "").is_admitted());
    let pages = vec![page(BookSide::Incoming, 1, 6, &[2, 2, 3]), page(BookSide::Outgoing, 1, 2, &[1])];
    let corrected = declare(&province, 43, first, pages, "sót công văn đi số 2");
    assert_eq!((corrected.stream.to_string(), corrected.revision), (format!("agency.{DEPARTMENT}"), 3));

    let door = Door::of(&province);
    let asked = "/api/v1/declarations?from=2020-11-16&to=2020-11-18";
    let answer = door.get(&format!("{asked}&agency={DEPARTMENT}")).await.json();
    let agency = &answer["agencies"][0];
    assert_eq!(
        days(agency),
        [("2020-11-16", "unknown"), ("2020-11-17", "declared"), ("2020-11-18", "declared")]
    );
    assert_eq!([&agency["days"], &agency["declared"]], [&json!(3), &json!(2)]);
    assert_eq!(
        [&agency["numbers"], &agency["tied"], &agency["tied_share"]],
        [&json!(8), &json!(3), &json!("37.5%")]
    );
    let row = &agency["rows"][1];
    assert_eq!([&row["version"], &row["incoming"], &row["outgoing"]], [&json!(2), &json!(6), &json!(2)]);
    assert_eq!([&row["reason"], &row["revision"]], [&json!("sót công văn đi số 2"), &json!(3)]);
    assert_eq!(row["sequence"], json!(corrected.sequence), "it opens to its record");
    assert_eq!(agency["rows"][2]["tied_share"], json!("-"), "nothing of nothing");
    let stream = format!("/api/v1/proofs/H22/2020/agency.{DEPARTMENT}/3");
    assert_eq!(door.get(&stream).await.json()["sequence"], json!(corrected.sequence));

    let all = door.get(asked).await.json();
    let other =
        all["agencies"].as_array().unwrap().iter().find(|agency| agency["agency"] == ASKED[0]).unwrap();
    assert_eq!(days(other).iter().filter(|(_, state)| *state == "unknown").count(), 3);
    assert_eq!([&other["declared"], &other["tied_share"]], [&json!(0), &json!("-")]);
}

#[tokio::test]
async fn without_days_the_last_31_are_answered_and_a_refused_declaration_is_none() {
    let province = told();
    assert!(!declare(&province, 41, date(2020, 11, 21), Vec::new(), "").is_admitted(), "it lies ahead");
    let answer = Door::of(&province).get("/api/v1/declarations").await.json();
    assert_eq!([&answer["from"], &answer["to"]], [&json!("2020-10-21"), &json!("2020-11-20")]);
    for agency in answer["agencies"].as_array().unwrap() {
        assert_eq!([&agency["days"], &agency["declared"]], [&json!(31), &json!(0)], "{}", agency["agency"]);
    }
}

#[tokio::test]
async fn an_agency_that_is_not_there_is_not_found() {
    let answered = Door::of(&told()).get("/api/v1/declarations?agency=H22.99").await;
    assert_eq!(answered.failure().0, 404);
}

#[tokio::test]
async fn what_is_drawn_of_a_day_is_told_and_stays_when_the_day_is_declared_again() {
    let province = told();
    let adopted = RulesVersion {
        service: Service::Routing,
        version: 2,
        decision: Decision { number: "9/QĐ".into(), date: date(2020, 11, 19), signer: "CT".into() },
    };
    let body = Body::Catalogue {
        drafted_by: Some(OfficerId::new("thu-ly").unwrap()),
        command: Publish::AdoptRules(adopted),
    };
    let adopt = Command { act: act(OFFICE, "lanh-dao", 40, province.now()), body };
    assert!(province.hand_in(adopt).is_admitted());
    let day = date(2020, 11, 17);
    let pages = |last| vec![page(BookSide::Incoming, 1, last, &[2])];
    assert!(declare(&province, 41, day, pages(3), "").is_admitted());
    assert!(declare(&province, 42, day, pages(4), "sót số 4").is_admitted());
    let asked = format!("/api/v1/declarations?from=2020-11-17&to=2020-11-17&agency={DEPARTMENT}");
    let sorted = |drawn: &Value| {
        let mut drawn = drawn.as_array().unwrap().clone();
        drawn.sort_by_key(|one| one["number"].as_u64());
        drawn
    };
    // Friday evening, and five working days.
    let due = "2020-11-27T10:00:00Z";
    let of = |number: u32, version: u32, (revision, shown, late): (u64, bool, bool)| {
        json!({
            "side": "incoming", "book": "", "year": 2020, "number": number, "version": version, "revision": revision,
            "due": due, "shown": shown, "late": late,
        })
    };
    let door = Door::of(&province);
    let answer = door.get(&asked).await.json();
    let open = [of(1, 1, (1, false, false)), of(3, 1, (1, false, false)), of(4, 2, (2, false, false))];
    assert_eq!(sorted(&answer["agencies"][0]["rows"][0]["drawn"]), open);

    // Two of them are shown, and what is left waits until it is late.
    let shows = |number: u32| SampleAnswer {
        of: BookNumber { book: Book { side: BookSide::Incoming, name: "".into(), year: 2020 }, number },
        subject: "báo cáo".into(),
        scan_sha256: [1; 32],
        scan_size: 9,
        dossier: None,
    };
    let answered = BooksCommand::AnswerSample { day, answers: vec![shows(1), shows(4)] };
    let answered =
        Command { act: act(DEPARTMENT, "thu-ly", 43, province.now()), body: Body::Books(answered) };
    assert!(province.hand_in(answered).is_admitted());
    let told = [of(1, 1, (1, true, false)), of(3, 1, (1, false, true)), of(4, 2, (2, true, false))];
    province.at("2020-11-27T10:00:01Z");
    let door = Door::of(&province);
    assert_eq!(sorted(&door.get(&asked).await.json()["agencies"][0]["rows"][0]["drawn"]), told);
    let inbox = door.get(&format!("/api/v1/agencies/{DEPARTMENT}/inbox")).await.json();
    let mut waits = of(3, 1, (1, false, true));
    waits["day"] = json!("2020-11-17");
    waits["origin"] = json!("H22/2020");
    waits["stream"] = json!(format!("agency.{DEPARTMENT}"));
    assert_eq!(inbox["drawn"], json!([waits]), "the paper that is still to be shown, with its record");
    for (lang, heading) in [("vi", "cần đưa văn bản ra"), ("en", "whose papers are to be shown")] {
        let page = door.get(&format!("/inbox/{DEPARTMENT}?lang={lang}")).await.text;
        for said in [heading, "3/2020", "17/11/2020", "27/11/2020 17:00"] {
            assert!(page.contains(said), "{lang}: {said}");
        }
        assert!(!page.contains("4/2020</th>"), "what was shown waits no more");
    }
}
