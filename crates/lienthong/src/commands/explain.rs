//! `lienthong explain LT0303`: what a code means and what to do, from the pages of `docs/errors`.

use crate::failure::{Failure, Outcome};
use crate::output;
use include_dir::{Dir, include_dir};

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../docs/errors");

/// Where the Vietnamese half of a page begins.
const VIETNAMESE: &str = "## Tiếng Việt";

/// Runs it.
pub fn run(code: &str, lang: Option<&str>) -> Outcome {
    let code = code.to_ascii_uppercase();
    let page =
        PAGES.get_file(format!("{code}.md")).and_then(|file| file.contents_utf8()).ok_or_else(|| {
            Failure::usage(
                "LT0907",
                format!("there is no code {code}; codes look like LT0303 and stand in docs/errors"),
            )
        })?;
    let (english, vietnamese) = page.split_once(VIETNAMESE).unwrap_or((page, ""));
    match lang {
        None => output::out(page),
        Some("en") => output::out(&format!("{}\n", english.trim_end())),
        Some("vi") => output::out(&format!("# {code}\n{}\n", vietnamese.trim_end())),
        Some(other) => Err(Failure::usage("LT0908", format!("--lang {other}: say vi or en"))),
    }
}
