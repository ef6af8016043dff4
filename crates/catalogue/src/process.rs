//! How a procedure is worked: its steps in their order, and the legs it foresees.

use crate::entry::Decision;
use jiff::Timestamp;
use lienthong_calendar::Term;
use lienthong_names::{AgencyId, CaseName, ProcedureCode, StepName};
use std::collections::BTreeSet;

/// What is done in a step (DOMAIN section 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Tiếp nhận: done by receiving the dossier.
    Receive,
    /// Thẩm tra.
    Verify,
    /// Thẩm định.
    Appraise,
    /// Phê duyệt.
    Approve,
    /// Lấy số.
    Number,
    /// Đóng dấu.
    Stamp,
    /// Số hóa.
    Digitise,
    /// Trả kết quả: done by returning the result.
    Return,
}

impl StepKind {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Receive,
        Self::Verify,
        Self::Appraise,
        Self::Approve,
        Self::Number,
        Self::Stamp,
        Self::Digitise,
        Self::Return,
    ];

    /// Kinds of steps of which one officer does not do two (R11).
    pub const APART: [Self; 3] = [Self::Receive, Self::Appraise, Self::Approve];

    /// The word of DOMAIN section 4.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Receive => "receive",
            Self::Verify => "verify",
            Self::Appraise => "appraise",
            Self::Approve => "approve",
            Self::Number => "number",
            Self::Stamp => "stamp",
            Self::Digitise => "digitise",
            Self::Return => "return",
        }
    }
}

/// Where a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    /// At the Public Administration Service Centre ("5 tại chỗ").
    Centre,
    /// Wherever the agency works.
    Agency,
}

impl Place {
    /// Every one.
    pub const ALL: &'static [Self] = &[Self::Centre, Self::Agency];

    /// The word of DOMAIN section 4.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Centre => "centre",
            Self::Agency => "agency",
        }
    }
}

/// A step of a process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its id within the process.
    pub id: StepName,
    /// What is done in it.
    pub kind: StepKind,
    /// Where.
    pub place: Place,
    /// Within what term, from when it begins.
    pub term: Option<Term>,
    /// Whether a dossier may begin with it.
    pub starts: bool,
    /// The steps that may follow it: to skip one, or to go back, is allowed where it is named here. None: the process may
    /// end with it.
    pub next: Vec<StepName>,
}

/// A leg that the process foresees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ForeseenLeg {
    /// To whom; `None`: to any agency.
    pub to: Option<AgencyId>,
    /// Word of its purpose.
    pub purpose: Box<str>,
    /// Within what term, where the sender names none.
    pub term: Option<Term>,
    /// Whether its term lies outside the dossier's (tax).
    pub outside_term: bool,
    /// Whether custody goes along (an appraisal; for a resolution it always does).
    pub moves_custody: bool,
}

/// How a procedure is worked, one version of it.
///
/// One step at a time: what may begin is said by the step that was done last. Legs and consultations run beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    /// Of which procedure.
    pub procedure: ProcedureCode,
    /// For dossiers of which case of it; `None`: of those whose case has no process of its own.
    pub case: Option<CaseName>,
    /// Under which decision it was published.
    pub decision: Decision,
    /// From when this version counts, for dossiers received from then on.
    pub in_force_from: Timestamp,
    /// Whether a step that does not follow it is rejected (R10, R11, R21); else it is admitted, and found.
    pub strict: bool,
    /// Within what term the agency that has a dossier from its reception is to be done with its own part; it is printed on the
    /// receipt slip beside the whole.
    pub receiving_term: Option<Term>,
    /// Its steps.
    pub steps: Vec<Step>,
    /// The legs it foresees.
    pub legs: Vec<ForeseenLeg>,
}

impl Process {
    /// The step with an id.
    #[must_use]
    pub fn step(&self, id: &StepName) -> Option<&Step> {
        self.steps.iter().find(|step| step.id == *id)
    }

    /// Whether a step may begin after the one that was done last; before any was, only one that starts may.
    #[must_use]
    pub fn may_begin(&self, id: &StepName, last: Option<&StepName>) -> bool {
        match last {
            None => self.step(id).is_some_and(|step| step.starts),
            Some(last) => {
                self.step(id).is_some() && self.step(last).is_some_and(|last| last.next.contains(id))
            }
        }
    }

    /// The step of a kind that may begin after the one that was done last.
    #[must_use]
    pub fn next_of(&self, kind: StepKind, last: Option<&StepName>) -> Option<&Step> {
        self.steps.iter().find(|step| step.kind == kind && self.may_begin(&step.id, last))
    }

    /// The last of the steps that were done which is one of this process. What is not in it (done while the rule was off, or where it is
    /// not strict) leads nowhere in it, and is passed over.
    #[must_use]
    pub fn last_of<'s>(&self, done: impl DoubleEndedIterator<Item = &'s StepName>) -> Option<&'s StepName> {
        let mut done = done;
        done.rfind(|done| self.step(done).is_some())
    }

    /// The kind of a step, where it is one of those of which one officer does not do two.
    #[must_use]
    pub fn kind_apart(&self, id: &StepName) -> Option<StepKind> {
        self.step(id).map(|step| step.kind).filter(|kind| StepKind::APART.contains(kind))
    }

    /// Whether a step hands the result out.
    #[must_use]
    pub fn returns(&self, id: &StepName) -> bool {
        self.step(id).is_some_and(|step| step.kind == StepKind::Return)
    }

    /// Whether it has come to handing the result out, with one step open or none, after the one that was done last: it may now, or did
    /// before (a dossier that was reopened); one that has no step for that always has.
    #[must_use]
    pub fn comes_to_return(&self, open: Option<&StepName>, last: Option<&StepName>) -> bool {
        let has_such = self.steps.iter().any(|step| step.kind == StepKind::Return);
        let is_there =
            last.is_some_and(|last| self.returns(last)) || self.next_of(StepKind::Return, last).is_some();
        !has_such || (open.is_none() && is_there)
    }

    /// The leg it foresees to an agency for a purpose: one that names the agency before one that names none.
    #[must_use]
    pub fn leg(&self, to: &AgencyId, purpose: &str) -> Option<&ForeseenLeg> {
        let fits =
            |leg: &&ForeseenLeg| *leg.purpose == *purpose && leg.to.as_ref().is_none_or(|named| named == to);
        self.legs.iter().filter(fits).max_by_key(|leg| leg.to.is_some())
    }

    /// Steps that are named as following and are not there, with the step that names them.
    pub fn unknown_next(&self) -> impl Iterator<Item = (&StepName, &StepName)> {
        let named = self.steps.iter().flat_map(|step| step.next.iter().map(move |next| (&step.id, next)));
        named.filter(|(_, next)| self.step(next).is_none())
    }

    /// Steps that no way from a start leads to.
    #[must_use]
    pub fn unreachable(&self) -> Vec<&StepName> {
        let starts = self.steps.iter().filter(|step| step.starts).map(|step| &step.id).collect();
        let reached = self.closure(starts, |from, to| from.next.contains(&to.id));
        self.steps.iter().map(|step| &step.id).filter(|id| !reached.contains(id)).collect()
    }

    /// Steps from which no way leads to an end: a dossier that gets there goes round for ever.
    #[must_use]
    pub fn without_exit(&self) -> Vec<&StepName> {
        let leading = self.closure(self.ends(), |from, to| to.next.contains(&from.id));
        self.steps.iter().map(|step| &step.id).filter(|id| !leading.contains(id)).collect()
    }

    /// Steps with which the process ends ([`ends_of`]).
    #[must_use]
    pub fn ends(&self) -> BTreeSet<&StepName> {
        ends_of(&self.steps)
    }

    /// Everything that a relation leads to from some steps.
    fn closure<'a>(
        &'a self,
        mut known: BTreeSet<&'a StepName>,
        leads: impl Fn(&Step, &Step) -> bool,
    ) -> BTreeSet<&'a StepName> {
        let mut open: Vec<&StepName> = known.iter().copied().collect();
        while let Some(from) = open.pop().and_then(|id| self.step(id)) {
            for to in self.steps.iter().filter(|to| leads(from, to)) {
                if known.insert(&to.id) {
                    open.push(&to.id);
                }
            }
        }
        known
    }
}

/// Of the steps of a process those with which it ends: those that return the result, for it is handed out nowhere else; where there
/// are none, those that nothing follows.
#[must_use]
pub fn ends_of(steps: &[Step]) -> BTreeSet<&StepName> {
    let returns = steps.iter().any(|step| step.kind == StepKind::Return);
    let is_end = |step: &&Step| if returns { step.kind == StepKind::Return } else { step.next.is_empty() };
    steps.iter().filter(is_end).map(|step| &step.id).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::civil::Date;

    fn name(n: usize) -> StepName {
        StepName::new(&format!("s{n}")).unwrap()
    }

    /// Step 0 starts; a bit of `edges` for each pair, a bit of `returns` for each step that returns the result.
    fn process(count: usize, edges: u32, returns: u32) -> Process {
        let next = |from: usize| (0..count).filter(move |to| edges >> (from * count + to) & 1 == 1);
        let step = |n: usize| Step {
            id: name(n),
            kind: if returns >> n & 1 == 1 { StepKind::Return } else { StepKind::Verify },
            place: Place::Agency,
            term: None,
            starts: n == 0,
            next: next(n).map(name).collect(),
        };
        Process {
            procedure: ProcedureCode::new("1.000001").unwrap(),
            case: None,
            decision: Decision { number: "1".into(), date: Date::constant(2020, 1, 1), signer: "CT".into() },
            in_force_from: Timestamp::UNIX_EPOCH,
            strict: true,
            receiving_term: None,
            steps: (0..count).map(step).collect(),
            legs: Vec::new(),
        }
    }

    /// Every process of three steps that is let through can be ended from wherever a dossier can get, and no other is let through.
    #[test]
    fn what_is_let_through_can_always_end() {
        for (edges, returns) in (0..512).flat_map(|edges| (0..8).map(move |returns| (edges, returns))) {
            let process = process(3, edges, returns);
            let mut at: Vec<Option<StepName>> = vec![None];
            // Wherever a dossier can get in any number of steps: three are enough to see every place.
            for _ in 0..3 {
                let from = at.clone();
                for id in (0..3).map(name) {
                    let comes = from.iter().any(|last| process.may_begin(&id, last.as_ref()));
                    if comes && !at.contains(&Some(id.clone())) {
                        at.push(Some(id));
                    }
                }
            }
            let ends = |last: &Option<StepName>| {
                let mut from = vec![last.clone()];
                for _ in 0..3 {
                    let next = (0..3).map(name);
                    let more: Vec<_> = next
                        .filter(|id| from.iter().any(|last| process.may_begin(id, last.as_ref())))
                        .collect();
                    from.extend(more.into_iter().map(Some));
                }
                let is_end = |step: &Step| match returns {
                    0 => step.next.is_empty(),
                    _ => step.kind == StepKind::Return,
                };
                from.iter().flatten().any(|id| process.step(id).is_some_and(is_end))
            };
            let reaches_all = at.len() == 4;
            let let_through = process.unreachable().is_empty() && process.without_exit().is_empty();
            assert_eq!(let_through, reaches_all && at.iter().all(ends), "{edges:09b} {returns:03b}");
        }
    }

    #[test]
    fn a_leg_that_names_the_agency_comes_before_one_that_names_none() {
        let agency = |code: &str| AgencyId::new(code).unwrap();
        let leg = |to: Option<&str>, days| ForeseenLeg {
            to: to.map(agency),
            purpose: "opinion".into(),
            term: Some(Term::working_days(days)),
            outside_term: false,
            moves_custody: false,
        };
        let process = Process { legs: vec![leg(Some("H22.14"), 1), leg(None, 2)], ..process(1, 0, 0) };
        let days =
            |to: &str, purpose: &str| process.leg(&agency(to), purpose).map(|leg| leg.term.clone().unwrap());
        assert_eq!(days("H22.14", "opinion"), Some(Term::working_days(1)));
        assert_eq!(days("H22.15", "opinion"), Some(Term::working_days(2)));
        assert_eq!(days("H22.15", "appraisal"), None);
    }
}
