//! Wherever a dossier has come to, somebody can do the next thing that brings it to an end: no state is a trap.

use super::acts::faithful;
use super::{BETWEEN_ACTS, Story, appraisals, province};
use lienthong_dossier::{
    Channel, Command, Dossier, Leg, LegState, Outcome, PauseCause, PaymentMeans, Purpose, ResultOutcome,
    Stance,
};
use lienthong_names::{AgencyId, LegId, Service};

/// Acts that it takes at most: two for each thing that can be open, and a few.
const STEPS_MAX: usize = 90;

/// Does one thing after the other until the dossier is over and what was decided is in the citizen's hands.
pub(super) fn bring_to_an_end(story: &mut Story) {
    bring_to_an_end_by(story, "an", |_| None);
}

/// The same, where steps are to be done before it is decided: the officer and the command of the next one, `None` where none is left.
/// `appraiser` concludes appraisals.
pub(super) fn bring_to_an_end_by(
    story: &mut Story,
    appraiser: &str,
    step: impl Fn(&Dossier) -> Option<(&'static str, Command)>,
) {
    for _ in 0..STEPS_MAX {
        // Clocks that run out until then are recorded first: whoever ceases by then does nothing more.
        story.world.pass(story.at + BETWEEN_ACTS);
        let dossier = story.dossier();
        let Some((acting, service, mut command)) = next(&dossier) else {
            assert!(dossier.has_ended(), "nobody knows how to go on from {dossier:?}");
            return;
        };
        let concludes = matches!(command, Command::ConcludeAppraisal { .. });
        let mut officer = if concludes { appraiser } else { "an" };
        if let (Command::ResolveDossier { .. }, Some(first)) = (&command, step(&dossier)) {
            (officer, command) = first;
        }
        let done = story.act_by(officer, &acting, service, command.clone());
        assert!(done, "{acting} may not: {command:?} on {dossier:?}");
    }
    panic!("no end after {STEPS_MAX} acts: {:?}", story.dossier());
}

/// The next thing to do; `None` where nothing is left.
fn next(dossier: &Dossier) -> Option<(AgencyId, Service, Command)> {
    let desk = &province().1[0];
    let at_desk = |command| Some((desk.clone(), Service::Routing, command));
    if dossier.resolution.is_some() {
        let hand_out =
            Command::ReturnResult { channel: Channel::Desk, results: Vec::new(), authority: "".into() };
        return if dossier.returned_at.is_none() { at_desk(hand_out) } else { None };
    }
    if dossier.has_ended() {
        return None;
    }
    if let Some(asked) = dossier.open_supplement() {
        return at_desk(Command::ProvideSupplement { items: asked.items.clone(), documents: Vec::new() });
    }
    if dossier.reception.is_none() {
        return at_desk(Command::ReceiveDossier {
            competent: None,
            channel: Channel::Desk,
            handed_in: Vec::new(),
            appointment: None,
            custodian: None,
        });
    }
    if let Some((obligation, charge)) = dossier.open_obligations().next() {
        return at_desk(Command::RecordPayment {
            fee: obligation.into(),
            amount: charge.amount,
            means: PaymentMeans::Cash,
            receipt: "BL".into(),
        });
    }
    let custodian = dossier.custodian()?.clone();
    let by_custodian = |command| Some((custodian.clone(), Service::Routing, command));
    if dossier.clock.pause.is_some_and(|pause| pause.cause == PauseCause::Suspension) {
        return by_custodian(Command::ResumeDossier { reason: "".into() });
    }
    if dossier.awaits_withdrawal() {
        return by_custodian(Command::DecideWithdrawal {
            granted: false, reason: "đã thẩm định".into()
        });
    }
    // Some of what was planned waits for a leg that was never answered, or for who has lost the dossier.
    if let Some((leg, planned)) = dossier.planned.iter().next() {
        let command = Command::RecallLeg { leg: leg.clone(), reason: "không cần nữa".into() };
        return Some((planned.from.clone(), Service::Routing, command));
    }
    // An appraisal is answered, once what was sent on of it is; what went along for resolution is decided by whoever has it.
    let whole = |id: &LegId, leg: &Leg| !leg.moved_custody && dossier.open_part_of(id).is_none();
    if let Some((leg, sent)) = dossier.open_legs().find(|(id, leg)| whole(id, leg)) {
        let leg = leg.clone();
        let command = match sent.state {
            LegState::Sent => Command::AcknowledgeLeg { leg },
            _ => Command::AnswerLeg { leg, text: "đạt".into(), documents: Vec::new() },
        };
        return Some((sent.to.clone(), Service::Routing, command));
    }
    if let Some((id, consultation)) = dossier.consultations.iter().find(|(_, c)| !c.is_concluded()) {
        let asked = consultation.open_requests().next();
        let command = match asked {
            // Whether its answers are still closed by then turns on clocks that run out before it.
            Some((from, _)) if consultation.is_closed() => Command::DeclineOpinion {
                consultation: id.clone(),
                from: from.clone(),
                reason: "không thuộc lĩnh vực".into(),
            },
            Some((from, _)) => Command::GiveOpinion {
                consultation: id.clone(),
                from: from.clone(),
                stance: Stance::Agree,
                text: "đồng ý".into(),
                documents: Vec::new(),
                secret: None,
                closed: None,
            },
            None => Command::ConcludeConsultation { consultation: id.clone(), digest: faithful(dossier, id) },
        };
        let acting = asked.map_or(&consultation.chair, |(from, _)| &from.agency);
        return Some((acting.clone(), Service::Consultation, command));
    }
    if let Some(next) = appraisals::next(dossier, &custodian) {
        return Some(next);
    }
    // Of a chain of legs that took custody along, each but a first for resolution is answered, and custody goes back.
    let ends_here = |(_, leg): (_, &Leg)| leg.to == custodian && leg.purpose == Purpose::Appraisal;
    if dossier.open_resolutions().count() > 1 || dossier.open_resolutions().any(ends_here) {
        let (leg, _) = dossier.open_resolutions().max_by_key(|(_, leg)| leg.sent_at)?;
        return by_custodian(Command::AnswerLeg { leg: leg.clone(), text: "".into(), documents: Vec::new() });
    }
    by_custodian(Command::ResolveDossier {
        outcome: outcome(dossier),
        number: "1/QĐ".into(),
        date: "2020-11-02".into(),
        signer: "Giám đốc".into(),
        results: Vec::new(),
    })
}

/// What its results say, and what an appraisal leaves to say.
fn outcome(dossier: &Dossier) -> Outcome {
    let issued = |outcome| dossier.results.values().any(|one| one.stands() && one.outcome == outcome);
    match (issued(ResultOutcome::Issued), issued(ResultOutcome::Denied)) {
        _ if appraisals::is_rejected(dossier) => Outcome::RejectedOnMerits,
        (true, true) => Outcome::PartlyGranted,
        (false, true) => Outcome::RejectedOnMerits,
        _ => Outcome::Granted,
    }
}
