//! The records of a ledger decided again, one after the other, each on the streams as its decision saw them.
//!
//! Belongs here: when a record can be decided again. Its own stream is as it was, for who goes in the ledger's order; a stranger's rejection
//! saw another stream, which may have gone on since, or not be there yet. Does not: deciding it (`redecide`).

use crate::{Decided, Redecide, Redecided};
use lienthong_catalogue::Catalogue;
use lienthong_names::{StreamKind, StreamName};
use std::cmp::Ordering;
use std::collections::HashMap;

/// Makes the rules of every service, with nothing taken in.
pub type MakeRules<'a> = &'a (dyn Fn() -> Vec<Box<dyn Redecide>> + Sync);

/// Reads the first records of a stream again.
pub type ReadAgain<'a> = &'a mut dyn FnMut(&StreamName, u64) -> Result<Vec<Decided>, String>;

/// Decides again what it is given; `T` is what its caller knows a record by.
pub struct Redeciding<'a, T> {
    make: MakeRules<'a>,
    rules: Vec<Box<dyn Redecide>>,
    // Both are looked up, never walked but at the end, where order is asked of nobody.
    /// How far each stream was taken in.
    taken: HashMap<StreamName, u64>,
    /// What waits for records of a stream that it saw.
    waiting: HashMap<StreamName, Vec<(T, Box<Decided>)>>,
}

/// A record, and what came of deciding it again.
pub type Said<T> = (T, Redecided);

impl<'a, T> Redeciding<'a, T> {
    /// With nothing taken in.
    #[must_use]
    pub fn new(make: MakeRules<'a>) -> Self {
        Self { make, rules: make(), taken: HashMap::new(), waiting: HashMap::new() }
    }

    /// The next record of the ledger: what can be decided again now, which may be other records, or none.
    ///
    /// `again` reads the first records of a stream: asked for the few that saw less of a stream than was taken in.
    ///
    /// # Errors
    /// What `again` says; of the record with this tag nothing is said then.
    pub fn next(
        &mut self,
        tag: T,
        decided: Box<Decided>,
        catalogue: &Catalogue,
        again: ReadAgain<'_>,
        said: &mut dyn FnMut(Said<T>),
    ) -> Result<(), (T, String)> {
        let Some(about) = decided.about() else {
            said((tag, self.ask(&self.rules, &decided, &decided.record.stream, catalogue)));
            return Ok(());
        };
        if decided.record.stream.kind() != StreamKind::Rejected {
            said((tag, self.ask(&self.rules, &decided, &about, catalogue)));
            self.pass(&decided, catalogue, said);
            return Ok(());
        }
        let (about, seen) = (about.into_owned(), decided.record.decided_on.revision);
        match seen.cmp(&self.taken.get(&about).copied().unwrap_or_default()) {
            Ordering::Equal => said((tag, self.ask(&self.rules, &decided, &about, catalogue))),
            Ordering::Greater => self.waiting.entry(about).or_default().push((tag, decided)),
            Ordering::Less => match again(&about, seen) {
                Ok(before) => said((tag, self.ask(&self.fresh(&before), &decided, &about, catalogue))),
                Err(why) => return Err((tag, why)),
            },
        }
        Ok(())
    }

    /// A record that is not to be decided again: others stand on it, and may have waited for it.
    pub fn pass(&mut self, decided: &Decided, catalogue: &Catalogue, said: &mut dyn FnMut(Said<T>)) {
        let stream = &decided.record.stream;
        // Nothing is ever decided on a stream of strangers' rejections.
        if stream.kind() == StreamKind::Rejected {
            return;
        }
        self.rules.iter_mut().for_each(|rules| rules.take(decided));
        let revision = decided.record.revision;
        match self.taken.get_mut(stream) {
            Some(taken) => *taken = revision,
            None => drop(self.taken.insert(stream.clone(), revision)),
        }
        if !self.waiting.is_empty() {
            self.woken(stream, revision, catalogue, said);
        }
    }

    /// The ledger ends: what still waits says that it saw what was never sealed.
    pub fn end(self, said: &mut dyn FnMut(Said<T>)) {
        for (about, waiting) in self.waiting {
            for (tag, decided) in waiting {
                let seen = decided.record.decided_on.revision;
                let how = format!("it saw revision {seen} of {about}, which is not there");
                said((tag, Redecided::Different { how }));
            }
        }
    }

    /// What waited for this revision of a stream.
    fn woken(
        &mut self,
        stream: &StreamName,
        revision: u64,
        catalogue: &Catalogue,
        said: &mut dyn FnMut(Said<T>),
    ) {
        let waiting = self.waiting.remove(stream).unwrap_or_default();
        let is_here = |(_, decided): &(T, Box<Decided>)| decided.record.decided_on.revision == revision;
        let (here, left): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_here);
        for (tag, decided) in here {
            said((tag, self.ask(&self.rules, &decided, stream, catalogue)));
        }
        if !left.is_empty() {
            self.waiting.insert(stream.clone(), left);
        }
    }

    fn fresh(&self, before: &[Decided]) -> Vec<Box<dyn Redecide>> {
        let mut rules = (self.make)();
        for decided in before {
            rules.iter_mut().for_each(|rules| rules.take(decided));
        }
        rules
    }

    fn ask(
        &self,
        rules: &[Box<dyn Redecide>],
        decided: &Decided,
        about: &StreamName,
        catalogue: &Catalogue,
    ) -> Redecided {
        match rules.iter().find(|rules| rules.is_of(decided.record.recorder)) {
            Some(rules) => rules.redecide(decided, about, catalogue),
            None => {
                let why = format!("there are no rules of {}", decided.record.recorder);
                Redecided::NotDecidable { why }
            }
        }
    }
}

impl<T> std::fmt::Debug for Redeciding<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Redeciding({} streams)", self.taken.len())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ByRules;
    use crate::redecide::tests::{Noting, decided, steps, strangers};

    fn rules() -> Vec<Box<dyn Redecide>> {
        vec![Box::new(ByRules::<Noting>::new())]
    }

    /// What comes of records in this order, each with its place in it; and which streams were read again.
    fn ask(records: Vec<Decided>) -> (Vec<Said<usize>>, Vec<(String, u64)>) {
        let (mut all, mut read) = (Vec::new(), Vec::new());
        let mut redeciding = Redeciding::new(&rules);
        for (place, next) in records.into_iter().enumerate() {
            let again = &mut |stream: &StreamName, revision| {
                read.push((stream.to_string(), revision));
                let before = steps("A-1", &[1, 2, 3, 4]);
                Ok(before.iter().take(usize::try_from(revision).unwrap()).map(decided).collect())
            };
            let said = &mut |said| all.push(said);
            redeciding.next(place, Box::new(next), &Catalogue::default(), again, said).unwrap();
        }
        redeciding.end(&mut |said| all.push(said));
        (all, read)
    }

    #[test]
    fn each_stands_on_what_came_before_it() {
        let (said, read) = ask(steps("A-1", &[1, 2, 3, 4]).iter().map(decided).collect());
        assert_eq!(said, (0..4).map(|place| (place, Redecided::Same)).collect::<Vec<_>>());
        assert_eq!(read, []);
    }

    #[test]
    fn a_stranger_who_saw_less_is_decided_on_what_they_saw() {
        let records = steps("A-1", &[1, 2, 3, 4]);
        let all = records.iter().map(decided).chain([strangers("A-1", 3), strangers("A-1", 1)]);
        let (said, read) = ask(all.collect());
        assert_eq!(said, (0..6).map(|place| (place, Redecided::Same)).collect::<Vec<_>>());
        assert_eq!(read, [("dossier.A-1".to_owned(), 3), ("dossier.A-1".to_owned(), 1)]);
    }

    #[test]
    fn what_cannot_be_read_again_is_told_of_who_was_asked() {
        let mut redeciding = Redeciding::new(&rules);
        for raw in steps("A-1", &[1, 2]) {
            redeciding.pass(&decided(&raw), &Catalogue::default(), &mut |_| ());
        }
        let again = &mut |_: &StreamName, _| Err("the disk is gone".to_owned());
        let said = &mut |said: Said<u8>| unreachable!("{said:?}");
        let told = redeciding.next(7, Box::new(strangers("A-1", 1)), &Catalogue::default(), again, said);
        assert_eq!(told, Err((7, "the disk is gone".to_owned())));
    }

    #[test]
    fn a_stranger_whose_record_is_there_first_waits_for_what_they_saw() {
        let records = steps("A-1", &[1, 2, 3, 4]);
        let of_three = strangers("A-1", 3);
        let of_two = strangers("A-1", 2);
        let all = [of_three, of_two].into_iter().chain(records.iter().map(decided));
        let (said, read) = ask(all.collect());
        // Each right after the record that it waited for.
        let order: Vec<usize> = said.iter().map(|(place, _)| *place).collect();
        assert_eq!(order, [2, 3, 1, 4, 0, 5]);
        assert!(said.iter().all(|(_, redecided)| *redecided == Redecided::Same), "{said:?}");
        assert_eq!(read, []);
    }

    #[test]
    fn a_stranger_who_saw_what_never_came_is_named() {
        let records = steps("A-1", &[1, 2, 3, 4]);
        let all = [strangers("A-1", 3)].into_iter().chain(records[..2].iter().map(decided));
        let (said, _) = ask(all.collect());
        let Some((0, Redecided::Different { how })) = said.last() else { unreachable!("{said:?}") };
        assert_eq!(how, "it saw revision 3 of dossier.A-1, which is not there");
    }
}
