//! Whether a command can carry a text: the service would refuse it when half of the rest is recorded.

/// Why it cannot, if so: its length in bytes, or a control character that is not allowed.
pub(crate) fn why_not(text: &str, most: usize, allowed: fn(char) -> bool) -> Option<String> {
    if text.len() > most {
        return Some(format!("has {} bytes, at most {most} are allowed", text.len()));
    }
    let found = text.chars().find(|c| c.is_control() && !allowed(*c))?;
    Some(format!("has the control character {found:?}"))
}
