//! Rules as whoever asks names them.

use crate::finding::Finding;
use crate::rule::{ATTEMPTS, Rule};

/// The rules that some words name; every rule, where there is no word.
#[derive(Debug, Clone, Default)]
pub struct RulesNamed {
    words: Vec<String>,
    rules: Vec<Rule>,
}

impl RulesNamed {
    /// Those of these words: of each all that it names, as [`Rule::named`] says.
    ///
    /// # Errors
    /// The first word that names no rule.
    pub fn of(words: impl IntoIterator<Item = String>) -> Result<Self, String> {
        let mut named = Self::default();
        for word in words {
            let rules = Rule::named(&word);
            // A rule that only refuses is there by its attempts.
            if rules.is_empty() && !ATTEMPTS.contains(&word.as_str()) {
                return Err(word);
            }
            named.rules.extend(rules);
            named.words.push(word);
        }
        Ok(named)
    }

    /// The words.
    #[must_use]
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether a finding is by one of them; what was broken is known by the rule that refused too.
    #[must_use]
    pub fn have(&self, finding: &Finding) -> bool {
        self.words.is_empty()
            || self.rules.contains(&finding.rule)
            || self.words.iter().any(|word| **word == *finding.broken)
    }

    /// Whether what a rule finds is asked for, all of it or some.
    #[must_use]
    pub fn ask_for(&self, rule: Rule) -> bool {
        let refuses =
            rule == Rule::Attempt && self.words.iter().any(|word| ATTEMPTS.contains(&word.as_str()));
        self.words.is_empty() || self.rules.contains(&rule) || refuses
    }
}
