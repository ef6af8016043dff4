//! What a dossier is: the commands about it, the events that happened to it, and the state they add up to.
//!
//! Belongs here: [`Command`], [`Event`], [`Dossier`], [`evolve`], and the table of who may say what ([`capacity`]). Folding is total:
//! it cannot fail on a valid history and knows no rules, since what follows from a rule is an event too. Beside the dossiers, what an
//! agency declares of the books in which they should stand ([`Books`]).
//! Does not: whether something may happen (`routing`, `consultation`), what is in force (`catalogue`), bytes (`protocol`).

#[macro_use]
mod one_stop;
#[macro_use]
mod timed_events;
#[macro_use]
mod opinion_acts;
#[macro_use]
mod consultation_acts;
#[macro_use]
mod appraisal_acts;
mod appraisal;
mod aside;
mod books;
pub mod capacity;
mod charge;
mod clock;
mod command;
mod consultation;
mod documents;
mod entries;
mod event;
mod evolve;
mod ground;
mod lapse;
mod lateness;
mod naming;
mod planned;
mod quote;
mod result;
pub mod sabotage;
pub mod sample;
mod state;
mod steps;
mod succession;
mod timer;
mod way;
mod words;
mod written;

pub use appraisal::{Appraisal, Concluded, Council, Member, Round, Visit, Vote, carries};
pub use aside::{Competence, Complaint, Papers};
pub use books::{
    Book, BookNumber, BookPage, BookSide, Books, BooksCommand, BooksCommandKind, BooksEvent, BooksEventKind,
    DeclaredDay, Numbers, Sample, SampleAnswer, TiedNumber,
};
pub use charge::{Charge, ChargeState};
pub use clock::{Clock, Ended, OpenPause, Resumed, Supplement, Withdrawal};
pub use command::{Ask, Command, CommandKind};
pub use consultation::{
    Closed, Consultation, Objection, Opinion, ParticipantState, Request, RequestState, Revoked, Waived,
};
pub use entries::{Correction, Entry, is_case};
pub use event::{Event, EventKind};
pub use evolve::{Fact, evolve};
pub use ground::{Check, Ground, Refusals};
pub use lapse::Running;
pub use lateness::{Lateness, Part, shares};
pub use planned::PlannedLeg;
pub use quote::{PaperReference, Quote, Secrecy};
pub use result::{Consignment, Issued};
pub use state::{
    Custody, Dossier, Escalates, HistoryClaim, Leg, LegState, Reception, Registration, Resolution, Status,
};
pub use steps::{DoneStep, OpenStep};
pub use succession::Succeeded;
pub use timer::{TimedClock, Timer};
pub use way::{Holder, Stretch, Way};
pub use words::{
    Channel, Commitment, Conclusion, DigestItem, Document, Ending, Irregularity, LegGround, NoticeMeans,
    OnSilence, Outcome, Participant, PauseCause, PaymentMeans, PersonalField, PostDirection, Purpose,
    ResultOutcome, SignatureCheck, SigningCapacity, Silence, Stance, TimerCause, Treatment,
};
pub use written::{dong, grouped, is_date};
