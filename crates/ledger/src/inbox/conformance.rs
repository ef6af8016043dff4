//! The suite on the inbox of a house: what ends with a process is told anew.

use super::EmbeddedInbox;
use crate::conformance::{InboxCase, InboxHarness, run_inbox_case};
use crate::ports::Inbox;
use lienthong_names::AgencyId;
use std::sync::{Arc, Mutex};

struct House {
    directory: tempfile::TempDir,
    inbox: Mutex<EmbeddedInbox>,
}

impl House {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let inbox = Mutex::new(open(&directory));
        Self { directory, inbox }
    }

    fn inbox(&self) -> Arc<dyn Inbox> {
        Arc::new(self.inbox.lock().unwrap().clone())
    }
}

fn open(directory: &tempfile::TempDir) -> EmbeddedInbox {
    EmbeddedInbox::open(directory.path().join("inbox/journal"))
}

#[async_trait::async_trait]
impl InboxHarness for House {
    async fn teller(&self) -> Arc<dyn Inbox> {
        self.inbox()
    }

    async fn agency(&self, _: &AgencyId) -> Arc<dyn Inbox> {
        self.inbox()
    }

    async fn restart(&self) {
        *self.inbox.lock().unwrap() = open(&self.directory);
    }

    async fn patience(&self) {}
}

#[tokio::test]
async fn the_inbox_of_a_house_passes_the_suite() {
    for case in InboxCase::ALL {
        run_inbox_case(*case, &House::new()).await;
    }
}
