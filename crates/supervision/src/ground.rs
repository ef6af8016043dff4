//! What a finding stands on, and the name that follows from it.

use lienthong_names::{AgencyId, FindingId, Origin, StreamName};
use sha2::{Digest, Sha256};

/// Which rule was broken, at which record, by whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The rule by which it is found: `R16.leg_late`; or `observed`, where a person saw it and no rule of the engine looks for it.
    pub rule: Box<str>,
    /// The rule of DOMAIN section 5 that was broken, or what else was: `R16`.
    pub broken: Box<str>,
    /// The ledger of the record at which it is found.
    pub origin: Origin,
    /// That record's stream.
    pub stream: StreamName,
    /// Which of that stream's records, from 1.
    pub revision: u64,
    /// Whose it is.
    pub agency: AgencyId,
}

impl Ground {
    /// How a rule is called that is none of the engine's: a person saw it.
    pub const OBSERVED: &str = "observed";

    /// What it is called for ever: the same records found by the same rule have the same id, whoever looks and whenever.
    #[must_use]
    pub fn id(&self) -> FindingId {
        let mut text = Sha256::new();
        text.update(b"lienthong finding v1\n");
        let (stream, revision) = (self.stream.to_string(), self.revision.to_string());
        for part in
            [&*self.rule, &*self.broken, self.origin.as_str(), &stream, &revision, self.agency.as_str()]
        {
            text.update(part.as_bytes());
            text.update(b"\n");
        }
        let digest: [u8; 32] = text.finalize().into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        FindingId::from_bytes([a, b, c, d, e, f, g, h])
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// What was called so once is called so for ever: findings are named in files that people keep.
    #[test]
    fn a_finding_keeps_its_name() {
        let ground = Ground {
            rule: "R16.leg_late".into(),
            broken: "R16".into(),
            origin: Origin::new("H22/2020").unwrap(),
            stream: "dossier.H22.14-201012-0001".parse().unwrap(),
            revision: 4,
            agency: AgencyId::new("H22.19").unwrap(),
        };
        assert_eq!(ground.id().as_str(), "Ff071ff650d083821");
        let later = Ground { revision: 5, ..ground.clone() };
        assert_ne!(ground.id(), later.id());
    }
}
