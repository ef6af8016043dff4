//! A sealed record with its command, as those are told it who look at what was decided.

use crate::failure::{Exit, Failure, Outcome};
use lienthong_inspection::{Place, Told};
use lienthong_protocol::{Command, RawRecord, Record};

/// A record, where it stands, and what was asked in it.
pub struct Decided<'a> {
    place: Place,
    record: &'a Record,
    command: Command,
}

impl<'a> Decided<'a> {
    /// With the command read that the record carries.
    pub fn of(sequence: u64, raw: &'a RawRecord) -> Outcome<Self> {
        let record = &raw.record;
        let place = Place::of(sequence, record);
        let command = Command::decode(&record.command).map_err(|errors| {
            let why = errors.first().map(ToString::to_string).unwrap_or_default();
            let text =
                format!("{place}: its command cannot be read: {why}; `lienthong audit verify` says more");
            Failure::coded(Exit::Unavailable, "LT0510", text)
        })?;
        Ok(Self { place, record, command })
    }

    /// As inspection is told it.
    pub const fn told(&self) -> Told<'_> {
        Told::of(&self.place, self.record, &self.command)
    }
}
