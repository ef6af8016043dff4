//! The files of the province, carried in the binary: the demonstration needs no folder beside it.

use lienthong_interop::province::{Fault, Province};
use std::fmt;

macro_rules! files {
    ($($name:literal)+) => {
        &[$(($name, include_str!(concat!("../../../../deploy/provinces/ha-giang-2020/", $name)))),+]
    };
}

const FILES: &[(&str, &str)] = files! {
    "agencies.toml"
    "changes/2020-10-01.toml"
    "changes/2025-07-01.toml"
    "procedures/association.toml"
    "procedures/birth-residence-insurance.toml"
    "procedures/building-permit.toml"
    "procedures/certified-copy.toml"
    "procedures/criminal-record.toml"
    "procedures/driving-licence.toml"
    "procedures/environmental-impact.toml"
    "procedures/food-safety.toml"
    "procedures/foreign-workers.toml"
    "procedures/investment-policy.toml"
    "procedures/land-transfer.toml"
    "procedures/marriage-again.toml"
    "procedures/medical-practice.toml"
    "procedures/mineral-extension.toml"
    "procedures/plant-protection.toml"
    "procedures/sales-promotion.toml"
    "procedures/teacher-transfer.toml"
    "procedures/tour-guide.toml"
    "procedures/water-use.toml"
    "province.toml"
};

/// The province's files say something that no province can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable(Vec<Fault>);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, fault) in self.0.iter().enumerate() {
            let break_before = if at > 0 { "\n" } else { "" };
            write!(f, "{break_before}{fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Unreadable {}

/// The province that the files say.
pub(super) fn province() -> Result<Province, Unreadable> {
    let files: Vec<_> = FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
    Province::read(&files).map_err(Unreadable)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use lienthong_interop::province::files_of;
    use std::path::Path;

    #[test]
    fn the_binary_carries_the_folder_as_it_is() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy/provinces/ha-giang-2020");
        let carried: Vec<_> =
            FILES.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        assert_eq!(files_of(Path::new(folder)).unwrap(), carried);
    }
}
