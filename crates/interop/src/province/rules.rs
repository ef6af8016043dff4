//! By which versions of their rules services decide, as `province.toml` says it.

use super::fault::{Mistake, Reading};
use super::raw;
use lienthong_catalogue::{Command, Decision, RulesVersion};
use lienthong_names::Service;

/// Each version up to the one that is named is a record of its own: a slip of the pen is not to become a million of them.
const VERSION_MAX: u32 = 99;

/// The version of a service's rules that a province names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ruled {
    /// Whose rules.
    pub service: Service,
    /// Which version.
    pub version: u32,
    /// The line that says so.
    pub(super) line: usize,
}

impl Ruled {
    /// None is left out: what leads to this version from the first.
    pub(super) fn commands(&self, decision: &Decision) -> impl Iterator<Item = Command> {
        let adopted = |version| RulesVersion { service: self.service, version, decision: decision.clone() };
        (2..=self.version).map(move |version| Command::AdoptRules(adopted(version)))
    }
}

/// Each that is named, in the order of the services.
pub(super) fn read(reading: &mut Reading<'_>, raw: &raw::Province) -> Vec<Ruled> {
    let mut ruled = Vec::new();
    for (word, version) in &raw.rules {
        let (field, at) = (format!("rules.{word}"), version.span());
        match word.parse::<Service>() {
            Err(error) => reading.fault(Mistake::Value, Some(at), field, error.to_string()),
            Ok(service) if (1..=VERSION_MAX).contains(version.get_ref()) => {
                ruled.push(Ruled { service, version: *version.get_ref(), line: reading.line(at.start) });
            }
            Ok(_) => {
                let what = format!("{} is no version of rules: 1 to {VERSION_MAX}", version.get_ref());
                reading.fault(Mistake::Value, Some(at), field, what);
            }
        }
    }
    ruled.sort_by_key(|ruled| ruled.service);
    ruled
}
