//! Who appraises, and what a procedure says of that.

use super::words::write_term;
use crate::form::Form;
use crate::{limits, proto};
use lienthong_catalogue::AppraisalPolicy;
use lienthong_dossier::{Council, Member};

pub(super) fn read_member(form: &mut Form, m: proto::Member) -> Option<Member> {
    let agency = form.id("agency", &m.agency);
    let officer = form.id("officer", &m.officer);
    Some(Member { agency: agency?, officer: officer? })
}

pub(super) fn write_member(member: &Member) -> proto::Member {
    proto::Member { agency: member.agency.to_string(), officer: member.officer.to_string() }
}

pub(super) fn read_council(form: &mut Form, m: proto::Council) -> Option<Council> {
    let members = form.list("members", m.members, limits::MEMBERS, read_member);
    let president = form.message("president", m.president, read_member);
    let secretary = form.message("secretary", m.secretary, read_member);
    Some(Council { members: members?, president: president?, secretary: secretary?, quorum: m.quorum })
}

pub(super) fn write_council(council: &Council) -> proto::Council {
    proto::Council {
        members: council.members.iter().map(write_member).collect(),
        president: Some(write_member(&council.president)),
        secretary: Some(write_member(&council.secretary)),
        quorum: council.quorum,
    }
}

pub(super) fn read_policy(form: &mut Form, m: proto::AppraisalPolicy) -> Option<AppraisalPolicy> {
    let minimum_members = form.number("minimum_members", m.minimum_members, 0..=limits::MINIMUM_MEMBERS);
    let term = form.term("term", m.term);
    Some(AppraisalPolicy { minimum_members: minimum_members?, term: term? })
}

/// No policy is said by silence.
pub(super) fn write_policy(policy: &AppraisalPolicy) -> Option<proto::AppraisalPolicy> {
    (*policy != AppraisalPolicy::default()).then(|| proto::AppraisalPolicy {
        minimum_members: policy.minimum_members,
        term: write_term(policy.term.as_ref()),
    })
}
