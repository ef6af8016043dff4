//! Look-ups of what procedures stand on, when they were to be published, and what is proposed to be cut from them.

use crate::cut::{CutDecision, ProposedCut};
use crate::legal_basis::{LegalBasis, Repeal};
use crate::view::View;
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_names::{CutId, LegalBasisId, ProcedureCode};

/// What procedures stand on, and what becomes of them.
impl<'a> View<'a> {
    /// A document that procedures stand on, as it was registered last.
    #[must_use]
    pub fn legal_basis(&self, id: &LegalBasisId) -> Option<&'a LegalBasis> {
        self.last(self.catalogue.legal_bases.get(id))
    }

    /// Every one, in order of id.
    pub fn legal_bases(&self) -> impl Iterator<Item = &'a LegalBasis> + use<'a> {
        let view = *self;
        self.catalogue.legal_bases.values().filter_map(move |known| view.last(Some(known)))
    }

    /// Versions of procedures that stand on a document; none: what it demands was not published yet.
    pub fn standing_on<'b>(
        &self,
        id: &'b LegalBasisId,
    ) -> impl Iterator<Item = (&'a ProcedureCode, u32)> + use<'a, 'b> {
        let view = *self;
        self.catalogue.procedures.iter().flat_map(move |(code, said)| {
            let versions = view.known(Some(said)).filter(|(_, procedure)| procedure.legal_bases.contains(id));
            versions.map(move |(version, _)| (code, *version))
        })
    }

    /// The last day on which a version of a procedure could be published in time: the earliest that those documents name which no
    /// version before it stood on. `None`: none of them names a day.
    #[must_use]
    pub fn publication_due(&self, code: &ProcedureCode, version: u32) -> Option<Date> {
        let known = |id: &&LegalBasisId| {
            (1..version).any(|before| {
                self.procedure_version(code, before).is_some_and(|before| before.legal_bases.contains(id))
            })
        };
        let bases = self.procedure_version(code, version)?.legal_bases.iter().filter(|id| !known(id));
        bases.filter_map(|id| self.legal_basis(id)?.publication_due).min()
    }

    /// How many days too late a version was published, by the date of its decision; 0: in time, or it had no day.
    #[must_use]
    pub fn published_late(&self, code: &ProcedureCode, version: u32) -> u32 {
        let decided = self.procedure_version(code, version).map(|procedure| procedure.decision.date);
        let Some((due, decided)) = self.publication_due(code, version).zip(decided) else { return 0 };
        u32::try_from(decided.duration_since(due).as_hours() / 24).unwrap_or(0)
    }

    /// That a procedure is in force no longer at an instant, or never was in force since: the repeal that says so.
    #[must_use]
    pub fn repeal(&self, code: &ProcedureCode, at: Timestamp) -> Option<&'a Repeal> {
        self.known(self.catalogue.repeals.get(code)).filter(|repeal| repeal.from <= at).max_by_key(|r| r.from)
    }

    /// A proposal to cut something.
    #[must_use]
    pub fn cut(&self, id: &CutId) -> Option<&'a ProposedCut> {
        self.last(self.catalogue.cuts.get(id))
    }

    /// What was decided about it.
    #[must_use]
    pub fn cut_decision(&self, id: &CutId) -> Option<&'a CutDecision> {
        self.last(self.catalogue.cut_decisions.get(id))
    }

    /// Every proposal, in order of id, with what was decided about it.
    pub fn cuts(&self) -> impl Iterator<Item = (&'a ProposedCut, Option<&'a CutDecision>)> + use<'a> {
        let view = *self;
        let cuts = self.catalogue.cuts.values().filter_map(move |known| view.last(Some(known)));
        cuts.map(move |cut| (cut, view.cut_decision(&cut.proposal.id)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Catalogue, Decision, Entry, Procedure};
    use jiff::civil::date;
    use lienthong_names::AgencyId;

    fn at(text: &str) -> Timestamp {
        format!("{text}T00:00:00+07:00").parse().unwrap()
    }

    fn code() -> ProcedureCode {
        ProcedureCode::new("1.1").unwrap()
    }

    fn basis(id: &str) -> LegalBasisId {
        LegalBasisId::new(id).unwrap()
    }

    fn decided(on: Date) -> Decision {
        Decision { number: "1".into(), date: on, signer: "CT".into() }
    }

    fn registered(id: &str, due: Option<Date>) -> Entry {
        Entry::LegalBasisRegistered(LegalBasis {
            id: basis(id),
            number: id.into(),
            title: id.into(),
            effective_on: date(2020, 1, 1),
            responsible: AgencyId::new("H22.14").unwrap(),
            publication_due: due,
            prescribes: Vec::new(),
        })
    }

    fn published(version: u32, from: &str, on: Date, bases: &[&str]) -> Entry {
        let procedure = Procedure {
            name: "p".into(),
            field: "f".into(),
            fictitious: true,
            legal_bases: bases.iter().map(|id| basis(id)).collect(),
            ..Procedure::blank(code(), decided(on), at(from))
        };
        Entry::ProcedurePublished { version, procedure: Box::new(procedure) }
    }

    fn repealed(from: &str) -> Entry {
        Entry::ProcedureRepealed(Repeal {
            procedure: code(),
            from: at(from),
            reason: "r".into(),
            legal_basis: None,
            decision: decided(date(2020, 1, 1)),
        })
    }

    fn known(entries: &[Entry]) -> Catalogue {
        let mut catalogue = Catalogue::default();
        for (sequence, entry) in (1..).zip(entries) {
            catalogue.evolve(sequence, entry);
        }
        catalogue
    }

    #[test]
    fn a_publication_is_due_by_the_earliest_day_of_what_it_newly_stands_on() {
        let catalogue = known(&[
            registered("a", Some(date(2020, 3, 31))),
            registered("b", Some(date(2020, 2, 28))),
            registered("c", None),
            published(1, "2020-03-01", date(2020, 3, 1), &["a", "b", "c"]),
            // The same documents again, and no new one that names a day: nothing was due.
            published(2, "2021-01-01", date(2020, 12, 1), &["a", "b", "c"]),
            registered("d", Some(date(2021, 6, 30))),
            published(3, "2021-07-01", date(2021, 6, 30), &["a", "d"]),
        ]);
        let view = catalogue.now();
        let due = |version| view.publication_due(&code(), version);
        assert_eq!((due(1), due(2), due(3)), (Some(date(2020, 2, 28)), None, Some(date(2021, 6, 30))));
        let late = |version| view.published_late(&code(), version);
        // 2020 is a leap year: 29 February and 1 March lie after the 28th.
        assert_eq!((late(1), late(2), late(3), late(4)), (2, 0, 0, 0));
        let standing =
            |id: &str| view.standing_on(&basis(id)).map(|(_, version)| version).collect::<Vec<_>>();
        assert_eq!((standing("a"), standing("b"), standing("d")), (vec![1, 2, 3], vec![1, 2], vec![3]));
        assert!(catalogue.as_known(6).standing_on(&basis("d")).next().is_none(), "not published yet");
    }

    #[test]
    fn what_is_repealed_is_in_force_until_then_and_again_when_it_is_published_again() {
        let catalogue = known(&[
            published(1, "2020-01-01", date(2020, 1, 1), &[]),
            repealed("2020-07-01"),
            published(2, "2020-03-01", date(2020, 2, 1), &[]),
            published(3, "2021-01-01", date(2020, 12, 1), &[]),
        ]);
        let in_force = |position, day| {
            catalogue.as_known(position).procedure(&code(), at(day)).map(|(version, _)| version)
        };
        let rows = [
            (1, "2020-07-01", Some(1)),
            (2, "2020-06-30", Some(1)),
            (2, "2020-07-01", None),
            (3, "2020-06-30", Some(2)),
            // Said later, and of an earlier day: the repeal stands.
            (3, "2020-07-01", None),
            (4, "2020-12-31", None),
            (4, "2021-01-01", Some(3)),
        ];
        for (position, day, expected) in rows {
            assert_eq!(in_force(position, day), expected, "on {day}, known at {position}");
        }
        // What a running dossier was received under is there all the same.
        assert!(catalogue.now().procedure_version(&code(), 1).is_some());
        assert_eq!(catalogue.now().procedures(at("2020-08-01")).count(), 0);
    }

    #[test]
    fn of_a_version_and_a_repeal_of_one_instant_the_one_said_last_counts() {
        let said = |entries: &[Entry]| known(entries).now().procedure(&code(), at("2020-08-01")).is_some();
        let first = published(1, "2020-01-01", date(2020, 1, 1), &[]);
        let again = published(2, "2020-07-01", date(2020, 1, 1), &[]);
        assert!(said(&[first.clone(), repealed("2020-07-01"), again.clone()]));
        assert!(!said(&[first, again, repealed("2020-07-01")]));
    }
}
