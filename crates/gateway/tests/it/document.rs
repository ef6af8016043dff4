//! The OpenAPI document as a measure: each response of the API must stand in it, with its status, its media type and its shape.

use crate::door::Answered;
use axum::http::{StatusCode, header};
use lienthong_gateway::api;
use serde_json::{Map, Value};

/// The document.
pub struct Document(pub Value);

impl Document {
    /// As it is served.
    pub fn served() -> Self {
        Self(serde_json::from_str(&api::document().unwrap()).unwrap())
    }

    /// The address of the document that a request's path is, if it is one.
    pub fn address(&self, path: &str) -> Option<&str> {
        let is = |address: &&String| {
            let (asked, told): (Vec<_>, Vec<_>) = (path.split('/').collect(), address.split('/').collect());
            asked.len() == told.len() && asked.iter().zip(&told).all(|(a, t)| a == t || t.starts_with('{'))
        };
        // A fixed word before a place: `/a/b` is not `/a/{x}` where both are.
        let mut addresses: Vec<&String> = self.0["paths"].as_object().unwrap().keys().filter(is).collect();
        addresses.sort_by_key(|address| address.matches('{').count());
        addresses.first().map(|address| address.as_str())
    }

    /// Panics if an answer of the API is not described.
    pub fn holds(&self, method: &str, uri: &str, answered: &Answered) {
        let path = uri.split('?').next().unwrap();
        let Some(address) = self.address(path) else { return };
        let operation = &self.0["paths"][address][method.to_lowercase()];
        // Another method than the address takes is refused before any operation is met.
        if answered.status == StatusCode::METHOD_NOT_ALLOWED || operation.is_null() {
            return;
        }
        let status = answered.status.as_str();
        let described = &operation["responses"][status];
        assert!(
            !described.is_null(),
            "{method} {address} answers {status}, which is not described: {}",
            answered.text
        );
        let media_type = answered.header(header::CONTENT_TYPE).split(';').next().unwrap().trim();
        let content = &described["content"][media_type];
        assert!(
            !content.is_null(),
            "{method} {address} answers {status} as {media_type}, which is not described"
        );
        let values: Vec<Value> = match media_type {
            "application/json" => vec![answered.json()],
            "application/x-ndjson" => answered.lines(),
            _ => Vec::new(),
        };
        for value in values {
            let mut wrong = Vec::new();
            self.fits(&content["schema"], &value, "", &mut wrong);
            assert!(wrong.is_empty(), "{method} {uri}: not as described: {wrong:#?}");
        }
    }

    fn resolved<'d>(&'d self, schema: &'d Value) -> &'d Value {
        match schema["$ref"].as_str() {
            Some(name) => {
                self.0.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("{name} is nothing"))
            }
            None => schema,
        }
    }

    /// Whether a value is of a schema: types, required and unknown fields.
    fn fits(&self, schema: &Value, value: &Value, place: &str, wrong: &mut Vec<String>) {
        let schema = self.resolved(schema);
        for choices in ["oneOf", "anyOf"] {
            if let Some(choices) = schema[choices].as_array() {
                let fits = |choice: &&Value| {
                    let mut wrong = Vec::new();
                    self.fits(choice, value, place, &mut wrong);
                    wrong.is_empty()
                };
                if !choices.iter().any(|choice| fits(&choice)) {
                    wrong.push(format!("{place}: none of the choices: {value}"));
                }
                return;
            }
        }
        if let Some(types) = types(schema)
            && !types.contains(&type_of(value))
        {
            wrong.push(format!("{place}: {} where {types:?} should be: {value}", type_of(value)));
            return;
        }
        match value {
            Value::Object(fields) => self.fields_fit(schema, fields, place, wrong),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.fits(&schema["items"], item, &format!("{place}[{index}]"), wrong);
                }
            }
            _ => {}
        }
    }

    fn fields_fit(&self, schema: &Value, fields: &Map<String, Value>, place: &str, wrong: &mut Vec<String>) {
        let (mut known, mut required) = (Map::new(), Vec::new());
        self.collect(schema, &mut known, &mut required);
        let more = &schema["additionalProperties"];
        for name in required.iter().filter(|name| !fields.contains_key(*name)) {
            wrong.push(format!("{place}: `{name}` is missing"));
        }
        for (name, value) in fields {
            let place = format!("{place}.{name}");
            match (known.get(name), more) {
                (Some(schema), _) => self.fits(schema, value, &place, wrong),
                (None, Value::Object(_)) => self.fits(more, value, &place, wrong),
                // A schema without any field says nothing of them.
                (None, _) if known.is_empty() => {}
                (None, _) => wrong.push(format!("{place} is not described")),
            }
        }
    }

    /// The fields of a schema and of all that it is put together from.
    fn collect(&self, schema: &Value, known: &mut Map<String, Value>, required: &mut Vec<String>) {
        let schema = self.resolved(schema);
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect(part, known, required);
        }
        for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
            known.insert(name.clone(), schema.clone());
        }
        let names = schema["required"].as_array().into_iter().flatten();
        required.extend(names.filter_map(Value::as_str).map(str::to_owned));
    }
}

fn types(schema: &Value) -> Option<Vec<&str>> {
    match &schema["type"] {
        Value::String(one) => Some(vec![one]),
        Value::Array(several) => Some(several.iter().filter_map(Value::as_str).collect()),
        _ => None,
    }
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
