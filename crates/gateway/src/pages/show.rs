//! A page, or the page that says why there is none.

use super::frame::{Asked, Frame, cookie};
use crate::Gateway;
use crate::failure::Failure;
use askama::Template;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// What every page needs of its request.
pub(super) struct Shown<'a> {
    pub(super) gateway: &'a Gateway,
    pub(super) headers: &'a HeaderMap,
    pub(super) asked: &'a Asked,
    /// The navigation's link that is this page.
    pub(super) here: &'static str,
    /// This page's own path.
    pub(super) path: &'a str,
}

impl Shown<'_> {
    pub(super) fn frame(&self) -> Frame {
        Frame::new(self.gateway, self.headers, self.asked, self.here, self.path)
    }

    pub(super) fn page(&self, rendered: Result<impl Template, Failure>) -> Response {
        let (status, html) = match rendered.and_then(|page| render(&page)) {
            Ok(html) => (StatusCode::OK, html),
            Err(failure) => {
                let page =
                    ErrorPage { f: self.frame(), vi: &failure.vi, en: &failure.en, code: &failure.code };
                match page.render() {
                    Ok(html) => (failure.status, html),
                    Err(_) => return failure.into_response(),
                }
            }
        };
        let mut response = (status, Html(html)).into_response();
        if let Some(cookie) = cookie(self.asked).and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }
}

/// Fills a template. It writes into a text, which cannot fail but for a template that says so.
pub(super) fn render(page: &impl Template) -> Result<String, Failure> {
    page.render().map_err(|error| Failure::not_understood("page", &error))
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    f: Frame,
    vi: &'a str,
    en: &'a str,
    code: &'a str,
}

/// An address that nothing stands at.
pub(crate) async fn nothing_here(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    uri: OriginalUri,
) -> Response {
    let failure = Failure::not_found(uri.path());
    refused(&gateway, &headers, &uri, failure)
}

/// An address that takes other methods.
pub(crate) async fn wrong_method(
    State(gateway): State<Gateway>,
    headers: HeaderMap,
    uri: OriginalUri,
) -> Response {
    refused(&gateway, &headers, &uri, Failure::method())
}

/// The API answers in JSON, the rest with a page.
fn refused(gateway: &Gateway, headers: &HeaderMap, uri: &OriginalUri, failure: Failure) -> Response {
    let path = uri.path();
    if path == "/api" || path.starts_with("/api/") {
        return failure.into_response();
    }
    let asked = Asked::new();
    let shown = Shown { gateway, headers, asked: &asked, here: "", path: "/" };
    shown.page(Err::<ErrorPage<'_>, Failure>(failure))
}
