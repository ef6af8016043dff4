//! Appraisals within the answer about a dossier.

use super::dossier::is_past;
use super::tables::Tables;
use crate::view::{AppraisalView, CouncilView, MemberView, RoundView};
use jiff::Timestamp;
use serde_json::{Value, json};

/// One appraisal as of now.
pub(super) fn shown(tables: &Tables<'_>, appraisal: &AppraisalView, now: Timestamp) -> Value {
    let rounds = (1..).zip(&appraisal.rounds);
    json!({
        "appraisal": appraisal.appraisal,
        "chair": appraisal.chair,
        "chair_name": tables.called(&appraisal.chair).vi,
        "chair_name_en": tables.called(&appraisal.chair).en,
        "council": appraisal.council.as_ref().map(|council| shown_council(tables, council)),
        "session": appraisal.session,
        "mandatory": appraisal.mandatory,
        "rounds": rounds.map(|(number, round)| shown_round(tables, number, round, now)).collect::<Vec<_>>(),
    })
}

fn shown_council(tables: &Tables<'_>, council: &CouncilView) -> Value {
    json!({
        "members": council.members.iter().map(|member| shown_member(tables, member)).collect::<Vec<_>>(),
        "president": shown_member(tables, &council.president),
        "secretary": shown_member(tables, &council.secretary),
        "quorum": council.quorum,
    })
}

fn shown_member(tables: &Tables<'_>, member: &MemberView) -> Value {
    json!({
        "agency": member.agency,
        "agency_name": tables.called(&member.agency).vi,
        "agency_name_en": tables.called(&member.agency).en,
        "officer": member.officer,
        "officer_name": tables.officer_name(&member.agency, &member.officer),
    })
}

fn shown_round(tables: &Tables<'_>, number: u32, round: &RoundView, now: Timestamp) -> Value {
    let concluded = round.concluded.as_ref();
    json!({
        "round": number,
        "opened_at": round.opened_at,
        "due": round.due,
        "late": is_past(round.due, concluded.map(|concluded| concluded.at), now),
        "visits": round.visits,
        "votes": round.votes.iter().map(|vote| json!({
            "member": shown_member(tables, &vote.member),
            "vote": vote.vote,
            "at": vote.at,
        })).collect::<Vec<_>>(),
        "conclusion": concluded.map(|concluded| &concluded.conclusion),
        "number": concluded.map(|concluded| &concluded.number),
        "concluded_at": concluded.map(|concluded| concluded.at),
    })
}
