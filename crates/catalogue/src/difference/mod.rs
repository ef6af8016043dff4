//! What one version of a procedure, or of its process, says otherwise than the one before it.
//!
//! Belongs here: which fields there are ([`Field`]), what stands in them ([`Said`]), and the comparison, which takes the versions
//! apart field by field: one that is added to them later does not compile before it is compared. Does not: how a difference is
//! told in a language (`projections`, `gateway`).

mod procedure;
mod process;
#[cfg(test)]
mod tests;

pub use procedure::{between_procedures, said_by};
pub use process::between_processes;

use crate::entry::Decision;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::AgencyId;
use std::collections::BTreeMap;

macro_rules! fields {
    ($($(#[doc = $doc:literal])* $field:ident = $word:literal),+ $(,)?) => {
        /// A field of a procedure or of its process; of what stands in a list, a field of one of them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[doc = $doc])* $field),+
        }

        impl Field {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$field),+];

            /// The word used in APIs and tests.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$field => $word),+
                }
            }
        }
    };
}

fields! {
    /// The procedure's code.
    Code = "code",
    /// Its name.
    Name = "name",
    /// Lĩnh vực.
    Domain = "domain",
    /// The decision under which it is published.
    Decision = "decision",
    /// The dossier in which it was drafted.
    DraftedIn = "drafted_in",
    /// From when it counts.
    InForceFrom = "in_force_from",
    /// Where it is handed in.
    Desks = "desks",
    /// Who resolves it.
    Competent = "competent",
    /// Within what term.
    Term = "term",
    /// Within what term, handed in online.
    OnlineTerm = "online_term",
    /// A document that it asks for.
    Checklist = "checklist",
    /// Its name.
    ChecklistName = "checklist_name",
    /// Whether it must be there.
    ChecklistRequired = "checklist_required",
    /// Whether work begins only with its original.
    ChecklistOriginalFirst = "checklist_original_first",
    /// For dossiers of which cases it is.
    ChecklistCases = "checklist_cases",
    /// The steps that it names.
    StepNames = "step_names",
    /// By which channels it may be handed in.
    Channels = "channels",
    /// How the clock goes on after papers came.
    AfterSupplement = "after_supplement",
    /// How the clock goes on after everything else.
    AfterOther = "after_other",
    /// For which reasons papers may be asked for again.
    RepeatReasons = "repeat_reasons",
    /// A fee.
    Fees = "fees",
    /// Its name.
    FeeName = "fee_name",
    /// How much it is.
    FeeAmount = "fee_amount",
    /// How much it is online.
    FeeOnlineAmount = "fee_online_amount",
    /// For dossiers of which cases it is.
    FeeCases = "fee_cases",
    /// A result.
    Results = "results",
    /// Its name.
    ResultName = "result_name",
    /// Whether it must be there.
    ResultRequired = "result_required",
    /// How long a leg waits before the head is told.
    EscalationHead = "escalation_head",
    /// And before the head of the agency above is.
    EscalationParent = "escalation_parent",
    /// What silence means.
    Silence = "silence",
    /// Under which article.
    SilenceArticle = "silence_article",
    /// Whether the silent agency's head is told.
    SilenceEscalates = "silence_escalates",
    /// Whether opinions stay closed until all have answered.
    OpinionsClosed = "opinions_closed",
    /// Made up for a demonstration.
    Fictitious = "fictitious",
    /// The documents that it stands on.
    LegalBases = "legal_bases",
    /// The fewest members of its council.
    CouncilMembers = "council_members",
    /// Within what term a round of its appraisal ends.
    AppraisalTerm = "appraisal_term",
    /// A case.
    Cases = "cases",
    /// What it is called.
    CaseTitle = "case_title",
    /// Within what term.
    CaseTerm = "case_term",
    /// Within what term, handed in online.
    CaseOnlineTerm = "case_online_term",
    /// Whether every dossier is of one of them.
    CaseRequired = "case_required",
    /// For dossiers of which case the process is.
    ProcessCase = "process_case",
    /// Whether the process is kept to.
    Strict = "strict",
    /// Within what term the agency that received is done.
    ReceivingTerm = "receiving_term",
    /// A step.
    Steps = "steps",
    /// What is done in it.
    StepKind = "step_kind",
    /// Where.
    StepPlace = "step_place",
    /// Within what term.
    StepTerm = "step_term",
    /// Whether a dossier may begin with it.
    StepStarts = "step_starts",
    /// What may follow it.
    StepNext = "step_next",
    /// A foreseen leg.
    Legs = "legs",
    /// Within what term.
    LegTerm = "leg_term",
    /// Whether that lies outside the dossier's.
    LegOutsideTerm = "leg_outside_term",
    /// Whether custody goes along.
    LegMovesCustody = "leg_moves_custody",
}

impl Field {
    /// Whether it says under what a version is published rather than what is published: it differs from version to version.
    #[must_use]
    pub const fn is_of_publication(self) -> bool {
        matches!(self, Self::Decision | Self::DraftedIn | Self::InForceFrom)
    }
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// As it is written.
    Text(Box<str>),
    /// Yes or no.
    Flag(bool),
    /// How many.
    Count(u32),
    /// Đồng.
    Money(u64),
    /// A term.
    Term(Term),
    /// An instant.
    At(Timestamp),
    /// An agency.
    Agency(AgencyId),
    /// A decision.
    Decision(Decision),
    /// A word of a group of words: `step_kind`, `verify`.
    Word(&'static str, Box<str>),
    /// Several, in their order.
    All(Vec<Said>),
}

/// One thing that is said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub field: Field,
    /// Of which one of a list, by its id; `None`: the field is one, or the order of a list differs.
    pub item: Option<Box<str>>,
    /// What stood there; `None`: nothing. Of one that was added to a list there is nothing before.
    pub before: Option<Said>,
    /// What stands there; `None`: nothing. Of one that was taken out of a list there is nothing after.
    pub after: Option<Said>,
}

/// What was found so far.
#[derive(Default)]
struct Found {
    differences: Vec<Difference>,
    item: Option<Box<str>>,
}

impl Found {
    /// Compares one field.
    fn one<T: PartialEq + ?Sized>(
        &mut self,
        field: Field,
        before: &T,
        after: &T,
        said: impl Fn(&T) -> Option<Said>,
    ) {
        if before != after {
            let (before, after) = (said(before), said(after));
            self.differences.push(Difference { field, item: self.item.clone(), before, after });
        }
    }

    fn text(&mut self, field: Field, before: &str, after: &str) {
        self.one(field, before, after, text);
    }

    fn flag(&mut self, field: Field, before: bool, after: bool) {
        self.one(field, &before, &after, |flag| Some(Said::Flag(*flag)));
    }

    fn term(&mut self, field: Field, before: Option<&Term>, after: Option<&Term>) {
        self.one(field, &before, &after, |term| term.cloned().map(Said::Term));
    }

    /// Compares a list as a whole: of short names.
    fn all<T: PartialEq>(&mut self, field: Field, before: &[T], after: &[T], said: impl Fn(&T) -> Said) {
        self.one(field, before, after, |all| {
            (!all.is_empty()).then(|| Said::All(all.iter().map(&said).collect()))
        });
    }

    /// Compares what has an id each, one by one: which came, which went, what of the others differs, and their order.
    fn each<T>(
        &mut self,
        field: Field,
        before: &[T],
        after: &[T],
        id: impl Fn(&T) -> String,
        whole: impl Fn(&T) -> Said,
        compare: impl Fn(&mut Self, &T, &T),
    ) {
        let (was, is) = (by_id(before, &id), by_id(after, &id));
        let find = |list: &[(Box<str>, &T)], id: &str| list.iter().position(|(known, _)| **known == *id);
        for (id, value) in was.iter().filter(|(id, _)| find(&is, id).is_none()) {
            let before = Some(whole(value));
            self.differences.push(Difference { field, item: Some(id.clone()), before, after: None });
        }
        for (id, value) in &is {
            match find(&was, id).and_then(|place| was.get(place)) {
                Some((_, known)) => {
                    self.item = Some(id.clone());
                    compare(self, known, value);
                    self.item = None;
                }
                None => {
                    let after = Some(whole(value));
                    self.differences.push(Difference { field, item: Some(id.clone()), before: None, after });
                }
            }
        }
        let kept = |list: &[(Box<str>, &T)], other: &[(Box<str>, &T)]| -> Vec<Box<str>> {
            list.iter().map(|(id, _)| id.clone()).filter(|id| find(other, id).is_some()).collect()
        };
        self.all(field, &kept(&was, &is), &kept(&is, &was), |id| Said::Text(id.clone()));
    }
}

/// Each with its id; where one stands there twice, by its place among its like.
fn by_id<T>(list: &[T], id: impl Fn(&T) -> String) -> Vec<(Box<str>, &T)> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::with_capacity(list.len());
    for value in list {
        let id = id(value);
        let times = seen.entry(id.clone()).or_default();
        *times += 1;
        let id = if *times == 1 { id } else { format!("{id} ({times})") };
        all.push((id.into_boxed_str(), value));
    }
    all
}

/// A text; an empty one says nothing.
fn text(text: &str) -> Option<Said> {
    (!text.is_empty()).then(|| Said::Text(text.into()))
}

/// A word of a group; an empty one says nothing.
fn word(group: &'static str, word: &str) -> Option<Said> {
    (!word.is_empty()).then(|| Said::Word(group, word.into()))
}
