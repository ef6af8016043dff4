//! Playing scenarios: row by row, what happened against what the text says.

use crate::expect::{Item, describe, expected, found, reasons};
use crate::look;
use crate::names::{Names, signing_key};
use crate::read::{Row, Scenario, TIME_PASSES, Trouble, read};
use crate::say::{Said, Speaker, public_key};
use crate::tape::Taped;
use crate::world::{Raised, World};
use jiff::Timestamp;
use lienthong_names::{DossierCode, Rejection, Service};
use lienthong_protocol::{Command, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Every scenario that is told, so that one can go on from another.
#[derive(Debug, Clone, Default)]
pub struct Playbook {
    scenarios: BTreeMap<String, (String, Scenario)>,
}

/// What the rows played so far have met.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// What each kind of command that was admitted led to: kinds of events in order, one that came several times over once.
    pub led_to: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// What each kind of command was refused with.
    pub refused: BTreeMap<String, BTreeSet<Refused>>,
}

/// One reason that a command was refused with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// `LT0204`.
    pub code: String,
    /// `R04`, or nothing.
    pub rule: String,
    /// The field at fault, or nothing.
    pub field: String,
}

impl Coverage {
    /// Kinds of commands that were admitted at least once.
    #[must_use]
    pub fn admitted(&self) -> BTreeSet<&str> {
        self.led_to.keys().map(String::as_str).collect()
    }

    /// Kinds of events.
    #[must_use]
    pub fn events(&self) -> BTreeSet<&str> {
        self.led_to.values().flatten().flatten().map(String::as_str).collect()
    }

    /// Codes of rejections, with their rules.
    #[must_use]
    pub fn rejections(&self) -> BTreeSet<(&str, &str)> {
        let all = self.refused.values().flatten();
        all.map(|refused| (refused.code.as_str(), refused.rule.as_str())).collect()
    }

    fn admit(&mut self, command: &Command, events: &[Event]) {
        let mut followed: Vec<String> = events.iter().map(|event| event.kind_name().to_owned()).collect();
        followed.dedup();
        self.led_to.entry(command.kind_name().to_owned()).or_default().insert(followed);
    }

    fn refuse(&mut self, command: &Command, rejection: &Rejection) {
        let refused = self.refused.entry(command.kind_name().to_owned()).or_default();
        for reason in rejection.refusals() {
            refused.insert(Refused {
                code: reason.code.to_string(),
                rule: reason.rule.to_string(),
                field: reason.field.clone(),
            });
        }
    }
}

/// A row that did not go as it is told; or could not be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Which file.
    pub file: String,
    /// Which line, from 1.
    pub line: usize,
    /// What is wrong, in words that can be pasted into the row.
    pub what: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

/// Something that was published: a command that the publishing service admitted, with the name of the key it was signed with.
#[derive(Debug, Clone)]
pub struct Publication {
    /// When it was recorded.
    pub at: Timestamp,
    /// The name of the key, as [`signing_key`] takes it.
    pub key: String,
    /// The command.
    pub command: Command,
}

/// A world with the names that its story has given so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stage {
    world: World,
    names: Names,
    dossier: Option<DossierCode>,
    serial: u64,
    published: Vec<Publication>,
    /// Of everything on the world's tape the line of its row; 0 for what was told in a scenario that this one goes on from.
    lines: Vec<usize>,
}

impl Playbook {
    /// Adds the scenarios of a file.
    ///
    /// # Errors
    /// A line that cannot be understood, or a title that is told already.
    pub fn add(&mut self, file: &str, text: &str) -> Result<(), Failure> {
        let failure =
            |trouble: Trouble| Failure { file: file.to_owned(), line: trouble.line, what: trouble.why };
        for scenario in read(text).map_err(failure)? {
            let line = scenario.rows.first().map_or(0, |row| row.line);
            let title = scenario.title.clone();
            if self.scenarios.insert(title.clone(), (file.to_owned(), scenario)).is_some() {
                return Err(Failure {
                    file: file.to_owned(),
                    line,
                    what: format!("`{title}` is told twice"),
                });
            }
        }
        Ok(())
    }

    /// The titles, in order.
    pub fn titles(&self) -> impl Iterator<Item = &str> {
        self.scenarios.keys().map(String::as_str)
    }

    /// A row by its place, with the title of its scenario.
    #[must_use]
    pub fn row(&self, file: &str, line: usize) -> Option<(&str, &Row)> {
        let of_file = self.scenarios.iter().filter(|(_, (of, _))| of == file);
        let mut rows =
            of_file.flat_map(|(title, (_, told))| told.rows.iter().map(move |row| (title.as_str(), row)));
        rows.find(|(_, row)| row.line == line)
    }

    /// Plays one scenario, after those it goes on from. All rows are played, whatever comes of them.
    ///
    /// # Errors
    /// Every row that did not go as told.
    pub fn play(&self, title: &str, coverage: &mut Coverage) -> Result<(), Vec<Failure>> {
        let mut failures = Vec::new();
        self.stage(title, coverage, &mut failures, 0);
        if failures.is_empty() { Ok(()) } else { Err(failures) }
    }

    /// The world and the names after a scenario, for tests that go on from there on their own.
    ///
    /// # Errors
    /// Every row that did not go as told.
    pub fn world_after(&self, title: &str) -> Result<(World, Names), Vec<Failure>> {
        self.stage_after(title).map(|stage| (stage.world, stage.names))
    }

    /// What was published up to the end of a scenario, in order, for tests that have services publish it.
    ///
    /// # Errors
    /// Every row that did not go as told.
    pub fn publications(&self, title: &str) -> Result<Vec<Publication>, Vec<Failure>> {
        self.stage_after(title).map(|stage| stage.published)
    }

    /// Everything that was decided up to the end of a scenario, in order, each with the line of its row, of whichever file; 0 for what
    /// was told in a scenario that this one goes on from.
    ///
    /// # Errors
    /// Every row that did not go as told.
    pub fn decided(&self, title: &str) -> Result<Vec<(usize, Taped)>, Vec<Failure>> {
        let stage = self.stage_after(title)?;
        Ok(stage.lines.iter().copied().zip(stage.world.tape().decided().iter().cloned()).collect())
    }

    /// What rows of a scenario say that inspection finds at what they recorded: the line, what is found.
    #[must_use]
    pub fn found(&self, title: &str) -> Vec<(usize, String)> {
        let rows = self.scenarios.get(title).map_or(&[][..], |(_, told)| &told.rows);
        rows.iter().flat_map(|row| found(&row.expected).map(|found| (row.line, found.to_owned()))).collect()
    }

    /// The instant of the last row of a scenario; `None`: there is none.
    #[must_use]
    pub fn until(&self, title: &str) -> Option<Timestamp> {
        self.scenarios.get(title)?.1.rows.last().map(|row| row.at)
    }

    fn stage_after(&self, title: &str) -> Result<Stage, Vec<Failure>> {
        let mut failures = Vec::new();
        let stage = self.stage(title, &mut Coverage::default(), &mut failures, 0);
        if failures.is_empty() { Ok(stage) } else { Err(failures) }
    }

    fn stage(
        &self,
        title: &str,
        coverage: &mut Coverage,
        failures: &mut Vec<Failure>,
        depth: usize,
    ) -> Stage {
        let Some((file, scenario)) = self.scenarios.get(title).filter(|_| depth < 8) else {
            let what = format!("`{title}` is not told, or goes on from itself");
            failures.push(Failure { file: String::new(), line: 0, what });
            return Stage::default();
        };
        let mut stage = match &scenario.given {
            Some(given) => self.stage(given, coverage, failures, depth + 1),
            None => Stage::default(),
        };
        stage.lines.fill(0);
        for row in &scenario.rows {
            if let Err(trouble) = stage.play(row, coverage) {
                failures.push(Failure { file: file.clone(), line: trouble.line, what: trouble.why });
            }
        }
        stage
    }
}

impl Stage {
    fn play(&mut self, row: &Row, coverage: &mut Coverage) -> Result<(), Trouble> {
        let happened = if row.who == TIME_PASSES {
            let raised = self.world.pass(row.at);
            self.ran_out(&raised, coverage)
        } else {
            match look::items(&self.names, &self.world, self.dossier.as_ref(), row)? {
                Some(seen) => seen,
                None => self.act(row, coverage)?,
            }
        };
        self.lines.resize(self.world.tape().decided().len(), row.line);
        self.compare(row, &happened)
    }

    fn act(&mut self, row: &Row, coverage: &mut Coverage) -> Result<Vec<Item>, Trouble> {
        let speaker = Speaker {
            names: &mut self.names,
            world: &self.world,
            dossier: &mut self.dossier,
            serial: self.serial,
            row,
        };
        let said = speaker.commands()?;
        self.serial += said.commands.len() as u64;
        Ok(self.decide(row, &said, coverage))
    }

    /// Events of clocks that ran out.
    fn ran_out(&self, raised: &[Raised], coverage: &mut Coverage) -> Vec<Item> {
        let events = |(command, events): &Raised| self.admitted(command, events, coverage);
        raised.iter().flat_map(events).collect()
    }

    /// Events of a command that was admitted.
    fn admitted(&self, command: &Command, events: &[Event], coverage: &mut Coverage) -> Vec<Item> {
        coverage.admit(command, events);
        events.iter().map(|event| describe(&self.names, event)).collect()
    }

    fn compare(&self, row: &Row, happened: &[Item]) -> Result<(), Trouble> {
        let expected = expected(&row.expected);
        let as_told =
            happened.len() == expected.len() && happened.iter().zip(&expected).all(|(h, e)| h.is_as(e));
        if as_told {
            return Ok(());
        }
        let happened: Vec<String> = happened.iter().map(ToString::to_string).collect();
        Err(Trouble {
            line: row.line,
            why: format!(
                "{} {}\n    told:     {}\n    happened: {}",
                row.who,
                row.says,
                row.expected,
                happened.join(", ")
            ),
        })
    }

    fn decide(&mut self, row: &Row, said: &Said, coverage: &mut Coverage) -> Vec<Item> {
        let mut happened = Vec::new();
        let id = signing_key(&said.key).key_id();
        for command in &said.commands {
            let key = self.world.key(&id, public_key(&said.key), &command.act.agency, command);
            let raised = self.world.fall_due(said.service, row.at, &key, command);
            happened.extend(self.ran_out(&raised, coverage));
            match self.world.submit(said.service, row.at, &key, command) {
                Ok(events) => {
                    happened.extend(self.admitted(command, &events, coverage));
                    if said.service == Service::Publishing {
                        let (key, command) = (said.key.clone(), command.clone());
                        self.published.push(Publication { at: row.at, key, command });
                    }
                }
                Err(rejection) => {
                    coverage.refuse(command, &rejection);
                    happened.extend(reasons(&rejection));
                }
            }
        }
        happened
    }
}
