//! Every limit of the protocol, in one place, each with its reason.
//!
//! Belongs here: numbers that the form check holds commands and submissions to. Lengths are bytes of UTF-8.
//! Does not: limits of a law or a rule (the rules crates), of identifiers (`names`), of a broker (`nats`).
//!
//! They bind what comes in. What is recorded was within the limits of its day and is read without them.

/// A record: one log message, and the length that a C2SP entry bundle can state in 16 bits.
pub const RECORD_BYTES: usize = 65_535;

/// Commands in a submission: a verdict each must fit a few answers, and one signature check serves them all.
pub const SUBMISSION_COMMANDS: usize = 1_000;

/// A submission's bytes: below the broker's message limit of 1 MiB, with room for its headers.
pub const SUBMISSION_BYTES: usize = 768 * 1024;

/// The text of an opinion or of an answer. It stands twice in a record, in the command and in the event, and must leave
/// room for the rest.
pub const OPINION: usize = 16 * 1024;

/// A question, a reason, a note, an explanation: a page of Vietnamese.
pub const TEXT: usize = 4 * 1024;

/// A name, a title, a number: one line, however long a ministry's titles are.
pub const LINE: usize = 1_000;

/// A personal value. Encrypted, it goes into the record too.
pub const PERSONAL_VALUE: usize = 4 * 1024;

/// What an opinion says that is given closed: its text and its documents. It stands in the record once, encrypted.
pub const OPINION_WORDS: usize = 40 * 1024;

/// A sum in đồng: a thousand times the dearest land in a province, and exact as a number in every JSON reader.
pub const MONEY: u64 = 1_000_000_000_000_000;

/// Documents of one act; with digest and name about 200 bytes each, twice.
pub const DOCUMENTS: usize = 100;

/// Items of a checklist, published or handed in.
pub const CHECKLIST: usize = 200;

/// Reasons of a refusal.
pub const REASONS: usize = 50;

/// Participants asked at once; each becomes an event. A province has fewer agencies and communes that are ever asked together.
pub const PARTICIPANTS: usize = 200;

/// Members of a council: the largest that a ministry convenes has a few dozen.
pub const MEMBERS: usize = 100;

/// The same, as a procedure asks for them.
pub const MINIMUM_MEMBERS: u32 = 100;

/// People who were there.
pub const PEOPLE: usize = 100;

/// Opinions in a digest: participants, and some of them asked again.
pub const DIGEST: usize = 250;

/// Passages that a digest quotes of one opinion.
pub const QUOTES: usize = 50;

/// Cases of a procedure.
pub const CASES: usize = 50;

/// Fees of a schedule.
pub const FEES: usize = 50;

/// Results that a procedure ends with.
pub const RESULTS: usize = 20;

/// Phases of a term.
pub const PHASES: usize = 10;

/// Units of an agency.
pub const UNITS: usize = 300;

/// Agencies that a desk serves, a procedure is handed in at, or a historian's key speaks for: a province with its communes.
pub const AGENCIES: usize = 400;

/// Keys a ledger opens with.
pub const KEYS: usize = 50;

/// Officers a ledger opens with.
pub const ROLES: usize = 50;

/// Steps of a published process.
pub const STEPS: usize = 100;

/// Commands that an authority is delegated for.
pub const SCOPE: usize = 100;

/// Fields that a deputy answers for.
pub const FIELDS: usize = 100;

/// Documents that a procedure stands on.
pub const LEGAL_BASES: usize = 50;

/// Procedures that one document prescribes something of.
pub const PRESCRIPTIONS: usize = 200;

/// What shows that something can be cut.
pub const EVIDENCE: usize = 200;

/// Legs that a process foresees: the most agencies that one procedure goes to, for each purpose.
pub const FORESEEN_LEGS: usize = 100;

/// Channels: more than there are kinds of.
pub const CHANNELS: usize = 16;

/// Stretches of working time in a day.
pub const SPANS: usize = 8;

/// Days off of a calendar: twenty years of them.
pub const DAYS_OFF: usize = 500;

/// Dossiers whose personal values an officer is shown at once.
pub const READ_AT_ONCE: usize = 200;

/// Books of an agency in which numbers are given on one day.
pub const BOOKS: usize = 50;

/// Numbers of an agency's books that are drawn of a day, or answered at once: three are drawn with a declaration.
pub const SAMPLE: usize = 30;

/// Ranges of numbers in one book on one day: numbers are given one after the other, and few are passed over.
pub const NUMBER_RANGES: usize = 500;

/// Numbers of one book and day that concern dossiers; each has about 30 bytes, twice.
pub const TIED_NUMBERS: usize = 1_000;

/// Minutes in a day: the end of a stretch of working time.
pub const MINUTES_OF_DAY: u32 = 24 * 60;
