//! `lienthong audit prove`: makes a bundle of a house or a province.

use super::finding;
use crate::cli::{ProveBundle, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::house::{House, LOG};
use crate::keyring::io;
use crate::reading::{Reading, personal_key};
use crate::{output, witnesses};
use lienthong_audit::bundle::{
    self, Bundle, CannotProve, Checked, Expected, Kept, Opening, Question, applicants_fields, asked_for,
    open_applicants_fields,
};
use lienthong_dossier::Event as DossierEvent;
use lienthong_ledger::files;
use lienthong_ledger::ports::FollowError;
use lienthong_names::{AgencyId, DossierCode, FindingId, Origin, StreamKind, StreamName};
use lienthong_projections::timeline::Name;
use lienthong_projections::{Names, timeline_of};
use lienthong_protocol::encryption;
use lienthong_protocol::keys::SigningKey;
use lienthong_protocol::{Event, RawRecord};
use lienthong_supervision::SubjectId;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// Runs it.
pub async fn prove(what: ProveBundle) -> Outcome {
    if let Some(id) = &what.finding {
        return finding::prove(&what, id).await;
    }
    let reading = Reading::open(&what.from).await?;
    let (question, origins) = asked(&what, &reading).await?;
    let log = log_key(&what.from, &reading.site.catalogue)?;
    if log.is_none() && what.record.is_none() {
        output::say(NOT_SIGNED);
    }
    let (proved, checked) = make(&reading, &what.from, &question, &origins, log.as_ref()).await?;
    if what.for_citizen {
        let whole = Bundle { openings: Some(open(&what, &checked).await?), ..proved };
        bundle::check(&whole, &Expected::default()).map_err(|failure| super::no(&failure))?;
        write(&what.output, &whole.to_string())?;
    } else {
        write(&what.output, &proved.to_string())?;
    }
    if has_confidential(&checked) {
        output::say(CONFIDENTIAL);
    }
    output::say(&format!(
        "{}: {} record(s) of {} under its checkpoint {}; fingerprint {}",
        what.output.display(),
        checked.records.len(),
        checked.origin,
        checked.size,
        checked.fingerprint
    ));
    Ok(())
}

/// What is said where nobody can sign where streams end.
pub(in crate::commands) const NOT_SIGNED: &str = "note: without the log's key (keys/log.key) the bundle does not hold the log's signed statement that the \
     last record is the last";

/// What is said where a bundle holds what was asked in confidence.
pub(in crate::commands) const CONFIDENTIAL: &str = "note: opinions on this dossier were asked in confidence, and the bundle holds them as sealed: hand it to \
     nobody who may not read them";

/// What proves the answer to a question, and what it comes to: what would not be believed is not handed out.
pub(super) async fn make(
    reading: &Reading,
    from: &Source,
    question: &Question,
    origins: &[Origin],
    log: Option<&SigningKey>,
) -> Outcome<(Bundle, Checked)> {
    // The catalogue after the ledger: it must know all that was decided on.
    let mut ledger = find(reading, question, origins).await?;
    let mut catalogue = whole_catalogue(reading, u64::MAX).await?;
    for kept in [&mut ledger, &mut catalogue] {
        kept.cosigned = witnesses::cosigned(from, &kept.origin).await;
    }
    made(question, &ledger, &catalogue, log)
}

/// The same of ledgers that were read.
pub(in crate::commands) fn made(
    question: &Question,
    ledger: &Kept,
    catalogue: &Kept,
    log: Option<&SigningKey>,
) -> Outcome<(Bundle, Checked)> {
    let named = spoken_of(ledger, question)?;
    let proved = bundle::prove(question, ledger, catalogue, &named, log).map_err(cannot)?;
    let checked = bundle::check(&proved, &Expected::default()).map_err(|failure| super::no(&failure))?;
    Ok((proved, checked))
}

/// All records of the catalogue up to one.
pub(in crate::commands) async fn whole_catalogue(reading: &Reading, size: u64) -> Outcome<Kept> {
    let catalogue = &reading.site.catalogue;
    read(reading, catalogue, &|sequence, _| sequence <= size)
        .await?
        .ok_or_else(|| Failure::no("LT0804", format!("{catalogue}: nothing is sealed yet")))
}

/// What is asked for, and the ledgers in which it is looked for.
async fn asked(what: &ProveBundle, reading: &Reading) -> Outcome<(Question, Vec<Origin>)> {
    if let Some(record) = &what.record {
        let (origin, sequence) = place(record)?;
        return Ok((Question::Record(sequence), vec![origin]));
    }
    if let Some(text) = &what.on_record {
        let stream = on_record(text)?;
        return Ok((Question::Whole(stream), reading.ledgers(what.origin.as_deref()).await?));
    }
    let code = DossierCode::new(what.code.as_deref().unwrap_or_default())
        .map_err(|e| Failure::usage("LT0908", format!("dossier code: {e}")))?;
    Ok((Question::Whole(StreamName::dossier(&code)), reading.ledgers(what.origin.as_deref()).await?))
}

/// The first of the ledgers that has it. Sealed records only are read, and by who may read no more.
async fn find(reading: &Reading, question: &Question, origins: &[Origin]) -> Outcome<Kept> {
    for origin in origins {
        let kept = read(reading, origin, &|sequence, stream| question.keeps(sequence, stream)).await?;
        if let Some(kept) = kept.filter(|kept| !kept.streams.is_empty()) {
            return Ok(kept);
        }
    }
    let what = match question {
        Question::Whole(stream) => format!("{} {}", stream.kind().as_str(), stream.id()),
        Question::Record(sequence) => format!("record {sequence}"),
    };
    Err(Failure::no("LT0804", format!("{what} is not among those that are sealed here")))
}

/// The agencies that a dossier's story speaks of.
fn spoken_of(ledger: &Kept, question: &Question) -> Outcome<BTreeSet<AgencyId>> {
    let asked = Asked::default();
    if matches!(question, Question::Whole(stream) if stream.kind() == StreamKind::Dossier) {
        let all = asked_for(question, ledger).map(|(_, bytes)| RawRecord::decode(bytes));
        let records =
            all.collect::<Result<Vec<_>, _>>().map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
        timeline_of(&records, &asked).map_err(|e| Failure::coded(Exit::Unavailable, "LT0510", e))?;
    }
    Ok(asked.agencies.into_inner())
}

/// `finding.5c0f…`, `task.CT-12`, or of a finding its id.
fn on_record(text: &str) -> Outcome<StreamName> {
    let subject = text.parse().ok().or_else(|| FindingId::new(text).ok().map(SubjectId::Finding));
    let stream = subject.and_then(|subject| {
        let (kind, id) = subject.parts();
        StreamName::new(kind, id).ok()
    });
    stream.ok_or_else(|| {
        let text = format!("--on-record {text}: `finding.<id>`, `task.<id>` or a finding's id is expected");
        Failure::usage("LT0908", text)
    })
}

/// `H22/2026:17`.
fn place(text: &str) -> Outcome<(Origin, u64)> {
    let parts = text.rsplit_once(':');
    let read = parts.and_then(|(origin, sequence)| Some((Origin::new(origin).ok()?, sequence.parse().ok()?)));
    read.filter(|(_, sequence)| *sequence > 0).ok_or_else(|| {
        let text = format!("--record {text}: a ledger and a sequence from 1 are expected, e.g. H22/2026:17");
        Failure::usage("LT0908", text)
    })
}

/// Knows no names, and notes whose are asked for.
#[derive(Default)]
struct Asked {
    agencies: RefCell<BTreeSet<AgencyId>>,
}

impl Names for Asked {
    fn agency(&self, agency: &str) -> Option<Name> {
        self.agencies.borrow_mut().extend(AgencyId::new(agency).ok());
        None
    }

    fn unit(&self, agency: &str, _: &str) -> Option<Name> {
        self.agency(agency)
    }

    fn officer(&self, agency: &str, _: &str) -> Option<Name> {
        self.agency(agency)
    }
}

pub(in crate::commands) async fn read(
    reading: &Reading,
    origin: &Origin,
    keep: &(dyn Fn(u64, &StreamName) -> bool + Sync),
) -> Outcome<Option<Kept>> {
    let ledger = reading.site.ledger(origin).await?;
    bundle::read(ledger.as_ref(), keep).await.map_err(|error| match error {
        FollowError::Unavailable(what) => what.into(),
        other => Failure::coded(Exit::Unavailable, "LT0510", other),
    })
}

/// The log's key, where it is at hand: in a house, or in the directory of the audit service.
pub(in crate::commands) fn log_key(from: &Source, catalogue: &Origin) -> Outcome<Option<SigningKey>> {
    let Some(dir) = &from.ledger else { return Ok(None) };
    let house = House::open(dir)?;
    // Who only reads makes nothing: also no directory for keys.
    if !dir.join("keys").is_dir() {
        return Ok(None);
    }
    let key = house.keys()?.get(LOG)?;
    // Another key than the ledger's would sign what nobody believes.
    if key.is_some() { house.signer(catalogue).map(|_| key) } else { Ok(None) }
}

/// Whether records say what pages and timelines keep to who asked.
pub(in crate::commands) fn has_confidential(checked: &Checked) -> bool {
    let asks = |event: &Event| {
        matches!(event, Event::Dossier(DossierEvent::ConsultationOpened { confidential: true, .. }))
    };
    checked.records.iter().any(|(_, raw)| raw.record.events().iter().any(asks))
}

/// The applicant's own values, by the dossier's key.
async fn open(what: &ProveBundle, checked: &Checked) -> Outcome<Vec<Opening>> {
    let fields = applicants_fields(&checked.records);
    let Some(code) = checked.dossier().filter(|_| !fields.is_empty()) else {
        output::say(
            "note: the dossier commits to nothing personal of its applicant; there is nothing to open",
        );
        return Ok(Vec::new());
    };
    let erases = |event: &Event| matches!(event, Event::Dossier(DossierEvent::PersonalDataErased { .. }));
    if let Some((sequence, _)) =
        checked.records.iter().find(|(_, raw)| raw.record.events().iter().any(erases))
    {
        let text = format!(
            "the applicant's values of dossier {code} were erased, as record {sequence} of {} says: nobody can open them any more. \
             Without --for-citizen the bundle proves all but these",
            checked.origin
        );
        return Err(Failure::no("LT0856", text));
    }
    let Some(key) = personal_key(&what.from, &checked.origin, &code).await? else {
        let text = format!(
            "the vault has no key of dossier {code}: it was erased, and nobody can open the applicant's values any more, or \
             this is another vault. Without --for-citizen the bundle proves all but these"
        );
        return Err(Failure::no("LT0856", text));
    };
    open_applicants_fields(&fields, &encryption::DataKey::new(*key))
        .map_err(|e| Failure::coded(Exit::No, "LT0857", e))
}

/// Writes it, over nothing.
pub(in crate::commands) fn write(output: &Path, whole: &str) -> Outcome {
    files::place_new(output, whole.as_bytes()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => {
            let path = output.display();
            Failure::usage("LT0913", format!("{path}: is there already; a bundle never writes over a file"))
        }
        _ => io(output, &error),
    })
}

fn cannot(error: CannotProve) -> Failure {
    let exit = match error {
        CannotProve::NotThere { .. } => Exit::No,
        CannotProve::Damaged { .. } => Exit::Unavailable,
    };
    Failure::coded(exit, "LT0510", error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_is_on_record_is_named_by_its_stream_or_a_finding_by_its_id() {
        let id = "F0123456789abcdef";
        for text in [id, "finding.F0123456789abcdef"] {
            assert_eq!(on_record(text).unwrap().to_string(), format!("finding.{id}"), "{text}");
        }
        assert_eq!(on_record("task.CT-12").unwrap().to_string(), "task.CT-12");
        for wrong in ["", "CT-12", "dossier.H22.TT-201012-0001", "finding.x", "task."] {
            assert_eq!(on_record(wrong).unwrap_err().code, "LT0908", "{wrong}");
        }
    }

    #[test]
    fn a_record_is_named_by_ledger_and_sequence() {
        let (origin, sequence) = place("H22/2026:17").unwrap();
        assert_eq!((origin.as_str(), sequence), ("H22/2026", 17));
        for wrong in ["", "17", "H22/2026", "H22/2026:", "H22/2026:0", "H22/2026:-1", "2026:1", "H22/2026:x"]
        {
            assert_eq!(place(wrong).unwrap_err().code, "LT0908", "{wrong}");
        }
    }
}
