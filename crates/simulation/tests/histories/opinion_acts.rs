//! Acts of random histories: what becomes of an ask beside its answer, and of a digest beside its making.

use lienthong_dossier::{Command, Consultation, Dossier, Participant, Request};
use lienthong_names::{AgencyId, ConsultationId};
use proptest::prelude::*;

/// What is drawn.
#[derive(Debug, Clone, Copy)]
pub(crate) enum OfAsk {
    Remind,
    Revoke,
    Waive,
    Object,
}

pub(crate) fn of_ask() -> impl Strategy<Value = OfAsk> {
    prop_oneof![
        1 => Just(OfAsk::Remind),
        1 => Just(OfAsk::Revoke),
        3 => Just(OfAsk::Waive),
        4 => Just(OfAsk::Object),
    ]
}

/// The command that is drawn, about an ask that fits, where there is one: what is said of others is refused, as the scenarios show.
pub(crate) fn command(dossier: &Dossier, acting: &AgencyId, what: OfAsk) -> Command {
    let nobody = (ConsultationId::new("c0").unwrap(), Participant { agency: acting.clone(), unit: None });
    let of = |fits: fn(&Request) -> bool| {
        let running = dossier.consultations.iter().filter(|(_, consultation)| !consultation.is_concluded());
        let mut asks =
            running.flat_map(|(id, consultation)| consultation.requests().map(move |ask| (id, ask)));
        asks.find(|(_, (_, request))| fits(request))
            .map_or_else(|| nobody.clone(), |(id, (who, _))| (id.clone(), who.clone()))
    };
    match what {
        OfAsk::Remind => {
            let (consultation, to) = of(Request::is_open);
            Command::RemindOpinion { consultation, to, note: "".into() }
        }
        OfAsk::Revoke => {
            let (consultation, of) = of(Request::is_open);
            Command::RevokeOpinionRequest { consultation, of, reason: "đổi phạm vi".into() }
        }
        OfAsk::Waive => {
            let (consultation, of) = of(Request::holds_up);
            let (reason, article) = ("quá hạn".into(), "Điều 12".into());
            Command::DecideWithoutOpinion { consultation, of, reason, article }
        }
        OfAsk::Object => {
            let concluded = dossier.consultations.iter().find(|(_, c)| c.is_concluded());
            let quoted = |consultation: &Consultation| {
                consultation.digest.as_ref()?.first().map(|item| item.from.clone())
            };
            let (consultation, from) = concluded
                .and_then(|(id, consultation)| Some((id.clone(), quoted(consultation)?)))
                .unwrap_or(nobody);
            Command::ObjectToDigest { consultation, from, text: "nêu chưa đủ".into() }
        }
    }
}
