//! What comes of an act, in words; and whether it is what the text says.

use crate::look::spelled;
use crate::names::Names;
use crate::read::local;
use jiff::Timestamp;
use lienthong_catalogue::{Deputyship, Entry};
use lienthong_dossier::{BookNumber, BookPage, BookSide, BooksEvent, Event as OfDossier};
use lienthong_names::Rejection;
use lienthong_protocol::Event;
use lienthong_supervision::Event as Said;
use std::fmt;

/// Particulars that a text may name, each with a value.
const PARTICULARS: &[&str] = &[
    "amount",
    "after",
    "by",
    "chair",
    "channel",
    "clock",
    "competent",
    "custodian",
    "deadline",
    "due",
    "for",
    "from",
    "items",
    "leg",
    "number",
    "of",
    "officer",
    "over",
    "part",
    "receiving",
    "round",
    "stance",
    "step",
    "to",
    "unit",
    "until",
    "version",
    "without",
];
/// Particulars that are there or not.
const FLAGS: &[&str] = &["late", "mandatory", "inferred", "partial", "beside", "closed", "confidential"];

/// What a text says where nothing comes of it.
const NOTHING: &str = "(nothing)";

/// What begins what inspection finds: `found R14.apology_late`.
const FOUND: &str = "found ";

/// One event, or one reason of a rejection, with its particulars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    kind: String,
    particulars: Vec<(String, String)>,
}

impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        for (name, value) in &self.particulars {
            write!(f, " {name}")?;
            if !value.is_empty() {
                write!(f, " {value}")?;
            }
        }
        Ok(())
    }
}

impl Item {
    pub(crate) fn new(kind: &str, particulars: impl IntoIterator<Item = (&'static str, String)>) -> Self {
        let particulars = particulars.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        Self { kind: kind.to_owned(), particulars }
    }

    /// Whether this, which happened, is what a text says: the same kind, and every particular that it names. A date stands
    /// for any time on it. That something was late is always told.
    pub(crate) fn is_as(&self, expected: &Item) -> bool {
        let has = |(name, value): &(String, String)| {
            self.particulars
                .iter()
                .any(|(n, v)| n == name && (v == value || v.starts_with(&format!("{value} "))))
        };
        let is_late = |item: &Item| item.particulars.iter().any(|(name, _)| name == "late");
        self.kind == expected.kind
            && expected.particulars.iter().all(has)
            && is_late(self) == is_late(expected)
    }
}

/// The items that a text expects.
pub(crate) fn expected(text: &str) -> Vec<Item> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.starts_with(FOUND) && *part != NOTHING);
    parts.flat_map(one_expected).collect()
}

/// What inspection finds of it, by the same text: that is for inspection to say, and nothing that comes of the act.
pub(crate) fn found(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').filter_map(|part| part.trim().strip_prefix(FOUND)).map(str::trim)
}

fn one_expected(text: &str) -> Vec<Item> {
    if let Some(code_and_rule) = text.strip_prefix("rejected ") {
        return vec![Item { kind: format!("rejected {}", code_and_rule.trim()), particulars: Vec::new() }];
    }
    let mut words = text.split_whitespace();
    let kind = words.next().unwrap_or_default().to_owned();
    let mut times = 1;
    let mut particulars: Vec<(String, String)> = Vec::new();
    for word in words {
        let count = word.strip_prefix('x').and_then(|n| n.parse::<usize>().ok());
        if let (Some(count), true) = (count, particulars.is_empty()) {
            times = count;
        } else if PARTICULARS.contains(&word) || FLAGS.contains(&word) {
            particulars.push((word.to_owned(), String::new()));
        } else if let Some((_, value)) = particulars.last_mut() {
            value.push_str(if value.is_empty() { "" } else { " " });
            value.push_str(word);
        } else {
            // Not a particular of anything: kept, so that it matches nothing and is seen.
            particulars.push((word.to_owned(), String::new()));
        }
    }
    vec![Item { kind, particulars }; times]
}

/// What a rejection says: each reason by code and rule.
pub(crate) fn reasons(rejection: &Rejection) -> Vec<Item> {
    let item = |refusal: &lienthong_names::Refusal| Item {
        kind: format!("rejected {} {}", refusal.code, refusal.rule).trim().to_owned(),
        particulars: Vec::new(),
    };
    rejection.refusals().iter().map(item).collect()
}

/// An event with its particulars, in clerks' names.
pub(crate) fn describe(names: &Names, event: &Event) -> Item {
    let particulars = match event {
        Event::Dossier(event) => of_dossier(names, event),
        Event::Catalogue(entry) => of_catalogue(names, entry),
        Event::Books(BooksEvent::PersonalDataRead { dossiers, .. }) => {
            vec![("items", dossiers.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))]
        }
        Event::Books(BooksEvent::DayDeclared { day, version, books, .. }) => {
            vec![("of", day.to_string()), ("version", version.to_string()), ("items", numbers(books))]
        }
        Event::Books(BooksEvent::SampleDrawn { day, version, of, numbers, due, .. }) => {
            let mut drawn = vec![
                ("of", day.to_string()),
                ("version", version.to_string()),
                ("from", of.to_string()),
                ("items", numbers.iter().map(of_book).collect::<Vec<_>>().join(" ")),
            ];
            drawn.extend(due.map(|due| ("due", local(due))));
            drawn
        }
        Event::Books(BooksEvent::SampleAnswered { day, answers }) => vec![
            ("of", day.to_string()),
            ("items", answers.iter().map(|answer| of_book(&answer.of)).collect::<Vec<_>>().join(" ")),
        ],
        Event::Supervision(event) => of_supervision(names, event),
    };
    Item::new(event.kind_name(), particulars)
}

fn of_supervision(names: &Names, event: &Said) -> Particulars {
    let of = |agency| ("of", names.of(agency));
    let number = |number: &u32| ("number", number.to_string());
    match event {
        Said::FindingOpened { ground, explain_until, .. } => {
            vec![of(&ground.agency), ("until", explain_until.to_string())]
        }
        Said::FindingExplained { .. }
        | Said::FindingConfirmed { .. }
        | Said::FindingDismissed { .. }
        | Said::FindingClosed { .. } => Vec::new(),
        Said::MeasureRecorded { form, agency, .. } => vec![of(agency), ("for", form.to_string())],
        Said::RemedyOrdered { number: which, agency, due, .. } => {
            vec![number(which), of(agency), ("until", due.to_string())]
        }
        Said::TaskAssigned { agency, due, .. } => vec![of(agency), ("until", due.to_string())],
        Said::AgencyUrged { number: which, agency, answer_by, .. } => {
            vec![number(which), of(agency), ("until", answer_by.to_string())]
        }
        Said::EscalationAcknowledged { number: which, agency, .. } => vec![number(which), of(agency)],
        Said::TaskReported { number: which, .. } | Said::TaskAccepted { number: which } => {
            vec![number(which)]
        }
        Said::TaskReturned { number: which, due, .. } => vec![number(which), ("until", due.to_string())],
    }
}

type Particulars = Vec<(&'static str, String)>;

fn of_catalogue(names: &Names, entry: &Entry) -> Particulars {
    match entry {
        Entry::ProcedurePublished { version, .. } => vec![("version", version.to_string())],
        Entry::AgencyRegistered(agency) => vec![("of", names.of(&agency.id))],
        Entry::DeskRegistered(desk) => vec![("of", names.of(&desk.agency))],
        Entry::RoleGranted(grant) => {
            vec![("officer", grant.officer.to_string()), ("of", names.of(&grant.agency))]
        }
        Entry::KeyRegistered(key) => vec![("of", names.of(&key.agency))],
        Entry::LedgerOpened(opening) => vec![("by", names.of(&opening.office.id))],
        Entry::KeyRevoked(revocation) => vec![("from", local(revocation.from))],
        Entry::CalendarSet(entry) => vec![("of", entry.id.to_string())],
        Entry::ProcessPublished { version, .. } => vec![("version", version.to_string())],
        Entry::RuleSwitched(switch) => vec![("for", switch.rule.to_string())],
        Entry::RulesAdopted(adopted) => {
            vec![("for", adopted.service.to_string()), ("version", adopted.version.to_string())]
        }
        Entry::LedgerBegun(said) => {
            vec![("of", said.ledger.to_string()), ("from", local(said.from))]
        }
        Entry::LedgerClosed(said) => vec![("of", said.ledger.to_string()), ("from", local(said.at))],
        Entry::LedgerFinished(said) => {
            vec![("of", said.ledger.to_string()), ("items", said.size.to_string())]
        }
        Entry::AgencySucceeded(said) => {
            vec![("from", names.of(&said.predecessor)), ("to", names.of(&said.successor))]
        }
        Entry::GoLiveSet(said) => vec![("of", names.of(&said.agency)), ("from", local(said.from))],
        Entry::AuthorityDelegated(said) => {
            vec![("of", names.of(&said.agency)), ("from", said.from.to_string()), ("to", said.to.to_string())]
        }
        Entry::AbsenceRegistered(said) => {
            vec![("of", names.of(&said.agency)), ("officer", said.officer.to_string())]
        }
        Entry::NumbersLeased(said) => vec![("to", names.of(&said.desk))],
        Entry::OfflineDeskAccredited(said) => vec![("of", names.of(&said.desk))],
        Entry::HeadAppointed(tenure)
        | Entry::ActingAppointed(tenure)
        | Entry::DeputyAppointed(Deputyship { tenure, .. }) => vec![
            ("of", names.of(&tenure.agency)),
            ("officer", tenure.officer.to_string()),
            ("from", local(tenure.validity.from)),
        ],
        Entry::LegalBasisRegistered(basis) => vec![("of", basis.id.to_string())],
        Entry::ProcedureRepealed(repeal) => vec![("from", local(repeal.from))],
        Entry::CutProposed { by, proposal } => {
            vec![("by", names.of(by)), ("for", proposal.kind.as_str().to_owned())]
        }
        Entry::CutDecided(decided) => vec![("for", decided.outcome.as_str().to_owned())],
        Entry::TenureEnded(end) => vec![
            ("of", names.of(&end.agency)),
            ("officer", end.officer.to_string()),
            ("from", local(end.from)),
        ],
    }
}

fn of_dossier(names: &Names, event: &OfDossier) -> Particulars {
    let mut all = match event {
        OfDossier::HistoryImported { deadline, channel, .. } => {
            vec![("deadline", deadline.map(local).unwrap_or_default()), ("channel", if_any(channel.as_ref()))]
        }
        OfDossier::DossierRegistered { channel, case, .. } => {
            vec![("channel", channel.to_string()), ("for", if_any(case.as_ref()))]
        }
        OfDossier::DossierReceived {
            procedure_version, competent, custodian, clock_from, channel, ..
        }
        | OfDossier::DossierAdopted {
            procedure_version, competent, custodian, clock_from, channel, ..
        } => vec![
            ("version", procedure_version.to_string()),
            ("competent", names.of(competent)),
            ("custodian", names.of(custodian)),
            ("channel", channel.to_string()),
            ("clock", local(*clock_from)),
        ],
        OfDossier::LegPlanned { leg, to, purpose, after, .. } => vec![
            ("leg", leg.to_string()),
            ("to", names.of(to)),
            ("for", purpose.to_string()),
            ("after", after.to_string()),
        ],
        OfDossier::LegSent { leg, from, to, purpose, parent, .. } => vec![
            ("leg", leg.to_string()),
            ("part", if_any(parent.as_ref())),
            ("from", names.of(from)),
            ("to", names.of(to)),
            ("for", purpose.to_string()),
        ],
        OfDossier::CustodySucceeded { predecessor, successor } => {
            vec![("from", names.of(predecessor)), ("to", names.of(successor))]
        }
        OfDossier::CustodyMoved { from, to, .. } => vec![("from", names.of(from)), ("to", names.of(to))],
        OfDossier::LegAccepted { leg }
        | OfDossier::LegArrived { leg }
        | OfDossier::LegRead { leg }
        | OfDossier::LegRefused { leg, .. }
        | OfDossier::LegRecalled { leg, .. }
        | OfDossier::LegSentBack { leg, .. }
        | OfDossier::LegAnswered { leg, .. } => vec![("leg", leg.to_string())],
        OfDossier::StepOverdue { step, agency, officer, .. } => {
            vec![("step", step.to_string()), ("of", names.of(agency)), ("officer", if_any(officer.as_ref()))]
        }
        OfDossier::StepResumed { step, agency, from, .. } => {
            vec![("step", step.to_string()), ("of", names.of(agency)), ("clock", local(*from))]
        }
        OfDossier::LegOverdue { leg, by, .. } => vec![("leg", leg.to_string()), ("by", names.of(by))],
        OfDossier::EscalationRaised { leg, to, level, next_to, .. } => vec![
            ("leg", leg.to_string()),
            ("to", names.of(to)),
            ("number", level.to_string()),
            ("for", next_to.as_ref().map(|next| names.of(next)).unwrap_or_default()),
        ],
        OfDossier::DossierOverdue { custodian, .. } => vec![("custodian", names.of(custodian))],
        OfDossier::SupplementLapsed { items, until } => {
            vec![("items", items.join(" ")), ("until", local(*until))]
        }
        OfDossier::OfficerAssigned { agency, unit, officer } => vec![
            ("of", names.of(agency)),
            ("unit", if_any(unit.as_ref())),
            ("officer", if_any(officer.as_ref())),
        ],
        OfDossier::LegAssigned { leg, unit, officer } => vec![
            ("leg", leg.to_string()),
            ("unit", if_any(unit.as_ref())),
            ("officer", if_any(officer.as_ref())),
        ],
        OfDossier::SupplementProposed { items, .. } | OfDossier::SupplementProvided { items, .. } => {
            vec![("items", items.join(" "))]
        }
        OfDossier::SupplementRequested { items, number, .. } => {
            vec![("items", items.join(" ")), ("number", number.to_string())]
        }
        OfDossier::RevisionRequested { item, .. } => vec![("items", item.to_string())],
        OfDossier::ClockPaused { cause, since, .. } => {
            vec![("for", cause.to_string()), ("clock", local(*since))]
        }
        OfDossier::ClockResumed { cause, from, .. } => {
            vec![("for", cause.to_string()), ("clock", local(*from))]
        }
        OfDossier::PauseEnded { cause } => vec![("for", cause.to_string())],
        OfDossier::ApologyIssued { responsible, .. } => vec![("of", names.of(responsible))],
        OfDossier::Reappointed { until, .. } => vec![("until", local(*until))],
        OfDossier::IrregularityNoted { irregularity, taken_by, .. } => {
            vec![("for", irregularity.to_string()), ("by", names.of(taken_by))]
        }
        OfDossier::CompetenceDecided { leg, competent, .. } => {
            vec![("leg", leg.to_string()), ("competent", names.of(competent))]
        }
        OfDossier::PaperSent { from, to, manifest, items, .. } => vec![
            ("from", names.of(from)),
            ("to", names.of(to)),
            ("number", manifest.to_string()),
            ("items", items.join(" ")),
        ],
        OfDossier::PaperReceived { manifest, items, missing, .. } => {
            vec![("number", manifest.to_string()), ("items", items.join(" ")), ("without", missing.join(" "))]
        }
        OfDossier::ServiceRated { score } => vec![("number", score.to_string())],
        OfDossier::ComplaintFiled { number, against } => {
            vec![("number", number.to_string()), ("of", names.of(against))]
        }
        OfDossier::ComplaintAnswered { number, .. } => vec![("number", number.to_string())],
        OfDossier::PersonalDataErased { authority, .. } => vec![("number", authority.to_string())],
        OfDossier::EntryCorrected { revision, field, confirmed_by, .. } => vec![
            ("number", revision.to_string()),
            ("of", field.to_string()),
            ("officer", if_any(confirmed_by.as_ref())),
        ],
        OfDossier::DossierStopped { .. }
        | OfDossier::WithdrawalAsked { .. }
        | OfDossier::WithdrawalRefused { .. }
        | OfDossier::DossierWithdrawn {}
        | OfDossier::DocumentAttached { .. }
        | OfDossier::ReceptionAnnulled { .. } => Vec::new(),
        OfDossier::StepStarted { step, .. } | OfDossier::StepCompleted { step, .. } => {
            vec![("step", step.to_string())]
        }
        OfDossier::DossierRefused { .. } => Vec::new(),
        OfDossier::DossierResolved { outcome, lateness, .. } => {
            let over = lateness.as_ref().map(|lateness| spelled(lateness.late)).unwrap_or_default();
            vec![("for", outcome.to_string()), ("over", over)]
        }
        OfDossier::ResultReturned { desk, channel, results, .. } => {
            vec![("by", names.of(desk)), ("channel", channel.to_string()), ("items", results.join(" "))]
        }
        OfDossier::FeeDemanded { fee, amount }
        | OfDossier::PaymentRecorded { fee, amount, .. }
        | OfDossier::PaymentRefunded { fee, amount, .. }
        | OfDossier::FinancialObligationSet { obligation: fee, amount, .. } => {
            vec![("items", fee.to_string()), ("amount", amount.to_string())]
        }
        OfDossier::FeeExempted { fee, .. } => vec![("items", fee.to_string())],
        OfDossier::ResultRecorded { result, outcome, .. } => {
            vec![("items", result.to_string()), ("for", outcome.to_string())]
        }
        OfDossier::ResultWithdrawn { result, .. } => vec![("items", result.to_string())],
        OfDossier::ResultReissued { result, number, .. } => {
            vec![("items", result.to_string()), ("number", number.to_string())]
        }
        OfDossier::DossierReopened { from, .. } => vec![("clock", local(*from))],
        OfDossier::ApplicantNotified { means, .. } => vec![("by", means.to_string())],
        OfDossier::PostSent { carrier, direction, .. } => {
            vec![("by", names.of(carrier)), ("to", direction.to_string())]
        }
        OfDossier::PostArrived { consignment } | OfDossier::PostFailed { consignment, .. } => {
            vec![("number", consignment.to_string())]
        }
        OfDossier::ConsultationOpened { chair, .. } => vec![("chair", names.of(chair))],
        OfDossier::OpinionRequested { leg, to, round, on_silence, .. } => vec![
            ("leg", leg.to_string()),
            ("of", names.of_participant(to)),
            ("round", round.to_string()),
            ("for", on_silence.means.to_string()),
        ],
        OfDossier::OpinionGiven { from, round, version, stance, secret, .. }
        | OfDossier::OpinionAmended { from, round, version, stance, secret, .. } => vec![
            ("by", names.of_participant(from)),
            ("round", round.to_string()),
            ("version", version.to_string()),
            ("stance", stance.to_string()),
            ("number", secret.as_ref().map(|paper| paper.number.to_string()).unwrap_or_default()),
        ],
        OfDossier::OpinionDeclined { from, .. } => vec![("by", names.of_participant(from))],
        OfDossier::OpinionReminded { to, number, .. } => {
            vec![("of", names.of_participant(to)), ("number", number.to_string())]
        }
        OfDossier::OpinionRequestRevoked { of, round, .. } | OfDossier::OpinionWaived { of, round, .. } => {
            vec![("of", names.of_participant(of)), ("round", round.to_string())]
        }
        OfDossier::OpinionLapsed { of, round, means, answerable, .. } => vec![
            ("of", names.of_participant(of)),
            ("round", round.to_string()),
            ("for", means.to_string()),
            ("by", names.of(answerable)),
        ],
        OfDossier::DigestObjected { from, .. } => vec![("by", names.of_participant(from))],
        OfDossier::ConsultationConcluded { .. } => Vec::new(),
        OfDossier::OpinionsOpened { consultation, .. } => vec![("on", consultation.to_string())],
        OfDossier::AppraisalOpened { chair, session, .. } => {
            vec![("chair", names.of(chair)), ("for", if_any(session.as_ref()))]
        }
        OfDossier::VisitRecorded { round, place, .. } => {
            vec![("round", round.to_string()), ("to", place.to_string())]
        }
        OfDossier::VoteCast { round, member, vote, .. } => vec![
            ("round", round.to_string()),
            ("by", format!("{}/{}", names.of(&member.agency), member.officer)),
            ("for", vote.to_string()),
        ],
        OfDossier::AppraisalConcluded { round, conclusion, number, .. } => vec![
            ("round", round.to_string()),
            ("for", conclusion.to_string()),
            ("number", number.to_string()),
        ],
        OfDossier::AppraisalReopened { round, .. } => vec![("round", round.to_string())],
    };
    all.extend(due(event).map(|due| ("due", local(due))));
    if let OfDossier::DossierReceived { receiving_appointment: Some(part), .. } = event {
        all.push(("receiving", local(*part)));
    }
    all.extend(flags(event).into_iter().map(|flag| (flag, String::new())));
    all
}

/// How many numbers were given, and how many of them are tied.
/// `in:7`, `out/ĐKKD:12`.
fn of_book(of: &BookNumber) -> String {
    let side = match of.book.side {
        BookSide::Incoming => "in",
        BookSide::Outgoing => "out",
    };
    let name = if of.book.name.is_empty() { String::new() } else { format!("/{}", of.book.name) };
    format!("{side}{name}:{}", of.number)
}

fn numbers(books: &[BookPage]) -> String {
    let given: u64 = books.iter().flat_map(|page| &page.numbers).map(|numbers| numbers.count()).sum();
    let tied: usize = books.iter().map(|page| page.tied.len()).sum();
    format!("{given} tied {tied}")
}

/// What is not there is told as nothing.
fn if_any<T: fmt::Display>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

fn due(event: &OfDossier) -> Option<Timestamp> {
    match event {
        OfDossier::DossierReceived { appointment, .. } | OfDossier::DossierAdopted { appointment, .. } => {
            *appointment
        }
        OfDossier::LegSent { due, .. }
        | OfDossier::StepStarted { due, .. }
        | OfDossier::OpinionRequested { due, .. }
        | OfDossier::AppraisalOpened { due, .. }
        | OfDossier::AppraisalReopened { due, .. }
        | OfDossier::ClockResumed { due, .. }
        | OfDossier::DossierReopened { due, .. }
        | OfDossier::PostSent { due, .. } => *due,
        OfDossier::StepOverdue { due, .. }
        | OfDossier::StepResumed { due, .. }
        | OfDossier::LegOverdue { due, .. }
        | OfDossier::OpinionLapsed { due, .. }
        | OfDossier::OpinionsOpened { since: due, .. }
        | OfDossier::EscalationRaised { due, .. }
        | OfDossier::DossierOverdue { due, .. } => Some(*due),
        _ => None,
    }
}

fn flags(event: &OfDossier) -> Vec<&'static str> {
    let all = match event {
        OfDossier::ResultReturned { partial, .. } => vec![(*partial, "partial")],
        OfDossier::OpinionGiven { late, closed, .. } | OfDossier::OpinionAmended { late, closed, .. } => {
            vec![(*late, "late"), (closed.is_some(), "closed")]
        }
        OfDossier::ConsultationOpened { closed, confidential, .. } => {
            vec![(*closed, "closed"), (*confidential, "confidential")]
        }
        OfDossier::AppraisalConcluded { late, .. } => vec![(*late, "late")],
        OfDossier::AppraisalOpened { mandatory, .. } => vec![(*mandatory, "mandatory")],
        OfDossier::DossierResolved { lateness, .. } => {
            vec![(lateness.as_ref().is_some_and(|lateness| lateness.late > 0), "late")]
        }
        OfDossier::OpinionRequested { mandatory, addressee_inferred, .. } => {
            vec![(*mandatory, "mandatory"), (*addressee_inferred, "inferred")]
        }
        _ => Vec::new(),
    };
    all.into_iter().filter(|(holds, _)| *holds).map(|(_, flag)| flag).collect()
}
