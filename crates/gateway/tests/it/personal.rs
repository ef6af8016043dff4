//! What citizens say of themselves: shown to an officer of whom a sealed record says so, for some minutes, and to nobody else.

use crate::door::Door;
use crate::province::{Province, zone};
use crate::story::{act, asked, id};
use jiff::SignedDuration;
use lienthong_dossier::{BooksCommand, Channel, Command, Commitment};
use lienthong_ledger::ports::{Clock as _, QueryError};
use lienthong_names::{AgencyId, DossierCode, ProcedureCode};
use lienthong_projections::rows::Page;
use lienthong_projections::{MemoryRows, Rows, SetLabel};
use lienthong_protocol::{Body, Command as Asked, Receipt};
use lienthong_simulation::province::{AROUND, CENTRE, OFFICE};
use lienthong_simulation::world::client::{SECRET, committed};
use lienthong_simulation::world::founding::{DEPARTMENT, PROCEDURE};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

const CODE: &str = "H22.02-201005-0021";

/// Says one thing about the dossier with what it commits to beside it.
fn say(province: &Province, agency: &str, number: u64, command: Command) -> Receipt {
    let mut command = asked(agency, number, CODE, command, province.now());
    let beside = committed(&mut command).into_iter().collect();
    let receipt = province.hand_in_with(command, beside);
    assert!(receipt.is_admitted(), "{receipt:?}");
    receipt
}

/// A dossier with an applicant, received, and a complaint of the department that has it.
fn received() -> Arc<Province> {
    received_in(Arc::new(MemoryRows::default()))
}

/// The same with its rows somewhere.
fn received_in(rows: Arc<dyn Rows>) -> Arc<Province> {
    let province = Province::founded_in(rows, false);
    let register = Command::RegisterDossier {
        procedure: ProcedureCode::new(PROCEDURE).unwrap(),
        case: None,
        channel: Channel::Desk,
        documents: Vec::new(),
        personal: BTreeMap::new(),
    };
    say(&province, CENTRE, 1, register);
    let receive = Command::ReceiveDossier {
        competent: None,
        channel: Channel::Desk,
        handed_in: vec!["don".into()],
        appointment: None,
        custodian: None,
    };
    say(&province, CENTRE, 2, receive);
    let against = AgencyId::new(DEPARTMENT).unwrap();
    say(&province, CENTRE, 3, Command::FileComplaint { against, text: Commitment([0; 32]) });
    province
}

/// An officer is to be shown it.
fn ask(province: &Province, agency: &str, number: u64) -> Receipt {
    let dossiers = vec![DossierCode::new(CODE).unwrap()];
    let read = BooksCommand::ReadPersonalData { dossiers, reason: "gọi bổ sung".into() };
    let officer = if agency == CENTRE { "tiep-nhan" } else { "thu-ly" };
    let command = Asked { act: act(agency, officer, number, province.now()), body: Body::Books(read) };
    let receipt = province.hand_in(command);
    assert!(receipt.is_admitted(), "{receipt:?}");
    receipt
}

async fn shown(province: &Arc<Province>, agency: &str, number: u64) -> Result<Value, QueryError> {
    let asked = json!({ "code": CODE, "agency": agency, "command_id": id(number).to_string() });
    let answer = province.query_by_clock().query("personal", asked).await?;
    Ok(answer["personal"]["values"].clone())
}

fn refused(answer: Result<Value, QueryError>) -> String {
    answer.expect_err("nothing is shown").to_string()
}

#[tokio::test]
async fn it_is_shown_by_a_sealed_record_to_who_has_a_part_and_for_some_minutes() {
    let province = received();
    assert!(refused(shown(&province, CENTRE, 9).await).contains("no sealed record"));
    let receipt = ask(&province, CENTRE, 9);
    assert_eq!(receipt.stream.to_string(), format!("access.{CENTRE}"));
    let all = json!([
        { "revision": 1, "field": "applicant", "value": SECRET },
        { "revision": 3, "field": "complaint", "value": SECRET },
    ]);
    assert_eq!(shown(&province, CENTRE, 9).await.unwrap(), all);
    // By another's record nobody is shown anything.
    assert!(refused(shown(&province, DEPARTMENT, 9).await).contains("no sealed record"));
    // Whom a complaint is of is not told who complained, and what.
    ask(&province, DEPARTMENT, 10);
    assert_eq!(shown(&province, DEPARTMENT, 10).await.unwrap(), json!([all[0]]));
    // That a stranger asked stays on record; it sees nothing.
    ask(&province, AROUND, 11);
    assert!(refused(shown(&province, AROUND, 11).await).contains("R03"));
    // By a record of a clock that was ahead nobody is shown anything for as long as it was.
    let earlier = province.now().checked_sub(SignedDuration::from_secs(120)).unwrap();
    let now = province.now();
    province.at(&earlier.to_string());
    assert!(refused(shown(&province, CENTRE, 9).await).contains("no sealed record"));
    province.at(&now.to_string());
    let later = province.now().checked_add(SignedDuration::from_secs(301)).unwrap();
    province.at(&later.to_string());
    assert!(refused(shown(&province, CENTRE, 9).await).contains("no sealed record of the last five minutes"));

    let said = Door::of(&province).get(&format!("/api/v1/dossiers/{CODE}/accesses")).await.json();
    let who: Vec<&str> =
        said["accesses"].as_array().unwrap().iter().map(|one| one["agency"].as_str().unwrap()).collect();
    assert_eq!(who.len(), 3, "{said}");
    assert!([CENTRE, DEPARTMENT, AROUND].iter().all(|agency| who.contains(agency)), "{said}");
    assert!(!said.to_string().contains(SECRET));
}

/// How many rows of dossiers hold something that is encrypted.
fn encrypted(rows: &MemoryRows) -> usize {
    let table = SetLabel::first(&zone()).table("dossiers");
    let page = Page { table: &table, prefix: b"", after: None, backwards: false, limit: usize::MAX };
    let held = rows.page(page).unwrap();
    held.iter().filter(|(_, row)| String::from_utf8_lossy(&row.content).contains("ciphertext")).count()
}

#[tokio::test]
async fn what_was_erased_is_in_no_row_and_shown_to_nobody() {
    let rows = Arc::new(MemoryRows::default());
    let province = received_in(Arc::clone(&rows) as Arc<dyn Rows>);
    assert_eq!(encrypted(&rows), 1, "of what the citizen says, in one row");
    let answer = Command::AnswerComplaint { number: 1, text: "đã chấn chỉnh".into() };
    say(&province, DEPARTMENT, 4, answer);
    say(&province, CENTRE, 5, Command::AskWithdrawal { reason: "đổi ý".into() });
    say(&province, DEPARTMENT, 6, Command::DecideWithdrawal { granted: true, reason: "".into() });
    let erase = Command::ErasePersonalData {
        authority: "15/QĐ-VP".into(),
        law: "Luật Lưu trữ".into(),
        reason: "hết hạn".into(),
    };
    let mut command = asked(OFFICE, 7, CODE, erase, province.now());
    command.act.officer = lienthong_names::OfficerId::new("lanh-dao").unwrap();
    assert!(province.hand_in(command).is_admitted());
    assert_eq!(encrypted(&rows), 0);
    ask(&province, CENTRE, 9);
    assert!(refused(shown(&province, CENTRE, 9).await).contains("were erased"));
    let page = Door::of(&province).get(&format!("/dossiers/{CODE}?lang=en")).await.text;
    assert!(page.contains("Personal data erased"), "{page}");
}

#[tokio::test]
async fn without_vault_or_clock_nothing_is_shown() {
    let province = received();
    ask(&province, CENTRE, 9);
    let asked = json!({ "code": CODE, "agency": CENTRE, "command_id": id(9).to_string() });
    for query in [province.query(), province.query_without_keys()] {
        let said = refused(query.query("personal", asked.clone()).await);
        assert!(said.contains("LT0808"), "{said}");
    }
}
