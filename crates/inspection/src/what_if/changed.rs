//! What is published and what is asked, as settings would have them.

use super::setting::{About, Setting};
use jiff::civil::Date;
use lienthong_calendar::{Calendar, Term};
use lienthong_catalogue::{Catalogue, Entry, Procedure, Process};
use lienthong_dossier::{Ask, Command as Asked, Purpose};
use lienthong_names::{AgencyId, ProcedureCode, StepName};
use lienthong_protocol::{Body, Command};

/// Why something cannot be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unchangeable {
    /// Nothing that was published is meant by it.
    #[error("LT0983 `{setting}` is about nothing that was published here")]
    Nothing {
        /// Which setting.
        setting: String,
    },
    /// The calendar would contradict itself.
    #[error("LT0984 `{setting}` cannot be: {why}")]
    Calendar {
        /// Which setting.
        setting: String,
        /// Why not.
        why: String,
    },
}

/// Settings, and which of them were about something.
#[derive(Debug, Clone)]
pub struct Changes {
    settings: Vec<(Setting, bool)>,
}

impl Changes {
    /// Of settings; of two about the same the later one counts.
    #[must_use]
    pub fn new(settings: Vec<Setting>) -> Self {
        Self { settings: settings.into_iter().map(|setting| (setting, false)).collect() }
    }

    /// The settings.
    pub fn settings(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter().map(|(setting, _)| setting)
    }

    /// The catalogue as it would be: every fact of it in its place, with what the settings change.
    ///
    /// # Errors
    /// [`Unchangeable`].
    pub fn catalogue(&mut self, said: &[(u64, Entry)], position: u64) -> Result<Catalogue, Unchangeable> {
        let mut catalogue = Catalogue::default();
        for (sequence, entry) in said {
            catalogue.evolve(*sequence, &self.entry(entry)?);
        }
        catalogue.pass(position);
        match self.settings.iter().find(|(_, met)| !met) {
            None => Ok(catalogue),
            Some((setting, _)) => Err(Unchangeable::Nothing { setting: setting.to_string() }),
        }
    }

    fn entry(&mut self, entry: &Entry) -> Result<Entry, Unchangeable> {
        let mut entry = entry.clone();
        for (setting, met) in &mut self.settings {
            let setting = &*setting;
            *met |= match &mut entry {
                Entry::ProcedurePublished { version, procedure } => {
                    of_procedure(setting, *version, procedure)
                }
                Entry::ProcessPublished { version, process } => of_process(setting, *version, process),
                Entry::CalendarSet(set) => match setting {
                    Setting::Off { calendar, day } if *calendar == set.id => {
                        set.data.make_up_days.remove(day);
                        set.data.holidays.insert(*day);
                        checked(setting, &set.data)?
                    }
                    Setting::Worked { calendar, day } if *calendar == set.id => {
                        worked(setting, *day, &mut set.data)?
                    }
                    _ => false,
                },
                _ => false,
            };
        }
        Ok(entry)
    }

    /// What was asked, as it would have been: terms of legs and of asks are those of the settings, unless who sent them named one other
    /// than the process.
    pub(super) fn command(
        &self,
        command: &Command,
        procedure: &ProcedureCode,
        process: Option<(u32, &Process)>,
    ) -> Command {
        let mut command = command.clone();
        let Body::Dossier { command: asked, .. } = &mut command.body else { return command };
        match asked {
            Asked::TransferDossier { to, purpose, term, .. } => {
                self.leg(procedure, process, (*purpose, to), term);
            }
            Asked::OpenConsultation { participants, .. } | Asked::AskAgain { participants, .. } => {
                for Ask { participant, term, .. } in participants {
                    self.leg(procedure, process, (Purpose::Opinion, &participant.agency), term);
                }
            }
            _ => {}
        }
        command
    }

    fn leg(
        &self,
        procedure: &ProcedureCode,
        process: Option<(u32, &Process)>,
        (purpose, to): (Purpose, &AgencyId),
        named: &mut Option<Term>,
    ) {
        let foreseen = process.and_then(|(_, process)| process.leg(to, purpose.as_str()));
        let foreseen = foreseen.and_then(|leg| leg.term.as_ref());
        // What its sender named other than the process is a decision of its own.
        let own = named.is_some() && foreseen.is_some() && named.as_ref() != foreseen;
        for (setting, _) in &self.settings {
            if let Setting::Leg { about, purpose: of, to: only, term, even_named } = setting
                && (*even_named || !own)
                && about.procedure == *procedure
                && about.version.is_none_or(|only| process.is_some_and(|(version, _)| version == only))
                && *of == purpose
                && only.as_ref().is_none_or(|only| only == to)
            {
                *named = Some(term.clone());
            }
        }
    }
}

fn is_about(about: &About, procedure: &ProcedureCode, version: u32) -> bool {
    about.procedure == *procedure && about.version.is_none_or(|only| only == version)
}

fn of_procedure(setting: &Setting, version: u32, procedure: &mut Procedure) -> bool {
    match setting {
        Setting::Term { about, term } if is_about(about, &procedure.code, version) => match &about.case {
            None => {
                procedure.term = Some(term.clone());
                true
            }
            Some(name) => {
                let case = procedure.cases.iter_mut().find(|case| case.name == *name);
                case.map(|case| case.term = Some(term.clone())).is_some()
            }
        },
        // A leg that no process foresees is of the procedure all the same.
        Setting::Leg { about, .. } => is_about(about, &procedure.code, version),
        _ => false,
    }
}

fn of_process(setting: &Setting, version: u32, process: &mut Process) -> bool {
    let (Setting::Receiving { about, .. }
    | Setting::Leg { about, .. }
    | Setting::Step { about, .. }
    | Setting::WithoutStep { about, .. }) = setting
    else {
        return false;
    };
    if !is_about(about, &process.procedure, version) || about.case != process.case {
        return false;
    }
    match setting {
        Setting::Receiving { term, .. } => {
            process.receiving_term = Some(term.clone());
            true
        }
        Setting::Leg { purpose, to, term, .. } => {
            let fits = |to_of: &Option<AgencyId>| to.is_none() || to == to_of;
            let legs =
                process.legs.iter_mut().filter(|leg| *leg.purpose == *purpose.as_str() && fits(&leg.to));
            legs.map(|leg| leg.term = Some(term.clone())).count() > 0
        }
        Setting::Step { step, term, .. } => {
            let step = process.steps.iter_mut().find(|known| known.id == *step);
            step.map(|step| step.term = Some(term.clone())).is_some()
        }
        Setting::WithoutStep { step, .. } => without(process, step),
        _ => false,
    }
}

/// What followed the step follows what came before it, and starts the process where the step did.
fn without(process: &mut Process, id: &StepName) -> bool {
    let Some(place) = process.steps.iter().position(|step| step.id == *id) else { return false };
    let gone = process.steps.remove(place);
    let after: Vec<StepName> = gone.next.iter().filter(|next| **next != *id).cloned().collect();
    for step in &mut process.steps {
        if step.next.contains(id) {
            step.next.retain(|next| next != id);
            let new: Vec<StepName> = after.iter().filter(|next| !step.next.contains(next)).cloned().collect();
            step.next.extend(new);
        }
        step.starts |= gone.starts && after.contains(&step.id);
    }
    true
}

/// A day off that is worked: a day that made up for it is none any more.
fn worked(
    setting: &Setting,
    day: Date,
    data: &mut lienthong_calendar::CalendarData,
) -> Result<bool, Unchangeable> {
    if !data.holidays.remove(&day) {
        let why = format!("{day} is no day off of that calendar");
        return Err(Unchangeable::Calendar { setting: setting.to_string(), why });
    }
    data.make_up_days.retain(|_, in_place_of| *in_place_of != day);
    checked(setting, data)
}

fn checked(setting: &Setting, data: &lienthong_calendar::CalendarData) -> Result<bool, Unchangeable> {
    match Calendar::new(data.clone()) {
        Ok(_) => Ok(true),
        Err(why) => Err(Unchangeable::Calendar { setting: setting.to_string(), why: why.to_string() }),
    }
}
