//! What is asked for on the command line.

use std::path::PathBuf;

use lienthong_tests::workspace;

/// How it is used, in one line.
pub const USAGE: &str = "usage: bench [CASE…] [--format json|table|figures] [--dir DIR]";

/// How figures are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Table,
    /// One object on one line.
    Json,
    /// Each case's written into `docs/figures`.
    Figures,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    names: Vec<String>,
    /// How figures are printed.
    pub format: Format,
    /// Where files go. Not the system's directory for temporary files, which may lie in memory: nothing would be synced.
    pub dir: PathBuf,
}

impl Arguments {
    /// Whether a case is wanted: all are, if none was named.
    pub fn wants(&self, case: &str) -> bool {
        self.names.is_empty() || self.names.iter().any(|name| case.starts_with(name.as_str()))
    }
}

/// Reads the words of the command line; `Err` says which of them is not understood.
pub fn read(words: &[String], cases: &[&str]) -> Result<Arguments, String> {
    let mut arguments =
        Arguments { names: Vec::new(), format: Format::Json, dir: workspace::target().join("bench") };
    let mut rest = words.iter().map(String::as_str);
    while let Some(word) = rest.next() {
        let mut value = || rest.next().ok_or_else(|| format!("{word} says nothing"));
        match word {
            "--format" => {
                arguments.format = match value()? {
                    "table" => Format::Table,
                    "json" => Format::Json,
                    "figures" => Format::Figures,
                    other => return Err(format!("there is no format {other}")),
                }
            }
            "--dir" => arguments.dir = value()?.into(),
            option if option.starts_with('-') => return Err(format!("there is no option {option}")),
            name if cases.iter().any(|case| case.starts_with(name)) => arguments.names.push(name.to_owned()),
            name => return Err(format!("there is no case {name}")),
        }
    }
    Ok(arguments)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const CASES: [&str; 3] = ["append", "import-segment", "verify"];

    fn read(line: &str) -> Result<Arguments, String> {
        let words: Vec<String> = line.split_whitespace().map(ToOwned::to_owned).collect();
        super::read(&words, &CASES)
    }

    fn wanted(line: &str) -> Vec<&'static str> {
        let arguments = read(line).unwrap();
        CASES.into_iter().filter(|case| arguments.wants(case)).collect()
    }

    #[test]
    fn without_a_name_every_case_is_wanted() {
        assert_eq!(wanted(""), CASES);
        assert_eq!(wanted("--format json"), CASES);
    }

    #[test]
    fn a_name_wants_the_cases_that_begin_with_it() {
        assert_eq!(wanted("import"), ["import-segment"]);
        assert_eq!(wanted("verify append --format json"), ["append", "verify"]);
    }

    #[test]
    fn format_and_directory_are_read_wherever_they_stand() {
        let arguments = read("--dir here/there append --format table").unwrap();
        assert_eq!((arguments.format, arguments.dir), (Format::Table, PathBuf::from("here/there")));
        let arguments = read("append").unwrap();
        assert_eq!(arguments, read("append --format json").unwrap());
        assert_eq!((arguments.format, arguments.dir), (Format::Json, workspace::target().join("bench")));
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(read("appendix").unwrap_err(), "there is no case appendix");
        assert_eq!(read("--format yaml").unwrap_err(), "there is no format yaml");
        assert_eq!(read("append --format").unwrap_err(), "--format says nothing");
        assert_eq!(read("--dir").unwrap_err(), "--dir says nothing");
        assert_eq!(read("--fast").unwrap_err(), "there is no option --fast");
    }
}
