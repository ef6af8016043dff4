//! Where the verdict on a command stands: the index by its id, and the list of what was rejected.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lienthong_ledger::batch::SealedBatch;
use lienthong_ledger::conformance::records::{Writer, command_id};
use lienthong_ledger::ports::QueryError;
use lienthong_ledger::seal::{Heads, Sealer};
use lienthong_merkle::Hash;
use lienthong_names::{Origin, StreamName};
use lienthong_projections::queries::{NAMES, Queries};
use lienthong_projections::{MemoryRows, ReadModel, Switched};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::note::NoteSigner;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A ledger in which every command is rejected: on its dossier's stream, or apart, as a stranger's.
struct Log {
    origin: Origin,
    writer: Writer,
    heads: Heads,
    sealer: Sealer,
    last: BTreeMap<StreamName, (u64, Hash)>,
    batches: Vec<Arc<SealedBatch>>,
}

impl Log {
    fn new(origin: &str) -> Self {
        let origin: Origin = origin.parse().unwrap();
        let signer = NoteSigner::for_log(&origin, SigningKey::from_seed(&[1; 32]));
        Self {
            writer: Writer::new(origin.clone()),
            heads: Heads::new(),
            sealer: Sealer::new(origin.clone(), signer),
            last: BTreeMap::new(),
            batches: Vec::new(),
            origin,
        }
    }

    /// Command `number` about a dossier; gives the leaf of its record.
    fn record(&mut self, dossier: &str, apart: bool, number: u64) -> Hash {
        let about: StreamName = format!("dossier.{dossier}").parse().unwrap();
        let stream =
            if apart { format!("rejected.{}", self.writer.agency()).parse().unwrap() } else { about.clone() };
        let head = self.last.get(&stream).copied();
        let append = if apart {
            self.writer.append_apart(&about, head, number)
        } else {
            self.writer.append(&about, head, number)
        };
        let accepted = self.heads.accept(append).unwrap();
        let sealing = self.sealer.next(std::slice::from_ref(&accepted), Timestamp::UNIX_EPOCH).unwrap();
        self.sealer.advance(&sealing);
        self.last.insert(stream, (head.map_or(1, |(revision, _)| revision + 1), accepted.leaf));
        self.batches.push(Arc::new(sealing.batch));
        accepted.leaf
    }
}

fn model(logs: &[&Log]) -> Arc<ReadModel> {
    let zone = TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    let model = Arc::new(ReadModel::open(Arc::new(MemoryRows::default()), zone).unwrap());
    for log in logs {
        model.apply(&log.origin, &log.batches).unwrap();
    }
    model
}

fn ask(model: &Arc<ReadModel>, name: &str, parameters: Value) -> Result<Value, QueryError> {
    Queries::new(Arc::clone(model)).answer(name, &parameters)
}

fn verdicts(model: &Arc<ReadModel>, number: u64) -> Vec<Value> {
    let question = json!({ "agency": "H22.14", "command_id": command_id(number).to_string() });
    ask(model, "receipt", question).unwrap()["verdicts"].as_array().unwrap().clone()
}

fn place(verdict: &Value) -> (&str, &str, &str, u64, u64) {
    let text = |name: &str| verdict[name].as_str().unwrap();
    let number = |name: &str| verdict[name].as_u64().unwrap();
    (text("origin"), text("about"), text("stream"), number("revision"), number("sequence"))
}

#[test]
fn a_verdict_is_found_by_its_id_with_the_place_of_its_record() {
    let mut log = Log::new("H22/2020");
    log.record("A", false, 1);
    log.record("B", false, 2);
    let leaf = log.record("A", false, 3);
    let model = model(&[&log]);
    let found = verdicts(&model, 3);
    assert_eq!(found.iter().map(place).collect::<Vec<_>>(), [("H22/2020", "dossier.A", "dossier.A", 2, 3)]);
    assert_eq!(found[0]["leaf"], json!(leaf.to_string()));
    assert_eq!(found[0]["command"], json!("CompleteStep"));
    assert_eq!(found[0]["admitted"], json!(false));
    assert_eq!(found[0]["rejection"][0]["code"], json!("LT0251"));
    assert_eq!(found[0]["rejection"][0]["precedence"], json!("state"));
}

#[test]
fn a_strangers_verdict_says_what_it_was_about_and_where_it_stands() {
    let mut log = Log::new("H22/2020");
    log.record("A", false, 1);
    log.record("A", true, 2);
    let found = verdicts(&model(&[&log]), 2);
    let apart = ("H22/2020", "dossier.A", "rejected.H22.14", 1, 2);
    assert_eq!(found.iter().map(place).collect::<Vec<_>>(), [apart]);
}

#[test]
fn an_id_has_a_verdict_for_each_dossier_and_each_ledger() {
    let (mut old, mut new) = (Log::new("H22/2019"), Log::new("H22/2020"));
    new.record("B", false, 1);
    new.record("A", false, 1);
    old.record("A", false, 1);
    new.record("C", true, 1);
    new.record("A", false, 2);
    let found = verdicts(&model(&[&new, &old]), 1);
    let expected = [
        ("H22/2019", "dossier.A", "dossier.A", 1, 1),
        ("H22/2020", "dossier.A", "dossier.A", 1, 2),
        ("H22/2020", "dossier.B", "dossier.B", 1, 1),
        ("H22/2020", "dossier.C", "rejected.H22.14", 1, 3),
    ];
    assert_eq!(found.iter().map(place).collect::<Vec<_>>(), expected);
}

#[test]
fn what_was_never_recorded_is_not_found_and_half_a_question_is_none() {
    let mut log = Log::new("H22/2020");
    log.record("A", false, 1);
    let model = model(&[&log]);
    let of = |agency: &str, number: u64| {
        ask(&model, "receipt", json!({ "agency": agency, "command_id": command_id(number).to_string() }))
    };
    assert!(of("H22.14", 1).is_ok());
    for (agency, number) in [("H22.14", 2), ("H22.15", 1), ("H22.1", 1), ("H22", 1)] {
        assert!(matches!(of(agency, number), Err(QueryError::NotFound { .. })), "{agency} {number}");
    }
    for question in
        [json!({}), json!({ "agency": "H22.14" }), json!({ "command_id": command_id(1).to_string() })]
    {
        assert!(matches!(ask(&model, "receipt", question), Err(QueryError::Malformed { .. })));
    }
}

#[test]
fn rejections_are_listed_newest_first_and_by_page() {
    let mut log = Log::new("H22/2020");
    for number in 1..=120 {
        log.record(if number % 2 == 0 { "A" } else { "B" }, number % 5 == 0, number);
    }
    let model = model(&[&log]);
    let page = |parameters: Value| ask(&model, "rejections", parameters).unwrap();
    let first = page(json!({}));
    assert_eq!((&first["total"], &first["page"], &first["pages"]), (&json!(120), &json!(1), &json!(3)));
    assert_eq!(first["rejections"][0]["sequence"], json!(120));
    let last = page(json!({ "page": "3", "agency": "H22.14" }));
    assert_eq!(last["rejections"].as_array().unwrap().len(), 20);
    assert_eq!(last["rejections"][19]["sequence"], json!(1));
    assert_eq!(last["rejections"][19]["exists"], json!(false), "nobody registered it");
    assert_eq!(page(json!({ "agency": "H22.15" }))["total"], json!(0));
}

/// The index is rows like any others: built again it is the same, and the state root stands for it.
#[test]
fn the_index_is_built_again_as_it_was_and_the_state_root_covers_it() {
    let mut log = Log::new("H22/2020");
    for number in 1..=20 {
        log.record("A", number % 3 == 0, number);
    }
    let model = model(&[&log]);
    let running = model.state_roots().unwrap();
    assert!(running.projections.contains_key("receipts"), "{:?}", running.projections.keys());
    model.begin_rebuild().unwrap();
    model.apply_building(&log.origin, &log.batches).unwrap();
    assert_eq!(model.switch().unwrap(), Switched::Done);
    assert_eq!(model.state_roots().unwrap(), running);
    assert_eq!(verdicts(&model, 12).len(), 1);
    log.record("A", false, 21);
    model.apply(&log.origin, &log.batches).unwrap();
    assert_ne!(model.state_roots().unwrap().projections["receipts"], running.projections["receipts"]);
}

#[test]
fn a_parameter_that_a_question_does_not_know_is_refused() {
    let model = model(&[&Log::new("H22/2020")]);
    for name in NAMES {
        let unknown = ask(&model, name, json!({ "nosuch": "1" }));
        assert!(
            matches!(&unknown, Err(QueryError::Malformed { what }) if what.contains("nosuch")),
            "{name}: {unknown:?}"
        );
        let control = ask(&model, name, json!({ "code": "a\u{0}b" }));
        assert!(matches!(control, Err(QueryError::Malformed { .. })), "{name}");
    }
    assert!(matches!(ask(&model, "nothing", json!({})), Err(QueryError::NotFound { .. })));
}
