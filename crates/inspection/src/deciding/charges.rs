//! What an agency is asked to do, by a remedy or a task: assigned, reminded of, reported, accepted, given back.

use super::grounds::{CHARGE_STATE, CLOSED, NO_CHARGE, NOT_ABOVE, NOT_URGED, THERE};
use super::{Case, rules};
use jiff::civil::Date;
use lienthong_dossier::Refusals;
use lienthong_names::AgencyId;
use lienthong_supervision::{Charge, ChargeState};

/// A task is given to an agency.
pub(super) fn assign(
    case: &Case<'_>,
    no: &mut Refusals,
    agency: &AgencyId,
    (clause, what): (&str, &str),
    due: Date,
) {
    no.ask(rules::in_force(case, agency));
    rules::actor(case, no);
    if !case.matter.is_empty() {
        no.ask(THERE.refuse::<()>(
            "task",
            format!("{} đã được giao", case.asked.about()),
            format!("{} was assigned already", case.asked.about()),
        ));
    }
    no.ask(rules::words("clause", clause));
    no.ask(rules::words("what", what));
    no.ask(rules::ahead(case, "due", due));
}

/// Who was asked is reminded, or who stands above it.
pub(super) fn urge(
    case: &Case<'_>,
    no: &mut Refusals,
    number: u32,
    agency: &AgencyId,
    text: &str,
    answer_by: Date,
) {
    let Some(charge) = asked(case, no, number) else { return };
    no.ask(rules::in_force(case, agency));
    rules::actor(case, no);
    stands(no, charge, &[ChargeState::Open, ChargeState::Reported]);
    if *agency != charge.agency && !rules::stands_above(case, agency, &charge.agency) {
        no.ask(NOT_ABOVE.refuse::<()>(
            "agency",
            format!("{agency} không được giao việc này, và không phải cấp trên của {}", charge.agency),
            format!("{agency} was not asked, and does not stand above {}", charge.agency),
        ));
    }
    no.ask(rules::words("text", text));
    no.ask(rules::ahead(case, "answer_by", answer_by));
}

/// Who was reminded says what becomes of it.
pub(super) fn acknowledge(case: &Case<'_>, no: &mut Refusals, number: u32, agency: &AgencyId, text: &str) {
    let Some(charge) = asked(case, no, number) else { return };
    rules::actor(case, no);
    if charge.unanswered(agency).is_none() {
        no.ask(NOT_URGED.refuse::<()>(
            "agency",
            format!("không có lời đôn đốc nào tới {agency} còn chờ trả lời"),
            format!("no reminder to {agency} waits for an answer"),
        ));
    }
    no.ask(rules::words("text", text));
}

/// It is said to be done.
pub(super) fn report(case: &Case<'_>, no: &mut Refusals, number: u32, text: &str) {
    let Some(charge) = asked(case, no, number) else { return };
    rules::actor(case, no);
    stands(no, charge, &[ChargeState::Open]);
    no.ask(rules::words("text", text));
}

/// It is taken as done.
pub(super) fn accept(case: &Case<'_>, no: &mut Refusals, number: u32) {
    let Some(charge) = asked(case, no, number) else { return };
    rules::actor(case, no);
    stands(no, charge, &[ChargeState::Reported]);
}

/// It is not taken as done, and has a new day. Against the first it stays late.
pub(super) fn give_back(case: &Case<'_>, no: &mut Refusals, number: u32, reason: &str, due: Date) {
    let Some(charge) = asked(case, no, number) else { return };
    rules::actor(case, no);
    stands(no, charge, &[ChargeState::Reported]);
    no.ask(rules::reason("reason", reason));
    no.ask(rules::ahead(case, "due", due));
}

/// What was asked, by its number; of a finding that is not closed.
fn asked<'a>(case: &Case<'a>, no: &mut Refusals, number: u32) -> Option<&'a Charge> {
    let charge = case.matter.charge(number);
    if charge.is_none() {
        no.ask(NO_CHARGE.refuse::<()>(
            "number",
            format!("{} không có việc số {number}", case.asked.about()),
            format!("nothing of number {number} was asked in {}", case.asked.about()),
        ));
    }
    if let Some((at, _)) = &case.matter.closed {
        no.ask(CLOSED.refuse::<()>(
            "about",
            format!("đã khép lại lúc {at}"),
            format!("it was closed at {at}"),
        ));
    }
    charge
}

fn stands(no: &mut Refusals, charge: &Charge, states: &[ChargeState]) {
    if states.contains(&charge.state) {
        return;
    }
    let (vi, en) = match charge.state {
        ChargeState::Open => ("chưa có báo cáo", "nobody said that it is done"),
        ChargeState::Reported => ("đã báo cáo, đang chờ xem xét", "it was reported, and waits for who asked"),
        ChargeState::Accepted => ("đã được chấp nhận là xong", "it was taken as done"),
        ChargeState::Dropped => {
            ("phát hiện không đúng, không còn phải làm", "the finding was dismissed, and it fell away")
        }
    };
    no.ask(CHARGE_STATE.refuse::<()>("number", vi, en));
}
