//! Every reason for which consultation says no. Each code has a page in `docs/errors`.

use lienthong_dossier::{Check, Ground};

/// The agency has a part in the dossier, but not the one that this command asks for.
pub(crate) const R02_CAPACITY: Ground = Ground::capacity("LT0302", "R02", "");
/// Not asked; or no part in the dossier at all.
pub(crate) const R03_ASKED: Ground = Ground::capacity("LT0303", "R03", "directive 1đ");
/// No reason given.
pub(crate) const R07_REASON: Ground = Ground::content("LT0307", "R07", "Decree 61/2018/ND-CP");
/// A mandatory opinion is open.
pub(crate) const R08_MANDATORY: Ground = Ground::state("LT0308", "R08", "directive 1b, 1đ");
/// The digest does not hold every opinion as it was given, each taken up.
pub(crate) const R09_DIGEST: Ground = Ground::content("LT0309", "R09", "directive 1b");
/// Officer, key or acting agency is not valid at the time.
pub(crate) const R12_ACTOR: Ground = Ground::capacity("LT0312", "R12", "");
/// An agency that is to be asked is not in force.
pub(crate) const R12_IN_FORCE: Ground = Ground::existence("LT0312", "R12", "");
/// The ledger has never seen the dossier.
pub(crate) const R19_UNKNOWN: Ground = Ground::existence("LT0319", "R19", "directive 1đ");

/// A secret opinion that says more than which paper carries it.
pub(crate) const R25_SECRET: Ground = Ground::content("LT0380", "R25", "state secrets law");

/// The consultation's id is in use, or serves no leg.
pub(crate) const ID_USED: Ground = Ground::state("LT0350", "", "");
/// There is no such consultation.
pub(crate) const NO_CONSULTATION: Ground = Ground::existence("LT0351", "", "");
/// It was closed with its digest.
pub(crate) const CONCLUDED: Ground = Ground::state("LT0352", "", "");
/// Nobody is asked.
pub(crate) const NOBODY: Ground = Ground::content("LT0353", "", "");
/// One participant is asked twice at once.
pub(crate) const TWICE: Ground = Ground::content("LT0354", "", "");
/// Not one who can be asked: another agency, or a unit of one's own.
pub(crate) const NOT_ASKABLE: Ground = Ground::content("LT0355", "", "");
/// An ask, or a round of an appraisal, without a term, or with one whose end cannot be counted.
pub(crate) const NO_DUE: Ground = Ground::content("LT0356", "", "");
/// The operative text is too long.
pub(crate) const TOO_LONG: Ground = Ground::content("LT0357", "", "");
/// An opinion that says nothing.
pub(crate) const NOT_STATED: Ground = Ground::content("LT0358", "", "");
/// Asked, but nothing was said that could be amended.
pub(crate) const NOTHING_GIVEN: Ground = Ground::state("LT0359", "", "");
/// The last ask of this participant still waits for its answer.
pub(crate) const STILL_OPEN: Ground = Ground::state("LT0360", "", "");
/// The dossier has ended.
pub(crate) const ENDED: Ground = Ground::state("LT0361", "", "");
/// The participant has no ask of which this could be said.
pub(crate) const NO_SUCH_ASK: Ground = Ground::state("LT0362", "", "");
/// Nobody is passed over while the term runs.
pub(crate) const TERM_RUNS: Ground = Ground::state("LT0363", "", "");
/// The digest was not made yet.
pub(crate) const NO_DIGEST: Ground = Ground::state("LT0364", "", "");
/// The objector's opinion does not stand in the digest.
pub(crate) const NOT_QUOTED: Ground = Ground::state("LT0365", "", "");
/// An opinion is done without under no article.
pub(crate) const NO_ARTICLE: Ground = Ground::content("LT0366", "", "");
/// An objection that says nothing.
pub(crate) const NO_OBJECTION: Ground = Ground::content("LT0367", "", "");
/// No such clock runs, or it was recorded already that it ran out.
pub(crate) const NO_CLOCK: Ground = Ground::state("LT0368", "", "");
/// The clock has not run out yet.
pub(crate) const NOT_DUE: Ground = Ground::state("LT0369", "", "");
/// The operative text is not in Unicode's composed form.
pub(crate) const NOT_COMPOSED: Ground = Ground::content("LT0381", "", "");
/// The consultation's answers are closed, and not opened yet.
pub(crate) const NOT_OPENED: Ground = Ground::state("LT0382", "", "");
/// An opinion in the clear where opinions are closed.
pub(crate) const IN_THE_CLEAR: Ground = Ground::content("LT0383", "", "");
/// A commitment where opinions are said in the clear.
pub(crate) const NOT_CLOSED: Ground = Ground::content("LT0384", "", "");
/// A digest that repeats words of confidential opinions.
pub(crate) const REPEATED: Ground = Ground::content("LT0385", "", "");
/// Opinions that are to be closed and confidential at once.
pub(crate) const BOTH: Ground = Ground::content("LT0400", "", "");
/// Opinions that are not to be closed, where the procedure closes them.
pub(crate) const MUST_CLOSE: Ground = Ground::content("LT0401", "", "");
/// The acting officer is no member of the council.
pub(crate) const R03_SEATED: Ground = Ground::capacity("LT0391", "R03", "directive 1đ");
/// An officer who received or approved the dossier would appraise it.
pub(crate) const R11_OFFICERS: Ground = Ground::content("LT0398", "R11", "");
/// The appraisal's id is in use.
pub(crate) const APPRAISAL_USED: Ground = Ground::state("LT0386", "", "");
/// There is no such appraisal.
pub(crate) const NO_APPRAISAL: Ground = Ground::existence("LT0387", "", "");
/// Its last round was concluded.
pub(crate) const NO_ROUND: Ground = Ground::state("LT0388", "", "");
/// The council is composed in a way that no council is.
pub(crate) const COUNCIL: Ground = Ground::content("LT0389", "", "");
/// It has fewer members than the procedure asks for.
pub(crate) const TOO_FEW: Ground = Ground::content("LT0390", "", "");
/// The member has voted in this round.
pub(crate) const VOTED: Ground = Ground::state("LT0392", "", "");
/// Fewer have voted than must have.
pub(crate) const NO_QUORUM: Ground = Ground::state("LT0393", "", "");
/// The majority carries another conclusion.
pub(crate) const AGAINST_VOTES: Ground = Ground::state("LT0394", "", "");
/// The last round was not concluded with changes.
pub(crate) const NOTHING_TO_CHANGE: Ground = Ground::state("LT0395", "", "");
/// What was to be revised is not in.
pub(crate) const NOT_REVISED: Ground = Ground::state("LT0396", "", "");
/// Minutes or a visit without what they must say.
pub(crate) const INCOMPLETE: Ground = Ground::content("LT0397", "", "");
/// A command that another service decides.
pub(crate) const MISADDRESSED: Ground = Ground::existence("LT0399", "", "");

/// Codes that consultation rejects with, each with the rule behind it (empty: none of the field).
pub const CODES: &[(&str, &str)] = &[
    R02_CAPACITY.code_and_rule(),
    R03_ASKED.code_and_rule(),
    R07_REASON.code_and_rule(),
    R08_MANDATORY.code_and_rule(),
    R09_DIGEST.code_and_rule(),
    R12_ACTOR.code_and_rule(),
    R19_UNKNOWN.code_and_rule(),
    R25_SECRET.code_and_rule(),
    ID_USED.code_and_rule(),
    NO_CONSULTATION.code_and_rule(),
    CONCLUDED.code_and_rule(),
    NOBODY.code_and_rule(),
    TWICE.code_and_rule(),
    NOT_ASKABLE.code_and_rule(),
    NO_DUE.code_and_rule(),
    TOO_LONG.code_and_rule(),
    NOT_STATED.code_and_rule(),
    NOTHING_GIVEN.code_and_rule(),
    STILL_OPEN.code_and_rule(),
    ENDED.code_and_rule(),
    NO_SUCH_ASK.code_and_rule(),
    TERM_RUNS.code_and_rule(),
    NO_DIGEST.code_and_rule(),
    NOT_QUOTED.code_and_rule(),
    NO_ARTICLE.code_and_rule(),
    NO_OBJECTION.code_and_rule(),
    NO_CLOCK.code_and_rule(),
    NOT_DUE.code_and_rule(),
    NOT_COMPOSED.code_and_rule(),
    NOT_OPENED.code_and_rule(),
    IN_THE_CLEAR.code_and_rule(),
    NOT_CLOSED.code_and_rule(),
    REPEATED.code_and_rule(),
    BOTH.code_and_rule(),
    MUST_CLOSE.code_and_rule(),
    R03_SEATED.code_and_rule(),
    R11_OFFICERS.code_and_rule(),
    APPRAISAL_USED.code_and_rule(),
    NO_APPRAISAL.code_and_rule(),
    NO_ROUND.code_and_rule(),
    COUNCIL.code_and_rule(),
    TOO_FEW.code_and_rule(),
    VOTED.code_and_rule(),
    NO_QUORUM.code_and_rule(),
    AGAINST_VOTES.code_and_rule(),
    NOTHING_TO_CHANGE.code_and_rule(),
    NOT_REVISED.code_and_rule(),
    INCOMPLETE.code_and_rule(),
    MISADDRESSED.code_and_rule(),
];

/// The answer to a command of another service. The frame never hands one over; `decide` is total all the same.
pub(crate) fn misaddressed<T>(kind: &str) -> Check<T> {
    MISADDRESSED.refuse(
        "body",
        format!("{kind} không do dịch vụ consultation quyết định"),
        format!("{kind} is not decided by consultation"),
    )
}
