//! Every reason for which inspection says no. Each code has a page in `docs/errors`.

use lienthong_dossier::{Check, Ground};

/// Who speaks may not say this of the finding or the task.
pub(super) const R02_CAPACITY: Ground = Ground::capacity("LT0425", "R02", "");
/// An agency judges what is found of itself, or orders itself what is to be done.
pub(super) const OWN_CASE: Ground = Ground::capacity("LT0426", "", "");
/// No reason given.
pub(super) const R07_REASON: Ground = Ground::content("LT0427", "R07", "Decree 61/2018/ND-CP");
/// Officer, key or acting agency is not valid at the time.
pub(super) const R12_ACTOR: Ground = Ground::capacity("LT0428", "R12", "");
/// An instant that is yet to come is said to have been.
pub(super) const R18_AHEAD: Ground = Ground::content("LT0429", "R18", "directive 1g");
/// There is no such finding, or no such task.
pub(super) const NOT_THERE: Ground = Ground::existence("LT0430", "", "");
/// It is on record already.
pub(super) const THERE: Ground = Ground::state("LT0431", "", "");
/// No rule of inspection goes by that name, or it breaks another.
pub(super) const NO_RULE: Ground = Ground::content("LT0432", "", "");
/// Words that have to be there are not.
pub(super) const NO_WORDS: Ground = Ground::content("LT0433", "", "");
/// An agency that is found, asked or reminded is not in the catalogue.
pub(super) const NO_AGENCY: Ground = Ground::existence("LT0434", "", "");
/// The last day for something is not ahead.
pub(super) const DAY_PASSED: Ground = Ground::content("LT0435", "", "");
/// The head of the agency may still explain.
pub(super) const REPLY_RUNS: Ground = Ground::state("LT0436", "", "");
/// It was not judged as this asks.
pub(super) const NOT_JUDGED: Ground = Ground::state("LT0437", "", "");
/// It is closed.
pub(super) const CLOSED: Ground = Ground::state("LT0438", "", "");
/// Nothing of that number was asked.
pub(super) const NO_CHARGE: Ground = Ground::existence("LT0439", "", "");
/// What was asked does not stand so.
pub(super) const CHARGE_STATE: Ground = Ground::state("LT0440", "", "");
/// Something that was ordered is not done.
pub(super) const STILL_TO_DO: Ground = Ground::state("LT0441", "", "");
/// It was judged so already.
pub(super) const JUDGED_SO: Ground = Ground::state("LT0442", "", "");
/// Nobody reminded the agency of it, or that was answered.
pub(super) const NOT_URGED: Ground = Ground::state("LT0443", "", "");
/// Who is reminded was not asked, and stands not above who was.
pub(super) const NOT_ABOVE: Ground = Ground::content("LT0444", "", "");
/// A measure is under a decision of a day that has come.
pub(super) const MEASURE: Ground = Ground::content("LT0445", "", "");
/// A command that another service decides.
const MISADDRESSED: Ground = Ground::existence("LT0446", "", "");

/// Codes that inspection rejects with, each with the rule behind it (empty: none of the field).
pub const CODES: &[(&str, &str)] = &[
    R02_CAPACITY.code_and_rule(),
    OWN_CASE.code_and_rule(),
    R07_REASON.code_and_rule(),
    R12_ACTOR.code_and_rule(),
    R18_AHEAD.code_and_rule(),
    NOT_THERE.code_and_rule(),
    THERE.code_and_rule(),
    NO_RULE.code_and_rule(),
    NO_WORDS.code_and_rule(),
    NO_AGENCY.code_and_rule(),
    DAY_PASSED.code_and_rule(),
    REPLY_RUNS.code_and_rule(),
    NOT_JUDGED.code_and_rule(),
    CLOSED.code_and_rule(),
    NO_CHARGE.code_and_rule(),
    CHARGE_STATE.code_and_rule(),
    STILL_TO_DO.code_and_rule(),
    JUDGED_SO.code_and_rule(),
    NOT_URGED.code_and_rule(),
    NOT_ABOVE.code_and_rule(),
    MEASURE.code_and_rule(),
    MISADDRESSED.code_and_rule(),
];

/// The command belongs to another service.
pub(super) fn misaddressed<T>(kind: &str) -> Check<T> {
    MISADDRESSED.refuse(
        "body",
        format!("{kind} không thuộc thẩm quyền của dịch vụ thanh tra"),
        format!("{kind} is not inspection's to decide"),
    )
}
