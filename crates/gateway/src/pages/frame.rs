//! What stands around every page: language, clock, position, navigation.

use crate::Gateway;
use crate::answers::AsOf;
use crate::shown::{address, moment, positions};
use crate::words::{Lang, Words};
use axum::http::{HeaderMap, header};
use std::collections::BTreeMap;

/// Name of the cookie and of the parameter that say the language.
const LANG: &str = "lang";

/// Parameters of a page's address.
pub(super) type Asked = BTreeMap<String, String>;

/// The frame of one page.
pub(super) struct Frame {
    pub(super) w: Words,
    /// The navigation's link that is this page.
    pub(super) here: &'static str,
    /// This page in the other language.
    pub(super) other: String,
    pub(super) demo: bool,
    /// The gateway's clock, as it is shown.
    pub(super) now: String,
    /// As of which records.
    pub(super) as_of: String,
}

impl Frame {
    pub(super) fn new(
        gateway: &Gateway,
        headers: &HeaderMap,
        asked: &Asked,
        here: &'static str,
        path: &str,
    ) -> Self {
        let w = Words::new(language(headers, asked));
        let rest = asked
            .iter()
            .filter(|(name, _)| *name != LANG)
            .map(|(name, value)| (name.as_str(), value.clone()));
        let other = address(path, rest.chain([(LANG, w.lang.other().code().to_owned())]));
        Self {
            w,
            here,
            other,
            demo: gateway.options.demo,
            now: moment(gateway.clock.now()),
            as_of: String::new(),
        }
    }

    pub(super) fn stating(mut self, as_of: &AsOf) -> Self {
        self.as_of = if as_of.is_empty() { self.w.t("asof.empty").to_owned() } else { positions(as_of) };
        self
    }

    pub(super) fn links(&self) -> [(&'static str, &'static str); 8] {
        [
            ("/", "nav.overview"),
            ("/dossiers", "nav.dossiers"),
            ("/consultations", "nav.consultations"),
            ("/rejections", "nav.rejections"),
            ("/findings", "nav.findings"),
            ("/agencies", "nav.agencies"),
            ("/procedures", "nav.procedures"),
            ("/about", "nav.about"),
        ]
    }
}

/// The language that the address asks for, else the cookie's, else Vietnamese.
pub(super) fn language(headers: &HeaderMap, asked: &Asked) -> Lang {
    let of_cookie = || {
        headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(name, _)| *name == LANG)
            .and_then(|(_, code)| Lang::of_code(code))
    };
    asked.get(LANG).and_then(|code| Lang::of_code(code)).or_else(of_cookie).unwrap_or_default()
}

/// A cookie that remembers the language that an address asked for.
pub(super) fn cookie(asked: &Asked) -> Option<String> {
    let lang = asked.get(LANG).and_then(|code| Lang::of_code(code))?;
    Some(format!("{LANG}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly", lang.code()))
}
