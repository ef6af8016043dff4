//! What a province's files publish, each with its place in them.

use super::Province;
use jiff::civil::Date;
use lienthong_catalogue::Command;
use lienthong_names::AgencyId;

/// One thing that the files publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// It.
    pub command: Command,
    /// The file that says so; empty: none does, it stands with every province.
    pub file: String,
    /// On which line of it, from 1.
    pub line: Option<usize>,
}

impl Province {
    /// Everything that the files publish, in the order in which one builds on the other: the Office and its officers first, as they
    /// open the catalogue; of what becomes of it later only what was decided by a day.
    #[must_use]
    pub fn publications(&self, by: Date) -> Vec<Publication> {
        let office = std::iter::once(Command::RegisterAgency(self.office.clone()))
            .chain(self.office_grants.iter().cloned().map(Command::GrantRole));
        let said = self.commands.iter().cloned();
        let to_begin_with = office.chain(said).map(|command| self.placed(command));
        let decided = self.changes.iter().filter(|change| change.decided <= by);
        let later = decided.flat_map(|change| {
            change.commands.iter().map(|command| {
                let line = agency(command).and_then(|id| change.places.get(id).copied());
                Publication { command: command.clone(), file: change.file.clone(), line }
            })
        });
        to_begin_with.chain(later).collect()
    }

    fn placed(&self, command: Command) -> Publication {
        let worked = |code| self.procedures.iter().find(|worked| worked.procedure.code == code);
        let (file, line) = match &command {
            Command::PublishProcedure(procedure) => {
                let worked = worked(procedure.code.clone());
                (worked.map(|worked| worked.file.as_str()), worked.map(|worked| worked.line))
            }
            Command::PublishProcess(process) => {
                let worked = worked(process.procedure.clone());
                let written = worked.and_then(|worked| worked.processes.iter().find(|(of, _)| of == process));
                (worked.map(|worked| worked.file.as_str()), written.map(|(_, line)| *line))
            }
            Command::AdoptRules(adopted) => {
                let ruled = self.rules.iter().find(|ruled| ruled.service == adopted.service);
                (ruled.map(|_| "province.toml"), ruled.map(|ruled| ruled.line))
            }
            other => match agency(other) {
                Some(id) => (Some("agencies.toml"), self.places.get(id).copied()),
                None => (None, None),
            },
        };
        Publication { file: file.unwrap_or_default().to_owned(), line, command }
    }
}

/// The agency that something is published of.
fn agency(command: &Command) -> Option<&AgencyId> {
    match command {
        Command::RegisterAgency(agency) => Some(&agency.id),
        Command::RegisterDesk(desk) => Some(&desk.agency),
        Command::GrantRole(grant) => Some(&grant.agency),
        Command::AppointHead(tenure) => Some(&tenure.agency),
        _ => None,
    }
}
