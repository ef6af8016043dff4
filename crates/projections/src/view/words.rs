//! Small words as text, and back.

use super::restore::Unrestorable;
use lienthong_dossier::{
    Channel, Conclusion, Ending, EventKind, Outcome, PauseCause, PostDirection, Purpose, ResultOutcome,
    Secrecy, Silence, Stance, Treatment,
};

/// A word that reads back from its text.
pub(super) trait Word: Sized + Copy + 'static {
    const NAME: &'static str;
    const WORDS: &'static [Self];
    fn text(self) -> &'static str;

    fn read(text: &str) -> Result<Self, Unrestorable> {
        let found = Self::WORDS.iter().find(|word| word.text() == text).copied();
        found.ok_or_else(|| Unrestorable { what: Self::NAME, text: text.to_owned() })
    }
}

macro_rules! word {
    ($($name:ident = $what:literal),+) => {$(
        impl Word for $name {
            const NAME: &'static str = $what;
            const WORDS: &'static [Self] = $name::ALL;
            fn text(self) -> &'static str {
                self.as_str()
            }
        }
    )+};
}

word!(
    Channel = "channel",
    Ending = "ending",
    EventKind = "event",
    PauseCause = "pause cause",
    PostDirection = "direction",
    ResultOutcome = "result outcome",
    Purpose = "purpose",
    Outcome = "outcome",
    Secrecy = "secrecy",
    Silence = "silence",
    Conclusion = "conclusion",
    Stance = "stance",
    Treatment = "treatment"
);
