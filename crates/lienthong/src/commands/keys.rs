//! `lienthong keys`: private keys in files, and the users of a NATS server.

use crate::cli::{Format, Keys};
use crate::failure::{Exit, Failure, Outcome};
use crate::keyring;
use crate::output;
use crate::reading::an_agency;
use lienthong_ledger::files;
use lienthong_names::AgencyId;
use lienthong_nats::users::{NewAgency, Users, UsersError};
use lienthong_protocol::keys::{KeyFile, SigningKey};
use std::path::Path;

/// Runs it.
pub fn run(what: Keys) -> Outcome {
    match what {
        Keys::New { holder, output } => new(&holder, &output),
        Keys::Nats { config, agency, without, history_of, format } => {
            nats(&config, &agency, &without, &history_of, format)
        }
        Keys::Show { file, format } => show(&file, format),
    }
}

/// Lets users in at a NATS server.
fn nats(
    config: &Path,
    agencies: &[String],
    without: &[String],
    history_of: &[String],
    format: Format,
) -> Outcome {
    let failed = |e: UsersError| match &e {
        UsersError::File { path, cause } if files::is_full(cause.kind()) => keyring::io(path, cause),
        _ => Failure::coded(Exit::Usage, "LT0717", e),
    };
    let agencies = agencies.iter().map(|text| new_agency(text)).collect::<Outcome<Vec<_>>>()?;
    let (without, history_of) = (codes("--without", without)?, codes("--history-of", history_of)?);
    let mut users = Users::open(config).map_err(failed)?;
    users.add(config, &agencies, &history_of).map_err(failed)?;
    for agency in &without {
        if !users.remove(agency) {
            return Err(Failure::usage("LT0908", format!("--without {agency}: it is not let in")));
        }
    }
    users.write(config).map_err(failed)?;
    output::say(&format!(
        "{}: written; `nats-server --signal reload` makes a running server read it. Give each seed to its owner",
        config.join("users.conf").display()
    ));
    let head = ["user", "public_key", "seed"].map(str::to_owned).to_vec();
    let rows = users.everybody(config).into_iter().map(|(name, public, seed)| {
        vec![name, public, seed.map_or_else(String::new, |path| path.display().to_string())]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    match format {
        Format::Json => {
            let object = |row: &Vec<String>| -> serde_json::Value {
                head.iter()
                    .cloned()
                    .zip(row.iter().map(|text| text.as_str().into()))
                    .collect::<serde_json::Map<_, _>>()
                    .into()
            };
            output::json(&rows.iter().map(object).collect::<Vec<_>>().into())
        }
        Format::Table | Format::Csv => output::rows(&[vec![head], rows].concat(), format),
    }
}

/// `H22.14`, or `H22.14=U…`.
fn new_agency(text: &str) -> Outcome<NewAgency> {
    let (code, public) = match text.split_once('=') {
        Some((code, public)) => (code, Some(public.to_owned())),
        None => (text, None),
    };
    let agency = an_agency(code)?;
    Ok(NewAgency { agency, public })
}

fn codes(option: &str, texts: &[String]) -> Outcome<Vec<AgencyId>> {
    let code =
        |text: &String| AgencyId::new(text).map_err(|e| Failure::usage("LT0908", format!("{option}: {e}")));
    texts.iter().map(code).collect()
}

fn new(holder: &str, path: &Path) -> Outcome {
    let file = KeyFile::new(holder, SigningKey::from_seed(&keyring::random()?))
        .map_err(|e| Failure::usage("LT0912", format!("holder `{holder}`: {e}")))?;
    keyring::write_new(path, &file).map_err(|e| {
        if e.kind() == std::io::ErrorKind::AlreadyExists {
            let text = format!("{}: is there already; a key is never written over", path.display());
            Failure::usage("LT0913", text)
        } else {
            keyring::io(path, &e)
        }
    })?;
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
