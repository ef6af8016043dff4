//! R09: the digest holds every opinion, by hash and version, each taken up. Directive 1b: "thể hiện đầy đủ, trung thực
//! các ý kiến".

use super::r03_asked::name;
use crate::grounds::R09_DIGEST;
use lienthong_dossier::{Consultation, DigestItem, Opinion, Participant, Request, Treatment};
use lienthong_names::Refusal;
use lienthong_protocol::opinion_sha256;

/// What speaks against a digest: an opinion left out, quoted otherwise than given, a passage that is not in it, one named twice or never
/// given; a refusal to take one up without a word why. All of it at once.
pub(crate) fn check(consultation: &Consultation, digest: &[DigestItem]) -> Vec<Refusal> {
    let left_out = consultation
        .opinions()
        .filter(|(from, request, _)| !digest.iter().any(|item| is_about(item, from, request)))
        .map(|(from, request, _)| left_out(from, request));
    let entries: Vec<Entry<'_>> = digest.iter().map(|item| Entry::of(consultation, item)).collect();
    let wrong = entries.iter().enumerate().filter_map(|(at, entry)| wrong(digest, at, entry));
    let misquoted = entries.iter().enumerate().flat_map(|(at, entry)| misquoted(at, entry));
    left_out.chain(wrong).chain(misquoted).collect()
}

/// An item beside the opinion that it is about; a text is hashed once, however much is asked of it.
struct Entry<'a> {
    item: &'a DigestItem,
    given: Option<&'a Opinion>,
    as_given: bool,
}

impl<'a> Entry<'a> {
    fn of(consultation: &'a Consultation, item: &'a DigestItem) -> Self {
        let about = consultation.opinions().find(|(from, request, _)| is_about(item, from, request));
        let given = about.map(|(_, _, opinion)| opinion);
        Self { item, given, as_given: given.is_some_and(|opinion| is_as_given(item, opinion)) }
    }
}

fn is_about(item: &DigestItem, from: &Participant, request: &Request) -> bool {
    item.from == *from && item.round == request.round
}

fn left_out(from: &Participant, request: &Request) -> Refusal {
    R09_DIGEST.refusal(
        "digest",
        format!("bảng tổng hợp thiếu ý kiến lần {} của {}", request.round, name(from)),
        format!("the digest leaves out the opinion of {} in round {}", name(from), request.round),
    )
}

fn wrong(digest: &[DigestItem], at: usize, entry: &Entry<'_>) -> Option<Refusal> {
    let Entry { item, given, as_given } = *entry;
    let field = format!("digest[{at}]");
    let who = name(&item.from);
    let Some(opinion) = given else {
        return Some(R09_DIGEST.refusal(
            &field,
            format!("{who} không có ý kiến nào ở lần {}", item.round),
            format!("{who} gave no opinion in round {}", item.round),
        ));
    };
    if digest.iter().take(at).any(|other| other.from == item.from && other.round == item.round) {
        return Some(R09_DIGEST.refusal(
            &field,
            format!("ý kiến lần {} của {who} có hai lần trong bảng tổng hợp", item.round),
            format!("the opinion of {who} in round {} stands twice in the digest", item.round),
        ));
    }
    if !as_given {
        return Some(R09_DIGEST.refusal(
            &field,
            format!("ý kiến của {who} không đúng bản mới nhất (bản {})", opinion.version),
            format!("the opinion of {who} is not as given in its latest version, {}", opinion.version),
        ));
    }
    if item.treatment != Treatment::Accepted && item.explanation.trim().is_empty() {
        return Some(R09_DIGEST.refusal(
            &field,
            format!("ý kiến của {who} không được tiếp thu đầy đủ mà không có giải trình"),
            format!("the opinion of {who} is not fully taken up, and nothing explains why"),
        ));
    }
    None
}

/// In its latest version, by its hash, and, where it is secret, by the paper that carries it.
fn is_as_given(item: &DigestItem, opinion: &Opinion) -> bool {
    item.version == opinion.version
        && item.text_sha256 == opinion_sha256(opinion)
        && item.paper == opinion.secret
}

/// Passages that are not there to be quoted: each is taken from the text of the version as it was given, byte by byte; a letter that
/// has no text beside it is quoted by page. Of an opinion that was given closed the words are taken from its text where they are shown.
fn misquoted(at: usize, entry: &Entry<'_>) -> Vec<Refusal> {
    let item = entry.item;
    let Some(opinion) = entry.given.filter(|_| entry.as_given) else { return Vec::new() };
    let wrong = item.quotes.iter().enumerate().filter(|(_, quote)| !quote.can_be_of(opinion));
    let refusal = |(place, _)| {
        R09_DIGEST.refusal(
            &format!("digest[{at}].quotes[{place}]"),
            format!("phần trích dẫn không có trong ý kiến của {}", name(&item.from)),
            format!("what is quoted does not stand in the opinion of {}", name(&item.from)),
        )
    };
    wrong.map(refusal).collect()
}
