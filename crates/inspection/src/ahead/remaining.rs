//! What a dossier has still to go through by its published process, and until when at most, if everybody keeps within their limits.
//!
//! It begins with what is left of the step that is open; where none is, and the custodian can only wait, with the leg that is due last (DOMAIN
//! section 9). The steps still to come follow, by the quickest way on which the process comes to handing the result out: what is late by that is
//! late by every way. Legs run beside steps, so they are not added to them: the longest of all counts, once. What has no published limit takes
//! no time here.

use super::goes_on::whole_term;
use crate::rules::opinions::was_asked;
use jiff::Timestamp;
use lienthong_calendar::{Calendar, RunningTerm, Term, Undecided};
use lienthong_catalogue::{ForeseenLeg, Process, Step, StepKind, View};
use lienthong_dossier::{Dossier, OpenStep, Purpose};
use lienthong_names::{AgencyId, LegId, StepName};
use std::collections::BTreeSet;

/// What is still to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PieceWhat {
    /// A step.
    Step {
        /// Which.
        step: StepName,
        /// Whether it is open.
        begun: bool,
    },
    /// A leg, or an ask for an opinion, that is out or goes out once another is answered.
    Leg {
        /// Which.
        leg: LegId,
        /// Whose.
        agency: AgencyId,
        /// Whether it is out.
        sent: bool,
    },
    /// A leg that the process foresees to an agency, and that nobody has sent.
    Foreseen {
        /// To whom.
        agency: AgencyId,
        /// What for.
        purpose: Box<str>,
    },
    /// The own part of the agency that has it from its reception.
    Receiving {
        /// Whose.
        agency: AgencyId,
    },
}

/// A piece of what is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What.
    pub what: PieceWhat,
    /// Whether a limit is published, or was promised, for it.
    pub limited: bool,
    /// When it ends at the latest, if everything before it does.
    pub until: Timestamp,
}

/// Why nothing can be said of a dossier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsaid {
    /// No result was promised for a day.
    Unpromised,
    /// No process is published for it.
    NoProcess,
    /// Its process publishes no limit for anything that is still to come.
    NoLimit,
    /// An agency has no calendar.
    NoCalendar(AgencyId),
    /// A day that is needed was never decided.
    Undecided(Undecided),
}

impl From<Undecided> for Unsaid {
    fn from(undecided: Undecided) -> Self {
        Self::Undecided(undecided)
    }
}

/// Everything that is still to come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remaining {
    /// What takes longest, in order.
    pub(super) path: Vec<Piece>,
    /// What runs beside it.
    pub(super) beside: Vec<Piece>,
    /// When the path ends.
    pub(super) until: Timestamp,
}

/// A term that runs from an instant; none: nothing of it has a limit yet.
#[derive(Debug, Clone)]
struct Run {
    from: Timestamp,
    term: Option<Term>,
}

impl Run {
    const fn at(from: Timestamp) -> Self {
        Self { from, term: None }
    }

    /// Neighbouring terms are one, so that half a day and half a day are a day.
    fn then(&self, next: Option<&Term>) -> Self {
        let term = match (&self.term, next) {
            (Some(term), Some(next)) => Some(term.clone().then(next.clone())),
            (term, None) => term.clone(),
            (None, Some(next)) => Some(next.clone()),
        };
        Self { from: self.from, term }
    }

    fn end(&self, calendar: &Calendar) -> Result<Timestamp, Undecided> {
        self.term.as_ref().map_or(Ok(self.from), |term| calendar.due(self.from, term))
    }
}

/// Pieces one after the other.
#[derive(Debug, Clone)]
struct Path {
    pieces: Vec<Piece>,
    run: Run,
    until: Timestamp,
}

impl Path {
    const fn empty(from: Timestamp) -> Self {
        Self { pieces: Vec::new(), run: Run::at(from), until: from }
    }

    fn of(piece: Piece) -> Self {
        Self { run: Run::at(piece.until), until: piece.until, pieces: vec![piece] }
    }

    fn then(&self, what: PieceWhat, term: Option<&Term>, calendar: &Calendar) -> Result<Self, Undecided> {
        let run = self.run.then(term);
        let until = run.end(calendar)?.max(self.until);
        let mut pieces = self.pieces.clone();
        pieces.push(Piece { what, limited: term.is_some(), until });
        Ok(Self { pieces, run, until })
    }
}

/// One dossier under its process, looked at now.
pub(super) struct Ahead<'a> {
    pub(super) dossier: &'a Dossier,
    pub(super) process: &'a Process,
    pub(super) view: View<'a>,
    pub(super) custodian: &'a AgencyId,
    pub(super) now: Timestamp,
}

impl<'a> Ahead<'a> {
    /// What is still to come.
    ///
    /// # Errors
    /// [`Unsaid`], but for [`Unsaid::Unpromised`] and [`Unsaid::NoProcess`].
    pub(super) fn remaining(&self) -> Result<Remaining, Unsaid> {
        let mut awaited: Vec<Path> = self.awaited().into_iter().map(Path::of).collect();
        let mut paths = vec![self.own(&mut awaited)?];
        paths.append(&mut awaited);
        paths.extend(self.others_steps().map(Path::of));
        paths.extend(self.moved().map(Path::of));
        for id in self.dossier.planned.keys() {
            paths.extend(self.planned(id, self.dossier.planned.len())?);
        }
        paths.extend(self.foreseen()?);
        let longest = (0..paths.len()).rev().max_by_key(|place| paths.get(*place).map(|path| path.until));
        let longest = paths.remove(longest.unwrap_or_default());
        let beside: Vec<Piece> = paths.into_iter().flat_map(|path| path.pieces).collect();
        let is_limited = longest.pieces.iter().chain(&beside).any(|piece| piece.limited);
        if !longest.pieces.is_empty() && !is_limited {
            return Err(Unsaid::NoLimit);
        }
        Ok(Remaining { path: longest.pieces, beside, until: longest.until })
    }

    fn calendar(&self, agency: &AgencyId) -> Result<&'a Calendar, Unsaid> {
        let calendar = self.view.calendar(agency).map(|calendar| &**calendar);
        calendar.ok_or_else(|| Unsaid::NoCalendar(agency.clone()))
    }

    /// The steps: what is left of the one that is open, else the wait for the leg that is due last, which is taken out of those that are
    /// awaited; then those still to come.
    fn own(&self, awaited: &mut Vec<Path>) -> Result<Path, Unsaid> {
        let calendar = self.calendar(self.custodian)?;
        let open = self.dossier.steps_open.iter().filter(|open| open.agency == *self.custodian);
        let mut begun = Vec::new();
        for open in open {
            let started = self.begun(open, calendar)?;
            let last = self.process.step(&open.step).map(|step| &step.id).or_else(|| self.last());
            begun.push(self.to_the_decision(started, last, calendar)?);
        }
        if let Some(longest) = begun.into_iter().max_by_key(|path| path.until) {
            return Ok(longest);
        }
        let last_due = (0..awaited.len()).max_by_key(|place| awaited.get(*place).map(|path| path.until));
        let start = last_due.map_or_else(|| Path::empty(self.now), |place| awaited.remove(place));
        Ok(self.to_the_decision(start, self.last(), calendar)?)
    }

    /// The last step done that is one of the process.
    fn last(&self) -> Option<&'a StepName> {
        self.process.last_of(self.dossier.steps_done.iter().map(|done| &done.step))
    }

    /// What is left of an open step; nothing, where it is over its term.
    fn begun(&self, open: &OpenStep, calendar: &Calendar) -> Result<Path, Undecided> {
        let what = PieceWhat::Step { step: open.step.clone(), begun: true };
        let Some(due) = open.due else {
            return Ok(Path::of(Piece { what, limited: false, until: self.now }));
        };
        let published = self.process.step(&open.step).and_then(|step| step.term.as_ref());
        let whole = match &open.resumed {
            Some(resumed) => RunningTerm { from: resumed.from, term: resumed.term.clone() },
            None => RunningTerm { from: open.since, term: whole_term(calendar, open.since, due, published)? },
        };
        let left = match open.stands_since {
            // It goes on now with what was left.
            Some(since) => whole.left(calendar, since)?.map(|term| Run { from: self.now, term: Some(term) }),
            None if due < self.now => None,
            None if whole.due(calendar)? == due => Some(Run { from: whole.from, term: Some(whole.term) }),
            None => Some(Run::at(due)),
        };
        let run = left.unwrap_or(Run::at(self.now));
        let until = run.end(calendar)?.max(self.now);
        Ok(Path { pieces: vec![Piece { what, limited: true, until }], run, until })
    }

    /// The quickest way on to where the result can be handed out: handing it out is not of the term (DOMAIN section 6).
    fn to_the_decision(
        &self,
        start: Path,
        last: Option<&StepName>,
        calendar: &Calendar,
    ) -> Result<Path, Undecided> {
        if self.has_come(last) {
            return Ok(start);
        }
        let mut known: BTreeSet<&StepName> = BTreeSet::new();
        let mut ways = self.ways_on(&start, last, calendar)?;
        while let Some(place) = quickest(&ways) {
            let (at, path) = ways.remove(place);
            if self.has_come(Some(at)) {
                return Ok(path);
            }
            if known.insert(at) {
                ways.extend(self.ways_on(&path, Some(at), calendar)?);
            }
        }
        Ok(start)
    }

    /// The path with each step that may begin after the last one; but for handing out the result.
    fn ways_on(
        &self,
        path: &Path,
        last: Option<&StepName>,
        calendar: &Calendar,
    ) -> Result<Vec<(&'a StepName, Path)>, Undecided> {
        let next = self.process.steps.iter().filter(|step| step.kind != StepKind::Return);
        let next = next.filter(|step| self.process.may_begin(&step.id, last));
        let way = |step: &'a Step| {
            let what = PieceWhat::Step { step: step.id.clone(), begun: false };
            Ok((&step.id, path.then(what, step.term.as_ref(), calendar)?))
        };
        next.map(way).collect()
    }

    /// Whether after this step the result can be handed out, or, where no step does that, the process ends.
    fn has_come(&self, last: Option<&StepName>) -> bool {
        let has_return = self.process.steps.iter().any(|step| step.kind == StepKind::Return);
        let ends = |last: &StepName| self.process.step(last).is_some_and(|step| step.next.is_empty());
        if has_return {
            last.is_some_and(|last| self.process.returns(last))
                || self.process.next_of(StepKind::Return, last).is_some()
        } else {
            last.is_some_and(ends)
        }
    }

    /// Legs and opinions without whose answer nothing is decided (R08), inside the dossier's term. One that is overdue takes no more time.
    fn awaited(&self) -> Vec<Piece> {
        let piece = |leg: &LegId, agency: &AgencyId, due: Option<Timestamp>| Piece {
            what: PieceWhat::Leg { leg: leg.clone(), agency: agency.clone(), sent: true },
            limited: due.is_some(),
            until: due.map_or(self.now, |due| due.max(self.now)),
        };
        let legs = self.dossier.open_appraisals().filter(|(_, leg)| !leg.outside_term && !leg.moved_custody);
        let legs = legs.map(|(id, leg)| piece(id, &leg.to, leg.due));
        let asks = self.dossier.holding_up();
        legs.chain(asks.map(|(asked, ask)| piece(&ask.leg, &asked.agency, ask.due))).collect()
    }

    /// The leg by which the custodian has it: that one's own term.
    fn moved(&self) -> impl Iterator<Item = Piece> {
        let legs = self.dossier.open_resolutions().filter(|(_, leg)| !leg.outside_term);
        legs.filter_map(|(id, leg)| {
            let what = PieceWhat::Leg { leg: id.clone(), agency: leg.to.clone(), sent: true };
            leg.due.map(|due| Piece { what, limited: true, until: due.max(self.now) })
        })
    }

    /// Steps that other agencies have open.
    fn others_steps(&self) -> impl Iterator<Item = Piece> {
        let steps = self.dossier.steps_open.iter().filter(|open| open.agency != *self.custodian);
        steps.filter_map(|open| {
            let due = open.due.filter(|_| open.stands_since.is_none())?;
            let what = PieceWhat::Step { step: open.step.clone(), begun: true };
            Some(Piece { what, limited: true, until: due.max(self.now) })
        })
    }

    /// A leg that goes out once another is answered, with those before it; `None`: nothing limits it, or it lies outside the term.
    fn planned(&self, id: &LegId, depth: usize) -> Result<Option<Path>, Unsaid> {
        let Some(planned) = self.dossier.planned.get(id).filter(|_| depth > 0) else { return Ok(None) };
        let published = self.process.leg(&planned.to, planned.purpose.as_str());
        let term = planned.term.as_ref().or_else(|| published.and_then(|leg| leg.term.as_ref()));
        if term.is_none() || published.is_some_and(|leg| leg.outside_term) {
            return Ok(None);
        }
        let before = self.planned(&planned.after, depth - 1)?;
        let before = before.unwrap_or_else(|| {
            let open = self.dossier.open_legs().find(|(leg, _)| **leg == planned.after);
            Path::empty(open.and_then(|(_, leg)| leg.due).map_or(self.now, |due| due.max(self.now)))
        });
        let what = PieceWhat::Leg { leg: id.clone(), agency: planned.to.clone(), sent: false };
        Ok(Some(before.then(what, term, self.calendar(&planned.to)?)?))
    }

    /// Legs that the process foresees to an agency by name and that nobody has sent or planned; one for resolution once the receiving agency's
    /// own part is over.
    fn foreseen(&self) -> Result<Vec<Path>, Unsaid> {
        let mut paths = Vec::new();
        for leg in &self.process.legs {
            let Some((to, term)) = self.to_come(leg) else { continue };
            let start = if *leg.purpose == *Purpose::Resolution.as_str() {
                self.receiving().map_or_else(|| Path::empty(self.now), Path::of)
            } else {
                Path::empty(self.now)
            };
            let what = PieceWhat::Foreseen { agency: to.clone(), purpose: leg.purpose.clone() };
            paths.push(start.then(what, Some(term), self.calendar(to)?)?);
        }
        Ok(paths)
    }

    fn to_come<'l>(&self, leg: &'l ForeseenLeg) -> Option<(&'l AgencyId, &'l Term)> {
        let (to, term) = (leg.to.as_ref()?, leg.term.as_ref()?);
        let is_own = to == self.custodian || self.view.acting(to, self.now) == self.custodian;
        let is_planned = self.dossier.planned.values().any(|planned| planned.to == *to);
        let is_out = is_own || is_planned || was_asked(self.dossier, self.view, to);
        (!leg.outside_term && !is_out).then_some((to, term))
    }

    /// What is left of the receiving agency's own part, while it has the dossier by nothing but its reception. A pause moves no such promise,
    /// so after one it says nothing.
    fn receiving(&self) -> Option<Piece> {
        let until = self.dossier.reception.as_ref()?.receiving_appointment?;
        let has_moved = self.dossier.legs.values().any(|leg| leg.moved_custody);
        let stood_still = self.dossier.is_paused() || self.dossier.clock.resumed.is_some();
        let what = PieceWhat::Receiving { agency: self.custodian.clone() };
        (!has_moved && !stood_still && until > self.now).then_some(Piece { what, limited: true, until })
    }
}

/// Of ways the one that ends first; among equals the one with fewer steps, then by its last.
fn quickest(ways: &[(&StepName, Path)]) -> Option<usize> {
    let order = |place: &usize| ways.get(*place).map(|(at, path)| (path.until, path.pieces.len(), *at));
    (0..ways.len()).min_by_key(order)
}
