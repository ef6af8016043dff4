//! From the text of a mapping file to a mapping that holds together.

use super::raw::{self, Raw, Text};
use super::{
    HistoryKeys, MappedProcedure, Mapping, MappingError, MappingFault, Meaning, Named, OUTSIDE, Party,
};
use crate::carried::why_not;
use crate::toml_file;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use lienthong_dossier::Channel;
use lienthong_names::{AgencyId, ConsultationId};
use lienthong_protocol::limits;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::ops::Range;
use std::str::FromStr;

pub(super) fn parse(file: &str, text: &str) -> Result<Mapping, MappingError> {
    Check { file, text }.mapping()
}

struct Check<'a> {
    file: &'a str,
    text: &'a str,
}

impl Check<'_> {
    fn mapping(&self) -> Result<Mapping, MappingError> {
        let raw: Raw = toml::from_str(self.text).map_err(|error| self.form(&error))?;
        let Some(agency) = raw.agency else { return Err(self.error(None, MappingFault::NoAgency)) };
        if agency.id.get_ref().trim().is_empty() {
            return Err(self.error(Some(agency.id.span()), MappingFault::NoAgency));
        }
        let source = raw.source.name.get_ref().trim();
        if source.is_empty() {
            return Err(self.value(&raw.source.name, "source.name", "is empty; it goes into every id"));
        }
        let time_zone = TimeZone::get(raw.source.time_zone.get_ref())
            .map_err(|error| self.value(&raw.source.time_zone, "source.time_zone", error))?;
        let agency = self.named(["agency.id", "agency.name"], &agency.id, &agency.name)?;
        let parties = self.parties(&raw.parties, &agency.id)?;
        Ok(Mapping {
            source: source.into(),
            ledger: self.word("source.ledger", &raw.source.ledger)?,
            agency,
            officer_unstated: self.word("officers.unstated", &raw.officers.unstated)?,
            procedure: self.procedure(&raw.procedure, &time_zone)?,
            time_zone,
            question: self.question(raw.activities.ask.as_ref())?,
            activities: self.activities(&raw.activities, &parties)?,
            parties,
            history: self.history(raw.history)?,
            no_units: raw.units.none.into_iter().map(Into::into).collect(),
            hands_over: matches!(raw.units.hand_over, Some(raw::HandOver::WhenTheGroupChanges)),
        })
    }

    fn procedure(&self, raw: &raw::Procedure, zone: &TimeZone) -> Result<MappedProcedure, MappingError> {
        let from: Date = self.word("procedure.in_force_from", &raw.in_force_from)?;
        let in_force_from = from
            .to_zoned_datetime(zone.clone())
            .map_err(|error| self.value(&raw.in_force_from, "procedure.in_force_from", error))?
            .timestamp();
        Ok(MappedProcedure {
            code: self.word("procedure.code", &raw.code)?,
            name: self.line("procedure.name", &raw.name)?,
            field: self.line("procedure.field", &raw.field)?,
            in_force_from,
            decision_number: self.line("procedure.decision.number", &raw.decision.number)?,
            decision_date: self.word("procedure.decision.date", &raw.decision.date)?,
            decision_signer: self.line("procedure.decision.signer", &raw.decision.signer)?,
        })
    }

    fn parties(&self, raw: &[raw::Party], agency: &AgencyId) -> Result<Vec<Party>, MappingError> {
        let mut parties: Vec<Party> = Vec::new();
        for party in raw {
            let named = self.named(["parties.id", "parties.name"], &party.id, &party.name)?;
            if &named.id == agency || parties.iter().any(|known| known.agency.id == named.id) {
                return Err(self
                    .contradiction(&party.id, format!("`{}` is an agency of this mapping twice", named.id)));
            }
            parties.push(Party { agency: named, officer: self.word("parties.officer", &party.officer)? });
        }
        Ok(parties)
    }

    fn activities(
        &self,
        raw: &raw::Activities,
        parties: &[Party],
    ) -> Result<BTreeMap<Box<str>, Meaning>, MappingError> {
        let mut meanings = vec![(&raw.reception, Meaning::Reception)];
        if let Some(ask) = &raw.ask {
            meanings.push((&ask.activity, Meaning::Ask));
        }
        for opinion in &raw.opinion {
            let party: AgencyId = self.word("activities.opinion.party", &opinion.party)?;
            if !parties.iter().any(|known| known.agency.id == party) {
                return Err(self.contradiction(&opinion.party, format!("`{party}` is none of the parties")));
            }
            meanings.push((&opinion.activity, Meaning::Opinion(party)));
        }
        for inside in &raw.inside_opinion {
            let aspect: ConsultationId = self.word("activities.inside_opinion.aspect", &inside.aspect)?;
            if aspect.as_str().starts_with(OUTSIDE) {
                let why = format!(
                    "`{aspect}` begins with `{OUTSIDE}`, which is kept for what outside parties are asked"
                );
                return Err(self.value(&inside.aspect, "activities.inside_opinion.aspect", why));
            }
            meanings.push((&inside.activity, Meaning::InsideOpinion(aspect)));
        }
        let mut activities = BTreeMap::new();
        for (activity, meaning) in meanings {
            let name = activity.get_ref().as_str();
            if activities.insert(name.into(), meaning).is_some() {
                return Err(
                    self.contradiction(activity, format!("the activity `{name}` is given a meaning twice"))
                );
            }
        }
        Ok(activities)
    }

    fn history(&self, raw: raw::History) -> Result<HistoryKeys, MappingError> {
        let mut channels = BTreeMap::new();
        for (word, channel) in raw.channel.words {
            channels.insert(word.into(), self.channel("history.channel.words", &channel)?);
        }
        Ok(HistoryKeys {
            deadline: raw.deadline.map(Into::into),
            ended: raw.ended.map(Into::into),
            channel: raw.channel.attribute.into(),
            channel_unstated: self.channel("history.channel.unstated", &raw.channel.unstated)?,
            channels,
            left_out: raw.left_out.into_iter().map(Into::into).collect(),
        })
    }

    fn named(&self, keys: [&'static str; 2], id: &Text, name: &Text) -> Result<Named, MappingError> {
        Ok(Named { id: self.word(keys[0], id)?, name: self.line(keys[1], name)? })
    }

    fn question(&self, ask: Option<&raw::Ask>) -> Result<Box<str>, MappingError> {
        let Some(ask) = ask else { return Ok("".into()) };
        let allowed = |c| matches!(c, '\n' | '\t');
        self.carried("activities.ask.question", &ask.question, limits::TEXT, allowed)
    }

    /// A text of one line, as commands of the catalogue carry it.
    fn line(&self, key: &'static str, text: &Text) -> Result<Box<str>, MappingError> {
        self.carried(key, text, limits::LINE, |_| false)
    }

    /// A text that a command can carry: the service would refuse it when the house is half made.
    fn carried(
        &self,
        key: &'static str,
        text: &Text,
        most: usize,
        allowed: fn(char) -> bool,
    ) -> Result<Box<str>, MappingError> {
        let said = text.get_ref().as_str();
        why_not(said, most, allowed).map_or_else(|| Ok(said.into()), |why| Err(self.value(text, key, why)))
    }

    fn channel(&self, key: &'static str, text: &Text) -> Result<Channel, MappingError> {
        Channel::named(text.get_ref()).ok_or_else(|| {
            let words: Vec<&str> = Channel::ALL.iter().map(|channel| channel.as_str()).collect();
            self.value(
                text,
                key,
                format!("`{}` is no channel; there are {}", text.get_ref(), words.join(", ")),
            )
        })
    }

    /// A text as what it should be.
    fn word<T: FromStr<Err: Display>>(&self, key: &'static str, text: &Text) -> Result<T, MappingError> {
        text.get_ref().parse().map_err(|error| self.value(text, key, error))
    }

    fn value(&self, text: &Text, key: &'static str, why: impl Display) -> MappingError {
        self.error(Some(text.span()), MappingFault::Value { key, why: why.to_string().into() })
    }

    fn contradiction(&self, text: &Text, why: String) -> MappingError {
        self.error(Some(text.span()), MappingFault::Contradiction(why.into()))
    }

    fn form(&self, error: &toml::de::Error) -> MappingError {
        let what: Box<str> = toml_file::said(error).into();
        let fault = if what.starts_with("unknown field") {
            MappingFault::UnknownKey(what)
        } else {
            MappingFault::Form(what)
        };
        self.error(error.span(), fault)
    }

    fn error(&self, span: Option<Range<usize>>, fault: MappingFault) -> MappingError {
        MappingError {
            file: self.file.into(),
            at: span.map(|span| toml_file::place(self.text, span.start)),
            fault,
        }
    }
}
