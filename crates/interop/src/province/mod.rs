//! A province as files: who is in it, and what is published there. Processes are data.
//!
//! Belongs here: the language of `province.toml`, `agencies.toml`, `procedures/*.toml` and `changes/*.toml`, their checks, and the
//! commands that publish what they say. Does not: whether it may be published (`publishing`), sending it (`lienthong`).
//! Start with [`Province::read`]; `deploy/provinces/ha-giang-2020` shows every part.

mod agencies;
mod cases;
mod fault;
mod procedure;
mod process;
mod publications;
mod raw;
mod rules;
mod steps;
mod words;

pub use fault::{Fault, Mistake};
pub use publications::Publication;
pub use rules::Ruled;
pub use steps::steps_of;

use fault::Reading;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_calendar::{Calendar, CalendarData};
use lienthong_catalogue::{Agency, CalendarEntry, Command, Grant, Procedure, Process, Succession};
use lienthong_names::AgencyId;
use raw::at;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use words::{Known, said};

/// A file: its name within the province's folder, and what it holds.
pub type File = (String, String);

/// A province, as its files say it is.
#[derive(Debug, Clone)]
pub struct Province {
    /// The unit: `H22`.
    pub unit: String,
    /// IANA name of its zone.
    pub time_zone: String,
    /// Ledgers that it begins with: `2020`.
    pub ledgers: Vec<String>,
    /// By which versions of their rules services decide; of one that is not named, nothing is said.
    pub rules: Vec<Ruled>,
    /// The Office, as it opens the catalogue.
    pub office: Agency,
    /// Its officers.
    pub office_grants: Vec<Grant>,
    /// Every agency, the Office among them, in the order of the files.
    pub agencies: Vec<Agency>,
    /// Procedures, in the order of the files' names.
    pub procedures: Vec<Worked>,
    /// What publishes all that, in the order in which one builds on the other.
    pub commands: Vec<Command>,
    /// What becomes of it later, in the order of the files' names.
    pub changes: Vec<Change>,
    /// On which line of `agencies.toml` an agency stands.
    places: BTreeMap<AgencyId, usize>,
}

/// A decided change of who is there.
#[derive(Debug, Clone)]
pub struct Change {
    /// The day of its decision: before, nobody can publish it.
    pub decided: Date,
    /// From when it holds.
    pub from: Timestamp,
    /// What publishes it.
    pub commands: Vec<Command>,
    /// The file that says so.
    pub file: String,
    /// On which line of it an agency stands.
    places: BTreeMap<AgencyId, usize>,
}

/// A procedure, and how it is worked.
#[derive(Debug, Clone)]
pub struct Worked {
    /// The procedure.
    pub procedure: Procedure,
    /// How it is worked, each with its line: the process for all, where there is one, and those of cases that have one of their own.
    pub processes: Vec<(Process, usize)>,
    /// The file that says so.
    pub file: String,
    /// On which line of it the procedure stands.
    pub line: usize,
}

/// The files of a folder, as [`Province::read`] takes them.
///
/// # Errors
/// The folder or a file of it cannot be read.
pub fn files_of(folder: &Path) -> Result<Vec<File>, Fault> {
    let mut files = Vec::new();
    for part in ["", "procedures", "changes"] {
        let place = folder.join(part);
        // Only the folder itself must be there.
        if !part.is_empty() && !place.is_dir() {
            continue;
        }
        let unreadable = |error: std::io::Error| Fault {
            mistake: Mistake::Unreadable,
            file: place.display().to_string(),
            line: None,
            field: String::new(),
            what: error.to_string(),
        };
        for entry in std::fs::read_dir(&place).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_none_or(|extension| extension != "toml") {
                continue;
            }
            let text = std::fs::read_to_string(&path).map_err(unreadable)?;
            let name = path.strip_prefix(folder).unwrap_or(&path);
            files.push((name.display().to_string(), text));
        }
    }
    files.sort();
    Ok(files)
}

impl Province {
    /// Reads a province's files and checks them.
    ///
    /// # Errors
    /// Everything that is wrong with them, each in its place.
    pub fn read(files: &[File]) -> Result<Self, Vec<Fault>> {
        let mut faults = Vec::new();
        let read = Self::read_into(files, &mut faults);
        match read {
            Some(province) if faults.is_empty() => Ok(province),
            _ => Err(faults),
        }
    }

    fn read_into(files: &[File], faults: &mut Vec<Fault>) -> Option<Self> {
        let province_file = named(files, "province.toml", faults)?;
        let mut reading = Reading::of(province_file.0, province_file.1);
        let head = head(&mut reading);
        faults.append(&mut reading.faults);
        let (raw, mut known) = head?;

        let (name, text) = named(files, "agencies.toml", faults)?;
        let mut reading = Reading::of(name, text);
        let parsed: Option<raw::Agencies> = reading.parse();
        if let Some(parsed) = &parsed {
            reading.once("agency", parsed.agency.iter().map(|agency| &agency.id));
            known.agencies.extend(parsed.agency.iter().filter_map(|agency| agency.id.get_ref().parse().ok()));
        }
        let published: Vec<_> = parsed
            .iter()
            .flat_map(|parsed| parsed.agency.iter().enumerate())
            .filter_map(|(n, agency)| agencies::read(&mut reading, &known, agency, n))
            .collect();
        faults.append(&mut reading.faults);

        let mut procedures = Vec::new();
        let calendar = plain_weeks();
        for (name, text) in files.iter().filter(|(name, _)| name.starts_with("procedures")) {
            let mut reading = Reading::of(name, text);
            let parsed: Option<raw::Procedure> = reading.parse();
            procedures
                .extend(parsed.and_then(|parsed| procedure::read(&mut reading, &known, &calendar, &parsed)));
            faults.append(&mut reading.faults);
        }
        let changes = changes(files, &mut known, faults);

        let mut reading = Reading::of(province_file.0, province_file.1);
        let office_id = reading.agency(&known, "office", &raw.office);
        let rules = rules::read(&mut reading, &raw);
        faults.append(&mut reading.faults);
        let office = published.iter().find(|one| Some(&one.agency.id) == office_id.as_ref())?;
        let (agency, grants) = (office.agency.clone(), office.officers.clone());
        let calendar = Command::SetCalendar(CalendarEntry {
            id: "default".into(),
            data: CalendarData::vietnam_default(),
            decision: Some(known.decision.clone()),
        });
        let agencies = published.iter().map(|one| one.agency.clone()).collect();
        let places = places(&published);
        let of_agencies = published.into_iter().flat_map(|one| {
            let is_office = one.agency.id == agency.id;
            one.commands(is_office)
        });
        let of_procedures = procedures.iter().flat_map(|worked: &Worked| {
            let procedure = Command::PublishProcedure(Box::new(worked.procedure.clone()));
            let processes =
                worked.processes.iter().map(|(process, _)| Command::PublishProcess(process.clone()));
            std::iter::once(procedure).chain(processes)
        });
        // Before anybody can act: what is decided at all is decided by these.
        let of_rules = rules.iter().flat_map(|ruled| ruled.commands(&known.decision));
        let commands =
            std::iter::once(calendar).chain(of_rules).chain(of_agencies).chain(of_procedures).collect();
        Some(Self {
            unit: said(&raw.unit).into(),
            time_zone: said(&raw.time_zone).into(),
            ledgers: raw.ledgers.iter().map(|ledger| said(ledger).into()).collect(),
            rules,
            office: agency,
            office_grants: grants,
            agencies,
            procedures,
            commands,
            changes,
            places,
        })
    }
}

/// Weeks like any other, by which terms are compared: none is longer than another because a holiday lies in its way.
fn plain_weeks() -> Calendar {
    let data = CalendarData {
        holidays: BTreeSet::new(),
        make_up_days: BTreeMap::new(),
        ..CalendarData::vietnam_default()
    };
    Calendar::new(data).unwrap_or_else(|_| Calendar::vietnam_default())
}

/// What `province.toml` says, and what the other files may leave unsaid.
fn head(reading: &mut Reading<'_>) -> Option<(raw::Province, Known)> {
    let raw: raw::Province = reading.parse()?;
    let zone = match TimeZone::get(raw.time_zone.get_ref()) {
        Ok(zone) => zone,
        Err(error) => {
            reading.fault(Mistake::Value, at(&raw.time_zone), "time-zone", error.to_string());
            return None;
        }
    };
    let since = reading.day(&zone, "since", &raw.since);
    let decision = reading.decision("decision", &raw.decision);
    let known = Known { zone, agencies: BTreeSet::new(), since: since?, decision: decision? };
    Some((raw, known))
}

/// What becomes of agencies later: who comes to be, and who takes whose place.
fn changes(files: &[File], known: &mut Known, faults: &mut Vec<Fault>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (name, text) in files.iter().filter(|(name, _)| name.starts_with("changes")) {
        let mut reading = Reading::of(name, text);
        let parsed: Option<raw::Changes> = reading.parse();
        changes.extend(parsed.and_then(|parsed| change(&mut reading, known, &parsed)));
        faults.append(&mut reading.faults);
    }
    changes
}

fn change(reading: &mut Reading<'_>, known: &mut Known, raw: &raw::Changes) -> Option<Change> {
    let ids = raw.agency.iter().filter_map(|agency| agency.id.get_ref().parse::<AgencyId>().ok());
    known.agencies.extend(ids);
    let since = reading.day(&known.zone, "from", &raw.from);
    let decision = reading.decision("decision", &raw.decision);
    let (zone, agencies) = (known.zone.clone(), known.agencies.clone());
    let then = Known { zone, agencies, since: since?, decision: decision? };
    let came = raw.agency.iter().enumerate();
    let came: Vec<_> = came.filter_map(|(n, agency)| agencies::read(reading, &then, agency, n)).collect();
    let places = places(&came);
    let mut commands: Vec<Command> = came.into_iter().flat_map(|one| one.commands(false)).collect();
    reading.once("succession", raw.succession.iter().map(|said| &said.predecessor));
    for (n, said) in raw.succession.iter().enumerate() {
        let field = |name: &str| format!("succession[{n}].{name}");
        let predecessor = reading.agency(&then, &field("predecessor"), &said.predecessor);
        let successor = reading.agency(&then, &field("successor"), &said.successor);
        let (Some(predecessor), Some(successor)) = (predecessor, successor) else { continue };
        let (from, decision) = (then.since, then.decision.clone());
        commands.push(Command::SucceedAgency(Succession { predecessor, successor, from, decision }));
    }
    let file = reading.file.to_owned();
    Some(Change { decided: then.decision.date, from: then.since, commands, file, places })
}

fn places(published: &[agencies::Published]) -> BTreeMap<AgencyId, usize> {
    published.iter().map(|one| (one.agency.id.clone(), one.line)).collect()
}

/// A file that every province has.
fn named<'a>(files: &'a [File], name: &str, faults: &mut Vec<Fault>) -> Option<(&'a str, &'a str)> {
    let found = files.iter().find(|(known, _)| known == name);
    if found.is_none() {
        faults.push(Fault {
            mistake: Mistake::Unreadable,
            file: name.to_owned(),
            line: None,
            field: String::new(),
            what: "the province has no such file".to_owned(),
        });
    }
    found.map(|(name, text)| (name.as_str(), text.as_str()))
}
