//! What is built into lienthong: licences and sources by `deny.toml`, also where `cargo deny` is not installed.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::BTreeSet;

use cargo_metadata::{MetadataCommand, Package};
use lienthong_tests::workspace;
use spdx::{Expression, LicenseReq, ParseMode};

/// Where a package must come from, unless it is ours.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// The licences that `deny.toml` allows, each as one requirement of an expression.
fn allowed() -> BTreeSet<String> {
    let path = workspace::root().join("deny.toml");
    let text = std::fs::read_to_string(&path).expect("deny.toml");
    let deny: toml::Table = text.parse().expect("deny.toml is TOML");
    let allow = deny["licenses"]["allow"].as_array().expect("licenses.allow is a list");
    allow.iter().map(|licence| licence.as_str().expect("a licence's name").to_owned()).collect()
}

/// Everything that is compiled for the platform we ship for, tests' own dependencies too.
fn packages() -> Vec<Package> {
    let metadata = MetadataCommand::new()
        .manifest_path(workspace::root().join("Cargo.toml"))
        .other_options(["--locked", "--filter-platform", "x86_64-unknown-linux-gnu"].map(str::to_owned))
        .exec()
        .expect("cargo metadata");
    let built: BTreeSet<_> =
        metadata.resolve.expect("a resolved graph").nodes.into_iter().map(|n| n.id).collect();
    metadata.packages.into_iter().filter(|package| built.contains(&package.id)).collect()
}

/// What is wrong with a package's licence, if anything.
fn fault(licence: Option<&str>, allowed: &BTreeSet<String>) -> Option<String> {
    let Some(licence) = licence else { return Some("says no licence".to_owned()) };
    match Expression::parse_mode(licence, ParseMode::LAX) {
        Err(error) => Some(format!("`{licence}` is no SPDX expression: {error}")),
        Ok(expression)
            if expression.evaluate(|wanted: &LicenseReq| allowed.contains(&wanted.to_string())) =>
        {
            None
        }
        Ok(_) => Some(format!("`{licence}` is not among the licences that deny.toml allows")),
    }
}

#[test]
fn every_licence_is_one_that_deny_toml_allows() {
    let (allowed, packages) = (allowed(), packages());
    assert!(packages.len() > 100, "{} packages", packages.len());
    let faults: Vec<String> = packages
        .iter()
        .filter_map(|package| {
            let fault = fault(package.license.as_deref(), &allowed)?;
            Some(format!("{} {}: {fault}", package.name, package.version))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_package_is_ours_or_from_the_registry() {
    for package in packages() {
        match &package.source {
            None => {
                assert!(package.manifest_path.starts_with(workspace::root()), "{}", package.manifest_path)
            }
            Some(source) => assert_eq!(source.to_string(), REGISTRY, "{} {}", package.name, package.version),
        }
    }
}

#[test]
fn a_licence_that_is_not_allowed_is_seen() {
    let allowed = allowed();
    for (licence, is_fine) in [
        (Some("MIT"), true),
        (Some("MIT/Apache-2.0"), true),
        (Some("GPL-3.0-only OR MIT"), true),
        (Some("(MIT OR Apache-2.0) AND Unicode-3.0"), true),
        (Some("GPL-3.0-only"), false),
        (Some("MIT AND AGPL-3.0-or-later"), false),
        (Some("as you like"), false),
        (None, false),
    ] {
        assert_eq!(fault(licence, &allowed).is_none(), is_fine, "{licence:?}");
    }
}
