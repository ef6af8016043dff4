//! `lienthong flow net`: a process as a Petri net, from a file or from what is published.

use crate::cli::{ProcessFile, Source};
use crate::failure::{Exit, Failure, Outcome};
use crate::names::CatalogueNames;
use crate::output;
use crate::reading::Reading;
use jiff::Timestamp;
use lienthong_inspection::flow::{Net, NetError};
use lienthong_interop::province::{Fault, Mistake, steps_of};
use lienthong_names::{CaseName, ProcedureCode};
use std::path::Path;

/// Runs it.
pub async fn run(
    from: &Source,
    procedure: Option<&str>,
    at: Option<Timestamp>,
    file: &ProcessFile,
) -> Outcome {
    if let Some(path) = &file.process {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        return output::out(&of_file(path, file.case.as_deref())?.to_pnml(&name));
    }
    let Some(code) = procedure else {
        return Err(no_process("say which process: --process FILE, or --procedure CODE of a ledger"));
    };
    let wrong = |option: &str, error: lienthong_names::NameError| {
        Failure::usage("LT0908", format!("{option}: {error}"))
    };
    let code = ProcedureCode::new(code).map_err(|e| wrong("--procedure", e))?;
    let case = file.case.as_deref().map(CaseName::new).transpose().map_err(|e| wrong("--case", e))?;
    let reading = Reading::open(from).await?;
    let catalogue = CatalogueNames::read(&reading.site).await?.into_catalogue();
    let at = at.unwrap_or_else(Timestamp::now);
    let Some((version, process)) = catalogue.now().process(&code, case.as_ref(), at) else {
        return Err(no_process(&format!("of procedure {code} no process is in force then")));
    };
    let net =
        Net::of(&process.steps).map_err(|e| refused(&format!("process of {code}, version {version}"), &e))?;
    output::out(&net.to_pnml(&format!("{code}, version {version}")))
}

/// The net of the process in a file.
pub fn of_file(path: &Path, case: Option<&str>) -> Outcome<Net> {
    let file = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        let what = error.to_string();
        told(&Fault {
            mistake: Mistake::Unreadable,
            file: file.clone(),
            line: None,
            field: String::new(),
            what,
        })
    })?;
    let steps = steps_of(&file, &text, case).map_err(|faults| match faults.split_first() {
        Some((first, others)) => {
            others.iter().for_each(|fault| output::say(&fault.to_string()));
            told(first)
        }
        None => no_process(&format!("{file}: there is no process in it")),
    })?;
    Net::of(&steps).map_err(|error| refused(&file, &error))
}

fn told(fault: &Fault) -> Failure {
    Failure::coded(Exit::Usage, fault.mistake.code(), fault)
}

/// A process that has no net.
pub fn refused(of: &str, error: &NetError) -> Failure {
    Failure::usage(error.code(), format!("{of}: {error}"))
}

/// Nothing says on which process.
pub fn no_process(text: &str) -> Failure {
    Failure::usage("LT0974", text)
}
