//! The small words that commands, events and state share.

use crate::quote::{PaperReference, Quote};
use lienthong_names::{AgencyId, UnitId};
use std::fmt;

lienthong_names::words!(
    /// The way something came in or goes out.
    Channel {
        /// Handed over at the one-stop desk.
        Desk = "desk",
        /// Through the portal.
        Online = "online",
        /// By the public postal service.
        Post = "post",
        /// By e-mail (history only).
        Email = "email",
        /// From within (history only).
        Internal = "internal",
    }
);

lienthong_names::words!(
    /// Why a dossier is sent to another agency (mục đích).
    Purpose {
        /// Xin ý kiến góp ý: moves no custody.
        Opinion = "opinion",
        /// Thẩm định.
        Appraisal = "appraisal",
        /// Giải quyết: custody moves.
        Resolution = "resolution",
    }
);

lienthong_names::words!(
    /// What an opinion says.
    Stance {
        /// Agrees.
        Agree = "agree",
        /// Agrees with conditions.
        AgreeWithConditions = "agree_with_conditions",
        /// Disagrees.
        Disagree = "disagree",
        /// Has no authority in the matter.
        NoAuthority = "no_authority",
        /// History that records that an opinion came, not what it said.
        NotStated = "not_stated",
    }
);

lienthong_names::words!(
    /// What the silence of one who is asked for an opinion means, once its term has run out.
    Silence {
        /// Silence; the dossier waits for a mandatory opinion all the same.
        Waits = "waits",
        /// Silence; work goes on without it.
        Proceeds = "proceeds",
        /// It counts as agreement (coi như đồng ý), under an article.
        DeemedAgreed = "deemed_agreed",
    }
);

lienthong_names::words!(
    /// How an opinion was taken up in the digest (tiếp thu, giải trình).
    Treatment {
        /// Taken up.
        Accepted = "accepted",
        /// Taken up in part.
        PartlyAccepted = "partly_accepted",
        /// Not taken up, with reasons.
        Explained = "explained",
    }
);

lienthong_names::words!(
    /// What an appraisal comes to, and what a member of a council votes for.
    Conclusion {
        /// It may be granted as it is.
        Approve = "approve",
        /// It may be granted once it is changed: the applicant revises it, and the next round looks again.
        WithChanges = "with_changes",
        /// It may not be granted.
        Reject = "reject",
    }
);

lienthong_names::words!(
    /// How a dossier was decided.
    Outcome {
        /// Granted.
        Granted = "granted",
        /// Rejected on its merits (từ chối giải quyết).
        RejectedOnMerits = "rejected_on_merits",
        /// Granted in part.
        PartlyGranted = "partly_granted",
    }
);

lienthong_names::words!(
    /// Why a dossier's clock stands still (DOMAIN section 6).
    PauseCause {
        /// Papers were asked for (bổ sung).
        Supplement = "supplement",
        /// A paper that is there is to be corrected (hoàn thiện).
        Revision = "revision",
        /// A tax or fee on land is to be paid first (nghĩa vụ tài chính).
        FinancialObligation = "financial_obligation",
        /// Tạm dừng xử lý.
        Suspension = "suspension",
        /// A leg is out whose time lies outside the dossier's term (tax): that is no pause of the work.
        OutsideLeg = "outside_leg",
    }
);

lienthong_names::words!(
    /// What the running out of a clock means, in the order in which those that run out at one instant are recorded: what ends
    /// the dossier comes last.
    TimerCause {
        /// A step was not done in time.
        StepOverdue = "step_overdue",
        /// An opinion was not given in time.
        OpinionLapsed = "opinion_lapsed",
        /// Nobody's answer is waited for any more: closed opinions are opened.
        OpinionsOpened = "opinions_opened",
        /// A leg was not answered in time.
        LegOverdue = "leg_overdue",
        /// A leg was not taken in time: it goes to the head, then one level up.
        LegUnacknowledged = "leg_unacknowledged",
        /// The dossier was not decided in time.
        DossierOverdue = "dossier_overdue",
        /// Papers that were asked for did not come in time.
        SupplementLapsed = "supplement_lapsed",
        /// An agency ceased, and another one takes its place.
        AgencySucceeded = "agency_succeeded",
    }
);

lienthong_names::words!(
    /// How a dossier ended without a decision on its matter.
    Ending {
        /// Dừng giải quyết.
        Stopped = "stopped",
        /// The citizen took it back (đã rút).
        Withdrawn = "withdrawn",
        /// Papers asked for before reception did not come in time (quá hạn bổ sung).
        Lapsed = "lapsed",
        /// It should never have been received (hủy tiếp nhận): out of every figure, listed apart.
        Annulled = "annulled",
    }
);

lienthong_names::words!(
    /// How money is paid.
    PaymentMeans {
        /// At the desk, in cash.
        Cash = "cash",
        /// To the agency's account.
        BankTransfer = "bank_transfer",
        /// On the portal.
        Portal = "portal",
        /// Collected by the public postal service.
        Postal = "postal",
    }
);

lienthong_names::words!(
    /// What a single result says.
    ResultOutcome {
        /// Issued.
        Issued = "issued",
        /// Rejected on its merits.
        Denied = "denied",
        /// Not needed after all.
        NotNeeded = "not_needed",
    }
);

lienthong_names::words!(
    /// In whose stead a document is signed.
    SigningCapacity {
        /// The head, in person.
        Head = "head",
        /// KT.: a deputy for the head.
        ForHead = "for_head",
        /// TL.: by the head's order.
        ByOrder = "by_order",
        /// TUQ.: under the head's authorisation.
        ByAuthorisation = "by_authorisation",
        /// TM.: for a collective.
        ForCollective = "for_collective",
    }
);

lienthong_names::words!(
    /// What the check of a document's digital signature said.
    SignatureCheck {
        /// It holds.
        Valid = "valid",
        /// It does not.
        Invalid = "invalid",
        /// On paper, or not checked.
        NotChecked = "not_checked",
    }
);

lienthong_names::words!(
    /// How an applicant was told.
    NoticeMeans {
        /// On the portal.
        NoticeOnPortal = "portal",
        /// By text message.
        NoticeBySms = "sms",
        /// By e-mail.
        NoticeByEmail = "email",
        /// By telephone.
        NoticeByPhone = "phone",
        /// By letter.
        NoticeByLetter = "letter",
    }
);

lienthong_names::words!(
    /// Which way a consignment of the public postal service goes.
    PostDirection {
        /// From the citizen to the desk.
        ToDesk = "to_desk",
        /// From the desk to the citizen.
        ToCitizen = "to_citizen",
    }
);

lienthong_names::words!(
    /// Why a dossier comes into the ledger after it came to an agency.
    Irregularity {
        /// An act on it was rejected by the rules (R01, R19); the record of that is cited.
        RejectedAct = "rejected_act",
        /// It was taken in elsewhere than at a one-stop desk.
        OffDesk = "off_desk",
    }
);

lienthong_names::words!(
    /// Why a leg is not taken, or given back, where that is one of the reasons that a rule asks about.
    LegGround {
        /// It is not in the agency's competence (R27).
        Competence = "competence",
        /// The paper originals are not there (R20).
        LacksOriginal = "lacks_original",
    }
);

lienthong_names::words!(
    /// Fields of a command that travel encrypted, never in the clear: personal data, and opinions that are closed.
    PersonalField {
        /// The applicant (chủ hồ sơ).
        Applicant = "applicant",
        /// Who hands it in, if another person.
        Submitter = "submitter",
        /// How to reach them.
        Contact = "contact",
        /// What a citizen complains of.
        Complaint = "complaint",
        /// What an opinion says that stays closed until all have answered.
        Opinion = "opinion",
    }
);

impl PersonalField {
    /// Those of an application: who hands it in, for whom.
    pub const OF_APPLICATION: [Self; 3] = [Self::Applicant, Self::Submitter, Self::Contact];
}

/// SHA-256 commitment to a value; the value travels encrypted beside it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment(pub [u8; 32]);

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

/// An agency, or a unit of the chairing agency, that is asked and answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Participant {
    /// The agency.
    pub agency: AgencyId,
    /// A unit of it; `None` is the agency as a whole.
    pub unit: Option<UnitId>,
}

/// What becomes of an ask whose term runs out, as the published procedure says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnSilence {
    /// What the silence means.
    pub means: Silence,
    /// Under which article it means agreement.
    pub article: Box<str>,
    /// The head of the silent agency is told, and the desk.
    pub escalates: bool,
}

/// Where a procedure says nothing of it.
impl Default for OnSilence {
    fn default() -> Self {
        Self { means: Silence::Waits, article: "".into(), escalates: false }
    }
}

/// A document by its digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Id within the dossier.
    pub id: Box<str>,
    /// What it is called.
    pub name: Box<str>,
    /// SHA-256 of its bytes; `None` where only paper exists.
    pub sha256: Option<[u8; 32]>,
    /// Bytes.
    pub size: u64,
}

/// One opinion in the digest: which, by round and version, and how it was taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DigestItem {
    /// Whose opinion.
    pub from: Participant,
    /// Which ask, from 1.
    pub round: u32,
    /// Which version, from 1.
    pub version: u32,
    /// SHA-256 of the opinion's text.
    pub text_sha256: [u8; 32],
    /// How it was taken up.
    pub treatment: Treatment,
    /// Why, in the chair's words.
    pub explanation: Box<str>,
    /// What of it is quoted.
    pub quotes: Vec<Quote>,
    /// The paper that carries it, where it is secret.
    pub paper: Option<PaperReference>,
}
