//! The repository's chores, as a plain program: `cargo xtask setup|check|test|bench|crimes|inspect-seeds|figures|codegen`.
//!
//! Belongs here: fetching the tools that tests need, running checks and tests within a printed time budget, generated
//! code. Does not: anything that a test asserts (`tests/`, each crate), anything that ships (`crates/`).

pub mod bench;
pub mod budget;
pub mod check;
pub mod codegen;
pub mod figures;
pub mod setup;
pub mod suite;

mod command;

use std::fmt;
use std::path::{Path, PathBuf};

/// What a chore answers.
pub type Outcome<T> = Result<T, Failure>;

/// Why a chore did not succeed, in words for the person at the terminal.
#[derive(Debug)]
pub struct Failure(String);

impl Failure {
    /// A failure that says `reason`.
    pub fn new(reason: impl Into<String>) -> Self {
        Self(reason.into())
    }

    /// A failure of `verb` on the file or directory `path`.
    pub fn io(verb: &str, path: &Path, error: &std::io::Error) -> Self {
        Self(format!("cannot {verb} {}: {error}", path.display()))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Failure {}

/// The directory of the workspace, wherever xtask is called from.
pub fn repository_root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target_directory(root: &Path) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |chosen| root.join(chosen))
}
