//! `lienthong submit`: signs and sends commands, one JSON object a line; receipts come out the same way.

use super::waiting::{self, Sent};
use crate::cli::Submit;
use crate::failure::{Exit, Failure, Outcome};
use crate::home::{self, Clocks, Home};
use crate::house::House;
use crate::keyring::{self, io};
use crate::output;
use crate::province;
use crate::reading::{an_agency, named_origin};
use crate::registrar::{Asking, Registrar};
use crate::remote::HttpIntake;
use crate::sender::{Letter, Reply, Sender};
use jiff::{SignedDuration, Timestamp};
use lienthong_ledger::ports::Intake;
use lienthong_names::{AgencyId, CommandId, Origin, Service, StreamName};
use lienthong_protocol::commitment::SaltKey;
use lienthong_protocol::json::{self as protobuf_json, CommandDraft};
use lienthong_protocol::keys::KeyFile;
use lienthong_protocol::{Command, FormError};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use uuid::Uuid;

/// Lines sent together at most: a slow pipe gets its receipts early.
const LINES_AT_ONCE: usize = 200;

/// Runs it.
pub async fn run(what: Submit) -> Outcome {
    waiting::check(&what)?;
    let key = keyring::read(&what.key)?;
    let agency = what.agency.as_deref().unwrap_or(key.holder());
    let agency = an_agency(agency)?;
    let input = reader(what.file.as_deref())?;
    let Target { intake, home, ledgers, behind } = target(&what).await?;
    let mut records = Sent::default();
    let mut sending = Sending {
        what: &what,
        agency: &agency,
        key: &key,
        intake: &intake,
        ledgers: &ledgers,
        behind,
        records: &mut records,
    };
    let sent = sending.all(input).await;
    // Whoever holds them keeps the house open, and its closing waits for that.
    drop((intake, ledgers));
    if let Some(home) = home {
        home.close().await;
    }
    let noes = sent?;
    waiting::tell(&what, &records).await?;
    match noes {
        0 => Ok(()),
        noes => Err(Failure::no(
            "LT0918",
            format!("{noes} of the commands got a no; each one's line on stdout says why"),
        )),
    }
}

/// What is sent by whom to where.
struct Sending<'a> {
    what: &'a Submit,
    agency: &'a AgencyId,
    key: &'a KeyFile,
    intake: &'a Arc<dyn Intake>,
    ledgers: &'a Choice,
    behind: SignedDuration,
    /// What there is a receipt of.
    records: &'a mut Sent,
}

impl Sending<'_> {
    /// Sends every line; gives back how many commands were rejected or had a fault.
    async fn all(&mut self, input: Box<dyn BufRead>) -> Outcome<usize> {
        let mut rejected = 0_usize;
        let salts = SaltKey::of(self.key.key());
        let mut batch: Vec<Line> = Vec::new();
        for (number, line) in (1..).zip(input.lines()) {
            let line = line.map_err(|e| io(Path::new("input"), &e))?;
            if line.trim().is_empty() {
                continue;
            }
            match parse(&line, &salts, self.now()) {
                Ok(read) => batch.push(read),
                Err(errors) => {
                    self.send(&mut batch).await?;
                    return Err(line_failure(self.what, number, &errors));
                }
            }
            if batch.len() == LINES_AT_ONCE {
                rejected += self.send(&mut batch).await?;
            }
        }
        rejected += self.send(&mut batch).await?;
        Ok(rejected)
    }

    /// By the clock of who records it.
    fn now(&self) -> Timestamp {
        Timestamp::now() - self.behind
    }

    /// Sends what has gathered, in runs of one service and one ledger, and writes each reply; gives back how many were a no.
    async fn send(&mut self, batch: &mut Vec<Line>) -> Outcome<usize> {
        let mut noes = 0;
        let mut rest = std::mem::take(batch).into_iter().peekable();
        let mut beginning: BTreeMap<Item, Origin> = BTreeMap::new();
        while let Some(first) = rest.next() {
            let origin = self.ledger_of(&first, &mut beginning).await?;
            let service = first.command.service();
            let mut letters = vec![first.letter];
            while let Some(next) = rest.peek() {
                if next.command.service() != service || self.ledger_of(next, &mut beginning).await? != origin
                {
                    break;
                }
                letters.extend(rest.next().map(|next| next.letter));
            }
            let sender =
                Sender::new(Arc::clone(self.intake), origin, self.agency.clone(), self.key.key().clone());
            for reply in sender.send(service, &letters).await? {
                noes += usize::from(write(&reply)?);
                if let Reply::Receipt { receipt, .. } = &reply {
                    self.records.add(&receipt.origin, receipt.sequence);
                }
            }
        }
        Ok(noes)
    }

    /// The ledger that is named, or else the one where the line belongs: a dossier that begins with these lines is in none yet.
    async fn ledger_of(&self, line: &Line, beginning: &mut BTreeMap<Item, Origin>) -> Outcome<Origin> {
        if let Some(origin) = &self.what.origin {
            return named_origin(origin);
        }
        let item = (line.command.service() == Service::Publishing, line.command.stream());
        if let Some(origin) = beginning.get(&item) {
            return Ok(origin.clone());
        }
        let origin = self.ledgers.of(&line.command, self.now()).await?;
        beginning.insert(item, origin.clone());
        Ok(origin)
    }
}

/// What commands are about: whether of the catalogue, and which stream. An agency has one there and one of its declarations.
type Item = (bool, StreamName);

/// A command, and as it will be signed.
struct Line {
    command: Command,
    letter: Letter,
}

/// A line, its missing id and instant filled in, its personal values committed to.
fn parse(line: &str, salts: &SaltKey, now: Timestamp) -> Result<Line, Vec<FormError>> {
    let mut draft = CommandDraft::parse(line)?;
    if let Ok(id) = CommandId::from_bytes(Uuid::now_v7().as_bytes()) {
        draft.fill_id(id);
    }
    draft.fill_occurred_at(now);
    let disclosures = draft.commit(salts)?;
    let bytes = draft.encode();
    let command = Command::decode(&bytes)?;
    Ok(Line { command, letter: Letter { bytes, disclosures } })
}

/// Writes a reply as a line; true if it is a no.
fn write(reply: &Reply) -> Outcome<bool> {
    let (receipt, hint) = match reply {
        Reply::Receipt { receipt, hint } => (receipt, hint),
        Reply::Fault(fault) => {
            let value = serde_json::json!({
                "fault": { "code": fault.code, "field": fault.field, "vi": fault.vi, "en": fault.en }
            });
            output::json_line(&value)?;
            return Ok(true);
        }
    };
    let mut value = protobuf_json::to_json("Receipt", &receipt.encode())
        .map_err(|e| Failure::coded(Exit::Unavailable, "LT0902", e))?;
    if let Some(free) = hint {
        // Beside the receipt, and no part of it: whoever reads receipts back leaves it out.
        value["hint"] = serde_json::Value::String(free.to_string());
    }
    output::json_line(&value)?;
    Ok(!receipt.is_admitted())
}

/// Where commands go.
struct Target {
    intake: Arc<dyn Intake>,
    home: Option<Home>,
    ledgers: Choice,
    /// How far its clock is behind this machine's: what has no instant happened now by the clock of who records it.
    behind: SignedDuration,
}

/// How the ledger of a command is found.
enum Choice {
    /// Their streams are at hand.
    AtHand(Box<Registrar>),
    /// A gateway is asked.
    Asked(Asking),
    /// It is named.
    Named(Origin),
}

impl Choice {
    async fn of(&self, command: &Command, at: Timestamp) -> Outcome<Origin> {
        match self {
            Self::AtHand(registrar) => registrar.ledger_of(command, at).await,
            Self::Asked(asking) => asking.ledger_of(command).await,
            Self::Named(origin) => Ok(origin.clone()),
        }
    }
}

async fn target(what: &Submit) -> Outcome<Target> {
    if let Some(url) = &what.url {
        let intake = HttpIntake::new(url);
        let told = intake.overview().await?;
        let behind = told.now.map_or(SignedDuration::ZERO, |now| Timestamp::now().duration_since(now));
        let ledgers = Choice::Asked(Asking { url: url.trim_end_matches('/').to_owned(), told });
        return Ok(Target { intake: Arc::new(intake), home: None, ledgers, behind });
    }
    if let Some(dir) = &what.to.ledger {
        let home = Home::open(House::open(dir)?, home::system_clock(), Clocks::OfCommands).await?;
        let site = home.site();
        let ledgers = match Registrar::of(&site).await {
            Ok(registrar) => Choice::AtHand(Box::new(registrar)),
            Err(failure) => {
                drop(site);
                home.close().await;
                return Err(failure);
            }
        };
        return Ok(Target { intake: site.intake, home: Some(home), ledgers, behind: SignedDuration::ZERO });
    }
    if what.to.nats.url.is_some() {
        let origin = what
            .origin
            .as_deref()
            .ok_or_else(|| Failure::usage("LT0909", "with --nats, say which ledger with --origin"))?;
        let ledgers = Choice::Named(named_origin(origin)?);
        let intake = province::connect_intake(&what.to.nats).await?;
        return Ok(Target { intake, home: None, ledgers, behind: SignedDuration::ZERO });
    }
    Err(Failure::usage("LT0914", "say where to: --url U, --ledger DIR or --nats URL"))
}

fn reader(file: Option<&Path>) -> Outcome<Box<dyn BufRead>> {
    match file {
        None => Ok(Box::new(BufReader::new(std::io::stdin()))),
        Some(path) if path.as_os_str() == "-" => Ok(Box::new(BufReader::new(std::io::stdin()))),
        Some(path) => Ok(Box::new(BufReader::new(std::fs::File::open(path).map_err(|e| io(path, &e))?))),
    }
}

fn line_failure(what: &Submit, number: usize, errors: &[FormError]) -> Failure {
    let file = what.file.as_ref().map_or_else(|| "stdin".to_owned(), |path| path.display().to_string());
    let told: Vec<String> = errors.iter().map(|e| format!("{} {}: {}", e.code, e.field, e.en)).collect();
    Failure::usage("LT0915", format!("{file}:{number}: {}", told.join("; ")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;
    use lienthong_protocol::testing::examples;
    use lienthong_protocol::{Submission, json::to_json};
    use serde_json::{Value, json};

    /// The line a command is typed as: what is filled in by itself may be left out.
    fn typed(command: &Command, short: bool) -> Value {
        let mut line = to_json("Command", &command.encode()).unwrap();
        if short {
            let fields = line.as_object_mut().unwrap();
            fields.remove("id");
            fields.remove("occurredAt");
        }
        line
    }

    /// What a service does with it first: signature, limits, form.
    fn taken(line: &Line, by: &AgencyId) -> Command {
        let key = examples::signing_key(by);
        let (bytes, disclosures) = (vec![line.letter.bytes.clone()], line.letter.disclosures.clone());
        let signed = Submission::sign(
            &key,
            examples::origin(),
            line.command.service(),
            by.clone(),
            bytes,
            disclosures,
        );
        let arrived = Submission::decode(&signed.encode()).unwrap();
        arrived.check().unwrap();
        arrived.verify(&key.verifying_key()).unwrap();
        Command::decode(&arrived.commands[0]).unwrap()
    }

    #[test]
    fn every_command_is_taken_as_a_line_and_signed() {
        for command in examples::commands() {
            let by = &command.act.agency;
            let salts = SaltKey::of(&examples::signing_key(by));
            for short in [false, true] {
                let line = typed(&command, short);
                let read = parse(&line.to_string(), &salts, Timestamp::UNIX_EPOCH);
                let read = read.unwrap_or_else(|errors| panic!("{line}: {errors:?}"));
                assert_eq!(read.command.service(), command.service(), "{line}");
                let arrived = taken(&read, by);
                assert_eq!(arrived.body, command.body, "{line}");
                assert_eq!(arrived.act == command.act, !short, "an id and an instant are filled in: {line}");
            }
        }
    }

    #[test]
    fn a_line_that_is_no_command_is_refused_with_its_field() {
        let command = examples::commands().swap_remove(1);
        let salts = SaltKey::of(&examples::signing_key(&command.act.agency));
        let mut line = typed(&command, true);
        line["registerDossier"]["procedur"] = json!("2.000635");
        let errors = parse(&line.to_string(), &salts, Timestamp::UNIX_EPOCH).err().unwrap();
        assert_eq!(errors[0].field, "registerDossier.procedur");
    }
}
