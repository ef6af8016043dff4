//! `ReadPersonalData`: that an officer is shown what citizens say of themselves is written before it is shown.
//!
//! Whether the agency has a part in the dossiers is not decided here: they have streams of their own. Whoever shows the values asks that, and
//! shows none without this record.

use crate::grounds::{NOTHING_TO_READ, R02_CAPACITY, R12_ACTOR};
use crate::rules::{r07_reason, r18_ahead};
use lienthong_dossier::{BooksCommandKind, BooksEvent, Check, Refusals};
use lienthong_names::{Act, DossierCode};
use lienthong_service::Facts;

/// By an officer of the agency itself, for a reason.
pub(crate) fn decide(
    dossiers: &[DossierCode],
    reason: &str,
    act: &Act,
    facts: &Facts<'_>,
) -> Check<BooksEvent> {
    let mut no = Refusals::new();
    no.extend(facts.refuse_actor(act, BooksCommandKind::ReadPersonalData.as_str(), R12_ACTOR.code));
    no.ask(today(facts, act));
    no.ask(r18_ahead::check(facts, "occurred_at", act.occurred_at));
    no.ask(r07_reason::check("reason", [reason]));
    if dossiers.is_empty() {
        no.ask(NOTHING_TO_READ.refuse::<()>(
            "dossiers",
            "phải nêu ít nhất một hồ sơ",
            "at least one dossier is named",
        ));
    }
    no.settle()?;
    Ok(BooksEvent::PersonalDataRead { dossiers: dossiers.to_vec(), reason: reason.into() })
}

/// R02: who looks does so today; nobody enters it as history.
fn today(facts: &Facts<'_>, act: &Act) -> Check {
    if !facts.is_history() {
        return Ok(());
    }
    R02_CAPACITY.refuse(
        "agency",
        format!(
            "chỉ chính {} mới được ghi việc xem dữ liệu cá nhân, không qua khóa nhập lịch sử",
            act.agency
        ),
        format!("only {} itself says that it looks, and not by a historian's key", act.agency),
    )
}
