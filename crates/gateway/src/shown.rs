//! How instants, positions and addresses are shown.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Where the readers of the pages live.
const ZONE: &str = "Asia/Ho_Chi_Minh";

/// The zone of the pages. Vietnam has had UTC+7 without summer time since 1975, should the zone's data be missing.
#[must_use]
pub fn zone() -> TimeZone {
    TimeZone::get(ZONE).unwrap_or_else(|_| TimeZone::fixed(Offset::constant(7)))
}

/// An RFC 3339 instant as `dd/MM/yyyy HH:mm` of Vietnam; what is no instant shows as it is.
#[must_use]
pub fn instant(text: &str) -> String {
    text.parse::<Timestamp>().map_or_else(|_| text.to_owned(), moment)
}

/// The same of a typed instant.
#[must_use]
pub fn moment(at: Timestamp) -> String {
    at.to_zoned_datetime(zone()).strftime("%d/%m/%Y %H:%M").to_string()
}

/// A civil date `yyyy-MM-dd` as `dd/MM/yyyy`; what is none shows as it is.
#[must_use]
pub fn date(text: &str) -> String {
    text.parse::<jiff::civil::Date>()
        .map_or_else(|_| text.to_owned(), |date| date.strftime("%d/%m/%Y").to_string())
}

/// Positions as `H22/2020 #1234`, the catalogue only where it stands alone: figures count dossiers.
#[must_use]
pub fn positions(as_of: &BTreeMap<String, u64>) -> String {
    let dossiers = |origin: &&String| !origin.ends_with("/catalogue");
    let alone = !as_of.keys().any(|origin| dossiers(&origin));
    as_of
        .iter()
        .filter(|(origin, _)| alone || dossiers(origin))
        .map(|(origin, sequence)| format!("{origin} #{sequence}"))
        .collect::<Vec<_>>()
        .join(" · ")
}

/// The page that opens what a query finds: `dossiers` with `status=received` is `/dossiers?status=received`. What has no page
/// opens in the API.
#[must_use]
pub fn page_of(query: &str, parameters: &Map<String, Value>) -> String {
    let part = |name: &str| parameters.get(name).map(plain).unwrap_or_default();
    let (path, in_path) = match query {
        "dossiers" => ("/dossiers".to_owned(), ""),
        "consultations" => ("/consultations".to_owned(), ""),
        "agencies" => ("/agencies".to_owned(), ""),
        "procedures" => ("/procedures".to_owned(), ""),
        "rejections" => ("/rejections".to_owned(), ""),
        "findings" => ("/findings".to_owned(), ""),
        "dossier" | "timeline" => (format!("/dossiers/{}", percent(&part("code"))), "code"),
        "procedure" => (format!("/procedures/{}", percent(&part("code"))), "code"),
        "inbox" => (format!("/inbox/{}", percent(&part("agency"))), "agency"),
        other => (format!("/api/v1/{}", percent(other)), ""),
    };
    let rest = parameters.iter().filter(|(name, _)| name.as_str() != in_path && *name != "now");
    address(&path, rest.map(|(name, value)| (name.as_str(), plain(value))))
}

/// A path with its parameters.
pub fn address<'a>(path: &str, parameters: impl IntoIterator<Item = (&'a str, String)>) -> String {
    let mut address = path.to_owned();
    for (index, (name, value)) in parameters.into_iter().enumerate() {
        let mark = if index == 0 { '?' } else { '&' };
        address.push(mark);
        address.push_str(&percent(name));
        address.push('=');
        address.push_str(&percent(&value));
    }
    address
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Percent-encodes all but the unreserved characters of RFC 3986.
#[must_use]
pub fn percent(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use serde_json::json;

    #[test]
    fn instants_are_shown_in_vietnam() {
        assert_eq!(instant("2020-10-05T00:00:00Z"), "05/10/2020 07:00");
        assert_eq!(instant("2011-10-11T23:59:59.999+02:00"), "12/10/2011 04:59");
        assert_eq!(instant("yesterday"), "yesterday");
        assert_eq!(date("2020-11-30"), "30/11/2020");
    }

    #[test]
    fn positions_name_the_ledgers_of_dossiers() {
        let both = BTreeMap::from([("H22/2020".to_owned(), 1234), ("H22/catalogue".to_owned(), 40)]);
        assert_eq!(positions(&both), "H22/2020 #1234");
        assert_eq!(positions(&BTreeMap::from([("H22/catalogue".to_owned(), 40)])), "H22/catalogue #40");
        assert_eq!(positions(&BTreeMap::new()), "");
    }

    #[test]
    fn a_figure_opens_the_page_of_its_query() {
        let rows = [
            ("dossiers", json!({"status": "received"}), "/dossiers?status=received"),
            ("dossiers", json!({"late": true, "now": "x"}), "/dossiers?late=true"),
            ("dossiers", json!({"event": "a&b=<c>"}), "/dossiers?event=a%26b%3D%3Cc%3E"),
            ("inbox", json!({"agency": "H22.14"}), "/inbox/H22.14"),
            ("timeline", json!({"code": "H22.14-1"}), "/dossiers/H22.14-1"),
            ("counts", json!({}), "/api/v1/counts"),
        ];
        for (query, parameters, page) in rows {
            assert_eq!(page_of(query, parameters.as_object().unwrap()), page);
        }
    }
}
