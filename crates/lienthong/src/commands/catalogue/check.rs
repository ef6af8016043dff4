//! `lienthong catalogue check FOLDER`: whether a province's files say what can be published, before anybody publishes it.

use super::files::Files;
use crate::cli::Format;
use crate::failure::{Failure, Outcome};
use crate::output;
use lienthong_interop::province::{Fault, Province, files_of};
use serde_json::json;
use std::path::Path;

/// Runs it.
pub fn run(folder: &Path, format: Format) -> Outcome {
    let read = files_of(folder).map_err(|fault| vec![fault]).and_then(|files| Province::read(&files));
    match read {
        Ok(province) => {
            let files = Files { province };
            whole(&files.province, format)?;
            files.notes_of_rules(|_| 1).iter().for_each(|note| output::say(&format!("note: {note}")));
            Ok(())
        }
        Err(faults) => {
            told(&faults, format)?;
            Err(refused(folder, &faults))
        }
    }
}

/// That there are mistakes, told by the code of the first.
pub(super) fn refused(folder: &Path, faults: &[Fault]) -> Failure {
    let code = faults.first().map_or("LT0130", |fault| fault.mistake.code());
    Failure::no(code, format!("{}: {} to correct, nothing was published", folder.display(), faults.len()))
}

fn whole(province: &Province, format: Format) -> Outcome {
    let counts = [
        ("agencies", province.agencies.len()),
        ("procedures", province.procedures.len()),
        ("processes", province.procedures.iter().map(|worked| worked.processes.len()).sum()),
        ("changes", province.changes.len()),
        ("publications", province.commands.len()),
    ];
    let rows = || counts.iter().map(|(name, count)| vec![(*name).to_owned(), count.to_string()]);
    match format {
        Format::Json => {
            let counts: serde_json::Map<_, _> =
                counts.iter().map(|(name, count)| ((*name).to_owned(), json!(count))).collect();
            output::json(&json!({ "unit": province.unit, "faults": [], "counts": counts }))
        }
        Format::Table | Format::Csv => output::rows(&rows().collect::<Vec<_>>(), format),
    }
}

/// Each mistake.
pub(super) fn told(faults: &[Fault], format: Format) -> Outcome {
    let line = |fault: &Fault| fault.line.map(|line| line.to_string()).unwrap_or_default();
    let row = |fault: &Fault| {
        let code = fault.mistake.code().to_owned();
        vec![code, fault.file.clone(), line(fault), fault.field.clone(), fault.what.clone()]
    };
    match format {
        Format::Json => {
            let faults: Vec<_> = faults
                .iter()
                .map(|fault| {
                    json!({
                        "code": fault.mistake.code(),
                        "file": fault.file,
                        "line": fault.line,
                        "field": fault.field,
                        "text": fault.to_string(),
                    })
                })
                .collect();
            output::json(&json!({ "faults": faults }))
        }
        // A sentence says what to do, too.
        Format::Table => {
            output::table(&faults.iter().map(|fault| vec![fault.to_string()]).collect::<Vec<_>>())
        }
        Format::Csv => {
            let head = ["code", "file", "line", "field", "what"].map(ToOwned::to_owned).to_vec();
            output::csv(&std::iter::once(head).chain(faults.iter().map(row)).collect::<Vec<_>>())
        }
    }
}
