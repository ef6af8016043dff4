//! Every reason for which routing says no. Each code has a page in `docs/errors`.

use lienthong_dossier::{Check, Ground};

/// Not at a one-stop desk, or not at the right one.
pub(crate) const R01_DESK: Ground = Ground::capacity("LT0201", "R01", "directive 1d; Decree 61/2018/ND-CP");
/// By a channel that the procedure is not registered for.
pub(crate) const R01_CHANNEL: Ground = Ground::content("LT0201", "R01", "directive 1d; Decree 61/2018/ND-CP");
/// The agency has a part in the dossier, but not the one that this command asks for.
pub(crate) const R02_CAPACITY: Ground = Ground::capacity("LT0202", "R02", "");
/// The agency has no part in the dossier.
pub(crate) const R03_PART: Ground = Ground::capacity("LT0203", "R03", "directive 1đ");
/// What is asked for is not on the published checklist.
pub(crate) const R04_CHECKLIST: Ground = Ground::content("LT0204", "R04", "directive 1d");
/// Papers were asked for before, or none is named.
pub(crate) const R05_ONCE: Ground = Ground::content("LT0205", "R05", "Decree 61/2018/ND-CP, Article 17");
/// No reason given.
pub(crate) const R07_REASON: Ground = Ground::content("LT0207", "R07", "Decree 61/2018/ND-CP");
/// A mandatory opinion or an appraisal is open.
pub(crate) const R08_MANDATORY: Ground = Ground::state("LT0208", "R08", "directive 1b, 1đ");
/// A step that does not follow the published process.
pub(crate) const R10_PROCESS: Ground = Ground::state("LT0210", "R10", "directive 1đ");
/// One officer receives, appraises or approves what they should not.
pub(crate) const R11_OFFICERS: Ground = Ground::capacity("LT0211", "R11", "separation of duties");
/// Officer, key or acting agency is not valid at the time.
pub(crate) const R12_ACTOR: Ground = Ground::capacity("LT0212", "R12", "");
/// Procedure, agency or officer that is spoken of is not in force.
pub(crate) const R12_IN_FORCE: Ground = Ground::existence("LT0212", "R12", "");
/// Money that the schedule does not name, or another sum than it names.
pub(crate) const R13_FEE: Ground = Ground::content("LT0213", "R13", "directive 1d, 4");
/// The ledger has never seen the dossier.
pub(crate) const R19_UNKNOWN: Ground = Ground::existence("LT0219", "R19", "directive 1đ");
/// A step of the Centre that was done elsewhere.
pub(crate) const R21_CENTRE: Ground = Ground::content("LT0221", "R21", "directive 1đ");
/// Imported, and done after the agency went live.
pub(crate) const R24_GO_LIVE: Ground = Ground::capacity("LT0224", "R24", "");

/// A number that another desk was given.
pub(crate) const LEASED: Ground = Ground::state("LT0230", "", "");
/// Custody does not go along with a part of a leg.
pub(crate) const PART_CUSTODY: Ground = Ground::state("LT0231", "", "");
/// A part of the leg is still out.
pub(crate) const PART_OUT: Ground = Ground::state("LT0232", "", "");
/// From the leg that another is to wait for no answer will come, or it is the sender's own to give.
pub(crate) const NOTHING_TO_COME: Ground = Ground::state("LT0233", "", "");
/// A part of a leg waits for no other leg.
pub(crate) const PART_PLANNED: Ground = Ground::content("LT0234", "", "");
/// A leg is still to go out.
pub(crate) const STILL_PLANNED: Ground = Ground::state("LT0246", "", "");
/// A case that the procedure does not have.
pub(crate) const NO_CASE: Ground = Ground::existence("LT0247", "", "");
/// No case, where the procedure has no common one.
pub(crate) const CASE_MISSING: Ground = Ground::content("LT0248", "", "");
/// Another case than it was registered under.
pub(crate) const OTHER_CASE: Ground = Ground::content("LT0249", "", "");
/// The ledger takes no registrations any more.
pub(crate) const LEDGER_CLOSED: Ground = Ground::state("LT0410", "R12", "");
/// The ledger takes no registrations yet.
pub(crate) const LEDGER_TO_COME: Ground = Ground::state("LT0411", "R12", "");
/// The code belongs to another dossier.
pub(crate) const CODE_TAKEN: Ground = Ground::state("LT0250", "", "");
/// It was received before.
pub(crate) const RECEIVED: Ground = Ground::state("LT0251", "", "");
/// It has ended.
pub(crate) const ENDED: Ground = Ground::state("LT0252", "", "");
/// It was not received yet.
pub(crate) const NOT_RECEIVED: Ground = Ground::state("LT0253", "", "");
/// The leg's id is in use.
pub(crate) const LEG_USED: Ground = Ground::state("LT0254", "", "");
/// There is no such leg.
pub(crate) const NO_LEG: Ground = Ground::existence("LT0255", "", "");
/// The leg is past that.
pub(crate) const LEG_CLOSED: Ground = Ground::state("LT0256", "", "");
/// Sent to oneself.
pub(crate) const TO_ITSELF: Ground = Ground::content("LT0257", "", "");
/// The end of a term cannot be counted.
pub(crate) const NO_DUE: Ground = Ground::content("LT0258", "", "");
/// The agency has no such unit.
pub(crate) const NO_UNIT: Ground = Ground::existence("LT0259", "", "");
/// A hand-over to nobody, of nothing.
pub(crate) const TO_NOBODY: Ground = Ground::content("LT0260", "", "");
/// It was not decided yet.
pub(crate) const NOT_RESOLVED: Ground = Ground::state("LT0261", "", "");
/// The dossier is with others for resolution.
pub(crate) const WITH_OTHERS: Ground = Ground::state("LT0262", "", "");
/// The receiver waits for it already: the leg is to be answered.
pub(crate) const ANSWER_INSTEAD: Ground = Ground::state("LT0263", "", "");
/// Nobody is named who resolves it.
pub(crate) const NO_COMPETENT: Ground = Ground::existence("LT0264", "", "");
/// The decision lacks its number, date or signer.
pub(crate) const DECISION: Ground = Ground::content("LT0265", "", "");
/// The source has spoken already.
pub(crate) const CLAIMED: Ground = Ground::state("LT0266", "", "");
/// The clock stands still already, or papers are awaited.
pub(crate) const PAUSED: Ground = Ground::state("LT0267", "", "");
/// The clock does not stand still for that.
pub(crate) const NOT_PAUSED: Ground = Ground::state("LT0268", "", "");
/// Nothing that was asked for is awaited.
pub(crate) const NOTHING_ASKED: Ground = Ground::state("LT0269", "", "");
/// An end that lies behind.
pub(crate) const UNTIL_PAST: Ground = Ground::content("LT0270", "", "");
/// Nobody asked to have it back.
pub(crate) const WITHDRAWAL_NOT_ASKED: Ground = Ground::state("LT0271", "", "");
/// Withdrawal was asked for already.
pub(crate) const WITHDRAWAL_OPEN: Ground = Ground::state("LT0272", "", "");
/// The leg was opened: it cannot be recalled.
pub(crate) const LEG_READ: Ground = Ground::state("LT0273", "", "");
/// The leg was not taken: it is refused, not sent back.
pub(crate) const LEG_NOT_TAKEN: Ground = Ground::state("LT0274", "", "");
/// The day of reception is over.
pub(crate) const ANNUL_LATE: Ground = Ground::state("LT0275", "", "");
/// The dossier that takes its place is itself.
pub(crate) const OWN_SUCCESSOR: Ground = Ground::content("LT0276", "", "");
/// Nothing is attached.
pub(crate) const NOTHING_ATTACHED: Ground = Ground::content("LT0277", "", "");
/// Demanded before.
pub(crate) const DEMANDED: Ground = Ground::state("LT0278", "", "");
/// Nothing is to be paid under this id.
pub(crate) const NOT_OWED: Ground = Ground::state("LT0279", "", "");
/// A payment without the number of its receipt.
pub(crate) const NO_RECEIPT: Ground = Ground::content("LT0280", "", "");
/// Nothing was paid that could be given back.
pub(crate) const NOT_PAID: Ground = Ground::state("LT0281", "", "");
/// A result that the procedure asks for is not there.
pub(crate) const RESULT_MISSING: Ground = Ground::state("LT0282", "", "");
/// The decision says something else than its results.
pub(crate) const OTHER_OUTCOME: Ground = Ground::content("LT0283", "", "");
/// There is no such result to speak of.
pub(crate) const NO_RESULT: Ground = Ground::existence("LT0284", "", "");
/// The result is recorded already and stands, or does not stand any more.
pub(crate) const RESULT_STANDS: Ground = Ground::state("LT0240", "", "");
/// The procedure ends with no such result.
pub(crate) const RESULT_UNKNOWN: Ground = Ground::content("LT0241", "", "");
/// There is no such consignment.
pub(crate) const NO_CONSIGNMENT: Ground = Ground::existence("LT0242", "", "");
/// The consignment's number is in use, or it has come to its end.
pub(crate) const CONSIGNMENT_PAST: Ground = Ground::state("LT0243", "", "");
/// The carrier is no public postal service, or another one than speaks.
pub(crate) const CARRIER: Ground = Ground::content("LT0244", "", "");
/// The applicant was told nothing.
pub(crate) const NOTHING_TOLD: Ground = Ground::content("LT0245", "", "");
/// The paper original is not there, and need not be.
pub(crate) const R20_ORIGINAL: Ground = Ground::content("LT0220", "R20", "directive 1đ");
/// Not above all who refused it.
pub(crate) const R27_SUPERIOR: Ground = Ground::capacity("LT0227", "R27", "directive 1g");
/// Not refused twice for competence.
pub(crate) const R27_TWICE: Ground = Ground::state("LT0227", "R27", "directive 1g");
/// Its competence was decided.
pub(crate) const R27_DECIDED: Ground = Ground::content("LT0227", "R27", "directive 1g");
/// No score from 1 to 5.
pub(crate) const SCORE: Ground = Ground::content("LT0235", "", "");
/// The citizen has said how it went.
pub(crate) const RATED: Ground = Ground::state("LT0236", "", "");
/// There is no such complaint.
pub(crate) const NO_COMPLAINT: Ground = Ground::existence("LT0237", "", "");
/// The complaint was answered.
pub(crate) const ANSWERED: Ground = Ground::state("LT0238", "", "");
/// Nothing is answered.
pub(crate) const NO_ANSWER: Ground = Ground::content("LT0238", "", "");
/// The agency that is spoken of has no part in the dossier.
pub(crate) const TO_STRANGER: Ground = Ground::content("LT0239", "", "");
/// It was registered under another procedure.
pub(crate) const OTHER_PROCEDURE: Ground = Ground::content("LT0285", "", "");
/// An instant that is claimed lies ahead.
pub(crate) const R18_AHEAD: Ground = Ground::content("LT0286", "R18", "directive 1g");
/// The rejection that is cited is none.
pub(crate) const CITATION: Ground = Ground::content("LT0287", "", "");
/// No admitted record has this revision.
pub(crate) const NO_ENTRY: Ground = Ground::existence("LT0288", "", "");
/// The entry has no such field, or nothing is said in its place.
pub(crate) const NO_FIELD: Ground = Ground::content("LT0289", "", "");
/// A second officer is needed.
pub(crate) const TWO_OFFICERS: Ground = Ground::content("LT0290", "", "");
/// The list of papers has no number, a used one, or nothing on it.
pub(crate) const MANIFEST: Ground = Ground::content("LT0291", "", "");
/// The paper is not with who sends it.
pub(crate) const PAPER_ELSEWHERE: Ground = Ground::content("LT0292", "", "");
/// No papers were sent by that list.
pub(crate) const NO_PAPERS: Ground = Ground::existence("LT0293", "", "");
/// The papers of that list are here already.
pub(crate) const PAPERS_HERE: Ground = Ground::state("LT0293", "", "");
/// More is said to have come than was sent.
pub(crate) const NOT_ON_LIST: Ground = Ground::content("LT0293", "", "");
/// Neither a term nor a promise is left.
pub(crate) const NO_TERM_LEFT: Ground = Ground::content("LT0294", "", "");
/// No such clock runs.
pub(crate) const NO_CLOCK: Ground = Ground::state("LT0295", "", "");
/// The clock has not run out.
pub(crate) const NOT_DUE: Ground = Ground::state("LT0296", "", "");
/// The day is not over for the agency.
pub(crate) const DAY_RUNS: Ground = Ground::state("LT0370", "", "");
/// The agency was not there yet on that day.
pub(crate) const BEFORE_AGENCY: Ground = Ground::existence("LT0371", "", "");
/// Numbers that run backwards.
pub(crate) const BACKWARDS: Ground = Ground::content("LT0372", "", "");
/// The same number of a book twice on a day.
pub(crate) const TWICE_THAT_DAY: Ground = Ground::content("LT0373", "", "");
/// The number of a book was given on another day.
pub(crate) const GIVEN_BEFORE: Ground = Ground::content("LT0374", "", "");
/// A number that concerns a dossier and was not given that day.
pub(crate) const TIED_OUTSIDE: Ground = Ground::content("LT0375", "", "");
/// The number was not drawn.
pub(crate) const NOT_DRAWN: Ground = Ground::existence("LT0376", "", "");
/// The number that was drawn was answered.
pub(crate) const ANSWERED_SAMPLE: Ground = Ground::state("LT0377", "", "");
/// No paper is shown, or not what it is about.
pub(crate) const NOTHING_SHOWN: Ground = Ground::content("LT0378", "", "");
/// Somebody still has to act on the personal data.
pub(crate) const STILL_NEEDED: Ground = Ground::state("LT0402", "", "");
/// The personal data were erased.
pub(crate) const ERASED: Ground = Ground::state("LT0403", "", "");
/// No dossier is named whose personal values are to be shown.
pub(crate) const NOTHING_TO_READ: Ground = Ground::content("LT0405", "", "");
/// A command that another service decides.
pub(crate) const MISADDRESSED: Ground = Ground::existence("LT0299", "", "");

/// Codes that routing rejects with, each with the rule behind it (empty: none of the field).
pub const CODES: &[(&str, &str)] = &[
    R01_DESK.code_and_rule(),
    R02_CAPACITY.code_and_rule(),
    R03_PART.code_and_rule(),
    R04_CHECKLIST.code_and_rule(),
    R05_ONCE.code_and_rule(),
    R07_REASON.code_and_rule(),
    R08_MANDATORY.code_and_rule(),
    R10_PROCESS.code_and_rule(),
    R11_OFFICERS.code_and_rule(),
    R12_ACTOR.code_and_rule(),
    R13_FEE.code_and_rule(),
    R19_UNKNOWN.code_and_rule(),
    R21_CENTRE.code_and_rule(),
    R24_GO_LIVE.code_and_rule(),
    LEASED.code_and_rule(),
    NO_CASE.code_and_rule(),
    CASE_MISSING.code_and_rule(),
    OTHER_CASE.code_and_rule(),
    LEDGER_CLOSED.code_and_rule(),
    LEDGER_TO_COME.code_and_rule(),
    CODE_TAKEN.code_and_rule(),
    RECEIVED.code_and_rule(),
    ENDED.code_and_rule(),
    NOT_RECEIVED.code_and_rule(),
    PART_CUSTODY.code_and_rule(),
    PART_OUT.code_and_rule(),
    NOTHING_TO_COME.code_and_rule(),
    PART_PLANNED.code_and_rule(),
    STILL_PLANNED.code_and_rule(),
    LEG_USED.code_and_rule(),
    NO_LEG.code_and_rule(),
    LEG_CLOSED.code_and_rule(),
    TO_ITSELF.code_and_rule(),
    NO_DUE.code_and_rule(),
    NO_UNIT.code_and_rule(),
    TO_NOBODY.code_and_rule(),
    NOT_RESOLVED.code_and_rule(),
    WITH_OTHERS.code_and_rule(),
    ANSWER_INSTEAD.code_and_rule(),
    NO_COMPETENT.code_and_rule(),
    DECISION.code_and_rule(),
    CLAIMED.code_and_rule(),
    PAUSED.code_and_rule(),
    NOT_PAUSED.code_and_rule(),
    NOTHING_ASKED.code_and_rule(),
    UNTIL_PAST.code_and_rule(),
    WITHDRAWAL_NOT_ASKED.code_and_rule(),
    WITHDRAWAL_OPEN.code_and_rule(),
    LEG_READ.code_and_rule(),
    LEG_NOT_TAKEN.code_and_rule(),
    ANNUL_LATE.code_and_rule(),
    OWN_SUCCESSOR.code_and_rule(),
    NOTHING_ATTACHED.code_and_rule(),
    DEMANDED.code_and_rule(),
    NOT_OWED.code_and_rule(),
    NO_RECEIPT.code_and_rule(),
    NOT_PAID.code_and_rule(),
    RESULT_MISSING.code_and_rule(),
    OTHER_OUTCOME.code_and_rule(),
    NO_RESULT.code_and_rule(),
    RESULT_STANDS.code_and_rule(),
    RESULT_UNKNOWN.code_and_rule(),
    NO_CONSIGNMENT.code_and_rule(),
    CONSIGNMENT_PAST.code_and_rule(),
    CARRIER.code_and_rule(),
    NOTHING_TOLD.code_and_rule(),
    R20_ORIGINAL.code_and_rule(),
    R27_SUPERIOR.code_and_rule(),
    SCORE.code_and_rule(),
    RATED.code_and_rule(),
    NO_COMPLAINT.code_and_rule(),
    ANSWERED.code_and_rule(),
    TO_STRANGER.code_and_rule(),
    OTHER_PROCEDURE.code_and_rule(),
    R18_AHEAD.code_and_rule(),
    CITATION.code_and_rule(),
    NO_ENTRY.code_and_rule(),
    NO_FIELD.code_and_rule(),
    TWO_OFFICERS.code_and_rule(),
    MANIFEST.code_and_rule(),
    PAPER_ELSEWHERE.code_and_rule(),
    NO_PAPERS.code_and_rule(),
    NO_TERM_LEFT.code_and_rule(),
    NO_CLOCK.code_and_rule(),
    NOT_DUE.code_and_rule(),
    DAY_RUNS.code_and_rule(),
    BEFORE_AGENCY.code_and_rule(),
    BACKWARDS.code_and_rule(),
    TWICE_THAT_DAY.code_and_rule(),
    GIVEN_BEFORE.code_and_rule(),
    TIED_OUTSIDE.code_and_rule(),
    NOT_DRAWN.code_and_rule(),
    ANSWERED_SAMPLE.code_and_rule(),
    NOTHING_SHOWN.code_and_rule(),
    STILL_NEEDED.code_and_rule(),
    ERASED.code_and_rule(),
    NOTHING_TO_READ.code_and_rule(),
    MISADDRESSED.code_and_rule(),
];

/// The answer to a command of another service. The frame never hands one over; `decide` is total all the same.
pub(crate) fn misaddressed<T>(kind: &str) -> Check<T> {
    MISADDRESSED.refuse(
        "body",
        format!("{kind} không do dịch vụ routing quyết định"),
        format!("{kind} is not decided by routing"),
    )
}
