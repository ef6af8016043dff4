//! By which version of the rules is decided, and what a release does that lacks it: nothing.

use super::Machine;
use crate::{Rules, rules_versions};
use lienthong_catalogue::Command as Publication;
use lienthong_ledger::ports::Unavailable;
use lienthong_names::Service;
use lienthong_protocol::{Body, Command};

impl<R: Rules> Machine<R> {
    /// The version that holds, as far as the catalogue is followed.
    pub(super) fn rules_version(&self) -> u32 {
        self.catalogue.now().rules_version(R::SERVICE)
    }

    /// Why a command cannot be decided by this release: a newer one wrote that later rules hold, or this one would have it said of rules that
    /// it does not have, after which nobody here could decide anything.
    pub(super) fn lacks_rules(&self, command: &Command) -> Option<Unavailable> {
        let holds = self.rules_version();
        if holds > R::VERSIONS {
            return Some(lacking(R::SERVICE, holds, R::VERSIONS));
        }
        let Body::Catalogue { command: Publication::AdoptRules(adopted), .. } = &command.body else {
            return None;
        };
        let built = rules_versions(adopted.service);
        (adopted.version > built).then(|| lacking(adopted.service, adopted.version, built))
    }
}

fn lacking(service: Service, version: u32, built: u32) -> Unavailable {
    let what = format!(
        "version {version} of the rules of {service} is not in this release, which has {built}: install the release that has it on every \
         machine, and send again"
    );
    Unavailable { code: "LT0031", what }
}
