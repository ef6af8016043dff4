//! Who held a dossier, minute by minute, from reception to its end (DOMAIN section 9).
//!
//! Belongs here: the stretches of a dossier's way, each with its one holder, so that their minutes add up to the time it took.
//! Does not: whose lateness it is ([`crate::lateness`]), the state that rules ask (`evolve`).

mod away;
mod errand;
mod holder;
mod minutes;
mod used;

use crate::event::Event;
use crate::evolve::Fact;
use crate::words::{PostDirection, Purpose, Silence};
use away::{Away, is_for_citizen};
pub(crate) use errand::Errand;
use errand::last;
pub use holder::{Holder, Stretch};
use jiff::Timestamp;
use lienthong_calendar::{Calendar, Undecided};
use lienthong_names::{AgencyId, LegId, OfficerId, StepName};
pub(crate) use minutes::{held, minutes, worked};
use std::collections::{BTreeMap, BTreeSet};

/// A time that may still go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) from: Timestamp,
    pub(crate) to: Option<Timestamp>,
}

impl Span {
    fn holds(&self, at: Timestamp) -> bool {
        self.from <= at && self.to.is_none_or(|to| at < to)
    }
}

/// An agency, with one officer or none, answered for it from here on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stint {
    since: Timestamp,
    agency: AgencyId,
    officer: Option<OfficerId>,
    /// By when, where the leg that brought custody said so, or the appointment of the receiving agency.
    due: Option<Timestamp>,
}

/// What of a dossier's records says who held it when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Way {
    pub(crate) span: Option<Span>,
    /// Who answered for it, oldest first.
    custody: Vec<Stint>,
    /// It stood still for the citizen.
    away: Vec<Away>,
    /// Papers of the citizen's were with the post, by consignment.
    posted: BTreeMap<Box<str>, Span>,
    /// It had ended, and was opened again.
    closed: Vec<Span>,
    pub(crate) errands: BTreeMap<LegId, Errand>,
    /// Legs whose time lies outside the dossier's term, whatever for: while one is out it is there.
    pub(crate) outside: BTreeMap<LegId, Errand>,
    /// Steps of the custodian: while one is open it has something to do beside waiting.
    steps: Vec<(StepName, Span)>,
}

impl Way {
    /// Takes the next fact of the dossier.
    pub fn take(&mut self, fact: Fact<'_>) {
        let at = fact.at;
        match fact.event {
            Event::DossierReceived { clock_from, custodian, receiving_appointment, .. } => {
                self.begin(*clock_from, custodian, *receiving_appointment);
            }
            Event::DossierAdopted { clock_from, custodian, .. } => self.begin(*clock_from, custodian, None),
            Event::CustodyMoved { to, leg, .. } => {
                // Who holds the dossier does not wait for itself.
                let brought = leg.as_ref().and_then(|leg| self.errands.remove(leg));
                self.hand(at, to, None, brought.filter(|leg| leg.agency == *to).and_then(|leg| leg.due));
            }
            Event::CustodySucceeded { predecessor, successor } => self.succeed(predecessor, successor, at),
            Event::OfficerAssigned { agency, officer, .. } if self.custodian_at(at) == Some(agency) => {
                self.hand(at, agency, officer.clone(), None);
            }
            Event::ClockPaused { cause, since, .. } if is_for_citizen(*cause) => {
                self.away.push(Away::since(*since));
            }
            Event::ClockResumed { cause, from, .. } if is_for_citizen(*cause) => {
                self.back(|away| away.end_as_said(*from, at));
            }
            Event::PauseEnded { cause } if is_for_citizen(*cause) => self.back(|away| away.end(at)),
            Event::LegSent { leg, to, due, outside_term: true, .. } => {
                self.outside.insert(leg.clone(), Errand::new(fact.agency, to, at, *due));
            }
            Event::PostSent { consignment, direction: PostDirection::ToDesk, .. } => {
                self.posted.insert(consignment.clone(), Span { from: at, to: None });
            }
            Event::PostArrived { consignment } | Event::PostFailed { consignment, .. } => {
                end(self.posted.get_mut(consignment), at);
            }
            // One for resolution is taken out again where custody goes along, as the next event says. A part that was sent on takes its
            // minutes from whoever did that: they answer to the custodian for the whole leg.
            Event::LegSent {
                leg,
                to,
                purpose: Purpose::Appraisal | Purpose::Resolution,
                due,
                parent: None,
                ..
            } => {
                self.errands.insert(leg.clone(), Errand::new(fact.agency, to, at, *due));
            }
            Event::OpinionRequested { leg, to, mandatory: true, due, .. } => {
                self.errands.insert(leg.clone(), Errand::new(fact.agency, &to.agency, at, *due));
            }
            Event::LegAnswered { leg, .. }
            | Event::LegRefused { leg, .. }
            | Event::LegRecalled { leg, .. }
            | Event::LegSentBack { leg, .. }
            | Event::OpinionGiven { leg, .. }
            | Event::OpinionDeclined { leg, .. }
            | Event::OpinionRequestRevoked { leg, .. }
            | Event::OpinionWaived { leg, .. } => {
                end(self.errands.get_mut(leg).map(|errand| &mut errand.span), at);
                end(self.outside.get_mut(leg).map(|errand| &mut errand.span), at);
            }
            // Where silence lets work go on nobody waits any longer from the instant at which the term ended.
            Event::OpinionLapsed { leg, means, due, .. } if *means != Silence::Waits => {
                end(self.errands.get_mut(leg).map(|errand| &mut errand.span), *due);
            }
            Event::StepStarted { step, .. } if self.custodian_at(at) == Some(fact.agency) => {
                self.steps.push((step.clone(), Span { from: at, to: None }));
            }
            Event::StepCompleted { step, .. } => {
                let begun =
                    self.steps.iter_mut().rev().find(|(begun, span)| begun == step && span.to.is_none());
                end(begun.map(|(_, span)| span), at);
            }
            Event::DossierResolved { .. }
            | Event::DossierStopped { .. }
            | Event::DossierWithdrawn {}
            | Event::ReceptionAnnulled { .. } => end(self.span.as_mut(), at),
            Event::DossierReopened { from, .. } => {
                if let Some(ended) = self.span.as_mut().and_then(|span| span.to.take()) {
                    self.closed.push(Span { from: ended, to: Some(*from) });
                }
            }
            _ => {}
        }
    }

    /// It is back from the citizen.
    fn back(&mut self, end: impl FnOnce(&mut Away)) {
        if let Some(away) = self.away.last_mut() {
            end(away);
        }
    }

    fn begin(&mut self, from: Timestamp, custodian: &AgencyId, due: Option<Timestamp>) {
        self.span = Some(Span { from, to: None });
        self.custody.clear();
        self.hand(from, custodian, None, due);
    }

    /// An agency takes another's place.
    fn succeed(&mut self, predecessor: &AgencyId, successor: &AgencyId, at: Timestamp) {
        let out = self.errands.values_mut().chain(self.outside.values_mut());
        for errand in out.filter(|errand| errand.span.to.is_none()) {
            errand.succeed(predecessor, successor, at);
        }
        let held = self.custody_at(at).filter(|stint| stint.agency == *predecessor);
        if let Some(due) = held.map(|stint| stint.due) {
            self.hand(at, successor, None, due);
        }
    }

    fn hand(
        &mut self,
        since: Timestamp,
        agency: &AgencyId,
        officer: Option<OfficerId>,
        due: Option<Timestamp>,
    ) {
        self.custody.push(Stint { since, agency: agency.clone(), officer, due });
    }

    /// Who answers for it at an instant.
    #[must_use]
    pub fn custodian_at(&self, at: Timestamp) -> Option<&AgencyId> {
        self.custody_at(at).map(|stint| &stint.agency)
    }

    fn custody_at(&self, at: Timestamp) -> Option<&Stint> {
        self.custody.iter().rev().find(|stint| stint.since <= at).or_else(|| self.custody.first())
    }

    /// Its stretches from where the clock started to its end, or to `now` while it runs; without a gap, but for the time between an
    /// end and a reopening.
    #[must_use]
    pub fn stretches(&self, now: Timestamp) -> Vec<Stretch> {
        let Some(span) = self.span else { return Vec::new() };
        let stop = span.to.unwrap_or(now);
        let mut stretches: Vec<Stretch> = Vec::new();
        let cuts: Vec<Timestamp> = self.cuts(span.from, stop).into_iter().collect();
        for (from, to) in cuts.iter().zip(cuts.iter().skip(1)) {
            if self.closed.iter().any(|closed| closed.holds(*from)) {
                continue;
            }
            let Some((holder, counts)) = self.holder_at(*from) else { continue };
            match stretches.last_mut() {
                Some(last) if last.holder == holder && last.to == *from => last.to = *to,
                _ => stretches.push(Stretch { from: *from, to: *to, holder, counts }),
            }
        }
        stretches
    }

    /// Every instant at which the holder may change.
    fn cuts(&self, start: Timestamp, stop: Timestamp) -> BTreeSet<Timestamp> {
        let errands = self.errands.values().chain(self.outside.values()).map(|errand| &errand.span);
        let spans = self.away.iter().map(|away| &away.span).chain(&self.closed).chain(errands);
        let spans = spans.chain(self.posted.values()).chain(self.steps.iter().map(|(_, span)| span));
        let ends = spans.flat_map(|span| [Some(span.from), span.to]).flatten();
        let inside = ends.chain(self.custody.iter().map(|stint| stint.since));
        inside.chain([start, stop]).filter(|at| (start..=stop).contains(at)).collect()
    }

    /// While it stands still for the citizen the post, if papers of theirs are on the way with it, or the citizen; else a leg outside
    /// the dossier's term; else, where the custodian can only wait, the open leg that ended last; else the custodian's officer, or the
    /// agency. And whether the time is of the dossier's term.
    fn holder_at(&self, at: Timestamp) -> Option<(Holder, bool)> {
        if self.away.iter().any(|away| away.span.holds(at)) {
            let on_the_way = self.posted.values().any(|posted| posted.holds(at));
            return Some((if on_the_way { Holder::Post } else { Holder::Citizen }, false));
        }
        if let Some(leg) = last(&self.outside, at) {
            return Some((leg, false));
        }
        let busy = self.steps.iter().any(|(_, span)| span.holds(at));
        if let Some(leg) = last(&self.errands, at).filter(|_| !busy) {
            return Some((leg, true));
        }
        let stint = self.custody_at(at)?;
        Some((Holder::Custodian { agency: stint.agency.clone(), officer: stint.officer.clone() }, true))
    }

    /// The working minutes of each holder, on the calendar of the desk that received it. They add up to the time it took.
    ///
    /// # Errors
    /// A day on the way was never decided.
    pub fn minutes(&self, calendar: &Calendar, now: Timestamp) -> Result<BTreeMap<Holder, u64>, Undecided> {
        held(calendar, &self.stretches(now))
    }

    /// Working minutes that custodians had: by the appointment of the receiving agency, by the terms of the legs that brought the dossier
    /// to them.
    pub(crate) fn limits(&self, calendar: &Calendar) -> Result<BTreeMap<AgencyId, u64>, Undecided> {
        let mut limits = BTreeMap::new();
        for stint in &self.custody {
            if let Some(due) = stint.due {
                *limits.entry(stint.agency.clone()).or_default() += minutes(calendar, stint.since, due)?;
            }
        }
        Ok(limits)
    }
}

fn end(span: Option<&mut Span>, at: Timestamp) {
    if let Some(span) = span {
        span.to.get_or_insert(at);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::words::{Channel, Outcome, PauseCause};
    use proptest::prelude::*;

    pub(super) fn at(day: i64, hour: i64) -> Timestamp {
        // Thursday 8 October 2020, midnight in Vietnam.
        let start: Timestamp = "2020-10-08T00:00:00+07:00".parse().unwrap();
        start + jiff::SignedDuration::from_hours(day * 24 + hour)
    }

    pub(super) fn agency(name: &str) -> AgencyId {
        AgencyId::new(name).unwrap()
    }

    fn leg(name: &str) -> LegId {
        LegId::new(name).unwrap()
    }

    pub(super) fn received() -> Event {
        Event::DossierReceived {
            desk: agency("desk"),
            procedure_version: 1,
            competent: agency("own"),
            custodian: agency("own"),
            channel: Channel::Desk,
            handed_in: Vec::new(),
            clock_from: at(0, 8),
            appointment: None,
            process_version: None,
            receiving_appointment: None,
        }
    }

    fn sent(to: &str, due: i64) -> Event {
        Event::LegSent {
            leg: leg(to),
            from: agency("own"),
            to: agency(to),
            purpose: Purpose::Appraisal,
            due: Some(at(due, 17)),
            acknowledge_by: None,
            outside_term: false,
            documents: Vec::new(),
            note: "".into(),
            parent: None,
        }
    }

    fn answered(by: &str) -> Event {
        Event::LegAnswered { leg: leg(by), text: "".into(), documents: Vec::new() }
    }

    pub(super) fn resolved() -> Event {
        Event::DossierResolved {
            outcome: Outcome::Granted,
            number: "1".into(),
            date: "2020-10-30".into(),
            signer: "A".into(),
            results: Vec::new(),
            lateness: None,
        }
    }

    pub(super) fn way(facts: &[(Timestamp, Event)]) -> Way {
        let mut way = Way::default();
        for (revision, (at, event)) in (1..).zip(facts) {
            let officer = lienthong_names::OfficerId::new("an").unwrap();
            way.take(Fact { at: *at, agency: &agency("own"), officer: &officer, revision, event });
        }
        way
    }

    pub(super) fn holders(way: &Way, now: Timestamp) -> Vec<String> {
        let name = |holder: Holder| match holder {
            Holder::Citizen => "citizen".to_owned(),
            Holder::Post => "post".to_owned(),
            Holder::Leg { agency, .. } => format!("leg {agency}"),
            Holder::Custodian { agency, officer: None } => agency.to_string(),
            Holder::Custodian { agency, officer: Some(officer) } => format!("{agency}/{officer}"),
        };
        way.stretches(now).into_iter().map(|stretch| name(stretch.holder)).collect()
    }

    #[test]
    fn while_legs_are_out_the_one_that_ends_last_holds_it() {
        let told = [
            (at(0, 8), received()),
            (at(1, 8), sent("b", 6)),
            (at(1, 9), sent("a", 5)),
            (at(4, 8), answered("a")),
            (at(5, 8), answered("b")),
            (at(6, 8), resolved()),
        ];
        assert_eq!(holders(&way(&told), at(9, 8)), ["own", "leg b", "own"]);
        // Both still out: the one due last; ties go to the lower id.
        assert_eq!(holders(&way(&told[..3]), at(9, 8)), ["own", "leg b"]);
        let tie = [told[0].clone(), (at(1, 8), sent("b", 6)), (at(1, 8), sent("a", 6))];
        assert_eq!(holders(&way(&tie), at(9, 8)), ["own", "leg a"]);
    }

    #[test]
    fn who_has_a_step_of_its_own_open_does_not_only_wait() {
        let step = StepName::new("Thẩm định").unwrap();
        let told = [
            (at(0, 8), received()),
            (at(1, 8), Event::StepStarted { step: step.clone(), due: None }),
            (at(1, 9), sent("a", 5)),
            (at(3, 8), Event::StepCompleted { step, note: "".into(), at_centre: false }),
            (at(4, 8), answered("a")),
        ];
        assert_eq!(holders(&way(&told), at(5, 8)), ["own", "leg a", "own"]);
    }

    #[test]
    fn a_part_sent_on_takes_its_minutes_from_the_leg_it_is_of() {
        let mut part = sent("b", 9);
        if let Event::LegSent { parent, .. } = &mut part {
            *parent = Some(leg("a"));
        }
        let told = [(at(0, 8), received()), (at(1, 8), sent("a", 5)), (at(1, 9), part)];
        assert_eq!(holders(&way(&told), at(5, 8)), ["own", "leg a"]);
    }

    fn sent_outside(to: &str, purpose: Purpose) -> Event {
        let mut event = sent(to, 5);
        if let Event::LegSent { outside_term, purpose: sent_for, .. } = &mut event {
            (*outside_term, *sent_for) = (true, purpose);
        }
        event
    }

    #[test]
    fn a_leg_outside_the_term_holds_it_whoever_is_custodian_and_its_time_does_not_count() {
        let step = StepName::new("Thẩm định").unwrap();
        let moved = Event::CustodyMoved { from: agency("own"), to: agency("tax"), leg: Some(leg("tax")) };
        let back = Event::CustodyMoved { from: agency("tax"), to: agency("own"), leg: Some(leg("tax")) };
        let paused = |cause| Event::ClockPaused { cause, since: at(2, 8), until: None };
        let told = [
            (at(0, 8), received()),
            (at(1, 8), Event::StepStarted { step, due: None }),
            (at(1, 9), sent_outside("tax", Purpose::Resolution)),
            (at(1, 9), moved),
            (at(2, 8), paused(PauseCause::FinancialObligation)),
            (at(3, 8), Event::PauseEnded { cause: PauseCause::FinancialObligation }),
            (at(4, 8), answered("tax")),
            (at(4, 8), back),
        ];
        let way = way(&told);
        assert_eq!(holders(&way, at(5, 8)), ["own", "leg tax", "citizen", "leg tax", "own"]);
        let counts: Vec<bool> = way.stretches(at(5, 8)).iter().map(|stretch| stretch.counts).collect();
        assert_eq!(counts, [true, false, false, false, true]);
        let opinion = [told[0].clone(), (at(1, 8), sent_outside("tax", Purpose::Opinion))];
        assert_eq!(holders(&super::tests::way(&opinion), at(5, 8)), ["own", "leg tax"]);
    }

    #[test]
    fn one_that_was_brought_over_has_a_holder_from_where_its_clock_goes_on() {
        let adopted = Event::DossierAdopted {
            desk: agency("desk"),
            procedure_version: 1,
            competent: agency("own"),
            custodian: agency("own"),
            channel: Channel::Desk,
            received_at: at(-9, 8),
            old_number: "17".into(),
            clock_from: at(0, 8),
            remaining: None,
            appointment: None,
        };
        let stretches = way(&[(at(0, 8), adopted)]).stretches(at(1, 8));
        assert_eq!(stretches.iter().map(|s| (s.from, s.to)).collect::<Vec<_>>(), [(at(0, 8), at(1, 8))]);
    }

    #[test]
    fn what_the_citizen_was_asked_for_is_with_the_post_while_it_carries_it() {
        let posted = |direction| Event::PostSent {
            consignment: "EE1".into(),
            direction,
            carrier: agency("post"),
            office: "".into(),
            items: Vec::new(),
            due: None,
        };
        let paused = Event::ClockPaused { cause: PauseCause::Supplement, since: at(1, 8), until: None };
        let resumed =
            Event::ClockResumed { cause: PauseCause::Supplement, from: at(6, 8), term: None, due: None };
        let told = |direction, end: Event| {
            [
                (at(0, 8), received()),
                (at(1, 8), paused.clone()),
                (at(2, 8), posted(direction)),
                (at(5, 8), end),
                (at(6, 8), resumed.clone()),
            ]
        };
        let arrived = Event::PostArrived { consignment: "EE1".into() };
        let failed = Event::PostFailed { consignment: "EE1".into(), reason: "lạc".into() };
        for end in [arrived.clone(), failed] {
            let way = way(&told(PostDirection::ToDesk, end));
            assert_eq!(holders(&way, at(7, 8)), ["own", "citizen", "post", "citizen", "own"]);
        }
        let to_citizen = way(&told(PostDirection::ToCitizen, arrived));
        assert_eq!(
            holders(&to_citizen, at(7, 8)),
            ["own", "citizen", "own"],
            "what goes to them is not asked for"
        );
        // What comes by post while nobody waits for it holds nothing up.
        let unasked = [(at(0, 8), received()), (at(1, 8), posted(PostDirection::ToDesk))];
        assert_eq!(holders(&way(&unasked), at(2, 8)), ["own"]);
    }

    #[test]
    fn between_an_end_and_a_reopening_nobody_holds_it() {
        let reopened = Event::DossierReopened {
            reason: "".into(),
            law: "".into(),
            from: at(2, 8),
            term: None,
            due: None,
        };
        let told = [(at(0, 8), received()), (at(1, 8), resolved()), (at(2, 8), reopened)];
        let (way, calendar) = (way(&told), Calendar::vietnam_default());
        let stretches = way.stretches(at(4, 8));
        assert_eq!(
            stretches.iter().map(|s| (s.from, s.to)).collect::<Vec<_>>(),
            [(at(0, 8), at(1, 8)), (at(2, 8), at(4, 8))]
        );
        let held: u64 = way.minutes(&calendar, at(4, 8)).unwrap().values().sum();
        // Thursday from 08:00, the first hour of Friday; then the first hour of Monday.
        assert_eq!(held, 2 * (3 * 60 + 30) + 60 + 60);
    }

    #[test]
    fn an_officer_has_it_from_when_it_is_given_to_them() {
        let officer = OfficerId::new("binh").unwrap();
        let given = Event::OfficerAssigned { agency: agency("own"), unit: None, officer: Some(officer) };
        let told = [(at(0, 8), received()), (at(1, 8), given)];
        assert_eq!(holders(&way(&told), at(2, 8)), ["own", "own/binh"]);
    }

    /// One of many things that may come next.
    fn any_event() -> impl Strategy<Value = Event> {
        let cause = prop_oneof![Just(PauseCause::Supplement), Just(PauseCause::Suspension)];
        let step = StepName::new("s").unwrap();
        prop_oneof![
            ("[ab]", 0_i64..30).prop_map(|(to, due)| sent(&to, due)),
            "[ab]".prop_map(|by| answered(&by)),
            "[ab]".prop_map(|to| Event::CustodyMoved {
                from: agency("own"),
                to: agency(&to),
                leg: Some(leg(&to))
            }),
            (cause.clone(), 0_i64..300).prop_map(|(cause, hour)| Event::ClockPaused {
                cause,
                since: at(0, hour),
                until: None
            }),
            (cause, 0_i64..300).prop_map(|(cause, hour)| Event::ClockResumed {
                cause,
                from: at(0, hour),
                term: None,
                due: None
            }),
            Just(Event::StepStarted { step: step.clone(), due: None }),
            Just(Event::StepCompleted { step, note: "".into(), at_centre: false }),
            Just(resolved()),
        ]
    }

    proptest! {
        #[test]
        fn minutes_add_up_to_the_time_it_took(
            facts in proptest::collection::vec((0_i64..300, any_event()), 0..12),
            now in 300_i64..600,
        ) {
            let mut facts: Vec<_> = facts.into_iter().map(|(hour, event)| (at(0, hour), event)).collect();
            facts.sort_by_key(|(at, _)| *at);
            facts.insert(0, (at(0, 8), received()));
            let (way, now, calendar) = (way(&facts), at(0, now), Calendar::vietnam_default());
            let span = way.span.unwrap();
            let stop = span.to.unwrap_or(now);
            let stretches = way.stretches(now);
            for (one, next) in stretches.iter().zip(stretches.iter().skip(1)) {
                prop_assert_eq!(one.to, next.from);
                prop_assert_ne!(&one.holder, &next.holder);
            }
            if let (Some(first), Some(last)) = (stretches.first(), stretches.last()) {
                prop_assert_eq!((first.from, last.to), (span.from, stop));
            }
            for way in [&way, &way.as_version_1_counted()] {
                let held: u64 = way.minutes(&calendar, now).unwrap().values().sum();
                prop_assert_eq!(held, minutes(&calendar, span.from, stop).unwrap());
            }
        }
    }
}
