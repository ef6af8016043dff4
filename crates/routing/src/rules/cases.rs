//! Which case (trường hợp) of its procedure a dossier is of: what it is asked for, within what term and by which process turn on it.

use crate::case::Case;
use crate::grounds::{CASE_MISSING, NO_CASE, OTHER_CASE};
use lienthong_catalogue::Procedure;
use lienthong_dossier::Check;
use lienthong_names::CaseName;

/// The procedure has the case that is named; and one is named where there is no common one.
pub(crate) fn check(procedure: &Procedure, named: Option<&CaseName>) -> Check {
    let code = &procedure.code;
    match named {
        Some(name) => known(procedure, "case", name.as_str()),
        None if procedure.case_required => {
            let names: Vec<&str> = procedure.cases.iter().map(|case| case.name.as_str()).collect();
            let names = names.join("; ");
            CASE_MISSING.refuse(
                "case",
                format!("phải nêu trường hợp của thủ tục {code}: {names}"),
                format!("a dossier of procedure {code} is of one of its cases: {names}"),
            )
        }
        None => Ok(()),
    }
}

/// The procedure has the case.
pub(crate) fn known(procedure: &Procedure, field: &str, name: &str) -> Check {
    if procedure.cases.iter().any(|case| case.name.as_str() == name) {
        return Ok(());
    }
    NO_CASE.refuse(
        field,
        format!("thủ tục {} không có trường hợp `{name}`", procedure.code),
        format!("procedure {} has no case `{name}`", procedure.code),
    )
}

/// What was registered keeps its case, whether that is named again or not.
pub(crate) fn same(case: &Case<'_>, named: Option<&CaseName>) -> Check {
    match named.filter(|_| case.dossier.exists()) {
        Some(name) if case.dossier.case() != Some(name) => OTHER_CASE.refuse(
            "case",
            format!("hồ sơ {} không được đăng ký theo trường hợp `{name}`", case.code),
            format!("dossier {} was not registered under case `{name}`", case.code),
        ),
        _ => Ok(()),
    }
}
