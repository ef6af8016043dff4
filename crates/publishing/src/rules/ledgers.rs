//! What may be said of a whole ledger: it is one of the unit's, it has begun before it is closed, and is closed before it is finished.

use crate::case::Case;
use crate::grounds::{
    LEDGER_BACKWARDS, LEDGER_BEGUN, LEDGER_CLOSED, LEDGER_FINISHED, LEDGER_OPEN, NO_LEDGER, NO_LEDGER_TAKES,
    NOT_OUR_LEDGER,
};
use jiff::Timestamp;
use lienthong_catalogue::{LedgerFinish, Registering};
use lienthong_dossier::Check;
use lienthong_names::Origin;

/// It is a ledger of the unit, and not the catalogue, which never rolls.
pub(crate) fn of_the_unit(case: &Case<'_>, ledger: &Origin) -> Check {
    let unit = case.facts.origin.unit();
    if ledger.unit() == unit && !ledger.is_catalogue() {
        return Ok(());
    }
    NOT_OUR_LEDGER.refuse(
        "ledger",
        format!("{ledger} không phải là sổ cái nhận đăng ký của {unit}"),
        format!("{ledger} is no ledger of {unit} that takes registrations"),
    )
}

/// It was said when it takes registrations.
pub(crate) fn begun(case: &Case<'_>, ledger: &Origin) -> Check<Registering> {
    match case.facts.catalogue.registering(ledger) {
        Some(known) => Ok(known),
        None => NO_LEDGER.refuse(
            "ledger",
            format!("chưa có quyết định mở sổ cái {ledger} (BeginLedger)"),
            format!("it was never said when ledger {ledger} begins (BeginLedger)"),
        ),
    }
}

/// The instant that was said, if one was, is still to come.
pub(crate) fn not_begun(case: &Case<'_>, ledger: &Origin, known: Option<Registering>) -> Check {
    match known {
        Some(known) if known.from <= case.facts.effective_at => LEDGER_BEGUN.refuse(
            "ledger",
            format!("sổ cái {ledger} đã mở từ {}", known.from),
            format!("ledger {ledger} has begun at {}", known.from),
        ),
        _ => Ok(()),
    }
}

/// The same of its closing.
pub(crate) fn not_closed(case: &Case<'_>, ledger: &Origin, known: Registering) -> Check {
    match known.until {
        Some(until) if until <= case.facts.effective_at => LEDGER_CLOSED.refuse(
            "ledger",
            format!("sổ cái {ledger} đã khóa từ {until}"),
            format!("ledger {ledger} was closed at {until}"),
        ),
        _ => Ok(()),
    }
}

/// What was registered meanwhile stays registered.
pub(crate) fn not_backwards(case: &Case<'_>, at: Timestamp) -> Check {
    if at >= case.facts.effective_at {
        return Ok(());
    }
    LEDGER_BACKWARDS.refuse(
        "at",
        "không khóa sổ cái từ một thời điểm đã qua",
        "a ledger is not closed from an instant that has passed",
    )
}

/// At any instant there is one in which a dossier can be registered.
pub(crate) fn one_takes(case: &Case<'_>, ledger: &Origin, said: Registering) -> Check {
    let Some(from) = case.facts.catalogue.none_takes_from(ledger, said) else { return Ok(()) };
    NO_LEDGER_TAKES.refuse(
        "ledger",
        format!("từ {from} sẽ không còn sổ cái nào nhận đăng ký: hãy mở sổ tiếp theo trước (BeginLedger)"),
        format!("from {from} on no ledger would take a registration: begin the next one first (BeginLedger)"),
    )
}

/// It takes no registrations any more.
pub(crate) fn closed(case: &Case<'_>, ledger: &Origin, known: Registering) -> Check {
    if known.until.is_some_and(|until| until <= case.facts.effective_at) {
        return Ok(());
    }
    LEDGER_OPEN.refuse(
        "ledger",
        format!("sổ cái {ledger} còn nhận đăng ký: phải khóa sổ trước (CloseLedger)"),
        format!("ledger {ledger} takes registrations still: it is closed first (CloseLedger)"),
    )
}

/// The very same was not said before. Anything else may be: of what was on its way, or in place of what was mistaken; each time stands recorded.
pub(crate) fn goes_on(case: &Case<'_>, finish: &LedgerFinish) -> Check {
    match case.facts.catalogue.finish(&finish.ledger) {
        Some(known) if (finish.size, finish.root) == (known.size, known.root) => LEDGER_FINISHED.refuse(
            "size",
            format!("sổ cái {} đã kết thúc với {} bản ghi", finish.ledger, known.size),
            format!("ledger {} was finished with {} records", finish.ledger, known.size),
        ),
        _ => Ok(()),
    }
}
