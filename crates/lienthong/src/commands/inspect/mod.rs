//! `lienthong inspect`: one pass over everything that is sealed, and what the rules of inspection find in it.

mod ahead;
mod ahead_words;
mod case;
mod checkpoints;
mod coverage;
mod on_record;
mod since;
mod tell;

pub(super) use ahead_words::Spoken;
pub(super) use on_record::story_rows;

use crate::cli::{AsOf, AtLeast, Inspect, InspectWhat, LookFor};
use crate::decided::each_decided_of;
use crate::failure::{Failure, Outcome};
use crate::reading::{Reading, named_agency};
use jiff::Timestamp;
use jiff::tz::Offset;
use lienthong_catalogue::View;
use lienthong_inspection::matters::Matters;
use lienthong_inspection::{Finding, Inspector, Numbers, RulesNamed, Severity, Told, offset_of};
use lienthong_names::{AgencyId, DossierCode, FindingId, Origin};
use lienthong_supervision::Matter;

/// Runs it.
pub async fn run(what: Inspect) -> Outcome {
    match what.what {
        None => look(&what.look).await,
        Some(InspectWhat::WhatIf(what)) => super::what_if::run(&what).await,
        Some(InspectWhat::WillBeLate(of)) => ahead::will_be_late(&of).await,
        Some(InspectWhat::Longest { top, of }) => ahead::longest(&of, top).await,
        Some(InspectWhat::Unasked(of)) => ahead::unasked(&of).await,
        Some(InspectWhat::Refusals(of)) => ahead::refusals(&of).await,
        Some(InspectWhat::Since(what)) => since::run(&what).await,
        Some(InspectWhat::Rules { format }) => tell::rules(format),
        Some(InspectWhat::Coverage(what)) => coverage::run(&what).await,
        Some(InspectWhat::Case(what)) => case::run(&what).await,
        Some(InspectWhat::Sample(what)) => case::sample(&what).await,
        Some(InspectWhat::Draft(what)) => {
            on_record::draft(&looked(&what.look).await?, &what.by, what.explain_until)
        }
        Some(InspectWhat::OnRecord(what)) => on_record::list(&what).await,
        Some(InspectWhat::Tasks(what)) => on_record::tasks(&what).await,
        Some(InspectWhat::Finding { id, of }) => one(&id, &of).await,
    }
}

/// Everything that was looked at, and what was found.
pub(super) struct Inspected {
    pub(super) findings: Vec<Finding>,
    /// How many records of each ledger.
    pub(super) sizes: Vec<(Origin, u64)>,
    /// What counted as now.
    pub(super) as_of: Timestamp,
    inspector: Inspector,
}

impl Inspected {
    /// What was put on record of findings and tasks.
    pub(super) const fn matters(&self) -> &Matters {
        self.inspector.matters()
    }

    /// What is published.
    pub(super) const fn catalogue(&self) -> View<'_> {
        self.inspector.catalogue().now()
    }

    /// By how much clocks on the wall are ahead.
    pub(super) fn offset(&self) -> Offset {
        offset_of(self.catalogue())
    }

    /// What was found, as far as it was wanted.
    pub(super) fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// What stands on record of a finding.
    fn matter(&self, finding: &Finding) -> Option<&Matter> {
        self.matters().finding(&finding.id())
    }

    /// The finding of an id.
    fn found(&self, id: &str) -> Outcome<&Finding> {
        self.findings.iter().find(|finding| finding.id().as_str() == id).ok_or_else(|| {
            Failure::no(
                "LT0966",
                format!("there is no finding {id} as of {}; `lienthong inspect` lists them", self.as_of),
            )
        })
    }
}

/// Which findings are asked for.
struct Wanted {
    rules: RulesNamed,
    agency: Option<AgencyId>,
    dossier: Option<DossierCode>,
    at_least: Severity,
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Wanted {
    fn of(look: &LookFor) -> Outcome<Self> {
        let dossier = look.dossier.as_deref().map(DossierCode::new).transpose();
        Ok(Self {
            rules: rules_named(&look.rule)?,
            agency: named_agency(look.agency.as_deref())?,
            dossier: dossier.map_err(|e| Failure::usage("LT0908", format!("--dossier: {e}")))?,
            at_least: match look.at_least {
                AtLeast::Hint => Severity::Hint,
                AtLeast::Attempt => Severity::Attempt,
                AtLeast::Breach => Severity::Breach,
            },
            from: look.from,
            to: look.to,
        })
    }

    fn fits(&self, finding: &Finding) -> bool {
        self.rules.have(finding)
            && self.agency.as_ref().is_none_or(|agency| *agency == finding.agency)
            && self.dossier.as_ref().is_none_or(|dossier| finding.dossier.as_ref() == Some(dossier))
            && finding.rule.said().severity >= self.at_least
            && self.from.is_none_or(|from| from <= finding.at)
            && self.to.is_none_or(|to| finding.at < to)
    }
}

/// The rules that these words name.
fn rules_named(words: &[String]) -> Outcome<RulesNamed> {
    RulesNamed::of(words.iter().cloned()).map_err(|word| {
        let text = format!("--rule {word}: there is no such rule; `lienthong inspect rules` lists them");
        Failure::usage("LT0908", text)
    })
}

/// What is wanted of what was found.
async fn looked(what: &LookFor) -> Outcome<Inspected> {
    let wanted = Wanted::of(what)?;
    let mut inspected = inspect(&Reading::open(&what.of.source).await?, what.of.now).await?;
    inspected.findings.retain(|finding| wanted.fits(finding));
    Ok(inspected)
}

async fn look(what: &LookFor) -> Outcome {
    let inspected = looked(what).await?;
    tell::findings(&inspected, what.of.format)?;
    let breaches =
        inspected.findings.iter().filter(|finding| finding.rule.said().severity > Severity::Hint).count();
    if what.fail_on_findings && breaches > 0 {
        return Err(Failure::no("LT0965", format!("{breaches} finding(s)")));
    }
    Ok(())
}

async fn one(id: &str, of: &AsOf) -> Outcome {
    let inspected = inspect(&Reading::open(&of.source).await?, of.now).await?;
    let offset = inspected.offset();
    match (inspected.found(id), FindingId::new(id).ok().and_then(|id| inspected.matters().finding(&id))) {
        (Ok(finding), matter) => tell::finding(finding, matter, offset, of.format),
        // What a person saw, and what lost its ground, is on record all the same.
        (Err(_), Some(matter)) => tell::on_record(id, matter, offset, of.format),
        (Err(failure), None) => Err(failure),
    }
}

/// The finding of an id.
pub(super) async fn found(reading: &Reading, id: &str, now: Option<Timestamp>) -> Outcome<Finding> {
    inspect(reading, now).await?.found(id).cloned()
}

/// One pass over all ledgers, the catalogue first.
pub(super) async fn inspect(reading: &Reading, now: Option<Timestamp>) -> Outcome<Inspected> {
    inspect_also(reading, now, &mut |_| ()).await
}

/// The same, with each record told to somebody else too.
async fn inspect_also(
    reading: &Reading,
    now: Option<Timestamp>,
    also: &mut dyn FnMut(&Told<'_>),
) -> Outcome<Inspected> {
    inspect_of(reading, now, |_, _, _| true, also).await
}

/// The same of those records alone that are asked for, by their ledger, their number, and when they were recorded.
async fn inspect_of(
    reading: &Reading,
    now: Option<Timestamp>,
    is_asked_for: impl Fn(&Origin, u64, Timestamp) -> bool,
    also: &mut dyn FnMut(&Told<'_>),
) -> Outcome<Inspected> {
    let mut inspector = Inspector::new(Numbers::default());
    let mut last = None;
    let sizes = each_decided_of(reading, is_asked_for, |told| {
        last = last.max(Some(told.recorded_at));
        inspector.take(told);
        also(told);
    })
    .await?;
    let as_of = now.or(last).unwrap_or(Timestamp::UNIX_EPOCH);
    Ok(Inspected { findings: inspector.findings(as_of), sizes, as_of, inspector })
}
