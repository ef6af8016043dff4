//! Which logs, which witnesses, and how many of them: one file (<https://c2sp.org/tlog-policy>) for the log that asks, for the
//! witness that is asked, and for whoever verifies.
//!
//! One thing differs from the specification: two lines `log` may have one key under two names, as the ledgers of a unit have.

use lienthong_names::Origin;
use lienthong_protocol::checkpoint::decimal;
use lienthong_protocol::cosignature::{CosignerKey, cosigned_at};
use lienthong_protocol::note::{Note, NoteError, NoteVerifier};
use std::collections::{BTreeMap, BTreeSet};

/// What a file says in place of a quorum where nobody need have cosigned.
const NONE: &str = "none";

/// What a checkpoint must carry to be believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    /// `None`: nobody need have cosigned.
    quorum: Option<Member>,
}

/// A log that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyLog {
    /// Which.
    pub origin: Origin,
    /// Its key.
    pub key: NoteVerifier,
    /// Where it is published.
    pub url: Option<String>,
}

/// A witness that is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWitness {
    /// What the file calls it.
    pub name: String,
    /// Its key.
    pub key: CosignerKey,
    /// Where it takes checkpoints.
    pub url: Option<String>,
}

/// A witness, or a group of which so many are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Member {
    /// By its place among the witnesses.
    Witness(usize),
    Group {
        needed: usize,
        of: Vec<Member>,
    },
}

/// By whom a checkpoint was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The witnesses that cosigned.
    pub by: Vec<SeenBy>,
    /// Of how many that count.
    pub of: usize,
    /// The fewest that could be enough.
    pub needed: usize,
    /// Whether these are.
    pub enough: bool,
}

/// One that cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenBy {
    /// What the policy calls it.
    pub name: String,
    /// When, in seconds since 1970, by its own clock.
    pub at: u64,
}

impl std::fmt::Display for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { by, of, needed, .. } = self;
        write!(f, "seen by {} of {of} witnesses, {needed} needed", by.len())
    }
}

/// A file that is no policy.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("LT0887 line {line} of the policy: {what}")]
pub struct PolicyError {
    /// From 1.
    pub line: usize,
    /// What is wrong there.
    pub what: String,
}

impl Member {
    fn is_met(&self, by: &BTreeSet<usize>) -> bool {
        match self {
            Self::Witness(index) => by.contains(index),
            Self::Group { needed, of } => of.iter().filter(|member| member.is_met(by)).count() >= *needed,
        }
    }

    /// The fewest witnesses that could meet it.
    fn fewest(&self) -> usize {
        match self {
            Self::Witness(_) => 1,
            Self::Group { needed, of } => {
                let mut each: Vec<usize> = of.iter().map(Self::fewest).collect();
                each.sort_unstable();
                each.iter().take(*needed).sum()
            }
        }
    }

    fn witnesses(&self) -> Vec<usize> {
        match self {
            Self::Witness(index) => vec![*index],
            Self::Group { of, .. } => of.iter().flat_map(Self::witnesses).collect(),
        }
    }
}

impl Policy {
    /// Reads a policy's file.
    ///
    /// # Errors
    /// [`PolicyError`] with the first line at fault.
    pub fn parse(text: &str) -> Result<Self, PolicyError> {
        let mut reading = Reading::default();
        let mut last = 1;
        for (line, text) in (1..).zip(text.split('\n')) {
            last = line;
            reading.line(text).map_err(|what| PolicyError { line, what })?;
        }
        let Reading { logs, witnesses, quorum, .. } = reading;
        match quorum {
            Some(quorum) => Ok(Self { logs, witnesses, quorum }),
            None => Err(PolicyError { line: last, what: "it has no line `quorum`".to_owned() }),
        }
    }

    /// The logs that are named.
    #[must_use]
    pub fn logs(&self) -> &[PolicyLog] {
        &self.logs
    }

    /// The witnesses that are named.
    #[must_use]
    pub fn witnesses(&self) -> &[PolicyWitness] {
        &self.witnesses
    }

    /// Whether anybody must have cosigned.
    #[must_use]
    pub const fn demands(&self) -> bool {
        self.quorum.is_some()
    }

    /// Whether it lets a log's checkpoints count: one of those that it names, or any where it names none.
    #[must_use]
    pub fn knows(&self, origin: &Origin, key: &NoteVerifier) -> bool {
        self.logs.is_empty() || self.logs.iter().any(|log| log.origin == *origin && log.key == *key)
    }

    /// Who of its witnesses has cosigned a note, and whether they are enough. Those who are not named do not count.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`]: a line in the name of one of them is forged, or of another note.
    pub fn seen(&self, note: &Note) -> Result<Seen, NoteError> {
        let mut by = BTreeMap::new();
        for index in self.counted() {
            let Some(PolicyWitness { key, .. }) = self.witnesses.get(index) else { continue };
            if let Some(at) = cosigned_at(note, key)? {
                by.insert(index, at);
            }
        }
        Ok(self.judged(&by))
    }

    /// What is to be said where there is no checkpoint that anybody could have cosigned.
    #[must_use]
    pub fn unseen(&self) -> Seen {
        self.judged(&BTreeMap::new())
    }

    /// The witnesses that count, by their places.
    fn counted(&self) -> Vec<usize> {
        match &self.quorum {
            Some(quorum) => quorum.witnesses(),
            None => (0..self.witnesses.len()).collect(),
        }
    }

    /// What these are worth, by their places, each with its time.
    fn judged(&self, by: &BTreeMap<usize, u64>) -> Seen {
        let (needed, enough) = match &self.quorum {
            Some(quorum) => (quorum.fewest(), quorum.is_met(&by.keys().copied().collect())),
            None => (0, true),
        };
        let named = |(index, at): (&usize, &u64)| {
            Some(SeenBy { name: self.witnesses.get(*index)?.name.clone(), at: *at })
        };
        Seen { by: by.iter().filter_map(named).collect(), of: self.counted().len(), needed, enough }
    }
}

/// A policy of which some lines were read.
#[derive(Default)]
struct Reading {
    logs: Vec<PolicyLog>,
    witnesses: Vec<PolicyWitness>,
    /// What has a name, and whether a group has it.
    named: BTreeMap<String, (Member, bool)>,
    quorum: Option<Option<Member>>,
}

impl Reading {
    fn line(&mut self, line: &str) -> Result<(), String> {
        if line.chars().any(|c| c.is_ascii_control() && c != '\t') {
            return Err("it has control characters".to_owned());
        }
        // Only these two separate: a name may hold any other character.
        let words: Vec<&str> = line.split([' ', '\t']).filter(|word| !word.is_empty()).collect();
        match words.as_slice() {
            [] => Ok(()),
            [first, ..] if first.starts_with('#') => Ok(()),
            ["log", key] => self.log(key, None),
            ["log", key, url] => self.log(key, Some(url)),
            ["witness", name, key] => self.witness(name, key, None),
            ["witness", name, key, url] => self.witness(name, key, Some(url)),
            ["group", name, needed, members @ ..] => self.group(name, needed, members),
            ["quorum", name] => self.quorum(name),
            _ => Err("expected `log KEY [URL]`, `witness NAME KEY [URL]`, `group NAME all|any|K NAME…` or `quorum NAME`"
                .to_owned()),
        }
    }

    fn log(&mut self, key: &str, url: Option<&&str>) -> Result<(), String> {
        let key: NoteVerifier = key.parse().map_err(|e: NoteError| e.to_string())?;
        let origin = Origin::new(key.name()).map_err(|e| format!("the key's name is no log's: {e}"))?;
        if self.logs.iter().any(|log| log.origin == origin) {
            return Err(format!("the log {origin} is named twice"));
        }
        self.logs.push(PolicyLog { origin, key, url: url.map(|url| (*url).to_owned()) });
        Ok(())
    }

    fn witness(&mut self, name: &str, key: &str, url: Option<&&str>) -> Result<(), String> {
        let key: CosignerKey = key.parse().map_err(|e: NoteError| e.to_string())?;
        // One body under two names would count twice.
        if let Some(other) = self.witnesses.iter().find(|other| other.key.key() == key.key()) {
            return Err(format!("{name} has the key of {}", other.name));
        }
        self.name(name, Member::Witness(self.witnesses.len()))?;
        self.witnesses.push(PolicyWitness {
            name: name.to_owned(),
            key,
            url: url.map(|url| (*url).to_owned()),
        });
        Ok(())
    }

    fn group(&mut self, name: &str, needed: &str, members: &[&str]) -> Result<(), String> {
        let needed = match needed {
            "all" => members.len(),
            "any" => 1,
            number => decimal(number)
                .and_then(|number| usize::try_from(number).ok())
                .ok_or_else(|| format!("`{number}` is neither all, any nor a number"))?,
        };
        if needed < 1 || needed > members.len() {
            return Err(format!("{needed} of {} members cannot be", members.len()));
        }
        let mut of = Vec::new();
        for member in members {
            let (found, taken) = self.named.get_mut(*member).ok_or_else(|| unknown(member))?;
            // Each witness counts in one way only.
            if std::mem::replace(taken, true) {
                return Err(format!("{member} is a member of a group already"));
            }
            of.push(found.clone());
        }
        self.name(name, Member::Group { needed, of })
    }

    fn quorum(&mut self, name: &str) -> Result<(), String> {
        if self.quorum.is_some() {
            return Err("there is a quorum already".to_owned());
        }
        self.quorum = Some(match name {
            NONE => None,
            name => {
                Some(self.named.get(name).map(|(member, _)| member.clone()).ok_or_else(|| unknown(name))?)
            }
        });
        Ok(())
    }

    fn name(&mut self, name: &str, member: Member) -> Result<(), String> {
        if name == NONE || self.named.contains_key(name) {
            return Err(format!("the name {name} is taken"));
        }
        self.named.insert(name.to_owned(), (member, false));
        Ok(())
    }
}

fn unknown(name: &str) -> String {
    format!("no line above names a witness or a group {name}")
}
