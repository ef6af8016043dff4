//! `audit verify` within the test's own process: quick enough to be asked thousands of times.

use std::path::Path;

use lienthong_audit::verify::LedgerFiles;
use lienthong_consultation::Consultation;
use lienthong_inspection::Inspection;
use lienthong_names::Origin;
use lienthong_publishing::Publishing;
use lienthong_routing::Routing;
use lienthong_service::{ByBoth, ByRules, Redecide};

use crate::records::{folder, log_key};

/// The ledgers of a house with these origins; the catalogue should come first.
pub fn ledgers<'a>(house: &Path, origins: impl IntoIterator<Item = &'a str>) -> Vec<LedgerFiles> {
    let files = |origin| {
        let origin = Origin::new(origin).expect("an origin");
        LedgerFiles { log: log_key(house, &origin), directory: folder(house, &origin), origin }
    };
    origins.into_iter().map(files).collect()
}

/// The rules of every service, as the binary has them.
pub fn rules() -> Vec<Box<dyn Redecide>> {
    vec![
        Box::new(ByBoth::<Routing, Consultation>::new(|subject| &subject.dossier)),
        Box::new(ByRules::<Publishing>::new()),
        Box::new(ByRules::<Inspection>::new()),
    ]
}
