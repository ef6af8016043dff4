//! Confidential opinions (DOMAIN section 7): in the open digest by hash and treatment. What they say is for who asked and who answered.

use super::r03_asked::name;
use crate::grounds::{BOTH, REPEATED};
use lienthong_dossier::{Check, Consultation, DigestItem, Quote};
use lienthong_names::Refusal;

/// A confidential opinion reaches who asked by its delivery, which says nothing of one that was given closed; and the page on which that
/// is read once it is opened is for all.
pub(crate) fn not_closed_too(confidential: bool, closed: bool) -> Check {
    if !(confidential && closed) {
        return Ok(());
    }
    BOTH.refuse(
        "confidential",
        "ý kiến niêm kín được mở cho mọi nơi cùng đọc, nên không đồng thời là ý kiến bảo mật",
        "closed opinions are opened for all, so that they are not confidential as well",
    )
}

/// Of a confidential letter no words are typed into the digest, which everybody who was asked is told. A range of bytes says none.
pub(crate) fn repeated(consultation: &Consultation, digest: &[DigestItem]) -> Vec<Refusal> {
    let typed = |item: &&DigestItem| item.quotes.iter().any(|quote| matches!(quote, Quote::Page { .. }));
    let refusal = |item: &DigestItem| {
        REPEATED.refusal(
            "digest.quotes",
            format!("ý kiến của {} là ý kiến bảo mật: không chép lời vào bảng tổng hợp", name(&item.from)),
            format!(
                "the opinion of {} is confidential: its words are not repeated in the digest",
                name(&item.from)
            ),
        )
    };
    digest.iter().filter(|_| consultation.confidential).filter(typed).map(refusal).collect()
}
