//! Appraisals, as they stand in a dossier's state: by an agency or a council, in rounds.
//!
//! Belongs here: who appraises, what was seen, voted and concluded, round by round, and which conclusion the votes carry. Does not:
//! who may do what and when (`consultation`), what an appraisal means for the decision (R08 in `routing`).

use crate::words::Conclusion;
use jiff::Timestamp;
use lienthong_names::{AgencyId, OfficerId};

/// An officer of an agency, who sits in a council.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Member {
    /// Of which agency.
    pub agency: AgencyId,
    /// Which officer.
    pub officer: OfficerId,
}

/// Who appraises together (hội đồng thẩm định).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Council {
    /// Who votes.
    pub members: Vec<Member>,
    /// Who presides (chủ tịch hội đồng); one of the members.
    pub president: Member,
    /// Who keeps the minutes; votes if a member.
    pub secretary: Member,
    /// How many must have voted before it can conclude; more than half of the members.
    pub quorum: u32,
}

/// One appraisal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appraisal {
    /// The agency that opened it, and answers for its conclusion.
    pub chair: AgencyId,
    /// Who appraises; `None`: the chair's agency, by itself.
    pub council: Option<Council>,
    /// The session of the council, where it takes several dossiers.
    pub session: Option<Box<str>>,
    /// Whether the dossier may not be resolved without it.
    pub mandatory: bool,
    /// Rounds, oldest first; never empty.
    pub rounds: Vec<Round>,
}

/// One round: what was laid before the appraisers, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// By when it is to end; `None` for history.
    pub due: Option<Timestamp>,
    /// Where the appraisers went to see for themselves.
    pub visits: Vec<Visit>,
    /// Votes, in the order in which they were cast; one a member.
    pub votes: Vec<Vote>,
    /// What it came to.
    pub concluded: Option<Concluded>,
}

/// The appraisers have seen for themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// On which day, yyyy-mm-dd.
    pub date: Box<str>,
    /// Where.
    pub place: Box<str>,
}

/// One member's vote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Whose.
    pub member: Member,
    /// For what.
    pub vote: Conclusion,
    /// When.
    pub at: Timestamp,
}

/// What a round came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concluded {
    /// In a word.
    pub conclusion: Conclusion,
    /// Number of the minutes.
    pub number: Box<str>,
    /// When.
    pub at: Timestamp,
    /// After the round's due.
    pub late: bool,
    /// Who recorded it.
    pub by: Member,
}

impl Council {
    /// The agencies of its members and of its secretary; some of them more than once.
    pub fn agencies(&self) -> impl Iterator<Item = &AgencyId> {
        self.members.iter().chain([&self.secretary]).map(|member| &member.agency)
    }

    /// Whether an officer of an agency votes in it.
    #[must_use]
    pub fn seats(&self, agency: &AgencyId, officer: &OfficerId) -> bool {
        self.members.iter().any(|member| member.agency == *agency && member.officer == *officer)
    }
}

impl Appraisal {
    /// The round that is open, or was last.
    #[must_use]
    pub fn round(&self) -> Option<&Round> {
        self.rounds.last()
    }

    /// Which round that is, from 1.
    #[must_use]
    pub fn number(&self) -> u32 {
        u32::try_from(self.rounds.len()).unwrap_or(u32::MAX)
    }

    /// The round that is open.
    #[must_use]
    pub fn open_round(&self) -> Option<&Round> {
        self.round().filter(|round| round.concluded.is_none())
    }

    /// What the last round came to; `None`: it is open.
    #[must_use]
    pub fn conclusion(&self) -> Option<Conclusion> {
        self.round().and_then(|round| round.concluded.as_ref()).map(|concluded| concluded.conclusion)
    }

    /// Whether nothing is to come of it any more: it was approved or rejected. With changes, it waits for the next round.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        matches!(self.conclusion(), Some(Conclusion::Approve | Conclusion::Reject))
    }

    /// The agencies that have a say in it: who chairs, members', secretary's; some of them more than once.
    pub fn agencies(&self) -> impl Iterator<Item = &AgencyId> {
        [&self.chair].into_iter().chain(self.council.iter().flat_map(Council::agencies))
    }

    /// Who appraises it by name (R11): who sits in the council, or, where there is none, who concluded a round.
    #[must_use]
    pub fn is_appraiser(&self, agency: &AgencyId, officer: &OfficerId) -> bool {
        let concluded = self.rounds.iter().filter_map(|round| round.concluded.as_ref());
        let mut alone = concluded.map(|concluded| &concluded.by);
        match &self.council {
            Some(council) => council.seats(agency, officer),
            None => alone.any(|by| by.agency == *agency && by.officer == *officer),
        }
    }

    /// The successor sits where the predecessor did, as long as something is to come: in the council, and in the open round's votes.
    /// One who then holds two seats has one, and one vote, the first; a quorum that cannot be reached any more is all who are left.
    /// Rounds that were closed keep their names.
    pub(crate) fn succeed(&mut self, predecessor: &AgencyId, successor: &AgencyId) {
        if self.is_settled() {
            return;
        }
        let take_over = |agency: &mut AgencyId| {
            if agency == predecessor {
                agency.clone_from(successor);
            }
        };
        take_over(&mut self.chair);
        let Some(council) = &mut self.council else { return };
        let named = [&mut council.president, &mut council.secretary];
        named.into_iter().chain(&mut council.members).for_each(|member| take_over(&mut member.agency));
        keep_first(&mut council.members, |member| member);
        let seats = u32::try_from(council.members.len()).unwrap_or(u32::MAX);
        council.quorum = council.quorum.min(seats);
        if let Some(round) = self.rounds.last_mut().filter(|round| round.concluded.is_none()) {
            round.votes.iter_mut().for_each(|vote| take_over(&mut vote.member.agency));
            keep_first(&mut round.votes, |vote| &vote.member);
        }
    }
}

/// Of several of one member the first stays.
fn keep_first<T>(list: &mut Vec<T>, of: impl Fn(&T) -> &Member) {
    let mut at = 0;
    while at < list.len() {
        let (before, rest) = list.split_at(at);
        let again = rest.first().is_some_and(|one| before.iter().any(|earlier| of(earlier) == of(one)));
        if again {
            list.remove(at);
        } else {
            at += 1;
        }
    }
}

/// Whether votes carry a conclusion, those of a council under its president.
///
/// Approval and rejection need more than half of the votes cast. With changes is carried where somebody asked for changes and more
/// than half would let it pass, with or without them. In a tie the president's vote counts twice; a president who has not voted
/// breaks none.
#[must_use]
pub fn carries(votes: &[Vote], president: &Member, conclusion: Conclusion) -> bool {
    let count = |said: Conclusion| votes.iter().filter(|vote| vote.vote == said).count();
    let [mut approve, mut with_changes, mut reject] =
        [Conclusion::Approve, Conclusion::WithChanges, Conclusion::Reject].map(count);
    let changes = with_changes > 0;
    if approve + with_changes == reject {
        match votes.iter().find(|vote| vote.member == *president).map(|vote| vote.vote) {
            Some(Conclusion::Approve) => approve += 1,
            Some(Conclusion::WithChanges) => with_changes += 1,
            Some(Conclusion::Reject) => reject += 1,
            None => {}
        }
    }
    let all = approve + with_changes + reject;
    match conclusion {
        Conclusion::Approve => 2 * approve > all,
        Conclusion::WithChanges => changes && 2 * (approve + with_changes) > all,
        Conclusion::Reject => 2 * reject > all,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use Conclusion::{Approve, Reject, WithChanges};

    fn member(agency: &str, officer: &str) -> Member {
        Member { agency: AgencyId::new(agency).unwrap(), officer: OfficerId::new(officer).unwrap() }
    }

    fn vote(member: Member, vote: Conclusion) -> Vote {
        Vote { member, vote, at: Timestamp::UNIX_EPOCH }
    }

    /// So many approve, want changes, reject; the president votes as said, beside them.
    fn carried(counts: [usize; 3], president: Option<Conclusion>) -> Vec<Conclusion> {
        let head = member("H22.01", "chu-tich");
        let named = (0_u32..).map(|n| member("H22.02", &format!("o{n}")));
        let said = [Approve, WithChanges, Reject].into_iter().zip(counts);
        let others = said.flat_map(|(said, times)| std::iter::repeat_n(said, times));
        let mut votes: Vec<Vote> = named.zip(others).map(|(member, said)| vote(member, said)).collect();
        votes.extend(president.map(|said| vote(head.clone(), said)));
        Conclusion::ALL.iter().copied().filter(|conclusion| carries(&votes, &head, *conclusion)).collect()
    }

    #[test]
    fn the_majority_says_which_conclusions_it_carries() {
        assert_eq!(carried([4, 0, 3], None), [Approve]);
        assert_eq!(carried([4, 1, 2], None), [Approve, WithChanges]);
        assert_eq!(carried([3, 1, 3], None), [WithChanges], "those who approve let it pass with changes too");
        assert_eq!(carried([0, 3, 4], None), [Reject]);
        assert_eq!(carried([2, 2, 0], None), [WithChanges], "half is no majority");
        assert_eq!(carried([0, 0, 0], None), []);
    }

    #[test]
    fn a_tie_goes_with_the_president_and_without_them_carries_nothing() {
        assert_eq!(carried([3, 0, 3], None), []);
        assert_eq!(carried([2, 0, 3], Some(Approve)), [Approve]);
        assert_eq!(carried([3, 0, 2], Some(Reject)), [Reject]);
        assert_eq!(carried([1, 1, 3], Some(Approve)), [WithChanges]);
        assert_eq!(carried([1, 1, 1], Some(Reject)), [Reject]);
        assert_eq!(carried([3, 0, 3], Some(Reject)), [Reject], "four of seven: no tie");
    }

    #[test]
    fn who_takes_anothers_place_has_one_seat_and_one_vote() {
        let (gone, there) = (member("H22.15", "an"), member("H22.16", "an"));
        let other = member("H22.01", "an");
        let round = |concluded: Option<Concluded>| Round {
            opened_at: Timestamp::UNIX_EPOCH,
            due: None,
            visits: Vec::new(),
            votes: vec![vote(gone.clone(), Approve), vote(there.clone(), Reject)],
            concluded,
        };
        let closed = Concluded {
            conclusion: WithChanges,
            number: "1".into(),
            at: Timestamp::UNIX_EPOCH,
            late: false,
            by: gone.clone(),
        };
        let mut appraisal = Appraisal {
            chair: gone.agency.clone(),
            council: Some(Council {
                members: vec![other.clone(), gone.clone(), there.clone()],
                president: gone.clone(),
                secretary: other.clone(),
                quorum: 3,
            }),
            session: None,
            mandatory: true,
            rounds: vec![round(Some(closed)), round(None)],
        };
        appraisal.succeed(&gone.agency, &there.agency);
        let council = appraisal.council.as_ref().unwrap();
        assert_eq!((&council.members, council.quorum), (&vec![other, there.clone()], 2));
        assert_eq!((&appraisal.chair, &council.president), (&there.agency, &there));
        assert_eq!(appraisal.rounds[1].votes, [vote(there.clone(), Approve)]);
        assert_eq!(
            appraisal.rounds[0],
            round(appraisal.rounds[0].concluded.clone()),
            "what was closed stays"
        );
        assert!(!appraisal.agencies().any(|agency| *agency == gone.agency));
    }
}
