//! The house: a directory with everything of a unit that runs without a server.
//!
//! `ledger.toml` says whose it is and which ledgers it has; each ledger is a folder; keys and the vault of data keys stand
//! apart from them; `rows/` can be deleted at any time.

use crate::failure::{Failure, Outcome};
use crate::keyring::{Keyring, io};
use lienthong_ledger::files;
use lienthong_names::Origin;
use lienthong_protocol::note::{NoteSigner, NoteVerifier};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// Holder of the key that signs checkpoints.
pub const LOG: &str = "log";
/// Holder of the key that changes the catalogue.
pub const OFFICE: &str = "office";
/// Holder of the key that enters history.
pub const HISTORIAN: &str = "historian";

/// What `ledger.toml` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Description {
    /// The unit, e.g. `H22`.
    pub unit: String,
    /// Leaf hash of the catalogue's record 1, in hexadecimal: what everything else can be traced to.
    pub fingerprint: String,
    /// The Office's agency code.
    pub office: String,
    /// C2SP verifier key of the catalogue's log; the other ledgers are signed by the same key under their own names.
    pub log_key: String,
    /// The ledgers besides the catalogue, by name.
    pub ledgers: Vec<String>,
}

/// A house on disk.
#[derive(Debug, Clone)]
pub struct House {
    /// The directory.
    pub dir: PathBuf,
    /// What it is.
    pub description: Description,
}

impl House {
    /// Whether a directory holds a house.
    pub fn is_at(dir: &Path) -> bool {
        dir.join("ledger.toml").is_file()
    }

    /// The house in a directory.
    pub fn open(dir: &Path) -> Outcome<Self> {
        let path = dir.join("ledger.toml");
        if !path.is_file() {
            let text = format!(
                "{}: no ledger.toml, so there is no ledger here; `lienthong demo --dir` or \
                                `lienthong import xes … --ledger` make one",
                dir.display()
            );
            return Err(Failure::usage("LT0903", text));
        }
        let text = fs::read_to_string(&path).map_err(|e| io(&path, &e))?;
        let description = toml::from_str(&text)
            .map_err(|e| Failure::usage("LT0904", format!("{}: {}", path.display(), e.message())))?;
        Ok(Self { dir: dir.to_owned(), description })
    }

    /// Writes `ledger.toml`: the last thing that is done when a house is made, by rename.
    pub fn write(&self) -> Outcome {
        let path = self.dir.join("ledger.toml");
        let text = toml::to_string(&self.description).map_err(|e| Failure::usage("LT0904", e.to_string()))?;
        files::replace(&path, text.as_bytes()).map_err(|e| io(&path, &e))
    }

    /// The unit's catalogue.
    pub fn catalogue(&self) -> Outcome<Origin> {
        catalogue_of(&self.description.unit)
    }

    /// All ledgers, the catalogue first.
    pub fn origins(&self) -> Outcome<Vec<Origin>> {
        let mut origins = vec![self.catalogue()?];
        for name in &self.description.ledgers {
            origins.push(self.origin_of(name)?);
        }
        Ok(origins)
    }

    /// The ledger with this name, of this unit.
    pub fn origin_of(&self, name: &str) -> Outcome<Origin> {
        origin(&format!("{}/{name}", self.description.unit))
    }

    /// The folder of a ledger.
    pub fn folder(&self, origin: &Origin) -> PathBuf {
        self.dir.join(origin.name())
    }

    /// The house with this ledger. `ledger.toml` is not touched: another program may be writing here.
    pub fn with_ledger(mut self, origin: &Origin) -> Outcome<Self> {
        if origin.unit() != self.description.unit {
            let text = format!(
                "{} is the house of {}, and {origin} belongs to {}: a house holds the ledgers of one unit; name another \
                 directory",
                self.dir.display(),
                self.description.unit,
                origin.unit()
            );
            return Err(Failure::usage("LT0904", text));
        }
        if !self.has(origin) {
            self.description.ledgers.push(origin.name().to_owned());
        }
        Ok(self)
    }

    /// Adds a ledger to the house in a directory; false if it has it. Another program may be writing in its ledgers, and makes the new one's
    /// folder then; of two who add at once both are heard.
    pub fn add_ledger(dir: &Path, origin: &Origin) -> Outcome<bool> {
        Self::open(dir)?;
        let alone = fs::File::open(dir).map_err(|e| io(dir, &e))?;
        alone.lock().map_err(|e| io(dir, &e))?;
        let there = Self::open(dir)?;
        let house = there.clone().with_ledger(origin)?;
        let is_new = house.description != there.description;
        if is_new {
            house.write()?;
        }
        Ok(is_new)
    }

    /// Whether a ledger is one of this house's.
    pub fn has(&self, origin: &Origin) -> bool {
        origin.unit() == self.description.unit
            && (origin.is_catalogue() || self.description.ledgers.iter().any(|name| name == origin.name()))
    }

    /// The house's keys.
    pub fn keys(&self) -> Outcome<Keyring> {
        Keyring::open(&self.dir.join("keys"))
    }

    /// Who signs a ledger's checkpoints.
    pub fn signer(&self, origin: &Origin) -> Outcome<NoteSigner> {
        let keys = self.keys()?;
        let key = keys.get(LOG)?.ok_or_else(|| {
            Failure::usage(
                "LT0905",
                format!(
                    "{}: the log's private key is not there. Put it back from where it is kept; reading needs none",
                    keys.path(LOG).display()
                ),
            )
        })?;
        let signer = NoteSigner::for_log(origin, key);
        if signer.verifier().key() != self.verifier(origin)?.key() {
            let text = format!(
                "{}: this is not the key that the ledger was opened with. Put the original key back: under another one the \
                 log cannot be told from a forged one",
                keys.path(LOG).display()
            );
            return Err(Failure::usage("LT0906", text));
        }
        Ok(signer)
    }

    /// By what a ledger's checkpoints are checked: needs no private key.
    pub fn verifier(&self, origin: &Origin) -> Outcome<NoteVerifier> {
        let catalogue: NoteVerifier = self.description.log_key.parse().map_err(|e| {
            Failure::usage("LT0904", format!("{}/ledger.toml: log-key: {e}", self.dir.display()))
        })?;
        Ok(NoteVerifier::for_log(origin, *catalogue.key()))
    }
}

/// The name of a unit's catalogue ledger.
pub fn catalogue_of(unit: &str) -> Outcome<Origin> {
    origin(&format!("{unit}/catalogue"))
}

fn origin(text: &str) -> Outcome<Origin> {
    Origin::new(text).map_err(|e| Failure::usage("LT0904", e.to_string()))
}
