//! Asking the read side: every question carries the gateway's "now".

use crate::Gateway;
use crate::failure::Failure;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

impl Gateway {
    /// Asks a query. `now` is the gateway's clock, whatever the caller put there.
    pub(crate) async fn ask(
        &self,
        query: &str,
        mut parameters: Map<String, Value>,
    ) -> Result<Value, Failure> {
        parameters.insert("now".to_owned(), Value::String(self.clock.now().to_string()));
        let answer = self.query.query(query, Value::Object(parameters)).await;
        answer.map_err(Failure::from)
    }

    /// Asks a query and reads its answer.
    pub(crate) async fn ask_for<T: DeserializeOwned>(
        &self,
        query: &str,
        parameters: Map<String, Value>,
    ) -> Result<T, Failure> {
        let answer = self.ask(query, parameters).await?;
        serde_json::from_value(answer).map_err(|error| Failure::not_understood(query, &error))
    }
}

/// Parameters of one name.
pub(crate) fn one(name: &str, value: &str) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), Value::String(value.to_owned()))])
}

/// Parameters as they stand in an address, `lang` left out: it is the page's, not the question's. `late` is a truth value
/// and `page` a number; the rest are texts.
pub(crate) fn of_address(
    pairs: &std::collections::BTreeMap<String, String>,
) -> Result<Map<String, Value>, Failure> {
    let mut parameters = Map::new();
    for (name, text) in pairs.iter().filter(|(name, text)| *name != "lang" && !text.is_empty()) {
        let value = match name.as_str() {
            "late" => {
                Value::Bool(text.parse().map_err(|_| Failure::malformed("`late` is neither true nor false"))?)
            }
            "page" => {
                Value::from(text.parse::<u32>().map_err(|_| Failure::malformed("`page` is no page number"))?)
            }
            _ => Value::String(text.clone()),
        };
        parameters.insert(name.clone(), value);
    }
    Ok(parameters)
}
