//! Arrows point down only: the table of the house against what cargo says of the workspace.
//!
//! The table repeats "The house" in `docs/architecture.md`. A crate that is not in it does not belong to the workspace.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, MetadataCommand};
use lienthong_tests::workspace;

/// What a crate may depend on, with every layer below it written out. `names` is below everything and stands in no row.
const HOUSE: &[(&str, &[&str])] = &[
    // Pure words.
    ("names", &[]),
    ("merkle", &[]),
    ("calendar", &[]),
    ("dossier", WORDS_BELOW),
    ("catalogue", WORDS_BELOW),
    ("supervision", &["calendar", "dossier"]),
    // Bytes, ports, the frame of services.
    ("protocol", WORDS),
    ("ledger", &["merkle", "calendar", "dossier", "catalogue", "supervision", "protocol"]),
    ("service", &["merkle", "calendar", "dossier", "catalogue", "supervision", "protocol", "ledger"]),
    // Rules and followers: never of each other, they meet on the ledger.
    ("routing", FRAME),
    ("consultation", FRAME),
    ("publishing", FRAME),
    ("audit", FRAME),
    ("projections", FRAME),
    ("inspection", FRAME),
    ("interop", &["merkle", "calendar", "dossier", "catalogue", "supervision", "protocol"]),
    // Used by tests of the rules only: nothing that ships may depend on it.
    ("scenario", RULES),
    // Edges.
    ("reports", &["merkle", "calendar", "dossier", "catalogue", "supervision", "protocol", "ledger"]),
    ("nats", FRAME),
    ("gateway", FRAME),
    ("simulation", RULES_AND_FOLLOWERS),
    // Binaries.
    ("lienthong", EVERYTHING),
    (
        "print",
        &["merkle", "calendar", "dossier", "catalogue", "supervision", "protocol", "ledger", "reports"],
    ),
];

const WORDS_BELOW: &[&str] = &["calendar"];
const WORDS: &[&str] = &["merkle", "calendar", "dossier", "catalogue", "supervision"];
const FRAME: &[&str] =
    &["merkle", "calendar", "dossier", "catalogue", "supervision", "protocol", "ledger", "service"];
const RULES: &[&str] = &[
    "merkle",
    "calendar",
    "dossier",
    "catalogue",
    "supervision",
    "protocol",
    "ledger",
    "service",
    "routing",
    "consultation",
    "publishing",
    "inspection",
];
const RULES_AND_FOLLOWERS: &[&str] = &[
    "merkle",
    "calendar",
    "dossier",
    "catalogue",
    "supervision",
    "protocol",
    "ledger",
    "service",
    "routing",
    "consultation",
    "publishing",
    "audit",
    "projections",
    "inspection",
    "interop",
];
const EVERYTHING: &[&str] = &[
    "merkle",
    "calendar",
    "dossier",
    "catalogue",
    "supervision",
    "protocol",
    "ledger",
    "service",
    "routing",
    "consultation",
    "publishing",
    "audit",
    "projections",
    "inspection",
    "interop",
    "reports",
    "nats",
    "gateway",
    "simulation",
];

/// Edges and binaries: what stands below them may not lean on them even in its tests.
const EDGES: &[&str] = &["reports", "nats", "gateway", "simulation", "lienthong", "print"];

/// Packages beside the house; nothing in the house knows them. The tests may use everything, xtask nothing of ours.
const BESIDE: &[(&str, &[&str])] = &[("tests", EVERYTHING), ("xtask", &[])];

/// Dependencies among our own packages, by folder name.
#[derive(Debug, Default, Clone)]
struct Graph {
    /// Normal and build dependencies.
    built: BTreeMap<String, BTreeSet<String>>,
    /// Dependencies of tests.
    tested: BTreeMap<String, BTreeSet<String>>,
}

/// The folder a package name stands for: `lienthong-ledger` is `ledger`, the binary is `lienthong`.
fn folder(package: &str) -> &str {
    package.strip_prefix("lienthong-").unwrap_or(package)
}

fn workspace_graph() -> Graph {
    let metadata = MetadataCommand::new()
        .manifest_path(workspace::root().join("Cargo.toml"))
        .no_deps()
        .other_options(["--offline".to_owned()])
        .exec()
        .expect("cargo metadata");
    let ours: BTreeSet<_> = metadata.packages.iter().map(|package| package.name.to_string()).collect();
    let mut graph = Graph::default();
    for package in &metadata.packages {
        let name = folder(&package.name);
        let directory = package.manifest_path.parent().and_then(|directory| directory.file_name());
        assert_eq!(directory, Some(name), "the package {} lies in a folder of its name", package.name);
        graph.built.entry(name.to_owned()).or_default();
        for dependency in package.dependencies.iter().filter(|dependency| ours.contains(&dependency.name)) {
            let kind = if dependency.kind == DependencyKind::Development {
                &mut graph.tested
            } else {
                &mut graph.built
            };
            kind.entry(name.to_owned()).or_default().insert(folder(&dependency.name).to_owned());
        }
    }
    graph
}

/// Every arrow that the table does not allow, in words.
fn wrong_arrows(graph: &Graph) -> Vec<String> {
    let table: BTreeMap<&str, &[&str]> = HOUSE.iter().chain(BESIDE).copied().collect();
    let mut wrong = Vec::new();
    for (from, targets) in &graph.built {
        let Some(allowed) = table.get(from.as_str()) else {
            wrong.push(format!("{from} is not in the table of the house"));
            continue;
        };
        // The benches of the tests decide on a dossier that a scenario tells.
        let may = |to: &str| {
            allowed.contains(&to)
                || (to == "names" && from != "xtask")
                || (from == "tests" && to == "scenario")
        };
        wrong.extend(targets.iter().filter(|to| !may(to)).map(|to| format!("{from} -> {to}")));
    }
    for (from, targets) in &graph.tested {
        let free = EDGES.contains(&from.as_str()) || BESIDE.iter().any(|(name, _)| name == from);
        let leans = |to: &&String| !free && EDGES.contains(&to.as_str());
        wrong.extend(targets.iter().filter(leans).map(|to| format!("{from} -> {to} (in its tests)")));
    }
    wrong
}

#[test]
fn arrows_point_down_only() {
    let graph = workspace_graph();
    assert!(
        graph.built.len() > 10 && graph.built["lienthong"].contains("ledger"),
        "cargo's answer was understood"
    );
    assert_eq!(wrong_arrows(&graph), Vec::<String>::new());
}

/// What is reached through an allowed arrow is allowed itself, and no row reaches up: a direct arrow is all that has to
/// be looked at.
#[test]
fn the_table_has_no_way_around_itself() {
    let table: BTreeMap<&str, &[&str]> = HOUSE.iter().copied().collect();
    let mut above = BTreeSet::new();
    for (from, allowed) in HOUSE {
        for to in *allowed {
            assert!(above.contains(to), "{from} -> {to} points up");
            for beyond in table[to] {
                assert!(
                    allowed.contains(beyond),
                    "{from} -> {to} -> {beyond}, but {from} may not know {beyond}"
                );
            }
        }
        above.insert(*from);
    }
}

#[test]
fn a_wrong_arrow_is_seen() {
    let graph = |kind: &str, from: &str, to: &str| {
        let arrow = BTreeMap::from([(from.to_owned(), BTreeSet::from([to.to_owned()]))]);
        match kind {
            "built" => Graph { built: arrow, ..Graph::default() },
            _ => Graph { tested: arrow, ..Graph::default() },
        }
    };
    for (from, to) in [
        ("routing", "consultation"),
        ("projections", "audit"),
        ("ledger", "service"),
        ("dossier", "catalogue"),
        ("gateway", "projections"),
        ("inspection", "simulation"),
        ("interop", "ledger"),
        ("lienthong", "scenario"),
        ("lienthong", "tests"),
        ("names", "merkle"),
        ("xtask", "names"),
    ] {
        assert_eq!(wrong_arrows(&graph("built", from, to)), [format!("{from} -> {to}")]);
    }
    assert_eq!(
        wrong_arrows(&graph("built", "stranger", "names")),
        ["stranger is not in the table of the house"]
    );
    assert_eq!(wrong_arrows(&graph("tested", "ledger", "nats")), ["ledger -> nats (in its tests)"]);
    for (kind, from, to) in
        [("built", "merkle", "names"), ("tested", "routing", "audit"), ("tested", "gateway", "simulation")]
    {
        assert_eq!(wrong_arrows(&graph(kind, from, to)), Vec::<String>::new(), "{from} -> {to} is allowed");
    }
}
