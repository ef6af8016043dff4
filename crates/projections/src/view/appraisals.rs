//! Appraisals, as they are shown and kept; and the way back.

use super::restore::{Restored, id};
use super::words::Word;
use jiff::Timestamp;
use lienthong_dossier::{Appraisal, Concluded, Council, Member, Round, Visit, Vote};
use lienthong_names::AppraisalId;
use serde::{Deserialize, Serialize};

/// One appraisal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppraisalView {
    /// Its id.
    pub appraisal: String,
    /// The agency that opened it, and answers for its conclusion.
    pub chair: String,
    /// Who appraises; absent: that agency, by itself.
    pub council: Option<CouncilView>,
    /// The session of the council, where it takes several dossiers.
    pub session: Option<String>,
    /// Whether the dossier may not be resolved without it.
    pub mandatory: bool,
    /// Rounds, oldest first.
    pub rounds: Vec<RoundView>,
}

/// Who appraises together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CouncilView {
    /// Who votes.
    pub members: Vec<MemberView>,
    /// Who presides.
    pub president: MemberView,
    /// Who keeps the minutes.
    pub secretary: MemberView,
    /// How many must have voted before it can conclude.
    pub quorum: u32,
}

/// An officer of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberView {
    /// Of which agency.
    pub agency: String,
    /// Which officer.
    pub officer: String,
}

/// One round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoundView {
    /// When it was opened.
    pub opened_at: Timestamp,
    /// By when it is to end.
    pub due: Option<Timestamp>,
    /// Where the appraisers went to see for themselves.
    pub visits: Vec<VisitView>,
    /// Votes, in the order in which they were cast.
    pub votes: Vec<VoteView>,
    /// What it came to.
    pub concluded: Option<ConcludedView>,
}

/// The appraisers have seen for themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitView {
    /// On which day, yyyy-mm-dd.
    pub date: String,
    /// Where.
    pub place: String,
}

/// One member's vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VoteView {
    /// Whose.
    pub member: MemberView,
    /// `approve`, `with_changes`, `reject`.
    pub vote: String,
    /// When.
    pub at: Timestamp,
}

/// What a round came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConcludedView {
    /// `approve`, `with_changes`, `reject`.
    pub conclusion: String,
    /// Number of the minutes.
    pub number: String,
    /// When.
    pub at: Timestamp,
    /// After the round's due.
    pub late: bool,
    /// Who recorded it.
    pub by: MemberView,
}

impl AppraisalView {
    /// Members whose vote is still out in the open round, which stands beside each.
    pub fn awaited(&self) -> impl Iterator<Item = (&MemberView, &RoundView)> {
        let members = self.council.iter().flat_map(|council| &council.members);
        let open = self.rounds.last().filter(|round| round.concluded.is_none());
        members.filter_map(move |member| {
            let round = open?;
            let voted = round.votes.iter().any(|vote| vote.member == *member);
            (!voted).then_some((member, round))
        })
    }
}

pub(super) fn show(id: &AppraisalId, appraisal: &Appraisal) -> AppraisalView {
    let Appraisal { chair, council, session, mandatory, rounds } = appraisal;
    AppraisalView {
        appraisal: id.to_string(),
        chair: chair.to_string(),
        council: council.as_ref().map(show_council),
        session: session.as_deref().map(ToOwned::to_owned),
        mandatory: *mandatory,
        rounds: rounds.iter().map(show_round).collect(),
    }
}

fn show_member(member: &Member) -> MemberView {
    let Member { agency, officer } = member;
    MemberView { agency: agency.to_string(), officer: officer.to_string() }
}

fn show_council(council: &Council) -> CouncilView {
    let Council { members, president, secretary, quorum } = council;
    CouncilView {
        members: members.iter().map(show_member).collect(),
        president: show_member(president),
        secretary: show_member(secretary),
        quorum: *quorum,
    }
}

fn show_round(round: &Round) -> RoundView {
    let Round { opened_at, due, visits, votes, concluded } = round;
    let visit =
        |Visit { date, place }: &Visit| VisitView { date: date.to_string(), place: place.to_string() };
    let vote = |Vote { member, vote, at }: &Vote| VoteView {
        member: show_member(member),
        vote: vote.to_string(),
        at: *at,
    };
    RoundView {
        opened_at: *opened_at,
        due: *due,
        visits: visits.iter().map(visit).collect(),
        votes: votes.iter().map(vote).collect(),
        concluded: concluded.as_ref().map(show_concluded),
    }
}

fn show_concluded(concluded: &Concluded) -> ConcludedView {
    let Concluded { conclusion, number, at, late, by } = concluded;
    ConcludedView {
        conclusion: conclusion.to_string(),
        number: number.to_string(),
        at: *at,
        late: *late,
        by: show_member(by),
    }
}

pub(super) fn restore(view: &AppraisalView) -> Restored<(AppraisalId, Appraisal)> {
    let appraisal = Appraisal {
        chair: id("agency", &view.chair)?,
        council: view.council.as_ref().map(restore_council).transpose()?,
        session: view.session.as_deref().map(Into::into),
        mandatory: view.mandatory,
        rounds: view.rounds.iter().map(restore_round).collect::<Restored<_>>()?,
    };
    Ok((id("appraisal", &view.appraisal)?, appraisal))
}

fn restore_member(view: &MemberView) -> Restored<Member> {
    Ok(Member { agency: id("agency", &view.agency)?, officer: id("officer", &view.officer)? })
}

fn restore_council(view: &CouncilView) -> Restored<Council> {
    Ok(Council {
        members: view.members.iter().map(restore_member).collect::<Restored<_>>()?,
        president: restore_member(&view.president)?,
        secretary: restore_member(&view.secretary)?,
        quorum: view.quorum,
    })
}

fn restore_round(view: &RoundView) -> Restored<Round> {
    let visit =
        |view: &VisitView| Visit { date: view.date.as_str().into(), place: view.place.as_str().into() };
    let vote = |view: &VoteView| {
        Ok(Vote { member: restore_member(&view.member)?, vote: Word::read(&view.vote)?, at: view.at })
    };
    Ok(Round {
        opened_at: view.opened_at,
        due: view.due,
        visits: view.visits.iter().map(visit).collect(),
        votes: view.votes.iter().map(vote).collect::<Restored<_>>()?,
        concluded: view.concluded.as_ref().map(restore_concluded).transpose()?,
    })
}

fn restore_concluded(view: &ConcludedView) -> Restored<Concluded> {
    Ok(Concluded {
        conclusion: Word::read(&view.conclusion)?,
        number: view.number.as_str().into(),
        at: view.at,
        late: view.late,
        by: restore_member(&view.by)?,
    })
}
