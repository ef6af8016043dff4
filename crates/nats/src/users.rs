//! Who a server lets in: the keys of its users, and the `users.conf` that gives each its role.
//!
//! Belongs here: the list of users ([`Users`], kept in `users.toml` beside the shipped configuration) and the file that the
//! server reads, made from it. Does not: what a role may do (`deploy/nats/roles`), connecting as one.
//!
//! Seeds stand in `seeds/<name>.nk`, one a user, for their owners to take away. An agency that has made its own key gives only
//! the public half.

use lienthong_ledger::files;
use lienthong_names::AgencyId;
use lienthong_protocol::subjects;
use nkeys::KeyPair;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Users of the province's account, each with the role of the same name.
const SERVICES: [&str; 9] = [
    "operator",
    "routing",
    "consultation",
    "publishing",
    "inspection",
    "audit",
    "projections",
    "gateway",
    HISTORIAN,
];

/// The one user whose permissions name agencies.
const HISTORIAN: &str = "historian";

/// Users of the vault's account and their roles: a service connects there with a second key.
const VAULT: [(&str, &str); 6] = [
    ("vault-operator", "vault-operator"),
    ("vault-routing", "vault-keeper"),
    ("vault-consultation", "vault-keeper"),
    ("vault-publishing", "vault-keeper"),
    ("vault-inspection", "vault-keeper"),
    ("vault-projections", "vault-reader"),
];

/// The user that looks after the servers.
const SYSTEM: &str = "system";

/// The list, as it is kept.
const LIST: &str = "users.toml";

/// What the server reads.
const CONF: &str = "users.conf";

/// Why the users were not written. Nothing was changed, but for seeds of new users.
#[derive(Debug, thiserror::Error)]
pub enum UsersError {
    /// A file that is needed, or that cannot be written.
    #[error("LT0717 {}: {cause}; name a directory that holds a copy of deploy/nats", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// In the system's words.
        cause: io::Error,
    },
    /// The list is not one.
    #[error("LT0718 {}: {why}", path.display())]
    List {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// An agency whose name would open what belongs to others.
    #[error("LT0719 `{0}` cannot be a NATS user: it is the name of a role")]
    Taken(String),
    /// A public key that is not one.
    #[error("LT0719 {agency}: `{key}` is no public key of a NATS user (U and 55 letters and digits)")]
    PublicKey {
        /// Whose.
        agency: String,
        /// What was given.
        key: String,
    },
}

impl UsersError {
    fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::File { path: path.to_owned(), cause }
    }
}

/// Everybody that one installation lets in, by name; an agency's name is its token in subjects.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Users {
    /// Tokens of the agencies in whose name the historian may send.
    history_of: BTreeSet<String>,
    /// Public keys of the services' users.
    lienthong: BTreeMap<String, String>,
    /// Public keys of agencies, by token.
    agencies: BTreeMap<String, String>,
    /// Public keys of the vault's users.
    vault: BTreeMap<String, String>,
    /// Public key of the one who looks after the servers.
    system: BTreeMap<String, String>,
}

/// An agency to be let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAgency {
    /// Which.
    pub agency: AgencyId,
    /// The public half of a key it made itself; `None`: a key is made here.
    pub public: Option<String>,
}

impl Users {
    /// The users of an installation; none yet where there is no list.
    ///
    /// # Errors
    /// [`UsersError::List`], [`UsersError::File`].
    pub fn open(deploy: &Path) -> Result<Self, UsersError> {
        let path = deploy.join(LIST);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(UsersError::file(&path)(error)),
        };
        toml::from_str(&text).map_err(|error| UsersError::List { path, why: error.to_string() })
    }

    /// Lets in every service that is not let in yet, and these agencies; an agency that is there gets the key given, if one is.
    /// Keys that are made here have their seeds written at once, readable by nobody else.
    ///
    /// # Errors
    /// [`UsersError`].
    pub fn add(
        &mut self,
        deploy: &Path,
        agencies: &[NewAgency],
        history_of: &[AgencyId],
    ) -> Result<(), UsersError> {
        let tokens = agencies.iter().map(|new| token(&new.agency)).collect::<Result<Vec<_>, _>>()?;
        for agency in history_of {
            self.history_of.insert(token(agency)?);
        }
        for name in SERVICES {
            make_key(deploy, &mut self.lienthong, name)?;
        }
        for (name, _) in VAULT {
            make_key(deploy, &mut self.vault, name)?;
        }
        make_key(deploy, &mut self.system, SYSTEM)?;
        for (new, token) in agencies.iter().zip(tokens) {
            match &new.public {
                Some(public) => {
                    let is_user = public.starts_with('U') && KeyPair::from_public_key(public).is_ok();
                    if !is_user {
                        let (agency, key) = (new.agency.to_string(), public.clone());
                        return Err(UsersError::PublicKey { agency, key });
                    }
                    self.agencies.insert(token, public.clone());
                }
                None => make_key(deploy, &mut self.agencies, &token)?,
            }
        }
        Ok(())
    }

    /// Lets an agency in no more; false if it was not let in.
    pub fn remove(&mut self, agency: &AgencyId) -> bool {
        let token = subjects::token(agency.as_str());
        self.history_of.remove(&token) | self.agencies.remove(&token).is_some()
    }

    /// Writes the list and `users.conf`, each by rename: a server that reloads meanwhile reads the old or the new one.
    ///
    /// # Errors
    /// [`UsersError::File`].
    pub fn write(&self, deploy: &Path) -> Result<(), UsersError> {
        let list = toml::to_string(self)
            .map_err(|error| UsersError::List { path: deploy.join(LIST), why: error.to_string() })?;
        let conf = self.conf(deploy)?;
        for (name, text) in [(LIST, list), (CONF, conf)] {
            let path = deploy.join(name);
            files::replace(&path, text.as_bytes()).map_err(UsersError::file(&path))?;
        }
        Ok(())
    }

    /// Name, public key, and the seed's file where it was made here, of everybody.
    #[must_use]
    pub fn everybody(&self, deploy: &Path) -> Vec<(String, String, Option<PathBuf>)> {
        let all = self.lienthong.iter().chain(&self.agencies).chain(&self.vault).chain(&self.system);
        all.map(|(name, public)| {
            let seed = Some(seed_file(deploy, name)).filter(|path| path.is_file());
            (name.clone(), public.clone(), seed)
        })
        .collect()
    }

    /// The prefix of the subjects on which a user hears replies; others' replies are closed to it.
    #[must_use]
    pub fn inbox(name: &str) -> String {
        let role = VAULT.iter().find(|(user, _)| *user == name).map_or(name, |(_, role)| role);
        format!("_INBOX_{role}")
    }

    /// The text of `users.conf`.
    fn conf(&self, deploy: &Path) -> Result<String, UsersError> {
        let template = |name: &str| {
            let path = deploy.join("roles").join(name);
            fs::read_to_string(&path).map_err(UsersError::file(&path))
        };
        let role = |role: &str| format!("    include \"roles/{role}.conf\"");
        let mut text = String::from(
            "# Made by `lienthong keys nats` from users.toml. Public keys and permissions only; the seeds belong to their \
             owners.\n",
        );
        let intakes: Vec<_> = self.history_of.iter().map(|agency| format!("\"intake.*.{agency}\"")).collect();
        let historian = template("historian.conf.in")?.replace("@INTAKES@", &intakes.join(" "));
        let services = self
            .lienthong
            .iter()
            .map(|(name, key)| (name, key, if name == HISTORIAN { historian.clone() } else { role(name) }));
        list(&mut text, "LIENTHONG_USERS", services);
        let agency = template("agency.conf.in")?;
        let agencies = self.agencies.iter().map(|(name, key)| (name, key, agency.replace("@AGENCY@", name)));
        list(&mut text, "AGENCIES_USERS", agencies);
        let of_vault =
            |name: &str| VAULT.iter().find(|(user, _)| *user == name).map_or("never", |(_, role)| role);
        let vault = self.vault.iter().map(|(name, key)| (name, key, role(of_vault(name))));
        list(&mut text, "VAULT_USERS", vault);
        list(&mut text, "SYSTEM_USERS", self.system.iter().map(|(name, key)| (name, key, String::new())));
        Ok(text)
    }
}

fn list<'a>(
    text: &mut String,
    variable: &str,
    users: impl Iterator<Item = (&'a String, &'a String, String)>,
) {
    let _ = writeln!(text, "\n{variable}: [");
    for (name, key, permissions) in users {
        let _ = writeln!(text, "  # {name}\n  {{ nkey: {key}, permissions: {{\n{permissions}\n  }} }}");
    }
    let _ = writeln!(text, "]");
}

/// Where the seed of a user stands when it was made here.
#[must_use]
pub fn seed_file(deploy: &Path, name: &str) -> PathBuf {
    deploy.join("seeds").join(format!("{name}.nk"))
}

/// A key for a user that has none yet, its seed in its file.
fn make_key(deploy: &Path, users: &mut BTreeMap<String, String>, name: &str) -> Result<(), UsersError> {
    if users.contains_key(name) {
        return Ok(());
    }
    let path = seed_file(deploy, name);
    // One that was made by a run that ended before its list was written is as good.
    let key = match fs::read_to_string(&path) {
        Ok(seed) => KeyPair::from_seed(seed.trim())
            .map_err(|error| UsersError::List { path: path.clone(), why: error.to_string() })?,
        Err(_) => {
            let key = KeyPair::new_user();
            let seed = key.seed().map_err(|e| UsersError::file(&path)(io::Error::other(e.to_string())))?;
            fs::create_dir_all(deploy.join("seeds"))
                .and_then(|()| files::place_new(&path, format!("{seed}\n").as_bytes()))
                .map_err(UsersError::file(&path))?;
            key
        }
    };
    users.insert(name.to_owned(), key.public_key());
    Ok(())
}

/// An agency's token. Of a valid code it is always plain: no dot, no wildcard; only a role's name could open anything else.
fn token(agency: &AgencyId) -> Result<String, UsersError> {
    let token = subjects::token(agency.as_str());
    let taken = SERVICES.contains(&token.as_str())
        || token == SYSTEM
        || VAULT.iter().any(|(name, role)| *name == token || *role == token);
    if taken { Err(UsersError::Taken(token)) } else { Ok(token) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn deploy() -> tempfile::TempDir {
        let directory = tempfile::tempdir().unwrap();
        let roles = directory.path().join("roles");
        fs::create_dir(&roles).unwrap();
        let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/nats/roles");
        for file in ["agency.conf.in", "historian.conf.in"] {
            fs::copy(shipped.join(file), roles.join(file)).unwrap();
        }
        directory
    }

    fn agency(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn new(code: &str) -> NewAgency {
        NewAgency { agency: agency(code), public: None }
    }

    #[test]
    fn seeds_stay_out_of_the_configuration_and_are_their_owners_alone() {
        let dir = deploy();
        let mut users = Users::default();
        users.add(dir.path(), &[new("H22.TT")], &[agency("H22.14")]).unwrap();
        users.write(dir.path()).unwrap();
        let conf = fs::read_to_string(dir.path().join(CONF)).unwrap();
        let everybody = users.everybody(dir.path());
        assert_eq!(everybody.len(), SERVICES.len() + VAULT.len() + 2);
        for (name, public, seed) in everybody {
            assert!(conf.contains(&format!("# {name}\n")) && conf.contains(&public), "{name} is let in");
            let seed = seed.unwrap();
            assert_eq!(fs::metadata(&seed).unwrap().permissions().mode() & 0o777, 0o600);
            assert!(!conf.contains(fs::read_to_string(seed).unwrap().trim()), "{name} keeps its seed");
        }
        assert!(conf.contains("\"intake.*.H22_TT\"") && conf.contains("\"intake.*.H22_14\""));
        assert!(!conf.contains('@'));
    }

    #[test]
    fn who_is_let_in_stays_let_in_with_the_same_key() {
        let dir = deploy();
        let mut users = Users::open(dir.path()).unwrap();
        users.add(dir.path(), &[new("H22.12")], &[]).unwrap();
        users.write(dir.path()).unwrap();
        let mut again = Users::open(dir.path()).unwrap();
        assert_eq!(again, users);
        let public = KeyPair::new_user().public_key();
        let own = NewAgency { agency: agency("H22.14"), public: Some(public.clone()) };
        again.add(dir.path(), &[own], &[]).unwrap();
        again.write(dir.path()).unwrap();
        assert_eq!(again.agencies["H22_12"], users.agencies["H22_12"]);
        assert_eq!(again.lienthong, users.lienthong);
        assert_eq!(again.agencies["H22_14"], public);
        assert!(!seed_file(dir.path(), "H22_14").exists(), "its seed was never here");
        assert!(again.remove(&agency("H22.12")) && !again.remove(&agency("H22.12")));
        again.write(dir.path()).unwrap();
        assert!(!fs::read_to_string(dir.path().join(CONF)).unwrap().contains("H22_12"));
    }

    #[test]
    fn an_agency_cannot_be_named_so_that_it_reaches_others() {
        let dir = deploy();
        for bad in ["routing", "historian", "system", "vault-keeper"] {
            let error = Users::default().add(dir.path(), &[new(bad)], &[]).unwrap_err();
            assert!(error.to_string().starts_with("LT0719"), "{error}");
        }
        for public in ["", "UABC", &KeyPair::new_account().public_key()] {
            let own = NewAgency { agency: agency("H22.14"), public: Some((*public).to_owned()) };
            let error = Users::default().add(dir.path(), &[own], &[]).unwrap_err();
            assert!(error.to_string().starts_with("LT0719"), "{error}");
        }
    }

    #[test]
    fn a_directory_without_the_roles_and_a_list_that_is_none_are_named() {
        let empty = tempfile::tempdir().unwrap();
        let error = Users::default().write(empty.path()).unwrap_err();
        assert!(error.to_string().contains("historian.conf.in"), "{error}");
        assert!(!empty.path().join(LIST).exists());
        fs::write(empty.path().join(LIST), "agencies = 3").unwrap();
        let error = Users::open(empty.path()).unwrap_err();
        assert!(error.to_string().starts_with("LT0718"), "{error}");
    }
}
