//! What a version of a procedure says otherwise than the documents that it stands on prescribe, part by part, in words.

use lienthong_calendar::{Phase, Term};
use lienthong_catalogue::{ChecklistItem, Fee, LegalBasis, Prescription, Procedure, View};
use lienthong_names::{CaseName, ProcedureCode};

/// Half a working day in working minutes, where none of a calendar's is asked for: a day has eight hours.
const HALF_DAY: u64 = 240;

/// One thing that is said otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Departure<'a> {
    /// The document whose word holds.
    pub(crate) basis: &'a LegalBasis,
    /// What it says and what was published, in Vietnamese and in English.
    pub(crate) words: Words,
}

/// In Vietnamese, in English.
type Words = (String, String);

/// Dossiers of a case, or of none.
type Kind<'a> = Option<&'a CaseName>;

/// Everything that a version says otherwise. What no document says anything of may be as it is.
pub(crate) fn of_version<'a>(view: View<'a>, code: &ProcedureCode, version: u32) -> Vec<Departure<'a>> {
    let Some(procedure) = view.procedure_version(code, version) else { return Vec::new() };
    let (kinds, prescribed) = (kinds(procedure), view.prescribed(code, version));
    let parts = [
        prescribed.term.map(|(basis, said)| (basis, terms(&kinds, said, procedure))),
        prescribed.papers.map(|(basis, said)| (basis, papers(&kinds, said, &procedure.checklist))),
        prescribed.fees.map(|(basis, said)| (basis, fees(&kinds, said, &procedure.fees))),
    ];
    let said = parts.into_iter().flatten();
    said.flat_map(|(basis, all)| all.into_iter().map(move |words| Departure { basis, words })).collect()
}

/// The dossiers that there are of a procedure.
fn kinds(procedure: &Procedure) -> Vec<Kind<'_>> {
    let common = (!procedure.case_required).then_some(None);
    common.into_iter().chain(procedure.cases.iter().map(|case| Some(&case.name))).collect()
}

/// What is said of which dossiers: of all of them without naming any.
fn each(kinds: &[Kind<'_>], says: impl Fn(Kind<'_>) -> Option<Words>) -> Vec<Words> {
    let mut said: Vec<(Words, Vec<Kind<'_>>)> = Vec::new();
    for kind in kinds {
        let Some(words) = says(*kind) else { continue };
        match said.iter_mut().find(|(known, _)| *known == words) {
            Some((_, of)) => of.push(*kind),
            None => said.push((words, vec![*kind])),
        }
    }
    let of_which = |((vi, en), of): (Words, Vec<Kind<'_>>)| {
        if of.len() == kinds.len() {
            return (vi, en);
        }
        let named = |common: &str| {
            of.iter().map(|kind| kind.map_or(common, |case| case.as_str())).collect::<Vec<_>>().join(", ")
        };
        (format!("{vi} (trường hợp: {})", named("chung")), format!("{en} (case: {})", named("common")))
    };
    said.into_iter().map(of_which).collect()
}

/// The term of what is handed in at a desk is the one that is prescribed; online it may be shorter.
fn terms(kinds: &[Kind<'_>], said: &Prescription, procedure: &Procedure) -> Vec<Words> {
    let mut all = each(kinds, |case| {
        let (asked, published) = (said.term_for(case)?, procedure.term_by(case, false));
        (published != Some(asked)).then(|| term("thời hạn", "term", asked, published))
    });
    all.extend(each(kinds, |case| {
        let (asked, published) = (said.term_for(case)?, procedure.term_by(case, true)?);
        let own = procedure.term_by(case, false) != Some(published);
        (own && !is_within(published, asked))
            .then(|| term("thời hạn khi nộp trực tuyến", "term online", asked, Some(published)))
    }));
    all
}

fn term(vi: &str, en: &str, asked: &Term, published: Option<&Term>) -> Words {
    let published_vi = published.map_or("không có thời hạn".to_owned(), Term::vi);
    let published_en = published.map_or("none".to_owned(), Term::to_string);
    (
        format!("{vi}: văn bản quy định {}, công bố {published_vi}", asked.vi()),
        format!("{en}: prescribed {asked}, published {published_en}"),
    )
}

/// Whether a term is surely not longer than another: phase by phase in time of the same sort. Between working time and days of the calendar
/// holidays decide, so that neither is taken for the shorter one.
fn is_within(one: &Term, other: &Term) -> bool {
    let minutes = |phase: &Phase| match *phase {
        Phase::WorkingHalfDays(halves) => Some(u64::from(halves) * HALF_DAY),
        Phase::WorkingMinutes(minutes) => Some(u64::from(minutes)),
        Phase::CalendarDays(_) => None,
    };
    let phase_within = |(one, other): (&Phase, &Phase)| match (one, other) {
        (Phase::CalendarDays(one), Phase::CalendarDays(other)) => one <= other,
        (one, other) => minutes(one).zip(minutes(other)).is_some_and(|(one, other)| one <= other),
    };
    let (one, other) = (one.phases(), other.phases());
    one.len() == other.len() && one.iter().zip(other).all(phase_within)
}

fn papers(kinds: &[Kind<'_>], said: &[ChecklistItem], published: &[ChecklistItem]) -> Vec<Words> {
    let mut all = Vec::new();
    for id in ids(said.iter().map(|item| &*item.id), published.iter().map(|item| &*item.id)) {
        for says in [paper_there, paper_required, paper_original] {
            all.extend(each(kinds, |case| says(paper_of(said, id, case), paper_of(published, id, case))));
        }
    }
    all
}

/// The paper of an id that a dossier of a case, or of none, is asked for.
fn paper_of<'a>(list: &'a [ChecklistItem], id: &str, case: Kind<'_>) -> Option<&'a ChecklistItem> {
    list.iter().find(|item| *item.id == *id && item.is_for(case))
}

fn paper_there(asked: Option<&ChecklistItem>, published: Option<&ChecklistItem>) -> Option<Words> {
    match (asked, published) {
        (None, Some(item)) => {
            let paper = named(&item.id, &item.name);
            let vi = format!("giấy tờ {paper}: đòi ngoài quy định của văn bản");
            Some((vi, format!("paper {paper}: asked for, and not prescribed")))
        }
        (Some(item), None) => {
            let paper = named(&item.id, &item.name);
            let vi = format!("giấy tờ {paper}: văn bản quy định, không công bố");
            Some((vi, format!("paper {paper}: prescribed, and not published")))
        }
        _ => None,
    }
}

fn paper_required(asked: Option<&ChecklistItem>, published: Option<&ChecklistItem>) -> Option<Words> {
    let (asked, published) = asked.zip(published)?;
    let paper = named(&published.id, &published.name);
    (asked.required != published.required).then(|| {
        if published.required {
            let vi = format!("giấy tờ {paper}: công bố bắt buộc, văn bản không bắt buộc");
            (
                vi,
                format!(
                    "paper {paper}: published as one that must be there, prescribed as one that need not"
                ),
            )
        } else {
            let vi = format!("giấy tờ {paper}: văn bản bắt buộc, công bố không bắt buộc");
            (
                vi,
                format!(
                    "paper {paper}: prescribed as one that must be there, published as one that need not"
                ),
            )
        }
    })
}

fn paper_original(asked: Option<&ChecklistItem>, published: Option<&ChecklistItem>) -> Option<Words> {
    let (asked, published) = asked.zip(published)?;
    let paper = named(&published.id, &published.name);
    (asked.original_first != published.original_first).then(|| {
        if published.original_first {
            let vi =
                format!("giấy tờ {paper}: công bố phải có bản chính mới giải quyết, văn bản không quy định");
            (vi, format!("paper {paper}: work waits for its original, which is not prescribed"))
        } else {
            let vi =
                format!("giấy tờ {paper}: văn bản quy định phải có bản chính mới giải quyết, không công bố");
            (
                vi,
                format!(
                    "paper {paper}: it is prescribed that work waits for its original, and not published"
                ),
            )
        }
    })
}

fn fees(kinds: &[Kind<'_>], said: &[Fee], published: &[Fee]) -> Vec<Words> {
    let mut all = Vec::new();
    for id in ids(said.iter().map(|fee| &*fee.id), published.iter().map(|fee| &*fee.id)) {
        for says in [fee_there, fee_amount, fee_online] {
            all.extend(each(kinds, |case| says(fee_of(said, id, case), fee_of(published, id, case))));
        }
    }
    all
}

/// The fee of an id that a dossier of a case, or of none, is asked for.
fn fee_of<'a>(list: &'a [Fee], id: &str, case: Kind<'_>) -> Option<&'a Fee> {
    list.iter().find(|fee| *fee.id == *id && fee.is_for(case))
}

fn fee_there(asked: Option<&Fee>, published: Option<&Fee>) -> Option<Words> {
    match (asked, published) {
        (None, Some(fee)) => {
            let (name, amount) = (named(&fee.id, &fee.name), fee.amount);
            let vi = format!("phí {name}: thu {amount} đồng ngoài quy định của văn bản");
            Some((vi, format!("fee {name}: {amount} đồng asked for, and not prescribed")))
        }
        (Some(fee), None) => {
            let (name, amount) = (named(&fee.id, &fee.name), fee.amount);
            let vi = format!("phí {name}: văn bản quy định {amount} đồng, không công bố");
            Some((vi, format!("fee {name}: prescribed {amount} đồng, and not published")))
        }
        _ => None,
    }
}

fn fee_amount(asked: Option<&Fee>, published: Option<&Fee>) -> Option<Words> {
    let (asked, published) = asked.zip(published)?;
    let sums = (asked.amount, published.amount);
    (sums.0 != sums.1).then(|| money("phí", "fee", published, sums))
}

/// Where the sum for what is handed in online is one of its own in either.
fn fee_online(asked: Option<&Fee>, published: Option<&Fee>) -> Option<Words> {
    let (asked, published) = asked.zip(published)?;
    let own = asked.online_amount.is_some() || published.online_amount.is_some();
    let sums = (asked.amount_online(), published.amount_online());
    (own && sums.0 != sums.1).then(|| money("phí nộp trực tuyến", "fee online", published, sums))
}

fn money(vi: &str, en: &str, fee: &Fee, (asked, published): (u64, u64)) -> Words {
    let name = named(&fee.id, &fee.name);
    (
        format!("{vi} {name}: văn bản quy định {asked} đồng, công bố {published} đồng"),
        format!("{en} {name}: prescribed {asked} đồng, published {published} đồng"),
    )
}

/// Each id once: those that are prescribed first.
fn ids<'a>(said: impl Iterator<Item = &'a str>, published: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let mut ids: Vec<&str> = said.collect();
    for id in published {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

fn named(id: &str, name: &str) -> String {
    if name.is_empty() || name == id { format!("“{id}”") } else { format!("“{name}” ({id})") }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use jiff::Timestamp;
    use jiff::civil::date;
    use lienthong_catalogue::{CaseTerm, Catalogue, Decision, Entry, ProcedureCase};
    use lienthong_names::{AgencyId, LegalBasisId};

    fn days(count: u32) -> Term {
        Term::working_days(count)
    }

    fn case(name: &str) -> CaseName {
        CaseName::new(name).unwrap()
    }

    fn paper(id: &str, name: &str) -> ChecklistItem {
        ChecklistItem {
            id: id.into(),
            name: name.into(),
            required: true,
            original_first: false,
            cases: Vec::new(),
        }
    }

    fn fee(id: &str, amount: u64) -> Fee {
        Fee { id: id.into(), name: "".into(), amount, online_amount: None, cases: Vec::new() }
    }

    fn blank() -> Procedure {
        let decision = Decision { number: "1".into(), date: date(2020, 1, 1), signer: "CT".into() };
        let procedure = Procedure::blank(ProcedureCode::new("1.1").unwrap(), decision, Timestamp::UNIX_EPOCH);
        Procedure { legal_bases: vec![LegalBasisId::new("ND").unwrap()], ..procedure }
    }

    fn prescription() -> Prescription {
        let procedure = blank().code;
        Prescription { procedure, term: None, case_terms: Vec::new(), papers: None, fees: None }
    }

    /// What is said in English of a version that stands on a document.
    fn told(said: Prescription, published: Procedure) -> Vec<String> {
        let basis = LegalBasis {
            id: LegalBasisId::new("ND").unwrap(),
            number: "1/2020/NĐ-CP".into(),
            title: "".into(),
            effective_on: date(2020, 1, 1),
            responsible: AgencyId::new("H22").unwrap(),
            publication_due: None,
            prescribes: vec![said],
        };
        let mut catalogue = Catalogue::default();
        catalogue.evolve(1, &Entry::LegalBasisRegistered(basis));
        let procedure = Box::new(published);
        catalogue.evolve(2, &Entry::ProcedurePublished { version: 1, procedure });
        let departures = of_version(catalogue.now(), &blank().code, 1);
        departures.into_iter().map(|departure| departure.words.1).collect()
    }

    #[test]
    fn what_differs_is_said_with_what_is_prescribed_and_what_was_published() {
        let said = Prescription {
            term: Some(days(5)),
            papers: Some(vec![paper("don", "Đơn"), paper("ban-ve", "Bản vẽ")]),
            fees: Some(vec![fee("phi", 50_000)]),
            ..prescription()
        };
        let published = Procedure {
            term: Some(days(7)),
            checklist: vec![paper("don", "Đơn đề nghị"), paper("ho-khau", "")],
            fees: vec![fee("phi", 60_000), fee("le-phi", 1)],
            ..blank()
        };
        assert_eq!(
            told(said.clone(), published),
            [
                "term: prescribed 5 working days, published 7 working days",
                "paper “Bản vẽ” (ban-ve): prescribed, and not published",
                "paper “ho-khau”: asked for, and not prescribed",
                "fee “phi”: prescribed 50000 đồng, published 60000 đồng",
                "fee “le-phi”: 1 đồng asked for, and not prescribed",
            ]
        );
        assert_eq!(told(said, Procedure { legal_bases: Vec::new(), ..blank() }), [""; 0]);
        assert_eq!(told(prescription(), Procedure { term: Some(days(9)), ..blank() }), [""; 0]);
        let none = Prescription { papers: Some(Vec::new()), fees: Some(Vec::new()), ..prescription() };
        assert_eq!(told(none.clone(), blank()), [""; 0]);
        let asks = Procedure { checklist: vec![paper("don", "")], ..blank() };
        assert_eq!(told(none, asks), ["paper “don”: asked for, and not prescribed"]);
    }

    #[test]
    fn what_differs_for_some_cases_is_said_of_those() {
        let of_case = |name: &str, days: Option<u32>| ProcedureCase {
            name: case(name),
            title: name.into(),
            term: days.map(Term::working_days),
            online_term: None,
        };
        let said = Prescription {
            term: Some(days(5)),
            case_terms: vec![CaseTerm { case: case("lớn"), term: days(9) }],
            papers: Some(vec![ChecklistItem { cases: vec![case("lớn")], ..paper("don", "") }]),
            ..prescription()
        };
        let published = |cases: Vec<ProcedureCase>, of: &[&str], case_required| Procedure {
            term: Some(days(5)),
            cases,
            checklist: vec![ChecklistItem {
                cases: of.iter().map(|name| case(name)).collect(),
                ..paper("don", "")
            }],
            case_required,
            ..blank()
        };
        let small = of_case("nhỏ", None);
        let as_it_is = published(vec![of_case("lớn", Some(9)), small.clone()], &["lớn"], false);
        assert_eq!(told(said.clone(), as_it_is), [""; 0]);
        let otherwise = published(vec![of_case("lớn", None), small], &["nhỏ"], false);
        assert_eq!(
            told(said.clone(), otherwise),
            [
                "term: prescribed 9 working days, published 5 working days (case: lớn)",
                "paper “don”: prescribed, and not published (case: lớn)",
                "paper “don”: asked for, and not prescribed (case: nhỏ)",
            ]
        );
        // Every dossier is of this case: that the paper is for all of them is the same as that it is for this one.
        assert_eq!(told(said.clone(), published(vec![of_case("lớn", Some(9))], &[], true)), [""; 0]);
        let common = published(vec![of_case("lớn", Some(9))], &[], false);
        assert_eq!(told(said, common), ["paper “don”: asked for, and not prescribed (case: common)"]);
    }

    #[test]
    fn a_term_is_within_another_where_nothing_of_it_is_surely_longer() {
        let rows = [
            ("4 working days", "5 working days", true),
            ("5.5 working days", "5 working days", false),
            ("8 working hours", "1 working day", true),
            ("481 working minutes", "1 working day", false),
            ("5 calendar days", "7 calendar days", true),
            ("7 calendar days", "5 working days", false),
            ("5 working days", "7 calendar days", false),
            ("2 calendar days, then 3 working days", "3 calendar days, then 3 working days", true),
            ("1 working day", "1 calendar day, then 1 working day", false),
        ];
        for (one, other, expected) in rows {
            let [one_term, other_term] = [one, other].map(|text| text.parse::<Term>().unwrap());
            assert_eq!(is_within(&one_term, &other_term), expected, "{one} within {other}");
        }
    }
}
