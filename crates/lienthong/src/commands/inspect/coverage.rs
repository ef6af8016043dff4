//! `lienthong inspect coverage`: how much went through the system, as far as that leaves a trace; with its limits beside it.

use crate::cli::{CoverageOf, Format, Listed, Look};
use crate::failure::Outcome;
use crate::output;
use crate::reading::{Reading, named_agency};
use jiff::Timestamp;
use lienthong_inspection::bound;
use lienthong_inspection::coverage::samples::NotShown;
use lienthong_inspection::coverage::{Coverage, Detector, Gap, Period, Report, Row};
use serde_json::{Value, json};

/// Said with every figure of coverage.
const LIMITS_VI: &str = "Việc chuyển giao trên giấy không để lại dấu vết ở bất cứ đâu thì không thể nhìn thấy; ngày không kê khai là không rõ. Con số này \
    không chứng minh 100%. Số được rút mà chưa đưa văn bản ra là không rõ, không tính vào số nằm trong.";
/// The same in English.
const LIMITS_EN: &str = "A transfer on paper that leaves no trace anywhere cannot be seen, and a day that was not declared is unknown: this is never \
    proof of 100%. What was drawn and not shown is unknown, and not counted as inside.";

/// Runs it.
pub(super) async fn run(CoverageOf { list, look }: &CoverageOf) -> Outcome {
    let (report, loosened, as_of) = reported(look).await?;
    match (look.of.format, list) {
        (Format::Json, _) => whole(&report, &loosened, as_of),
        (format, None) => figures(&report, &loosened, as_of, format),
        (format, Some(Listed::Gaps)) => {
            let gaps: Vec<Value> = report.gaps.iter().map(of_gap).collect();
            output::columns(&["detector", "agency", "dossier", "at", "record", "vi"], &gaps, format)
        }
        (format, Some(Listed::NotShown)) => {
            let numbers: Vec<Value> = report.not_shown.iter().map(of_number).collect();
            let names = ["agency", "day", "side", "book", "year", "number", "drawn_at", "due", "record"];
            output::columns(&names, &numbers, format)
        }
    }
}

/// The report, the rules that are switched off, and what counted as now.
async fn reported(what: &Look) -> Outcome<(Report, Vec<String>, Timestamp)> {
    let agency = named_agency(what.agency.as_deref())?;
    let mut coverage = Coverage::default();
    let reading = Reading::open(&what.of.source).await?;
    let inspected = super::inspect_also(&reading, what.of.now, &mut |told| coverage.take(told)).await?;
    let period = Period { from: what.from.unwrap_or(Timestamp::MIN), to: what.to.unwrap_or(Timestamp::MAX) };
    let view = inspected.catalogue();
    let mut report = coverage.report(&inspected.findings, view, period, inspected.as_of);
    let loosened: Vec<String> = view
        .switches(inspected.as_of)
        .iter()
        .filter(|switch| switch.off)
        .map(|switch| switch.rule.to_string())
        .collect();
    if let Some(agency) = &agency {
        report.agencies.retain(|known, _| known == agency);
        report.gaps.retain(|gap| gap.agency == *agency);
        report.not_shown.retain(|number| number.agency == *agency);
        report.whole = report.agencies.get(agency).cloned().unwrap_or_default();
    }
    Ok((report, loosened, inspected.as_of))
}

fn rows_of(report: &Report) -> Vec<Value> {
    report.agencies.iter().map(|(agency, row)| of_row(agency.as_str(), row)).collect()
}

fn whole(report: &Report, loosened: &[String], as_of: Timestamp) -> Outcome {
    output::json(&json!({
        "as_of": as_of.to_string(),
        "whole": of_row("", &report.whole),
        "agencies": rows_of(report),
        "gaps": report.gaps.iter().map(of_gap).collect::<Vec<_>>(),
        "numbers_not_shown": report.not_shown.iter().map(of_number).collect::<Vec<_>>(),
        "detectors": Detector::ALL.map(Detector::as_str),
        "rules_switched_off": loosened,
        "limits_vi": LIMITS_VI,
        "limits_en": LIMITS_EN,
    }))
}

fn figures(report: &Report, loosened: &[String], as_of: Timestamp, format: Format) -> Outcome {
    let mut rows = rows_of(report);
    // Who was sent nothing, did nothing and declared nothing of a period in which nothing was asked of it says nothing here.
    rows.retain(|row| row["traced"] != 0 || row["days_declared"] != 0 || row["days_missing"] != 0);
    if report.agencies.len() > 1 {
        rows.push(of_row("", &report.whole));
    }
    let names = [
        "agency",
        "coverage",
        "two_ended",
        "by_paper",
        "one_ended",
        "without_transfer",
        "outside",
        "days_declared",
        "days_missing",
        "numbers",
        "tied",
        "drawn",
        "not_shown",
        "sample",
    ];
    output::columns(&names, &rows, format)?;
    output::say(&format!(
        "{} gap(s) found by {} detectors, {} declaration(s) missing, as of {as_of}",
        report.gaps.len(),
        Detector::ALL.len(),
        report.whole.missing.len(),
    ));
    let sample = report.whole.sample();
    if report.whole.drawn > 0 {
        output::say(&format!("rút mẫu: {}; {} số quá hạn chưa đưa ra", sample.vi, report.whole.not_shown));
        output::say(&format!("sample: {}; {} not shown in time", sample.en, report.whole.not_shown));
    }
    if !loosened.is_empty() {
        output::say(&format!("rules switched off by decision: {}", loosened.join(", ")));
    }
    output::say(LIMITS_VI);
    output::say(LIMITS_EN);
    Ok(())
}

fn of_row(agency: &str, row: &Row) -> Value {
    let coverage = match row.per_mille() {
        None => "-".to_owned(),
        // Nothing is known of a day that was not declared: no gap is no 100% then.
        Some(1000) if !row.missing.is_empty() => "unknown".to_owned(),
        Some(tenths) => format!("{}.{}%", tenths / 10, tenths % 10),
    };
    let sample = row.sample();
    json!({
        "agency": agency,
        "since": row.since.map(|since| since.to_string()),
        "coverage": coverage,
        "traced": row.traced(),
        "two_ended": row.two_ended,
        "by_paper": row.by_paper,
        "one_ended": row.one_ended,
        "without_transfer": row.without_transfer,
        "outside": row.outside,
        "days_declared": row.declared,
        "days_missing": row.missing.len(),
        "missing": row.missing.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "numbers": row.numbers,
        "tied": row.tied,
        "drawn": row.drawn,
        "shown": row.shown,
        "shown_outside": row.shown_outside,
        "not_shown": row.not_shown,
        "at_most": bound::at_most(row.shown_outside, row.shown),
        "sample": sample.vi,
        "sample_en": sample.en,
    })
}

fn of_gap(gap: &Gap) -> Value {
    json!({
        "detector": gap.detector.as_str(),
        "agency": gap.agency.as_str(),
        "dossier": gap.dossier.as_ref().map(|code| code.as_str()),
        "at": gap.at.to_string(),
        "record": gap.place.to_string(),
        "vi": gap.vi,
        "en": gap.en,
    })
}

fn of_number(number: &NotShown) -> Value {
    json!({
        "agency": number.agency.as_str(),
        "day": number.day.to_string(),
        "side": number.of.book.side.as_str(),
        "book": &*number.of.book.name,
        "year": number.of.book.year,
        "number": number.of.number,
        "drawn_at": number.at.to_string(),
        "due": number.due.to_string(),
        "record": number.place.to_string(),
    })
}
