//! What a list of dossiers was narrowed to, in words.

use super::frame::Asked;
use crate::shown::date;
use crate::words::Words;

/// Filters that the form of the list has a field for.
pub(super) const IN_FORM: [&str; 5] = ["status", "channel", "agency", "day", "late"];

/// What is no filter at all.
const NO_FILTER: [&str; 2] = ["page", "lang"];

/// The filters that the form has no field for: name, value, and both in words.
pub(super) fn others(w: Words, asked: &Asked) -> Vec<(String, String, String)> {
    asked
        .iter()
        .filter(|(name, value)| {
            let name = name.as_str();
            !IN_FORM.contains(&name) && !NO_FILTER.contains(&name) && !value.is_empty()
        })
        .map(|(name, value)| (name.clone(), value.clone(), in_words(w, name, value)))
        .collect()
}

/// `event` and `OpinionGiven`: "Has the event: Opinion given". A flag says all by its name.
fn in_words(w: Words, name: &str, value: &str) -> String {
    let called = w.word("filter", name);
    let value = match name {
        _ if value == "true" => return called,
        "event" => w.word("event", value),
        "due_day" | "resolved_day" => date(value),
        "consultation" => w.word("consultation_state", value),
        "realm" | "resolved" | "claim" | "inside_opinion" => w.word(name, value),
        _ => value.to_owned(),
    };
    format!("{called}: {value}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Lang;

    fn told(lang: Lang, name: &str, value: &str) -> Vec<String> {
        let asked = Asked::from([(name.to_owned(), value.to_owned())]);
        others(Words::new(lang), &asked).into_iter().map(|(_, _, words)| words).collect()
    }

    #[test]
    fn a_filter_is_told_in_the_readers_language() {
        let rows = [
            ("event", "OpinionGiven", "Có sự kiện: Cho ý kiến", "Has the event: Opinion given"),
            ("open", "true", "Đang giải quyết", "In progress"),
            ("due_day", "2020-10-05", "Hẹn trả trong ngày: 05/10/2020", "Result promised for: 05/10/2020"),
            ("holder", "H22.14", "Cơ quan đang giải quyết: H22.14", "In progress at: H22.14"),
        ];
        for (name, value, vi, en) in rows {
            assert_eq!(told(Lang::Vi, name, value), [vi]);
            assert_eq!(told(Lang::En, name, value), [en]);
        }
        for name in IN_FORM.iter().chain(&NO_FILTER) {
            assert_eq!(told(Lang::En, name, "x"), Vec::<String>::new(), "{name} has its own field");
        }
    }
}
