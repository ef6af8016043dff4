//! What agencies, units and officers are called, by the catalogue as it is sealed.

use crate::failure::Outcome;
use crate::site::Site;
use jiff::Timestamp;
use lienthong_catalogue::Catalogue;
use lienthong_names::{AgencyId, OfficerId, UnitId};
use lienthong_projections::Names;
use lienthong_projections::timeline::Name;
use lienthong_protocol::Event;

/// The catalogue, for showing names: validity does not matter, a name can always be shown.
pub struct CatalogueNames(Catalogue);

impl CatalogueNames {
    /// Reads the catalogue of a site.
    pub async fn read(site: &Site) -> Outcome<Self> {
        Self::read_as_known(site, Timestamp::MAX).await
    }

    /// The same, only what had been recorded by an instant.
    pub async fn read_as_known(site: &Site, known_at: Timestamp) -> Outcome<Self> {
        let mut catalogue = Catalogue::default();
        site.each_record(&site.catalogue, 1, |sequence, raw| {
            if raw.record.recorded_at > known_at {
                return;
            }
            catalogue.pass(sequence);
            for event in raw.record.events() {
                if let Event::Catalogue(entry) = event {
                    catalogue.evolve(sequence, entry);
                }
            }
        })
        .await?;
        Ok(Self(catalogue))
    }

    /// Of a catalogue that is at hand.
    pub const fn of(catalogue: Catalogue) -> Self {
        Self(catalogue)
    }

    /// What is published, for who needs nothing else.
    pub fn into_catalogue(self) -> Catalogue {
        self.0
    }

    /// What is published.
    pub const fn catalogue(&self) -> &Catalogue {
        &self.0
    }
}

impl Names for CatalogueNames {
    fn agency(&self, agency: &str) -> Option<Name> {
        let agency = self.0.now().agency_ever(&AgencyId::new(agency).ok()?)?;
        Some(named(&agency.name, &agency.name_en))
    }

    fn unit(&self, agency: &str, unit: &str) -> Option<Name> {
        let unit = UnitId::new(unit).ok()?;
        let agency = self.0.now().agency_ever(&AgencyId::new(agency).ok()?)?;
        agency.units.iter().find(|known| known.id == unit).map(|unit| named(&unit.name, ""))
    }

    fn officer(&self, agency: &str, officer: &str) -> Option<Name> {
        let grant =
            self.0.now().officer_ever(&AgencyId::new(agency).ok()?, &OfficerId::new(officer).ok()?)?;
        Some(named(&grant.name, ""))
    }
}

/// In English too, where nobody said how.
fn named(vi: &str, en: &str) -> Name {
    Name { vi: vi.to_owned(), en: if en.is_empty() { vi } else { en }.to_owned() }
}
