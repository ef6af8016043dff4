//! A published process as a Petri net.
//!
//! A step is a transition with the step's name, and no transition is silent, so a history can be replayed on it in one way only. What may
//! begin after a step is said by that step alone ([`lienthong_catalogue::Process::may_begin`]), so one token is enough: a place stands for a
//! set of steps that may begin, a step takes the token from the place of the set it belongs to and leaves it in the place of the set that
//! it names. The net then allows exactly what the process does: a token in the place of a set lets the steps of that set begin, and no other.
//!
//! Not every process has such a net. A transition always takes its token from the same place, so a step belongs to one set: sets of steps
//! that may begin must be equal or have nothing in common. (No other net without silent transitions would do: where what is left after
//! `a, c` and after `b, c` is the same, it was the same after `a` and after `b`, for `c` changes it by the same each time; and then the same may
//! follow.) And there is one final marking: the steps with which the process ends leave the token in one place, in which no other step does.
//! A process that is not so is refused, with the steps that stand in the way.

use lienthong_catalogue::{Step, ends_of};
use lienthong_names::StepName;
use std::collections::BTreeMap;
use std::fmt;

/// A step in the net.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transition {
    /// The step.
    pub name: StepName,
    /// The place it takes its token from.
    pub from: usize,
    /// The place it leaves one in.
    pub to: usize,
}

/// A set of steps that may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The steps, as places in [`Net::transitions`], in their order; none: nothing may follow.
    pub leads_to: Vec<usize>,
}

/// A process as a net: one token, from its first place to its last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Net {
    transitions: Vec<Transition>,
    places: Vec<Place>,
    start: usize,
    end: usize,
}

/// What is done last: a step, or nothing yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum After {
    /// Nothing was done yet.
    Nothing,
    /// This step was.
    Step(StepName),
}

impl fmt::Display for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("at the beginning"),
            Self::Step(step) => write!(f, "after `{step}`"),
        }
    }
}

/// Why a process has no net.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// Two sets of steps that may begin have some in common, and not all.
    #[error(
        "{one} may come `{shared}`, and {other} too, but `{only}` in one of these cases only: a net in which a step is one transition, and none \
         is silent, cannot tell the cases apart. Let both name the same steps under `next`, or no step in common"
    )]
    Overlap {
        /// After what the one may begin.
        one: Box<After>,
        /// After what the other may.
        other: Box<After>,
        /// A step in both.
        shared: StepName,
        /// A step in one of them.
        only: StepName,
    },
    /// The process ends in two ways that leave it differently.
    #[error(
        "the process ends with `{one}` and with `{other}`, after which not the same may follow: a net has one final marking. Let steps with \
         which it ends name the same steps under `next`, or none"
    )]
    EndsApart {
        /// A step with which it ends.
        one: StepName,
        /// Another.
        other: StepName,
    },
    /// What may follow an end may follow something else too.
    #[error(
        "{other} the same may follow as after `{end}`, with which the process ends: a net could not tell whether it has ended. Let them \
         name different steps under `next`"
    )]
    EndUnclear {
        /// A step with which it ends.
        end: StepName,
        /// What is no end.
        other: Box<After>,
    },
    /// A step that is named and is not there.
    #[error(
        "`{step}` names `{next}` under `next`, and there is no such step. Correct the name, or add the step"
    )]
    Unknown {
        /// The step that names it.
        step: StepName,
        /// What it names.
        next: StepName,
    },
    /// Two steps of one name.
    #[error("two steps are called `{0}`. Rename one")]
    Twice(StepName),
    /// Nothing to begin with.
    #[error("no step says `starts = true`: nothing could begin")]
    NoStart,
    /// Nothing to end with.
    #[error(
        "no step ends the process: one of kind `return`, or where there is none one that names nothing under `next`"
    )]
    NoEnd,
}

impl NetError {
    /// The code that `lienthong explain` describes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Overlap { .. } => "LT0970",
            Self::EndsApart { .. } | Self::EndUnclear { .. } => "LT0971",
            Self::Unknown { .. } | Self::Twice(_) | Self::NoStart | Self::NoEnd => "LT0972",
        }
    }
}

impl Net {
    /// The net of a process with these steps.
    ///
    /// # Errors
    /// [`NetError`] where there is none.
    pub fn of(steps: &[Step]) -> Result<Self, NetError> {
        let mut by_name: BTreeMap<&StepName, usize> = BTreeMap::new();
        for (n, step) in steps.iter().enumerate() {
            if by_name.insert(&step.id, n).is_some() {
                return Err(NetError::Twice(step.id.clone()));
            }
        }
        let starts: Vec<usize> = (0..).zip(steps).filter(|(_, step)| step.starts).map(|(n, _)| n).collect();
        if starts.is_empty() {
            return Err(NetError::NoStart);
        }
        let mut places = Places { steps, of: vec![None; steps.len()], places: Vec::new(), empty: None };
        let start = places.place(After::Nothing, starts)?;
        let mut left_in = Vec::with_capacity(steps.len());
        for step in steps {
            let mut next = Vec::with_capacity(step.next.len());
            for name in &step.next {
                let unknown = || NetError::Unknown { step: step.id.clone(), next: name.clone() };
                next.push(*by_name.get(name).ok_or_else(unknown)?);
            }
            next.sort_unstable();
            next.dedup();
            left_in.push(places.place(After::Step(step.id.clone()), next)?);
        }
        let end = end(steps, start, &left_in)?;
        // No set names a step that nothing leads to: it waits for a token of its own, which never comes.
        let nowhere = places.places.len();
        let transition = |n: usize, (step, to): (&Step, usize)| Transition {
            name: step.id.clone(),
            from: places.of.get(n).and_then(Option::as_ref).map_or(nowhere, |(place, _)| *place),
            to,
        };
        let transitions: Vec<Transition> =
            steps.iter().zip(left_in).enumerate().map(|(n, at)| transition(n, at)).collect();
        let unreached: Vec<usize> =
            (0..).zip(&transitions).filter(|(_, step)| step.from == nowhere).map(|(n, _)| n).collect();
        let mut places: Vec<Place> = places.places.into_iter().map(|leads_to| Place { leads_to }).collect();
        if !unreached.is_empty() {
            places.push(Place { leads_to: unreached });
        }
        Ok(Self { transitions, places, start, end })
    }

    /// Its steps, in the order of the process.
    #[must_use]
    pub fn transitions(&self) -> &[Transition] {
        &self.transitions
    }

    /// Its places.
    #[must_use]
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Where the token is before anything was done.
    #[must_use]
    pub const fn start(&self) -> usize {
        self.start
    }

    /// Where it is once the process has ended.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.end
    }
}

/// The sets of steps that may begin, found so far.
struct Places<'a> {
    steps: &'a [Step],
    /// Of each step the place of its set, and after what it was found.
    of: Vec<Option<(usize, After)>>,
    places: Vec<Vec<usize>>,
    /// The place after which nothing may follow.
    empty: Option<usize>,
}

impl Places<'_> {
    /// The place of a set, which is sorted: one that is known, or a new one.
    fn place(&mut self, after: After, set: Vec<usize>) -> Result<usize, NetError> {
        let known =
            set.iter().find_map(|step| self.of.get(*step)?.clone().map(|(place, by)| (*step, place, by)));
        if let Some((shared, place, by)) = known {
            let there = self.places.get(place).cloned().unwrap_or_default();
            let only = set
                .iter()
                .find(|step| !there.contains(step))
                .or_else(|| there.iter().find(|step| !set.contains(step)));
            return match only {
                None => Ok(place),
                Some(only) => Err(NetError::Overlap {
                    one: Box::new(by),
                    other: Box::new(after),
                    shared: self.name(shared),
                    only: self.name(*only),
                }),
            };
        }
        if set.is_empty()
            && let Some(empty) = self.empty
        {
            return Ok(empty);
        }
        let place = self.places.len();
        if set.is_empty() {
            self.empty = Some(place);
        }
        for step in &set {
            if let Some(of) = self.of.get_mut(*step) {
                *of = Some((place, after.clone()));
            }
        }
        self.places.push(set);
        Ok(place)
    }

    fn name(&self, step: usize) -> StepName {
        self.steps[step].id.clone()
    }
}

/// The place in which every end leaves the token, and nothing else does.
fn end(steps: &[Step], start: usize, left_in: &[usize]) -> Result<usize, NetError> {
    let ends = ends_of(steps);
    let mut found: Option<(&StepName, usize)> = None;
    for (step, place) in steps.iter().zip(left_in).filter(|(step, _)| ends.contains(&step.id)) {
        match found {
            Some((one, at)) if at != *place => {
                return Err(NetError::EndsApart { one: one.clone(), other: step.id.clone() });
            }
            _ => found = Some((&step.id, *place)),
        }
    }
    let (end, place) = found.ok_or(NetError::NoEnd)?;
    let unclear = |other| NetError::EndUnclear { end: end.clone(), other: Box::new(other) };
    if start == place {
        return Err(unclear(After::Nothing));
    }
    match steps.iter().zip(left_in).find(|(step, at)| **at == place && !ends.contains(&step.id)) {
        Some((step, _)) => Err(unclear(After::Step(step.id.clone()))),
        None => Ok(place),
    }
}

#[cfg(test)]
pub(super) mod tests;
