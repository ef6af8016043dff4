//! Where things are in the repository, wherever a test is started from.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ lies in the repository").to_path_buf()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |chosen| root().join(chosen))
}

/// A tool that `cargo xtask setup` brings: what `variable` names, else `target/tools/<path>`.
pub fn tool(variable: &str, path: &str) -> PathBuf {
    let tool = std::env::var_os(variable).map_or_else(|| target().join("tools").join(path), PathBuf::from);
    assert!(
        tool.exists(),
        "{} is missing: run `cargo xtask setup`, or name one in {variable}",
        tool.display()
    );
    tool
}

/// A Python that can import the pinned readers of `tests/tools/requirements.txt`.
pub fn python() -> PathBuf {
    tool("LIENTHONG_PYTHON", "py/bin/python")
}
