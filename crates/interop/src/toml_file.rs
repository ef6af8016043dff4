//! Where something stands in a TOML file, and what its parser says of it: for every file of ours that people write.

/// Line and column in characters, from 1, of a place in bytes.
pub(crate) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (before.matches('\n').count() + 1, before[start..].chars().count() + 1)
}

/// What the parser says, on one line.
pub(crate) fn said(error: &toml::de::Error) -> String {
    error.message().trim().replace('\n', " ")
}
