//! Appraisals in random histories: what is drawn, what must hold of them, and how one is brought to its end.

use lienthong_calendar::Term;
use lienthong_dossier::{
    Appraisal, Command, Conclusion, Council, Document, Dossier, Event, Member, Outcome, ResultOutcome,
    carries,
};
use lienthong_names::{AgencyId, AppraisalId, OfficerId, Service};
use proptest::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) enum OfAppraisal {
    /// By three agencies from one on, or by the acting one alone.
    Open {
        id: u8,
        council: Option<usize>,
        mandatory: bool,
    },
    Visit(u8),
    Vote(u8, Conclusion),
    /// What the votes carry, or something else.
    Conclude(u8, Option<Conclusion>),
    Reopen(u8),
    /// What is next for one that is not settled: a vote, its conclusion, what is to be revised, the next round.
    GoOn(u8),
}

pub(super) fn of_appraisal(agencies: usize) -> impl Strategy<Value = OfAppraisal> {
    let id = || 0..2_u8;
    // What comes back for changes goes farthest.
    let changes = [Conclusion::WithChanges; 2];
    let conclusion = || prop::sample::select([Conclusion::ALL, &changes].concat());
    prop_oneof![
        3 => (id(), prop::option::weighted(0.6, 0..agencies), any::<bool>())
            .prop_map(|(id, council, mandatory)| OfAppraisal::Open { id, council, mandatory }),
        1 => id().prop_map(OfAppraisal::Visit),
        5 => (id(), conclusion()).prop_map(|(id, vote)| OfAppraisal::Vote(id, vote)),
        8 => (id(), prop::option::weighted(0.7, conclusion()))
            .prop_map(|(id, conclusion)| OfAppraisal::Conclude(id, conclusion)),
        2 => id().prop_map(OfAppraisal::Reopen),
        16 => id().prop_map(OfAppraisal::GoOn),
    ]
}

fn id(n: u8) -> AppraisalId {
    AppraisalId::new(&format!("a{n}")).unwrap()
}

/// The command that is drawn.
pub(super) fn command(dossier: &Dossier, agencies: &[AgencyId], what: OfAppraisal) -> (Service, Command) {
    let term = Some(Term::working_days(5));
    // One that stands as it must for this, where there is any: what is said of others is refused, as the scenarios show.
    let pick = |n: u8, stands: fn(&Appraisal) -> bool| {
        let fit = dossier.appraisals.iter().filter(|(_, appraisal)| stands(appraisal)).map(|(id, _)| id);
        let fit: Vec<_> = fit.collect();
        fit.get(usize::from(n) % fit.len().max(1)).map_or(id(n), |fit| (*fit).clone())
    };
    let open = |n| pick(n, |appraisal| appraisal.open_round().is_some());
    let command = match what {
        OfAppraisal::Open { id: n, council, mandatory } => Command::OpenAppraisal {
            appraisal: id(n),
            council: council.map(|from| council_of(agencies, from)),
            session: None,
            mandatory,
            term,
            documents: Vec::new(),
        },
        OfAppraisal::Visit(n) => Command::RecordVisit {
            appraisal: open(n),
            date: "2020-10-20".into(),
            place: "xã Phương Thiện".into(),
            present: Vec::new(),
            findings: "đúng như hồ sơ".into(),
        },
        OfAppraisal::Vote(n, vote) => {
            Command::CastVote { appraisal: open(n), vote, text: "bổ sung thoát nước".into() }
        }
        OfAppraisal::Conclude(n, conclusion) => {
            let id = open(n);
            let carried = dossier.appraisals.get(&id).and_then(carried);
            conclude(&id, conclusion.or(carried).unwrap_or(Conclusion::Approve))
        }
        OfAppraisal::Reopen(n) => Command::ReopenAppraisal { appraisal: id(n), term, documents: Vec::new() },
        OfAppraisal::GoOn(n) => {
            let id = pick(n, |appraisal| !appraisal.is_settled());
            let known = dossier.appraisals.get(&id).filter(|appraisal| !appraisal.is_settled());
            let next = known.map(|appraisal| go_on(dossier, &agencies[0], &id, appraisal));
            let (_, service, command) = next.unwrap_or_else(|| {
                (agencies[0].clone(), Service::Consultation, conclude(&id, Conclusion::Approve))
            });
            return (service, command);
        }
    };
    (Service::Consultation, command)
}

/// What is awaited is brought, else something is asked for.
fn revise(dossier: &Dossier) -> Command {
    if let Some(asked) = dossier.open_supplement() {
        return Command::ProvideSupplement { items: asked.items.clone(), documents: Vec::new() };
    }
    Command::RequestRevision {
        item: "don".into(),
        points: vec!["thoát nước".into()],
        law: "Luật Xây dựng".into(),
        until: None,
    }
}

fn council_of(agencies: &[AgencyId], from: usize) -> Council {
    let seat = |at: usize| Member { agency: agencies[at % agencies.len()].clone(), officer: an() };
    let members: Vec<Member> = (from..from + 3).map(seat).collect();
    let (president, secretary) = (members[0].clone(), members[1].clone());
    Council { members, president, secretary, quorum: 2 }
}

fn an() -> OfficerId {
    OfficerId::new("an").unwrap()
}

fn conclude(id: &AppraisalId, conclusion: Conclusion) -> Command {
    let minutes = Document { id: "bien-ban".into(), name: "biên bản".into(), sha256: None, size: 0 };
    Command::ConcludeAppraisal {
        appraisal: id.clone(),
        conclusion,
        text: "bổ sung thoát nước".into(),
        number: "12/BB".into(),
        date: "2020-10-26".into(),
        documents: vec![minutes],
    }
}

/// The first conclusion that its open round may come to.
fn carried(appraisal: &Appraisal) -> Option<Conclusion> {
    let Some(council) = &appraisal.council else { return Some(Conclusion::Approve) };
    let votes = &appraisal.open_round()?.votes;
    if votes.len() < usize::try_from(council.quorum).unwrap() {
        return None;
    }
    Conclusion::ALL.iter().copied().find(|conclusion| carries(votes, &council.president, *conclusion))
}

/// What must hold after every admitted act.
pub(super) fn check(before: &Dossier, after: &Dossier, events: &[Event]) {
    for appraisal in after.appraisals.values() {
        // Who has a say in it has a part; who ceased has none left to say.
        assert!(appraisal.agencies().all(|agency| after.has_part(agency)), "no part: {appraisal:?}");
        let heirs = appraisal.agencies().all(|agency| after.heir(agency) == agency);
        assert!(appraisal.is_settled() || heirs, "it waits for one who ceased: {appraisal:?}");
        // Each round but the last came to changes; in the last each member voted once, and nobody else did.
        let (last, earlier) = appraisal.rounds.split_last().expect("a round");
        let came_to = |round: &lienthong_dossier::Round| round.concluded.as_ref().map(|c| c.conclusion);
        assert!(earlier.iter().all(|round| came_to(round) == Some(Conclusion::WithChanges)));
        let Some(council) = &appraisal.council else {
            assert!(appraisal.rounds.iter().all(|round| round.votes.is_empty()), "nobody votes in it");
            continue;
        };
        if last.concluded.is_none() {
            let seats = last.votes.iter().all(|vote| council.members.contains(&vote.member));
            let voters: std::collections::BTreeSet<_> = last.votes.iter().map(|vote| &vote.member).collect();
            assert!(seats && voters.len() == last.votes.len(), "votes that nobody has: {last:?}");
        }
    }
    for event in events {
        match event {
            // 7: each mandatory one was approved by its last round; or rejected, and then so was the dossier.
            Event::DossierResolved { outcome, .. } => {
                for appraisal in before.appraisals.values().filter(|appraisal| appraisal.mandatory) {
                    let last = appraisal.rounds.last().and_then(|round| round.concluded.as_ref());
                    let agrees = match last.map(|concluded| concluded.conclusion) {
                        Some(Conclusion::Approve) => true,
                        Some(Conclusion::Reject) => *outcome == Outcome::RejectedOnMerits,
                        Some(Conclusion::WithChanges) | None => false,
                    };
                    assert!(agrees, "{outcome} over {appraisal:?}");
                }
            }
            // What a council concludes at least half of its quorate votes are for.
            Event::AppraisalConcluded { appraisal, conclusion, .. } => {
                let appraisal = &before.appraisals[appraisal];
                let Some(council) = &appraisal.council else { continue };
                let votes = &appraisal.rounds.last().expect("a round").votes;
                let lets_pass = |vote: Conclusion| match conclusion {
                    Conclusion::WithChanges => vote != Conclusion::Reject,
                    alone => vote == *alone,
                };
                let agree = votes.iter().filter(|vote| lets_pass(vote.vote)).count();
                assert!(votes.len() >= usize::try_from(council.quorum).unwrap(), "no quorum: {appraisal:?}");
                assert!(2 * agree >= votes.len(), "{conclusion} against {votes:?}");
            }
            _ => {}
        }
    }
}

/// The next thing to do so that nothing mandatory is left of appraisals; `None` where nothing is.
pub(super) fn next(dossier: &Dossier, custodian: &AgencyId) -> Option<(AgencyId, Service, Command)> {
    let unsettled = dossier.mandatory_appraisals().find(|(_, appraisal)| !appraisal.is_settled());
    if let Some((id, appraisal)) = unsettled {
        return Some(go_on(dossier, custodian, id, appraisal));
    }
    // What was rejected is not granted: a result that grants it is withdrawn.
    let granting = dossier
        .results
        .iter()
        .find(|(_, one)| one.stands() && one.outcome == ResultOutcome::Issued && is_rejected(dossier));
    let competent = &dossier.reception.as_ref()?.competent;
    granting.map(|(result, _)| {
        let withdraw = Command::WithdrawResult {
            result: result.clone(),
            reason: "thẩm định không thông qua".into(),
            law: "Luật Xây dựng".into(),
        };
        (competent.clone(), Service::Routing, withdraw)
    })
}

/// A mandatory appraisal rejected it.
pub(super) fn is_rejected(dossier: &Dossier) -> bool {
    dossier.mandatory_appraisals().any(|(_, appraisal)| appraisal.conclusion() == Some(Conclusion::Reject))
}

fn go_on(
    dossier: &Dossier,
    custodian: &AgencyId,
    id: &AppraisalId,
    appraisal: &Appraisal,
) -> (AgencyId, Service, Command) {
    let consulting = |agency: &AgencyId, command| (agency.clone(), Service::Consultation, command);
    let chair = &appraisal.chair;
    let last = appraisal.rounds.last().expect("a round");
    let Some(concluded) = &last.concluded else {
        if let Some(conclusion) = carried(appraisal) {
            return consulting(chair, conclude(id, conclusion));
        }
        let members = appraisal.council.iter().flat_map(|council| &council.members);
        let mut out = members.filter(|member| !last.votes.iter().any(|vote| vote.member == **member));
        let member = out.next().expect("all have voted, and nothing is carried");
        let vote = Command::CastVote { appraisal: id.clone(), vote: Conclusion::Approve, text: "".into() };
        return consulting(&member.agency, vote);
    };
    let came = |at| at >= concluded.at;
    if dossier.supplements.iter().any(|asked| asked.provided_at.is_some_and(came)) {
        let term = Some(Term::working_days(5));
        return consulting(
            chair,
            Command::ReopenAppraisal { appraisal: id.clone(), term, documents: Vec::new() },
        );
    }
    (custodian.clone(), Service::Routing, revise(dossier))
}
