//! Commands decided together carry one `group_id`: each dossier is decided and counted for itself, and one that fails stops no
//! other.

use crate::playbook;
use jiff::Timestamp;
use lienthong_dossier::{Channel, Command, Outcome, Status};
use lienthong_names::{Act, AgencyId, CommandId, DossierCode, OfficerId, ProcedureCode, Service};
use lienthong_protocol::{Body, Command as Envelope};
use lienthong_scenario::{World, signing_key};
use std::collections::BTreeMap;

const HOUSEHOLDS: u32 = 35;

struct Village {
    world: World,
    desk: AgencyId,
    planning: AgencyId,
    serial: u32,
}

impl Village {
    fn new() -> Self {
        let (world, names) = playbook().world_after("a small province").unwrap();
        let agency = |name| names.agency(0, name).unwrap();
        Self { world, desk: agency("trung-tâm"), planning: agency("kế-hoạch"), serial: 0 }
    }

    /// What came of a command: the names of its events, or the codes of its rejection.
    fn says(&mut self, name: &str, code: &DossierCode, group: Option<&str>, command: Command) -> Vec<String> {
        let at: Timestamp = "2020-10-12T09:00:00+07:00".parse().unwrap();
        self.serial += 1;
        let mut id = [0_u8; 16];
        id[12..].copy_from_slice(&self.serial.to_be_bytes());
        let agency = if name == "trung-tâm" { self.desk.clone() } else { self.planning.clone() };
        let act = Act::new(CommandId::version_8(id), agency, OfficerId::new("an").unwrap(), at);
        let act = Act { group_id: group.map(Into::into), ..act };
        let envelope = Envelope { act, body: Body::Dossier { code: code.clone(), command } };
        assert_eq!(Envelope::decode(&envelope.encode()).as_ref(), Ok(&envelope), "the group travels along");
        let public = *signing_key(name).verifying_key().as_bytes();
        let key = self.world.key(&signing_key(name).key_id(), public, &envelope.act.agency, &envelope);
        match self.world.submit(Service::Routing, at, &key, &envelope) {
            Ok(events) => events.iter().map(|event| event.kind_name().to_owned()).collect(),
            Err(rejection) => rejection.refusals().iter().map(|refusal| refusal.code.to_string()).collect(),
        }
    }
}

fn household(n: u32) -> DossierCode {
    DossierCode::new(&format!("H22.TT-201012-{n:04}")).unwrap()
}

#[test]
fn thirty_five_households_with_one_decision_count_each_once_and_one_that_fails_stops_no_other() {
    let mut village = Village::new();
    for n in 1..=HOUSEHOLDS {
        let register = Command::RegisterDossier {
            procedure: ProcedureCode::new("1.009645").unwrap(),
            case: None,
            channel: Channel::Desk,
            documents: Vec::new(),
            personal: BTreeMap::new(),
        };
        let receive = Command::ReceiveDossier {
            competent: None,
            channel: Channel::Desk,
            handed_in: Vec::new(),
            appointment: None,
            custodian: None,
        };
        assert_eq!(village.says("trung-tâm", &household(n), Some("thon-1"), register), ["DossierRegistered"]);
        assert_eq!(village.says("trung-tâm", &household(n), Some("thon-1"), receive), ["DossierReceived"]);
    }
    let paused = household(17);
    let pause =
        Command::PauseDossier {
            reason: "tranh chấp".into(), law: "Luật Đất đai".into(), until: None
        };
    assert_eq!(village.says("kế-hoạch", &paused, None, pause), ["ClockPaused"]);

    let decided: Vec<Vec<String>> = (1..=HOUSEHOLDS)
        .map(|n| {
            let decision = Command::ResolveDossier {
                outcome: Outcome::Granted,
                number: "12/QĐ-UBND".into(),
                date: "2020-10-12".into(),
                signer: "Chủ tịch".into(),
                results: Vec::new(),
            };
            village.says("kế-hoạch", &household(n), Some("QD-12"), decision)
        })
        .collect();

    for (n, came) in (1..=HOUSEHOLDS).zip(&decided) {
        let (expected, status) = if household(n) == paused {
            ("LT0267", Status::Suspended)
        } else {
            ("DossierResolved", Status::Resolved)
        };
        assert_eq!(*came, [expected], "{n}");
        assert_eq!(village.world.dossier(&household(n)).status(), status, "{n}");
    }
    let resolved = decided.iter().filter(|came| **came == ["DossierResolved"]).count();
    assert_eq!(resolved, 34, "each counts once, whatever the group");
}
