//! Users for a server of a test, let in as the product does it.

use std::fs;
use std::path::{Path, PathBuf};

use lienthong_names::AgencyId;
use lienthong_nats::users::{self, NewAgency};

/// Everybody that one installation lets in, by name. An agency's name is its token in subjects.
pub struct Users {
    deploy: PathBuf,
}

impl Users {
    /// New keys for every service, for a historian who may bring in what `history_of` did, and for each agency; written beside
    /// the configuration in `deploy`. Agencies are named by their tokens.
    pub fn write(deploy: &Path, agencies: &[&str], history_of: &[&str]) -> Self {
        let code = |token: &&str| AgencyId::new(&token.replace('_', ".")).expect("a token of an agency");
        let new = |token| NewAgency { agency: code(token), public: None };
        let mut users = users::Users::default();
        let agencies: Vec<NewAgency> = agencies.iter().map(new).collect();
        let history_of: Vec<AgencyId> = history_of.iter().map(code).collect();
        let added = users.add(deploy, &agencies, &history_of).and_then(|()| users.write(deploy));
        added.unwrap_or_else(|e| panic!("{e}"));
        Self { deploy: deploy.to_owned() }
    }

    /// The seed of a user, as `async_nats` wants it.
    pub fn seed(&self, name: &str) -> String {
        let path = Self::seed_file(&self.deploy, name);
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        text.trim().to_owned()
    }

    /// The prefix of the subjects on which a user hears replies; others' replies are closed to it.
    pub fn inbox(&self, name: &str) -> String {
        users::Users::inbox(name)
    }

    /// Where a user's seed is.
    pub fn seed_file(deploy: &Path, name: &str) -> PathBuf {
        users::seed_file(deploy, name)
    }
}
