//! Agencies with their desks, units, officers and heads.

use super::fault::{Mistake, Reading};
use super::raw;
use super::words::{Known, if_said, said};
use lienthong_catalogue::{Agency, Command, Desk, Grant, Tenure, Unit, Validity};
use lienthong_names::{AgencyId, OfficerId};

/// An agency, and what is published of it.
pub(super) struct Published {
    pub(super) agency: Agency,
    /// Where it stands in its file.
    pub(super) line: usize,
    pub(super) officers: Vec<Grant>,
    pub(super) desk: Option<Desk>,
    pub(super) head: Option<Tenure>,
}

impl Published {
    /// In the order in which one builds on the other; of the Office what the opening of the ledger says already is left out.
    pub(super) fn commands(self, is_office: bool) -> impl Iterator<Item = Command> {
        let registered = (!is_office).then_some(Command::RegisterAgency(self.agency));
        let officers = if is_office { Vec::new() } else { self.officers };
        registered
            .into_iter()
            .chain(self.desk.map(Command::RegisterDesk))
            .chain(officers.into_iter().map(Command::GrantRole))
            .chain(self.head.map(Command::AppointHead))
    }
}

/// Reads one; `None` where something of it is wrong.
pub(super) fn read(
    reading: &mut Reading<'_>,
    known: &Known,
    raw: &raw::Agency,
    n: usize,
) -> Option<Published> {
    let field = |name: &str| format!("agency[{n}].{name}");
    let id: Option<AgencyId> = reading.word(&field("id"), &raw.id);
    let parent = if_said(raw.parent.as_ref(), |parent| reading.agency(known, &field("parent"), parent));
    let validity = Validity { from: known.since, until: None };
    reading.once(&field("units"), raw.units.iter().map(|unit| &unit.id));
    reading.once(&field("officers"), raw.officers.iter().map(|officer| &officer.id));
    let mut units = Vec::with_capacity(raw.units.len());
    for unit in &raw.units {
        units.push(Unit { id: reading.word(&field("units.id"), &unit.id)?, name: said(&unit.name) });
    }
    let id = id?;
    let mut officers = Vec::with_capacity(raw.officers.len());
    for officer in &raw.officers {
        let unit = if_said(officer.unit.as_ref(), |unit| reading.word(&field("officers.unit"), unit))?;
        officers.push(Grant {
            agency: id.clone(),
            officer: reading.word(&field("officers.id"), &officer.id)?,
            name: said(&officer.name),
            unit,
            title: said(&officer.title),
            validity,
        });
    }
    let desk = if_said(raw.desk.as_ref(), |desk| {
        let mut serves = Vec::with_capacity(desk.serves.len());
        for agency in &desk.serves {
            serves.push(reading.agency(known, &field("desk.serves"), agency)?);
        }
        let decision = Some(known.decision.clone());
        Some(Desk { agency: id.clone(), name: said(&desk.name), serves, validity, decision })
    })?;
    let head = if_said(raw.head.as_ref(), |head| {
        let officer: OfficerId = reading.word(&field("head"), head)?;
        let Some(grant) = officers.iter().find(|grant| grant.officer == officer) else {
            let what = format!("`{officer}` is no officer of {id}");
            reading.fault(Mistake::Value, raw::at(head), field("head"), what);
            return None;
        };
        let (name, decision) = (grant.name.clone(), known.decision.clone());
        Some(Tenure { agency: id.clone(), officer, name, validity, decision })
    })?;
    let agency = Agency {
        id,
        name: said(&raw.name),
        name_en: raw.name_en.as_ref().map(said).unwrap_or_default(),
        parent: parent?,
        units,
        validity,
        fictitious: raw.fictitious,
        postal: raw.postal,
        inspectorate: raw.inspectorate,
    };
    let line = reading.line(raw.id.span().start);
    Some(Published { agency, line, officers, desk, head })
}
