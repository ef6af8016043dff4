//! Attachments in files of a house, apart from its ledgers and its vault.
//!
//! ```text
//! attachments/                          0700
//!   H22_2026/                           a ledger
//!     H22_02-201005-9002/               a dossier
//!       <digest>.<bytes>                its parts, one behind the other (protocol::attachment)
//!       <digest>.<bytes>.<random>.new   on its way in, locked by who writes it; of one that died, whoever comes next takes it away
//! ```
//!
//! Nothing here opens without the vault: names of files say what stands in records anyway.

use super::{AttachmentError, AttachmentName, Attachments, Bytes};
use crate::files;
use crate::ports::Unavailable;
use async_trait::async_trait;
use futures::StreamExt as _;
use lienthong_names::{DossierCode, Origin};
use lienthong_protocol::attachment::{Content, OVERHEAD, PART};
use lienthong_protocol::subjects;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// How the name of a file ends that is on its way in.
const DRAFT: &str = "new";

/// The attachments of one house; made with the first.
#[derive(Debug, Clone)]
pub struct DirectoryAttachments {
    root: PathBuf,
}

impl DirectoryAttachments {
    /// Those below a directory, which need not be there.
    #[must_use]
    pub fn new(root: &Path) -> Self {
        Self { root: root.to_owned() }
    }

    /// Everything that lies there of a dossier, by file name: for who looks after a house.
    ///
    /// # Errors
    /// LT0530.
    pub fn files_of(&self, origin: &Origin, dossier: &DossierCode) -> Result<Vec<PathBuf>, Unavailable> {
        files_in(&self.folder(origin, dossier))
    }

    /// The file of an attachment, whether it is there or not.
    #[must_use]
    pub fn file_of(&self, name: &AttachmentName) -> PathBuf {
        self.folder(&name.origin, &name.dossier).join(name.content.name())
    }

    fn folder(&self, origin: &Origin, dossier: &DossierCode) -> PathBuf {
        self.root.join(subjects::ledger_token(origin)).join(subjects::token(dossier.as_str()))
    }
}

#[async_trait]
impl Attachments for DirectoryAttachments {
    async fn put(&self, name: &AttachmentName, mut parts: Bytes<'_>) -> Result<(), AttachmentError> {
        let path = self.file_of(name);
        let mut draft = blocking(move || Draft::begin(path)).await?;
        while let Some(part) = parts.next().await {
            let part = part?;
            draft = blocking(move || draft.write(&part)).await?;
        }
        Ok(blocking(move || draft.place()).await?)
    }

    async fn part(&self, name: &AttachmentName, part: u64) -> Result<Option<Vec<u8>>, Unavailable> {
        let (path, content) = (self.file_of(name), name.content);
        blocking(move || read_part(&path, &content, part)).await
    }

    async fn held(&self, name: &AttachmentName) -> Result<Option<u64>, Unavailable> {
        let path = self.file_of(name);
        blocking(move || match fs::metadata(&path) {
            Ok(found) => Ok(Some(found.len())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(refused(&path, &error)),
        })
        .await
    }

    async fn remove(
        &self,
        origin: &Origin,
        dossier: &DossierCode,
        _named: &[Content],
    ) -> Result<(), Unavailable> {
        let folder = self.folder(origin, dossier);
        blocking(move || remove_folder(&folder)).await
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Unavailable> + Send + 'static,
) -> Result<T, Unavailable> {
    let gone = |_| Unavailable { code: "LT0530", what: "the program is shutting down".to_owned() };
    tokio::task::spawn_blocking(work).await.map_err(gone)?
}

fn refused(path: &Path, error: &io::Error) -> Unavailable {
    let what = format!("{}: {error}; make room, or check the permissions, and try again", path.display());
    Unavailable { code: "LT0530", what }
}

/// The bytes that should be the part; fewer where the file ends before.
fn read_part(path: &Path, content: &Content, part: u64) -> Result<Option<Vec<u8>>, Unavailable> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(refused(path, &error)),
    };
    let mut bytes = vec![0; content.bytes_of(part).map_or(0, |bytes| bytes + OVERHEAD)];
    let from = part.saturating_mul((PART + OVERHEAD) as u64);
    let mut read = 0;
    while read < bytes.len() {
        match file.read_at(&mut bytes[read..], from.saturating_add(read as u64)) {
            Ok(0) => break,
            Ok(more) => read += more,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(refused(path, &error)),
        }
    }
    bytes.truncate(read);
    Ok(Some(bytes))
}

/// A file on its way in: it gets its name once it is whole and durable, and is taken away if it never is.
struct Draft {
    file: File,
    draft: PathBuf,
    path: PathBuf,
}

impl Draft {
    fn begin(path: PathBuf) -> Result<Self, Unavailable> {
        let folder = files::directory_of(&path).to_owned();
        make_folders(&folder)?;
        sweep(&folder)?;
        loop {
            let begun = Self::create(&path)?;
            // Held until the file is closed, however that comes about. Who swept meanwhile may have taken it for a dead one's.
            begun.file.lock().map_err(|error| refused(&begun.draft, &error))?;
            if fs::exists(&begun.draft).map_err(|error| refused(&begun.draft, &error))? {
                return Ok(begun);
            }
        }
    }

    fn create(path: &Path) -> Result<Self, Unavailable> {
        let mut suffix = [0; 8];
        getrandom::fill(&mut suffix)
            .map_err(|error| refused(path, &io::Error::other(format!("no randomness: {error}"))))?;
        let mut draft = path.as_os_str().to_owned();
        draft.push(format!(".{}.{DRAFT}", hex::encode(suffix)));
        let draft = PathBuf::from(draft);
        let file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&draft);
        let file = file.map_err(|error| refused(&draft, &error))?;
        Ok(Self { file, draft, path: path.to_owned() })
    }

    fn write(mut self, part: &[u8]) -> Result<Self, Unavailable> {
        self.file.write_all(part).map_err(|error| refused(&self.draft, &error))?;
        Ok(self)
    }

    /// Whoever reads meanwhile reads what stood there, or this; after a lost power too.
    fn place(self) -> Result<(), Unavailable> {
        let placed = self.file.sync_all().and_then(|()| fs::rename(&self.draft, &self.path));
        let placed = placed.and_then(|()| files::sync_directory(files::directory_of(&self.path)));
        placed.map_err(|error| refused(&self.path, &error))
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // It has its name, or is of no use to anybody.
        let _ = fs::remove_file(&self.draft);
    }
}

/// Makes the folder of a dossier, and those above it, durable: a new file is not there before they are.
fn make_folders(folder: &Path) -> Result<(), Unavailable> {
    let failed = |error: io::Error| refused(folder, &error);
    if folder.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(failed)?;
    // The folder, its ledger's, the root, and the house.
    folder
        .ancestors()
        .skip(1)
        .take(3)
        .filter(|above| above.is_dir())
        .try_for_each(files::sync_directory)
        .map_err(failed)
}

/// Takes away drafts of who died over them: nobody holds their lock.
fn sweep(folder: &Path) -> Result<(), Unavailable> {
    for draft in files_in(folder)?.into_iter().filter(|file| is_draft(file)) {
        // One that is gone by now was somebody's who lives. The lock is held until it is gone: whoever made it just now looks.
        if let Ok(file) = File::open(&draft)
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(&draft);
        }
    }
    Ok(())
}

fn is_draft(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == DRAFT)
}

fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Unavailable> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refused(folder, &error)),
    };
    let mut files = entries
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()
        .map_err(|error| refused(folder, &error))?;
    files.sort();
    Ok(files)
}

fn remove_folder(folder: &Path) -> Result<(), Unavailable> {
    match fs::remove_dir_all(folder) {
        Ok(()) => {
            let above = files::directory_of(folder);
            files::sync_directory(above).map_err(|error| refused(above, &error))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(refused(folder, &error)),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::conformance::{AttachmentCase, AttachmentHarness, run_attachment_case};
    use std::os::unix::fs::PermissionsExt as _;
    use std::sync::Arc;

    struct Place(tempfile::TempDir);

    impl Place {
        fn new() -> Self {
            Self(tempfile::tempdir().unwrap())
        }

        fn open(&self) -> DirectoryAttachments {
            DirectoryAttachments::new(&self.0.path().join("attachments"))
        }
    }

    #[async_trait]
    impl AttachmentHarness for Place {
        async fn store(&self) -> Arc<dyn Attachments> {
            Arc::new(self.open())
        }
    }

    #[tokio::test]
    async fn the_attachments_of_a_house_pass_the_suite() {
        for case in AttachmentCase::ALL {
            run_attachment_case(*case, &Place::new()).await;
        }
    }

    fn name() -> AttachmentName {
        AttachmentName {
            origin: "H22/2020".parse().unwrap(),
            dossier: DossierCode::new("H22.14-201012-0001").unwrap(),
            content: Content { sha256: [1; 32], size: 3 },
        }
    }

    fn parts(bytes: &[u8]) -> Bytes<'static> {
        futures::stream::iter([Ok(bytes.to_vec())]).boxed()
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[tokio::test]
    async fn nobody_else_may_read_and_names_say_no_more_than_records() {
        let place = Place::new();
        let store = place.open();
        store.put(&name(), parts(b"sealed")).await.unwrap();
        let file = store.file_of(&name());
        let below = file.strip_prefix(place.0.path()).unwrap().display().to_string();
        assert_eq!(below, format!("attachments/H22_2020/H22_14-201012-0001/{}.3", "01".repeat(32)));
        assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o600, 0o700));
    }

    #[tokio::test]
    async fn a_draft_of_who_died_is_taken_away_and_one_of_who_lives_is_not() {
        let place = Place::new();
        let store = place.open();
        let path = store.file_of(&name());
        let living = Draft::begin(path.clone()).unwrap();
        let dead = path.with_extension("3.dead.new");
        fs::write(&dead, b"half").unwrap();
        store.put(&name(), parts(b"sealed")).await.unwrap();
        assert!(!dead.exists() && living.draft.exists());
        drop(living);
        assert_eq!(store.files_of(&name().origin, &name().dossier).unwrap(), [path]);
    }

    #[tokio::test]
    async fn what_has_no_room_is_not_there() {
        let place = Place::new();
        // A file where the folder should be: as good a refusal as a full disk.
        fs::create_dir_all(place.0.path().join("attachments")).unwrap();
        fs::write(place.0.path().join("attachments/H22_2020"), b"").unwrap();
        let error = place.open().put(&name(), parts(b"sealed")).await.unwrap_err();
        assert_eq!(error.code(), "LT0530");
    }
}
