//! Who is told of what happened to a dossier: each agency that has to do something about it, and nobody of what it did itself.
//!
//! | what happened | who is told |
//! |---|---|
//! | a leg sent, recalled | the agency it was sent to |
//! | a leg arrived, read, taken, assigned, refused, answered, sent back | its sender |
//! | custody moved | who had it, who has it |
//! | an agency took another's place | that agency |
//! | an opinion asked for | the agency asked, with the question |
//! | an opinion given, amended, declined | the chair |
//! | a reminder, an ask taken back | the agency asked |
//! | closed opinions opened | the chair, and everybody who was asked |
//! | a consultation concluded | everybody who was asked |
//! | an objection to its digest | the chair |
//! | an opinion that did not come in time | the agency that is silent, the chair |
//! | a leg that nobody takes, or silence, where it is to be told | the agency whose head is to hear it, the desk, the custodian |
//! | an opinion done without | the agency that is silent, the desk, the custodian |
//! | an appraisal opened, its next round | the agencies of its members and its secretary; the custodian |
//! | a visit, a vote | who chairs the appraisal |
//! | an appraisal concluded | everybody in it; the desk, the custodian |
//! | an end | the desk, the custodian, and whoever still has a leg or an ask open, or an appraisal to come |
//! | hands and steps inside an agency, a registration | nobody |
//! | a step that is late, or whose clock goes on | the agency whose step it is |
//! | personal data erased | everybody with a part in it, who may hold them too |
//! | everything else | the desk and the custodian |
//!
//! Of a past that was brought in nobody is told.

use crate::subject::Subject;
use lienthong_dossier::{Appraisal, Dossier, Event, Leg};
use lienthong_names::{AgencyId, AppraisalId, ConsultationId, LegId};
use lienthong_protocol::Event as Recorded;
use lienthong_service::delivering::Addressed;

/// Which agencies a record tells which of its events, by their places: what `by` did, and the dossier before and after.
#[must_use]
pub(super) fn deliveries(by: &AgencyId, before: &Subject, after: &Subject, events: &[Recorded]) -> Addressed {
    let (before, after) = (&before.dossier, &after.dossier);
    let mut told = Addressed::new();
    if after.history.is_some() {
        return told;
    }
    for (place, event) in events.iter().enumerate() {
        let Recorded::Dossier(event) = event else { continue };
        for agency in told_of(event, before, after).into_iter().filter(|agency| *agency != by) {
            let places = told.entry(agency.clone()).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    told
}

fn told_of<'a>(event: &'a Event, before: &'a Dossier, after: &'a Dossier) -> Vec<&'a AgencyId> {
    match event {
        Event::LegSent { to, .. } => vec![to],
        // Nobody is asked for anything yet.
        Event::LegPlanned { .. } => Vec::new(),
        Event::LegRecalled { leg, .. } => leg_of(after, leg).map(|leg| &leg.to).into_iter().collect(),
        Event::LegArrived { leg }
        | Event::LegRead { leg }
        | Event::LegAccepted { leg }
        | Event::LegAssigned { leg, .. }
        | Event::LegRefused { leg, .. }
        | Event::LegSentBack { leg, .. }
        | Event::LegAnswered { leg, .. } => leg_of(after, leg).map(|leg| &leg.from).into_iter().collect(),
        Event::StepOverdue { agency, .. } | Event::StepResumed { agency, .. } => vec![agency],
        Event::CustodyMoved { from, to, .. } => vec![from, to],
        Event::CustodySucceeded { successor, .. } => vec![successor],
        Event::DossierReceived { competent, custodian, .. } => vec![competent, custodian],
        Event::OpinionRequested { to, .. } | Event::OpinionReminded { to, .. } => vec![&to.agency],
        Event::OpinionRequestRevoked { of, .. } => vec![&of.agency],
        Event::OpinionLapsed { consultation, answerable, .. } => {
            let chair = after.consultations.get(consultation).map(|c| &c.chair);
            std::iter::once(answerable).chain(chair).collect()
        }
        Event::EscalationRaised { to, .. } => std::iter::once(to).chain(answerable(after)).collect(),
        Event::OpinionWaived { of, .. } => std::iter::once(&of.agency).chain(answerable(after)).collect(),
        // The question is the same record's as those who are asked first.
        Event::ConsultationOpened { consultation, .. }
        | Event::ConsultationConcluded { consultation, .. } => asked_in(after, consultation).collect(),
        Event::OpinionsOpened { consultation, .. } => {
            let chair = after.consultations.get(consultation).map(|c| &c.chair);
            chair.into_iter().chain(asked_in(after, consultation)).collect()
        }
        Event::OpinionGiven { consultation, .. }
        | Event::OpinionAmended { consultation, .. }
        | Event::OpinionDeclined { consultation, .. }
        | Event::DigestObjected { consultation, .. } => {
            after.consultations.get(consultation).map(|c| &c.chair).into_iter().collect()
        }
        Event::AppraisalOpened { appraisal, .. } | Event::AppraisalReopened { appraisal, .. } => {
            in_appraisal(after, appraisal).chain(after.custodian()).collect()
        }
        Event::VisitRecorded { appraisal, .. } | Event::VoteCast { appraisal, .. } => {
            after.appraisals.get(appraisal).map(|of| &of.chair).into_iter().collect()
        }
        Event::AppraisalConcluded { appraisal, .. } => {
            in_appraisal(after, appraisal).chain(answerable(after)).collect()
        }
        Event::DossierResolved { .. }
        | Event::DossierStopped { .. }
        | Event::DossierWithdrawn {}
        | Event::ReceptionAnnulled { .. } => {
            let legs = before.open_legs().flat_map(|(_, leg)| [&leg.from, &leg.to]);
            let asked = before.open_requests().map(|(who, _)| &who.agency);
            let appraising = before.appraisals.values().filter(|appraisal| !appraisal.is_settled());
            let appraising = appraising.flat_map(Appraisal::agencies);
            answerable(before).chain(legs).chain(asked).chain(appraising).collect()
        }
        Event::PersonalDataErased { .. } => after.parts.iter().collect(),
        Event::HistoryImported { .. }
        | Event::DossierRegistered { .. }
        | Event::DossierRefused { .. }
        | Event::OfficerAssigned { .. }
        | Event::StepStarted { .. }
        | Event::StepCompleted { .. } => Vec::new(),
        // Papers, the clock, what the citizen wants, the way back: those who answer for the dossier.
        _ => answerable(after).collect(),
    }
}

fn leg_of<'a>(dossier: &'a Dossier, id: &LegId) -> Option<&'a Leg> {
    dossier.legs.get(id)
}

/// The agencies that have a say in an appraisal.
fn in_appraisal<'a>(dossier: &'a Dossier, id: &AppraisalId) -> impl Iterator<Item = &'a AgencyId> {
    dossier.appraisals.get(id).into_iter().flat_map(Appraisal::agencies)
}

/// Everybody who was asked in a consultation.
fn asked_in<'a>(dossier: &'a Dossier, id: &ConsultationId) -> impl Iterator<Item = &'a AgencyId> {
    let found = dossier.consultations.get(id);
    found.into_iter().flat_map(|c| &c.participants).map(|p| &p.participant.agency)
}

/// The desk that received it, and its custodian.
fn answerable(dossier: &Dossier) -> impl Iterator<Item = &AgencyId> {
    dossier.reception.as_ref().map(|reception| &reception.desk).into_iter().chain(dossier.custodian())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::Timestamp;
    use lienthong_dossier::{
        Channel, Conclusion, Council, Fact, HistoryClaim, Member, OnSilence, Participant, Purpose, Silence,
        Stance, evolve,
    };
    use lienthong_names::{AppraisalId, ConsultationId, OfficerId, StepName};

    const DESK: &str = "H22.02";
    const PLANNING: &str = "H22.14";
    const BUILDING: &str = "H22.19";

    fn agency(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn leg() -> LegId {
        LegId::new("l1").unwrap()
    }

    fn received() -> Event {
        Event::DossierReceived {
            desk: agency(DESK),
            procedure_version: 1,
            process_version: None,
            receiving_appointment: None,
            competent: agency(PLANNING),
            custodian: agency(PLANNING),
            channel: Channel::Desk,
            handed_in: Vec::new(),
            clock_from: Timestamp::UNIX_EPOCH,
            appointment: None,
        }
    }

    fn sent(purpose: Purpose) -> Event {
        let (from, to) = (agency(PLANNING), agency(BUILDING));
        Event::LegSent {
            leg: leg(),
            from,
            to,
            purpose,
            due: None,
            acknowledge_by: None,
            outside_term: false,
            documents: Vec::new(),
            note: "".into(),
            parent: None,
        }
    }

    fn custody(from: &str, to: &str) -> Event {
        Event::CustodyMoved { from: agency(from), to: agency(to), leg: Some(leg()) }
    }

    fn consultation() -> ConsultationId {
        ConsultationId::new("c1").unwrap()
    }

    fn participant() -> Participant {
        Participant { agency: agency(BUILDING), unit: None }
    }

    fn asked() -> [Event; 2] {
        let opened = Event::ConsultationOpened {
            consultation: consultation(),
            chair: agency(PLANNING),
            question: "Có đồng ý không?".into(),
            documents: Vec::new(),
            addressee_inferred: false,
            closed: false,
            confidential: false,
        };
        let requested = Event::OpinionRequested {
            consultation: consultation(),
            leg: leg(),
            to: participant(),
            mandatory: true,
            due: None,
            round: 1,
            addressee_inferred: false,
            on_silence: OnSilence::default(),
        };
        [opened, requested]
    }

    fn given() -> Event {
        Event::OpinionGiven {
            consultation: consultation(),
            leg: leg(),
            from: participant(),
            round: 1,
            version: 1,
            stance: Stance::Agree,
            text: "".into(),
            documents: Vec::new(),
            late: false,
            secret: None,
            closed: None,
        }
    }

    /// Records in turn, and who the last one tells which of its events.
    fn told(records: &[(&str, Vec<Event>)]) -> Vec<(String, Vec<usize>)> {
        told_from(Dossier::default(), records)
    }

    fn told_from(dossier: Dossier, records: &[(&str, Vec<Event>)]) -> Vec<(String, Vec<usize>)> {
        let mut subject = Subject::from(dossier);
        let officer = OfficerId::new("an").unwrap();
        let mut last = Addressed::new();
        for (revision, (by, events)) in (1..).zip(records) {
            let (by, before) = (agency(by), subject.clone());
            for event in events {
                let fact =
                    Fact { at: Timestamp::UNIX_EPOCH, agency: &by, officer: &officer, revision, event };
                subject = evolve(subject.dossier, fact).into();
            }
            let recorded: Vec<Recorded> = events.iter().cloned().map(Recorded::Dossier).collect();
            last = deliveries(&by, &before, &subject, &recorded);
        }
        last.into_iter().map(|(agency, places)| (agency.to_string(), places)).collect()
    }

    fn of(code: &str, places: &[usize]) -> (String, Vec<usize>) {
        (code.to_owned(), places.to_vec())
    }

    #[test]
    fn a_dossier_taken_in_is_told_to_who_answers_for_it() {
        assert_eq!(told(&[(DESK, vec![received()])]), [of(PLANNING, &[0])]);
    }

    #[test]
    fn a_leg_is_told_to_its_receiver_and_what_comes_of_it_to_its_sender() {
        let begun = [
            (DESK, vec![received()]),
            (PLANNING, vec![sent(Purpose::Resolution), custody(PLANNING, BUILDING)]),
        ];
        assert_eq!(told(&begun), [of(BUILDING, &[0, 1])]);
        let after = |by, event| told(&[begun.clone().as_slice(), &[(by, vec![event])]].concat());
        assert_eq!(after(BUILDING, Event::LegArrived { leg: leg() }), [of(PLANNING, &[0])]);
        assert_eq!(after(BUILDING, Event::LegAccepted { leg: leg() }), [of(PLANNING, &[0])]);
        let refused = Event::LegRefused { leg: leg(), reason: "nhầm".into(), ground: None };
        assert_eq!(after(BUILDING, refused), [of(PLANNING, &[0])]);
        let recalled = Event::LegRecalled { leg: leg(), reason: "nhầm".into() };
        assert_eq!(after(PLANNING, recalled), [of(BUILDING, &[0])]);
    }

    #[test]
    fn an_answer_that_gives_custody_back_is_one_delivery() {
        let answered = Event::LegAnswered { leg: leg(), text: "".into(), documents: Vec::new() };
        let records = [
            (DESK, vec![received()]),
            (PLANNING, vec![sent(Purpose::Resolution), custody(PLANNING, BUILDING)]),
            (BUILDING, vec![answered, custody(BUILDING, PLANNING)]),
        ];
        assert_eq!(told(&records), [of(PLANNING, &[0, 1])]);
    }

    #[test]
    fn who_is_asked_hears_the_question_and_the_chair_the_answer() {
        let begun = [(DESK, vec![received()]), (PLANNING, asked().to_vec())];
        assert_eq!(told(&begun), [of(BUILDING, &[0, 1])]);
        let answered = [begun.as_slice(), &[(BUILDING, vec![given()])]].concat();
        assert_eq!(told(&answered), [of(PLANNING, &[0])]);
    }

    #[test]
    fn silence_is_told_to_who_is_silent_and_to_the_chair_and_where_it_is_to_be_to_its_head_and_the_desk() {
        let lapsed = Event::OpinionLapsed {
            consultation: consultation(),
            leg: leg(),
            of: participant(),
            round: 1,
            due: Timestamp::UNIX_EPOCH,
            means: Silence::Proceeds,
            article: "".into(),
            answerable: agency(BUILDING),
        };
        let told_head = Event::EscalationRaised {
            leg: leg(),
            to: agency(BUILDING),
            level: 1,
            due: Timestamp::UNIX_EPOCH,
            next_to: None,
            next_due: None,
        };
        let records =
            [(DESK, vec![received()]), (PLANNING, asked().to_vec()), ("H22.01", vec![lapsed, told_head])];
        assert_eq!(told(&records), [of(DESK, &[1]), of(PLANNING, &[0, 1]), of(BUILDING, &[0, 1])]);
    }

    #[test]
    fn a_digest_is_told_to_who_stands_in_it_and_an_objection_to_the_chair() {
        let begun = [
            (DESK, vec![received()]),
            (PLANNING, asked().to_vec()),
            (BUILDING, vec![given()]),
            (
                PLANNING,
                vec![Event::ConsultationConcluded { consultation: consultation(), digest: Vec::new() }],
            ),
        ];
        assert_eq!(told(&begun), [of(BUILDING, &[0])]);
        let objected = Event::DigestObjected {
            consultation: consultation(),
            from: participant(),
            text: "chưa đủ".into(),
        };
        let records = [begun.as_slice(), &[(BUILDING, vec![objected])]].concat();
        assert_eq!(told(&records), [of(PLANNING, &[0])]);
    }

    #[test]
    fn who_sits_in_a_council_is_told_of_it_and_the_chair_of_the_votes() {
        let id = AppraisalId::new("a1").unwrap();
        let officer = || OfficerId::new("an").unwrap();
        let member = |code: &str| Member { agency: agency(code), officer: officer() };
        let council = Council {
            members: [PLANNING, BUILDING, "H22.16"].map(member).to_vec(),
            president: member(PLANNING),
            secretary: member("H22.17"),
            quorum: 2,
        };
        let opened = Event::AppraisalOpened {
            appraisal: id.clone(),
            chair: agency(PLANNING),
            council: Some(council),
            session: None,
            mandatory: true,
            due: None,
            documents: Vec::new(),
        };
        let begun = [(DESK, vec![received()]), (PLANNING, vec![opened])];
        let everybody = [of("H22.16", &[0]), of("H22.17", &[0]), of(BUILDING, &[0])];
        assert_eq!(told(&begun), everybody);
        let after = |by, event| told(&[begun.clone().as_slice(), &[(by, vec![event])]].concat());
        let vote = Event::VoteCast {
            appraisal: id.clone(),
            round: 1,
            member: member(BUILDING),
            vote: Conclusion::Approve,
            text: "".into(),
        };
        assert_eq!(after(BUILDING, vote), [of(PLANNING, &[0])]);
        let concluded = Event::AppraisalConcluded {
            appraisal: id,
            round: 1,
            conclusion: Conclusion::Approve,
            text: "".into(),
            number: "1/BB".into(),
            date: "2020-10-20".into(),
            documents: Vec::new(),
            late: false,
        };
        let all = [&[of(DESK, &[0])], everybody.as_slice()].concat();
        assert_eq!(after(PLANNING, concluded), all);
        let stopped = Event::DossierStopped { reason: "".into(), law: "".into() };
        assert_eq!(after(PLANNING, stopped), all, "as long as something is to come of it");
    }

    #[test]
    fn missing_papers_are_told_to_the_desk_and_an_end_to_all_who_still_have_it() {
        let proposed = Event::SupplementProposed { items: vec!["1".into()], reasons: vec!["thiếu".into()] };
        assert_eq!(told(&[(DESK, vec![received()]), (PLANNING, vec![proposed])]), [of(DESK, &[0])]);
        let stopped = Event::DossierStopped { reason: "".into(), law: "".into() };
        let records =
            [(DESK, vec![received()]), (PLANNING, vec![sent(Purpose::Appraisal)]), (PLANNING, vec![stopped])];
        assert_eq!(told(&records), [of(DESK, &[0]), of(BUILDING, &[0])]);
    }

    #[test]
    fn a_step_that_is_late_is_told_to_the_agency_whose_it_is() {
        let step = StepName::new("Thẩm định").unwrap();
        let started = Event::StepStarted { step: step.clone(), due: Some(Timestamp::UNIX_EPOCH) };
        let due = Timestamp::UNIX_EPOCH;
        let overdue = Event::StepOverdue { step, agency: agency(PLANNING), officer: None, due };
        let records = [(DESK, vec![received()]), (PLANNING, vec![started]), ("H22.01", vec![overdue])];
        assert_eq!(told(&records), [of(PLANNING, &[0])]);
    }

    #[test]
    fn steps_inside_an_agency_and_a_past_that_was_brought_in_are_told_to_nobody() {
        let step = Event::StepStarted { step: StepName::new("Thẩm định").unwrap(), due: None };
        assert_eq!(told(&[(DESK, vec![received()]), (PLANNING, vec![step])]), []);
        let history = Some(HistoryClaim { deadline: None, ended: None, channel: None });
        let past = Dossier { history, ..Dossier::default() };
        assert_eq!(told_from(past, &[(DESK, vec![received()])]), []);
    }
}
