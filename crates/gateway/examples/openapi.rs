//! Writes the OpenAPI document to standard output: `cargo xtask codegen` keeps the committed copy with it.

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let document = lienthong_gateway::api::document()?;
    std::io::stdout().write_all(document.as_bytes())?;
    Ok(())
}
