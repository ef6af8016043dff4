//! Keys for the users of a server, and the `users.conf` that lets them in.
//!
//! The permissions themselves stand in `deploy/nats/roles`; here they are only given to somebody.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use nkeys::KeyPair;

/// Users with a role of the same name.
const SERVICES: [&str; 6] = ["operator", "routing", "consultation", "publishing", "audit", "projections"];

/// Users of the vault, each with its role: a service connects there with a second key.
const VAULT: [(&str, &str); 5] = [
    ("vault-operator", "vault-operator"),
    ("vault-routing", "vault-keeper"),
    ("vault-consultation", "vault-keeper"),
    ("vault-publishing", "vault-keeper"),
    ("vault-projections", "vault-reader"),
];

/// An agency's name that must not become part of a permission.
#[derive(Debug, PartialEq, Eq)]
pub struct BadToken(String);

impl fmt::Display for BadToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} cannot name an agency in a subject: letters, digits, `_` and `-`, and no role's name",
            self.0
        )
    }
}

impl std::error::Error for BadToken {}

/// A user: who it is, what lets it in, what it may do.
struct User {
    key: KeyPair,
    inbox: String,
    permissions: String,
}

/// Everybody that one installation lets in, by name. An agency's name is its token in subjects.
pub struct Users {
    lienthong: BTreeMap<String, User>,
    agencies: BTreeMap<String, User>,
    vault: BTreeMap<String, User>,
    system: BTreeMap<String, User>,
}

impl Users {
    /// New keys for every service, for a historian who may bring in what `history_of` did, and for each agency.
    ///
    /// `deploy` is the directory that holds `roles/`.
    ///
    /// # Errors
    /// An agency whose token would reach beyond itself: `*`, `>`, a dot, or the name of a role.
    pub fn generate(deploy: &Path, agencies: &[&str], history_of: &[&str]) -> Result<Self, BadToken> {
        for agency in agencies.iter().chain(history_of) {
            check_token(agency)?;
        }
        let template = |name: &str| {
            let path = deploy.join("roles").join(name);
            fs::read_to_string(&path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()))
        };
        let mut lienthong: BTreeMap<_, _> = SERVICES
            .iter()
            .chain(&["gateway"])
            .map(|name| (String::from(*name), User::with_role(name, name)))
            .collect();
        let intakes: Vec<_> = history_of.iter().map(|agency| format!("\"intake.*.{agency}\"")).collect();
        let historian = template("historian.conf.in").replace("@INTAKES@", &intakes.join(" "));
        lienthong.insert("historian".to_owned(), User::new("historian", historian));
        let agency = |token: &&str| {
            ((*token).to_owned(), User::new(token, template("agency.conf.in").replace("@AGENCY@", token)))
        };
        let agencies = agencies.iter().map(agency).collect();
        let vault =
            VAULT.iter().map(|(name, role)| ((*name).to_owned(), User::with_role(role, role))).collect();
        let system = BTreeMap::from([("system".to_owned(), User::new("system", String::new()))]);
        Ok(Self { lienthong, agencies, vault, system })
    }

    /// Writes `users.conf` beside the shipped configuration and each user's seed to `seeds/<name>.nk`.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub fn write(&self, deploy: &Path) -> io::Result<()> {
        fs::write(deploy.join("users.conf"), self.conf())?;
        let seeds = deploy.join("seeds");
        fs::create_dir_all(&seeds)?;
        for (name, user) in self.everybody() {
            write_secret(&seeds.join(format!("{name}.nk")), &user.key.seed().map_err(io::Error::other)?)?;
        }
        Ok(())
    }

    /// The seed of a user, as `async_nats` wants it.
    pub fn seed(&self, name: &str) -> String {
        self.user(name).key.seed().expect("a generated key has its seed")
    }

    /// The prefix of the subjects on which a user hears replies; others' replies are closed to it.
    pub fn inbox(&self, name: &str) -> String {
        format!("_INBOX_{}", self.user(name).inbox)
    }

    /// Where [`Users::write`] puts a user's seed.
    pub fn seed_file(deploy: &Path, name: &str) -> PathBuf {
        deploy.join("seeds").join(format!("{name}.nk"))
    }

    /// The text of `users.conf`.
    pub fn conf(&self) -> String {
        let mut text = String::from(
            "# Generated. Public keys and permissions only; the seeds belong to their owners.\n",
        );
        let accounts = [
            ("LIENTHONG_USERS", &self.lienthong),
            ("AGENCIES_USERS", &self.agencies),
            ("VAULT_USERS", &self.vault),
            ("SYSTEM_USERS", &self.system),
        ];
        for (variable, users) in accounts {
            let _ = writeln!(text, "\n{variable}: [");
            for (name, user) in users {
                let key = user.key.public_key();
                let _ = writeln!(
                    text,
                    "  # {name}\n  {{ nkey: {key}, permissions: {{\n{}\n  }} }}",
                    user.permissions
                );
            }
            let _ = writeln!(text, "]");
        }
        text
    }

    fn everybody(&self) -> impl Iterator<Item = (&String, &User)> {
        self.lienthong.iter().chain(&self.agencies).chain(&self.vault).chain(&self.system)
    }

    fn user(&self, name: &str) -> &User {
        let found = self.everybody().find(|(known, _)| *known == name);
        found.unwrap_or_else(|| panic!("no user {name:?} in this installation")).1
    }
}

impl User {
    fn new(inbox: &str, permissions: String) -> Self {
        Self { key: KeyPair::new_user(), inbox: inbox.to_owned(), permissions }
    }

    /// A user whose permissions are a file as shipped.
    fn with_role(inbox: &str, role: &str) -> Self {
        Self::new(inbox, format!("    include \"roles/{role}.conf\""))
    }
}

/// A token that is a wildcard, has a dot, or names a role would open what belongs to others.
fn check_token(token: &str) -> Result<(), BadToken> {
    let plain =
        !token.is_empty() && token.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    let taken = SERVICES.contains(&token)
        || ["gateway", "historian", "system"].contains(&token)
        || VAULT.iter().any(|(name, role)| *name == token || *role == token);
    if plain && !taken { Ok(()) } else { Err(BadToken(token.to_owned())) }
}

/// A seed is a password: nobody but its owner reads it.
fn write_secret(path: &Path, seed: &str) -> io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)?;
    writeln!(file, "{seed}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_cannot_be_named_so_that_it_reaches_others() {
        for bad in ["", "*", ">", "H22.TT", "a b", "\"", "routing", "historian", "vault-keeper"] {
            assert_eq!(check_token(bad), Err(BadToken(bad.to_owned())));
        }
        assert_eq!(check_token("H22_TT"), Ok(()));
    }

    #[test]
    fn seeds_stay_out_of_the_configuration() {
        let users =
            Users::generate(&crate::workspace::root().join("deploy/nats"), &["H22_TT"], &["H22_14"]).unwrap();
        let conf = users.conf();
        for (name, user) in users.everybody() {
            assert!(conf.contains(&user.key.public_key()), "{name} is let in");
            assert!(!conf.contains(&user.key.seed().unwrap()), "{name} keeps its seed");
        }
        assert!(conf.contains("\"intake.*.H22_TT\"") && conf.contains("\"intake.*.H22_14\""));
        assert!(!conf.contains('@'));
    }
}
