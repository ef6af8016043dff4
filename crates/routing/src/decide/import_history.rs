//! ImportHistory: what the source of an imported dossier says about itself, kept as its claim.

use super::{Decided, ask_party};
use crate::case::Case;
use crate::rules::{r19_known, stage};
use jiff::Timestamp;
use lienthong_dossier::{Channel, Event, Refusals};

/// One claim a dossier; it moves no clock and changes no custody.
pub(crate) fn decide(
    case: &Case<'_>,
    deadline: Option<Timestamp>,
    ended: Option<Timestamp>,
    channel: Option<Channel>,
    channel_text: &str,
) -> Decided {
    r19_known::check(case)?;
    let mut no = Refusals::new();
    ask_party(case, &mut no);
    no.ask(stage::unclaimed(case));
    no.settle()?;
    Ok(vec![Event::HistoryImported { deadline, ended, channel, channel_text: channel_text.into() }])
}
