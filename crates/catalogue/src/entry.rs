//! The facts of the catalogue, and the commands that ask for them: what is asked is what is recorded.

use crate::cases::ProcedureCase;
use crate::cut::{CutDecision, CutProposal};
use crate::ledgers::{LedgerBeginning, LedgerClosing, LedgerFinish};
use crate::legal_basis::{LegalBasis, Repeal};
use crate::pauses::PausePolicy;
use crate::process::Process;
use crate::rules::RulesVersion;
use crate::standing::{Absence, Accreditation, Delegation, GoLive, Lease, Succession};
use crate::switch::Switch;
use crate::tenure::{Deputyship, Tenure, TenureEnd};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_calendar::{CalendarData, Term};
use lienthong_names::{
    AgencyId, CaseName, DossierCode, KeyId, LegalBasisId, OfficerId, ProcedureCode, StepName, UnitId,
};

/// From when until when something holds: `from <= t < until`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant no longer; `None`: open.
    pub until: Option<Timestamp>,
}

impl Validity {
    /// Whether it holds at an instant.
    #[must_use]
    pub fn holds_at(&self, at: Timestamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until)
    }

    /// Whether there is an instant at which both hold.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_before = |one: &Self, end: Option<Timestamp>| end.is_none_or(|end| one.from < end);
        let is_empty = |one: &Self| !begins_before(one, one.until);
        begins_before(self, other.until)
            && begins_before(other, self.until)
            && !is_empty(self)
            && !is_empty(other)
    }
}

/// The decision under which something was put in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its number.
    pub number: Box<str>,
    /// Its date.
    pub date: Date,
    /// Who signed it.
    pub signer: Box<str>,
}

/// A unit (phòng, bộ phận) of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id within the agency.
    pub id: UnitId,
    /// What it is called.
    pub name: Box<str>,
}

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agency {
    /// Its code.
    pub id: AgencyId,
    /// What it is called.
    pub name: Box<str>,
    /// What it is called in English; may be empty.
    pub name_en: Box<str>,
    /// The agency above it.
    pub parent: Option<AgencyId>,
    /// Its units.
    pub units: Vec<Unit>,
    /// When it is in being.
    pub validity: Validity,
    /// Made up for a demonstration.
    pub fictitious: bool,
    /// It is a public postal service (dịch vụ bưu chính công ích).
    pub postal: bool,
    /// It is an inspectorate (thanh tra): it opens and judges findings.
    pub inspectorate: bool,
}

/// An agency's one-stop desk (Bộ phận Một cửa).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// The agency whose desk it is.
    pub agency: AgencyId,
    /// What it is called.
    pub name: Box<str>,
    /// The agencies whose procedures it receives and returns; empty: all.
    pub serves: Vec<AgencyId>,
    /// When it is open at all.
    pub validity: Validity,
    /// Under which decision.
    pub decision: Option<Decision>,
}

/// An officer's place in an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The agency.
    pub agency: AgencyId,
    /// The officer.
    pub officer: OfficerId,
    /// Their name: officers act in public.
    pub name: Box<str>,
    /// Their unit.
    pub unit: Option<UnitId>,
    /// Their title.
    pub title: Box<str>,
    /// From when until when.
    pub validity: Validity,
}

/// What a key may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyUse {
    /// The agency's own acts.
    Agency,
    /// Changes of the catalogue, and the Office's own acts.
    Office,
    /// A service's timers.
    Service,
    /// History of the named agencies, before an instant.
    Historian {
        /// For whom.
        of: Vec<AgencyId>,
        /// Acts that occurred before this.
        before: Timestamp,
    },
}

/// A public key and what it may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Derived from the public key.
    pub id: KeyId,
    /// Whose it is.
    pub agency: AgencyId,
    /// Ed25519.
    pub public: [u8; 32],
    /// What it may sign.
    pub usage: KeyUse,
    /// From when until when.
    pub validity: Validity,
}

/// A key is no longer good, from an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// Which key.
    pub key: KeyId,
    /// From when.
    pub from: Timestamp,
    /// Why.
    pub reason: Box<str>,
}

/// A document that a procedure asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChecklistItem {
    /// Its id within the procedure.
    pub id: Box<str>,
    /// What it is.
    pub name: Box<str>,
    /// Whether the dossier is incomplete without it.
    pub required: bool,
    /// Whether work begins only with the paper original at hand (R20).
    pub original_first: bool,
    /// For dossiers of which cases; empty: for every one.
    pub cases: Vec<CaseName>,
}

/// A fee (phí, lệ phí) of a procedure's published schedule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fee {
    /// Its id within the procedure.
    pub id: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// Đồng.
    pub amount: u64,
    /// The same for what is handed in online; `None`: no other.
    pub online_amount: Option<u64>,
    /// For dossiers of which cases; empty: for every one.
    pub cases: Vec<CaseName>,
}

/// A result that a procedure ends with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultItem {
    /// Its id within the procedure.
    pub id: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// Whether the dossier is not resolved before it is there.
    pub required: bool,
}

/// How long a leg may wait to be taken or refused before somebody is told of it, by the calendar of the agency it was sent to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EscalationPolicy {
    /// Before its head is told.
    pub to_head: Term,
    /// After that, before the head of the agency above is.
    pub to_parent: Term,
}

impl Default for EscalationPolicy {
    /// 8 working hours each: what I07 takes for too long (DOMAIN section 5).
    fn default() -> Self {
        Self { to_head: Term::working_hours(8), to_parent: Term::working_hours(8) }
    }
}

/// What a procedure says of its appraisal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AppraisalPolicy {
    /// The fewest members of the council that appraises it; 0: it needs no council.
    pub minimum_members: u32,
    /// Within what term each round is to end, where none is named.
    pub term: Option<Term>,
}

/// A published procedure, one version of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Procedure {
    /// Its code.
    pub code: ProcedureCode,
    /// What it is called.
    pub name: Box<str>,
    /// Lĩnh vực.
    pub field: Box<str>,
    /// Under which decision it was published.
    pub decision: Decision,
    /// The dossier in which it was drafted, asked about, appraised and decided (1b, 1c); `None`: nobody says so.
    pub drafted_in: Option<DossierCode>,
    /// From when this version counts.
    pub in_force_from: Timestamp,
    /// The agencies at whose desks it is handed in; empty: at any desk.
    pub desks: Vec<AgencyId>,
    /// Who resolves it; `None`: stated at reception.
    pub competent: Option<AgencyId>,
    /// Within what term; `None`: none is set (history).
    pub term: Option<Term>,
    /// What it asks for.
    pub checklist: Vec<ChecklistItem>,
    /// Its steps, in order; empty: no process is published.
    pub steps: Vec<StepName>,
    /// Words of the channels by which it may be handed in; empty: by all.
    pub channels: Vec<Box<str>>,
    /// What its clock does after a pause.
    pub pauses: PausePolicy,
    /// Money that it asks for, and no other (R13).
    pub fees: Vec<Fee>,
    /// What it ends with; empty: what the decision names.
    pub results: Vec<ResultItem>,
    /// Within what term, where it is handed in online; `None`: as for the others.
    pub online_term: Option<Term>,
    /// When somebody is told of a leg that nobody takes.
    pub escalation: Box<EscalationPolicy>,
    /// What becomes of opinions that do not come in time, and whether they are closed.
    pub opinions: Box<OpinionPolicy>,
    /// Made up for a demonstration.
    pub fictitious: bool,
    /// The documents that it stands on.
    pub legal_bases: Vec<LegalBasisId>,
    /// Who appraises it, and within what term.
    pub appraisal: Box<AppraisalPolicy>,
    /// Cases (trường hợp) that differ in something; empty: all its dossiers are alike.
    pub cases: Vec<ProcedureCase>,
    /// Whether each dossier is of one of its cases: there is no common one.
    pub case_required: bool,
}

impl Procedure {
    /// One that says nothing yet: no term, no paper, no money; handed in anywhere, by any channel.
    #[must_use]
    pub fn blank(code: ProcedureCode, decision: Decision, in_force_from: Timestamp) -> Self {
        Self {
            code,
            name: "".into(),
            field: "".into(),
            decision,
            drafted_in: None,
            in_force_from,
            desks: Vec::new(),
            competent: None,
            term: None,
            checklist: Vec::new(),
            steps: Vec::new(),
            channels: Vec::new(),
            pauses: PausePolicy::default(),
            fees: Vec::new(),
            results: Vec::new(),
            online_term: None,
            escalation: Box::default(),
            opinions: Box::default(),
            fictitious: false,
            legal_bases: Vec::new(),
            appraisal: Box::default(),
            cases: Vec::new(),
            case_required: false,
        }
    }
}

/// What a procedure says of opinions: of those that do not come in time, and of who reads them when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpinionPolicy {
    /// What silence means, in the dossiers' word for it; empty: nothing is said, and a mandatory opinion is waited for.
    pub silence: Box<str>,
    /// Under which article silence means agreement.
    pub article: Box<str>,
    /// The head of the silent agency is told, and the desk.
    pub escalates: bool,
    /// Opinions stay closed until nobody's is waited for any more: whoever asks has no choice.
    pub closed: bool,
}

/// Working hours and days off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// Its id; `default` is for every agency that has none of its own.
    pub id: Box<str>,
    /// What it says.
    pub data: CalendarData,
    /// Under which decision.
    pub decision: Option<Decision>,
}

/// How a catalogue ledger begins: its record 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// The unit, e.g. `H22`.
    pub unit: Box<str>,
    /// IANA name.
    pub time_zone: Box<str>,
    /// C2SP verifier key of the log.
    pub log_key: Box<str>,
    /// The Office.
    pub office: Agency,
    /// The Office's and the services' first keys.
    pub keys: Vec<Key>,
    /// The Office's first officers.
    pub grants: Vec<Grant>,
}

macro_rules! catalogue_words {
    ($($(#[doc = $doc:literal])* $entry:ident / $command:ident ( $ty:ty )),+ $(,)?) => {
        /// A fact of the catalogue.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Entry {
            $($(#[doc = $doc])* $entry($ty)),+,
            /// A version of a procedure is in force from its date.
            ProcedurePublished {
                /// From 1, within the procedure.
                version: u32,
                /// What it says.
                procedure: Box<Procedure>,
            },
            /// A version of how a procedure is worked is in force from its date.
            ProcessPublished {
                /// From 1, within the procedure.
                version: u32,
                /// What it says.
                process: Process,
            },
            /// It is proposed to cut something from a procedure.
            CutProposed {
                /// Who proposed it.
                by: AgencyId,
                /// What.
                proposal: CutProposal,
            },
        }

        /// A fact's name alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EntryKind {
            $($(#[doc = $doc])* $entry),+,
            /// A version of a procedure.
            ProcedurePublished,
            /// A version of how a procedure is worked.
            ProcessPublished,
            /// A proposal to cut something.
            CutProposed,
        }

        impl EntryKind {
            /// Every one.
            pub const ALL: &'static [Self] = &[
                $(Self::$entry),+,
                Self::ProcedurePublished,
                Self::ProcessPublished,
                Self::CutProposed,
            ];

            /// The name as DOMAIN and the protocol write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$entry => stringify!($entry)),+,
                    Self::ProcedurePublished => "ProcedurePublished",
                    Self::ProcessPublished => "ProcessPublished",
                    Self::CutProposed => "CutProposed",
                }
            }

            /// What it is, in a sentence: what stands above it here.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$entry => concat!($($doc),*)),+,
                    Self::ProcedurePublished => " A version of a procedure is in force from its date.",
                    Self::ProcessPublished => " A version of how a procedure is worked is in force from its date.",
                    Self::CutProposed => " An agency proposes to cut something from a procedure.",
                }
            }
        }

        impl Entry {
            /// Its name.
            #[must_use]
            pub const fn kind(&self) -> EntryKind {
                match self {
                    $(Self::$entry(_) => EntryKind::$entry),+,
                    Self::ProcedurePublished { .. } => EntryKind::ProcedurePublished,
                    Self::ProcessPublished { .. } => EntryKind::ProcessPublished,
                    Self::CutProposed { .. } => EntryKind::CutProposed,
                }
            }
        }

        /// What the Office asks to be put in force (DOMAIN section 4, publishing).
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command {
            $($(#[doc = $doc])* $command($ty)),+,
            /// A version of a procedure.
            PublishProcedure(Box<Procedure>),
            /// A version of how a procedure is worked.
            PublishProcess(Process),
            /// To cut something from a procedure: any agency may ask it.
            ProposeCut(CutProposal),
        }

        /// A command's name alone.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum CommandKind {
            $($(#[doc = $doc])* $command),+,
            /// A version of a procedure.
            PublishProcedure,
            /// A version of how a procedure is worked.
            PublishProcess,
            /// To cut something from a procedure.
            ProposeCut,
        }

        impl CommandKind {
            /// Every one.
            pub const ALL: &'static [Self] = &[
                $(Self::$command),+,
                Self::PublishProcedure,
                Self::PublishProcess,
                Self::ProposeCut,
            ];

            /// The name as DOMAIN and the protocol write it.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$command => stringify!($command)),+,
                    Self::PublishProcedure => "PublishProcedure",
                    Self::PublishProcess => "PublishProcess",
                    Self::ProposeCut => "ProposeCut",
                }
            }

            /// What it is, in a sentence: what stands above it here.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self {
                    $(Self::$command => concat!($($doc),*)),+,
                    Self::PublishProcedure => " A version of a procedure is in force from its date.",
                    Self::PublishProcess => " A version of how a procedure is worked is in force from its date.",
                    Self::ProposeCut => " An agency proposes to cut something from a procedure.",
                }
            }
        }

        impl Command {
            /// Its name.
            #[must_use]
            pub const fn kind(&self) -> CommandKind {
                match self {
                    $(Self::$command(_) => CommandKind::$command),+,
                    Self::PublishProcedure(_) => CommandKind::PublishProcedure,
                    Self::PublishProcess(_) => CommandKind::PublishProcess,
                    Self::ProposeCut(_) => CommandKind::ProposeCut,
                }
            }
        }
    };
}

catalogue_words! {
    /// The ledger begins.
    LedgerOpened / OpenLedger (Opening),
    /// An agency is in being, with its units.
    AgencyRegistered / RegisterAgency (Agency),
    /// An agency has a one-stop desk.
    DeskRegistered / RegisterDesk (Desk),
    /// An officer has a place in an agency.
    RoleGranted / GrantRole (Grant),
    /// A key may sign.
    KeyRegistered / RegisterKey (Key),
    /// A key may no longer sign.
    KeyRevoked / RevokeKey (Revocation),
    /// Working hours and days off.
    CalendarSet / SetCalendar (CalendarEntry),
    /// A rule is off, or on again.
    RuleSwitched / SwitchRule (Switch),
    /// A service decides by the next version of its rules.
    RulesAdopted / AdoptRules (RulesVersion),
    /// A ledger takes registrations from an instant on.
    LedgerBegun / BeginLedger (LedgerBeginning),
    /// A ledger takes no registration from an instant on.
    LedgerClosed / CloseLedger (LedgerClosing),
    /// Nothing is recorded in a ledger any more.
    LedgerFinished / FinishLedger (LedgerFinish),
    /// An agency takes another's place.
    AgencySucceeded / SucceedAgency (Succession),
    /// An agency works with the system from a date.
    GoLiveSet / SetGoLive (GoLive),
    /// An officer may do what another one may.
    AuthorityDelegated / DelegateAuthority (Delegation),
    /// An officer is away.
    AbsenceRegistered / RegisterAbsence (Absence),
    /// Numbers that only one desk gives.
    NumbersLeased / LeaseNumbers (Lease),
    /// A desk works without a line.
    OfflineDeskAccredited / AccreditOfflineDesk (Accreditation),
    /// An officer is the head of an agency.
    HeadAppointed / AppointHead (Tenure),
    /// An officer answers for fields of an agency, beside its head.
    DeputyAppointed / AppointDeputy (Deputyship),
    /// An officer acts as head while the head is away or there is none.
    ActingAppointed / AppointActing (Tenure),
    /// A head, a deputy or who acts is one no longer.
    TenureEnded / EndTenure (TenureEnd),
    /// A document that procedures stand on.
    LegalBasisRegistered / RegisterLegalBasis (LegalBasis),
    /// A procedure is in force no longer.
    ProcedureRepealed / RepealProcedure (Repeal),
    /// What became of a proposal to cut something.
    CutDecided / DecideCut (CutDecision),
}
