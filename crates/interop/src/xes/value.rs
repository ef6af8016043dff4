//! Typed values from and to their text.

use super::error::Fault;
use super::model::{Date, Value};
use super::tokens::{Open, Placed};

/// The value of an attribute that is neither a list nor a container.
pub(super) fn read(open: &mut Open) -> Result<Value, Placed> {
    let parse: fn(&str) -> Result<Value, String> = match open.element.as_str() {
        "string" => |text| Ok(Value::String(text.to_owned())),
        "id" => |text| Ok(Value::Id(text.to_owned())),
        "date" => |text| Date::parse(text).map(Value::Date),
        "int" => |text| text.trim().parse().map(Value::Int).map_err(|_| "is not a whole number".to_owned()),
        "float" => |text| float(text.trim()).map(Value::Float).ok_or_else(|| "is not a number".to_owned()),
        "boolean" => {
            |text| boolean(text.trim()).map(Value::Boolean).ok_or_else(|| "is not a boolean".to_owned())
        }
        other => return Err((open.line, Fault::Xml(format!("<{other}> is no element of a log").into()))),
    };
    let text = open.require("value")?;
    parse(&text).map_err(|why| (open.line, Fault::value(&open.element, &text, why)))
}

/// `xs:double`, whose infinities are written otherwise than Rust's.
fn float(text: &str) -> Option<f64> {
    match text {
        "INF" | "+INF" => Some(f64::INFINITY),
        "-INF" => Some(f64::NEG_INFINITY),
        _ => text.parse().ok(),
    }
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "true" | "1" => Some(true),
        "false" | "0" => Some(false),
        _ => None,
    }
}

/// The element of a value and its text; a list and a container have none.
pub(super) fn write(value: &Value) -> (&'static str, Option<String>) {
    match value {
        Value::String(text) => ("string", Some(text.clone())),
        Value::Id(text) => ("id", Some(text.clone())),
        Value::Date(date) => ("date", Some(date.text.clone())),
        Value::Int(number) => ("int", Some(number.to_string())),
        Value::Float(number) if number.is_infinite() => {
            ("float", Some(if *number > 0.0 { "INF" } else { "-INF" }.to_owned()))
        }
        Value::Float(number) => ("float", Some(format!("{number:?}"))),
        Value::Boolean(yes) => ("boolean", Some(yes.to_string())),
        Value::List(_) => ("list", None),
        Value::Container(_) => ("container", None),
    }
}
