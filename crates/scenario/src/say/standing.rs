//! The verbs of what the Office says of agencies and officers.
//!
//! `declares AGENCY succeeded to AGENCY from DATE` · `sets live AGENCY from DATE` · `delegates OFFICER to OFFICER of AGENCY
//! [for COMMANDS] [from DATE] [until DATE] [without document]` · `registers absence OFFICER of AGENCY [to DEPUTY] [from DATE]
//! [until DATE]` · `leases SERIES to AGENCY number FIRST-LAST [from DATE] [until DATE]` · `accredits desk of AGENCY number MINUTES
//! [until DATE]`; each `[without decision]`

use super::process::under;
use super::publishing::{of, validity};
use super::{Speaker, when};
use crate::phrase::Phrases;
use crate::read::Trouble;
use jiff::civil::Date;
use jiff::tz::Offset;
use lienthong_catalogue::{Absence, Accreditation, Command, Delegation, GoLive, Lease, Succession, Validity};
use lienthong_names::OfficerId;

pub(super) fn command(speaker: &Speaker<'_>, act: &Phrases) -> Result<Option<Command>, Trouble> {
    let agency = |text: &str| speaker.names.agency(act.line(), text);
    let officer = |text: &str| OfficerId::new(text).map_err(|e| Trouble::at(act.line(), e.to_string()));
    let from = || Ok::<_, Trouble>(when(act, "from")?.unwrap_or(speaker.row.at));
    let command = match *act.head().as_slice() {
        ["declares", predecessor, "succeeded"] => {
            let Some(successor) = act.read("to", agency)? else { return act.trouble("succeeded to whom?") };
            Command::SucceedAgency(Succession {
                predecessor: agency(predecessor)?,
                successor,
                from: from()?,
                decision: under(act),
            })
        }
        ["sets", "live", name] => {
            Command::SetGoLive(GoLive { agency: agency(name)?, from: from()?, decision: under(act) })
        }
        ["delegates", name] => {
            let Some(to) = act.read("to", officer)? else { return act.trouble("delegates to whom?") };
            Command::DelegateAuthority(Delegation {
                agency: of(speaker, act)?,
                from: officer(name)?,
                to,
                scope: act.list("for").into_iter().map(Into::into).collect(),
                validity: Validity { from: from()?, until: when(act, "until")? },
                document: if act.names("without", "document") { "".into() } else { "15/UQ".into() },
            })
        }
        ["registers", "absence", name] => Command::RegisterAbsence(Absence {
            agency: of(speaker, act)?,
            officer: officer(name)?,
            validity: Validity { from: from()?, until: when(act, "until")? },
            deputy: act.read("to", officer)?,
        }),
        ["leases", series] => {
            let Some(desk) = act.read("to", agency)? else { return act.trouble("leases to whom?") };
            let numbers = act.read("number", |text| {
                let (first, last) = text.split_once('-').ok_or("FIRST-LAST")?;
                let number = |text: &str| text.parse::<u32>().map_err(|_| "no number");
                Ok::<_, &str>((number(first)?, number(last)?))
            })?;
            let Some((first, last)) = numbers else { return act.trouble("leases which numbers?") };
            let today = day(speaker.row.at);
            Command::LeaseNumbers(Lease {
                desk,
                series: series.into(),
                first_day: when(act, "from")?.map_or(today, day),
                last_day: when(act, "until")?.map_or(today, day),
                first,
                last,
            })
        }
        ["accredits", "desk"] => {
            let minutes = act.read("number", str::parse::<u32>)?;
            Command::AccreditOfflineDesk(Accreditation {
                desk: of(speaker, act)?,
                tolerance_minutes: minutes.unwrap_or(0),
                validity: validity(act)?,
                decision: under(act),
            })
        }
        _ => return Ok(None),
    };
    Ok(Some(command))
}

fn day(at: jiff::Timestamp) -> Date {
    Offset::constant(7).to_datetime(at).date()
}
