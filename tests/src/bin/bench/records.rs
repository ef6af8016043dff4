//! Records ready to be appended: dossiers of a few steps each, signed by a thousand as a sender would. The same on every run.

use std::io;

use lienthong_dossier as dossier;
use lienthong_ledger::placing::dedupe_digest;
use lienthong_ledger::ports::Append;
use lienthong_merkle::{Hash, leaf_hash};
use lienthong_names::{AgencyId, DossierCode, Origin, Service, StreamName};
use lienthong_protocol::limits::SUBMISSION_COMMANDS;
use lienthong_protocol::testing::examples;
use lienthong_protocol::{
    Body, Command, DecidedOn, Decision, Event, Record, SCHEMA_VERSION, Signed, Submission,
};

/// Records of each dossier.
pub const A_DOSSIER: u32 = 6;

/// The ledger that they are for.
pub fn origin() -> Origin {
    examples::origin()
}

/// The appends of so many dossiers, each dossier's in its order.
pub fn prepare(dossiers: u32) -> io::Result<Vec<Vec<Append>>> {
    let agency = examples::agency("H22.14");
    let mut commands = Vec::new();
    for number in 0..dossiers {
        let code = DossierCode::new(&format!("H22.14-201012-{number:06}")).map_err(io::Error::other)?;
        for step in 0..A_DOSSIER {
            commands.push(command(&agency, code.clone(), number * A_DOSSIER + step));
        }
    }
    let mut signed = Vec::new();
    for part in commands.chunks(SUBMISSION_COMMANDS) {
        let bytes = part.iter().map(Command::encode).collect();
        let key = examples::signing_key(&agency);
        let submission =
            Submission::sign(&key, origin(), Service::Routing, agency.clone(), bytes, Vec::new());
        signed.extend(submission.commands.clone().into_iter().zip(submission.signed_commands()));
    }
    let mut signed = commands.into_iter().zip(signed);
    Ok((0..dossiers).map(|_| chain(signed.by_ref().take(A_DOSSIER as usize))).collect())
}

fn command(agency: &AgencyId, code: DossierCode, number: u32) -> Command {
    let command = examples::dossier_command(dossier::CommandKind::CompleteStep);
    Command { act: examples::act(number, agency), body: Body::Dossier { code, command } }
}

/// The records of one dossier: each follows the one before it.
fn chain(commands: impl Iterator<Item = (Command, (Vec<u8>, Signed))>) -> Vec<Append> {
    let mut head: Option<Hash> = None;
    let appends = (0..).zip(commands).map(|(revision, (command, (bytes, signed)))| {
        let append = append(revision, head, &command, bytes, signed);
        head = Some(leaf_hash(&append.bytes));
        append
    });
    appends.collect()
}

fn append(revision: u64, head: Option<Hash>, command: &Command, bytes: Vec<u8>, signed: Signed) -> Append {
    let stream: StreamName = command.stream();
    let done = examples::dossier_event(dossier::EventKind::StepCompleted);
    let record = Record {
        schema_version: SCHEMA_VERSION,
        origin: origin(),
        stream: stream.clone(),
        revision: revision + 1,
        previous: head,
        recorded_at: command.act.occurred_at,
        recorder: Service::Routing,
        command: bytes,
        signed,
        decided_on: DecidedOn {
            revision,
            dossier: None,
            catalogue_position: 1,
            effective_at: command.act.occurred_at,
            rules_version: 1,
        },
        decision: Decision::Admitted(vec![Event::from(done)]),
        fields: Vec::new(),
    };
    Append {
        dedupe: dedupe_digest(&command.act.agency, &command.act.id, &stream),
        stream,
        expected_revision: revision,
        expected_head: head,
        bytes: record.encode(),
    }
}
