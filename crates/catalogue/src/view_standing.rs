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
        self.successions() > 0
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
        self.chain(agency, next)
    }

    /// Whether a chain of successions leads from one agency to another, at whatever instants.
    #[must_use]
    pub fn leads_to(&self, agency: &AgencyId, other: &AgencyId) -> bool {
        let next = |agency: &&AgencyId| self.succession(agency).map(|said| &said.successor);
        std::iter::successors(Some(agency), next).take(self.chain_len()).any(|agency| agency == other)
    }

    fn chain<'b>(
        &self,
        agency: &'b AgencyId,
        next: impl FnMut(&&'b AgencyId) -> Option<&'b AgencyId>,
    ) -> &'b AgencyId {
        std::iter::successors(Some(agency), next).take(self.chain_len()).last().unwrap_or(agency)
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
        let delegated = self
            .known(self.catalogue.delegations.get(&(agency.clone(), officer.clone())))
            .filter(|said| said.validity.holds_at(at))
            .filter(|said| said.scope.is_empty() || said.scope.iter().any(|word| **word == *command))
            .any(|said| has_role(&said.from));
        let stands_in = self
            .absences(agency, at)
            .any(|absence| absence.deputy.as_ref() == Some(officer) && has_role(&absence.officer));
        has_role(officer) || delegated || stands_in
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
