//! How the binary says no: one line on stderr with a code, what was wrong, where, and what to do; and an exit status.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use crate::{Finished, run};

/// A command that ended with a coded failure.
#[derive(Debug)]
pub struct Refused {
    finished: Finished,
    line: String,
}

impl Finished {
    /// The failure it must have ended with: this exit status, and last on stderr a line that begins with this code, which
    /// `lienthong explain` knows in both languages.
    #[track_caller]
    pub fn refused(self, exit: i32, code: &str) -> Refused {
        let finished = self.expect_code(exit);
        let line = finished.stderr.lines().last().unwrap_or_default().to_owned();
        assert!(
            line.starts_with(&format!("{code} ")),
            "the last line does not begin with {code}: {finished:#?}"
        );
        assert_eq!(line.matches(code).count(), 1, "the code is said once: {line}");
        let whole = line.ends_with(['.', '`', ')']) || line.ends_with(|c: char| c.is_alphanumeric());
        assert!(whole && !line.ends_with(".."), "a sentence, ended once: {line}");
        explained(code);
        Refused { finished, line }
    }
}

impl Refused {
    /// And it says so.
    #[track_caller]
    pub fn says(self, words: &str) -> Self {
        assert!(self.line.contains(words), "it does not say {words:?}: {}", self.line);
        self
    }

    /// And it says all of this.
    #[track_caller]
    pub fn says_all(self, words: &[&str]) -> Self {
        words.iter().fold(self, |refused, words| refused.says(words))
    }

    /// Before anything was begun: no data, and no other line.
    #[track_caller]
    pub fn at_once(self) -> Self {
        assert_eq!(self.finished.stdout, "", "{self:#?}");
        assert_eq!(self.finished.stderr.lines().count(), 1, "{self:#?}");
        self
    }

    /// The line.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// What else the command said.
    pub fn finished(&self) -> &Finished {
        &self.finished
    }

    /// Standard output as one JSON object on one line: whatever went wrong, what is there is data.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        let value = self.finished.json();
        assert!(value.is_object() && self.finished.stdout.lines().count() == 1, "{self:#?}");
        value
    }
}

/// `lienthong explain` knows the code in Vietnamese and in English, and says what to do in both.
#[track_caller]
pub fn explained(code: &str) {
    static KNOWN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    if KNOWN.lock().unwrap_or_else(PoisonError::into_inner).contains(code) {
        return;
    }
    for (language, what_to_do) in [("en", "What to do."), ("vi", "Cần làm gì.")] {
        let page = run(["explain", code, "--lang", language]).expect_code(0).stdout;
        assert!(page.starts_with(&format!("# {code}")) && page.contains(what_to_do), "{language}: {page}");
    }
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner).insert(code.to_owned());
}
