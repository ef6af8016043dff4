//! What came of a comparison, as people and programs read it; always with what it cannot show.

use super::{Answer, said, say};
use crate::cli::Format;
use crate::failure::Outcome;
use crate::output;
use lienthong_inspection::bound::{self, Counted};
use lienthong_inspection::reconcile::{Item, LIMITS, Reconciled, Side};
use serde_json::{Value, json};

/// What a row of a table has.
const COLUMNS: [&str; 8] = ["kind", "row", "dossier", "field", "register", "ledger", "record", "vi"];

/// All of it.
pub(super) fn answer(answer: &Answer, format: Format) -> Outcome {
    let items = &answer.came.items;
    match format {
        Format::Json => return output::json(&whole(answer, items.iter().map(item).collect())),
        Format::Table => {
            aside(answer);
            output::columns(&COLUMNS, &items.iter().map(item).collect::<Vec<_>>(), format)?;
        }
        Format::Csv => {
            aside(answer);
            output::csv(&[COLUMNS.map(ToOwned::to_owned).to_vec()])?;
            // Of a register that is another agency's all is missing: not all of that is held as text at once.
            for some in items.chunks(1000) {
                output::csv(&some.iter().map(|one| cells(&item(one))).collect::<Vec<_>>())?;
            }
        }
    }
    LIMITS.iter().for_each(|(vi, en)| say(vi, en));
    Ok(())
}

fn cells(item: &Value) -> Vec<String> {
    let cell = |name: &&str| match &item[*name] {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    COLUMNS.iter().map(cell).collect()
}

/// What is said beside the rows of a table.
fn aside(answer: &Answer) {
    let (came, days) = (&answer.came, (said(answer.period.from), said(answer.period.to)));
    let told = rate(came);
    say(
        &format!(
            "{}: {} dòng từ {} đến {}; {} có trong sổ cái, {} khớp hoàn toàn; {} dòng ngoài kỳ",
            answer.agency, came.rows, days.0, days.1, came.in_ledger, came.agreeing, came.left_out
        ),
        &format!(
            "{}: {} rows from {} to {}; {} in the ledger, {} agreeing in everything; {} rows outside the period",
            answer.agency, came.rows, days.0, days.1, came.in_ledger, came.agreeing, came.left_out
        ),
    );
    say(&told.vi, &told.en);
    if came.untied > 0 {
        say(
            &format!("{} số không gắn với hồ sơ nào theo kê khai của cơ quan", came.untied),
            &format!("{} numbers concern no dossier, as the agency declared", came.untied),
        );
    }
}

fn rate(came: &Reconciled) -> lienthong_inspection::attribution::spelled::Both {
    bound::told(came.outside(), came.rows, Counted::Rows)
}

fn whole(answer: &Answer, items: Vec<Value>) -> Value {
    let (came, outside) = (&answer.came, answer.came.outside());
    let between = bound::interval(outside, came.rows);
    let told = rate(came);
    let ledgers: Vec<Value> = answer
        .sizes
        .iter()
        .map(|(origin, size)| json!({ "origin": origin.as_str(), "size": size }))
        .collect();
    json!({
        "agency": answer.agency.as_str(),
        "register": {
            "file": answer.file,
            "side": answer.mapping.book.side.as_str(),
            "rows": answer.read.counted.rows,
            "skipped": answer.read.counted.skipped,
        },
        "ledgers": ledgers,
        "period": { "from": answer.period.from, "to": answer.period.to },
        "rows": came.rows,
        "in_ledger": came.in_ledger,
        "agreeing": came.agreeing,
        "outside": outside,
        "left_out": came.left_out,
        "untied": came.untied,
        "outside_rate": {
            "at_least": between.map(|between| between.low),
            "at_most": between.map(|between| between.high),
            "at_most_one_sided": bound::at_most(outside, came.rows),
            "level": bound::LEVEL,
            "vi": told.vi,
            "en": told.en,
        },
        "counts": came.counts(),
        "items": items,
        "limits": LIMITS.iter().map(|(vi, en)| json!({ "vi": vi, "en": en })).collect::<Vec<_>>(),
    })
}

fn item(item: &Item) -> Value {
    let told = item.told();
    let mut value = json!({
        "kind": item.kind(),
        "row": match item.side() {
            Side::Register(row) => Some(row),
            Side::Ledger => None,
        },
        "dossier": item.dossier(),
        "record": item.record().map(ToString::to_string),
        "vi": told.vi,
        "en": told.en,
    });
    let mut put = |name: &str, what: Value| value[name] = what;
    match item {
        Item::MissingHere { .. } => {}
        Item::MissingThere { received, .. } => put("received", json!(received)),
        Item::Differs { field, register, ledger, .. } => {
            put("field", json!(field.as_str()));
            put("register", json!(register));
            put("ledger", json!(ledger));
        }
        Item::LikelyTypo { written, .. } => put("register", json!(written)),
        Item::Double { first, .. } => put("first", json!(first)),
        Item::NumbersSkipped { year, first, last, after, .. } => {
            put("year", json!(year));
            put("numbers", json!([first, last]));
            put("after", json!(after));
        }
        Item::NumberTwice { first, year, number, .. } => {
            put("year", json!(year));
            put("numbers", json!([number, number]));
            put("first", json!(first));
        }
        Item::OutOfOrder { year, number, .. } => {
            put("year", json!(year));
            put("numbers", json!([number, number]));
        }
        Item::DeclaredAbsent { year, number, day, .. } => {
            put("year", json!(year));
            put("numbers", json!([number, number]));
            put("declared_of", json!(day));
        }
    }
    value
}
