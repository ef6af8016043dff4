//! `lienthong inspect will-be-late|longest|unasked|refusals`: one pass over everything that is sealed, and what is ahead of dossiers by it.

use super::ahead_words::{Spoken, holding, instant, pieces, refused};
use crate::cli::{Ahead, Format};
use crate::decided::each_decided;
use crate::failure::Outcome;
use crate::output;
use crate::reading::{Reading, named_agency};
use jiff::Timestamp;
use lienthong_inspection::ahead::{
    self, AlreadyLate, Book, CannotBeSaid, Holding, LateAhead, Longest, RefusedTimes, Unasked, Undecided,
};
use lienthong_names::AgencyId;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What was asked, and what it is answered from.
struct Asked {
    book: Book,
    now: Timestamp,
    agency: Option<AgencyId>,
    spoken: Spoken,
}

impl Asked {
    async fn of(what: &Ahead) -> Outcome<Self> {
        let agency = named_agency(what.agency.as_deref())?;
        let spoken = Spoken::named(&what.lang)?;
        let reading = Reading::open(&what.from).await?;
        let mut book = Book::new(what.now);
        each_decided(&reading, |told| book.take(told)).await?;
        let now = what.now.or_else(|| book.last()).unwrap_or(Timestamp::UNIX_EPOCH);
        Ok(Self { book, now, agency, spoken })
    }

    fn is_of(&self, agency: &AgencyId) -> bool {
        self.agency.as_ref().is_none_or(|asked| asked == agency)
    }

    fn has(&self, holding: &Holding) -> bool {
        self.is_of(holding.agency()) || self.is_of(&holding.custodian)
    }

    const fn words(&self) -> ahead::Words<'_> {
        ahead::Words::of(self.book.catalogue().now())
    }
}

/// `inspect will-be-late`.
pub(super) async fn will_be_late(what: &Ahead) -> Outcome {
    let asked = Asked::of(what).await?;
    let mut all = ahead::will_be_late(&asked.book, asked.now);
    all.already.retain(|one| asked.has(&one.holding));
    all.ahead.retain(|one| asked.has(&one.holding));
    all.in_time.retain(|one| asked.has(one));
    all.unsaid.retain(|one| match &one.custodian {
        Some(custodian) => asked.is_of(custodian),
        None => asked.agency.is_none(),
    });
    let already: Vec<Value> = all.already.iter().map(|one| late_already(one, &asked)).collect();
    let ahead: Vec<Value> = all.ahead.iter().map(|one| late_ahead(one, &asked)).collect();
    let unsaid: Vec<Value> = all.unsaid.iter().map(|one| cannot_be_said(one, &asked)).collect();
    if what.format == Format::Json {
        return output::json(&json!({
            "as_of": asked.now,
            "ahead": ahead,
            "already": already,
            "cannot_be_said": unsaid,
            "by_holder": by_holder(&all.already, &all.ahead),
            "in_time": all.in_time.len(),
        }));
    }
    output::say(&format!(
        "{} will be late if everybody takes what is published for them, {} are late already, of {} nothing can be said, {} are in time and can be, as of {}",
        ahead.len(),
        already.len(),
        unsaid.len(),
        all.in_time.len(),
        asked.now
    ));
    let rows: Vec<Value> = ahead.into_iter().chain(already).chain(unsaid).collect();
    let say = asked.spoken.column();
    output::columns(
        &["state", "dossier", "procedure", "agency", "officer", "due", "until", "over", say],
        &rows,
        what.format,
    )
}

fn late_ahead(one: &LateAhead, asked: &Asked) -> Value {
    let words = asked.words();
    let path = words.path(&one.path);
    let until = words.at(one.until);
    json!({
        "state": "will_be_late",
        "dossier": one.code.as_str(),
        "procedure": one.procedure.as_ref().map(ToString::to_string),
        "agency": one.holding.agency().as_str(),
        "officer": one.holding.officer.as_ref().map(ToString::to_string),
        "holding": holding(&one.holding, words),
        "due": one.due,
        "stands_still": one.stands_still,
        "left": one.left,
        "until": one.until,
        "over": one.over,
        "path": pieces(&one.path),
        "beside": pieces(&one.beside),
        "waits_vi": words.waits(&one.waits).vi,
        "waits_en": words.waits(&one.waits).en,
        "vi": format!("còn {}; xong sớm nhất theo thời hạn công bố: {}", path.vi, until.vi),
        "en": format!("still to come: {}; done by published limits: {}", path.en, until.en),
    })
}

fn late_already(one: &AlreadyLate, asked: &Asked) -> Value {
    let words = asked.words();
    let waits = words.waits(&one.waits);
    json!({
        "state": "late",
        "dossier": one.code.as_str(),
        "procedure": one.procedure.as_ref().map(ToString::to_string),
        "agency": one.holding.agency().as_str(),
        "officer": one.holding.officer.as_ref().map(ToString::to_string),
        "holding": holding(&one.holding, words),
        "due": one.due,
        "over": one.late,
        "vi": waits.vi,
        "en": waits.en,
    })
}

fn cannot_be_said(one: &CannotBeSaid, asked: &Asked) -> Value {
    let why = asked.words().unsaid(&one.why);
    json!({
        "state": "cannot_be_said",
        "dossier": one.code.as_str(),
        "procedure": one.procedure.as_ref().map(ToString::to_string),
        "agency": one.custodian.as_ref().map(ToString::to_string),
        "due": one.due,
        "vi": why.vi,
        "en": why.en,
    })
}

/// How many each officer of each agency has.
fn by_holder(already: &[AlreadyLate], ahead: &[LateAhead]) -> Vec<Value> {
    let mut counts: BTreeMap<(String, Option<String>), (usize, usize)> = BTreeMap::new();
    let mut count = |holding: &Holding, add: fn(&mut (usize, usize))| {
        let officer = holding.officer.as_ref().map(ToString::to_string);
        add(counts.entry((holding.agency().to_string(), officer)).or_default());
    };
    already.iter().for_each(|one| count(&one.holding, |counts| counts.0 += 1));
    ahead.iter().for_each(|one| count(&one.holding, |counts| counts.1 += 1));
    let row = |((agency, officer), (already, ahead)): (&(String, Option<String>), &(usize, usize))| json!({ "agency": agency, "officer": officer, "already": already, "ahead": ahead });
    counts.iter().map(row).collect()
}

/// `inspect longest`.
pub(super) async fn longest(what: &Ahead, top: usize) -> Outcome {
    let asked = Asked::of(what).await?;
    let mut all = ahead::longest(&asked.book, asked.now);
    all.retain(|one| asked.has(&one.holding));
    let open = all.len();
    all.truncate(top);
    let rows: Vec<Value> = all.iter().map(|one| long_held(one, &asked)).collect();
    if what.format == Format::Json {
        return output::json(&json!({ "as_of": asked.now, "open": open, "longest": rows }));
    }
    output::say(&format!("{} of {open} open dossiers, as of {}", rows.len(), asked.now));
    let (say, holder) =
        (asked.spoken.column(), if asked.spoken == Spoken::English { "holder_en" } else { "holder_vi" });
    output::columns(
        &["dossier", "procedure", holder, "since", "minutes", "due", "is_late", say],
        &rows,
        what.format,
    )
}

fn long_held(one: &Longest, asked: &Asked) -> Value {
    let words = asked.words();
    let (waits, holder) = (words.waits(&one.waits), words.holder(&one.holding));
    json!({
        "dossier": one.code.as_str(),
        "procedure": one.procedure.as_ref().map(ToString::to_string),
        "holding": holding(&one.holding, words),
        "holder_vi": holder.vi,
        "holder_en": holder.en,
        "since": one.holding.since,
        "minutes": one.holding.minutes,
        "due": one.due,
        "is_late": one.is_late,
        "vi": waits.vi,
        "en": waits.en,
    })
}

/// `inspect unasked`.
pub(super) async fn unasked(what: &Ahead) -> Outcome {
    let asked = Asked::of(what).await?;
    let mut all = ahead::unasked(&asked.book, asked.now);
    all.retain(|one| asked.is_of(&one.asks) || one.opinions.iter().any(|opinion| asked.is_of(&opinion.of)));
    let rows: Vec<Value> = all.iter().map(|one| nobody_asked(one, &asked)).collect();
    if what.format == Format::Json {
        return output::json(&json!({ "as_of": asked.now, "unasked": rows }));
    }
    let open = all.iter().filter(|one| one.decided_at.is_none()).count();
    output::say(&format!(
        "{open} open and {} decided dossiers whose process demands an opinion that nobody asked for, as of {}",
        rows.len() - open,
        asked.now
    ));
    let say = asked.spoken.column();
    output::columns(
        &["state", "dossier", "procedure", "agency", "ask", "due", "left", "decided_at", say],
        &rows,
        what.format,
    )
}

fn nobody_asked(one: &Unasked, asked: &Asked) -> Value {
    let words = asked.words();
    let asks = words.agency(&one.asks);
    let (mut vi, mut en, mut of) = (Vec::new(), Vec::new(), Vec::new());
    for opinion in &one.opinions {
        let who = words.agency(&opinion.of);
        let until = opinion.until.map(|until| words.at(until));
        of.push(opinion.of.to_string());
        vi.push(until.as_ref().map_or_else(
            || who.vi.clone(),
            |until| format!("{} (hỏi ngay thì trả lời trước {})", who.vi, until.vi),
        ));
        en.push(until.as_ref().map_or_else(
            || who.en.clone(),
            |until| format!("{} (asked now, it answers by {})", who.en, until.en),
        ));
    }
    let (vi, en) = (vi.join(", "), en.join(", "));
    let (state, vi, en) = match one.decided_at {
        Some(_) => (
            "decided",
            format!("{} đã giải quyết mà chưa lấy ý kiến của {vi}", asks.vi),
            format!("{} decided without asking {en}", asks.en),
        ),
        None => {
            ("open", format!("{} cần lấy ý kiến của {vi}", asks.vi), format!("{} is to ask {en}", asks.en))
        }
    };
    let opinions = one.opinions.iter().map(|opinion| {
        json!({
            "agency": opinion.of.as_str(),
            "term": opinion.term.as_ref().map(ToString::to_string),
            "until": opinion.until,
            "in_time": opinion.until.zip(one.due).map(|(until, due)| until <= due),
        })
    });
    json!({
        "state": state,
        "dossier": one.code.as_str(),
        "procedure": one.procedure.as_ref().map(ToString::to_string),
        "agency": one.asks.as_str(),
        "ask": of.join(", "),
        "opinions": opinions.collect::<Vec<_>>(),
        "holding": one.holding.as_ref().map(|held| holding(held, words)),
        "due": one.due,
        "left": one.decided_at.is_none().then_some(one.left),
        "decided_at": one.decided_at,
        "vi": vi,
        "en": en,
    })
}

/// `inspect refusals`.
pub(super) async fn refusals(what: &Ahead) -> Outcome {
    let asked = Asked::of(what).await?;
    let (mut map, mut undecided) = ahead::refusals(&asked.book);
    map.retain(|one| asked.is_of(&one.from) || asked.is_of(&one.to));
    undecided.retain(|one| one.by.iter().any(|agency| asked.is_of(agency)));
    let rows: Vec<Value> = map.iter().map(refused_times).collect();
    let open: Vec<Value> = undecided.iter().map(|one| not_decided(one, &asked)).collect();
    if what.format == Format::Json {
        return output::json(&json!({ "as_of": asked.now, "refusals": rows, "undecided": open }));
    }
    let times: usize = map.iter().map(|one| one.times.len()).sum();
    output::say(&format!("{times} refusals between {} pairs of agencies, as of {}", map.len(), asked.now));
    for one in &undecided {
        let since = instant(asked.words(), one.since, asked.spoken);
        let by = one.by.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        output::say(&format!(
            "{}: refused for competence by {by}, the last time at {since}, and nobody above has decided",
            one.code
        ));
    }
    output::columns(
        &["from", "to", "times", "for_competence", "dossiers", "reasons", "decided", "undecided"],
        &rows.iter().map(flat).collect::<Vec<_>>(),
        what.format,
    )
}

fn refused_times(one: &RefusedTimes) -> Value {
    let competence: Vec<_> = one.times.iter().filter(|refused| refused.for_competence).collect();
    let decided = competence.iter().filter_map(|refused| refused.decided.as_ref());
    let mut by: BTreeMap<String, usize> = BTreeMap::new();
    decided.for_each(|decided| *by.entry(decided.by.to_string()).or_default() += 1);
    let reasons = one.reasons.iter().map(|(reason, times)| json!({ "reason": reason, "times": times }));
    json!({
        "from": one.from.as_str(),
        "to": one.to.as_str(),
        "times": one.times.len(),
        "for_competence": competence.len(),
        "dossiers": one.dossiers().iter().map(|code| code.as_str()).collect::<Vec<_>>(),
        "reasons": reasons.collect::<Vec<_>>(),
        "decided": by.iter().map(|(by, times)| json!({ "by": by, "times": times })).collect::<Vec<_>>(),
        "undecided": competence.iter().filter(|refused| refused.decided.is_none()).count(),
        "each": one.times.iter().map(refused).collect::<Vec<_>>(),
    })
}

fn not_decided(one: &Undecided, asked: &Asked) -> Value {
    let since = asked.words().at(one.since);
    json!({
        "dossier": one.code.as_str(),
        "by": one.by.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "since": one.since,
        "vi": format!("bị từ chối vì thẩm quyền {} lần, lần cuối {}; cấp trên chung chưa quyết định", one.by.len(), since.vi),
        "en": format!("refused for competence {} times, the last time at {}; nobody above has decided", one.by.len(), since.en),
    })
}

/// Lists as people read them in a cell.
fn flat(row: &Value) -> Value {
    let list = |name: &str, of: &dyn Fn(&Value) -> String| {
        row[name].as_array().into_iter().flatten().map(of).collect::<Vec<_>>().join("; ")
    };
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut flat = row.clone();
    flat["dossiers"] = json!(row["dossiers"].as_array().map_or(0, Vec::len));
    flat["reasons"] = json!(list("reasons", &|one| format!("{} ({})", text(&one["reason"]), one["times"])));
    flat["decided"] = json!(list("decided", &|one| format!("{} ({})", text(&one["by"]), one["times"])));
    flat
}
