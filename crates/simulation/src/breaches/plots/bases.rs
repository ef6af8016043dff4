//! What the Office publishes otherwise than documents prescribe, and what looks like it: R23.

use crate::breaches::Trouble;
use crate::breaches::plan::{Plan, clock};
use crate::province;
use jiff::Timestamp;
use jiff::civil::{Date, date};
use lienthong_calendar::Term;
use lienthong_catalogue::{ChecklistItem, Command as Publication, Fee, LegalBasis, Prescription, Procedure};
use lienthong_names::{AgencyId, LegalBasisId, NameError, ProcedureCode, StreamKind, StreamName};

pub(super) fn plant(plan: &mut Plan) -> Result<(), Trouble> {
    for n in 0..3 {
        for breaks in [true, false] {
            published(plan, n, breaks)?;
        }
    }
    Ok(())
}

/// Ten working days, one paper and one fee are prescribed, and something else is published; or what is published only looks like it.
fn published(plan: &mut Plan, n: usize, breaks: bool) -> Result<(), Trouble> {
    let which = if breaks { n } else { n + 3 };
    let code = ProcedureCode::new(&format!("9.00020{which}"))?;
    let (first, later) = (format!("quy-dinh-{which}"), format!("quy-dinh-moi-{which}"));
    let at = clock(plan.day(13), 9, 0);
    let (said, usual) = (prescribed(&code), procedure(&code, at, &first)?);
    let (early, since) = (date(2020, 1, 1), date(2020, 10, 1));
    let registered = register(&first, early, Some(said.clone()))?;
    let acts = match (breaks, n) {
        (true, 0) => {
            let slower = Procedure { term: Some(Term::working_days(12)), ..usual };
            vec![registered, publish(slower)]
        }
        (true, 1) => {
            let checklist = vec![paper("don"), paper("ho-khau")];
            vec![registered, publish(Procedure { checklist, ..usual })]
        }
        // Recorded only when it is published: what is prescribed is said last.
        (true, _) => {
            let dearer = Procedure { fees: vec![fee(20_000)], ..usual };
            vec![register(&first, early, None)?, publish(dearer), registered]
        }
        // Faster online.
        (false, 0) => {
            let faster = Procedure { online_term: Some(Term::working_days(8)), ..usual };
            vec![registered, publish(faster)]
        }
        // A later document has another term, and the fee stays.
        (false, 1) => {
            let term = Some(Term::working_days(7));
            let changed = Prescription { term: term.clone(), papers: None, fees: None, ..said };
            let legal_bases = vec![LegalBasisId::new(&later)?, LegalBasisId::new(&first)?];
            let shorter = Procedure { term, legal_bases, ..usual };
            vec![registered, register(&later, since, Some(changed))?, publish(shorter)]
        }
        // Another version has taken the place of the one that is otherwise, before that could be seen.
        (false, _) => {
            let dearer = Procedure { fees: vec![fee(20_000)], ..usual.clone() };
            vec![register(&first, early, None)?, publish(dearer), publish(usual), registered]
        }
    };
    for act in acts {
        plan.publish(at, act)?;
    }
    let streams = vec![
        StreamName::new(StreamKind::Procedure, code.as_str())?,
        StreamName::new(StreamKind::LegalBasis, &first)?,
    ];
    plan.planted("R23.published_otherwise", breaks, streams);
    Ok(())
}

fn publish(procedure: Procedure) -> Publication {
    Publication::PublishProcedure(Box::new(procedure))
}

fn register(id: &str, effective_on: Date, said: Option<Prescription>) -> Result<Publication, NameError> {
    Ok(Publication::RegisterLegalBasis(LegalBasis {
        id: LegalBasisId::new(id)?,
        number: format!("{id}/2020/NĐ-CP (hư cấu)").into(),
        title: "Nghị định (hư cấu)".into(),
        effective_on,
        responsible: AgencyId::new("H22.11")?,
        publication_due: None,
        prescribes: said.into_iter().collect(),
    }))
}

fn prescribed(code: &ProcedureCode) -> Prescription {
    Prescription {
        procedure: code.clone(),
        term: Some(Term::working_days(10)),
        case_terms: Vec::new(),
        papers: Some(vec![paper("don")]),
        fees: Some(vec![fee(10_000)]),
    }
}

/// As it is prescribed.
fn procedure(code: &ProcedureCode, at: Timestamp, basis: &str) -> Result<Procedure, NameError> {
    Ok(Procedure {
        name: "Thủ tục theo văn bản (hư cấu)".into(),
        field: "Thử nghiệm".into(),
        term: Some(Term::working_days(10)),
        checklist: vec![paper("don")],
        fees: vec![fee(10_000)],
        fictitious: true,
        legal_bases: vec![LegalBasisId::new(basis)?],
        ..Procedure::blank(code.clone(), province::decision("32/QĐ-UBND"), at)
    })
}

fn paper(id: &str) -> ChecklistItem {
    ChecklistItem { id: id.into(), name: id.into(), required: true, original_first: false, cases: Vec::new() }
}

fn fee(amount: u64) -> Fee {
    Fee { id: "le-phi".into(), name: "Lệ phí".into(), amount, online_amount: None, cases: Vec::new() }
}
