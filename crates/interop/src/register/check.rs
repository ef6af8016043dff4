//! From the text of a mapping file to a mapping of a register that holds together.

use super::mapping::{
    Book, Column, Columns, Finished, Lists, ProcedureBy, RegisterMapping, RegisterMappingError,
    RegisterMappingFault,
};
use super::raw::{self, Raw, Text};
use super::rows::alike;
use crate::toml_file;
use jiff::tz::TimeZone;
use lienthong_dossier::BookSide;
use std::fmt::Display;
use std::ops::Range;

/// Where days are days, unless a mapping says otherwise.
const ZONE: &str = "Asia/Ho_Chi_Minh";
/// The last column that a sheet has is `XFD`.
const MOST_COLUMNS: usize = 16_384;

type Outcome<T> = Result<T, RegisterMappingError>;

pub(super) fn parse(file: &str, text: &str) -> Outcome<RegisterMapping> {
    Check { file, text }.mapping()
}

struct Check<'a> {
    file: &'a str,
    text: &'a str,
}

impl Check<'_> {
    fn mapping(&self) -> Outcome<RegisterMapping> {
        let raw: Raw = toml::from_str(self.text).map_err(|error| {
            self.error(error.span(), RegisterMappingFault::Form(toml_file::said(&error).into()))
        })?;
        let Raw { register, book, rows, dates, columns } = raw;
        let agency = register.agency.as_ref().map(|agency| {
            agency.get_ref().parse().map_err(|error| self.value(agency, "register.agency", error))
        });
        let zone = match &register.time_zone {
            None => TimeZone::get(ZONE).unwrap_or_else(|_| TimeZone::fixed(jiff::tz::offset(7))),
            Some(name) => TimeZone::get(name.get_ref())
                .map_err(|error| self.value(name, "register.time_zone", error))?,
        };
        let mut skip = Vec::new();
        for text in &rows.skip {
            let alike = alike(text.get_ref());
            if alike.is_empty() {
                return Err(self.value(text, "rows.skip", "an empty text begins every row"));
            }
            skip.push(alike);
        }
        let mut formats = Vec::new();
        for format in dates.formats.get_ref() {
            let way = format.get_ref().parse();
            formats.push(way.map_err(|why| {
                self.value(format, "dates.formats", format!("`{}` {why}", format.get_ref()))
            })?);
        }
        if formats.is_empty() {
            return Err(self.fault(dates.formats.span(), "dates.formats", "no way to write a day is named"));
        }
        let book = self.book(&book)?;
        Ok(RegisterMapping {
            agency: agency.transpose()?,
            time_zone: zone,
            columns: self.columns(&columns, &book, rows.first)?,
            book,
            first: rows.first,
            skip,
            formats,
        })
    }

    fn book(&self, raw: &raw::Book) -> Outcome<Book> {
        let side = BookSide::named(raw.side.get_ref()).ok_or_else(|| {
            self.value(
                &raw.side,
                "book.side",
                "there are `incoming` (what came in) and `outgoing` (what went out)",
            )
        })?;
        let lists = match raw.lists.get_ref().as_str() {
            "receptions" => Lists::Receptions,
            "legs" => Lists::Legs,
            _ => {
                let why = "there are `receptions` (what the agency's own desk took in) and `legs` (what came from other agencies, or went to them)";
                return Err(self.value(&raw.lists, "book.lists", why));
            }
        };
        if (side, lists) == (BookSide::Outgoing, Lists::Receptions) {
            let why = "what was taken in stands in an incoming book: write side = \"incoming\", or lists = \"legs\"";
            return Err(self.value(&raw.side, "book.side", why));
        }
        Ok(Book { side, lists, name: raw.name.as_str().into() })
    }

    fn columns(
        &self,
        raw: &toml::Spanned<raw::Columns>,
        book: &Book,
        first: Option<u64>,
    ) -> Outcome<Columns> {
        let (span, raw) = (raw.span(), raw.get_ref());
        let of = |key, column: &Option<raw::Column>| {
            column.as_ref().map(|column| self.column(key, &column.at, column.header.as_deref())).transpose()
        };
        let columns = Columns {
            number: of("columns.number", &raw.number)?,
            code: of("columns.code", &raw.code)?,
            received: self.column("columns.received", &raw.received.at, raw.received.header.as_deref())?,
            due: of("columns.due", &raw.due)?,
            finished: raw.finished.as_ref().map(|finished| self.finished(finished, book)).transpose()?,
            procedure: raw.procedure.as_ref().map(|procedure| self.procedure(procedure)).transpose()?,
        };
        if columns.code.is_none() && columns.number.is_none() {
            let why = "neither `code` nor `number` is named: nothing would say which dossier a row is about";
            return Err(self.fault(span, "columns", why));
        }
        let mut seen: Vec<&Column> = Vec::new();
        for column in columns.all() {
            if let Some(twice) = seen.iter().find(|twice| twice.at == column.at) {
                let why = format!("{} and {} are both in column {}", twice.key, column.key, column.letters);
                return Err(self.fault(span, "columns", why));
            }
            seen.push(column);
            if first.is_none() && column.header.is_none() {
                let why = format!(
                    "{} has no `header`: then rows.first must say which row is the first below the headers",
                    column.key
                );
                return Err(self.fault(span, "columns", why));
            }
        }
        Ok(columns)
    }

    fn finished(&self, raw: &raw::Finished, book: &Book) -> Outcome<(Column, Finished)> {
        let means = match (raw.means.get_ref().as_str(), book.lists) {
            ("resolved", _) => Finished::Resolved,
            ("returned", Lists::Receptions) => Finished::Returned,
            ("returned", Lists::Legs) => {
                let why = "a leg is answered, and not returned to a citizen: write `resolved`";
                return Err(self.value(&raw.means, "columns.finished.means", why));
            }
            _ => {
                let why = "there are `resolved` (the result is there) and `returned` (the citizen has it)";
                return Err(self.value(&raw.means, "columns.finished.means", why));
            }
        };
        Ok((self.column("columns.finished", &raw.at, raw.header.as_deref())?, means))
    }

    fn procedure(&self, raw: &raw::Procedure) -> Outcome<(Column, ProcedureBy)> {
        let by = match raw.by.get_ref().as_str() {
            "code" => ProcedureBy::Code,
            "name" => ProcedureBy::Name,
            _ => return Err(self.value(&raw.by, "columns.procedure.by", "there are `code` and `name`")),
        };
        Ok((self.column("columns.procedure", &raw.at, raw.header.as_deref())?, by))
    }

    fn column(&self, key: &'static str, at: &Text, header: Option<&str>) -> Outcome<Column> {
        let letters = at.get_ref().trim();
        let place = place_of(letters).ok_or_else(|| {
            self.value(at, key, format!("`{letters}` is no column: they are A, B, … Z, AA, … XFD"))
        })?;
        Ok(Column {
            key,
            at: place,
            letters: letters.to_ascii_uppercase().into(),
            header: header.map(Into::into),
        })
    }

    fn value(&self, text: &Text, key: &'static str, why: impl Display) -> RegisterMappingError {
        self.fault(text.span(), key, why)
    }

    fn fault(&self, span: Range<usize>, key: &'static str, why: impl Display) -> RegisterMappingError {
        self.error(Some(span), RegisterMappingFault::Value { key, why: why.to_string().into() })
    }

    fn error(&self, span: Option<Range<usize>>, fault: RegisterMappingFault) -> RegisterMappingError {
        RegisterMappingError {
            file: self.file.into(),
            at: span.map(|span| toml_file::place(self.text, span.start)),
            fault,
        }
    }
}

/// `A` is 0, `Z` 25, `AA` 26.
fn place_of(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 || !letters.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        return None;
    }
    let digit = |byte: u8| usize::from(byte.to_ascii_uppercase() - b'A') + 1;
    let place = letters.bytes().fold(0, |place, byte| place * 26 + digit(byte));
    (place <= MOST_COLUMNS).then(|| place - 1)
}

#[cfg(test)]
mod tests {
    use super::place_of;

    #[test]
    fn columns_are_named_as_sheets_name_them() {
        for (letters, place) in [
            ("A", Some(0)),
            ("m", Some(12)),
            ("Z", Some(25)),
            ("AA", Some(26)),
            ("XFD", Some(16_383)),
            ("XFE", None),
            ("AAAA", None),
            ("", None),
            ("1", None),
            ("Đ", None),
        ] {
            assert_eq!(place_of(letters), place, "{letters}");
        }
    }
}
