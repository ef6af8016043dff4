//! What one document says, into a file: it is there only once every byte is what the record names.

use super::super::personal::{self, Permitted};
use super::{failure, opinion};
use crate::cli::{OneDossier, ReadAttachment};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use crate::keyring::io;
use crate::reading::an_agency;
use crate::{output, province, shelf};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::StreamExt as _;
use lienthong_ledger::attachments::{AttachmentName, Named, Shelf, named_by};
use lienthong_ledger::ports::{Query, Unavailable};
use lienthong_names::{AgencyId, CommandId};
use lienthong_nats::query::NatsQuery;
use lienthong_projections::queries::ATTACHMENT;
use lienthong_protocol::attachment::Content;
use lienthong_protocol::subjects;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(in super::super) async fn read(what: &ReadAttachment) -> Outcome {
    let agency = an_agency(&what.agency)?;
    let by = personal::command_id(&what.by)?;
    let mut file = NewFile::begin(&what.output)?;
    let content = match &what.from.ledger {
        Some(dir) => from_house(what, &House::open(dir)?, &agency, by, &mut file).await?,
        None => from_read_side(what, agency, by, &mut file).await?,
    };
    file.place(&content)?;
    output::say(&format!(
        "{}: {} bytes, SHA-256 {content}, as the record names it",
        what.output.display(),
        content.size
    ));
    Ok(())
}

async fn from_house(
    what: &ReadAttachment,
    house: &House,
    agency: &AgencyId,
    by: CommandId,
    file: &mut NewFile,
) -> Outcome<Content> {
    let one = OneDossier {
        code: what.code.clone(),
        from: what.from.clone(),
        at: None,
        known_at: None,
        origin: what.origin.clone(),
        format: crate::cli::Format::Json,
    };
    let permitted = personal::permitted(&one, agency, by).await?;
    let content = chosen(&permitted, &what.document, agency)?;
    let name = AttachmentName { origin: permitted.origin, dossier: permitted.code, content };
    let kept = Shelf::new(shelf::vault_of_attachments(house)?, Arc::new(shelf::attachments(house)));
    let mut parts = std::pin::pin!(kept.read(&name).await.map_err(failure)?);
    while let Some(part) = parts.next().await {
        file.write(&part.map_err(failure)?)?;
    }
    Ok(content)
}

/// The document that is meant, of those that are for this agency.
fn chosen(permitted: &Permitted, wanted: &str, agency: &AgencyId) -> Outcome<Content> {
    let view = permitted.found.view()?;
    let is_for = |one: &Named<'_>| {
        let Some((consultation, from)) = opinion(one.fact) else { return true };
        let all = view["consultations"].as_array().map_or(&[][..], Vec::as_slice);
        let asked = all.iter().find(|asked| asked["consultation"] == *consultation.as_str());
        // What is said in confidence is for who asked and who answered.
        asked.is_none_or(|asked| asked["confidential"] != json!(true))
            || asked
                .and_then(|asked| asked["chair"].as_str())
                .is_some_and(|chair| permitted.found.stands_in(chair, agency))
            || permitted.found.stands_in(from.as_str(), agency)
    };
    let all: Vec<Named<'_>> = permitted.found.records.iter().flat_map(|raw| named_by(&raw.record)).collect();
    // For whom it was when a record first named it: whoever names it again has not seen it by that.
    let first = |content: Content| all.iter().find(move |one| one.content == content);
    let is_meant = |one: &&Named<'_>| {
        *one.document.id == *wanted || one.content.to_string() == wanted || one.content.name() == wanted
    };
    let meant = all.iter().filter(is_meant).filter(|one| first(one.content).is_none_or(is_for));
    let mut meant = meant.map(|one| one.content).collect::<BTreeSet<Content>>().into_iter();
    match (meant.next(), meant.next()) {
        (Some(content), None) => Ok(content),
        (None, _) => {
            let text = format!(
                "no record of dossier {} names a document `{wanted}` that {agency} is shown; `lienthong dossier attachments` lists them",
                permitted.code
            );
            Err(Failure::no("LT0953", text))
        }
        (Some(first), Some(second)) => {
            let text = format!(
                "several documents are called `{wanted}`: name one by its digest and size: {}, {}",
                first.name(),
                second.name()
            );
            Err(Failure::usage("LT0953", text))
        }
    }
}

/// Part by part, each a question of its own: a line that breaks loses one.
async fn from_read_side(
    what: &ReadAttachment,
    agency: AgencyId,
    by: CommandId,
    file: &mut NewFile,
) -> Outcome<Content> {
    let connection = province::connect(&what.from.nats, &subjects::token(agency.as_str())).await?;
    let query = NatsQuery::of_agency(connection, agency);
    let mut document = what.document.clone();
    let mut part = 0;
    loop {
        let asked =
            json!({ "code": what.code, "command_id": by.to_string(), "document": document, "part": part });
        let answer = query.query(ATTACHMENT, asked).await?;
        let said = Said::read(&answer["attachment"])?;
        file.write(&said.bytes)?;
        part += 1;
        if part >= said.content.parts() {
            return Ok(said.content);
        }
        // From here on the very same.
        document = said.content.name();
    }
}

/// One part as the read side gives it.
struct Said {
    content: Content,
    bytes: Vec<u8>,
}

impl Said {
    fn read(answer: &Value) -> Outcome<Self> {
        if let Some(refused) = answer["refused"].as_str() {
            return Err(Failure::coded(Exit::No, "LT0534", refused));
        }
        let read = || {
            let content = Content::new(answer["sha256"].as_str()?, answer["size"].as_u64()?).ok()?;
            let bytes = STANDARD.decode(answer["bytes"].as_str()?).ok()?;
            Some(Self { content, bytes })
        };
        read().ok_or_else(|| {
            Unavailable { code: "LT0711", what: "query.attachment: the answer is none; ask again".to_owned() }
                .into()
        })
    }
}

/// A file on its way: under another name until all of it is there, so that nobody takes a part for the whole.
struct NewFile {
    path: PathBuf,
    draft: PathBuf,
    file: File,
    digest: Sha256,
    size: u64,
}

impl NewFile {
    fn begin(path: &Path) -> Outcome<Self> {
        if path.symlink_metadata().is_ok() {
            return Err(taken(path));
        }
        let mut draft = path.as_os_str().to_owned();
        draft.push(".part");
        let draft = PathBuf::from(draft);
        let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&draft);
        let file = file.map_err(|error| io(&draft, &error))?;
        Ok(Self { path: path.to_owned(), draft, file, digest: Sha256::new(), size: 0 })
    }

    fn write(&mut self, bytes: &[u8]) -> Outcome {
        self.file.write_all(bytes).map_err(|error| io(&self.draft, &error))?;
        self.digest.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// Gives it its name, if it is what the record names.
    fn place(self, content: &Content) -> Outcome {
        let got = Content { sha256: self.digest.clone().finalize().into(), size: self.size };
        if got != *content {
            let text = format!(
                "what came is not what the record names ({} bytes, SHA-256 {got}, and not {content}); nothing was written: ask again, and tell the operator",
                got.size
            );
            return Err(Failure::no("LT0535", text));
        }
        self.file.sync_all().map_err(|error| io(&self.draft, &error))?;
        match fs::hard_link(&self.draft, &self.path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(taken(&self.path)),
            placed => placed.map_err(|error| io(&self.path, &error)),
        }
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        // It has its name, or is not the document.
        let _ = fs::remove_file(&self.draft);
    }
}

fn taken(path: &Path) -> Failure {
    let text = format!(
        "{}: is there already; a document never writes over a file: name another with -o",
        path.display()
    );
    Failure::usage("LT0954", text)
}
