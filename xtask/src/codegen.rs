//! `proto/**/*.proto` to committed Rust and a descriptor set, without a system `protoc`; the gateway's handlers to the
//! committed OpenAPI document; commands, events and rules to their pages in `docs/`.
//!
//! Nobody who builds lienthong runs this: what it writes is committed, and tests make it again and compare (of this package,
//! the gateway and the scenarios). Whoever changes a `.proto` file, a handler, a rule or a scenario runs `cargo xtask codegen` and
//! commits both.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use prost::Message as _;
use prost_types::FileDescriptorSet;

use crate::command::{cargo, in_root, run as run_command};
use crate::{Failure, Outcome, target_directory};

/// The one protobuf package we have; a new version is a new package beside it.
const PACKAGE: &str = "lienthong.v1";

/// The pages of `docs/` that are made from code and scenarios.
const PAGES: [&str; 3] = ["commands", "events", "rules"];

/// What the proto files become.
pub struct Generated {
    /// Rust source of the package's messages and enums.
    pub rust: String,
    /// Encoded `FileDescriptorSet`, imports included and comments left out, for the JSON mapping and unknown fields.
    pub descriptors: Vec<u8>,
}

/// Where the generated files stand in the tree: the Rust source, then the descriptor set.
pub fn committed_paths(root: &Path) -> (PathBuf, PathBuf) {
    let directory = root.join("crates/protocol/src/generated");
    (directory.join(format!("{PACKAGE}.rs")), directory.join(format!("{PACKAGE}.bin")))
}

/// Compiles every proto file under `proto/`. Reads only; the same files always give the same bytes.
pub fn generate(root: &Path) -> Outcome<Generated> {
    let include = root.join("proto");
    let files = proto_files(&include)?;
    if files.is_empty() {
        return Err(Failure::new(format!("no .proto file under {}", include.display())));
    }
    let mut compiler =
        protox::Compiler::new([&include]).map_err(|e| Failure::new(format!("proto include path: {e}")))?;
    compiler.include_imports(true).include_source_info(true);
    compiler.open_files(&files).map_err(|e| Failure::new(format!("{e:?}")))?;
    let set = compiler.file_descriptor_set();
    Ok(Generated { rust: rust_source(&set)?, descriptors: without_comments(set).encode_to_vec() })
}

/// Generates and writes the committed files; says which of them changed.
pub fn run(root: &Path) -> Outcome<()> {
    let generated = generate(root)?;
    let (rust, descriptors) = committed_paths(root);
    write_if_changed(&rust, generated.rust.as_bytes())?;
    write_if_changed(&descriptors, &generated.descriptors)?;
    // We know nothing of the house, so documents about it are written by examples of the packages that do: compiled only now, as
    // they may use what was just generated, and with the whole workspace, as tests are, so that nothing is built twice.
    run_command(&mut cargo(root, &["build", "--quiet", "--workspace", "--examples"]))?;
    write_if_changed(
        &root.join("crates/gateway/openapi/lienthong.json"),
        &written_by(root, "openapi", &[])?,
    )?;
    for page in PAGES {
        write_if_changed(&root.join(format!("docs/{page}.md")), &written_by(root, "reference", &[page])?)?;
    }
    Ok(())
}

/// What an example that was just built writes to its standard output.
fn written_by(root: &Path, example: &str, arguments: &[&str]) -> Outcome<Vec<u8>> {
    let program = target_directory(root).join("debug/examples").join(example);
    let output = in_root(root, program, arguments)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|e| Failure::new(format!("cannot run the example `{example}`: {e}")))?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        Err(Failure::new(format!("the example `{example}` failed: {}", output.status)))
    }
}

/// All proto files, sorted, so that the descriptor set does not depend on the order a file system lists them in.
fn proto_files(directory: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).map_err(|e| Failure::io("read", directory, &e))? {
        let path = entry.map_err(|e| Failure::io("read", directory, &e))?.path();
        if path.is_dir() {
            found.extend(proto_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "proto") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn rust_source(set: &FileDescriptorSet) -> Outcome<String> {
    let module = |package: &str| prost_build::Module::from_protobuf_package_name(package);
    // The imported files go in too: prost looks their types up, and writes nothing for those it knows already.
    let requests = set.file.iter().map(|file| (module(file.package()), file.clone())).collect();
    // Maps in key order: encoded bytes and folds must not depend on a hash seed.
    let mut modules = prost_build::Config::new()
        .btree_map(["."])
        .generate(requests)
        .map_err(|e| Failure::new(format!("generate {PACKAGE}: {e}")))?;
    let source = modules
        .remove(&module(PACKAGE))
        .ok_or_else(|| Failure::new(format!("no file under proto/ has the package {PACKAGE}")))?;
    Ok(format!("// Generated by `cargo xtask codegen` from proto/; edit the .proto files instead.\n{source}"))
}

/// Comments belong in the Rust source; the descriptor set only has to describe the bytes.
fn without_comments(mut set: FileDescriptorSet) -> FileDescriptorSet {
    for file in &mut set.file {
        file.source_code_info = None;
    }
    set
}

fn write_if_changed(path: &Path, content: &[u8]) -> Outcome<()> {
    if fs::read(path).is_ok_and(|old| old == content) {
        eprintln!("unchanged  {}", path.display());
        return Ok(());
    }
    if let Some(directory) = path.parent() {
        fs::create_dir_all(directory).map_err(|e| Failure::io("create", directory, &e))?;
    }
    fs::write(path, content).map_err(|e| Failure::io("write", path, &e))?;
    eprintln!("written    {}", path.display());
    Ok(())
}
