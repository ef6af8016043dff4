//! What the ledger says of one book of one agency, folded from records: lean, since every dossier of a province passes through.

use super::Book;
use crate::told::{Place, Told};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_catalogue::Entry as Published;
use lienthong_dossier::{BookPage, BookSide, BooksEvent, Event};
use lienthong_names::{AgencyId, DossierCode, LegId, Origin, ProcedureCode, StreamKind};
use lienthong_protocol::{Decision, Event as Happened};
use std::collections::BTreeMap;

/// What a book lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lists {
    /// What was taken in at the agency's own desk (sổ theo dõi hồ sơ).
    Receptions,
    /// Transfers and asks for opinions: those that came from other agencies, or those that went out to them.
    Legs(BookSide),
}

/// One thing that the ledger says stands to be found in the agency's book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The record that says so.
    pub record: Place,
    /// When it was received; of what went out: sent.
    pub received: Date,
    /// When the result is promised; first what was promised first, then what was promised later.
    pub due: Vec<Date>,
    /// When it was decided; of a leg, answered: on the day on which it took effect, or on which it is said to have been done.
    pub resolved: Vec<Date>,
    /// When the citizen had it in hand, or got it back; of a leg, when it was answered.
    pub returned: Vec<Date>,
    /// Its procedure; `None`: it was never registered.
    pub procedure: Option<ProcedureCode>,
    /// Whether the book must have it: a reception that was annulled may stand there or not, and so may a leg of which nobody says that it
    /// arrived.
    pub required: bool,
}

/// What the ledger says of a dossier that this agency did not receive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Known {
    /// This agency never had a part in it.
    NoPart,
    /// This agency had another part in it.
    OtherPart,
    /// It was registered by this agency, and nobody took it in.
    NotTakenIn,
}

/// A fold of records, for one book of one agency.
#[derive(Debug, Clone)]
pub struct Recorded {
    agency: AgencyId,
    lists: Lists,
    /// Name of the book, as the agency declares it.
    book: Box<str>,
    is_known: bool,
    dossiers: BTreeMap<DossierCode, Dossier>,
    declared: BTreeMap<(Origin, Date), Vec<BookPage>>,
    procedures: BTreeMap<ProcedureCode, Vec<Box<str>>>,
}

/// A day by what took effect, and by what is said to have been done: the same but for what was recorded late.
type Done = [Timestamp; 2];

#[derive(Debug, Clone, Default)]
struct Dossier {
    procedure: Option<ProcedureCode>,
    had_part: bool,
    was_taken_in: bool,
    reception: Option<Box<Reception>>,
    legs: Vec<Leg>,
}

#[derive(Debug, Clone)]
struct Reception {
    record: Place,
    at: Timestamp,
    due: Vec<Timestamp>,
    resolved: Option<Done>,
    returned: Option<Done>,
    annulled: bool,
}

#[derive(Debug, Clone)]
struct Leg {
    id: LegId,
    record: Place,
    sent_at: Timestamp,
    arrived_at: Option<Timestamp>,
    due: Option<Timestamp>,
    answered: Option<Done>,
}

impl Recorded {
    /// Before the first record: of which agency, what its book lists, and what the book is called where it declares days of it.
    #[must_use]
    pub const fn new(agency: AgencyId, lists: Lists, book: Box<str>) -> Self {
        Self {
            agency,
            lists,
            book,
            is_known: false,
            dossiers: BTreeMap::new(),
            declared: BTreeMap::new(),
            procedures: BTreeMap::new(),
        }
    }

    /// Whether anything was ever said of or by the agency.
    #[must_use]
    pub const fn knows_the_agency(&self) -> bool {
        self.is_known
    }

    /// Takes the next record of a ledger.
    pub fn take(&mut self, told: &Told<'_>) {
        let Decision::Admitted(events) = told.decision else { return };
        let act = &told.command.act;
        self.is_known |= act.agency == self.agency;
        let stream = &told.place.stream;
        let code = Some(stream).filter(|stream| stream.kind() == StreamKind::Dossier);
        let code = code.and_then(lienthong_names::StreamName::dossier_code);
        for event in events {
            match event {
                Happened::Dossier(event) => {
                    let Some(code) = &code else { continue };
                    let dossier = self.dossiers.entry(code.clone()).or_default();
                    dossier.had_part |= act.agency == self.agency;
                    take(dossier, &self.agency, &self.lists, told, event);
                }
                Happened::Books(BooksEvent::DayDeclared { day, books, .. })
                    if stream.id() == self.agency.as_str() =>
                {
                    self.declared.insert((told.place.origin.clone(), *day), books.clone());
                }
                Happened::Books(_) | Happened::Supervision(_) => {}
                Happened::Catalogue(entry) => self.published(entry),
            }
        }
    }

    fn published(&mut self, entry: &Published) {
        match entry {
            Published::AgencyRegistered(agency) => self.is_known |= agency.id == self.agency,
            Published::LedgerOpened(opening) => self.is_known |= opening.office.id == self.agency,
            Published::ProcedurePublished { procedure, .. } => {
                let names = self.procedures.entry(procedure.code.clone()).or_default();
                if !names.contains(&procedure.name) {
                    names.push(procedure.name.clone());
                }
            }
            _ => {}
        }
    }

    /// What it comes to, with days as they are in a zone.
    #[must_use]
    pub fn book(self, zone: &TimeZone) -> Book {
        let mut book = Book { procedures: self.procedures, ..Book::default() };
        let side = match self.lists {
            Lists::Receptions => BookSide::Incoming,
            Lists::Legs(side) => side,
        };
        for ((_, day), pages) in &self.declared {
            for page in pages.iter().filter(|page| page.book.side == side && page.book.name == self.book) {
                // Years of books that are further away than a day can be said are of no book.
                let Ok(year) = i16::try_from(page.book.year) else { continue };
                for tied in &page.tied {
                    let of_number = book.tied.entry((year, tied.number)).or_default();
                    of_number.insert(tied.dossier.clone(), *day);
                }
            }
        }
        for (code, dossier) in self.dossiers {
            let known = dossier.known();
            let mut entries = dossier.entries(&self.lists, zone);
            entries.sort_by(|one, other| (one.received, &one.record).cmp(&(other.received, &other.record)));
            if entries.is_empty() {
                book.others.insert(code, known);
            } else {
                book.entries.insert(code, entries);
            }
        }
        book
    }
}

impl Dossier {
    const fn known(&self) -> Known {
        match (self.had_part, self.was_taken_in) {
            (false, _) => Known::NoPart,
            (true, false) => Known::NotTakenIn,
            (true, true) => Known::OtherPart,
        }
    }

    fn entries(self, lists: &Lists, zone: &TimeZone) -> Vec<Entry> {
        let day = |at: Timestamp| zone.to_datetime(at).date();
        let days = |all: &[Timestamp]| {
            let mut days: Vec<Date> = Vec::new();
            for day in all.iter().map(|at| day(*at)) {
                if !days.contains(&day) {
                    days.push(day);
                }
            }
            days
        };
        let done = |done: Option<Done>| days(done.as_ref().map_or(&[], |done| done.as_slice()));
        if let Some(reception) = self.reception {
            return vec![Entry {
                received: day(reception.at),
                due: days(&reception.due),
                resolved: done(reception.resolved),
                returned: done(reception.returned),
                procedure: self.procedure,
                required: !reception.annulled,
                record: reception.record,
            }];
        }
        let sent = *lists == Lists::Legs(BookSide::Outgoing);
        let of_leg = |leg: Leg| Entry {
            received: day(if sent { leg.sent_at } else { leg.arrived_at.unwrap_or(leg.sent_at) }),
            due: days(leg.due.as_slice()),
            resolved: done(leg.answered),
            returned: done(leg.answered),
            procedure: self.procedure.clone(),
            required: sent || leg.arrived_at.is_some(),
            record: leg.record,
        };
        self.legs.into_iter().map(of_leg).collect()
    }
}

/// One event of a dossier.
fn take(dossier: &mut Dossier, agency: &AgencyId, lists: &Lists, told: &Told<'_>, event: &Event) {
    let (at, by) = (told.effective_at, &told.command.act.agency);
    let done = || Some([at, told.command.act.occurred_at]);
    match event {
        Event::DossierRegistered { procedure, .. } => dossier.procedure = Some(procedure.clone()),
        Event::DossierReceived { desk, competent, custodian, clock_from, appointment, .. } => {
            dossier.had_part |= [desk, competent, custodian].contains(&agency);
            let here = desk == agency && *lists == Lists::Receptions;
            receive(dossier, here, told, *clock_from, *appointment);
        }
        Event::DossierAdopted { desk, competent, custodian, received_at, appointment, .. } => {
            dossier.had_part |= [desk, competent, custodian].contains(&agency);
            let here = desk == agency && *lists == Lists::Receptions;
            receive(dossier, here, told, *received_at, *appointment);
        }
        Event::CustodyMoved { to, .. } | Event::CustodySucceeded { successor: to, .. } => {
            dossier.had_part |= to == agency;
        }
        Event::LegSent { leg, from, to, due, .. } => {
            send(dossier, agency, lists, told, (leg, from, to, *due));
        }
        // An ask of a unit stays in the house.
        Event::OpinionRequested { leg, to, due, .. } if to.agency != *by => {
            send(dossier, agency, lists, told, (leg, by, &to.agency, *due));
        }
        Event::LegArrived { leg }
        | Event::LegRead { leg }
        | Event::LegAccepted { leg }
        | Event::LegAssigned { leg, .. } => on_leg(dossier, leg, |leg| {
            leg.arrived_at.get_or_insert(at);
        }),
        Event::LegAnswered { leg, .. }
        | Event::LegRefused { leg, .. }
        | Event::LegSentBack { leg, .. }
        | Event::OpinionGiven { leg, .. }
        | Event::OpinionDeclined { leg, .. } => on_leg(dossier, leg, |leg| {
            leg.arrived_at.get_or_insert(at);
            leg.answered = leg.answered.or(done());
        }),
        _ => {
            if let Some(reception) = dossier.reception.as_deref_mut() {
                after_reception(reception, event, done());
            }
        }
    }
}

/// What a desk's own book says of a dossier later.
fn after_reception(reception: &mut Reception, event: &Event, done: Option<Done>) {
    match event {
        Event::HistoryImported { deadline, ended, .. } => {
            reception.due.extend(deadline.filter(|_| reception.due.is_empty()));
            // What its source says, where no act of it says so.
            let claimed = ended.map(|at| [at, at]);
            reception.resolved = reception.resolved.or(claimed);
            reception.returned = reception.returned.or(claimed);
        }
        Event::Reappointed { until, .. } => reception.due.push(*until),
        Event::ClockResumed { due, .. } => reception.due.extend(*due),
        Event::DossierReopened { due, .. } => {
            reception.due.extend(*due);
            (reception.resolved, reception.returned) = (None, None);
        }
        Event::DossierResolved { .. } => reception.resolved = done,
        Event::ResultReturned { partial: false, .. } => reception.returned = done,
        Event::ResultReissued { .. } => reception.returned = None,
        Event::DossierStopped { .. } | Event::DossierWithdrawn {} | Event::SupplementLapsed { .. } => {
            (reception.resolved, reception.returned) = (done, done);
        }
        Event::ReceptionAnnulled { .. } => reception.annulled = true,
        _ => {}
    }
}

fn receive(
    dossier: &mut Dossier,
    here: bool,
    told: &Told<'_>,
    at: Timestamp,
    appointment: Option<Timestamp>,
) {
    dossier.was_taken_in = true;
    dossier.reception = here.then(|| {
        Box::new(Reception {
            record: told.place.clone(),
            at,
            due: appointment.into_iter().collect(),
            resolved: None,
            returned: None,
            annulled: false,
        })
    });
}

/// A leg, as one of its ends sees it.
fn send(
    dossier: &mut Dossier,
    agency: &AgencyId,
    lists: &Lists,
    told: &Told<'_>,
    (id, from, to, due): (&LegId, &AgencyId, &AgencyId, Option<Timestamp>),
) {
    dossier.had_part |= from == agency || to == agency;
    let ours = match lists {
        Lists::Receptions => None,
        Lists::Legs(BookSide::Incoming) => Some(to),
        Lists::Legs(BookSide::Outgoing) => Some(from),
    };
    if ours == Some(agency) {
        dossier.legs.push(Leg {
            id: id.clone(),
            record: told.place.clone(),
            sent_at: told.effective_at,
            arrived_at: None,
            due,
            answered: None,
        });
    }
}

fn on_leg(dossier: &mut Dossier, id: &LegId, change: impl FnOnce(&mut Leg)) {
    if let Some(leg) = dossier.legs.iter_mut().find(|leg| leg.id == *id) {
        change(leg);
    }
}
