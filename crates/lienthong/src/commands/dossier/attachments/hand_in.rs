//! Handing files in: each is the document whose digest it has.

use super::super::code_of;
use super::failure;
use crate::cli::{AttachFiles, Format};
use crate::failure::{Failure, Outcome};
use crate::house::House;
use crate::keyring::io;
use crate::remote::HttpHandIn;
use crate::{output, province, shelf};
use futures::{StreamExt as _, stream};
use lienthong_ledger::attachments::{AttachmentError, Bytes, Desk, HandIn, Shelf, Taken};
use lienthong_nats::attachments::NatsHandIn;
use lienthong_protocol::attachment::{Content, PART};
use lienthong_protocol::subjects;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// Each by itself: one that is refused keeps no other out. The first refusal is how it ends.
pub(in super::super) async fn hand_in(what: &AttachFiles) -> Outcome {
    let dossier = code_of(&what.code)?;
    let desk = desk(what).await?;
    let (mut rows, mut refused) = (Vec::new(), None);
    for path in &what.files {
        let content = content(path)?;
        let taken = desk.hand_in(&dossier, &content, bytes(path)?).await;
        let state = match &taken {
            Ok(Taken::New) => "taken in",
            Ok(Taken::Held) => "held",
            Err(_) => "refused",
        };
        rows.push((path, content, state));
        if let Err(error) = taken {
            let failure = failure(error);
            let text = format!("{}: {}", path.display(), failure.text);
            refused.get_or_insert(Failure { text, ..failure });
        }
    }
    if what.format == Format::Json {
        for (path, content, state) in rows {
            let (file, sha256) = (path.display().to_string(), content.to_string());
            output::json_line(
                &json!({ "file": file, "sha256": sha256, "size": content.size, "state": state }),
            )?;
        }
    } else {
        let mut table = vec![["file", "size", "state", "sha256"].map(ToOwned::to_owned).to_vec()];
        table.extend(rows.into_iter().map(|(path, content, state)| {
            vec![path.display().to_string(), content.size.to_string(), state.to_owned(), content.to_string()]
        }));
        output::rows(&table, what.format)?;
    }
    refused.map_or(Ok(()), Err)
}

/// In a house also beside a process that runs on it: attachments have no writer's lock, each is put in place by itself.
async fn desk(what: &AttachFiles) -> Outcome<Box<dyn HandIn>> {
    if let Some(url) = &what.url {
        return Ok(Box::new(HttpHandIn::new(url)));
    }
    let Some(dir) = &what.to.ledger else {
        let role = what.agency.as_deref().map_or_else(|| "historian".to_owned(), subjects::token);
        let connection = province::connect(&what.to.nats, &role).await?;
        return Ok(Box::new(NatsHandIn::new(connection)));
    };
    let house = House::open(dir)?;
    let ledgers = Arc::new(shelf::open_for_reading(&house)?);
    let kept = Shelf::new(shelf::vault_of_attachments(&house)?, Arc::new(shelf::attachments(&house)));
    Ok(Box::new(Desk::new(Arc::clone(&ledgers) as _, ledgers, kept)))
}

/// What a file says, read once; the second reading is checked against it.
fn content(path: &Path) -> Outcome<Content> {
    let mut file = File::open(path).map_err(|error| io(path, &error))?;
    let (mut digest, mut size, mut piece) = (Sha256::new(), 0, vec![0; PART]);
    loop {
        match file.read(&mut piece).map_err(|error| io(path, &error))? {
            0 => return Ok(Content { sha256: digest.finalize().into(), size }),
            read => {
                digest.update(&piece[..read]);
                size += read as u64;
            }
        }
    }
}

/// Piece by piece, where nobody waits.
fn bytes(path: &Path) -> Outcome<Bytes<'static>> {
    let file = File::open(path).map_err(|error| io(path, &error))?;
    let read = |mut file: File| {
        let mut piece = vec![0; PART];
        let read = file.read(&mut piece)?;
        piece.truncate(read);
        Ok((piece, file))
    };
    let pieces = stream::try_unfold(file, move |file| async move {
        let read = tokio::task::spawn_blocking(move || read(file)).await;
        let read: std::io::Result<_> = read.unwrap_or_else(|error| Err(std::io::Error::other(error)));
        let (piece, file) = read.map_err(|error| AttachmentError::BrokenOff { why: error.to_string() })?;
        Ok(if piece.is_empty() { None } else { Some((piece, file)) })
    });
    Ok(pieces.boxed())
}
