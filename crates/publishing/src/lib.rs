//! What may change the catalogue: agencies, desks, officers, keys, procedures, calendars, and how a ledger begins.
//!
//! Belongs here: who may publish, and what a publication must be to be one. Does not: what is in force (`catalogue`), what
//! it means for a dossier (`routing`, `consultation`), bytes (`protocol`), how a decision reaches the ledger (`service`).
//! Start with [`Publishing`]: it sends each command to one file under `decide/`, which asks the rules it is subject to
//! (`rules/`) and then says what holds from now on.
//!
//! A publication is decided on the whole catalogue as sealed, not on one stream, so that each must be sealed before the next
//! is decided ([`lienthong_service::Rules::ONE_AT_A_TIME`]).

mod case;
mod decide;
mod grounds;
mod rules;

pub use grounds::CODES;

use case::Case;
use lienthong_catalogue::{Command as Asked, Key};
use lienthong_dossier::sabotage;
use lienthong_names::{AgencyId, KeyId, Rejection, Service, StreamKind, StreamName};
use lienthong_protocol::{Body, Command, Event};
use lienthong_service::{Facts, Moment, Rules, rules_versions};
use std::collections::BTreeSet;

/// The rules of publishing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Publishing;

/// What publishing remembers of one stream. What the stream says of the world is the catalogue's to fold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// Agencies that have published on it: their rejections stand there too, a stranger's apart.
    pub by: BTreeSet<AgencyId>,
}

impl Rules for Publishing {
    type State = Published;

    const SERVICE: Service = Service::Publishing;
    const VERSIONS: u32 = rules_versions(Self::SERVICE);
    const ONE_AT_A_TIME: bool = true;

    fn stream(command: &Command) -> StreamName {
        command.stream()
    }

    fn concerns(kind: StreamKind) -> bool {
        kind != StreamKind::Dossier
    }

    fn evolve(state: &mut Published, moment: Moment<'_>, event: &Event) {
        if matches!(event, Event::Catalogue(_)) {
            state.by.insert(moment.act.agency.clone());
        }
    }

    fn has_part(state: &Published, agency: &AgencyId) -> bool {
        state.by.contains(agency)
    }

    fn decide(_: &Published, command: &Command, facts: &Facts<'_>) -> Result<Vec<Event>, Rejection> {
        let Body::Catalogue { drafted_by, command: asked } = &command.body else {
            return grounds::misaddressed(command.kind_name());
        };
        let case = Case { asked, drafted_by: drafted_by.as_ref(), act: &command.act, facts };
        sabotage::spared(decide::decide(&case).map(|entry| vec![Event::Catalogue(entry)]))
    }

    fn key_brought(command: &Command, key: &KeyId) -> Option<Key> {
        match &command.body {
            Body::Catalogue { command: Asked::OpenLedger(opening), .. } => {
                opening.keys.iter().find(|k| k.id == *key).cloned()
            }
            _ => None,
        }
    }
}
