//! One procedure: what it says, how it is worked as a drawing and as a table, and what each version says otherwise than the one
//! before.

use super::frame::{Asked, Frame};
use super::show::Shown;
use crate::Gateway;
use crate::answers::{ProcedureAnswer, ProcessShown, PublishedProcedure, VersionRow};
use crate::asking::of_address;
use crate::extract::{Path, Query};
use crate::failure::Failure;
use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde_json::Value;

#[derive(Template)]
#[template(path = "procedure.html")]
struct ProcedurePage {
    f: Frame,
    p: PublishedProcedure,
}

pub(super) async fn procedure(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    code: Result<Path<String>, Failure>,
    Query(asked): Query<Asked>,
) -> Response {
    let path =
        code.as_ref().map_or_else(|_| "/procedures".to_owned(), |Path(code)| super::procedure_path(code));
    let shown =
        Shown { gateway: &gateway, headers: &headers, asked: &asked, here: "/procedures", path: &path };
    let page = async {
        let Path(code) = code?;
        let mut parameters = of_address(&asked)?;
        parameters.insert("code".to_owned(), Value::String(code));
        let a: ProcedureAnswer = gateway.ask_for("procedure", parameters).await?;
        Ok(ProcedurePage { f: shown.frame().stating(&a.as_of), p: a.procedure })
    };
    shown.page(page.await)
}

impl ProcedurePage {
    /// The drawing of its process.
    fn drawn(&self, process: &ProcessShown) -> String {
        super::diagram::process(process, &self.p.name, &self.f.w)
    }

    /// The versions of both, each with the key of what it is a version of.
    fn histories(&self) -> [(&'static str, &[VersionRow]); 2] {
        [("procedure.versions", &self.p.versions), ("procedure.process_versions", &self.p.process_versions)]
    }
}
