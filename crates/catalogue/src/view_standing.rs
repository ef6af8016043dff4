//! Look-ups of who stands for whom, and of what an agency or an officer may.

use crate::fold::Known;
use crate::standing::{Absence, Lease, Number, Succession};
use crate::view::View;
use jiff::{SignedDuration, Timestamp};
use lienthong_names::{AgencyId, OfficerId};

/// Who stands for whom, and what an agency or an officer may.
impl<'a> View<'a> {
    /// Whether any agency was, or will be, succeeded.
    #[must_use]
    pub fn knows_successions(&self) -> bool {
        self.catalogue.successions.values().any(|said| self.last(Some(said)).is_some())
    }

    /// How many are known.
    #[must_use]
    pub fn successions(&self) -> usize {
        let known = |said: &&Vec<Known<Succession>>| self.last(Some(said)).is_some();
        self.catalogue.successions.values().filter(known).count()
    }

    /// That an agency was, or will be, succeeded.
    #[must_use]
    pub fn succession(&self, predecessor: &AgencyId) -> Option<&'a Succession> {
        self.last(self.catalogue.successions.get(predecessor))
    }

    /// The agency that acts in this one's place at an instant; itself, where nobody does.
    #[must_use]
    pub fn acting<'b>(&self, agency: &'b AgencyId, at: Timestamp) -> &'b AgencyId
    where
        'a: 'b,
    {
        let next = |agency: &&'b AgencyId| -> Option<&'b AgencyId> {
            self.succession(agency).filter(|said| said.from <= at).map(|said| &said.successor)
        };
        std::iter::successors(Some(agency), next).take(self.chain_len()).last().unwrap_or(agency)
    }

    /// Whether a chain of successions leads from one agency to another, at whatever instants.
    #[must_use]
    pub fn leads_to(&self, agency: &AgencyId, other: &AgencyId) -> bool {
        let next = |agency: &&AgencyId| self.succession(agency).map(|said| &said.successor);
        std::iter::successors(Some(agency), next).take(self.chain_len()).any(|agency| agency == other)
    }

    /// No chain is longer, unless it goes round.
    fn chain_len(&self) -> usize {
        self.catalogue.successions.len() + 1
    }

    /// From when an agency works with the system.
    #[must_use]
    pub fn go_live(&self, agency: &AgencyId) -> Option<Timestamp> {
        self.last(self.catalogue.go_lives.get(agency)).map(|said| said.from)
    }

    /// Whether an officer is away at an instant.
    #[must_use]
    pub fn is_absent(&self, agency: &AgencyId, officer: &OfficerId, at: Timestamp) -> bool {
        self.absences(agency, at).any(|absence| absence.officer == *officer)
    }

    /// Whether an officer may give a command in an agency's name: by a role, by a delegation of one who has a role, or as the
    /// deputy of one who has a role and is away.
    #[must_use]
    pub fn may_act(&self, agency: &AgencyId, officer: &OfficerId, command: &str, at: Timestamp) -> bool {
        let has_role = |officer: &OfficerId| self.officer(agency, officer, at).is_some();
        // As nearly everybody who acts.
        if has_role(officer) {
            return true;
        }
        let delegated = self
            .known(self.catalogue.delegations.get(&(agency.clone(), officer.clone())))
            .filter(|said| said.validity.holds_at(at))
            .filter(|said| said.scope.is_empty() || said.scope.iter().any(|word| **word == *command))
            .any(|said| has_role(&said.from));
        let stands_in = self
            .absences(agency, at)
            .any(|absence| absence.deputy.as_ref() == Some(officer) && has_role(&absence.officer));
        delegated || stands_in
    }

    /// The last thing said of each officer of an agency who is away at an instant.
    fn absences(&self, agency: &AgencyId, at: Timestamp) -> impl Iterator<Item = &'a Absence> + use<'a> {
        self.known(self.catalogue.absences.get(agency)).filter(move |absence| absence.validity.holds_at(at))
    }

    /// The lease that a number is in.
    #[must_use]
    pub fn lease(&self, number: &Number<'_>) -> Option<&'a Lease> {
        self.known(self.catalogue.leases.get(number.series)).find(|lease| lease.covers(number))
    }

    /// Every lease, by series, in the order in which they were given.
    pub fn leases(&self) -> impl Iterator<Item = &'a Lease> + use<'a> {
        let view = *self;
        self.catalogue.leases.values().flat_map(move |known| view.known(Some(known)))
    }

    /// How much later than it happened a desk may record what counts as of then; `None`: it is not accredited.
    #[must_use]
    pub fn tolerance(&self, desk: &AgencyId, at: Timestamp) -> Option<SignedDuration> {
        let said = self.last(self.catalogue.accreditations.get(desk))?;
        let minutes = i64::from(said.tolerance_minutes);
        said.validity.holds_at(at).then(|| SignedDuration::from_mins(minutes))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Accreditation, Catalogue, Decision, Delegation, Entry, Grant, Validity};
    use jiff::civil::Date;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn agency(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn officer(id: &str) -> OfficerId {
        OfficerId::new(id).unwrap()
    }

    fn decision() -> Decision {
        Decision { number: "1".into(), date: Date::constant(2020, 1, 1), signer: "CT".into() }
    }

    fn succession(predecessor: &str, successor: &str, from: i64) -> Entry {
        Entry::AgencySucceeded(Succession {
            predecessor: agency(predecessor),
            successor: agency(successor),
            from: at(from),
            decision: decision(),
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
    fn who_acts_is_who_stands_at_the_end_of_the_chain_then_as_known_then() {
        let catalogue = known(&[succession("A", "B", 10), succession("B", "C", 20)]);
        let (first, second) = (agency("A"), agency("B"));
        let acting = |position, who, second| catalogue.as_known(position).acting(who, at(second)).to_string();
        let rows = [
            (0, &first, 30, "A"),
            (1, &first, 9, "A"),
            (1, &first, 10, "B"),
            (1, &first, 30, "B"),
            (2, &first, 19, "B"),
            (2, &first, 20, "C"),
            (2, &second, 20, "C"),
        ];
        for (position, who, second, expected) in rows {
            assert_eq!(acting(position, who, second), expected, "{who} at {second}, known at {position}");
        }
        assert!(!catalogue.as_known(0).knows_successions() && catalogue.as_known(1).knows_successions());
        assert!(catalogue.now().leads_to(&first, &agency("C")));
        assert!(!catalogue.now().leads_to(&agency("C"), &first));
        assert_eq!(catalogue.now().successions(), 2);
    }

    #[test]
    fn an_officer_acts_by_a_role_a_delegation_or_as_a_deputy_and_not_while_away() {
        let always = Validity { from: at(0), until: None };
        let while_away = Validity { from: at(10), until: Some(at(20)) };
        let grant = Grant {
            agency: agency("A"),
            officer: officer("an"),
            name: "An".into(),
            unit: None,
            title: "".into(),
            validity: Validity { from: at(0), until: Some(at(100)) },
        };
        let delegation = Delegation {
            agency: agency("A"),
            from: officer("an"),
            to: officer("dung"),
            scope: vec!["ResolveDossier".into()],
            validity: always,
            document: "1".into(),
        };
        let absence = Absence {
            agency: agency("A"),
            officer: officer("an"),
            validity: while_away,
            deputy: Some(officer("binh")),
        };
        let catalogue = known(&[
            Entry::RoleGranted(grant),
            Entry::AuthorityDelegated(delegation),
            Entry::AbsenceRegistered(absence),
        ]);
        let may = |who: &str, command: &str, second| {
            catalogue.now().may_act(&agency("A"), &officer(who), command, at(second))
        };
        assert!(may("an", "HandOver", 5));
        assert!(may("dung", "ResolveDossier", 5) && !may("dung", "HandOver", 5));
        assert!(may("binh", "HandOver", 10) && !may("binh", "HandOver", 9) && !may("binh", "HandOver", 20));
        // Nobody acts by a role that has ended.
        assert!(!may("an", "HandOver", 100) && !may("dung", "ResolveDossier", 100));
        let away = |second| catalogue.now().is_absent(&agency("A"), &officer("an"), at(second));
        assert!(!away(9) && away(10) && away(19) && !away(20));
    }

    #[test]
    fn a_desk_without_a_line_is_late_within_its_tolerance_while_it_is_accredited() {
        let catalogue = known(&[Entry::OfflineDeskAccredited(Accreditation {
            desk: agency("A"),
            tolerance_minutes: 240,
            validity: Validity { from: at(10), until: Some(at(20)) },
            decision: decision(),
        })]);
        let tolerance = |second| catalogue.now().tolerance(&agency("A"), at(second));
        assert_eq!(tolerance(10), Some(SignedDuration::from_hours(4)));
        assert_eq!((tolerance(9), tolerance(20)), (None, None));
        assert_eq!(catalogue.now().tolerance(&agency("B"), at(10)), None);
    }
}
