//! How much of what agencies sent each other went through the system, as far as that leaves a trace (clause 1đ; DOMAIN section 9).
//!
//! Four detectors: the custody chain (an act of an agency that was never sent the dossier), transfers of which one end is there, what agencies
//! declare of their books, and documents that are dated before the transfer that carried them. What leaves no trace anywhere is not seen,
//! and a day that nobody declared is unknown: nothing here is ever called complete.

pub mod samples;
mod transfers;

use crate::attribution::spelled::Both;
use crate::bound::{self, Counted};
use crate::finding::Finding;
use crate::rule::Rule;
use crate::told::{Place, Told};
use jiff::Timestamp;
use jiff::civil::Date;
use lienthong_catalogue::View;
use lienthong_dossier::{BookPage, BooksEvent, TiedNumber};
use lienthong_names::{AgencyId, DossierCode};
use lienthong_protocol::{Body, Decision, Event};
use samples::{NotShown, Samples};
use std::collections::{BTreeMap, BTreeSet};
use transfers::Transfers;

/// By which trace a gap is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detector {
    /// An act or a product of an agency that was never sent the dossier.
    CustodyChain,
    /// Sent, and nothing from the other end by the time it was due.
    OneEnded,
    /// A number that the agency ties to a dossier which no ledger has, in a declaration or when it was drawn.
    Declarations,
    /// A document dated before the transfer that carried it.
    DocumentTime,
}

impl Detector {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::CustodyChain, Self::OneEnded, Self::Declarations, Self::DocumentTime];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CustodyChain => "custody_chain",
            Self::OneEnded => "one_ended",
            Self::Declarations => "declarations",
            Self::DocumentTime => "document_time",
        }
    }
}

/// Something that went around the system, by its trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// By which trace.
    pub detector: Detector,
    /// Whose it is.
    pub agency: AgencyId,
    /// About which dossier.
    pub dossier: Option<DossierCode>,
    /// When.
    pub at: Timestamp,
    /// The record that shows it.
    pub place: Place,
    /// What, in Vietnamese.
    pub vi: String,
    /// What, in English.
    pub en: String,
}

/// One agency's coverage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Since when it is counted: since it goes by the system (`SetGoLive`), else since it is there.
    pub since: Option<Timestamp>,
    /// Transfers to it of which both ends are there.
    pub two_ended: u64,
    /// Of these, secret matters that stand there by the number of a paper alone: two-ended by law.
    pub by_paper: u64,
    /// Transfers to it of which only the sender's end is there, and that are due.
    pub one_ended: u64,
    /// Its acts and products without a transfer.
    pub without_transfer: u64,
    /// What its declarations show outside.
    pub outside: u64,
    /// Days that it declared.
    pub declared: u64,
    /// Working days that it did not: unknown.
    pub missing: Vec<Date>,
    /// Numbers of its books that it declared.
    pub numbers: u64,
    /// Of these, the ones that concern dossiers.
    pub tied: u64,
    /// Numbers that were drawn of those that it ties to none.
    pub drawn: u64,
    /// Of these, the ones whose papers it showed.
    pub shown: u64,
    /// Of these, the ones that concern a dossier which no ledger has.
    pub shown_outside: u64,
    /// Numbers that were drawn and not shown in time: unknown.
    pub not_shown: u64,
}

impl Row {
    /// Everything of which there is a trace.
    #[must_use]
    pub const fn traced(&self) -> u64 {
        self.two_ended + self.one_ended + self.without_transfer + self.outside
    }

    /// What the numbers that were drawn and shown say of all that it tied to no dossier; `-` where none was shown.
    #[must_use]
    pub fn sample(&self) -> Both {
        bound::told(self.shown_outside, self.shown, Counted::Drawn)
    }

    /// Two-ended among everything of which there is a trace, in tenths of a percent, rounded down so that one gap is never 100; nothing
    /// where there is none.
    #[must_use]
    pub fn per_mille(&self) -> Option<u64> {
        (self.two_ended * 1000).checked_div(self.traced())
    }

    fn add(&mut self, other: &Self) {
        self.two_ended += other.two_ended;
        self.by_paper += other.by_paper;
        self.one_ended += other.one_ended;
        self.without_transfer += other.without_transfer;
        self.outside += other.outside;
        self.declared += other.declared;
        self.missing.extend(&other.missing);
        self.numbers += other.numbers;
        self.tied += other.tied;
        self.drawn += other.drawn;
        self.shown += other.shown;
        self.shown_outside += other.shown_outside;
        self.not_shown += other.not_shown;
    }
}

/// Coverage of a period.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// By agency.
    pub agencies: BTreeMap<AgencyId, Row>,
    /// Of all of them.
    pub whole: Row,
    /// Each gap, in order of detector, agency and time.
    pub gaps: Vec<Gap>,
    /// Each number that was drawn and not shown in time, in order of agency, day and number.
    pub not_shown: Vec<NotShown>,
}

/// The part of time that is looked at: from an instant on, before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this one.
    pub to: Timestamp,
}

impl Period {
    fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }
}

/// A day as an agency declared it last.
#[derive(Debug, Clone)]
struct Declared {
    place: Place,
    at: Timestamp,
    pages: Vec<BookPage>,
}

/// What was seen of transfers and declarations so far.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    transfers: Transfers,
    dossiers: BTreeSet<DossierCode>,
    days: BTreeMap<(AgencyId, Date), Declared>,
    samples: Samples,
}

impl Coverage {
    /// Takes the next record in.
    pub fn take(&mut self, told: &Told<'_>) {
        let Decision::Admitted(events) = told.decision else { return };
        for event in events {
            match (event, &told.command.body) {
                (Event::Dossier(event), Body::Dossier { code, .. }) => {
                    self.dossiers.insert(code.clone());
                    self.transfers.take(told, code, event);
                }
                (Event::Books(BooksEvent::DayDeclared { day, books, .. }), _) => {
                    let declared =
                        Declared { place: told.place.clone(), at: told.effective_at, pages: books.clone() };
                    self.days.insert((told.command.act.agency.clone(), *day), declared);
                }
                (Event::Books(event), _) => self.samples.take(told, event),
                _ => {}
            }
        }
    }

    /// Coverage of a period, by what was found and what the catalogue says; `now` says what is due.
    #[must_use]
    pub fn report(&self, findings: &[Finding], view: View<'_>, period: Period, now: Timestamp) -> Report {
        let mut report = Report::default();
        for agency in view.agencies() {
            let since = view.go_live(&agency.id).unwrap_or(agency.validity.from);
            report.agencies.insert(agency.id.clone(), Row { since: Some(since), ..Row::default() });
        }
        let counts = |report: &Report, agency: &AgencyId, at: Timestamp| {
            let since = report.agencies.get(agency).and_then(|row| row.since);
            period.holds(at) && since.is_none_or(|since| since <= at)
        };
        for met in &self.transfers.met {
            if counts(&report, &met.to, met.at) {
                let row = report.agencies.entry(met.to.clone()).or_default();
                row.two_ended += 1;
                row.by_paper += u64::from(met.by_paper);
            }
        }
        let mut gaps = self.one_ended(now);
        gaps.extend(self.outside());
        gaps.extend(self.shown_outside());
        gaps.extend(findings.iter().filter_map(of_finding));
        gaps.retain(|gap| counts(&report, &gap.agency, gap.at));
        for gap in &gaps {
            let row = report.agencies.entry(gap.agency.clone()).or_default();
            match gap.detector {
                Detector::OneEnded => row.one_ended += 1,
                Detector::Declarations => row.outside += 1,
                Detector::CustodyChain | Detector::DocumentTime => row.without_transfer += 1,
            }
        }
        for (agency, row) in &mut report.agencies {
            report.not_shown.extend(self.days_of(agency, row, view, period, now));
        }
        report.agencies.values().for_each(|row| report.whole.add(row));
        gaps.sort_by(|one, other| {
            let order = |gap: &Gap| (gap.detector, gap.agency.clone(), gap.at, gap.place.clone());
            order(one).cmp(&order(other))
        });
        report.gaps = gaps;
        report
    }

    fn one_ended(&self, now: Timestamp) -> Vec<Gap> {
        let of = self.transfers.one_ended(now).map(|(dossier, sent)| Gap {
            detector: Detector::OneEnded,
            agency: sent.to.clone(),
            dossier: Some(dossier.clone()),
            at: sent.at,
            place: sent.place.clone(),
            vi: format!("{} gửi {}, quá hạn mà {} không có động tác nào", sent.from, dossier, sent.to),
            en: format!(
                "{} sent {dossier}, and {} did nothing with it by the time it was due",
                sent.from, sent.to
            ),
        });
        of.collect()
    }

    /// Numbers that are tied to a dossier of which no ledger knows.
    fn outside(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for ((agency, day), declared) in &self.days {
            for page in &declared.pages {
                for tied in page.tied.iter().filter(|tied| !self.dossiers.contains(&tied.dossier)) {
                    let (number, dossier) = (tied.number, &tied.dossier);
                    gaps.push(Gap {
                        detector: Detector::Declarations,
                        agency: agency.clone(),
                        dossier: Some(dossier.clone()),
                        at: declared.at,
                        place: declared.place.clone(),
                        vi: format!("số {number} ngày {day} khai là của hồ sơ {dossier}, hệ thống không có"),
                        en: format!(
                            "number {number} of {day} is said to concern {dossier}, which no ledger has"
                        ),
                    });
                }
            }
        }
        gaps
    }

    /// Numbers that were drawn and concern a dossier of which no ledger knows; one that the agency has tied to it since is told already.
    fn shown_outside(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        for (agency, day, drawn, answer) in self.samples.outside(&self.dossiers) {
            let declared = self.days.get(&(agency.clone(), day)).map(|declared| &*declared.pages);
            let is_tied = |page: &BookPage| {
                let tied = |tied: &TiedNumber| tied.number == drawn.number && tied.dossier == answer.dossier;
                page.book == drawn.book && page.tied.iter().any(tied)
            };
            if declared.unwrap_or_default().iter().any(is_tied) {
                continue;
            }
            let (number, dossier) = (drawn.number, &answer.dossier);
            gaps.push(Gap {
                detector: Detector::Declarations,
                agency: agency.clone(),
                dossier: Some(dossier.clone()),
                at: answer.at,
                place: answer.place.clone(),
                vi: format!("số {number} ngày {day} được rút là của hồ sơ {dossier}, hệ thống không có"),
                en: format!("number {number} of {day} was drawn and concerns {dossier}, which no ledger has"),
            });
        }
        gaps
    }

    /// What an agency declared of its working days in a period, and which of them it did not: up to yesterday, for today may be declared yet.
    /// Of what was drawn of these days comes back what was not shown in time.
    fn days_of(
        &self,
        agency: &AgencyId,
        row: &mut Row,
        view: View<'_>,
        period: Period,
        now: Timestamp,
    ) -> Vec<NotShown> {
        let Some(calendar) = view.calendar(agency) else { return Vec::new() };
        let from = calendar.local_date(row.since.map_or(period.from, |since| since.max(period.from)));
        let today = calendar.local_date(now);
        let end = if period.to <= now { calendar.local_date(period.to) } else { today };
        let not_shown = self.samples.count(agency, row, (from, end), now, &self.dossiers);
        for day in from.series(jiff::Span::new().days(1)).take_while(|day| *day < end) {
            match self.days.get(&(agency.clone(), day)) {
                Some(declared) => {
                    row.declared += 1;
                    let pages = &declared.pages;
                    row.numbers +=
                        pages.iter().flat_map(|page| &page.numbers).map(|range| range.count()).sum::<u64>();
                    let tied = |page: &BookPage| {
                        page.tied.iter().map(|tied| tied.number).collect::<BTreeSet<_>>().len()
                    };
                    row.tied += pages.iter().map(tied).sum::<usize>() as u64;
                }
                // Of a day of which nobody has decided whether it is one off, nothing is asked.
                None if calendar.is_working_day(day).unwrap_or(false) => row.missing.push(day),
                None => {}
            }
        }
        not_shown
    }
}

/// What inspection found that went around the system.
fn of_finding(finding: &Finding) -> Option<Gap> {
    let detector = match finding.rule {
        Rule::Attempt if ["R01", "R03", "R19"].contains(&&*finding.broken) => Detector::CustodyChain,
        Rule::OffDesk | Rule::OpinionUnasked => Detector::CustodyChain,
        Rule::DatedBeforeTransfer => Detector::DocumentTime,
        _ => return None,
    };
    Some(Gap {
        detector,
        agency: finding.agency.clone(),
        dossier: finding.dossier.clone(),
        at: finding.at,
        place: finding.place.clone(),
        vi: finding.vi.clone(),
        en: finding.en.clone(),
    })
}
