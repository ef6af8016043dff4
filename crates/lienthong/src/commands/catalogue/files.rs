//! A province's files beside what is published: what of them is new, and what says something else.

use super::check;
use crate::cli::Format;
use crate::failure::{Failure, Outcome};
use jiff::civil::Date;
use lienthong_catalogue::{Catalogue, Command, Difference, Entry, Standing, View};
use lienthong_interop::province::{Province, Publication, files_of};
use lienthong_names::Service;
use lienthong_service::rules_versions;
use std::path::Path;

/// The files, read and whole.
pub struct Files {
    /// What they say.
    pub province: Province,
}

/// Something that is to be published.
pub struct Planned {
    /// It, with its place.
    pub publication: Publication,
    /// What it says otherwise than what is published; `None`: nothing of it is.
    pub differences: Option<Vec<Difference>>,
}

impl Files {
    /// Reads a folder. What is wrong with it is told on stdout, each mistake in its place.
    pub fn read(folder: &Path) -> Outcome<Self> {
        let read = files_of(folder).map_err(|fault| vec![fault]).and_then(|files| Province::read(&files));
        match read {
            Ok(province) => Ok(Self { province }),
            Err(faults) => {
                check::told(&faults, Format::Table)?;
                Err(check::refused(folder, &faults))
            }
        }
    }

    /// What is not published yet as they say it, in the order in which one builds on the other.
    pub fn plan(&self, published: View<'_>, by: Date) -> Outcome<Vec<Planned>> {
        let publications = self.province.publications(by);
        let mut planned = Vec::new();
        for (at, publication) in publications.iter().enumerate() {
            let differences = match published.standing(&publication.command) {
                Standing::Same => continue,
                Standing::New => None,
                // What stands with every province is there so that it can begin, and corrects nobody.
                Standing::Other { .. } if publication.file.is_empty() => continue,
                Standing::Other { differences, same_decision } => {
                    // Of what the files say twice of one thing, before a change and after it, the last counts.
                    if said_again(&publications, at) {
                        continue;
                    }
                    if let Some(decision) = same_decision {
                        return Err(unexplained(publication, &decision.number));
                    }
                    Some(differences)
                }
            };
            planned.push(Planned { publication: publication.clone(), differences });
        }
        Ok(planned)
    }

    /// What is worth a word of the versions of rules that the files name: that a release has newer ones goes unseen otherwise, and what they
    /// name is not always what holds.
    pub fn notes_of_rules(&self, holds: impl Fn(Service) -> u32) -> Vec<String> {
        let note = |service| {
            let named = self.province.rules.iter().find(|ruled| ruled.service == service);
            note_of_rules(service, named.map(|ruled| ruled.version), holds(service))
        };
        Service::ALL.into_iter().filter_map(note).collect()
    }

    /// The catalogue with procedures, and who is in them, as it would be were the files published next.
    pub fn as_if_published(&self, catalogue: &Catalogue) -> Catalogue {
        let (published, mut next) = (catalogue.now(), catalogue.clone());
        let differing = self.province.publications(Date::MAX).into_iter();
        for publication in differing.filter(|one| published.standing(&one.command) != Standing::Same) {
            let so_far = next.now();
            let entry = match publication.command {
                Command::RegisterAgency(agency) => Entry::AgencyRegistered(agency),
                Command::PublishProcedure(procedure) => {
                    let version = so_far.procedure_versions(&procedure.code) + 1;
                    Entry::ProcedurePublished { version, procedure }
                }
                Command::PublishProcess(process) => {
                    let version = so_far.process_versions(&process.procedure) + 1;
                    Entry::ProcessPublished { version, process }
                }
                _ => continue,
            };
            next.evolve(next.position() + 1, &entry);
        }
        next
    }
}

/// Where something stands: `procedures/a.toml:3`.
pub fn place(publication: &Publication) -> String {
    match publication.line {
        Some(line) => format!("{}:{line}", publication.file),
        None => publication.file.clone(),
    }
}

/// Of what it is.
pub fn about(command: &Command) -> String {
    match command {
        Command::RegisterAgency(agency) => agency.id.to_string(),
        Command::RegisterDesk(desk) => desk.agency.to_string(),
        Command::GrantRole(grant) => format!("{} {}", grant.agency, grant.officer),
        Command::AppointHead(tenure) => format!("{} {}", tenure.agency, tenure.officer),
        Command::SetCalendar(entry) => entry.id.to_string(),
        Command::PublishProcedure(procedure) => procedure.code.to_string(),
        Command::PublishProcess(process) => match &process.case {
            None => process.procedure.to_string(),
            Some(case) => format!("{} ({case})", process.procedure),
        },
        Command::SucceedAgency(said) => said.predecessor.to_string(),
        Command::AdoptRules(adopted) => format!("{} {}", adopted.service, adopted.version),
        other => other.kind().as_str().to_owned(),
    }
}

fn note_of_rules(service: Service, named: Option<u32>, holds: u32) -> Option<String> {
    let has = rules_versions(service);
    match named {
        Some(named) if named > has => Some(format!(
            "province.toml names version {named} of {service}'s rules, and this release has {has}: install the release that has it before it \
             is published (LT0031)"
        )),
        Some(named) if named < holds => Some(format!(
            "version {holds} of {service}'s rules holds, and none comes back: province.toml may name it, too"
        )),
        _ if named.unwrap_or(holds) < has => Some(format!(
            "{service} goes by version {} of its rules, and this release has version {has}: province.toml adopts it with \
             `rules = {{ {service} = {has} }}`",
            named.unwrap_or(holds)
        )),
        _ => None,
    }
}

/// Whether the files say something of the same thing later.
fn said_again(publications: &[Publication], at: usize) -> bool {
    let key = |publication: &Publication| (publication.command.kind(), about(&publication.command));
    let own = publications.get(at).map(key);
    publications.iter().skip(at + 1).any(|later| Some(key(later)) == own)
}

fn unexplained(publication: &Publication, decision: &str) -> Failure {
    let text = format!(
        "{}: {} of {} says something else than what is published, under the same decision {decision}; state the decision that \
         changes it, and from when it is in force. Nothing was published",
        place(publication),
        publication.command.kind().as_str(),
        about(&publication.command)
    );
    Failure::no("LT0151", text)
}
