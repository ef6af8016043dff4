//! `lienthong dossier replay`: what happened, act by act, as it happened.
//!
//! Records are folded as those knew them who are asked about: a dossier at an instant, as known at another (`--at`, `--known-at`). What comes
//! before `--from` is folded and not shown.

mod frames;
mod pace;

use super::{code_of, unreadable, value};
use crate::cli::{Format, ReplayDossiers};
use crate::commands::inspect::Spoken;
use crate::commands::what_if::dossiers;
use crate::failure::{Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::{Reading, named_agency};
use frames::{Frame, of_dossier};
use lienthong_inspection::ahead::{Holding, Words};
use lienthong_inspection::attribution::spelled::Both;
use lienthong_projections::{Selection, views_of};
use lienthong_protocol::RawRecord;
use pace::{Clock, Played, play};
use serde_json::{Value, json};

/// Runs it.
pub(super) async fn run(what: &ReplayDossiers) -> Outcome {
    if what.code.is_none() && what.agency.is_none() && what.from.is_none() && what.to.is_none() {
        let text = "say of what: a dossier's code, --agency, or --from and --to";
        return Err(Failure::usage("LT0989", text));
    }
    if what.from.zip(what.to).is_some_and(|(from, to)| to <= from) {
        return Err(Failure::usage("LT0988", "--to is not after --from"));
    }
    let agency = named_agency(what.agency.as_deref())?;
    let spoken = Spoken::named(&what.lang)?;
    let reading = Reading::open(&what.from_where).await?;
    let names = CatalogueNames::read(&reading.site).await?;
    let mut frames = Vec::new();
    for records in streams(&reading, what).await? {
        let (sequences, raws): (Vec<u64>, Vec<RawRecord>) = records.into_iter().unzip();
        let looked_at = Selection { at: what.at, known_at: what.known_at }.of(&raws);
        let mut of_it = of_dossier(&sequences, looked_at, &names)?;
        if what.code.is_some() && what.format == Format::Json && !looked_at.is_empty() {
            // What a record led to stands beside it, for who looks at one dossier.
            let states = views_of(looked_at).map_err(unreadable)?;
            for (frame, state) in of_it.iter_mut().zip(&states) {
                frame.state = Some(value(state)?);
            }
        }
        frames.extend(of_it);
    }
    frames.retain(|frame| {
        what.from.is_none_or(|from| from <= frame.at)
            && what.to.is_none_or(|to| frame.at < to)
            && agency.as_ref().is_none_or(|agency| frame.concerns(agency))
    });
    if frames.is_empty() {
        return Err(Failure::no("LT0804", "nothing of that had happened, or was known, by then"));
    }
    frames.sort_by(|one, other| one.place().cmp(&other.place()));
    let words = Words::of(names.catalogue().now());
    let mut shown = Shown { words, spoken, format: what.format };
    shown.head()?;
    let played = play(&frames, what.speed, &mut Clock::new(), |frame| shown.frame(frame)).await?;
    if let Played::Stopped { after } = played {
        output::say(&format!("stopped after {after} of {} acts", frames.len()));
    }
    Ok(())
}

/// The records of each dossier that may be asked about, in order.
async fn streams(reading: &Reading, what: &ReplayDossiers) -> Outcome<Vec<Vec<(u64, RawRecord)>>> {
    if let Some(code) = &what.code {
        return Ok(vec![reading.dossier(&code_of(code)?, what.origin.as_deref()).await?.1]);
    }
    let mut streams = Vec::new();
    for origin in reading.ledgers(what.origin.as_deref()).await? {
        streams.extend(dossiers(reading, &origin).await?.into_values());
    }
    Ok(streams)
}

struct Shown<'a> {
    words: Words<'a>,
    spoken: Spoken,
    format: Format,
}

impl Shown<'_> {
    fn head(&self) -> Outcome {
        let head =
            ["at", "dossier", "record", "agency", "officer", "event", "ran_out", "held", "clock", "what"];
        match self.format {
            Format::Csv => output::csv(&[head.map(ToOwned::to_owned).to_vec()]),
            Format::Json | Format::Table => Ok(()),
        }
    }

    /// Each act is written whole, so that who stops it has no half of one.
    fn frame(&mut self, frame: &Frame) -> Outcome {
        match self.format {
            Format::Json => output::json_line(&self.json(frame)),
            Format::Csv => output::csv(&self.rows(frame)),
            Format::Table => output::out(&self.page(frame)),
        }
    }

    fn page(&self, frame: &Frame) -> String {
        let pick = |both: &Both| self.spoken.pick(both).to_owned();
        let mut page = format!(
            "{}  {}  {}/{}  [{}]\n",
            pick(&self.words.at(frame.at)),
            frame.code,
            frame.agency,
            frame.officer,
            frame.record
        );
        for line in &frame.lines {
            let mark = if frame.ran_out { "!" } else { "-" };
            let text = self.spoken.of(&line.vi, &line.en);
            page.push_str(&format!("  {mark} {text}\n"));
        }
        if let Some(holding) = &frame.stood.holding {
            page.push_str(&format!("    {}\n", pick(&self.words.held(holding))));
        }
        if let Some(next) = &frame.stood.next {
            page.push_str(&format!("    {}\n", pick(&self.words.held_next(next))));
        }
        page.push_str(&format!("    {}\n", pick(&self.words.clock(frame.stood.clock))));
        page
    }

    fn rows(&self, frame: &Frame) -> Vec<Vec<String>> {
        let held = frame.stood.holding.as_ref().map(|holding| self.words.held(holding));
        let next = frame.stood.next.as_ref().map(|next| self.words.held_next(next));
        let held: Vec<&str> = held.iter().chain(&next).map(|both| self.spoken.pick(both)).collect();
        let held = held.join("; ");
        let clock = self.spoken.pick(&self.words.clock(frame.stood.clock)).to_owned();
        let row = |line: &frames::Line| {
            vec![
                frame.at.to_string(),
                frame.code.clone(),
                frame.record.clone(),
                frame.agency.to_string(),
                frame.officer.clone(),
                line.event.clone(),
                frame.ran_out.to_string(),
                held.clone(),
                clock.clone(),
                self.spoken.of(&line.vi, &line.en).to_owned(),
            ]
        };
        frame.lines.iter().map(row).collect()
    }

    fn json(&self, frame: &Frame) -> Value {
        let of = |holding: &Holding, words: Both| {
            json!({
                "agency": holding.agency().as_str(),
                "officer": holding.officer.as_ref().map(ToString::to_string),
                "custodian": holding.custodian.as_str(),
                "since": holding.since,
                "minutes": holding.minutes,
                "vi": words.vi,
                "en": words.en,
            })
        };
        let held = frame.stood.holding.as_ref().map(|held| of(held, self.words.held(held)));
        let next = frame.stood.next.as_ref().map(|next| of(next, self.words.held_next(next)));
        let clock = self.words.clock(frame.stood.clock);
        let line = |line: &frames::Line| json!({ "event": line.event, "vi": line.vi, "en": line.en });
        let mut whole = json!({
            "at": frame.at,
            "recorded_at": frame.recorded_at,
            "dossier": frame.code,
            "record": frame.record,
            "revision": frame.revision,
            "agency": frame.agency.as_str(),
            "officer": frame.officer,
            "ran_out": frame.ran_out,
            "what": frame.lines.iter().map(line).collect::<Vec<_>>(),
            "held": held,
            "next": next,
            "clock": { "stands": frame.stood.clock.as_str(), "vi": clock.vi, "en": clock.en },
        });
        if let Some(state) = &frame.state {
            whole["state"] = state.clone();
        }
        whole
    }
}
