//! What is called how on the broker, beyond the subjects of `protocol::subjects`.

use lienthong_names::Origin;
use lienthong_protocol::subjects;

/// The stream of a ledger's seals: `SEAL_H22_2020`.
pub(crate) fn seal_stream(origin: &Origin) -> String {
    format!("SEAL_{}", subjects::ledger_token(origin))
}

/// Header of a seal: sequence of its first record. Lets a follower find its place without reading whole batches.
pub(crate) const FIRST: &str = "Lienthong-First";

/// The catalogue ledger of a ledger's unit: there stands the key that signs both.
pub(crate) fn catalogue_of(origin: &Origin) -> Option<Origin> {
    Origin::new(&format!("{}/catalogue", origin.unit())).ok()
}
