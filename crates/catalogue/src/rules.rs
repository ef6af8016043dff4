//! By which version of its rules a service decides.

use crate::entry::Decision;
use crate::view::View;
use lienthong_names::Service;

/// From the sealed record that says so on, a service decides by the next version of its rules. What was decided before is decided again by
/// the version that held then: every release keeps those of the releases before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulesVersion {
    /// Whose rules.
    pub service: Service,
    /// Which version: the one that holds, and one more.
    pub version: u32,
    /// Under which decision.
    pub decision: Decision,
}

impl View<'_> {
    /// The version of its rules by which a service decides, as known at this position; 1 until another was adopted.
    #[must_use]
    pub fn rules_version(&self, service: Service) -> u32 {
        let adopted = self.known(Some(&self.catalogue.rules)).filter(|adopted| adopted.service == service);
        adopted.last().map_or(1, |adopted| adopted.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Entry};
    use jiff::civil::Date;

    #[test]
    fn a_version_holds_from_its_record_on_for_its_service() {
        let decision = Decision { number: "1".into(), date: Date::constant(2021, 1, 4), signer: "CT".into() };
        let adopted = |service, version| RulesVersion { service, version, decision: decision.clone() };
        let mut catalogue = Catalogue::default();
        catalogue.evolve(7, &Entry::RulesAdopted(adopted(Service::Routing, 2)));
        catalogue.evolve(9, &Entry::RulesAdopted(adopted(Service::Routing, 3)));
        let at = |position, service| catalogue.as_known(position).rules_version(service);
        let routing = [6, 7, 8, 9].map(|position| at(position, Service::Routing));
        assert_eq!(routing, [1, 2, 2, 3]);
        assert_eq!(at(9, Service::Consultation), 1);
    }
}
