//! What agencies are told, as `demo`, `up`, `serve` and `inbox` put it together.

use crate::failure::{Exit, Failure, Outcome};
use crate::house::House;
use lienthong_inspection::Inspection;
use lienthong_ledger::inbox::{EmbeddedInbox, InboxQuery};
use lienthong_ledger::ports::{Inbox, Ledgers, Query};
use lienthong_routing::Routing;
use lienthong_service::delivering::{self, By, Followed};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// An inbox that is told everything as it is sealed.
pub struct Telling {
    inbox: Arc<dyn Inbox>,
    task: JoinHandle<()>,
}

impl Telling {
    /// Into the inbox of a house.
    pub fn into_house(house: &House, ledgers: Arc<dyn Ledgers>) -> Self {
        Self::start(Arc::new(of_house(house)), ledgers)
    }

    /// Into any.
    pub fn start(inbox: Arc<dyn Inbox>, ledgers: Arc<dyn Ledgers>) -> Self {
        let task = tokio::spawn(delivering::run(ledgers, Arc::clone(&inbox), rules));
        Self { inbox, task }
    }

    /// The inbox.
    pub fn inbox(&self) -> Arc<dyn Inbox> {
        Arc::clone(&self.inbox)
    }

    /// The read side's questions, and the one for what is not acknowledged.
    pub fn beside(&self, others: Arc<dyn Query>) -> Arc<dyn Query> {
        Arc::new(InboxQuery::beside(self.inbox(), others))
    }

    /// Ends telling, and lets go of the ledgers.
    pub async fn close(self) {
        self.task.abort();
        // Aborted, it has nothing to report.
        let _ = self.task.await;
    }
}

/// The inbox of a house, told everything that is sealed by now.
pub async fn caught_up(house: &House, ledgers: &dyn Ledgers) -> Outcome<Arc<dyn Inbox>> {
    let inbox: Arc<dyn Inbox> = Arc::new(of_house(house));
    delivering::catch_up(ledgers, Arc::clone(&inbox), rules)
        .await
        .map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
    Ok(inbox)
}

/// Who is told of dossiers, and who of findings and tasks.
fn rules() -> Vec<Box<dyn Followed>> {
    vec![By::<Routing>::rules(), By::<Inspection>::rules()]
}

fn of_house(house: &House) -> EmbeddedInbox {
    EmbeddedInbox::open(house.dir.join("inbox").join("journal"))
}
