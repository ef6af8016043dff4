//! A sealed record with its command, as those are told it who look at what was decided.

use crate::failure::{Exit, Failure, Outcome};
use crate::reading::Reading;
use jiff::Timestamp;
use lienthong_inspection::{Place, Told};
use lienthong_names::Origin;
use lienthong_protocol::form::first_of;
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
            let why = first_of(&errors);
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

/// Every sealed record of all ledgers, the catalogue first; how many there are of each.
pub async fn each_decided(reading: &Reading, take: impl FnMut(&Told<'_>)) -> Outcome<Vec<(Origin, u64)>> {
    each_decided_of(reading, |_, _, _| true, take).await
}

/// The same of those records that are asked for, by their ledger, their number, and when they were recorded.
pub async fn each_decided_of(
    reading: &Reading,
    is_asked_for: impl Fn(&Origin, u64, Timestamp) -> bool,
    mut take: impl FnMut(&Told<'_>),
) -> Outcome<Vec<(Origin, u64)>> {
    let mut sizes = Vec::new();
    for origin in reading.origins().await? {
        let (mut size, mut wrong) = (0, None);
        let take = |sequence, raw: RawRecord| {
            if !is_asked_for(&origin, sequence, raw.record.recorded_at) {
                return;
            }
            size = sequence;
            match Decided::of(sequence, &raw) {
                Ok(decided) => take(&decided.told()),
                Err(failure) => {
                    wrong.get_or_insert(failure);
                }
            }
        };
        reading.site.each_record(&origin, 1, take).await?;
        if let Some(wrong) = wrong {
            return Err(wrong);
        }
        sizes.push((origin, size));
    }
    Ok(sizes)
}
