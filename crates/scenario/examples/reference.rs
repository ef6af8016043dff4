//! Writes one page of `docs/` to standard output, by its name: `cargo xtask codegen` keeps the committed copies with it.

use lienthong_scenario::reference::{PAGES, Reference};
use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let name = std::env::args().nth(1).unwrap_or_default();
    let page = Reference::gather()?.page(&name);
    let page = page.ok_or_else(|| format!("`{name}` is no page; there are {}", PAGES.join(", ")))?;
    std::io::stdout().write_all(page.as_bytes())?;
    Ok(())
}
