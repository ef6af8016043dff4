//! Where agencies send each other's dossiers back (R27): a map from who sent to who refused.

use super::book::Book;
use crate::told::Told;
use jiff::Timestamp;
use lienthong_dossier::{Dossier, Event, LegGround};
use lienthong_names::{AgencyId, DossierCode};
use std::collections::{BTreeMap, BTreeSet};

/// What was said of competence and of legs in one dossier.
#[derive(Debug, Clone)]
pub(crate) enum Said {
    /// A leg was not taken, or given back.
    Refused { from: AgencyId, to: AgencyId, refused: Refused },
    /// Whose competence it is was decided from above.
    Decided(Decided),
}

/// A leg that was not taken, or given back without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Of which dossier.
    pub code: DossierCode,
    /// When.
    pub at: Timestamp,
    /// The record.
    pub record: String,
    /// Given back after it had been taken.
    pub sent_back: bool,
    /// For want of competence.
    pub for_competence: bool,
    /// Why, in its words.
    pub reason: Box<str>,
    /// Who decided whose competence it is, once it was refused for that.
    pub decided: Option<Decided>,
}

/// Whose competence it is was decided from above.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// By whom.
    pub by: AgencyId,
    /// For whom.
    pub competent: AgencyId,
    /// When.
    pub at: Timestamp,
}

/// How often one agency refused another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedTimes {
    /// Who sent.
    pub from: AgencyId,
    /// Who refused.
    pub to: AgencyId,
    /// Each time, in order.
    pub times: Vec<Refused>,
    /// Reasons that were given, each with how often; the most frequent first.
    pub reasons: Vec<(Box<str>, usize)>,
}

impl RefusedTimes {
    /// Of which dossiers.
    #[must_use]
    pub fn dossiers(&self) -> BTreeSet<&DossierCode> {
        self.times.iter().map(|refused| &refused.code).collect()
    }
}

/// Refused for competence twice or more, and nobody above has decided (R27).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecided {
    /// Which dossier.
    pub code: DossierCode,
    /// Who refused, in order.
    pub by: Vec<AgencyId>,
    /// When for the last time.
    pub since: Timestamp,
}

impl Said {
    /// What an event says, of a dossier as it stood before it.
    pub(super) fn of(before: &Dossier, told: &Told<'_>, event: &Event) -> Option<Self> {
        let code = told.place.stream.dossier_code()?;
        match event {
            Event::LegRefused { leg, reason, ground } | Event::LegSentBack { leg, reason, ground } => {
                let known = before.legs.get(leg)?;
                let refused = Refused {
                    code,
                    at: told.effective_at,
                    record: told.place.to_string(),
                    sent_back: matches!(event, Event::LegSentBack { .. }),
                    for_competence: *ground == Some(LegGround::Competence),
                    reason: reason.clone(),
                    decided: None,
                };
                Some(Self::Refused { from: known.from.clone(), to: known.to.clone(), refused })
            }
            Event::CompetenceDecided { competent, .. } => Some(Self::Decided(Decided {
                by: told.command.act.agency.clone(),
                competent: competent.clone(),
                at: told.effective_at,
            })),
            _ => None,
        }
    }
}

/// The map, the pairs that refused most often first, and what nobody has decided, the oldest first.
#[must_use]
pub fn refusals(book: &Book) -> (Vec<RefusedTimes>, Vec<Undecided>) {
    let mut map: BTreeMap<(AgencyId, AgencyId), Vec<Refused>> = BTreeMap::new();
    let mut undecided = Vec::new();
    for (code, kept) in &book.dossiers {
        for (place, said) in kept.said.iter().enumerate() {
            let Said::Refused { from, to, refused } = said else { continue };
            let mut refused = refused.clone();
            let later = kept.said.iter().skip(place);
            refused.decided = later.filter_map(decided).next().filter(|_| refused.for_competence).cloned();
            map.entry((from.clone(), to.clone())).or_default().push(refused);
        }
        let open: Vec<(&AgencyId, &Refused)> =
            kept.said.iter().rev().map_while(not_decided).flatten().collect();
        if let [_, .., last] = open.iter().rev().collect::<Vec<_>>().as_slice()
            && !kept.state.has_ended()
        {
            let by = open.iter().rev().map(|(to, _)| (*to).clone()).collect();
            undecided.push(Undecided { code: code.clone(), by, since: last.1.at });
        }
    }
    let mut all: Vec<RefusedTimes> = map.into_iter().map(times).collect();
    all.sort_by_key(|one| std::cmp::Reverse(one.times.len()));
    undecided.sort_by(|one, other| (one.since, &one.code).cmp(&(other.since, &other.code)));
    (all, undecided)
}

const fn decided(said: &Said) -> Option<&Decided> {
    match said {
        Said::Decided(decided) => Some(decided),
        Said::Refused { .. } => None,
    }
}

/// What was refused for competence; `None` where it was decided; nothing where it was refused for another reason.
fn not_decided(said: &Said) -> Option<Option<(&AgencyId, &Refused)>> {
    match said {
        Said::Decided(_) => None,
        Said::Refused { to, refused, .. } => Some(refused.for_competence.then_some((to, refused))),
    }
}

fn times(((from, to), mut times): ((AgencyId, AgencyId), Vec<Refused>)) -> RefusedTimes {
    times.sort_by(|one, other| (one.at, &one.code).cmp(&(other.at, &other.code)));
    let mut counts: BTreeMap<Box<str>, usize> = BTreeMap::new();
    for refused in times.iter().filter(|refused| !refused.reason.is_empty()) {
        *counts.entry(refused.reason.clone()).or_default() += 1;
    }
    let mut reasons: Vec<(Box<str>, usize)> = counts.into_iter().collect();
    reasons.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    RefusedTimes { from, to, times, reasons }
}
