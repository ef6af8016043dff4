//! A department that declares its books, and shows the papers of the numbers that are drawn of them: which these are it learns from the
//! record that the receipt of its declaration names.

use super::client::{Client, act};
use super::founding::{DEPARTMENT, Founded};
use super::log::SimLog;
use crate::province::AROUND;
use jiff::{Timestamp, ToSpan};
use lienthong_dossier::{
    Book, BookNumber, BookPage, BookSide, BooksCommand, BooksEvent, Numbers, SampleAnswer,
};
use lienthong_names::{Act, AgencyId, CommandId, DossierCode, NameError, OfficerId, Origin};
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Body, Command as Asked, Event, RawRecord, Receipt};
use rand::Rng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Days declared in order, and what is to be refused among them: a correction without a reason, a number given twice, a day ahead.
pub(super) fn declarer(founded: &Founded, rng: &mut ChaCha8Rng) -> Result<Client, NameError> {
    let agency = AgencyId::new(DEPARTMENT)?;
    let today = jiff::tz::offset(7).to_datetime(founded.now).date();
    let Some(key) = founded.keys.get(&agency) else { return Ok(Client::default()) };
    let mut client = Client::keeping(Keeper { key: key.clone(), now: founded.now });
    for (days_ago, first, reason) in
        [(3, 1, ""), (2, 8, ""), (2, 9, ""), (1, 9, ""), (2, 9, "nhầm"), (-1, 20, "")]
    {
        let day = today.saturating_sub(days_ago.days());
        let book = Book { side: BookSide::Outgoing, name: "".into(), year: 2020 };
        let page = BookPage { book, numbers: vec![Numbers { first, last: first + 4 }], tied: Vec::new() };
        let declare = BooksCommand::DeclareDay { day, books: vec![page], reason: reason.into() };
        let id = CommandId::version_8(rng.random());
        let command = Asked { act: act(id, &agency, "thu-ly", founded.now)?, body: Body::Books(declare) };
        client.add(&founded.ledger, key, command);
    }
    Ok(client)
}

/// Who keeps the books, and signs what is said of them.
pub(super) struct Keeper {
    pub(super) key: SigningKey,
    now: Timestamp,
}

impl Keeper {
    /// What is said once a declaration has its receipt: the papers of what was drawn with it, in two acts of which either may come first. One
    /// number stands in both, and is refused in the second.
    pub(super) fn shows(&self, receipt: &Receipt, logs: &BTreeMap<Origin, SimLog>) -> Vec<Asked> {
        let Some(BooksEvent::SampleDrawn { day, numbers, .. }) = drawn_with(receipt, logs) else {
            return Vec::new();
        };
        let Some((first, others)) = numbers.split_first() else { return Vec::new() };
        let nowhere = DossierCode::new(&format!("{AROUND}-201005-0999")).ok();
        let others: Vec<SampleAnswer> = others.iter().map(|of| shown(of, None)).collect();
        let acts = [vec![shown(first, nowhere.clone())], [vec![shown(first, nowhere)], others].concat()];
        let mut asked = Vec::new();
        for (turn, answers) in acts.into_iter().enumerate() {
            let mut id = [0; 16];
            id.copy_from_slice(&Sha256::digest(format!("{} {turn}", receipt.command_id))[..16]);
            let Ok(officer) = OfficerId::new("thu-ly") else { continue };
            let act = Act::new(CommandId::version_8(id), receipt.agency.clone(), officer, self.now);
            asked.push(Asked { act, body: Body::Books(BooksCommand::AnswerSample { day, answers }) });
        }
        asked
    }
}

/// What was drawn with a declaration.
fn drawn_with(receipt: &Receipt, logs: &BTreeMap<Origin, SimLog>) -> Option<BooksEvent> {
    let stored = logs.get(&receipt.origin)?.read(&receipt.stream);
    let stored = stored.get(usize::try_from(receipt.revision).ok()?.checked_sub(1)?)?;
    let raw = RawRecord::decode(&stored.bytes).ok()?;
    raw.record.events().iter().find_map(|event| match event {
        Event::Books(drawn @ BooksEvent::SampleDrawn { .. }) => Some(drawn.clone()),
        _ => None,
    })
}

fn shown(of: &BookNumber, dossier: Option<DossierCode>) -> SampleAnswer {
    SampleAnswer {
        of: of.clone(),
        subject: "báo cáo".into(),
        scan_sha256: [9; 32],
        scan_size: 1_024,
        dossier,
    }
}
