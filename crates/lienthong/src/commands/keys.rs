//! `lienthong keys`: private keys in files.

use crate::cli::{Format, Keys};
use crate::failure::{Failure, Outcome};
use crate::keyring;
use crate::output;
use lienthong_protocol::keys::{KeyFile, SigningKey};
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

/// Runs it.
pub fn run(what: Keys) -> Outcome {
    match what {
        Keys::New { holder, output } => new(&holder, &output),
        Keys::Show { file, format } => show(&file, format),
    }
}

fn new(holder: &str, path: &Path) -> Outcome {
    let mut seed = [0_u8; 32];
    getrandom::fill(&mut seed)
        .map_err(|e| Failure::unavailable("LT0910", format!("the system gives no randomness: {e}")))?;
    let file = KeyFile::new(holder, SigningKey::from_seed(&seed))
        .map_err(|e| Failure::usage("LT0912", format!("holder `{holder}`: {e}")))?;
    let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(|e| {
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            Failure::usage(
                "LT0913",
                format!("{}: is there already; a key is never written over", path.display()),
            )
        } else {
            keyring::io(path, &e)
        }
    })?;
    out.write_all(file.to_text().as_bytes())
        .and_then(|()| out.sync_all())
        .map_err(|e| keyring::io(path, &e))?;
    output::say(&format!("{}: new private key of {holder}; keep it, nobody else has it", path.display()));
    public_part(&file, Format::Table)
}

fn show(path: &Path, format: Format) -> Outcome {
    public_part(&keyring::read(path)?, format)
}

fn public_part(file: &KeyFile, format: Format) -> Outcome {
    let public = file.key().verifying_key();
    let rows = [
        ("holder", file.holder().to_owned()),
        ("key_id", file.key().key_id().to_string()),
        ("public_key", base64::Engine::encode(&base64::engine::general_purpose::STANDARD, public.as_bytes())),
    ];
    match format {
        Format::Json => {
            let map: serde_json::Map<String, serde_json::Value> =
                rows.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
            output::json(&map.into())
        }
        Format::Table => output::table(&rows.map(|(name, value)| vec![name.to_owned(), value])),
        Format::Csv => {
            let (head, row): (Vec<String>, Vec<String>) =
                rows.into_iter().map(|(name, value)| (name.to_owned(), value)).unzip();
            output::csv(&[head, row])
        }
    }
}
