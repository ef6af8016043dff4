//! Pages of `docs/` made from the code and the scenarios: commands, events, rules. `cargo xtask codegen` writes them
//! (`examples/reference.rs`), `tests/it/pages.rs` makes them again and compares.
//!
//! Belongs here: what is gathered ([`Reference`]) and how it reads. Does not: any fact about a command or a rule. Fields come from
//! `proto/` and the protocol's tables, sentences from the doc comments of the words, who may from the table of capacities, what
//! follows and what is refused from the scenarios, examples through the codec that `lienthong submit` uses.

mod commands;
mod events;
mod protos;
mod rules;
mod shape;
mod subject;

use crate::{Coverage, Failure, Playbook};
use protos::Protos;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub use rules::Turned;

/// What went wrong in gathering.
pub type Fault = Box<dyn std::error::Error + Send + Sync>;

/// The pages, by the names of their files without `.md`.
pub const PAGES: [&str; 3] = ["commands", "events", "rules"];

/// Everything that the pages are made of.
#[derive(Debug)]
pub struct Reference {
    root: PathBuf,
    playbook: Playbook,
    coverage: Coverage,
    protos: Protos,
    /// The titles of the pages in `docs/errors`, by code.
    errors: BTreeMap<String, String>,
}

impl Reference {
    /// Gathers it: plays every scenario of the repository.
    ///
    /// # Errors
    /// A file that cannot be read; the rows that do not go as they are told.
    pub fn gather() -> Result<Self, Fault> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let playbook = playbook()?;
        let mut coverage = Coverage::default();
        for title in playbook.titles() {
            if let Err(failures) = playbook.play(title, &mut coverage) {
                return Err(told(&failures));
            }
        }
        let protos = Protos::read(&root)?;
        let errors = errors(&root)?;
        Ok(Self { root, playbook, coverage, protos, errors })
    }

    /// A page by its name; `None` for a name that is none.
    #[must_use]
    pub fn page(&self, name: &str) -> Option<String> {
        let text = match name {
            "commands" => commands::page(self),
            "events" => events::page(self),
            "rules" => rules::page(self),
            _ => return None,
        };
        Some(format!("{}\n", text.trim_end()))
    }

    /// Where a page stands in the repository.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join("docs").join(format!("{name}.md"))
    }

    /// Which rows of the scenarios turn on each rule that stands in code, rules in order.
    #[must_use]
    pub fn turned(&self) -> Vec<Turned> {
        rules::turned(&self.playbook)
    }

    /// What a code means, as the title of its page says.
    fn meaning(&self, code: &str) -> &str {
        self.errors.get(code).map_or("", String::as_str)
    }
}

/// Every scenario of the repository.
///
/// # Errors
/// A file that cannot be read or understood.
pub fn playbook() -> Result<Playbook, Fault> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        files.push(entry?.path());
    }
    files.sort();
    let mut playbook = Playbook::default();
    for file in files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "scenario")) {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        playbook.add(&name, &std::fs::read_to_string(file)?).map_err(|failure| told(&[failure]))?;
    }
    Ok(playbook)
}

fn told(failures: &[Failure]) -> Fault {
    let lines: Vec<String> = failures.iter().map(ToString::to_string).collect();
    lines.join("\n").into()
}

/// `# LT0204: Something is asked for …` of each page.
fn errors(root: &Path) -> Result<BTreeMap<String, String>, Fault> {
    let mut titles = BTreeMap::new();
    for entry in std::fs::read_dir(root.join("docs/errors"))? {
        let text = std::fs::read_to_string(entry?.path())?;
        let title = text.lines().next().and_then(|line| line.strip_prefix("# ")?.split_once(": "));
        if let Some((code, title)) = title {
            titles.insert(code.to_owned(), title.to_owned());
        }
    }
    Ok(titles)
}
