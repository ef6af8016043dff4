//! Every reason for which publishing says no. Each code has a page in `docs/errors`.

use lienthong_dossier::{Check, Ground};

/// Officer, key or acting agency is not valid at the time.
pub(crate) const R12_ACTOR: Ground = Ground::capacity("LT0412", "R12", "");
/// Not signed with a key of the Office.
pub(crate) const R22_OFFICE: Ground = Ground::capacity("LT0422", "R22", "directive 1c, 1d");
/// Not under a decision.
pub(crate) const R22_DECISION: Ground = Ground::content("LT0422", "R22", "directive 1c, 1d");

/// Not drafted by one officer of the Office and approved by another.
pub(crate) const R22_TWO: Ground = Ground::capacity("LT0423", "R22", "directive 1c, 1d");

/// The ledger has begun.
pub(crate) const OPENED: Ground = Ground::state("LT0450", "", "");
/// A beginning that does not hold together.
pub(crate) const OPENING: Ground = Ground::content("LT0451", "", "");
/// An agency that the catalogue does not know.
pub(crate) const NO_AGENCY: Ground = Ground::existence("LT0452", "", "");
/// A unit that the agency does not have.
pub(crate) const NO_UNIT: Ground = Ground::existence("LT0453", "", "");
/// A key that the catalogue does not know.
pub(crate) const NO_KEY: Ground = Ground::existence("LT0454", "", "");
/// An agency above itself.
pub(crate) const CIRCLE: Ground = Ground::content("LT0455", "", "");
/// It ends before it begins.
pub(crate) const VALIDITY: Ground = Ground::content("LT0456", "", "");
/// The same id twice in one list.
pub(crate) const TWICE: Ground = Ground::content("LT0457", "", "");
/// Without a name.
pub(crate) const NAMELESS: Ground = Ground::content("LT0458", "", "");
/// The key is registered already.
pub(crate) const KEY_KNOWN: Ground = Ground::state("LT0459", "", "");
/// Not an Ed25519 public key, or not the one that its id says.
pub(crate) const KEY_WRONG: Ground = Ground::content("LT0460", "", "");
/// A historian's key for nobody.
pub(crate) const HISTORY_OF_NOBODY: Ground = Ground::content("LT0461", "", "");
/// A channel that does not exist.
pub(crate) const CHANNEL: Ground = Ground::content("LT0462", "", "");
/// Working hours that contradict themselves, or an id that names nothing.
pub(crate) const CALENDAR: Ground = Ground::content("LT0463", "", "");
/// A step that follows another and is not there.
pub(crate) const NO_STEP: Ground = Ground::content("LT0464", "", "");
/// A step that no way leads to.
pub(crate) const UNREACHABLE: Ground = Ground::content("LT0465", "", "");
/// Steps that go round for ever.
pub(crate) const NO_EXIT: Ground = Ground::content("LT0466", "", "");
/// A process that begins with no step.
pub(crate) const NO_START: Ground = Ground::content("LT0467", "", "");
/// A purpose that does not exist.
pub(crate) const PURPOSE: Ground = Ground::content("LT0468", "", "");
/// A procedure that the catalogue does not know.
pub(crate) const NO_PROCEDURE: Ground = Ground::existence("LT0469", "", "");
/// A rule that cannot be switched.
pub(crate) const NOT_SWITCHED: Ground = Ground::content("LT0470", "", "");
/// Not the version of the rules that comes next.
pub(crate) const NOT_NEXT: Ground = Ground::state("LT0404", "", "");
/// A ledger that never began.
pub(crate) const NO_LEDGER: Ground = Ground::existence("LT0413", "", "");
/// A ledger closed from an instant that has passed.
pub(crate) const LEDGER_BACKWARDS: Ground = Ground::content("LT0414", "", "");
/// A ledger that has begun.
pub(crate) const LEDGER_BEGUN: Ground = Ground::state("LT0415", "", "");
/// A ledger that is closed.
pub(crate) const LEDGER_CLOSED: Ground = Ground::state("LT0416", "", "");
/// No ledger would take a registration.
pub(crate) const NO_LEDGER_TAKES: Ground = Ground::content("LT0417", "", "");
/// A ledger that takes registrations still.
pub(crate) const LEDGER_OPEN: Ground = Ground::state("LT0418", "", "");
/// A ledger that was finished with this very checkpoint.
pub(crate) const LEDGER_FINISHED: Ground = Ground::state("LT0419", "", "");
/// The catalogue, or another unit's ledger.
pub(crate) const NOT_OUR_LEDGER: Ground = Ground::content("LT0420", "", "");
/// An agency that was succeeded already.
pub(crate) const SUCCEEDED: Ground = Ground::state("LT0471", "", "");
/// An agency that would succeed itself.
pub(crate) const SUCCEEDS_ITSELF: Ground = Ground::content("LT0472", "", "");
/// A successor that is not there when it is to begin.
pub(crate) const NOT_IN_FORCE: Ground = Ground::content("LT0473", "", "");
/// An officer who never had a place in the agency.
pub(crate) const NO_OFFICER: Ground = Ground::existence("LT0474", "", "");
/// An officer who stands in for themselves.
pub(crate) const OWN_DEPUTY: Ground = Ground::content("LT0475", "", "");
/// A command that does not exist.
pub(crate) const SCOPE: Ground = Ground::content("LT0476", "", "");
/// Numbers or days that do not run from first to last.
pub(crate) const NOT_ORDERED: Ground = Ground::content("LT0477", "", "");
/// Numbers that another desk was given.
pub(crate) const LEASED: Ground = Ground::state("LT0478", "", "");
/// A seat that somebody is in.
pub(crate) const SEAT_TAKEN: Ground = Ground::state("LT0479", "", "");
/// A deputy who would answer for nothing.
pub(crate) const FOR_NO_FIELD: Ground = Ground::content("LT0480", "", "");
/// The end of a tenure that is none.
pub(crate) const NOT_SEATED: Ground = Ground::state("LT0481", "", "");
/// A document that the catalogue does not know.
pub(crate) const NO_BASIS: Ground = Ground::existence("LT0482", "", "");
/// A proposal that nobody made.
pub(crate) const NO_CUT: Ground = Ground::existence("LT0483", "", "");
/// A procedure that is not in force when it is to end.
pub(crate) const REPEALED: Ground = Ground::state("LT0484", "", "");
/// Without a reason.
pub(crate) const UNREASONED: Ground = Ground::content("LT0485", "", "");
/// Something to be cut that is not there.
pub(crate) const NOTHING_TO_CUT: Ground = Ground::content("LT0486", "", "");
/// A proposal without evidence.
pub(crate) const NO_EVIDENCE: Ground = Ground::content("LT0487", "", "");
/// A proposal's code that is taken.
pub(crate) const CUT_KNOWN: Ground = Ground::state("LT0488", "", "");
/// A proposal that was decided.
pub(crate) const CUT_DECIDED: Ground = Ground::state("LT0489", "", "");
/// Not with the agency's own key.
pub(crate) const R02_OWN_KEY: Ground = Ground::capacity("LT0490", "R02", "");
/// A case that the procedure does not have.
pub(crate) const NO_CASE: Ground = Ground::content("LT0491", "", "");
/// Dossiers are to name a case, and there is none.
pub(crate) const NO_CASES: Ground = Ground::content("LT0492", "", "");
/// A document that says of a procedure what it prescribes, and that is nothing.
pub(crate) const PRESCRIBES_NOTHING: Ground = Ground::content("LT0493", "", "");
/// A command that another service decides.
pub(crate) const MISADDRESSED: Ground = Ground::existence("LT0499", "", "");

/// Codes that publishing rejects with, each with the rule behind it (empty: none of the field).
pub const CODES: &[(&str, &str)] = &[
    R12_ACTOR.code_and_rule(),
    R22_OFFICE.code_and_rule(),
    R22_TWO.code_and_rule(),
    OPENED.code_and_rule(),
    OPENING.code_and_rule(),
    NO_AGENCY.code_and_rule(),
    NO_UNIT.code_and_rule(),
    NO_KEY.code_and_rule(),
    CIRCLE.code_and_rule(),
    VALIDITY.code_and_rule(),
    TWICE.code_and_rule(),
    NAMELESS.code_and_rule(),
    KEY_KNOWN.code_and_rule(),
    KEY_WRONG.code_and_rule(),
    HISTORY_OF_NOBODY.code_and_rule(),
    CHANNEL.code_and_rule(),
    CALENDAR.code_and_rule(),
    NO_STEP.code_and_rule(),
    UNREACHABLE.code_and_rule(),
    NO_EXIT.code_and_rule(),
    NO_START.code_and_rule(),
    PURPOSE.code_and_rule(),
    NO_PROCEDURE.code_and_rule(),
    NOT_SWITCHED.code_and_rule(),
    NOT_NEXT.code_and_rule(),
    NO_LEDGER.code_and_rule(),
    LEDGER_BACKWARDS.code_and_rule(),
    LEDGER_BEGUN.code_and_rule(),
    LEDGER_CLOSED.code_and_rule(),
    NO_LEDGER_TAKES.code_and_rule(),
    LEDGER_OPEN.code_and_rule(),
    LEDGER_FINISHED.code_and_rule(),
    NOT_OUR_LEDGER.code_and_rule(),
    SUCCEEDED.code_and_rule(),
    SUCCEEDS_ITSELF.code_and_rule(),
    NOT_IN_FORCE.code_and_rule(),
    NO_OFFICER.code_and_rule(),
    OWN_DEPUTY.code_and_rule(),
    SCOPE.code_and_rule(),
    NOT_ORDERED.code_and_rule(),
    LEASED.code_and_rule(),
    SEAT_TAKEN.code_and_rule(),
    FOR_NO_FIELD.code_and_rule(),
    NOT_SEATED.code_and_rule(),
    NO_BASIS.code_and_rule(),
    NO_CUT.code_and_rule(),
    REPEALED.code_and_rule(),
    UNREASONED.code_and_rule(),
    NOTHING_TO_CUT.code_and_rule(),
    NO_EVIDENCE.code_and_rule(),
    CUT_KNOWN.code_and_rule(),
    CUT_DECIDED.code_and_rule(),
    R02_OWN_KEY.code_and_rule(),
    NO_CASE.code_and_rule(),
    NO_CASES.code_and_rule(),
    PRESCRIBES_NOTHING.code_and_rule(),
    MISADDRESSED.code_and_rule(),
];

/// The answer to a command of another service. The frame never hands one over; `decide` is total all the same.
pub(crate) fn misaddressed<T>(kind: &str) -> Check<T> {
    MISADDRESSED.refuse(
        "body",
        format!("{kind} không do dịch vụ publishing quyết định"),
        format!("{kind} is not decided by publishing"),
    )
}
