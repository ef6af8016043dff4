//! Who is told of what became of a finding or a task: each agency that has to act on it, or answers for it, and nobody of what it did itself.
//!
//! | what happened | who is told |
//! |---|---|
//! | a finding opened | the agency that it is of |
//! | a finding explained | who opened it, who judged it last; the agency that it is of, where its head spoke from another |
//! | a finding confirmed | the agency that it is of; who opened it, who had judged it |
//! | a finding dismissed | the same, and whoever had something to do because of it, had asked for it, or owed an answer to a reminder |
//! | a remedy ordered | who is to do it, the agency that the finding is of |
//! | a measure recorded | the agency of who was dealt with, the agency that the finding is of |
//! | a finding closed | the agency that it is of; who opened it, who judged it last |
//! | a task assigned | who is to do it |
//! | a reminder | who is reminded; who was asked, where it is not the same |
//! | a reminder answered | who sent those that are answered, who was asked; who was reminded, where its head spoke from another |
//! | a report that it is done | who asked |
//! | a report accepted, returned | who was asked; who asked, where the Office does it in its place; accepted: who still owes an answer to a reminder |
//!
//! Who stands above an agency hears when it is reminded in its place: before that nothing is asked of it. So the catalogue says nothing here,
//! and what is told again is the same.

use lienthong_names::AgencyId;
use lienthong_protocol::Event as Recorded;
use lienthong_service::delivering::Addressed;
use lienthong_supervision::{Charge, Event as Said, Matter, Urge};

/// Which agencies a record tells which of its events, by their places: what `by` did, and the finding or task before and after.
pub(super) fn deliveries(by: &AgencyId, before: &Matter, after: &Matter, events: &[Recorded]) -> Addressed {
    let mut told = Addressed::new();
    for (place, event) in events.iter().enumerate() {
        let Recorded::Supervision(event) = event else { continue };
        for agency in told_of(event, before, after).into_iter().filter(|agency| *agency != by) {
            let places = told.entry(agency.clone()).or_default();
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    told
}

fn told_of<'a>(event: &'a Said, before: &'a Matter, after: &'a Matter) -> Vec<&'a AgencyId> {
    let found = after.opened.iter().map(|opened| &opened.ground.agency);
    let judging =
        after.opened.iter().map(|opened| &opened.by).chain(before.judged.iter().map(|judged| &judged.by));
    match event {
        Said::FindingOpened { .. } => found.collect(),
        Said::FindingExplained { .. } | Said::FindingConfirmed { .. } | Said::FindingClosed { .. } => {
            found.chain(judging).collect()
        }
        Said::FindingDismissed { .. } => {
            let dropped = before.charges.iter().filter(|charge| charge.is_open());
            let concerned = dropped
                .flat_map(|charge| [&charge.agency, &charge.asked_by].into_iter().chain(owing(charge)));
            found.chain(judging).chain(concerned).collect()
        }
        Said::RemedyOrdered { agency, .. }
        | Said::MeasureRecorded { agency, .. }
        | Said::TaskAssigned { agency, .. } => found.chain([agency]).collect(),
        Said::AgencyUrged { number, agency, .. } => {
            before.charge(*number).map(|charge| &charge.agency).into_iter().chain([agency]).collect()
        }
        Said::EscalationAcknowledged { number, agency, .. } => {
            let charge = before.charge(*number);
            let answered =
                charge.iter().flat_map(|charge| unanswered(charge)).filter(|urge| urge.agency == *agency);
            let reminded = answered.map(|urge| &urge.by);
            reminded.chain(charge.map(|charge| &charge.agency)).chain([agency]).collect()
        }
        Said::TaskReported { number, .. } => {
            before.charge(*number).map(|charge| &charge.asked_by).into_iter().collect()
        }
        Said::TaskAccepted { number } => {
            let charge = before.charge(*number);
            charge
                .into_iter()
                .flat_map(|charge| [&charge.agency, &charge.asked_by].into_iter().chain(owing(charge)))
                .collect()
        }
        Said::TaskReturned { number, .. } => {
            before.charge(*number).into_iter().flat_map(|charge| [&charge.agency, &charge.asked_by]).collect()
        }
    }
}

/// Reminders that nobody has answered.
fn unanswered(charge: &Charge) -> impl Iterator<Item = &Urge> {
    charge.urged.iter().filter(|urge| urge.answered.is_none())
}

/// Whoever was reminded and has not answered.
fn owing(charge: &Charge) -> impl Iterator<Item = &AgencyId> {
    unanswered(charge).map(|urge| &urge.agency)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::{Date, date};
    use lienthong_names::{Act, CommandId, OfficerId};
    use lienthong_supervision::{Ground, MeasureForm};

    /// The inspectorate, the Office, and who stands above the planning department.
    const INSPECTORATE: &str = "H22.27";
    const OFFICE: &str = "H22.01";
    const ABOVE: &str = "H22";
    /// Of whom something is found, and another that is to do something.
    const PLANNING: &str = "H22.14";
    const BUILDING: &str = "H22.19";

    const DAY: Date = date(2020, 10, 12);

    fn agency(code: &str) -> AgencyId {
        AgencyId::new(code).unwrap()
    }

    fn opened() -> Said {
        let ground = Ground {
            rule: "R16.leg_late".into(),
            broken: "R16".into(),
            origin: "H22/2020".parse().unwrap(),
            stream: "dossier.H22.14-201012-0001".parse().unwrap(),
            revision: 4,
            agency: agency(PLANNING),
        };
        Said::FindingOpened {
            ground,
            dossier: None,
            at: Timestamp::UNIX_EPOCH,
            text: "".into(),
            explain_until: DAY,
        }
    }

    fn explained() -> Said {
        Said::FindingExplained { text: "nghỉ ốm".into(), documents: Vec::new() }
    }

    fn confirmed() -> Said {
        Said::FindingConfirmed { reason: "đúng".into() }
    }

    fn dismissed() -> Said {
        Said::FindingDismissed { reason: "không đúng".into() }
    }

    fn closed() -> Said {
        Said::FindingClosed { reason: "xong".into() }
    }

    fn remedy(number: u32, who: &str) -> Said {
        Said::RemedyOrdered { number, agency: agency(who), what: "phân công".into(), due: DAY }
    }

    fn task() -> Said {
        Said::TaskAssigned {
            clause: "1đ".into(), agency: agency(PLANNING), what: "rà soát".into(), due: DAY
        }
    }

    fn urged(who: &str) -> Said {
        Said::AgencyUrged { number: 1, agency: agency(who), text: "quá hạn".into(), answer_by: DAY }
    }

    fn answered(who: &str) -> Said {
        Said::EscalationAcknowledged { number: 1, agency: agency(who), text: "mai".into(), promised: None }
    }

    fn reported() -> Said {
        Said::TaskReported { number: 1, text: "xong".into(), documents: Vec::new() }
    }

    fn accepted() -> Said {
        Said::TaskAccepted { number: 1 }
    }

    fn returned() -> Said {
        Said::TaskReturned { number: 1, reason: "thiếu".into(), due: DAY }
    }

    /// What was said in turn, and by whom; who is told of the last of it.
    fn told(said: &[(&str, Said)]) -> Vec<String> {
        let (mut matter, mut last) = (Matter::default(), Addressed::new());
        for (by, event) in said {
            let (by, before) = (agency(by), matter.clone());
            let officer = OfficerId::new("an").unwrap();
            let act = Act::new(CommandId::version_8([0; 16]), by.clone(), officer, Timestamp::UNIX_EPOCH);
            matter.take(&act, Timestamp::UNIX_EPOCH, event);
            last = deliveries(&by, &before, &matter, &[Recorded::Supervision(event.clone())]);
        }
        assert!(last.values().all(|places| *places == [0]));
        last.into_keys().map(|agency| agency.to_string()).collect()
    }

    /// A finding that the inspectorate opened, and what was said then.
    fn of_finding(said: &[(&str, Said)]) -> Vec<String> {
        told(&[&[(INSPECTORATE, opened())], said].concat())
    }

    /// One that holds, of which two are to do something.
    fn of_remedies(said: &[(&str, Said)]) -> Vec<String> {
        let ordered = [(OFFICE, confirmed()), (OFFICE, remedy(1, PLANNING)), (ABOVE, remedy(2, BUILDING))];
        of_finding(&[&ordered, said].concat())
    }

    /// A task that the Office set, and what was said then.
    fn of_task(said: &[(&str, Said)]) -> Vec<String> {
        told(&[&[(OFFICE, task())], said].concat())
    }

    #[test]
    fn a_finding_opened_is_told_to_the_agency_that_it_is_of_and_to_nobody_above() {
        assert_eq!(of_finding(&[]), [PLANNING]);
    }

    #[test]
    fn an_explanation_is_told_to_who_opened_and_to_who_judged() {
        assert_eq!(of_finding(&[(PLANNING, explained())]), [INSPECTORATE]);
        assert_eq!(of_finding(&[(OFFICE, confirmed()), (PLANNING, explained())]), [OFFICE, INSPECTORATE]);
        // Its head sits in another agency.
        assert_eq!(of_finding(&[(BUILDING, explained())]), [PLANNING, INSPECTORATE]);
    }

    #[test]
    fn a_judgement_is_told_to_whose_it_is_to_who_opened_and_to_who_had_judged_otherwise() {
        for judged in [confirmed, dismissed] {
            assert_eq!(of_finding(&[(INSPECTORATE, judged())]), [PLANNING]);
            assert_eq!(of_finding(&[(OFFICE, judged())]), [PLANNING, INSPECTORATE]);
        }
        assert_eq!(
            of_finding(&[(OFFICE, confirmed()), (ABOVE, dismissed())]),
            [OFFICE, PLANNING, INSPECTORATE]
        );
        assert_eq!(
            of_finding(&[(OFFICE, dismissed()), (ABOVE, confirmed())]),
            [OFFICE, PLANNING, INSPECTORATE]
        );
    }

    #[test]
    fn what_falls_away_is_told_to_who_had_it_to_do_who_asked_and_who_owed_an_answer() {
        let ordered = [(INSPECTORATE, confirmed()), (ABOVE, remedy(1, BUILDING))];
        let then = |said: &[(&str, Said)]| of_finding(&[&ordered, said].concat());
        assert_eq!(then(&[(INSPECTORATE, dismissed())]), [ABOVE, PLANNING, BUILDING]);
        let reminded = [(INSPECTORATE, urged("H22.77")), (INSPECTORATE, dismissed())];
        assert_eq!(then(&reminded), [ABOVE, PLANNING, BUILDING, "H22.77"]);
        let was_answered =
            [(INSPECTORATE, urged("H22.77")), ("H22.77", answered("H22.77")), (INSPECTORATE, dismissed())];
        assert_eq!(then(&was_answered), [ABOVE, PLANNING, BUILDING], "nothing is asked of it any more");
        let was_done = [(BUILDING, reported()), (ABOVE, accepted()), (INSPECTORATE, dismissed())];
        assert_eq!(then(&was_done), [PLANNING], "what is done does not fall away");
    }

    #[test]
    fn a_remedy_is_told_to_who_is_to_do_it_and_to_whose_finding_it_is() {
        let ordered = |who| of_finding(&[(INSPECTORATE, confirmed()), (INSPECTORATE, remedy(1, who))]);
        assert_eq!(ordered(PLANNING), [PLANNING]);
        assert_eq!(ordered(BUILDING), [PLANNING, BUILDING]);
    }

    #[test]
    fn a_measure_is_told_to_whose_officer_was_dealt_with_and_to_whose_finding_it_is() {
        let measure = Said::MeasureRecorded {
            form: MeasureForm::Criticism,
            decision: "1/QĐ".into(),
            decided_on: DAY,
            agency: agency(BUILDING),
            person: None,
        };
        assert_eq!(of_finding(&[(INSPECTORATE, confirmed()), (INSPECTORATE, measure)]), [PLANNING, BUILDING]);
    }

    #[test]
    fn a_closing_is_told_to_whose_finding_it_was_to_who_opened_and_to_who_judged() {
        assert_eq!(of_finding(&[(OFFICE, confirmed()), (INSPECTORATE, closed())]), [OFFICE, PLANNING]);
        assert_eq!(of_finding(&[(OFFICE, confirmed()), (OFFICE, closed())]), [PLANNING, INSPECTORATE]);
    }

    #[test]
    fn a_task_is_told_to_who_is_to_do_it() {
        assert_eq!(of_task(&[]), [PLANNING]);
    }

    #[test]
    fn a_reminder_is_told_to_who_is_reminded_and_to_who_was_asked() {
        assert_eq!(of_task(&[(OFFICE, urged(PLANNING))]), [PLANNING]);
        assert_eq!(of_task(&[(OFFICE, urged(ABOVE))]), [ABOVE, PLANNING]);
        assert_eq!(of_remedies(&[(INSPECTORATE, urged(PLANNING))]), [PLANNING]);
    }

    #[test]
    fn what_is_answered_to_reminders_is_told_to_who_sent_them_and_to_who_was_asked() {
        assert_eq!(of_task(&[(OFFICE, urged(PLANNING)), (PLANNING, answered(PLANNING))]), [OFFICE]);
        assert_eq!(of_task(&[(OFFICE, urged(ABOVE)), (ABOVE, answered(ABOVE))]), [OFFICE, PLANNING]);
        let by_another = [(INSPECTORATE, urged(PLANNING)), (BUILDING, answered(PLANNING))];
        assert_eq!(of_task(&by_another), [PLANNING, INSPECTORATE], "its head sits in another agency");
        let above_by_another = [(OFFICE, urged(ABOVE)), (BUILDING, answered(ABOVE))];
        assert_eq!(of_task(&above_by_another), [ABOVE, OFFICE, PLANNING]);
        let of_another =
            [(INSPECTORATE, urged(ABOVE)), (OFFICE, urged(PLANNING)), (PLANNING, answered(PLANNING))];
        assert_eq!(of_task(&of_another), [OFFICE], "the other reminder is not answered");
        let once =
            [(INSPECTORATE, urged(PLANNING)), (PLANNING, answered(PLANNING)), (OFFICE, urged(PLANNING))];
        assert_eq!(of_task(&[&once[..], &[(PLANNING, answered(PLANNING))]].concat()), [OFFICE]);
    }

    #[test]
    fn a_report_is_told_to_who_asked() {
        assert_eq!(of_task(&[(PLANNING, reported())]), [OFFICE]);
        assert_eq!(of_remedies(&[(PLANNING, reported())]), [OFFICE]);
    }

    #[test]
    fn what_becomes_of_a_report_is_told_to_who_was_asked_and_to_who_asked() {
        for came_of_it in [accepted, returned] {
            assert_eq!(of_task(&[(PLANNING, reported()), (OFFICE, came_of_it())]), [PLANNING]);
            let ordered = [(INSPECTORATE, confirmed()), (ABOVE, remedy(1, BUILDING)), (BUILDING, reported())];
            let then = |by| of_finding(&[&ordered[..], &[(by, came_of_it())]].concat());
            assert_eq!(then(ABOVE), [BUILDING]);
            assert_eq!(then(OFFICE), [ABOVE, BUILDING]);
        }
        let reminded = [(OFFICE, urged(ABOVE)), (PLANNING, reported())];
        let then = |said| of_task(&[&reminded[..], &[(OFFICE, said)]].concat());
        assert_eq!(then(accepted()), [ABOVE, PLANNING], "it need not answer any more");
        assert_eq!(then(returned()), [PLANNING]);
    }
}
