//! The questions that the rows answer: each has a name, parameters and an answer in JSON, true as of the positions it states.
//!
//! Belongs here: what is asked and how it is put together from rows. Does not: what a row says (`folds`), HTTP (`gateway`).
//! What depends on the time uses `now`, which whoever asks gives; no clock is read.

mod appraisal;
mod declarations;
mod dossier;
mod dossiers;
mod lists;
mod numbers;
mod opinions;
mod overview;
mod parameters;
mod procedure;
mod tables;
mod verdicts;

use crate::model::ReadModel;
use crate::projection::FoldError;
use crate::rows::RowsError;
use lienthong_ledger::ports::{Query, QueryError, Unavailable};
use parameters::Parameters;
use serde_json::{Value, json};
use std::sync::Arc;
use tables::Tables;

/// The questions, and the parameters that each takes beside `now`; `dossiers` looks at its many filters itself.
const QUESTIONS: [(&str, Option<&[&str]>); 17] = [
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
    ("positions", Some(&[])),
    ("health", Some(&[])),
    ("state_roots", Some(&[])),
];

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
pub struct Queries(Arc<ReadModel>);

impl Queries {
    /// Of this model.
    #[must_use]
    pub const fn new(model: Arc<ReadModel>) -> Self {
        Self(model)
    }

    /// Answers one question. Reads rows: not for a thread that others wait for.
    ///
    /// # Errors
    /// [`QueryError`].
    pub fn answer(&self, name: &str, parameters: &Value) -> Result<Value, QueryError> {
        let parameters = Parameters::new(parameters)?;
        if let Some((_, known)) = QUESTIONS.iter().find(|(known, _)| *known == name)
            && let Some(known) = known
        {
            parameters.only(known)?;
        }
        let tables = Tables::of(&self.0);
        let mut answer = match name {
            "overview" => overview::answer(&tables, &parameters),
            "dossier" => dossier::answer(&tables, &parameters),
            "timeline" => dossier::timeline(&tables, &parameters),
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
                let health = self.0.health();
                Ok(json!({ "state": health.state(), "health": health }))
            }
            "state_roots" => {
                self.0.state_roots().map(|roots| json!({ "state_roots": roots })).map_err(rows_away)
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
        let (queries, name) = (self.clone(), name.to_owned());
        let answered = tokio::task::spawn_blocking(move || queries.answer(&name, &parameters)).await;
        answered.unwrap_or_else(|error| {
            Err(Unavailable { code: "LT0801", what: format!("the question was not answered: {error}") }
                .into())
        })
    }
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
