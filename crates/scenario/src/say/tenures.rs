//! The verbs of who answers for an agency.
//!
//! `appoints head|deputy|acting OFFICER of AGENCY [for FIELD, …] [from DATE] [until DATE] [without decision, name]` ·
//! `ends tenure head|deputy|acting OFFICER of AGENCY [from DATE] [without decision]`

use super::process::under;
use super::publishing::of;
use super::{Speaker, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use lienthong_catalogue::{Command, Deputyship, Seat, Tenure, TenureEnd, Validity};
use lienthong_names::OfficerId;

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let officer = |text: &str| OfficerId::new(text).map_err(|e| Trouble::at(act.line(), e.to_string()));
    let from = || Ok::<_, Trouble>(when(act, "from")?.unwrap_or(speaker.row.at));
    let command = match *act.head().as_slice() {
        ["appoints", word, name] => {
            let tenure = Tenure {
                agency: of(speaker, act)?,
                officer: officer(name)?,
                name: if act.names("without", "name") { "".into() } else { name.into() },
                validity: Validity { from: from()?, until: when(act, "until")? },
                decision: under(act),
            };
            match seat(act, word)? {
                Seat::Head => Command::AppointHead(tenure),
                Seat::Acting => Command::AppointActing(tenure),
                Seat::Deputy => Command::AppointDeputy(Deputyship {
                    tenure,
                    fields: act.list("for").into_iter().map(Into::into).collect(),
                }),
            }
        }
        ["ends", "tenure", word, name] => Command::EndTenure(TenureEnd {
            agency: of(speaker, act)?,
            officer: officer(name)?,
            seat: seat(act, word)?,
            from: from()?,
            decision: under(act),
        }),
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn seat(act: &Phrases, word: &str) -> Result<Seat, Trouble> {
    let seat = Seat::ALL.iter().copied().find(|seat| seat.as_str() == word);
    seat.map_or_else(|| act.trouble(format!("`{word}` is no seat")), Ok)
}
