//! The questions that the rows answer: each has a name, parameters and an answer in JSON, true as of the positions it states.
//!
//! Belongs here: what is asked and how it is put together from rows. Does not: what a row says (`folds`), HTTP (`gateway`).
//! What depends on the time uses `now`, which whoever asks gives; no clock is read.

mod annex;
mod appraisal;
mod attachments;
mod closed;
mod declarations;
mod dossier;
mod dossiers;
mod lists;
mod numbers;
mod opinions;
mod overview;
mod personal;
mod procedure;
mod tables;
mod verdicts;

use crate::model::ReadModel;
use crate::projection::FoldError;
use crate::rows::RowsError;
use lienthong_ledger::attachments::{Attachments, Shelf};
use lienthong_ledger::parameters::Parameters;
use lienthong_ledger::ports::{Clock, DataKey, KeyStore, Query, QueryError, Unavailable};
use serde_json::{Value, json};
use std::sync::Arc;
use tables::Tables;

/// The questions, and the parameters that each takes beside `now`; `dossiers` looks at its many filters itself.
const QUESTIONS: [(&str, Option<&[&str]>); 19] = [
    ("overview", Some(&[])),
    ("dossier", Some(&["code"])),
    ("timeline", Some(&["code"])),
    ("dossiers", None),
    ("inbox", Some(&["agency"])),
    ("consultations", Some(&["state"])),
    ("counts", Some(&[])),
    ("agencies", Some(&[])),
    ("procedures", Some(&[])),
    ("procedure", Some(&["code", "on"])),
    ("numbers", Some(&["series", "day", "desk", "after"])),
    ("receipt", Some(&["agency", "command_id"])),
    ("rejections", Some(&["agency", "page"])),
    ("declarations", Some(&["agency", "from", "to"])),
    ("accesses", Some(&["code"])),
    (ATTACHMENTS, Some(&["code"])),
    ("positions", Some(&[])),
    ("health", Some(&[])),
    ("state_roots", Some(&[])),
];

/// What confidential opinions say, for the agency that asked for them. It stands beside [`NAMES`]: whoever lets it in knows in whose name it
/// is asked.
pub const ANNEX: &str = "annex";

/// What citizens say of themselves, for an officer of whom it is sealed that they are shown it. Beside [`NAMES`] for the same reason.
pub const PERSONAL: &str = "personal";

/// A part of what a document says, for such an officer. Beside [`NAMES`] for the same reason.
pub const ATTACHMENT: &str = "attachment";

/// Which documents the records name, and whether they are here.
pub const ATTACHMENTS: &str = "attachments";

/// The names of the questions.
pub const NAMES: &[&str] = &{
    let mut names = [""; QUESTIONS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = QUESTIONS[at].0;
        at += 1;
    }
    names
};

/// Answers from a read model.
#[derive(Clone)]
pub struct Queries {
    model: Arc<ReadModel>,
    keys: Option<Arc<dyn KeyStore>>,
    clock: Option<Arc<dyn Clock>>,
    store: Option<Arc<dyn Attachments>>,
}

impl Queries {
    /// Of this model.
    #[must_use]
    pub const fn new(model: Arc<ReadModel>) -> Self {
        Self { model, keys: None, clock: None, store: None }
    }

    /// With the keys under which closed opinions are shown once they are opened; without, only that they were given is.
    #[must_use]
    pub fn with_keys(self, keys: Arc<dyn KeyStore>) -> Self {
        Self { keys: Some(keys), ..self }
    }

    /// With the clock by which it counts for how long an officer is shown what citizens say: no now of whoever asks would do.
    #[must_use]
    pub fn with_clock(self, clock: Arc<dyn Clock>) -> Self {
        Self { clock: Some(clock), ..self }
    }

    /// With the store of what documents say; without, neither that they are here is said nor what they say.
    #[must_use]
    pub fn with_attachments(self, store: Arc<dyn Attachments>) -> Self {
        Self { store: Some(store), ..self }
    }

    /// Answers one question. Reads rows: not for a thread that others wait for.
    ///
    /// # Errors
    /// [`QueryError`].
    pub fn answer(&self, name: &str, parameters: &Value) -> Result<Value, QueryError> {
        self.answer_with(name, parameters, None)
    }

    /// The same, with the key of the dossier that is asked about.
    fn answer_with(&self, name: &str, parameters: &Value, key: Option<DataKey>) -> Result<Value, QueryError> {
        let parameters = Parameters::new(parameters)?;
        if let Some((_, known)) = QUESTIONS.iter().find(|(known, _)| *known == name)
            && let Some(known) = known
        {
            parameters.only(known)?;
        }
        let tables = Tables::of(&self.model).with_key(key);
        let mut answer = match name {
            "overview" => overview::answer(&tables, &parameters),
            "dossier" => dossier::answer(&tables, &parameters),
            "timeline" => dossier::timeline(&tables, &parameters),
            ANNEX => annex::answer(&tables, &parameters),
            PERSONAL => personal::answer(&tables, &parameters, self.now()?),
            "accesses" => personal::accesses(&tables, &parameters),
            "dossiers" => dossiers::answer(&tables, &parameters),
            "inbox" => lists::inbox(&tables, &parameters),
            "consultations" => lists::consultations(&tables, &parameters),
            "counts" => lists::counts(&tables),
            "agencies" => lists::agencies(&tables, &parameters),
            "procedures" => lists::procedures(&tables),
            "procedure" => procedure::answer(&tables, &parameters),
            "numbers" => numbers::numbers(&tables, &parameters),
            "receipt" => verdicts::receipt(&tables, &parameters),
            "rejections" => verdicts::rejections(&tables, &parameters),
            "declarations" => declarations::answer(&tables, &parameters),
            "positions" => return Ok(json!(tables.as_of())),
            "health" => {
                let health = self.model.health();
                Ok(json!({ "state": health.state(), "health": health }))
            }
            "state_roots" => {
                self.model.state_roots().map(|roots| json!({ "state_roots": roots })).map_err(rows_away)
            }
            other => Err(QueryError::NotFound { what: format!("query `{other}`") }),
        }?;
        answer["as_of"] = json!(tables.as_of());
        if let Some(now) = parameters.stated_now() {
            answer["now"] = json!(now.to_string());
        }
        Ok(answer)
    }
}

#[async_trait::async_trait]
impl Query for Queries {
    async fn query(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        if matches!(name, ATTACHMENT | ATTACHMENTS) {
            return self.attached(name, parameters).await;
        }
        let key = match (&self.keys, name) {
            (Some(keys), "dossier") => self.key(keys.as_ref(), parameters.clone()).await?,
            (Some(keys), PERSONAL) => self.personal_key(keys.as_ref(), parameters.clone()).await?,
            (None, PERSONAL) => return Err(shut("the vault of data keys is not open to this service")),
            _ => None,
        };
        let (queries, name) = (self.clone(), name.to_owned());
        blocking(move || queries.answer_with(&name, &parameters, key)).await
    }
}

fn shut(why: &str) -> QueryError {
    Unavailable { code: "LT0808", what: format!("personal values are not shown: {why}") }.into()
}

impl Queries {
    fn now(&self) -> Result<jiff::Timestamp, QueryError> {
        self.clock.as_ref().map(|clock| clock.now()).ok_or_else(|| shut("the service has no clock"))
    }

    /// What has to be asked of the store, once the rows have said what may be.
    async fn attached(&self, name: &str, parameters: Value) -> Result<Value, QueryError> {
        if name == ATTACHMENTS {
            let now = Parameters::new(&parameters)?.stated_now();
            let named = self.looked_up(parameters, attachments::named).await?;
            let mut answer = named.answer(self.store.as_deref()).await?;
            answer["as_of"] = json!(Tables::of(&self.model).as_of());
            if let Some(now) = now {
                answer["now"] = json!(now.to_string());
            }
            return Ok(answer);
        }
        let (Some(keys), Some(store)) = (&self.keys, &self.store) else {
            return Err(shut(
                "the vault of data keys, or the store of attachments, is not open to this service",
            ));
        };
        let (model, now) = (Arc::clone(&self.model), self.now()?);
        let asked = move || attachments::asked(&Tables::of(&model), &Parameters::new(&parameters)?, now);
        let asked = blocking(asked).await?;
        asked.answer(&Shelf::new(Arc::clone(keys), Arc::clone(store))).await
    }

    /// The key of what citizens say in the dossier that is asked about: without it nothing is shown.
    async fn personal_key(
        &self,
        keys: &dyn KeyStore,
        parameters: Value,
    ) -> Result<Option<DataKey>, QueryError> {
        Ok(keys.get(&self.looked_up(parameters, personal::scope).await?).await?)
    }

    /// The key of the dossier that is asked about, if something closed of it has been opened. A vault that does not answer keeps nobody
    /// from the rest.
    async fn key(&self, keys: &dyn KeyStore, parameters: Value) -> Result<Option<DataKey>, QueryError> {
        let Some(scope) = self.looked_up(parameters, closed::scope).await? else { return Ok(None) };
        Ok(keys.get(&scope).await.unwrap_or_else(|error| {
            tracing::warn!(%scope, %error, "opened opinions are not shown: their key is away");
            None
        }))
    }

    /// What rows say of the question, before it is answered.
    async fn looked_up<T: Send + 'static>(
        &self,
        parameters: Value,
        what: fn(&Tables<'_>, &Parameters) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        let model = Arc::clone(&self.model);
        blocking(move || what(&Tables::of(&model), &Parameters::new(&parameters)?)).await
    }
}

/// Reads rows where nobody waits.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, QueryError> + Send + 'static,
) -> Result<T, QueryError> {
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|error| {
        Err(Unavailable { code: "LT0801", what: format!("the question was not answered: {error}") }.into())
    })
}

fn rows_away(error: RowsError) -> QueryError {
    Unavailable { code: "LT0801", what: error.to_string() }.into()
}

fn unreadable(error: &FoldError) -> QueryError {
    damaged(&error.to_string())
}

fn damaged(what: &str) -> QueryError {
    Unavailable { code: "LT0802", what: what.to_owned() }.into()
}
