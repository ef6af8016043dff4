//! The numbers behind what is found (DOMAIN section 5, I01 to I10).

use jiff::SignedDuration;

/// When a rule that measures fires. The defaults are those of DOMAIN section 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// I01: recorded late, in working minutes after it occurred.
    pub recorded_late: u32,
    /// I02: from this hour of the evening, local time, until [`Self::night_until`].
    pub night_from: i8,
    /// I02: until this hour of the morning.
    pub night_until: i8,
    /// I03: close to due, in working minutes before it.
    pub close: u32,
    /// I04: closed in bulk, so many dossiers.
    pub bulk: usize,
    /// I04: within this time.
    pub bulk_within: SignedDuration,
    /// I05: which pause of a dossier is one too many.
    pub pauses: u32,
    /// I06: not handed out for so long.
    pub uncollected: SignedDuration,
    /// I07: read and not accepted, in working minutes.
    pub unaccepted: u32,
    /// I08: so many rejections of one agency.
    pub rejections: usize,
    /// I08, I10: within so many working days.
    pub working_days: u32,
    /// I09: how many earlier pairs make a profile.
    pub profile: usize,
    /// I09: so many times shorter, or longer, than the median.
    pub times: u32,
    /// I10: so many withdrawals of overdue dossiers.
    pub emptied: usize,
    /// R18: by so much clocks of machines may differ, before an act is said to lie before its cause.
    pub clocks: SignedDuration,
    /// R15: an online application is answered within so many working minutes.
    pub answered: u32,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            recorded_late: 4 * 60,
            night_from: 22,
            night_until: 5,
            close: 8 * 60,
            bulk: 10,
            bulk_within: SignedDuration::from_mins(15),
            pauses: 3,
            uncollected: SignedDuration::from_hours(30 * 24),
            unaccepted: 8 * 60,
            rejections: 20,
            working_days: 5,
            profile: 100,
            times: 10,
            emptied: 5,
            clocks: SignedDuration::from_mins(5),
            answered: 8 * 60,
        }
    }
}
