//! Which streams have a clock that runs, and when the next one runs out: an index that sealed records feed.
//!
//! It holds the state of every stream that can still fall due, and only of those: what was said about a stream before it is
//! settled is followed from its first record on, at start by replay. What it says is where to look, never what to record: that is
//! decided on the stream itself, its unsealed tail included.

use crate::Rules;
use crate::history::evolve_record;
use jiff::Timestamp;
use lienthong_catalogue::View;
use lienthong_names::{Origin, StreamKind, StreamName};
use lienthong_protocol::{Command, Record};
use std::collections::{BTreeMap, BTreeSet};

type Place = (Origin, StreamName);

/// One stream that can still fall due.
struct Watched<S> {
    state: S,
    revision: u64,
    /// Its last act was entered today; what is entered as history has its clocks looked at by the acts that follow, and no
    /// further.
    lives: bool,
    /// What stands in the index for it.
    next: Option<Timestamp>,
}

/// The index.
pub(super) struct Watch<R: Rules> {
    streams: BTreeMap<Place, Watched<R::State>>,
    order: BTreeSet<(Timestamp, Place)>,
}

impl<R: Rules> Default for Watch<R> {
    fn default() -> Self {
        Self { streams: BTreeMap::new(), order: BTreeSet::new() }
    }
}

impl<R: Rules> Watch<R> {
    /// A record was sealed. `historian`: under a historian's key.
    pub(super) fn follow(&mut self, record: &Record, historian: bool, catalogue: View<'_>) {
        if record.stream.kind() != StreamKind::Dossier {
            return;
        }
        let place = (record.origin.clone(), record.stream.clone());
        let mut watched = match self.streams.remove(&place) {
            Some(watched) => watched,
            None if record.revision == 1 => {
                Watched { state: R::State::default(), revision: 0, lives: false, next: None }
            }
            // It was settled, and nothing that follows starts a clock again.
            None => return,
        };
        let command = Command::decode(&record.command);
        if let (true, Ok(command)) = (record.revision == watched.revision + 1, command) {
            watched.revision = record.revision;
            watched.lives = if command.is_timer() { watched.lives } else { !historian };
            evolve_record::<R>(&mut watched.state, record, &command.act);
            if let Some(next) = watched.next.take() {
                self.order.remove(&(next, place.clone()));
            }
            watched.next = if watched.lives { next_due::<R>(&watched.state, catalogue) } else { None };
        }
        if R::is_settled(&watched.state) {
            return;
        }
        if let Some(next) = watched.next {
            self.order.insert((next, place.clone()));
        }
        self.streams.insert(place, watched);
    }

    /// The catalogue said something on which clocks of streams depend whose own records said nothing new.
    pub(super) fn look_again(&mut self, catalogue: View<'_>) {
        self.order.clear();
        for (place, watched) in self.streams.iter_mut().filter(|(_, watched)| watched.lives) {
            watched.next = next_due::<R>(&watched.state, catalogue);
            self.order.extend(watched.next.map(|next| (next, place.clone())));
        }
    }

    /// Streams with a clock that ran out before an instant, in that order. Each is handed out once, until a record of it is
    /// followed or it is put back.
    pub(super) fn take_due(&mut self, before: Timestamp, most: usize) -> Vec<Place> {
        let mut due = Vec::new();
        while due.len() < most && self.order.first().is_some_and(|(at, _)| *at < before) {
            due.extend(self.order.pop_first().map(|(_, place)| place));
        }
        due
    }

    /// How far a stream was followed; 0 where it is not.
    pub(super) fn revision(&self, place: &Place) -> u64 {
        self.streams.get(place).map_or(0, |watched| watched.revision)
    }

    /// Nothing could be said about a stream that was handed out: it is to be looked at again.
    pub(super) fn put_back(&mut self, place: &Place) {
        if let Some(next) = self.streams.get(place).and_then(|watched| watched.next) {
            self.order.insert((next, place.clone()));
        }
    }
}

/// The first instant at which a clock of a state runs out.
fn next_due<R: Rules>(state: &R::State, catalogue: View<'_>) -> Option<Timestamp> {
    R::timers(state, catalogue).into_iter().map(|timer| timer.due).min()
}
