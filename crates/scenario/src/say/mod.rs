//! What clerks say, verb by verb, and the command it is.
//!
//! Every verb may be followed by `about CODE` (another dossier than the last one named), `occurred DATE TIME` (when it
//! happened, if not when it is recorded), `via SERVICE` (handed to another service than its own), for history by
//! `typist agency/officer`, and of publications by `drafted OFFICER` or `without drafter`.

mod appraisal;
mod books;
mod cases;
mod clock;
mod consultation;
mod ends;
mod ledgers;
mod one_stop;
mod process;
mod publishing;
mod review;
mod routing;
mod standing;
mod supervision;
mod tenures;
mod timers;

use crate::names::{Names, signing_key};
use crate::phrase::Phrases;
use crate::read::{Row, Trouble, instant, local};
use crate::world::World;
pub use consultation::faithful;
use jiff::Timestamp;
use lienthong_catalogue::Command as Publish;
use lienthong_dossier::{Channel, Command as About};
use lienthong_names::{Act, Clerk, CommandId, DossierCode, OfficerId, Service};
use lienthong_protocol::{Body, Command};

/// The officer who acts where a row names none.
const ANYONE: &str = "an";

/// Who drafts at the Office where a row names nobody.
const DRAFTER: &str = "soan";

/// Who and when, beside what is said.
pub(crate) struct Speaker<'a> {
    pub(crate) names: &'a mut Names,
    pub(crate) world: &'a World,
    /// The dossier last spoken of.
    pub(crate) dossier: &'a mut Option<DossierCode>,
    /// For the id of the command.
    pub(crate) serial: u64,
    pub(crate) row: &'a Row,
}

/// What is to be decided: commands, the name of the key that signs them, the service they are handed to.
pub(crate) struct Said {
    pub(crate) commands: Vec<Command>,
    pub(crate) key: String,
    pub(crate) service: Service,
}

impl Speaker<'_> {
    /// The commands of a row.
    pub(crate) fn commands(mut self) -> Result<Said, Trouble> {
        let act = Phrases::of(self.row.line, &self.row.says);
        if let Some(code) = act.read("about", DossierCode::new)? {
            *self.dossier = Some(code);
        }
        let (bodies, service) = self.bodies(&act)?;
        let (who, key) = self.row.who.split_once('@').unwrap_or((&self.row.who, ""));
        let (agency, officer) = who.split_once('/').unwrap_or((who, ANYONE));
        let key = if key.is_empty() { agency } else { key };
        let mut commands = Vec::new();
        for body in bodies {
            self.serial += 1;
            commands.push(Command { act: self.act(&act, agency, officer)?, body });
        }
        // A gateway hands each command to the service whose it is by its kind.
        if let Some(other) = commands.iter().map(Command::service).find(|own| *own != service) {
            return act.trouble(format!("it is told as {service}'s to decide, and goes to {other}"));
        }
        let service = act.read("via", str::parse::<Service>)?.unwrap_or(service);
        Ok(Said { commands, key: key.to_owned(), service })
    }

    fn bodies(&mut self, act: &Phrases) -> Result<(Vec<Body>, Service), Trouble> {
        let published: [Publishes; 6] = [
            |speaker, act| process::command(speaker, act),
            |speaker, act| ledgers::command(speaker, act),
            |speaker, act| standing::command(speaker, act),
            |speaker, act| tenures::command(speaker, act),
            |speaker, act| review::command(speaker, act),
            publishing::command,
        ];
        for command in published {
            if let Some(command) = command(self, act)? {
                let drafted_by = self.drafter(act)?;
                return Ok((vec![Body::Catalogue { drafted_by, command }], Service::Publishing));
            }
        }
        if let Some(command) = books::command(act)? {
            return Ok((vec![Body::Books(command)], Service::Routing));
        }
        if let Some(command) = supervision::command(self, act)? {
            return Ok((vec![Body::Supervision(command)], Service::Inspection));
        }
        let Some((commands, service)) = self.about_dossier(act)? else {
            return act.trouble(format!("nobody knows how to `{}`", act.head().join(" ")));
        };
        let Some(code) = self.dossier.clone() else { return act.trouble("no dossier was named yet") };
        let body = |command| Body::Dossier { code: code.clone(), command };
        Ok((commands.into_iter().map(body).collect(), service))
    }

    /// Who drafted a publication, if the text does not say that nobody did.
    fn drafter(&self, act: &Phrases) -> Result<Option<OfficerId>, Trouble> {
        if act.names("without", "drafter") {
            return Ok(None);
        }
        let named = act.get("drafted").unwrap_or_else(|| DRAFTER.to_owned());
        OfficerId::new(&named).map(Some).map_err(|e| Trouble::at(self.row.line, e.to_string()))
    }

    /// What is said about a dossier, and who decides it.
    fn about_dossier(&mut self, act: &Phrases) -> Result<Option<(Vec<About>, Service)>, Trouble> {
        if let Some(commands) = routing::commands(self, act)? {
            return Ok(Some((commands, Service::Routing)));
        }
        if let Some((command, service)) = timers::command(act)? {
            return Ok(Some((vec![command], service)));
        }
        let verbs: [(Verbs, Service); 5] = [
            (|speaker, act| clock::command(speaker, act), Service::Routing),
            (|speaker, act| ends::command(speaker, act), Service::Routing),
            (one_stop::command, Service::Routing),
            (|speaker, act| consultation::command(speaker, act), Service::Consultation),
            (|speaker, act| appraisal::command(speaker, act), Service::Consultation),
        ];
        for (command, service) in verbs {
            if let Some(command) = command(self, act)? {
                return Ok(Some((vec![command], service)));
            }
        }
        Ok(None)
    }

    /// The dossier spoken of from here on.
    fn speaks_of(&mut self, act: &Phrases, code: &str) -> Result<(), Trouble> {
        let code = DossierCode::new(code).map_err(|error| Trouble::at(act.line(), error.to_string()))?;
        *self.dossier = Some(code);
        Ok(())
    }

    /// The date of the row.
    fn today(&self) -> String {
        local(self.row.at).chars().take(10).collect()
    }

    fn act(&self, act: &Phrases, agency: &str, officer: &str) -> Result<Act, Trouble> {
        let line = self.row.line;
        let entered_by = match act.get("typist") {
            Some(typist) => Some(self.clerk(line, &typist)?),
            None => None,
        };
        let mut id = [0_u8; 16];
        id[8..].copy_from_slice(&self.serial.to_be_bytes());
        // The variant bits of a UUID take the place of the highest of the serial number, which no scenario reaches.
        let agency = self.names.agency(line, agency)?;
        let officer = OfficerId::new(officer).map_err(|e| Trouble::at(line, e.to_string()))?;
        let occurred_at = when(act, "occurred")?.unwrap_or(self.row.at);
        Ok(Act { entered_by, ..Act::new(CommandId::version_8(id), agency, officer, occurred_at) })
    }

    fn clerk(&self, line: usize, text: &str) -> Result<Clerk, Trouble> {
        let (agency, officer) = text.split_once('/').unwrap_or((text, ANYONE));
        Ok(Clerk {
            agency: self.names.agency(line, agency)?,
            officer: OfficerId::new(officer).map_err(|e| Trouble::at(line, e.to_string()))?,
        })
    }
}

/// The verbs of one file: a command about a dossier, if it is one of them.
type Verbs = fn(&mut Speaker<'_>, &Phrases) -> Result<Option<About>, Trouble>;

/// The same of the catalogue.
type Publishes = fn(&mut Speaker<'_>, &Phrases) -> Result<Option<Publish>, Trouble>;

/// The key that goes by a name.
pub(crate) fn public_key(name: &str) -> [u8; 32] {
    *signing_key(name).verifying_key().as_bytes()
}

/// The instant of a phrase.
fn when(act: &Phrases, keyword: &str) -> Result<Option<Timestamp>, Trouble> {
    act.read(keyword, |text| {
        let (date, time) = text.split_once(' ').unwrap_or((text, "00:00"));
        instant(date, time).ok_or("no instant")
    })
}

/// The channel of a phrase.
fn channel(act: &Phrases) -> Result<Option<Channel>, Trouble> {
    act.read("channel", |text| Channel::named(text).ok_or("no channel"))
}

/// What the document says, or what it usually does, or nothing: `without number`.
fn field(act: &Phrases, keyword: &str, usual: &str) -> Box<str> {
    if act.names("without", keyword) {
        "".into()
    } else {
        act.get(keyword).unwrap_or(usual.to_owned()).into()
    }
}
